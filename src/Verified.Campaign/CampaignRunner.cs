using System.Diagnostics;
using Verified.Exploration;
using Verified.Model;
using Verified.RingBuffers;

namespace Verified.Campaign;

/// <summary>Runs the real ring buffer under many schedules, in lockstep with the twin.</summary>
public static class CampaignRunner
{
    /// <summary>The mutant that every campaign must catch first, and where.</summary>
    public const string ControlMutant = Mutants.NewEndOmitted;

    private const int ControlSchedules = 50;

    /// <summary>Runs a campaign. Deterministic for its options, as long as no time limit cuts it off.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="cancellation">Ends the campaign after the current schedule; the verdict is then inconclusive, unless a violation was found.</param>
    /// <exception cref="ArgumentException">An option makes no sense; the message is for the user.</exception>
    public static CampaignResult Run(CampaignOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<Scenario> scenarios = Select(options);
        Require(options.Stops is null || (options.Schedules ?? (object?)options.Limit) is null, "lanes are stopped at every point, in as many schedules and as much time as that takes");
        Require(options.Strategy != Strategy.Stop, "lanes are stopped by an option of its own, not by a strategy");
        Require(Engines.Find(options.Engine) is not null, $"there is no engine '{options.Engine}'");
        Require(options.ShardCount >= 1 && options.Shard >= 1 && options.Shard <= options.ShardCount, "the shard must be one of 1/n to n/n");
        long? total = options.Schedules ?? (options.Limit is null && options.Stops is null ? CampaignOptions.DefaultSchedules : null);
        long? share = total is { } all ? Deal(all, options.ShardCount, options.Shard - 1) : null;
        Require(options.Strategy != Strategy.Stall || options.Engine == StepExplorer.EngineName, "the strategy 'stall' needs the engine 'step'");
        Require(share is null || share >= scenarios.Count, $"{total} schedules are too few for {scenarios.Count} scenarios in {options.ShardCount} shards");
        var clock = Stopwatch.StartNew();
        ScenarioResult? control = options.Mutant != Mutants.None ? null
            : options.Stops is null ? RunControl(options, scenarios, cancellation)
            : StopCampaign.RunControl(options, scenarios, cancellation);
        var results = new List<ScenarioResult>();
        long done = 0;
        for (int i = 0; i < scenarios.Count; i++)
        {
            long before = done;
            var plan = new ExplorationOptions(
                options.Strategy,
                share is { } s ? Deal(s, scenarios.Count, i) : uint.MaxValue,
                SeedOf(options, scenarios[i].Name),
                Limit: options.Limit / scenarios.Count);
            Action<long>? progress = options.Progress is { } tell
                ? n => tell(new CampaignProgress(scenarios[i].Name, before + n, share))
                : null;
            results.Add(options.Stops is null
                ? RunScenario(scenarios[i], options, options.Mutant, plan, progress, cancellation)
                : StopCampaign.RunScenario(scenarios[i], options, options.Mutant, progress, cancellation));
            done += results[^1].Schedules;
        }

        return new CampaignResult(VerdictOf(control, results), control, results, clock.Elapsed)
        {
            ControlMutant = options.Stops is null ? ControlMutant : StopCampaign.ControlMutant,
        };
    }

    private static IReadOnlyList<Scenario> Select(CampaignOptions options)
    {
        Mutant? mutant = MutantCatalog.Find(options.Mutant);
        Require(mutant is not null || options.Mutant == Mutants.None, $"there is no mutant '{options.Mutant}'");
        IReadOnlyList<string> names = options.Scenarios.Count > 0
            ? options.Scenarios
            : mutant?.Scenarios ?? [.. Scenarios.Of(options.Mode).Where(s => options.Stops is null || !s.IsOneWriter).Select(s => s.Name)];
        var selected = new List<Scenario>();
        foreach (string name in names.Distinct())
        {
            Scenario? scenario = Scenarios.Find(name);
            Require(scenario is not null, $"there is no scenario '{name}'");
            Require(mutant is null || mutant.LivesIn(scenario!), $"mutant '{options.Mutant}' does not live in scenario '{name}'");
            Require(options.Stops is null || !scenario!.IsOneWriter, $"in scenario '{name}' one thread writes: without it nobody could go on");
            if (options.Mode is null || scenario!.Mode == options.Mode)
            {
                selected.Add(scenario!);
            }
        }

        Require(selected.Count > 0, $"none of the scenarios is of mode {options.Mode}");
        return selected;
    }

    /// <summary>Shows that this very detector sees a broken buffer. A control that is not caught makes the campaign inconclusive.</summary>
    private static ScenarioResult RunControl(CampaignOptions options, IReadOnlyList<Scenario> scenarios, CancellationToken cancellation)
    {
        var plan = new ExplorationOptions(options.Strategy, ControlSchedules, options.Seed);
        Scenario scenario = Scenarios.Find(scenarios.All(s => s.Mode == RingBufferMode.Overwrite) ? "overwrite-exact-fill" : "exact-fill")!;
        return RunScenario(scenario, options, ControlMutant, plan, null, cancellation);
    }

    private static ScenarioResult RunScenario(
        Scenario scenario, CampaignOptions options, string mutant, ExplorationOptions plan, Action<long>? progress, CancellationToken cancellation)
    {
        using var program = new ScenarioProgram(scenario, mutant, options.Judge) { SkipEvery = options.SkipEvery, FailsEvery = options.FailsEvery };
        IScheduleExplorer engine = Engines.Find(options.Engine)!;
        ExplorationResult explored = engine.Explore(program, plan, progress, cancellation);
        return ResultOf(scenario, options, mutant, plan, explored, program, cancellation);
    }

    /// <summary>What the exploration of a scenario showed.</summary>
    internal static ScenarioResult ResultOf(
        Scenario scenario, CampaignOptions options, string mutant, ExplorationOptions plan, ExplorationResult explored, ScenarioProgram program, CancellationToken cancellation)
    {
        ScheduleFile? file = explored.Failure is { IsViolation: true } f ? FileOf(scenario, options, mutant, plan, f, program) : null;
        string? reason = explored.Failure is { IsViolation: false } broken ? broken.Message
            : cancellation.IsCancellationRequested ? "cancelled"
            : explored.Schedules == 0 ? "no schedule was run"
            : file is not null ? null
            : program.RecordsRead == 0 ? "nothing was read, so nothing was shown"
            : options.Judge != Judge.MeaningOnly && program.Checked != program.Steps ? $"{program.Checked} of {program.Steps} steps were checked"
            : null;
        CampaignVerdict verdict = file is not null ? CampaignVerdict.Violation
            : reason is not null ? CampaignVerdict.Inconclusive
            : CampaignVerdict.Pass;
        return new ScenarioResult(
            scenario.Name, verdict, explored.Schedules, program.Steps, program.Checked, program.RecordsRead, explored.Elapsed, file, reason)
        {
            CountByStep = program.CountByStep,
            FailedExchanges = program.FailedExchanges,
        };
    }

    private static ScheduleFile FileOf(
        Scenario scenario, CampaignOptions options, string mutant, ExplorationOptions plan, FailedSchedule failure, ScenarioProgram program) => new()
        {
            Format = ScheduleFile.CurrentFormat,
            Scenario = scenario.Name,
            Mutant = mutant,
            Judge = options.Judge,
            Engine = options.Engine,
            Strategy = plan.Strategy,
            Seed = plan.Seed,
            Schedule = failure.Schedule,
            Trace = failure.Trace,
            FailingStep = program.StepsOfLast,
            Message = failure.Message,
            Steps = program.LastSteps(),
        };

    private static CampaignVerdict VerdictOf(ScenarioResult? control, IReadOnlyList<ScenarioResult> results) =>
        results.Any(r => r.Verdict == CampaignVerdict.Violation) ? CampaignVerdict.Violation
        : control is { Verdict: not CampaignVerdict.Violation } || results.Any(r => r.Verdict == CampaignVerdict.Inconclusive)
            ? CampaignVerdict.Inconclusive
            : CampaignVerdict.Pass;

    /// <summary>The i-th of n even shares; the first ones take what does not divide.</summary>
    private static long Deal(long total, int n, int i) => (total / n) + (i < total % n ? 1 : 0);

    /// <summary>A seed of its own for each scenario and shard, the same in every process (FNV-1a).</summary>
    private static uint SeedOf(CampaignOptions options, string scenario)
    {
        uint hash = 2166136261;
        foreach (char c in string.Concat(scenario, "/", options.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture), "/", options.Shard.ToString(System.Globalization.CultureInfo.InvariantCulture)))
        {
            hash = (hash ^ c) * 16777619;
        }

        return hash;
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message);
        }
    }
}
