using Xunit;

namespace Verified.Model.Tests;

public class ConfigTests
{
    private const string Text = """
        \* A model.
        CONSTANTS
            Writers = {2, 1}   \* two
            Flushers = {}
            Reader = 9
            FlushModes = {"Active", "Final"} (* both
              of them *)
            Sizes = {1}
            N = 2
            S = 4
            H = 1
            Form = "Lttng"
            Abandons = TRUE
            LossLimit = 2
            Mutant = "no-recheck"
            At <- MCAt
            ReaderOps = {"Wait", "Read"}
            Mode = "Overwrite"
            Clocked = TRUE
            LastTick = 3
            ShortTime = 4
            FullUnits = 5
            Wakeups = TRUE
            Watermark = 2
            Nested = TRUE
            Forgets = TRUE
        SPECIFICATION MCSpec
        INVARIANTS
            S7_DeliveredIsComplete S1_ReservationsPartition
        PROPERTY RefinesRingBuffer
        CHECK_DEADLOCK FALSE
        """;

    [Fact]
    public void A_configuration_of_TLC_is_read()
    {
        var config = ModelConfig.Parse(Text);

        Assert.Equal([1, 2], config.Writers);
        Assert.Empty(config.Flushers);
        Assert.Equal(["Active", "Final"], config.FlushModes);
        Assert.Equal([1], config.Sizes);
        Assert.Equal(["Wait", "Read"], config.ReaderOps);
        Assert.Equal((9, 2, 4, 1, 2), (config.Reader, config.N, config.S, config.H, config.LossLimit));
        Assert.Equal((3, 4, 5, 2), (config.LastTick, config.ShortTime, config.FullUnits, config.Watermark));
        Assert.Equal((true, true, true, true), (config.Clocked, config.Wakeups, config.Nested, config.Forgets));
        Assert.Equal(Mode.Overwrite, config.Mode);
        Assert.Equal((Form.Lttng, true, "no-recheck"), (config.Form, config.Abandons, config.Mutant));
        Assert.Equal(["S7_DeliveredIsComplete", "S1_ReservationsPartition"], config.InvariantNames);
        Assert.Equal([Refinement.Name], config.PropertyNames);
        Assert.Equal((true, false), (config.Shifts, config.ChecksDeadlock));
    }

    [Fact]
    public void Positions_run_free_without_MCSpec()
    {
        string text = Text.Replace("At <- MCAt", "", StringComparison.Ordinal).Replace("MCSpec", "Spec", StringComparison.Ordinal);

        Assert.False(ModelConfig.Parse(text).Shifts);
    }

    [Theory]
    [InlineData("N = 2", "N = two", "line 9: N: a number expected, not 'two'")]
    [InlineData("N = 2", "N = 5", "line 9: N: must be 1..4")]
    [InlineData("N = 2", "", "line 31: N: the constant has no value")]
    [InlineData("N = 2", "N = 2 N = 2", "line 9: N: the constant has a value already")]
    [InlineData("N = 2", "N <- 2", "line 9: N: '=' expected")]
    [InlineData("N = 2", "Q = 2", "line 9: Q: the specification has no such constant")]
    [InlineData("S = 4", "S = 17", "line 10: S: must be 2..16")]
    [InlineData("H = 1", "H = 4", "line 11: H: must be 1..S-1")]
    [InlineData("\"Lttng\"", "Lttng", "line 12: Form: a string expected, not 'Lttng'")]
    [InlineData("\"Lttng\"", "\"Thin\"", "line 12: Form: must be \"Lean\" or \"Lttng\"")]
    [InlineData("Abandons = TRUE", "Abandons = 1", "line 13: Abandons: TRUE or FALSE expected")]
    [InlineData("no-recheck", "no-check", "line 15: Mutant: 'no-check' is not known")]
    [InlineData("S = 4", "S = 16 N = 2", "line 10: N: the constant has a value already")]
    [InlineData("N = 2", "N = 1", "line 9: N: must be from 2 in mode Overwrite")]
    [InlineData("N = 2\n    S = 4", "N = 4 S = 16", "line 9: S: 5 sub-buffers must have at most 64 units")]
    [InlineData("\"Overwrite\"", "\"Over\"", "line 18: Mode: must be \"Discard\" or \"Overwrite\"")]
    [InlineData("\"Wait\"", "\"Sleep\"", "line 17: ReaderOps: must be of Read, Snapshot, Clear, Wait")]
    [InlineData("\"Wait\"", "\"Read\"", "line 17: ReaderOps: must be distinct")]
    [InlineData("Wakeups = TRUE", "Wakeups = FALSE", "line 23: Wakeups: must be TRUE where the reader waits")]
    [InlineData("Watermark = 2", "Watermark = 3", "line 24: Watermark: must be 1..N")]
    [InlineData("LastTick = 3", "LastTick = 57", "line 20: LastTick: ShortTime + LastTick must be at most 60")]
    [InlineData("LastTick = 3", "LastTick = -1", "line 20: LastTick: must be from 0")]
    [InlineData("ShortTime = 4", "ShortTime = 0", "line 21: ShortTime: must be from 1")]
    [InlineData("FullUnits = 5", "FullUnits = 17", "line 22: FullUnits: must be 0..16")]
    [InlineData("LossLimit = 2", "LossLimit = -2", "line 14: LossLimit: must be 0..32767")]
    [InlineData("Nested = TRUE", "Nested = 1", "line 25: Nested: TRUE or FALSE expected")]
    [InlineData("Nested = TRUE", "", "line 31: Nested: the constant has no value")]
    [InlineData("{2, 1}", "{3, 1}", "line 25: Nested: needs the processes 1 and 2")]
    [InlineData("Reader = 9", "Reader = 0", "line 5: Reader: must be 1..255")]
    [InlineData("{2, 1}", "{2; 1}", "line 3: Writers: ',' or '}' expected")]
    [InlineData("{2, 1}", "{2, 9}", "line 5: Reader: must be a process of its own")]
    [InlineData("{2, 1}", "{2, 0}", "line 3: Writers: process numbers must be 1..255")]
    [InlineData("{2, 1}", "2", "line 3: Writers: '{' expected")]
    [InlineData("{\"Active\"", "{\"Eager\"", "line 6: FlushModes: must be of Active, Final, Pause, Resume, Complete")]
    [InlineData("At <- MCAt", "", "line 27: At: 'At <- MCAt' goes with MCSpec, and only with it")]
    [InlineData("    At <- MCAt", "    At <- MCAt\n    NoData <- RetryInstead", "line 17: NoData: 'NoData <- RetryInstead' goes with Progress.tla's specifications")]
    [InlineData("    At <- MCAt", "    At <- MCAt\n    AfterRecheck <- WaitInstead", "line 17: AfterRecheck: 'AfterRecheck <- WaitInstead' goes with Progress.tla's specifications")]
    [InlineData("MCSpec", "Spec", "line 27: At: no override goes with Spec")]
    [InlineData("MCSpec", "RecoverySpec", "line 27: Recoverable: goes with Recovery.tla's specifications, and only with them")]
    [InlineData("    N = 2", "    N = 2\n    MaxDead = 1", "line 28: MaxDead: goes with Recovery.tla's specifications, and only with them")]
    [InlineData("MCSpec", "OtherSpec", "line 27: SPECIFICATION: is none of MCSpec, Spec, WrapSpec, OneWriterSpec, PartSpec, PartOneWriterSpec, CellSpec, CellOneWriterSpec, RecoverySpec, SomeSpec, FairSpec, ReaderSpec, PatientSpec")]
    [InlineData("SPECIFICATION MCSpec", "", "line 31: SPECIFICATION: is missing")]
    [InlineData("SPECIFICATION MCSpec", "INIT Init", "line 27: INIT: the twin does not know this keyword")]
    [InlineData("S1_ReservationsPartition", "S99", "line 29: INVARIANTS: the twin does not know 'S99'")]
    [InlineData("RefinesRingBuffer", "Terminates", "line 30: PROPERTY: the twin does not know 'Terminates'")]
    [InlineData("of them *)", "of them", "line 6: (*: the comment has no end")]
    [InlineData("\"no-recheck\"", "\"no-recheck", "line 18: \": the string has no end")]
    public void An_error_names_line_and_key(string part, string replacement, string message)
    {
        int at = Text.IndexOf(part, StringComparison.Ordinal);
        string text = string.Concat(Text.AsSpan(0, at), replacement, Text.AsSpan(at + part.Length));

        ModelConfigException e = Assert.Throws<ModelConfigException>(() => ModelConfig.Parse(text));

        Assert.Equal(message, e.Message);
    }

    [Fact]
    public void Every_configuration_of_the_specification_is_read()
    {
        string[] paths = Directory.GetFiles(Specification.Directory, "*.cfg");

        Assert.NotEmpty(paths);
        Assert.All(paths, path => new Twin(ModelConfig.Parse(File.ReadAllText(path))));
    }
}
