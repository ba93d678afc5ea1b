using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Spectre.Console;
using Verified.Cli.Checks;
using Verified.Cli.Output;
using Verified.Cli.Specification;

namespace Verified.Cli.Commands;

/// <summary><c>verified verify [quick|full]</c>: every check, a row each.</summary>
internal static class VerifyCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal)
    {
        Argument<string> effort = new("effort")
        {
            Description = "quick: under a minute. default: a few minutes. full: every model, and TLC where it is present.",
            DefaultValueFactory = _ => "default",
        };
        effort.AcceptOnlyFromAmong("quick", "default", "full");
        Option<string?> only = new("--only") { Description = "Only rows whose name contains this; what is left out is not claimed.", HelpName = "TEXT" };
        Option<string?> root = SpecificationOptions.NewRoot();
        Option<FileInfo?> json = JsonReport.NewOption();
        Command command = new("verify", "Runs every check; one row each, with figures and verdict.") { effort, only, root, json };
        command.SetAction((parsed, cancellation) => RunAsync(
            terminal,
            SpecificationOptions.Files(parsed, root),
            Enum.Parse<Effort>(parsed.GetValue(effort)!, ignoreCase: true),
            parsed.GetValue(only),
            JsonReport.Open(parsed.GetValue(json), "verify"),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal, SpecificationFiles files, Effort effort, string? only, JsonReport json, CancellationToken cancellation)
    {
        Manifest manifest = Manifest.Load(files);
        Check[] checks = [.. CheckList.For(files, manifest, effort).Where(c => only is null || c.Name.Contains(only, StringComparison.OrdinalIgnoreCase))];
        if (checks.Length == 0)
        {
            throw ToolException.Usage($"--only '{only}': no row has that in its name");
        }

        terminal.Line($"verify {effort.ToString().ToLowerInvariant()}; specification: {files.Origin}{(only is null ? "" : $"; only rows with '{only}'")}");
        Stopwatch watch = Stopwatch.StartNew();
        List<CheckRow> rows = await RunAsync(terminal, checks, new CheckContext(files, manifest, effort, _ => { }, cancellation));
        Verdict verdict = Verdicts.Worst(rows.Select(r => r.Verdict));
        if (effort != Effort.Quick)
        {
            PrintNotes(terminal, rows);
        }

        terminal.Line();
        terminal.Line($"{rows.Count(r => r.Verdict == Verdict.Pass)} passed, {rows.Count(r => r.Verdict == Verdict.Fail)} failed, "
            + $"{rows.Count(r => r.Verdict == Verdict.Inconclusive)} inconclusive, {rows.Count(r => r.Verdict == Verdict.NotRun)} not run; "
            + Terminal.Seconds(watch.Elapsed));
        json.Write(verdict, new JsonObject
        {
            ["effort"] = effort.ToString().ToLowerInvariant(),
            ["only"] = only,
            ["specification"] = files.Origin,
            ["rows"] = new JsonArray([.. rows.Select(r => r.ToJson())]),
        });
        return verdict.ExitCode();
    }

    /// <summary>One after the other, then those that may run at once.</summary>
    private static async Task<List<CheckRow>> RunAsync(Terminal terminal, Check[] checks, CheckContext context)
    {
        List<CheckRow> rows = [];
        foreach (Check check in checks.Where(c => !c.IsConcurrent))
        {
            rows.Add(await terminal.WorkAsync(check.Name, report => check.RunAsync(context with { Report = report })));
            Print(terminal, rows[^1]);
        }

        Check[] concurrent = [.. checks.Where(c => c.IsConcurrent)];
        if (concurrent.Length > 0)
        {
            rows.AddRange(await ConcurrentChecks.RunAsync(terminal, concurrent, Environment.ProcessorCount, context, row => Print(terminal, row)));
        }

        return rows;
    }

    private static void PrintNotes(Terminal terminal, List<CheckRow> rows)
    {
        foreach (CheckRow row in rows.Where(r => r.Notes.Count > 0))
        {
            terminal.Line();
            terminal.Line($"{row.Name}:");
            foreach (string note in row.Notes)
            {
                terminal.Line($"    {note}");
            }
        }
    }

    /// <summary>A row as soon as it is known: the run takes minutes.</summary>
    private static void Print(Terminal terminal, CheckRow row)
    {
        const int NameWidth = 42;
        const int VerdictWidth = 12;
        string time = Terminal.Seconds(row.Elapsed).PadLeft(8);
        if (terminal.IsLive)
        {
            string padding = new(' ', Math.Max(0, VerdictWidth - row.Verdict.Name().Length));
            terminal.Ansi.MarkupLine($"{row.Verdict.Markup()}{padding} {Markup.Escape(row.Name.PadRight(NameWidth))} {time}  {Markup.Escape(row.Figures)}");
        }
        else
        {
            terminal.Line($"{row.Verdict.Name(),-VerdictWidth} {row.Name.PadRight(NameWidth)} {time}  {row.Figures}");
        }

        foreach (string detail in row.Details)
        {
            terminal.Line($"    {detail}");
        }
    }
}
