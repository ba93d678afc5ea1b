using System.Text.Json.Nodes;
using Verified.Cli.MachineCode;
using Verified.Cli.Output;

namespace Verified.Cli.Checks;

/// <summary>Reserve and commit, as the JIT compiles them: one compare-exchange, one add, no call, in both modes.</summary>
internal static class MachineCodeCheck
{
    /// <summary>The check.</summary>
    public static Check Check { get; } = new("machine code", async context =>
    {
        MachineCodeReport report = await MachineCodeInspector.InspectAsync(context.Cancellation);
        return new CheckRow("machine code", report.Verdict, report.Figures)
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
