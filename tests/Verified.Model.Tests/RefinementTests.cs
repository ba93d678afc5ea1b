using Xunit;

namespace Verified.Model.Tests;

/// <summary>RingBuffer.tla, step by step: what is allowed, and what is not.</summary>
public class RefinementTests
{
    private static readonly Twin s_twin = new(Models.Sizes with { LossModulus = 3 });

    [Theory]
    [InlineData("", "", 0, "1O", "", 0, AbstractStep.Accept)]
    [InlineData("2O 2K 2A", "", 0, "2O 2K 2A", "", 0, AbstractStep.Stutter)]
    [InlineData("2O 2K", "", 0, "2O 2K 2O", "", 0, AbstractStep.Accept)]
    [InlineData("2O 2K 1O", "", 0, "2O 2K 1O 2O", "", 0, AbstractStep.Forbidden)]
    [InlineData("", "", 0, "3O", "", 0, AbstractStep.Forbidden)]
    [InlineData("", "", 0, "1K", "", 0, AbstractStep.Forbidden)]
    [InlineData("", "", 0, "1O 1O", "", 0, AbstractStep.Forbidden)]
    [InlineData("1O", "", 0, "1K 1O", "", 0, AbstractStep.Forbidden)]
    [InlineData("", "", 0, "1O", "1", 0, AbstractStep.Forbidden)]
    [InlineData("1O 1O", "", 0, "1O 1K", "", 0, AbstractStep.Finish)]
    [InlineData("1O 1O", "", 0, "1A 1O", "", 0, AbstractStep.Finish)]
    [InlineData("1O 1O", "", 0, "1A 1K", "", 0, AbstractStep.Forbidden)]
    [InlineData("1K", "", 0, "1A", "", 0, AbstractStep.Forbidden)]
    [InlineData("1K", "", 0, "1O", "", 0, AbstractStep.Forbidden)]
    [InlineData("1O", "", 0, "2K", "", 0, AbstractStep.Forbidden)]
    [InlineData("1O", "", 0, "1K", "1", 0, AbstractStep.Forbidden)]
    [InlineData("1K 2A 1K 2O", "", 0, "2O", "1 1", 0, AbstractStep.Read)]
    [InlineData("1A", "", 0, "", "", 0, AbstractStep.Read)]
    [InlineData("1O", "", 0, "", "", 0, AbstractStep.Forbidden)]
    [InlineData("1K", "", 0, "", "", 0, AbstractStep.Forbidden)]
    [InlineData("1A", "", 0, "", "1", 0, AbstractStep.Forbidden)]
    [InlineData("1K 2K", "", 0, "", "2 1", 0, AbstractStep.Forbidden)]
    [InlineData("1K", "2", 0, "", "1", 0, AbstractStep.Forbidden)]
    [InlineData("1K 2K", "", 0, "1K", "2", 0, AbstractStep.Forbidden)]
    [InlineData("1K 2K", "", 0, "2A", "1", 0, AbstractStep.Forbidden)]
    [InlineData("1K", "1", 0, "1K", "", 0, AbstractStep.Release)]
    [InlineData("1K", "1 2", 0, "1K", "1", 0, AbstractStep.Forbidden)]
    [InlineData("1K", "", 0, "1K", "1", 0, AbstractStep.Forbidden)]
    [InlineData("1K", "1", 0, "1K", "1", 1, AbstractStep.Lose)]
    [InlineData("", "", 2, "", "", 0, AbstractStep.Lose)]
    [InlineData("", "", 0, "", "", 2, AbstractStep.Forbidden)]
    [InlineData("", "", 0, "1O", "", 1, AbstractStep.Forbidden)]
    [InlineData("", "1", 0, "", "", 1, AbstractStep.Forbidden)]
    public void Step_is(string queue, string batch, int lost, string queueNext, string batchNext, int lostNext, AbstractStep step)
    {
        AbstractState a = Of(queue, batch, lost);
        AbstractState b = Of(queueNext, batchNext, lostNext);

        Assert.Equal(step, Refinement.StepOf(s_twin, a, b));
    }

    [Fact]
    public void Two_losses_at_once_are_forbidden()
    {
        AbstractState b = default;
        b.Lost[0] = b.Lost[1] = 1;

        Assert.Equal(AbstractStep.Forbidden, Refinement.StepOf(s_twin, default, b));
    }

    [Fact]
    public void A_status_that_changes_as_the_reader_takes_is_forbidden()
    {
        AbstractState a = Of("1K 1O", "", 0);
        AbstractState b = Of("1K", "1", 0);

        Assert.Equal(AbstractStep.Forbidden, Refinement.StepOf(s_twin, a, b));
    }

    [Fact]
    public void The_abstract_state_is_shown() =>
        Assert.Equal(
            "queue=[2 Open,1 Abandoned];out=[1];lost={full:2,wrapped:0,tooBig:0}", Of("2O 1A", "1", 2).ToString());

    [Fact]
    public void The_initial_state_is_initial()
    {
        State s = s_twin.Initial();
        Assert.True(Refinement.IsInitial(s_twin, s));
        s.Lost[2] = 1;
        Assert.False(Refinement.IsInitial(s_twin, s));
    }

    private static AbstractState Of(string queue, string batch, int full)
    {
        AbstractState a = default;
        foreach (string entry in queue.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            RecordStatus status = entry[1] switch { 'O' => RecordStatus.Open, 'K' => RecordStatus.Kept, _ => RecordStatus.Abandoned };
            a.Queue[a.QueueCount++] = new QueueEntry { Length = (short)(entry[0] - '0'), Status = status };
        }

        foreach (string length in batch.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            a.Out[a.OutCount++] = (short)(length[0] - '0');
        }

        a.Lost[0] = (short)full;
        return a;
    }
}
