using Verified.Exploration;
using Verified.Model;

namespace Verified.Campaign;

/// <summary>Who judges a schedule.</summary>
public enum Judge
{
    /// <summary>The twin step by step, and the meaning of the end.</summary>
    Lockstep,

    /// <summary>Tear checks and the meaning of the end alone: what a test without a specification would see.</summary>
    MeaningOnly,

    /// <summary>A twin with the same mutant, so that its invariants and the refinement judge, and the meaning of the end.</summary>
    MutatedTwin,
}

/// <summary>A scenario made to be explored: the real ring buffer, the lockstep, the ledger and the log of the last steps.</summary>
internal sealed class ScenarioProgram : IConcurrentProgram, IAccessObserver, IDisposable
{
    /// <summary>Many times what any schedule needs: code that goes round in a circle is broken, also where nothing is scheduled.</summary>
    private const long MostSteps = 10_000;

    private readonly Scenario _scenario;
    private readonly Judge _judge;
    private readonly long _skipEvery;
    private readonly Bench _bench;
    private readonly Twin _twin;
    private readonly StepLog _log = new();
    private readonly HoldCheck _holds;
    private readonly long[] _countByStep = new long[Enum.GetValues<Step>().Length];
    private Lockstep? _lockstep;
    private Ledger _ledger = new();
    private OperationRunner? _runner;

    public ScenarioProgram(Scenario scenario, string mutant, Judge judge, long skipEvery = 0)
    {
        _scenario = scenario;
        _judge = judge;
        _skipEvery = skipEvery;
        _bench = Bench.Of(mutant, scenario.Form, scenario.Settings, scenario.Units, scenario.Watermark);
        _holds = new HoldCheck(_bench.Region);
        _twin = new Twin(scenario.Model(judge == Judge.MutatedTwin ? mutant : Mutants.None));
    }

    public int Lanes => _scenario.Lanes.Count;

    /// <summary>Accesses of all schedules.</summary>
    public long Steps { get; private set; }

    /// <summary>Accesses of all schedules that the lockstep matched and checked.</summary>
    public long Checked { get; private set; }

    /// <summary>Accesses of the schedule that ran last, the failing one included.</summary>
    public long StepsOfLast => _log.Count;

    /// <summary>Records read in all schedules: a campaign that reads none shows nothing.</summary>
    public long RecordsRead { get; private set; }

    /// <summary>How often each action was matched, in all schedules.</summary>
    public IReadOnlyDictionary<Step, long> CountByStep =>
        Enum.GetValues<Step>().Where(s => _countByStep[(int)s] > 0).ToDictionary(s => s, s => _countByStep[(int)s]);

    public void Start(IInterleaver interleaver)
    {
        _log.Clear();
        _holds.Clear();
        _bench.Reset(interleaver, this);
        _lockstep = _judge == Judge.MeaningOnly ? null
            : new Lockstep(_twin, _scenario.Units, _bench.Region) { SkipEvery = _skipEvery, CountByStep = _countByStep };
        _ledger = new Ledger();
        _runner = new OperationRunner(_bench, _ledger, _lockstep);
    }

    public void Run(int lane)
    {
        foreach (Operation operation in _scenario.Lanes[lane])
        {
            _runner!.Run(operation);
        }
    }

    public void Finish()
    {
        _bench.Region.Interleaver = NoInterleaver.Instance;
        _runner!.Drain();
        RecordsRead += _ledger.ReadCount;
        _ledger.Judge(RingEnd.Of(_bench.Region, _bench.Settings));
        if (_lockstep is { } lockstep && lockstep.Checked != lockstep.Seen)
        {
            throw new ScheduleViolationException($"of {lockstep.Seen} steps only {lockstep.Checked} were checked");
        }
    }

    public void OnAccess(in MemoryAccess access)
    {
        _log.Add(access);
        Steps++;
        if (_lockstep is { } lockstep)
        {
            long before = lockstep.Checked;
            lockstep.OnAccess(access);
            Checked += lockstep.Checked - before;
        }

        _holds.OnAccess(access);
        if (_log.Count > MostSteps)
        {
            throw new ScheduleViolationException($"the schedule has more than {MostSteps} steps: something goes round in a circle");
        }
    }

    /// <summary>The last steps of the schedule that ran last, oldest first.</summary>
    public IReadOnlyList<RecordedStep> LastSteps() => _log.Last();

    public void Dispose() => _bench.Region.Dispose();
}
