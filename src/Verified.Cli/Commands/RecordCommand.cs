using System.CommandLine;
using Spectre.Console;
using Verified.Cli.Output;
using Verified.Cli.Recording;

namespace Verified.Cli.Commands;

/// <summary><c>verified record --seconds N --out FILE</c>.</summary>
internal static class RecordCommand
{
    private const int NamesShown = 12;

    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal)
    {
        Option<double> seconds = new("--seconds") { Description = "How long the load runs.", HelpName = "N", Required = true };
        Option<FileInfo> file = new("--out")
        {
            Description = "The file; it grows as FILE.partial and replaces FILE when it is whole.",
            HelpName = "FILE",
            Required = true,
        };
        Option<int> threads = new("--threads")
        {
            Description = "Threads of the load.",
            HelpName = "T",
            DefaultValueFactory = _ => 5,
        };
        Option<int> size = new("--sub-buffer-size")
        {
            Description = "Bytes in a sub-buffer; a power of two.",
            HelpName = "BYTES",
            DefaultValueFactory = _ => 64 * 1024,
        };
        Option<int> count = new("--sub-buffers")
        {
            Description = "Sub-buffers in the ring; a power of two.",
            HelpName = "N",
            DefaultValueFactory = _ => 8,
        };
        Option<FileInfo?> json = JsonReport.NewOption();
        Command command = new("record", "Records a real load and the .NET runtime's own events through the ring buffer, and balances the accounts.")
        {
            seconds, file, threads, size, count, json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            terminal,
            Check(parsed.GetValue(file)!, parsed.GetValue(seconds), parsed.GetValue(threads), parsed.GetValue(size), parsed.GetValue(count)),
            JsonReport.Open(parsed.GetValue(json), "record"),
            cancellation));
        return command;
    }

    private static RecorderOptions Check(FileInfo file, double seconds, int threads, int size, int count)
    {
        const double MaxSeconds = 24 * 60 * 60;
        const int MaxThreads = 256;
        if (!(seconds > 0 && seconds <= MaxSeconds))
        {
            throw ToolException.Usage($"--seconds {seconds}: must be more than 0 and at most {MaxSeconds}");
        }

        if (threads is < 1 or > MaxThreads)
        {
            throw ToolException.Usage($"--threads {threads}: must be from 1 to {MaxThreads}");
        }

        OutputFile.Require("--out", file);
        return new RecorderOptions(file.FullName, TimeSpan.FromSeconds(seconds), threads, size, count);
    }

    private static async Task<int> RunAsync(Terminal terminal, RecorderOptions options, JsonReport json, CancellationToken cancellation)
    {
        Accounts accounts;
        try
        {
            accounts = await terminal.WorkAsync(
                "recording",
                report => Task.Run(() => RecordingSession.Run(options, TwinLoad.Explore, report, cancellation), CancellationToken.None));
        }
        catch (ArgumentException e)
        {
            // The ring names the value and its range; the parameter's name after them is for programmers.
            int at = e.Message.IndexOf(" (Parameter", StringComparison.Ordinal);
            throw ToolException.Usage(at < 0 ? e.Message : e.Message[..at]);
        }

        Print(terminal, options, accounts);
        Verdict verdict = accounts.Balance ? Verdict.Pass : Verdict.Fail;
        json.Write(verdict, accounts.ToJson());
        return verdict.ExitCode();
    }

    private static void Print(Terminal terminal, RecorderOptions options, Accounts accounts)
    {
        Table table = terminal.NewTable("event", "records");
        foreach ((string name, long count) in accounts.ByName.OrderByDescending(n => n.Value).Take(NamesShown))
        {
            table.AddRow(Markup.Escape(name), Terminal.Count(count));
        }

        terminal.Write(table);
        if (accounts.ByName.Count > NamesShown)
        {
            terminal.Line($"… and {accounts.ByName.Count - NamesShown} more kinds of event");
        }

        terminal.Line($"attempted {accounts.Attempted} = accepted {accounts.Accepted} + lost {accounts.Losses.Total} ({accounts.Losses})"
            + (accounts.Attempted == accounts.Accepted + accounts.Losses.Total ? "" : "   DOES NOT BALANCE"));
        terminal.Line($"read {accounts.Read} = accepted {accounts.Accepted}" + (accounts.Read == accounts.Accepted ? "" : "   DOES NOT BALANCE"));
        terminal.Line($"wrote {accounts.Written} records in {accounts.SubBuffers} sub-buffers, {Terminal.Count(accounts.Bytes)} bytes, to {options.Path}");
    }
}
