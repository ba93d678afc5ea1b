using Verified.Campaign;
using Verified.Campaign.Trials;
using Verified.Cli.Checks;
using Verified.Cli.Specification;
using Verified.Model;
using Verified.RingBuffers;

namespace Verified.Cli.Kills;

/// <summary>Tries each method on a mutant.</summary>
/// <param name="files">The specification.</param>
/// <param name="manifest">What its models must show.</param>
/// <param name="report">Told how far it is.</param>
/// <param name="cancellation">Ends it with an exception.</param>
internal sealed class KillRun(SpecificationFiles files, Manifest manifest, Action<string> report, CancellationToken cancellation)
{
    private string? _byThreads;

    /// <summary>One mutant.</summary>
    public KillRow Of(Mutant mutant)
    {
        ModelEntry[] goldens = [.. manifest.Models.Where(m => m.Mutant == mutant.Name && !m.MustHold)];
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

        return new KillRow(mutant, models, kills, SmallestModel.Words(smallest)) { ByThreads = _byThreads };
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
        Trial trial = new(mutant.Rules, cancellation, mutant.IsOfOneWriter);
        RingBufferMode[] modes = mutant.Mode is { } one ? [one] : Enum.GetValues<RingBufferMode>();
        return method switch
        {
            KillMethod.Sequential => trial.Sequential(KillMethods.Workloads),
            KillMethod.Interrupts => trial.Interrupted().At,
            KillMethod.Threads => Threads(trial, modes),
            _ => Schedules.Run(mutant.Name, method, method == KillMethod.Records ? KillMethods.RecordSchedules : KillMethods.Schedules, cancellation)
                .Scenarios.Where(s => s.Failure is not null).Select(s => (long?)s.Failure!.Schedule).Min(),
        };
    }

    private long? Threads(Trial trial, RingBufferMode[] modes)
    {
        bool isCaught = trial.Threads(modes, KillMethods.Attempts);
        _byThreads = trial.Message;
        return isCaught ? 1 : null;
    }
}
