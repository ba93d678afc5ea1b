namespace Verified.Cli.Recording;

/// <summary>
/// The file that <c>record</c> writes and <c>cat</c> reads; all numbers little-endian.
/// <list type="bullet">
/// <item>Header, 40 bytes: magic "VRFYTRC\0" (8), version (4), header length (4), clock frequency in ticks a second (8),
/// clock at the start (8), CRC-32 of all before it (4), zero (4).</item>
/// <item>Blocks, one for each sub-buffer: magic "BLK1" (4), sequence number from 0 (4), records (4), length of the
/// content (4), CRC-32 of the 16 bytes before it and the content (4), content. The content is records: length (4), bytes.</item>
/// <item>Trailer, 24 bytes: magic "END1" (4), blocks (4), records (8), CRC-32 of the 16 bytes before it (4), zero (4).
/// A file without it was cut off.</item>
/// </list>
/// </summary>
internal static class RecordFileFormat
{
    /// <summary>The version that is written; the only one that is read.</summary>
    public const int Version = 1;

    /// <summary>Bytes of the header.</summary>
    public const int HeaderLength = 40;

    /// <summary>Bytes of a block before its content.</summary>
    public const int BlockHeaderLength = 20;

    /// <summary>Bytes of the trailer.</summary>
    public const int TrailerLength = 24;

    /// <summary>A block longer than this is damage: no ring has such sub-buffers.</summary>
    public const int MaxBlockLength = 1 << 30;

    /// <summary>The first bytes of a file.</summary>
    public static ReadOnlySpan<byte> Magic => "VRFYTRC\0"u8;

    /// <summary>The first bytes of a block.</summary>
    public static ReadOnlySpan<byte> BlockMagic => "BLK1"u8;

    /// <summary>The first bytes of the trailer.</summary>
    public static ReadOnlySpan<byte> TrailerMagic => "END1"u8;
}
