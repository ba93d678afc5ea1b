using Verified.Campaign;
using Verified.Cli.Commands;
using Verified.Cli.Output;
using Verified.Exploration;
using Verified.RingBuffers;

namespace Verified.Cli.Checks;

/// <summary>The real code under schedules, in lockstep with the twin; the run first catches a control mutant.</summary>
internal static class CampaignCheck
{
    /// <summary>The check of one mode's scenarios.</summary>
    public static Check For(RingBufferMode mode) => Check.Of(
        $"campaign {mode.ToString().ToLowerInvariant()}", context => Run(context, mode));

    /// <summary>Schedules of each mode for an effort; a fixed seed, so that a run can be repeated.</summary>
    public static long Schedules(Effort effort) => effort switch
    {
        Effort.Quick => 1_000,
        Effort.Default => 6_000,
        _ => 40_000,
    };

    private static CheckRow Run(CheckContext context, RingBufferMode mode)
    {
        CampaignOptions options = new()
        {
            Scenarios = CampaignCommand.OfModes([], null, [mode]),
            Schedules = Schedules(context.Effort),
            Progress = CampaignCommand.Progress(context.Report),
        };
        using OneProcessor pinned = OneProcessor.Pin();
        CampaignResult result = CampaignRunner.Run(options, context.Cancellation);
        context.Cancellation.ThrowIfCancellationRequested();
        string[] problems =
        [
            .. result.Control is { Verdict: CampaignVerdict.Violation } ? Array.Empty<string>()
                : [$"the detector is blind: the control mutant {CampaignRunner.ControlMutant} was not caught"],
            .. result.Scenarios.Where(s => s.Failure is not null).Select(s =>
                $"{s.Scenario}, schedule {s.Failure!.Schedule}, step {s.Failure.FailingStep}: {s.Failure.Message}"),
            .. result.Scenarios.Where(s => s.Reason is not null).Select(s => $"{s.Scenario}: {s.Reason}"),
            .. result.Steps == result.Checked ? Array.Empty<string>() : [$"{result.Steps - result.Checked} steps were not checked"],
        ];
        string figures = $"{Terminal.Count(result.Schedules)} schedules of {result.Scenarios.Count} scenarios, "
            + $"{Terminal.Count(result.Steps)} steps, {Terminal.Count(result.Checked)} checked against the twin, "
            + $"{Terminal.Count(result.FailedExchanges)} failed exchanges charged; control mutant "
            + (result.Control is { Verdict: CampaignVerdict.Violation } c ? $"caught in schedule {c.Schedules}" : "NOT CAUGHT");
        Verdict verdict = CampaignCommand.VerdictOf(result.Verdict);
        return new CheckRow("campaign", verdict == Verdict.Pass && problems.Length > 0 ? Verdict.Fail : verdict, figures)
        {
            Details = problems,
            Data = CampaignReport.ToJson(result),
        };
    }
}
