using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Verified.RingBuffers.Core;

/// <summary>
/// How a payload comes into its record. Not by 64 bytes at a time, as the JIT and the runtime's own copy do where the processor can: a load of 64
/// bytes that crosses a cache line holds up the load of the write position behind it (docs/speed.md).
/// </summary>
internal static unsafe class PayloadCopy
{
    // Beyond this the runtime's copy is as fast: the second-level cache bounds both.
    private const int LongestByHand = 1024;

    /// <summary>A value, whose length is known when the machine code is made.</summary>
    /// <param name="to">Where its first byte goes.</param>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(byte* to, in T value)
        where T : unmanaged
    {
        if (!Vector256.IsHardwareAccelerated || sizeof(T) < Vector256<byte>.Count || sizeof(T) > LongestByHand)
        {
            Unsafe.WriteUnaligned(to, value);
            return;
        }

        ref byte from = ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in value));
        if (sizeof(T) > 8 * Vector256<byte>.Count)
        {
            ByHalfLines(ref from, to, sizeof(T));
            return;
        }

        // Without a loop: each line is there or not when the machine code is made.
        Before<T>(ref from, to, 0);
        Before<T>(ref from, to, 1);
        Before<T>(ref from, to, 2);
        Before<T>(ref from, to, 3);
        Before<T>(ref from, to, 4);
        Before<T>(ref from, to, 5);
        Before<T>(ref from, to, 6);
        HalfLine(ref from, to, sizeof(T) - Vector256<byte>.Count);
    }

    /// <summary>The i-th 32 bytes of a value, if the last 32 begin behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Before<T>(ref byte from, byte* to, int i)
        where T : unmanaged
    {
        if (i * Vector256<byte>.Count < sizeof(T) - Vector256<byte>.Count)
        {
            HalfLine(ref from, to, i * Vector256<byte>.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void HalfLine(ref byte from, byte* to, nint at) => Vector256.LoadUnsafe(ref from, (nuint)at).Store(to + at);

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
        else if (Vector256.IsHardwareAccelerated && length is > 4 * sizeof(long) and <= LongestByHand)
        {
            ByHalfLines(ref from, to, length);
        }
        else
        {
            payload.CopyTo(new Span<byte>(to, length));
        }
    }

    /// <summary>By 32 bytes; the last of them overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ByHalfLines(ref byte from, byte* to, int length)
    {
        nint last = length - Vector256<byte>.Count;
        nint i = 0;
        for (; i <= last - (3 * Vector256<byte>.Count); i += 4 * Vector256<byte>.Count)
        {
            HalfLine(ref from, to, i);
            HalfLine(ref from, to, i + Vector256<byte>.Count);
            HalfLine(ref from, to, i + (2 * Vector256<byte>.Count));
            HalfLine(ref from, to, i + (3 * Vector256<byte>.Count));
        }

        for (; i < last; i += Vector256<byte>.Count)
        {
            HalfLine(ref from, to, i);
        }

        HalfLine(ref from, to, last);
    }
}
