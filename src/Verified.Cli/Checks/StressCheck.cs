using System.Text.Json.Nodes;
using Verified.Cli.Output;
using Verified.Cli.Stress;
using Verified.RingBuffers;

namespace Verified.Cli.Checks;

/// <summary>Real threads, for a short time: <c>verified stress</c> runs longer.</summary>
internal static class StressCheck
{
    private const int Threads = 8;

    /// <summary>The check of one mode, one kind of reader, with a clock or without.</summary>
    public static Check For(RingBufferMode mode, StressReader reader, RingBufferClock clock)
    {
        string without = clock == RingBufferClock.None ? ", no clock" : "";
        string name = $"stress {mode.ToString().ToLowerInvariant()}, {reader.ToString().ToLowerInvariant()}{without}";
        return Check.Of(name, context => Run(context, name, mode, reader, clock));
    }

    /// <summary>How long the threads write.</summary>
    public static TimeSpan Duration(Effort effort) => TimeSpan.FromSeconds(effort switch
    {
        Effort.Quick => 1,
        Effort.Default => 3,
        _ => 15,
    });

    private static CheckRow Run(CheckContext context, string name, RingBufferMode mode, StressReader reader, RingBufferClock clock)
    {
        StressOptions options = new(mode, reader, Threads, Duration(context.Effort), StressOptions.DefaultSize, StressOptions.DefaultCount) { Clock = clock };
        StressAccount account = StressRun.Run(options, context.Report, context.Cancellation);
        context.Cancellation.ThrowIfCancellationRequested();
        string looked = account.Snapshots.Count > 0 ? $", {Terminal.Count(account.Snapshots.Count)} snapshots" : "";
        string figures = $"{Threads} threads, {Terminal.Count(account.Attempted)} attempted, {Terminal.Count(account.Accepted)} accepted, "
            + $"{Terminal.Count(account.Consumed.Read)} read{looked}; {account.Torn} torn, {account.Unaccounted} unaccounted";
        return CheckRow.From(name, figures, account.Problems, new JsonObject { ["account"] = account.ToJson() });
    }
}
