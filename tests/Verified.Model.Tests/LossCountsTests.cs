using Xunit;

namespace Verified.Model.Tests;

/// <summary>S21_EachLossIsCounted sees a loss that is not counted, counted twice, under another cause, or without being one.</summary>
public class LossCountsTests
{
    private static readonly ModelConfig s_config = Models.TwoWriters with
    {
        Sizes = [1, 2],
        LossLimit = 100,
        Shifts = false,
        Abandons = true,
        Flushers = [3],
        FlushModes = ["Pause"],
    };

    [Theory]
    [InlineData(Step.Lose_Full)]
    [InlineData(Step.Lose_Wrapped)]
    [InlineData(Step.Lose_TooBig)]
    [InlineData(Step.Lose_Refused)]
    [InlineData(Step.Lose_Abandoned)]
    public void A_loss_must_be_counted_once_and_under_its_cause(Step step)
    {
        Twin twin = new(s_config);
        (State before, State after) = First(twin, step);
        Assert.True(LossCounts.EachIsCounted(twin, before, after));
        for (int cause = 0; cause < Twin.CauseCount; cause++)
        {
            State more = after;
            more.Lost[cause]++;
            Assert.False(LossCounts.EachIsCounted(twin, before, more));
        }

        if (step != Step.Lose_TooBig)
        {
            State uncounted = after;
            uncounted.Lost = before.Lost;
            Assert.False(LossCounts.EachIsCounted(twin, before, uncounted));
        }
    }

    [Fact]
    public void Nothing_else_may_count()
    {
        Twin twin = new(s_config);
        (State before, State after) = First(twin, Step.Commit_AddCount);
        Assert.True(LossCounts.EachIsCounted(twin, before, after));
        after.Lost[0]++;
        Assert.False(LossCounts.EachIsCounted(twin, before, after));
    }

    [Fact]
    public void A_counter_stays_at_its_limit()
    {
        Twin twin = new(s_config with { LossLimit = 1 });
        (State before, _) = First(twin, Step.Lose_Full);
        before.Lost[Twin.Full] = 1;
        State after = twin.Enabled(before, 1).Concat(twin.Enabled(before, 2)).First(m => m.Move.Step == Step.Lose_Full).Next;

        Assert.Equal(1, after.Lost[Twin.Full]);
        Assert.True(LossCounts.EachIsCounted(twin, before, after));
        after.Lost[Twin.Full] = 2;
        Assert.False(LossCounts.EachIsCounted(twin, before, after));
    }

    private static (State Before, State After) First(Twin twin, Step step) =>
        Edges.First(twin, (_, in _, in _, made) => made == step);
}
