using Verified.Exploration;
using Xunit;

namespace Verified.Exploration.Tests;

public class ExplorerTests
{
    public static TheoryData<string> EngineNames => [.. Campaign.Engines.Names];

    public static TheoryData<string, Strategy> EnginesAndStrategies
    {
        get
        {
            var data = new TheoryData<string, Strategy>();
            foreach (string engine in Campaign.Engines.Names)
            {
                foreach (Strategy strategy in Enum.GetValues<Strategy>().Except([Strategy.Stop]))
                {
                    if (engine != CoyoteExplorer.EngineName || strategy != Strategy.Stall)
                    {
                        data.Add(engine, strategy);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EnginesAndStrategies))]
    public void Every_strategy_finds_a_lost_update(string engine, Strategy strategy)
    {
        ExplorationResult result = Explore(engine, new Increments(atomic: false), new ExplorationOptions(strategy, 200));

        Assert.NotNull(result.Failure);
        Assert.True(result.Failure.IsViolation);
        Assert.Equal("an increment was lost", result.Failure.Message);
    }

    [Theory]
    [MemberData(nameof(EngineNames))]
    public void A_store_in_the_wrong_order_is_found_and_the_right_order_is_clean(string engine)
    {
        var options = new ExplorationOptions(Schedules: 100);

        Assert.Equal("the flag came before the data", Explore(engine, new Message(rightOrder: false), options).Failure?.Message);
        Assert.Null(Explore(engine, new Message(rightOrder: true), options).Failure);
        Assert.Null(Explore(engine, new Increments(atomic: true), options).Failure);
    }

    [Theory]
    [MemberData(nameof(EnginesAndStrategies))]
    public void Who_waits_is_not_scheduled_before_it_is_woken(string engine, Strategy strategy) =>
        Assert.Null(Explore(engine, new Sleeper(isWoken: true), new ExplorationOptions(strategy, 50)).Failure);

    [Theory]
    [MemberData(nameof(EnginesAndStrategies))]
    public void A_deadlock_is_a_violation(string engine, Strategy strategy)
    {
        FailedSchedule? failure = Explore(engine, new Sleeper(isWoken: false), new ExplorationOptions(strategy, 50)).Failure;

        Assert.NotNull(failure);
        Assert.True(failure.IsViolation);
        Assert.Contains("deadlock: no thread can run; lane 0 waits for flag of Take", failure.Message, StringComparison.Ordinal);
        FailedSchedule? again = Engine(engine).Replay(new Sleeper(isWoken: false), failure.Trace).Failure;
        Assert.Equal(failure.Message, again?.Message);
    }

    /// <summary>Also not by a thread that an engine lets go of late: what a program has counted and logged is that of the failure.</summary>
    [Theory]
    [MemberData(nameof(EngineNames))]
    public void No_lane_takes_a_step_after_the_one_that_failed(string engine)
    {
        for (uint seed = 1; seed <= 150; seed++)
        {
            var program = new FailsOnce();
            var strategy = (Strategy)(1 + (seed % 4)); // with some of them a lane has not begun when another fails
            FailedSchedule? failure = Explore(engine, program, new ExplorationOptions(strategy, 1, seed)).Failure;

            Assert.Equal("lane 0 fails", failure?.Message);
            Assert.Equal(0, program.After);
        }
    }

    [Theory]
    [MemberData(nameof(EngineNames))]
    public void A_trace_replays_to_the_same_failure(string engine)
    {
        ExplorationResult found = Explore(engine, new Increments(atomic: false), new ExplorationOptions(Schedules: 100));

        ExplorationResult again = Engine(engine).Replay(new Increments(atomic: false), found.Failure!.Trace);

        Assert.Equal(1, again.Schedules);
        Assert.Equal(found.Failure.Message, again.Failure?.Message);
    }

    [Theory]
    [MemberData(nameof(EngineNames))]
    public void The_same_seed_finds_the_same_schedule(string engine)
    {
        var options = new ExplorationOptions(Strategy.Random, 100, Seed: 7);

        FailedSchedule? first = Explore(engine, new Message(rightOrder: false), options).Failure;

        Assert.Equal(first, Explore(engine, new Message(rightOrder: false), options).Failure);
    }

    [Theory]
    [InlineData(CoyoteExplorer.EngineName, 2, 4, 70)]
    [InlineData(StepExplorer.EngineName, 2, 4, 70)]
    [InlineData(StepExplorer.EngineName, 3, 2, 90)]
    public void The_exhaustive_strategy_shows_every_order_of_accesses(string engine, int lanes, int points, long expected)
    {
        var program = new Points(lanes, points);

        ExplorationResult result = Explore(engine, program, new ExplorationOptions(Strategy.Exhaustive, 10_000));

        Assert.Null(result.Failure);
        Assert.True(result.Exhausted);
        Assert.Equal(expected, program.Orders);
    }

    [Theory]
    [InlineData(2, 4, 252)]
    [InlineData(3, 2, 1680)]
    public void The_step_engine_runs_no_schedule_twice(int lanes, int points, long expected) => Assert.Equal(
        expected, Explore(StepExplorer.EngineName, new Points(lanes, points), new ExplorationOptions(Strategy.Exhaustive, 10_000)).Schedules);

    [Theory]
    [MemberData(nameof(EngineNames))]
    public void A_program_that_breaks_is_no_violation(string engine)
    {
        FailedSchedule? failure = Explore(engine, new Broken(), new ExplorationOptions(Schedules: 3)).Failure;

        Assert.NotNull(failure);
        Assert.False(failure.IsViolation);
        Assert.Contains("broken program", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(EngineNames))]
    public void Too_many_steps_end_a_schedule_as_broken(string engine)
    {
        var options = new ExplorationOptions(Strategy.Random, 2, MaxSteps: 20);

        FailedSchedule? failure = Explore(engine, new Points(2, 100), options).Failure;

        Assert.NotNull(failure);
        Assert.False(failure.IsViolation);
    }

    [Theory]
    [MemberData(nameof(EngineNames))]
    public void Cancellation_ends_an_exploration_after_the_current_schedule(string engine)
    {
        using var source = new CancellationTokenSource();

        ExplorationResult result = Engine(engine).Explore(
            new Points(2, 2), new ExplorationOptions(Schedules: 100_000), n => Cancel(source, n), source.Token);

        Assert.Equal(3, result.Schedules);
    }

    [Theory]
    [InlineData("1,x,0")]
    [InlineData("0,0,0,0,0,0,0,0,0,1")]
    [InlineData("9")]
    public void A_damaged_step_trace_is_refused(string trace) =>
        Assert.Throws<FormatException>(() => new StepExplorer().Replay(new Increments(atomic: false), trace));

    private static void Cancel(CancellationTokenSource source, long schedules)
    {
        if (schedules == 3)
        {
            source.Cancel();
        }
    }

    private static ExplorationResult Explore(string engine, IConcurrentProgram program, ExplorationOptions options) =>
        Engine(engine).Explore(program, options, cancellation: TestContext.Current.CancellationToken);

    private static IScheduleExplorer Engine(string name) => Campaign.Engines.Find(name)!;
}
