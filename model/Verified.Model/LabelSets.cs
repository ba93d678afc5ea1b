namespace Verified.Model;

/// <summary>The sets of labels that Memory.tla, Invariants.tla and MC.tla define.</summary>
[Flags]
internal enum LabelSet : short
{
    /// <summary>In no set.</summary>
    None = 0,

    /// <summary>HoldLabels: the reader holds a sub-buffer alone.</summary>
    Hold = 1,

    /// <summary>StoreLabels: a producer is about to store into its sub-buffer.</summary>
    Store = 2,

    /// <summary>DeliverLabels.</summary>
    Deliver = 4,

    /// <summary>MoveLabels.</summary>
    Move = 8,

    /// <summary>TimeAndPush: what is reserved is not begun yet.</summary>
    TimeAndPush = 16,

    /// <summary>WakeLabels.</summary>
    Wake = 32,

    /// <summary>DecidingLabels: an attempt is neither reserved nor lost.</summary>
    Deciding = 64,

    /// <summary>Restarting: the sampled position is of no use any more.</summary>
    Restarting = 128,

    /// <summary>CountSampled: a delivered count is kept that was sampled for the position.</summary>
    CountSampled = 256,

    /// <summary>Committed: the piece is in the committed count already.</summary>
    Committed = 512,

    /// <summary>GetLabels: the reader is about to get a sub-buffer.</summary>
    Get = 1024,

    /// <summary>LosesTheRace: a sampled write position must still be the present one.</summary>
    Race = 2048,
}

/// <summary>Which sets a label is in.</summary>
internal static class LabelSets
{
    private static readonly LabelSet[] s_sets = [.. Enum.GetValues<Label>().Select(SetsOf)];

    internal static bool IsIn(this Label label, LabelSet set) => (s_sets[(int)label] & set) != 0;

    private static LabelSet SetsOf(Label label) => OfProducers(label) | OfReserve(label) | OfRace(label) | OfReader(label) | label switch
    {
        Label.Idle or Label.ReserveSlow_LoadWritePosition or Label.Flush_LoadWritePosition or Label.Complete_StoreFinal =>
            LabelSet.Restarting,
        Label.ReserveSlow_RecheckWritePosition or Label.ReserveSlow_LoadReadPosition or Label.Lose_Wrapped or Label.Lose_Full =>
            LabelSet.CountSampled,
        _ => LabelSet.None,
    };

    private static LabelSet OfProducers(Label label) => label switch
    {
        Label.OldEnd_StoreSize or Label.OldEnd_StoreDataSize or Label.NewEnd_StoreSize or Label.NewEnd_StoreDataSize
            or Label.NewStart_StoreBegin or Label.OldStart_StoreBegin or Label.Write_Begin or Label.Write_End
            or Label.Lose_Abandoned => LabelSet.Store,
        Label.Deliver_LoadDataSize or Label.Deliver_StoreSize or Label.Deliver_StoreSlot or Label.Deliver_Publish =>
            LabelSet.Deliver,
        Label.Reserve_StoreLastTime or Label.Push_LoadReadPosition or Label.Push_Cas => LabelSet.TimeAndPush,
        Label.Wake_LoadWaiting or Label.Wake_Cas or Label.Wake_Signal => LabelSet.Wake | LabelSet.Committed,
        Label.Commit_LoadCount or Label.Deliver_Lock => LabelSet.Committed,
        _ => LabelSet.None,
    };

    private static LabelSet OfReserve(Label label) => label switch
    {
        Label.Reserve_ReadClock or Label.Reserve_LoadLastTime or Label.Reserve_Cas or Label.ReserveSlow_LoadWritePosition
            or Label.ReserveSlow_ReadClock or Label.ReserveSlow_LoadLastTime or Label.ReserveSlow_LoadDelivered
            or Label.ReserveSlow_RecheckWritePosition or Label.ReserveSlow_LoadReadPosition or Label.Sample_LoadFull
            or Label.Sample_LoadWrapped or Label.Sample_LoadTooBig or Label.ReserveSlow_Cas or Label.Lose_Wrapped
            or Label.Lose_Full or Label.Lose_Refused => LabelSet.Deciding,
        _ => LabelSet.None,
    };

    private static LabelSet OfRace(Label label) => label switch
    {
        Label.Reserve_Cas or Label.ReserveSlow_Cas or Label.Flush_Cas or Label.Sample_LoadFull or Label.Sample_LoadWrapped
            or Label.Sample_LoadTooBig or Label.ReserveSlow_LoadDelivered or Label.ReserveSlow_RecheckWritePosition =>
            LabelSet.Race,
        _ => LabelSet.None,
    };

    private static LabelSet OfReader(Label label) => label switch
    {
        Label.Get_LoadBegin or Label.Get_LoadSize or Label.Read_Records or Label.Put_Cas => LabelSet.Hold,
        Label.Move_LoadReadPosition or Label.Move_Cas or Label.Move_StoreReadPosition => LabelSet.Hold | LabelSet.Move,
        Label.Get_LoadDelivered or Label.Get_LoadWritePosition or Label.Get_LoadSlot or Label.Get_Exchange => LabelSet.Get,
        _ => LabelSet.None,
    };
}
