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
        Option<bool> clock = new("--clock") { Description = "The fast path with a time stamp of Stopwatch: there is one call, which is the clock's." };
        Option<bool> span = new("--span") { Description = "The fast path of bytes whose number is known at run time alone: there may be one call of the copy helper." };
        Command command = new("asm", "Proves from its machine code that the fast path is one compare-exchange, one add, and no call, in both modes; for one writer, neither; with a clock, its call alone.")
        {
            child, oneWriter, clock, span, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            Subject subject = new(parsed.GetValue(oneWriter), parsed.GetValue(clock), parsed.GetValue(span));
            return parsed.GetValue(child)
                ? Task.FromResult(MachineCodeChild.Run(subject, terminal.Writer))
                : RunAsync(terminal, subject, parsed.GetValue(json), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, Subject subject, FileInfo? file, CancellationToken cancellation)
    {
        JsonReport json = JsonReport.Open(file, "asm");
        MachineCodeReport report = await MachineCodeInspector.InspectAsync(subject, cancellation);
        terminal.Line(report.Text);
        terminal.Line();
        foreach (ModeFastPath mode in report.Modes)
        {
            terminal.Line($"{mode.Mode}: the shortest of {mode.Paths} path(s) without a {(report.HotCalls == HotCalls.None ? "" : "cold ")}call, {mode.ShortestPath.Count} instructions:");
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
