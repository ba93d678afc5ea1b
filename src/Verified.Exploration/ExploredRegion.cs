using System.Runtime.InteropServices;
using Verified.Atomics;

namespace Verified.Exploration;

/// <summary>
/// The shared bytes that a schedule runs on, with what a race check needs to know of them: which ranges are being
/// written, and which are held by a reader. One logical thread runs at a time, so nothing here is synchronised.
/// </summary>
public sealed unsafe class ExploredRegion : IDisposable
{
    /// <summary>The byte that announced ranges are filled with, so that unwritten bytes are recognised.</summary>
    public const byte Poison = 0xA5;

    private const int NoLane = -1;

    private readonly List<Range> _writes = [];
    private readonly List<Range> _reads = [];
    private readonly Dictionary<nint, int> _owners = [];
    private readonly Dictionary<nint, int> _storers = [];
    private byte* _base;
    private int _blockLane = NoLane;
    private int _exchanges;

    /// <summary>Allocates a zeroed region.</summary>
    /// <param name="bytes">Its length, at least 1.</param>
    public ExploredRegion(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        Length = bytes;
        _base = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, 128);
        Reset(NoInterleaver.Instance, null);
    }

    /// <summary>Frees the memory of a region that was not disposed, as at the end of a schedule that failed.</summary>
    ~ExploredRegion() => Free();

    /// <summary>Bytes of the region.</summary>
    public int Length { get; }

    /// <summary>The first byte; valid until disposal.</summary>
    public byte* Base => _base;

    /// <summary>Where threads are switched.</summary>
    public IInterleaver Interleaver { get; set; } = NoInterleaver.Instance;

    /// <summary>Who is told of each access, or null.</summary>
    public IAccessObserver? Observer { get; set; }

    /// <summary>Must every load have the name of a step? Set it while lanes run that are checked step by step.</summary>
    public bool RequiresNames { get; set; }

    /// <summary>
    /// May a load go in one step with the block that is stored next? Only where code runs that is broken on purpose: it is an
    /// access that the lockstep does not see.
    /// </summary>
    public bool AllowsLoadsWithBlocks { get; set; }

    /// <summary>
    /// Broken memory, to show that a check sees it: every so many compare-exchanges that should succeed, one fails. 0: none.
    /// </summary>
    public int FailsEvery { get; set; }

    /// <summary>
    /// Does a record's header keep what stood there until its write ends, as on the processor? Where a reader looks at headers of records that
    /// may be open; elsewhere it is poisoned with the rest of the record.
    /// </summary>
    public bool KeepsHeaders { get; init; }

    /// <summary>
    /// The thread that a lane's accesses are made by, where several lanes stand for what one thread does in turn. It owns what any of them owns.
    /// </summary>
    public Func<int, int> ThreadOf { get; init; } = lane => lane;

    /// <summary>Accesses since the last reset.</summary>
    public long Accesses { get; private set; }

    /// <summary>Announced writes that have not ended.</summary>
    public int OpenWrites => _writes.Count;

    /// <summary>Zeroes the bytes and forgets all ranges: the state before a schedule.</summary>
    /// <param name="interleaver">Where threads are switched from now on.</param>
    /// <param name="observer">Who is told of each access from now on, or null.</param>
    public void Reset(IInterleaver interleaver, IAccessObserver? observer)
    {
        NativeMemory.Clear(_base, (nuint)Length);
        _writes.Clear();
        _reads.Clear();
        _owners.Clear();
        _storers.Clear();
        Accesses = 0;
        _exchanges = 0;
        _blockLane = NoLane;
        Interleaver = interleaver;
        Observer = observer;
    }

    /// <summary>The bytes of a range.</summary>
    /// <param name="offset">From the region's start.</param>
    /// <param name="length">Bytes.</param>
    /// <exception cref="ScheduleViolationException">The range is not inside the region.</exception>
    public Span<byte> Bytes(nint offset, int length)
    {
        if (offset < 0 || length < 0 || offset + length > Length)
        {
            throw new ScheduleViolationException($"bytes {offset}..{offset + length} lie outside the region of {Length}");
        }

        return new Span<byte>(_base + offset, length);
    }

    /// <summary>Ends what <see cref="IMemory.BeginRead"/> began for a lane: its bytes must be those of the beginning.</summary>
    /// <param name="lane">The reader's lane; no hold is no error.</param>
    /// <exception cref="ScheduleViolationException">A held byte changed.</exception>
    public void EndRead(int lane)
    {
        int at = _reads.FindIndex(r => r.Lane == lane);
        if (at < 0)
        {
            return;
        }

        Range held = _reads[at];
        _reads.RemoveAt(at);
        int changed = Bytes(held.Offset, held.Length).CommonPrefixLength(held.Copy);
        if (changed != held.Length)
        {
            throw new ScheduleViolationException(
                $"held bytes changed: byte {held.Offset + changed} of the range that lane {lane} took with {held.Step}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    internal ref long Word(Location at)
    {
        if (_base == null || at.Offset < 0 || at.Offset + sizeof(long) > Length)
        {
            throw new ScheduleViolationException($"{at.Name}[{at.Index}] at {at.Offset} lies outside the region of {Length}");
        }

        return ref *(long*)(_base + at.Offset);
    }

    /// <summary>Does the compare-exchange at hand fail without a reason?</summary>
    internal bool FailsNext() => FailsEvery > 0 && ++_exchanges % FailsEvery == 0;

    internal void Report(in MemoryAccess access)
    {
        Accesses++;
        if (access.Old != access.New)
        {
            _storers[access.At.Offset] = ThreadOf(access.Lane);
        }

        Observer?.OnAccess(in access);
    }

    /// <summary>Fills the bytes with poison and marks them torn.</summary>
    internal void OpenWrite(int lane, Location at, int length, string step)
    {
        Bytes(at.Offset, length)[(KeepsHeaders ? sizeof(int) : 0)..].Fill(Poison);
        Report(new MemoryAccess(lane, MemoryAccessKind.BeginWrite, at, 0, 0, 0, length, step));
        RefuseOverlap(_writes, lane, at.Offset, length, step, "is being written by");
        RefuseOverlap(_reads, lane, at.Offset, length, step, "is held by");
        _writes.Add(new Range(lane, at.Offset, length, step, null));
    }

    /// <summary>Stores the header and ends the write that was announced at the same place.</summary>
    internal void CloseWrite(int lane, Location at, long header, int bytes, string step)
    {
        int open = _writes.FindIndex(w => w.Lane == lane && w.Offset == at.Offset);
        MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in header))[..bytes].CopyTo(Bytes(at.Offset, bytes));
        Report(new MemoryAccess(lane, MemoryAccessKind.EndWrite, at, open < 0 ? 0 : 1, header, 0, bytes, step));
        if (open < 0)
        {
            throw new ScheduleViolationException($"{step} of lane {lane} ends a write at {at.Offset} that was not announced");
        }

        int length = _writes[open].Length;
        _writes.RemoveAt(open);
        RefuseOverlap(_reads, lane, at.Offset, length, step, "is held by");
    }

    /// <summary>A record's header of 32 bits.</summary>
    internal ref int Header(Location at) => ref MemoryMarshal.AsRef<int>(Bytes(at.Offset, sizeof(int)));

    /// <summary>Stores a header in bytes that the lane has read, which nobody may be writing.</summary>
    internal void StoreHeader(int lane, Location at, int header, string step)
    {
        EndRead(lane);
        ref int place = ref Header(at);
        int old = place;
        place = header;
        Report(new MemoryAccess(lane, MemoryAccessKind.Store, at, old, header, 0, sizeof(int), step));
        RefuseOverlap(_writes, lane, at.Offset, sizeof(int), step, "is being written by");
    }

    /// <summary>The scheduling point of a stored block, which stands before the loads that go with it.</summary>
    internal void InterleaveBlock(int lane)
    {
        if (_blockLane != lane)
        {
            Interleaver.Interleave();
            _blockLane = lane;
        }
    }

    /// <summary>The block is stored: the next one has a scheduling point of its own.</summary>
    internal void EndBlock() => _blockLane = NoLane;

    /// <summary>
    /// A word that is no step to load or store must be the lane's own: in a record that it has announced to write; or one that
    /// no other thread ever took for its own, nor was the last to store. So no thread can come between what is not scheduled.
    /// </summary>
    internal void RequireOwn(int lane, Location at)
    {
        if (_writes.Exists(w => w.Lane == lane && at.Offset >= w.Offset && at.Offset + sizeof(long) <= w.Offset + w.Length))
        {
            return;
        }

        int thread = ThreadOf(lane);
        if (!_owners.TryAdd(at.Offset, thread) && _owners[at.Offset] != thread)
        {
            throw new ScheduleViolationException($"{at.Name}[{at.Index}] is lane {_owners[at.Offset]}'s own, and lane {lane} uses it without a step");
        }

        if (_storers.TryGetValue(at.Offset, out int storer) && storer != thread)
        {
            throw new ScheduleViolationException($"{at.Name}[{at.Index}] was last stored by lane {storer}, and lane {lane} takes it for its own without a step");
        }
    }

    /// <summary>Stores a block, which nobody may be writing or holding.</summary>
    internal void StoreBlock(int lane, Location at, ReadOnlySpan<long> words, string step)
    {
        Span<long> place = MemoryMarshal.Cast<byte, long>(Bytes(at.Offset, words.Length * sizeof(long)));
        var before = WordBlock.Of(place);
        words.CopyTo(place);
        ReportBlock(lane, MemoryAccessKind.StoreBlock, at, before, WordBlock.Of(words), step);
        RefuseOverlap(_writes, lane, at.Offset, words.Length * sizeof(long), step, "is being written by");
        RefuseOverlap(_reads, lane, at.Offset, words.Length * sizeof(long), step, "is held by");
    }

    /// <summary>Loads a block, which nobody may be writing.</summary>
    internal void LoadBlock(int lane, Location at, Span<long> words, string step)
    {
        MemoryMarshal.Cast<byte, long>(Bytes(at.Offset, words.Length * sizeof(long))).CopyTo(words);
        var seen = WordBlock.Of(words);
        ReportBlock(lane, MemoryAccessKind.LoadBlock, at, seen, seen, step);
        RefuseOverlap(_writes, lane, at.Offset, words.Length * sizeof(long), step, "is being written by");
    }

    /// <summary>Remembers the bytes, so that <see cref="EndRead"/> can see that they did not change.</summary>
    internal void OpenRead(int lane, Location at, int length, string step)
    {
        byte[] copy = Bytes(at.Offset, length).ToArray();
        Report(new MemoryAccess(lane, MemoryAccessKind.BeginRead, at, 0, 0, 0, length, step));
        RefuseOverlap(_writes, lane, at.Offset, length, step, "is being written by");
        _reads.RemoveAll(r => r.Lane == lane);
        _reads.Add(new Range(lane, at.Offset, length, step, copy));
    }

    private void ReportBlock(int lane, MemoryAccessKind kind, Location at, in WordBlock before, in WordBlock after, string step) =>
        Report(new MemoryAccess(lane, kind, at, before.First, after.First, 0, after.Count * sizeof(long), step)
        {
            Before = before,
            After = after,
        });

    private static void RefuseOverlap(List<Range> ranges, int lane, nint offset, int length, string step, string how)
    {
        foreach (Range r in ranges)
        {
            if (offset < r.Offset + r.Length && r.Offset < offset + length)
            {
                throw new ScheduleViolationException(
                    $"torn: {step} of lane {lane} touches bytes {offset}..{offset + length} of which a part {how} lane {r.Lane} ({r.Step})");
            }
        }
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_base);
        _base = null;
    }

    private readonly record struct Range(int Lane, nint Offset, int Length, string Step, byte[]? Copy);
}
