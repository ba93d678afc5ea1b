using Verified.Cli.Specification;
using Verified.Model;

namespace Verified.Cli.Checks;

/// <summary>What the twin says of a model, in the manifest's terms.</summary>
internal static class TwinModel
{
    /// <summary>The bounds of a model.</summary>
    /// <exception cref="ToolException">The configuration is missing, or has something that the twin does not know.</exception>
    public static ModelConfig Configuration(SpecificationFiles files, string model)
    {
        try
        {
            return ModelConfig.Parse(files.Read(model + ".cfg"));
        }
        catch (ModelConfigException e)
        {
            throw ToolException.Violation($"{model}.cfg: {e.Message}");
        }
    }

    /// <summary>Explores all states of a model.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, with nothing found.</exception>
    public static ExploreResult Explore(ModelConfig config, Action<string> report, CancellationToken cancellation)
    {
        ExploreOptions options = ExploreOptions.For(config) with { Progress = new ProgressText(report) };
        try
        {
            ExploreResult result = new Explorer(new Twin(config), options).Run(cancellation);
            if (result.Verdict != ExploreVerdict.Violation)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            return result;
        }
        catch (ModelConfigException e)
        {
            throw ToolException.Violation(e.Message);
        }
    }

    /// <summary>The result as the manifest would have it; of several properties broken at the same depth, the expected one.</summary>
    public static ModelEntry Entry(ModelEntry expected, ExploreResult result)
    {
        bool holds = result.Verdict == ExploreVerdict.Pass;
        Violation? violation = result.Violations.FirstOrDefault(v => v.Name == expected.Property) ?? result.Primary;
        return expected with
        {
            Result = holds ? ModelEntry.Holds : KindOf(violation),
            Property = violation?.Name,
            Distinct = holds ? result.Distinct : null,
            Generated = holds ? result.Generated : null,
            Depth = holds ? result.Depth : violation is { } v && ProgressProperty.Find(v.Name) is not null ? null : violation?.Level,
            Actions = holds
                ? result.GeneratedByStep.Where(s => s.Value > 0).ToDictionary(s => s.Key.ToString(), s => s.Value)
                : new Dictionary<string, long>(),
        };
    }

    private static string KindOf(Violation? violation) => violation?.Name switch
    {
        null => "inconclusive",
        Explorer.Deadlock => "deadlock",
        Refinement.Name => "action property",
        string name when ProgressProperty.Find(name) is not null => ModelEntry.Liveness,
        string name when StepProperty.Find(name) is not null => "action property",
        _ => "invariant",
    };

    private sealed class ProgressText(Action<string> report) : IProgress<ExploreProgress>
    {
        public void Report(ExploreProgress value) =>
            report($"{value.Distinct:#,0} states, depth {value.Depth}, {value.Unexplored:#,0} to go");
    }
}
