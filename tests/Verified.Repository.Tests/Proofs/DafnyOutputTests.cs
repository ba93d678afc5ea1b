using Verified.Cli;
using Verified.Cli.Proofs;

namespace Verified.Repository.Tests.Proofs;

/// <summary>What Dafny 4.11.0 printed, read where there is no Dafny; and what is said where it is missing.</summary>
public sealed class DafnyOutputTests : IDisposable
{
    private const string Head = "TestResult.DisplayName,TestResult.Outcome,TestResult.Duration,TestResult.ResourceCount,RandomSeed\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("verified-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_proof_in_parts_is_one_name()
    {
        DafnyRun run = DafnyRun.Parse(
            0,
            ["""{"type":"status","value":"Verified 0/3 symbols. Waiting for Top to verify."}""", """{"type":"status","value":"\nDafny program verifier finished with 5 verified, 0 errors\n"}"""],
            Head + "Top (correctness),Passed,00:00:00.1190268,2965,0\nG.Iso (correctness) (assertion batch 3),Passed,00:00:00.0207094,2915,0\r\nG.T.Get (well-formedness),Passed,00:00:00.0145449,4570,0\nG.Iso (correctness) (assertion batch 1),Passed,00:00:00.0125141,2736,0\n");
        Assert.True(run.IsProved);
        Assert.Equal(5, run.Verified);
        Assert.Equal([("G.Iso", 5651L), ("G.T.Get", 4570L), ("Top", 2965L)], run.Costs());
    }

    [Fact]
    public void A_refusal_is_told_from_giving_up()
    {
        DafnyRun run = DafnyRun.Parse(4, [Error("Verifier", "Verification out of resource (D.Hard)"), Error("Verifier", "a postcondition could not be proved on this return path"), Error("Verifier", "Verification of 'D.Hard' timed out after 5 seconds. (the limit can be increased using --verification-time-limit)")], Head + "D.Hard (correctness),Failed,00:00:00.1416532,102905,0\n");
        Assert.False(run.IsProved);
        Assert.Equal([false, true, false], run.Diagnostics.Select(d => d.IsRefusal));
        Assert.False(run.IsOnlyTimeout);
        Assert.Equal("D.dfy(3): a postcondition could not be proved on this return path", run.Diagnostics[1].ToString());
    }

    [Fact]
    public void A_seed_is_no_part_of_the_cost_of_another()
    {
        DafnyRun run = DafnyRun.Parse(0, [], Head + "A.Two (correctness),Passed,00:00:00.0231319,3781,0\nA.Two (correctness),Passed,00:00:00.0059165,3800,1559595546\n");
        Assert.Equal([("A.Two", 3800L)], run.Costs());
    }

    [Fact]
    public void An_error_before_verification_is_read_with_its_arguments()
    {
        DafnyRun run = DafnyRun.Parse(2, [Error("Resolver", "unresolved identifier: {0}", "\"y\"")], null);
        Assert.Equal("unresolved identifier: y", run.Diagnostics.Single().Message);
        Assert.False(run.IsProved);
    }

    [Fact]
    public void What_is_no_json_is_kept() => Assert.Equal(["{ broken", "CLI: Error: Z3 is not found."], DafnyRun.Parse(4, ["{ broken", "", "CLI: Error: Z3 is not found."], null).Text);

    [Fact]
    public void The_audit_is_counted()
    {
        Assert.Equal(0, DafnyRun.Parse(0, ["Dafny auditor completed with 0 findings"], null).Findings);
        Assert.Equal(1, DafnyRun.Parse(0, ["Dafny auditor completed with 1 finding"], null).Findings);
        Assert.Null(DafnyRun.Parse(0, [], null).Findings);
    }

    [Fact]
    public async Task Without_the_manifest_nothing_is_claimed() =>
        Assert.Contains("dafny is not in .config/dotnet-tools.json", await MissingAsync("/nowhere"));

    [Fact]
    public async Task Without_the_solver_nothing_is_claimed()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, ".config"));
        File.Copy(Path.Combine(Checkout.Root, ".config", "dotnet-tools.json"), Path.Combine(_folder.FullName, ".config", "dotnet-tools.json"));
        Assert.Contains("z3 is not on the PATH; install it", await MissingAsync(_folder.FullName));
    }

    [Fact]
    public void The_solver_is_the_first_on_the_path()
    {
        string[] folders = [.. new[] { "a", "b" }.Select(n => Directory.CreateDirectory(Path.Combine(_folder.FullName, n)).FullName)];
        string name = OperatingSystem.IsWindows() ? "z3.exe" : "z3";
        File.WriteAllText(Path.Combine(folders[1], name), "");
        Assert.Equal(Path.Combine(folders[1], name), DafnyTool.OnPath("z3", string.Join(Path.PathSeparator, folders)));
        Assert.Null(DafnyTool.OnPath("z3", folders[0]));
        Assert.Null(DafnyTool.OnPath("z3", null));
    }

    private static string Error(string source, string message, string arguments = "") =>
        $$"""{"type":"diagnostic","value":{"location":{"filename":"D.dfy","filePath":"D.dfy","range":{"start":{"pos":71,"line":3,"character":8} } },"severity":1,"arguments":[{{arguments}}],"defaultFormatMessage":"{{message}}","errorId":null,"source":"{{source}}","relatedInformation":[]} }""";

    private async Task<string> MissingAsync(string searchPath)
    {
        ToolException e = await Assert.ThrowsAsync<ToolException>(() => DafnyTool.FindAsync(_folder.FullName, searchPath, new DafnyLimits(1, 1, 60), _ => { }, TestContext.Current.CancellationToken));
        Assert.Equal(ExitCodes.Inconclusive, e.ExitCode);
        Assert.DoesNotContain('\n', e.Message);
        return e.Message;
    }
}
