using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <content>The reader (G2–G10, MOVE).</content>
public readonly partial struct RingCore<TMemory, TRules>
{
    /// <summary>Gets the next delivered sub-buffer, if there is one. Wait-free. For the one reader, which must not hold another.</summary>
    /// <param name="sub">The sub-buffer: give it back with <see cref="Move"/>.</param>
    /// <returns>True if there is one.</returns>
    public bool TryGet(out Held sub)
    {
        // The reader's own word: no one else stores it in discard mode.
        long cur = _memory.LoadRelaxed(RegionLayout.ReadPosition, Steps.Get_LoadReadPosition); // G2
        int i = _geometry.Index(cur);

        // Acquire pairs with the release of Deliver_Publish: the content comes with the count.
        long delivered = _memory.LoadAcquire(RegionLayout.DeliveredCount(i), Steps.Get_LoadDelivered); // G3
        bool writeHead = TRules.LttngForm
            && _geometry.Floor(_memory.LoadRelaxed(RegionLayout.WritePosition, Steps.Get_LoadWritePosition)) == cur; // G5, G8
        if (writeHead || (delivered != _geometry.FullCount(cur) && !TRules.ReaderWithoutDeliveredTest)) // G7, E2
        {
            sub = default;
            if (TRules.ReaderMovesUnconditionally)
            {
                StoreReadPosition(_geometry.Next(cur));
            }

            return false;
        }

        long begin = _memory.LoadRelaxed(RegionLayout.Begin(_geometry, i), Steps.Get_LoadBegin); // G10
        long size = _memory.LoadRelaxed(RegionLayout.ContentSize(_geometry, i), Steps.Get_LoadSize);
        sub = new Held(cur, begin, size);

        // Clamped, since a damaged size must not name bytes outside the sub-buffer.
        _memory.BeginRead(Cell(cur), (int)Math.Clamp(size, 0, _geometry.SubBufferSize), Steps.Read_Records);
        return true;
    }

    /// <summary>Releases the sub-buffer that the reader holds: writers may enter its slot again. Wait-free.</summary>
    /// <param name="sub">What <see cref="TryGet"/> gave, exactly once.</param>
    public void Move(in Held sub)
    {
        long to = _geometry.Next(sub.Position);
        if (!TRules.LttngForm || TRules.ReaderMovesUnconditionally)
        {
            StoreReadPosition(to);
            return;
        }

        // Forward only. In discard mode no one else moves the read position, so the compare-exchange never fails.
        long read;
        do
        {
            read = _memory.LoadRelaxed(RegionLayout.ReadPosition, Steps.Move_LoadReadPosition);
        }
        while (read < to && !_memory.CompareExchange(RegionLayout.ReadPosition, read, to, Steps.Move_Cas, Steps.Move_Cas));
    }

    /// <summary>Release: the reader's loads from the slot come before a writer that acquires this may enter it.</summary>
    private void StoreReadPosition(long to) =>
        _memory.StoreRelease(RegionLayout.ReadPosition, to, Steps.Move_StoreReadPosition);
}
