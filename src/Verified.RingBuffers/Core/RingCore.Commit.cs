using System.Runtime.CompilerServices;
using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <content>Ends of writes, the sub-buffer switch (2.3 of the algorithm's description), commit (C).</content>
public readonly partial struct RingCore<TMemory, TRules, TSync>
{
    /// <summary>Gives a written record to the reader. Wait-free.</summary>
    /// <param name="slot">A reservation that is neither committed nor abandoned; the caller answers for that.</param>
    /// <returns>True if a sleeping reader was signalled: it is to be released now.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Commit(in Reserved slot) => _clocked
        ? EndClocked(slot, isAbandoned: false)
        : End(Cell(slot.Sub, slot.Begin), slot.Begin, slot.Size, slot.Sub, slot.PayloadLength, slot.By);

    /// <summary>Gives a reservation up: its bytes become a record that the reader skips, and it is counted. Wait-free.</summary>
    /// <param name="slot">A reservation that is neither committed nor abandoned; the caller answers for that.</param>
    /// <returns>As of <see cref="Commit"/>.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool Abandon(in Reserved slot)
    {
        if (_clocked)
        {
            return EndClocked(slot, isAbandoned: true);
        }

        bool woke = TRules.CountBeforeData && CommitPiece(slot.Begin, slot.Size, slot.Sub, slot.By);
        _memory.EndWrite(Cell(slot.Sub, slot.Begin), slot.PayloadLength | Reserved.AbandonedFlag, Steps.Write_Abandon);
        CountAbandoned();
        return TRules.CountBeforeData ? woke : CommitPiece(slot.Begin, slot.Size, slot.Sub, slot.By);
    }

    /// <summary>Write_End without a clock, and C2–C4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool End(Location at, long begin, int size, int sub, int payloadLength, Committer? by)
    {
        bool woke = TRules.CountBeforeData && CommitPiece(begin, size, sub, by);
        _memory.EndWrite(at, payloadLength, Steps.Write_End);
        return TRules.CountBeforeData ? woke : CommitPiece(begin, size, sub, by);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool EndClocked(in Reserved slot, bool isAbandoned) =>
        EndClocked(Cell(slot.Sub, slot.Begin), slot.Begin, slot.Size, slot.Sub, slot.PayloadLength, slot.Time, slot.IsFull, slot.By, isAbandoned);

    /// <summary>Write_End or Write_Abandon with a clock, and C2–C4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool EndClocked(Location at, long begin, int size, int sub, int payloadLength, long time, bool isFull, Committer? by, bool isAbandoned)
    {
        bool woke = TRules.CountBeforeData && CommitPiece(begin, size, sub, by);
        long header = ClockedHeader(time, payloadLength | (isAbandoned ? Reserved.AbandonedFlag : 0), isFull);
        _memory.EndWrite(at, header, isAbandoned ? Steps.Write_Abandon : Steps.Write_End);
        if (isAbandoned)
        {
            CountAbandoned();
        }

        return TRules.CountBeforeData ? woke : CommitPiece(begin, size, sub, by);
    }

    private void CountAbandoned() => _memory.Add(RegionLayout.Lost(AbandonedCause), 1, Steps.Lose_Abandoned);

    /// <summary>C2–C5: commits the piece [begin, begin + size) of one sub-buffer.</summary>
    /// <returns>True if a sleeping reader was signalled.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool CommitPiece(long begin, int size, int sub, Committer? by) =>
        !TryCommit(_memory, begin, size, out long sum, out long early) && CommitRest(begin, size, sub, sum, early, by);

    /// <summary>C2.</summary>
    /// <returns>False if <see cref="CommitRest"/> must go on.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryCommit(in TMemory memory, long begin, int size, out long sum, out long early)
    {
        Location count = RegionLayout.CommitCount(_geometry.Index(begin));
        early = TRules.PrefixPositionBeforeCount && _recoverable ? LoadForPrefix() : 0;

        // A full fence: the piece's bytes before it; and, if the sum is full, everyone else's before the delivery.
        sum = TSync.IsOneWriter ? StoreCount(memory, count, begin, size) : memory.Add(count, size, Steps.Commit_AddCount);
        if (TRules.LttngForm)
        {
            sum = memory.LoadAcquire(count, Steps.Commit_LoadCount);
        }

        // A full count has no remainder: asked first, since that mostly is the answer.
        return _geometry.Offset(sum) != 0 && !_recoverable;
    }

    /// <summary>C3–C5: what <see cref="TryCommit"/> left.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool CommitRest(long begin, int size, int sub, long sum, long early, Committer? by)
    {
        // The piece's own lap: a committer that is late by a lap can not deliver the wrong one.
        if (_geometry.Offset(sum) == 0 && IsSameCount(sum, _geometry.FullCount(begin)))
        {
            return Deliver(begin, sub, by);
        }

        if (_recoverable)
        {
            StorePrefix(begin, size, sum, early); // C5
        }

        return false;
    }

    /// <summary>C2 of the one writer. Release: the piece's bytes come before; all others' are this thread's, too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long StoreCount(in TMemory memory, Location count, long begin, int size)
    {
        long sum = TRules.CountOfOwnEnd ? _geometry.CleanCount(begin) + _geometry.Offset(begin) + size : memory.LoadOwn(count) + size;
        memory.StoreRelease(count, sum, Steps.Commit_StoreCount);
        return sum;
    }

    /// <summary>OLD_END: says where the data of the sub-buffer that is left at <paramref name="at"/> ends, and commits its padding.</summary>
    /// <returns>False in the mutant that does not commit it.</returns>
    private bool OldEnd(long at, int sub, ref Attempt attempt)
    {
        StoreEnd(sub, _geometry.Offset(at), attempt, Steps.OldEnd_StoreSize, Steps.OldEnd_StoreDataSize);
        if (TRules.PaddingNotCommitted)
        {
            return false;
        }

        attempt.Woke |= CommitPiece(at, (int)(_geometry.Next(at) - at), sub, By(attempt));
        return true;
    }

    /// <summary>
    /// NEW_START, and OLD_START of an empty sub-buffer that a flush sends: the begin block of the packet header. Others may have
    /// written behind it already.
    /// </summary>
    private void StoreBegin(long at, int sub, string step, ref Attempt attempt)
    {
        _memory.StoreBlock(RegionLayout.Begin(_geometry, sub), [at, attempt.Time], step);
        if (!TRules.HeaderNotCommitted)
        {
            attempt.Woke |= CommitPiece(at, Geometry.PacketHeaderSize, sub, By(attempt));
        }
    }

    /// <summary>
    /// The end block. No atomic needed: one reservation is the last of its sub-buffer, and delivery waits for its commit.
    /// </summary>
    private void StoreEnd(int sub, long size, in Attempt attempt, string leanStep, string lttngStep)
    {
        LossSample sample = TRules.LossesNotStated ? default : attempt.Sample;
        ReadOnlySpan<long> block = [size, attempt.Time, sample.Full, sample.Wrapped, sample.TooBig];
        if (TRules.LttngForm)
        {
            _memory.StoreBlock(RegionLayout.DataSize(_geometry, sub), block, lttngStep);
        }
        else
        {
            _memory.StoreBlock(RegionLayout.ContentSize(_geometry, sub), block, leanStep);
        }
    }
}
