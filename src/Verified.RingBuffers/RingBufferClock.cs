namespace Verified.RingBuffers;

/// <summary>Where the times of records come from. The specification's <c>Clocked</c>.</summary>
public enum RingBufferClock
{
    /// <summary>Records carry no time: their header has 4 bytes instead of 8, and writing reads no clock.</summary>
    None,

    /// <summary>
    /// The ticks of <see cref="System.Diagnostics.Stopwatch"/>, or those of <see cref="RingBufferOptions.TimeProvider"/> if there is one.
    /// </summary>
    Stopwatch,
}
