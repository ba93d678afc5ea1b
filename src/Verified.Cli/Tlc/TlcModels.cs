using Verified.Cli.Output;
using Verified.Cli.Specification;

namespace Verified.Cli.Tlc;

/// <summary>TLC against the manifest and the goldens: comparing them, or writing them anew.</summary>
/// <param name="files">The specification.</param>
/// <param name="runner">TLC.</param>
/// <param name="jobs">How many models TLC is run on at the same time.</param>
internal sealed class TlcModels(SpecificationFiles files, TlcRunner runner, int jobs)
{
    /// <summary>Runs TLC on a model and compares everything it says.</summary>
    public async Task<CheckRow> CheckAsync(ModelEntry expected, Action<string> report, CancellationToken cancellation)
    {
        (ModelEntry found, Golden golden, string error) = await RunAsync(expected, report, cancellation);
        List<string> problems = [];
        if (error.Length > 0)
        {
            problems.Add($"{expected.Name}: {error}");
        }

        problems.AddRange(ModelComparison.Differences(expected, found, "TLC"));
        Golden? stored = Golden.Load(files, expected.Name);
        if (stored is null)
        {
            problems.Add($"{expected.Name}: no golden; run 'verified tlc regenerate --model {expected.Name}'");
        }
        else
        {
            if (stored.Specification != golden.Specification)
            {
                problems.Add($"{expected.Name}: the golden is of another text of the specification");
            }

            problems.AddRange(ModelComparison.Differences(expected.Name, stored.Graph, golden.Graph, "TLC"));
        }

        return CheckRow.From($"TLC {expected.Name}", Figures(found), problems);
    }

    /// <summary>Runs TLC on a model and writes its entry and golden.</summary>
    /// <exception cref="ToolException">TLC could not decide.</exception>
    public async Task<CheckRow> RegenerateAsync(ModelEntry entry, Action<string> report, CancellationToken cancellation)
    {
        (ModelEntry found, Golden golden, string error) = await RunAsync(entry, report, cancellation);
        if (error.Length > 0)
        {
            return CheckRow.From($"TLC {entry.Name}", "nothing written", [$"{entry.Name}: {error}"]);
        }

        Manifest.Merge(files, found, golden, cancellation);
        return new CheckRow($"TLC {entry.Name}", Verdict.Pass, Figures(found) + "; written");
    }

    private async Task<(ModelEntry Found, Golden Golden, string Error)> RunAsync(
        ModelEntry entry, Action<string> report, CancellationToken cancellation)
    {
        string specification = SpecificationHash.Of(files, entry.Name);
        (TlcOutcome outcome, GraphFigures? graph) = await runner.RunAsync(files, entry.Name, entry.Graph, jobs, report, cancellation);
        bool holds = outcome.Result == ModelEntry.Holds;
        string[] properties = [.. SpecificationNames.Listed(files.Read(entry.Name + ".cfg"), "PROPERTY", "PROPERTIES")];
        bool isOfProperty = outcome.Result is "action property" or ModelEntry.Liveness;
        ModelEntry found = entry with
        {
            Result = outcome.Result,
            Property = isOfProperty ? PropertyPlace.Name(files, properties, outcome.Property) : outcome.Property,
            Distinct = holds ? outcome.Distinct : null,
            Generated = holds ? outcome.Generated : null,
            Depth = outcome.Result == ModelEntry.Liveness ? null : outcome.Depth,
            Actions = holds ? outcome.Actions : new Dictionary<string, long>(),
        };
        string error = specification == SpecificationHash.Of(files, entry.Name) ? outcome.Message : "the specification was edited while TLC ran";
        return (found, new Golden(specification, FiguresHash.Of(found), outcome.Version, graph), error);
    }

    private static string Figures(ModelEntry found) => found.MustHold
        ? $"holds; {Terminal.Count(found.Distinct ?? 0)} distinct, {Terminal.Count(found.Generated ?? 0)} generated, depth {found.Depth}"
        : found.Depth is { } depth ? $"{found.Result} {found.Property} in {depth} states"
        : $"{found.Result} {found.Property}";
}
