using System.CommandLine;
using System.IO.Enumeration;
using Verified.Benchmarks.Candidates;
using Verified.Benchmarks.Machine;
using Verified.Benchmarks.Output;
using Verified.Benchmarks.Results;
using Verified.Benchmarks.Running;
using Verified.Cli;
using Verified.Cli.Output;

namespace Verified.Benchmarks.Commands;

/// <summary><c>interleaved</c>: every candidate in every shape, in turns.</summary>
internal static class InterleavedCommand
{
    private static readonly Dictionary<string, Shape> s_shapes = new(StringComparer.Ordinal)
    {
        ["alone"] = Shape.Alone,
        ["pair"] = Shape.Pair,
        ["two"] = Shape.Two,
    };

    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal, Progress progress)
    {
        Option<string[]> shapes = new("--shape") { Description = "Who works at the same time.", HelpName = "SHAPE", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [.. s_shapes.Keys] };
        shapes.AcceptOnlyFromAmong([.. s_shapes.Keys]);
        Option<string[]> only = new("--only") { Description = "Only candidates of these names; * stands for anything.", HelpName = "NAME", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["*"] };
        Command command = new("interleaved", "Nanoseconds per record of every candidate, in turns of short windows (the default command).") { shapes, only };
        RunOptions options = new RunOptions().AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(
            terminal, progress, options.Plan(parsed), Select(parsed.GetValue(only)!), [.. parsed.GetValue(shapes)!.Distinct().Select(s => s_shapes[s])], options.Sizes(parsed), cancellation)));
        return command;
    }

    /// <summary>The candidates with these names.</summary>
    public static IReadOnlyList<Candidate> Select(string[] patterns)
    {
        Candidate[] chosen = [.. Catalogue.All.Where(c => patterns.Any(p => FileSystemName.MatchesSimpleExpression(p, c.Name)))];
        return chosen.Length > 0 ? chosen : throw ToolException.Unknown("candidate", string.Join(' ', patterns), Catalogue.All.Select(c => c.Name));
    }

    private static int Run(
        Terminal terminal, Progress progress, RunPlan plan, IReadOnlyList<Candidate> candidates, Shape[] shapes, IReadOnlyList<int> sizes, CancellationToken cancellation)
    {
        MachineInfo.Print(terminal);
        RunResults results = RunResults.Measure(plan, candidates, shapes.SelectMany(shape => sizes.Select(size => (shape, size))), [], progress, cancellation);
        foreach (Shape shape in shapes)
        {
            Tables.Print(terminal, $"{shape}:", Tables.Throughput(results, shape));
        }

        Tables.PrintAbout(terminal, candidates);
        return Quick.Report(terminal, plan, results);
    }
}
