using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
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
        Enum.GetValues<Strategy>().Except([Strategy.Stop]).ToDictionary(s => s.ToString().ToLowerInvariant());

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
            Description = "Enumerates: every thread stopped for ever at each of its points, beside many orders of the others (short: three).",
            HelpName = string.Join('|', s_stops.Keys),
        };
        Option<FileInfo?> file = new("--out") { Description = "Where a failing schedule is written.", HelpName = "FILE" };
        Option<FileInfo?> json = JsonReport.NewOption();
        Command command = new("campaign", "Runs the real code under many schedules; every shared access must be a step of the twin.")
        {
            scenarios, mode, schedules, seconds, strategy, engine, judge, seed, shard, stops, mutant, file, json,
        };
        Option[] sampling = [schedules, seconds, strategy, engine, seed, shard];
        command.Validators.Add(parsed =>
        {
            if (parsed.GetResult(stops) is not null && sampling.FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false }) is { } other)
            {
                parsed.AddError($"--stop-threads runs every schedule of its own, on the engine 'step': it does not go with {other.Name}");
            }
        });
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

        CampaignReport.Print(terminal, result);
        JsonObject body = CampaignReport.ToJson(result);
        body["seed"] = options.Seed;
        body["mutant"] = options.Mutant;
        if (result.Scenarios.FirstOrDefault(s => s.Failure is not null)?.Failure is { } failure)
        {
            string path = file?.FullName ?? Path.GetFullPath($"{failure.Scenario}-{failure.Mutant}-{failure.Seed}.schedule");
            failure.Save(path);
            body["scheduleFile"] = path;
            CampaignReport.PrintFailure(terminal, failure, path);
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
            throw ToolException.Unknown("mutant", options.Mutant, MutantCatalog.All.Concat(MutantCatalog.OfCodeAlone).Select(m => m.Name));
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
