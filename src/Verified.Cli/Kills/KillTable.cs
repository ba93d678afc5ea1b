using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Verified.Cli.Kills;

/// <summary>The kill table as a document.</summary>
internal static class KillTable
{
    /// <summary>The whole document.</summary>
    public static string Document(long schedules, (long Schedules, long States) control, IReadOnlyList<KillRow> rows)
    {
        StringBuilder text = new();
        Line(text, "# Kill table");
        Line(text, "");
        Line(text, "Written by `verified mutants`: every mutant against every method. The number is what it took: states, or the schedule");
        Line(text, $"in which the real code was caught; \"lives\" means that {schedules.ToString("#,0", CultureInfo.InvariantCulture)} schedules did not show it.");
        Line(text, "");
        Line(text, "* TLC: the model that fails, the property, and the states of the shortest counterexample, from the goldens.");
        Line(text, "* twin: distinct states of that model until the same property failed.");
        Line(text, "* lockstep: the real code, broken, against the twin as it is. Beside its twin: against a twin broken in the same way.");
        Line(text, "* meaning: no twin; what was read and what was counted as lost, alone.");
        Line(text, "* mended in: commit of lttng-modules (M) or lttng-ust (U) that mended it.");
        Line(text, "");
        Line(text, "| mutant | TLC | twin | lockstep | beside its twin | meaning | mended in |");
        Line(text, "|---|---|---|---|---|---|---|");
        Line(text, $"| (none: the control) | {Number(control.States)} states of the quick models hold | – | lives | – | lives ({Number(control.Schedules)} schedules in all) | |");
        foreach (KillRow r in rows)
        {
            Line(text, $"| {r.Mutant.Name} | {r.Golden.Name}: `{r.Golden.Property}`, {r.Golden.Depth} | {(r.TwinProperty is null ? "lives" : Number(r.TwinStates))} "
                + $"| {Kill(r.Lockstep)} | {Kill(r.BesideTwin)} | {Kill(r.Meaning)} | {r.History} |");
        }

        Survivors(text, rows);
        Bounds(text, rows);
        return text.ToString();
    }

    /// <summary>The same for programs.</summary>
    public static JsonArray ToJson(IReadOnlyList<KillRow> rows) =>
    [
        .. rows.Select(r => (JsonNode)new JsonObject
        {
            ["mutant"] = r.Mutant.Name,
            ["model"] = r.Golden.Name,
            ["property"] = r.Golden.Property,
            ["depth"] = r.Golden.Depth,
            ["twinProperty"] = r.TwinProperty,
            ["twinStates"] = r.TwinStates,
            ["lockstep"] = r.Lockstep,
            ["besideTwin"] = r.BesideTwin,
            ["meaning"] = r.Meaning,
            ["argument"] = r.Argument,
            ["mendedIn"] = r.History,
            ["bounds"] = r.Bounds,
        }),
    ];

    private static void Survivors(StringBuilder text, IReadOnlyList<KillRow> rows)
    {
        Line(text, "");
        Line(text, "## What a test of meaning does not see, and why");
        Line(text, "");
        foreach (KillRow r in rows.Where(r => r.Meaning is null))
        {
            Line(text, $"* **{r.Mutant.Name}**: {r.Argument ?? "nobody says why"}");
        }
    }

    private static void Bounds(StringBuilder text, IReadOnlyList<KillRow> rows)
    {
        Line(text, "");
        Line(text, "## How large a model each needs");
        Line(text, "");
        Line(text, "Found in the twin by making the failing model smaller for as long as it fails: with one process, operation, size, sub-buffer, unit,");
        Line(text, "tick or watermark less, the mutant lives. N sub-buffers of S units, one of them the header's.");
        Line(text, "");
        Line(text, "| mutant | smallest model |");
        Line(text, "|---|---|");
        foreach (KillRow r in rows)
        {
            Line(text, $"| {r.Mutant.Name} | {r.Bounds} |");
        }
    }

    private static string Kill(long? schedule) => schedule is { } s ? Number(s) : "lives";

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
