namespace Verified.Model;

/// <summary>The property S13_CountersNeverGoBack of MC.tla, checked on every edge.</summary>
public static class Counters
{
    /// <summary>The property's name in the specification.</summary>
    public const string Name = "S13_CountersNeverGoBack";

    /// <summary>Does no position and no count go back in this step? A Shift, which moves all of them, is excepted.</summary>
    /// <param name="twin">The twin of the model.</param>
    /// <param name="s">The state before.</param>
    /// <param name="t">The state after.</param>
    /// <returns>True when none does.</returns>
    public static bool NeverGoBack(Twin twin, in State s, in State t)
    {
        ArgumentNullException.ThrowIfNull(twin);
        if (twin.IsShiftDue(s))
        {
            return true;
        }

        bool holds = t.Wpos >= s.Wpos && t.Rpos >= s.Rpos;
        for (int i = 0; i < twin.N; i++)
        {
            holds &= t.Cc[i] >= s.Cc[i] && t.Dc[i] >= s.Dc[i];
        }

        return holds;
    }
}
