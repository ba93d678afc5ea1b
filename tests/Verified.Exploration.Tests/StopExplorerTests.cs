using Verified.Atomics;
using Verified.Exploration;
using Xunit;

namespace Verified.Exploration.Tests;

/// <summary>Lanes stopped at each of their points, on small programs.</summary>
public class StopExplorerTests
{
    [Theory]
    [InlineData(StopOrders.Few, 3)]
    [InlineData(StopOrders.All, 14)]
    public void Every_lane_is_stopped_at_every_point_beside_every_order(StopOrders orders, int expectedOrders)
    {
        const int Lanes = 3;
        const int Points = 4;
        var program = new Stoppable(Lanes, Points);

        StopResult result = new StopExplorer().Explore(program, orders, cancellation: TestContext.Current.CancellationToken);

        Assert.Null(result.Failure);
        Assert.Equal(Enumerable.Repeat(Points, Lanes), result.Points);
        Assert.Equal(Lanes * Points, result.Pairs);
        Assert.Equal(Lanes * Points * expectedOrders, result.Schedules);
        Assert.Equal(Lanes * expectedOrders, result.Whole);
        Assert.Equal(Lanes * expectedOrders, program.Finished);
        string[] all = [.. Enumerable.Range(0, Lanes).SelectMany(l => Enumerable.Range(0, Points).Select(p => $"{l}@{p}"))];
        Assert.Equal(all.SelectMany(e => Enumerable.Repeat(e, expectedOrders)).Order(), program.Ends.Order());
    }

    [Fact]
    public void The_orders_differ()
    {
        var program = new Stoppable(3, 8);

        new StopExplorer().Explore(program, StopOrders.All, cancellation: TestContext.Current.CancellationToken);

        // With the lane stopped after its fourth step, each base schedule is another order of accesses; steps 2 and 5 of the
        // others may come to the same.
        Assert.InRange(program.OrdersOf(lane: 1, point: 4).Count, 12, 14);
    }

    [Fact]
    public void Who_waits_for_a_lane_that_has_stopped_is_found_and_the_trace_repeats_it()
    {
        StopResult result = new StopExplorer().Explore(new Spinners(), StopOrders.Few, cancellation: TestContext.Current.CancellationToken);

        Assert.NotNull(result.Failure);
        Assert.Contains("spins for ever", result.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, result.FailedAt?.Lane);
        Assert.Equal(1, result.FailedAt?.Point); // within the lock
        Assert.StartsWith("!0@1,", result.Failure.Trace, StringComparison.Ordinal);
        Assert.Equal(result.Failure.Message, new StepExplorer().Replay(new Spinners(), result.Failure.Trace).Failure?.Message);
    }

    [Fact]
    public void Who_sleeps_for_a_lane_that_has_stopped_is_the_programs_to_judge()
    {
        var program = new StoppableSleeper();

        StopResult result = new StopExplorer().Explore(program, StopOrders.Few, cancellation: TestContext.Current.CancellationToken);

        Assert.Null(result.Failure);
        Assert.Equal(2 + 1, result.Pairs);
        Assert.Equal(["1 stopped, 0 waits"], program.Waits.Distinct());
    }

    [Theory]
    [InlineData("!0")]
    [InlineData("!x@1,0,1")]
    [InlineData("!0@-1,0")]
    [InlineData("!0@1@2,0")]
    public void A_damaged_stop_is_refused(string trace) =>
        Assert.Throws<FormatException>(() => new StepExplorer().Replay(new Stoppable(2, 2), trace));

    [Fact]
    public void A_program_that_can_not_be_judged_without_a_lane_is_no_violation()
    {
        FailedSchedule? failure = new StepExplorer().Replay(new Points(2, 2), "!0@1,0,0,0").Failure;

        Assert.False(failure?.IsViolation);
        Assert.Contains("can not be judged", failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stopping_is_no_strategy() => Assert.Throws<ArgumentException>(
        () => new StepExplorer().Explore(new Points(2, 2), new ExplorationOptions(Strategy.Stop), cancellation: TestContext.Current.CancellationToken));

    [Fact]
    public void It_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();

        StopResult result = new StopExplorer().Explore(new Stoppable(3, 4), StopOrders.All, _ => source.Cancel(), source.Token);

        Assert.Equal(1, result.Schedules);
    }

    /// <summary>Lanes of so many accesses; who stopped has taken what its point says, the others all.</summary>
    private sealed class Stoppable(int lanes, int points) : SmallProgram, IStoppableProgram, IAccessObserver
    {
        private readonly int[] _taken = new int[lanes];
        private readonly Dictionary<(int, int), HashSet<string>> _orders = [];
        private string _order = "";
        private int _stopped = -1;

        public override int Lanes => lanes;

        public List<string> Ends { get; } = [];

        public int Finished { get; private set; }

        public IReadOnlySet<string> OrdersOf(int lane, int point) => _orders[(lane, point)];

        public override void Start(IInterleaver interleaver)
        {
            Array.Clear(_taken);
            (_stopped, _order) = (-1, "");
            Region.Reset(interleaver, this);
        }

        public override void Run(int lane)
        {
            for (int i = 0; i < points; i++)
            {
                Memory(lane).Add(Counter, 1, "Add");
            }
        }

        public void OnAccess(in MemoryAccess access)
        {
            Assert.NotEqual(_stopped, access.Lane);
            _taken[access.Lane]++;
            _order += access.Lane;
        }

        public void OnStopped(int lane) => _stopped = lane;

        public override void Finish() => Finished++;

        public void FinishWithout(int stopped, IReadOnlyList<int> waiting)
        {
            Assert.Equal(_stopped, stopped);
            Assert.Empty(waiting);
            Assert.All(_taken.Where((_, lane) => lane != stopped), t => Assert.Equal(points, t));
            Ends.Add($"{stopped}@{_taken[stopped]}");
            _orders.TryAdd((stopped, _taken[stopped]), []);
            _orders[(stopped, _taken[stopped])].Add(_order);
        }
    }

    /// <summary>A spin lock: who stops within it holds up the other.</summary>
    private sealed class Spinners : SmallProgram, IStoppableProgram
    {
        public override void Run(int lane)
        {
            ExploredMemory memory = Memory(lane);
            for (int i = 0; !memory.CompareExchange(Flag, 0, 1, "Take", "TakeFail"); i++)
            {
                if (i > 100)
                {
                    throw new ScheduleViolationException($"lane {lane} spins for ever");
                }
            }

            memory.StoreRelease(Flag, 0, "Give");
        }

        public void OnStopped(int lane)
        {
        }

        public void FinishWithout(int stopped, IReadOnlyList<int> waiting)
        {
        }
    }

    /// <summary>Lane 0 sleeps until lane 1 wakes it.</summary>
    private sealed class StoppableSleeper : SmallProgram, IStoppableProgram
    {
        public List<string> Waits { get; } = [];

        public override void Run(int lane)
        {
            if (lane == 0)
            {
                Memory(lane).TakeWhenSet(Flag, "Take");
            }
            else
            {
                Memory(lane).Add(Counter, 1, "Add");
                Memory(lane).StoreRelease(Flag, 1, "Signal");
            }
        }

        public void OnStopped(int lane)
        {
        }

        public void FinishWithout(int stopped, IReadOnlyList<int> waiting)
        {
            if (waiting.Count > 0)
            {
                Waits.Add($"{stopped} stopped, {string.Join(' ', waiting)} waits");
            }
            else
            {
                Assert.Equal(0, stopped);
            }
        }
    }
}
