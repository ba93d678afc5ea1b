using Verified.Cli;
using Verified.Cli.Output;
using Verified.Cli.Proofs;

namespace Verified.Repository.Tests.Proofs;

/// <summary>What is believed without proof is seen in the text alone, where there is no Dafny.</summary>
public sealed class SourceScanTests : IDisposable
{
    private readonly TemporaryProof _proof = new();

    public void Dispose() => _proof.Dispose();

    [Fact]
    public void A_proof_without_a_cheat_passes() => Assert.Empty(SourceScan.Problems(_proof.Files));

    [Fact]
    public void The_proof_of_this_checkout_has_none() => Assert.Empty(SourceScan.Problems(ProofFiles.Of(Checkout.Specification)));

    [Theory]
    [InlineData("lemma L(x: int) ensures x > 0 { assume x > 0; }", "'assume'")]
    [InlineData("lemma L(x: int) ensures x > 0 { assume {:axiom} x > 0; }", "'assume'")]
    [InlineData("method M(x: int) ensures x > 0 { expect x > 0; }", "'expect'")]
    [InlineData("lemma {:axiom} L(x: int) ensures x > 0", "{:axiom}")]
    [InlineData("lemma {: axiom } L(x: int) ensures x > 0", "{:axiom}")]
    [InlineData("lemma {:verify false} L(x: int) ensures x > 0 { }", "{:verify}")]
    [InlineData("lemma {:only} L(x: int) { }", "{:only}")]
    [InlineData("function {:extern} F(x: int): int", "{:extern}")]
    [InlineData("lemma L(x: int) { assert {:only} x == x; }", "{:only}")]
    [InlineData("@Axiom lemma L(x: int) ensures x > 0", "@Axiom")]
    [InlineData("@Verify(false) lemma L(x: int) ensures x > 0 { }", "@Verify")]
    [InlineData("module {:options \"--allow-axioms\"} M { }", "{:options}")]
    [InlineData("lemma L(x: int) ensures x > 0", "lemma Theorems.L has no body")]
    [InlineData("lemma L(x: int) ensures x in {1, 2}", "lemma Theorems.L has no body")]
    [InlineData("lemma L(s: set<int>) ensures s == {}", "lemma Theorems.L has no body")]
    [InlineData("lemma L(s: set<int>) requires s == {} decreases {1}", "lemma Theorems.L has no body")]
    [InlineData("ghost function F(x: int): int ensures F(x) == x + 1 && F(x) == x", "function Theorems.F has no body")]
    [InlineData("ghost predicate P(x: int) ensures P(x) && !P(x)", "predicate Theorems.P has no body")]
    [InlineData("method M(x: int) ensures x > 0", "method Theorems.M has no body")]
    [InlineData("abstract module Open { ghost function F(x: int): int ensures false }", "'abstract'")]
    [InlineData("replaceable module Open { ghost function F(x: int): int ensures false }", "'replaceable'")]
    [InlineData("module More refines Steps { }", "'refines'")]
    [InlineData("import opened Open : Steps", "'import opened Open :'")]
    [InlineData("lemma L(x: int) ensures x > 0 { ghost var 'q := 0; assume false; }", "'assume'")]
    [InlineData("least lemma L(x: int) ensures x > 0\n  lemma K() { }", "lemma Theorems.L has no body")]
    public void A_cheat_is_seen_with_its_line(string declaration, string told)
    {
        _proof.AddToTheorems(declaration);
        CheckRow row = ProofChecks.Sources(_proof.Files);
        Assert.Equal(Verdict.Fail, row.Verdict);
        Assert.Contains(row.Details, d => d.StartsWith("Theorems.dfy(24): ", StringComparison.Ordinal) && d.Contains(told, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("// assume {:axiom} and {:verify false} are named here, and @Axiom")]
    [InlineData("/* assume /* expect */ {:extern} */")]
    [InlineData("const Text := \"assume {:axiom} // no comment\"")]
    [InlineData("const Text := @\"assume \"\" {:axiom}\"")]
    [InlineData("lemma L(x': int, assumed: int) requires x' > 0 ensures x' >= 0 { var quote := '\"'; }")]
    [InlineData("lemma L(x: int) { var a := '\\''; var b := '\"'; ghost var c := 'a'; }")]
    [InlineData("function F(x: int): seq<int> { [x] } predicate P(s: seq<set<int>>) { |s| > 0 } lemma K(s: set<int>) requires s == {} ensures s <= {1} { }")]
    [InlineData("lemma {:rlimit 100} {:induction false} L(s: set<int>) ensures s == s { forall x {:trigger x in s} | x in s ensures x == x { } }")]
    public void What_is_no_cheat_is_not_told(string declaration)
    {
        _proof.AddToTheorems(declaration);
        Assert.Empty(SourceScan.Problems(_proof.Files));
    }

    [Fact]
    public void A_file_from_elsewhere_is_seen()
    {
        _proof.Edit("Steps.dfy", "include \"Mutant.dfy\"", "include \"../tla/Other.dfy\"");
        Assert.Contains("Steps.dfy includes '../tla/Other.dfy', which is not among the files that are verified", SourceScan.Problems(_proof.Files));
    }

    [Theory]
    [InlineData("dfyconfig.toml")]
    [InlineData("Library.doo")]
    public void A_file_of_settings_is_seen(string name)
    {
        _proof.Write(name, "allow-warnings = true");
        Assert.Contains(SourceScan.Problems(_proof.Files), p => p.StartsWith(name, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_no_proof()
    {
        foreach (string file in Directory.GetFiles(Path.Combine(_proof.Root, "proofs"), "*.dfy"))
        {
            File.Delete(file);
        }

        Assert.Equal(Verdict.Fail, ProofChecks.Sources(_proof.Files).Verdict);
    }

    [Fact]
    public void Declarations_know_where_they_are()
    {
        IReadOnlyList<DafnyDeclaration> found = DafnyDeclarations.Of("A.dfy", """
            module A {
              module B { opaque ghost predicate {:fuel 2} P(x: int) { x in {1, 2} } }
              datatype T = C(a: int, b: set<int>) | D { function F(): int { 1 } }
              const K: int := 3
              twostate lemma L() ensures true
              function G(): int { var function_ := 1; function_ }
            }
            lemma Top() { }
            """);
        Assert.Equal(
            ["module A", "module A.B", "predicate A.B.P", "datatype A.T", "function A.T.F", "const A.K", "lemma A.L", "function A.G", "lemma Top"],
            found.Select(d => $"{d.Kind} {d.Name}"));
        Assert.Equal([1, 2, 2, 3, 3, 4, 5, 6, 8], found.Select(d => d.Line));
        Assert.Equal(["C", "D"], DatatypeConstructors.Of(found.Single(d => d.Name == "A.T")));
        Assert.Equal([false, true], found.Where(d => d.IsLemma).Select(d => d.HasBody));
    }
}
