using System.Diagnostics;

namespace Verified.Cli.Damage;

/// <summary>A clock that shows a tick more at each look, so that files made with it are the same in every run.</summary>
internal sealed class CountingClock : TimeProvider
{
    private long _ticks;

    /// <summary>As the system's: a file whose clock is another is refused.</summary>
    public override long TimestampFrequency => Stopwatch.Frequency;

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Increment(ref _ticks);
}
