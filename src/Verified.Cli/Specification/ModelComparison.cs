using Verified.Cli.Output;

namespace Verified.Cli.Specification;

/// <summary>Compares what a checker found with what the manifest says, figure by figure.</summary>
internal static class ModelComparison
{
    /// <summary>One sentence per difference; none if everything is equal.</summary>
    /// <param name="expected">The manifest's entry.</param>
    /// <param name="found">The same, as a checker has it.</param>
    /// <param name="checker">Its name, for the sentences.</param>
    public static IReadOnlyList<string> Differences(ModelEntry expected, ModelEntry found, string checker)
    {
        List<string> all = [];
        void Compare(string what, string? manifest, string? other)
        {
            if (manifest != other)
            {
                all.Add($"{expected.Name}: {what}: the manifest has {manifest ?? "none"}, {checker} has {other ?? "none"}");
            }
        }

        Compare("result", expected.Result, found.Result);
        Compare("property", expected.Property, found.Property);
        Compare("depth", Text(expected.Depth), Text(found.Depth));
        if (!expected.MustHold)
        {
            return all;
        }

        Compare("distinct states", Text(expected.Distinct), Text(found.Distinct));
        Compare("generated states", Text(expected.Generated), Text(found.Generated));
        foreach (string action in expected.Actions.Keys.Union(found.Actions.Keys).Order(StringComparer.Ordinal))
        {
            Compare($"action {action}", Text(expected.Actions.GetValueOrDefault(action)), Text(found.Actions.GetValueOrDefault(action)));
        }

        return all;
    }

    /// <summary>Compares two graphs, either of which may be missing.</summary>
    public static IReadOnlyList<string> Differences(string model, GraphFigures? golden, GraphFigures? found, string checker) =>
        golden == found ? [] : [$"{model}: graph: the golden has {Text(golden)}, {checker} has {Text(found)}"];

    private static string? Text(long? value) => value is { } v ? Terminal.Count(v) : null;

    private static string Text(GraphFigures? graph) => graph is null ? "none"
        : $"{Terminal.Count(graph.States)} states, {Terminal.Count(graph.Edges)} edges, digests {graph.StateDigest[..8]} {graph.EdgeDigest[..8]}";
}
