using Verified.Cli.Checks;
using Verified.Cli.Output;
using Verified.Cli.Specification;
using Verified.Model;

namespace Verified.Repository.Tests;

public class ManifestTests
{
    private static readonly ModelEntry s_holding = Checkout.Manifest.Models.First(m => m.MustHold);

    [Fact]
    public void The_manifest_is_consistent() => AssertPasses(ManifestCheck.Run(Checkout.Specification, Checkout.Manifest));

    [Fact]
    public void The_goldens_are_of_the_present_specification() => AssertPasses(GoldenCheck.Run(Checkout.Specification, Checkout.Manifest));

    [Fact]
    public void Every_action_fires_in_some_model() => AssertPasses(ActionsFireCheck.Run(Checkout.Specification, Checkout.Manifest));

    [Fact]
    public void The_models_cover_both_modes() => AssertPasses(CoverageCheck.Run(Checkout.Specification, Checkout.Manifest));

    /// <summary>What never fails says nothing.</summary>
    [Fact]
    public void Every_property_of_progress_fails_in_some_model() => Assert.All(
        ProgressProperty.All.Select(p => p.Name).Concat(StepProperty.Expectations.Select(p => p.Name)),
        p => Assert.Contains(Checkout.Manifest.Models, m => !m.MustHold && m.Property == p));

    /// <summary>Of each mode: a model in which nobody loses a race says little of who gets on.</summary>
    [Theory]
    [InlineData("Discard", "L1_SomeProducerEnds", "Reserve_CasFail", "ReserveSlow_CasFail")]
    [InlineData("Discard", "L3_DeadBlocksNoOne", "Reserve_CasFail", "ReserveSlow_CasFail", "Prefix_Store", "Crash")]
    [InlineData("Overwrite", "L1_SomeProducerEnds", "Reserve_CasFail", "ReserveSlow_CasFail", "Push_CasFail", "ClearNoref_CasFail", "Flush_CasFail")]
    [InlineData("Overwrite", "L3_DeadBlocksNoOne", "ReserveSlow_CasFail", "Push_CasFail", "ClearNoref_CasFail", "Flush_CasFail", "Prefix_Store", "Crash")]
    public void The_retries_of_producers_are_in_models_of_progress(string mode, string property, params string[] actions)
    {
        ModelEntry[] models =
        [
            .. Checkout.Manifest.Models.Where(m => m.MustHold
                && TwinModel.Configuration(Checkout.Specification, m.Name) is var c && c.PropertyNames.Contains(property) && c.Mode.ToString() == mode),
        ];
        Assert.NotEmpty(models);
        Assert.All(actions, a => Assert.Contains(models, m => m.Actions.GetValueOrDefault(a) > 0));
    }

    [Fact]
    public void Every_action_is_reported_with_its_models()
    {
        CheckRow row = ActionsFireCheck.Run(Checkout.Specification, Checkout.Manifest);
        Assert.Equal(
            SpecificationNames.Actions(Checkout.Specification).Count + SpecificationNames.ActionsOfModels(Checkout.Specification).Count, row.Notes.Count);
        Assert.Contains(row.Notes, n => n.StartsWith("Commit_AddCount: ", StringComparison.Ordinal) && n.Contains("Overwrite MC", StringComparison.Ordinal));
    }

    [Fact]
    public void A_figure_that_TLC_did_not_give_is_noticed()
    {
        using TemporaryCopy copy = new();
        copy.Edit(Manifest.FileName, $"\"distinct\": {s_holding.Distinct},", $"\"distinct\": {s_holding.Distinct + 1},");
        CheckRow row = GoldenCheck.Run(copy.Files, Manifest.Load(copy.Files));
        Assert.Contains(row.Details, d => d.Contains(s_holding.Name, StringComparison.Ordinal) && d.Contains("only TLC can renew them", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_figure_changes_the_hash()
    {
        ModelEntry[] others =
        [
            s_holding, s_holding with { Result = "invariant" }, s_holding with { Property = "S4_LapBarrier" },
            s_holding with { Distinct = s_holding.Distinct + 1 }, s_holding with { Generated = s_holding.Generated - 1 },
            s_holding with { Depth = s_holding.Depth + 1 }, s_holding with { Actions = s_holding.Actions.Skip(1).ToDictionary() },
        ];
        Assert.Equal(others.Length, others.Select(FiguresHash.Of).Distinct().Count());
    }

    [Fact]
    public void Results_merged_at_the_same_time_are_all_kept()
    {
        using TemporaryCopy copy = new();
        ModelEntry[] results = [.. Checkout.Manifest.Models.Select((m, i) => m with { Result = ModelEntry.Holds, Distinct = i, Actions = new Dictionary<string, long>() })];
        Parallel.ForEach(results, r => Manifest.Merge(copy.Files, r, new Golden("00", FiguresHash.Of(r), "test", null), TestContext.Current.CancellationToken));
        Assert.Equal(results.Select(r => r.Distinct), Manifest.Load(copy.Files).Models.Select(m => m.Distinct));
        Assert.All(results, r => Assert.Equal(FiguresHash.Of(r), Golden.Load(copy.Files, r.Name)!.Figures));
    }

    [Fact]
    public void A_model_without_an_entry_is_noticed()
    {
        using TemporaryCopy copy = new();
        File.Copy(copy.PathOf(s_holding.Name + ".cfg"), copy.PathOf("MCUnknown.cfg"));
        CheckRow row = ManifestCheck.Run(copy.Files, Manifest.Load(copy.Files));
        Assert.Equal(Verdict.Fail, row.Verdict);
        Assert.Contains("MCUnknown.cfg has no entry in manifest.json", row.Details);
    }

    [Fact]
    public void An_entry_without_a_model_is_noticed()
    {
        using TemporaryCopy copy = new();
        File.Delete(copy.PathOf(s_holding.Name + ".cfg"));
        CheckRow row = ManifestCheck.Run(copy.Files, Manifest.Load(copy.Files));
        Assert.Contains($"manifest.json has an entry for {s_holding.Name}, and there is no {s_holding.Name}.cfg", row.Details);
    }

    [Fact]
    public void A_golden_of_no_model_is_noticed()
    {
        using TemporaryCopy copy = new();
        File.Copy(copy.PathOf(Golden.FileName(s_holding.Name)), copy.PathOf(Golden.FileName("MCGone")));
        Assert.Contains("golden/MCGone.json is of no model", ManifestCheck.Run(copy.Files, Manifest.Load(copy.Files)).Details);
    }

    [Fact]
    public void A_missing_golden_is_noticed()
    {
        using TemporaryCopy copy = new();
        File.Delete(copy.PathOf(Golden.FileName(s_holding.Name)));
        Assert.Equal(Verdict.Fail, GoldenCheck.Run(copy.Files, Manifest.Load(copy.Files)).Verdict);
    }

    [Theory]
    [InlineData("Memory.tla", "Torn  == 1000", "Torn  == 1001")]
    [InlineData("Reserve.tla", "EndsOld(loc[p])", "FillsUp(loc[p])")]
    [InlineData("RingBuffer.tla", "EXTENDS", "EXTENDS TLC,")]
    [InlineData("Invariants.tla", "rpos % S = 0", "rpos % S = 1")]
    [InlineData("MC.tla", "ShiftDue == rpos >= B", "ShiftDue == rpos > B")]
    [InlineData("MCLosses.tla", "OnlyCounts == UNCHANGED", "OnlyCounts == TRUE \\/ UNCHANGED")]
    [InlineData("Recovery.tla", "MaySettle(p) == dead[p] = 0 /\\", "MaySettle(p) ==")]
    [InlineData("Progress.tla", "StepOf(p) ==", "StepOf(p) == FALSE \\/")]
    [InlineData("Wrap.tla", "% B = 0", "% B = 1")]
    public void Editing_one_constant_voids_the_golden_of_every_model_that_reads_it(string file, string old, string replacement)
    {
        using TemporaryCopy copy = new();
        copy.Edit(file, old, replacement);
        CheckRow row = GoldenCheck.Run(copy.Files, Manifest.Load(copy.Files));
        Assert.Equal(Verdict.Fail, row.Verdict);
        int reading = Checkout.Manifest.Models.Count(m => SpecificationHash.ModulesOf(Checkout.Specification, m.Name).Contains(file));
        Assert.NotEqual(0, reading);
        Assert.Contains($" {reading} void", row.Figures);
    }

    [Fact]
    public void The_modules_of_a_model_are_those_that_its_root_needs()
    {
        string[] algorithm = ["Commit.tla", "Flush.tla", "Invariants.tla", "MC.tla", "Memory.tla", "Read.tla", "Reserve.tla", "ReserveCommit.tla", "RingBuffer.tla"];
        Assert.Equal(algorithm, SpecificationHash.ModulesOf(Checkout.Specification, "MCTwoWriters"));
        Assert.Equal([.. algorithm, "Recovery.tla"], SpecificationHash.ModulesOf(Checkout.Specification, "MCRecovery").Order(StringComparer.Ordinal).OrderBy(m => m == "Recovery.tla"));
        Assert.Contains("Recovery.tla", SpecificationHash.ModulesOf(Checkout.Specification, "MCProgressRead"));
        Assert.Contains("MCLosses.tla", SpecificationHash.ModulesOf(Checkout.Specification, "MCLosses"));
    }

    [Fact]
    public void Editing_a_configuration_voids_its_golden_alone()
    {
        using TemporaryCopy copy = new();
        File.AppendAllText(copy.PathOf(s_holding.Name + ".cfg"), "\n");
        Assert.Contains("1 void", GoldenCheck.Run(copy.Files, Manifest.Load(copy.Files)).Figures);
    }

    [Fact]
    public void Line_ends_of_another_system_void_nothing()
    {
        using TemporaryCopy copy = new();
        foreach (string name in copy.Files.Names)
        {
            File.WriteAllText(copy.PathOf(name), File.ReadAllText(copy.PathOf(name)).Replace("\n", "\r\n"));
        }

        AssertPasses(GoldenCheck.Run(copy.Files, Manifest.Load(copy.Files)));
    }

    [Fact]
    public void An_action_missing_from_the_twin_fails_the_comparison()
    {
        ModelEntry twin = s_holding with
        {
            Actions = s_holding.Actions.Skip(1).ToDictionary(a => a.Key, a => a.Value),
        };
        string difference = Assert.Single(ModelComparison.Differences(s_holding, twin, "the twin"));
        Assert.Contains($"action {s_holding.Actions.First().Key}", difference);
    }

    [Fact]
    public void Every_figure_is_compared()
    {
        ModelEntry[] others =
        [
            s_holding with { Result = "invariant" }, s_holding with { Property = "S4_LapBarrier" }, s_holding with { Distinct = s_holding.Distinct + 1 },
            s_holding with { Generated = s_holding.Generated - 1 }, s_holding with { Depth = s_holding.Depth + 1 },
        ];
        Assert.Empty(ModelComparison.Differences(s_holding, s_holding, "itself"));
        Assert.All(others, o => Assert.Single(ModelComparison.Differences(s_holding, o, "the twin")));
    }

    [Fact]
    public void Writing_a_result_keeps_what_was_written_by_hand()
    {
        string before = Checkout.Specification.Read(Manifest.FileName);
        Assert.Equal(before, Manifest.Load(Checkout.Specification).WithResult(s_holding));
    }

    [Theory]
    [InlineData("{ \"models\": [ { \"purpose\": \"\" } ] }")]
    [InlineData("{ \"models\": [ { \"model\": \"A\" }, { \"model\": \"A\" } ] }")]
    [InlineData("{ \"models\": [ { \"model\": \"A\", \"tier\": \"sometimes\" } ] }")]
    [InlineData("{ \"models\": [ { \"model\": \"A\", \"distinct\": \"many\" } ] }")]
    [InlineData("{ \"models\": [ 7 ] }")]
    [InlineData("{ }")]
    [InlineData("[]")]
    [InlineData("{ \"models\": ")]
    public void A_damaged_manifest_is_an_error_and_no_crash(string text)
    {
        using TemporaryCopy copy = new();
        File.WriteAllText(copy.PathOf(Manifest.FileName), text);
        Assert.Equal(Verified.Cli.ExitCodes.Violation, Assert.Throws<Verified.Cli.ToolException>(() => Manifest.Load(copy.Files)).ExitCode);
    }

    [Theory]
    [InlineData("{ }")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{ \"specification\": \"00\" }")]
    [InlineData("{ \"specification\": \"00\", \"checker\": \"TLC\" }")]
    [InlineData("{ \"specification\": \"00\", \"figures\": \"00\", \"checker\": \"TLC\", \"graph\": { \"states\": 1 } }")]
    [InlineData("{ \"specification\": \"00\", \"figures\": \"00\", \"checker\": \"TLC\", \"graph\": 7 }")]
    [InlineData("{ \"specification\": ")]
    public void A_damaged_golden_is_an_error_and_no_crash(string text)
    {
        using TemporaryCopy copy = new();
        Directory.CreateDirectory(Path.GetDirectoryName(copy.PathOf(Golden.FileName(s_holding.Name)))!);
        File.WriteAllText(copy.PathOf(Golden.FileName(s_holding.Name)), text);
        Assert.Equal(
            Verified.Cli.ExitCodes.Violation,
            Assert.Throws<Verified.Cli.ToolException>(() => Golden.Load(copy.Files, s_holding.Name)).ExitCode);
    }

    private static void AssertPasses(CheckRow row) => Assert.True(row.Verdict == Verdict.Pass, string.Join('\n', row.Details));
}
