using System.CommandLine;
using BenchmarkDotNet.Running;
using Verified.Benchmarks.Machine;
using Verified.Cli;
using Verified.Cli.Output;

namespace Verified.Benchmarks.Commands;

/// <summary><c>dotnet</c>: the same workloads under BenchmarkDotNet, with memory and machine code.</summary>
internal static class DotnetCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal)
    {
        Argument<string[]> rest = new("arguments") { Description = "For BenchmarkDotNet's switcher, after '--'; for example: -- --filter '*Ring*' --job short", Arity = ArgumentArity.ZeroOrMore };
        Command command = new("dotnet", "The same workloads under BenchmarkDotNet, with its memory and disassembly diagnosers.") { rest };
        command.SetAction(parsed =>
        {
            MachineInfo.Print(terminal);
            string[] arguments = parsed.GetValue(rest) is { Length: > 0 } given ? given : ["--filter", "*"];
            var summaries = BenchmarkSwitcher.FromAssembly(typeof(DotnetCommand).Assembly).Run(arguments).ToArray();
            bool failed = summaries.Any(s => s.HasCriticalValidationErrors || s.Reports.Any(r => !r.Success));
            terminal.Line($"dotnet: {summaries.Length} summaries");
            return failed ? ExitCodes.Violation : ExitCodes.Pass;
        });
        return command;
    }
}
