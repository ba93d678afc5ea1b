using System.Diagnostics;
using System.Runtime.CompilerServices;
using Verified.Atomics;
using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <summary>
/// A lock-free ring buffer for records of bytes: any number of writing threads, one reader, exact accounts of what was lost.
/// Writers never wait and never allocate; a record is accepted or counted as lost.
/// </summary>
/// <remarks>
/// All members may be called from any thread at any time. Writers nest: a thread may reserve inside its own reservation. Only with
/// <see cref="RingBufferWriters.One"/> one thread at a time may write, flush, pause, resume and complete: see there.
/// Specification: <c>tla/RingBuffer.tla</c> is what a user sees, <c>tla/ReserveCommit.tla</c> how it is done.
/// <para>After <see cref="Dispose"/>, writing, flushing and reading throw <see cref="ObjectDisposedException"/>; what was begun can
/// still be completed, and <see cref="Losses"/> still be read. The memory stays until nothing refers to it.</para>
/// </remarks>
public sealed unsafe partial class RingBuffer : IDisposable
{
    private readonly Region _region;
    private readonly RingCore<ProcessorMemory, LeanRules, ManyWriters> _core;

    // The same algorithm on the same memory, for one writer.
    private readonly RingCore<ProcessorMemory, LeanRules, OneWriter> _ownCore;
    private readonly bool _isOwned;

    // One more than the longest payload; 0 once disposed. So the one test of the length finds what is disposed, at no cost.
    private uint _lengthLimit;

    // The same without a clock, by who writes, and else 0: so one test finds the way to go, too.
    private uint _ownFastLimit;
    private uint _fastLimit;
    private bool _disposed;
    private int _readers;
    private Sleeper? _sleeper;
    private ReadProgress _progress;

    private RingBuffer(RingBufferOptions options, in RingSettings settings, Region region)
    {
        _region = region;
        _core = new(_region.MemoryWith(options.TimeProvider), settings);
        _ownCore = new(_core.Memory, settings);
        _isOwned = options.Writers == RingBufferWriters.One;
        _lengthLimit = (uint)settings.MaxPayloadLength + 1;
        _ownFastLimit = settings.Clocked || !_isOwned ? 0 : _lengthLimit;
        _fastLimit = settings.Clocked || _isOwned ? 0 : _lengthLimit;
        Options = options;
    }

    /// <summary>What it was made of.</summary>
    public RingBufferOptions Options { get; }

    /// <summary>The longest payload, in bytes, that can be accepted: a sub-buffer less 68 bytes of headers, or 72 with a clock.</summary>
    public int MaxPayloadLength => _core.Settings.MaxPayloadLength;

    /// <summary>Ticks of timestamps in a second; 0 without a clock.</summary>
    public long TicksPerSecond => !_core.Settings.Clocked ? 0 : Options.TimeProvider?.TimestampFrequency ?? Stopwatch.Frequency;

    /// <summary>Records lost since the ring was made, by cause. While others write, the counts are read one after the other.</summary>
    public Losses Losses
    {
        get
        {
            var losses = new Losses(_core.LostFull, _core.LostWrapped, _core.LostTooBig, _core.LostRefused, _core.LostAbandoned);
            GC.KeepAlive(this);
            return losses;
        }
    }

    internal ref readonly RingCore<ProcessorMemory, LeanRules, ManyWriters> Core => ref _core;

    internal ref readonly RingCore<ProcessorMemory, LeanRules, OneWriter> OwnCore => ref _ownCore;

    internal Region Region => _region;

    internal ref ReadProgress Progress => ref _progress;

    /// <summary>How far was read into a sub-buffer that is not complete: kept here, so that a new reader goes on from it.</summary>
    internal PartCursor Parts { get; set; }

    internal PendingCopies Copies { get; } = new();

    /// <summary>Makes a ring buffer.</summary>
    /// <param name="options">What it is made of.</param>
    /// <returns>An empty ring.</returns>
    /// <exception cref="ArgumentException">An option is out of its range; the message names the value and the range.</exception>
    /// <exception cref="PlatformNotSupportedException">Not a 64-bit little-endian process.</exception>
    public static RingBuffer Create(RingBufferOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        RingSettings settings = options.Validate();
        return new RingBuffer(options, settings, Region.Allocate(settings));
    }

    /// <summary>Tries to reserve a place for a record. Never waits, never allocates. Specification: <c>Reserve_*</c>.</summary>
    /// <param name="length">Bytes of payload, 0 or more.</param>
    /// <param name="slot">The place if the result is true: fill its span, then commit it.</param>
    /// <returns>False if the record is lost; it is counted in <see cref="Losses"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReserve(int length, out Reservation slot)
    {
        int size = Geometry.RecordSize(length);
        long begin = 0;
        int sub = 0;
        if (AcceptsFast<OneWriter>(length) ? _ownCore.TryReserveFast(size, out begin, out sub)
            : AcceptsFast<ManyWriters>(length) && _core.TryReserveFast(size, out begin, out sub))
        {
            slot = new Reservation(this, begin, sub, length, Geometry.RecordHeaderSize, time: 0);
            return true;
        }

        // By another local: what a call gets the address of is not kept in registers.
        bool isReserved = TryReserveSlow(length, out Reservation slow);
        slot = slow;
        return isReserved;
    }

    /// <summary>Tries to write a record. Never waits, never allocates.</summary>
    /// <param name="payload">The bytes, which may be none.</param>
    /// <returns>False if the record is lost; it is counted in <see cref="Losses"/>.</returns>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWrite(ReadOnlySpan<byte> payload) =>
        AcceptsFast<OneWriter>(payload.Length) ? FastPath.WriteSpan(this, _ownCore, payload)
        : AcceptsFast<ManyWriters>(payload.Length) ? FastPath.WriteSpan(this, _core, payload)
        : FastPath.WriteSpanSlow(this, payload);

    /// <summary>
    /// Tries to write a value as a record, in the processor's byte order. Never waits, never allocates; the fastest way in, since the
    /// length is known when the machine code is made.
    /// </summary>
    /// <typeparam name="T">The value's type, without references; <see cref="Record.Payload"/> has as many bytes.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>False if the record is lost; it is counted in <see cref="Losses"/>.</returns>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    /// <exception cref="InvalidOperationException">Another thread owns the ring (<see cref="RingBufferWriters.One"/>).</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWrite<T>(in T value)
        where T : unmanaged =>
        AcceptsFast<OneWriter>(sizeof(T)) ? FastPath.WriteOwn(this, _ownCore, value)
        : AcceptsFast<ManyWriters>(sizeof(T)) ? FastPath.WriteShared(this, _core, value)
        : FastPath.WriteSlow(this, value);

    /// <summary>
    /// Ends the sub-buffer being written, so that the reader gets what is in it. Lock-free. While paused or completed it does nothing.
    /// Specification: <c>Flush_*</c>.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    public void Flush() => Flush(sendEmpty: false);

    /// <summary>
    /// As <see cref="Flush()"/>; and may send a sub-buffer without records when there is nothing to end, so that the reader gets its time and
    /// what was lost (<see cref="SubBuffer.StatedLosses"/>). Lock-free. Specification: <c>Flush_*</c>, modes <c>Active</c> and <c>Final</c>.
    /// </summary>
    /// <param name="sendEmpty">
    /// Whether to. It is sent only where its slot is free: in discard mode not if the ring is full of unread data; in overwrite mode it
    /// overwrites the oldest sub-buffer of a full ring.
    /// </param>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    public void Flush(bool sendEmpty) => Run(sendEmpty ? FlushMode.Final : FlushMode.Active);

    /// <summary>
    /// Flushes, and from there on refuses records, which are counted in <see cref="Losses.Refused"/>, until <see cref="Resume"/>. Which
    /// records come before is settled at one instant. Lock-free. Pausing twice, or after <see cref="Complete"/>, does nothing.
    /// Specification: <c>Flush_*</c>, mode <c>Pause</c>.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    public void Pause() => Run(FlushMode.Pause);

    /// <summary>Takes records again after <see cref="Pause"/>; otherwise does nothing. Lock-free.</summary>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    public void Resume() => Run(FlushMode.Resume);

    /// <summary>
    /// Flushes, and from there on refuses records for ever. The reader gets everything that was accepted, and then is told that there
    /// will be no more (<see cref="RingBufferReader.IsCompleted"/>). A reservation that is open is waited for by the reader, not here.
    /// Lock-free. Completing twice does nothing. Specification: <c>Flush_*</c>, mode <c>Complete</c>; <c>Complete_StoreFinal</c>.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    public void Complete() => Run(FlushMode.Complete);

    /// <summary>Opens the one reader. Dispose it to let another be opened.</summary>
    /// <returns>The reader.</returns>
    /// <exception cref="InvalidOperationException">A reader is open.</exception>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    public RingBufferReader OpenReader()
    {
        ThrowIfDisposed();
        if (Interlocked.CompareExchange(ref _readers, 1, 0) != 0)
        {
            throw new InvalidOperationException("The ring buffer has an open reader, and allows one at a time: dispose that one first.");
        }

        try
        {
            var reader = new RingBufferReader(this);
            Interlocked.Exchange(ref _sleeper, reader.Sleeper); // fence: Dispose sees it, or the reader's wait sees the dispose
            return reader;
        }
        catch
        {
            CloseReader(); // the time provider would make no timer
            throw;
        }
    }

    /// <summary>
    /// Ends the use of the ring; a reader that waits gets an <see cref="ObjectDisposedException"/>. What was begun can be completed; what
    /// is unread is lost: to hand it over, <see cref="Complete"/> and read to the end first. Disposing twice does nothing.
    /// A ring in a file is written to the disk, and its file unlocked: what is unread is there for <see cref="OpenFile"/>.
    /// </summary>
    /// <exception cref="IOException">A ring's file can not be written to the disk; the ring is disposed all the same.</exception>
    public void Dispose()
    {
        Volatile.Write(ref _disposed, true);
        Volatile.Write(ref _lengthLimit, 0u);
        Volatile.Write(ref _ownFastLimit, 0u);
        Volatile.Write(ref _fastLimit, 0u);
        Interlocked.MemoryBarrier(); // see OpenReader
        Volatile.Read(ref _sleeper)?.Stop();
        _region.Close();
    }
}
