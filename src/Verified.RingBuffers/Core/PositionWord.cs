using System.Runtime.CompilerServices;

namespace Verified.RingBuffers.Core;

/// <summary>May records be accepted? Kept in the word of the write position, so that one compare-exchange settles both.</summary>
public enum Gate
{
    /// <summary>They are.</summary>
    Open,

    /// <summary>They are refused until the buffer is resumed.</summary>
    Paused,

    /// <summary>They are refused for ever: the buffer was completed.</summary>
    Closed,
}

/// <summary>
/// The word of the write position: bits 0 to 61 the position, bit 62 that the gate is paused, bit 63 that it is closed. A gate is
/// shut only at a sub-buffer's begin, where the fast path never runs: so that needs no test of it, and takes the word as it is.
/// </summary>
public static class PositionWord
{
    /// <summary>Bits of a position in the word.</summary>
    public const int PositionBits = GateShift;

    private const int GateShift = 62;
    private const long PositionMask = (1L << GateShift) - 1;

    /// <summary>The position.</summary>
    /// <param name="word">A word.</param>
    /// <returns>Bytes reserved since the beginning.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Position(long word) => word & PositionMask;

    /// <summary>The gate.</summary>
    /// <param name="word">A word.</param>
    /// <returns>Open, paused or closed.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Gate Gate(long word) => (Gate)(int)((ulong)word >> GateShift);

    /// <summary>Makes a word.</summary>
    /// <param name="position">The position.</param>
    /// <param name="gate">The gate.</param>
    /// <returns>The word.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Make(long position, Gate gate) => position | ((long)gate << GateShift);
}
