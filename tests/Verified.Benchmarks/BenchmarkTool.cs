using System.CommandLine;
using System.CommandLine.Help;
using Verified.Benchmarks.Candidates;
using Verified.Benchmarks.Commands;
using Verified.Benchmarks.Output;
using Verified.Cli;
using Verified.Cli.Output;

namespace Verified.Benchmarks;

/// <summary>The benchmarks as a function: arguments in, text and an exit code out.</summary>
internal static class BenchmarkTool
{
    private const string DefaultCommand = "interleaved";

    /// <summary>Runs one command line; without a command, or with options alone, the interleaved run.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        Terminal terminal = new(output, error);
        Progress progress = new(error);
        RootCommand root = new("What a record costs: this ring buffer, its peers and the machine's floor, measured in turns.")
        {
            InterleavedCommand.Build(terminal, progress),
            LatencyCommand.Build(terminal, progress),
            AllocationCommand.Build(terminal),
            TargetsCommand.Build(terminal, progress),
            CurvesCommand.Build(terminal, progress),
            ReadmeCommand.Build(terminal, progress),
            DotnetCommand.Build(terminal),
        };
        bool asksRoot = args.Length > 0 && (args[0] is "--help" or "-h" or "-?" or "--version" || !args[0].StartsWith('-'));
        ParseResult parsed = root.Parse(asksRoot ? args : [DefaultCommand, .. args]);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            foreach (string message in parsed.Errors.Select(e => e.Message).Distinct())
            {
                error.WriteLine($"benchmarks: {message}");
            }

            error.WriteLine("benchmarks: try '--help'");
            return ExitCodes.Usage;
        }

        return await InvokeAsync(parsed, error);
    }

    private static async Task<int> InvokeAsync(ParseResult parsed, TextWriter error)
    {
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
            });
        }
        catch (ToolException stop)
        {
            error.WriteLine($"benchmarks: {stop.Message}");
            return stop.ExitCode;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("benchmarks: cancelled; nothing is claimed");
            return ExitCodes.Inconclusive;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"benchmarks: {e.Message}");
            return ExitCodes.Usage;
        }
        finally
        {
            LttngSession.Close();
        }
    }
}
