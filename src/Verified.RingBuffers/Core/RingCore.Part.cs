using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <summary>How far a reader of parts has read into the sub-buffer at the read position: its own, and nobody else's.</summary>
/// <param name="Upto">The position up to which it has; 0 before the first part.</param>
/// <param name="Time">The time of the last record before; 0 without a clock. Whoever goes over the records of a part keeps it.</param>
public record struct PartCursor(long Upto, long Time);

/// <content>Reading parts (<c>tla/PartRead.tla</c>), in discard mode: what is committed without a hole of the sub-buffer under the write head.</content>
public readonly partial struct RingCore<TMemory, TRules, TSync>
{
    /// <summary>
    /// As <see cref="TryGet"/>, and where nothing is delivered, a part of the sub-buffer at the write position: the records in it up to which
    /// all are committed, without those that were read before. For the one reader of a ring in discard mode, which uses the same cursor always.
    /// </summary>
    /// <param name="cursor">How far the reader has read; a part moves it on.</param>
    /// <param name="sub">
    /// A whole sub-buffer, or what is left of it: give it back with <see cref="Move"/>. Or a part (<see cref="Held.IsPart"/>): not to be given back; what
    /// is in it stays until the sub-buffer is.
    /// </param>
    /// <returns>Whether there is one, or may be later. Wait-free.</returns>
    /// <remarks>
    /// Sound as the prefix of a recovery is (<see cref="StorePrefix"/>): the write position is loaded after the count, and only grows. If it is
    /// still in this sub-buffer, all that was ever reserved of this lap lies before it; so many bytes are committed; so all of them are. The acquire of the count
    /// has every committer's bytes before it, since each add is a full fence, and the one writer's store a release.
    /// </remarks>
    public GetResult TryGetPart(ref PartCursor cursor, out Held sub)
    {
        long cur = _memory.LoadRelaxed(RegionLayout.ReadPosition, Steps.Get_LoadReadPosition); // G2
        int from = _geometry.Floor(cursor.Upto) == cur ? _geometry.Offset(cursor.Upto) : 0;
        if (Take(cur, tests: true, out sub) == Taken.Yes)
        {
            sub = sub with { From = from, FromTime = cursor.Time };
            return GetResult.Ok;
        }

        if (!TryFindPart(cur, from, out int upto))
        {
            return NoData(cur);
        }

        int mine = _geometry.Index(cur);
        Span<long> begin = stackalloc long[BeginBlockWords];
        _memory.LoadBlock(RegionLayout.Begin(_geometry, mine), begin, Steps.Part_LoadBegin);

        // Behind the packet header, whose end block whoever ends the sub-buffer stores meanwhile.
        int first = Math.Max(from, Geometry.PacketHeaderSize);
        _memory.BeginRead(Cell(mine, cur + first), upto - first, Steps.Part_Records);
        sub = new Held(cur, begin[0], upto)
        {
            Sub = mine,
            BeginTime = begin[1],
            From = from,
            FromTime = cursor.Time,
            IsPart = true,
        };
        cursor.Upto = cur + upto;
        return GetResult.Ok;
    }

    /// <summary>Up to where is the sub-buffer at a position committed without a hole, and is there anything new in it?</summary>
    private bool TryFindPart(long cur, int from, out int upto)
    {
        long clean = _geometry.CleanCount(cur);
        if (TRules.PartPositionBeforeCount)
        {
            _memory.LoadAcquire(RegionLayout.CommitCount(_geometry.Index(cur)), Steps.Part_LoadCount);
            long early = LoadForPart();
            upto = _geometry.Offset(early);
            long late = _memory.LoadAcquire(RegionLayout.CommitCount(_geometry.Index(cur)), Steps.Part_LoadCount) - clean;
            return late > from && _geometry.Floor(early) == cur && late == upto;
        }

        // Acquire: the write position is loaded after it, and the bytes of all that is counted come before it.
        long count = _memory.LoadAcquire(RegionLayout.CommitCount(_geometry.Index(cur)), Steps.Part_LoadCount) - clean;
        upto = (int)count;
        if (count <= from || (TRules.PartTakenOnce && from > 0))
        {
            return false;
        }

        long reserved = LoadForPart();
        return (_geometry.Floor(reserved) == cur && count == _geometry.Offset(reserved)) || TRules.PartWithoutPosition;
    }

    private long LoadForPart() => PositionWord.Position(
        _memory.LoadAcquire(RegionLayout.WritePosition, Steps.Part_LoadWritePosition));
}
