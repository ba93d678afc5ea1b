using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>Writing allocates nothing in either mode, by one writer or many, with a clock or without; nor does reading; a snapshot, its own object alone.</summary>
public class AllocationTests
{
    private const int SnapshotBytes = 128;

    [Theory]
    [InlineData(RingBufferWriters.Many, RingBufferMode.Discard, RingBufferClock.None)]
    [InlineData(RingBufferWriters.Many, RingBufferMode.Discard, RingBufferClock.Stopwatch)]
    [InlineData(RingBufferWriters.Many, RingBufferMode.Overwrite, RingBufferClock.None)]
    [InlineData(RingBufferWriters.Many, RingBufferMode.Overwrite, RingBufferClock.Stopwatch)]
    [InlineData(RingBufferWriters.One, RingBufferMode.Discard, RingBufferClock.None)]
    [InlineData(RingBufferWriters.One, RingBufferMode.Discard, RingBufferClock.Stopwatch)]
    [InlineData(RingBufferWriters.One, RingBufferMode.Overwrite, RingBufferClock.None)]
    [InlineData(RingBufferWriters.One, RingBufferMode.Overwrite, RingBufferClock.Stopwatch)]
    public void Writing_and_reading_allocate_nothing(RingBufferWriters writers, RingBufferMode mode, RingBufferClock clock)
    {
        using var ring = RingBuffer.Create(new RingBufferOptions { SubBufferSize = 256, SubBufferCount = 4, Mode = mode, Clock = clock, Writers = writers });
        using RingBufferReader reader = ring.OpenReader();
        Go(ring, reader); // whatever happens only once
        long before = GC.GetAllocatedBytesForCurrentThread();
        Go(ring, reader);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotEqual(0, mode == RingBufferMode.Discard ? ring.Losses.Full : reader.OverwrittenSubBuffers);
        Assert.NotEqual(0, ring.Losses.TooBig);
        Assert.NotEqual(0, ring.Losses.Refused);
        Assert.NotEqual(0, ring.Losses.Abandoned);
    }

    [Theory]
    [InlineData(RingBufferMode.Discard)]
    [InlineData(RingBufferMode.Overwrite)]
    public void A_snapshot_allocates_one_object(RingBufferMode mode)
    {
        using var ring = RingBuffer.Create(new RingBufferOptions { SubBufferSize = 256, SubBufferCount = 4, Mode = mode });
        using RingBufferReader reader = ring.OpenReader();
        Assert.Equal(4, Look(ring, reader));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Look(ring, reader);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, SnapshotBytes);
    }

    [Fact]
    public async Task Waking_the_reader_allocates_nothing_on_the_writers_thread()
    {
        using var ring = RingBuffer.Create(new RingBufferOptions { SubBufferSize = 256, SubBufferCount = 4 });
        using RingBufferReader reader = ring.OpenReader();
        long allocated = 0;
        for (int n = 0; n < 200; n++)
        {
            Task<bool> wait = reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
            long before = GC.GetAllocatedBytesForCurrentThread();
            ring.TryWrite([1, 2, 3]);
            ring.Flush();
            allocated += n < 100 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before; // the pool's queue grows at first
            Assert.True(await wait.Ends());
            ReadAll(reader);
        }

        Assert.Equal(0, allocated);
    }

    private static int Look(RingBuffer ring, RingBufferReader reader)
    {
        for (int n = 0; n < 4; n++)
        {
            FastPath.WriteInt64(ring, n);
            ring.Flush();
        }

        int count = 0;
        foreach (SubBuffer sub in reader.Snapshot())
        {
            count += RingBufferTests.CountOf(sub);
        }

        return count;
    }

    private static void Go(RingBuffer ring, RingBufferReader reader)
    {
        ReadOnlySpan<byte> payload = stackalloc byte[20];
        for (int n = 0; n < 2000; n++)
        {
            ring.TryWrite(payload);
            ring.TryWrite((long)n);
            if (ring.TryReserve(n % 240, out Reservation slot))
            {
                slot.Span.Clear();
                ring.TryWrite(payload); // nested
                if (n % 3 == 0)
                {
                    slot.Dispose();
                }
                else
                {
                    slot.Commit();
                }
            }

            if (n % 5 == 0)
            {
                ring.Flush();
            }

            if (n % 50 == 0)
            {
                ring.Pause();
                ring.TryWrite(payload);
                ring.Resume();
                ReadAll(reader);
            }
        }
    }

    private static void ReadAll(RingBufferReader reader)
    {
        while (reader.TryRead(out SubBuffer sub))
        {
            RingBufferTests.CountOf(sub);
            sub.Dispose();
        }
    }
}
