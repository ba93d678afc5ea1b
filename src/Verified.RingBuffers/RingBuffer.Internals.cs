using System.Runtime.CompilerServices;
using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <content>What writers, the reader and the inspected fast path share.</content>
public sealed unsafe partial class RingBuffer
{
    /// <summary>
    /// Whether <see cref="Complete"/> was called. There may be more to read: <see cref="RingBufferReader.IsCompleted"/> tells. An
    /// observation of the specification's <c>final</c>.
    /// </summary>
    public bool IsCompleted => Observe(RegionLayout.Final) != 0;

    /// <summary>A deliverer or a completion has set the signal for a reader that sleeps, and it was not taken yet. An observation.</summary>
    internal bool IsSignalled => Observe(RegionLayout.Signal) != 0;

    /// <summary>Completed, and everything read: from then on it stays so, since the write position does. An observation.</summary>
    internal bool IsAtEnd => IsCompleted && Position == Observe(RegionLayout.ReadPosition);

    /// <summary>The write position. An observation.</summary>
    internal long Position => PositionWord.Position(Observe(RegionLayout.WritePosition));

    /// <summary>The length is in range, and the ring not disposed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Accepts(int length) => (uint)length < _lengthLimit;

    /// <summary>Are so many sub-buffers from the read position on delivered? An observation, as the core's wait makes it.</summary>
    internal bool IsReadable(int subBuffers)
    {
        long last = Observe(RegionLayout.ReadPosition) + ((long)(subBuffers - 1) * _core.Geometry.SubBufferSize);
        return Observe(RegionLayout.DeliveredCount(_core.Geometry.Index(last))) >= _core.Geometry.FullCount(last);
    }

    /// <summary>And there is no clock.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool AcceptsFast(int length) => (uint)length < _fastLimit;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* PayloadOf(in Reserved slot) => _core.Memory.BasePointer + _core.PayloadOffset(slot);

    /// <summary>Gives a record to the reader, and releases the reader if it slept for that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Commit(in Reserved slot)
    {
        if (_isOwned ? _ownCore.Commit(slot) : _core.Commit(slot))
        {
            WakeReader();
        }

        GC.KeepAlive(this); // the core holds a bare pointer into the region
    }

    internal void Abandon(in Reserved slot)
    {
        if (_isOwned ? _ownCore.Abandon(slot) : _core.Abandon(slot))
        {
            WakeReader();
        }

        GC.KeepAlive(this);
    }

    /// <summary>To be called once whenever the core says that it signalled a sleeping reader. Any thread; takes no lock.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void WakeReader() => Volatile.Read(ref _sleeper)?.Hint();

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);

    /// <summary>Release: what the closing reader did comes before what the next one does.</summary>
    internal void CloseReader() => Volatile.Write(ref _readers, 0);

    /// <summary>The fast path in the caller, and the rest in a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Reserve(int length, out Reserved slot)
    {
        int size = Geometry.RecordSize(length);
        if (AcceptsFast(length)
            && (_isOwned ? _ownCore.TryReserveFast(size, out long begin, out int sub) : _core.TryReserveFast(size, out begin, out sub)))
        {
            slot = new Reserved(begin, size, length, sub);
            return true;
        }

        return ReserveSlow(length, hasTried: false, out slot);
    }

    /// <summary>What the fast path left: the slow path, the clock, a length that is out of range, a ring that is disposed.</summary>
    /// <param name="length">Bytes of payload.</param>
    /// <param name="hasTried">Was the fast path with a clock tried before?</param>
    /// <param name="slot">The place.</param>
    /// <returns>False if the record is lost, and counted.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal bool ReserveSlow(int length, bool hasTried, out Reserved slot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ThrowIfDisposed();
        RequireOwner();
        ReserveResult result = length > MaxPayloadLength
            ? _core.TryReserve(length, out slot) // counts it as too big
            : _isOwned ? _ownCore.TryReserveSlow(length, hasTried, out slot) : _core.TryReserveSlow(length, hasTried, out slot);
        if (slot.Woke)
        {
            WakeReader();
        }

        GC.KeepAlive(this);
        return result == ReserveResult.Ok;
    }

    private void Run(FlushMode mode)
    {
        ThrowIfDisposed();
        RequireOwner();
        if (_isOwned ? _ownCore.Flush(mode) : _core.Flush(mode))
        {
            WakeReader();
        }

        GC.KeepAlive(this);
    }

    private long Observe(in Atomics.Location at)
    {
        long value = _core.Memory.LoadAcquire(at, Steps.None);
        GC.KeepAlive(this);
        return value;
    }
}
