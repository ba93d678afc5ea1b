using Verified.Atomics;

namespace Verified.Exploration;

/// <summary>
/// Shared memory as an explorer sees it: before each access a scheduling point, then the access, then a report.
/// Sequentially consistent: an ordering weaker than the code needs is not seen here.
/// </summary>
/// <param name="region">The bytes; shared by all lanes.</param>
/// <param name="lane">The logical thread that uses this value; named in every report.</param>
public readonly struct ExploredMemory(ExploredRegion region, int lane) : IMemory
{
    /// <summary>The bytes that this memory stands for.</summary>
    public ExploredRegion Region => region;

    /// <summary>The logical thread in whose name accesses are reported.</summary>
    public int Lane => lane;

    /// <inheritdoc/>
    public long LoadAcquire(Location at, string step)
    {
        if (step.Length == 0)
        {
            // An observation outside the algorithm is no step, and so must not be made where it could decide one.
            return !region.RequiresNames
                ? region.Word(at)
                : throw new ScheduleViolationException($"{at.Name}[{at.Index}] was loaded without the name of a step");
        }

        region.Interleaver.Interleave();
        long value = region.Word(at);
        region.Report(new MemoryAccess(lane, MemoryAccessKind.Load, at, value, value, 0, sizeof(long), step));
        return value;
    }

    /// <inheritdoc/>
    public long LoadRelaxed(Location at, string step) => LoadAcquire(at, step);

    /// <inheritdoc/>
    public void StoreRelease(Location at, long value, string step)
    {
        region.Interleaver.Interleave();
        ref long word = ref region.Word(at);
        long old = word;
        word = value;
        region.Report(new MemoryAccess(lane, MemoryAccessKind.Store, at, old, value, 0, sizeof(long), step));
    }

    /// <inheritdoc/>
    public void StoreRelaxed(Location at, long value, string step) => StoreRelease(at, value, step);

    /// <inheritdoc/>
    public long LoadOwn(Location at)
    {
        region.RequireOwn(lane, at);
        return region.Word(at);
    }

    /// <inheritdoc/>
    public void StoreOwn(Location at, long value)
    {
        region.RequireOwn(lane, at);
        region.Word(at) = value;
    }

    /// <inheritdoc/>
    public long LoadWithNextBlock(Location at)
    {
        if (!region.AllowsLoadsWithBlocks)
        {
            throw new ScheduleViolationException($"{at.Name}[{at.Index}] was loaded in one step with a block, as mutants alone may");
        }

        region.InterleaveBlock(lane);
        return region.Word(at);
    }

    /// <inheritdoc/>
    /// <remarks>A load of the word that the clock is here: a ticker lane moves it on.</remarks>
    public long ReadClock(Location at, string step)
    {
        region.Interleaver.Interleave();
        long value = region.Word(at);
        region.Report(new MemoryAccess(lane, MemoryAccessKind.ReadClock, at, value, value, 0, sizeof(long), step));
        return value;
    }

    /// <inheritdoc/>
    public void StoreBlock(Location at, ReadOnlySpan<long> words, string step)
    {
        region.InterleaveBlock(lane);
        region.EndBlock();
        region.StoreBlock(lane, at, words, step);
    }

    /// <inheritdoc/>
    public void LoadBlock(Location at, Span<long> words, string step)
    {
        region.Interleaver.Interleave();
        region.LoadBlock(lane, at, words, step);
    }

    /// <inheritdoc/>
    /// <remarks>The lane is not scheduled before.</remarks>
    public void TakeWhenSet(Location at, string step)
    {
        ExploredRegion shared = region;
        region.Interleaver.InterleaveUntil(() => shared.Word(at) == 1, at.Name + " of " + step);
        region.Word(at) = 0;
        region.Report(new MemoryAccess(lane, MemoryAccessKind.TakeWhenSet, at, 1, 0, 1, sizeof(long), step));
    }

    /// <inheritdoc/>
    public bool CompareExchange(Location at, long expected, long desired, string step, string failStep)
    {
        region.Interleaver.Interleave();
        ref long word = ref region.Word(at);
        long old = word;
        bool swapped = old == expected && !region.FailsNext();
        if (swapped)
        {
            word = desired;
        }

        region.Report(new MemoryAccess(
            lane, MemoryAccessKind.CompareExchange, at, old, word, expected, sizeof(long), swapped ? step : failStep)
        {
            HasFailed = !swapped,
        });
        return swapped;
    }

    /// <inheritdoc/>
    public long Add(Location at, long delta, string step)
    {
        region.Interleaver.Interleave();
        ref long word = ref region.Word(at);
        long old = word;
        long sum = old + delta;
        word = sum;
        region.Report(new MemoryAccess(lane, MemoryAccessKind.Add, at, old, sum, 0, sizeof(long), step));
        return sum;
    }

    /// <inheritdoc/>
    /// <remarks>In sequential consistency a fence does nothing: it is no step, and nothing is scheduled at it.</remarks>
    public void Fence(string step)
    {
    }

    /// <inheritdoc/>
    public void Pause() => region.Interleaver.Interleave();

    /// <inheritdoc/>
    public void BeginWrite(Location at, int length, string step)
    {
        region.Interleaver.Interleave();
        region.OpenWrite(lane, at, length, step);
    }

    /// <inheritdoc/>
    public void EndWrite(Location at, int header, string step)
    {
        region.Interleaver.Interleave();
        region.CloseWrite(lane, at, header, sizeof(int), step);
    }

    /// <inheritdoc/>
    public void EndWrite(Location at, long header, string step)
    {
        region.Interleaver.Interleave();
        region.CloseWrite(lane, at, header, sizeof(long), step);
    }

    /// <inheritdoc/>
    public int LoadHeader(Location at, string step)
    {
        region.Interleaver.Interleave();
        int header = region.Header(at);
        region.Report(new MemoryAccess(lane, MemoryAccessKind.Load, at, header, header, 0, sizeof(int), step));
        return header;
    }

    /// <inheritdoc/>
    /// <remarks>It ends a hold of the lane: the bytes were read.</remarks>
    public void StoreHeader(Location at, int header, string step)
    {
        region.Interleaver.Interleave();
        region.StoreHeader(lane, at, header, step);
    }

    /// <inheritdoc/>
    public void BeginRead(Location at, int length, string step)
    {
        region.Interleaver.Interleave();
        region.OpenRead(lane, at, length, step);
    }
}
