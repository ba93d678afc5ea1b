using System.CommandLine;
using Verified.Benchmarks.Machine;
using Verified.Benchmarks.Output;
using Verified.Benchmarks.Results;
using Verified.Benchmarks.Running;
using Verified.Cli;
using Verified.Cli.Output;

namespace Verified.Benchmarks.Commands;

/// <summary><c>curves</c>: what a record costs as work grows.</summary>
internal static class CurvesCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal, Progress progress)
    {
        Option<DirectoryInfo> folder = new("--out") { Description = "Where the plots go.", HelpName = "FOLDER", DefaultValueFactory = _ => new DirectoryInfo("docs") };
        Command command = new("curves", "Cost by record size, by threads, by sub-buffer size and by buffers merged, plotted as SVG and PNG.") { folder };
        RunOptions options = new RunOptions().AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() =>
        {
            RunPlan plan = options.Plan(parsed);
            DirectoryInfo to = parsed.GetValue(folder)!;
            if (!to.Exists)
            {
                throw ToolException.Usage($"--out: there is no folder '{to.FullName}'");
            }

            MachineInfo.Print(terminal);
            CurveList curves = new(plan, progress, cancellation);
            foreach (Curve curve in curves.Measure())
            {
                progress.End();
                if (plan.Verified)
                {
                    continue;
                }

                Tables.Print(terminal, curve.Title, curve.Cells());
                foreach (string file in curve.Write(to.FullName, MachineInfo.Short()))
                {
                    terminal.Line($"wrote {Path.GetRelativePath(Environment.CurrentDirectory, file)}");
                }
            }

            return Quick.Report(terminal, plan, curves.Problems, $"{curves.Cases} cases");
        }));
        return command;
    }
}
