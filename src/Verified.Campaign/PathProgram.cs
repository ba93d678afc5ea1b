using Verified.Exploration;
using Verified.Model;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>The real ring buffer, one lane for each process, driven along one path.</summary>
internal sealed class PathProgram : IConcurrentProgram, ILanePolicy, IAccessObserver, IDisposable
{
    private readonly int[] _processes;
    private readonly Geometry _geometry;
    private readonly ExploredRegion _region;
    private readonly RingDriver _ring;
    private readonly Twin _twin;
    private readonly StepLog _log = new();
    private readonly HoldCheck _holds;
    private readonly bool[] _begun;
    private List<Operation>[] _operations = [];
    private IReadOnlyList<Move> _path = [];
    private Lockstep? _lockstep;
    private OperationRunner? _runner;
    private int _chosen;

    public PathProgram(ModelConfig model, string mutant)
    {
        _processes = [.. model.Writers.Concat(model.Flushers).Append(model.Reader)];
        _geometry = new Geometry(model.S * Units.Bytes, model.N);
        _region = new ExploredRegion(RegionLayout.RegionBytes(_geometry));
        _holds = new HoldCheck(_region);
        _ring = MutantCatalog.Create(mutant, model.Form, _region, _geometry);
        _twin = new Twin(model with { Shifts = false, LossModulus = 0 });
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

    public void Start(IInterleaver interleaver)
    {
        _chosen = 0;
        Array.Clear(_begun);
        _log.Clear();
        _holds.Clear();
        _region.Reset(interleaver, this);
        _region.RequiresNames = true;
        _lockstep = new Lockstep(_twin, _region);
        _runner = new OperationRunner(_ring, _geometry, _region, new Ledger(), _lockstep);
    }

    public void Run(int lane)
    {
        foreach (Operation operation in _operations[lane])
        {
            _runner!.Run(operation);
        }
    }

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
        Checked++;
    }

    public IReadOnlyList<RecordedStep> LastSteps() => _log.Last();

    public void Dispose() => _region.Dispose();
}

/// <summary>What a process must be told to do so that it takes the moves of a path.</summary>
internal static class PathOperations
{
    /// <summary>The operations of one process.</summary>
    /// <param name="moves">The path's moves of that process, in order.</param>
    public static List<Operation> Of(IReadOnlyList<Move> moves)
    {
        var operations = new List<Operation>();
        for (int i = 0; i < moves.Count; i++)
        {
            Move move = moves[i];
            switch (move.Step)
            {
                case Step.Reserve_LoadWritePosition or Step.Lose_TooBig:
                    operations.Add(new Operation(OperationKind.Write, move.Process, move.Arg));
                    break;
                case Step.Write_Abandon:
                    operations[^1] = operations[^1] with { Abandon = true };
                    break;
                case Step.Flush_LoadWritePosition when i == 0 || moves[i - 1].Step != Step.Flush_CasFail:
                    FlushMode mode = move.Arg == Twin.FinalMode ? FlushMode.Final : FlushMode.Active;
                    operations.Add(new Operation(OperationKind.Flush, move.Process, Mode: mode));
                    break;
                case Step.Get_LoadReadPosition:
                    operations.Add(new Operation(OperationKind.Read, move.Process));
                    break;
            }
        }

        return operations;
    }
}
