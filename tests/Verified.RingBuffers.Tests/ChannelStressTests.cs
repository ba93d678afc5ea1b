using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>Real threads; and that writing allocates nothing.</summary>
public class ChannelStressTests
{
    private const int Writers = 4;
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(1);

    /// <summary>With processors, each record goes to the buffer of one drawn by chance: a thread that is moved before each reservation.</summary>
    [Theory]
    [InlineData(ChannelLayout.PerThread, 16, false)]
    [InlineData(ChannelLayout.PerThread, 3, false)]
    [InlineData(ChannelLayout.PerProcessor, 3, false)]
    [InlineData(ChannelLayout.PerProcessor, 3, true)]
    public void Order_and_accounts_hold_under_threads(ChannelLayout layout, int buffers, bool migrates)
    {
        using TraceChannel channel = TraceChannel.Create(new()
        {
            Layout = layout,
            MaxBuffers = buffers,
            SettleInterval = TimeSpan.FromMicroseconds(50),
            Buffer = new() { SubBufferSize = 1024, SubBufferCount = 4 },
        });
        using TraceChannelReader reader = channel.OpenReader();
        var next = new int[1];
        long tried = 0;
        long stop = Stopwatch.GetTimestamp() + (long)(s_time.TotalSeconds * Stopwatch.Frequency);
        Thread[] threads = [.. Enumerable.Range(0, Writers).Select(_ => new Thread(() =>
        {
            while (Stopwatch.GetTimestamp() < stop)
            {
                int id = Interlocked.Increment(ref next[0]);
                var life = new Thread(() => Interlocked.Add(ref tried, Live(channel, id, migrates, stop)));
                life.Start(); // threads come and end
                life.Join();
            }
        }))];
        Array.ForEach(threads, t => t.Start());
        var check = new Account();
        while (threads.Any(t => t.IsAlive))
        {
            check.ReadAll(reader);
        }

        channel.Complete();
        while (!reader.IsCompleted)
        {
            check.ReadAll(reader);
        }

        ChannelLosses losses = channel.Losses;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{tried} tried by {next[0]} threads, {check.Read} read; {losses}; {channel.MemoryBytes} of {channel.MaxMemoryBytes} bytes");
        Assert.Null(check.Fault);
        Assert.Equal(tried, check.Read + losses.Total);
        Assert.Equal(0, losses.Orphaned);
        Assert.NotEqual(0, check.Read);
        Assert.InRange(channel.MemoryBytes, 1, channel.MaxMemoryBytes);
    }

    [Theory]
    [InlineData(ChannelLayout.PerThread)]
    [InlineData(ChannelLayout.PerProcessor)]
    public void Writing_and_reading_allocate_nothing(ChannelLayout layout)
    {
        using TraceChannel channel = TraceChannel.Create(new()
        {
            Layout = layout,
            MaxBuffers = 2,
            SettleInterval = TimeSpan.Zero,
            Buffer = new() { SubBufferSize = 256, SubBufferCount = 4 },
        });
        using TraceChannelReader reader = channel.OpenReader();
        Go(channel, reader);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int read = Go(channel, reader);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(read > 1000);
    }

    private static int Go(TraceChannel channel, TraceChannelReader reader)
    {
        ReadOnlySpan<byte> tooBig = stackalloc byte[300];
        int read = 0;
        for (int n = 0; n < 2000; n++)
        {
            channel.TryWrite(n);
            channel.TryWrite((n, 5L));
            if (channel.TryReserve(20, out ChannelReservation slot))
            {
                channel.TryWrite("nested"u8);
                slot.Commit();
            }

            if (n % 7 == 0)
            {
                channel.TryWrite(tooBig);
                while (reader.TryRead(out _))
                {
                    read++;
                }
            }
        }

        return read;
    }

    private static long Live(TraceChannel channel, int id, bool migrates, long stop)
    {
        var random = new Random(id);
        long tried = 0;
        for (int sequence = 0; sequence < 3000 && Stopwatch.GetTimestamp() < stop; sequence++)
        {
            tried++;
            var value = new Value(id, sequence);
            if (migrates)
            {
                channel.OfProcessor(random.Next()).TryWrite(MemoryMarshal.AsBytes(new ReadOnlySpan<Value>(in value)));
            }
            else if (sequence % 5 != 0)
            {
                channel.TryWrite(value);
            }
            else if (channel.TryReserve(8, out ChannelReservation slot))
            {
                MemoryMarshal.Write(slot.Span, value);
                slot.Commit();
            }

            if (sequence % 500 == 0)
            {
                Thread.Sleep(random.Next(2)); // idle, so that its buffer is taken
            }
        }

        return tried;
    }

    private readonly record struct Value(int Id, int Sequence);

    private sealed class Account
    {
        private readonly Dictionary<int, int> _sequences = [];
        private long _last;

        public long Read { get; private set; }

        public string? Fault { get; private set; }

        public void ReadAll(TraceChannelReader reader)
        {
            while (reader.TryRead(out ChannelRecord record))
            {
                Read++;
                Value value = MemoryMarshal.Read<Value>(record.Payload);
                if (record.Timestamp < _last)
                {
                    Fault ??= $"{record.Timestamp} after {_last}";
                }

                _last = record.Timestamp;
                if (_sequences.TryGetValue(value.Id, out int before) && before >= value.Sequence)
                {
                    Fault ??= $"thread {value.Id}: {value.Sequence} after {before}";
                }

                _sequences[value.Id] = value.Sequence;
            }
        }
    }
}
