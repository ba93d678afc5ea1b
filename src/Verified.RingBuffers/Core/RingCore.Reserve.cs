using System.Runtime.CompilerServices;
using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <content>Reserve: fast path (R2–R6) and slow path (T1–T17).</content>
public readonly partial struct RingCore<TMemory, TRules>
{
    /// <summary>
    /// Tries to reserve a place for a record. Never waits: it retries only when another thread advanced the write position.
    /// A record that is not accepted is counted under its cause, once.
    /// </summary>
    /// <param name="payloadLength">Bytes of payload, 0 or more.</param>
    /// <param name="slot">The place, if the result is <see cref="ReserveResult.Ok"/>; commit or abandon it exactly once.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="payloadLength"/> is negative.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReserveResult TryReserve(int payloadLength, out Reserved slot)
    {
        // Unsigned, so that the one comparison catches a negative length too.
        if ((uint)payloadLength > (uint)_geometry.MaxPayloadLength)
        {
            slot = default;
            return LoseTooBig(payloadLength);
        }

        long begin = ReserveFitting(payloadLength, out slot);
        return begin >= 0 ? ReserveResult.Ok : (ReserveResult)(int)~begin;
    }

    /// <summary><see cref="TryReserve"/> for a length that the caller has tested: 0 to <see cref="Geometry.MaxPayloadLength"/>.</summary>
    /// <returns>As <see cref="Reserve"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal long ReserveFitting(int payloadLength, out Reserved slot)
    {
        int size = Geometry.RecordSize(payloadLength);
        long begin = Reserve(size);
        slot = new Reserved(begin, size, payloadLength);
        if (begin >= 0)
        {
            _memory.BeginWrite(Cell(begin), size, Steps.Write_Begin);
        }

        return begin;
    }

    /// <summary>The position of the reserved record, or the complement of the <see cref="ReserveResult"/> that says why there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Reserve(int size)
    {
        // R2. R5: the fast path stays inside a sub-buffer that someone entered before, and does not end it.
        long o = _memory.LoadAcquire(RegionLayout.WritePosition, Steps.Reserve_LoadWritePosition);
        int off = _geometry.Offset(o);
        return off != 0 && off + size < _geometry.SubBufferSize
            && _memory.CompareExchange(RegionLayout.WritePosition, o, o + size, Steps.Reserve_Cas, Steps.Reserve_CasFail) // R6
            ? o
            : ReserveSlow(size);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ReserveResult LoseTooBig(int payloadLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        _memory.Add(RegionLayout.Lost(TooBigCause), 1, Steps.Lose_TooBig);
        return ReserveResult.TooBig;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long ReserveSlow(int size)
    {
        while (true)
        {
            long o = _memory.LoadAcquire(RegionLayout.WritePosition, Steps.ReserveSlow_LoadWritePosition); // T1
            int off = _geometry.Offset(o);
            bool endsOld = off != 0 && off + size > _geometry.SubBufferSize; // T3
            bool entersNew = off == 0 || endsOld;
            long begin = entersNew ? (endsOld ? _geometry.Next(o) : o) + Geometry.PacketHeaderSize : o; // T4
            if (entersNew)
            {
                Entry entry = MayEnter(o, begin);
                if (entry == Entry.Retry)
                {
                    continue;
                }

                if (entry != Entry.Open)
                {
                    return Lose(entry);
                }
            }

            if (_memory.CompareExchange(
                RegionLayout.WritePosition, o, begin + size, Steps.ReserveSlow_Cas, Steps.ReserveSlow_CasFail)) // T11
            {
                Switch(o, begin, size, endsOld, entersNew);
                return begin;
            }
        }
    }

    /// <summary>T6–T9: may the sub-buffer of <paramref name="begin"/> be entered from write position <paramref name="o"/>?</summary>
    private Entry MayEnter(long o, long begin)
    {
        // Acquire orders the recheck after it: whoever delivered a later lap had advanced the write position before.
        long delivered = _memory.LoadAcquire(
            RegionLayout.DeliveredCount(_geometry.Index(begin)), Steps.ReserveSlow_LoadDelivered); // T6
        if (!TRules.NoRecheck
            && _memory.LoadRelaxed(RegionLayout.WritePosition, Steps.ReserveSlow_RecheckWritePosition) != o) // T7
        {
            return Entry.Retry;
        }

        if (!TRules.NoCleanSlotTest && delivered != _geometry.CleanCount(begin)) // T8, E3
        {
            return Entry.Wrapped;
        }

        if (TRules.NoFullTest)
        {
            return Entry.Open;
        }

        // Acquire: the reader's loads from the slot come before this thread's stores to it.
        long read = _memory.LoadAcquire(RegionLayout.ReadPosition, Steps.ReserveSlow_LoadReadPosition); // T9, E1
        return _geometry.Floor(begin) - read >= _geometry.BufferSize ? Entry.Full : Entry.Open;
    }

    private long Lose(Entry entry)
    {
        if (entry == Entry.Wrapped)
        {
            _memory.Add(RegionLayout.Lost(WrappedCause), 1, Steps.Lose_Wrapped);
            return ~(long)ReserveResult.Wrapped;
        }

        _memory.Add(RegionLayout.Lost(FullCause), 1, Steps.Lose_Full);
        return ~(long)ReserveResult.Full;
    }

    /// <summary>T15, T16, T17, in that order: what the reservation owes to the sub-buffers besides its record.</summary>
    private void Switch(long o, long begin, int size, bool endsOld, bool entersNew)
    {
        if (endsOld)
        {
            OldEnd(o);
        }

        if (entersNew)
        {
            NewStart(_geometry.Floor(begin));
        }

        if (_geometry.Offset(begin + size) == 0 && !TRules.NewEndOmitted)
        {
            NewEnd(begin);
        }
    }

    private enum Entry
    {
        Open,
        Retry,
        Wrapped,
        Full,
    }
}
