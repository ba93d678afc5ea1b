using Verified.Campaign;
using Verified.Cli.Commands;
using Verified.Cli.Output;
using Verified.Exploration;

namespace Verified.Cli.Checks;

/// <summary>The real code under schedules, in lockstep with the twin; the run first catches a control mutant.</summary>
internal static class CampaignCheck
{
    /// <summary>The check.</summary>
    public static Check Check { get; } = Check.Of("campaign", Run);

    /// <summary>Schedules for an effort; a fixed seed, so that a run can be repeated.</summary>
    public static long Schedules(Effort effort) => effort switch
    {
        Effort.Quick => 1_000,
        Effort.Default => 10_000,
        _ => 50_000,
    };

    private static CheckRow Run(CheckContext context)
    {
        CampaignOptions options = new()
        {
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
            + $"{Terminal.Count(result.Steps)} steps, {Terminal.Count(result.Checked)} checked against the twin; control mutant "
            + (result.Control is { Verdict: CampaignVerdict.Violation } c ? $"caught in schedule {c.Schedules}" : "NOT CAUGHT");
        Verdict verdict = CampaignCommand.VerdictOf(result.Verdict);
        return new CheckRow("campaign", verdict == Verdict.Pass && problems.Length > 0 ? Verdict.Fail : verdict, figures)
        {
            Details = problems,
            Data = CampaignCommand.ToJson(result),
        };
    }
}
