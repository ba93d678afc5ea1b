using System.CommandLine;
using System.Text.Json.Nodes;
using Verified.Cli.Checks;
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
        Option<int> jobs = new("--jobs")
        {
            Description = "How many models at once, the largest first; each has one worker, and its share of the memory.",
            HelpName = "N",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        Option<string?> root = SpecificationOptions.NewRoot();
        Option<FileInfo?> json = JsonReport.NewOption();
        Command command = new("tlc", $"Runs TLC, the model checker of TLA+, found through {TlcRunner.Variable}.")
        {
            action, models, jobs, root, json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            terminal,
            SpecificationOptions.Files(parsed, root),
            parsed.GetValue(action) == "regenerate",
            parsed.GetValue(models) ?? [],
            AtLeastOne(parsed.GetValue(jobs)),
            JsonReport.Open(parsed.GetValue(json), "tlc"),
            cancellation));
        return command;
    }

    private static int AtLeastOne(int jobs) =>
        jobs >= 1 ? jobs : throw ToolException.Usage($"--jobs {jobs}: must be at least 1");

    private static async Task<int> RunAsync(
        Terminal terminal, SpecificationFiles files, bool regenerates, string[] names, int jobs, JsonReport json, CancellationToken cancellation)
    {
        Manifest manifest = Manifest.Load(files);
        IReadOnlyList<string> ofChannels = ChannelModels.Names(files);
        foreach (string unknown in names.Where(n => !ofChannels.Contains(n) && manifest.Models.All(m => m.Name != n)))
        {
            throw ToolException.Unknown("model", unknown, [.. manifest.Models.Select(m => m.Name), .. ofChannels]);
        }

        if (regenerates && files.Directory is null)
        {
            throw ToolException.Usage("regenerate writes into a checkout; none was found, give one with --root");
        }

        TlcRunner runner = TlcRunner.FromEnvironment() ?? throw ToolException.Inconclusive(
            $"{TlcRunner.Variable} is unset: set it to tla2tools.jar (or any Java class path that has tlc2.TLC)");
        bool IsAsked(string name) => names.Length == 0 || names.Contains(name);
        Check[] checks =
        [
            .. manifest.Models.Where(m => IsAsked(m.Name)).Select(m => TlcCheck.For(m, runner, regenerates)),
            .. ChannelCheck.Of(files, runner, IsAsked, regenerates),
        ];
        CheckContext context = new(files, manifest, Effort.Full, _ => { }, cancellation);
        CheckRow[] rows = await ConcurrentChecks.RunAsync(terminal, checks, jobs, context, row => Print(terminal, row));
        Verdict verdict = Verdicts.Worst(rows.Select(r => r.Verdict));
        json.Write(verdict, new JsonObject { ["rows"] = new JsonArray([.. rows.Select(r => r.ToJson())]) });
        return verdict.ExitCode();
    }

    private static void Print(Terminal terminal, CheckRow row)
    {
        terminal.Line($"{row.Verdict.Name(),-5} {row.Name}: {row.Figures} ({Terminal.Seconds(row.Elapsed)})");
        foreach (string problem in row.Details)
        {
            terminal.Line($"      {problem}");
        }
    }
}
