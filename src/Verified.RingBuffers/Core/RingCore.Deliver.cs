using System.Runtime.CompilerServices;
using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <content>Delivery (D) and waking the reader (D9).</content>
public readonly partial struct RingCore<TMemory, TRules, TSync>
{
    private const int EndBlockWords = 5;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Deliver(long begin, int sub, Committer? by)
    {
        int i = _geometry.Index(begin);
        if (TRules.LttngForm)
        {
            if (!LockDelivery(begin))
            {
                return false;
            }

            FinalizeEnd(sub, by);
        }

        bool woke = false;
        if (_overwrites && !TRules.PublishBeforeNoref)
        {
            StoreSlot(begin, sub);
        }
        else if (TRules.WakeBeforePublish)
        {
            woke = Wake(begin);
        }

        _memory.StoreRelease(RegionLayout.DeliveredCount(i), WrappedCount(_geometry.FullCount(begin)), Steps.Deliver_Publish); // D6
        if (_overwrites && TRules.PublishBeforeNoref)
        {
            StoreSlot(begin, sub);
        }

        if (_settings.Wakeups && !TRules.WakeBeforePublish)
        {
            // Dekker: publish, then look for a waiting reader; the reader says what it awaits, then looks at what is published.
            _memory.Fence(Steps.None);
            woke = Wake(begin);
        }

        return woke;
    }

    /// <summary>D1: several committers may have seen the count full; the one that gets the odd value in delivers.</summary>
    private bool LockDelivery(long begin)
    {
        Location delivered = RegionLayout.DeliveredCount(_geometry.Index(begin));
        long clean = _geometry.CleanCount(begin);
        long locked = TRules.OnePhaseDelivery ? WrappedCount(_geometry.FullCount(begin)) : clean + 1;
        if (TRules.DeliverWithoutLock)
        {
            _memory.StoreRelease(delivered, locked, Steps.Deliver_Lock);
            return true;
        }

        return _memory.CompareExchange(delivered, clean, locked, Steps.Deliver_Lock, Steps.Deliver_LockFail);
    }

    /// <summary>D3: the end block as the last reserver left it goes into the packet header.</summary>
    private void FinalizeEnd(int sub, Committer? by)
    {
        Span<long> block = stackalloc long[EndBlockWords];
        _memory.LoadBlock(RegionLayout.DataSize(_geometry, sub), block, Steps.Deliver_LoadDataSize);
        SpoilEnd(block, by);
        _memory.StoreBlock(RegionLayout.ContentSize(_geometry, sub), block, Steps.Deliver_StoreSize);
    }

    /// <summary>Mutants: LTTng's own past. What they look at, they look at in the step of the store that follows.</summary>
    private void SpoilEnd(Span<long> block, Committer? by)
    {
        if (TRules.EndTimeAtDelivery)
        {
            block[1] = _memory.LoadWithNextBlock(RegionLayout.Now);
        }

        if (TRules.LossesSampledAtDelivery)
        {
            block[2] = _memory.LoadWithNextBlock(RegionLayout.Lost(FullCause));
            block[3] = _memory.LoadWithNextBlock(RegionLayout.Lost(WrappedCause));
            block[4] = _memory.LoadWithNextBlock(RegionLayout.Lost(TooBigCause));
        }

        if (TRules.EndTimeOfCommitter && by is not null)
        {
            block[1] = by.Time;
        }

        if (TRules.LossesOfCommitter && by is not null)
        {
            (block[2], block[3], block[4]) = (by.Sample.Full, by.Sample.Wrapped, by.Sample.TooBig);
        }
    }

    /// <summary>
    /// D5: sets noref. No process but this one refers to the sub-buffer, and the reader can not exchange a slot that is referred
    /// to, so a store will do. Release: headers and content come before the reader may take them.
    /// </summary>
    private void StoreSlot(long begin, int sub)
    {
        long lap = _geometry.Lap(TRules.LapOfNextByte ? _geometry.Next(begin) : begin);
        long word = SlotWord.Make(sub, noref: true, lap);
        _memory.StoreRelease(RegionLayout.Slot(_geometry.Index(begin)), word, Steps.Deliver_StoreSlot);
    }

    /// <summary>D9: wakes a reader that awaits the delivery of this sub-buffer or of one before it.</summary>
    private bool Wake(long begin)
    {
        long awaited = _memory.LoadRelaxed(RegionLayout.Waiting, Steps.Wake_LoadWaiting);
        return awaited != NoWait && Apart(_geometry.Floor(begin), awaited - 1) >= (TRules.WakeOneLate ? 1 : 0) && WakeFrom(awaited);
    }

    /// <summary>D9: whatever a reader awaits, nothing more will come.</summary>
    private bool WakeAny()
    {
        long awaited = _memory.LoadRelaxed(RegionLayout.Waiting, Steps.Wake_LoadWaiting);
        return awaited != NoWait && WakeFrom(awaited);
    }

    private bool WakeFrom(long awaited)
    {
        if (!_memory.CompareExchange(RegionLayout.Waiting, awaited, NoWait, Steps.Wake_Cas, Steps.Wake_CasFail))
        {
            return false;
        }

        _memory.StoreRelease(RegionLayout.Signal, 1, Steps.Wake_Signal);
        return true;
    }
}
