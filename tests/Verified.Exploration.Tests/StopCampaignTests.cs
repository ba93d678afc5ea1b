using Verified.Campaign;
using Verified.Exploration;
using Verified.Model;
using Verified.RingBuffers;
using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.Exploration.Tests;

/// <summary>Threads of the ring buffer stopped at every point.</summary>
public class StopCampaignTests
{
    [Theory]
    [InlineData("two-writers")]
    [InlineData("pause-resume")]
    [InlineData("wait-cancelled")]
    [InlineData("lttng-exact-fill")]
    [InlineData("overwrite-nested-writer")]
    [InlineData("overwrite-clear")]
    [InlineData("overwrite-complete")]
    public void A_stopped_thread_holds_no_other_up(string scenario)
    {
        ScenarioResult only = Only(Options(scenario));

        Assert.True(only.Verdict == CampaignVerdict.Pass, only.Failure?.Message ?? only.Reason);
        Assert.Equal(only.Steps, only.Checked);
        Assert.Equal(Scenarios.Find(scenario)!.Lanes.Count, only.Stops!.Lanes);
        Assert.True(only.Stops.Pairs > 10 * only.Stops.Lanes);
        Assert.True(only.Schedules > only.Stops.Pairs + only.Stops.Whole);
        Assert.InRange(only.Stops.MostSteps, 5, StopCampaign.MostStepsOfOperation / 3);
        Assert.True(only.Stops.Counts.HeldUp > 10);
        Assert.True(only.Stops.Counts.ReaderStopped > 10);
        Assert.Contains(nameof(Step.Commit_AddCount), only.Stops.Counts.Actions);
    }

    [Theory]
    [InlineData("recoverable")]
    [InlineData("recoverable-sizes")]
    [InlineData("overwrite-recoverable")]
    [InlineData("overwrite-recoverable-snapshot")]
    public void What_a_stopped_thread_leaves_is_recovered(string scenario)
    {
        ScenarioResult only = Only(Options(scenario));

        Assert.True(only.Verdict == CampaignVerdict.Pass, only.Failure?.Message ?? only.Reason);
        Assert.True(only.Stops!.Counts.Recovered > only.Stops.Pairs);
    }

    [Fact]
    public void A_prefix_with_a_hole_is_seen_by_its_recovery() => Assert.StartsWith(
        "what is recovered at ",
        Only(Options("recoverable-sizes") with { Stops = StopOrders.All, Mutant = Mutants.PrefixOfOwnEnd, Judge = Judge.MeaningOnly }).Failure!.Message,
        StringComparison.Ordinal);

    [Fact]
    public void All_orders_are_more_than_few_and_reach_no_fewer_points()
    {
        ScenarioResult few = Only(Options("wait-for-completion"));
        ScenarioResult all = Only(Options("wait-for-completion") with { Stops = StopOrders.All });

        Assert.Equal(CampaignVerdict.Pass, all.Verdict);
        Assert.True(all.Schedules > 3 * few.Schedules);
        Assert.True(all.Stops!.Pairs >= few.Stops!.Pairs);
        Assert.Equal(all.Schedules, Only(Options("wait-for-completion") with { Stops = StopOrders.All }).Schedules);
    }

    [Theory]
    [InlineData("wait-every-delivery")]
    [InlineData("overwrite-wait-every-delivery")]
    public void A_reader_may_sleep_for_what_the_stopped_thread_would_have_done(string scenario)
    {
        StopCounts counts = Only(Options(scenario)).Stops!.Counts;

        Assert.True(counts.Asleep > 0);
        Assert.InRange(counts.Unwakeable, 1, counts.Asleep - 1);
    }

    [Theory]
    [InlineData("sizes-2-2")]
    [InlineData("overwrite-sizes-2-2")]
    public void A_writer_that_waits_for_another_does_not_end(string scenario)
    {
        ScheduleFile file = Only(Options(scenario) with { Mutant = StopCampaign.ControlMutant, Judge = Judge.MeaningOnly }).Failure!;

        Assert.Contains(StopCampaign.DidNotEnd, file.Message, StringComparison.Ordinal);
        Assert.Contains("has stopped after", file.Message, StringComparison.Ordinal);
        ReplayResult again = ScheduleReplayer.Replay(ScheduleFile.Parse(file.ToJson()));
        Assert.True(again.IsSameStep);
        Assert.Equal(file.Message, again.Message);
    }

    [Fact]
    public void Without_a_stopped_thread_the_writer_that_waits_does_no_harm()
    {
        CampaignOptions options = Options("sizes-2-2") with
        {
            Mutant = StopCampaign.ControlMutant,
            Judge = Judge.MeaningOnly,
            Stops = null,
            Schedules = 20,
            Engine = StepExplorer.EngineName,
            Strategy = Strategy.Random,
        };

        Assert.Equal(CampaignVerdict.Pass, CampaignRunner.Run(options, TestContext.Current.CancellationToken).Verdict);
    }

    [Fact]
    public void Every_campaign_of_stopped_threads_first_catches_its_control()
    {
        CampaignResult result = CampaignRunner.Run(Options("wait-for-completion"), TestContext.Current.CancellationToken);

        Assert.Equal(StopCampaign.ControlMutant, result.ControlMutant);
        Assert.Equal(CampaignVerdict.Violation, result.Control?.Verdict);
    }

    [Fact]
    public void Who_has_returned_owes_nothing() => Assert.Contains(
        "has returned, and owes bytes",
        Only(Options("sizes-2-2") with { Mutant = Mutants.PaddingNotCommitted, Judge = Judge.MeaningOnly }).Failure!.Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_reader_that_is_not_woken_has_no_reason_to_sleep() => Assert.Contains(
        "the reader sleeps though what it awaits is there",
        Only(Options("wait-every-delivery") with { Mutant = Mutants.WaitWithoutRecheck, Judge = Judge.MeaningOnly }).Failure!.Message,
        StringComparison.Ordinal);

    /// <summary>The judge is told of what the stopped lane did, or of nothing: then there is no excuse for the reader.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_reader_is_held_up_by_what_the_stopped_thread_owes_alone(bool isTold)
    {
        Scenario scenario = Scenarios.Find("two-writers")!;
        Bench bench = Bench.Of(scenario, Mutants.None);
        var watch = new OperationWatch(scenario.LaneOf);
        var counts = new StopCounts();
        var judge = new StopJudge(scenario, bench, watch, counts);
        var ledger = new Ledger();
        var runner = new OperationRunner(bench, ledger, null, watch);
        bench.Reset(new Dying(after: 6), isTold ? new Told(judge) : new Told(null));
        Assert.Throws<OperationCanceledException>(() => runner.Run(scenario.Lanes[0][0]));
        bench.Region.Interleaver = NoInterleaver.Instance;
        judge.OnStopped(0);

        if (isTold)
        {
            judge.Judge(runner, ledger, []);
            Assert.Equal(1, counts.HeldUp);
        }
        else
        {
            string message = Assert.Throws<ScheduleViolationException>(() => judge.Judge(runner, ledger, [])).Message;
            Assert.Contains("can not go past the sub-buffer at 0, to which the stopped lane 0 owes nothing", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Schedules_and_time_have_no_meaning() => Assert.Contains(
        "every point",
        Assert.Throws<ArgumentException>(() => CampaignRunner.Run(Options("two-writers") with { Schedules = 10 }, TestContext.Current.CancellationToken)).Message,
        StringComparison.Ordinal);

    private static CampaignOptions Options(string scenario) => new() { Scenarios = [scenario], Stops = StopOrders.Few };

    private static ScenarioResult Only(CampaignOptions options) =>
        Assert.Single(CampaignRunner.Run(options, TestContext.Current.CancellationToken).Scenarios);

    private sealed class Told(StopJudge? judge) : IAccessObserver
    {
        public void OnAccess(in MemoryAccess access) => judge?.OnAccess(access);
    }

    private sealed class Dying(int after) : IInterleaver
    {
        private int _left = after;

        public void Interleave()
        {
            if (_left-- == 0)
            {
                throw new OperationCanceledException();
            }
        }

        public void InterleaveUntil(Func<bool> isMet, string what) => Interleave();
    }
}
