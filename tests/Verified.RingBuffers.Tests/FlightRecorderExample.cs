using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>The flight recorder of the README: this file's, compiled and run.</summary>
public class FlightRecorderExample
{
    [Fact]
    public void The_example_does_what_it_says()
    {
        using StringWriter printed = new();
        Run(printed);
        string[] lines = printed.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal("0 overwritten meanwhile, 0 unfinished", lines[^1]);
        string[][] records = [.. lines[..^1].Select(l => l.Split(": "))];
        Assert.InRange(records.Length, 7 * 4032 / 16, 8 * 4032 / 16); // all but the oldest sub-buffer or two, full of records
        long[] times = [.. records.Select(r => long.Parse(r[0], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(times.Order(), times);
        Assert.Equal(records.Length, records.Select(r => r[1]).Distinct().Count());
    }

    private static void Run(TextWriter Console)
    {
        // <flight-recorder>
        using RingBuffer ring = RingBuffer.Create(new() { Mode = RingBufferMode.Overwrite, SubBufferSize = 4096, SubBufferCount = 8 });
        using RingBufferReader reader = ring.OpenReader();
        Parallel.For(0, 100_000, n => ring.TryWrite(BitConverter.GetBytes(n)));   // never waits: the oldest make room

        Snapshot snapshot = reader.Snapshot();                                    // at any time, while others write
        foreach (SubBuffer sub in snapshot)                                       // from the oldest to the newest
        {
            foreach (Record record in sub)
            {
                Console.WriteLine($"{record.Timestamp}: {BitConverter.ToInt32(record.Payload)}");
            }
        }

        Console.WriteLine($"{snapshot.Overwritten} overwritten meanwhile, {snapshot.Unfinished} unfinished");
        // </flight-recorder>
    }
}
