using System.Runtime.CompilerServices;
using Verified.Atomics;
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

    /// <summary>And there is no clock, and the ring is for so many writers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool AcceptsFast<TSync>(int length)
        where TSync : struct, ISynchronisation => (uint)length < (TSync.IsOneWriter ? _ownFastLimit : _fastLimit);

    /// <summary>Is the ring for one writer?</summary>
    internal bool IsOwned => _isOwned;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* PayloadOf(in Reserved slot) => _core.Memory.BasePointer + _core.PayloadOffset(slot);

    /// <summary>Where a record begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* RecordAt(int sub, long begin) => _core.Memory.BasePointer + _core.Cell(sub, begin).Offset;

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

    /// <summary>The same of a <see cref="Reservation"/>; with a clock in a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Commit(byte* record, long begin, int sub, int length, int headerSize, long time)
    {
        nint offset = (nint)(record - _core.Memory.BasePointer);
        if (headerSize != Geometry.RecordHeaderSize)
        {
            if (_isOwned)
            {
                CommitClocked(_ownCore, offset, begin, sub, length, headerSize, time);
            }
            else
            {
                CommitClocked(_core, offset, begin, sub, length, headerSize, time);
            }

            return;
        }

        int size = Geometry.RecordSize(length);
        if (_isOwned ? _ownCore.End(_ownCore.CellAt(offset), begin, size, sub, length, null) : _core.End(_core.CellAt(offset), begin, size, sub, length, null))
        {
            WakeReader();
        }

        GC.KeepAlive(this);
    }

    /// <summary>Abandons a <see cref="Reservation"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void Abandon(long begin, int sub, int length, int headerSize, long time)
    {
        Reserved slot = Reserved(begin, sub, length, headerSize, time);
        if (_isOwned ? _ownCore.Abandon(slot) : _core.Abandon(slot))
        {
            WakeReader();
        }

        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CommitClocked<TSync>(in RingCore<ProcessorMemory, LeanRules, TSync> core, nint offset, long begin, int sub, int length, int headerSize, long time)
        where TSync : struct, ISynchronisation
    {
        if (core.EndClocked(core.CellAt(offset), begin, Geometry.RecordSize(length, headerSize), sub, length, time, IsFull(headerSize), null, isAbandoned: false))
        {
            WakeReader();
        }

        GC.KeepAlive(this);
    }

    private static int ClockedHeaderSize(bool isFull) => Geometry.ClockedRecordHeaderSize + (isFull ? Geometry.FullTimeSize : 0);

    private static bool IsFull(int headerSize) => headerSize > Geometry.ClockedRecordHeaderSize;

    private static Reserved Reserved(long begin, int sub, int length, int headerSize, long time) =>
        new(begin, Geometry.RecordSize(length, headerSize), length, sub) { Time = time, IsFull = IsFull(headerSize) };

    /// <summary>To be called once whenever the core says that it signalled a sleeping reader. Any thread; takes no lock.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void WakeReader() => Volatile.Read(ref _sleeper)?.Hint();

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);

    /// <summary>Release: what the closing reader did comes before what the next one does.</summary>
    internal void CloseReader() => Volatile.Write(ref _readers, 0);

    /// <summary>What <see cref="TryReserve"/> left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReserveSlow(int length, out Reservation slot) =>
        _isOwned ? TryReserveSlow(_ownCore, length, out slot) : TryReserveSlow(_core, length, out slot);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReserveSlow<TSync>(in RingCore<ProcessorMemory, LeanRules, TSync> core, int length, out Reservation slot)
        where TSync : struct, ISynchronisation
    {
        bool isClocked = core.IsClocked && Accepts(length);
        if (isClocked && core.TryReserveClocked(length, out long begin, out int sub, out long time, out bool isFull))
        {
            slot = new Reservation(this, begin, sub, length, ClockedHeaderSize(isFull), time);
            return true;
        }

        return ReserveRest(length, hasTried: isClocked, out slot);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool ReserveRest(int length, bool hasTried, out Reservation slot)
    {
        if (!ReserveSlow(length, hasTried, out Reserved reserved))
        {
            slot = default;
            return false;
        }

        int headerSize = _core.IsClocked ? ClockedHeaderSize(reserved.IsFull) : Geometry.RecordHeaderSize;
        slot = new Reservation(this, reserved.Begin, reserved.Sub, reserved.PayloadLength, headerSize, reserved.Time);
        return true;
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

    private long Observe(in Location at)
    {
        long value = _core.Memory.LoadAcquire(at, Steps.None);
        GC.KeepAlive(this);
        return value;
    }
}
