using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>Writing allocates nothing; nor does reading.</summary>
public class AllocationTests
{
    [Fact]
    public void Writing_and_reading_allocate_nothing()
    {
        using var ring = RingBuffer.Create(new RingBufferOptions { SubBufferSize = 256, SubBufferCount = 4 });
        using RingBufferReader reader = ring.OpenReader();
        Go(ring, reader); // whatever happens only once
        long before = GC.GetAllocatedBytesForCurrentThread();
        Go(ring, reader);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotEqual(0, ring.Losses.Full);
        Assert.NotEqual(0, ring.Losses.TooBig);
    }

    private static void Go(RingBuffer ring, RingBufferReader reader)
    {
        ReadOnlySpan<byte> payload = stackalloc byte[20];
        for (int n = 0; n < 2000; n++)
        {
            ring.TryWrite(payload);
            FastPath.WriteInt64(ring, n);
            if (ring.TryReserve(n % 240, out Reservation slot))
            {
                slot.Span.Clear();
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
