using System.CommandLine;
using System.Text;
using Verified.Benchmarks.Candidates;
using Verified.Benchmarks.Machine;
using Verified.Benchmarks.Output;
using Verified.Benchmarks.Results;
using Verified.Benchmarks.Running;
using Verified.Cli;
using Verified.Cli.Output;

namespace Verified.Benchmarks.Commands;

/// <summary><c>readme</c>: one run of everything, written between two marks of the README.</summary>
internal static class ReadmeCommand
{
    private const string Begin = "<!-- benchmarks:begin -->";
    private const string End = "<!-- benchmarks:end -->";

    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal, Progress progress)
    {
        Option<FileInfo> file = new("--file") { Description = $"The file; it has the lines '{Begin}' and '{End}'.", HelpName = "FILE", DefaultValueFactory = _ => new FileInfo("README.md") };
        Command command = new("readme", "Measures everything in one run and writes the README's tables, with machine and command.") { file };
        RunOptions options = new RunOptions().AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(
            terminal, progress, options.Plan(parsed), options.Sizes(parsed), parsed.GetValue(file)!, cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, Progress progress, RunPlan plan, IReadOnlyList<int> sizes, FileInfo file, CancellationToken cancellation)
    {
        OutputFile.Require("--file", file);
        _ = Split(file);
        if (plan.Verified)
        {
            throw ToolException.Usage("--quick: its figures mean nothing, and are not written anywhere");
        }

        Shape[] shapes = [Shape.Alone, Shape.Pair, Shape.Two];
        MachineInfo.Print(terminal);
        RunResults results = RunResults.Measure(
            plan, Catalogue.All, shapes.SelectMany(shape => sizes.Select(size => (shape, size))), [TargetList.LatencySize], progress, cancellation);
        StringBuilder text = new();
        Append(text, "```");
        foreach (string line in MachineInfo.Lines())
        {
            Append(text, line);
        }

        Append(text, "```");
        AppendTable(text, Tables.Targets(TargetList.Evaluate(results)));
        AppendTable(text, Tables.Most(TargetList.Most(results)));

        foreach (Shape shape in shapes)
        {
            IReadOnlyList<string[]> cells = Tables.Throughput(results, shape);
            AppendTable(text, [[$"{shape}: {cells[0][0]}", .. cells[0][1..]], .. cells.Skip(1)]);
        }

        AppendTable(text, Tables.Latency(results, TargetList.LatencySize));
        (string before, string after) = Split(file); // again: the run took its time
        File.WriteAllText(file.FullName, $"{before}{Begin}\n{text}\n{End}{after}");
        terminal.Line($"wrote {file.Name}");
        return Quick.Report(terminal, plan, results);
    }

    private static void AppendTable(StringBuilder text, IReadOnlyList<string[]> cells)
    {
        Append(text, "");
        Append(text, Row(cells[0]));
        Append(text, Row([.. cells[0].Select(_ => "---")]));
        foreach (string[] row in cells.Skip(1))
        {
            Append(text, Row(row));
        }
    }

    private static string Row(string[] cells) => $"| {string.Join(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal)))} |";

    private static void Append(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static (string Before, string After) Split(FileInfo file)
    {
        string text = File.Exists(file.FullName) ? File.ReadAllText(file.FullName) : "";
        int begin = text.IndexOf(Begin, StringComparison.Ordinal), end = text.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin ? (text[..begin], text[(end + End.Length)..])
            : throw ToolException.Usage($"--file: '{file.FullName}' has no '{Begin}' with '{End}' after it");
    }
}
