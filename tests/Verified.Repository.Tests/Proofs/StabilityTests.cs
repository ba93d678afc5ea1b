using Verified.Cli;
using Verified.Cli.Output;
using Verified.Cli.Proofs;

namespace Verified.Repository.Tests.Proofs;

/// <summary>What ten seeds must show, and what is recorded of it; with answers in Dafny's place.</summary>
public sealed class StabilityTests : IDisposable
{
    private readonly TemporaryProof _proof = new();

    public void Dispose() => _proof.Dispose();

    [Fact]
    public async Task Ten_seeds_without_a_failure_are_recorded()
    {
        CheckRow row = await MeasureAsync(FakeProver.Proved(_proof.Files, 10));
        Assert.Equal(Verdict.Pass, row.Verdict);
        Assert.Equal("10 seeds, 0 failures; slowest Theorems.WitnessRun: 125 at most, 120 on average", row.Figures);
        CheckRow recorded = ProofChecks.Stability(_proof.Files);
        Assert.Equal(Verdict.Pass, recorded.Verdict);
        Assert.Contains(row.Figures, recorded.Figures);
        Assert.Equal(Verdict.Pass, ProofChecks.Certificate(_proof.Files).Verdict);
    }

    [Fact]
    public async Task A_record_of_an_earlier_text_claims_nothing()
    {
        await MeasureAsync(FakeProver.Proved(_proof.Files, 10));
        _proof.Edit("Steps.dfy", "x + 1 > x", "x + 1 >= x");
        Assert.Equal(Verdict.NotRun, ProofChecks.Stability(_proof.Files).Verdict);
    }

    [Fact]
    public async Task One_failure_fails_by_name_and_is_not_recorded()
    {
        DafnyRun run = FakeProver.Proved(_proof.Files, 10);
        CheckRow row = await MeasureAsync(run with { ExitCode = 4, Results = [.. run.Results.Select(r => r is { Name: "Steps.Grows", Seed: 7 } ? r with { Passed = false } : r)] });
        Assert.Equal(Verdict.Fail, row.Verdict);
        Assert.Contains("Steps.Grows failed with 1 of 10 seeds: 7", row.Details);
        Assert.Equal(Verdict.NotRun, ProofChecks.Stability(_proof.Files).Verdict);
    }

    [Fact]
    public async Task Fewer_seeds_than_asked_fail()
    {
        CheckRow row = await MeasureAsync(FakeProver.Proved(_proof.Files, 9));
        Assert.Contains("Steps.Grows was verified with 9 seeds, not 10", row.Details);
    }

    [Fact]
    public async Task A_run_that_measured_nothing_or_ended_badly_fails()
    {
        Assert.Equal(Verdict.Fail, (await MeasureAsync(new DafnyRun(0, [], [], []))).Verdict);
        Assert.Equal(Verdict.Fail, (await MeasureAsync(FakeProver.Proved(_proof.Files, 10) with { ExitCode = 134 })).Verdict);
    }

    [Fact]
    public async Task Without_a_certificate_there_is_no_place_for_the_record()
    {
        ProofFiles files = _proof.Files;
        ProofSession session = new(files, new FakeProver(files), _ => { }, _ => { }, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Violation, (await Assert.ThrowsAsync<ToolException>(session.StabilityAsync)).ExitCode);
    }

    private async Task<CheckRow> MeasureAsync(DafnyRun run)
    {
        ProofFiles files = _proof.Files;
        FakeProver prover = new(files) { OnMeasure = run };
        ProofCertificate.Of(files, prover, FakeProver.Proved(files), null).Write(files);
        ProofSession session = new(files, prover, _ => { }, _ => { }, TestContext.Current.CancellationToken);
        await session.StabilityAsync();
        return Assert.Single(session.Rows);
    }
}
