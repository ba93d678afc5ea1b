using Xunit;

namespace Verified.Model.Tests;

/// <summary>The search for fair runs that never reach their goal: what TLC says of the same models stands in the manifest.</summary>
public class ProgressTests
{
    private static readonly ModelConfig s_two = new() { Writers = [1, 2], Reader = 3, N = 1, S = 2, Recovers = true, Forgets = true };
    private static readonly ModelConfig s_one = s_two with { Writers = [1], N = 2 };
    private static readonly ModelConfig s_flush = s_one with { Flushers = [2], FlushModes = ["Active"] };
    private static readonly ModelConfig s_overwrite = s_one with { Mode = Mode.Overwrite };
    private static readonly ModelConfig s_wait = s_one with { Wakeups = true, ReaderOps = ["Read", "Wait"] };

    private static readonly Dictionary<string, (ModelConfig Holds, ModelConfig Fails)[]> s_cases = new()
    {
        ["L1_SomeProducerEnds"] = [(s_two with { Fairness = Fairness.Some, MaxDead = 1 }, s_two with { Fairness = Fairness.Reader })],
        ["L2_EveryProducerEnds"] = [(s_one with { Fairness = Fairness.Fair }, s_two with { Fairness = Fairness.Fair })],
        ["L3_DeadBlocksNoOne"] = [(s_two with { Fairness = Fairness.Fair, MaxDead = 1 }, s_two with { Fairness = Fairness.Reader, MaxDead = 1 })],
        ["L4_AcceptedIsRead"] = [(s_flush with { Fairness = Fairness.Fair }, s_flush with { Fairness = Fairness.Fair, MaxDead = 1 })],
        ["L4_DeliveredIsRead"] = [(s_two with { Fairness = Fairness.Reader, MaxDead = 1 }, s_two with { Fairness = Fairness.Some })],
        ["L5_ReaderEnds"] = [(s_overwrite with { Fairness = Fairness.Reader }, s_overwrite with { Fairness = Fairness.None })],
        ["L6_DeliveryEnds"] =
        [
            (s_two with { Form = Form.Lttng, Fairness = Fairness.Fair }, s_two with { Form = Form.Lttng, Fairness = Fairness.Some }),
            (s_two with { Form = Form.Lttng, Fairness = Fairness.Fair }, s_two with { Form = Form.Lttng, Fairness = Fairness.Fair, MaxDead = 1 }),
        ],
        ["L7_SleeperIsWoken"] =
        [
            (s_wait with { Fairness = Fairness.Patient }, s_wait with { Fairness = Fairness.Some }),
            (s_wait with { Fairness = Fairness.Patient }, s_wait with { Fairness = Fairness.Patient, Mutant = Mutants.WaitWithoutRecheck }),
        ],
    };

    public static TheoryData<string> Names => [.. ProgressProperty.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Property_holds_under_its_fairness_and_can_fail(string name) => Assert.All(s_cases[name], c =>
    {
        Assert.Null(Find(c.Holds, name));
        Assert.NotNull(Find(c.Fails, name));
    });

    [Fact]
    public void Fairness_is_never_needed_that_is_not_there() => Assert.All(ProgressProperty.All, p =>
        Assert.NotNull(Find(s_cases[p.Name][0].Holds with { Fairness = Fairness.None }, p.Name)));

    [Fact]
    public void An_exploration_reports_the_property_with_the_way_to_it()
    {
        ModelConfig config = s_two with { Fairness = Fairness.Fair, PropertyNames = ["L2_EveryProducerEnds"] };
        ExploreResult result = new Explorer(new Twin(config), ExploreOptions.For(config)).Run(TestContext.Current.CancellationToken);

        Violation violation = Assert.Single(result.Violations);
        Assert.Equal("L2_EveryProducerEnds", violation.Name);
        Assert.Equal(violation.Level, violation.Trace.Count);
        Assert.True(result.Graph.IsComplete);
    }

    [Fact]
    public void An_unfinished_graph_is_refused()
    {
        ExploreResult result = new Explorer(new Twin(s_two), new ExploreOptions { MaxStates = 10 }).Run(TestContext.Current.CancellationToken);

        Assert.Throws<InvalidOperationException>(() => new FairRuns(result.Graph, ProgressProperty.All[0]));
    }

    private static IReadOnlyList<TraceStep>? Find(ModelConfig config, string name)
    {
        var options = new ExploreOptions { Invariants = [] };
        ExploreResult result = new Explorer(new Twin(config), options).Run(TestContext.Current.CancellationToken);
        return new FairRuns(result.Graph, ProgressProperty.Find(name)!, TestContext.Current.CancellationToken).Find();
    }
}
