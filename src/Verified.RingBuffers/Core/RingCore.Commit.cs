using System.Runtime.CompilerServices;
using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <content>Ends of writes, the sub-buffer switch (2.3 of the algorithm's description), commit (C) and delivery (D).</content>
public readonly partial struct RingCore<TMemory, TRules>
{
    /// <summary>Gives a written record to the reader. Wait-free.</summary>
    /// <param name="slot">A reservation that is neither committed nor abandoned; the caller answers for that.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Commit(in Reserved slot) => End(slot, slot.PayloadLength, Steps.Write_End);

    /// <summary>Gives a reservation up: its bytes become a record that the reader skips. Wait-free.</summary>
    /// <param name="slot">A reservation that is neither committed nor abandoned; the caller answers for that.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Abandon(in Reserved slot) => End(slot, slot.PayloadLength | Reserved.AbandonedFlag, Steps.Write_Abandon);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void End(in Reserved slot, int header, string step)
    {
        if (TRules.CountBeforeData)
        {
            CommitPiece(slot.Begin, slot.Size);
            _memory.EndWrite(Cell(slot.Begin), header, step);
            return;
        }

        _memory.EndWrite(Cell(slot.Begin), header, step);
        CommitPiece(slot.Begin, slot.Size);
    }

    /// <summary>C2–C4: commits the piece [begin, begin + size) of one sub-buffer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CommitPiece(long begin, int size)
    {
        Location count = RegionLayout.CommitCount(_geometry.Index(begin));

        // A full fence: the piece's bytes before it; and, if the sum is full, everyone else's before the delivery.
        long sum = _memory.Add(count, size, Steps.Commit_AddCount);
        if (TRules.LttngForm)
        {
            sum = _memory.LoadAcquire(count, Steps.Commit_LoadCount);
        }

        // The piece's own lap: a committer that is late by a lap can not deliver the wrong one.
        if (sum == _geometry.FullCount(begin))
        {
            Deliver(begin);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Deliver(long begin)
    {
        int i = _geometry.Index(begin);
        if (TRules.LttngForm)
        {
            if (!LockDelivery(begin))
            {
                return;
            }

            long size = _memory.LoadRelaxed(RegionLayout.DataSize(i), Steps.Deliver_LoadDataSize);
            _memory.StoreRelaxed(RegionLayout.ContentSize(_geometry, i), size, Steps.Deliver_StoreSize);
        }

        _memory.StoreRelease(RegionLayout.DeliveredCount(i), _geometry.FullCount(begin), Steps.Deliver_Publish);
    }

    /// <summary>D1: several committers may have seen the count full; the one that gets the odd value in delivers.</summary>
    private bool LockDelivery(long begin)
    {
        Location delivered = RegionLayout.DeliveredCount(_geometry.Index(begin));
        long clean = _geometry.CleanCount(begin);
        long locked = TRules.OnePhaseDelivery ? _geometry.FullCount(begin) : clean + 1;
        if (TRules.DeliverWithoutLock)
        {
            _memory.StoreRelease(delivered, locked, Steps.Deliver_Lock);
            return true;
        }

        return _memory.CompareExchange(delivered, clean, locked, Steps.Deliver_Lock, Steps.Deliver_LockFail);
    }

    /// <summary>OLD_END: says where the data of the sub-buffer that is left at <paramref name="at"/> ends, and commits its padding.</summary>
    private void OldEnd(long at)
    {
        StoreEnd(at, _geometry.Offset(at), Steps.OldEnd_StoreSize, Steps.OldEnd_StoreDataSize);
        if (!TRules.PaddingNotCommitted)
        {
            CommitPiece(at, (int)(_geometry.Next(at) - at));
        }
    }

    /// <summary>NEW_START: the packet header of the sub-buffer that this writer entered. Others may have written behind it already.</summary>
    private void NewStart(long at)
    {
        _memory.StoreRelaxed(RegionLayout.Begin(_geometry, _geometry.Index(at)), at, Steps.NewStart_StoreBegin);
        CommitPiece(at, Geometry.PacketHeaderSize);
    }

    /// <summary>OLD_START: the packet header of an empty sub-buffer that a flush sends.</summary>
    private void OldStart(long at)
    {
        _memory.StoreRelaxed(RegionLayout.Begin(_geometry, _geometry.Index(at)), at, Steps.OldStart_StoreBegin);
        CommitPiece(at, Geometry.PacketHeaderSize);
    }

    /// <summary>NEW_END: the record fills its sub-buffer to the last byte; the record's own commit completes it.</summary>
    private void NewEnd(long begin) =>
        StoreEnd(begin, _geometry.SubBufferSize, Steps.NewEnd_StoreSize, Steps.NewEnd_StoreDataSize);

    /// <summary>No atomic needed: one reservation is the last of its sub-buffer, and delivery waits for its commit.</summary>
    private void StoreEnd(long at, long size, string leanStep, string lttngStep)
    {
        int i = _geometry.Index(at);
        if (TRules.LttngForm)
        {
            _memory.StoreRelaxed(RegionLayout.DataSize(i), size, lttngStep);
        }
        else
        {
            _memory.StoreRelaxed(RegionLayout.ContentSize(_geometry, i), size, leanStep);
        }
    }
}
