namespace Verified.Model;

/// <summary>What must hold in every reachable state: the invariants of Invariants.tla, under their names.</summary>
public static partial class Invariants
{
    /// <summary>All invariants, in the order of the specification.</summary>
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new(nameof(S1_ReservationsPartition), S1_ReservationsPartition),
        new(nameof(S2_NoReservationStraddles), S2_NoReservationStraddles),
        new(nameof(S3_CommitCountsAddUp), S3_CommitCountsAddUp),
        new(nameof(S3_EveryReservationIsOwed), S3_EveryReservationIsOwed),
        new(nameof(S4_LapBarrier), S4_LapBarrier),
        new(nameof(S5_DeliveredCountShape), S5_DeliveredCountShape),
        new(nameof(S6_DeliveredOnce), S6_DeliveredOnce),
        new(nameof(S7_DeliveredIsComplete), S7_DeliveredIsComplete),
        new(nameof(S8_WritersDoNotOverlap), S8_WritersDoNotOverlap),
        new(nameof(S9_ReaderHoldsAlone), S9_ReaderHoldsAlone),
        new(nameof(S13_ReadPositionBehindWriteHead), S13_ReadPositionBehindWriteHead),
        new(nameof(S15_NothingInFlightBehindReader), S15_NothingInFlightBehindReader),
        new(nameof(S16_NoUnreadOverwritten), S16_NoUnreadOverwritten),
        new(nameof(S17_ReadIsWhatWasCommitted), S17_ReadIsWhatWasCommitted),
        new(nameof(S18_ReadInReserveOrder), S18_ReadInReserveOrder),
        new(nameof(S21_LossesAddUp), S21_LossesAddUp),
        new(nameof(S21_LossCauseIsTrue), S21_LossCauseIsTrue),
        new(nameof(G8_ImpliedByG7), G8_ImpliedByG7),
    ];

    /// <summary>Finds an invariant.</summary>
    /// <param name="name">The specification's name.</param>
    /// <returns>The invariant, or null when there is none of that name.</returns>
    public static Invariant? Find(string name) => All.FirstOrDefault(i => i.Name == name);

    private static bool IsStoring(Label label) => label is
        Label.OldEnd_StoreSize or Label.OldEnd_StoreDataSize or Label.NewEnd_StoreSize or Label.NewEnd_StoreDataSize
        or Label.NewStart_StoreBegin or Label.OldStart_StoreBegin or Label.Write_Begin or Label.Write_End;

    private static bool IsDelivering(Label label) =>
        label is Label.Deliver_LoadDataSize or Label.Deliver_StoreSize or Label.Deliver_Publish;

    private static bool IsHolding(Label label) =>
        label is Label.Get_LoadBegin or Label.Get_LoadSize or Label.Read_Records || Refinement.IsMoving(label);

    private static bool IsDeciding(Label label) => label is
        Label.Reserve_Cas or Label.ReserveSlow_LoadWritePosition or Label.ReserveSlow_LoadDelivered
        or Label.ReserveSlow_RecheckWritePosition or Label.Lose_Wrapped or Label.ReserveSlow_LoadReadPosition
        or Label.Lose_Full or Label.ReserveSlow_Cas;

    private static bool Touches(Twin twin, in State s, int p, int i) =>
        (IsStoring(s.Pc[p]) || IsDelivering(s.Pc[p])) && twin.PieceSlot(s, p) == i;
}
