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

        int size = Geometry.RecordSize(payloadLength);
        if (!TryReserveFast(size, out long begin))
        {
            begin = ReserveSlow(size);
            if (begin < 0)
            {
                slot = default;
                return (ReserveResult)(int)~begin;
            }
        }

        slot = new Reserved(begin, size, payloadLength);
        return ReserveResult.Ok;
    }

    /// <summary>
    /// <see cref="TryReserve"/> in two halves, for callers that keep the second one out of their machine code: this is R2–R6.
    /// </summary>
    /// <param name="size">Bytes of the record, of a payload whose length the caller has tested.</param>
    /// <param name="begin">The position of the record if the result is true.</param>
    /// <returns>False if <see cref="ReserveSlow"/> must go on.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryReserveFast(int size, out long begin)
    {
        begin = _memory.LoadAcquire(RegionLayout.WritePosition, Steps.Reserve_LoadWritePosition); // R2

        // R5: inside a sub-buffer that someone entered before, and not up to its end. One comparison for
        // off # 0 and off + size < S, since size <= S - 16.
        if ((uint)(_geometry.Offset(begin) - 1) >= (uint)(_geometry.SubBufferSize - size - 1)
            || !_memory.CompareExchange(
                RegionLayout.WritePosition, begin, begin + size, Steps.Reserve_Cas, Steps.Reserve_CasFail)) // R6
        {
            return false;
        }

        _memory.BeginWrite(Cell(begin), size, Steps.Write_Begin);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ReserveResult LoseTooBig(int payloadLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        _memory.Add(RegionLayout.Lost(TooBigCause), 1, Steps.Lose_TooBig);
        return ReserveResult.TooBig;
    }

    /// <summary>The second half: T1–T17.</summary>
    /// <param name="size">As before.</param>
    /// <returns>The position of the record, or the complement of the <see cref="ReserveResult"/> that says why there is none.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal long ReserveSlow(int size)
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
                _memory.BeginWrite(Cell(begin), size, Steps.Write_Begin);
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
            _memory.Add(RegionLayout.Lost(TRules.LossMiscounted ? FullCause : WrappedCause), 1, Steps.Lose_Wrapped);
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
