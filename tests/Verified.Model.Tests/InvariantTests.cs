using Xunit;

namespace Verified.Model.Tests;

/// <summary>Each part of each invariant must be able to fail: one field of a reachable state is spoilt, and it must say so.</summary>
public class InvariantTests
{
    private static readonly Dictionary<string, Lazy<StateGraph>> s_graphs =
        new[]
        {
            nameof(Models.Flush), nameof(Models.Sizes), nameof(Models.TwoWritersLttng), nameof(Models.TwoWriters), nameof(Models.Clock),
            nameof(Models.Gates), nameof(Models.Wait), nameof(Models.Overwrite), nameof(Models.OverwriteFlush),
            nameof(Models.Recovery), nameof(Models.OverwriteRecovery), nameof(Models.Wrap), nameof(Models.OverwriteWrap), nameof(Models.OneThread), nameof(Models.OneThreadFlush), nameof(Models.Parts), nameof(Models.Cells),
        }.ToDictionary(name => name, name => new Lazy<StateGraph>(() => Explore(name)));

    public static TheoryData<string, string> Parts =>
        [.. Spoilings.All.Select(s => new TheoryDataRow<string, string>(s.Invariant, s.Part))];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Invariant_can_fail(string name, string part)
    {
        Spoiling spoiling = Assert.Single(Spoilings.All, s => s.Invariant == name && s.Part == part);
        Invariant invariant = Invariants.Find(name)!;
        (Twin twin, State s, State spoilt) = Spoil(spoiling);
        Assert.True(invariant.Holds(twin, s));
        Assert.NotEqual(s, spoilt);
        Assert.False(invariant.Holds(twin, spoilt));
    }

    [Fact]
    public void Every_invariant_is_spoilt() =>
        Assert.Equal(Invariants.All.Select(i => i.Name), Spoilings.All.Select(s => s.Invariant).Distinct());

    /// <summary>A reachable state, and what a spoiling makes of it.</summary>
    internal static (Twin Twin, State Before, State Spoilt) Spoil(Spoiling spoiling)
    {
        StateGraph graph = s_graphs[spoiling.Model].Value;
        State s = First(graph, spoiling.Where);
        State spoilt = s;
        spoiling.Spoil(graph.Twin, ref spoilt);
        return (graph.Twin, s, spoilt);
    }

    private static StateGraph Explore(string name)
    {
        var options = new ExploreOptions { Invariants = [], MaxStates = 60_000 };
        return new Explorer(new Twin(Models.Find(name)), options).Run(TestContext.Current.CancellationToken).Graph;
    }

    private static State First(StateGraph graph, SpoilCondition where)
    {
        for (int i = 0; i < graph.Count; i++)
        {
            State s = graph[i];
            if (where(graph.Twin, s))
            {
                return s;
            }
        }

        throw new InvalidOperationException("no reachable state fits");
    }
}
