using Verified.Cli.Checks;
using Verified.Cli.Specification;
using Verified.Model;

namespace Verified.Cli.Kills;

/// <summary>What would no more be seen if an invariant, a property of steps or the refinement were taken out.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Manifest">Models of the manifest that fail by it: without it they would hold, or fail by another name.</param>
/// <param name="Beside">Models of mutants that it would catch as well, were those that catch them first not asked.</param>
internal sealed record InvariantKill(string Name, IReadOnlyList<string> Manifest, IReadOnlyList<string> Beside);

/// <summary>Looks, for each of them, for the mutants that it catches.</summary>
internal static class InvariantKills
{
    // Enough for every name that a mutant breaks soon; what is broken later counts as not broken.
    private const long MostStates = 60_000;

    /// <summary>Looks at every model of a mutant.</summary>
    /// <param name="files">The specification.</param>
    /// <param name="manifest">What its models must show.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="cancellation">Ends it with an exception.</param>
    public static IReadOnlyList<InvariantKill> Of(SpecificationFiles files, Manifest manifest, Action<string> report, CancellationToken cancellation)
    {
        ModelEntry[] failing = [.. manifest.Models.Where(m => !m.MustHold && m.Result != ModelEntry.Liveness)];
        Dictionary<string, IReadOnlySet<string>> broken = [];
        foreach (ModelEntry model in failing)
        {
            report($"what catches {model.Name}");
            broken[model.Name] = Broken(TwinModel.Configuration(files, model.Name), cancellation);
        }

        return
        [
            .. NamesCheck.TwinAsks.Select(name => new InvariantKill(
                name,
                [.. failing.Where(m => m.Property == name).Select(m => m.Name)],
                [.. failing.Where(m => m.Property != name && broken[m.Name].Contains(name)).Select(m => m.Name)])),

            // Each model of progress asks for one property alone.
            .. NamesCheck.TwinProgress.Select(name => new InvariantKill(
                name, [.. manifest.Models.Where(m => !m.MustHold && m.Property == name).Select(m => m.Name)], [])),
        ];
    }

    /// <summary>The names that fail in a model, each when those that failed before it are not asked any more.</summary>
    private static HashSet<string> Broken(ModelConfig config, CancellationToken cancellation)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        try
        {
            ExploreResult result;
            do
            {
                cancellation.ThrowIfCancellationRequested();
                result = new Explorer(new Twin(config), Without(config, names)).Run(cancellation);
            }
            while (Add(names, result));
        }
        catch (ModelLimitException)
        {
            // So broken by now that it does not fit into a state any more.
        }

        return names;
    }

    private static bool Add(HashSet<string> names, ExploreResult result) =>
        result.Violations.Count(v => v.Name != Explorer.Deadlock && names.Add(v.Name)) > 0;

    /// <summary>What a model asks, some of it left out. A state without successors is no one's failure here.</summary>
    internal static ExploreOptions Without(ModelConfig config, IReadOnlySet<string> names)
    {
        ExploreOptions all = ExploreOptions.For(config);
        return all with
        {
            Invariants = [.. all.Invariants.Where(i => !names.Contains(i.Name))],
            StepProperties = [.. all.StepProperties.Where(p => !names.Contains(p.Name))],
            ChecksRefinement = all.ChecksRefinement && !names.Contains(Refinement.Name),
            ChecksDeadlock = false,
            Progressing = [],
            MaxStates = MostStates,
        };
    }
}
