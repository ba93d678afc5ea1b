using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <content>How the reader goes to sleep and wakes (WAIT). Sleeping itself is the caller's.</content>
public readonly partial struct RingCore<TMemory, TRules, TSync>
{
    private const long NoWait = 0;

    /// <summary>
    /// Says what the reader awaits, and looks once more. If the result is true the caller may sleep until a producer's call returns
    /// that it signalled the reader, and then calls <see cref="TakeSignal"/>; or, at any time before, <see cref="CancelWait"/>.
    /// </summary>
    /// <param name="watermark">How many sub-buffers are to be delivered: 1 to N.</param>
    /// <param name="target">What is awaited: the position of the last of them.</param>
    /// <returns>False if there is nothing to wait for: they are delivered, or the buffer was completed.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="watermark"/> is out of range.</exception>
    /// <exception cref="InvalidOperationException">The ring was made without wake-ups.</exception>
    public bool PrepareToWait(int watermark, out long target)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(watermark, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(watermark, _geometry.SubBufferCount);
        if (!_settings.Wakeups)
        {
            throw new InvalidOperationException("The ring buffer was made without wake-ups.");
        }

        long read = _memory.LoadRelaxed(RegionLayout.ReadPosition, Steps.Wait_LoadReadPosition);
        target = Wrapped(read + ((watermark - 1) * (long)_geometry.SubBufferSize));
        _memory.StoreRelease(RegionLayout.Waiting, target + 1, Steps.Wait_StoreWaiting);
        if (TRules.WaitWithoutRecheck)
        {
            return true;
        }

        // Dekker: say what is awaited, then look at what is published; a deliverer publishes, then looks for who waits.
        _memory.Fence(Steps.None);
        if (!IsThere(target))
        {
            return true;
        }

        if (!CancelWait(target))
        {
            TakeSignal();
        }

        return false;
    }

    /// <summary>Ends a wait before it was signalled.</summary>
    /// <param name="target">What <see cref="PrepareToWait"/> gave.</param>
    /// <returns>False if a deliverer was first: its signal is in flight, and <see cref="TakeSignal"/> must take it.</returns>
    public bool CancelWait(long target) =>
        _memory.CompareExchange(RegionLayout.Waiting, target + 1, NoWait, Steps.Wait_Cancel, Steps.Wait_CancelFail);

    /// <summary>Takes the signal that ended a wait. Waits for it, which is short: a deliverer has begun to give it.</summary>
    public void TakeSignal() => _memory.TakeWhenSet(RegionLayout.Signal, Steps.Wait_TakeSignal);

    private bool IsThere(long target)
    {
        long delivered = _memory.LoadAcquire(
            RegionLayout.DeliveredCount(_geometry.Index(target)), Steps.Wait_LoadDelivered);
        return CountApart(delivered, _geometry.FullCount(target)) >= 0
            || (!TRules.WaitWithoutFinalTest && _memory.LoadAcquire(RegionLayout.Final, Steps.Wait_LoadFinal) == 1);
    }
}
