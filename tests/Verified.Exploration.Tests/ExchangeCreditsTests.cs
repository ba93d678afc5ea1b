using Verified.Atomics;
using Verified.Campaign;
using Verified.Exploration;
using Xunit;

namespace Verified.Exploration.Tests;

/// <summary>A failed compare-exchange is charged to a change by another lane, or it is a violation.</summary>
public sealed class ExchangeCreditsTests : IDisposable
{
    private const string NoOther = "no other lane has changed the word";

    private static readonly Location s_word = new("word", 0, 8);
    private readonly ExploredRegion _region = new(64);
    private readonly ExchangeCredits _credits = new();

    public ExchangeCreditsTests() => _region.Reset(NoInterleaver.Instance, _credits);

    [Fact]
    public void A_failure_is_charged_to_the_change_of_another()
    {
        Of(1).LoadAcquire(s_word, "Load");
        Assert.True(Exchange(2, 0, 5));

        Assert.False(Exchange(1, 0, 7));

        Assert.Equal(1, _credits.Charged);
    }

    [Fact]
    public void A_lane_that_never_knew_the_word_is_charged_from_the_start()
    {
        Of(2).StoreRelease(s_word, 5, "Store");
        Assert.False(Exchange(1, 0, 7));

        Assert.Contains(NoOther, Violation(() => Exchange(1, 0, 7)), StringComparison.Ordinal);
    }

    [Fact]
    public void One_change_pays_for_one_failure_of_each_lane()
    {
        Of(1).LoadAcquire(s_word, "Load");
        Of(3).LoadAcquire(s_word, "Load");
        Of(2).Add(s_word, 5, "Add");
        Assert.False(Exchange(1, 0, 7));
        Assert.False(Exchange(3, 0, 7));

        Assert.Contains("CasFail of lane 1 on word[0] failed, and " + NoOther, Violation(() => Exchange(1, 0, 7)), StringComparison.Ordinal);
        Of(2).Add(s_word, 5, "Add");
        Assert.False(Exchange(1, 0, 7));
        Assert.Equal(3, _credits.Charged);
    }

    [Fact]
    public void A_change_that_was_known_pays_for_nothing()
    {
        Of(2).StoreRelease(s_word, 5, "Store");
        Of(1).LoadAcquire(s_word, "Load");

        Assert.Contains(NoOther, Violation(() => Exchange(1, 0, 7)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lanes_own_change_pays_for_nothing()
    {
        Of(1).LoadAcquire(s_word, "Load");
        Of(1).StoreRelease(s_word, 5, "Store");

        Assert.Contains(NoOther, Violation(() => Exchange(1, 0, 7)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_of_the_same_value_is_no_change()
    {
        Of(1).StoreRelease(s_word, 5, "Store");
        Of(2).StoreRelease(s_word, 5, "Store");

        Assert.Contains(NoOther, Violation(() => Exchange(1, 0, 7)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_without_a_reason_is_a_violation()
    {
        _region.FailsEvery = 1;

        Assert.Contains("though the word was as expected", Violation(() => Exchange(1, 0, 7)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_campaign_sees_memory_that_fails_without_a_reason_and_needs_no_twin_for_it()
    {
        CampaignOptions options = Step("two-writers") with { Judge = Judge.MeaningOnly, Schedules = 20 };
        Assert.Equal(CampaignVerdict.Pass, CampaignRunner.Run(options, TestContext.Current.CancellationToken).Verdict);

        CampaignResult result = CampaignRunner.Run(options with { FailsEvery = 7 }, TestContext.Current.CancellationToken);

        Assert.Contains("though the word was as expected", Assert.Single(result.Scenarios).Failure?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("overwrite-two-writers")]
    [InlineData("overwrite-lapped-reader")]
    public void A_retry_that_does_not_look_again_is_seen_without_the_twin(string scenario)
    {
        CampaignOptions options = Step(scenario) with { Judge = Judge.MeaningOnly, Schedules = 2000, Mutant = "push-without-reload" };

        ScheduleFile file = Assert.Single(CampaignRunner.Run(options, TestContext.Current.CancellationToken).Scenarios).Failure!;

        Assert.Contains("Push_CasFail", file.Message, StringComparison.Ordinal);
        Assert.Contains(NoOther, file.Message, StringComparison.Ordinal);
        Assert.True(ScheduleReplayer.Replay(file).IsSameStep);
    }

    [Fact]
    public void A_campaign_says_how_many_failures_it_charged()
    {
        CampaignOptions options = Step("overwrite-two-writers") with { Schedules = 100 };

        Assert.True(CampaignRunner.Run(options, TestContext.Current.CancellationToken).FailedExchanges > 100);
    }

    public void Dispose() => _region.Dispose();

    private static CampaignOptions Step(string scenario) => new() { Engine = StepExplorer.EngineName, Scenarios = [scenario] };

    private static string Violation(Func<bool> action) => Assert.Throws<ScheduleViolationException>(() => { action(); }).Message;

    private ExploredMemory Of(int lane) => new(_region, lane);

    private bool Exchange(int lane, long expected, long desired) => Of(lane).CompareExchange(s_word, expected, desired, "Cas", "CasFail");
}
