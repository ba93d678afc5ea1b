using Verified.Campaign;
using Verified.Cli.Output;
using Verified.Cli.Specification;

namespace Verified.Cli.Kills;

/// <summary>A run of <c>verified mutants</c>: a line for each mutant as soon as it is known.</summary>
/// <param name="terminal">Where it is told.</param>
/// <param name="files">The specification.</param>
/// <param name="mutants">The mutants to try.</param>
/// <param name="document">The checkout's table, or null to leave it alone.</param>
/// <param name="writes">Whether that is written; else it is compared.</param>
internal sealed class KillTableRun(Terminal terminal, SpecificationFiles files, IReadOnlyList<Mutant> mutants, string? document, bool writes)
{
    // The control of a run over some mutants is as short as such a run.
    private const int ShareForSome = 20;

    /// <summary>Runs it.</summary>
    /// <param name="cancellation">Ends it with an exception.</param>
    /// <returns>What it showed, and what is wrong.</returns>
    public async Task<(KillReport Report, IReadOnlyList<string> Problems)> RunAsync(CancellationToken cancellation)
    {
        Manifest manifest = Manifest.Load(files);
        bool areAll = mutants.Count == MutantCatalog.All.Count;
        Control control = await Do(report => new ControlRun(files, manifest, areAll ? 1 : ShareForSome, report, cancellation).Run(), cancellation);
        terminal.Line($"control, nothing broken: {Terminal.Count(control.States)} states, "
            + string.Join(", ", control.Tried.Select(t => $"{t.Key.Heading()} {Terminal.Count(t.Value)}")) + $"; {control.Problems.Count} wrong");
        List<KillRow> rows = [];
        foreach (Mutant mutant in mutants)
        {
            rows.Add(await Do(report => new KillRun(files, manifest, report, cancellation).Of(mutant), cancellation));
            Print(rows[^1]);
        }

        IReadOnlyList<InvariantKill>? invariants = areAll
            ? await Do(report => InvariantKills.Of(files, manifest, report, cancellation), cancellation) : null;
        KillReport report = new(control, rows, invariants);
        string[] problems = [.. report.Problems, .. Documented(report)];
        terminal.Line($"{rows.Count} mutants, {rows.Count(r => PastBug.Of(r.Mutant.Name) is not null)} of them bugs of the past; "
            + $"{rows.Sum(r => r.Argued.Count())} times one lives where it may; {problems.Length} problems");
        Array.ForEach(problems, p => terminal.Line($"    {p}"));
        return (report, problems);
    }

    /// <summary>Writes the table, or compares it.</summary>
    private IEnumerable<string> Documented(KillReport report)
    {
        if (document is null)
        {
            yield break;
        }

        string text = KillTable.Document(report);
        if (writes)
        {
            JsonReport.WriteWhole(document, text);
            terminal.Line($"written: {document}");
            yield break;
        }

        string[] old = KillTable.Repeatable(File.ReadAllText(document)).Split('\n');
        string[] now = KillTable.Repeatable(text).Split('\n');
        int at = old.Zip(now).TakeWhile(p => p.First == p.Second).Count();
        if (at < Math.Max(old.Length, now.Length))
        {
            yield return $"{KillTable.File}, line {at + 1}: it says '{old.ElementAtOrDefault(at)}', and this run '{now.ElementAtOrDefault(at)}'; --write renews it";
        }
    }

    private Task<T> Do<T>(Func<Action<string>, T> work, CancellationToken cancellation) =>
        terminal.WorkAsync("mutants", report => Task.Run(() => work(report), cancellation));

    private void Print(KillRow row)
    {
        string models = string.Join(", ", row.Models.Select(m => $"{m.Golden.Property} in {m.Length} ({Terminal.Count(m.TwinStates)} states)"));
        string kills = string.Join(", ", row.Kills.Select(k => $"{k.Key.Heading()} {(k.Value is { } at ? Terminal.Count(at) : "lives")}"));
        terminal.Line($"{row.Mutant.Name,-32} {models}; {kills}; smallest: {row.Bounds}");
    }
}
