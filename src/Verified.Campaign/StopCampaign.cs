using Verified.Exploration;
using Verified.RingBuffers;

namespace Verified.Campaign;

/// <summary>What stopping the lanes of a scenario showed, beside what every campaign shows.</summary>
/// <param name="Lanes">Lanes, each of which was stopped.</param>
/// <param name="Pairs">Pairs of a lane and a scheduling point of it at which it was stopped in at least one schedule.</param>
/// <param name="Whole">Schedules besides in which the lane returned before it came to the point: each base schedule once.</param>
/// <param name="MostSteps">The most steps that any operation took, of the <see cref="StopCampaign.MostStepsOfOperation"/> it may.</param>
/// <param name="Counts">What it led to.</param>
/// <param name="FailedAt">Where the lane of the failed schedule was to stop, or null.</param>
public sealed record StopFigures(int Lanes, long Pairs, long Whole, int MostSteps, StopCounts Counts, StoppedAt? FailedAt);

/// <summary>
/// Stops each lane of a scenario for ever at each of its scheduling points, as if its thread had died there: the others must
/// go on, and lose at worst.
/// </summary>
public static class StopCampaign
{
    /// <summary>The mutant that every such campaign must catch first: by the bound on the steps of an operation, and nothing else.</summary>
    public const string ControlMutant = "wait-for-delivery";

    /// <summary>An operation that takes more steps than this does not end.</summary>
    public const int MostStepsOfOperation = OperationWatch.MostSteps;

    /// <summary>What the message of an operation that does not end says.</summary>
    public const string DidNotEnd = "did not end";

    /// <summary>The control is judged without the twin, which would refuse the mutant's first step too much.</summary>
    internal static ScenarioResult RunControl(CampaignOptions options, IReadOnlyList<Scenario> scenarios, CancellationToken cancellation)
    {
        string name = scenarios.All(s => s.Mode == RingBufferMode.Overwrite) ? "overwrite-sizes-2-2" : "sizes-2-2";
        ScenarioResult result = RunScenario(
            Scenarios.Find(name)!, options with { Judge = Judge.MeaningOnly }, ControlMutant, null, cancellation);
        return result.Failure is { } failure && !failure.Message.Contains(DidNotEnd, StringComparison.Ordinal)
            ? result with { Verdict = CampaignVerdict.Inconclusive, Reason = "it was caught for another reason: " + failure.Message }
            : result;
    }

    /// <summary>Stops the lanes of one scenario.</summary>
    internal static ScenarioResult RunScenario(
        Scenario scenario, CampaignOptions options, string mutant, Action<long>? progress, CancellationToken cancellation)
    {
        using var program = new ScenarioProgram(scenario, mutant, options.Judge, stops: true)
        {
            SkipEvery = options.SkipEvery,
            FailsEvery = options.FailsEvery,
        };
        StopResult explored = new StopExplorer().Explore(program, options.Stops!.Value, progress, cancellation);
        var result = new ExplorationResult(explored.Schedules + explored.Whole, explored.Failure, false, explored.Elapsed);
        var plan = new ExplorationOptions(Strategy.Stop, Seed: options.Seed);
        return CampaignRunner.ResultOf(scenario, options with { Engine = StepExplorer.EngineName }, mutant, plan, result, program, cancellation) with
        {
            Stops = new StopFigures(
                program.Lanes, explored.Pairs, explored.Whole, program.MostStepsOfOperation, program.StopCounts, explored.FailedAt),
        };
    }
}
