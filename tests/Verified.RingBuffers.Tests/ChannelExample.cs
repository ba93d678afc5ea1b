using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>The channel of the README, run.</summary>
public class ChannelExample
{
    [Fact]
    public void It_does_what_the_readme_says()
    {
        using StringWriter printed = new();
        RunExample(printed);
        string[] lines = printed.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(1001, lines.Length);
        Assert.Equal(new ChannelLosses().ToString(), lines[^1]);
        Assert.Equal(Enumerable.Range(0, 1000), lines[..^1].Select(l => int.Parse(l.Split(": ")[1])).Order());
        long[] times = [.. lines[..^1].Select(l => long.Parse(l.Split(' ')[0]))];
        Assert.Equal(times.Order(), times);
    }

    private static void RunExample(TextWriter Console)
    {
        // <channel>
        using TraceChannel channel = TraceChannel.Create(new() { Layout = ChannelLayout.PerThread, MaxBuffers = 16 });
        Parallel.For(0, 1000, n => channel.TryWrite(n));                 // each thread into a buffer of its own; never waits

        channel.Complete();                                             // or read on and on: nothing need be ended or flushed
        using TraceChannelReader reader = channel.OpenReader();
        while (!reader.IsCompleted)
        {
            while (reader.TryRead(out ChannelRecord record))            // of all threads, in the order of their times
            {
                Console.WriteLine($"{record.Timestamp} of thread {record.ThreadId}: {BitConverter.ToInt32(record.Payload)}");
            }
        }

        Console.WriteLine(channel.Losses);                              // full, wrapped, ..., no buffer, orphaned
        // </channel>
    }
}
