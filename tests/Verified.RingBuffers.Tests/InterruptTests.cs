using System.Reflection;
using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>One thread interrupted before each of its steps in turn, by each kind of interruption.</summary>
public class InterruptTests
{
    private static readonly Lazy<IReadOnlySet<string>> Lean = new(RunAll<LeanRules>);
    private static readonly Lazy<IReadOnlySet<string>> Lttng = new(RunAll<LttngRules>);

    [Fact]
    public void Lean_form_survives_an_interruption_at_any_step() => Assert.NotEmpty(Lean.Value);

    [Fact]
    public void Lttng_form_survives_an_interruption_at_any_step() => Assert.NotEmpty(Lttng.Value);

    [Fact]
    public void Every_step_is_taken()
    {
        IEnumerable<string> all = typeof(Steps).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(f => (string)f.GetRawConstantValue()!).Where(s => s.Length != 0);

        // Nothing interrupts the calls of one writer, and the reader of these takes whole sub-buffers.
        IEnumerable<string> others = all.Where(s => s.StartsWith("Part_", StringComparison.Ordinal) || s.StartsWith("Cell_", StringComparison.Ordinal) || s.EndsWith("_StoreWritePosition", StringComparison.Ordinal))
            .Append(Steps.Commit_StoreCount);
        Assert.Equal(others.Order(), all.Except(Lean.Value).Except(Lttng.Value).Order());
    }

    [Fact]
    public void Interruptions_kill_count_before_data() => AssertKilled<CountBeforeData>();

    [Fact]
    public void Interruptions_kill_deliver_without_lock() => AssertKilled<DeliverWithoutLock>();

    [Fact]
    public void Interruptions_kill_one_phase_delivery() => AssertKilled<OnePhaseDelivery>();

    [Fact]
    public void Interruptions_kill_no_recheck() => AssertKilled<NoRecheck>();

    [Fact]
    public void Interruptions_kill_publish_before_noref() => AssertKilled<PublishBeforeNoref>();

    [Fact]
    public void Interruptions_kill_reader_without_noref_test() => AssertKilled<ReaderWithoutNorefTest>();

    [Fact]
    public void Interruptions_kill_reader_without_lap_test() => AssertKilled<ReaderWithoutLapTest>();

    [Fact]
    public void Interruptions_kill_snapshot_tests_first_only() => AssertKilled<SnapshotTestsFirstOnly>();

    [Fact]
    public void Interruptions_kill_put_back_without_cas() => AssertKilled<PutBackWithoutCas>();

    [Fact]
    public void Interruptions_kill_clock_read_once() => AssertKilled<ClockReadOnce>();

    [Fact]
    public void Interruptions_kill_last_time_before_cas() => AssertKilled<LastTimeBeforeCas>();

    [Fact]
    public void Interruptions_kill_end_time_at_delivery() => AssertKilled<EndTimeAtDelivery>();

    [Fact]
    public void Interruptions_kill_losses_sampled_at_delivery() => AssertKilled<LossesSampledAtDelivery>();

    [Fact]
    public void Interruptions_kill_losses_of_committer() => AssertKilled<LossesOfCommitter>();

    [Fact]
    public void Interruptions_kill_flush_without_cas() => AssertKilled<FlushWithoutCas>();

    [Fact]
    public void Interruptions_kill_wake_before_publish() => AssertKilled<WakeBeforePublish>();

    [Fact]
    public void Interruptions_kill_wait_without_recheck() => AssertKilled<WaitWithoutRecheck>();

    [Fact]
    public void Interruptions_kill_push_by_who_enters() => AssertKilled<PushByWhoEnters>();

    private static IReadOnlySet<string> RunAll<TRules>()
        where TRules : struct, IRules => new Interruptions().RunAll<TRules>();

    private static void AssertKilled<TRules>()
        where TRules : struct, IRules =>
        TestContext.Current.TestOutputHelper?.WriteLine(Assert.Throws<InvalidDataException>(RunAll<TRules>).Message);
}
