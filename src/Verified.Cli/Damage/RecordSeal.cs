using System.Buffers.Binary;
using Verified.Cli.Recording;

namespace Verified.Cli.Damage;

/// <summary>Makes the checksums of a damaged record file fit, as far as its blocks can still be found, so that readers must look further.</summary>
internal static class RecordSeal
{
    /// <summary>Where the blocks of a file begin.</summary>
    public static IReadOnlyList<int> Blocks(byte[] bytes)
    {
        List<int> blocks = [];
        for (int at = RecordFileFormat.HeaderLength; IsBlock(bytes, at); at = End(bytes, at))
        {
            blocks.Add(at);
        }

        return blocks;
    }

    /// <summary>Puts right checksums into the header, each block that can be found, and the trailer.</summary>
    public static byte[] Seal(byte[] bytes)
    {
        SealPart(bytes, 0, RecordFileFormat.HeaderLength);
        foreach (int block in Blocks(bytes))
        {
            Span<byte> header = bytes.AsSpan(block, RecordFileFormat.BlockHeaderLength);
            ReadOnlySpan<byte> content = bytes.AsSpan(block + RecordFileFormat.BlockHeaderLength, Length(bytes, block));
            BinaryPrimitives.WriteUInt32LittleEndian(header[^8..], Crc32.Of(content, Crc32.Of(header[..^8])));
        }

        SealPart(bytes, bytes.Length - RecordFileFormat.TrailerLength, RecordFileFormat.TrailerLength);
        return bytes;
    }

    /// <summary>Takes a block out, doubles one, or moves one to the end.</summary>
    public static byte[] Rearrange(Random random, byte[] bytes)
    {
        IReadOnlyList<int> blocks = Blocks(bytes);
        int from = blocks[random.Next(blocks.Count)];
        int to = End(bytes, from);
        int trailer = bytes.Length - RecordFileFormat.TrailerLength;
        return random.Next(3) switch
        {
            0 => [.. bytes[..from], .. bytes[to..]],
            1 => [.. bytes[..to], .. bytes[from..]],
            _ => [.. bytes[..from], .. bytes[to..trailer], .. bytes[from..to], .. bytes[trailer..]],
        };
    }

    private static void SealPart(byte[] bytes, int from, int length)
    {
        if (from >= 0 && from + length <= bytes.Length)
        {
            Span<byte> part = bytes.AsSpan(from, length);
            BinaryPrimitives.WriteUInt32LittleEndian(part[^8..], Crc32.Of(part[..^8]));
        }
    }

    private static bool IsBlock(byte[] bytes, int at) =>
        at + RecordFileFormat.BlockHeaderLength <= bytes.Length
        && bytes.AsSpan(at, RecordFileFormat.BlockMagic.Length).SequenceEqual(RecordFileFormat.BlockMagic)
        && Length(bytes, at) >= 0 && Length(bytes, at) <= bytes.Length - at - RecordFileFormat.BlockHeaderLength;

    private static int Length(byte[] bytes, int block) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(block + 12));

    private static int End(byte[] bytes, int block) => block + RecordFileFormat.BlockHeaderLength + Length(bytes, block);
}
