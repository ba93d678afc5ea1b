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
    public static int Report(Terminal terminal, RunPlan plan, RunResults results)
    {
        foreach (string problem in results.Problems)
        {
            terminal.Line($"problem: {problem}");
        }

        if (plan.Verified)
        {
            terminal.Line($"quick: {(results.Problems.Count == 0 ? "pass" : "fail")}: {results.Groups.Count} shapes and sizes, {results.Cases} cases and {results.Allocations.Count} paths of allocation, {results.Problems.Count} problems; the figures mean nothing");
        }

        return results.Problems.Count == 0 ? ExitCodes.Pass : ExitCodes.Violation;
    }
}
