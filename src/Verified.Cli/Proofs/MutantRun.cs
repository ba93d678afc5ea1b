using System.Diagnostics;
using Verified.Cli.Output;

namespace Verified.Cli.Proofs;

/// <summary>Tries mutants on copies of the proof: the named lemma must fail, and hold on the copy that is not broken.</summary>
internal static class MutantRun
{
    /// <summary>Tries one mutant.</summary>
    /// <param name="files">The proof.</param>
    /// <param name="mutant">What to break, and the lemma that must fail; null for nothing, which must not fail.</param>
    /// <param name="lemma">The lemma.</param>
    /// <param name="file">Its file.</param>
    /// <param name="prover">Dafny.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<CheckRow> RunAsync(
        ProofFiles files, ProofMutant? mutant, string lemma, string file, IProver prover, Action<string> report, CancellationToken cancellation)
    {
        Stopwatch watch = Stopwatch.StartNew();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("verified-mutant-");
        try
        {
            foreach (string name in files.Names)
            {
                string path = Path.Combine(folder.FullName, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, mutant?.Broken(name, files.Text(name)) ?? files.Text(name), cancellation);
            }

            DafnyRun run = await prover.VerifyAsync(folder.FullName, [file], lemma, report, cancellation);
            CheckRow row = mutant is null ? JudgeControl(lemma, run) : JudgeMutant(mutant.Mutant, lemma, run);
            return row with { Elapsed = watch.Elapsed };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The unbroken proof: the lemma must hold, or the failure of a mutant says nothing.</summary>
    public static CheckRow JudgeControl(string lemma, DafnyRun run)
    {
        string name = $"control {lemma}";
        return run.IsProved && run.Results.All(r => r.Name == lemma) ? new CheckRow(name, Verdict.Pass, $"holds unbroken; {ProofChecks.Slowest(run)}")
            : run.IsOnlyTimeout ? new CheckRow(name, Verdict.Inconclusive, "timed out unbroken")
            : CheckRow.From(name, "does not hold unbroken", Said(run));
    }

    /// <summary>A mutant: precisely the lemma must fail, because something in it is not so, and not for lack of time.</summary>
    public static CheckRow JudgeMutant(string mutant, string lemma, DafnyRun run)
    {
        ProofDiagnostic[] errors = [.. run.Diagnostics.Where(d => d.Severity == 1)];
        ProofDiagnostic? refusal = errors.FirstOrDefault(d => d.IsRefusal);
        bool isOfLemma = run.Results.Count > 0 && run.Results.All(r => r.Name == lemma);
        bool failed = isOfLemma && run.Results.Any(r => !r.Passed);
        return errors.Any(d => d.Source != "Verifier") ? CheckRow.From(mutant, "does not resolve", Said(run))
            : !isOfLemma ? CheckRow.From(mutant, $"nothing was verified for {lemma}, or something else", Said(run))
            : failed && refusal is not null ? new CheckRow(mutant, Verdict.Pass, $"killed by {lemma}: {refusal}")
            : failed && errors.Length > 0 ? new CheckRow(mutant, Verdict.Inconclusive, $"{lemma} gave up, and refused nothing: {errors[0]}")
            : CheckRow.From(mutant, $"survives {lemma}", [$"{mutant}: {lemma} holds though the algorithm is broken"]);
    }

    private static string[] Said(DafnyRun run) =>
        run.Diagnostics.Count > 0 ? [.. run.Diagnostics.Select(d => d.ToString())] : [.. run.Text.Append($"exit code {run.ExitCode}")];
}
