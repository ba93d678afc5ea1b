using FsCheck;
using FsCheck.Fluent;
using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>The buffer against the sequential model: content, order, and every loss with its cause.</summary>
public class SequentialTests
{
    private const int Runs = 1000;

    [Fact]
    public void Lean_form_does_what_the_model_does() => Check<LeanRules>();

    [Fact]
    public void Lttng_form_does_what_the_model_does() => Check<LttngRules>();

    [Fact]
    public void One_writer_does_what_the_model_does() => Check<LeanRules, OneWriter>();

    [Fact]
    public void Model_kills_count_of_own_end() => AssertKilled(Check<CountOfOwnEnd, OneWriter>);

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(40)]
    [InlineData(61)]
    public void Nothing_changes_when_positions_pass_a_power_of_two(int power)
    {
        Check<LeanRules, ManyWriters>(geometry => ((1L << power) / geometry.BufferSize) - 2);
        Check<LttngRules, ManyWriters>(geometry => ((1L << power) / geometry.BufferSize) - 2);
        Check<LeanRules, OneWriter>(geometry => ((1L << power) / geometry.BufferSize) - 2);
    }

    [Fact]
    public void Model_kills_no_full_test() => AssertKilled<NoFullTest>();

    [Fact]
    public void Model_kills_no_clean_slot_test() => AssertKilled<NoCleanSlotTest>();

    [Fact]
    public void Model_kills_reader_without_delivered_test() => AssertKilled<ReaderWithoutDeliveredTest>();

    [Fact]
    public void Model_kills_reader_moves_unconditionally() => AssertKilled<ReaderMovesUnconditionally>();

    [Fact]
    public void Model_kills_new_end_omitted() => AssertKilled<NewEndOmitted>();

    [Fact]
    public void Model_kills_flush_without_clean_test() => AssertKilled<FlushWithoutCleanTest>();

    [Fact]
    public void Model_kills_flush_without_full_test() => AssertKilled<FlushWithoutFullTest>();

    [Fact]
    public void Model_kills_padding_not_committed() => AssertKilled<PaddingNotCommitted>();

    [Fact]
    public void Model_kills_loss_miscounted() => AssertKilled<LossMiscounted>();

    [Fact]
    public void Model_kills_no_push() => AssertKilled<NoPush>();

    [Fact]
    public void Model_kills_no_clear_noref() => AssertKilled<NoClearNoref>();

    [Fact]
    public void Model_kills_lap_of_next_byte() => AssertKilled<LapOfNextByte>();

    [Fact]
    public void Model_kills_reader_moves_back() => AssertKilled<ReaderMovesBack>();

    [Fact]
    public void Model_kills_short_time_too_wide() => AssertKilled<ShortTimeTooWide>();

    [Fact]
    public void Model_kills_end_time_at_delivery() => AssertKilled<EndTimeAtDelivery>();

    [Fact]
    public void Model_kills_end_time_of_committer() => AssertKilled<EndTimeOfCommitter>();

    [Fact]
    public void Model_kills_losses_sampled_at_delivery() => AssertKilled<LossesSampledAtDelivery>();

    [Fact]
    public void Model_kills_losses_of_committer() => AssertKilled<LossesOfCommitter>();

    [Fact]
    public void Model_kills_clear_without_delivered_test() => AssertKilled<ClearWithoutDeliveredTest>();

    [Fact]
    public void Model_kills_end_without_position_test() => AssertKilled<EndWithoutPositionTest>();

    [Fact]
    public void Model_kills_gate_shut_anywhere() => AssertKilled<GateShutAnywhere>();

    [Fact]
    public void Model_kills_wait_without_recheck() => AssertKilled<WaitWithoutRecheck>();

    [Fact]
    public void Model_kills_losses_not_stated() => AssertKilled<LossesNotStated>();

    private static void Check<TRules>()
        where TRules : struct, IRules => Check<TRules, ManyWriters>(_ => 0);

    private static void Check<TRules, TSync>()
        where TRules : struct, IRules
        where TSync : struct, ISynchronisation => Check<TRules, TSync>(_ => 0);

    private static void Check<TRules, TSync>(Func<Geometry, long> laps)
        where TRules : struct, IRules
        where TSync : struct, ISynchronisation
    {
        Property property = Prop.ForAll(Workloads.Any(), w => SequentialRun<TRules, TSync>.Check(w, laps(w.Geometry)));
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(Runs), property);
    }

    private static void AssertKilled<TRules>()
        where TRules : struct, IRules => AssertKilled(Check<TRules>);

    private static void AssertKilled(Action check)
    {
        Exception killed = Assert.ThrowsAny<Exception>(check);
        Assert.Contains("Falsifiable", killed.Message, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine(killed.Message);
    }
}
