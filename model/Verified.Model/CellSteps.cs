namespace Verified.Model;

/// <summary>The property S30_CellIsNotMissed of CellRead.tla, checked on every edge.</summary>
public static class CellSteps
{
    /// <summary>The property's name in the specification.</summary>
    public const string Name = "S30_CellIsNotMissed";

    /// <summary>Does a look at a cell leave only what is not finished, and is no record left in what is released?</summary>
    /// <param name="twin">The twin of the model.</param>
    /// <param name="s">The state before.</param>
    /// <param name="t">The state after.</param>
    /// <returns>True when it is so.</returns>
    public static bool TakeWhatIsThere(Twin twin, in State s, in State t)
    {
        ArgumentNullException.ThrowIfNull(twin);
        Label from = s.Pc[twin.ProducerCount];
        Label to = t.Pc[twin.ProducerCount];
        bool looked = from is Label.Idle or Label.Cell_LoadHeader && to == Label.Get_LoadReadPosition;
        bool releases = from == Label.Cell_LoadSize && to.IsIn(LabelSet.Move);
        int at = looked || releases ? twin.CellPosition(s) : 0;
        foreach (ref readonly Reservation r in s.Reservations)
        {
            if (r.IsRecord && ((looked && r.B == at && twin.IsFinished(s, r)) || (releases && r.B >= at && twin.Floor(r.B) == s.Rpos)))
            {
                return false;
            }
        }

        return true;
    }
}
