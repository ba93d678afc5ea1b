using System.Numerics;
using System.Runtime.CompilerServices;

namespace Verified.RingBuffers.Core;

/// <summary>
/// The sizes of a ring buffer, and what a position means in it. Positions are free-running 64-bit byte counts; slot, lap and
/// offset are derived from them by shift and mask, since both sizes are powers of two.
/// </summary>
/// <remarks>The functions are those of the head of <c>tla/ReserveCommit.tla</c>, under the same names. Make it with the
/// constructor: the default value has no sizes.</remarks>
public readonly record struct Geometry
{
    /// <summary>Bytes of packet header at the start of each sub-buffer (the specification's H).</summary>
    public const int PacketHeaderSize = 64;

    /// <summary>Bytes of record header before each payload, without a clock.</summary>
    public const int RecordHeaderSize = 4;

    /// <summary>Bytes of record header before each payload, with a clock and without a full time.</summary>
    public const int ClockedRecordHeaderSize = 8;

    /// <summary>Bytes that a full time adds to a record.</summary>
    public const int FullTimeSize = 8;

    /// <summary>Records begin at multiples of this many bytes.</summary>
    public const int RecordAlignment = 8;

    /// <summary>The smallest sub-buffer, in bytes.</summary>
    public const int MinSubBufferSize = 128;

    /// <summary>The largest sub-buffer, in bytes (256 MiB).</summary>
    public const int MaxSubBufferSize = 1 << 28;

    /// <summary>The most sub-buffers: a slot's word has 16 bits for one of them, or the spare one.</summary>
    public const int MaxSubBufferCount = 1 << 15;

    /// <summary>The most bytes of all sub-buffers together (1 GiB).</summary>
    public const int MaxBufferSize = 1 << 30;

    private readonly int _sizeShift;
    private readonly int _bufferShift;
    private readonly int _offsetMask;
    private readonly int _slotMask;

    /// <summary>Makes a geometry.</summary>
    /// <param name="subBufferSize">Bytes in a sub-buffer (S): a power of two from 128 to 2^28.</param>
    /// <param name="subBufferCount">Sub-buffers (N): a power of two from 1 to 2^15; size times count at most 2^30.</param>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public Geometry(int subBufferSize, int subBufferCount)
    {
        RequirePowerOfTwo(subBufferSize, MinSubBufferSize, MaxSubBufferSize, nameof(subBufferSize));
        RequirePowerOfTwo(subBufferCount, 1, MaxSubBufferCount, nameof(subBufferCount));
        if ((long)subBufferSize * subBufferCount > MaxBufferSize)
        {
            throw new ArgumentException(
                $"Sub-buffer size {subBufferSize} times count {subBufferCount} is {(long)subBufferSize * subBufferCount} bytes; " +
                $"at most {MaxBufferSize} are allowed.", nameof(subBufferCount));
        }

        SubBufferSize = subBufferSize;
        SubBufferCount = subBufferCount;
        _sizeShift = BitOperations.Log2((uint)subBufferSize);
        _bufferShift = _sizeShift + BitOperations.Log2((uint)subBufferCount);
        _offsetMask = subBufferSize - 1;
        _slotMask = subBufferCount - 1;
        BufferSize = subBufferSize * subBufferCount;
        DataOffset = RegionLayout.DataOffsetOf(subBufferCount);
    }

    /// <summary>Bytes in a sub-buffer (S).</summary>
    public int SubBufferSize { get; }

    /// <summary>Sub-buffers in the ring (N).</summary>
    public int SubBufferCount { get; }

    /// <summary>Bytes in all sub-buffers (B = N·S).</summary>
    public int BufferSize { get; }

    /// <summary>Where the data area begins; kept here because every record asks.</summary>
    internal int DataOffset { get; }

    /// <summary>The slot that a position falls in, 0 to N-1 (Idx).</summary>
    /// <param name="position">A position.</param>
    /// <returns>The slot.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Index(long position) => (int)(position >> _sizeShift) & _slotMask;

    /// <summary>How often the ring was gone round before a position (Lap).</summary>
    /// <param name="position">A position.</param>
    /// <returns>The lap, from 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Lap(long position) => position >> _bufferShift;

    /// <summary>Bytes from the start of its sub-buffer to a position (Off).</summary>
    /// <param name="position">A position.</param>
    /// <returns>0 to S-1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Offset(long position) => (int)position & _offsetMask;

    /// <summary>The start of a position's sub-buffer (Floor).</summary>
    /// <param name="position">A position.</param>
    /// <returns>A multiple of S.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Floor(long position) => position & -(long)SubBufferSize;

    /// <summary>The start of the sub-buffer after a position's (Next_).</summary>
    /// <param name="position">A position.</param>
    /// <returns>A multiple of S.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Next(long position) => Floor(position) + SubBufferSize;

    /// <summary>The offset in the data area of a position that a physical sub-buffer serves.</summary>
    /// <param name="sub">The physical sub-buffer.</param>
    /// <param name="position">A position.</param>
    /// <returns>Bytes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int DataIndex(int sub, long position) => (sub << _sizeShift) | Offset(position);

    /// <summary>What a slot's counts are when all laps before that of a position are done (E3, CleanCount).</summary>
    /// <param name="position">A position.</param>
    /// <returns>Bytes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long CleanCount(long position) => Lap(position) << _sizeShift;

    /// <summary>What a slot's counts are when the lap of a position is done too (E2, FullCount).</summary>
    /// <param name="position">A position.</param>
    /// <returns>Bytes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long FullCount(long position) => (Lap(position) + 1) << _sizeShift;

    /// <summary>Bytes of a record: header and payload, aligned up to 8.</summary>
    /// <param name="payloadLength">Bytes of payload, 0 or more.</param>
    /// <param name="headerSize">Bytes of record header.</param>
    /// <returns>A multiple of 8.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RecordSize(int payloadLength, int headerSize = RecordHeaderSize) =>
        (payloadLength + headerSize + (RecordAlignment - 1)) & -RecordAlignment;

    private static void RequirePowerOfTwo(int value, int min, int max, string name)
    {
        if (value < min || value > max || !BitOperations.IsPow2(value))
        {
            throw new ArgumentException($"{name} is {value}; it must be a power of two from {min} to {max}.", name);
        }
    }
}
