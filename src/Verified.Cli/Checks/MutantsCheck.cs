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

    private static CheckRow Run(CheckContext context)
    {
        using OneProcessor pinned = OneProcessor.Pin();
        List<string> survivors = [];
        JsonObject data = [];
        long most = 0;
        foreach (Mutant mutant in MutantCatalog.All)
        {
            JsonObject kills = [];
            foreach (Judge judge in new[] { Judge.Lockstep, Judge.MutatedTwin })
            {
                context.Report($"{mutant.Name}, {judge}");
                long? killedIn = KilledIn(mutant, judge, context.Cancellation);
                kills[judge.ToString()] = killedIn;
                most = Math.Max(most, killedIn ?? 0);
                if (killedIn is null)
                {
                    survivors.Add($"{mutant.Name} survives {Schedules} schedules, judged by {judge}");
                }
            }

            data[mutant.Name] = kills;
        }

        return CheckRow.From("mutants in the code", $"{MutantCatalog.All.Count} mutants, each caught by lockstep and beside its own twin, "
            + $"in {most} schedules at most", survivors, data);
    }

    private static long? KilledIn(Mutant mutant, Judge judge, CancellationToken cancellation)
    {
        CampaignOptions options = new()
        {
            Mutant = mutant.Name,
            Judge = judge,
            Engine = StepExplorer.EngineName,
            Schedules = Schedules,
        };
        CampaignResult result = CampaignRunner.Run(options, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return result.Scenarios.Where(s => s.Failure is not null).Select(s => (long?)s.Failure!.Schedule).Min();
    }
}
