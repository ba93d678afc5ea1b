using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <content>The reader (G1–G10, MOVE).</content>
public readonly partial struct RingCore<TMemory, TRules, TSync>
{
    private const int BeginBlockWords = 2;

    private enum Taken
    {
        Yes,
        NotDelivered,
        Overwritten,
    }

    /// <summary>Gets the oldest delivered sub-buffer, if there is one. For the one reader, which must not hold another.</summary>
    /// <param name="sub">The sub-buffer: give it back with <see cref="Move"/>.</param>
    /// <returns>Whether there is one, or may be later.</returns>
    /// <remarks>Wait-free in discard mode. In overwrite mode it begins again each time that writers lap it meanwhile.</remarks>
    public GetResult TryGet(out Held sub)
    {
        while (true)
        {
            // Relaxed: an old value is found to be overwritten, and in discard mode no one else stores this word.
            long cur = _memory.LoadRelaxed(RegionLayout.ReadPosition, Steps.Get_LoadReadPosition); // G2
            switch (Take(cur, tests: true, out sub))
            {
                case Taken.Yes:
                    return GetResult.Ok;
                case Taken.NotDelivered:
                    return NoData(cur);
            }
        }
    }

    /// <summary>Releases the sub-buffer that the reader holds: writers may enter its slot again.</summary>
    /// <param name="sub">What <see cref="TryGet"/> gave, exactly once.</param>
    public void Move(in Held sub) => Release(sub.Position);

    /// <summary>G3–G10 for the sub-buffer at a position.</summary>
    private Taken Take(long cur, bool tests, out Held sub)
    {
        sub = default;
        if (tests && Delivered(cur) is not Taken.Yes and var other)
        {
            return other;
        }

        int mine = _geometry.Index(cur);
        long slotWord = 0;
        if (_overwrites && !TryExchange(cur, out mine, out slotWord)) // G9
        {
            return Taken.Overwritten;
        }

        sub = ReadHeader(cur, mine) with { SlotWord = slotWord };

        // Clamped, since a damaged size must not name bytes outside the sub-buffer.
        int size = (int)Math.Clamp(sub.Size, 0, _geometry.SubBufferSize);
        _memory.BeginRead(Cell(mine, _geometry.Floor(cur)), size, Steps.Read_Records);
        return Taken.Yes;
    }

    /// <summary>G3–G8: is the sub-buffer at a position delivered, and not yet of a later lap?</summary>
    private Taken Delivered(long cur)
    {
        int i = _geometry.Index(cur);

        // Acquire pairs with the release of Deliver_Publish: the content comes with the count.
        long delivered = _memory.LoadAcquire(RegionLayout.DeliveredCount(i), Steps.Get_LoadDelivered); // G3
        if (TRules.LttngForm && IsWriteHead(cur)) // G5, G8
        {
            return Taken.NotDelivered;
        }

        long more = CountApart(delivered, _geometry.FullCount(cur));
        if (more != 0 && !(more < 0 && (TRules.ReaderWithoutDeliveredTest || IsTakenFor(delivered, cur)))) // G7, E2
        {
            return more < 0 ? Taken.NotDelivered : Taken.Overwritten;
        }

        return Taken.Yes;
    }

    /// <summary>Mutant delivered-test-without-size: is the slot's lap before delivered?</summary>
    private bool IsTakenFor(long delivered, long cur) =>
        TRules.DeliveredTestWithoutSize && CountApart(delivered, _geometry.CleanCount(cur)) >= 0;

    private bool IsWriteHead(long cur) =>
        _geometry.Floor(PositionWord.Position(
            _memory.LoadRelaxed(RegionLayout.WritePosition, Steps.Get_LoadWritePosition))) == cur;

    /// <summary>
    /// G9: is the content that of this lap, and does no writer refer to it? Then the spare goes into the slot, with a lap that no
    /// content has: nothing is to be read from there until it was written.
    /// </summary>
    private bool TryExchange(long cur, out int mine, out long left)
    {
        Location at = RegionLayout.Slot(_geometry.Index(cur));
        long word = _memory.LoadAcquire(at, Steps.Get_LoadSlot);
        int spare = (int)_memory.LoadOwn(RegionLayout.Mine);
        left = SlotWord.Make(spare, noref: true, SlotWord.NoLap);
        mine = SlotWord.Sub(word);
        bool isFree = SlotWord.IsNoref(word) || TRules.ReaderWithoutNorefTest;
        bool isThis = SlotWord.IsOf(word, _geometry.Lap(cur)) || TRules.ReaderWithoutLapTest || TRules.ReaderWithoutNorefTest;

        if (!isFree || !isThis)
        {
            return false;
        }

        // A full fence: what was read from the spare comes before; what is read from the sub-buffer, after.
        if (TRules.GetWithoutCas)
        {
            _memory.StoreRelease(at, left, Steps.Get_Exchange);
        }
        else if (!_memory.CompareExchange(at, word, left, Steps.Get_Exchange, Steps.Get_ExchangeFail))
        {
            return false;
        }

        _memory.StoreOwn(RegionLayout.Mine, mine);
        return true;
    }

    /// <summary>G10.</summary>
    private Held ReadHeader(long cur, int sub)
    {
        Span<long> begin = stackalloc long[BeginBlockWords];
        Span<long> end = stackalloc long[EndBlockWords];
        _memory.LoadBlock(RegionLayout.Begin(_geometry, sub), begin, Steps.Get_LoadBegin);
        _memory.LoadBlock(RegionLayout.ContentSize(_geometry, sub), end, Steps.Get_LoadSize);
        return new Held(cur, begin[0], end[0])
        {
            Sub = sub,
            BeginTime = begin[1],
            EndTime = end[1],
            Losses = new LossSample(end[2], end[3], end[4]),
        };
    }

    /// <summary>G1: nothing more will come when the buffer was completed, and the reader is at the write position.</summary>
    private GetResult NoData(long cur)
    {
        if (TRules.ReaderMovesUnconditionally)
        {
            StoreReadPosition(Wrapped(_geometry.Next(cur)));
            return GetResult.NoData;
        }

        // Acquire pairs with the release of Complete_StoreFinal: the write position is the last one.
        if (_memory.LoadAcquire(RegionLayout.Final, Steps.Get_LoadFinal) == 0)
        {
            return GetResult.NoData;
        }

        return TRules.EndWithoutPositionTest
            || PositionWord.Position(_memory.LoadAcquire(RegionLayout.WritePosition, Steps.Get_LoadEnd)) == cur
            ? GetResult.EndOfData
            : GetResult.NoData;
    }

    /// <summary>MOVE: forward only, since writers may have pushed the read position further.</summary>
    /// <returns>How many sub-buffers this released.</returns>
    private int Release(long cur, int subBuffers = 1)
    {
        long to = Wrapped(cur + (subBuffers * (long)_geometry.SubBufferSize));
        if ((!TRules.LttngForm && !_overwrites) || TRules.ReaderMovesUnconditionally || TRules.ReaderMovesBack)
        {
            StoreReadPosition(to);
            return 1;
        }

        while (true)
        {
            long read = _memory.LoadRelaxed(RegionLayout.ReadPosition, Steps.Move_LoadReadPosition);
            if (Apart(read, to) >= 0)
            {
                return 0;
            }

            if (_memory.CompareExchange(RegionLayout.ReadPosition, read, to, Steps.Move_Cas, Steps.Move_CasFail))
            {
                return (int)(Apart(to, read) / _geometry.SubBufferSize);
            }
        }
    }

    /// <summary>Release: the reader's loads from the slot come before a writer that acquires this may enter it.</summary>
    private void StoreReadPosition(long to) =>
        _memory.StoreRelease(RegionLayout.ReadPosition, to, Steps.Move_StoreReadPosition);
}
