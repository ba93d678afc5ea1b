using Xunit;

namespace Verified.Model.Tests;

public class DumpTests
{
    // Two states and their edge as TLC 2 wrote them; the head and the tail of its file.
    private static readonly string[] s_dump =
    [
        "strict digraph DiskGraph {",
        "node [shape=box,style=rounded]",
        "nodesep=0.35;",
        "subgraph cluster_graph {",
        "color=\"white\";",
        """4740062685527129195 [label="/\\ wpos = 0\n/\\ res = <<>>\n/\\ cc = (0 :> 0 @@ 1 :> 0)\n/\\ begin = (0 :> [pos |-> -1000, time |-> 0] @@ 1 :> [pos |-> -1000, time |-> 0])\n/\\ last = 0\n/\\ csize = ( 0 :>\n      [ time |-> 0,\n        size |-> 0,\n        loss |-> [full |-> 0, wrapped |-> 0, tooBig |-> 0] ] @@\n  1 :>\n      [ time |-> 0,\n        size |-> 0,\n        loss |-> [full |-> 0, wrapped |-> 0, tooBig |-> 0] ] )\n/\\ dc = (0 :> 0 @@ 1 :> 0)\n/\\ final = 0\n/\\ dsize = ( 0 :>\n      [ time |-> 0,\n        size |-> 0,\n        loss |-> [full |-> 0, wrapped |-> 0, tooBig |-> 0] ] @@\n  1 :>\n      [ time |-> 0,\n        size |-> 0,\n        loss |-> [full |-> 0, wrapped |-> 0, tooBig |-> 0] ] )\n/\\ account = 0\n/\\ now = 0\n/\\ pc = (1 :> \"Idle\" @@ 9 :> \"Idle\")\n/\\ slot = ( 0 :> [lap |-> -1000, noref |-> TRUE, sub |-> 0] @@\n  1 :> [lap |-> -1000, noref |-> TRUE, sub |-> 1] )\n/\\ lost = [full |-> 0, wrapped |-> 0, tooBig |-> 0, refused |-> 0, abandoned |-> 0]\n/\\ rd = [ v |-> 0,\n  w |-> [lap |-> -1000, noref |-> FALSE, sub |-> 0],\n  op |-> \"none\",\n  upto |-> -1000,\n  cur |-> 0,\n  begin |-> [pos |-> -1000, time |-> 0],\n  out |-> <<>>,\n  size |->\n      [ time |-> 0,\n        size |-> 0,\n        loss |-> [full |-> 0, wrapped |-> 0, tooBig |-> 0] ],\n  times |-> <<>> ]\n/\\ mem = (0 :> 0 @@ 1 :> 0 @@ 2 :> 0 @@ 3 :> 0)\n/\\ signal = 0\n/\\ mine = 0\n/\\ rpos = 0\n/\\ waiting = -1000\n/\\ claims = (0 :> 0 @@ 1 :> 0)\n/\\ loc = << [ o |-> 0,\n     k |->\n         [ time |-> 0,\n           size |-> 0,\n           loss |-> [full |-> 0, wrapped |-> 0, tooBig |-> 0] ],\n     job |-> \"none\",\n     v |-> 0,\n     w |-> [lap |-> -1000, noref |-> FALSE, sub |-> 0],\n     x |-> 0,\n     n |-> 0,\n     t |-> 0,\n     f |-> 0,\n     s |-> [full |-> 0, wrapped |-> 0, tooBig |-> 0] ] >>\n/\\ gate = \"Open\"",style = filled]""",
        """4740062685527129195 -> -7972346615643100162 [label="Flush_LoadWritePosition(3,\"Final\")",color="black",fontcolor="black"];""",
        """-7972346615643100162 [label="/\\ x = 1",tooltip="/\\ x = 2"];""",
        "{rank = same; 4740062685527129195;}",
        "}",
        "}",
    ];

    [Fact]
    public void A_dump_of_TLC_is_read()
    {
        DumpItem[] items = [.. TlcDump.Read(s_dump)];

        var twin = new Twin(Models.OneWriter);
        Assert.Equal(
            [
                new DumpState(4740062685527129195, StateText.Canonical(twin, twin.Initial())),
                new DumpEdge(4740062685527129195, "Flush_LoadWritePosition(3,\"Final\")", -7972346615643100162),
                new DumpState(-7972346615643100162, "x=1"),
            ],
            items);
    }

    [Fact]
    public void A_dump_is_read_from_a_file()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(path, s_dump);
            Assert.Equal(TlcDump.Read(s_dump), TlcDump.Read(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_legend_is_no_state()
    {
        string[] legend = ["}", "subgraph cluster_legend {", "12 [label=\"Shift\"]", "}"];

        Assert.Equal(TlcDump.Read(s_dump), TlcDump.Read([.. s_dump[..^1], .. legend]));
    }

    [Theory]
    [InlineData("12 [lbl=\"\"]", "line 1: a label expected")]
    [InlineData("12 [label=\"/\\\\ x = 1", "line 1: the label has no end")]
    [InlineData("12 [label=\"/\\\\ x = \"]", "line 1: a value expected at character 7, before ''")]
    [InlineData("12 [label=\"/\\\\ x 1\"]", "line 1: '=' expected at character 5, before '1'")]
    [InlineData("1x [label=\"/\\\\ x = 1\"]", null)]
    public void A_broken_line_is_named(string line, string? message)
    {
        FormatException e = Assert.Throws<FormatException>(() => TlcDump.Read([line, "}"]).Count());
        Assert.StartsWith(message ?? "line 1: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dump_that_is_cut_off_is_refused() =>
        Assert.Throws<FormatException>(() => TlcDump.Read(s_dump[..^3]).Count());

    [Theory]
    [InlineData("-12", "-12")]
    [InlineData("TRUE", "TRUE")]
    [InlineData("\"a \\\"b\\\" \\\\\"", "a \"b\" \\")]
    [InlineData("<<>>", "[]")]
    [InlineData("<< 1,\n  <<2>> >>", "[1,[2]]")]
    [InlineData("{3, 1, 2}", "{1,2,3}")]
    [InlineData("{}", "{}")]
    [InlineData("[z |-> 1, a |-> \"q\", m |-> TRUE]", "{a:q,m:TRUE,z:1}")]
    [InlineData("(10 :> 1 @@ 9 :> 2 @@ -1 :> 3)", "[3,2,1]")]
    [InlineData("(\"b\" :> 1 @@ \"a\" :> <<0 - 0>>)", null)]
    [InlineData("(\"b\" :> 1 @@ \"a\" :> <<0>>)", "{a:[0],b:1}")]
    [InlineData("1 2", null)]
    [InlineData("", null)]
    [InlineData("[a -> 1]", null)]
    [InlineData("\"open", null)]
    public void Values_become_canonical(string text, string? canonical)
    {
        if (canonical is null)
        {
            Assert.Throws<FormatException>(() => TlaText.OneValue(text));
        }
        else
        {
            Assert.Equal(canonical, TlaText.OneValue(text));
        }
    }

    [Theory]
    [InlineData(nameof(Models.OneWriterLttng))]
    [InlineData(nameof(Models.TooBig))]
    [InlineData(nameof(Models.ThreeSlots))]
    public void A_graph_equals_its_own_dump(string model)
    {
        StateGraph graph = Models.Explore(Models.Find(model)).Graph;

        Assert.Null(GraphComparison.Compare(graph, TlcDump.Read(Write(graph))));
        Assert.Equal(GraphDigest.Of(graph, TestContext.Current.CancellationToken).Edges, GraphDigest.Of(TlcDump.Read(Write(graph))).Edges);
    }

    [Fact]
    public void The_first_differing_edge_is_shown()
    {
        StateGraph graph = Models.Explore(Models.OneWriter).Graph;
        string[] lines = [.. Write(graph).Select(l => l.Replace("Write_End(1)", "Write_Abandon(1)", StringComparison.Ordinal))];

        GraphDifference difference = GraphComparison.Compare(graph, TlcDump.Read(lines))!;

        Assert.StartsWith("the edges differ that leave account=0;", difference.What, StringComparison.Ordinal);
        Assert.Matches("^Write_End\\(1\\) -> account=0;", difference.Twin);
        Assert.Matches("^Write_Abandon\\(1\\) -> account=0;", difference.Tlc);
    }

    [Fact]
    public void A_missing_and_an_extra_state_are_shown()
    {
        StateGraph graph = Models.Explore(Models.OneWriter).Graph;
        DumpItem[] dump = [.. TlcDump.Read(Write(graph))];

        GraphDifference extra = GraphComparison.Compare(graph, [.. dump, new DumpState(-1, "x=1")])!;
        GraphDifference missing = GraphComparison.Compare(graph, dump.Where(i => i is DumpState { Id: not 5 }))!;

        Assert.Equal(("a state that only TLC has", "x=1"), (extra.What, extra.Tlc));
        Assert.NotEqual("", missing.Twin);
    }

    [Fact]
    public void An_edge_from_nowhere_is_refused()
    {
        StateGraph graph = Models.Explore(Models.OneWriter).Graph;
        DumpItem[] dump = [new DumpState(1, "x=1"), new DumpEdge(1, "Shift", 2)];

        Assert.Throws<FormatException>(() => GraphDigest.Of(dump));
        Assert.Throws<FormatException>(() => GraphComparison.Compare(graph, dump));
    }

    private static IEnumerable<string> Write(StateGraph graph)
    {
        yield return "strict digraph DiskGraph {";
        for (int i = 0; i < graph.Count; i++)
        {
            string text = TlaWriter.Write(graph.Twin, graph[i]).Replace("\\", "\\\\", StringComparison.Ordinal);
            text = text.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
            yield return $"{i} [label=\"{text}\",style = filled]";
        }

        foreach (GraphEdge edge in graph.Edges())
        {
            string label = edge.Label.Replace("\"", "\\\"", StringComparison.Ordinal);
            yield return $"{edge.Source} -> {edge.Target} [label=\"{label}\",color=\"black\"];";
        }

        yield return "}";
    }
}
