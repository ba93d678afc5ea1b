using System.Runtime.CompilerServices;
using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <summary>
/// The method whose machine code is inspected: the shipped fast path of reserve and commit, for a payload of fixed length.
/// </summary>
public static unsafe class FastPath
{
    private const int Size = 16; // header, payload, alignment

    /// <summary>
    /// Writes a record of 8 bytes. On its fast path there are one compare-exchange (reserve), one add (commit), and no call, in
    /// both modes: entering a sub-buffer, pushing the reader, claiming a sub-buffer from it, losing a record, delivering, and
    /// the clock are calls, off that path.
    /// </summary>
    /// <param name="ring">The ring.</param>
    /// <param name="value">The payload, in the processor's byte order.</param>
    /// <returns>False if the record is lost; it is counted.</returns>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool WriteInt64(RingBuffer ring, long value) =>
        ring.Accepts(sizeof(long)) && ring.Core.TryReserveFast(Size, out long begin, out int sub)
            ? Finish(ring, begin, sub, value)
            : WriteSlow(ring, value);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool WriteSlow(RingBuffer ring, long value)
    {
        if (!ring.ReserveSlow(sizeof(long), out Reserved slot))
        {
            return false;
        }

        Unsafe.WriteUnaligned(ring.PayloadOf(slot), value);
        ring.Commit(slot);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Finish(RingBuffer ring, long begin, int sub, long value)
    {
        Location at = ring.Core.Cell(sub, begin);
        Unsafe.WriteUnaligned(ring.Core.Memory.BasePointer + at.Offset + Geometry.RecordHeaderSize, value);
        if (ring.Core.End(at, begin, Size, sub, sizeof(long), null))
        {
            ring.WakeReader();
        }

        GC.KeepAlive(ring);
        return true;
    }
}
