using System.Text.Json.Nodes;
using Verified.Cli;
using Verified.Cli.Output;
using Verified.Cli.Proofs;

namespace Verified.Repository.Tests.Proofs;

/// <summary>Every judgement of <c>verified proofs check</c> and <c>regenerate</c>, with answers in Dafny's place.</summary>
public sealed class ProofSessionTests : IDisposable
{
    private readonly TemporaryProof _proof = new();

    public void Dispose() => _proof.Dispose();

    [Fact]
    public async Task What_is_proved_and_certified_passes()
    {
        await RegenerateAsync();
        (Verdict verdict, IReadOnlyList<CheckRow> rows) = await CheckAsync();
        Assert.True(verdict == Verdict.Pass, string.Join('\n', rows.SelectMany(r => r.Details)));
        Assert.Equal(["sources", "Mutant.dfy", "Steps.dfy", "Theorems.dfy", "theorems", "audit", "certificate", "mutants", "stability"], rows.Select(r => r.Name));
    }

    [Fact]
    public async Task A_proof_without_a_certificate_fails_and_check_writes_none()
    {
        (Verdict verdict, IReadOnlyList<CheckRow> rows) = await CheckAsync();
        Assert.Equal(Verdict.Fail, verdict);
        Assert.Contains("proofs/certificate.json is missing; renew it with 'verified proofs regenerate'", rows.SelectMany(r => r.Details));
        Assert.False(File.Exists(_proof.CertificatePath));
    }

    [Fact]
    public async Task The_certificate_has_theorems_hashes_versions_and_costs()
    {
        await RegenerateAsync();
        JsonNode json = JsonNode.Parse(File.ReadAllText(_proof.CertificatePath))!;
        Assert.Equal("4.11.0", (string?)json["dafny"]);
        Assert.Equal("4.8.12", (string?)json["z3"]);
        Assert.Equal(Theorems.Required.Order(StringComparer.Ordinal), json["theorems"]!.AsArray().Select(t => (string)t!["name"]!));
        Assert.All(json["theorems"]!.AsArray(), t => Assert.True((long)t!["cost"]! > 0));
        Assert.Equal(["Mutant.dfy", "Steps.dfy", "Theorems.dfy"], json["proofs"]!.AsObject().Select(p => p.Key));
        Assert.Equal(Checkout.Specification.Modules.Count(), json["specification"]!.AsObject().Count);
        Assert.Contains("Steps.Grows", json["costs"]!.AsObject().Select(c => c.Key));
    }

    [Fact]
    public async Task A_certificate_of_other_figures_than_were_verified_fails()
    {
        await RegenerateAsync();
        JsonNode json = JsonNode.Parse(File.ReadAllText(_proof.CertificatePath))!;
        int conditions = (int)json["conditions"]!;
        json["conditions"] = 7;
        json["costs"]!.AsObject().Remove("Steps.Grows");
        json["costs"]!["Nobody.Ever"] = 1;
        File.WriteAllText(_proof.CertificatePath, json.ToJsonString());
        await AssertFailsAsync("certificate", $"{conditions} conditions were verified, and 7 are certified");
        await AssertFailsAsync("certificate", "Steps.Grows was verified, and has no cost in the certificate");
        await AssertFailsAsync("certificate", "Nobody.Ever has a cost in the certificate, and was not verified");
    }

    [Fact]
    public async Task An_edited_proof_is_stale()
    {
        await RegenerateAsync();
        _proof.Edit("Steps.dfy", "x + 1 > x", "x + 1 >= x");
        await AssertFailsAsync("certificate", "proofs/Steps.dfy was edited since the certificate was written");
        await AssertFailsAsync("certificate", "renew it with 'verified proofs regenerate'");
    }

    [Fact]
    public async Task An_edited_specification_is_stale()
    {
        await RegenerateAsync();
        _proof.EditSpecification("Commit.tla", "Deliver_Publish(p) ==", "Deliver_Publish(p)  ==");
        await AssertFailsAsync("certificate", "tla/Commit.tla was edited since the certificate was written");
    }

    [Fact]
    public async Task A_new_and_a_lost_file_are_stale()
    {
        await RegenerateAsync();
        _proof.Write("More.dfy", "lemma More() ensures 1 + 1 == 2 { }");
        File.Delete(_proof.PathOf("Mutant.dfy"));
        await AssertFailsAsync("certificate", "proofs/More.dfy is new since the certificate was written");
        await AssertFailsAsync("certificate", "proofs/Mutant.dfy is gone since the certificate was written");
    }

    [Fact]
    public async Task A_missing_theorem_fails_and_is_not_certified()
    {
        _proof.Edit("Theorems.dfy", "lemma LossesAddUp(", "lemma LossesAddUpp(");
        (_, IReadOnlyList<CheckRow> rows) = await RegenerateAsync();
        Assert.Equal("nothing written", rows[^1].Figures);
        Assert.False(File.Exists(_proof.CertificatePath));
        await AssertFailsAsync("theorems", "theorem LossesAddUp is missing: no lemma of that name in module Theorems of proofs/Theorems.dfy");
    }

    [Fact]
    public async Task A_theorem_of_another_module_is_none()
    {
        _proof.Edit("Theorems.dfy", "lemma LossesAddUp(", "} module Others { lemma LossesAddUp(");
        await AssertFailsAsync("theorems", "theorem LossesAddUp is missing: no lemma of that name in module Theorems of proofs/Theorems.dfy");
    }

    [Fact]
    public async Task A_theorem_that_dafny_did_not_look_at_fails()
    {
        DafnyRun all = FakeProver.Proved(_proof.Files);
        DafnyRun run = all with { Results = [.. all.Results.Where(r => r.Name != "Theorems.WitnessRun")] };
        await AssertFailsAsync("theorems", "theorem WitnessRun: Dafny verified nothing for it", run);
    }

    [Fact]
    public async Task A_lemma_that_is_refused_fails_by_name()
    {
        await RegenerateAsync();
        await AssertFailsAsync("Steps.dfy", "Steps.dfy(6): a postcondition could not be proved on this return path (Steps.Grows)", FakeProver.Refused(_proof.Files, "Steps.Grows"));
        await AssertFailsAsync("theorems", "theorem WitnessRun was not proved", FakeProver.Refused(_proof.Files, "Theorems.WitnessRun"));
    }

    [Fact]
    public async Task A_lemma_that_takes_too_long_is_inconclusive_and_one_that_costs_too_much_fails()
    {
        await RegenerateAsync();
        (Verdict late, _) = await CheckAsync(FakeProver.Refused(_proof.Files, "Steps.Grows", "Verification of 'Steps.Grows' timed out after 300 seconds."));
        Assert.Equal(Verdict.Inconclusive, late);
        (Verdict dear, _) = await CheckAsync(FakeProver.Refused(_proof.Files, "Steps.Grows", "Verification out of resource (Steps.Grows)"));
        Assert.Equal(Verdict.Fail, dear);
    }

    [Fact]
    public async Task A_warning_fails()
    {
        DafnyRun run = FakeProver.Proved(_proof.Files) with { ExitCode = 2, Diagnostics = [new ProofDiagnostic("Steps.dfy", 3, 2, "Verifier", "assume statement has no {:axiom} annotation")] };
        await AssertFailsAsync("Steps.dfy", "Steps.dfy(3): warning: assume statement has no {:axiom} annotation (Steps)", run);
    }

    [Fact]
    public async Task A_run_that_verified_nothing_or_ended_badly_fails()
    {
        await AssertFailsAsync("dafny", "dafny verified nothing", new DafnyRun(0, [], [], []));
        await AssertFailsAsync("dafny", "dafny ended with exit code 134", FakeProver.Proved(_proof.Files) with { ExitCode = 134 });
    }

    [Theory]
    [InlineData("Dafny auditor completed with 1 finding", "audit: 1 findings")]
    [InlineData("A.dfy(4,36): Warning: Ax: Definition has `assume {:axiom}` statement in body.\nDafny auditor completed with 2 findings", "audit: 2 findings")]
    [InlineData("something else", "the audit gave no count of findings")]
    public async Task A_finding_of_the_audit_fails(string text, string told)
    {
        await RegenerateAsync();
        CheckRow row = await ProofChecks.AuditAsync(_proof.Files, new FakeProver(_proof.Files) { AuditText = text }, 1, TestContext.Current.CancellationToken);
        Assert.Equal(Verdict.Fail, row.Verdict);
        Assert.Contains(told, row.Details);
    }

    [Fact]
    public async Task Another_solver_is_told_and_another_dafny_fails()
    {
        await RegenerateAsync();
        CheckRow solver = ProofChecks.Certificate(_proof.Files, new FakeProver(_proof.Files) { Solver = "4.13.0" });
        Assert.Equal(Verdict.Pass, solver.Verdict);
        Assert.Contains("z3 4.8.12, here 4.13.0", solver.Figures);
        CheckRow dafny = ProofChecks.Certificate(_proof.Files, new FakeProver(_proof.Files) { Dafny = "4.12.0" });
        Assert.Contains("the certificate is of Dafny 4.11.0, and this is 4.12.0", dafny.Details);
    }

    [Theory]
    [InlineData("{ }")]
    [InlineData("[]")]
    [InlineData("{ \"dafny\": ")]
    [InlineData("{ \"dafny\": \"4\", \"z3\": \"4\", \"conditions\": \"many\" }")]
    [InlineData("{ \"dafny\": \"4\", \"z3\": \"4\", \"conditions\": 1, \"theorems\": [ 7 ] }")]
    public void A_damaged_certificate_is_an_error_and_no_crash(string text)
    {
        _proof.Write(ProofCertificate.FileName, text);
        Assert.Equal(ExitCodes.Violation, Assert.Throws<ToolException>(() => ProofCertificate.Load(_proof.Files)).ExitCode);
    }

    [Fact]
    public async Task What_does_not_verify_is_not_certified()
    {
        (Verdict verdict, _) = await RegenerateAsync(FakeProver.Refused(_proof.Files, "Steps.Grows"));
        Assert.Equal(Verdict.Fail, verdict);
        Assert.False(File.Exists(_proof.CertificatePath));
    }

    private Task<(Verdict Verdict, IReadOnlyList<CheckRow> Rows)> CheckAsync(DafnyRun? run = null) => RunAsync(run, s => s.CheckAsync());

    private Task<(Verdict Verdict, IReadOnlyList<CheckRow> Rows)> RegenerateAsync(DafnyRun? run = null) => RunAsync(run, s => s.RegenerateAsync());

    private async Task<(Verdict Verdict, IReadOnlyList<CheckRow> Rows)> RunAsync(DafnyRun? run, Func<ProofSession, Task> work)
    {
        ProofFiles files = _proof.Files;
        FakeProver prover = new(files) { OnVerify = run is null ? null : (_, _) => run };
        ProofSession session = new(files, prover, _ => { }, _ => { }, TestContext.Current.CancellationToken);
        await work(session);
        return (Verdicts.Worst(session.Rows.Select(r => r.Verdict)), session.Rows);
    }

    private async Task AssertFailsAsync(string row, string detail, DafnyRun? run = null)
    {
        (Verdict verdict, IReadOnlyList<CheckRow> rows) = await CheckAsync(run);
        Assert.Equal(Verdict.Fail, verdict);
        Assert.Equal(Verdict.Fail, rows.Single(r => r.Name == row).Verdict);
        Assert.Contains(detail, rows.Single(r => r.Name == row).Details);
    }
}
