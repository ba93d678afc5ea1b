using Verified.Campaign;
using Verified.Exploration;
using Verified.RingBuffers;
using Xunit;

namespace Verified.Exploration.Tests;

public class CampaignTests
{
    private static readonly CampaignOptions s_step = new() { Engine = StepExplorer.EngineName };

    public static TheoryData<string> ScenarioNames => [.. Scenarios.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(ScenarioNames))]
    public void Every_step_of_every_schedule_is_the_twins(string scenario)
    {
        CampaignResult result = CampaignRunner.Run(s_step with { Scenarios = [scenario], Schedules = 200 }, TestContext.Current.CancellationToken);

        ScenarioResult only = Assert.Single(result.Scenarios);
        Assert.True(result.Verdict == CampaignVerdict.Pass, only.Failure?.Message ?? only.Reason);
        Assert.Equal(200, only.Schedules);
        Assert.True(only.Steps > 200 * 20);
        Assert.Equal(only.Steps, only.Checked);
        Assert.Equal(only.Steps, only.CountByStep.Values.Sum());
        Assert.True(only.RecordsRead > 0);
    }

    [Fact]
    public void Coyote_finds_all_scenarios_in_lockstep_too()
    {
        var options = new CampaignOptions { Schedules = 5 * Scenarios.All.Count };

        CampaignResult result = CampaignRunner.Run(options, TestContext.Current.CancellationToken);

        Assert.Equal(CampaignVerdict.Pass, result.Verdict);
        Assert.Equal(CampaignVerdict.Violation, result.Control?.Verdict);
        Assert.Equal(options.Schedules, result.Schedules);
        Assert.Equal(result.Steps, result.Checked);
    }

    [Fact]
    public void The_same_seed_gives_the_same_campaign()
    {
        CampaignOptions options = s_step with { Scenarios = ["two-writers", "final-flush"], Schedules = 41, Seed = 5 };

        CampaignResult first = CampaignRunner.Run(options, TestContext.Current.CancellationToken);
        CampaignResult second = CampaignRunner.Run(options, TestContext.Current.CancellationToken);

        Assert.Equal([21L, 20L], first.Scenarios.Select(s => s.Schedules));
        Assert.Equal(first.Scenarios.Select(s => s.Steps), second.Scenarios.Select(s => s.Steps));
        CampaignResult other = CampaignRunner.Run(options with { Seed = 6 }, TestContext.Current.CancellationToken);
        Assert.NotEqual(first.Steps, other.Steps);
    }

    [Fact]
    public void Shards_divide_the_schedules_and_take_others()
    {
        CampaignOptions options = s_step with { Scenarios = ["sizes-1-2"], Schedules = 101, ShardCount = 2 };

        CampaignResult first = CampaignRunner.Run(options with { Shard = 1 }, TestContext.Current.CancellationToken);
        CampaignResult second = CampaignRunner.Run(options with { Shard = 2 }, TestContext.Current.CancellationToken);

        Assert.Equal((51, 50), (first.Schedules, second.Schedules));
        Assert.NotEqual(first.Steps, second.Steps);
    }

    [Theory]
    [InlineData(RingBufferMode.Discard)]
    [InlineData(RingBufferMode.Overwrite)]
    public void A_campaign_of_one_mode_runs_all_its_scenarios(RingBufferMode mode)
    {
        string[] expected = [.. Scenarios.All.Where(s => s.Mode == mode).Select(s => s.Name)];

        CampaignResult result = CampaignRunner.Run(
            s_step with { Mode = mode, Schedules = expected.Length }, TestContext.Current.CancellationToken);

        Assert.Equal(expected, result.Scenarios.Select(s => s.Scenario));
        Assert.All(result.Scenarios, s => Assert.Equal(1, s.Schedules));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void A_lockstep_that_skips_steps_is_noticed(int every)
    {
        CampaignOptions options = s_step with { Scenarios = ["two-writers"], Schedules = 5, SkipEvery = every };

        CampaignResult result = CampaignRunner.Run(options, TestContext.Current.CancellationToken);

        Assert.NotEqual(CampaignVerdict.Pass, result.Verdict);
    }

    [Fact]
    public void A_cancelled_campaign_is_inconclusive()
    {
        using var source = new CancellationTokenSource();
        CampaignOptions options = s_step with { Scenarios = ["two-writers"], Schedules = 5000, Progress = _ => source.Cancel() };

        CampaignResult result = CampaignRunner.Run(options, source.Token);

        Assert.Equal(CampaignVerdict.Inconclusive, result.Verdict);
        Assert.Equal("cancelled", result.Scenarios[0].Reason);
        Assert.Equal(1, result.Schedules);
    }

    [Fact]
    public void A_time_limit_ends_a_campaign()
    {
        CampaignOptions options = s_step with { Scenarios = ["two-writers"], Limit = TimeSpan.FromSeconds(0.5) };

        CampaignResult result = CampaignRunner.Run(options, TestContext.Current.CancellationToken);

        Assert.Equal(CampaignVerdict.Pass, result.Verdict);
        Assert.InRange(result.Scenarios[0].Elapsed.TotalSeconds, 0.5, 20);
    }

    public static TheoryData<CampaignOptions, string> Nonsense => new()
    {
        { new CampaignOptions { Scenarios = ["no-such"] }, "no scenario 'no-such'" },
        { new CampaignOptions { Mutant = "no-such" }, "no mutant 'no-such'" },
        { new CampaignOptions { Engine = "no-such" }, "no engine 'no-such'" },
        { new CampaignOptions { Schedules = 3 }, "too few" },
        { new CampaignOptions { Shard = 3, ShardCount = 2 }, "shard" },
        { new CampaignOptions { Mutant = "no-recheck", Scenarios = ["lttng-flusher"] }, "does not live" },
        { new CampaignOptions { Mutant = "no-push", Scenarios = ["two-writers"] }, "does not live" },
        { new CampaignOptions { Mode = RingBufferMode.Overwrite, Scenarios = ["two-writers"] }, "of mode Overwrite" },
        { new CampaignOptions { Strategy = Strategy.Stall }, "stall" },
    };

    [Theory]
    [MemberData(nameof(Nonsense), DisableDiscoveryEnumeration = true)]
    public void Options_that_make_no_sense_are_refused(CampaignOptions options, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => CampaignRunner.Run(options, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
}
