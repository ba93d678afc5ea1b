using System.Globalization;
using HdrHistogram;
using Spectre.Console;
using Verified.Benchmarks.Candidates;
using Verified.Benchmarks.Running;
using Verified.Cli.Output;

namespace Verified.Benchmarks.Results;

/// <summary>Results as tables: rows of cells, for the terminal and for a file.</summary>
internal static class Tables
{
    private static readonly double[] s_percentiles = [50, 99, 99.9, 99.99];

    /// <summary>A table's cells, the headings first.</summary>
    public static IReadOnlyList<string[]> Throughput(RunResults results, Shape shape)
    {
        int[] sizes = [.. results.Groups.Where(g => g.Shape == shape).Select(g => g.Size)];
        IEnumerable<string[]> rows = Catalogue.All
            .Select(c => (string[])[c.Name, .. sizes.Select(size => Text(results.Throughput(shape, size, c.Name)))])
            .Where(r => r.Skip(1).Any(cell => cell.Length > 0));
        return [["ns per record, p10 / p50", .. sizes.Select(s => $"{s} B")], .. rows];
    }

    /// <summary>The same of latencies.</summary>
    public static IReadOnlyList<string[]> Latency(RunResults results, int size)
    {
        IEnumerable<string[]> rows = Catalogue.All
            .Select(c => (c.Name, Histogram: results.Latency(size, c.Name)!))
            .Where(c => c.Histogram is { TotalCount: > 0 })
            .Select(c => (string[])[c.Name, .. s_percentiles.Select(p => Ns(c.Histogram.GetValueAtPercentile(p))), Ns(c.Histogram.GetMaxValue()), Terminal.Count(c.Histogram.TotalCount)]);
        return [[$"ns, {size} B", .. s_percentiles.Select(p => string.Create(CultureInfo.InvariantCulture, $"p{p}")), "max", "writes"], .. rows];
    }

    /// <summary>The same of targets.</summary>
    public static IReadOnlyList<string[]> Targets(IReadOnlyList<TargetRow> rows)
    {
        int[] sizes = [.. rows.SelectMany(r => r.Measured.Keys).Where(s => s > 0).Distinct().Order()];
        if (sizes.Length == 0)
        {
            sizes = [0];
        }

        return
        [
            ["claim", "peer : ours", .. sizes.Select(s => s == 0 ? "" : $"{s} B"), "target", ""],
            .. rows.Select(r => (string[])[r.Claim, r.Compared, .. sizes.Select((s, i) => Cell(r, s, i)), r.Wanted, r.Outcome.ToString().ToLowerInvariant()]),
        ];

        static string Cell(TargetRow row, int size, int index) => row.Measured.GetValueOrDefault(size, index == 0 ? row.Measured.GetValueOrDefault(0, "") : "");
    }

    /// <summary>The same of what the floor leaves of targets; no rows where there is nothing.</summary>
    public static IReadOnlyList<string[]> Most(IReadOnlyList<TargetRow> rows)
    {
        IReadOnlyList<string[]> cells = Targets(rows);
        return [["at most, by the floor alone", "peer : floor", .. cells[0][2..^1]], .. cells.Skip(1).Select(r => r[..^1])];
    }

    /// <summary>Prints one.</summary>
    public static void Print(Terminal terminal, string title, IReadOnlyList<string[]> cells)
    {
        terminal.Line(title);
        Table table = terminal.NewTable(cells[0]);
        foreach (string[] row in cells.Skip(1))
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        terminal.Write(table);
        terminal.Line();
    }

    /// <summary>What stands behind the names.</summary>
    public static void PrintAbout(Terminal terminal, IEnumerable<Candidate> candidates)
    {
        foreach (Candidate candidate in candidates)
        {
            terminal.Line($"{candidate.Name,-26} {candidate.About}");
        }

        terminal.Line();
    }

    private static string Text(Samples? samples) =>
        samples is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{samples.P10:0.0} / {samples.Median:0.0}");

    private static string Ns(long value) => Terminal.Count(value);
}
