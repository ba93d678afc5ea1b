using System.Runtime.CompilerServices;
using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <summary>
/// Writing a value whose length is known when the machine code is made: the path that is inspected. Entering a sub-buffer, pushing
/// the reader, claiming a sub-buffer from it, losing a record, delivering, and the clock are calls, off that path.
/// </summary>
public static unsafe class FastPath
{
    /// <summary>
    /// Writes a record of 8 bytes into a ring of many writers. On its fast path there are one compare-exchange (reserve), one add (commit), and no
    /// call, in both modes.
    /// </summary>
    /// <param name="ring">The ring.</param>
    /// <param name="value">The payload, in the processor's byte order.</param>
    /// <returns>False if the record is lost; it is counted.</returns>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool WriteInt64(RingBuffer ring, long value) => Write(ring, ring.Core, value);

    /// <summary>The same for a ring of one writer: no locked instruction, and no call.</summary>
    /// <inheritdoc cref="WriteInt64"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool WriteInt64AsOwner(RingBuffer ring, long value) => Write(ring, ring.OwnCore, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Write<T, TSync>(RingBuffer ring, in RingCore<ProcessorMemory, LeanRules, TSync> core, in T value)
        where T : unmanaged
        where TSync : struct, ISynchronisation
    {
        if (!ring.AcceptsFast(sizeof(T)) || !core.TryBegin(sizeof(T), out long begin, out nint offset, out int sub))
        {
            return WriteSlow<T, TSync>(ring, core, value);
        }

        Unsafe.WriteUnaligned(core.Memory.BasePointer + offset + Geometry.RecordHeaderSize, value);
        if (core.End(sizeof(T), begin, offset, sub))
        {
            ring.WakeReader();
        }

        GC.KeepAlive(ring);
        return true;
    }

    /// <summary>Writes bytes, as <see cref="Write"/> a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool WriteSpan<TSync>(RingBuffer ring, in RingCore<ProcessorMemory, LeanRules, TSync> core, ReadOnlySpan<byte> payload)
        where TSync : struct, ISynchronisation
    {
        if (!ring.AcceptsFast(payload.Length) || !core.TryBegin(payload.Length, out long begin, out nint offset, out int sub))
        {
            return WriteSpanSlow(ring, core, payload);
        }

        payload.CopyTo(new Span<byte>(core.Memory.BasePointer + offset + Geometry.RecordHeaderSize, payload.Length));
        if (core.End(payload.Length, begin, offset, sub))
        {
            ring.WakeReader();
        }

        GC.KeepAlive(ring);
        return true;
    }

    /// <summary>The clock's fast path, and then what is left: a slow path, a length that is out of range, a ring that is disposed.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool WriteSlow<T, TSync>(RingBuffer ring, in RingCore<ProcessorMemory, LeanRules, TSync> core, in T value)
        where T : unmanaged
        where TSync : struct, ISynchronisation
    {
        if (core.IsClocked && ring.Accepts(sizeof(T)) && core.TryBeginClocked(sizeof(T), out long begin, out nint offset, out int sub, out long time, out bool isFull))
        {
            Unsafe.WriteUnaligned(core.Memory.BasePointer + PayloadAt(offset, isFull), value);
            if (core.EndClocked(sizeof(T), begin, offset, sub, time, isFull))
            {
                ring.WakeReader();
            }

            GC.KeepAlive(ring);
            return true;
        }

        if (!ring.ReserveSlow(sizeof(T), hasTried: true, out Reserved slot))
        {
            return false;
        }

        Unsafe.WriteUnaligned(ring.PayloadOf(slot), value);
        ring.Commit(slot);
        return true;
    }

    /// <summary>The same for bytes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool WriteSpanSlow<TSync>(RingBuffer ring, in RingCore<ProcessorMemory, LeanRules, TSync> core, ReadOnlySpan<byte> payload)
        where TSync : struct, ISynchronisation
    {
        if (core.IsClocked && ring.Accepts(payload.Length) && core.TryBeginClocked(payload.Length, out long begin, out nint offset, out int sub, out long time, out bool isFull))
        {
            payload.CopyTo(new Span<byte>(core.Memory.BasePointer + PayloadAt(offset, isFull), payload.Length));
            if (core.EndClocked(payload.Length, begin, offset, sub, time, isFull))
            {
                ring.WakeReader();
            }

            GC.KeepAlive(ring);
            return true;
        }

        if (!ring.ReserveSlow(payload.Length, hasTried: true, out Reserved slot))
        {
            return false;
        }

        payload.CopyTo(new Span<byte>(ring.PayloadOf(slot), payload.Length));
        ring.Commit(slot);
        return true;
    }

    private static nint PayloadAt(nint offset, bool isFull) =>
        offset + Geometry.ClockedRecordHeaderSize + (isFull ? Geometry.FullTimeSize : 0);
}
