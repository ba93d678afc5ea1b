using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <content>The reader's other operations: snapshot, put back, clear.</content>
public readonly partial struct RingCore<TMemory, TRules, TSync>
{
    /// <summary>
    /// Begins to look at all that is there, oldest to newest, and release nothing. For the one reader, which must hold nothing.
    /// </summary>
    /// <returns>Where the snapshot is; it ends where the sub-buffer being written begins.</returns>
    public SnapshotCursor BeginSnapshot()
    {
        // Acquire: the write position is no older, and so not behind the read position.
        long read = _memory.LoadAcquire(RegionLayout.ReadPosition, Steps.Snapshot_LoadReadPosition);
        long end = _geometry.Floor(PositionWord.Position(
            _memory.LoadAcquire(RegionLayout.WritePosition, Steps.Snapshot_LoadWritePosition)));

        // No more than the ring is there: what is older was overwritten since.
        long oldest = Wrapped(end - _geometry.BufferSize + (TRules.SnapshotOneShort ? _geometry.SubBufferSize : 0));
        long from = Apart(read, oldest) >= 0 ? read : oldest;
        return new SnapshotCursor
        {
            Position = from,
            End = end,
            Overwritten = (int)(Apart(from, read) / _geometry.SubBufferSize),
        };
    }

    /// <summary>Gets the next sub-buffer of a snapshot. Those that were overwritten or are not finished are left out, and counted.</summary>
    /// <param name="cursor">Where the snapshot is; goes on.</param>
    /// <param name="sub">The sub-buffer: give it back with <see cref="Put"/>, before the next.</param>
    /// <returns>False at the end.</returns>
    public bool TryGetNext(ref SnapshotCursor cursor, out Held sub)
    {
        sub = default;
        while (Apart(cursor.Position, cursor.End) < 0)
        {
            long cur = cursor.Position;
            cursor.Position = Wrapped(_geometry.Next(cur));
            bool tests = !TRules.SnapshotTestsFirstOnly || !cursor.HasBegun;
            cursor.HasBegun = true;
            switch (Take(cur, tests, out sub))
            {
                case Taken.Yes:
                    return true;
                case Taken.Overwritten:
                    cursor.Overwritten++;
                    break;
                case Taken.NotDelivered when TRules.ReaderMovesUnconditionally:
                    StoreReadPosition(cursor.Position);
                    cursor.Position = cursor.End;
                    break;
                default:
                    cursor.Unfinished++;
                    break;
            }
        }

        return false;
    }

    /// <summary>Puts a sub-buffer of a snapshot back, so that it is there for the next; nothing in discard mode.</summary>
    /// <param name="sub">What <see cref="TryGetNext"/> gave, exactly once.</param>
    public void Put(in Held sub)
    {
        if (!_overwrites)
        {
            return;
        }

        // If a writer has claimed the slot since, the reader keeps what it has as its spare.
        Location at = RegionLayout.Slot(_geometry.Index(sub.Position));
        long back = SlotWord.Make(sub.Sub, noref: true, _geometry.Lap(sub.Position));
        if (TRules.PutBackWithoutCas)
        {
            _memory.StoreRelease(at, back, Steps.Put_Cas);
            _memory.StoreOwn(RegionLayout.Mine, SlotWord.Sub(sub.SlotWord));
        }
        else if (_memory.CompareExchange(at, sub.SlotWord, back, Steps.Put_Cas, Steps.Put_CasFail))
        {
            _memory.StoreOwn(RegionLayout.Mine, SlotWord.Sub(sub.SlotWord));
        }
    }

    /// <summary>
    /// Releases all that is delivered, unread. No further, so that no reservation is ever behind the read position, while writers
    /// run too. For the one reader, which must hold nothing.
    /// </summary>
    /// <returns>How many sub-buffers were released.</returns>
    public int Clear()
    {
        int released = 0;
        while (true)
        {
            long cur = _memory.LoadRelaxed(RegionLayout.ReadPosition, Steps.Clear_LoadReadPosition);
            long delivered = _memory.LoadAcquire(
                RegionLayout.DeliveredCount(_geometry.Index(cur)), Steps.Clear_LoadDelivered);
            if (CountApart(delivered, _geometry.FullCount(cur)) < 0 && !TRules.ClearWithoutDeliveredTest)
            {
                return released;
            }

            released += Release(cur, TRules.ClearOneTooFar ? 2 : 1);
        }
    }
}
