using Verified.RingBuffers;

namespace Verified.Cli.Stress;

/// <summary>What the reader does while threads write.</summary>
internal enum StressReader
{
    /// <summary>Reads and releases every sub-buffer that it can get.</summary>
    Consume,

    /// <summary>Takes one snapshot after the other. In discard mode it clears the ring in between: nothing else would empty it.</summary>
    Snapshot,
}

/// <summary>One stress run.</summary>
/// <param name="Mode">The ring's mode.</param>
/// <param name="Reader">What the reader does.</param>
/// <param name="Threads">Threads that write; at least 1.</param>
/// <param name="Duration">How long they write.</param>
/// <param name="SubBufferSize">Bytes in a sub-buffer.</param>
/// <param name="SubBufferCount">Sub-buffers in the ring.</param>
internal sealed record StressOptions(
    RingBufferMode Mode, StressReader Reader, int Threads, TimeSpan Duration, int SubBufferSize, int SubBufferCount)
{
    /// <summary>Where times come from; without them the records take the fast path that <c>verified asm</c> inspects.</summary>
    public RingBufferClock Clock { get; init; } = RingBufferClock.Stopwatch;

    /// <summary>The default of <see cref="SubBufferSize"/>: small, so that sub-buffers are entered, delivered and overwritten often.</summary>
    public const int DefaultSize = 4096;

    /// <summary>The default of <see cref="SubBufferCount"/>.</summary>
    public const int DefaultCount = 8;
}
