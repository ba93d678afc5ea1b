namespace Verified.Model;

// What is delivered, and to which sub-buffer it belongs.
public static partial class Invariants
{
    private static bool S5_DeliveredCountShape(Twin twin, in State s)
    {
        for (int i = 0; i < twin.N; i++)
        {
            int delivering = 0;
            for (int p = 0; twin.Config.Form == Form.Lttng && p < twin.ProducerCount; p++)
            {
                if (s.Pc[p].IsIn(LabelSet.Deliver) && twin.PieceSlot(s, p) == i)
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
            if (TryReadable(twin, s, i, out int q, out int x) && !IsComplete(twin, s, q, x))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsComplete(Twin twin, in State s, int q, int x)
    {
        int sum = 0;
        int firstTime = 0;
        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (twin.Floor(r.B) != q)
            {
                continue;
            }

            firstTime = sum == 0 ? r.T : firstTime;
            int units = r.E - r.B;
            sum += units;
            int cell = s.Mem[(x * twin.S) + twin.Off(r.B)];
            if (r.By != 0
                || (r.Kind == ReservationKind.Rec && !(cell > 0 && cell != Twin.Torn && Twin.UnitsOf(cell) == units))
                || (r.Kind == ReservationKind.Skip && !(cell < 0 && Twin.UnitsOf(cell) == units)))
            {
                return false;
            }
        }

        return sum == twin.S
            && s.Begin[x].Pos == q && s.Begin[x].Time == firstTime
            && TryContentEnd(twin, s, q, out int end, out Reservation last)
            && s.Csize[x].Size == end && s.Csize[x].Time == last.T;
    }

    private static bool S9_ReaderHoldsAlone(Twin twin, in State s)
    {
        if (!twin.Holds(s))
        {
            return true;
        }

        int held = twin.SubRead(s);
        for (int p = 0; p < twin.ProducerCount; p++)
        {
            Label label = s.Pc[p];
            if (label.IsIn(LabelSet.Store | LabelSet.Deliver) && label != Label.Deliver_Publish && twin.SubOf(s, p) == held)
            {
                return false;
            }
        }

        return true;
    }

    private static bool S10_SubBuffersArePermuted(Twin twin, in State s)
    {
        if (!twin.Overwrites)
        {
            return true;
        }

        int subs = 1 << s.Mine;
        for (int i = 0; i < twin.N; i++)
        {
            subs |= 1 << s.Slot[i].Sub;
        }

        return subs == (1 << (twin.N + 1)) - 1;
    }

    private static bool S11_WritersReferToWhatTheyWrite(Twin twin, in State s)
    {
        for (int p = 0; twin.Overwrites && p < twin.ProducerCount; p++)
        {
            if (s.Pc[p].IsIn(LabelSet.Store) || s.Pc[p] == Label.Commit_AddCount)
            {
                SlotWord word = s.Slot[twin.PieceSlot(s, p)];
                if (word.Noref || word.Sub != s.Loc[p].X)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool S12_LapOfSlotIsTheDelivered(Twin twin, in State s)
    {
        for (int i = 0; twin.Overwrites && i < twin.N; i++)
        {
            SlotWord word = s.Slot[i];
            if (word.Lap != Twin.None && !(word.Noref && word.Lap == twin.CountLaps(s.Cc[i]) - 1))
            {
                return false;
            }
        }

        return true;
    }

    // The losses that a packet states are no less than those of any earlier.
    private static bool S21_StatedLossesGrow(Twin twin, in State s)
    {
        for (int i = 0; i < twin.N; i++)
        {
            if (!TryReadable(twin, s, i, out int q, out int x))
            {
                continue;
            }

            for (int j = 0; j < twin.N; j++)
            {
                if (TryReadable(twin, s, j, out int later, out int y) && q < later
                    && !IsUpTo(s.Csize[x].Loss, s.Csize[y].Loss))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsUpTo(LossSample a, LossSample b) => a.Full <= b.Full && a.Wrapped <= b.Wrapped && a.TooBig <= b.TooBig;
}
