using System.Runtime.CompilerServices;

namespace Verified.RingBuffers.Core;

/// <summary>
/// The method whose machine code is inspected: the shipped fast path of reserve and commit, for a payload of fixed length.
/// </summary>
public static unsafe class FastPath
{
    /// <summary>
    /// Writes a record of 8 bytes. On its fast path there are one compare-exchange (reserve), one add (commit), and no call:
    /// entering a sub-buffer, losing a record and delivering are calls, off that path.
    /// </summary>
    /// <param name="ring">The ring.</param>
    /// <param name="value">The payload, in the processor's byte order.</param>
    /// <returns>False if the record is lost; it is counted.</returns>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool WriteInt64(RingBuffer ring, long value)
    {
        if (!ring.TryReserve(sizeof(long), out Reserved slot))
        {
            return false;
        }

        Unsafe.WriteUnaligned(ring.PayloadOf(slot), value);
        ring.Core.Commit(slot);
        GC.KeepAlive(ring);
        return true;
    }
}
