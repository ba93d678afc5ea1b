namespace Verified.Model;

/// <summary>The property S21_EachLossIsCounted of MCLosses.tla, checked on every edge.</summary>
public static class LossCounts
{
    /// <summary>The property's name in the specification.</summary>
    public const string Name = "S21_EachLossIsCounted";

    /// <summary>Does this step count exactly what it loses, under its cause?</summary>
    /// <param name="twin">The twin of the model.</param>
    /// <param name="s">The state before.</param>
    /// <param name="t">The state after.</param>
    /// <returns>True when it does.</returns>
    public static bool EachIsCounted(Twin twin, in State s, in State t)
    {
        ArgumentNullException.ThrowIfNull(twin);
        if (SameLosses(s, t) && SameLabels(twin, s, t))
        {
            return true;
        }

        State onlyCounts = s;
        onlyCounts.Lost = t.Lost;
        return IsPlus(twin, s, t, Twin.Full, GivesUp(twin, s, t, Label.Lose_Full))
            && IsPlus(twin, s, t, Twin.Wrapped, GivesUp(twin, s, t, Label.Lose_Wrapped))
            && IsPlus(twin, s, t, Twin.Abandoned, GivesUp(twin, s, t, Label.Lose_Abandoned))
            && IsPlus(twin, s, t, Twin.Refused, GivesUp(twin, s, t, Label.Lose_Refused))
            && IsPlus(twin, s, t, Twin.TooBig, onlyCounts.Equals(t));
    }

    private static bool IsPlus(Twin twin, in State s, in State t, int cause, bool isLost) =>
        t.Lost[cause] == (isLost ? twin.Bump(s.Lost[cause]) : s.Lost[cause]);

    // A writer leaves the step that gives its record up for this cause.
    private static bool GivesUp(Twin twin, in State s, in State t, Label label)
    {
        for (int p = 0; p < twin.ProducerCount; p++)
        {
            if (!twin.IsFlusher(p) && s.Pc[p] == label && t.Pc[p] != label)
            {
                return true;
            }
        }

        return false;
    }

    private static bool SameLabels(Twin twin, in State s, in State t)
    {
        for (int p = 0; p <= twin.ProducerCount; p++)
        {
            if (s.Pc[p] != t.Pc[p])
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameLosses(in State s, in State t) => ((ReadOnlySpan<short>)s.Lost).SequenceEqual(t.Lost);
}
