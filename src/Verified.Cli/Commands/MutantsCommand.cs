using System.CommandLine;
using System.Text.Json.Nodes;
using Spectre.Console;
using Verified.Campaign;
using Verified.Cli.Kills;
using Verified.Cli.Output;
using Verified.Cli.Specification;

namespace Verified.Cli.Commands;

/// <summary><c>verified mutants</c>: every mutant against every method.</summary>
internal static class MutantsCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal)
    {
        Option<string[]> mutant = new("--mutant") { Description = "Only this mutant; may be given several times.", HelpName = "MUTANT" };
        Option<long> schedules = new("--schedules")
        {
            Description = "Schedules of the real code that a mutant must survive to live.",
            HelpName = "N",
            DefaultValueFactory = _ => 2_000,
        };
        Option<FileInfo?> file = new("--out") { Description = "Also write the table to this file, as Markdown (the repository's is docs/kill-table.md).", HelpName = "FILE" };
        Option<string?> root = SpecificationOptions.NewRoot();
        Option<FileInfo?> json = JsonReport.NewOption();
        Command command = new("mutants", "Tries every method on every mutant: a mutant that lives must be argued.")
        {
            mutant, schedules, file, root, json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            terminal,
            SpecificationOptions.Files(parsed, root),
            Chosen(parsed.GetValue(mutant) ?? []),
            Positive(parsed.GetValue(schedules)),
            parsed.GetValue(file),
            JsonReport.Open(parsed.GetValue(json), "mutants"),
            cancellation));
        return command;
    }

    private static Mutant[] Chosen(string[] names) => names.Length == 0 ? [.. MutantCatalog.All]
        : [.. names.Select(n => MutantCatalog.Find(n) ?? throw ToolException.Unknown("mutant", n, MutantCatalog.All.Select(m => m.Name)))];

    private static long Positive(long schedules) => schedules > 0 ? schedules
        : throw ToolException.Usage($"--schedules {schedules}: must be more than 0");

    private static async Task<int> RunAsync(
        Terminal terminal, SpecificationFiles files, Mutant[] mutants, long schedules, FileInfo? file, JsonReport json, CancellationToken cancellation)
    {
        OutputFile.Require("--out", file);
        List<KillRow> rows = [];
        (long Schedules, long States, IReadOnlyList<string> Problems) control = await terminal.WorkAsync(
            "mutants", report => Task.Run(() => new KillRun(files, schedules, report, cancellation).Control(), cancellation));
        terminal.Line($"control, nothing broken: {Terminal.Count(control.Schedules)} schedules and {Terminal.Count(control.States)} states, {control.Problems.Count} wrong");
        foreach (Mutant mutant in mutants)
        {
            rows.Add(await terminal.WorkAsync(
                "mutants", report => Task.Run(() => new KillRun(files, schedules, report, cancellation).Of(mutant), cancellation)));
            Print(terminal, rows[^1]);
        }

        string[] problems = [.. control.Problems, .. rows.SelectMany(r => r.Problems())];
        if (file is not null)
        {
            JsonReport.WriteWhole(file.FullName, KillTable.Document(schedules, (control.Schedules, control.States), rows));
        }

        terminal.Line($"{rows.Count} mutants, {rows.Count(r => r.History.Length > 0)} of them LTTng's own past; "
            + $"{rows.Count(r => r.Meaning is null)} live for a test of meaning, argued; {problems.Length} problems");
        Array.ForEach(problems, p => terminal.Line($"      {p}"));
        Verdict verdict = problems.Length == 0 ? Verdict.Pass : Verdict.Fail;
        json.Write(verdict, new JsonObject { ["rows"] = KillTable.ToJson(rows), ["problems"] = new JsonArray([.. problems.Select(p => (JsonNode)p)]) });
        return verdict.ExitCode();
    }

    private static void Print(Terminal terminal, KillRow row) => terminal.Line(
        $"{row.Mutant.Name,-32} TLC {row.Golden.Property} in {row.Golden.Depth} states; twin {Terminal.Count(row.TwinStates)} states; "
        + $"lockstep {Text(row.Lockstep)}, beside its twin {Text(row.BesideTwin)}, meaning {Text(row.Meaning)}; smallest: {row.Bounds}");

    private static string Text(long? schedule) => schedule is { } s ? Terminal.Count(s) : "lives";
}
