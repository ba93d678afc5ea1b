using Verified.Cli.Output;
using Verified.Cli.Specification;

namespace Verified.Cli.Checks;

/// <summary>
/// Every model's golden is of the specification's present text and of the manifest's present figures. An edited specification is a
/// failure, not a skip; so is a figure that TLC did not write.
/// </summary>
internal static class GoldenCheck
{
    /// <summary>The check.</summary>
    public static Check Check { get; } = Check.Of("goldens", context => Run(context.Files, context.Manifest));

    /// <summary>Compares the hashes in each golden with those of the text and of the figures.</summary>
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

            if (model.Result.Length > 0 && golden.Figures != FiguresHash.Of(model))
            {
                problems.Add($"{model.Name}: the manifest's figures are not those that TLC gave; only TLC can renew them: 'verified tlc regenerate'");
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
