using System.CommandLine;
using Spectre.Console;
using Verified.Cli.Output;
using Verified.Cli.Recording;
using Verified.RingBuffers;

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
        Option<string> mode = ModeOption.One(
            "discard: everything goes to FILE, and what finds the ring full is lost. overwrite: a flight recorder; the newest stays in the ring, "
            + "and snapshots of it are written, on Enter, on SIGUSR1, and as the options say.");
        Option<int> threads = new("--threads") { Description = "Threads of the load.", HelpName = "T", DefaultValueFactory = _ => 5 };
        Option<int> size = new("--size", "--sub-buffer-size")
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
        Option<bool> atExit = new("--snapshot-at-exit")
        {
            Description = "Overwrite mode: write what is in the ring at the end, to FILE. So it is when no snapshot option is given.",
        };
        Option<double?> every = new("--snapshot-every")
        {
            Description = "Overwrite mode: write a snapshot this often. Those on demand are files of their own: of trace.ring, trace.1.ring, trace.2.ring …, and never one that is there.",
            HelpName = "SECONDS",
        };
        Option<FileInfo?> json = JsonReport.NewOption();
        Command command = new("record", "Records a real load and the .NET runtime's own events through the ring buffer, and balances the accounts.")
        {
            seconds, file, mode, size, count, threads, atExit, every, json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            terminal,
            Check(
                new RecorderOptions(
                    parsed.GetValue(file)!.FullName, Seconds("--seconds", parsed.GetValue(seconds)), parsed.GetValue(threads),
                    ModeOption.Modes(parsed.GetValue(mode)!)[0], parsed.GetValue(size), parsed.GetValue(count), parsed.GetValue(atExit),
                    parsed.GetValue(every) is { } s ? Seconds("--snapshot-every", s) : null)
                { Reserved = parsed.GetValue(json)?.FullName }),
            JsonReport.Open(parsed.GetValue(json), "record", parsed.GetValue(file)),
            cancellation));
        return command;
    }

    private static TimeSpan Seconds(string option, double seconds)
    {
        const double MaxSeconds = 24 * 60 * 60;
        return seconds > 0 && seconds <= MaxSeconds ? TimeSpan.FromSeconds(seconds)
            : throw ToolException.Usage($"{option} {seconds}: must be more than 0 and at most {MaxSeconds}");
    }

    private static RecorderOptions Check(RecorderOptions options)
    {
        const int MaxThreads = 256;
        if (options.Threads is < 1 or > MaxThreads)
        {
            throw ToolException.Usage($"--threads {options.Threads}: must be from 1 to {MaxThreads}");
        }

        if (options.Mode == RingBufferMode.Discard && (options.SnapshotAtExit || options.SnapshotEvery is not null))
        {
            throw ToolException.Usage("snapshots are the flight recorder's: give --mode overwrite (in discard mode all that is accepted goes to the file)");
        }

        OutputFile.Require("--out", new FileInfo(options.Path));
        return options with
        {
            SnapshotAtExit = options.SnapshotAtExit || (options.Mode == RingBufferMode.Overwrite && options.SnapshotEvery is null),
        };
    }

    private static async Task<int> RunAsync(Terminal terminal, RecorderOptions options, JsonReport json, CancellationToken cancellation)
    {
        Accounts accounts;
        try
        {
            using SnapshotRequests requests = SnapshotRequests.OfUser();
            accounts = await terminal.WorkAsync("recording", report => Task.Run(
                () => new RecordingSession(options, TwinLoad.Explore, report, f => PrintSnapshot(terminal, f), terminal.Error).Run(requests, cancellation),
                CancellationToken.None));
        }
        catch (ArgumentException e)
        {
            // The ring names the value and its range; the parameter's name after them is for programmers.
            int at = e.Message.IndexOf(" (Parameter", StringComparison.Ordinal);
            throw ToolException.Usage(at < 0 ? e.Message : e.Message[..at]);
        }

        PrintNames(terminal, accounts);
        PrintAccounts(terminal, accounts);
        Verdict verdict = !accounts.Balance ? Verdict.Fail : accounts.FailedSnapshots > 0 ? Verdict.Inconclusive : Verdict.Pass;
        json.Write(verdict, accounts.ToJson());
        return verdict.ExitCode();
    }

    private static void PrintSnapshot(Terminal terminal, WrittenFile file) => terminal.Line(
        $"snapshot: {Terminal.Count(file.Records)} records of {file.SubBuffers} sub-buffers, {Terminal.Count(file.Bytes)} bytes, to {file.Path}"
        + (file.Overwritten > 0 ? $"; {file.Overwritten} sub-buffers were overwritten meanwhile" : "")
        + (file.Unfinished > 0 ? $"; {file.Unfinished} sub-buffers were not finished" : ""));

    private static void PrintNames(Terminal terminal, Accounts accounts)
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
    }

    private static void PrintAccounts(Terminal terminal, Accounts a)
    {
        static string Mark(bool balances) => balances ? "" : "   DOES NOT BALANCE";
        Losses l = a.Losses;
        terminal.Line($"attempted {a.Attempted} = accepted {a.Accepted} + refused {l.Refused} + lost {a.Lost} "
            + $"(full {l.Full}, wrapped {l.Wrapped}, too big {l.TooBig}){Mark(a.AttemptedBalance)}");
        terminal.Line($"accepted {a.Accepted} = read {a.Read} + overwritten {a.Overwritten} (in {a.OverwrittenSubBuffers} sub-buffers) "
            + $"+ abandoned {l.Abandoned}{Mark(a.AcceptedBalance)}");
        if (a.Files.FirstOrDefault(f => f.IsFinal) is { } file)
        {
            terminal.Line($"wrote {file.Records} records in {file.SubBuffers} sub-buffers, {Terminal.Count(file.Bytes)} bytes, to {file.Path}{Mark(a.WrittenBalance)}");
        }
        else
        {
            terminal.Line($"what was read at the end was only counted; {a.Files.Count} snapshots were written before");
        }
    }
}
