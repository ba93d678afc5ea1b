using System.Runtime.CompilerServices;

namespace Verified.RingBuffers.Core;

/// <summary>
/// The word of a slot in overwrite mode: bits 0 to 15 the physical sub-buffer that serves it, bit 16 that no writer refers to
/// that ("noref"), bits 17 to 63 the lap whose content it holds then, plus one, or 0.
/// </summary>
/// <remarks>Laps are kept modulo 2^47 - 1, so that positions may grow further than they do. (LTTng keeps 31 bits of them.)</remarks>
public static class SlotWord
{
    /// <summary>The lap that no content has.</summary>
    public const long NoLap = -1;

    private const int LapShift = 17;
    private const long NorefBit = 1L << 16;
    private const long SubMask = 0xFFFF;
    private const ulong LapModulus = (1UL << (64 - LapShift)) - 1;

    /// <summary>Makes a word.</summary>
    /// <param name="sub">The physical sub-buffer.</param>
    /// <param name="noref">Does no writer refer to it?</param>
    /// <param name="lap">The lap, or <see cref="NoLap"/>.</param>
    /// <returns>The word.</returns>
    public static long Make(int sub, bool noref, long lap) => (long)sub | (noref ? NorefBit : 0) | Tag(lap);

    /// <summary>The physical sub-buffer.</summary>
    /// <param name="word">A word.</param>
    /// <returns>0 to N.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sub(long word) => (int)(word & SubMask);

    /// <summary>Does no writer refer to the sub-buffer?</summary>
    /// <param name="word">A word.</param>
    /// <returns>True if the reader may take it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNoref(long word) => (word & NorefBit) != 0;

    /// <summary>Is the content that of a lap?</summary>
    /// <param name="word">A word.</param>
    /// <param name="lap">A lap, or <see cref="NoLap"/>.</param>
    /// <returns>True if it is.</returns>
    public static bool IsOf(long word, long lap) => (word & ~(NorefBit | SubMask)) == Tag(lap);

    /// <summary>The lap whose content the sub-buffer holds.</summary>
    /// <param name="word">A word.</param>
    /// <returns>The lap modulo 2^47 - 1, or <see cref="NoLap"/>.</returns>
    public static long Lap(long word) => (long)((ulong)word >> LapShift) - 1;

    private static long Tag(long lap) => lap == NoLap ? 0 : (long)((((ulong)lap % LapModulus) + 1) << LapShift);
}
