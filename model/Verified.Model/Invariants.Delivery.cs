namespace Verified.Model;

// What is delivered, and what is read.
public static partial class Invariants
{
    private static bool S5_DeliveredCountShape(Twin twin, in State s)
    {
        for (int i = 0; i < twin.N; i++)
        {
            int delivering = 0;
            for (int p = 0; twin.Config.Form == Form.Lttng && p < twin.ProducerCount; p++)
            {
                if (IsDelivering(s.Pc[p]) && twin.PieceSlot(s, p) == i)
                {
                    delivering++;
                }
            }

            if (s.Dc[i] > s.Cc[i] || twin.Off(s.Dc[i]) != delivering)
            {
                return false;
            }
        }

        return true;
    }

    private static bool S6_DeliveredOnce(Twin twin, in State s)
    {
        for (int i = 0; i < twin.N; i++)
        {
            if (s.Claims[i] > twin.CountLaps(s.Cc[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool S7_DeliveredIsComplete(Twin twin, in State s)
    {
        for (int i = 0; i < twin.N; i++)
        {
            // The sub-buffer whose delivery the delivered count of slot i announces.
            int q = ((twin.CountLaps(s.Dc[i]) - 1) * twin.B) + (i * twin.S);
            bool isAnnounced = twin.Off(s.Dc[i]) == 0 && s.Dc[i] > 0 && q >= s.Rpos;
            if (isAnnounced && !IsComplete(twin, s, i, q))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsComplete(Twin twin, in State s, int i, int q)
    {
        int sum = 0;
        foreach (Reservation r in s.Reservations)
        {
            if (twin.Floor(r.B) != q)
            {
                continue;
            }

            int size = r.E - r.B;
            sum += size;
            int cell = s.Mem[twin.Unit(r.B)];
            if (r.By != 0
                || (r.Kind == ReservationKind.Rec && cell != size)
                || (r.Kind == ReservationKind.Skip && cell != -size))
            {
                return false;
            }
        }

        return sum == twin.S && s.Begin[i] == q && TryContentEnd(twin, s, q, out int end) && s.Csize[i] == end;
    }

    /// <summary>Finds where the content of a fully reserved sub-buffer ends; false when nothing is reserved in it.</summary>
    private static bool TryContentEnd(Twin twin, in State s, int q, out int end)
    {
        ReadOnlySpan<Reservation> res = s.Reservations;
        for (int j = res.Length - 1; j >= 0; j--)
        {
            if (twin.Floor(res[j].B) == q)
            {
                end = res[j].Kind == ReservationKind.Pad ? twin.Off(res[j].B) : twin.S;
                return true;
            }
        }

        end = 0;
        return false;
    }

    private static bool S9_ReaderHoldsAlone(Twin twin, in State s)
    {
        if (!IsHolding(s.Pc[twin.ProducerCount]))
        {
            return true;
        }

        int held = twin.Idx(s.Rd.Cur);
        for (int p = 0; p < twin.ProducerCount; p++)
        {
            if (Touches(twin, s, p, held))
            {
                return false;
            }
        }

        return true;
    }

    private static bool S13_ReadPositionBehindWriteHead(Twin twin, in State s) =>
        twin.Off(s.Rpos) == 0 && s.Rpos <= twin.Floor(s.Wpos);

    private static bool S17_ReadIsWhatWasCommitted(Twin twin, in State s)
    {
        if (s.Pc[twin.ProducerCount] != Label.Read_Records)
        {
            return true;
        }

        if (s.Rd.Begin != s.Rd.Cur || !TryContentEnd(twin, s, s.Rd.Cur, out int end) || s.Rd.Size != end)
        {
            return false;
        }

        foreach (Reservation r in s.Reservations)
        {
            if (twin.Floor(r.B) == s.Rd.Cur
                && (r.By != 0 || (r.IsRecord && s.Mem[twin.Unit(r.B)] is (Twin.Stale or Twin.Torn))))
            {
                return false;
            }
        }

        return true;
    }

    private static bool S18_ReadInReserveOrder(Twin twin, in State s)
    {
        if (!Refinement.IsMoving(s.Pc[twin.ProducerCount]))
        {
            return true;
        }

        int count = 0;
        foreach (Reservation r in s.Reservations)
        {
            if (twin.Floor(r.B) != s.Rd.Cur || r.Kind != ReservationKind.Rec)
            {
                continue;
            }

            if (count == s.Rd.OutCount || s.Rd.Out[count++] != r.E - r.B)
            {
                return false;
            }
        }

        return count == s.Rd.OutCount;
    }

    private static bool G8_ImpliedByG7(Twin twin, in State s) =>
        s.Pc[twin.ProducerCount] != Label.Get_LoadWritePosition
        || s.Rd.V != twin.FullCount(s.Rd.Cur)
        || twin.Floor(s.Wpos) != s.Rd.Cur;
}
