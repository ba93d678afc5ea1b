using System.Diagnostics;
using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <summary>What a channel is made of. Values are checked by <see cref="TraceChannel.Create"/>.</summary>
public sealed record ChannelOptions
{
    private const int MostBuffers = 1 << 12;
    private const int DefaultThreads = 64;

    /// <summary>Which buffer a record goes to. Default <see cref="ChannelLayout.PerThread"/>.</summary>
    public ChannelLayout Layout { get; init; } = ChannelLayout.PerThread;

    /// <summary>
    /// The most buffers that the channel makes: 1 to 4096, or 0, the default, for 64 with <see cref="ChannelLayout.PerThread"/>, and one for
    /// each processor with <see cref="ChannelLayout.PerProcessor"/> (which makes all of them at once; processors share buffers if it is less).
    /// With threads, more than ever write at a time: see <see cref="ChannelLosses.NoBuffer"/>.
    /// </summary>
    public int MaxBuffers { get; init; }

    /// <summary>
    /// What each buffer is made of. <see cref="RingBufferOptions.Clock"/> must be <see cref="RingBufferClock.Stopwatch"/>, since records are
    /// merged by time, and the time provider must not write to the channel. <see cref="RingBufferOptions.Watermark"/> and <see cref="RingBufferOptions.MaxWait"/>
    /// are not used; <see cref="RingBufferOptions.Recoverable"/> must be false, since no buffer is in a file.
    /// </summary>
    /// <remarks>
    /// <see cref="RingBufferOptions.Writers"/> is the channel's to choose. With <see cref="ChannelLayout.PerThread"/> it is
    /// <see cref="RingBufferWriters.One"/>, whatever is said here: a thread pays for no locked instruction, and the reader flushes a thread's
    /// buffer only while that thread is out of it. With <see cref="ChannelLayout.PerProcessor"/> it is <see cref="RingBufferWriters.Many"/>, and
    /// <see cref="RingBufferWriters.One"/> is refused.
    /// </remarks>
    public RingBufferOptions Buffer { get; init; } = new();

    /// <summary>
    /// How long the reader lets pass, at least, before it again asks the buffers that have nothing to read for what they have and settles
    /// them (<see cref="TraceChannelReader.Settle"/>): 0 or more, up to a day; a sixteenth of it while a buffer whose records wait for that is half full. Default 1 ms. Shorter makes records readable sooner, and ends
    /// sub-buffers with less in them.
    /// </summary>
    public TimeSpan SettleInterval { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The rule of the merge; others than the default are wrong, for tests.</summary>
    internal MergeRule Rule { get; init; }

    /// <summary>Called between two looks of the reader; for tests, which let writers go on there.</summary>
    internal Action? Step { get; init; }

    /// <summary>Called by a thread that takes a buffer, before it looks at one, before it has it and after; for tests, which let others go on there.</summary>
    internal Action? TakeStep { get; init; }

    internal int Buffers => MaxBuffers != 0 ? MaxBuffers : Layout == ChannelLayout.PerThread ? DefaultThreads : Environment.ProcessorCount;

    /// <summary>What each ring is made of. The reader of a channel does not wait, nor do the rings' readers.</summary>
    internal RingBufferOptions Ring => Buffer with
    {
        Writers = Layout == ChannelLayout.PerThread ? RingBufferWriters.One : RingBufferWriters.Many,
        MaxWait = Timeout.InfiniteTimeSpan,
    };

    internal long TicksPerSecond => Buffer.TimeProvider?.TimestampFrequency ?? Stopwatch.Frequency;

    internal long SettleTicks => (long)(SettleInterval.TotalSeconds * TicksPerSecond);

    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    internal RingSettings Validate()
    {
        if (Layout is not (ChannelLayout.PerThread or ChannelLayout.PerProcessor))
        {
            throw new ArgumentException(
                $"{nameof(Layout)} is {(int)Layout}; it must be {nameof(ChannelLayout.PerThread)} (0) or {nameof(ChannelLayout.PerProcessor)} (1).",
                nameof(Layout));
        }

        if (MaxBuffers is < 0 or > MostBuffers)
        {
            throw new ArgumentException($"{nameof(MaxBuffers)} is {MaxBuffers}; it must be from 0 to {MostBuffers}.", nameof(MaxBuffers));
        }

        if (SettleInterval < TimeSpan.Zero || SettleInterval > TimeSpan.FromDays(1))
        {
            throw new ArgumentException($"{nameof(SettleInterval)} is {SettleInterval}; it must be from 0 to a day.", nameof(SettleInterval));
        }

        ArgumentNullException.ThrowIfNull(Buffer);
        if (Buffer.Clock == RingBufferClock.None)
        {
            throw new ArgumentException(
                $"{nameof(Buffer)}.{nameof(Buffer.Clock)} is {nameof(RingBufferClock.None)}; a channel merges by time, and needs {nameof(RingBufferClock.Stopwatch)}.",
                nameof(Buffer));
        }

        ValidateWriters();
        return Buffer.Validate();
    }

    private void ValidateWriters()
    {
        if (Buffer.Writers == RingBufferWriters.One && Layout == ChannelLayout.PerProcessor)
        {
            throw new ArgumentException(
                $"{nameof(Buffer)}.{nameof(Buffer.Writers)} is {nameof(RingBufferWriters.One)}; with {nameof(Layout)} {nameof(ChannelLayout.PerProcessor)} it must be " +
                $"{nameof(RingBufferWriters.Many)}: any thread may write to any processor's buffer.",
                nameof(Buffer));
        }

        if (Buffer.Recoverable)
        {
            throw new ArgumentException(
                $"{nameof(Buffer)}.{nameof(Buffer.Recoverable)} is true; it must be false: a channel's buffers are in no file, so that nothing can recover them.",
                nameof(Buffer));
        }
    }
}
