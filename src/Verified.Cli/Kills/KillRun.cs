using Verified.Campaign;
using Verified.Campaign.Trials;
using Verified.Cli.Checks;
using Verified.Cli.Specification;
using Verified.Exploration;
using Verified.Model;
using Verified.RingBuffers;

namespace Verified.Cli.Kills;

/// <summary>What the control showed: the code and the models with nothing broken.</summary>
/// <param name="States">States of the quick models that hold.</param>
/// <param name="Tried">How much each method tried.</param>
/// <param name="Problems">What was wrongly seen.</param>
internal sealed record Control(long States, IReadOnlyDictionary<KillMethod, long> Tried, IReadOnlyList<string> Problems);

/// <summary>Tries each method on each mutant, and on the code as it is.</summary>
/// <param name="files">The specification.</param>
/// <param name="report">Told how far it is.</param>
/// <param name="cancellation">Ends it with an exception.</param>
internal sealed class KillRun(SpecificationFiles files, Action<string> report, CancellationToken cancellation)
{
    private readonly Manifest _manifest = Manifest.Load(files);

    /// <summary>The control: nothing is broken, so nothing may be seen.</summary>
    public Control Control()
    {
        List<string> problems = [];
        Dictionary<KillMethod, long> tried = [];
        foreach (KillMethod method in new[] { KillMethod.Lockstep, KillMethod.Records })
        {
            report($"control, {method.Heading()}");
            CampaignResult result = Campaign(Mutants.None, JudgeOf(method), KillMethods.Schedules);
            tried[method] = result.Schedules;
            problems.AddRange(result.Scenarios.Where(s => s.Failure is not null)
                .Select(s => $"control: {s.Scenario} fails without a mutant, {method.Heading()}: {s.Failure!.Message}"));
        }

        foreach (Form form in Enum.GetValues<Form>())
        {
            report($"control, trials, {form}");
            Trial trial = new(Trial.Control(form), cancellation);
            problems.AddRange(trial.Sequential(KillMethods.Workloads) is { } at ? [$"control: workload {at} fails without a mutant, {form}"] : Array.Empty<string>());
            tried[KillMethod.Sequential] = tried.GetValueOrDefault(KillMethod.Sequential) + KillMethods.Workloads;
            (long? run, long runs) = trial.Interrupted();
            problems.AddRange(run is not null ? [$"control: interruption {run} fails without a mutant, {form}"] : Array.Empty<string>());
            tried[KillMethod.Interrupts] = tried.GetValueOrDefault(KillMethod.Interrupts) + runs;
            problems.AddRange(trial.Threads(Enum.GetValues<RingBufferMode>(), KillMethods.Attempts) ? [$"control: threads fail without a mutant, {form}"] : Array.Empty<string>());
            tried[KillMethod.Threads] = tried.GetValueOrDefault(KillMethod.Threads) + KillMethods.Attempts;
        }

        long states = 0;
        foreach (ModelEntry model in _manifest.Models.Where(m => m is { MustHold: true, Tier: Tier.Quick }))
        {
            report($"control, {model.Name}");
            ExploreResult result = TwinModel.Explore(TwinModel.Configuration(files, model.Name), _ => { }, cancellation);
            states += result.Distinct;
            problems.AddRange(result.Violations.Select(v => $"control: {v.Name} fails without a mutant on {model.Name}"));
        }

        return new Control(states, tried, problems);
    }

    /// <summary>One mutant.</summary>
    public KillRow Of(Mutant mutant)
    {
        ModelEntry[] goldens = [.. _manifest.Models.Where(m => m.Mutant == mutant.Name && !m.MustHold)];
        if (goldens.Length == 0)
        {
            throw ToolException.Violation($"the manifest has no model that the mutant {mutant.Name} breaks");
        }

        ModelKill[] models = [.. goldens.Select(OnModel)];
        report($"{mutant.Name}, smaller models");
        ModelConfig smallest = SmallestModel.From(TwinModel.Configuration(files, goldens[0].Name), cancellation);
        Dictionary<KillMethod, long?> kills = [];
        foreach (KillMethod method in Enum.GetValues<KillMethod>())
        {
            report($"{mutant.Name}, {method.Heading()}");
            kills[method] = KilledIn(mutant, method);
        }

        return new KillRow(mutant, models, kills, SmallestModel.Words(smallest));
    }

    private ModelKill OnModel(ModelEntry golden)
    {
        report($"{golden.Mutant}, twin, {golden.Name}");
        ExploreResult twin = TwinModel.Explore(TwinModel.Configuration(files, golden.Name), _ => { }, cancellation);
        ModelEntry found = TwinModel.Entry(golden, twin);
        return new ModelKill(golden, found.Property, found.Depth, twin.Distinct);
    }

    private long? KilledIn(Mutant mutant, KillMethod method)
    {
        Trial trial = new(mutant.Rules, cancellation);
        RingBufferMode[] modes = mutant.Mode is { } one ? [one] : Enum.GetValues<RingBufferMode>();
        return method switch
        {
            KillMethod.Sequential => trial.Sequential(KillMethods.Workloads),
            KillMethod.Interrupts => trial.Interrupted().At,
            KillMethod.Threads => trial.Threads(modes, KillMethods.Attempts) ? 1 : null,
            _ => Campaign(mutant.Name, JudgeOf(method), method == KillMethod.Records ? KillMethods.RecordSchedules : KillMethods.Schedules)
                .Scenarios.Where(s => s.Failure is not null).Select(s => (long?)s.Failure!.Schedule).Min(),
        };
    }

    private static Judge JudgeOf(KillMethod method) => method switch
    {
        KillMethod.Lockstep => Judge.Lockstep,
        KillMethod.BesideTwin => Judge.MutatedTwin,
        _ => Judge.MeaningOnly,
    };

    private CampaignResult Campaign(string mutant, Judge judge, long count)
    {
        using OneProcessor pinned = OneProcessor.Pin();
        CampaignResult result = CampaignRunner.Run(
            new CampaignOptions { Mutant = mutant, Judge = judge, Engine = StepExplorer.EngineName, Schedules = count }, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return result;
    }
}
