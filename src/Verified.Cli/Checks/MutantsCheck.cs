using System.Text.Json.Nodes;
using Verified.Campaign;
using Verified.Cli.Output;
using Verified.Exploration;

namespace Verified.Cli.Checks;

/// <summary>
/// Every mutant of the code must be caught twice: by the step that the twin does not know, and, beside a twin with the same
/// mutant, by an invariant or by what was read.
/// </summary>
internal static class MutantsCheck
{
    // The rarest needs some tens of schedules.
    private const long Schedules = 2_000;

    /// <summary>The check.</summary>
    public static Check Check { get; } = Check.Of("mutants in the code", Run);

    /// <summary>The check of the ring of one writer.</summary>
    public static Check OfOneWriter { get; } = Check.Of("mutants of one writer", RunOfOneWriter);

    private static CheckRow Run(CheckContext context) => Run(
        context,
        [.. MutantCatalog.All.SelectMany(m => (Try[])[new(m.Name, null, Judge.Lockstep), new(m.Name, null, Judge.MutatedTwin)])],
        $"{MutantCatalog.All.Count} mutants, each caught by lockstep and beside its own twin");

    private static CheckRow RunOfOneWriter(CheckContext context) => Run(
        context,
        [
            .. OneWriterMutants.Shown.SelectMany(m => (Try[])[new(m.Key, m.Value, Judge.Lockstep), new(m.Key, m.Value, Judge.MutatedTwin)]),
            .. OneWriterMutants.ShownByStep.Select(m => new Try(m.Key, m.Value, Judge.Lockstep)),
        ],
        $"{OneWriterMutants.Shown.Count} mutants, each caught by lockstep and beside its own twin, {OneWriterMutants.ShownByStep.Count} by lockstep alone");

    private static CheckRow Run(CheckContext context, IReadOnlyList<Try> tries, string what)
    {
        using OneProcessor pinned = OneProcessor.Pin();
        List<string> survivors = [];
        JsonObject data = [];
        long most = 0;
        foreach (IGrouping<string, Try> mutant in tries.GroupBy(t => t.Mutant))
        {
            JsonObject kills = [];
            foreach (Try attempt in mutant)
            {
                context.Report($"{attempt.Mutant}, {attempt.Judge}");
                long? killedIn = KilledIn(attempt, context.Cancellation);
                kills[attempt.Judge.ToString()] = killedIn;
                most = Math.Max(most, killedIn ?? 0);
                if (killedIn is null)
                {
                    survivors.Add($"{attempt.Mutant} survives {Schedules} schedules, judged by {attempt.Judge}");
                }
            }

            data[mutant.Key] = kills;
        }

        return CheckRow.From("mutants in the code", $"{what}, in {most} schedules at most", survivors, data);
    }

    private static long? KilledIn(Try attempt, CancellationToken cancellation)
    {
        CampaignOptions options = new()
        {
            Mutant = attempt.Mutant,
            Scenarios = attempt.Scenario is null ? [] : [attempt.Scenario],
            Judge = attempt.Judge,
            Engine = StepExplorer.EngineName,
            Schedules = Schedules,
        };
        CampaignResult result = CampaignRunner.Run(options, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return result.Scenarios.Where(s => s.Failure is not null).Select(s => (long?)s.Failure!.Schedule).Min();
    }

    /// <param name="Mutant">The mutant.</param>
    /// <param name="Scenario">Where; null for the mutant's own scenarios.</param>
    /// <param name="Judge">What must catch it.</param>
    private sealed record Try(string Mutant, string? Scenario, Judge Judge);
}
