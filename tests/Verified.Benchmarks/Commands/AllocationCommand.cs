using System.CommandLine;
using Verified.Benchmarks.Machine;
using Verified.Benchmarks.Results;
using Verified.Cli;
using Verified.Cli.Output;

namespace Verified.Benchmarks.Commands;

/// <summary><c>allocation</c>: what each path allocates.</summary>
internal static class AllocationCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal)
    {
        Command command = new("allocation", "Bytes that each path of a record allocates: none.");
        command.SetAction(_ =>
        {
            MachineInfo.Print(terminal);
            IReadOnlyList<Allocated> paths = AllocationPaths.Measure();
            Tables.Print(terminal, "allocation:", [["path", "records", "bytes"], .. paths.Select(p => (string[])[p.Path, Terminal.Count(p.Records), Terminal.Count(p.Bytes)])]);
            return paths.All(p => p.Bytes == 0) ? ExitCodes.Pass : ExitCodes.Violation;
        });
        return command;
    }
}
