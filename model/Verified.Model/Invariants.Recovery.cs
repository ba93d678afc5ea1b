namespace Verified.Model;

// Recovery.tla: what is made of the memory that dead processes left. It looks at shared words alone.
public static partial class Invariants
{
    private static bool S23_RecoveredIsCommitted(Twin twin, in State s)
    {
        int head = twin.Floor(s.Wpos);
        for (int q = s.Rpos; twin.Config.Recoverable && q <= head; q += twin.S)
        {
            int known = RecoveredInSlot(twin, s, q);
            if ((known > 0 && !IsWhole(twin, s, q, SlotSub(twin, s, q), known))
                || (RecoveredFromReader(twin, s, q, out int x) && !IsWhole(twin, s, q, x, twin.S)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool S23_WholeIsRecovered(Twin twin, in State s)
    {
        int head = twin.Floor(s.Wpos);
        for (int q = s.Rpos; twin.Config.Recoverable && q <= head; q += twin.S)
        {
            if (IsCommitted(twin, s, q) && RecoveredInSlot(twin, s, q) != twin.S && !RecoveredFromReader(twin, s, q, out _))
            {
                return false;
            }
        }

        return true;
    }

    private static bool S23_WindowIsBounded(Twin twin, in State s) =>
        !twin.Config.Recoverable || twin.Floor(s.Wpos) - s.Rpos <= (twin.Overwrites ? 2 : 1) * twin.B;

    /// <summary>How much of the sub-buffer at q can be read in its slot, in units: all, or all that was reserved if that was committed, or the prefix.</summary>
    private static int RecoveredInSlot(Twin twin, in State s, int q)
    {
        int i = twin.Idx(q);
        int count = s.Cc[i] - twin.CleanCount(q);
        if (count < 1 || count > twin.S || (twin.Overwrites && s.Slot[i].Noref && s.Slot[i].Lap != twin.Lap(q)))
        {
            return 0;
        }

        if (twin.Floor(s.Wpos) == q && count == twin.Off(s.Wpos))
        {
            return count;
        }

        int known = s.Prefix[i] - twin.CleanCount(q);
        return count == twin.S ? twin.S : known >= 1 && known < twin.S ? known : 0;
    }

    private static int SlotSub(Twin twin, in State s, int q) => twin.Overwrites ? s.Slot[twin.Idx(q)].Sub : twin.Idx(q);

    /// <summary>In overwrite mode a reader may have held one, which is in no slot.</summary>
    private static bool RecoveredFromReader(Twin twin, in State s, int q, out int x)
    {
        int slotted = 0;
        for (int i = 0; i < twin.N; i++)
        {
            slotted |= 1 << s.Slot[i].Sub;
        }

        x = System.Numerics.BitOperations.TrailingZeroCount(~slotted);
        bool isDelivered = s.Cc[twin.Idx(q)] - twin.CleanCount(q) >= twin.S;
        return twin.Overwrites && isDelivered && s.Begin[x].Pos == q && s.Csize[x].Size >= twin.H;
    }

    /// <summary>Is the sub-buffer at q reserved to its end, and all of it committed?</summary>
    private static bool IsCommitted(Twin twin, in State s, int q)
    {
        int sum = 0;
        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (twin.Floor(r.B) != q)
            {
                continue;
            }

            if (r.By != 0)
            {
                return false;
            }

            sum += r.E - r.B;
        }

        return sum == twin.S;
    }

    /// <summary>Are the first units of a physical sub-buffer those of q, whole and committed, ending where a reservation ends?</summary>
    private static bool IsWhole(Twin twin, in State s, int q, int x, int units)
    {
        bool isFirst = true;
        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (twin.Floor(r.B) != q)
            {
                continue;
            }

            if (isFirst && !(s.Begin[x].Pos == q && s.Begin[x].Time == r.T))
            {
                return false;
            }

            isFirst = false;
            if (twin.Off(r.B) < units && !IsWholePiece(twin, s, r, x, units))
            {
                return false;
            }
        }

        return !isFirst && (units != twin.S || IsComplete(twin, s, q, x));
    }

    private static bool IsWholePiece(Twin twin, in State s, in Reservation r, int x, int units)
    {
        int cell = s.Mem[(x * twin.S) + twin.Off(r.B)];
        return r.By == 0 && twin.Off(r.E - 1) < units && r.Kind switch
        {
            ReservationKind.Rec => cell > 0 && cell != Twin.Torn && Twin.UnitsOf(cell) == r.E - r.B,
            ReservationKind.Skip => cell < 0 && Twin.UnitsOf(cell) == r.E - r.B,
            ReservationKind.Pad => units == twin.S,
            _ => true,
        };
    }
}
