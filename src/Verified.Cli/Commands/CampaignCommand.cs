using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Verified.Campaign;
using Verified.Cli.Output;
using Verified.Exploration;
using Verified.Model;
using Verified.RingBuffers;

namespace Verified.Cli.Commands;

/// <summary><c>verified campaign</c>: the real code under many schedules, each access checked against the twin.</summary>
internal static class CampaignCommand
{
    private static readonly Dictionary<string, Strategy> s_strategies =
        Enum.GetValues<Strategy>().ToDictionary(s => s.ToString().ToLowerInvariant());

    private static readonly Dictionary<string, Judge> s_judges = new()
    {
        ["lockstep"] = Judge.Lockstep,
        ["meaning"] = Judge.MeaningOnly,
        ["mutated-twin"] = Judge.MutatedTwin,
    };

    private static readonly Dictionary<string, StopOrders> s_stops = new()
    {
        ["every-point"] = StopOrders.All,
        ["every-point-short"] = StopOrders.Few,
    };

    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal)
    {
        Option<string[]> scenarios = new("--scenario") { Description = "Only this scenario; may be given several times.", HelpName = "S" };
        Option<string> mode = ModeOption.Any("Only scenarios of this mode.");
        Option<long?> schedules = new("--schedules")
        {
            Description = $"Schedules in total (default {CampaignOptions.DefaultSchedules}).",
            HelpName = "N",
        };
        Option<double?> seconds = new("--seconds") { Description = "Run for this long instead.", HelpName = "N" };
        Option<string> strategy = new("--strategy")
        {
            Description = $"How the next thread is chosen: {string.Join(", ", s_strategies.Keys)}.",
            HelpName = "STRATEGY",
            DefaultValueFactory = _ => nameof(Strategy.Portfolio).ToLowerInvariant(),
        };
        Option<string> engine = new("--engine")
        {
            Description = $"What controls the threads: {string.Join(", ", Engines.Names)}.",
            HelpName = "ENGINE",
            DefaultValueFactory = _ => Engines.Names[0],
        };
        Option<string> judge = new("--judge")
        {
            Description = "What judges a schedule: lockstep (each access against the twin), meaning (what was read, alone), "
                + "mutated-twin (a twin with the same mutant).",
            HelpName = "JUDGE",
            DefaultValueFactory = _ => "lockstep",
        };
        Option<uint> seed = new("--seed") { Description = "Same seed, same schedules.", HelpName = "N", DefaultValueFactory = _ => 1 };
        Option<string?> shard = new("--shard") { Description = "Only the i-th of n parts.", HelpName = "i/n" };
        Option<string?> mutant = new("--mutant") { Description = "Run with this one thing broken in the code.", HelpName = "MUTANT" };
        Option<string?> stops = new("--stop-threads")
        {
            Description = "Enumerates instead: every thread stopped for ever at every point of it.",
            HelpName = "every-point",
        };
        Option<FileInfo?> file = new("--out") { Description = "Where a failing schedule is written.", HelpName = "FILE" };
        Option<FileInfo?> json = JsonReport.NewOption();
        Command command = new("campaign", "Runs the real code under many schedules; every shared access must be a step of the twin.")
        {
            scenarios, mode, schedules, seconds, strategy, engine, judge, seed, shard, stops, mutant, file, json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            terminal,
            WithShard(
                new CampaignOptions
                {
                    Scenarios = OfModes(parsed.GetValue(scenarios) ?? [], parsed.GetValue(mutant), ModeOption.Modes(parsed.GetValue(mode)!)),
                    Schedules = parsed.GetValue(schedules),
                    Limit = Limit(parsed.GetValue(seconds)),
                    Strategy = OneOf("strategy", parsed.GetValue(strategy)!, s_strategies),
                    Engine = parsed.GetValue(engine)!,
                    Judge = OneOf("judge", parsed.GetValue(judge)!, s_judges),
                    Seed = parsed.GetValue(seed),
                    Stops = parsed.GetValue(stops) is { } s ? OneOf("stop-threads", s, s_stops) : null,
                    Mutant = parsed.GetValue(mutant) ?? Mutants.None,
                },
                parsed.GetValue(shard)),
            parsed.GetValue(file),
            JsonReport.Open(parsed.GetValue(json), "campaign", parsed.GetValue(file)),
            cancellation));
        return command;
    }

    /// <summary>A campaign's result as JSON; <c>verify</c> reports it, too.</summary>
    public static JsonObject ToJson(CampaignResult result)
    {
        JsonObject body = new()
        {
            ["schedules"] = result.Schedules,
            ["steps"] = result.Steps,
            ["stepsChecked"] = result.Checked,
            ["scenarios"] = new JsonArray([.. result.Scenarios.Select(ToJson)]),
        };
        if (result.Control is { } control)
        {
            body["control"] = ToJson(control);
        }

        return body;
    }

    private static JsonObject ToJson(ScenarioResult scenario) => new()
    {
        ["scenario"] = scenario.Scenario,
        ["verdict"] = scenario.Verdict.ToString().ToLowerInvariant(),
        ["schedules"] = scenario.Schedules,
        ["steps"] = scenario.Steps,
        ["stepsChecked"] = scenario.Checked,
        ["recordsRead"] = scenario.RecordsRead,
        ["seconds"] = Math.Round(scenario.Elapsed.TotalSeconds, 3),
        ["failure"] = scenario.Failure?.Message,
        ["failingStep"] = scenario.Failure?.FailingStep,
        ["reason"] = scenario.Reason,
    };

    private static async Task<int> RunAsync(
        Terminal terminal, CampaignOptions options, FileInfo? file, JsonReport json, CancellationToken cancellation)
    {
        CheckNames(options);
        OutputFile.Require("--out", file);
        CampaignResult result;
        using OneProcessor pinned = OneProcessor.Pin();
        try
        {
            result = await terminal.WorkAsync("campaign", report => Task.Run(
                () => CampaignRunner.Run(options with { Progress = Progress(report) }, cancellation), CancellationToken.None));
        }
        catch (ArgumentException e)
        {
            throw ToolException.Usage(e.Message);
        }

        Print(terminal, result);
        JsonObject body = ToJson(result);
        body["seed"] = options.Seed;
        body["mutant"] = options.Mutant;
        if (result.Scenarios.FirstOrDefault(s => s.Failure is not null)?.Failure is { } failure)
        {
            string path = file?.FullName ?? Path.GetFullPath($"{failure.Scenario}-{failure.Mutant}-{failure.Seed}.schedule");
            failure.Save(path);
            body["scheduleFile"] = path;
            PrintFailure(terminal, failure, path);
        }

        Verdict verdict = VerdictOf(result.Verdict);
        json.Write(verdict, body);
        return verdict.ExitCode();
    }

    /// <summary>The tool's verdict for a campaign's.</summary>
    public static Verdict VerdictOf(CampaignVerdict verdict) => verdict switch
    {
        CampaignVerdict.Pass => Verdict.Pass,
        CampaignVerdict.Violation => Verdict.Fail,
        _ => Verdict.Inconclusive,
    };

    /// <summary>Progress as one line.</summary>
    public static Action<CampaignProgress> Progress(Action<string> report) => p => report(
        p.Total is { } total ? $"{p.Scenario}, {p.Schedules:#,0} of {total:#,0} schedules" : $"{p.Scenario}, {p.Schedules:#,0} schedules");

    private static void Print(Terminal terminal, CampaignResult result)
    {
        Table table = terminal.NewTable("scenario", "schedules", "steps", "checked against the twin", "records read", "time", "verdict");
        IEnumerable<(string Name, ScenarioResult Result)> rows = result.Scenarios.Select(s => (s.Scenario, s));
        if (result.Control is { } control)
        {
            rows = rows.Prepend(($"control: {CampaignRunner.ControlMutant} in {control.Scenario}", control));
        }

        foreach ((string name, ScenarioResult s) in rows)
        {
            bool isControl = ReferenceEquals(s, result.Control);
            string verdict = !isControl ? VerdictOf(s.Verdict).Markup()
                : s.Verdict == CampaignVerdict.Violation ? "[green]caught[/]" : "[red]NOT CAUGHT[/]";
            table.AddRow(
                Markup.Escape(name), Terminal.Count(s.Schedules), Terminal.Count(s.Steps), Terminal.Count(s.Checked),
                Terminal.Count(s.RecordsRead), Terminal.Seconds(s.Elapsed), verdict);
        }

        terminal.Write(table);
        terminal.Line($"{Terminal.Count(result.Schedules)} schedules, {Terminal.Count(result.Steps)} steps, "
            + $"{Terminal.Count(result.Checked)} of them checked against the twin, {Terminal.Seconds(result.Elapsed)}");
        foreach (ScenarioResult s in result.Scenarios.Where(s => s.Reason is not null))
        {
            terminal.Line($"{s.Scenario}: inconclusive: {s.Reason}");
        }
    }

    private static void PrintFailure(Terminal terminal, ScheduleFile failure, string path)
    {
        terminal.Line();
        terminal.Line($"{failure.Scenario}, schedule {failure.Schedule} fails in step {failure.FailingStep}:");
        terminal.Line(failure.Message);
        terminal.Line();
        terminal.Line($"written to {path}; again with: verified replay {path}");
    }

    /// <summary>
    /// The scenarios of some modes: of those named, which must all be of them, or of the mutant's, or of all. None named and both modes
    /// leave the choice to the campaign.
    /// </summary>
    /// <exception cref="ToolException">A scenario or the mutant is of another mode.</exception>
    public static IReadOnlyList<string> OfModes(IReadOnlyList<string> named, string? mutant, IReadOnlyList<RingBufferMode> modes)
    {
        if (modes.Count == Enum.GetValues<RingBufferMode>().Length)
        {
            return named;
        }

        bool IsOf(string name) => Scenarios.Find(name) is not { } scenario || modes.Contains(scenario.Mode);
        if (named.FirstOrDefault(s => !IsOf(s)) is { } other)
        {
            throw ToolException.Usage($"scenario '{other}' is not of mode {modes[0].ToString().ToLowerInvariant()}");
        }

        if (named.Count > 0)
        {
            return named;
        }

        IEnumerable<string> all = mutant is not null && MutantCatalog.Find(mutant) is { } found ? found.Scenarios : Scenarios.All.Select(s => s.Name);
        string[] selected = [.. all.Where(IsOf)];
        return selected.Length > 0 ? selected : throw ToolException.Usage($"mutant '{mutant}' has no scenario of mode {modes[0].ToString().ToLowerInvariant()}");
    }

    private static void CheckNames(CampaignOptions options)
    {
        foreach (string scenario in options.Scenarios.Where(s => Scenarios.Find(s) is null))
        {
            throw ToolException.Unknown("scenario", scenario, Scenarios.All.Select(s => s.Name));
        }

        if (options.Mutant != Mutants.None && MutantCatalog.Find(options.Mutant) is null)
        {
            throw ToolException.Unknown("mutant", options.Mutant, MutantCatalog.All.Select(m => m.Name));
        }

        if (Engines.Find(options.Engine) is null)
        {
            throw ToolException.Unknown("engine", options.Engine, Engines.Names);
        }

        if (options.Schedules < 1)
        {
            throw ToolException.Usage($"--schedules {options.Schedules}: must be at least 1");
        }
    }

    private static TimeSpan? Limit(double? seconds)
    {
        const double MaxSeconds = 7 * 24 * 60 * 60;
        return seconds is null ? null
            : seconds > 0 && seconds <= MaxSeconds ? TimeSpan.FromSeconds(seconds.Value)
            : throw ToolException.Usage($"--seconds {seconds}: must be more than 0 and at most {MaxSeconds}");
    }

    private static CampaignOptions WithShard(CampaignOptions options, string? shard)
    {
        if (shard is null)
        {
            return options;
        }

        string[] parts = shard.Split('/');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int i)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int n)
            && i >= 1 && i <= n
            ? options with { Shard = i, ShardCount = n }
            : throw ToolException.Usage($"--shard '{shard}': must be i/n with 1 <= i <= n, for example 2/4");
    }

    private static T OneOf<T>(string what, string given, Dictionary<string, T> valid) =>
        valid.TryGetValue(given, out T? value) ? value : throw ToolException.Unknown(what, given, valid.Keys);
}
