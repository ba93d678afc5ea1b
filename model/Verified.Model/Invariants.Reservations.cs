namespace Verified.Model;

// What is reserved, and who owes it.
public static partial class Invariants
{
    private static bool S1_ReservationsPartition(Twin twin, in State s)
    {
        ReadOnlySpan<Reservation> res = s.Reservations;
        if (res.IsEmpty)
        {
            return s.Wpos == s.Rpos;
        }

        if (res[0].B != s.Rpos || res[^1].E != s.Wpos)
        {
            return false;
        }

        for (int j = 0; j < res.Length; j++)
        {
            if (res[j].B >= res[j].E || (j > 0 && res[j - 1].E != res[j].B))
            {
                return false;
            }
        }

        return true;
    }

    private static bool S2_NoReservationStraddles(Twin twin, in State s)
    {
        foreach (Reservation r in s.Reservations)
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
        for (int i = 0; i < twin.N; i++)
        {
            int laps = i * twin.S < twin.Unit(s.Rpos) ? twin.Lap(s.Rpos) + 1 : twin.Lap(s.Rpos);
            int sum = laps * twin.S;
            foreach (Reservation r in s.Reservations)
            {
                if (r.By == 0 && twin.Idx(r.B) == i)
                {
                    sum += r.E - r.B;
                }
            }

            if (s.Cc[i] != sum)
            {
                return false;
            }
        }

        return true;
    }

    private static bool S3_EveryReservationIsOwed(Twin twin, in State s)
    {
        foreach (Reservation r in s.Reservations)
        {
            if (r.By == 0)
            {
                continue;
            }

            int p = twin.IndexOf(r.By);
            if (s.Loc[p].Job == Job.None || r.B < twin.PieceBegin(p, s.Loc[p]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool S4_LapBarrier(Twin twin, in State s)
    {
        foreach (Reservation r in s.Reservations)
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
            for (int k = j + 1; k < res.Length; k++)
            {
                if (res[j].By != 0 && res[k].By != 0 && Overlap(twin, res[j], res[k]))
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

    private static bool S15_NothingInFlightBehindReader(Twin twin, in State s)
    {
        foreach (Reservation r in s.Reservations)
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
        foreach (Reservation r in s.Reservations)
        {
            if (s.Rpos < twin.Floor(r.B) - twin.B + twin.S)
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
            if (!twin.IsFlusher(p) && IsDeciding(s.Pc[p]))
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

            int clean = twin.CleanCount(twin.RecBegin(s.Loc[p].O, s.Loc[p].N));
            if (s.Pc[p] == Label.Lose_Wrapped ? s.Loc[p].V >= clean : s.Loc[p].V != clean)
            {
                return false;
            }
        }

        return true;
    }
}
