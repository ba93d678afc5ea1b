using System.IO.MemoryMappedFiles;

namespace Verified.RingBuffers.Core;

/// <summary>
/// A file that is mapped into memory, and locked against a second opener until it is closed. Shared mapping: what a process stored is in
/// the file even if it is killed at the next instruction.
/// </summary>
/// <remarks>
/// Closing ends the lock, and does not unmap: another thread may be inside an operation, or look at a span of it. It is unmapped when it was
/// closed and nothing refers to this object any more; without a close never, since no span into it keeps this object reachable.
/// The lock is the file system's advisory one. Nobody may shorten the file meanwhile: the processor then reports a fault, which
/// ends the process.
/// </remarks>
internal sealed unsafe class RegionFile
{
    private readonly FileStream _file;
    private readonly MemoryMappedFile _mapping;
    private readonly MemoryMappedViewAccessor _view;
    private bool _closed;

    private RegionFile(FileStream file)
    {
        _file = file;
        Length = file.Length;
        _mapping = MemoryMappedFile.CreateFromFile(
            file, mapName: null, capacity: 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        _view = _mapping.CreateViewAccessor(0, Length, MemoryMappedFileAccess.ReadWrite);
        byte* first = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref first); // given back by the finalizer alone
        BasePointer = first + _view.PointerOffset;
    }

    ~RegionFile()
    {
        if (_closed)
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer(); // the last use: unmaps
        }
    }

    /// <summary>The first byte; mappings begin at a page.</summary>
    public byte* BasePointer { get; }

    /// <summary>Bytes of the file when it was mapped.</summary>
    public long Length { get; }

    /// <summary>The bytes. Keep this object reachable while they are used.</summary>
    public Span<byte> Bytes => new(BasePointer, checked((int)Length));

    /// <summary>Makes a file of zeros that did not exist, with its room on the disk reserved: a full disk is an error here, not later.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="length">Its bytes.</param>
    /// <returns>The file, mapped and locked.</returns>
    /// <exception cref="IOException">It exists, or there is no room for it.</exception>
    public static RegionFile Create(string path, int length)
    {
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
            PreallocationSize = length,
        });
        try
        {
            file.SetLength(length);
            return new RegionFile(file);
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Maps and locks a file.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The file.</returns>
    /// <exception cref="IOException">There is none, or it is open elsewhere.</exception>
    /// <exception cref="InvalidDataException">Its length is no region's.</exception>
    public static RegionFile Open(string path)
    {
        RequireFile(path);
        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        try
        {
            RegionHeader.RequireLength(file.Length);
            return new RegionFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a file whole, under a lock that no writer has meanwhile.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>Its bytes.</returns>
    /// <exception cref="IOException">There is none, or a ring has it open.</exception>
    /// <exception cref="InvalidDataException">Its length is no region's, or not the one that its header states.</exception>
    public static byte[] ReadWhole(string path)
    {
        RequireFile(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        long length = file.Length;
        RegionHeader.RequireLength(length);
        Span<byte> header = stackalloc byte[RegionLayout.HeaderSize];
        Fill(file, header);
        RegionHeader.Read(header, length); // before as much memory is taken as the file is long
        byte[] bytes = new byte[length];
        header.CopyTo(bytes);
        Fill(file, bytes.AsSpan(RegionLayout.HeaderSize));
        return bytes;
    }

    /// <summary>Writes what is dirty to the disk and ends the lock. Closing twice does nothing.</summary>
    /// <exception cref="IOException">The bytes can not be written; the file is closed all the same.</exception>
    public void Close()
    {
        if (Interlocked.Exchange(ref _closed, true))
        {
            return;
        }

        try
        {
            _view.Flush();
        }
        finally
        {
            _view.Dispose(); // unmaps when the pointer is given back too
            _mapping.Dispose();
            _file.Dispose();
        }
    }

    /// <summary>Before it is opened, since the opening of a pipe waits for its other end.</summary>
    private static void RequireFile(string path)
    {
        var info = new FileInfo(path);
        if (info.Exists && info.Length == 0)
        {
            throw new InvalidDataException($"'{path}' is empty, or no file that can be mapped: no region of a ring buffer.");
        }
    }

    private static void Fill(FileStream file, Span<byte> bytes)
    {
        try
        {
            file.ReadExactly(bytes);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("Damaged ring buffer file: it became shorter while it was read.", e);
        }
    }
}
