using Xunit;

namespace Verified.Model.Tests;

/// <summary>RingBuffer.tla, step by step: what is allowed, and what is not.</summary>
public class RefinementTests
{
    private static readonly Twin s_discard = new(Models.Sizes with { LossLimit = 2 });
    private static readonly Twin s_clears = new(Models.Sizes with { ReaderOps = ["Read", "Clear"], LossLimit = 2 });
    private static readonly Twin s_overwrites = new(Models.Sizes with { Mode = Mode.Overwrite, LossLimit = 2 });
    private static readonly Twin s_clocked =
        new(Models.Clock with { Mode = Mode.Overwrite, FullUnits = 3, LossLimit = 2 });

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
    [InlineData("1K", "", 0, "1K", "1", 0, AbstractStep.Look)]
    [InlineData("2O 1K 2A 1K 1O", "", 0, "2O 1K 2A 1K 1O", "1 1", 0, AbstractStep.Look)]
    [InlineData("1K 2K 1K", "", 0, "1K 2K 1K", "1 1", 0, AbstractStep.Forbidden)]
    [InlineData("1K 2O", "", 0, "1K 2O", "1 2", 0, AbstractStep.Forbidden)]
    [InlineData("", "", 0, "", "1", 0, AbstractStep.Forbidden)]
    [InlineData("1K", "1", 0, "1K", "1", 1, AbstractStep.Lose)]
    [InlineData("", "", 2, "", "", 0, AbstractStep.Forbidden)]
    [InlineData("", "", 0, "", "", 2, AbstractStep.Forbidden)]
    [InlineData("", "", 2, "", "", 3, AbstractStep.Forbidden)]
    [InlineData("", "", 0, "1O", "", 1, AbstractStep.Forbidden)]
    [InlineData("", "1", 0, "", "", 1, AbstractStep.Forbidden)]
    public void Step_is(string queue, string batch, int lost, string queueNext, string batchNext, int lostNext, AbstractStep step)
    {
        AbstractState a = Of(queue, batch, lost);
        AbstractState b = Of(queueNext, batchNext, lostNext);

        Assert.Equal(step, Refinement.StepOf(s_discard, a, b));
    }

    [Theory]
    [InlineData("1K 2A 1O", "", "1O", "", AbstractStep.Drop, AbstractStep.Drop)]
    [InlineData("1K 2K 1O", "", "1K 1O", "", AbstractStep.Forbidden, AbstractStep.Drop)]
    [InlineData("1O 2K", "", "1O", "", AbstractStep.Forbidden, AbstractStep.Drop)]
    [InlineData("1O 2K", "", "2K", "", AbstractStep.Forbidden, AbstractStep.Forbidden)]
    [InlineData("1K 2K", "", "2K 1K", "", AbstractStep.Forbidden, AbstractStep.Forbidden)]
    [InlineData("1K 2K", "2", "2K", "", AbstractStep.Drop, AbstractStep.Drop)]
    [InlineData("1K 2K", "2", "2K", "2", AbstractStep.Drop, AbstractStep.Drop)]
    [InlineData("1K 2K", "2", "2K", "1", AbstractStep.Forbidden, AbstractStep.Forbidden)]
    [InlineData("1K 2K", "", "2K", "1", AbstractStep.Read, AbstractStep.Read)]
    [InlineData("1K 2K", "", "1K 2O", "", AbstractStep.Forbidden, AbstractStep.Forbidden)]
    [InlineData("1K 1K 1K 1K 1K 1K", "", "1K 1K 1K 1K 1K 1K 1O", "", AbstractStep.Forbidden, AbstractStep.Accept)]
    public void Records_leave_unread(
        string queue, string batch, string queueNext, string batchNext, AbstractStep whereCleared, AbstractStep whereOverwritten)
    {
        AbstractState a = Of(queue, batch, 0);
        AbstractState b = Of(queueNext, batchNext, 0);

        Assert.Equal(whereCleared, Refinement.StepOf(s_clears, a, b));
        Assert.Equal(whereOverwritten, Refinement.StepOf(s_overwrites, a, b));
    }

    [Theory]
    [InlineData("", "1O", true)]
    [InlineData("", "4O", true)]
    [InlineData("", "3O", false)]
    public void A_full_time_adds_to_a_length(string queue, string next, bool isAllowed) =>
        Assert.Equal(isAllowed, Refinement.StepOf(s_clocked, Of(queue, "", 0), Of(next, "", 0)) == AbstractStep.Accept);

    [Theory]
    [InlineData(Gate.Open, Gate.Paused, "", AbstractStep.Close)]
    [InlineData(Gate.Paused, Gate.Open, "", AbstractStep.Close)]
    [InlineData(Gate.Paused, Gate.Closed, "", AbstractStep.Close)]
    [InlineData(Gate.Closed, Gate.Open, "", AbstractStep.Forbidden)]
    [InlineData(Gate.Open, Gate.Paused, "1O", AbstractStep.Forbidden)]
    [InlineData(Gate.Paused, Gate.Paused, "1O", AbstractStep.Forbidden)]
    [InlineData(Gate.Closed, Gate.Closed, "", AbstractStep.Stutter)]
    public void The_gate_is_seen(Gate before, Gate after, string queueNext, AbstractStep step)
    {
        AbstractState a = Of("", "", 0);
        AbstractState b = Of(queueNext, "", 0);
        (a.Gate, b.Gate) = (before, after);

        Assert.Equal(step, Refinement.StepOf(s_discard, a, b));
        b.Lost[Twin.Refused] = 1;
        Assert.Equal(before == after && queueNext.Length == 0, Refinement.StepOf(s_discard, a, b) == AbstractStep.Lose);
    }

    [Fact]
    public void Two_losses_at_once_are_forbidden()
    {
        AbstractState b = default;
        b.Lost[0] = b.Lost[1] = 1;

        Assert.Equal(AbstractStep.Forbidden, Refinement.StepOf(s_discard, default, b));
    }

    [Fact]
    public void A_status_that_changes_as_the_reader_takes_is_forbidden()
    {
        AbstractState a = Of("1K 1O", "", 0);
        AbstractState b = Of("1K", "1", 0);

        Assert.Equal(AbstractStep.Forbidden, Refinement.StepOf(s_discard, a, b));
    }

    [Fact]
    public void The_abstract_state_is_shown() =>
        Assert.Equal(
            "queue=[2 Open,1 Abandoned];out=[1];lost={full:2,wrapped:0,tooBig:0,refused:0,abandoned:0};gate=Open",
            Of("2O 1A", "1", 2).ToString());

    [Fact]
    public void The_initial_state_is_initial()
    {
        State s = s_discard.Initial();
        Assert.True(Refinement.IsInitial(s_discard, s));
        s.Lost[2] = 1;
        Assert.False(Refinement.IsInitial(s_discard, s));
        s = s_discard.Initial();
        s.Gate = Gate.Paused;
        Assert.False(Refinement.IsInitial(s_discard, s));
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
