using System.Buffers.Binary;

namespace Verified.Cli.Recording;

/// <summary>A record as a file has it.</summary>
/// <param name="Clock">Its time.</param>
/// <param name="Bytes">Its bytes.</param>
internal readonly record struct RecordedRecord(long Clock, ReadOnlyMemory<byte> Bytes);

/// <summary>A sub-buffer as a file has it.</summary>
/// <param name="Facts">What the ring said of it.</param>
/// <param name="Records">Its records.</param>
internal sealed record RecordedBlock(BlockFacts Facts, IReadOnlyList<RecordedRecord> Records);

/// <summary>
/// Reads a <see cref="RecordFileFormat"/> file block by block: a block's records are given out only when all of it is right.
/// </summary>
internal sealed class RecordFileReader
{
    private const int PrefixLength = 16;
    private readonly Stream _stream;
    private long _offset;
    private int _blocks;
    private long _records;

    /// <summary>Reads the header.</summary>
    /// <exception cref="DamagedFileException">It is no header of this version.</exception>
    public RecordFileReader(Stream stream)
    {
        _stream = stream;
        byte[] prefix = Take(PrefixLength, "the header");
        if (!prefix.AsSpan(0, 8).SequenceEqual(RecordFileFormat.Magic))
        {
            throw new DamagedFileException(0, "this is no file that 'verified record' wrote");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(prefix.AsSpan(8));
        if (version != RecordFileFormat.Version)
        {
            string older = version is > 0 and < RecordFileFormat.Version ? "; an older 'verified record' wrote it: record again" : "";
            throw new DamagedFileException(8, $"format {version}, and this tool reads format {RecordFileFormat.Version}{older}");
        }

        byte[] header = [.. prefix, .. Take(RecordFileFormat.HeaderLength - PrefixLength, "the header")];
        bool isWhole = IsSealed(header) && BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12)) == RecordFileFormat.HeaderLength;
        Header = (isWhole ? RecordFileHeader.Read(header.AsSpan(PrefixLength)) : null)
            ?? throw new DamagedFileException(0, "the header's checksum is wrong");
        _offset = RecordFileFormat.HeaderLength;
    }

    /// <summary>What the file says of itself.</summary>
    public RecordFileHeader Header { get; }

    /// <summary>What the ring said at the end; null until <see cref="ReadBlock"/> has returned null.</summary>
    public RecordFileTotals? Totals { get; private set; }

    /// <summary>The next whole block, or null at the end of a whole file.</summary>
    /// <exception cref="DamagedFileException">The file is cut off or damaged here.</exception>
    public RecordedBlock? ReadBlock()
    {
        byte[] mark = Take(RecordFileFormat.BlockMagic.Length, "a block or the trailer");
        if (mark.AsSpan().SequenceEqual(RecordFileFormat.TrailerMagic))
        {
            Totals = ReadTrailer(mark);
            return null;
        }

        if (!mark.AsSpan().SequenceEqual(RecordFileFormat.BlockMagic))
        {
            throw new DamagedFileException(_offset, "neither a block nor the trailer begins here");
        }

        byte[] header = [.. mark, .. Take(RecordFileFormat.BlockHeaderLength - mark.Length, "a block's header")];
        int number = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4));
        int records = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8));
        int length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12));
        if (length is < 0 or > RecordFileFormat.MaxBlockLength)
        {
            throw new DamagedFileException(_offset, $"a block of {length} bytes");
        }

        byte[] content = Take(length, "a block's content");
        uint crc = Crc32.Of(content, Crc32.Of(header.AsSpan()[..^8]));
        if (crc != BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan()[^8..]) || BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan()[^4..]) != 0)
        {
            throw new DamagedFileException(_offset, "the block's checksum is wrong");
        }

        if (number != _blocks)
        {
            throw new DamagedFileException(_offset, $"block {number} where block {_blocks} should be");
        }

        List<RecordedRecord> found = Split(content, records);
        _blocks++;
        _records += records;
        _offset += RecordFileFormat.BlockHeaderLength + length;
        return new RecordedBlock(BlockFacts.Read(header.AsSpan(PrefixLength)), found);
    }

    private List<RecordedRecord> Split(byte[] content, int records)
    {
        List<RecordedRecord> found = [];
        for (int at = 0; at < content.Length;)
        {
            int room = content.Length - at - RecordFileFormat.RecordHeaderLength;
            int length = room < 0 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(at + sizeof(long)));
            if (length < 0 || length > room)
            {
                throw new DamagedFileException(_offset, "a record reaches over the end of its block");
            }

            long clock = BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(at));
            found.Add(new RecordedRecord(clock, content.AsMemory(at + RecordFileFormat.RecordHeaderLength, length)));
            at += RecordFileFormat.RecordHeaderLength + length;
        }

        return found.Count == records ? found
            : throw new DamagedFileException(_offset, $"the block has {found.Count} records and says {records}");
    }

    private RecordFileTotals ReadTrailer(byte[] mark)
    {
        byte[] trailer = [.. mark, .. Take(RecordFileFormat.TrailerLength - mark.Length, "the trailer")];
        int blocks = BinaryPrimitives.ReadInt32LittleEndian(trailer.AsSpan(4));
        long records = BinaryPrimitives.ReadInt64LittleEndian(trailer.AsSpan(8));
        if (!IsSealed(trailer))
        {
            throw new DamagedFileException(_offset, "the trailer's checksum is wrong");
        }

        if (blocks != _blocks || records != _records)
        {
            throw new DamagedFileException(
                _offset, $"the trailer counts {blocks} blocks of {records} records; {_blocks} of {_records} stand before it");
        }

        _offset += RecordFileFormat.TrailerLength;
        return _stream.ReadByte() < 0 ? RecordFileTotals.Read(trailer.AsSpan(PrefixLength))
            : throw new DamagedFileException(_offset, "bytes follow the trailer");
    }

    private static bool IsSealed(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[^8..]) == Crc32.Of(bytes[..^8])
        && BinaryPrimitives.ReadInt32LittleEndian(bytes[^4..]) == 0;

    /// <summary>Reads in pieces: a damaged length must not make us ask for its memory at once.</summary>
    private byte[] Take(int length, string what)
    {
        const int Piece = 1 << 20;
        byte[] bytes = new byte[Math.Min(length, Piece)];
        int have = 0;
        while (have < length)
        {
            if (have == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(length, 2L * bytes.Length));
            }

            int read = _stream.Read(bytes, have, bytes.Length - have);
            if (read == 0)
            {
                throw new DamagedFileException(_offset, $"the file ends within {what} that begins here");
            }

            have += read;
        }

        return bytes;
    }
}
