using Verified.Campaign;
using Verified.Campaign.Trials;
using Verified.Cli.Checks;
using Verified.Cli.Specification;
using Verified.Model;
using Verified.RingBuffers;

namespace Verified.Cli.Kills;

/// <summary>What the control showed: the code and the models with nothing broken, in which nothing may be seen.</summary>
/// <param name="States">States of the quick models that hold.</param>
/// <param name="Tried">How much each method tried.</param>
/// <param name="Problems">What was wrongly seen.</param>
internal sealed record Control(long States, IReadOnlyDictionary<KillMethod, long> Tried, IReadOnlyList<string> Problems);

/// <summary>Makes the control.</summary>
/// <param name="files">The specification.</param>
/// <param name="manifest">What its models must show.</param>
/// <param name="share">1 tries as much as a mutant must survive, n the n-th part: enough to see that no detector cries wolf at once.</param>
/// <param name="report">Told how far it is.</param>
/// <param name="cancellation">Ends it with an exception.</param>
internal sealed class ControlRun(SpecificationFiles files, Manifest manifest, int share, Action<string> report, CancellationToken cancellation)
{
    // Of all interruptions there are some 22,500 in each form.
    private const long SomeInterruptions = 1_000;
    private const long SmallModel = 20_000;
    private readonly List<string> _problems = [];
    private readonly Dictionary<KillMethod, long> _tried = [];

    /// <summary>Tries each method.</summary>
    public Control Run()
    {
        foreach (KillMethod method in new[] { KillMethod.Lockstep, KillMethod.Records })
        {
            report($"control, {method.Heading()}");
            CampaignResult result = Schedules.Run(Mutants.None, method, Math.Max(KillMethods.Schedules / share, Scenarios.All.Count), cancellation);
            _tried[method] = result.Schedules;
            _problems.AddRange(result.Scenarios.Where(s => s.Failure is not null)
                .Select(s => $"control: {s.Scenario} fails without a mutant, {method.Heading()}: {s.Failure!.Message}"));
        }

        Array.ForEach(Enum.GetValues<Form>(), Try);
        return new Control(Models(), _tried, _problems);
    }

    private void Try(Form form)
    {
        report($"control, trials, {form}");
        Trial trial = new(Trial.Control(form), cancellation);
        long workloads = KillMethods.Workloads / share;
        Count(KillMethod.Sequential, form, workloads, trial.Sequential(workloads), trial);
        (long? at, long runs) = trial.Interrupted(share == 1 ? long.MaxValue : SomeInterruptions);
        Count(KillMethod.Interrupts, form, runs, at, trial);
        long attempts = KillMethods.Attempts / share;
        Count(KillMethod.Threads, form, attempts, trial.Threads(Enum.GetValues<RingBufferMode>(), attempts) ? 1 : null, trial);
    }

    private void Count(KillMethod method, Form form, long tried, long? at, Trial trial)
    {
        _tried[method] = _tried.GetValueOrDefault(method) + tried;
        if (at is not null)
        {
            _problems.Add($"control: {method.Heading()}, {at}: fails without a mutant, {form}: {trial.Message}");
        }
    }

    private long Models()
    {
        long states = 0;
        foreach (ModelEntry model in manifest.Models.Where(m => m is { MustHold: true, Tier: Tier.Quick } && (share == 1 || m.Distinct < SmallModel)))
        {
            report($"control, {model.Name}");
            ExploreResult result = TwinModel.Explore(TwinModel.Configuration(files, model.Name), _ => { }, cancellation);
            states += result.Distinct;
            _problems.AddRange(result.Violations.Select(v => $"control: {v.Name} fails without a mutant on {model.Name}"));
        }

        return states;
    }
}
