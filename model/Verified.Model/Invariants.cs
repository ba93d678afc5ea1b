namespace Verified.Model;

/// <summary>What must hold in every reachable state: the invariants of Invariants.tla, Recovery.tla, Wrap.tla, OneWriter.tla, PartRead.tla and CellRead.tla, under their names.</summary>
public static partial class Invariants
{
    /// <summary>All invariants, in the order of the specification; those of the last five say nothing of models without them.</summary>
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
        new(nameof(S10_SubBuffersArePermuted), S10_SubBuffersArePermuted),
        new(nameof(S11_WritersReferToWhatTheyWrite), S11_WritersReferToWhatTheyWrite),
        new(nameof(S12_LapOfSlotIsTheDelivered), S12_LapOfSlotIsTheDelivered),
        new(nameof(S13_ReadPositionBehindWriteHead), S13_ReadPositionBehindWriteHead),
        new(nameof(S14_WindowIsTheRing), S14_WindowIsTheRing),
        new(nameof(S15_NothingInFlightBehindReader), S15_NothingInFlightBehindReader),
        new(nameof(S16_NoUnreadOverwritten), S16_NoUnreadOverwritten),
        new(nameof(S17_ReadIsWhatWasCommitted), S17_ReadIsWhatWasCommitted),
        new(nameof(S18_ReadInReserveOrder), S18_ReadInReserveOrder),
        new(nameof(S19_TimeNeverGoesBack), S19_TimeNeverGoesBack),
        new(nameof(S19_PacketTimesEnclose), S19_PacketTimesEnclose),
        new(nameof(S20_ShortTimesAreEnough), S20_ShortTimesAreEnough),
        new(nameof(S21_LossesAddUp), S21_LossesAddUp),
        new(nameof(S21_LossCauseIsTrue), S21_LossCauseIsTrue),
        new(nameof(S21_StatedLossesGrow), S21_StatedLossesGrow),
        new(nameof(S25_EndOfDataIsTheEnd), S25_EndOfDataIsTheEnd),
        new(nameof(L7_NoLostWakeup), L7_NoLostWakeup),
        new(nameof(G8_ImpliedByG7), G8_ImpliedByG7),
        new(nameof(S23_RecoveredIsCommitted), S23_RecoveredIsCommitted),
        new(nameof(S23_WholeIsRecovered), S23_WholeIsRecovered),
        new(nameof(S23_WindowIsBounded), S23_WindowIsBounded),
        new(nameof(S24_SpansAreTold), S24_SpansAreTold),
        new(nameof(S24_CountsAreTold), S24_CountsAreTold),
        new(nameof(S24_LapsAreTold), S24_LapsAreTold),
        new(nameof(S28_PositionIsOwn), S28_PositionIsOwn),
        new(nameof(S29_PartIsCommitted), S29_PartIsCommitted),
        new(nameof(S29_TakenIsAhead), S29_TakenIsAhead),
        new(nameof(S30_TakenIsFinished), S30_TakenIsFinished),
        new(nameof(S30_CellsAreClear), S30_CellsAreClear),
        new(nameof(S30_OnlyOpenCallsHide), S30_OnlyOpenCallsHide),
    ];

    /// <summary>Finds an invariant.</summary>
    /// <param name="name">The specification's name.</param>
    /// <returns>The invariant, or null when there is none of that name.</returns>
    public static Invariant? Find(string name) => All.FirstOrDefault(i => i.Name == name);

    private static Label ReaderAt(Twin twin, in State s) => s.Pc[twin.ProducerCount];

    /// <summary>The sub-buffer whose delivery the delivered count of slot i announces.</summary>
    private static int Announced(Twin twin, in State s, int i) => ((twin.CountLaps(s.Dc[i]) - 1) * twin.B) + (i * twin.S);

    /// <summary>The sub-buffer that can be read from slot i; false if there is none.</summary>
    private static bool TryReadable(Twin twin, in State s, int i, out int q, out int x)
    {
        if (twin.Overwrites)
        {
            SlotWord word = s.Slot[i];
            q = (word.Lap * twin.B) + (i * twin.S);
            x = word.Sub;
            return word.Noref && word.Lap != Twin.None;
        }

        q = Announced(twin, s, i);
        x = i;
        return twin.Off(s.Dc[i]) == 0 && q >= s.Rpos && !(twin.ReadsCells && q == s.Rpos && s.Taken.Upto > s.Rpos);
    }

    /// <summary>Finds where the content of a fully reserved sub-buffer ends, and its last reservation; false when nothing is
    /// reserved in it.</summary>
    private static bool TryContentEnd(Twin twin, in State s, int q, out int end, out Reservation last)
    {
        ReadOnlySpan<Reservation> res = s.Reservations;
        for (int j = res.Length - 1; j >= 0; j--)
        {
            if (twin.Floor(res[j].B) == q)
            {
                last = res[j];
                end = last.Kind == ReservationKind.Pad ? twin.Off(last.B) : twin.S;
                return true;
            }
        }

        (end, last) = (0, default);
        return false;
    }

    private static bool HasUncommitted(in State s)
    {
        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (r.By != 0)
            {
                return true;
            }
        }

        return false;
    }
}
