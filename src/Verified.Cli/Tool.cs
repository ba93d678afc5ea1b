using System.CommandLine;
using System.CommandLine.Help;
using Verified.Cli.Commands;
using Verified.Cli.MachineCode;
using Verified.Cli.Output;

namespace Verified.Cli;

/// <summary>The tool as a function: arguments in, text and an exit code out. Tests call it as <c>Main</c> does.</summary>
internal static class Tool
{
    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        Terminal terminal = new(output, error);
        RootCommand root = BuildRoot(terminal);
        ParseResult parsed = root.Parse(args.Count == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction and not ExamplesHelpAction)
        {
            foreach (string message in parsed.Errors.Select(e => e.Message).Distinct())
            {
                terminal.Error(message);
            }

            terminal.Error($"try '{HelpHint(parsed)} --help'");
            return ExitCodes.Usage;
        }

        InvocationConfiguration configuration = new()
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
        };
        return await InvokeAsync(parsed, configuration, terminal, cancellation);
    }

    private static async Task<int> InvokeAsync(
        ParseResult parsed, InvocationConfiguration configuration, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            return await parsed.InvokeAsync(configuration, cancellation);
        }
        catch (ToolException stop)
        {
            terminal.Error(stop.Message);
            return stop.ExitCode;
        }
        catch (OperationCanceledException)
        {
            terminal.Error("cancelled; nothing is claimed");
            return ExitCodes.Inconclusive;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.Error(e.Message);
            return ExitCodes.Usage;
        }
    }

    private static RootCommand BuildRoot(Terminal terminal)
    {
        RootCommand root = new("A trace ring buffer that can be trusted: one tool for every check of it.");
        root.Add(VerifyCommand.Build(terminal));
        root.Add(ExploreCommand.Build(terminal));
        root.Add(TlcCommand.Build(terminal));
        root.Add(ProofsCommand.Build(terminal));
        root.Add(CampaignCommand.Build(terminal));
        root.Add(ReplayCommand.Build(terminal));
        root.Add(StressCommand.Build(terminal));
        root.Add(KillCommand.Build(terminal));
        root.Add(DamageCommand.Build(terminal));
        root.Add(AsmCommand.Build(terminal));
        root.Add(MutantsCommand.Build(terminal));
        root.Add(RecordCommand.Build(terminal));
        root.Add(CatCommand.Build(terminal));
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExamplesHelpAction((HelpAction)help.Action!);
        return root;
    }

    private static string HelpHint(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        return command is RootCommand ? "verified" : $"verified {command.Name}";
    }
}
