using System.CommandLine;
using System.Text.Json.Nodes;
using Spectre.Console;
using Verified.Cli.Checks;
using Verified.Cli.Output;
using Verified.Cli.Specification;
using Verified.Model;

namespace Verified.Cli.Commands;

/// <summary><c>verified explore MODEL [--mutant M]</c>.</summary>
internal static class ExploreCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal)
    {
        Argument<string?> model = new("model")
        {
            Description = "A model of the manifest; with --mutant it may be left out, and the model made for that mutant is taken.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> mutant = new("--mutant") { Description = "Explore with this one thing broken.", HelpName = "MUTANT" };
        Option<string?> root = SpecificationOptions.NewRoot();
        Option<FileInfo?> json = JsonReport.NewOption();
        Command command = new("explore", "Explores every state of a model in the executable twin, and prints a shortest counterexample.")
        {
            model, mutant, root, json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            terminal,
            SpecificationOptions.Files(parsed, root),
            parsed.GetValue(model),
            parsed.GetValue(mutant),
            JsonReport.Open(parsed.GetValue(json), "explore"),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal, SpecificationFiles files, string? name, string? mutant, JsonReport json, CancellationToken cancellation)
    {
        if (mutant is not null && !Mutants.All.Contains(mutant))
        {
            throw ToolException.Unknown("mutant", mutant, Mutants.All);
        }

        Manifest manifest = Manifest.Load(files);
        ModelEntry model = Choose(manifest, name, mutant);
        ModelConfig config = TwinModel.Configuration(files, model.Name);
        if (mutant is not null)
        {
            config = config with { Mutant = mutant };
        }

        ExploreResult result = await terminal.WorkAsync(
            $"exploring {model.Name}", report => Task.Run(() => TwinModel.Explore(config, report, cancellation), cancellation));
        Print(terminal, model, config, result);
        Verdict verdict = result.Verdict switch
        {
            ExploreVerdict.Pass => Verdict.Pass,
            ExploreVerdict.Violation => Verdict.Fail,
            _ => Verdict.Inconclusive,
        };
        json.Write(verdict, ToJson(model, config, result));
        return verdict.ExitCode();
    }

    private static ModelEntry Choose(Manifest manifest, string? name, string? mutant)
    {
        if (name is not null)
        {
            return manifest.Find(name);
        }

        if (mutant is null)
        {
            throw ToolException.Usage($"name a model or a --mutant; models: {string.Join(", ", manifest.Models.Select(m => m.Name))}");
        }

        return manifest.Models.FirstOrDefault(m => m.Mutant == mutant)
            ?? throw ToolException.Violation($"no model of the manifest is for mutant {mutant}");
    }

    private static void Print(Terminal terminal, ModelEntry model, ModelConfig config, ExploreResult result)
    {
        terminal.Line($"{model.Name}: {model.Purpose}");
        terminal.Line($"mode {config.Mode}, form {config.Form}, mutant {config.Mutant}, {config.Writers.Length} writers, {config.Flushers.Length} flushers, "
            + $"reader does {string.Join(", ", config.ReaderOps)}{(config.Clocked ? ", clocked" : "")}{(config.Nested ? ", nested" : "")}, "
            + $"{config.N} sub-buffers of {config.S} units, record sizes {string.Join(',', config.Sizes)}");
        terminal.Line($"{Terminal.Count(result.Distinct)} distinct states, {Terminal.Count(result.Generated)} generated, depth {result.Depth}, "
            + $"{Terminal.Count((long)result.StatesPerSecond)} states/s, {Terminal.Seconds(result.Elapsed)}");
        if (result.Primary is { } violation)
        {
            terminal.Line();
            terminal.Line($"broken: {string.Join(", ", result.Violations.Select(v => v.Name))}");
            terminal.Line($"a shortest run to {violation.Name}, {violation.Level} states:");
            PrintTrace(terminal, new Twin(config), violation.Trace);
        }
        else if (result.Verdict == ExploreVerdict.Inconclusive)
        {
            terminal.Line($"inconclusive: {result.Reason}");
        }
        else
        {
            terminal.Line($"holds: {config.InvariantNames.Count} invariants in every state, "
                + (config.PropertyNames.Count > 0 ? $"{string.Join(", ", config.PropertyNames)} on every edge" : "no property"));
        }
    }

    private static void PrintTrace(Terminal terminal, Twin twin, IReadOnlyList<TraceStep> trace)
    {
        Table table = terminal.NewTable("#", "process", "action", "what changes");
        string[] before = Variables(twin, trace[0].State);
        for (int i = 1; i < trace.Count; i++)
        {
            string[] after = Variables(twin, trace[i].State);
            Move move = trace[i].Move!.Value;
            string process = move.Process == 0 ? "" : move.Process == twin.Config.Reader ? "reader" : move.Process.ToString();
            string changes = string.Join("; ", after.Except(before).Where(IsShared));
            table.AddRow(i.ToString(), process, Markup.Escape(move.Label), Markup.Escape(changes));
            before = after;
        }

        terminal.Write(table);
    }

    private static string[] Variables(Twin twin, in State state) => StateText.Canonical(twin, state).Split(';');

    /// <summary>Where a process stands and its locals follow from the action; the rest is worth a look.</summary>
    private static bool IsShared(string variable) =>
        !variable.StartsWith("pc=", StringComparison.Ordinal) && !variable.StartsWith("loc=", StringComparison.Ordinal)
        && !variable.StartsWith("res=", StringComparison.Ordinal) && !variable.StartsWith("account=", StringComparison.Ordinal);

    private static JsonObject ToJson(ModelEntry model, ModelConfig config, ExploreResult result)
    {
        JsonObject body = new() { ["model"] = model.Name, ["mutant"] = config.Mutant };
        body["distinct"] = result.Distinct;
        body["generated"] = result.Generated;
        body["depth"] = result.Depth;
        body["statesPerSecond"] = Math.Round(result.StatesPerSecond);
        body["reason"] = result.Reason;
        JsonObject actions = [];
        foreach ((Step step, long count) in result.GeneratedByStep)
        {
            actions[step.ToString()] = count;
        }

        body["actions"] = actions;
        body["violations"] = new JsonArray([.. result.Violations.Select(v => new JsonObject
        {
            ["property"] = v.Name,
            ["states"] = v.Level,
            ["trace"] = new JsonArray([.. v.Trace.Where(t => t.Move is not null).Select(t => (JsonNode)t.Move!.Value.Label)]),
        })]);
        return body;
    }
}
