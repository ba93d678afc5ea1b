using System.Text.Json.Nodes;
using Spectre.Console;
using Verified.Campaign;
using Verified.Cli.Output;

namespace Verified.Cli.Commands;

/// <summary>A campaign's result, as a table and as JSON.</summary>
internal static class CampaignReport
{
    /// <summary>As JSON; <c>verify</c> reports it, too.</summary>
    public static JsonObject ToJson(CampaignResult result)
    {
        JsonObject body = new()
        {
            ["schedules"] = result.Schedules,
            ["steps"] = result.Steps,
            ["stepsChecked"] = result.Checked,
            ["failedExchangesCharged"] = result.FailedExchanges,
            ["scenarios"] = new JsonArray([.. result.Scenarios.Select(ToJson)]),
        };
        if (result.Control is { } control)
        {
            body["control"] = ToJson(control);
            body["controlMutant"] = result.ControlMutant;
        }

        if (StopReport.ToJson(result) is { } stops)
        {
            body["stoppedThreads"] = stops;
        }

        return body;
    }

    /// <summary>As a table, with a line for all.</summary>
    public static void Print(Terminal terminal, CampaignResult result)
    {
        if (result.Scenarios.Any(s => s.Stops is not null))
        {
            StopReport.Print(terminal, result);
        }
        else
        {
            PrintSchedules(terminal, result);
        }

        foreach (ScenarioResult s in result.Scenarios.Where(s => s.Reason is not null))
        {
            terminal.Line($"{s.Scenario}: inconclusive: {s.Reason}");
        }
    }

    /// <summary>The rows of a table: the control first, where there is one.</summary>
    public static IEnumerable<(string Name, string Verdict, ScenarioResult Result)> Rows(CampaignResult result)
    {
        if (result.Control is { } control)
        {
            string verdict = control.Verdict == CampaignVerdict.Violation ? "[green]caught[/]" : "[red]NOT CAUGHT[/]";
            yield return ($"control: {result.ControlMutant} in {control.Scenario}", verdict, control);
        }

        foreach (ScenarioResult s in result.Scenarios)
        {
            yield return (s.Scenario, CampaignCommand.VerdictOf(s.Verdict).Markup(), s);
        }
    }

    /// <summary>A failed schedule, and how to see it again.</summary>
    public static void PrintFailure(Terminal terminal, ScheduleFile failure, string path)
    {
        terminal.Line();
        terminal.Line($"{failure.Scenario}, schedule {failure.Schedule} fails in step {failure.FailingStep}:");
        terminal.Line(failure.Message);
        terminal.Line();
        terminal.Line($"written to {path}; again with: verified replay {path}");
    }

    private static void PrintSchedules(Terminal terminal, CampaignResult result)
    {
        Table table = terminal.NewTable(
            "scenario", "schedules", "steps", "checked against the twin", "failed exchanges charged", "records read", "time", "verdict");
        foreach ((string name, string verdict, ScenarioResult s) in Rows(result))
        {
            table.AddRow(
                Markup.Escape(name), Terminal.Count(s.Schedules), Terminal.Count(s.Steps), Terminal.Count(s.Checked),
                Terminal.Count(s.FailedExchanges), Terminal.Count(s.RecordsRead), Terminal.Seconds(s.Elapsed), verdict);
        }

        terminal.Write(table);
        terminal.Line($"{Terminal.Count(result.Schedules)} schedules, {Terminal.Count(result.Steps)} steps, "
            + $"{Terminal.Count(result.Checked)} of them checked against the twin, {Terminal.Count(result.FailedExchanges)} failed "
            + $"exchanges, each charged to another's change, {Terminal.Seconds(result.Elapsed)}");
    }

    private static JsonObject ToJson(ScenarioResult scenario)
    {
        JsonObject body = new()
        {
            ["scenario"] = scenario.Scenario,
            ["verdict"] = scenario.Verdict.ToString().ToLowerInvariant(),
            ["schedules"] = scenario.Schedules,
            ["steps"] = scenario.Steps,
            ["stepsChecked"] = scenario.Checked,
            ["failedExchangesCharged"] = scenario.FailedExchanges,
            ["recordsRead"] = scenario.RecordsRead,
            ["seconds"] = Math.Round(scenario.Elapsed.TotalSeconds, 3),
            ["failure"] = scenario.Failure?.Message,
            ["failingStep"] = scenario.Failure?.FailingStep,
            ["reason"] = scenario.Reason,
        };
        if (scenario.Stops is { } stops)
        {
            body["stoppedThreads"] = StopReport.ToJson(stops);
        }

        return body;
    }
}
