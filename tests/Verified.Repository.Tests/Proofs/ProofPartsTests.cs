using Verified.Cli.Proofs;

namespace Verified.Repository.Tests.Proofs;

/// <summary>Several runs of Dafny at once are together what one is.</summary>
public sealed class ProofPartsTests : IDisposable
{
    private readonly TemporaryProof _proof = new();

    public void Dispose() => _proof.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(16, 3)]
    public void Each_file_is_in_one_part(int asked, int parts)
    {
        IReadOnlyList<IReadOnlyList<string>> of = ProofParts.Of(_proof.Files, asked);
        Assert.Equal(parts, of.Count);
        Assert.Equal(_proof.Files.Names, of.SelectMany(p => p).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Parts_weigh_about_the_same_by_what_was_certified()
    {
        ProofFiles files = ProofFiles.Of(Checkout.Specification);
        IReadOnlyDictionary<string, long> weights = ProofParts.Weights(files);
        long[] sums = [.. ProofParts.Of(files, 2).Select(p => p.Sum(f => weights[f]))];
        Assert.True(sums.Max() < 1.05 * sums.Min(), string.Join(" and ", sums));
    }

    [Fact]
    public async Task Runs_at_once_are_together_what_one_run_is()
    {
        ProofFiles files = _proof.Files;
        FakeProver prover = new(files);
        DafnyRun run = await ProofParts.VerifyAsync(files, prover, 2, _ => { }, TestContext.Current.CancellationToken);
        Assert.Equal(2, prover.Asked.Count);
        DafnyRun whole = FakeProver.Proved(files);
        Assert.True(run.IsProved);
        Assert.Equal(whole.Verified, run.Verified);
        Assert.Equal(whole.Results.Select(r => r.Name).Order(StringComparer.Ordinal), run.Results.Select(r => r.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_run_that_ended_badly_is_not_hidden_by_one_that_did_not()
    {
        DafnyRun good = FakeProver.Proved(_proof.Files);
        DafnyRun bad = FakeProver.Refused(_proof.Files, "Steps.Grows");
        Assert.Equal(4, ProofParts.Merge([good, bad]).ExitCode);
        Assert.Equal(134, ProofParts.Merge([good with { ExitCode = 134 }, good]).ExitCode);
        Assert.False(ProofParts.Merge([bad, good]).IsProved);
        Assert.Single(ProofParts.Merge([bad, good]).Diagnostics);
    }

    [Theory]
    [InlineData("Dafny auditor completed with 0 findings", 0)]
    [InlineData("Dafny auditor completed with 2 findings", 4)]
    [InlineData("something else", null)]
    public async Task Findings_of_all_parts_are_counted(string text, int? findings)
    {
        ProofFiles files = _proof.Files;
        DafnyRun run = await ProofParts.AuditAsync(files, new FakeProver(files) { AuditText = text }, 2, TestContext.Current.CancellationToken);
        Assert.Equal(findings, run.Findings);
    }

    [Fact]
    public async Task How_far_they_are_is_told_together()
    {
        List<string> told = [];
        await ProofParts.VerifyAsync(_proof.Files, new Teller(), 2, told.Add, TestContext.Current.CancellationToken);
        Assert.Contains("6 of 20 symbols", told);
    }

    [Fact]
    public async Task A_file_of_which_nothing_was_verified_fails()
    {
        ProofFiles files = _proof.Files;
        DafnyRun run = await ProofParts.VerifyAsync(files, new FakeProver(files), 2, _ => { }, TestContext.Current.CancellationToken);
        run = run with { Results = [.. run.Results.Where(r => r.Name != "Steps.Unbothered")] };
        Assert.Contains("Steps.Unbothered: Dafny verified nothing for it", ProofChecks.Files(files, run).Single(r => r.Name == "Steps.dfy").Details);
    }

    private sealed class Teller : IProver
    {
        public string Dafny => "4.11.0";

        public string Solver => "4.8.12";

        public Task<DafnyRun> VerifyAsync(string folder, IEnumerable<string> files, string? symbol, Action<string> report, CancellationToken cancellation)
        {
            lock (this)
            {
                report("Verified 3/10 symbols. Waiting for Steps.Grows to verify.");
            }

            return Task.FromResult(new DafnyRun(0, [], [], []));
        }

        public Task<DafnyRun> AuditAsync(string folder, IEnumerable<string> files, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<DafnyRun> MeasureAsync(string folder, IEnumerable<string> files, int seeds, Action<string> report, CancellationToken cancellation) =>
            throw new NotSupportedException();
    }
}
