using System.Globalization;
using HdrHistogram;
using Verified.Benchmarks.Candidates;
using Verified.Benchmarks.Running;

namespace Verified.Benchmarks.Results;

/// <summary>How a target came out.</summary>
internal enum Outcome
{
    /// <summary>As wanted, at every size.</summary>
    Met,

    /// <summary>Not so at some size.</summary>
    Missed,

    /// <summary>A part of it could not be measured here.</summary>
    Open,
}

/// <summary>A row of the table.</summary>
/// <param name="Claim">What is claimed.</param>
/// <param name="Compared">Which candidates.</param>
/// <param name="Measured">The figures, by size; under 0, what is not of a size.</param>
/// <param name="Wanted">What they should be.</param>
/// <param name="Outcome">How it came out.</param>
internal sealed record TargetRow(string Claim, string Compared, IReadOnlyDictionary<int, string> Measured, string Wanted, Outcome Outcome);

/// <summary>A claim about a measured figure at some sizes.</summary>
/// <param name="Claim">In words.</param>
/// <param name="Shape">Who works at the same time.</param>
/// <param name="Peer">The candidate that it is measured against.</param>
/// <param name="Ours">This project's.</param>
/// <param name="Limits">By size, the ratio that is wanted at least; or, against a floor, at most.</param>
/// <param name="Kind">Which figure.</param>
/// <param name="Floors">Candidates of the floor: what no ring of this kind can leave out, one after the other.</param>
internal sealed record Target(string Claim, Shape Shape, string Peer, string Ours, IReadOnlyList<(int Size, double Limit)> Limits, TargetKind Kind = TargetKind.PeerByOurs, params string[] Floors)
{
    private const double LatencyPercentile = 99.9;

    /// <summary>What came of it.</summary>
    public TargetRow Evaluate(RunResults results)
    {
        Dictionary<int, string> measured = [];
        bool missed = false, open = false;
        foreach ((int size, double limit) in Limits)
        {
            (double peer, double ours) = Figures(results, size);
            double ratio = Kind == TargetKind.OursByFloor ? ours / peer : peer / ours;
            if (double.IsNaN(ratio))
            {
                open = true;
                continue;
            }

            bool met = Kind == TargetKind.OursByFloor ? ratio <= limit : ratio >= limit;
            missed |= !met;
            measured[size] = string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}{(met ? "" : " !")} ({peer:0.0} : {ours:0.0})");
        }

        string compared = $"{Peer} : {Ours}";
        string wanted = Wanted();
        return measured.Count == 0
            ? new TargetRow(Claim, compared, new Dictionary<int, string> { [0] = $"not measured: {Reason()}" }, wanted, Outcome.Open)
            : new TargetRow(Claim, compared, measured, wanted, missed ? Outcome.Missed : open ? Outcome.Open : Outcome.Met);
    }

    /// <summary>The ratio that a ring would have which takes no time besides its floors; null where there are none, or something was not measured.</summary>
    public TargetRow? Most(RunResults results)
    {
        Dictionary<int, string> most = [];
        foreach ((int size, _) in Limits)
        {
            double floor = Floors.Sum(name => Figure(results, size, name)), peer = Figure(results, size, Peer);
            if (double.IsFinite(peer / floor))
            {
                most[size] = string.Create(CultureInfo.InvariantCulture, $"{peer / floor:0.00} ({peer:0.0} : {floor:0.0})");
            }
        }

        return most.Count == 0 ? null : new TargetRow(Claim, $"{Peer} : {string.Join(" + ", Floors)}", most, Wanted(), Outcome.Open);
    }

    private (double Peer, double Ours) Figures(RunResults results, int size) => (Figure(results, size, Peer), Figure(results, size, Ours));

    private double Figure(RunResults results, int size, string name) =>
        Kind == TargetKind.Latency ? Percentile(results.Latency(size, name)) : results.Throughput(Shape, size, name)?.Median ?? double.NaN;

    private static double Percentile(LongHistogram? histogram) => histogram?.GetValueAtPercentile(LatencyPercentile) ?? double.NaN;

    private string Wanted()
    {
        string sign = Kind == TargetKind.OursByFloor ? "<=" : ">=";
        bool same = Limits.Select(l => l.Limit).Distinct().Count() == 1;
        return same ? Text(sign, Limits[0].Limit) : string.Join(", ", Limits.Select(l => $"{Text(sign, l.Limit)} at {l.Size} B"));
    }

    private static string Text(string sign, double limit) => string.Create(CultureInfo.InvariantCulture, $"{sign} {limit:0.0}");

    private string Reason()
    {
        string[] absent = [.. new[] { Peer, Ours }.Where(n => Catalogue.Find(n) is null)];
        return absent.Length == 0 ? "no such shape or size" : string.Join(" and ", absent.Select(n => n == "lttng-ust" ? $"{n} ({LttngTools.Missing})" : $"no candidate {n}"));
    }
}

/// <summary>Which figure a target is about.</summary>
internal enum TargetKind
{
    /// <summary>The peer's time by ours: higher is better.</summary>
    PeerByOurs,

    /// <summary>Our time by the floor's: lower is better.</summary>
    OursByFloor,

    /// <summary>As the first, of the latency that one write in a thousand exceeds.</summary>
    Latency,
}
