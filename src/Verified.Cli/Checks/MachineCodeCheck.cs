using System.Text.Json.Nodes;
using Verified.Cli.MachineCode;
using Verified.Cli.Output;

namespace Verified.Cli.Checks;

/// <summary>Reserve and commit, as the JIT compiles them: one compare-exchange, one add, no call, in both modes; for one writer neither.</summary>
internal static class MachineCodeCheck
{
    /// <summary>The checks: many writers, and one.</summary>
    public static IReadOnlyList<Check> All { get; } = [Of("machine code", isOneWriter: false), Of("machine code, one writer", isOneWriter: true)];

    private static Check Of(string name, bool isOneWriter) => new(name, async context =>
    {
        MachineCodeReport report = await MachineCodeInspector.InspectAsync(isOneWriter, context.Cancellation);
        return new CheckRow(name, report.Verdict, report.Figures)
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
