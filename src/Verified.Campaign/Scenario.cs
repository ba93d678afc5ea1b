using Verified.Model;
using Verified.RingBuffers;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>A small concurrent use of the ring buffer, whose schedules are explored.</summary>
/// <param name="Name">Kebab-case.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Mode">What happens when the ring is full.</param>
/// <param name="Form">The form of the algorithm.</param>
/// <param name="Lanes">What each thread does, in order.</param>
public sealed record Scenario(
    string Name, string Summary, RingBufferMode Mode, Form Form, IReadOnlyList<IReadOnlyList<Operation>> Lanes)
{
    /// <summary>Process number of the clock.</summary>
    public const int Ticker = 0;

    /// <summary>Process number of a writer that no lane has: it writes when a lane that stopped was the only one to write.</summary>
    public const int SpareWriter = 5;

    /// <summary>Process number of the second flusher, where there is one.</summary>
    public const int OtherFlusher = 7;

    /// <summary>Process number of the flusher; in every scenario, since the final drain flushes.</summary>
    public const int Flusher = 8;

    /// <summary>Process number of the reader.</summary>
    public const int Reader = 9;

    /// <summary>The one thread of all processes that write or flush, where there is one: a number that no process has.</summary>
    public const int OwnerThread = 10;

    /// <summary>Sub-buffers in the ring (N).</summary>
    public int SubBuffers { get; init; } = 2;

    /// <summary>Do records carry a time?</summary>
    public bool IsClocked { get; init; }

    /// <summary>Do commits keep the committed prefix of each sub-buffer?</summary>
    public bool IsRecoverable { get; init; }

    /// <summary>Does one thread at a time reserve, commit and flush?</summary>
    public bool IsOneWriter { get; init; }

    /// <summary>Does the reader take parts of sub-buffers that are not complete?</summary>
    public bool ReadsParts { get; init; }

    /// <summary>Does the reader take record by record, all of one size?</summary>
    public bool ReadsCells { get; init; }

    /// <summary>Units of every record then; else 0.</summary>
    internal int CellUnits => ReadsCells ? Writes.Select(o => o.Units).Distinct().Single() : 0;

    /// <summary>Bits of a position: few make every counter wrap.</summary>
    public int PositionBits { get; init; } = PositionWord.PositionBits;

    /// <summary>How many sub-buffers a reader waits for.</summary>
    public int Watermark { get; init; } = 1;

    /// <summary>Bytes and units.</summary>
    public Units Units => IsClocked ? Units.Timed : Units.Plain;

    /// <summary>How the ring buffer is set up.</summary>
    public RingSettings Settings => new(new Geometry(Units.SubBufferBytes, SubBuffers), Mode, IsClocked, Units.ShortTimeBits, Recoverable: IsRecoverable);

    /// <summary>All operations, those inside others too.</summary>
    public IEnumerable<Operation> Operations => Lanes.SelectMany(l => l).SelectMany(o => o.All());

    private IEnumerable<Operation> Flushes => Operations.Where(o => o.Kind == OperationKind.Flush);

    private bool NeedsSpareWriter => Lanes.Count(l => l.Any(o => o.Kind == OperationKind.Write)) < 2;

    /// <summary>A record that fills a sub-buffer; where all have one size, one of those.</summary>
    private int LargeRecord => ReadsCells ? CellUnits : Units.Most;

    private IEnumerable<Operation> Writes => Operations.Where(o => o.Kind == OperationKind.Write);

    /// <summary>The lane that a process belongs to; -1 for one that only the end of a schedule uses.</summary>
    internal int LaneOf(int process) => Lanes.ToList().FindIndex(l => l.SelectMany(o => o.All()).Any(o => o.Process == process));

    /// <summary>The processes of a lane.</summary>
    internal IReadOnlySet<int> ProcessesOf(int lane) => Lanes[lane].SelectMany(o => o.All()).Select(o => o.Process).ToHashSet();

    /// <summary>
    /// Records that fill a sub-buffer each, one more than the ring has: by a writer whose lane did not stop, or by one of no lane.
    /// </summary>
    /// <param name="stopped">The lane that stopped.</param>
    internal IEnumerable<Operation> RoundOfRecords(int stopped)
    {
        int writer = Lanes.Where((_, lane) => lane != stopped).SelectMany(l => l)
            .FirstOrDefault(o => o.Kind == OperationKind.Write)?.Process ?? SpareWriter;
        return Enumerable.Repeat(new Operation(OperationKind.Write, writer, LargeRecord), (SubBuffers + 1) * (Units.Most / LargeRecord));
    }

    /// <summary>The model of this scenario: positions free-running, losses counted as far as the twin can.</summary>
    /// <param name="mutant">What is broken in the model; "none" as a rule.</param>
    /// <param name="stops">May a lane be stopped? Then there are the processes besides that stand in for those of its lane.</param>
    public ModelConfig Model(string mutant = "none", bool stops = false) => new()
    {
        Writers = [.. Writes.Select(o => o.Process).Concat(stops && NeedsSpareWriter ? [SpareWriter] : []).Distinct().Order()],
        Flushers = [.. Flushes.Select(o => o.Process).Append(Flusher).Concat(stops && Flushes.Any() ? [OtherFlusher] : []).Distinct().Order()],
        Reader = Reader,
        FlushModes = [.. Flushes.Select(o => o.Mode).Append(FlushMode.Active).Distinct().Select(m => m.ToString())],
        ReaderOps = [.. ReaderOps.Append(nameof(OperationKind.Read)).Distinct()],
        Sizes = [.. Writes.Select(o => o.Units).Concat(stops ? [LargeRecord] : []).Distinct().Order()],
        N = SubBuffers,
        S = Units.SubBuffer,
        H = Units.Header,
        Mode = Mode == RingBufferMode.Overwrite ? Verified.Model.Mode.Overwrite : Verified.Model.Mode.Discard,
        Form = Form,
        Clocked = IsClocked,
        LastTick = Operations.Count(o => o.Kind == OperationKind.Tick),
        ShortTime = Units.ShortTime,
        FullUnits = Units.FullUnits,
        Wakeups = true,
        Watermark = Watermark,
        Abandons = Writes.Any(o => o.Abandon),
        LossLimit = short.MaxValue,
        Mutant = mutant,
        Shifts = false,
        Recovers = IsRecoverable,
        Recoverable = IsRecoverable,
        OneWriter = IsOneWriter,
        ReadsParts = ReadsParts,
        ReadsCells = ReadsCells,
    };

    private IEnumerable<string> ReaderOps =>
        Operations.Where(o => o.Kind is OperationKind.Snapshot or OperationKind.Clear or OperationKind.Wait).Select(o => o.Kind.ToString());
}
