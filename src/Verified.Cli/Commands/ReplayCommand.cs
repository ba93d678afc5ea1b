using System.CommandLine;
using System.Text.Json.Nodes;
using Verified.Campaign;
using Verified.Cli.Output;

namespace Verified.Cli.Commands;

/// <summary><c>verified replay FILE</c>: the same schedule again, drawn.</summary>
internal static class ReplayCommand
{
    private const int DefaultLast = 40;

    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal)
    {
        Argument<FileInfo> file = new("file") { Description = "A schedule file that 'verified campaign' wrote." };
        Option<int> last = new("--last")
        {
            Description = "Draw so many of the last steps.",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultLast,
        };
        Option<FileInfo?> json = JsonReport.NewOption();
        Command command = new("replay", "Repeats a failing schedule, and draws its last steps as lanes, one per thread.") { file, last, json };
        command.SetAction((parsed, cancellation) => RunAsync(
            terminal, parsed.GetValue(file)!, parsed.GetValue(last), JsonReport.Open(parsed.GetValue(json), "replay", parsed.GetValue(file)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, FileInfo file, int last, JsonReport json, CancellationToken cancellation)
    {
        if (last < 1)
        {
            throw ToolException.Usage($"--last {last}: must be at least 1");
        }

        ReplayResult result;
        try
        {
            result = await terminal.WorkAsync("replaying", _ => Task.Run(() => ScheduleReplayer.Replay(file.FullName), cancellation));
        }
        catch (ScheduleFileException e)
        {
            throw ToolException.Usage(e.Message);
        }

        foreach (string line in LaneRenderer.Render([.. result.Steps.TakeLast(last)]))
        {
            terminal.Line(line);
        }

        terminal.Line();
        terminal.Line($"{result.File.Scenario}, mutant {result.File.Mutant}, schedule {result.File.Schedule} of seed {result.File.Seed}");
        terminal.Line(Outcome(result));
        // A failure in another step is not the one that was recorded: nothing can be said about that one.
        Verdict verdict = result.IsSameStep ? Verdict.Fail : result.FailedAgain ? Verdict.Inconclusive : Verdict.Pass;
        json.Write(verdict, new JsonObject
        {
            ["scenario"] = result.File.Scenario,
            ["mutant"] = result.File.Mutant,
            ["failedAgain"] = result.FailedAgain,
            ["sameStep"] = result.IsSameStep,
            ["recordedStep"] = result.File.FailingStep,
            ["failingStep"] = result.FailingStep,
            ["message"] = result.Message,
        });
        return verdict.ExitCode();
    }

    private static string Outcome(ReplayResult result) =>
        result.IsSameStep ? $"fails again, in the same step {result.FailingStep}: {result.Message}"
        : result.FailedAgain ? $"fails, but in step {result.FailingStep} and not in {result.File.FailingStep} as recorded: {result.Message}"
        : $"does not fail any more (it failed in step {result.File.FailingStep}: {result.File.Message})";
}
