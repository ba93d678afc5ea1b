using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Verified.RingBuffers.Core;

/// <summary>How a payload comes into its record.</summary>
internal static unsafe class PayloadCopy
{
    private const int HalfLine = 32;
    private const int MostHalfLines = 8;

    /// <summary>
    /// A value, whose length is known when the machine code is made. By 32 bytes at a time, not by 64 as the JIT does where the processor can: a load
    /// of 64 bytes that crosses a cache line holds up the load of the write position behind it (docs/speed.md).
    /// </summary>
    /// <param name="to">Where its first byte goes.</param>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(byte* to, in T value)
        where T : unmanaged
    {
        if (!Vector256.IsHardwareAccelerated || sizeof(T) <= HalfLine || sizeof(T) > MostHalfLines * HalfLine)
        {
            Unsafe.WriteUnaligned(to, value);
            return;
        }

        // Each half line is there or not when the machine code is made; the last one overlaps the one before, unless the size is a multiple of it.
        ref byte from = ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in value));
        StoreUnlessLast<T>(ref from, to, 0);
        StoreUnlessLast<T>(ref from, to, 1);
        StoreUnlessLast<T>(ref from, to, 2);
        StoreUnlessLast<T>(ref from, to, 3);
        StoreUnlessLast<T>(ref from, to, 4);
        StoreUnlessLast<T>(ref from, to, 5);
        StoreUnlessLast<T>(ref from, to, 6);
        StoreHalfLine(ref from, to, sizeof(T) - HalfLine);
    }

    /// <summary>Bytes: short ones, the many, without a call, by two loads that overlap.</summary>
    /// <param name="payload">The bytes.</param>
    /// <param name="to">Where the first goes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ReadOnlySpan<byte> payload, byte* to)
    {
        int length = payload.Length;
        ref byte from = ref MemoryMarshal.GetReference(payload);
        if (length is >= 2 * sizeof(long) and <= 4 * sizeof(long))
        {
            Vector128<byte> first = Vector128.LoadUnsafe(ref from);
            Vector128<byte> last = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, length - Vector128<byte>.Count));
            first.Store(to);
            last.Store(to + length - Vector128<byte>.Count);
        }
        else if (length is >= sizeof(long) and < 2 * sizeof(long))
        {
            long first = Unsafe.ReadUnaligned<long>(ref from);
            long last = Unsafe.ReadUnaligned<long>(ref Unsafe.Add(ref from, length - sizeof(long)));
            Unsafe.WriteUnaligned(to, first);
            Unsafe.WriteUnaligned(to + length - sizeof(long), last);
        }
        else
        {
            payload.CopyTo(new Span<byte>(to, length));
        }
    }

    /// <summary>The i-th 32 bytes of a value, if the last 32 begin behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreUnlessLast<T>(ref byte from, byte* to, int i)
        where T : unmanaged
    {
        if (i * HalfLine < sizeof(T) - HalfLine)
        {
            StoreHalfLine(ref from, to, i * HalfLine);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreHalfLine(ref byte from, byte* to, int at) => Vector256.LoadUnsafe(ref from, (nuint)at).Store(to + at);
}
