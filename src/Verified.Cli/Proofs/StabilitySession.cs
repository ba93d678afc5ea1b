using System.Diagnostics;
using Verified.Cli.Checks;
using Verified.Cli.Output;

namespace Verified.Cli.Proofs;

/// <summary>
/// Verifies file by file with several seeds. What passed is recorded in the certificate at once, so that a run of an hour may be ended and
/// gone on with, and after an edit only what includes the edited text is measured again.
/// </summary>
/// <param name="files">The proof.</param>
/// <param name="prover">Dafny.</param>
/// <param name="jobs">How many files at once.</param>
/// <param name="report">Told how far it is.</param>
/// <param name="add">Given a row as soon as it is known.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class StabilitySession(
    ProofFiles files, IProver prover, int jobs, Action<string> report, Action<CheckRow> add, CancellationToken cancellation)
{
    private readonly Lock _writing = new();
    private int _done;

    /// <summary>Measures the files that have no record of their present text.</summary>
    /// <param name="again">Measures all.</param>
    /// <exception cref="ToolException">There is no certificate for the records to be in.</exception>
    public async Task RunAsync(bool again)
    {
        if (ProofCertificate.Load(files) is not { } certificate)
        {
            throw ToolException.Violation($"{ProofFiles.Folder}/{ProofCertificate.FileName} is missing, and the record belongs in it; {ProofCertificate.Renewal}");
        }

        if (files.Names.Count == 0)
        {
            throw ToolException.Violation($"no .dfy in {ProofFiles.Folder}/; nothing was measured");
        }

        string[] due = [.. files.Names.Where(f => again || !certificate.IsStable(files, f))];
        IReadOnlyDictionary<string, long> weights = ProofParts.Weights(files);
        report($"0 of {due.Length} files");
        await Jobs.RunAsync(due, jobs, f => weights[f], f => MeasureAsync(f, due.Length), cancellation);
        add(ProofChecks.Stability(files));
    }

    private async Task<CheckRow> MeasureAsync(string file, int all)
    {
        Stopwatch watch = Stopwatch.StartNew();
        DafnyRun run = await prover.MeasureAsync(files.Directory, [file], StabilityRecord.Asked, _ => { }, cancellation);
        StabilityRecord record = StabilityRecord.Of(files, file, prover, run);
        if (ProofFiles.Of(files.Specification).Closure(file) != files.Closure(file))
        {
            record = record with { Failed = [.. record.Failed, "it was edited while it was measured"] };
        }

        if (run.IsOnlyTimeout && !ProofChecks.Unseen(files, file, run.Results).Any())
        {
            return Tell(new CheckRow(file, Verdict.Inconclusive, "ran out of time; nothing recorded") { Details = record.Failed, Elapsed = watch.Elapsed }, all, () => { });
        }

        CheckRow row = CheckRow.From(file, record.Failed.Count > 0 ? "not stable" : StabilityRecord.Figures([record]), record.Failed) with { Elapsed = watch.Elapsed };
        // Read again: it may have been renewed meanwhile.
        return Tell(row, all, () => ProofCertificate.Load(files)?.WithStability(file, record).Write(files));
    }

    private CheckRow Tell(CheckRow row, int all, Action record)
    {
        lock (_writing)
        {
            record();
            add(row);
            report($"{++_done} of {all} files");
        }

        return row;
    }
}
