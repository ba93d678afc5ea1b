using Verified.Cli.Tlc;

namespace Verified.Repository.Tests;

public class TlcOutputTests
{
    private const string Holds = """
        TLC2 Version 2.19 of 08 August 2024 (rev: 5a47802)
        Progress(16) at 2026-01-01 05:43:57: 1,078 states generated (1,078 s/min), 441 distinct states found (441 ds/min), 81 states left on queue.
        Model checking completed. No error has been found.
        "counted Shift at MC:84:5: 1249"
        "counted Lose_TooBig at Reserve:84:5: 0"
        "counted Reserve_Cas at Reserve:110:5: 1888"
        "counted Reserve_Cas at Reserve:110:5: 1888"
        "counted Commit_AddCount at Commit:174:5: 4000"
        "counted Commit_AddCount at Commit:180:5: 788"
        76934 states generated, 26477 distinct states found, 0 states left on queue.
        The depth of the complete state graph search is 129.
        """;

    [Fact]
    public void A_model_that_holds_gives_every_figure()
    {
        TlcOutcome outcome = TlcOutput.Parse(Holds, 0);
        Assert.Equal("holds", outcome.Result);
        Assert.Null(outcome.Property);
        Assert.Equal((26_477, 76_934, 129), (outcome.Distinct, outcome.Generated, outcome.Depth));
        Assert.Equal("TLC2 Version 2.19 of 08 August 2024 (rev: 5a47802)", outcome.Version);
        Assert.Equal(
            [("Commit_AddCount", 4788L), ("Reserve_Cas", 1888L), ("Shift", 1249L)],
            outcome.Actions.Select(a => (a.Key, a.Value)));
    }

    [Fact]
    public void A_TLC_that_counts_no_action_is_an_error()
    {
        TlcOutcome outcome = TlcOutput.Parse(Holds.Replace("counted ", "", StringComparison.Ordinal), 0);
        Assert.Equal(("error", "TLC counted no action: one from before 2024-03 does not"), (outcome.Result, outcome.Message));
    }

    [Fact]
    public void A_broken_invariant_is_named_and_its_trace_counted()
    {
        TlcOutcome outcome = TlcOutput.Parse(
            """
            Error: Invariant S16_NoUnreadOverwritten is violated.
            Error: The behavior up to this point is:
            State 1: <Initial predicate>
            /\ wpos = 0

            State 2: <Reserve_LoadWritePosition(1,1) line 180, col 5 to line 186, col 20 of module ReserveCommit>
            /\ wpos = 0

            9556 states generated, 3482 distinct states found, 10 states left on queue.
            """, 12);
        Assert.Equal(("invariant", "S16_NoUnreadOverwritten", 2), (outcome.Result, outcome.Property, outcome.Depth));
    }

    [Fact]
    public void A_broken_initial_state_is_a_trace_of_one_state()
    {
        // TLC prints that state without a number.
        TlcOutcome outcome = TlcOutput.Parse(
            "Error: Invariant S7_DeliveredIsComplete is violated by the initial state:\n/\\ wpos = 0\n", 12);
        Assert.Equal(("invariant", "S7_DeliveredIsComplete", 1), (outcome.Result, outcome.Property, outcome.Depth));
    }

    [Theory]
    [InlineData("Error: Action property RefinesRingBuffer is violated.", 12, "action property", "RefinesRingBuffer")]
    [InlineData("Error: Action property line 92, col 21 to line 92, col 36 of module RingBuffer is violated.", 13, "action property", "line 92, col 21 to line 92, col 36 of module RingBuffer")]
    [InlineData("Error: Temporal properties were violated.", 13, "liveness", null)]
    [InlineData("Error: Assumption line 31, col 8 is false.", 10, "assumption", null)]
    [InlineData("Error: Deadlock reached.", 11, "deadlock", null)]
    [InlineData("Error: Invariant S4_LapBarrier is violated by the initial state:", 12, "invariant", "S4_LapBarrier")]
    public void Each_way_to_fail_has_its_result(string line, int exitCode, string result, string? property)
    {
        TlcOutcome outcome = TlcOutput.Parse(line, exitCode);
        Assert.Equal((result, property), (outcome.Result, outcome.Property));
    }

    [Fact]
    public void A_property_given_by_its_place_gets_its_name()
    {
        string[] properties = ["S13_CountersNeverGoBack", "RefinesRingBuffer"];
        string Name(string? place) => PropertyPlace.Name(Checkout.Specification, properties, place);
        int line = 1 + Array.FindIndex(
            Checkout.Specification.Read("MC.tla").Split('\n'), l => l.StartsWith("S13_CountersNeverGoBack ==", StringComparison.Ordinal));
        Assert.Equal("S13_CountersNeverGoBack", Name($"line {line + 1}, col 5 to line {line + 3}, col 44 of module MC"));
        Assert.Equal("RefinesRingBuffer", Name("line 73, col 17 to line 73, col 29 of module RingBuffer"));
        Assert.Equal("S13_CountersNeverGoBack", Name("S13_CountersNeverGoBack"));
        Assert.Equal("S13_CountersNeverGoBack, RefinesRingBuffer", Name(null));
    }

    [Theory]
    [InlineData("*** Parse Error ***\nEncountered \"Beginning of definition\" at line 3", 150)]
    [InlineData("Error: Could not find or load main class tlc2.TLC", 1)]
    [InlineData("", 0)]
    [InlineData("Killed", 137)]
    [InlineData("Model checking completed. No error has been found.", 0)]
    public void What_is_no_result_is_an_error(string text, int exitCode)
    {
        TlcOutcome outcome = TlcOutput.Parse(text, exitCode);
        Assert.Equal("error", outcome.Result);
        Assert.Contains($"exit code {exitCode}", outcome.Message);
    }

    [Fact]
    public void Progress_is_told_in_short()
    {
        const string Line = "Progress(61) at 2026-11-23 12:01:02: 1,234,567 states generated (600,000 s/min), 345,678 distinct states found (170,000 ds/min), 9,012 states left on queue.";
        Assert.Equal("345,678 distinct, 9,012 left", TlcOutput.Progress(Line));
        Assert.Null(TlcOutput.Progress("1,234,567 states generated, 345,678 distinct states found, 0 states left on queue."));
    }
}
