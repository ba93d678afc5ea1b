using System.Collections.Concurrent;
using Verified.Cli.Output;
using Verified.Cli.Specification;

namespace Verified.Cli.Proofs;

/// <summary>Runs what the actions of <c>verified proofs</c> are made of.</summary>
/// <param name="files">The proof.</param>
/// <param name="prover">Dafny.</param>
/// <param name="report">Told how far it is.</param>
/// <param name="print">Prints a row as soon as it is known.</param>
/// <param name="cancellation">Ends it.</param>
/// <param name="jobs">How many runs of Dafny at once.</param>
internal sealed class ProofSession(
    ProofFiles files, IProver prover, Action<string> report, Action<CheckRow> print, CancellationToken cancellation, int jobs = 1)
{
    private const string Edited = "the proof was edited while it was verified";
    private readonly List<CheckRow> _rows = [];

    /// <summary>What came out.</summary>
    public IReadOnlyList<CheckRow> Rows => _rows;

    /// <summary>The whole in words, for the last line.</summary>
    public string Summary { get; private set; } = "";

    /// <summary>Everything that is claimed of the proof: its text, that it verifies, the audit, the theorems, the certificate.</summary>
    public async Task CheckAsync()
    {
        string before = files.Digest();
        DafnyRun run = await VerifyAllAsync();
        CheckRow certificate = ProofChecks.Certificate(files, prover, run);
        Add(ProofFiles.Of(files.Specification).Digest() == before ? certificate : certificate with { Verdict = Verdict.Fail, Details = [Edited, .. certificate.Details] });
        Add(ProofChecks.Mutants(files));
        Add(ProofChecks.Stability(files));
        Summary += $"; mutants {_rows[^2].Figures}; stability {_rows[^1].Figures}";
    }

    /// <summary>Verifies everything, and writes the certificate if nothing at all is wrong.</summary>
    public async Task RegenerateAsync()
    {
        string before = files.Digest();
        DafnyRun run = await VerifyAllAsync();
        string[] problems = ProofFiles.Of(files.Specification).Digest() == before ? [] : [Edited];
        if (problems.Length > 0 || Verdicts.Worst(_rows.Select(r => r.Verdict)) != Verdict.Pass)
        {
            Add(CheckRow.From("certificate", "nothing written", [.. problems, "only what verifies as a whole is certified"]));
            return;
        }

        ProofCertificate.Of(files, prover, run, ProofCertificate.TryLoad(files)).Write(files);
        Add(new CheckRow("certificate", Verdict.Pass, $"written: {ProofFiles.Folder}/{ProofCertificate.FileName}"));
    }

    /// <summary>Breaks the algorithm in every listed way: the named lemma must fail.</summary>
    /// <param name="only">Only these mutants; empty for all.</param>
    public async Task MutantsAsync(IReadOnlyList<string> only)
    {
        ProofMutants mutants = ProofMutants.Load(files);
        Add(CheckRow.From("mutants listed", mutants.Figures(files), mutants.Problems(files)));
        if (_rows[^1].Verdict != Verdict.Pass)
        {
            Summary = "no mutant tried: the list is wrong";
            return;
        }

        if (only.Except(mutants.Killed.Select(k => k.Mutant)).FirstOrDefault() is { } unknown)
        {
            throw ToolException.Unknown("mutant", unknown, mutants.Killed.Select(k => k.Mutant).Distinct());
        }

        await TryAsync([.. mutants.Killed.Where(k => only.Count == 0 || only.Contains(k.Mutant))]);
    }

    private async Task TryAsync(ProofMutant[] tried)
    {
        (ProofMutant? Mutant, string Lemma, string File)[] work =
        [
            .. tried.Select(t => (t.Lemma, t.File)).Distinct().Select(t => ((ProofMutant?)null, t.Lemma, t.File)),
            .. tried.Select(t => ((ProofMutant?)t, t.Lemma, t.File)),
        ];
        int done = 0;
        ConcurrentDictionary<string, bool> holds = [];
        ConcurrentBag<(ProofMutant Mutant, CheckRow Row)> tries = [];
        await Checks.Jobs.RunAsync(
            work,
            jobs,
            _ => 0,
            async w =>
            {
                CheckRow row = await MutantRun.RunAsync(files, w.Mutant, w.Lemma, w.File, prover, _ => { }, cancellation);
                if (w.Mutant is null)
                {
                    holds[w.Lemma] = row.Verdict == Verdict.Pass;
                }
                else
                {
                    tries.Add((w.Mutant, row));
                }

                lock (_rows)
                {
                    Add(row);
                    report($"{++done} of {work.Length} runs");
                }

                return row;
            },
            cancellation);
        Record(tries.Select(t => (t.Mutant, t.Row.Verdict == Verdict.Pass && holds[t.Mutant.Lemma])));
        Summary = $"{tried.Length} mutants tried, {_rows.Skip(1).Count(r => r.Verdict == Verdict.Pass)} of {work.Length} runs as they must be";
    }

    /// <summary>Verifies file by file with several seeds, and records the outcome in the certificate.</summary>
    /// <param name="again">Also those that have a record of their present text.</param>
    public async Task StabilityAsync(bool again)
    {
        await new StabilitySession(files, prover, jobs, report, Add, cancellation).RunAsync(again);
        Summary = _rows[^1].Figures;
    }

    /// <summary>A mutant's death in a lemma that does not hold unbroken says nothing.</summary>
    private void Record(IEnumerable<(ProofMutant Mutant, bool Died)> tries)
    {
        if (ProofCertificate.Load(files) is { } certificate)
        {
            tries.Aggregate(certificate, (c, t) => c.WithMutant(files, t.Mutant, t.Died)).Write(files);
        }
    }

    private async Task<DafnyRun> VerifyAllAsync()
    {
        Add(ProofChecks.Sources(files));
        if (files.Names.Count == 0)
        {
            throw ToolException.Violation($"no .dfy in {ProofFiles.Folder}/; nothing was verified");
        }

        (DafnyRun run, TimeSpan elapsed) = await ProofChecks.VerifyAsync(files, prover, jobs, report, cancellation);
        foreach (CheckRow row in ProofChecks.Files(files, run))
        {
            Add(row);
        }

        Add(CheckRow.From("theorems", $"{Theorems.Of(files).Count} stated, {Theorems.Required.Count} required", Theorems.Problems(files, run)));
        report("audit");
        CheckRow audit = await ProofChecks.AuditAsync(files, prover, jobs, cancellation);
        Add(audit);
        Summary = $"{run.Verified} conditions in {files.Names.Count} files ({Terminal.Seconds(elapsed)}), {Theorems.Of(files).Count} theorems; audit: {audit.Figures}; {ProofChecks.Slowest(run)}";
        return run;
    }

    private void Add(CheckRow row)
    {
        _rows.Add(row);
        print(row);
    }
}
