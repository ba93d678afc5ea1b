using System.Buffers.Binary;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>Parts of sub-buffers that are not complete, through the façade.</summary>
public class PartsTests
{
    [Theory]
    [InlineData(RingBufferClock.None)]
    [InlineData(RingBufferClock.Stopwatch)]
    public void Records_are_read_once_each_in_parts_or_whole(RingBufferClock clock)
    {
        using RingBuffer ring = Make(clock);
        using RingBufferReader reader = ring.OpenReader();
        var random = new Random(1);
        List<long> read = [];
        List<long> times = [];
        long written = 0;
        for (int round = 0; round < 500; round++)
        {
            for (int n = random.Next(5); n > 0; n--)
            {
                Assert.True(ring.TryWrite(written++));
            }

            if (random.Next(8) == 0)
            {
                ring.Flush();
            }

            while (random.Next(3) > 0 && (random.Next(2) == 0 ? reader.TryReadPart(out SubBuffer sub) : reader.TryRead(out sub)))
            {
                Take(sub, read, times);
            }

            while (written - read.Count > 20 && reader.TryReadPart(out SubBuffer sub))
            {
                Take(sub, read, times);
            }
        }

        while (reader.TryReadPart(out SubBuffer sub))
        {
            Take(sub, read, times);
        }

        Assert.Equal(Enumerable.Range(0, (int)written).Select(n => (long)n), read);
        Assert.Equal(times.Order(), times);
        Assert.Equal(clock == RingBufferClock.None, times[^1] == 0);
    }

    [Fact]
    public void An_open_reservation_hides_what_is_behind_it()
    {
        using RingBuffer ring = Make(RingBufferClock.None);
        using RingBufferReader reader = ring.OpenReader();
        Assert.True(ring.TryWrite(1L));
        Assert.Equal([1], Part(reader));
        Assert.True(ring.TryReserve(8, out Reservation open));
        Assert.True(ring.TryWrite(3L));
        Assert.False(reader.TryReadPart(out _));
        BinaryPrimitives.WriteInt64LittleEndian(open.Span, 2);
        open.Commit();
        Assert.Equal([2, 3], Part(reader));
        Assert.False(reader.TryReadPart(out _));
    }

    /// <summary>A limit: the committed count does not say which are committed, so it must be of all that is reserved.</summary>
    [Fact]
    public void An_open_reservation_hides_what_was_not_read_before_it()
    {
        using RingBuffer ring = Make(RingBufferClock.None);
        using RingBufferReader reader = ring.OpenReader();
        Assert.True(ring.TryWrite(1L));
        Assert.True(ring.TryReserve(8, out Reservation open));
        Assert.False(reader.TryReadPart(out _));
        BinaryPrimitives.WriteInt64LittleEndian(open.Span, 2);
        open.Commit();
        Assert.Equal([1, 2], Part(reader));
    }

    [Fact]
    public void A_part_that_is_not_given_back_is_got_again()
    {
        using RingBuffer ring = Make(RingBufferClock.None);
        Assert.True(ring.TryWrite(1L));
        using (RingBufferReader first = ring.OpenReader())
        {
            Assert.True(first.TryReadPart(out SubBuffer sub));
            Assert.True(sub.IsPart);
            Assert.Throws<InvalidOperationException>(() => first.TryReadPart(out _));
        }

        using RingBufferReader second = ring.OpenReader();
        Assert.Equal([1], Part(second));
    }

    [Fact]
    public void The_next_reader_goes_on_behind_the_parts()
    {
        using RingBuffer ring = Make(RingBufferClock.None);
        Assert.True(ring.TryWrite(1L));
        using (RingBufferReader first = ring.OpenReader())
        {
            Assert.Equal([1], Part(first));
        }

        Assert.True(ring.TryWrite(2L));
        ring.Complete();
        using RingBufferReader second = ring.OpenReader();
        Assert.True(second.TryRead(out SubBuffer sub));
        Assert.False(sub.IsPart);
        List<long> read = [];
        Take(sub, read, []);
        Assert.Equal([2], read);
        Assert.False(second.TryReadPart(out _));
        Assert.True(second.IsCompleted);
    }

    [Fact]
    public void Overwrite_mode_has_no_parts()
    {
        using RingBuffer ring = RingBuffer.Create(new() { Mode = RingBufferMode.Overwrite });
        using RingBufferReader reader = ring.OpenReader();
        Assert.Throws<InvalidOperationException>(() => reader.TryReadPart(out _));
    }

    private static RingBuffer Make(RingBufferClock clock) =>
        RingBuffer.Create(new RingBufferOptions { SubBufferSize = 256, SubBufferCount = 8, Clock = clock });

    private static List<long> Part(RingBufferReader reader)
    {
        Assert.True(reader.TryReadPart(out SubBuffer sub));
        List<long> read = [];
        Take(sub, read, []);
        return read;
    }

    private static void Take(SubBuffer sub, List<long> read, List<long> times)
    {
        foreach (Record record in sub)
        {
            read.Add(BinaryPrimitives.ReadInt64LittleEndian(record.Payload));
            times.Add(record.Timestamp);
        }

        sub.Dispose();
    }
}
