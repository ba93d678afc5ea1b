namespace Verified.Model;

/// <summary>The property S16_NothingLeavesUnread of Progress.tla: it holds in discard mode, and must fail in overwrite mode.</summary>
public static class Overwriting
{
    /// <summary>The property's name in the specification.</summary>
    public const string Name = "S16_NothingLeavesUnread";

    /// <summary>Does the reader alone move the read position in this step? A Shift is excepted.</summary>
    /// <param name="twin">The twin of the model.</param>
    /// <param name="s">The state before.</param>
    /// <param name="t">The state after.</param>
    /// <returns>True when nothing leaves unread.</returns>
    public static bool NothingLeavesUnread(Twin twin, in State s, in State t)
    {
        ArgumentNullException.ThrowIfNull(twin);
        return twin.IsShiftDue(s) || s.Rpos == t.Rpos || s.Pc[twin.ProducerCount] != t.Pc[twin.ProducerCount];
    }
}
