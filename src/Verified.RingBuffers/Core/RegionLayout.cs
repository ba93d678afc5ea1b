using System.Runtime.CompilerServices;
using Verified.Atomics;
using static System.Buffers.Binary.BinaryPrimitives;

namespace Verified.RingBuffers.Core;

/// <summary>
/// Where everything lies in the one contiguous region of a ring buffer: a header, the shared words, the data. The same for
/// private memory and a mapped file. Little endian, as the processor stores it.
/// </summary>
/// <remarks>
/// <code>
/// line 0              header: magic, version, format, ... (never written again)
/// line 1              wpos, last                line 2              rpos
/// lines 3 to 7        lost: full, wrapped, too big, refused, abandoned
/// line 8              waiting, signal, final, now, mine
/// lines 9+2i, 10+2i   slot i: cc, prefix                            dc, slot
/// from line 9+2N      dsize of each physical sub-buffer (Lttng form), 64 bytes each, N+1 of them
/// from a line on      data: N sub-buffers of S bytes, or N+1 in overwrite mode, each with its packet header begin, csize
/// </code>
/// A line is 128 bytes: two cache lines of x64, which its prefetcher fetches in pairs, and one of Apple's processors. A word
/// that one thread stores and others poll costs 20 to 40 ns a record when it shares a line with others.
/// wpos and last share one: whoever stores the time has just exchanged the position. dc and slot share one: both are stored
/// when a sub-buffer begins or ends, and not in between. cc and prefix share one: whoever stores the prefix has just added to cc.
/// </remarks>
public static class RegionLayout
{
    /// <summary>The first word of a region, "VRINGBUF" in little-endian bytes.</summary>
    public const long Magic = 0x4655_4247_4E49_5256;

    /// <summary>The version of this layout.</summary>
    public const int Version = 3;

    /// <summary>The format of records: 32-bit header (payload length, sign bit = abandoned), payload, aligned to 8 bytes.</summary>
    public const int LengthPrefixedFormat = 1;

    /// <summary>
    /// The format of records with a time: 64-bit header, of which the low half is as before; the high half has the low bits of
    /// the time, or the sign bit, which says that the whole time follows in 8 bytes; then payload, aligned to 8 bytes.
    /// </summary>
    public const int ClockedFormat = 2;

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

    /// <summary>Offset of the 32-bit mode, of <see cref="RingBufferMode"/>.</summary>
    public const int ModeOffset = 40;

    /// <summary>Offset of the 32-bit count of time bits in a short record header; 0 without a clock.</summary>
    public const int ShortTimeBitsOffset = 44;

    /// <summary>Offset of the 64-bit count of clock ticks in a second; 0 without a clock, and in private memory.</summary>
    public const int TicksPerSecondOffset = 48;

    /// <summary>Bytes of the header: a line.</summary>
    public const int HeaderSize = LineSize;

    private const int WritePositionOffset = LineSize;
    private const int ReadPositionOffset = 2 * LineSize;
    private const int LostOffset = 3 * LineSize;
    private const int ReaderOffset = 8 * LineSize;
    private const int SlotsOffset = 9 * LineSize;
    private const int SlotSize = 2 * LineSize;
    private const int WordSize = sizeof(long);
    private const int DataSizeStride = 64;
    private const int EndBlockOffset = 2 * WordSize;

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

    /// <summary>The time of about the last record, "last".</summary>
    public static Location LastTime
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new("last", 0, WritePositionOffset + WordSize);
    }

    /// <summary>
    /// With one writer, where the sub-buffer at the write position ends, "own[0]": a position; 0 before the first is entered. It, and the next two, are the writer's own.
    /// </summary>
    public static Location OwnLimit
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new("own", 0, WritePositionOffset + (2 * WordSize));
    }

    /// <summary>With one writer, what makes an offset in the region of a position in that sub-buffer, "own[1]": bytes to add.</summary>
    public static Location OwnShift
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new("own", 1, WritePositionOffset + (3 * WordSize));
    }

    /// <summary>With one writer, where that sub-buffer's committed count lies, "own[2]": an offset in the region.</summary>
    public static Location OwnCount
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new("own", 2, WritePositionOffset + (4 * WordSize));
    }

    /// <summary>What a reader awaits, "waiting": 0, or the position plus one of the sub-buffer whose delivery is to wake it.</summary>
    public static Location Waiting => new("waiting", 0, ReaderOffset);

    /// <summary>1 when a waiting reader was woken, "signal".</summary>
    public static Location Signal => new("signal", 0, ReaderOffset + WordSize);

    /// <summary>1 once the buffer was completed, "final".</summary>
    public static Location Final => new("final", 0, ReaderOffset + (2 * WordSize));

    /// <summary>The clock where it is explored, "now"; not used on the processor.</summary>
    public static Location Now => new("now", 0, ReaderOffset + (3 * WordSize));

    /// <summary>The reader's own physical sub-buffer, "mine", in overwrite mode. No other process loads or stores it.</summary>
    public static Location Mine => new("mine", 0, ReaderOffset + (4 * WordSize));

    /// <summary>A loss counter, "lost".</summary>
    /// <param name="cause">0 full, 1 wrapped, 2 too big, 3 refused, 4 abandoned.</param>
    /// <returns>Where it lies.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Location Lost(int cause) => new("lost", cause, LostOffset + (cause * LineSize));

    /// <summary>A slot's committed count, "cc": bytes committed in it since the beginning.</summary>
    /// <param name="slot">The slot.</param>
    /// <returns>Where it lies.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Location CommitCount(int slot) => new("cc", slot, SlotsOffset + ((nint)slot * SlotSize));

    /// <summary>
    /// A slot's committed prefix, "prefix": a count of <see cref="CommitCount"/> at which all that was reserved of the lap was committed.
    /// Stored in recoverable rings only (<see cref="RingSettings.Recoverable"/>), read by recovery alone.
    /// </summary>
    /// <param name="slot">The slot.</param>
    /// <returns>Where it lies.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Location Prefix(int slot) => new("prefix", slot, SlotsOffset + ((nint)slot * SlotSize) + WordSize);

    /// <summary>A slot's delivered count, "dc": bytes delivered of it since the beginning.</summary>
    /// <param name="slot">The slot.</param>
    /// <returns>Where it lies.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Location DeliveredCount(int slot) => new("dc", slot, SlotsOffset + ((nint)slot * SlotSize) + LineSize);

    /// <summary>A slot's word, "slot": which physical sub-buffer serves it (overwrite mode only; <see cref="SlotWord"/>).</summary>
    /// <param name="slot">The slot.</param>
    /// <returns>Where it lies.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Location Slot(int slot) => new("slot", slot, SlotsOffset + ((nint)slot * SlotSize) + LineSize + WordSize);

    /// <summary>The end block of a physical sub-buffer outside its packet header, "dsize" (Lttng form only).</summary>
    /// <param name="geometry">The geometry.</param>
    /// <param name="sub">The physical sub-buffer.</param>
    /// <returns>Where it lies.</returns>
    public static Location DataSize(in Geometry geometry, int sub) =>
        new("dsize", sub, SlotsOffset + ((nint)geometry.SubBufferCount * SlotSize) + ((nint)sub * DataSizeStride));

    /// <summary>The begin block of a packet header, "begin": position, begin time.</summary>
    /// <param name="geometry">The geometry.</param>
    /// <param name="sub">The physical sub-buffer.</param>
    /// <returns>Where it lies.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Location Begin(in Geometry geometry, int sub) =>
        new("begin", sub, DataOffset(geometry) + ((nint)sub * geometry.SubBufferSize));

    /// <summary>
    /// The end block of a packet header, "csize": content size (packet header and records, without padding), end time, records
    /// lost as full, wrapped, too big.
    /// </summary>
    /// <param name="geometry">The geometry.</param>
    /// <param name="sub">The physical sub-buffer.</param>
    /// <returns>Where it lies.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Location ContentSize(in Geometry geometry, int sub) =>
        new("csize", sub, DataOffset(geometry) + ((nint)sub * geometry.SubBufferSize) + EndBlockOffset);

    /// <summary>A byte of the data area, "mem".</summary>
    /// <param name="geometry">The geometry.</param>
    /// <param name="dataIndex">From the begin of physical sub-buffer 0.</param>
    /// <returns>Where it lies.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Location Data(in Geometry geometry, int dataIndex) => new("mem", dataIndex, DataOffset(geometry) + dataIndex);

    /// <summary>The same, where its offset in the region is known: so that on the processor there is nothing to compute.</summary>
    /// <param name="dataIndex">From the begin of physical sub-buffer 0.</param>
    /// <param name="offset">From the begin of the region.</param>
    /// <returns>Where it lies.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Location Data(int dataIndex, nint offset) => new("mem", dataIndex, offset);

    /// <summary>Offset of the data area, a multiple of the line size.</summary>
    /// <param name="geometry">The geometry.</param>
    /// <returns>Bytes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint DataOffset(in Geometry geometry) => geometry.DataOffset;

    /// <summary>Bytes of the whole region.</summary>
    /// <param name="settings">What the ring is made of.</param>
    /// <returns>Bytes, below 2^31.</returns>
    public static int RegionBytes(in RingSettings settings) =>
        (int)DataOffset(settings.Geometry) + (settings.PhysicalCount * settings.Geometry.SubBufferSize);

    /// <summary>Writes what a region holds before its first use into bytes that are all zero: its header, and the words of slots.</summary>
    /// <typeparam name="TRules">The rules that it is used by.</typeparam>
    /// <param name="region">The bytes of the region.</param>
    /// <param name="settings">What the ring is made of.</param>
    public static void Initialize<TRules>(Span<byte> region, in RingSettings settings)
        where TRules : struct, IRules
    {
        Geometry geometry = settings.Geometry;
        WriteInt64LittleEndian(region[MagicOffset..], Magic);
        WriteInt32LittleEndian(region[VersionOffset..], Version);
        WriteInt32LittleEndian(region[FormatOffset..], settings.Clocked ? ClockedFormat : LengthPrefixedFormat);
        WriteInt32LittleEndian(region[SubBufferSizeOffset..], geometry.SubBufferSize);
        WriteInt32LittleEndian(region[SubBufferCountOffset..], geometry.SubBufferCount);
        WriteInt64LittleEndian(region[DataOffsetOffset..], DataOffset(geometry));
        WriteInt64LittleEndian(region[RegionBytesOffset..], RegionBytes(settings));
        WriteInt32LittleEndian(region[ModeOffset..], (int)settings.Mode);
        WriteInt32LittleEndian(region[ShortTimeBitsOffset..], settings.Clocked ? settings.ShortTimeBits : 0);
        if (!settings.Overwrites)
        {
            return;
        }

        for (int i = 0; i < geometry.SubBufferCount; i++)
        {
            // A lap that no content has: nothing is to be read from a slot that was never entered.
            long word = SlotWord.Make(i, noref: true, TRules.InitialLapZero ? 0 : SlotWord.NoLap);
            WriteInt64LittleEndian(region[(int)Slot(i).Offset..], word);
        }

        WriteInt64LittleEndian(region[(int)Mine.Offset..], geometry.SubBufferCount);
    }

    /// <summary>Offset of the data area behind the words of so many slots.</summary>
    internal static int DataOffsetOf(int subBufferCount) =>
        (SlotsOffset + (subBufferCount * SlotSize) + ((subBufferCount + 1) * DataSizeStride) + (LineSize - 1)) & -LineSize;
}
