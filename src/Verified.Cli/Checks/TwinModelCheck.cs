using System.Text.Json.Nodes;
using Verified.Cli.Output;
using Verified.Cli.Specification;
using Verified.Model;

namespace Verified.Cli.Checks;

/// <summary>
/// One model in the twin: every invariant in every state, refinement on every edge, and every count equal to TLC's in the
/// manifest; where there is a golden graph, state by state and edge by edge. A mutant must fail by its name.
/// </summary>
internal static class TwinModelCheck
{
    /// <summary>The check of a model.</summary>
    public static Check For(ModelEntry model) => Check.Of($"twin {model.Name}", context => Run(context, model));

    private static CheckRow Run(CheckContext context, ModelEntry model)
    {
        ModelConfig config = TwinModel.Configuration(context.Files, model.Name);
        ExploreResult result = TwinModel.Explore(config, context.Report, context.Cancellation);
        ModelEntry found = TwinModel.Entry(model, result);
        List<string> problems = [.. ModelComparison.Differences(model, found, "the twin")];
        JsonObject data = Data(found, result, config);
        string graph = "";
        if (model.Graph && found.MustHold && Golden.Load(context.Files, model.Name)?.Graph is { } golden)
        {
            context.Report("hashing the state graph");
            GraphFigures figures = GraphFigures.Of(GraphDigest.Of(result.Graph, context.Cancellation));
            problems.AddRange(ModelComparison.Differences(model.Name, golden, figures, "the twin"));
            data["graph"] = figures.ToJson();
            graph = problems.Count == 0 ? $"; graph of {Terminal.Count(figures.Edges)} edges equal" : "";
        }

        return CheckRow.From($"twin {model.Name}", Figures(found, result) + graph, problems, data);
    }

    private static string Figures(ModelEntry found, ExploreResult result) => found.MustHold
        ? $"{Terminal.Count(result.Distinct)} distinct, {Terminal.Count(result.Generated)} generated, depth {result.Depth}"
        : found.Depth is { } depth ? $"fails: {found.Property} in {depth} states"
        : $"fails: {found.Property}, by a fair run";

    private static JsonObject Data(ModelEntry found, ExploreResult result, ModelConfig config)
    {
        JsonObject data = [];
        found.WriteResult(data);
        data["statesPerSecond"] = Math.Round(result.StatesPerSecond);
        data["refinementEdges"] = found.MustHold && config.PropertyNames.Contains(Refinement.Name) ? result.Generated - 1 : 0;
        return data;
    }
}
