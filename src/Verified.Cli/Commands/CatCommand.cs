using System.CommandLine;
using Verified.Cli.Output;
using Verified.Cli.Recording;

namespace Verified.Cli.Commands;

/// <summary><c>verified cat FILE</c>.</summary>
internal static class CatCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Build(Terminal terminal)
    {
        Argument<FileInfo> file = new("file") { Description = "A file that 'verified record' wrote." };
        Option<long?> limit = new("--limit") { Description = "Print at most so many records.", HelpName = "N" };
        Command command = new("cat", "Prints recorded records as text, oldest first within each sub-buffer.") { file, limit };
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
            while (left > 0 && reader.ReadBlock() is { } block)
            {
                cancellation.ThrowIfCancellationRequested();
                left -= Print(terminal, reader, block, left);
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

    private static long Print(Terminal terminal, RecordFileReader reader, IReadOnlyList<ReadOnlyMemory<byte>> block, long left)
    {
        long printed = 0;
        foreach (ReadOnlyMemory<byte> bytes in block)
        {
            if (printed == left)
            {
                break;
            }

            terminal.Line(TraceRecord.TryRead(bytes.Span, out TraceRecord record)
                ? record.ToLine(reader.ClockAtStart, reader.ClockFrequency)
                : $"({bytes.Length} bytes that are no record of this tool)");
            printed++;
        }

        return printed;
    }
}
