using System.IO.MemoryMappedFiles;

namespace Verified.Cli.Kill;

/// <summary>
/// What writers say of themselves in a second mapped file, beside the ring: it outlives them, and the ring knows nothing of it. For each
/// writer how many records it has begun to reserve, has reserved, has begun to commit, and has committed, and where the last of them are.
/// </summary>
/// <remarks>
/// A writer says "begun to" before, and "has" after, the ring's call. Processors keep the order of one thread's stores for those who look after
/// its death, and release stores keep it in the code.
/// </remarks>
internal sealed unsafe class KillWitness : IDisposable
{
    private const int Line = 128;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _base;
    private readonly int _streams;

    /// <summary>Maps a witness; makes its file if there is none.</summary>
    public KillWitness(string path, int streams)
    {
        _streams = streams;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, mapName: null, LengthOf(streams));
        _view = _file.CreateViewAccessor();
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _base);
    }

    /// <summary>The words of a writer.</summary>
    public enum Word
    {
        /// <summary>Records whose reservation was begun, and not refused.</summary>
        Begun,

        /// <summary>Records reserved.</summary>
        Reserved,

        /// <summary>Records whose commit, or abandoning, was begun.</summary>
        Ending,

        /// <summary>Records whose commit, or abandoning, is done.</summary>
        Ended,

        /// <summary>1 while this writer flushes.</summary>
        Flushing,
    }

    /// <summary>So many last positions of each writer are kept: more than fit any of the rings.</summary>
    public static int Positions => 1 << 12;

    /// <summary>Bytes of a witness.</summary>
    public static int LengthOf(int streams) => (streams * Line) + (streams * Positions * sizeof(long));

    /// <summary>Where a word of a writer lies.</summary>
    public static int OffsetOf(int stream, Word word) => (stream * Line) + ((int)word * sizeof(long));

    /// <summary>Where the position of a writer's record lies.</summary>
    public static int OffsetOfPosition(int streams, int stream, long number) =>
        (streams * Line) + (((stream * Positions) + (int)(number % Positions)) * sizeof(long));

    /// <summary>Says a word.</summary>
    public void Say(int stream, Word word, long value) => Volatile.Write(ref At(OffsetOf(stream, word)), value);

    /// <summary>Says where a record is.</summary>
    public void SayPosition(int stream, long number, long position) =>
        Volatile.Write(ref At(OffsetOfPosition(_streams, stream, number)), position);

    /// <summary>Records that all have committed or abandoned, as far as is seen.</summary>
    public long Ended() => Enumerable.Range(0, _streams).Sum(s => Volatile.Read(ref At(OffsetOf(s, Word.Ended))));

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private ref long At(int offset) => ref *(long*)(_base + offset);
}
