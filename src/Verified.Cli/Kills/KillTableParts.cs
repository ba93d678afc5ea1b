using System.Text;
using Verified.Campaign;

namespace Verified.Cli.Kills;

/// <summary>The document's other tables.</summary>
internal static class KillTableParts
{
    private const int Named = 3;

    /// <summary>The mutants that are past bugs.</summary>
    public static void PastBugs(StringBuilder text, IReadOnlyList<KillRow> rows)
    {
        text.Line("## Bugs of the past");
        text.Line();
        text.Line("Bugs that LTTng's ring buffer (lttng-modules, lttng-ust) and Ftrace's (the Linux kernel) had, by the commit that mended them. Those that");
        text.Line("can not be said here are in `docs/divergences.md`, with the reason.");
        text.Line();
        text.Line("| mutant | commit | its title | here |");
        text.Line("|---|---|---|---|");
        foreach (PastBug bug in rows.Select(r => PastBug.Of(r.Mutant.Name)).OfType<PastBug>())
        {
            text.Line($"| {bug.Mutant} | {bug.Project} {bug.Commit} | {bug.Title} | {bug.Here} |");
        }

        text.Line();
    }

    /// <summary>What each invariant is needed for.</summary>
    public static void Invariants(StringBuilder text, IReadOnlyList<InvariantKill> invariants)
    {
        text.Line("## What fails without each invariant");
        text.Line();
        text.Line("Taken out of the twin or of the specification, each of these is missed by the check of names, and by the goldens. It is missed for its");
        text.Line("meaning, too: the models of the second column then fail by another name than the manifest's, or hold. Those of the third column break it as");
        text.Line("well, once whatever catches them first is not asked. What no mutant breaks is shown to be able to fail by spoiling reachable states");
        text.Line("(`tests/Verified.Model.Tests/Spoilings.cs`, `StepSpoilings.cs`). A test takes each out in turn.");
        text.Line();
        text.Line("| invariant or property | the manifest's models that fail by it | break it, too |");
        text.Line("|---|---|---|");
        foreach (InvariantKill kill in invariants)
        {
            string beside = kill.Manifest.Count + kill.Beside.Count > 0 ? Some(kill.Beside)
                : $"none; spoilt states alone. {SpoiltAlone.Find(kill.Name)?.Why ?? "**nobody says why**"}";
            text.Line($"| `{kill.Name}` | {Some(kill.Manifest)} | {beside} |");
        }

        text.Line();
    }

    /// <summary>What real threads show, which no seed repeats.</summary>
    public static void Threads(StringBuilder text, KillReport report)
    {
        text.Line(KillTable.Unrepeatable);
        text.Line();
        text.Line("Four threads write records of random sizes, nest and abandon, one flushes, pauses and resumes, one reads and takes snapshots; every record");
        text.Line("carries its place and a checksum. They neither clear nor wait. To live here is no failure: what two threads do at the same time is");
        text.Line("chance, and rare chances are what the other methods are for. The control lives.");
        text.Line();
        text.Line("| mutant | real threads |");
        text.Line("|---|---|");
        foreach (KillRow row in report.Rows)
        {
            text.Line($"| {row.Mutant.Name} | {(row.Kills[KillMethod.Threads] is null ? $"survived {KillMethod.Threads.Bound()}" : "caught")} |");
        }
    }

    private static string Some(IReadOnlyList<string> models)
    {
        string more = models.Count > Named ? $" and {models.Count - Named} more" : "";
        return string.Join(", ", models.Take(Named)) + more;
    }
}
