using Verified.Campaign;
using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.Exploration.Tests;

/// <summary>What a schedule's end must mean, without specification and twin: sub-buffers of 256 bytes, two in a ring.</summary>
public class LedgerTests
{
    private const int SubBuffer = 256;

    private static readonly RingEnd s_end = new(3 * SubBuffer, false, [0, 0, 0, 0, 0], SubBuffer, 2 * SubBuffer, Overwrites: false);

    private readonly Ledger _ledger = new();

    [Fact]
    public void What_was_accepted_and_read_in_order_makes_sense()
    {
        Accept(64, 1);
        Accept(SubBuffer + 64, 1);
        Attempts(1, ReserveResult.Refused);
        See(0, 0, 0, new Seen(1, 1, 0));
        See(SubBuffer, 0, 0, new Seen(1, 2, 0));

        _ledger.Judge(s_end with { Lost = [0, 0, 0, 1, 0] });
    }

    [Fact]
    public void What_was_not_read_must_be_overwritten_as_a_whole()
    {
        Accept(64, 1);
        Accept((2 * SubBuffer) + 64, 1);
        See(2 * SubBuffer, 0, 0, new Seen(1, 2, 0));

        Refused("neither read nor overwritten nor cleared", s_end);
        Refused("neither read", s_end with { Overwrites = true, WritePosition = 2 * SubBuffer });
        _ledger.Judge(s_end with { Overwrites = true });
    }

    [Fact]
    public void What_was_cleared_need_not_be_read()
    {
        Accept(64, 1);
        _ledger.Clear(0, SubBuffer, 1);

        _ledger.Judge(s_end);
        _ledger.Clear(SubBuffer, 2 * SubBuffer, 2);
        Refused("says that it released 2", s_end);
    }

    [Fact]
    public void A_sub_buffer_is_read_whole_and_in_order()
    {
        Accept(128, 1);
        Accept(64, 2);
        See(0, 0, 0, new Seen(1, 1, 0), new Seen(2, 1, 0));

        Refused("[1.1 2.1] was read, but [2.1 1.1] was committed", s_end);
    }

    [Fact]
    public void Sub_buffers_are_read_in_order_and_once()
    {
        See(SubBuffer, 0, 0);
        See(SubBuffer, 0, 0);

        Refused("out of their order", s_end);
    }

    [Fact]
    public void A_time_is_the_one_that_was_taken()
    {
        Accept(64, 1, time: 5);
        See(0, 4, 6, new Seen(1, 1, 4));

        Refused("[1.1@4] was read, but [1.1@5] was committed", s_end);
    }

    [Fact]
    public void Times_never_go_back()
    {
        See(0, 1, 6);
        See(SubBuffer, 5, 7);

        Refused("times go back", s_end);
    }

    [Fact]
    public void Losses_are_counted_under_their_cause()
    {
        Attempts(1, ReserveResult.Full);

        Refused("'lost as full', the ring counted 0", s_end);
    }

    [Fact]
    public void Stated_losses_never_go_back()
    {
        Attempts(2, ReserveResult.TooBig);
        _ledger.See(new View(new Held(0, 0, 64) { Losses = new LossSample(0, 0, 2) }, true, []));
        _ledger.See(new View(new Held(SubBuffer, SubBuffer, 64) { Losses = new LossSample(0, 0, 1) }, true, []));

        Refused("states", s_end with { Lost = [0, 0, 2, 0, 0] });
    }

    [Fact]
    public void The_end_of_data_is_told_when_all_is_read_and_not_before()
    {
        Refused("the end of data was not told", s_end with { IsClosed = true });
        Accept(64, 1, isOpen: true);
        Assert.Contains("being written", Violation(_ledger.End), StringComparison.Ordinal);
        Refused("neither read", s_end with { IsClosed = true });
    }

    [Fact]
    public void Nothing_is_accepted_after_the_end_of_data()
    {
        _ledger.End();
        Assert.Contains("after the end", Violation(() => Accept(64, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_who_stopped_leaves_an_attempt_in_flight()
    {
        _ledger.Attempt(2);

        Refused("2.1 is not over", s_end);
        Refused("2.1 is not over", s_end, new Excuse(new HashSet<int> { 1 }, null, null, false));
        _ledger.Judge(s_end, new Excuse(new HashSet<int> { 2 }, null, null, false));
    }

    [Fact]
    public void What_the_reader_could_not_come_to_need_not_be_read()
    {
        Accept(64, 1);
        Accept(SubBuffer + 64, 1);
        See(0, 0, 0, new Seen(1, 1, 0));
        var stopped = new HashSet<int> { 2 };

        Refused("1.2", s_end, new Excuse(stopped, null, null, false));
        Refused("1.2", s_end, new Excuse(stopped, 2 * SubBuffer, null, false));
        Refused("1.2", s_end, new Excuse(stopped, null, (0, SubBuffer), false));
        _ledger.Judge(s_end, new Excuse(stopped, SubBuffer, null, false));
        _ledger.Judge(s_end, new Excuse(stopped, null, (SubBuffer, 2 * SubBuffer), false));
    }

    [Fact]
    public void Who_stopped_may_not_have_counted_what_it_abandoned()
    {
        _ledger.Accept(new Accepted(64, 1, _ledger.Attempt(1), 0, true));
        See(0, 0, 0);

        Refused("1.1 is not over", s_end);
        _ledger.Judge(s_end, new Excuse(new HashSet<int> { 1 }, 0, null, false));
        _ledger.Judge(s_end with { Lost = [0, 0, 0, 0, 1] }, new Excuse(new HashSet<int> { 1 }, 0, null, false));
        _ledger.Settle(1, 1);
        Refused("'abandoned', the ring counted 0", s_end);
    }

    [Fact]
    public void Nothing_is_lost_as_full_in_overwrite_mode()
    {
        Attempts(1, ReserveResult.Full);
        Refused("lost as full", s_end with { Lost = [1, 0, 0, 0, 0], Overwrites = true });
    }

    private void Accept(long begin, int process, long time = 0, bool isOpen = false)
    {
        int sequence = _ledger.Attempt(process);
        _ledger.Accept(new Accepted(begin, process, sequence, time, false));
        if (!isOpen)
        {
            _ledger.Close(process, sequence);
        }

        _ledger.Settle(process, sequence);
    }

    private void Attempts(int count, ReserveResult result)
    {
        for (int i = 0; i < count; i++)
        {
            int sequence = _ledger.Attempt(1);
            _ledger.Lose(result);
            _ledger.Settle(1, sequence);
        }
    }

    private void See(long position, long beginTime, long endTime, params Seen[] records) => _ledger.See(
        new View(new Held(position, position, 64) { BeginTime = beginTime, EndTime = endTime }, true, records));

    private void Refused(string message, RingEnd end, Excuse? excuse = null) =>
        Assert.Contains(message, Violation(() => _ledger.Judge(end, excuse)), StringComparison.Ordinal);

    private static string Violation(Action action) => Assert.Throws<ScheduleViolationException>(action).Message;
}
