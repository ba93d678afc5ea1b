using Verified.Campaign;
using Verified.Exploration;

namespace Verified.Cli.Kills;

/// <summary>Schedules of the code for those methods that need them; the same seed in every run.</summary>
internal static class Schedules
{
    /// <summary>Runs schedules in the scenarios that show a mutant, or in all for none.</summary>
    /// <param name="mutant">A mutant's name, or "none".</param>
    /// <param name="method">Who judges.</param>
    /// <param name="count">How many, in all scenarios.</param>
    /// <param name="cancellation">Ends it with an exception.</param>
    public static CampaignResult Run(string mutant, KillMethod method, long count, CancellationToken cancellation)
    {
        using OneProcessor pinned = OneProcessor.Pin();
        CampaignResult result = CampaignRunner.Run(
            new CampaignOptions { Mutant = mutant, Judge = JudgeOf(method), Engine = StepExplorer.EngineName, Schedules = count }, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return result;
    }

    private static Judge JudgeOf(KillMethod method) => method switch
    {
        KillMethod.Lockstep => Judge.Lockstep,
        KillMethod.BesideTwin => Judge.MutatedTwin,
        _ => Judge.MeaningOnly,
    };
}
