using System.Diagnostics;
using System.Text.Json.Nodes;
using Verified.Cli.Output;

namespace Verified.Cli.Proofs;

/// <summary>What <c>verified proofs check</c> asks, a row each. Pure but for what the prover does.</summary>
internal static class ProofChecks
{
    /// <summary>The text alone: nothing in it is believed without proof.</summary>
    public static CheckRow Sources(ProofFiles files)
    {
        List<string> problems = [.. SourceScan.Problems(files)];
        if (files.Names.Count == 0)
        {
            problems.Add($"no .dfy in {ProofFiles.Folder}/");
        }

        int lemmas = files.Declarations.Count(d => d.IsLemma);
        return CheckRow.From("sources", $"{files.Names.Count} files, {lemmas} lemmas, {Theorems.Of(files).Count} of them theorems; nothing believed without proof", problems);
    }

    /// <summary>The certificate against the text: hashes and names, without Dafny.</summary>
    /// <param name="files">The proof.</param>
    /// <param name="prover">Dafny and its solver, if they are there: Dafny must be the certificate's, another solver is told.</param>
    /// <param name="run">What was verified just now, if anything: the certificate must be of as much.</param>
    public static CheckRow Certificate(ProofFiles files, IProver? prover = null, DafnyRun? run = null)
    {
        const string Name = "certificate";
        if (ProofCertificate.Load(files) is not { } certificate)
        {
            return CheckRow.From(Name, "none", [$"{ProofFiles.Folder}/{ProofCertificate.FileName} is missing; {ProofCertificate.Renewal}"]);
        }

        string[] problems = [.. Theorems.Required.Except(certificate.Theorems).Select(t => $"theorem {t} is missing in the certificate"), .. certificate.Stale(files, prover?.Dafny), .. run is null ? [] : certificate.Differences(files, run)];
        string solver = prover is null || prover.Solver == certificate.Solver ? "" : $", here {prover.Solver}";
        return CheckRow.From(
            Name,
            $"{certificate.Theorems.Count} theorems, {certificate.Conditions} conditions; Dafny {certificate.Dafny}, z3 {certificate.Solver}{solver}",
            problems);
    }

    /// <summary>The records of several seeds: of this text, or how much of it they say nothing of.</summary>
    public static CheckRow Stability(ProofFiles files)
    {
        const string Name = "stability";
        if (ProofCertificate.Load(files) is not { } certificate)
        {
            return new CheckRow(Name, Verdict.NotRun, $"no {ProofFiles.Folder}/{ProofCertificate.FileName}");
        }

        string[] due = [.. files.Names.Where(f => certificate.StabilityOf(files, f) is null)];
        string[] failed = [.. files.Names.SelectMany(f => certificate.StabilityOf(files, f)?.Failed ?? [])];
        return failed.Length > 0 ? CheckRow.From(Name, $"as recorded: {failed.Length} failures", failed)
            : files.Names.Count == 0 ? new CheckRow(Name, Verdict.NotRun, $"no .dfy in {ProofFiles.Folder}/")
            : due.Length == 0
            ? new CheckRow(Name, Verdict.Pass, $"as recorded: {StabilityRecord.Figures(files.Names.Select(f => certificate.Stability[f]))}")
            : new CheckRow(Name, Verdict.NotRun, $"of {due.Length} of {files.Names.Count} files there is no record of their present text; 'verified proofs stability' measures them")
            {
                Notes = due,
            };
    }

    /// <summary>The records of the mutants: that each died in its lemma in this text, or of how many that is not known.</summary>
    public static CheckRow Mutants(ProofFiles files)
    {
        ProofMutants mutants = ProofMutants.Load(files);
        ProofCertificate? certificate = ProofCertificate.Load(files);
        string[] due = [.. mutants.Killed.Where(k => certificate?.IsKilled(files, k) != true).Select(k => $"{k.Mutant} in {k.Lemma}")];
        return mutants.Problems(files) is { Count: > 0 } problems ? CheckRow.From("mutants", "wrongly listed", problems)
            : due.Length == 0
            ? new CheckRow("mutants", Verdict.Pass, $"as recorded: {mutants.Killed.Count} died, {mutants.Killed.Count(k => k.Edit is not null)} of them guards taken away, each in its lemma; {mutants.Survivors.Count} more are of other machines or survive, each for a reason")
            : new CheckRow("mutants", Verdict.NotRun, $"of {due.Length} of {mutants.Killed.Count} there is no record that they die in the present text; 'verified proofs mutants' tries them")
            {
                Notes = due,
            };
    }

    /// <summary>Dafny's own search for what is believed without proof.</summary>
    public static async Task<CheckRow> AuditAsync(ProofFiles files, IProver prover, int jobs, CancellationToken cancellation)
    {
        Stopwatch watch = Stopwatch.StartNew();
        DafnyRun run = await ProofParts.AuditAsync(files, prover, jobs, cancellation);
        string[] problems = run.Findings switch
        {
            0 when run.ExitCode == 0 => [],
            null => ["the audit gave no count of findings", .. run.Text],
            _ => [.. run.Text.Where(t => t.Contains("Warning:", StringComparison.Ordinal) || t.Contains("Error", StringComparison.Ordinal)), $"audit: {run.Findings} findings"],
        };
        return CheckRow.From("audit", $"{run.Findings?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no count of"} findings", problems) with { Elapsed = watch.Elapsed };
    }

    /// <summary>Verifies every file.</summary>
    public static async Task<(DafnyRun Run, TimeSpan Elapsed)> VerifyAsync(
        ProofFiles files, IProver prover, int jobs, Action<string> report, CancellationToken cancellation)
    {
        Stopwatch watch = Stopwatch.StartNew();
        DafnyRun run = await ProofParts.VerifyAsync(files, prover, jobs, report, cancellation);
        return (run, watch.Elapsed);
    }

    /// <summary>A row for each file, and one for what is of no file, where there is any.</summary>
    public static IEnumerable<CheckRow> Files(ProofFiles files, DafnyRun run)
    {
        Dictionary<string, string> fileOf = [];
        foreach (DafnyDeclaration declaration in files.Declarations)
        {
            fileOf.TryAdd(declaration.Name, declaration.File);
        }

        ILookup<string, ProofResult> results = run.Results.ToLookup(r => fileOf.GetValueOrDefault(r.Name, ""));
        ILookup<string, ProofDiagnostic> diagnostics = run.Diagnostics.ToLookup(d => files.Names.Contains(d.File) ? d.File : "");
        foreach (string file in files.Names)
        {
            yield return Row(files, file, [.. results[file]], [.. diagnostics[file]]);
        }

        List<string> others = [.. results[""].Where(r => !r.Passed).Select(r => $"{r.Name} was not proved"), .. diagnostics[""].Select(d => d.ToString())];
        if (run.ExitCode != 0 && run.Diagnostics.Count == 0)
        {
            others.Add($"dafny ended with exit code {run.ExitCode}");
            others.AddRange(run.Text);
        }

        if (run.Verified == 0 || run.Results.Count == 0)
        {
            others.Add("dafny verified nothing");
        }

        if (others.Count > 0)
        {
            yield return CheckRow.From("dafny", $"exit code {run.ExitCode}", others);
        }
    }

    /// <summary>The lemma that cost most in a run, in words.</summary>
    public static string Slowest(DafnyRun run) =>
        run.Costs() is [var (name, cost), ..] ? $"slowest {name}: {Terminal.Count(cost)}" : "nothing to verify";

    /// <summary>Lemmas of a file of which a run says nothing, a line each.</summary>
    public static IEnumerable<string> Unseen(ProofFiles files, string file, IEnumerable<ProofResult> results) =>
        files.Declarations.Where(d => d.IsLemma && d.File == file).Select(d => d.Name).Except(results.Where(r => r.IsBody).Select(r => r.Name))
            .Select(n => $"{n}: Dafny verified nothing for it");

    private static CheckRow Row(ProofFiles files, string file, ProofResult[] results, ProofDiagnostic[] diagnostics)
    {
        DafnyRun own = new(0, results, diagnostics, []);
        List<string> problems = [.. diagnostics.Select(d => Told(files, d)), .. Unseen(files, file, results)];
        string[] failed = [.. results.Where(r => !r.Passed).Select(r => r.Name).Distinct()];
        problems.AddRange(failed.Where(f => !problems.Any(p => p.Contains(f, StringComparison.Ordinal))).Select(f => $"{f} was not proved"));
        Verdict verdict = problems.Count == 0 ? Verdict.Pass : own.IsOnlyTimeout ? Verdict.Inconclusive : Verdict.Fail;
        return new CheckRow(file, verdict, $"{results.Count(r => r.Passed)} of {results.Length} conditions; {Slowest(own)}")
        {
            Details = problems,
            Elapsed = new TimeSpan(results.Sum(r => r.Duration.Ticks)),
            Data = new JsonObject { ["costs"] = new JsonObject(own.Costs().Select(c => KeyValuePair.Create(c.Name, (JsonNode?)JsonValue.Create(c.Cost)))) },
        };
    }

    private static string Told(ProofFiles files, ProofDiagnostic diagnostic) =>
        files.At(diagnostic.File, diagnostic.Line) is { } at && !diagnostic.Message.Contains(at.Name, StringComparison.Ordinal)
            ? $"{diagnostic} ({at.Name})"
            : diagnostic.ToString();
}
