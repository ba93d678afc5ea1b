using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <content>Flush (F1–F9).</content>
public readonly partial struct RingCore<TMemory, TRules>
{
    /// <summary>
    /// Ends the sub-buffer being written, so that the reader gets it once its last reservation is committed. Lock-free; may be
    /// called at any time by any thread, inside a reservation too.
    /// </summary>
    /// <param name="mode">What to do when nothing is in it. An empty packet is not sent where its slot is not free.</param>
    public void Flush(FlushMode mode)
    {
        long o;
        do
        {
            o = _memory.LoadAcquire(RegionLayout.WritePosition, Steps.Flush_LoadWritePosition); // F1
            if (_geometry.Offset(o) == 0 && (mode == FlushMode.Active || !MaySendEmpty(o)))
            {
                return;
            }
        }
        while (!_memory.CompareExchange(
            RegionLayout.WritePosition, o, _geometry.Next(o), Steps.Flush_Cas, Steps.Flush_CasFail)); // F4

        if (_geometry.Offset(o) == 0)
        {
            OldStart(o); // F8
            o += Geometry.PacketHeaderSize;
        }

        OldEnd(o); // F9
    }

    /// <summary>F2: E3 and E1 for the sub-buffer that begins at <paramref name="o"/>.</summary>
    private bool MaySendEmpty(long o)
    {
        if (TRules.FlushWithoutCleanTest)
        {
            return true;
        }

        long delivered = _memory.LoadAcquire(
            RegionLayout.DeliveredCount(_geometry.Index(o)), Steps.Flush_LoadDelivered);
        if (delivered != _geometry.CleanCount(o))
        {
            return false;
        }

        // Acquire: the reader's loads from the slot come before this thread's stores to it.
        long read = _memory.LoadAcquire(RegionLayout.ReadPosition, Steps.Flush_LoadReadPosition);
        return o - read < _geometry.BufferSize;
    }
}
