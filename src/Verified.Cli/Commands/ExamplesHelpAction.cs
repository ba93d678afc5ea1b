using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Verified.Cli.Commands;

/// <summary>The library's help, followed by examples of the command that was asked about.</summary>
internal sealed class ExamplesHelpAction(HelpAction inner) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string[]> s_examples = new(StringComparer.Ordinal)
    {
        ["verified"] = ["verified verify", "verified explore --mutant no-full-test", "verified campaign --schedules 20000 --seed 1"],
        ["verify"] = ["verified verify", "verified verify quick", "verified verify full --json report.json", "verified verify --only campaign"],
        ["explore"] = ["verified explore MCTwoWriters", "verified explore --mutant count-before-data", "verified explore MCTwoWriters --mutant no-recheck"],
        ["tlc"] = ["TLA2TOOLS_JAR=tla2tools.jar verified tlc", "verified tlc check --model MCTwoWriters", "verified tlc regenerate", "verified tlc regenerate --model MCOneWriter MCFlush --jobs 2"],
        ["proofs"] = ["verified proofs", "verified proofs regenerate", "verified proofs mutants --mutant no-push", "verified proofs stability --json stability.json"],
        ["campaign"] = ["verified campaign --schedules 20000 --seed 1", "verified campaign --mode overwrite --seconds 120", "verified campaign --seconds 60 --shard 2/4", "verified campaign --mutant padding-not-committed --out failing.schedule", "verified campaign --stop-threads every-point --mode discard", "verified campaign --stop-threads every-point-short --scenario sizes-2-2 --mutant wait-for-delivery --judge meaning"],
        ["mutants"] = ["verified mutants", "verified mutants --mutant no-recheck --mutant no-push", "verified mutants --write", "verified mutants --check --json kills.json"],
        ["replay"] = ["verified replay failing.schedule", "verified replay failing.schedule --last 60"],
        ["stress"] = ["verified stress", "verified stress --mode overwrite --reader snapshot --threads 8 --seconds 60 --json account.json"],
        ["kill"] = ["verified kill", "verified kill --times 20 --mode overwrite --writers 8 --seed 7 --json account.json"],
        ["damage"] = ["verified damage", "verified damage --files 1000 --kind region --seed 7 --json account.json"],
        ["asm"] = ["verified asm", "verified asm --one-writer --clock --span"],
        ["record"] =
        [
            "verified record --seconds 5 --out trace.ring",
            "verified record --seconds 30 --threads 8 --size 65536 --sub-buffers 8 --out trace.ring",
            "verified record --mode overwrite --seconds 60 --snapshot-at-exit --out trace.ring    (Enter: trace.1.ring, and so on)",
            "verified record --mode overwrite --seconds 60 --snapshot-every 10 --out trace.ring",
        ],
        ["cat"] = ["verified cat trace.ring --limit 20", "verified cat trace.ring | grep GCStart"],
    };

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int result = inner.Invoke(parseResult);
        Command command = parseResult.CommandResult.Command;
        string name = command is RootCommand ? "verified" : command.Name;
        if (s_examples.TryGetValue(name, out string[]? examples))
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string example in examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
            output.WriteLine("Exit codes: 0 pass, 1 violation, 2 inconclusive, 64 usage.");
        }

        return result;
    }
}
