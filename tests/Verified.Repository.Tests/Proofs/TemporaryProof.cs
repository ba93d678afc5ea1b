using Verified.Cli.Proofs;

namespace Verified.Repository.Tests.Proofs;

/// <summary>A checkout with the real specification and a proof small enough to be verified in a second; a test may edit all of it.</summary>
internal sealed class TemporaryProof : IDisposable
{
    private const string Steps = """
        /// The step of the machine, and what is broken.
        include "Mutant.dfy"
        module Steps {
          import opened Mutants
          function Next(x: int): int { if TheMutant == NoPush then x - 1 else x + 1 }
          lemma Grows(x: int) ensures Next(x) > x { }
          lemma Unbothered(x: int) ensures x + 1 > x { }
        }
        """;

    private const string Mutants = """
        module Mutants {
          datatype Mutant = Unbroken | NoPush | NoRecheck
          const TheMutant: Mutant := Unbroken
        }
        """;

    private readonly TemporaryCopy _copy = new(withProofs: false);

    public TemporaryProof()
    {
        Directory.CreateDirectory(Path.Combine(_copy.Root, "proofs"));
        Directory.CreateDirectory(Path.Combine(_copy.Root, ".config"));
        File.Copy(Path.Combine(Checkout.Root, ".config", "dotnet-tools.json"), Path.Combine(_copy.Root, ".config", "dotnet-tools.json"));
        Write("Mutant.dfy", Mutants);
        Write("Steps.dfy", Steps);
        Write("Theorems.dfy", TheoremsWith(""));
        WriteMutants("""{ "mutant": "no-push", "lemma": "Steps.Grows", "file": "Steps.dfy" }""");
    }

    public string Root => _copy.Root;

    public ProofFiles Files => ProofFiles.Of(_copy.Files);

    public string CertificatePath => PathOf(ProofCertificate.FileName);

    public string PathOf(string name) => Path.Combine(Root, "proofs", name);

    public void Write(string name, string text) => File.WriteAllText(PathOf(name), text + "\n");

    /// <summary>The module of theorems, with one more declaration.</summary>
    public void AddToTheorems(string declaration) => Write("Theorems.dfy", TheoremsWith(declaration));

    public void Edit(string name, string old, string replacement)
    {
        string text = File.ReadAllText(PathOf(name));
        Assert.Contains(old, text);
        File.WriteAllText(PathOf(name), text.Replace(old, replacement));
    }

    public void EditSpecification(string name, string old, string replacement) => _copy.Edit(name, old, replacement);

    /// <summary>Lists mutants; everything else of the specification survives for a reason.</summary>
    public void WriteMutants(params string[] killed)
    {
        IEnumerable<string> others = Checkout.Manifest.Models.Select(m => m.Mutant).Where(m => m is not ("none" or "no-push")).Distinct();
        Write(ProofMutants.FileName, $$"""{ "mutants": [{{string.Join(", ", killed)}}], "survive": { {{string.Join(", ", others.Select(m => $"\"{m}\": \"a reason\""))}} } }""");
    }

    public void Dispose() => _copy.Dispose();

    private static string TheoremsWith(string declaration) =>
        "include \"Steps.dfy\"\nmodule Theorems {\n  import Steps\n"
        + string.Concat(Theorems.Required.Select(t => $"  lemma {t}(x: int) requires x > 0 ensures x + 1 > 1 {{ }}\n"))
        + declaration + "\n}";
}
