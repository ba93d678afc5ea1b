namespace Verified.Exploration;

/// <summary>A schedule showed something that must not happen. Ends the schedule as failed.</summary>
public sealed class ScheduleViolationException : Exception
{
    /// <summary>Makes a violation with its message.</summary>
    /// <param name="message">What was seen, and what was required.</param>
    public ScheduleViolationException(string message)
        : base(message)
    {
    }
}
