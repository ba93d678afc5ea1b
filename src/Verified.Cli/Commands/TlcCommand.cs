using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Verified.Cli.Output;
using Verified.Cli.Specification;
using Verified.Cli.Tlc;

namespace Verified.Cli.Commands;

/// <summary><c>verified tlc [check|regenerate]</c>.</summary>
internal static class TlcCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal)
    {
        Argument<string> action = new("action")
        {
            Description = "check: compare TLC with the manifest and the goldens. regenerate: write them anew.",
            DefaultValueFactory = _ => "check",
        };
        action.AcceptOnlyFromAmong("check", "regenerate");
        Option<string[]> models = new("--model")
        {
            Description = "Only these models; a name or several, and may be given several times.",
            HelpName = "MODEL",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> root = SpecificationOptions.NewRoot();
        Option<FileInfo?> json = JsonReport.NewOption();
        Command command = new("tlc", $"Runs TLC, the model checker of TLA+, found through {TlcRunner.Variable}.")
        {
            action, models, root, json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            terminal,
            SpecificationOptions.Files(parsed, root),
            parsed.GetValue(action) == "regenerate",
            parsed.GetValue(models) ?? [],
            JsonReport.Open(parsed.GetValue(json), "tlc"),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal, SpecificationFiles files, bool regenerates, string[] names, JsonReport json, CancellationToken cancellation)
    {
        Manifest manifest = Manifest.Load(files);
        ModelEntry[] models = names.Length == 0 ? [.. manifest.Models] : [.. names.Distinct().Select(manifest.Find)];
        TlcRunner runner = TlcRunner.FromEnvironment() ?? throw ToolException.Inconclusive(
            $"{TlcRunner.Variable} is unset: set it to tla2tools.jar (or any Java class path that has tlc2.TLC)");
        TlcModels tlc = new(files, runner);
        List<CheckRow> rows = [];
        foreach (ModelEntry model in models)
        {
            Stopwatch watch = Stopwatch.StartNew();
            CheckRow row = await terminal.WorkAsync($"TLC {model.Name}", report => regenerates
                ? tlc.RegenerateAsync(model, report, cancellation)
                : tlc.CheckAsync(model, report, cancellation));
            row = row with { Elapsed = watch.Elapsed };
            terminal.Line($"{row.Verdict.Name(),-5} {row.Name}: {row.Figures} ({Terminal.Seconds(row.Elapsed)})");
            foreach (string problem in row.Details)
            {
                terminal.Line($"      {problem}");
            }

            rows.Add(row);
        }

        Verdict verdict = Verdicts.Worst(rows.Select(r => r.Verdict));
        json.Write(verdict, new JsonObject { ["rows"] = new JsonArray([.. rows.Select(r => r.ToJson())]) });
        return verdict.ExitCode();
    }
}
