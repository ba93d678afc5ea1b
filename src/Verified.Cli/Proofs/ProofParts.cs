using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Verified.Cli.Checks;

namespace Verified.Cli.Proofs;

/// <summary>
/// Shares the files out among several runs of Dafny at once. What Dafny itself does for a condition, before and after the solver, is about
/// half of the work, and one run does it in one thread.
/// </summary>
internal static partial class ProofParts
{
    // Resource count for a character of text, where nothing better is known: about what it is on average.
    private const long CostOfCharacter = 2_400;

    /// <summary>The files in parts that cost about the same, by the certificate's costs, be they of an earlier text; each file is in one of them.</summary>
    /// <param name="files">The proof.</param>
    /// <param name="parts">How many, if there are as many files.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Of(ProofFiles files, int parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        IReadOnlyDictionary<string, long> weights = Weights(files);
        (List<string> Files, long Weight)[] shared = [.. Enumerable.Range(0, Math.Min(parts, files.Names.Count)).Select(_ => (new List<string>(), 0L))];
        foreach (string file in files.Names.OrderByDescending(f => weights[f]))
        {
            ref (List<string> Files, long Weight) least = ref shared[Array.IndexOf(shared, shared.MinBy(s => s.Weight))];
            least.Files.Add(file);
            least.Weight += weights[file];
        }

        return [.. shared.Select(s => s.Files)];
    }

    /// <summary>What each file is expected to cost.</summary>
    public static IReadOnlyDictionary<string, long> Weights(ProofFiles files)
    {
        IReadOnlyDictionary<string, long> costs = ProofCertificate.TryLoad(files)?.Costs ?? new Dictionary<string, long>();
        ILookup<string, long> known = files.Declarations.Where(d => d.IsLemma && costs.ContainsKey(d.Name)).ToLookup(d => d.File, d => costs[d.Name]);
        return files.Names.ToDictionary(f => f, f => known[f].Any() ? known[f].Sum() : files.Text(f).Length * CostOfCharacter);
    }

    /// <summary>Verifies every file.</summary>
    /// <param name="files">The proof.</param>
    /// <param name="prover">Dafny.</param>
    /// <param name="jobs">How many runs at once.</param>
    /// <param name="report">Told how far they are together.</param>
    /// <param name="cancellation">Ends all.</param>
    public static async Task<DafnyRun> VerifyAsync(ProofFiles files, IProver prover, int jobs, Action<string> report, CancellationToken cancellation)
    {
        ConcurrentDictionary<string, (int Done, int All)> progress = [];
        void Report(string part, string text)
        {
            Match symbols = Symbols().Match(text);
            if (!symbols.Success)
            {
                report(text);
                return;
            }

            progress[part] = (Number(symbols.Groups[1]), Number(symbols.Groups[2]));
            report($"{progress.Values.Sum(p => p.Done)} of {progress.Values.Sum(p => p.All)} symbols");
        }

        DafnyRun[] runs = await Jobs.RunAsync(
            Of(files, jobs),
            jobs,
            part => part.Count,
            part => prover.VerifyAsync(files.Directory, part, null, text => Report(part[0], text), cancellation),
            cancellation);
        return Merge(runs);
    }

    /// <summary>Audits every file; each run speaks of its own alone, not of what they include.</summary>
    public static async Task<DafnyRun> AuditAsync(ProofFiles files, IProver prover, int jobs, CancellationToken cancellation)
    {
        DafnyRun[] runs = await Jobs.RunAsync(
            Of(files, jobs), jobs, part => part.Count, part => prover.AuditAsync(files.Directory, part, cancellation), cancellation);
        return runs.Any(r => r.Findings is null) ? runs.First(r => r.Findings is null) : Merge(runs);
    }

    /// <summary>What several runs gave together: it is no better than the worst of them.</summary>
    public static DafnyRun Merge(IReadOnlyList<DafnyRun> runs) => new(
        runs.Select(r => r.ExitCode).FirstOrDefault(e => e != 0),
        [.. runs.SelectMany(r => r.Results)],
        [.. runs.SelectMany(r => r.Diagnostics).Distinct()],
        [.. runs.SelectMany(r => r.Text)]);

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^Verified (\d+)/(\d+) symbols")]
    private static partial Regex Symbols();
}
