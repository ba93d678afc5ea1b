using FsCheck.Xunit;
using Xunit;

namespace Verified.Model.Tests;

public class DigestTests
{
    [Property]
    public void Order_and_repetition_make_no_difference(int[] states, (int Source, int Label, int Target)[] edges, int seed)
    {
        (int Source, int Label, int Target)[] mixed = [.. edges, .. edges];
        new Random(seed).Shuffle(mixed);

        GraphDigest one = Of(states, edges);
        GraphDigest other = Of(states.Reverse(), mixed);

        Assert.Equal((one.States, one.Edges), (other.States, other.Edges));
        Assert.Equal(states.Distinct().Count(), one.StateCount);
        Assert.Equal(edges.Distinct().Count(), other.EdgeCount);
    }

    [Property]
    public void One_more_state_or_edge_makes_a_difference(int[] states, (int Source, int Label, int Target)[] edges, int state)
    {
        GraphDigest one = Of(states, edges);
        GraphDigest more = Of([.. states, state], [.. edges, (state, state, state)]);

        Assert.Equal(states.Contains(state), one.States == more.States);
        Assert.Equal(edges.Contains((state, state, state)), one.Edges == more.Edges);
    }

    [Fact]
    public void Direction_and_label_of_an_edge_count()
    {
        string[] digests = [Of([], [(1, 2, 3)]).Edges, Of([], [(3, 2, 1)]).Edges, Of([], [(1, 4, 3)]).Edges];

        Assert.Equal(3, digests.Distinct().Count());
        Assert.All(digests, d => Assert.Equal(32, d.Length));
    }

    [Fact]
    public void An_empty_graph_has_the_digest_zero()
    {
        var digest = new GraphDigest();

        Assert.Equal((new string('0', 32), new string('0', 32)), (digest.States, digest.Edges));
    }

    [Fact]
    public void A_state_digest_is_the_head_of_SHA256()
    {
        var digest = new GraphDigest();
        digest.AddState("abc");

        Assert.Equal("ba7816bf8f01cfea414140de5dae2223", digest.States);
    }

    private static GraphDigest Of(IEnumerable<int> states, IEnumerable<(int Source, int Label, int Target)> edges)
    {
        var digest = new GraphDigest();
        foreach (int state in states)
        {
            digest.AddState($"x={state}");
        }

        foreach ((int source, int label, int target) in edges)
        {
            digest.AddEdge((UInt128)(uint)source, $"Step({label})", (UInt128)(uint)target);
        }

        return digest;
    }
}
