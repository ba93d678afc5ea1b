using System.Collections.Concurrent;
using Verified.Cli.Proofs;

namespace Verified.Repository.Tests.Proofs;

/// <summary>Answers in Dafny's place; what it says unasked is that everything was proved.</summary>
internal sealed class FakeProver(ProofFiles files) : IProver
{
    public string Dafny { get; init; } = "4.11.0";

    public string Solver { get; init; } = "4.8.12";

    /// <summary>What it answers when asked to verify.</summary>
    public Func<string, string?, DafnyRun>? OnVerify { get; init; }

    /// <summary>What it answers when asked for several seeds of a file, made of what it would say unasked.</summary>
    public Func<string, DafnyRun, DafnyRun>? OnMeasure { get; init; }

    /// <summary>The files of each run that was asked for.</summary>
    public ConcurrentQueue<string[]> Asked { get; } = [];

    /// <summary>What the audit prints.</summary>
    public string AuditText { get; init; } = "Dafny auditor completed with 0 findings";

    /// <summary>Every lemma of the proof, or of some files, proved with each of some seeds at a cost.</summary>
    public static DafnyRun Proved(ProofFiles files, int seeds = 1, IEnumerable<string>? only = null)
    {
        ProofResult[] results = [.. Enumerable.Range(0, seeds).SelectMany(seed => files.Declarations.Where(d => d.IsLemma).Select((d, i) => (d.File, new ProofResult(d.Name, true, TimeSpan.FromSeconds(1), 100 + i + seed, seed)))
            .Where(r => only is null || only.Contains(r.File)).Select(r => r.Item2))];
        return new DafnyRun(0, results, [], [$"Dafny program verifier finished with {results.Length} verified, 0 errors"]);
    }

    /// <summary>The same run, but for one lemma that is refused, with the message given.</summary>
    public static DafnyRun Refused(ProofFiles files, string lemma, string message = "a postcondition could not be proved on this return path")
    {
        DafnyRun run = Proved(files);
        DafnyDeclaration at = files.Declarations.Single(d => d.Name == lemma);
        return run with
        {
            ExitCode = 4,
            Results = [.. run.Results.Select(r => r.Name == lemma ? r with { Passed = false } : r)],
            Diagnostics = [new ProofDiagnostic(at.File, at.Line, 1, "Verifier", message)],
        };
    }

    public Task<DafnyRun> VerifyAsync(string folder, IEnumerable<string> names, string? symbol, Action<string> report, CancellationToken cancellation)
    {
        Asked.Enqueue([.. names]);
        return Task.FromResult(OnVerify?.Invoke(folder, symbol) ?? Only(Proved(files, 1, names), symbol));
    }

    public Task<DafnyRun> AuditAsync(string folder, IEnumerable<string> names, CancellationToken cancellation) =>
        Task.FromResult(new DafnyRun(0, [], [], AuditText.Split('\n')));

    public Task<DafnyRun> MeasureAsync(string folder, IEnumerable<string> names, int seeds, Action<string> report, CancellationToken cancellation)
    {
        Asked.Enqueue([.. names]);
        DafnyRun run = Proved(files, seeds, names);
        return Task.FromResult(OnMeasure?.Invoke(names.Single(), run) ?? run);
    }

    /// <summary>What a run gives that was asked for one symbol.</summary>
    public static DafnyRun Only(DafnyRun run, string? symbol) =>
        symbol is null ? run : run with { Results = [.. run.Results.Where(r => r.Name == symbol)] };
}
