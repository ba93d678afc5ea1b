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
            if (!TryReserveFast(size, out begin, out sub))
            {
                offset = 0;
                return false;
            }

            offset = Cell(sub, begin).Offset;
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

    /// <summary>As <see cref="TryBegin"/>, with a clock: the time is read between two looks at an unchanged write position (R2–R9).</summary>
    /// <param name="payloadLength">As there.</param>
    /// <param name="begin">As there.</param>
    /// <param name="offset">As there; the payload is <see cref="Geometry.ClockedRecordHeaderSize"/> further, behind a full time <see cref="Geometry.FullTimeSize"/> more.</param>
    /// <param name="sub">As there.</param>
    /// <param name="time">Its time; without a record the one that was read, if any.</param>
    /// <param name="isFull">Is that kept in full?</param>
    /// <returns>Whether the record was begun; if not, <see cref="TryReserveSlow"/> must go on.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryBeginClocked(int payloadLength, out long begin, out nint offset, out int sub, out long time, out bool isFull)
    {
        int size = Geometry.RecordSize(payloadLength, Geometry.ClockedRecordHeaderSize);
        offset = 0;
        sub = 0;
        time = NoTime;
        isFull = false;
        begin = _memory.LoadAcquire(RegionLayout.WritePosition, Steps.Reserve_LoadWritePosition); // R2
        if (!IsFastForClocked(begin, size))
        {
            return false;
        }

        time = _memory.ReadClock(RegionLayout.Now, Steps.Reserve_ReadClock); // R3
        isFull = TakesFull(time, Steps.Reserve_LoadLastTime); // R4
        if (isFull)
        {
            size += Geometry.FullTimeSize; // rare: there was no record for long
            if (!IsFastForClocked(begin, size))
            {
                return false;
            }
        }

        if (TRules.LastTimeBeforeCas)
        {
            StoreLastTime(time);
        }

        if (!TakePlace(begin, begin + size, Steps.Reserve_Cas, Steps.Reserve_CasFail, Steps.Reserve_StoreWritePosition)) // R6
        {
            return false;
        }

        if (!TRules.LastTimeBeforeCas)
        {
            StoreLastTime(time); // R7
        }

        if (TSync.IsOneWriter)
        {
            offset = OwnOffset(_memory, begin);
        }
        else
        {
            sub = Enter(begin); // R8, R9
            offset = Cell(sub, begin).Offset;
        }

        _memory.BeginWrite(CellAt(offset), size, Steps.Write_Begin);
        if (isFull)
        {
            // Inside the announced write: this writer's own bytes.
            _memory.StoreOwn(CellAt(offset + Geometry.ClockedRecordHeaderSize), time);
        }

        return true;
    }

    /// <summary>Write_End and C2–C5 of a record that <see cref="TryBegin"/> began, with what it said.</summary>
    /// <returns>True if a sleeping reader was signalled: it is to be released now.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool End(in TMemory memory, int payloadLength, long begin, nint offset, int sub)
    {
        int size = Geometry.RecordSize(payloadLength);
        if (!TSync.IsOneWriter)
        {
            return End(CellAt(offset), begin, size, sub, payloadLength, null);
        }

        memory.EndWrite(CellAt(offset), payloadLength, Steps.Write_End);
        CommitAsOwner(memory, begin, size);
        return false;
    }

    /// <summary>The same for <see cref="TryBeginClocked"/>.</summary>
    /// <returns>As <see cref="End(in TMemory, int, long, nint, int)"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool EndClocked(int payloadLength, long begin, nint offset, int sub, long time, bool isFull)
    {
        int size = Geometry.RecordSize(payloadLength, Geometry.ClockedRecordHeaderSize) + (isFull ? Geometry.FullTimeSize : 0);
        _memory.EndWrite(CellAt(offset), ClockedHeader(time, payloadLength, isFull), Steps.Write_End);
        if (!TSync.IsOneWriter)
        {
            return CommitPiece(begin, size, sub, null);
        }

        CommitAsOwner(_memory, begin, size);
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsFastForClocked(long begin, int size) => TSync.IsOneWriter ? IsFastForOwner(_memory, begin, size) : IsFast(begin, size);

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
