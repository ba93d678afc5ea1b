namespace Verified.Model;

/// <summary>The property S29_PartIsNotMissed of PartRead.tla, checked on every edge.</summary>
public static class PartSteps
{
    /// <summary>The property's name in the specification.</summary>
    public const string Name = "S29_PartIsNotMissed";

    /// <summary>Does the reader leave a part only if there is none, or a writer came between its two looks?</summary>
    /// <param name="twin">The twin of the model.</param>
    /// <param name="s">The state before.</param>
    /// <param name="t">The state after.</param>
    /// <returns>True when it does.</returns>
    public static bool TakeWhatIsThere(Twin twin, in State s, in State t)
    {
        ArgumentNullException.ThrowIfNull(twin);
        Label from = s.Pc[twin.ProducerCount];
        bool leaves = from is Label.Part_LoadCount or Label.Part_LoadWritePosition && t.Pc[twin.ProducerCount] == Label.Get_LoadFinal;
        return !leaves || !HasPart(twin, s)
            || (from == Label.Part_LoadWritePosition && s.Cc[twin.Idx(s.Rd.Cur)] != s.Rd.V)
            || (s.Rd.Upto != Twin.None && s.Wpos != s.Rd.Upto);
    }

    private static bool HasPart(Twin twin, in State s)
    {
        int q = s.Rd.Cur;
        if (twin.Floor(s.Wpos) != q || twin.Off(s.Wpos) <= twin.TakenOf(s, q))
        {
            return false;
        }

        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (twin.Floor(r.B) == q && r.By != 0)
            {
                return false;
            }
        }

        return true;
    }
}
