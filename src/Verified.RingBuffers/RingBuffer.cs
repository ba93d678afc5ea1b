using System.Runtime.CompilerServices;
using Verified.Atomics;
using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <summary>
/// A lock-free ring buffer for records of bytes: any number of writing threads, one reader, exact accounts of what was lost.
/// Writers never wait and never allocate; a record is accepted or counted as lost.
/// </summary>
/// <remarks>
/// All members may be called from any thread at any time. Writers nest: a thread may reserve inside its own reservation.
/// <para>After <see cref="Dispose"/>, writing, flushing and reading throw <see cref="ObjectDisposedException"/>; what was begun can
/// still be completed, and <see cref="Losses"/> still be read. The memory stays until nothing refers to it.</para>
/// </remarks>
public sealed unsafe class RingBuffer : IDisposable
{
    private readonly Region _region;
    private readonly RingCore<ProcessorMemory, LeanRules> _core;

    // One more than the longest payload; 0 once disposed. So the one test of the length finds what is disposed, at no cost.
    private uint _lengthLimit;
    private bool _disposed;
    private int _readers;

    private RingBuffer(RingBufferOptions options, RingSettings settings)
    {
        _region = Region.Allocate(settings);
        _core = new(_region.Memory, settings);
        _lengthLimit = (uint)settings.MaxPayloadLength + 1;
        Options = options;
    }

    /// <summary>What it was made of.</summary>
    public RingBufferOptions Options { get; }

    /// <summary>The longest payload, in bytes, that can be accepted.</summary>
    public int MaxPayloadLength => _core.Settings.MaxPayloadLength;

    /// <summary>Records lost since the ring was made, by cause. While others write, the three counts are read one after the other.</summary>
    public Losses Losses
    {
        get
        {
            var losses = new Losses(_core.LostFull, _core.LostWrapped, _core.LostTooBig);
            GC.KeepAlive(this);
            return losses;
        }
    }

    internal ref readonly RingCore<ProcessorMemory, LeanRules> Core => ref _core;

    internal Region Region => _region;

    /// <summary>Makes a ring buffer.</summary>
    /// <param name="options">What it is made of.</param>
    /// <returns>An empty ring.</returns>
    /// <exception cref="ArgumentException">An option is out of its range; the message names the value and the range.</exception>
    /// <exception cref="PlatformNotSupportedException">Not a 64-bit little-endian process.</exception>
    public static RingBuffer Create(RingBufferOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new RingBuffer(options, new RingSettings(options.Validate(), options.Mode, Clocked: false));
    }

    /// <summary>Tries to reserve a place for a record. Never waits, never allocates.</summary>
    /// <param name="length">Bytes of payload, 0 or more.</param>
    /// <param name="slot">The place if the result is true: fill its span, then commit it.</param>
    /// <returns>False if the record is lost; it is counted in <see cref="Losses"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReserve(int length, out Reservation slot)
    {
        int size = Geometry.RecordSize(length);
        Reserved reserved;
        if (Accepts(length) && _core.TryReserveFast(size, out long begin, out int sub))
        {
            reserved = new Reserved(begin, size, length, sub);
        }
        else if (!ReserveSlow(length, out reserved))
        {
            slot = default;
            return false;
        }

        slot = new Reservation(this, reserved);
        return true;
    }

    /// <summary>Tries to write a record. Never waits, never allocates.</summary>
    /// <param name="payload">The bytes, which may be none.</param>
    /// <returns>False if the record is lost; it is counted in <see cref="Losses"/>.</returns>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    public bool TryWrite(ReadOnlySpan<byte> payload)
    {
        int size = Geometry.RecordSize(payload.Length);
        Reserved slot;
        if (Accepts(payload.Length) && _core.TryReserveFast(size, out long begin, out int sub))
        {
            slot = new Reserved(begin, size, payload.Length, sub);
        }
        else if (!ReserveSlow(payload.Length, out slot))
        {
            return false;
        }

        payload.CopyTo(new Span<byte>(PayloadOf(slot), payload.Length));
        _core.Commit(slot);
        GC.KeepAlive(this);
        return true;
    }

    /// <summary>Ends the sub-buffer being written, so that the reader gets what is in it. Lock-free.</summary>
    /// <param name="mode">Whether to send an empty sub-buffer when there is nothing in it.</param>
    /// <exception cref="ArgumentException"><paramref name="mode"/> is no such mode.</exception>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    public void Flush(FlushMode mode = FlushMode.Active)
    {
        ThrowIfDisposed();
        if (mode is not (FlushMode.Active or FlushMode.Final))
        {
            throw new ArgumentException($"{nameof(mode)} is {(int)mode}; it must be Active (0) or Final (1).", nameof(mode));
        }

        _core.Flush(mode);
        GC.KeepAlive(this);
    }

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

        return new RingBufferReader(this);
    }

    /// <summary>Ends the use of the ring. What was begun can be completed; memory goes when nothing refers to it.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _disposed, true);
        Volatile.Write(ref _lengthLimit, 0u);
    }

    /// <summary>The length is in range, and the ring not disposed; else <see cref="ReserveSlow"/> says which.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Accepts(int length) => (uint)length < _lengthLimit;

    /// <summary>What the fast path left: the slow path, or a length that is out of range, or a ring that is disposed.</summary>
    /// <returns>False if the record is lost, and counted.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal bool ReserveSlow(int length, out Reserved slot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ThrowIfDisposed();
        ReserveResult result = length > MaxPayloadLength
            ? _core.TryReserve(length, out slot) // counts it as too big
            : _core.TryReserveSlow(length, out slot);
        GC.KeepAlive(this); // the core holds a bare pointer into the region
        return result == ReserveResult.Ok;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* PayloadOf(in Reserved slot) =>
        _core.Memory.BasePointer + _core.PayloadOffset(slot);

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);

    /// <summary>Release: what the closing reader did comes before what the next one does.</summary>
    internal void CloseReader() => Volatile.Write(ref _readers, 0);
}
