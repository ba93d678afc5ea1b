using System.Runtime.CompilerServices;
using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <content>
/// A write in one call: the same steps as a reservation and its commit, on the fast path alone, with what is known beforehand kept in
/// registers: the length, and with one writer that nothing nests, and where the sub-buffer at the write position lies.
/// </content>
public readonly partial struct RingCore<TMemory, TRules, TSync>
{
    private const long NoTime = long.MinValue;

    /// <summary>R2–R9 of a ring without a clock.</summary>
    /// <param name="memory">This ring's (<see cref="Memory"/>), loaded once by the caller: the stores could change it, for all the JIT knows.</param>
    /// <param name="payloadLength">Bytes of payload, 0 to <see cref="RingSettings.MaxPayloadLength"/>.</param>
    /// <param name="begin">The position of the record, if the result is true: then store its payload, and end it.</param>
    /// <param name="offset">Where it lies in the region; its payload is <see cref="Geometry.RecordHeaderSize"/> further.</param>
    /// <param name="sub">With many writers the physical sub-buffer that it lies in.</param>
    /// <returns>Whether the record was begun; if not, <see cref="TryReserveSlow"/> must go on.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryBegin(in TMemory memory, int payloadLength, out long begin, out nint offset, out int sub)
    {
        int size = Geometry.RecordSize(payloadLength);
        if (!TSync.IsOneWriter)
        {
            sub = 0;
            offset = 0;
            if (!TryTake(memory, size, out begin))
            {
                return false;
            }

            sub = Enter(begin); // R8, R9
            offset = BeginAt(memory, payloadLength, begin, sub);
            return true;
        }

        sub = 0;
        offset = 0;
        begin = memory.LoadAcquire(RegionLayout.WritePosition, Steps.Reserve_LoadWritePosition); // R2
        if (!IsFastForOwner(memory, begin, size))
        {
            return false;
        }

        memory.StoreRelease(RegionLayout.WritePosition, begin + size, Steps.Reserve_StoreWritePosition); // R6
        offset = OwnOffset(memory, begin);
        memory.BeginWrite(CellAt(offset), size, Steps.Write_Begin);
        StoreEarlyHeader(CellAt(offset), size);
        return true;
    }

    /// <summary>Where a record that was reserved lies in the region.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal nint BeginAt(in TMemory memory, int payloadLength, long begin, int sub)
    {
        nint offset = Cell(sub, begin).Offset;
        memory.BeginWrite(CellAt(offset), Geometry.RecordSize(payloadLength), Steps.Write_Begin);
        return offset;
    }

    /// <summary>As <see cref="TryBegin"/>, with a clock: the time is read between two looks at an unchanged write position (R2–R9).</summary>
    /// <param name="memory">As there.</param>
    /// <param name="payloadLength">As there.</param>
    /// <param name="begin">As there.</param>
    /// <param name="offset">As there; the payload is <see cref="Geometry.ClockedRecordHeaderSize"/> further, behind a full time <see cref="Geometry.FullTimeSize"/> more.</param>
    /// <param name="sub">As there.</param>
    /// <param name="time">Its time; without a record the one that was read, if any.</param>
    /// <param name="isFull">Is that kept in full? Rare: there was no record for long.</param>
    /// <returns>Whether the record was begun; if not, <see cref="TryReserveSlow"/> must go on.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryBeginClocked(in TMemory memory, int payloadLength, out long begin, out nint offset, out int sub, out long time, out bool isFull)
    {
        int size = Geometry.RecordSize(payloadLength, Geometry.ClockedRecordHeaderSize);
        offset = 0;
        sub = 0;
        time = NoTime;
        isFull = false;
        begin = memory.LoadAcquire(RegionLayout.WritePosition, Steps.Reserve_LoadWritePosition); // R2
        if (!IsFastForClocked(memory, begin, size))
        {
            return false;
        }

        time = memory.ReadClock(RegionLayout.Now, Steps.Reserve_ReadClock); // R3

        // A branch, and constants behind it: else the size, and with it both words that the next record begins with, would wait for the clock.
        if (TakesFull(memory, time, Steps.Reserve_LoadLastTime)) // R4
        {
            isFull = true;
            size += Geometry.FullTimeSize;
            if (!FitsFull(begin, size))
            {
                return false;
            }
        }

        if (TRules.LastTimeBeforeCas)
        {
            StoreLastTime(memory, time);
        }

        if (!TakePlace(memory, begin, begin + size, Steps.Reserve_Cas, Steps.Reserve_CasFail, Steps.Reserve_StoreWritePosition)) // R6
        {
            return false;
        }

        if (!TRules.LastTimeBeforeCas)
        {
            StoreLastTime(memory, time); // R7
        }

        if (TSync.IsOneWriter)
        {
            offset = OwnOffset(memory, begin);
        }
        else
        {
            sub = Enter(begin); // R8, R9
            offset = Cell(sub, begin).Offset;
        }

        memory.BeginWrite(CellAt(offset), size, Steps.Write_Begin);
        if (isFull)
        {
            StoreFullTime(offset, time);
        }

        return true;
    }

    /// <summary>Write_End and C2–C5 of a record that <see cref="TryBegin"/> began, with what it said.</summary>
    /// <returns>True if a sleeping reader was signalled: it is to be released now.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool End(in TMemory memory, int payloadLength, long begin, nint offset, int sub)
    {
        if (!TSync.IsOneWriter)
        {
            return TRules.CountBeforeData ? End(CellAt(offset), begin, Geometry.RecordSize(payloadLength), sub, payloadLength, null)
                : !TryEnd(memory, payloadLength, begin, offset, out long sum, out long early) && EndRest(payloadLength, begin, sub, sum, early);
        }

        memory.EndWrite(CellAt(offset), payloadLength, Steps.Write_End);
        CommitAsOwner(memory, begin, Geometry.RecordSize(payloadLength));
        return false;
    }

    /// <summary>Write_End and C2 of many writers.</summary>
    /// <returns>False if <see cref="EndRest"/> must go on.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryEnd(in TMemory memory, int payloadLength, long begin, nint offset, out long sum, out long early)
    {
        memory.EndWrite(CellAt(offset), payloadLength, Steps.Write_End);
        return TryCommit(memory, begin, Geometry.RecordSize(payloadLength), out sum, out early);
    }

    /// <summary>C3–C5: what <see cref="TryEnd"/> left.</summary>
    /// <returns>As <see cref="End(in TMemory, int, long, nint, int)"/>.</returns>
    internal bool EndRest(int payloadLength, long begin, int sub, long sum, long early) =>
        CommitRest(begin, Geometry.RecordSize(payloadLength), sub, sum, early, null);

    /// <summary>The same for <see cref="TryBeginClocked"/>.</summary>
    /// <returns>As <see cref="End(in TMemory, int, long, nint, int)"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool EndClocked(in TMemory memory, int payloadLength, long begin, nint offset, int sub, long time, bool isFull)
    {
        int size = Geometry.RecordSize(payloadLength, Geometry.ClockedRecordHeaderSize) + (isFull ? Geometry.FullTimeSize : 0);
        memory.EndWrite(CellAt(offset), ClockedHeader(time, payloadLength, isFull), Steps.Write_End);
        if (!TSync.IsOneWriter)
        {
            return CommitPiece(begin, size, sub, null);
        }

        CommitAsOwner(memory, begin, size);
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsFastForClocked(in TMemory memory, long begin, int size) =>
        TSync.IsOneWriter ? IsFastForOwner(memory, begin, size) : IsFast(begin, size);

    /// <summary>Out of line, as <see cref="StoreFullTime"/>: what is rare takes nothing from the inliner.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool FitsFull(long begin, int size) => IsFastForClocked(_memory, begin, size);

    /// <summary>Inside the announced write: this writer's own bytes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StoreFullTime(nint offset, long time) => _memory.StoreOwn(CellAt(offset + Geometry.ClockedRecordHeaderSize), time);

    /// <summary>
    /// R5 of the one writer. Unsigned: a shut gate makes the word larger than any position. At the begin of a sub-buffer the end of the one
    /// before is not less.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsFastForOwner(in TMemory memory, long word, int size) => (ulong)(word + size) < (ulong)memory.LoadOwn(RegionLayout.OwnLimit);

    /// <summary>
    /// C2 of the one writer for a record of the sub-buffer at the write position. Nothing is full: the write position has not come to the
    /// end of this sub-buffer (R5), so there is something of it that nobody has reserved.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CommitAsOwner(in TMemory memory, long begin, int size) =>
        StoreCount(memory, new Location("cc", _geometry.Index(begin), (nint)memory.LoadOwn(RegionLayout.OwnCount)), begin, size);

    /// <summary>In the mutant header-before-data alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StoreEarlyHeader(Location at, int size)
    {
        if (TRules.HeaderBeforeData)
        {
            _memory.StoreOwn(at, size - Geometry.RecordHeaderSize);
        }
    }

    /// <summary>Keeps where the sub-buffer lies that the one writer has entered.</summary>
    private void KeepOwn(long begin, int sub)
    {
        _memory.StoreOwn(RegionLayout.OwnLimit, _geometry.Next(begin));
        _memory.StoreOwn(RegionLayout.OwnShift, Cell(sub, begin).Offset - begin);
        _memory.StoreOwn(RegionLayout.OwnCount, RegionLayout.CommitCount(_geometry.Index(begin)).Offset);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint OwnOffset(in TMemory memory, long begin) => (nint)(begin + memory.LoadOwn(RegionLayout.OwnShift));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Location CellAt(nint offset) => RegionLayout.Data((int)(offset - RegionLayout.DataOffset(_geometry)), offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long ClockedHeader(long time, int payloadLength, bool isFull) =>
        ((time & (long)(_shortTimes - 1)) << 32) | (uint)payloadLength | (isFull ? (long)Reserved.FullTimeFlag << 32 : 0);
}
