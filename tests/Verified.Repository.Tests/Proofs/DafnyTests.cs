using System.Text.Json.Nodes;
using Verified.Cli;
using Verified.Cli.Proofs;

namespace Verified.Repository.Tests.Proofs;

/// <summary>The whole command with the real Dafny and a tiny proof. Without z3 these are skipped, and the runner says so.</summary>
public sealed class DafnyTests : IDisposable
{
    private readonly TemporaryProof _proof = new();

    public void Dispose() => _proof.Dispose();

    [Fact]
    public async Task A_proof_is_certified_checked_measured_and_broken()
    {
        (int regenerated, string text, _) = await RunAsync("regenerate");
        Assert.True(regenerated == ExitCodes.Pass, text);
        (int passed, text, _) = await RunAsync("check", "--json", Path.Combine(_proof.Root, "report.json"));
        Assert.True(passed == ExitCodes.Pass, text);
        Assert.StartsWith("proofs: pass: 22 conditions in 3 files", Last(text));
        Assert.Equal("pass", (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(_proof.Root, "report.json")))!["verdict"]);
        (int stable, text, _) = await RunAsync("stability");
        Assert.True(stable == ExitCodes.Pass, text);
        Assert.Contains("10 seeds, 0 failures; slowest ", Last(text));
        (int killed, text, _) = await RunAsync("mutants");
        Assert.True(killed == ExitCodes.Pass, text);
        Assert.Contains("killed by Steps.Grows: Steps.dfy(6): a postcondition could not be proved", text);
    }

    [Theory]
    [InlineData("lemma L(x: int) ensures x > 0 { assume x > 0; }", "Theorems.dfy(24): 'assume'", "audit: 1 findings")]
    [InlineData("lemma L(x: int) ensures x > 0 { assume {:axiom} x > 0; }", "Theorems.dfy(24): {:axiom}", "audit: 1 findings")]
    [InlineData("lemma {:axiom} L(x: int) ensures x > 0", "Theorems.dfy(24): {:axiom}", "audit: 1 findings")]
    [InlineData("lemma {:verify false} L(x: int) ensures x > 0 { }", "Theorems.dfy(24): {:verify}", "audit: 1 findings")]
    [InlineData("lemma L(x: int) ensures x > 0 { }", "Theorems.dfy(24): a postcondition could not be proved on this return path (Theorems.L)", "theorem L was not proved")]
    [InlineData("lemma L(x: int) ensures y > 0 { }", "Theorems.dfy(24): unresolved identifier: y", "Theorems.L: Dafny verified nothing for it")]
    public async Task What_is_not_proved_is_neither_passed_nor_certified(string declaration, string first, string second)
    {
        _proof.AddToTheorems(declaration);
        (int exitCode, string text, _) = await RunAsync("regenerate");
        Assert.Equal(ExitCodes.Violation, exitCode);
        Assert.Contains(first, text);
        Assert.Contains(second, text);
        Assert.StartsWith("proofs: FAIL: ", Last(text));
        Assert.False(File.Exists(_proof.CertificatePath));
    }

    [Fact]
    public async Task A_mutant_that_only_times_out_is_inconclusive()
    {
        _proof.Edit("Steps.dfy", "x - 1 else x + 1", "x * x * x + x * x - 7 * x + 13 else x + 1");
        _proof.Edit("Steps.dfy", "lemma Grows(x: int) ensures Next(x) > x { }", "lemma Grows(x: int, y: int, z: int) requires x > 1 && y > 1 && z > 1 ensures TheMutant == NoPush ==> x*x*x + y*y*y != z*z*z { }");
        (int exitCode, string text, _) = await RunAsync("mutants", "--time-limit", "2");
        Assert.True(exitCode == ExitCodes.Inconclusive, text);
        Assert.Contains("Steps.Grows gave up, and refused nothing", text);
    }

    [Fact]
    public async Task A_cancelled_verification_claims_nothing()
    {
        RequireSolver();
        using CancellationTokenSource cancelled = new();
        cancelled.CancelAfter(TimeSpan.FromMilliseconds(300));
        StringWriter error = new();
        Assert.Equal(ExitCodes.Inconclusive, await Tool.RunAsync(["proofs", "--root", _proof.Root], new StringWriter(), error, cancelled.Token));
        Assert.Contains("nothing is claimed", error.ToString());
    }

    private static string Last(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];

    private static void RequireSolver() => Assert.SkipUnless(
        DafnyTool.OnPath("z3", Environment.GetEnvironmentVariable("PATH")) is not null, "z3 is not on the PATH; '.ci/run' installs it");

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args)
    {
        RequireSolver();
        StringWriter output = new();
        StringWriter error = new();
        int exitCode = await Tool.RunAsync(["proofs", .. args, "--root", _proof.Root], output, error, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString() + error, error.ToString());
    }
}
