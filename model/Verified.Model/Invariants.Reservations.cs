namespace Verified.Model;

// What is reserved, and who owes it.
public static partial class Invariants
{
    private static bool S1_ReservationsPartition(Twin twin, in State s)
    {
        if (s.Gate != Gate.Open && twin.Off(s.Wpos) != 0)
        {
            return false;
        }

        // Those from the read position on lie end to end from there to the write position.
        int at = s.Rpos;
        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (r.B < s.Rpos)
            {
                continue;
            }

            if (r.B != at || r.B >= r.E)
            {
                return false;
            }

            at = r.E;
        }

        return at == s.Wpos;
    }

    private static bool S2_NoReservationStraddles(Twin twin, in State s)
    {
        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (twin.Floor(r.B) != twin.Floor(r.E - 1))
            {
                return false;
            }
        }

        return true;
    }

    private static bool S3_CommitCountsAddUp(Twin twin, in State s)
    {
        Span<int> sums = stackalloc int[Limits.MaxSlots];
        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (r.By == 0 && r.B >= s.Rpos)
            {
                sums[twin.Idx(r.B)] += r.E - r.B;
            }
        }

        for (int i = 0; i < twin.N; i++)
        {
            // Laps of slot i that lie behind the read position.
            int laps = i * twin.S < twin.Unit(s.Rpos) ? twin.Lap(s.Rpos) + 1 : twin.Lap(s.Rpos);
            if (s.Cc[i] != (laps * twin.S) + sums[i])
            {
                return false;
            }
        }

        return true;
    }

    private static bool S3_EveryReservationIsOwed(Twin twin, in State s)
    {
        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (r.By == 0)
            {
                continue;
            }

            int p = twin.IndexOf(r.By);
            if (!s.Pc[p].IsIn(LabelSet.TimeAndPush)
                && (s.Loc[p].Job == Job.None || r.B < twin.PieceBegin(p, s.Loc[p])))
            {
                return false;
            }
        }

        return true;
    }

    private static bool S4_LapBarrier(Twin twin, in State s)
    {
        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (s.Dc[twin.Idx(r.B)] < twin.CleanCount(r.B))
            {
                return false;
            }
        }

        return true;
    }

    private static bool S8_WritersDoNotOverlap(Twin twin, in State s)
    {
        ReadOnlySpan<Reservation> res = s.Reservations;
        for (int j = 0; j < res.Length; j++)
        {
            for (int k = j + 1; res[j].By != 0 && k < res.Length; k++)
            {
                if (res[k].By != 0 && Overlap(twin, res[j], res[k]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool Overlap(Twin twin, in Reservation one, in Reservation other)
    {
        int a = twin.Off(one.B);
        int b = twin.Off(other.B);
        return twin.Idx(one.B) == twin.Idx(other.B) && a + one.E - one.B > b && b + other.E - other.B > a;
    }

    private static bool S14_WindowIsTheRing(Twin twin, in State s)
    {
        if (!twin.Overwrites)
        {
            return true;
        }

        bool allHavePushed = true;
        for (int p = 0; p < twin.ProducerCount; p++)
        {
            allHavePushed &= !s.Pc[p].IsIn(LabelSet.TimeAndPush);
            if (s.Loc[p].Job != Job.None && twin.PushFrom(s, p) - s.Rpos >= twin.B)
            {
                return false;
            }
        }

        return !allHavePushed || s.Wpos - s.Rpos <= twin.B;
    }

    private static bool S15_NothingInFlightBehindReader(Twin twin, in State s)
    {
        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (r.By != 0 && s.Rpos > twin.Floor(r.B))
            {
                return false;
            }
        }

        return true;
    }

    private static bool S16_NoUnreadOverwritten(Twin twin, in State s)
    {
        if (twin.Overwrites)
        {
            return true;
        }

        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (s.Rpos < twin.Floor(r.B) - twin.B + twin.S)
            {
                return false;
            }
        }

        return true;
    }

    private static bool S19_TimeNeverGoesBack(Twin twin, in State s)
    {
        ReadOnlySpan<Reservation> res = s.Reservations;
        for (int j = 1; j < res.Length; j++)
        {
            if (res[j - 1].T > res[j].T)
            {
                return false;
            }
        }

        return true;
    }
}
