namespace Verified.Model;

// What is read, lost, told and awaited.
public static partial class Invariants
{
    private static bool S13_ReadPositionBehindWriteHead(Twin twin, in State s) =>
        twin.Off(s.Rpos) == 0 && s.Rpos <= twin.Floor(s.Wpos);

    private static bool S17_ReadIsWhatWasCommitted(Twin twin, in State s)
    {
        if (ReaderAt(twin, s) != Label.Read_Records)
        {
            return true;
        }

        if (s.Rd.Begin.Pos != s.Rd.Cur || !TryContentEnd(twin, s, s.Rd.Cur, out int end, out _) || s.Rd.Size.Size != end)
        {
            return false;
        }

        int first = twin.SubRead(s) * twin.S;
        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (twin.Floor(r.B) == s.Rd.Cur
                && (r.By != 0 || (r.IsRecord && s.Mem[first + twin.Off(r.B)] is (Twin.Stale or Twin.Torn))))
            {
                return false;
            }
        }

        return true;
    }

    private static bool S18_ReadInReserveOrder(Twin twin, in State s) => IsReadAsReserved(twin, s, ofTimes: false);

    private static bool S20_ShortTimesAreEnough(Twin twin, in State s) =>
        !twin.Config.Clocked || IsReadAsReserved(twin, s, ofTimes: true);

    // What the reader is about to read, against what was reserved.
    private static bool IsReadAsReserved(Twin twin, in State s, bool ofTimes)
    {
        if (ReaderAt(twin, s) != Label.Read_Records)
        {
            return true;
        }

        Span<short> lengths = stackalloc short[Limits.MaxOut];
        Span<short> times = stackalloc short[Limits.MaxOut];
        int read = twin.Parse(s, lengths, times);
        int count = 0;
        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (twin.Floor(r.B) != s.Rd.Cur || r.Kind != ReservationKind.Rec || twin.Off(r.B) < twin.TakenOf(s, s.Rd.Cur))
            {
                continue;
            }

            if (count == read || (ofTimes ? times[count] != r.T : lengths[count] != r.E - r.B))
            {
                return false;
            }

            count++;
        }

        return ofTimes || count == read;
    }

    private static bool S19_PacketTimesEnclose(Twin twin, in State s)
    {
        if (ReaderAt(twin, s) != Label.Read_Records)
        {
            return true;
        }

        foreach (ref readonly Reservation r in s.Reservations)
        {
            bool isInside = twin.Floor(r.B) == s.Rd.Cur;
            if ((isInside && (s.Rd.Begin.Time > r.T || r.T > s.Rd.Size.Time))
                || (r.B >= s.Rd.Cur + twin.S && s.Rd.Size.Time > r.T))
            {
                return false;
            }
        }

        return true;
    }

    private static bool S21_LossesAddUp(Twin twin, in State s)
    {
        int deciding = 0;
        for (int p = 0; p < twin.ProducerCount; p++)
        {
            // The mutant that stores its time early does so while it decides.
            bool decides = s.Pc[p].IsIn(LabelSet.Deciding) || (twin.StoresTimeEarly && s.Pc[p] == Label.Reserve_StoreLastTime);
            if (decides && !twin.IsFlusher(p))
            {
                deciding++;
            }
        }

        return s.Account == deciding;
    }

    private static bool S21_LossCauseIsTrue(Twin twin, in State s)
    {
        for (int p = 0; p < twin.ProducerCount; p++)
        {
            if (s.Pc[p] is not (Label.Lose_Wrapped or Label.Lose_Full))
            {
                continue;
            }

            int clean = twin.CleanCount(twin.RecBegin(s.Loc[p]));
            if (s.Pc[p] == Label.Lose_Wrapped ? s.Loc[p].V >= clean : s.Loc[p].V != clean)
            {
                return false;
            }
        }

        return true;
    }

    private static bool S25_EndOfDataIsTheEnd(Twin twin, in State s) =>
        ReaderAt(twin, s) != Label.Ended || (s.Gate == Gate.Closed && s.Rpos == s.Wpos && !HasUncommitted(s));

    // A reader that sleeps though it need not is about to be woken.
    private static bool L7_NoLostWakeup(Twin twin, in State s)
    {
        if (ReaderAt(twin, s) is not (Label.Asleep or Label.Woken) || s.Signal != 0)
        {
            return true;
        }

        bool isAwaited = s.Waiting == s.Rd.Upto;
        if (isAwaited && s.Dc[twin.Idx(s.Rd.Upto)] < twin.FullCount(s.Rd.Upto) && s.Final == 0)
        {
            return true;
        }

        for (int p = 0; p < twin.ProducerCount; p++)
        {
            if (s.Pc[p] == Label.Wake_Signal
                || (s.Pc[p] is Label.Wake_LoadWaiting or Label.Wake_Cas && isAwaited && twin.IsAwaited(s, p)))
            {
                return true;
            }
        }

        return false;
    }

    // Why the shipped reader does not look at the write position (G8).
    private static bool G8_ImpliedByG7(Twin twin, in State s) =>
        ReaderAt(twin, s) != Label.Get_LoadWritePosition
        || s.Rd.V != twin.FullCount(s.Rd.Cur)
        || twin.Floor(s.Wpos) != s.Rd.Cur;
}
