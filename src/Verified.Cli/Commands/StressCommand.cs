using System.CommandLine;
using System.Text.Json.Nodes;
using Spectre.Console;
using Verified.Cli.Output;
using Verified.Cli.Stress;
using Verified.RingBuffers;

namespace Verified.Cli.Commands;

/// <summary><c>verified stress</c>: real threads on the real ring, and an account of every record.</summary>
internal static class StressCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal)
    {
        Option<string> mode = ModeOption.Any("The ring's mode; both run one after the other.");
        Option<string> reader = new("--reader")
        {
            Description = "What the one reader does: consume reads and releases; snapshot looks at everything, again and again (and clears, in discard mode).",
            HelpName = "READER",
            DefaultValueFactory = _ => "consume",
        };
        reader.AcceptOnlyFromAmong("consume", "snapshot");
        Option<string> clock = new("--clock")
        {
            Description = "Where the records' times come from; none: they have no time, and take the fast path that 'asm' shows.",
            HelpName = "CLOCK",
            DefaultValueFactory = _ => "stopwatch",
        };
        clock.AcceptOnlyFromAmong("stopwatch", "none");
        Option<int> threads = new("--threads") { Description = "Threads that write.", HelpName = "T", DefaultValueFactory = _ => 8 };
        Option<double> seconds = new("--seconds") { Description = "How long they write, in each mode.", HelpName = "N", DefaultValueFactory = _ => 60 };
        Option<int> size = new("--size") { Description = "Bytes in a sub-buffer; a power of two.", HelpName = "BYTES", DefaultValueFactory = _ => StressOptions.DefaultSize };
        Option<int> count = new("--sub-buffers") { Description = "Sub-buffers in the ring; a power of two.", HelpName = "N", DefaultValueFactory = _ => StressOptions.DefaultCount };
        Option<FileInfo?> json = JsonReport.NewOption();
        Command command = new("stress", "Real threads write checksummed records while one reads: nothing may be torn, out of order, or unaccounted for.")
        {
            mode, reader, clock, threads, seconds, size, count, json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            terminal,
            [.. ModeOption.Modes(parsed.GetValue(mode)!).Select(m => Check(new StressOptions(
                m, Enum.Parse<StressReader>(parsed.GetValue(reader)!, ignoreCase: true), parsed.GetValue(threads),
                Duration(parsed.GetValue(seconds)), parsed.GetValue(size), parsed.GetValue(count))
            {
                Clock = Enum.Parse<RingBufferClock>(parsed.GetValue(clock)!, ignoreCase: true),
            }))],
            JsonReport.Open(parsed.GetValue(json), "stress"),
            cancellation));
        return command;
    }

    private static TimeSpan Duration(double seconds)
    {
        const double MaxSeconds = 24 * 60 * 60;
        return seconds > 0 && seconds <= MaxSeconds ? TimeSpan.FromSeconds(seconds)
            : throw ToolException.Usage($"--seconds {seconds}: must be more than 0 and at most {MaxSeconds}");
    }

    private static StressOptions Check(StressOptions options)
    {
        const int MaxThreads = 256;
        return options.Threads is >= 1 and <= MaxThreads ? options
            : throw ToolException.Usage($"--threads {options.Threads}: must be from 1 to {MaxThreads}");
    }

    private static async Task<int> RunAsync(Terminal terminal, StressOptions[] runs, JsonReport json, CancellationToken cancellation)
    {
        List<StressAccount> accounts = [];
        foreach (StressOptions options in runs)
        {
            if (accounts.Count > 0 && cancellation.IsCancellationRequested)
            {
                break;
            }

            try
            {
                accounts.Add(await terminal.WorkAsync(
                    $"stress, {options.Mode}", report => Task.Run(() => StressRun.Run(options, report, cancellation), CancellationToken.None)));
            }
            catch (ArgumentException e)
            {
                int at = e.Message.IndexOf(" (Parameter", StringComparison.Ordinal);
                throw ToolException.Usage(at < 0 ? e.Message : e.Message[..at]);
            }

            Print(terminal, accounts[^1]);
        }

        bool fails = accounts.Any(a => a.Problems.Count > 0);
        Verdict verdict = fails ? Verdict.Fail : cancellation.IsCancellationRequested ? Verdict.Inconclusive : Verdict.Pass;
        if (verdict == Verdict.Inconclusive)
        {
            terminal.Error("cut short; the accounts are of the time until then");
        }

        json.Write(verdict, new JsonObject { ["runs"] = new JsonArray([.. accounts.Select(a => a.ToJson())]) });
        return verdict.ExitCode();
    }

    private static void Print(Terminal terminal, StressAccount a)
    {
        StressOptions o = a.Options;
        terminal.Line($"{o.Mode.ToString().ToLowerInvariant()} mode, reader {o.Reader.ToString().ToLowerInvariant()}, {o.Threads} threads, "
            + $"{o.SubBufferCount} sub-buffers of {o.SubBufferSize} bytes, {Terminal.Seconds(a.Elapsed)}");
        Table table = terminal.NewTable("account", "records", "sub-buffers");
        foreach ((string what, long? records, long? subBuffers) in Rows(a))
        {
            table.AddRow(Markup.Escape(what), records is { } r ? Terminal.Count(r) : "", subBuffers is { } s ? Terminal.Count(s) : "");
        }

        terminal.Write(table);
        foreach (string problem in a.Problems)
        {
            terminal.Line($"problem: {problem}");
        }

        terminal.Line($"{(a.Problems.Count == 0 ? "pass" : "FAIL")}: {a.Torn} torn, {a.Unaccounted} unaccounted");
        terminal.Line();
    }

    private static IEnumerable<(string What, long? Records, long? SubBuffers)> Rows(StressAccount a)
    {
        bool isDiscard = a.Options.Mode == RingBufferMode.Discard;
        yield return ("attempted", a.Attempted, null);
        yield return ("= accepted", a.Accepted, null);
        yield return ("+ refused (after the ring was completed)", a.Losses.Refused, null);
        yield return ("+ lost: full", a.Losses.Full, null);
        yield return ("+ lost: wrapped", a.Losses.Wrapped, null);
        yield return ("+ lost: too big", a.Losses.TooBig, null);
        yield return ("accepted", a.Accepted, null);
        yield return ("= read", a.Consumed.Read, a.Consumed.SubBuffers);
        yield return (isDiscard ? "+ cleared" : "+ overwritten", a.Consumed.MissingRecords, a.Consumed.MissingSubBuffers);
        yield return ("+ abandoned", a.Losses.Abandoned, null);
        if (a.Snapshots.Count > 0)
        {
            yield return ($"read in {Terminal.Count(a.Snapshots.Count)} snapshots besides", a.Snapshots.Records, a.Snapshots.SubBuffers);
            yield return ("left out of them: overwritten meanwhile", null, a.Snapshots.Overwritten);
            yield return ("left out of them: not finished", null, a.Snapshots.Unfinished);
        }
    }
}
