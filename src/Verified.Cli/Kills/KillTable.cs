using System.Text;
using Verified.Campaign;
using Verified.Cli.Output;

namespace Verified.Cli.Kills;

/// <summary>The kill table as a document.</summary>
internal static class KillTable
{
    /// <summary>Where it stands in a checkout.</summary>
    public const string File = "docs/kill-table.md";

    /// <summary>The last heading: what is below it may be another in the next run.</summary>
    public const string Unrepeatable = "## Real threads";

    /// <summary>The whole document.</summary>
    public static string Document(KillReport report)
    {
        StringBuilder text = new();
        Head(text, report);
        Rows(text, report);
        Survivors(text, report.Rows);
        Bounds(text, report.Rows);
        KillTableParts.PastBugs(text, report.Rows);
        KillTableParts.Invariants(text, report.Invariants ?? []);
        KillTableParts.Threads(text, report);
        return text.ToString();
    }

    /// <summary>The part of a document that is the same in every run.</summary>
    public static string Repeatable(string document)
    {
        string text = document.Replace("\r\n", "\n", StringComparison.Ordinal);
        int end = text.IndexOf("\n" + Unrepeatable, StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }

    /// <summary>One line of the document.</summary>
    public static void Line(this StringBuilder text, string line = "") => text.Append(line).Append('\n');

    private static void Head(StringBuilder text, KillReport report)
    {
        int past = report.Rows.Count(r => PastBug.Of(r.Mutant.Name) is not null);
        text.Line("# Kill table");
        text.Line();
        text.Line("Every mutant against every method. Written by `verified mutants --write`; `verified mutants --check` makes it again and compares.");
        text.Line($"{report.Rows.Count} mutants, {past} of them bugs of LTTng's and Ftrace's past.");
        text.Line($"Not among them: {string.Join(", ", MutantCatalog.OfCodeAlone.Select(m => m.Name))}. They break progress alone, so no twin is broken with them: the lockstep refuses their first step too much, `campaign --stop-threads every-point` sees the first and a failed exchange that nobody pays for the second; `MCExpectWaitForDead` and `MCExpectWaitHoldsUp` are models of the first.");
        text.Line();
        text.Line("The numbers say what it took to see the mutant. A dash: it lives; the second table says why it may.");
        text.Line();
        text.Line("* **TLC**: the model that fails, by which property, and the states of the shortest counterexample (from the goldens).");
        text.Line("* **twin**: distinct states until the same property failed in the twin, run now, in as many states.");
        foreach (KillMethod method in Enum.GetValues<KillMethod>().Where(m => m.IsRepeatable()))
        {
            text.Line($"* **{method.Heading()}**: {Meaning(method)} Tried: {method.Bound()}.");
        }

        text.Line();
    }

    private static string Meaning(KillMethod method) => method switch
    {
        KillMethod.Lockstep => "the schedule in which the broken code took a step that the twin does not know.",
        KillMethod.BesideTwin => "the schedule in which the broken code failed beside a twin that is broken in the same way: by an invariant, or by what was read.",
        KillMethod.Records => "the schedule in which what was read, or what was counted as lost, was wrong; without the twin.",
        KillMethod.Sequential => "the workload in which one operation after the other did not do what a plain model does.",
        _ => "the run in which one thread, interrupted by a whole operation of another process before one of its steps, read or lost something wrong.",
    };

    private static void Rows(StringBuilder text, KillReport report)
    {
        KillMethod[] methods = [.. Enum.GetValues<KillMethod>().Where(m => m.IsRepeatable())];
        text.Line($"| mutant | past | TLC | twin | {string.Join(" | ", methods.Select(m => m.Heading()))} |");
        text.Line($"|---|---|---|---|{string.Concat(methods.Select(_ => "---|"))}");
        text.Line($"| *none: the control* | | | – of {Terminal.Count(report.Control.States)} | "
            + string.Join(" | ", methods.Select(m => report.Control.Tried.TryGetValue(m, out long n) ? $"– of {Terminal.Count(n)}" : "")) + " |");
        foreach (KillRow row in report.Rows)
        {
            string models = string.Join("<br>", row.Models.Select(m => $"{m.Golden.Name}: `{m.Golden.Property}`, {m.Length}"));
            string twin = string.Join("<br>", row.Models.Select(m => m.TwinProperty is null ? "–" : Terminal.Count(m.TwinStates)));
            text.Line($"| {row.Mutant.Name} | {PastBug.Of(row.Mutant.Name)?.Commit} | {models} | {twin} | "
                + string.Join(" | ", methods.Select(m => row.Kills[m] is { } at ? Terminal.Count(at) : "–")) + " |");
        }

        text.Line();
    }

    private static void Survivors(StringBuilder text, IReadOnlyList<KillRow> rows)
    {
        text.Line("## Who lives, and why");
        text.Line();
        text.Line("In lockstep, beside its twin, in TLC and in the twin no mutant may live. Elsewhere one of these reasons must be given; `verified mutants`");
        text.Line("fails where one is missing, and where one is given for a mutant that was seen.");
        text.Line();
        text.Line("| mutant | not seen by | reason |");
        text.Line("|---|---|---|");
        foreach (KillRow row in rows)
        {
            foreach (KillMethod method in row.Argued)
            {
                Survivor? why = Survivor.Find(row.Mutant.Name, method);
                string reason = why is null ? "**nobody says why**" : $"{Survivor.Words(why.Reason)}{(why.Argument.Length > 0 ? ". " + why.Argument : "")}";
                text.Line($"| {row.Mutant.Name} | {method.Heading()} | {reason} |");
            }
        }

        text.Line();
    }

    private static void Bounds(StringBuilder text, IReadOnlyList<KillRow> rows)
    {
        text.Line("## How large a model each needs");
        text.Line();
        text.Line("Found in the twin by making the failing model smaller for as long as it fails (and holds without the mutant): with one process, operation,");
        text.Line("size, sub-buffer, unit, tick, loss or watermark less, the mutant lives. N sub-buffers of S units, one of them the header's.");
        text.Line();
        text.Line("| mutant | smallest model |");
        text.Line("|---|---|");
        foreach (KillRow row in rows)
        {
            text.Line($"| {row.Mutant.Name} | {row.Bounds} |");
        }

        text.Line();
    }
}
