using Verified.Campaign;
using Verified.Model;
using Verified.RingBuffers;
using Xunit;
using static Verified.Campaign.ScenarioParts;

namespace Verified.Exploration.Tests;

/// <summary>The very code that ships, with positions of few bits, beside a twin whose positions do not wrap (tla/Wrap.tla, S24).</summary>
public class WrapTests
{
    private static readonly int s_bits = MutantRules.WrappingRules.PositionBits;

    public static TheoryData<string> Wrapping => [.. Scenarios.All.Where(s => s.PositionBits == s_bits).Select(s => s.Name)];

    [Fact]
    public void Each_mode_has_a_scenario_that_wraps() =>
        Assert.Equal(Enum.GetValues<RingBufferMode>(), Scenarios.All.Where(s => s.PositionBits == s_bits).Select(s => s.Mode).Distinct().Order());

    [Theory]
    [MemberData(nameof(Wrapping))]
    public void Counters_that_wrap_take_the_steps_of_counters_that_do_not(string name)
    {
        (FailedSchedule? failure, long furthest) = Explore(Scenarios.Find(name)!, Strategy.Portfolio, 2000);

        Assert.Null(failure?.Message);
        Assert.True(furthest > 1L << s_bits, $"the write position came to {furthest} only");
    }

    [Theory]
    [MemberData(nameof(Wrapping))]
    public void One_bit_less_is_too_few(string name)
    {
        Scenario scenario = Scenarios.Find(name)! with { PositionBits = MutantRules.WrappingTooSoonRules.PositionBits };

        Assert.NotNull(Explore(scenario, Strategy.Portfolio, 2000).Failure);
    }

    [Fact]
    public void A_writer_that_sleeps_through_a_whole_modulus_takes_the_position_for_its_own()
    {
        var scenario = Discard("oversleeps", "", Writes(1, 3), Repeat(8, Write(2, 3), Read)) with { PositionBits = s_bits };

        FailedSchedule? failure = Explore(scenario, Strategy.Stall, 20_000).Failure;

        Assert.NotNull(failure);
        Assert.StartsWith("process 1 took ", failure.Message, StringComparison.Ordinal);
    }

    private static (FailedSchedule? Failure, long Furthest) Explore(Scenario scenario, Strategy strategy, long schedules)
    {
        using var program = new ScenarioProgram(scenario, Mutants.None, Judge.Lockstep);
        ExplorationResult result = new StepExplorer().Explore(
            program, new ExplorationOptions(strategy, schedules), cancellation: TestContext.Current.CancellationToken);
        return (result.Failure, program.Furthest);
    }
}
