using Verified.Campaign;
using Verified.Cli.Checks;
using Verified.Cli.Specification;
using Verified.Exploration;
using Verified.Model;

namespace Verified.Cli.Kills;

/// <summary>Tries each method on each mutant, and on the code as it is.</summary>
/// <param name="files">The specification.</param>
/// <param name="schedules">How many schedules a mutant has to survive.</param>
/// <param name="report">Told how far it is.</param>
/// <param name="cancellation">Ends it with an exception.</param>
internal sealed class KillRun(SpecificationFiles files, long schedules, Action<string> report, CancellationToken cancellation)
{
    private readonly Manifest _manifest = Manifest.Load(files);

    /// <summary>The control: nothing is broken, so nothing may be seen.</summary>
    /// <returns>How many schedules and states were looked at; and what was wrongly seen.</returns>
    public (long Schedules, long States, IReadOnlyList<string> Problems) Control()
    {
        List<string> problems = [];
        long tried = 0;
        foreach (Judge judge in new[] { Judge.Lockstep, Judge.MeaningOnly })
        {
            report($"control, {judge}");
            CampaignResult result = Campaign(Mutants.None, judge, Scenarios.All.Count * Math.Max(1, schedules / 100));
            tried += result.Schedules;
            problems.AddRange(result.Scenarios.Where(s => s.Failure is not null)
                .Select(s => $"control: {s.Scenario} fails without a mutant, judged by {judge}: {s.Failure!.Message}"));
        }

        long states = 0;
        foreach (ModelEntry model in _manifest.Models.Where(m => m is { MustHold: true, Tier: Tier.Quick }))
        {
            report($"control, {model.Name}");
            ExploreResult result = TwinModel.Explore(TwinModel.Configuration(files, model.Name), _ => { }, cancellation);
            states += result.Distinct;
            problems.AddRange(result.Violations.Select(v => $"control: {v.Name} fails without a mutant on {model.Name}"));
        }

        return (tried, states, problems);
    }

    /// <summary>One mutant.</summary>
    public KillRow Of(Mutant mutant)
    {
        ModelEntry golden = _manifest.Models.FirstOrDefault(m => m.Mutant == mutant.Name)
            ?? throw ToolException.Violation($"the manifest has no model of the mutant {mutant.Name}");
        report($"{mutant.Name}, twin");
        ModelConfig config = TwinModel.Configuration(files, golden.Name);
        ExploreResult twin = TwinModel.Explore(config, _ => { }, cancellation);
        ModelEntry found = TwinModel.Entry(golden, twin);
        report($"{mutant.Name}, smaller models");
        ModelConfig smallest = SmallestModel.From(config, cancellation);
        return new KillRow(
            mutant, golden, found.Property, twin.Distinct,
            KilledIn(mutant, Judge.Lockstep), KilledIn(mutant, Judge.MutatedTwin), KilledIn(mutant, Judge.MeaningOnly), SmallestModel.Words(smallest));
    }

    private long? KilledIn(Mutant mutant, Judge judge)
    {
        report($"{mutant.Name}, {judge}");
        return Campaign(mutant.Name, judge, schedules).Scenarios
            .Where(s => s.Failure is not null).Select(s => (long?)s.Failure!.Schedule).Min();
    }

    private CampaignResult Campaign(string mutant, Judge judge, long count)
    {
        using OneProcessor pinned = OneProcessor.Pin();
        CampaignResult result = CampaignRunner.Run(
            new CampaignOptions { Mutant = mutant, Judge = judge, Engine = StepExplorer.EngineName, Schedules = count }, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return result;
    }
}
