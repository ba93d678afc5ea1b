namespace Verified.Model;

// PartRead.tla: what is read of a sub-buffer that is not complete. They say nothing of models that read none.
public static partial class Invariants
{
    // What is read of a part is what was reserved there, all committed, in that order.
    private static bool S29_PartIsCommitted(Twin twin, in State s)
    {
        if (ReaderAt(twin, s) != Label.Part_Records)
        {
            return true;
        }

        Span<short> lengths = stackalloc short[Limits.MaxOut];
        Span<short> times = stackalloc short[Limits.MaxOut];
        int read = twin.ParsePart(s, lengths, times, out _);
        int count = 0;
        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (twin.Floor(r.B) != s.Rd.Cur || twin.Off(r.B) < twin.TakenOf(s, s.Rd.Cur) || r.B >= s.Rd.Upto)
            {
                continue;
            }

            bool isRead = r.Kind != ReservationKind.Rec
                || (count < read && lengths[count] == r.E - r.B && (!twin.Config.Clocked || times[count] == r.T));
            if (r.By != 0 || r.E > s.Rd.Upto || !isRead)
            {
                return false;
            }

            count += r.Kind == ReservationKind.Rec ? 1 : 0;
        }

        return count == read && s.Rd.Begin.Pos == s.Rd.Cur;
    }

    private static bool S29_TakenIsAhead(Twin twin, in State s) =>
        !twin.ReadsParts
        || (s.Taken.Upto < s.Rpos + twin.S && (twin.TakenOf(s, s.Rpos) == 0 || s.Taken.Upto <= s.Wpos));
}
