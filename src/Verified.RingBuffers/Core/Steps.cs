namespace Verified.RingBuffers.Core;

/// <summary>
/// The names of the algorithm's steps: one constant per action of <c>tla/ReserveCommit.tla</c>, under the action's own name.
/// Each names one access to shared memory. On the processor they vanish; an explorer logs and checks them.
/// Numbers (R, T, P, N, C, D, F, G) are those of the algorithm's description.
/// </summary>
public static class Steps
{
    /// <summary>R2, R5: sample the write position; is the fast path open?</summary>
    public const string Reserve_LoadWritePosition = nameof(Reserve_LoadWritePosition);

    /// <summary>R3: after the write position was sampled, before it is exchanged.</summary>
    public const string Reserve_ReadClock = nameof(Reserve_ReadClock);

    /// <summary>R4: is the time too far from the last record's for a short header?</summary>
    public const string Reserve_LoadLastTime = nameof(Reserve_LoadLastTime);

    /// <summary>R6: advance the write position: the linearisation point of a record's place.</summary>
    public const string Reserve_Cas = nameof(Reserve_Cas);

    /// <summary>R6 failed: the write position moved; on to the slow path.</summary>
    public const string Reserve_CasFail = nameof(Reserve_CasFail);

    /// <summary>A reader of parts: has the committed count grown since?</summary>
    public const string Part_LoadCount = nameof(Part_LoadCount);

    /// <summary>A reader of parts: is all that was reserved in the sub-buffer committed?</summary>
    public const string Part_LoadWritePosition = nameof(Part_LoadWritePosition);

    /// <summary>A reader of parts: load the begin block.</summary>
    public const string Part_LoadBegin = nameof(Part_LoadBegin);

    /// <summary>A reader of parts: read what is new.</summary>
    public const string Part_Records = nameof(Part_Records);

    /// <summary>A reader of cells: is the next record there?</summary>
    public const string Cell_LoadHeader = nameof(Cell_LoadHeader);

    /// <summary>A reader of cells: read the next record.</summary>
    public const string Cell_Record = nameof(Cell_Record);

    /// <summary>A reader of cells: make its cell ready for the next lap.</summary>
    public const string Cell_StoreHeader = nameof(Cell_StoreHeader);

    /// <summary>A reader of cells: is anything left of the delivered sub-buffer?</summary>
    public const string Cell_LoadSize = nameof(Cell_LoadSize);

    /// <summary>R6 of the one writer: advance the write position by a store.</summary>
    public const string Reserve_StoreWritePosition = nameof(Reserve_StoreWritePosition);

    /// <summary>T11 of the one writer: advance the write position by a store.</summary>
    public const string ReserveSlow_StoreWritePosition = nameof(ReserveSlow_StoreWritePosition);

    /// <summary>F4 of the one writer: advance the write position, or change the gate, by a store.</summary>
    public const string Flush_StoreWritePosition = nameof(Flush_StoreWritePosition);

    /// <summary>C2 of the one writer: store the slot's committed count with the piece.</summary>
    public const string Commit_StoreCount = nameof(Commit_StoreCount);

    /// <summary>T9, tested first: count a record that fits no sub-buffer.</summary>
    public const string Lose_TooBig = nameof(Lose_TooBig);

    /// <summary>T1, T3: sample the write position.</summary>
    public const string ReserveSlow_LoadWritePosition = nameof(ReserveSlow_LoadWritePosition);

    /// <summary>T2: read the clock.</summary>
    public const string ReserveSlow_ReadClock = nameof(ReserveSlow_ReadClock);

    /// <summary>T2: is the time too far from the last record's for a short header?</summary>
    public const string ReserveSlow_LoadLastTime = nameof(ReserveSlow_LoadLastTime);

    /// <summary>T6: sample the delivered count of the slot about to be entered.</summary>
    public const string ReserveSlow_LoadDelivered = nameof(ReserveSlow_LoadDelivered);

    /// <summary>T7: was that count sampled for this write position?</summary>
    public const string ReserveSlow_RecheckWritePosition = nameof(ReserveSlow_RecheckWritePosition);

    /// <summary>T8: count a record whose slot still has an undelivered earlier lap.</summary>
    public const string Lose_Wrapped = nameof(Lose_Wrapped);

    /// <summary>T9: has the reader released the slot?</summary>
    public const string ReserveSlow_LoadReadPosition = nameof(ReserveSlow_LoadReadPosition);

    /// <summary>T9: count a record whose slot holds unread data.</summary>
    public const string Lose_Full = nameof(Lose_Full);

    /// <summary>R1: count a record that a paused or completed buffer refuses.</summary>
    public const string Lose_Refused = nameof(Lose_Refused);

    /// <summary>T10, F3: sample the records lost as full (discard mode).</summary>
    public const string Sample_LoadFull = nameof(Sample_LoadFull);

    /// <summary>T10, F3: sample the records lost as wrapped.</summary>
    public const string Sample_LoadWrapped = nameof(Sample_LoadWrapped);

    /// <summary>T10, F3: sample the records lost as too big.</summary>
    public const string Sample_LoadTooBig = nameof(Sample_LoadTooBig);

    /// <summary>T11: advance the write position.</summary>
    public const string ReserveSlow_Cas = nameof(ReserveSlow_Cas);

    /// <summary>T11 failed: start the slow path again.</summary>
    public const string ReserveSlow_CasFail = nameof(ReserveSlow_CasFail);

    /// <summary>R7, T12: the time of this record; racy on purpose.</summary>
    public const string Reserve_StoreLastTime = nameof(Reserve_StoreLastTime);

    /// <summary>P1, P2: is the read position a whole ring behind? (overwrite mode)</summary>
    public const string Push_LoadReadPosition = nameof(Push_LoadReadPosition);

    /// <summary>P3: push the read position to the sub-buffer after the written.</summary>
    public const string Push_Cas = nameof(Push_Cas);

    /// <summary>P3 failed: another writer, or the reader, moved it.</summary>
    public const string Push_CasFail = nameof(Push_CasFail);

    /// <summary>N1: which sub-buffer serves the slot, and may the reader take it? (overwrite mode)</summary>
    public const string ClearNoref_LoadSlot = nameof(ClearNoref_LoadSlot);

    /// <summary>N2: from here on the reader can not take it.</summary>
    public const string ClearNoref_Cas = nameof(ClearNoref_Cas);

    /// <summary>N2 failed: the reader exchanged it, or another writer was first.</summary>
    public const string ClearNoref_CasFail = nameof(ClearNoref_CasFail);

    /// <summary>T16: the packet header of the sub-buffer a writer entered.</summary>
    public const string NewStart_StoreBegin = nameof(NewStart_StoreBegin);

    /// <summary>T17: the content size of a sub-buffer filled to its last byte (Lean form).</summary>
    public const string NewEnd_StoreSize = nameof(NewEnd_StoreSize);

    /// <summary>T17: the data size of a sub-buffer filled to its last byte (Lttng form).</summary>
    public const string NewEnd_StoreDataSize = nameof(NewEnd_StoreDataSize);

    /// <summary>A record's bytes are torn from here.</summary>
    public const string Write_Begin = nameof(Write_Begin);

    /// <summary>A record's header is stored: its bytes are whole.</summary>
    public const string Write_End = nameof(Write_End);

    /// <summary>A record's header is stored with the abandoned flag.</summary>
    public const string Write_Abandon = nameof(Write_Abandon);

    /// <summary>Count a reservation that was given up.</summary>
    public const string Lose_Abandoned = nameof(Lose_Abandoned);

    /// <summary>T15, F9: the content size of the sub-buffer left behind (Lean form).</summary>
    public const string OldEnd_StoreSize = nameof(OldEnd_StoreSize);

    /// <summary>T15, F9: the data size of the sub-buffer left behind (Lttng form).</summary>
    public const string OldEnd_StoreDataSize = nameof(OldEnd_StoreDataSize);

    /// <summary>F8: the packet header of an empty sub-buffer that a flush sends.</summary>
    public const string OldStart_StoreBegin = nameof(OldStart_StoreBegin);

    /// <summary>C2: add the piece's bytes to the slot's committed count.</summary>
    public const string Commit_AddCount = nameof(Commit_AddCount);

    /// <summary>C3, C4: read the committed count again (Lttng form).</summary>
    public const string Commit_LoadCount = nameof(Commit_LoadCount);

    /// <summary>C5: is all committed that was reserved in this sub-buffer? (recoverable rings)</summary>
    public const string Prefix_LoadWritePosition = nameof(Prefix_LoadWritePosition);

    /// <summary>C5: it is, so this count is a committed prefix (recoverable rings).</summary>
    public const string Prefix_Store = nameof(Prefix_Store);

    /// <summary>D1: claim the delivery (Lttng form).</summary>
    public const string Deliver_Lock = nameof(Deliver_Lock);

    /// <summary>D1 failed: someone else delivers (Lttng form).</summary>
    public const string Deliver_LockFail = nameof(Deliver_LockFail);

    /// <summary>D3: load the data size to finalize with (Lttng form).</summary>
    public const string Deliver_LoadDataSize = nameof(Deliver_LoadDataSize);

    /// <summary>D3: finalize the content size (Lttng form).</summary>
    public const string Deliver_StoreSize = nameof(Deliver_StoreSize);

    /// <summary>D5: the reader may take the sub-buffer, with the content of this lap (overwrite mode).</summary>
    public const string Deliver_StoreSlot = nameof(Deliver_StoreSlot);

    /// <summary>D6: publish the delivered count to readers and to writers of the next lap.</summary>
    public const string Deliver_Publish = nameof(Deliver_Publish);

    /// <summary>D9: is this the delivery that a reader awaits?</summary>
    public const string Wake_LoadWaiting = nameof(Wake_LoadWaiting);

    /// <summary>D9: take the wait, so that the reader is woken once.</summary>
    public const string Wake_Cas = nameof(Wake_Cas);

    /// <summary>D9 failed: the reader awaits something else by now, or nothing.</summary>
    public const string Wake_CasFail = nameof(Wake_CasFail);

    /// <summary>D9: tell the reader.</summary>
    public const string Wake_Signal = nameof(Wake_Signal);

    /// <summary>F1, F2: sample the write position; is there something to flush?</summary>
    public const string Flush_LoadWritePosition = nameof(Flush_LoadWritePosition);

    /// <summary>F1: read the clock.</summary>
    public const string Flush_ReadClock = nameof(Flush_ReadClock);

    /// <summary>F2: is the slot of an empty packet clean?</summary>
    public const string Flush_LoadDelivered = nameof(Flush_LoadDelivered);

    /// <summary>F2: has the reader released the slot of an empty packet?</summary>
    public const string Flush_LoadReadPosition = nameof(Flush_LoadReadPosition);

    /// <summary>F4: close the sub-buffer.</summary>
    public const string Flush_Cas = nameof(Flush_Cas);

    /// <summary>F4 failed: start the flush again.</summary>
    public const string Flush_CasFail = nameof(Flush_CasFail);

    /// <summary>Tell the reader to look at the write position when it finds nothing.</summary>
    public const string Complete_StoreFinal = nameof(Complete_StoreFinal);

    /// <summary>G2: which sub-buffer is next?</summary>
    public const string Get_LoadReadPosition = nameof(Get_LoadReadPosition);

    /// <summary>G3: sample its delivered count.</summary>
    public const string Get_LoadDelivered = nameof(Get_LoadDelivered);

    /// <summary>G5, G8: is the write head in it? (Lttng form)</summary>
    public const string Get_LoadWritePosition = nameof(Get_LoadWritePosition);

    /// <summary>G9: is the content that of this lap, and does no writer refer to it? (overwrite mode)</summary>
    public const string Get_LoadSlot = nameof(Get_LoadSlot);

    /// <summary>G9: exchange the spare sub-buffer for the slot's.</summary>
    public const string Get_Exchange = nameof(Get_Exchange);

    /// <summary>G9 failed: a writer claimed it.</summary>
    public const string Get_ExchangeFail = nameof(Get_ExchangeFail);

    /// <summary>G10: the begin position in the packet header.</summary>
    public const string Get_LoadBegin = nameof(Get_LoadBegin);

    /// <summary>G10: the content size in the packet header.</summary>
    public const string Get_LoadSize = nameof(Get_LoadSize);

    /// <summary>The reader reads the bytes of the sub-buffer that it holds.</summary>
    public const string Read_Records = nameof(Read_Records);

    /// <summary>G1: was the buffer completed?</summary>
    public const string Get_LoadFinal = nameof(Get_LoadFinal);

    /// <summary>G1: is the reader at the write position, which then never changes?</summary>
    public const string Get_LoadEnd = nameof(Get_LoadEnd);

    /// <summary>MOVE: load the read position (Lttng form, and overwrite mode).</summary>
    public const string Move_LoadReadPosition = nameof(Move_LoadReadPosition);

    /// <summary>MOVE: release the sub-buffer (Lttng form, and overwrite mode).</summary>
    public const string Move_Cas = nameof(Move_Cas);

    /// <summary>MOVE failed: writers pushed the read position.</summary>
    public const string Move_CasFail = nameof(Move_CasFail);

    /// <summary>MOVE: release the sub-buffer (Lean form, discard mode).</summary>
    public const string Move_StoreReadPosition = nameof(Move_StoreReadPosition);

    /// <summary>SNAPSHOT: the oldest sub-buffer.</summary>
    public const string Snapshot_LoadReadPosition = nameof(Snapshot_LoadReadPosition);

    /// <summary>SNAPSHOT: where it ends.</summary>
    public const string Snapshot_LoadWritePosition = nameof(Snapshot_LoadWritePosition);

    /// <summary>PUT: the same exchange back (overwrite mode).</summary>
    public const string Put_Cas = nameof(Put_Cas);

    /// <summary>PUT failed: a writer claimed the slot; the reader keeps what it has as its spare.</summary>
    public const string Put_CasFail = nameof(Put_CasFail);

    /// <summary>CLEAR: the oldest sub-buffer.</summary>
    public const string Clear_LoadReadPosition = nameof(Clear_LoadReadPosition);

    /// <summary>CLEAR: is it delivered?</summary>
    public const string Clear_LoadDelivered = nameof(Clear_LoadDelivered);

    /// <summary>WAIT: which sub-buffer is awaited?</summary>
    public const string Wait_LoadReadPosition = nameof(Wait_LoadReadPosition);

    /// <summary>WAIT: say so.</summary>
    public const string Wait_StoreWaiting = nameof(Wait_StoreWaiting);

    /// <summary>WAIT: is it delivered already?</summary>
    public const string Wait_LoadDelivered = nameof(Wait_LoadDelivered);

    /// <summary>WAIT: or will nothing more come?</summary>
    public const string Wait_LoadFinal = nameof(Wait_LoadFinal);

    /// <summary>WAIT: nothing to wait for, or the user's time is up.</summary>
    public const string Wait_Cancel = nameof(Wait_Cancel);

    /// <summary>WAIT: a deliverer was first; its signal is taken before anything else.</summary>
    public const string Wait_CancelFail = nameof(Wait_CancelFail);

    /// <summary>WAIT: woken.</summary>
    public const string Wait_TakeSignal = nameof(Wait_TakeSignal);

    /// <summary>No step: an observation outside the algorithm, such as reading a loss counter.</summary>
    public const string None = "";
}
