namespace Verified.Cli.Proofs;

/// <summary>What is asked of Dafny. Tests answer in its place, so that every judgement is tested where there is no Dafny.</summary>
internal interface IProver
{
    /// <summary>Dafny's version.</summary>
    string Dafny { get; }

    /// <summary>The solver's version.</summary>
    string Solver { get; }

    /// <summary>Verifies files.</summary>
    /// <param name="folder">The folder that they are in.</param>
    /// <param name="files">Their names.</param>
    /// <param name="symbol">Only this symbol, by its qualified name; null for all.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="cancellation">Kills Dafny and its solver.</param>
    Task<DafnyRun> VerifyAsync(string folder, IEnumerable<string> files, string? symbol, Action<string> report, CancellationToken cancellation);

    /// <summary>Asks for everything in the files that is believed without proof.</summary>
    Task<DafnyRun> AuditAsync(string folder, IEnumerable<string> files, CancellationToken cancellation);

    /// <summary>Verifies files once with each of several seeds.</summary>
    Task<DafnyRun> MeasureAsync(string folder, IEnumerable<string> files, int seeds, Action<string> report, CancellationToken cancellation);
}
