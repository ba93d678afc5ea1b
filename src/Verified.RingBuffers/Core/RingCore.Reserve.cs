using System.Runtime.CompilerServices;
using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <content>Reserve, fast path (R2–R9).</content>
public readonly partial struct RingCore<TMemory, TRules, TSync>
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
        if ((uint)payloadLength > (uint)_maxPayloadLength)
        {
            slot = default;
            return LoseTooBig(payloadLength);
        }

        int size = Geometry.RecordSize(payloadLength);
        long begin = 0;
        int sub = 0;
        if (_clocked || !TryReserveFast(size, out begin, out sub))
        {
            return TryReserveSlow(payloadLength, hasTried: false, out slot);
        }

        slot = new Reserved(begin, size, payloadLength, sub);
        return ReserveResult.Ok;
    }

    /// <summary>
    /// <see cref="TryReserve"/> in two halves, for callers that keep the second one out of their machine code: this is R2–R9
    /// without a clock.
    /// </summary>
    /// <param name="size">Bytes of the record, of a payload whose length the caller has tested.</param>
    /// <param name="begin">The position of the record if the result is true.</param>
    /// <param name="sub">The physical sub-buffer that it lies in.</param>
    /// <returns>False if <see cref="TryReserveSlow"/> must go on. Not to be called with a clock.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryReserveFast(int size, out long begin, out int sub)
    {
        if (!TryTake(_memory, size, out begin))
        {
            sub = 0;
            return false;
        }

        sub = Enter(begin); // R8, R9
        _memory.BeginWrite(Cell(sub, begin), size, Steps.Write_Begin);
        StoreEarlyHeader(Cell(sub, begin), size);
        return true;
    }

    /// <summary>What <see cref="TryReserveFast"/> left: with a clock R2–R9, then the slow path.</summary>
    /// <param name="payloadLength">As before.</param>
    /// <param name="hasTried">Was the fast path with a clock tried, too (<see cref="TryBeginClocked"/>)?</param>
    /// <param name="slot">As before.</param>
    /// <returns>As before.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ReserveResult TryReserveSlow(int payloadLength, bool hasTried, out Reserved slot)
    {
        long time = NoTime;
        if (_clocked && !hasTried)
        {
            if (TryReserveClocked(payloadLength, out long begin, out int sub, out time, out bool isFull))
            {
                int size = _settings.RecordSize(payloadLength) + (isFull ? Geometry.FullTimeSize : 0);
                slot = new Reserved(begin, size, payloadLength, sub)
                {
                    Time = time,
                    IsFull = isFull,
                    By = By(new Attempt { Time = time }),
                };
                return ReserveResult.Ok;
            }
        }

        Attempt attempt = default;
        if (TRules.ClockReadOnce && time != NoTime)
        {
            attempt.Time = time;
            Restart(ref attempt);
        }

        return ReserveSlow(payloadLength, _settings.RecordSize(payloadLength), ref attempt, out slot);
    }

    /// <summary>
    /// <see cref="TryBeginClocked"/> for a reservation, in which others may be nested before it is committed: so it says where it lies also
    /// with one writer.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryReserveClocked(int payloadLength, out long begin, out int sub, out long time, out bool isFull)
    {
        if (!TryBeginClocked(_memory, payloadLength, out begin, out _, out sub, out time, out isFull))
        {
            return false;
        }

        if (TSync.IsOneWriter)
        {
            sub = Enter(begin);
        }

        return true;
    }

    /// <summary>R6, T11, F4: moves the write position on, if nobody has; with one writer nobody can have.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TakePlace(in TMemory memory, long from, long to, string step, string failStep, string storeStep)
    {
        if (!TSync.IsOneWriter)
        {
            return memory.CompareExchange(RegionLayout.WritePosition, from, to, step, failStep);
        }

        memory.StoreRelease(RegionLayout.WritePosition, to, storeStep);
        return true;
    }

    /// <summary>R5: inside a sub-buffer that someone entered before, and not up to its end.</summary>
    /// <remarks>One comparison for off # 0 and off + size &lt; S, since size &lt; S.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsFast(long o, int size) =>
        (uint)(_geometry.Offset(o) - 1) < (uint)(_geometry.SubBufferSize - size - (TRules.FastPathFillsUp ? 0 : 1));

    /// <summary>R2, R5, R6: takes the place behind what was reserved last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryTake(in TMemory memory, int size, out long begin)
    {
        // A shut gate is in the word too, but at the begin of a sub-buffer alone: it fails the test.
        begin = memory.LoadAcquire(RegionLayout.WritePosition, Steps.Reserve_LoadWritePosition); // R2
        if (!IsFast(begin, size)
            || !TakePlace(memory, begin, begin + size, Steps.Reserve_Cas, Steps.Reserve_CasFail, Steps.Reserve_StoreWritePosition)) // R6
        {
            return false;
        }

        return true;
    }

    /// <summary>R8, R9 of a record that is not the first of its sub-buffer; whoever was may have been stopped before them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Enter(long begin) =>
        TSync.IsOneWriter ? _overwrites ? OwnSub(_geometry.Index(begin)) : _geometry.Index(begin)
        : TryEnter(_memory, begin, out int sub, out long seen, out bool isPushed) ? sub
        : EnterRest(begin, seen, isPushed);

    /// <summary>R4, T2: a last time later than ours says that our sample is stale; that too takes a full time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TakesFull(in TMemory memory, long time, string step)
    {
        // Relaxed: any value is right, an old one only makes a header longer than it need be.
        ulong since = (ulong)(time - memory.LoadRelaxed(RegionLayout.LastTime, step));
        return TRules.ShortTimeTooWide ? since > _shortTimes : since >= _shortTimes;
    }

    /// <summary>R7, T12.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreLastTime(in TMemory memory, long time) =>
        memory.StoreRelaxed(RegionLayout.LastTime, time, Steps.Reserve_StoreLastTime);

    private static int Need(int size, in Attempt attempt) => size + (attempt.IsFull ? Geometry.FullTimeSize : 0);

    private static void Restart(ref Attempt attempt) =>
        attempt = TRules.ClockReadOnce ? new Attempt { Time = attempt.Time, KeepsTime = true } : default;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ReserveResult LoseTooBig(int payloadLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        _memory.Add(RegionLayout.Lost(TooBigCause), 1, Steps.Lose_TooBig);
        return ReserveResult.TooBig;
    }
}
