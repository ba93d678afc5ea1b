using System.CommandLine;
using Verified.Benchmarks.Candidates;
using Verified.Benchmarks.Machine;
using Verified.Benchmarks.Output;
using Verified.Benchmarks.Results;
using Verified.Benchmarks.Running;
using Verified.Cli;
using Verified.Cli.Output;

namespace Verified.Benchmarks.Commands;

/// <summary><c>targets</c>: what is claimed, beside what was measured.</summary>
internal static class TargetsCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal, Progress progress)
    {
        Command command = new("targets", "The table of targets with measured values. Exit code 1 where one is missed, 2 where one could not be measured; with --quick, only whether the work was right.");
        RunOptions options = new RunOptions().AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() =>
        {
            RunPlan plan = options.Plan(parsed);
            MachineInfo.Print(terminal);
            RunResults results = plan.Verified
                ? RunResults.Measure(plan, Catalogue.All, EveryGroup(options.Sizes(parsed)), [TargetList.LatencySize], progress, cancellation)
                : RunResults.Measure(plan, TargetList.Candidates(), TargetList.Groups(), [TargetList.LatencySize], progress, cancellation);
            if (plan.Verified)
            {
                return Quick.Report(terminal, plan, results);
            }

            IReadOnlyList<TargetRow> rows = TargetList.Evaluate(results);
            Print(terminal, rows);
            Tables.Print(terminal, "what a ring would reach that took no time but that of the floor", Tables.Most(TargetList.Most(results)));

            return ExitCode(rows);
        }));
        return command;
    }

    private static IEnumerable<(Shape Shape, int Size)> EveryGroup(IReadOnlyList<int> sizes) =>
        new[] { Shape.Alone, Shape.Pair, Shape.Two }.SelectMany(shape => sizes.Select(size => (shape, size)));

    private static void Print(Terminal terminal, IReadOnlyList<TargetRow> rows)
    {
        Tables.Print(terminal, "targets: ratio of medians (ns of the peer : ns of ours), peer by ours, but ours by the floor; ! is missed", Tables.Targets(rows));
        terminal.Line($"targets: {rows.Count(r => r.Outcome == Outcome.Met)} met, {rows.Count(r => r.Outcome == Outcome.Missed)} missed, {rows.Count(r => r.Outcome == Outcome.Open)} open");
    }

    /// <summary>Of all rows: a missed one is told before one that could not be measured.</summary>
    internal static int ExitCode(IReadOnlyList<TargetRow> rows) => rows.Any(r => r.Outcome == Outcome.Missed) ? ExitCodes.Violation
        : rows.Any(r => r.Outcome == Outcome.Open) ? ExitCodes.Inconclusive
        : ExitCodes.Pass;
}
