using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Verified.Cli.Output;
using Verified.Cli.Proofs;
using Verified.Cli.Specification;

namespace Verified.Cli.Commands;

/// <summary><c>verified proofs [check|regenerate|mutants|stability]</c>.</summary>
internal static class ProofsCommand
{
    /// <summary>Most that one assertion batch may take, in seconds; a proof that needs it is not written yet.</summary>
    public const int DefaultSeconds = 300;

    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal)
    {
        Argument<string> action = new("action")
        {
            Description = "check: verify, audit, and compare with the certificate. regenerate: verify, and write the certificate anew. "
                + "mutants: break the algorithm in every way listed, and see the named lemma fail. stability: verify with ten seeds what has no record of its present text, and record it (an hour for all; it may be ended and gone on with).",
            DefaultValueFactory = _ => "check",
        };
        action.AcceptOnlyFromAmong("check", "regenerate", "mutants", "stability");
        Option<int> cores = NewNumber("--cores", "How many solvers at once, and, up to four, runs of Dafny.", Environment.ProcessorCount);
        Option<int> seconds = NewNumber("--time-limit", "Most that the solver may take for one assertion batch; to exceed it is inconclusive.", DefaultSeconds);
        Option<string[]> mutants = new("--mutant")
        {
            Description = "mutants: only these; a name or several, and may be given several times.",
            HelpName = "NAME",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<bool> again = new("--again") { Description = "stability: also what has a record." };
        Option<string?> root = SpecificationOptions.NewRoot();
        Option<FileInfo?> json = JsonReport.NewOption();
        Command command = new("proofs", "Runs Dafny, from the repository's tool manifest, on the proof; it needs z3 on the PATH.")
        {
            action, cores, seconds, mutants, again, root, json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            terminal,
            ProofFiles.Of(SpecificationOptions.Files(parsed, root)),
            new Request(
                parsed.GetValue(action)!,
                AtLeastOne("--cores", parsed.GetValue(cores)),
                AtLeastOne("--time-limit", parsed.GetValue(seconds)),
                parsed.GetValue(mutants) ?? [],
                parsed.GetValue(again)),
            JsonReport.Open(parsed.GetValue(json), "proofs"),
            cancellation));
        return command;
    }

    private static Option<int> NewNumber(string name, string description, int value) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => value };

    private static int AtLeastOne(string option, int value) =>
        value >= 1 ? value : throw ToolException.Usage($"{option} {value}: must be at least 1");

    private static async Task<int> RunAsync(
        Terminal terminal, ProofFiles files, Request request, JsonReport json, CancellationToken cancellation)
    {
        if (request.Mutants.Length > 0 && request.Action != "mutants")
        {
            throw ToolException.Usage($"--mutant: 'proofs {request.Action}' breaks nothing");
        }

        if (request.Again && request.Action != "stability")
        {
            throw ToolException.Usage($"--again: 'proofs {request.Action}' does everything");
        }

        // Mutants, and files with several seeds, are run as many at once as there may be solvers.
        DafnyLimits limits = request.Action is "mutants" or "stability"
            ? new(request.Cores, 1, request.Seconds)
            : DafnyLimits.For(request.Cores, request.Seconds);
        Stopwatch watch = Stopwatch.StartNew();
        (ProofSession session, IProver prover) = await terminal.WorkAsync("proofs", async report =>
        {
            IProver prover = await DafnyTool.FindAsync(files.Root, Environment.GetEnvironmentVariable("PATH"), limits, report, cancellation);
            terminal.Line($"proofs {request.Action}: Dafny {prover.Dafny}, z3 {prover.Solver}, {request.Cores} at once");
            ProofSession session = new(files, prover, report, row => Print(terminal, row), cancellation, limits.Processes);
            await (request.Action switch
            {
                "regenerate" => session.RegenerateAsync(),
                "mutants" => session.MutantsAsync(request.Mutants),
                "stability" => session.StabilityAsync(request.Again),
                _ => session.CheckAsync(),
            });
            return (session, prover);
        });
        Verdict verdict = Verdicts.Worst(session.Rows.Select(r => r.Verdict));
        json.Write(verdict, new JsonObject
        {
            ["action"] = request.Action,
            ["dafny"] = prover.Dafny,
            ["z3"] = prover.Solver,
            ["summary"] = session.Summary,
            ["rows"] = new JsonArray([.. session.Rows.Select(r => r.ToJson())]),
        });
        terminal.Line();
        terminal.Line($"proofs: {verdict.Name()}: {session.Summary}; {Terminal.Seconds(watch.Elapsed)}");
        return verdict.ExitCode();
    }

    private static void Print(Terminal terminal, CheckRow row)
    {
        terminal.Line($"{row.Verdict.Name(),-12} {row.Name,-28} {Terminal.Seconds(row.Elapsed),8}  {row.Figures}");
        foreach (string problem in row.Details)
        {
            terminal.Line($"    {problem}");
        }
    }

    private sealed record Request(string Action, int Cores, int Seconds, string[] Mutants, bool Again);
}
