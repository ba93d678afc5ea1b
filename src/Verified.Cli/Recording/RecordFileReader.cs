using System.Buffers.Binary;

namespace Verified.Cli.Recording;

/// <summary>
/// Reads a <see cref="RecordFileFormat"/> file block by block: a block's records are given out only when all of it is right.
/// </summary>
internal sealed class RecordFileReader
{
    private readonly Stream _stream;
    private long _offset;
    private int _blocks;
    private long _records;

    /// <summary>Reads the header.</summary>
    /// <exception cref="DamagedFileException">It is no header of this version.</exception>
    public RecordFileReader(Stream stream)
    {
        _stream = stream;
        byte[] header = Take(RecordFileFormat.HeaderLength, "the header");
        if (!header.AsSpan(0, 8).SequenceEqual(RecordFileFormat.Magic))
        {
            throw new DamagedFileException(0, "this is no file that 'verified record' wrote");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8));
        if (version != RecordFileFormat.Version)
        {
            throw new DamagedFileException(8, $"version {version}; this tool reads version {RecordFileFormat.Version}");
        }

        bool isWhole = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(32)) == Crc32.Of(header.AsSpan(0, 32))
            && BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12)) == RecordFileFormat.HeaderLength
            && BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(36)) == 0;
        ClockFrequency = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(16));
        ClockAtStart = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(24));
        if (!isWhole || ClockFrequency <= 0)
        {
            throw new DamagedFileException(0, "the header's checksum is wrong");
        }

        _offset = RecordFileFormat.HeaderLength;
    }

    /// <summary>Ticks a second of the records' clock.</summary>
    public long ClockFrequency { get; }

    /// <summary>The clock when the recording began.</summary>
    public long ClockAtStart { get; }

    /// <summary>The next whole block's records, or null at the end of a whole file.</summary>
    /// <exception cref="DamagedFileException">The file is cut off or damaged here.</exception>
    public IReadOnlyList<ReadOnlyMemory<byte>>? ReadBlock()
    {
        byte[] mark = Take(RecordFileFormat.BlockMagic.Length, "a block or the trailer");
        if (mark.AsSpan().SequenceEqual(RecordFileFormat.TrailerMagic))
        {
            CheckTrailer(mark);
            return null;
        }

        if (!mark.AsSpan().SequenceEqual(RecordFileFormat.BlockMagic))
        {
            throw new DamagedFileException(_offset, "neither a block nor the trailer begins here");
        }

        byte[] header = [.. mark, .. Take(RecordFileFormat.BlockHeaderLength - mark.Length, "a block's header")];
        int sequence = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4));
        int records = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8));
        int length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12));
        if (length is < 0 or > RecordFileFormat.MaxBlockLength)
        {
            throw new DamagedFileException(_offset, $"a block of {length} bytes");
        }

        byte[] content = Take(length, "a block's content");
        if (Crc32.Of(content, Crc32.Of(header.AsSpan(0, 16))) != BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(16)))
        {
            throw new DamagedFileException(_offset, "the block's checksum is wrong");
        }

        if (sequence != _blocks)
        {
            throw new DamagedFileException(_offset, $"block {sequence} where block {_blocks} should be");
        }

        IReadOnlyList<ReadOnlyMemory<byte>> found = Split(content, records);
        _blocks++;
        _records += records;
        _offset += RecordFileFormat.BlockHeaderLength + length;
        return found;
    }

    private List<ReadOnlyMemory<byte>> Split(byte[] content, int records)
    {
        List<ReadOnlyMemory<byte>> found = [];
        for (int at = 0; at < content.Length;)
        {
            int length = content.Length - at < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(at));
            if (length < 0 || length > content.Length - at - sizeof(int))
            {
                throw new DamagedFileException(_offset, "a record reaches over the end of its block");
            }

            found.Add(content.AsMemory(at + sizeof(int), length));
            at += sizeof(int) + length;
        }

        return found.Count == records ? found
            : throw new DamagedFileException(_offset, $"the block has {found.Count} records and says {records}");
    }

    private void CheckTrailer(byte[] mark)
    {
        byte[] trailer = [.. mark, .. Take(RecordFileFormat.TrailerLength - mark.Length, "the trailer")];
        bool isWhole = BinaryPrimitives.ReadUInt32LittleEndian(trailer.AsSpan(16)) == Crc32.Of(trailer.AsSpan(0, 16))
            && BinaryPrimitives.ReadInt32LittleEndian(trailer.AsSpan(20)) == 0;
        int blocks = BinaryPrimitives.ReadInt32LittleEndian(trailer.AsSpan(4));
        long records = BinaryPrimitives.ReadInt64LittleEndian(trailer.AsSpan(8));
        if (!isWhole)
        {
            throw new DamagedFileException(_offset, "the trailer's checksum is wrong");
        }

        if (blocks != _blocks || records != _records)
        {
            throw new DamagedFileException(
                _offset, $"the trailer counts {blocks} blocks of {records} records; {_blocks} of {_records} stand before it");
        }

        _offset += RecordFileFormat.TrailerLength;
        if (_stream.ReadByte() >= 0)
        {
            throw new DamagedFileException(_offset, "bytes follow the trailer");
        }
    }

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
