namespace Verified.RingBuffers.Core;

/// <summary>
/// The names of the algorithm's steps: one constant per action of <c>tla/ReserveCommit.tla</c>, under the action's own name.
/// Each names one access to shared memory. On the processor they vanish; an explorer logs and checks them.
/// Numbers (R, T, C, D, F, G) are those of the algorithm's description.
/// </summary>
public static class Steps
{
    /// <summary>R2, R5: sample the write position; is the fast path open?</summary>
    public const string Reserve_LoadWritePosition = nameof(Reserve_LoadWritePosition);

    /// <summary>R6: advance the write position: the linearisation point of a record's place.</summary>
    public const string Reserve_Cas = nameof(Reserve_Cas);

    /// <summary>R6 failed: the write position moved; on to the slow path.</summary>
    public const string Reserve_CasFail = nameof(Reserve_CasFail);

    /// <summary>T9, tested first: count a record that fits no sub-buffer.</summary>
    public const string Lose_TooBig = nameof(Lose_TooBig);

    /// <summary>T1, T3: sample the write position.</summary>
    public const string ReserveSlow_LoadWritePosition = nameof(ReserveSlow_LoadWritePosition);

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

    /// <summary>T11: advance the write position.</summary>
    public const string ReserveSlow_Cas = nameof(ReserveSlow_Cas);

    /// <summary>T11 failed: start the slow path again.</summary>
    public const string ReserveSlow_CasFail = nameof(ReserveSlow_CasFail);

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

    /// <summary>D1: claim the delivery (Lttng form).</summary>
    public const string Deliver_Lock = nameof(Deliver_Lock);

    /// <summary>D1 failed: someone else delivers (Lttng form).</summary>
    public const string Deliver_LockFail = nameof(Deliver_LockFail);

    /// <summary>D3: load the data size to finalize with (Lttng form).</summary>
    public const string Deliver_LoadDataSize = nameof(Deliver_LoadDataSize);

    /// <summary>D3: finalize the content size (Lttng form).</summary>
    public const string Deliver_StoreSize = nameof(Deliver_StoreSize);

    /// <summary>D6: publish the delivered count to readers and to writers of the next lap.</summary>
    public const string Deliver_Publish = nameof(Deliver_Publish);

    /// <summary>F1, F2: sample the write position; is there something to flush?</summary>
    public const string Flush_LoadWritePosition = nameof(Flush_LoadWritePosition);

    /// <summary>F2: is the slot of an empty packet clean?</summary>
    public const string Flush_LoadDelivered = nameof(Flush_LoadDelivered);

    /// <summary>F2: has the reader released the slot of an empty packet?</summary>
    public const string Flush_LoadReadPosition = nameof(Flush_LoadReadPosition);

    /// <summary>F4: close the sub-buffer.</summary>
    public const string Flush_Cas = nameof(Flush_Cas);

    /// <summary>F4 failed: start the flush again.</summary>
    public const string Flush_CasFail = nameof(Flush_CasFail);

    /// <summary>G2: which sub-buffer is next?</summary>
    public const string Get_LoadReadPosition = nameof(Get_LoadReadPosition);

    /// <summary>G3: sample its delivered count.</summary>
    public const string Get_LoadDelivered = nameof(Get_LoadDelivered);

    /// <summary>G5, G8: is the write head in it? (Lttng form)</summary>
    public const string Get_LoadWritePosition = nameof(Get_LoadWritePosition);

    /// <summary>G10: the begin position in the packet header.</summary>
    public const string Get_LoadBegin = nameof(Get_LoadBegin);

    /// <summary>G10: the content size in the packet header.</summary>
    public const string Get_LoadSize = nameof(Get_LoadSize);

    /// <summary>The reader reads the bytes of the sub-buffer that it holds.</summary>
    public const string Read_Records = nameof(Read_Records);

    /// <summary>MOVE: load the read position (Lttng form).</summary>
    public const string Move_LoadReadPosition = nameof(Move_LoadReadPosition);

    /// <summary>MOVE: release the sub-buffer (Lttng form).</summary>
    public const string Move_Cas = nameof(Move_Cas);

    /// <summary>MOVE: release the sub-buffer (Lean form).</summary>
    public const string Move_StoreReadPosition = nameof(Move_StoreReadPosition);

    /// <summary>No step: an observation outside the algorithm, such as reading a loss counter.</summary>
    public const string None = "";
}
