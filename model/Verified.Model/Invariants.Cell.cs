namespace Verified.Model;

// CellRead.tla: what is read record by record. They say nothing of models that do not.
public static partial class Invariants
{
    // What the reader is about to take is the next record, finished, and its bytes are there.
    private static bool S30_TakenIsFinished(Twin twin, in State s)
    {
        if (ReaderAt(twin, s) != Label.Cell_Record)
        {
            return true;
        }

        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (r.B == twin.CellPosition(s) && r.Kind == ReservationKind.Rec)
            {
                return twin.IsFinished(s, r) && s.Mem[twin.UnitAt(r.B)] == Twin.Whole(r.E - r.B, 0);
            }
        }

        return false;
    }

    // No header is left of what was taken; so none is found that was not stored in this lap.
    private static bool S30_CellsAreClear(Twin twin, in State s)
    {
        for (int u = 0; twin.ReadsCells && u < twin.B; u++)
        {
            bool isTaken = ReaderAt(twin, s) == Label.Cell_StoreHeader && u == twin.UnitTaken(s);
            if (s.Mem[u] != Twin.Stale && !isTaken && !IsUnreadAt(twin, s, u))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsUnreadAt(Twin twin, in State s, int unit)
    {
        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (r.IsRecord && r.B >= twin.CellPosition(s) && twin.UnitAt(r.B) == unit)
            {
                return true;
            }
        }

        return false;
    }

    // A finished record with nothing unread before it is where the reader looks next; or in the sub-buffer after that, which the reader comes to
    // as soon as whoever has a piece in this one has come to the end of its call.
    private static bool S30_OnlyOpenCallsHide(Twin twin, in State s)
    {
        if (!twin.ReadsCells || s.Dc[twin.Idx(s.Rpos)] == twin.FullCount(s.Rpos))
        {
            return true;
        }

        int at = twin.CellPosition(s);
        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (r.IsRecord && r.B >= at)
            {
                return !twin.IsFinished(s, r) || (r.B == at && twin.HeaderAt(s, twin.UnitAt(at)) != Twin.Stale) || HasPieceAtReader(twin, s);
            }
        }

        return true;
    }

    private static bool HasPieceAtReader(Twin twin, in State s)
    {
        for (int p = 0; p < twin.ProducerCount; p++)
        {
            if (s.Loc[p].Job != Job.None && twin.Floor(twin.PieceBegin(p, s.Loc[p])) == s.Rpos)
            {
                return true;
            }
        }

        return false;
    }
}
