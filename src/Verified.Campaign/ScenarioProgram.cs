using Verified.Exploration;
using Verified.Model;
using Verified.RingBuffers.Core;

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
internal sealed class ScenarioProgram : IStoppableProgram, IAccessObserver, IDisposable
{
    /// <summary>Many times what any schedule needs: code that goes round in a circle is broken, also where nothing is scheduled.</summary>
    private const long MostSteps = 10_000;

    private readonly Scenario _scenario;
    private readonly Judge _judge;
    private readonly Bench _bench;
    private readonly Twin _twin;
    private readonly StepLog _log = new();
    private readonly HoldCheck _holds;
    private readonly ExchangeCredits _credits = new();
    private readonly OperationWatch _watch;
    private readonly StopJudge? _stops;
    private readonly long[] _countByStep = new long[Enum.GetValues<Step>().Length];
    private Lockstep? _lockstep;
    private Ledger _ledger = new();
    private OperationRunner? _runner;

    /// <summary>Makes a program.</summary>
    /// <param name="scenario">What its lanes do.</param>
    /// <param name="mutant">What is broken in the code, or "none".</param>
    /// <param name="judge">Who judges.</param>
    /// <param name="stops">May a lane be stopped?</param>
    public ScenarioProgram(Scenario scenario, string mutant, Judge judge, bool stops = false)
    {
        // Who stopped for ever is judged by the positions that words hold: there they do not wrap.
        scenario = stops ? scenario with { PositionBits = PositionWord.PositionBits } : scenario;
        _scenario = scenario;
        _judge = judge;
        _bench = Bench.Of(scenario, mutant);
        _holds = new HoldCheck(_bench.Region);
        _watch = new OperationWatch(scenario.LaneOf);
        _stops = stops ? new StopJudge(scenario, _bench, _watch, StopCounts) : null;
        _twin = new Twin(scenario.Model(judge == Judge.MutatedTwin ? mutant : Mutants.None, stops));
    }

    public int Lanes => _scenario.Lanes.Count;

    /// <summary>Leaves every n-th step unchecked: only to show in a test that a blind lockstep is noticed.</summary>
    public long SkipEvery { get; init; }

    /// <summary>Memory that fails every n-th compare-exchange for no reason: only to show in a test that this is noticed.</summary>
    public int FailsEvery
    {
        init => _bench.Region.FailsEvery = value;
    }

    /// <summary>Accesses of all schedules.</summary>
    public long Steps { get; private set; }

    /// <summary>Accesses of all schedules that the lockstep matched and checked.</summary>
    public long Checked { get; private set; }

    /// <summary>Accesses of the schedule that ran last, the failing one included.</summary>
    public long StepsOfLast => _log.Count;

    /// <summary>The furthest that the write position came in any schedule, in bytes; its remainder is what the ring keeps.</summary>
    public long Furthest => _bench.Positions.Furthest;

    /// <summary>Records read in all schedules: a campaign that reads none shows nothing.</summary>
    public long RecordsRead { get; private set; }

    /// <summary>Failed compare-exchanges in all schedules, each charged to another process's change of the word.</summary>
    public long FailedExchanges => _credits.Charged;

    /// <summary>The most steps that any operation took.</summary>
    public int MostStepsOfOperation => _watch.MostSeen;

    /// <summary>What stopped lanes led to.</summary>
    public StopCounts StopCounts { get; } = new();

    /// <summary>How often each action was matched, in all schedules.</summary>
    public IReadOnlyDictionary<Step, long> CountByStep =>
        Enum.GetValues<Step>().Where(s => _countByStep[(int)s] > 0).ToDictionary(s => s, s => _countByStep[(int)s]);

    public void Start(IInterleaver interleaver)
    {
        _log.Clear();
        _holds.Clear();
        _credits.Clear();
        _watch.Clear();
        _stops?.Clear();
        _bench.Reset(interleaver, this);
        _lockstep = _judge == Judge.MeaningOnly ? null
            : new Lockstep(_twin, _scenario.Units, _bench.Region, WrappingOf(_scenario)) { SkipEvery = SkipEvery, CountByStep = _countByStep };
        _ledger = new Ledger();
        _runner = new OperationRunner(_bench, _ledger, _lockstep, _watch);
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
        _ledger.Judge(RingEnd.Of(_bench));
        RequireChecked();
    }

    public void OnStopped(int lane) => _stops?.OnStopped(lane);

    public void FinishWithout(int stopped, IReadOnlyList<int> waiting)
    {
        _bench.Region.Interleaver = NoInterleaver.Instance;
        StopJudge judge = _stops ?? throw new InvalidOperationException("a lane was stopped of a program that is not made for it");
        judge.Judge(_runner!, _ledger, waiting);
        RecordsRead += _ledger.ReadCount;
        RequireChecked();
    }

    public void OnAccess(in MemoryAccess access)
    {
        _log.Add(access);
        _bench.Positions.OnAccess(access);
        Steps++;
        if (_lockstep is { } lockstep)
        {
            long before = lockstep.Checked;
            lockstep.OnAccess(access);
            Checked += lockstep.Checked - before;
        }

        _holds.OnAccess(access);
        _credits.OnAccess(access);
        _stops?.OnAccess(access);
        _watch.OnAccess(access);
        if (_log.Count > MostSteps)
        {
            throw new ScheduleViolationException($"the schedule has more than {MostSteps} steps: something goes round in a circle");
        }
    }

    private static Wrapping WrappingOf(Scenario scenario) => new(scenario.Units, scenario.SubBuffers, scenario.PositionBits);

    /// <summary>The last steps of the schedule that ran last, oldest first.</summary>
    public IReadOnlyList<RecordedStep> LastSteps() => _log.Last();

    public void Dispose() => _bench.Region.Dispose();

    private void RequireChecked()
    {
        if (_lockstep is { } lockstep && lockstep.Checked != lockstep.Seen)
        {
            throw new ScheduleViolationException($"of {lockstep.Seen} steps only {lockstep.Checked} were checked");
        }
    }
}
