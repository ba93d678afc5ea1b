namespace Verified.Cli.Recording;

/// <summary>
/// The file that <c>record</c> writes and <c>cat</c> reads; all numbers little-endian.
/// <list type="bullet">
/// <item>Header, 64 bytes: magic "VRFYTRC\0" (8), version (4), header length (4), <see cref="RecordFileHeader"/> (40: clock
/// frequency in ticks a second 8, clock at the start 8, UTC at the start in .NET ticks 8, mode 4, kind 4, bytes in a sub-buffer 4,
/// sub-buffers 4), CRC-32 of all before it (4), zero (4).</item>
/// <item>Blocks, one for each sub-buffer, also for one without records: magic "BLK2" (4), number from 0 (4), records (4), length of
/// the content (4), <see cref="BlockFacts"/> (64), CRC-32 of all before it and the content (4), zero (4), content. The content is
/// records: clock (8), length (4), bytes.</item>
/// <item>Trailer, 120 bytes: magic "END2" (4), blocks (4), records (8), <see cref="RecordFileTotals"/> (96), CRC-32 of all before it
/// (4), zero (4). A file without it was cut off.</item>
/// </list>
/// </summary>
internal static class RecordFileFormat
{
    /// <summary>The version that is written; the only one that is read. 1 had no clock, no losses, no mode.</summary>
    public const int Version = 2;

    /// <summary>Bytes of the header.</summary>
    public const int HeaderLength = 64;

    /// <summary>Bytes of a block before its content.</summary>
    public const int BlockHeaderLength = 88;

    /// <summary>Bytes of a record before its bytes.</summary>
    public const int RecordHeaderLength = 12;

    /// <summary>Bytes of the trailer.</summary>
    public const int TrailerLength = 120;

    /// <summary>A block longer than this is damage: no ring has such sub-buffers.</summary>
    public const int MaxBlockLength = 1 << 30;

    /// <summary>The first bytes of a file.</summary>
    public static ReadOnlySpan<byte> Magic => "VRFYTRC\0"u8;

    /// <summary>The first bytes of a block.</summary>
    public static ReadOnlySpan<byte> BlockMagic => "BLK2"u8;

    /// <summary>The first bytes of the trailer.</summary>
    public static ReadOnlySpan<byte> TrailerMagic => "END2"u8;
}
