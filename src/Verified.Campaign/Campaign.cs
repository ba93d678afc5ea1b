using Verified.Exploration;
using Verified.Model;
using Verified.RingBuffers;

namespace Verified.Campaign;

/// <summary>What a campaign runs.</summary>
public sealed record CampaignOptions
{
    /// <summary>How many schedules a campaign runs when neither a number nor a time is given.</summary>
    public const long DefaultSchedules = 20_000;

    /// <summary>Names of the scenarios; none selects those that show the mutant, or simply all.</summary>
    public IReadOnlyList<string> Scenarios { get; init; } = [];

    /// <summary>Only the scenarios of this mode; null for both.</summary>
    public RingBufferMode? Mode { get; init; }

    /// <summary>Schedules in total, dealt out evenly over scenarios and shards; null: until <see cref="Limit"/>.</summary>
    public long? Schedules { get; init; }

    /// <summary>Time in total, dealt out evenly over the scenarios; null for none. Where it cuts off, figures vary.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>How the engine chooses.</summary>
    public Strategy Strategy { get; init; } = Strategy.Portfolio;

    /// <summary>The engine's name (<see cref="Engines.Names"/>).</summary>
    public string Engine { get; init; } = CoyoteExplorer.EngineName;

    /// <summary>Same seed, same schedules.</summary>
    public uint Seed { get; init; } = 1;

    /// <summary>Which part of the campaign this is: 1 to <see cref="ShardCount"/>.</summary>
    public int Shard { get; init; } = 1;

    /// <summary>How many parts the campaign has; each runs its share of the schedules under seeds of its own.</summary>
    public int ShardCount { get; init; } = 1;

    /// <summary>What is broken: a mutant's name, or "none".</summary>
    public string Mutant { get; init; } = Mutants.None;

    /// <summary>Who judges.</summary>
    public Judge Judge { get; init; } = Judge.Lockstep;

    /// <summary>
    /// Not null: each lane is stopped at each of its scheduling points, beside these base schedules, on the engine "step". The
    /// numbers of schedules, time, strategy, seed and shards have no meaning then.
    /// </summary>
    public StopOrders? Stops { get; init; }

    /// <summary>Leaves every n-th step unchecked: only to show in a test that a blind lockstep is noticed.</summary>
    internal long SkipEvery { get; init; }

    /// <summary>Fails every n-th compare-exchange for no reason: only to show in a test that this is noticed.</summary>
    internal int FailsEvery { get; init; }

    /// <summary>Told after each schedule; called on a thread of the engine's. Null for nobody.</summary>
    public Action<CampaignProgress>? Progress { get; init; }
}

/// <summary>How far a campaign has come.</summary>
/// <param name="Scenario">The scenario that runs.</param>
/// <param name="Schedules">Schedules run in all scenarios so far.</param>
/// <param name="Total">Schedules that are to be run, or null if only time ends the campaign.</param>
public readonly record struct CampaignProgress(string Scenario, long Schedules, long? Total);

/// <summary>What a campaign or a scenario showed.</summary>
public enum CampaignVerdict
{
    /// <summary>No schedule failed, and all that was to be run was run and checked.</summary>
    Pass,

    /// <summary>A schedule failed.</summary>
    Violation,

    /// <summary>Nothing can be said: blind detector, cancelled, or the engine broke.</summary>
    Inconclusive,
}

/// <summary>What one scenario showed.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Schedules">Schedules run, the failed one included.</param>
/// <param name="Steps">Accesses to shared memory in them.</param>
/// <param name="Checked">Accesses that were matched with the twin, the state after them checked. Must equal the steps.</param>
/// <param name="RecordsRead">Records read in them.</param>
/// <param name="Elapsed">Wall-clock time.</param>
/// <param name="Failure">The failed schedule, or null.</param>
/// <param name="Reason">Why it is inconclusive, or null.</param>
public sealed record ScenarioResult(
    string Scenario,
    CampaignVerdict Verdict,
    long Schedules,
    long Steps,
    long Checked,
    long RecordsRead,
    TimeSpan Elapsed,
    ScheduleFile? Failure,
    string? Reason)
{
    /// <summary>How often each action of the specification was matched.</summary>
    public IReadOnlyDictionary<Step, long> CountByStep { get; init; } = new Dictionary<Step, long>();

    /// <summary>What stopping the lanes showed; null in a campaign that stops none.</summary>
    public StopFigures? Stops { get; init; }

    /// <summary>Failed compare-exchanges, each charged to another process's change of the word.</summary>
    public long FailedExchanges { get; init; }

    /// <summary>Failed schedules: the first ends the scenario, so 0 or 1.</summary>
    public int Failures => Failure is null ? 0 : 1;
}

/// <summary>What a campaign showed.</summary>
/// <param name="Verdict">Violation if any scenario has one; else inconclusive if any is; else pass.</param>
/// <param name="Control">The run that shows that the detector sees a broken buffer; null when a mutant was asked for.</param>
/// <param name="Scenarios">One for each scenario, in order.</param>
/// <param name="Elapsed">Wall-clock time.</param>
public sealed record CampaignResult(
    CampaignVerdict Verdict, ScenarioResult? Control, IReadOnlyList<ScenarioResult> Scenarios, TimeSpan Elapsed)
{
    /// <summary>The mutant of the control.</summary>
    public string ControlMutant { get; init; } = CampaignRunner.ControlMutant;

    /// <summary>Schedules of all scenarios, the control left out.</summary>
    public long Schedules => Scenarios.Sum(s => s.Schedules);

    /// <summary>Records read in all scenarios.</summary>
    public long RecordsRead => Scenarios.Sum(s => s.RecordsRead);

    /// <summary>How often each action of the specification was matched in all scenarios; actions that never fired are left out.</summary>
    public IReadOnlyDictionary<Step, long> CountByStep => Scenarios.SelectMany(s => s.CountByStep)
        .GroupBy(p => p.Key, p => p.Value).ToDictionary(g => g.Key, g => g.Sum());

    /// <summary>Failed compare-exchanges of all scenarios, each charged to another process's change of the word.</summary>
    public long FailedExchanges => Scenarios.Sum(s => s.FailedExchanges);

    /// <summary>Accesses of all scenarios.</summary>
    public long Steps => Scenarios.Sum(s => s.Steps);

    /// <summary>Checked accesses of all scenarios.</summary>
    public long Checked => Scenarios.Sum(s => s.Checked);
}
