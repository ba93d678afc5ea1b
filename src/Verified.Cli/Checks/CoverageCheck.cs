using System.Text.Json.Nodes;
using Verified.Cli.Output;
using Verified.Cli.Specification;

namespace Verified.Cli.Checks;

/// <summary>
/// What the models that hold cover: every capability in each mode that must have it, and graph equality in both modes. Read off the
/// configurations and TLC's counts; what the manifest claims beside that must be true.
/// </summary>
internal static class CoverageCheck
{
    private const int LeastGraphs = 4;

    /// <summary>The check.</summary>
    public static Check Check { get; } = Check.Of("coverage", context => Run(context.Files, context.Manifest));

    /// <summary>Looks up each capability.</summary>
    public static CheckRow Run(SpecificationFiles files, Manifest manifest)
    {
        (ModelEntry Entry, ModelConstants Constants)[] models =
            [.. manifest.Models.Where(m => files.Has(m.Name + ".cfg")).Select(m => (m, ModelConstants.Of(files.Read(m.Name + ".cfg"))))];
        List<string> problems = [.. models.SelectMany(m => Claims(m.Entry, m.Constants).Select(p => $"{m.Entry.Name}: {p}"))];
        JsonObject data = [];
        foreach (Capability capability in Capability.All)
        {
            JsonObject byMode = [];
            foreach (string mode in Capability.Modes)
            {
                string[] covering = [.. models.Where(m => m.Constants.Mode == mode && capability.IsCoveredBy(m.Constants, m.Entry)).Select(m => m.Entry.Name)];
                byMode[mode] = new JsonArray([.. covering.Select(m => (JsonNode)m)]);
                if (covering.Length == 0)
                {
                    problems.Add($"no {mode} model that holds covers \"{capability.Name}\" ({string.Join(", ", capability.Actions)} must fire)");
                }
            }

            data[capability.Name] = byMode;
        }

        int[] graphs = [.. Capability.Modes.Select(mode => models.Count(m => m.Entry is { Graph: true, MustHold: true } && m.Constants.Mode == mode))];
        problems.AddRange(Graphs(graphs));
        string figures = $"{Capability.All.Count} capabilities in both modes; graphs: "
            + string.Join(", ", Capability.Modes.Zip(graphs, (mode, n) => $"{n} {mode}"));
        return CheckRow.From("coverage", figures, problems, data);
    }

    private static IEnumerable<string> Graphs(int[] graphs)
    {
        if (graphs.Sum() < LeastGraphs)
        {
            yield return $"{graphs.Sum()} models that hold have a graph to be equal to; at least {LeastGraphs} must";
        }

        foreach ((string mode, int n) in Capability.Modes.Zip(graphs).Where(g => g.Second == 0))
        {
            yield return $"no {mode} model that holds has a graph to be equal to";
        }
    }

    private static IEnumerable<string> Claims(ModelEntry model, ModelConstants constants)
    {
        if (!Capability.Modes.Contains(constants.Mode))
        {
            yield return $"mode '{constants.Mode}' is none of {string.Join(", ", Capability.Modes)}";
        }

        if (model.Mode is { } mode && !mode.Equals(constants.Mode, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"mode {mode} in the manifest, {constants.Mode} in the configuration";
        }

        foreach (string claim in model.Covers)
        {
            Capability? capability = Capability.All.FirstOrDefault(c => c.Name == claim);
            if (capability is null)
            {
                yield return $"covers \"{claim}\", which is none of {string.Join(", ", Capability.All.Select(c => c.Name))}";
            }
            else if (model.Result.Length > 0 && !capability.IsCoveredBy(constants, model))
            {
                yield return $"does not cover \"{claim}\" as the manifest says";
            }
        }
    }
}
