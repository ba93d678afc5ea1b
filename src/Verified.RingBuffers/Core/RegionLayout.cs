using System.Runtime.CompilerServices;
using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <summary>
/// Where everything lies in the one contiguous region of a ring buffer: a header, the shared words, the data. The same for
/// private memory and a mapped file. Little endian, as the processor stores it.
/// </summary>
/// <remarks>
/// <code>
/// line 0              header: magic, version, format, sub-buffer size and count, data offset, region size (never written again)
/// line 1              wpos                      line 2              rpos
/// lines 3, 4, 5       lost: full, wrapped, too big
/// lines 6+2i, 7+2i    slot i: cc                                    dc, dsize
/// line 6+2N on        data: N sub-buffers of S bytes, each with its packet header begin, csize
/// </code>
/// A line is 128 bytes: two cache lines of x64, which its prefetcher fetches in pairs, and one of Apple's processors. A word
/// that one thread stores and others poll costs 20 to 40 ns a record when it shares a line with others.
/// dc and dsize share one: both are stored at the end of a sub-buffer alone.
/// </remarks>
public static class RegionLayout
{
    /// <summary>The first word of a region, "VRINGBUF" in little-endian bytes.</summary>
    public const long Magic = 0x4655_4247_4E49_5256;

    /// <summary>The version of this layout.</summary>
    public const int Version = 1;

    /// <summary>The format of records: 32-bit header (payload length, sign bit = abandoned), payload, aligned to 8 bytes.</summary>
    public const int LengthPrefixedFormat = 1;

    /// <summary>Bytes to each hot word's own line.</summary>
    public const int LineSize = 128;

    /// <summary>Offset of the 64-bit magic.</summary>
    public const int MagicOffset = 0;

    /// <summary>Offset of the 32-bit version.</summary>
    public const int VersionOffset = 8;

    /// <summary>Offset of the 32-bit record format.</summary>
    public const int FormatOffset = 12;

    /// <summary>Offset of the 32-bit sub-buffer size.</summary>
    public const int SubBufferSizeOffset = 16;

    /// <summary>Offset of the 32-bit sub-buffer count.</summary>
    public const int SubBufferCountOffset = 20;

    /// <summary>Offset of the 64-bit offset of the data area.</summary>
    public const int DataOffsetOffset = 24;

    /// <summary>Offset of the 64-bit size of the region.</summary>
    public const int RegionBytesOffset = 32;

    private const int WritePositionOffset = LineSize;
    private const int ReadPositionOffset = 2 * LineSize;
    private const int LostOffset = 3 * LineSize;
    private const int SlotsOffset = 6 * LineSize;
    private const int SlotSize = 2 * LineSize;
    private const int CountSize = sizeof(long);

    /// <summary>The write position, "wpos": bytes reserved since the beginning.</summary>
    public static Location WritePosition
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new("wpos", 0, WritePositionOffset);
    }

    /// <summary>The read position, "rpos": bytes released since the beginning, a multiple of S.</summary>
    public static Location ReadPosition
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new("rpos", 0, ReadPositionOffset);
    }

    /// <summary>A loss counter, "lost".</summary>
    /// <param name="cause">0 full, 1 wrapped, 2 too big.</param>
    /// <returns>Where it lies.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Location Lost(int cause) => new("lost", cause, LostOffset + (cause * LineSize));

    /// <summary>A slot's committed count, "cc": bytes committed in it since the beginning.</summary>
    /// <param name="slot">The slot.</param>
    /// <returns>Where it lies.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Location CommitCount(int slot) => new("cc", slot, SlotsOffset + ((nint)slot * SlotSize));

    /// <summary>A slot's delivered count, "dc": bytes delivered of it since the beginning.</summary>
    /// <param name="slot">The slot.</param>
    /// <returns>Where it lies.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Location DeliveredCount(int slot) => new("dc", slot, SlotsOffset + ((nint)slot * SlotSize) + LineSize);

    /// <summary>A slot's data size, "dsize": where the data of its sub-buffer ends (Lttng form only).</summary>
    /// <param name="slot">The slot.</param>
    /// <returns>Where it lies.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Location DataSize(int slot) => new("dsize", slot, SlotsOffset + ((nint)slot * SlotSize) + LineSize + CountSize);

    /// <summary>The begin position in a slot's packet header, "begin".</summary>
    /// <param name="geometry">The geometry.</param>
    /// <param name="slot">The slot.</param>
    /// <returns>Where it lies.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Location Begin(in Geometry geometry, int slot) =>
        new("begin", slot, DataOffset(geometry) + ((nint)slot * geometry.SubBufferSize));

    /// <summary>The content size in a slot's packet header, "csize": the packet header and the records, without padding.</summary>
    /// <param name="geometry">The geometry.</param>
    /// <param name="slot">The slot.</param>
    /// <returns>Where it lies.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Location ContentSize(in Geometry geometry, int slot) =>
        new("csize", slot, DataOffset(geometry) + ((nint)slot * geometry.SubBufferSize) + CountSize);

    /// <summary>A byte of the data area, "mem".</summary>
    /// <param name="geometry">The geometry.</param>
    /// <param name="dataIndex">0 to B-1.</param>
    /// <returns>Where it lies.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Location Data(in Geometry geometry, int dataIndex) => new("mem", dataIndex, DataOffset(geometry) + dataIndex);

    /// <summary>Offset of the data area, a multiple of the line size.</summary>
    /// <param name="geometry">The geometry.</param>
    /// <returns>Bytes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint DataOffset(in Geometry geometry) => geometry.DataOffset;

    /// <summary>Offset of the data area behind the words of so many slots.</summary>
    internal static int DataOffsetOf(int subBufferCount) => SlotsOffset + (subBufferCount * SlotSize);

    /// <summary>Bytes of the whole region.</summary>
    /// <param name="geometry">The geometry.</param>
    /// <returns>Bytes, below 2^31.</returns>
    public static int RegionBytes(in Geometry geometry) => (int)DataOffset(geometry) + geometry.BufferSize;
}
