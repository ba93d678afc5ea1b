using Verified.Cli;
using Verified.Cli.Output;
using Verified.Cli.Proofs;

namespace Verified.Repository.Tests.Proofs;

/// <summary>What ten seeds must show, and what is recorded of it; with answers in Dafny's place.</summary>
public sealed class StabilityTests : IDisposable
{
    private readonly TemporaryProof _proof = new();

    public StabilityTests()
    {
        ProofFiles files = _proof.Files;
        ProofCertificate.Of(files, new FakeProver(files), FakeProver.Proved(files), null).Write(files);
    }

    public void Dispose() => _proof.Dispose();

    [Fact]
    public async Task Ten_seeds_without_a_failure_are_recorded_file_by_file()
    {
        (IReadOnlyList<CheckRow> rows, FakeProver prover) = await MeasureAsync();
        Assert.All(rows, r => Assert.Equal(Verdict.Pass, r.Verdict));
        Assert.Equal(["Mutant.dfy", "Steps.dfy", "Theorems.dfy", "stability"], rows.Select(r => r.Name).Order(StringComparer.Ordinal));
        Assert.Equal("10 seeds, 0 failures; slowest Theorems.WitnessRun: 130 at most, 125 on average", rows.Single(r => r.Name == "Theorems.dfy").Figures);
        Assert.Equal("as recorded: 10 seeds, 0 failures; slowest Theorems.WitnessRun: 130 at most, 125 on average", rows[^1].Figures);
        Assert.All(prover.Asked, f => Assert.Single(f));
        Assert.Equal(rows[^1].Figures, ProofChecks.Stability(_proof.Files).Figures);
        Assert.Equal(Verdict.Pass, ProofChecks.Certificate(_proof.Files).Verdict);
    }

    [Fact]
    public async Task What_has_a_record_is_not_measured_again_unless_asked()
    {
        await MeasureAsync();
        Assert.Empty((await MeasureAsync()).Prover.Asked);
        Assert.Equal(3, (await MeasureAsync(again: true)).Prover.Asked.Count);
    }

    [Fact]
    public async Task An_edit_voids_the_record_of_the_file_and_of_what_includes_it_and_of_no_other()
    {
        await MeasureAsync();
        _proof.Edit("Steps.dfy", "x + 1 > x", "x + 1 >= x");
        CheckRow row = ProofChecks.Stability(_proof.Files);
        Assert.Equal(Verdict.NotRun, row.Verdict);
        Assert.Equal(["Steps.dfy", "Theorems.dfy"], row.Notes);
        Assert.Equal(["Steps.dfy", "Theorems.dfy"], (await MeasureAsync()).Prover.Asked.Select(f => f[0]).Order(StringComparer.Ordinal));
        _proof.Edit("Mutant.dfy", "NoRecheck", "NoCheck");
        Assert.Equal(["Mutant.dfy", "Steps.dfy", "Theorems.dfy"], ProofChecks.Stability(_proof.Files).Notes);
    }

    [Fact]
    public async Task One_failure_fails_by_name_and_goes_on_failing_until_it_is_measured_anew()
    {
        await MeasureAsync();
        DafnyRun Fails(string file, DafnyRun run) => run with
        {
            Results = [.. run.Results.Select(r => r is { Name: "Steps.Grows", Seed: 7 } ? r with { Passed = false } : r)],
        };
        (IReadOnlyList<CheckRow> rows, _) = await MeasureAsync(Fails, again: true);
        Assert.Contains("Steps.Grows failed with 1 of 10 seeds: 7", rows.Single(r => r.Name == "Steps.dfy").Details);
        Assert.Equal(["Steps.dfy", "stability"], rows.Where(r => r.Verdict == Verdict.Fail).Select(r => r.Name));
        CheckRow recorded = ProofChecks.Stability(_proof.Files);
        Assert.Equal((Verdict.Fail, "as recorded: 1 failures"), (recorded.Verdict, recorded.Figures));
        Assert.Equal(["Steps.dfy"], (await MeasureAsync()).Prover.Asked.Select(f => f[0]));
        Assert.Equal(Verdict.Pass, ProofChecks.Stability(_proof.Files).Verdict);
    }

    [Fact]
    public async Task Fewer_seeds_than_asked_a_lemma_not_looked_at_a_bad_end_and_an_edit_meanwhile_fail()
    {
        await AssertStepsFailAsync((_, run) => run with { Results = [.. run.Results.Where(r => r.Seed != 3)] }, "Steps.Grows was verified with 9 seeds, not 10");
        await AssertStepsFailAsync((_, run) => run with { Results = [.. run.Results.Where(r => r.Name != "Steps.Grows")] }, "Steps.Grows: Dafny verified nothing for it");
        await AssertStepsFailAsync((_, _) => new DafnyRun(0, [], [], []), "Steps.Grows: Dafny verified nothing for it");
        await AssertStepsFailAsync((_, run) => run with { ExitCode = 134 }, "dafny ended with exit code 134");
        await AssertStepsFailAsync(
            (_, run) =>
            {
                _proof.Edit("Steps.dfy", "The step of", "The  step of");
                return run;
            },
            "it was edited while it was measured");
    }

    [Fact]
    public async Task A_lack_of_time_is_inconclusive_and_not_recorded()
    {
        DafnyRun RunsOut(string file, DafnyRun run) => file != "Steps.dfy" ? run : run with
        {
            ExitCode = 4,
            Results = [.. run.Results.Select(r => r is { Name: "Steps.Grows", Seed: 7 } ? r with { Passed = false } : r)],
            Diagnostics = [new ProofDiagnostic("Steps.dfy", 6, 9, "Verifier", "Verification of 'Steps.Grows' timed out after 300 seconds.")],
        };
        (IReadOnlyList<CheckRow> rows, _) = await MeasureAsync(RunsOut);
        CheckRow steps = rows.Single(r => r.Name == "Steps.dfy");
        Assert.Equal(Verdict.Inconclusive, steps.Verdict);
        Assert.Contains("Steps.Grows failed with 1 of 10 seeds: 7", steps.Details);
        Assert.Equal(Verdict.Inconclusive, Verdicts.Worst(rows.Select(r => r.Verdict)));
        Assert.Equal(["Steps.dfy"], ProofChecks.Stability(_proof.Files).Notes);
    }

    [Fact]
    public async Task Records_of_another_dafny_claim_nothing()
    {
        await MeasureAsync();
        ProofFiles files = _proof.Files;
        (ProofCertificate.Load(files)! with { Dafny = "4.12.0" }).Write(files);
        Assert.Equal(Verdict.NotRun, ProofChecks.Stability(files).Verdict);
    }

    [Fact]
    public async Task Where_there_is_no_proof_nothing_is_measured()
    {
        foreach (string file in _proof.Files.Names)
        {
            File.Delete(_proof.PathOf(file));
        }

        Assert.Equal(ExitCodes.Violation, (await Assert.ThrowsAsync<ToolException>(() => MeasureAsync())).ExitCode);
        Assert.Equal(Verdict.NotRun, ProofChecks.Stability(_proof.Files).Verdict);
    }

    [Fact]
    public async Task A_renewed_certificate_keeps_the_records()
    {
        await MeasureAsync();
        ProofFiles files = _proof.Files;
        await new ProofSession(files, new FakeProver(files), _ => { }, _ => { }, TestContext.Current.CancellationToken).RegenerateAsync();
        Assert.Equal(Verdict.Pass, ProofChecks.Stability(files).Verdict);
    }

    [Fact]
    public async Task Without_a_certificate_there_is_no_place_for_the_record()
    {
        File.Delete(_proof.CertificatePath);
        Assert.Equal(ExitCodes.Violation, (await Assert.ThrowsAsync<ToolException>(() => MeasureAsync())).ExitCode);
    }

    private async Task AssertStepsFailAsync(Func<string, DafnyRun, DafnyRun> answer, string detail)
    {
        (IReadOnlyList<CheckRow> rows, _) = await MeasureAsync((file, run) => file == "Steps.dfy" ? answer(file, run) : run, again: true);
        Assert.Contains(detail, rows.Single(r => r.Name == "Steps.dfy").Details);
        Assert.NotEqual(Verdict.Pass, rows[^1].Verdict);
    }

    private async Task<(IReadOnlyList<CheckRow> Rows, FakeProver Prover)> MeasureAsync(Func<string, DafnyRun, DafnyRun>? answer = null, bool again = false)
    {
        ProofFiles files = _proof.Files;
        FakeProver prover = new(files) { OnMeasure = answer };
        ProofSession session = new(files, prover, _ => { }, _ => { }, TestContext.Current.CancellationToken, jobs: 2);
        await session.StabilityAsync(again);
        return (session.Rows, prover);
    }
}
