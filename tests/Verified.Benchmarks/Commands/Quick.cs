using Verified.Benchmarks.Results;
using Verified.Benchmarks.Running;
using Verified.Cli;
using Verified.Cli.Output;

namespace Verified.Benchmarks.Commands;

/// <summary>What a run with <c>--quick</c> says: whether all work was right, not how fast it was.</summary>
internal static class Quick
{
    /// <summary>Prints what did not add up.</summary>
    /// <returns>An exit code.</returns>
    public static int Report(Terminal terminal, RunPlan plan, RunResults results) => Report(
        terminal, plan, results.Problems, $"{results.Groups.Count} shapes and sizes, {results.Cases} cases and {results.Allocations.Count} paths of allocation");

    /// <summary>Prints what did not add up.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="plan">Whether the work was looked at.</param>
    /// <param name="problems">What did not add up.</param>
    /// <param name="looked">What was looked at.</param>
    /// <returns>An exit code.</returns>
    public static int Report(Terminal terminal, RunPlan plan, IReadOnlyList<string> problems, string looked)
    {
        foreach (string problem in problems)
        {
            terminal.Line($"problem: {problem}");
        }

        if (plan.Verified)
        {
            terminal.Line($"quick: {(problems.Count == 0 ? "pass" : "fail")}: {looked}, {problems.Count} problems; the figures mean nothing");
        }

        return problems.Count == 0 ? ExitCodes.Pass : ExitCodes.Violation;
    }
}
