using Verified.Campaign;
using Verified.Cli;
using Verified.Cli.Checks;
using Verified.Cli.Kills;
using Verified.Cli.Specification;

namespace Verified.Repository.Tests;

/// <summary>The kill table of the checkout, and the tool that writes it.</summary>
public class KillTableTests
{
    private static readonly string s_table = File.ReadAllText(Path.Combine(Checkout.Root, KillTable.File)).ReplaceLineEndings("\n");
    private static readonly Mutant s_mutant = MutantCatalog.All[0];

    [Fact]
    public void Every_mutant_is_in_each_table_of_mutants()
    {
        string[] headings = ["# Kill table", "## How large a model each needs", KillTable.Unrepeatable];
        Assert.All(headings, h =>
        {
            string section = s_table[s_table.IndexOf(h + "\n", StringComparison.Ordinal)..];
            int next = section.IndexOf("\n## ", 1, StringComparison.Ordinal);
            section = next < 0 ? section : section[..next];
            Assert.All(MutantCatalog.All, m => Assert.Contains($"\n| {m.Name} |", section));
        });
    }

    [Fact]
    public void Every_invariant_has_its_line() => Assert.All(NamesCheck.TwinAsks.Concat(NamesCheck.TwinProgress), n => Assert.Contains($"\n| `{n}` |", s_table));

    [Fact]
    public void Nobody_lives_without_a_reason() => Assert.DoesNotContain("nobody says why", s_table);

    [Fact]
    public void Every_reason_is_used_and_is_of_a_mutant()
    {
        Assert.Equal(Survivor.All.Count, Survivor.All.DistinctBy(s => (s.Mutant, s.Method)).Count());
        Assert.All(Survivor.All, s =>
        {
            Assert.NotNull(MutantCatalog.Find(s.Mutant));
            Assert.False(s.Method.MustKill());
            Assert.Contains($"\n| {s.Mutant} | {s.Method.Heading()} | {Survivor.Words(s.Reason)}", s_table);
        });
        Assert.All(SpoiltAlone.All, s => Assert.Contains($"\n| `{s.Invariant}` |  | none; spoilt states alone. {s.Why} |", s_table));
    }

    [Fact]
    public void There_are_as_many_mutants_as_promised()
    {
        Assert.InRange(MutantCatalog.All.Count, 40, int.MaxValue);
        Assert.InRange(PastBug.All.Count, 15, int.MaxValue);
    }

    [Fact]
    public void Every_past_bug_is_a_mutant_and_stands_in_the_divergences()
    {
        string divergences = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "divergences.md"));
        Assert.Equal(PastBug.All.Count, PastBug.All.DistinctBy(b => b.Mutant).Count());
        Assert.Equal(PastBug.All.Count, PastBug.All.DistinctBy(b => b.Commit).Count());
        Assert.All(PastBug.All, b =>
        {
            Assert.NotNull(MutantCatalog.Find(b.Mutant));
            Assert.Contains(divergences.Split('\n'), l => l.Contains(b.Commit, StringComparison.Ordinal) && l.Contains($"`{b.Mutant}`", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void A_mutant_that_lives_where_it_must_not_is_a_problem()
    {
        Assert.Empty(Row(1).Problems());
        Assert.Contains(Row(1, (KillMethod.Lockstep, null)).Problems(), p => p.Contains("survives 2,000 schedules lockstep", StringComparison.Ordinal));
        Assert.Contains(Row(1, (KillMethod.BesideTwin, null)).Problems(), p => p.Contains("beside its twin", StringComparison.Ordinal));
        Assert.Contains(Row(1, (KillMethod.Records, null)).Problems(), p => p.Contains("nobody says why", StringComparison.Ordinal));
        Assert.Empty(Row(1, (KillMethod.Threads, null)).Problems());
        Assert.Contains(Row(1, (KillMethod.Sequential, 3)).Problems(), p => p.Contains("said to be unseen", StringComparison.Ordinal));
    }

    [Fact]
    public void A_twin_that_fails_otherwise_than_TLC_is_a_problem()
    {
        KillRow row = Row(1);
        Assert.Single((row with { Models = [row.Models[0] with { TwinProperty = "S4_LapBarrier" }] }).Problems());
        Assert.Single((row with { Models = [row.Models[0] with { TwinDepth = 1 }] }).Problems());
        Assert.NotEmpty((row with { Models = [row.Models[0] with { Golden = row.Models[0].Golden with { Result = ModelEntry.Holds } }] }).Problems());
    }

    [Fact]
    public void An_invariant_that_nothing_needs_is_a_problem()
    {
        Control control = new(0, new Dictionary<KillMethod, long>(), []);
        Assert.Single(new KillReport(control, [], [new InvariantKill("S4_LapBarrier", [], [])]).Problems);
        Assert.Empty(new KillReport(control, [], [new InvariantKill("S4_LapBarrier", [], ["MCSomething"])]).Problems);
        Assert.Single(new KillReport(control with { Problems = ["x"] }, [], []).Problems);
        Assert.All(SpoiltAlone.All.Take(1), s => Assert.Single(new KillReport(control, [], [new InvariantKill(s.Invariant, ["MCSomething"], [])]).Problems));
    }

    [Fact]
    public async Task The_command_tries_one_mutant()
    {
        using StringWriter output = new();
        int exitCode = await Tool.RunAsync(["mutants", "--mutant", s_mutant.Name, "--root", Checkout.Root], output, output, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Pass, exitCode);
        Assert.Contains("0 wrong", output.ToString());
        Assert.Contains("1 mutants, 1 of them bugs of the past", output.ToString());
    }

    [Theory]
    [InlineData("--mutant", "no-such-mutant")]
    [InlineData("--write", "--mutant", "no-push")]
    [InlineData("--check", "--mutant", "no-push")]
    public async Task A_mistake_of_the_user_is_64_and_one_line(params string[] args)
    {
        using StringWriter error = new();
        Assert.Equal(ExitCodes.Usage, await Tool.RunAsync(["mutants", .. args], TextWriter.Null, error, TestContext.Current.CancellationToken));
        Assert.Single(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>A row of the first mutant in which each method sees it but those that are said to let it live.</summary>
    private static KillRow Row(long at, params (KillMethod Method, long? At)[] others)
    {
        ModelEntry golden = Checkout.Manifest.Models.First(m => m.Mutant == s_mutant.Name);
        Dictionary<KillMethod, long?> kills = Enum.GetValues<KillMethod>()
            .ToDictionary(m => m, m => Survivor.Find(s_mutant.Name, m) is null ? (long?)at : null);
        foreach ((KillMethod method, long? seen) in others)
        {
            kills[method] = seen;
        }

        return new KillRow(s_mutant, [new ModelKill(golden, golden.Property, golden.Depth, 1)], kills, "");
    }
}
