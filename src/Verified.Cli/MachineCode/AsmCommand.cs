using System.CommandLine;
using System.Text.Json.Nodes;
using Verified.Cli.Output;

namespace Verified.Cli.MachineCode;

/// <summary><c>verified asm</c>.</summary>
internal static class AsmCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal)
    {
        Option<bool> child = new("--child") { Description = "Be the process that is inspected.", Hidden = true };
        Option<FileInfo?> json = JsonReport.NewOption();
        Option<bool> oneWriter = new("--one-writer") { Description = "The fast path of the one writer, instead of that of many." };
        Command command = new("asm", "Proves from its machine code that the fast path is one compare-exchange, one add, and no call, in both modes; for one writer, neither.")
        {
            child, oneWriter, json,
        };
        command.SetAction((parsed, cancellation) => parsed.GetValue(child)
            ? Task.FromResult(MachineCodeChild.Run(terminal.Writer))
            : RunAsync(terminal, parsed.GetValue(oneWriter), parsed.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, bool isOneWriter, FileInfo? file, CancellationToken cancellation)
    {
        JsonReport json = JsonReport.Open(file, "asm");
        MachineCodeReport report = await MachineCodeInspector.InspectAsync(isOneWriter, cancellation);
        terminal.Line(report.Text);
        terminal.Line();
        foreach (ModeFastPath mode in report.Modes)
        {
            terminal.Line($"{mode.Mode}: the shortest of {mode.Paths} path(s) without a call, {mode.ShortestPath.Count} instructions:");
            foreach (string instruction in mode.ShortestPath)
            {
                terminal.Line($"    {instruction}");
            }

            terminal.Line();
        }

        foreach (string call in report.Calls)
        {
            terminal.Line($"cold call: {call}");
        }

        foreach (string problem in report.Problems)
        {
            terminal.Line($"problem: {problem}");
        }

        terminal.Line($"asm: {report.Verdict.Name()}: {report.Figures}");
        json.Write(report.Verdict, Body(report));
        return report.Verdict.ExitCode();
    }

    private static JsonObject Body(MachineCodeReport report) => new()
    {
        ["method"] = report.Method,
        ["tier"] = report.Tier,
        ["bytes"] = report.Bytes,
        ["instructions"] = report.Instructions,
        ["modes"] = new JsonArray([.. report.Modes.Select(m => m.ToJson())]),
        ["calls"] = new JsonArray([.. report.Calls.Select(c => (JsonNode)c)]),
        ["problems"] = new JsonArray([.. report.Problems.Select(p => (JsonNode)p)]),
        ["text"] = report.Text,
    };
}
