using System.CommandLine;
using Verified.Benchmarks.Candidates;
using Verified.Benchmarks.Machine;
using Verified.Benchmarks.Output;
using Verified.Benchmarks.Results;
using Verified.Benchmarks.Running;
using Verified.Cli.Output;

namespace Verified.Benchmarks.Commands;

/// <summary><c>latency</c>: how long single writes take while a second writer writes.</summary>
internal static class LatencyCommand
{
    /// <summary>Whose latencies are compared: this project's, LTTng-UST's, the queue's, and what the clock takes.</summary>
    public static IReadOnlyList<Candidate> Candidates { get; } =
        [.. Catalogue.All.Where(c => c.Name is "floor/nothing" or "floor/clock" or "queue" or "lttng-ust" || c.Name.Split('/')[0] is "many" or "many-each" or "one" or "per-thread" or "per-processor")];

    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal, Progress progress)
    {
        Command command = new("latency", "Percentiles of single writes under a second writer (HdrHistogram), the clock's own time included.");
        RunOptions options = new RunOptions().AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() =>
        {
            RunPlan plan = options.Plan(parsed);
            MachineInfo.Print(terminal);
            RunResults results = RunResults.Measure(plan, Candidates, [], options.Sizes(parsed), progress, cancellation);
            foreach (int size in results.LatencySizes)
            {
                Tables.Print(terminal, $"latency of a write under a second writer, {size} B:", Tables.Latency(results, size));
            }

            Tables.PrintAbout(terminal, Candidates);
            return Quick.Report(terminal, plan, results);
        }));
        return command;
    }
}
