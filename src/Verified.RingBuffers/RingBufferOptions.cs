using System.Numerics;
using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <summary>What a ring buffer is made of. Values are checked by <see cref="RingBuffer.Create"/>.</summary>
public sealed record RingBufferOptions
{
    // What timers take: 49 days.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>
    /// Bytes in a sub-buffer, the unit that a reader gets and that is overwritten: a power of two from 128 to 2^28. Default 65536.
    /// Of each, 64 bytes are its packet header. The longest payload is <see cref="RingBuffer.MaxPayloadLength"/>.
    /// </summary>
    public int SubBufferSize { get; init; } = 64 * 1024;

    /// <summary>
    /// Sub-buffers in the ring: a power of two from 2 to 2^15 in both modes, and size times count at most 2^30 bytes. Default 8.
    /// In overwrite mode one more is allocated, for the reader.
    /// </summary>
    public int SubBufferCount { get; init; } = 8;

    /// <summary>What happens when the ring is full of unread data. Default <see cref="RingBufferMode.Discard"/>.</summary>
    public RingBufferMode Mode { get; init; } = RingBufferMode.Discard;

    /// <summary>
    /// Who writes. Default <see cref="RingBufferWriters.Many"/>. With <see cref="RingBufferWriters.One"/> neither the reader nor a snapshot flushes, so
    /// <see cref="MaxWait"/> must be infinite; and the ring can be neither in a file nor <see cref="Recoverable"/>.
    /// </summary>
    public RingBufferWriters Writers { get; init; }

    /// <summary>Whether records carry a time. Default <see cref="RingBufferClock.Stopwatch"/>.</summary>
    public RingBufferClock Clock { get; init; } = RingBufferClock.Stopwatch;

    /// <summary>
    /// The clock of the records, unless <see cref="Clock"/> is <see cref="RingBufferClock.None"/>, and the timer of
    /// <see cref="MaxWait"/>; for tests. Its timestamps must never go back. Null, the default, is the system's.
    /// </summary>
    public TimeProvider? TimeProvider { get; init; }

    /// <summary>
    /// How many sub-buffers must be complete before a waiting reader is woken: 1 to <see cref="SubBufferCount"/>, in discard mode one
    /// less, since there the last is ended by a record that finds room behind it. Default 1. The specification's <c>Watermark</c>.
    /// </summary>
    /// <remarks>
    /// The reader is woken when the sub-buffer of that number is delivered, or a later one; not all may be readable when it looks. A
    /// writer that has not committed hides its sub-buffer and all that follow. In overwrite mode writers go on meanwhile and overwrite the
    /// oldest: so many complete ones are there only until then. As many as <see cref="SubBufferCount"/> are there only until the next record
    /// begins, which overwrites one of them. The reader is woken all the same, and gets what is left.
    /// </remarks>
    public int Watermark { get; init; } = 1;

    /// <summary>
    /// How long a reader waits for the watermark: then what is there is flushed, and it is woken if anything can be read, else it
    /// waits as long again. More than zero, up to 49 days, or <see cref="Timeout.InfiniteTimeSpan"/>, which is the default.
    /// </summary>
    public TimeSpan MaxWait { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// Whether commits keep, for each sub-buffer that is not complete, how far it is committed without a hole: what a recovery may take of
    /// it when a writer died in it. Costs a load and a test, and mostly a store, for each record. Default false.
    /// Specification: <c>Prefix_*</c>.
    /// </summary>
    public bool Recoverable { get; init; }

    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    internal RingSettings Validate()
    {
        if (Mode is not (RingBufferMode.Discard or RingBufferMode.Overwrite))
        {
            throw new ArgumentException(
                $"{nameof(Mode)} is {(int)Mode}; it must be {nameof(RingBufferMode.Discard)} (0) or {nameof(RingBufferMode.Overwrite)} (1).",
                nameof(Mode));
        }

        if (Clock is not (RingBufferClock.None or RingBufferClock.Stopwatch))
        {
            throw new ArgumentException(
                $"{nameof(Clock)} is {(int)Clock}; it must be {nameof(RingBufferClock.None)} (0) or {nameof(RingBufferClock.Stopwatch)} (1).",
                nameof(Clock));
        }

        // With one, a record that does not fit can not end the sub-buffer: its own slot is the next, and not delivered yet.
        // In overwrite mode there would be none to write while it is read (lttng-ust and lttng-modules 5140d2b3).
        if (SubBufferCount is < 2 or > Geometry.MaxSubBufferCount || !BitOperations.IsPow2(SubBufferCount))
        {
            throw new ArgumentException(
                $"{nameof(SubBufferCount)} is {SubBufferCount}; it must be a power of two from 2 to {Geometry.MaxSubBufferCount}.",
                nameof(SubBufferCount));
        }

        var settings = new RingSettings(new Geometry(SubBufferSize, SubBufferCount), Mode, Clock == RingBufferClock.Stopwatch, Recoverable: Recoverable);
        ValidateWaiting();
        ValidateWriters();
        return settings;
    }

    private void ValidateWriters()
    {
        if (Writers is not (RingBufferWriters.Many or RingBufferWriters.One))
        {
            throw new ArgumentException(
                $"{nameof(Writers)} is {(int)Writers}; it must be {nameof(RingBufferWriters.Many)} (0) or {nameof(RingBufferWriters.One)} (1).",
                nameof(Writers));
        }

        if (Writers == RingBufferWriters.One && MaxWait != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentException(
                $"{nameof(MaxWait)} is {MaxWait}; with {nameof(Writers)} {nameof(RingBufferWriters.One)} it must be infinite (-1 ms): the reader must not flush what another thread writes.",
                nameof(MaxWait));
        }

        if (Writers == RingBufferWriters.One && Recoverable)
        {
            throw new ArgumentException(
                $"{nameof(Recoverable)} is true; with {nameof(Writers)} {nameof(RingBufferWriters.One)} it must be false: recovery is verified for many writers alone.",
                nameof(Recoverable));
        }
    }

    private void ValidateWaiting()
    {
        // In discard mode the last sub-buffer is ended by a record that finds room behind it: in a full ring there is none.
        int most = Mode == RingBufferMode.Discard ? SubBufferCount - 1 : SubBufferCount;
        if (Watermark < 1 || Watermark > most)
        {
            throw new ArgumentException(
                $"{nameof(Watermark)} is {Watermark}; with {SubBufferCount} sub-buffers in mode {Mode} it must be from 1 to {most}.",
                nameof(Watermark));
        }

        if (MaxWait != Timeout.InfiniteTimeSpan && (MaxWait <= TimeSpan.Zero || MaxWait > s_longestWait))
        {
            throw new ArgumentException(
                $"{nameof(MaxWait)} is {MaxWait}; it must be more than zero and at most {s_longestWait}, or infinite (-1 ms).", nameof(MaxWait));
        }
    }
}
