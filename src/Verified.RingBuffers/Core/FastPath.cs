using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    public static bool WriteInt64(RingBuffer ring, long value) => WriteShared(ring, ring.Core, value);

    /// <summary>The same for a ring of one writer: no locked instruction, and no call.</summary>
    /// <inheritdoc cref="WriteInt64"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool WriteInt64AsOwner(RingBuffer ring, long value) => WriteOwn(ring, ring.OwnCore, value);

    /// <summary>A value into a ring of one writer: short enough to stand in the caller.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool WriteOwn<T>(RingBuffer ring, in RingCore<ProcessorMemory, LeanRules, OneWriter> core, in T value)
        where T : unmanaged
    {
        ProcessorMemory memory = core.Memory;
        if (!ring.AcceptsFast<OneWriter>(sizeof(T)) || !core.TryBegin(memory, sizeof(T), out long begin, out nint offset, out int sub))
        {
            return WriteSlow(ring, core, value);
        }

        PayloadCopy.Store(memory.BasePointer + offset + Geometry.RecordHeaderSize, value);
        core.End(memory, sizeof(T), begin, offset, sub);
        GC.KeepAlive(ring);
        return true;
    }

    /// <summary>
    /// Whatever is rare is a last call: so no register is saved, which would be a store more before the exchange, and that waits for all of them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool WriteShared<T>(RingBuffer ring, in RingCore<ProcessorMemory, LeanRules, ManyWriters> core, in T value)
        where T : unmanaged
    {
        ProcessorMemory memory = core.Memory;
        if (!ring.AcceptsFast<ManyWriters>(sizeof(T)) || !core.TryTake(memory, Geometry.RecordSize(sizeof(T)), out long begin))
        {
            return WriteSlow(ring, core, value);
        }

        if (!core.TryEnter(memory, begin, out int sub, out long seen, out bool isPushed))
        {
            return WriteEntered(ring, value, begin, seen, isPushed);
        }

        nint offset = core.BeginAt(memory, sizeof(T), begin, sub);
        PayloadCopy.Store(memory.BasePointer + offset + Geometry.RecordHeaderSize, value);
        if (!core.TryEnd(memory, sizeof(T), begin, offset, out long sum, out long early))
        {
            return WriteEnded(ring, sizeof(T), begin, sub, sum, early);
        }

        GC.KeepAlive(ring);
        return true;
    }

    /// <summary>What <see cref="RingCore{TMemory, TRules, TSync}.TryEnter"/> left, and the write.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool WriteEntered<T>(RingBuffer ring, in T value, long begin, long seen, bool isPushed)
        where T : unmanaged
    {
        ref readonly RingCore<ProcessorMemory, LeanRules, ManyWriters> core = ref ring.Core;
        ProcessorMemory memory = core.Memory;
        int sub = core.EnterRest(begin, seen, isPushed);
        nint offset = core.BeginAt(memory, sizeof(T), begin, sub);
        PayloadCopy.Store(memory.BasePointer + offset + Geometry.RecordHeaderSize, value);
        if (core.End(memory, sizeof(T), begin, offset, sub))
        {
            ring.WakeReader();
        }

        GC.KeepAlive(ring);
        return true;
    }

    /// <summary>What <see cref="RingCore{TMemory, TRules, TSync}.TryEnd"/> left.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool WriteEnded(RingBuffer ring, int length, long begin, int sub, long sum, long early)
    {
        if (ring.Core.EndRest(length, begin, sub, sum, early))
        {
            ring.WakeReader();
        }

        GC.KeepAlive(ring);
        return true;
    }

    /// <summary>Writes bytes, as the others a value. A call, so that it has the registers and the inliner to itself.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool WriteSpan<TSync>(RingBuffer ring, in RingCore<ProcessorMemory, LeanRules, TSync> core, ReadOnlySpan<byte> payload)
        where TSync : struct, ISynchronisation
    {
        ProcessorMemory memory = core.Memory;
        if (!ring.AcceptsFast<TSync>(payload.Length) || !core.TryBegin(memory, payload.Length, out long begin, out nint offset, out int sub))
        {
            return WriteSpanSlow(ring, core, payload);
        }

        PayloadCopy.Store(payload, memory.BasePointer + offset + Geometry.RecordHeaderSize);
        if (core.End(memory, payload.Length, begin, offset, sub))
        {
            ring.WakeReader();
        }

        GC.KeepAlive(ring);
        return true;
    }

    /// <summary>What no fast path takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool WriteSlow<T>(RingBuffer ring, in T value)
        where T : unmanaged => ring.IsOwned ? WriteSlow(ring, ring.OwnCore, value) : WriteSlow(ring, ring.Core, value);

    /// <inheritdoc cref="WriteSlow{T}"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool WriteSpanSlow(RingBuffer ring, ReadOnlySpan<byte> payload) =>
        ring.IsOwned ? WriteSpanSlow(ring, ring.OwnCore, payload) : WriteSpanSlow(ring, ring.Core, payload);

    /// <summary>The clock's fast path, and then what is left: a slow path, a length that is out of range, a ring that is disposed.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static bool WriteSlow<T, TSync>(RingBuffer ring, in RingCore<ProcessorMemory, LeanRules, TSync> core, in T value)
        where T : unmanaged
        where TSync : struct, ISynchronisation
    {
        ProcessorMemory memory = core.Memory;
        if (!core.IsClocked || !ring.Accepts(sizeof(T)) || !core.TryBeginClocked(memory, sizeof(T), out long begin, out nint offset, out int sub, out long time, out bool isFull))
        {
            return WriteRest(ring, value);
        }

        if (isFull)
        {
            return EndFull(ring, core, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)), begin, offset, sub, time);
        }

        PayloadCopy.Store(memory.BasePointer + offset + Geometry.ClockedRecordHeaderSize, value);
        return EndClocked(ring, core, memory, sizeof(T), begin, offset, sub, time, isFull: false);
    }

    /// <summary>By itself, so that the clock's fast path need not make room for its reservation.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool WriteRest<T>(RingBuffer ring, in T value)
        where T : unmanaged
    {
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
        ProcessorMemory memory = core.Memory;
        if (!core.IsClocked || !ring.Accepts(payload.Length) || !core.TryBeginClocked(memory, payload.Length, out long begin, out nint offset, out int sub, out long time, out bool isFull))
        {
            return WriteSpanRest(ring, payload);
        }

        if (isFull)
        {
            return EndFull(ring, core, payload, begin, offset, sub, time);
        }

        PayloadCopy.Store(payload, memory.BasePointer + offset + Geometry.ClockedRecordHeaderSize);
        return EndClocked(ring, core, memory, payload.Length, begin, offset, sub, time, isFull: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool EndClocked<TSync>(
        RingBuffer ring, in RingCore<ProcessorMemory, LeanRules, TSync> core, in ProcessorMemory memory, int length, long begin, nint offset, int sub, long time, bool isFull)
        where TSync : struct, ISynchronisation
    {
        if (core.EndClocked(memory, length, begin, offset, sub, time, isFull))
        {
            ring.WakeReader();
        }

        GC.KeepAlive(ring);
        return true;
    }

    /// <summary>A record that was begun with a full time: rare, and so by itself.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool EndFull<TSync>(RingBuffer ring, in RingCore<ProcessorMemory, LeanRules, TSync> core, ReadOnlySpan<byte> payload, long begin, nint offset, int sub, long time)
        where TSync : struct, ISynchronisation
    {
        ProcessorMemory memory = core.Memory;
        byte* to = memory.BasePointer + offset + Geometry.ClockedRecordHeaderSize + Geometry.FullTimeSize;
        payload.CopyTo(new Span<byte>(to, payload.Length));
        return EndClocked(ring, core, memory, payload.Length, begin, offset, sub, time, isFull: true);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool WriteSpanRest(RingBuffer ring, ReadOnlySpan<byte> payload)
    {
        if (!ring.ReserveSlow(payload.Length, hasTried: true, out Reserved slot))
        {
            return false;
        }

        payload.CopyTo(new Span<byte>(ring.PayloadOf(slot), payload.Length));
        ring.Commit(slot);
        return true;
    }
}
