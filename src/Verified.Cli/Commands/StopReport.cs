using System.Text.Json.Nodes;
using Spectre.Console;
using Verified.Campaign;
using Verified.Cli.Output;

namespace Verified.Cli.Commands;

/// <summary>What a campaign of stopped threads showed.</summary>
internal static class StopReport
{
    /// <summary>The figures of all scenarios; null for a campaign that stopped none.</summary>
    public static JsonObject? ToJson(CampaignResult result)
    {
        StopFigures[] all = Figures(result);
        return all.Length == 0 ? null : new JsonObject
        {
            ["pairs"] = all.Sum(f => f.Pairs),
            ["schedulesWithoutStop"] = all.Sum(f => f.Whole),
            ["actionsStoppedAfter"] = new JsonArray([.. Actions(all).Select(a => (JsonNode)a)]),
            ["mostStepsOfOperation"] = all.Max(f => f.MostSteps),
            ["boundOfOperation"] = StopCampaign.MostStepsOfOperation,
        };
    }

    /// <summary>The figures of one scenario.</summary>
    public static JsonObject ToJson(StopFigures figures) => new()
    {
        ["threads"] = figures.Lanes,
        ["pairs"] = figures.Pairs,
        ["schedulesWithoutStop"] = figures.Whole,
        ["readerHeldUp"] = figures.Counts.HeldUp,
        ["readerAsleep"] = figures.Counts.Asleep,
        ["readerAsleepForSignalOfStopped"] = figures.Counts.Unwakeable,
        ["readerStopped"] = figures.Counts.ReaderStopped,
        ["recordsRecovered"] = figures.Counts.Recovered,
        ["roundsWithLosses"] = figures.Counts.LossyRounds,
        ["mostStepsOfOperation"] = figures.MostSteps,
        ["failedThread"] = figures.FailedAt?.Lane,
        ["failedPoint"] = figures.FailedAt?.Point,
        ["failedOrder"] = figures.FailedAt?.Order,
    };

    /// <summary>As a table, and in words.</summary>
    public static void Print(Terminal terminal, CampaignResult result)
    {
        Table table = terminal.NewTable(
            "scenario", "threads", "points", "schedules", "steps", "checked", "reader held up", "asleep", "rounds with losses", "most steps of a call", "time", "verdict");
        foreach ((string name, string verdict, ScenarioResult s) in CampaignReport.Rows(result))
        {
            StopFigures stops = s.Stops!;
            table.AddRow(
                Markup.Escape(name), Terminal.Count(stops.Lanes), Terminal.Count(stops.Pairs), Terminal.Count(s.Schedules),
                Terminal.Count(s.Steps), Terminal.Count(s.Checked), Terminal.Count(stops.Counts.HeldUp), Terminal.Count(stops.Counts.Asleep),
                Terminal.Count(stops.Counts.LossyRounds), Terminal.Count(stops.MostSteps), Terminal.Seconds(s.Elapsed), verdict);
        }

        terminal.Write(table);
        foreach (string line in Account(result))
        {
            terminal.Line(line);
        }

        foreach (ScenarioResult s in result.Scenarios.Where(s => s.Stops?.FailedAt is not null))
        {
            (int lane, int point, string order) = s.Stops!.FailedAt!;
            terminal.Line($"{s.Scenario}: failed with thread {lane} to stop after {point} steps, {order}");
        }
    }

    /// <summary>The row of <c>verify</c>.</summary>
    public static string Row(CampaignResult result)
    {
        StopFigures[] all = Figures(result);
        return $"{Terminal.Count(all.Sum(f => f.Pairs))} points of the threads of {all.Length} scenarios, stopped at in {Terminal.Count(Stopped(result))} schedules, "
            + $"{Terminal.Count(result.Checked)} steps checked; all others ended, in {all.Max(f => f.MostSteps)} steps a call at most";
    }

    private static IEnumerable<string> Account(CampaignResult result)
    {
        StopFigures[] all = Figures(result);
        yield return $"{Terminal.Count(all.Sum(f => f.Pairs))} pairs (thread, point) of {all.Length} scenarios, directly after {Actions(all).Length} different actions, "
            + $"stopped at in {Terminal.Count(Stopped(result))} schedules, beside {Terminal.Count(all.Sum(f => f.Whole))} in which the thread ended before; {Terminal.Seconds(result.Elapsed)}";
        yield return $"{Terminal.Count(result.Steps)} steps, {Terminal.Count(result.Checked)} of them checked against the twin, "
            + $"{Terminal.Count(result.FailedExchanges)} failed exchanges, each charged to another's change";
        yield return $"no call of another thread took more than {all.Max(f => f.MostSteps)} steps (bound {StopCampaign.MostStepsOfOperation}); "
            + $"a round of records after the stop lost some as wrapped in {Terminal.Count(all.Sum(f => f.Counts.LossyRounds))} schedules";
        yield return $"the reader was itself stopped in {Terminal.Count(all.Sum(f => f.Counts.ReaderStopped))}, held up by a sub-buffer that the stopped thread owed in "
            + $"{Terminal.Count(all.Sum(f => f.Counts.HeldUp))}, asleep when all others had ended in {Terminal.Count(all.Sum(f => f.Counts.Asleep))} "
            + $"(of these, to be woken by the stopped thread's signal alone: {Terminal.Count(all.Sum(f => f.Counts.Unwakeable))})";
        if (all.Sum(f => f.Counts.Recovered) is > 0 and var recovered)
        {
            yield return $"{Terminal.Count(recovered)} records recovered of the regions as they then were: committed, whole and in order; none missing of a sub-buffer to which nothing was owed";
        }
    }

    private static long Stopped(CampaignResult result) => result.Schedules - Figures(result).Sum(f => f.Whole);

    private static StopFigures[] Figures(CampaignResult result) => [.. result.Scenarios.Select(s => s.Stops).OfType<StopFigures>()];

    private static string[] Actions(StopFigures[] all) => [.. all.SelectMany(f => f.Counts.Actions).Distinct().Order(StringComparer.Ordinal)];
}
