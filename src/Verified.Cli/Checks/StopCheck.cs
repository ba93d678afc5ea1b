using Verified.Campaign;
using Verified.Cli.Commands;
using Verified.Cli.Output;
using Verified.Exploration;
using Verified.RingBuffers;

namespace Verified.Cli.Checks;

/// <summary>
/// A thread that stops for ever, at any point, holds no other up, and costs losses at worst: each thread of each scenario stopped
/// at each of its points. The run first catches a control mutant, a writer that waits for another.
/// </summary>
internal static class StopCheck
{
    /// <summary>The check of one mode's scenarios.</summary>
    public static Check For(RingBufferMode mode) => Check.Of(
        $"stopped threads {mode.ToString().ToLowerInvariant()}", context => Run(context, mode));

    private static CheckRow Run(CheckContext context, RingBufferMode mode)
    {
        CampaignOptions options = new()
        {
            Scenarios = CampaignCommand.OfModes([], null, [mode]),
            Stops = context.Effort == Effort.Full ? StopOrders.All : StopOrders.Few,
            Progress = CampaignCommand.Progress(context.Report),
        };
        using OneProcessor pinned = OneProcessor.Pin();
        CampaignResult result = CampaignRunner.Run(options, context.Cancellation);
        context.Cancellation.ThrowIfCancellationRequested();
        string[] problems =
        [
            .. result.Control is { Verdict: CampaignVerdict.Violation } ? Array.Empty<string>()
                : [$"the detector is blind: the control mutant {result.ControlMutant} was not caught; {result.Control?.Reason}"],
            .. result.Scenarios.Where(s => s.Failure is not null).Select(s => $"{s.Scenario}, {s.Stops?.FailedAt}: {s.Failure!.Message}"),
            .. result.Scenarios.Where(s => s.Reason is not null).Select(s => $"{s.Scenario}: {s.Reason}"),
            .. result.Steps == result.Checked ? Array.Empty<string>() : [$"{result.Steps - result.Checked} steps were not checked"],
        ];
        Verdict verdict = CampaignCommand.VerdictOf(result.Verdict);
        return new CheckRow("stopped threads", verdict == Verdict.Pass && problems.Length > 0 ? Verdict.Fail : verdict,
            StopReport.Row(result) + (problems.Length == 0 ? "; control mutant caught" : ""))
        {
            Details = problems,
            Data = CampaignReport.ToJson(result),
        };
    }
}
