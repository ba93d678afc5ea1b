using System.Numerics;
using System.Runtime.CompilerServices;

namespace Verified.RingBuffers.Core;

/// <content>
/// Counters that wrap (S24; <c>tla/Wrap.tla</c>): positions modulo 2^<see cref="IRules.PositionBits"/>, a slot's counts modulo that
/// divided by N. What ships has 62 bits, which no run exhausts, and none of this is left in its machine code; with few bits every
/// comparison is put to the test.
/// <para>
/// The outcome of each comparison is that of unbounded counters as long as what is compared is less than half a modulus
/// apart: the modulus must be 4·N·S at least. No thread may sleep while exactly a whole modulus is reserved between its sample of the write
/// position and its compare-exchange, or while a slot's lap goes round between its look and its exchange.
/// </para>
/// </content>
public readonly partial struct RingCore<TMemory, TRules, TSync>
{
    private static bool Wraps
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TRules.PositionBits < PositionWord.PositionBits;
    }

    private int CountBits => TRules.PositionBits - BitOperations.Log2((uint)_geometry.SubBufferCount);

    /// <summary>A position that was computed, as it is stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Wrapped(long position) => Wraps ? position & ((1L << TRules.PositionBits) - 1) : position;

    /// <summary>How far <paramref name="position"/> is behind <paramref name="from"/>; negative if it is before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Apart(long position, long from) =>
        Wraps ? SignExtended(position - from, TRules.PositionBits) : position - from;

    /// <summary>A count that was computed, as it is stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long WrappedCount(long count) => Wraps ? count & ((1L << CountBits) - 1) : count;

    /// <summary>How much more <paramref name="count"/> is than <paramref name="other"/>; negative if it is less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long CountApart(long count, long other) => Wraps ? SignExtended(count - other, CountBits) : count - other;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsSameCount(long count, long other) => Wraps ? CountApart(count, other) == 0 : count == other;

    private static long SignExtended(long difference, int bits) => difference << (64 - bits) >> (64 - bits);
}
