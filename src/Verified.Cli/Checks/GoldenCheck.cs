using Verified.Cli.Output;
using Verified.Cli.Specification;

namespace Verified.Cli.Checks;

/// <summary>Every model's golden is of the specification's present text. An edited specification is a failure, not a skip.</summary>
internal static class GoldenCheck
{
    /// <summary>The check.</summary>
    public static Check Check { get; } = Check.Of("goldens", context => Run(context.Files, context.Manifest));

    /// <summary>Compares the hash in each golden with that of the text.</summary>
    public static CheckRow Run(SpecificationFiles files, Manifest manifest)
    {
        List<string> problems = [];
        List<string> stale = [];
        int graphs = 0;
        foreach (ModelEntry model in manifest.Models.Where(m => files.Has(m.Name + ".cfg")))
        {
            Golden? golden = Golden.Load(files, model.Name);
            if (golden is null)
            {
                problems.Add($"{model.Name}: no {Golden.FileName(model.Name)}");
                continue;
            }

            if (golden.Specification != SpecificationHash.Of(files, model.Name))
            {
                stale.Add(model.Name);
            }

            bool needsGraph = model.Graph && model.MustHold;
            if (needsGraph != golden.Graph is not null)
            {
                problems.Add(needsGraph ? $"{model.Name}: the golden lacks the graph" : $"{model.Name}: the golden has a graph unasked");
            }

            graphs += golden.Graph is null ? 0 : 1;
        }

        if (stale.Count > 0)
        {
            problems.Insert(0, $"void: the specification was edited since TLC checked it: {string.Join(", ", stale)}; "
                + "only TLC can renew them: 'verified tlc regenerate'");
        }

        return CheckRow.From("goldens", $"{manifest.Models.Count} goldens, {graphs} with a graph, {stale.Count} void", problems);
    }
}
