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
    public RecordFileWriter(string path, long clockFrequency, long clockAtStart)
    {
        _path = path;
        _stream = new FileStream(PartialPath, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        Span<byte> header = stackalloc byte[RecordFileFormat.HeaderLength];
        header.Clear();
        RecordFileFormat.Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], RecordFileFormat.Version);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], RecordFileFormat.HeaderLength);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], clockFrequency);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], clockAtStart);
        BinaryPrimitives.WriteUInt32LittleEndian(header[32..], Crc32.Of(header[..32]));
        _stream.Write(header);
    }

    /// <summary>Records in the blocks ended so far.</summary>
    public long Records { get; private set; }

    /// <summary>Bytes written so far.</summary>
    public long Bytes { get; private set; } = RecordFileFormat.HeaderLength;

    private string PartialPath => _path + ".partial";

    /// <summary>Adds a record to the current block.</summary>
    public void Add(ReadOnlySpan<byte> record)
    {
        int needed = RecordFileFormat.BlockHeaderLength + _length + sizeof(int) + record.Length;
        if (needed > _block.Length)
        {
            Array.Resize(ref _block, Math.Max(needed, 2 * _block.Length));
        }

        Span<byte> at = _block.AsSpan(RecordFileFormat.BlockHeaderLength + _length);
        BinaryPrimitives.WriteInt32LittleEndian(at, record.Length);
        record.CopyTo(at[sizeof(int)..]);
        _length += sizeof(int) + record.Length;
        _recordsInBlock++;
    }

    /// <summary>Writes the current block, if it has records.</summary>
    public void EndBlock()
    {
        if (_recordsInBlock == 0)
        {
            return;
        }

        Span<byte> whole = _block.AsSpan(0, RecordFileFormat.BlockHeaderLength + _length);
        RecordFileFormat.BlockMagic.CopyTo(whole);
        BinaryPrimitives.WriteInt32LittleEndian(whole[4..], _blocks);
        BinaryPrimitives.WriteInt32LittleEndian(whole[8..], _recordsInBlock);
        BinaryPrimitives.WriteInt32LittleEndian(whole[12..], _length);
        uint crc = Crc32.Of(whole[RecordFileFormat.BlockHeaderLength..], Crc32.Of(whole[..16]));
        BinaryPrimitives.WriteUInt32LittleEndian(whole[16..], crc);
        _stream.Write(whole);
        Bytes += whole.Length;
        Records += _recordsInBlock;
        _blocks++;
        _recordsInBlock = 0;
        _length = 0;
    }

    /// <summary>Writes the trailer and gives the file its name.</summary>
    public void Complete()
    {
        EndBlock();
        Span<byte> trailer = stackalloc byte[RecordFileFormat.TrailerLength];
        trailer.Clear();
        RecordFileFormat.TrailerMagic.CopyTo(trailer);
        BinaryPrimitives.WriteInt32LittleEndian(trailer[4..], _blocks);
        BinaryPrimitives.WriteInt64LittleEndian(trailer[8..], Records);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[16..], Crc32.Of(trailer[..16]));
        _stream.Write(trailer);
        Bytes += trailer.Length;
        _stream.Dispose();
        File.Move(PartialPath, _path, overwrite: true);
        _completed = true;
    }

    /// <summary>Closes the file; without <see cref="Complete"/> it is removed.</summary>
    public void Dispose()
    {
        if (!_completed)
        {
            _stream.Dispose();
            File.Delete(PartialPath);
        }
    }
}
