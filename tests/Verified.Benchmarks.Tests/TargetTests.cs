using Verified.Benchmarks.Commands;
using Verified.Benchmarks.Results;
using Verified.Benchmarks.Running;
using Verified.Cli;

namespace Verified.Benchmarks.Tests;

/// <summary>What is made of measured figures, with figures made by hand: which way a ratio goes, what is missed, what is not known.</summary>
public sealed class TargetTests
{
    private static readonly Target s_faster = new("faster", Shape.Alone, "peer", "ours", [(8, 2)]);
    private static readonly Target s_nearFloor = new("near the floor", Shape.Alone, "peer", "ours", [(8, 2)], TargetKind.OursByFloor);

    private static readonly Dictionary<(Shape Shape, int Size), IReadOnlyDictionary<string, Samples>> s_nothing = [];

    [Theory]
    [InlineData(10, 5, nameof(Outcome.Met))]
    [InlineData(10, 4, nameof(Outcome.Met))]
    [InlineData(10, 5.1, nameof(Outcome.Missed))]
    [InlineData(5, 10, nameof(Outcome.Missed))]
    public void Against_a_peer_higher_is_better(double peer, double ours, string outcome) =>
        Assert.Equal(outcome, s_faster.Evaluate(Results((8, "peer", peer), (8, "ours", ours))).Outcome.ToString());

    [Theory]
    [InlineData(5, 10, nameof(Outcome.Met))]
    [InlineData(5, 4, nameof(Outcome.Met))]
    [InlineData(5, 10.1, nameof(Outcome.Missed))]
    public void Against_a_floor_lower_is_better(double floor, double ours, string outcome) =>
        Assert.Equal(outcome, s_nearFloor.Evaluate(Results((8, "peer", floor), (8, "ours", ours))).Outcome.ToString());

    [Fact]
    public void One_size_missed_is_missed_and_is_marked()
    {
        Target target = s_faster with { Limits = [(8, 2), (32, 2)] };
        TargetRow row = target.Evaluate(Results((8, "peer", 10), (8, "ours", 5), (32, "peer", 9), (32, "ours", 5)));
        Assert.Equal(Outcome.Missed, row.Outcome);
        Assert.Equal("2.00 (10.0 : 5.0)", row.Measured[8]);
        Assert.Equal("1.80 ! (9.0 : 5.0)", row.Measured[32]);
    }

    [Fact]
    public void What_was_not_measured_is_open_and_never_met()
    {
        Assert.Equal(Outcome.Open, s_faster.Evaluate(Results()).Outcome);
        Target target = s_faster with { Limits = [(8, 2), (32, 2)] };
        Assert.Equal(Outcome.Open, target.Evaluate(Results((8, "peer", 10), (8, "ours", 5))).Outcome);
        Assert.Equal(Outcome.Missed, target.Evaluate(Results((8, "peer", 9), (8, "ours", 5))).Outcome);
    }

    [Fact]
    public void A_ring_of_no_cost_takes_the_sum_of_its_floors()
    {
        Target target = s_faster with { Floors = ["clock", "locked"] };
        TargetRow row = target.Most(Results((8, "peer", 12), (8, "clock", 3), (8, "locked", 1)))!;
        Assert.Equal("3.00 (12.0 : 4.0)", row.Measured[8]);
        Assert.Null(target.Most(Results((8, "peer", 12), (8, "clock", 3))));
    }

    [Fact]
    public void What_allocates_misses_its_row()
    {
        TargetRow Row(long bytes) => TargetList.Evaluate(RunResults.Of(s_nothing, [new Allocated("a path", 10, 0), new Allocated("another", 10, bytes)]))[^1];
        Assert.Equal((Outcome.Met, "0 B"), (Row(0).Outcome, Row(0).Measured[0]));
        Assert.Equal((Outcome.Missed, "another: 24 B for 10 records"), (Row(24).Outcome, Row(24).Measured[0]));
    }

    [Theory]
    [InlineData(ExitCodes.Pass, Outcome.Met, Outcome.Met)]
    [InlineData(ExitCodes.Violation, Outcome.Met, Outcome.Missed)]
    [InlineData(ExitCodes.Violation, Outcome.Open, Outcome.Missed)]
    [InlineData(ExitCodes.Inconclusive, Outcome.Met, Outcome.Open)]
    internal void The_exit_code_is_that_of_the_worst(int exitCode, params Outcome[] outcomes) =>
        Assert.Equal(exitCode, TargetsCommand.ExitCode([.. outcomes.Select(o => new TargetRow("", "", new Dictionary<int, string>(), "", o))]));

    private static RunResults Results(params (int Size, string Name, double Nanoseconds)[] figures) => RunResults.Of(
        figures.GroupBy(f => f.Size).ToDictionary(
            g => (Shape.Alone, g.Key),
            g => (IReadOnlyDictionary<string, Samples>)g.ToDictionary(f => f.Name, f => new Samples([f.Nanoseconds]))),
        []);
}
