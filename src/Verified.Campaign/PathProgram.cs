using Verified.Exploration;
using Verified.Model;
using Verified.RingBuffers;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>The real ring buffer, one lane for each process, driven along one path.</summary>
internal sealed class PathProgram : IConcurrentProgram, ILanePolicy, IAccessObserver, IDisposable
{
    private readonly int[] _processes;
    private readonly Bench _bench;
    private readonly Twin _twin;
    private readonly StepLog _log = new();
    private readonly HoldCheck _holds;
    private readonly ExchangeCredits _credits = new();
    private readonly bool[] _begun;
    private List<Operation>[] _operations = [];
    private IReadOnlyList<Move> _path = [];
    private Lockstep? _lockstep;
    private OperationRunner? _runner;
    private int _chosen;

    public PathProgram(ModelConfig model, string mutant)
    {
        IEnumerable<int> clock = model.Clocked ? [Scenario.Ticker] : [];
        _processes = [.. clock, .. model.Writers, .. model.Flushers, model.Reader];
        RingBufferMode mode = model.Mode == Mode.Overwrite ? RingBufferMode.Overwrite : RingBufferMode.Discard;
        Units units = (model.Clocked ? Units.Timed : Units.Plain) with { SubBuffer = model.S };
        var settings = new RingSettings(
            new Geometry(units.SubBufferBytes, model.N), mode, model.Clocked, Units.ShortTimeBits, model.Wakeups);
        _bench = Bench.Of(
            MutantCatalog.Rules(mutant, model.Form), mutant != Mutants.None, model.OneWriter, settings, units, model.Watermark, cellUnits: model.ReadsCells ? model.Sizes[0] : 0) with
        {
            ReadsParts = model.ReadsParts,
        };
        _holds = new HoldCheck(_bench.Region);
        _twin = new Twin(model with { Shifts = false, LossLimit = short.MaxValue });
        _begun = new bool[_processes.Length];
    }

    /// <summary>The path that the next run follows.</summary>
    public IReadOnlyList<Move> Path
    {
        get => _path;
        set
        {
            _path = value;
            _operations = [.. _processes.Select(p => PathOperations.Of([.. value.Where(m => m.Process == p)]))];
        }
    }

    public int Lanes => _processes.Length;

    /// <summary>Accesses that the code took on the path that ran last, a refused one included.</summary>
    public long Taken => _log.Count;

    public long Steps { get; private set; }

    public long Checked { get; private set; }

    /// <summary>Failed compare-exchanges, each charged to another process's change.</summary>
    public long FailedExchanges => _credits.Charged;

    public void Start(IInterleaver interleaver)
    {
        _chosen = 0;
        Array.Clear(_begun);
        _log.Clear();
        _holds.Clear();
        _credits.Clear();
        _bench.Reset(interleaver, this);
        _lockstep = new Lockstep(
            _twin, _bench.Units, _bench.Region, new Wrapping(_bench.Units, _bench.Settings.Geometry.SubBufferCount, PositionWord.PositionBits));
        _runner = new OperationRunner(_bench, new Ledger(), _lockstep);
    }

    public void Run(int lane)
    {
        foreach (Operation operation in _operations[lane])
        {
            _runner!.Run(operation);
        }
    }

    /// <summary>A path may end anywhere, also while a reader sleeps.</summary>
    public bool EndsHere => _chosen == _path.Count;

    /// <summary>A path may end anywhere, so its end means nothing.</summary>
    public void Finish()
    {
    }

    /// <summary>The lane of the next move. A lane that has not begun first comes to its first access, which takes no move.</summary>
    public int Next(ReadOnlySpan<int> ready, int current)
    {
        if (_chosen == _path.Count)
        {
            return -1;
        }

        int lane = Array.IndexOf(_processes, _path[_chosen].Process);
        if (!ready.Contains(lane))
        {
            throw new ScheduleViolationException($"the code of process {_path[_chosen].Process} has returned before {_path[_chosen].Label}");
        }

        if (_begun[lane])
        {
            _chosen++;
        }

        _begun[lane] = true;
        return lane;
    }

    public void OnAccess(in MemoryAccess access)
    {
        _log.Add(access);
        Steps++;
        _lockstep!.OnAccess(access);
        Move move = _path[_chosen - 1];
        if (access.Step != move.Step.ToString() || access.Lane != move.Process)
        {
            throw new ScheduleViolationException($"process {access.Lane} took {access.Step}, the path says {move.Label}");
        }

        _holds.OnAccess(access);
        _credits.OnAccess(access);
        Checked++;
    }

    public IReadOnlyList<RecordedStep> LastSteps() => _log.Last();

    public void Dispose() => _bench.Region.Dispose();
}
