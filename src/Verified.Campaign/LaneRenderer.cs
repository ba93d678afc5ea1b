using System.Globalization;

namespace Verified.Campaign;

/// <summary>Draws steps as lanes: one column per process, time from top to bottom.</summary>
public static class LaneRenderer
{
    private const string Gap = "  ";

    /// <summary>Draws steps. A pure function of its arguments.</summary>
    /// <param name="steps">The steps, oldest first; the last one is marked.</param>
    /// <param name="name">Names a process; null for "writer 1", "flusher", "reader", "clock" as campaigns number them.</param>
    /// <returns>The lines: a head, a rule, one line for each step. Empty for no steps.</returns>
    public static string[] Render(IReadOnlyList<RecordedStep> steps, Func<int, string>? name = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (steps.Count == 0)
        {
            return [];
        }

        int[] lanes = [.. steps.Select(s => s.Lane).Distinct().Order()];
        string[] heads = [.. lanes.Select(l => (name ?? NameOf)(l))];
        int[] widths = [.. lanes.Select((l, i) => Math.Max(heads[i].Length, steps.Where(s => s.Lane == l).Max(s => Cell(s).Length)))];
        int numberWidth = steps.Max(s => s.Number.ToString(CultureInfo.InvariantCulture).Length);
        var lines = new List<string>
        {
            Line(new string(' ', numberWidth + 1), lanes.Length, i => heads[i], widths),
            Line(new string('-', numberWidth + 1), lanes.Length, i => new string('-', widths[i]), widths),
        };
        for (int k = 0; k < steps.Count; k++)
        {
            RecordedStep step = steps[k];
            string mark = k == steps.Count - 1 ? ">" : " ";
            string number = mark + step.Number.ToString(CultureInfo.InvariantCulture).PadLeft(numberWidth);
            lines.Add(Line(number, lanes.Length, i => lanes[i] == step.Lane ? Cell(step) : "", widths));
        }

        return [.. lines];
    }

    private static string Line(string first, int count, Func<int, string> cell, int[] widths) =>
        (first + Gap + string.Join(Gap, Enumerable.Range(0, count).Select(i => cell(i).PadRight(widths[i])))).TrimEnd();

    private static string Cell(RecordedStep step)
    {
        string values = step.Old == step.New
            ? step.New.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{step.Old}->{step.New}");
        return step.Location.Length == 0
            ? step.Step
            : string.Create(CultureInfo.InvariantCulture, $"{step.Step} {step.Location}[{step.Index}] {values}");
    }

    private static string NameOf(int process) => process switch
    {
        Scenario.Ticker => "clock",
        Scenario.Flusher => "flusher",
        Scenario.OtherFlusher => "other flusher",
        Scenario.Reader => "reader",
        _ => string.Create(CultureInfo.InvariantCulture, $"writer {process}"),
    };
}
