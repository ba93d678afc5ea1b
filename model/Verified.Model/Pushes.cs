namespace Verified.Model;

/// <summary>The property S14_PushesNoFurther of MC.tla, checked on every edge.</summary>
public static class Pushes
{
    /// <summary>The property's name in the specification.</summary>
    public const string Name = "S14_PushesNoFurther";

    /// <summary>Does a push give up no more than what the ring has no room for? What the reader does, and a Shift, are excepted.</summary>
    /// <param name="twin">The twin of the model.</param>
    /// <param name="s">The state before.</param>
    /// <param name="t">The state after.</param>
    /// <returns>True when it does not.</returns>
    public static bool GoNoFurther(Twin twin, in State s, in State t)
    {
        ArgumentNullException.ThrowIfNull(twin);
        int reader = twin.ProducerCount;
        return t.Rpos == s.Rpos || twin.IsShiftDue(s) || t.Pc[reader] != s.Pc[reader]
            || t.Rpos <= twin.Floor(s.Wpos) - twin.B + twin.S;
    }
}
