namespace Verified.Model;

/// <summary>The actions of ReserveCommit.tla and MC.tla, under their names; the reader's come last.</summary>
public enum Step
{
    /// <summary>MC.tla: all positions move back by one lap. No step of the algorithm.</summary>
    Shift,

    /// <summary>MC.tla: a sampled write position that can win no race is forgotten. No step of the algorithm.</summary>
    Forget,

    /// <summary>Recovery.tla, PartRead.tla, CellRead.tla: <see cref="Shift"/>, with the words that are added there.</summary>
    ShiftAll,

    /// <summary>Recovery.tla, PartRead.tla, CellRead.tla: <see cref="Forget"/>, with the words that are added there.</summary>
    ForgetAll,

    /// <summary>Recovery.tla: a process never steps again.</summary>
    Crash,

    /// <summary>Wrap.tla: a producer slept through a whole modulus before its compare-exchange. No step of the algorithm.</summary>
    WriterOversleeps,

    /// <summary>Wrap.tla: the reader slept through a whole modulus before its exchange. No step of the algorithm.</summary>
    ReaderOversleeps,

    /// <summary>The clock goes on by itself: a step of no process.</summary>
    Tick,

    /// <summary>R2, R5: samples the write position. Argument: record size.</summary>
    Reserve_LoadWritePosition,

    /// <summary>T9, last line: a record that fits no sub-buffer is counted lost. Argument: record size.</summary>
    Lose_TooBig,

    /// <summary>R3: reads the clock.</summary>
    Reserve_ReadClock,

    /// <summary>R4: is the time too far from the last record's for a short header?</summary>
    Reserve_LoadLastTime,

    /// <summary>R6: the fast path takes the place.</summary>
    Reserve_Cas,

    /// <summary>R6: the fast path has lost the race.</summary>
    Reserve_CasFail,

    /// <summary>R6, OneWriter.tla: the fast path takes the place, by a store.</summary>
    Reserve_StoreWritePosition,

    /// <summary>T1: samples the write position and the gate.</summary>
    ReserveSlow_LoadWritePosition,

    /// <summary>T2: reads the clock.</summary>
    ReserveSlow_ReadClock,

    /// <summary>T2: is the time too far from the last record's for a short header?</summary>
    ReserveSlow_LoadLastTime,

    /// <summary>T6: loads the delivered count of the slot to enter.</summary>
    ReserveSlow_LoadDelivered,

    /// <summary>T7: was the count sampled for this write position?</summary>
    ReserveSlow_RecheckWritePosition,

    /// <summary>T9: has the reader released the slot?</summary>
    ReserveSlow_LoadReadPosition,

    /// <summary>T11: the slow path takes the place.</summary>
    ReserveSlow_Cas,

    /// <summary>T11: the slow path has lost the race.</summary>
    ReserveSlow_CasFail,

    /// <summary>T11, OneWriter.tla: the slow path takes the place, by a store.</summary>
    ReserveSlow_StoreWritePosition,

    /// <summary>T8: counts a loss, as the slot's earlier lap is not delivered.</summary>
    Lose_Wrapped,

    /// <summary>T9: counts a loss, as the slot's earlier lap is not released.</summary>
    Lose_Full,

    /// <summary>R1: counts a loss, as the buffer is paused or completed.</summary>
    Lose_Refused,

    /// <summary>R7, T12: stores the record's time as about the last one.</summary>
    Reserve_StoreLastTime,

    /// <summary>T10: samples the records lost as full.</summary>
    Sample_LoadFull,

    /// <summary>T10: samples the records lost as wrapped.</summary>
    Sample_LoadWrapped,

    /// <summary>T10: samples the records lost as too big.</summary>
    Sample_LoadTooBig,

    /// <summary>P1, P2: is the read position a whole ring behind?</summary>
    Push_LoadReadPosition,

    /// <summary>P3: pushes the read position to the oldest sub-buffer that can be read.</summary>
    Push_Cas,

    /// <summary>P3: the read position has moved meanwhile.</summary>
    Push_CasFail,

    /// <summary>N1: resolves the slot to its sub-buffer.</summary>
    ClearNoref_LoadSlot,

    /// <summary>N2: claims the slot's sub-buffer for writers.</summary>
    ClearNoref_Cas,

    /// <summary>N2: the reader exchanged it, or another writer was first.</summary>
    ClearNoref_CasFail,

    /// <summary>T15 (Lean): end block of the sub-buffer left behind.</summary>
    OldEnd_StoreSize,

    /// <summary>T15 (Lttng): end block of the sub-buffer left behind, in its descriptor.</summary>
    OldEnd_StoreDataSize,

    /// <summary>T16: a writer fills in the packet header.</summary>
    NewStart_StoreBegin,

    /// <summary>F8: a flusher fills in the packet header of an empty packet.</summary>
    OldStart_StoreBegin,

    /// <summary>T17 (Lean): the record fills its sub-buffer to the last unit.</summary>
    NewEnd_StoreSize,

    /// <summary>T17 (Lttng): the record fills its sub-buffer to the last unit.</summary>
    NewEnd_StoreDataSize,

    /// <summary>The record's bytes are torn from here on.</summary>
    Write_Begin,

    /// <summary>The record's bytes are whole.</summary>
    Write_End,

    /// <summary>The reservation is given up: its bytes become a record to be skipped.</summary>
    Write_Abandon,

    /// <summary>An abandoned record is counted lost.</summary>
    Lose_Abandoned,

    /// <summary>C2: adds the piece to the committed count of its slot.</summary>
    Commit_AddCount,

    /// <summary>C2, OneWriter.tla: stores the committed count of the slot, with the piece.</summary>
    Commit_StoreCount,

    /// <summary>C3, C4 (Lttng): loads the committed count.</summary>
    Commit_LoadCount,

    /// <summary>D1 (Lttng): takes the delivery of the slot.</summary>
    Deliver_Lock,

    /// <summary>D1 (Lttng): another process delivers the slot.</summary>
    Deliver_LockFail,

    /// <summary>D3 (Lttng): loads the end block from the descriptor.</summary>
    Deliver_LoadDataSize,

    /// <summary>D3 (Lttng): stores it in the packet header.</summary>
    Deliver_StoreSize,

    /// <summary>D5: no writer refers to the sub-buffer any more.</summary>
    Deliver_StoreSlot,

    /// <summary>D6: publishes the slot to the reader.</summary>
    Deliver_Publish,

    /// <summary>D9: does a reader await this delivery?</summary>
    Wake_LoadWaiting,

    /// <summary>D9: takes on to wake it.</summary>
    Wake_Cas,

    /// <summary>D9: it awaits something else by now, or nothing.</summary>
    Wake_CasFail,

    /// <summary>D9: wakes it.</summary>
    Wake_Signal,

    /// <summary>Recovery.tla: is all that was reserved in the sub-buffer committed?</summary>
    Prefix_LoadWritePosition,

    /// <summary>Recovery.tla: stores the committed prefix.</summary>
    Prefix_Store,

    /// <summary>F1, F2: samples the write position and the gate. Argument: mode.</summary>
    Flush_LoadWritePosition,

    /// <summary>F1: reads the clock.</summary>
    Flush_ReadClock,

    /// <summary>F2, E3: is the slot clean?</summary>
    Flush_LoadDelivered,

    /// <summary>F2, E1: is the ring full?</summary>
    Flush_LoadReadPosition,

    /// <summary>F4, F8, F9: closes the sub-buffer, or the gate.</summary>
    Flush_Cas,

    /// <summary>F4: the flusher has lost the race.</summary>
    Flush_CasFail,

    /// <summary>F4, OneWriter.tla: closes the sub-buffer, or the gate, by a store.</summary>
    Flush_StoreWritePosition,

    /// <summary>Tells the reader to look at the write position when it finds nothing.</summary>
    Complete_StoreFinal,

    /// <summary>G2: samples the read position.</summary>
    Get_LoadReadPosition,

    /// <summary>G3, G7: is the sub-buffer delivered?</summary>
    Get_LoadDelivered,

    /// <summary>G5, G8 (Lttng): is the writers' head elsewhere?</summary>
    Get_LoadWritePosition,

    /// <summary>G9: is the content that of this lap, and does no writer refer to it?</summary>
    Get_LoadSlot,

    /// <summary>G9: puts the spare sub-buffer into the slot and takes its own.</summary>
    Get_Exchange,

    /// <summary>G9: the slot was overwritten meanwhile.</summary>
    Get_ExchangeFail,

    /// <summary>G10: loads the begin block of the packet header.</summary>
    Get_LoadBegin,

    /// <summary>G10: loads the end block of the packet header.</summary>
    Get_LoadSize,

    /// <summary>Reads the records of the sub-buffer.</summary>
    Read_Records,

    /// <summary>G1: was the buffer completed?</summary>
    Get_LoadFinal,

    /// <summary>G1: is the reader at the write position?</summary>
    Get_LoadEnd,

    /// <summary>PartRead.tla: has the committed count grown since the reader was there?</summary>
    Part_LoadCount,

    /// <summary>PartRead.tla: is all that was reserved in the sub-buffer committed?</summary>
    Part_LoadWritePosition,

    /// <summary>PartRead.tla: loads the begin block.</summary>
    Part_LoadBegin,

    /// <summary>PartRead.tla: reads what is new of the committed part.</summary>
    Part_Records,

    /// <summary>CellRead.tla: is the next record there?</summary>
    Cell_LoadHeader,

    /// <summary>CellRead.tla: reads the next record.</summary>
    Cell_Record,

    /// <summary>CellRead.tla: makes its cell ready for the next lap.</summary>
    Cell_StoreHeader,

    /// <summary>CellRead.tla: is anything left of a sub-buffer that is delivered?</summary>
    Cell_LoadSize,

    /// <summary>MOVE: samples the read position.</summary>
    Move_LoadReadPosition,

    /// <summary>MOVE: releases the sub-buffer.</summary>
    Move_Cas,

    /// <summary>MOVE: writers have pushed the read position meanwhile.</summary>
    Move_CasFail,

    /// <summary>MOVE (Lean, discard mode): releases the sub-buffer.</summary>
    Move_StoreReadPosition,

    /// <summary>Where a snapshot begins.</summary>
    Snapshot_LoadReadPosition,

    /// <summary>Where it ends.</summary>
    Snapshot_LoadWritePosition,

    /// <summary>Puts a sub-buffer back into its slot.</summary>
    Put_Cas,

    /// <summary>A writer has claimed the slot: the reader keeps what it has as spare.</summary>
    Put_CasFail,

    /// <summary>Where a clear begins.</summary>
    Clear_LoadReadPosition,

    /// <summary>Is the sub-buffer delivered?</summary>
    Clear_LoadDelivered,

    /// <summary>Which sub-buffer is to be awaited?</summary>
    Wait_LoadReadPosition,

    /// <summary>Says that it is awaited.</summary>
    Wait_StoreWaiting,

    /// <summary>Is it delivered already?</summary>
    Wait_LoadDelivered,

    /// <summary>Was the buffer completed already?</summary>
    Wait_LoadFinal,

    /// <summary>Awaits it no more.</summary>
    Wait_Cancel,

    /// <summary>A deliverer was first: its signal will come.</summary>
    Wait_CancelFail,

    /// <summary>Sleeps until the signal comes, and takes it.</summary>
    Wait_TakeSignal,
}
