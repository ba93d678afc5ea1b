namespace Verified.Model;

/// <summary>The first difference between the twin's graph and one of TLC.</summary>
/// <param name="What">What differs, in a sentence.</param>
/// <param name="Twin">The twin's text at that place; empty when it has none.</param>
/// <param name="Tlc">TLC's text at that place; empty when it has none.</param>
public sealed record GraphDifference(string What, string Twin, string Tlc)
{
    /// <inheritdoc/>
    public override string ToString() => $"{What}\n  twin: {Twin}\n  TLC:  {Tlc}";
}

/// <summary>Compares graphs in memory, state by state and edge by edge; for graphs whose texts fit into memory.</summary>
public static class GraphComparison
{
    /// <summary>Compares the twin's complete graph with a dump of TLC.</summary>
    /// <param name="graph">The twin's graph.</param>
    /// <param name="dump">TLC's dump.</param>
    /// <returns>The difference that lies nearest to the initial state; null when the graphs are equal.</returns>
    /// <exception cref="InvalidOperationException">The twin's graph is not complete.</exception>
    /// <exception cref="FormatException">The dump has an edge without a state.</exception>
    public static GraphDifference? Compare(StateGraph graph, IEnumerable<DumpItem> dump)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(dump);
        TextGraph twin = OfTwin(graph);
        TextGraph tlc = OfDump(dump);
        return Edges(twin, tlc) ?? States(twin, tlc);
    }

    private static TextGraph OfTwin(StateGraph graph)
    {
        string[] texts = [.. Enumerable.Range(0, graph.Count).Select(graph.TextOf)];
        var result = new TextGraph();
        foreach (string text in texts)
        {
            result.Add(text);
        }

        foreach (GraphEdge edge in graph.Edges())
        {
            result.Add(texts[edge.Source], edge.Label, texts[edge.Target]);
        }

        return result;
    }

    private static TextGraph OfDump(IEnumerable<DumpItem> dump)
    {
        var result = new TextGraph();
        Dictionary<long, string> texts = [];
        List<DumpEdge> edges = [];
        foreach (DumpItem item in dump)
        {
            if (item is DumpState state)
            {
                texts[state.Id] = state.Text;
                result.Add(state.Text);
            }
            else if (item is DumpEdge edge)
            {
                edges.Add(edge);
            }
        }

        foreach (DumpEdge edge in edges)
        {
            result.Add(TextOf(edge.Source), edge.Label, TextOf(edge.Target));
        }

        return result;

        string TextOf(long id) => texts.TryGetValue(id, out string? text)
            ? text
            : throw new FormatException($"an edge names {id}, which is no state of the dump");
    }

    // States in the twin's order come first, so that the first difference found is a nearest one.
    private static GraphDifference? Edges(TextGraph twin, TextGraph tlc)
    {
        foreach (string source in twin.Order)
        {
            if (!tlc.Out.TryGetValue(source, out SortedSet<(string Label, string Target)>? theirs))
            {
                return new GraphDifference("a state that only the twin has", source, "");
            }

            SortedSet<(string Label, string Target)> ours = twin.Out[source];
            if (ours.SetEquals(theirs))
            {
                continue;
            }

            string onlyOurs = string.Join("\n        ", ours.Except(theirs).Select(e => $"{e.Label} -> {e.Target}"));
            string onlyTheirs = string.Join("\n        ", theirs.Except(ours).Select(e => $"{e.Label} -> {e.Target}"));
            return new GraphDifference($"the edges differ that leave {source}", onlyOurs, onlyTheirs);
        }

        return null;
    }

    private static GraphDifference? States(TextGraph twin, TextGraph tlc)
    {
        string? extra = tlc.Order.Find(text => !twin.Out.ContainsKey(text));
        return extra is null ? null : new GraphDifference("a state that only TLC has", "", extra);
    }

    private sealed class TextGraph
    {
        internal List<string> Order { get; } = [];

        internal Dictionary<string, SortedSet<(string Label, string Target)>> Out { get; } = [];

        internal void Add(string state)
        {
            if (Out.TryAdd(state, new SortedSet<(string Label, string Target)>(Ordinal)))
            {
                Order.Add(state);
            }
        }

        internal void Add(string source, string label, string target) => Out[source].Add((label, target));

        private static Comparer<(string Label, string Target)> Ordinal { get; } = Comparer<(string Label, string Target)>.Create(
            (x, y) => string.CompareOrdinal(x.Label, y.Label) is int byLabel and not 0 ? byLabel
                : string.CompareOrdinal(x.Target, y.Target));
    }
}
