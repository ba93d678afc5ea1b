using ScottPlot;

namespace Verified.Benchmarks.Results;

/// <summary>Nanoseconds per record of some candidates as one thing grows.</summary>
/// <param name="File">The name of its files, without an ending.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Grows">What grows, by powers of two.</param>
internal sealed record Curve(string File, string Title, string Grows)
{
    private const string Font = "DejaVu Sans"; // where it is absent, another takes its place
    private const int Width = 900;
    private const int Height = 520;

    /// <summary>By candidate, in the order of the legend: what had grown to how much, and the median.</summary>
    public List<(string Name, List<(double At, double Nanoseconds)> Points)> Lines { get; } = [];

    /// <summary>A point more.</summary>
    public void Add(string name, double at, double nanoseconds)
    {
        int index = Lines.FindIndex(l => l.Name == name);
        if (index < 0)
        {
            index = Lines.Count;
            Lines.Add((name, []));
        }

        Lines[index].Points.Add((at, nanoseconds));
    }

    /// <summary>As a table: a row for each candidate.</summary>
    public IReadOnlyList<string[]> Cells()
    {
        double[] all = [.. Lines.SelectMany(l => l.Points.Select(p => p.At)).Distinct().Order()];
        return [[$"{Grows}: ns per record", .. all.Select(Label)], .. Lines.Select(l => (string[])[l.Name, .. all.Select(at => Cell(l.Points, at))])];
    }

    /// <summary>Writes it as SVG and PNG.</summary>
    /// <returns>The files.</returns>
    public IReadOnlyList<string> Write(string folder, string machine)
    {
        using Plot plot = new();
        foreach ((string name, List<(double At, double Nanoseconds)> points) in Lines)
        {
            var line = plot.Add.Scatter(points.Select(p => Math.Log2(p.At)).ToArray(), points.Select(p => p.Nanoseconds).ToArray());
            line.LegendText = name;
            line.LineWidth = 2;
        }

        double[] ticks = [.. Lines.SelectMany(l => l.Points.Select(p => p.At)).Distinct().Order()];
        plot.Axes.Bottom.SetTicks([.. ticks.Select(Math.Log2)], [.. ticks.Select(Label)]);
        plot.Axes.SetLimitsY(0, Lines.Max(l => l.Points.Max(p => p.Nanoseconds)) * 1.1);
        plot.Title($"{Title}\n{machine}", size: 16);
        plot.XLabel(Grows);
        plot.YLabel("ns per record, median");
        plot.ShowLegend(Edge.Right);
        plot.Font.Set(Font);
        string svg = Path.Combine(folder, $"{File}.svg"), png = Path.Combine(folder, $"{File}.png");
        plot.SaveSvg(svg, Width, Height);
        plot.SavePng(png, Width, Height);
        return [svg, png];
    }

    private static string Cell(List<(double At, double Nanoseconds)> points, double at)
    {
        int index = points.FindIndex(p => p.At == at);
        return index < 0 ? "" : points[index].Nanoseconds.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Label(double at) => at >= 1 << 20 ? $"{at / (1 << 20)} Mi" : at >= 1 << 12 ? $"{at / (1 << 10)} Ki" : $"{at}";
}
