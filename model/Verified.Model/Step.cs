namespace Verified.Model;

/// <summary>The actions of ReserveCommit.tla and MC.tla, under their names and in their order.</summary>
public enum Step
{
    /// <summary>MC.tla: all positions move back by one lap. No step of the algorithm.</summary>
    Shift,

    /// <summary>R2, R5: samples the write position. Argument: record size.</summary>
    Reserve_LoadWritePosition,

    /// <summary>T9, last line: a record that fits no sub-buffer is counted lost. Argument: record size.</summary>
    Lose_TooBig,

    /// <summary>R6: the fast path takes the place.</summary>
    Reserve_Cas,

    /// <summary>R6: the fast path has lost the race.</summary>
    Reserve_CasFail,

    /// <summary>T1, T3: samples the write position.</summary>
    ReserveSlow_LoadWritePosition,

    /// <summary>T6: loads the delivered count of the slot to enter.</summary>
    ReserveSlow_LoadDelivered,

    /// <summary>T7: was the count sampled for this write position?</summary>
    ReserveSlow_RecheckWritePosition,

    /// <summary>T8: counts a loss, as the slot's earlier lap is not delivered.</summary>
    Lose_Wrapped,

    /// <summary>T9: has the reader released the slot?</summary>
    ReserveSlow_LoadReadPosition,

    /// <summary>T9: counts a loss, as the slot's earlier lap is not released.</summary>
    Lose_Full,

    /// <summary>T11: the slow path takes the place.</summary>
    ReserveSlow_Cas,

    /// <summary>T11: the slow path has lost the race.</summary>
    ReserveSlow_CasFail,

    /// <summary>T15 (Lean): content size of the sub-buffer left behind.</summary>
    OldEnd_StoreSize,

    /// <summary>T15 (Lttng): data size of the sub-buffer left behind.</summary>
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

    /// <summary>C2: adds the piece to the committed count of its slot.</summary>
    Commit_AddCount,

    /// <summary>C3, C4 (Lttng): loads the committed count.</summary>
    Commit_LoadCount,

    /// <summary>D1 (Lttng): takes the delivery of the slot.</summary>
    Deliver_Lock,

    /// <summary>D1 (Lttng): another process delivers the slot.</summary>
    Deliver_LockFail,

    /// <summary>D3 (Lttng): loads the data size.</summary>
    Deliver_LoadDataSize,

    /// <summary>D3 (Lttng): stores it as the content size.</summary>
    Deliver_StoreSize,

    /// <summary>D6: publishes the slot to the reader.</summary>
    Deliver_Publish,

    /// <summary>F1, F2: samples the write position. Argument: mode (0 Active, -1 Final).</summary>
    Flush_LoadWritePosition,

    /// <summary>F2, E3: is the slot clean?</summary>
    Flush_LoadDelivered,

    /// <summary>F2, E1: is the ring full?</summary>
    Flush_LoadReadPosition,

    /// <summary>F4, F8, F9: closes the sub-buffer.</summary>
    Flush_Cas,

    /// <summary>F4: the flusher has lost the race.</summary>
    Flush_CasFail,

    /// <summary>G2: samples the read position.</summary>
    Get_LoadReadPosition,

    /// <summary>G3, G7: is the sub-buffer delivered?</summary>
    Get_LoadDelivered,

    /// <summary>G5, G8 (Lttng): is the writers' head elsewhere?</summary>
    Get_LoadWritePosition,

    /// <summary>G10: loads the begin position from the packet header.</summary>
    Get_LoadBegin,

    /// <summary>G10: loads the content size from the packet header.</summary>
    Get_LoadSize,

    /// <summary>Reads the records of the sub-buffer.</summary>
    Read_Records,

    /// <summary>MOVE (Lttng): samples the read position.</summary>
    Move_LoadReadPosition,

    /// <summary>MOVE (Lttng): releases the sub-buffer.</summary>
    Move_Cas,

    /// <summary>MOVE (Lean): releases the sub-buffer.</summary>
    Move_StoreReadPosition,
}
