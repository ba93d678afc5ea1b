using Verified.Cli;
using Verified.Cli.Output;
using Verified.Cli.Proofs;

namespace Verified.Repository.Tests.Proofs;

/// <summary>The switch of mutants, their list, and what counts as a kill; with answers in Dafny's place.</summary>
public sealed class ProofMutantTests : IDisposable
{
    private const string Grows = "Steps.Grows";

    private readonly TemporaryProof _proof = new();

    public void Dispose() => _proof.Dispose();

    [Fact]
    public void The_list_of_this_checkout_has_every_mutant()
    {
        ProofFiles files = ProofFiles.Of(Checkout.Specification);
        Assert.True(ProofMutants.OfType(files).Count > 50);
        Assert.Empty(ProofMutants.Load(files).Problems(files, Checkout.Manifest.Models.Select(m => m.Mutant).Where(m => m != "none")));
    }

    [Theory]
    [InlineData("no-clean-slot-test", "NoCleanSlotTest")]
    [InlineData("initial-lap-zero", "InitialLapZero")]
    public void One_name_in_two_spellings(string tla, string dafny)
    {
        Assert.Equal(dafny, ProofMutants.Constructor(tla));
        Assert.Equal(tla, ProofMutants.TlaName(dafny));
    }

    [Fact]
    public async Task The_mutant_is_set_on_a_copy_and_the_control_is_not()
    {
        List<string> switches = [];
        (Verdict verdict, IReadOnlyList<CheckRow> rows) = await RunAsync((folder, lemma) =>
        {
            string line = File.ReadLines(Path.Combine(folder, "Mutant.dfy")).Single(l => l.Contains("TheMutant", StringComparison.Ordinal)).Trim();
            lock (switches)
            {
                switches.Add(line);
            }

            return FakeProver.Only(line.EndsWith("NoPush", StringComparison.Ordinal) ? FakeProver.Refused(_proof.Files, Grows) : FakeProver.Proved(_proof.Files), lemma);
        });
        Assert.Equal(Verdict.Pass, verdict);
        Assert.Equal(["const TheMutant: Mutant := NoPush", "const TheMutant: Mutant := Unbroken"], switches.Order());
        Assert.Contains(rows, r => r.Name == "no-push" && r.Figures.StartsWith($"killed by {Grows}: Steps.dfy(6): a postcondition", StringComparison.Ordinal));
        Assert.Contains(ProofMutants.Switch, File.ReadAllText(_proof.PathOf("Mutant.dfy")));
    }

    [Fact]
    public async Task A_mutant_that_the_lemma_does_not_notice_fails()
    {
        (Verdict verdict, IReadOnlyList<CheckRow> rows) = await RunAsync((_, lemma) => FakeProver.Only(FakeProver.Proved(_proof.Files), lemma));
        Assert.Equal(Verdict.Fail, verdict);
        Assert.Contains("no-push: Steps.Grows holds though the algorithm is broken", rows.SelectMany(r => r.Details));
    }

    [Fact]
    public async Task A_lemma_that_fails_unbroken_kills_nothing()
    {
        (Verdict verdict, IReadOnlyList<CheckRow> rows) = await RunAsync((_, lemma) => FakeProver.Only(FakeProver.Refused(_proof.Files, Grows), lemma));
        Assert.Equal(Verdict.Fail, verdict);
        Assert.Equal(Verdict.Fail, rows.Single(r => r.Name == "control Steps.Grows").Verdict);
    }

    [Fact]
    public async Task A_death_is_recorded_with_the_text_in_which_it_happened()
    {
        ProofFiles files = _proof.Files;
        ProofCertificate.Of(files, new FakeProver(files), FakeProver.Proved(files), null).Write(files);
        Assert.Equal(Verdict.NotRun, ProofChecks.Mutants(files).Verdict);
        await RunAsync((folder, lemma) => FakeProver.Only(IsBroken(folder) ? FakeProver.Refused(_proof.Files, Grows) : FakeProver.Proved(_proof.Files), lemma));
        Assert.Equal(Verdict.Pass, ProofChecks.Mutants(files).Verdict);
        _proof.Edit("Steps.dfy", "The step of", "The  step of");
        Assert.Equal(["no-push in Steps.Grows"], ProofChecks.Mutants(_proof.Files).Notes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_mutant_that_lives_or_dies_in_a_lemma_that_fails_anyway_is_not_recorded(bool refuses)
    {
        ProofFiles files = _proof.Files;
        ProofCertificate.Of(files, new FakeProver(files), FakeProver.Proved(files), null).Write(files);
        await RunAsync((_, lemma) => FakeProver.Only(refuses ? FakeProver.Refused(files, Grows) : FakeProver.Proved(files), lemma));
        Assert.Equal(Verdict.NotRun, ProofChecks.Mutants(files).Verdict);
    }

    [Fact]
    public async Task A_guard_is_taken_away_on_a_copy_and_the_switch_is_left()
    {
        AddGuard();
        List<(string Steps, string Switch)> texts = [];
        (Verdict verdict, IReadOnlyList<CheckRow> rows) = await RunAsync((folder, lemma) =>
        {
            string steps = File.ReadAllText(Path.Combine(folder, "Steps.dfy"));
            string mutant = File.ReadAllText(Path.Combine(folder, "Mutant.dfy"));
            lock (texts)
            {
                texts.Add((steps, mutant));
            }

            return FakeProver.Only(steps.Contains("else x - 7 }", StringComparison.Ordinal) || IsBroken(folder) ? FakeProver.Refused(_proof.Files, Grows) : FakeProver.Proved(_proof.Files), lemma);
        });
        Assert.Equal(Verdict.Pass, verdict);
        Assert.Single(texts, t => t.Steps.Contains("else x - 7 }", StringComparison.Ordinal) && t.Switch.Contains(ProofMutants.Switch, StringComparison.Ordinal));
        Assert.Contains(rows, r => r.Name == "never-grows" && r.Figures.StartsWith($"killed by {Grows}", StringComparison.Ordinal));
        Assert.Contains("else x + 1 }", File.ReadAllText(_proof.PathOf("Steps.dfy")));
    }

    [Fact]
    public async Task A_guards_death_is_of_the_edit_that_was_made()
    {
        AddGuard();
        ProofFiles files = _proof.Files;
        ProofCertificate.Of(files, new FakeProver(files), FakeProver.Proved(files), null).Write(files);
        await RunAsync((folder, lemma) => FakeProver.Only(
            IsBroken(folder) || File.ReadAllText(Path.Combine(folder, "Steps.dfy")).Contains("else x - 7 }", StringComparison.Ordinal) ? FakeProver.Refused(_proof.Files, Grows) : FakeProver.Proved(_proof.Files), lemma));
        Assert.Equal(Verdict.Pass, ProofChecks.Mutants(files).Verdict);
        _proof.Edit(ProofMutants.FileName, "else x - 7 }", "else x - 8 }");
        Assert.Equal(["never-grows in Steps.Grows"], ProofChecks.Mutants(_proof.Files).Notes);
    }

    [Theory]
    [InlineData("\"else x + 1 }\"", "\"x\"", "never-grows: 'x' must stand once in Steps.dfy")]
    [InlineData("\"else x + 1 }\"", "\"\"", "never-grows: '' must stand once in Steps.dfy")]
    [InlineData("\"in\": \"Steps.dfy\"", "\"in\": \"Gone.dfy\"", "never-grows: there is no Gone.dfy")]
    [InlineData("\"in\": \"Steps.dfy\"", "\"in\": \"Theorems.dfy\"", "never-grows: Steps.dfy does not include Theorems.dfy")]
    [InlineData("else x - 7 }", "else x + 1 }", "never-grows: the edit changes nothing")]
    [InlineData("it falls", " ", "never-grows: it is not said what goes wrong without it")]
    [InlineData("\"guard\": \"never-grows\"", "\"guard\": \"no-push\"", "no-push is a mutant of the specification, and needs no edit")]
    [InlineData("\"lemma\": \"Steps.Grows\", \"file\": \"Steps.dfy\", \"in\"", "\"lemma\": \"Steps.Gone\", \"file\": \"Steps.dfy\", \"in\"", "never-grows: there is no lemma Steps.Gone in Steps.dfy")]
    public void A_wrong_guard_is_noticed(string right, string wrong, string told)
    {
        AddGuard();
        _proof.Edit(ProofMutants.FileName, right, wrong);
        AssertListed(told);
    }

    [Fact]
    public async Task Where_the_list_is_wrong_nothing_is_tried_and_nothing_is_recorded()
    {
        AddGuard();
        _proof.Edit(ProofMutants.FileName, "\"else x + 1 }\"", "\"x\"");
        ProofFiles files = _proof.Files;
        ProofCertificate.Of(files, new FakeProver(files), FakeProver.Proved(files), null).Write(files);
        (Verdict verdict, IReadOnlyList<CheckRow> rows) = await RunAsync((_, lemma) => FakeProver.Only(FakeProver.Refused(files, Grows), lemma));
        Assert.Equal((Verdict.Fail, 1), (verdict, rows.Count));
        Assert.Empty(ProofCertificate.Load(files)!.Mutants);
        Assert.Equal(Verdict.Fail, ProofChecks.Mutants(files).Verdict);
    }

    [Fact]
    public void A_lack_of_time_or_resources_is_no_kill()
    {
        string[] messages = ["Verification of 'Steps.Grows' timed out after 300 seconds.", "Verification out of resource (Steps.Grows)"];
        Assert.All(messages, m => Assert.Equal(Verdict.Inconclusive, Judge(FakeProver.Only(FakeProver.Refused(_proof.Files, Grows, m), Grows)).Verdict));
    }

    [Fact]
    public void A_mutant_that_does_not_resolve_fails()
    {
        CheckRow row = Judge(new DafnyRun(2, [], [new ProofDiagnostic("Mutant.dfy", 3, 1, "Resolver", "unresolved identifier: NoPush")], []));
        Assert.Equal(Verdict.Fail, row.Verdict);
        Assert.Equal("does not resolve", row.Figures);
    }

    [Fact]
    public void Only_the_lemma_that_is_named_counts()
    {
        Assert.Equal(Verdict.Fail, Judge(FakeProver.Refused(_proof.Files, "Steps.Unbothered")).Verdict);
        Assert.Equal(Verdict.Fail, Judge(new DafnyRun(0, [], [], [])).Verdict);
        Assert.Equal(Verdict.Fail, MutantRun.JudgeControl(Grows, new DafnyRun(0, [], [], ["finished with 0 verified, 0 errors"])).Verdict);
    }

    [Fact]
    public void A_mutant_that_is_left_out_is_noticed()
    {
        _proof.Edit("Mutant.dfy", "| NoRecheck", "| NoRecheck | NeverHeardOf");
        AssertListed("never-heard-of is neither among the mutants of mutants.json nor among those that survive");
    }

    [Theory]
    [InlineData("""{ "mutant": "never-heard-of", "lemma": "Steps.Grows", "file": "Steps.dfy" }""", "never-heard-of of mutants.json is no mutant of Mutant.dfy")]
    [InlineData("""{ "mutant": "no-push", "lemma": "Steps.Gone", "file": "Steps.dfy" }""", "no-push: there is no lemma Steps.Gone in Steps.dfy")]
    [InlineData("""{ "mutant": "no-recheck", "lemma": "Steps.Grows", "file": "Steps.dfy" }""", "no-recheck is said to be killed and to survive")]
    public void A_wrong_entry_is_noticed(string entry, string told)
    {
        _proof.WriteMutants(entry);
        AssertListed(told);
    }

    [Fact]
    public void A_survivor_without_a_reason_is_noticed()
    {
        _proof.Edit(ProofMutants.FileName, "\"no-recheck\": \"a reason\"", "\"no-recheck\": \" \"");
        AssertListed("no-recheck survives without a reason");
    }

    [Fact]
    public void A_mutant_of_the_specification_that_the_proof_lacks_needs_a_reason()
    {
        _proof.Edit(ProofMutants.FileName, "\"part-taken-once\"", "\"no-such-mutant\"");
        AssertListed("part-taken-once is neither among the mutants of mutants.json nor among those that survive");
        AssertListed("no-such-mutant of mutants.json is no mutant of Mutant.dfy or of the specification");
    }

    [Fact]
    public void A_switch_that_is_set_or_gone_is_noticed()
    {
        _proof.Edit("Mutant.dfy", ":= Unbroken", ":= NoPush");
        AssertListed("Mutant.dfy must have the line 'const TheMutant: Mutant := Unbroken' once");
    }

    [Theory]
    [InlineData("{ }")]
    [InlineData("[]")]
    [InlineData("{ \"mutants\": [ { } ] }")]
    [InlineData("{ \"mutants\": [ ], \"guards\": [ { } ] }")]
    [InlineData("{ \"mutants\": ")]
    public void A_damaged_list_is_an_error_and_no_crash(string text)
    {
        _proof.Write(ProofMutants.FileName, text);
        Assert.Equal(ExitCodes.Violation, Assert.Throws<ToolException>(() => ProofMutants.Load(_proof.Files)).ExitCode);
    }

    private static CheckRow Judge(DafnyRun run) => MutantRun.JudgeMutant("no-push", Grows, run);

    private void AssertListed(string problem) =>
        Assert.Contains(problem, ProofMutants.Load(_proof.Files).Problems(_proof.Files, Checkout.Manifest.Models.Select(m => m.Mutant).Where(m => m != "none")));

    private void AddGuard() => _proof.Edit(
        ProofMutants.FileName,
        "\"survive\"",
        """ "guards": [ { "guard": "never-grows", "lemma": "Steps.Grows", "file": "Steps.dfy", "in": "Steps.dfy", "from": "else x + 1 }", "to": "else x - 7 }", "why": "it falls" } ], "survive" """);

    private static bool IsBroken(string folder) => !File.ReadAllText(Path.Combine(folder, "Mutant.dfy")).Contains(ProofMutants.Switch, StringComparison.Ordinal);

    private async Task<(Verdict Verdict, IReadOnlyList<CheckRow> Rows)> RunAsync(Func<string, string?, DafnyRun> verify)
    {
        ProofFiles files = _proof.Files;
        ProofSession session = new(files, new FakeProver(files) { OnVerify = verify }, _ => { }, _ => { }, TestContext.Current.CancellationToken);
        await session.MutantsAsync([]);
        return (Verdicts.Worst(session.Rows.Select(r => r.Verdict)), session.Rows);
    }
}
