using Xunit;

namespace Verified.Model.Tests;

public class ExplorerTests
{
    [Fact]
    public void Cancelled_exploration_is_inconclusive()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        ExploreResult result = new Explorer(new Twin(Models.OneWriter)).Run(cancellation.Token);

        Assert.Equal((ExploreVerdict.Inconclusive, "cancelled"), (result.Verdict, result.Reason));
        Assert.False(result.Graph.IsComplete);
    }

    [Fact]
    public void Exploration_is_cancelled_from_progress()
    {
        using var cancellation = new CancellationTokenSource();
        var progress = new Handler(p =>
        {
            if (p.Distinct > 1000)
            {
                cancellation.Cancel();
            }
        });

        ExploreResult result = new Explorer(new Twin(Models.FlushLttng), new ExploreOptions { Progress = progress })
            .Run(cancellation.Token);

        Assert.Equal(ExploreVerdict.Inconclusive, result.Verdict);
        Assert.InRange(result.Distinct, 1000, 88000);
    }

    [Fact]
    public void Too_many_states_are_inconclusive()
    {
        var options = new ExploreOptions { MaxStates = 100 };

        ExploreResult result = new Explorer(new Twin(Models.OneWriter), options).Run(TestContext.Current.CancellationToken);

        Assert.Equal(ExploreVerdict.Inconclusive, result.Verdict);
        Assert.Equal("more than 100 distinct states", result.Reason);
        Assert.Null(result.Primary);
    }

    [Fact]
    public void An_explorer_runs_once()
    {
        var explorer = new Explorer(new Twin(Models.OneWriter));
        explorer.Run(TestContext.Current.CancellationToken);

        Assert.Throws<InvalidOperationException>(() => explorer.Run(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_trace_is_a_run_of_the_twin()
    {
        ModelConfig config = Models.OfMutant(Mutants.NoFullTest);
        var twin = new Twin(config);
        Violation violation = Models.Explore(config).Primary!;

        State s = twin.Initial();
        Assert.Equal(violation.Level, violation.Trace.Count);
        Assert.Equal(new TraceStep(null, s), violation.Trace[0]);
        foreach (TraceStep step in violation.Trace.Skip(1))
        {
            Assert.Contains((step.Move!.Value, step.State), Successors(twin, s));
            Assert.True(Holds(twin, s));
            s = step.State;
        }

        Assert.False(Holds(twin, s));

        bool Holds(Twin t, State state) => Invariants.Find(violation.Name)!.Holds(t, state);
    }

    [Fact]
    public void A_refinement_violation_ends_with_its_edge()
    {
        var twin = new Twin(Models.OfMutant(Mutants.NoFullTest));
        var options = new ExploreOptions { Invariants = [], ChecksRefinement = true };

        ExploreResult result = new Explorer(twin, options).Run(TestContext.Current.CancellationToken);

        Violation violation = Assert.Single(result.Violations);
        Assert.Equal(Refinement.Name, violation.Name);
        Assert.Equal(39, violation.Trace.Count);
        Assert.False(Refinement.Allowed(twin, violation.Trace[^2].State, violation.Trace[^1].State));
    }

    [Fact]
    public void A_count_that_goes_back_is_found_on_its_edge()
    {
        var twin = new Twin(Models.OfMutant(Mutants.NoFullTest));
        State s = twin.Initial();
        State t = s;
        t.Wpos = 4;
        t.Dc[1] = 2;

        Assert.True(Counters.NeverGoBack(twin, s, t));
        Assert.False(Counters.NeverGoBack(twin, t, s));
    }

    [Fact]
    public void A_violation_in_the_initial_state_is_level_1()
    {
        var options = new ExploreOptions { Invariants = [new Invariant("Never", (Twin _, in State _) => false)] };

        ExploreResult result = new Explorer(new Twin(Models.OneWriter), options).Run(TestContext.Current.CancellationToken);

        Assert.Equal(1, result.Primary!.Level);
        Assert.Single(result.Primary.Trace);
        Assert.Equal((1, 1), (result.Distinct, result.Generated));
    }

    [Fact]
    public void All_invariants_that_fail_at_the_shallowest_level_are_listed_in_declared_order()
    {
        static bool AtMostSeven(Twin twin, in State s) => s.Wpos < 2;
        var options = new ExploreOptions
        {
            Invariants = [new Invariant("Late", (Twin _, in State s) => s.Rpos == 0), new Invariant("A", AtMostSeven), new Invariant("B", AtMostSeven)],
        };

        ExploreResult result = new Explorer(new Twin(Models.OneWriter), options).Run(TestContext.Current.CancellationToken);

        Assert.Equal(["A", "B"], result.Violations.Select(v => v.Name));
    }

    [Fact]
    public void Edges_seen_while_exploring_are_those_of_the_graph()
    {
        List<GraphEdge> seen = [];
        var options = new ExploreOptions { OnEdge = (int s, in Move m, int t) => seen.Add(new GraphEdge(s, m.Label, t)) };

        ExploreResult result = new Explorer(new Twin(Models.TwoWriters), options).Run(TestContext.Current.CancellationToken);

        Assert.Equal(result.Generated - 1, seen.Count);
        Assert.Equal(seen, result.Graph.Edges());
    }

    [Fact]
    public void Options_follow_the_configuration()
    {
        ModelConfig config = Models.OneWriter with
        {
            InvariantNames = ["S7_DeliveredIsComplete", "S1_ReservationsPartition"],
            PropertyNames = [Refinement.Name],
            ChecksDeadlock = false,
        };

        var options = ExploreOptions.For(config);

        Assert.Equal(config.InvariantNames, options.Invariants.Select(i => i.Name));
        Assert.Equal((true, false), (options.ChecksRefinement, options.ChecksDeadlock));
        Assert.Empty(options.StepProperties);
    }

    internal static List<(Move Move, State Next)> Successors(Twin twin, in State s)
    {
        var moves = new Move[twin.MaxSuccessors];
        var next = new State[twin.MaxSuccessors];
        int count = twin.Successors(s, moves, next);
        return [.. moves.Take(count).Zip(next)];
    }

    private sealed class Handler(Action<ExploreProgress> action) : IProgress<ExploreProgress>
    {
        public void Report(ExploreProgress value) => action(value);
    }
}
