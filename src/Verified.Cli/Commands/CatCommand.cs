using System.CommandLine;
using System.Globalization;
using Verified.Cli.Output;
using Verified.Cli.Recording;
using Verified.RingBuffers;

namespace Verified.Cli.Commands;

/// <summary><c>verified cat FILE</c>.</summary>
internal static class CatCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal)
    {
        Argument<FileInfo> file = new("file") { Description = "A file that 'verified record' wrote." };
        Option<long?> limit = new("--limit") { Description = "Print at most so many records.", HelpName = "N" };
        Command command = new("cat", "Prints recorded records with their times, in the order of their reservation, and a line ('--') where some are missing.")
        {
            file, limit,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(
            Run(terminal, parsed.GetValue(file)!, parsed.GetValue(limit), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, FileInfo file, long? limit, CancellationToken cancellation)
    {
        if (!file.Exists)
        {
            throw ToolException.Usage($"there is no file '{file.FullName}'");
        }

        if (limit < 0)
        {
            throw ToolException.Usage($"--limit {limit}: must be 0 or more");
        }

        long left = limit ?? long.MaxValue;
        try
        {
            using FileStream stream = file.OpenRead();
            RecordFileReader reader = new(stream);
            RecordedBlock? before = null;
            while (left > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                if (reader.ReadBlock() is not { } block)
                {
                    PrintEnd(terminal, reader, before);
                    break;
                }

                PrintGap(terminal, reader.Header, before, block);
                left -= PrintRecords(terminal, reader.Header, block, left);
                before = block;
            }

            return ExitCodes.Pass;
        }
        catch (DamagedFileException damage)
        {
            terminal.Writer.Flush();
            terminal.Error($"{file.Name}: {damage.Message}");
            return ExitCodes.Violation;
        }
    }

    /// <summary>What is missing before a sub-buffer: where, how much, and why.</summary>
    private static void PrintGap(Terminal terminal, RecordFileHeader header, RecordedBlock? before, RecordedBlock block)
    {
        BlockFacts facts = block.Facts;
        string where = before is null ? $"before sub-buffer {facts.Sequence}" : $"between sub-buffers {before.Facts.Sequence} and {facts.Sequence}";
        string time = Time(header, before?.Facts.EndTime ?? header.ClockAtStart);
        PrintMissing(terminal, time, facts.OverwrittenBefore, facts.UnfinishedBefore, where);
        if (facts.LostBefore.Total > 0)
        {
            string until = before is null ? $"before sub-buffer {facts.Sequence} was ended"
                : $"after sub-buffer {before.Facts.Sequence} was ended and before sub-buffer {facts.Sequence} was";
            terminal.Line($"{time} -- {Lost(facts.LostBefore)}, {until}");
        }
    }

    private static void PrintMissing(Terminal terminal, string time, long overwritten, long unfinished, string where)
    {
        if (overwritten > 0)
        {
            terminal.Line($"{time} -- {Terminal.Count(overwritten)} sub-buffers overwritten, {where}");
        }

        if (unfinished > 0)
        {
            terminal.Line($"{time} -- {Terminal.Count(unfinished)} sub-buffers not finished when the snapshot came by, {where}");
        }
    }

    private static long PrintRecords(Terminal terminal, RecordFileHeader header, RecordedBlock block, long left)
    {
        long printed = 0;
        foreach (RecordedRecord recorded in block.Records)
        {
            if (printed == left)
            {
                break;
            }

            terminal.Line(TraceRecord.TryRead(recorded.Bytes.Span, out TraceRecord record)
                ? record.ToLine(Seconds(header, recorded.Clock))
                : $"{Time(header, recorded.Clock)} ({recorded.Bytes.Length} bytes that are no record of this tool)");
            printed++;
        }

        return printed;
    }

    private static void PrintEnd(Terminal terminal, RecordFileReader reader, RecordedBlock? last)
    {
        RecordFileTotals totals = reader.Totals!;
        string time = Time(reader.Header, last?.Facts.EndTime ?? reader.Header.ClockAtStart);
        string after = last is null ? "the start" : $"sub-buffer {last.Facts.Sequence}";
        PrintMissing(terminal, time, totals.OverwrittenAfter, totals.UnfinishedAfter, $"after {after}");
        if (totals.LostAfter.Total > 0)
        {
            terminal.Line($"{time} -- {Lost(totals.LostAfter)}, after {after}{(last is null ? "" : " was ended")}");
        }

        if (totals.Losses.Refused > 0)
        {
            terminal.Line($"{time} -- {Terminal.Count(totals.Losses.Refused)} records refused, at some time: the ring was paused or completed");
        }

        if (totals.Losses.Abandoned > 0)
        {
            terminal.Line($"{time} -- {Terminal.Count(totals.Losses.Abandoned)} records abandoned by their writers, at some time");
        }
    }

    private static string Lost(Losses losses)
    {
        (string Cause, long Count)[] causes = [("full", losses.Full), ("wrapped", losses.Wrapped), ("too big", losses.TooBig)];
        return $"{Terminal.Count(losses.Total)} records lost ({string.Join(", ", causes.Where(c => c.Count > 0).Select(c => $"{c.Cause} {Terminal.Count(c.Count)}"))})";
    }

    private static double Seconds(RecordFileHeader header, long clock) => (double)(clock - header.ClockAtStart) / header.ClockFrequency;

    private static string Time(RecordFileHeader header, long clock) =>
        Seconds(header, clock).ToString("0.0000000", CultureInfo.InvariantCulture).PadLeft(13);
}
