using System.Text.Json.Nodes;
using Verified.Cli.MachineCode;
using Verified.Cli.Output;

namespace Verified.Cli.Checks;

/// <summary>Reserve and commit, as the JIT compiles them: one compare-exchange, one add, no call, in both modes; for one writer neither; with a clock one call of it.</summary>
internal static class MachineCodeCheck
{
    /// <summary>The checks: each fast path.</summary>
    public static IReadOnlyList<Check> All { get; } = [.. Subject.All.Select(Of)];

    private static Check Of(Subject subject) => new(subject.Name, async context =>
    {
        MachineCodeReport report = await MachineCodeInspector.InspectAsync(subject, context.Cancellation);
        return new CheckRow(subject.Name, report.Verdict, report.Figures)
        {
            Details = report.Problems,
            Data = new JsonObject
            {
                ["bytes"] = report.Bytes,
                ["instructions"] = report.Instructions,
                ["modes"] = new JsonArray([.. report.Modes.Select(m => m.ToJson())]),
            },
        };
    });
}
