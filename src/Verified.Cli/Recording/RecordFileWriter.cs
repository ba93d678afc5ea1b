using System.Buffers.Binary;

namespace Verified.Cli.Recording;

/// <summary>
/// Writes a <see cref="RecordFileFormat"/> file. It grows under the name <c>FILE.partial</c>; <see cref="Complete"/> writes
/// the trailer and gives it its name, so an existing FILE is replaced by a whole one or stays. Not thread-safe.
/// </summary>
internal sealed class RecordFileWriter : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;
    private byte[] _block = new byte[64 * 1024];
    private int _length;
    private int _recordsInBlock;
    private int _blocks;
    private bool _completed;

    /// <summary>Creates the partial file and writes the header.</summary>
    public RecordFileWriter(string path, RecordFileHeader header)
    {
        _path = path;
        _stream = new FileStream(PartialPath, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        Span<byte> bytes = stackalloc byte[RecordFileFormat.HeaderLength];
        bytes.Clear();
        RecordFileFormat.Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], RecordFileFormat.Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], RecordFileFormat.HeaderLength);
        header.Write(bytes[16..]);
        Seal(bytes);
        Write(bytes);
    }

    /// <summary>Records in the blocks ended so far.</summary>
    public long Records { get; private set; }

    /// <summary>Blocks ended so far.</summary>
    public int Blocks => _blocks;

    /// <summary>Bytes written so far.</summary>
    public long Bytes { get; private set; } = RecordFileFormat.HeaderLength;

    private string PartialPath => _path + ".partial";

    /// <summary>Adds a record to the current block.</summary>
    /// <param name="clock">The record's time.</param>
    /// <param name="record">Its bytes.</param>
    public void Add(long clock, ReadOnlySpan<byte> record)
    {
        int needed = RecordFileFormat.BlockHeaderLength + _length + RecordFileFormat.RecordHeaderLength + record.Length;
        if (needed > _block.Length)
        {
            Array.Resize(ref _block, Math.Max(needed, 2 * _block.Length));
        }

        Span<byte> at = _block.AsSpan(RecordFileFormat.BlockHeaderLength + _length);
        BinaryPrimitives.WriteInt64LittleEndian(at, clock);
        BinaryPrimitives.WriteInt32LittleEndian(at[sizeof(long)..], record.Length);
        record.CopyTo(at[RecordFileFormat.RecordHeaderLength..]);
        _length += RecordFileFormat.RecordHeaderLength + record.Length;
        _recordsInBlock++;
    }

    /// <summary>Writes the current block, which may be empty: what is missing before it is told by its header.</summary>
    public void EndBlock(in BlockFacts facts)
    {
        Span<byte> whole = _block.AsSpan(0, RecordFileFormat.BlockHeaderLength + _length);
        Span<byte> header = whole[..RecordFileFormat.BlockHeaderLength];
        RecordFileFormat.BlockMagic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], _blocks);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], _recordsInBlock);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], _length);
        facts.Write(header[16..]);
        uint crc = Crc32.Of(whole[RecordFileFormat.BlockHeaderLength..], Crc32.Of(header[..^8]));
        BinaryPrimitives.WriteUInt32LittleEndian(header[^8..], crc);
        BinaryPrimitives.WriteInt32LittleEndian(header[^4..], 0);
        Write(whole);
        Bytes += whole.Length;
        Records += _recordsInBlock;
        _blocks++;
        _recordsInBlock = 0;
        _length = 0;
    }

    /// <summary>Writes the trailer and gives the file its name.</summary>
    public void Complete(RecordFileTotals totals)
    {
        Span<byte> trailer = stackalloc byte[RecordFileFormat.TrailerLength];
        trailer.Clear();
        RecordFileFormat.TrailerMagic.CopyTo(trailer);
        BinaryPrimitives.WriteInt32LittleEndian(trailer[4..], _blocks);
        BinaryPrimitives.WriteInt64LittleEndian(trailer[8..], Records);
        totals.Write(trailer[16..]);
        Seal(trailer);
        Write(trailer);
        Bytes += trailer.Length;
        FlushToDisk(); // before the name: a crash must not leave a whole name on half a file
        _stream.Dispose();
        File.Move(PartialPath, _path, overwrite: true);
        _completed = true;
    }

    /// <summary>Closes the file; without <see cref="Complete"/> it is removed.</summary>
    public void Dispose()
    {
        if (!_completed)
        {
            try
            {
                _stream.Dispose();
            }
            catch (Exception e) when (e is IOException or ArgumentOutOfRangeException)
            {
                // What can not be written any more is removed.
            }
            finally
            {
                File.Delete(PartialPath);
            }
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw TooLarge(e);
        }
    }

    private void FlushToDisk()
    {
        try
        {
            _stream.Flush(flushToDisk: true);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw TooLarge(e);
        }
    }

    /// <summary>A file past the system's limit is an argument error to .NET; to the user it is one of writing.</summary>
    private static IOException TooLarge(Exception e) => new("the file would be larger than the system lets it be", e);

    /// <summary>The checksum stands in the last 8 bytes, with 4 bytes of zero.</summary>
    private static void Seal(Span<byte> bytes) =>
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[^8..], Crc32.Of(bytes[..^8]));
}
