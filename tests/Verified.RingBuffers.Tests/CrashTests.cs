using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>
/// Death at every step: after each step of a run, interrupted before each of its steps in turn by each kind of interruption, the region is
/// recovered as it is then.
/// </summary>
public class CrashTests
{
    public static TheoryData<RingBufferMode, bool> Kinds =>
        new(from mode in Enum.GetValues<RingBufferMode>() from clocked in new[] { false, true } select (mode, clocked));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_recovered_at_any_step_was_committed_and_nothing_else_is_missing(RingBufferMode mode, bool clocked) =>
        Assert.True(RunAll<LeanRules>(mode, clocked) > 10_000);

    [Fact]
    public void Deaths_kill_count_before_data() => AssertKilled<CountBeforeData>();

    [Fact]
    public void Deaths_kill_no_clear_noref() => AssertKilled<NoClearNoref>();

    [Fact]
    public void Deaths_kill_new_end_omitted() => AssertKilled<NewEndOmitted>();

    private static long RunAll<TRules>(RingBufferMode mode, bool clocked)
        where TRules : struct, IRules
    {
        long recovered = 0;
        foreach (Interrupt interrupt in Enum.GetValues<Interrupt>())
        {
            for (int at = 0, steps = int.MaxValue; at < steps; at++)
            {
                var run = new InterruptRun<TRules>(interrupt, at, mode, clocked, dies: true);
                run.Run();
                steps = run.Log.Count;
                recovered += run.Recovered;
            }
        }

        return recovered;
    }

    /// <summary>By what is recovered, and not by what the run itself finds.</summary>
    private static void AssertKilled<TRules>()
        where TRules : struct, IRules
    {
        InvalidDataException e = Assert.Throws<InvalidDataException>(() =>
        {
            RunAll<TRules>(RingBufferMode.Overwrite, clocked: false);
            RunAll<TRules>(RingBufferMode.Discard, clocked: false);
        });
        Assert.StartsWith("recovery: ", e.Message, StringComparison.Ordinal);
    }
}
