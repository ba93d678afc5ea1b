using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>The face of the library: reserving, committing, abandoning, losing, disposing.</summary>
public class RingBufferTests
{
    [Fact]
    public void Committed_records_are_read_in_the_order_of_reservation()
    {
        using RingBuffer ring = Small();
        Assert.True(ring.TryWrite([1, 2, 3]));
        Assert.True(ring.TryReserve(2, out Reservation slot));
        slot.Span[0] = 4;
        slot.Span[1] = 5;
        slot.Commit();
        Assert.True(ring.TryWrite([]));
        ring.Flush();
        Assert.Equal(["010203", "0405", ""], ReadAll(ring));
        Assert.Equal(default, ring.Losses);
    }

    [Fact]
    public void A_reservation_inside_a_reservation_comes_after_it()
    {
        using RingBuffer ring = Small();
        Assert.True(ring.TryReserve(1, out Reservation outer));
        Assert.True(ring.TryReserve(1, out Reservation inner));
        Assert.True(ring.TryWrite([3]));
        inner.Span[0] = 2;
        inner.Commit();
        ring.Flush();
        Assert.Empty(ReadAll(ring)); // the outer one is open
        outer.Span[0] = 1;
        outer.Commit();
        Assert.Equal(["01", "02", "03"], ReadAll(ring));
    }

    [Fact]
    public void Disposing_abandons_and_the_reader_skips()
    {
        using RingBuffer ring = Small();
        Assert.True(ring.TryWrite([1]));
        Assert.True(ring.TryReserve(9, out Reservation slot));
        slot.Dispose();
        slot.Dispose();
        Throws<InvalidOperationException>(ref slot);
        Assert.True(ring.TryWrite([2]));
        ring.Flush();
        Assert.Equal(["01", "02"], ReadAll(ring));
        Assert.Equal(new Losses(0, 0, 0, Abandoned: 1), ring.Losses);
    }

    [Fact]
    public void Using_a_copy_does_not_abandon_what_was_committed()
    {
        using RingBuffer ring = Small();
        Assert.True(ring.TryReserve(1, out Reservation slot));
        using (slot) // C# disposes a copy
        {
            slot.Span[0] = 7;
            slot.Commit();
        }

        Assert.True(ring.TryReserve(1, out slot));
        using (slot)
        {
        }

        ring.Flush();
        Assert.Equal(["07"], ReadAll(ring));
    }

    [Theory]
    [InlineData(RingBufferMode.Discard)]
    [InlineData(RingBufferMode.Overwrite)]
    public void Committing_twice_is_an_error_even_laps_later(RingBufferMode mode)
    {
        using RingBuffer ring = Small(mode);
        Assert.True(ring.TryReserve(1, out Reservation slot));
        Reservation copy = slot;
        slot.Commit();
        Assert.Contains("already", Throws<InvalidOperationException>(ref copy).Message, StringComparison.Ordinal);
        for (int lap = 0; lap < 10; lap++)
        {
            ring.Flush();
            ReadAll(ring);
            Assert.True(ring.TryReserve(1, out Reservation other));
            Throws<InvalidOperationException>(ref copy);
            copy.Dispose();
            other.Commit();
        }

        Assert.Equal(0, ring.Losses.Total);
    }

    [Fact]
    public void A_failed_reservation_can_be_disposed_and_nothing_else()
    {
        using RingBuffer ring = Small();
        Assert.False(ring.TryReserve(61, out Reservation slot));
        slot.Dispose();
        Assert.Contains("TryReserve returned false", Throws<InvalidOperationException>(ref slot).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Losses_are_counted_by_cause()
    {
        using RingBuffer ring = Small();
        Assert.False(ring.TryWrite(new byte[61]));
        Assert.Equal(new Losses(0, 0, 1), ring.Losses);
        Assert.True(ring.TryReserve(60, out Reservation slot)); // a whole sub-buffer
        Assert.True(ring.TryWrite(new byte[60]));
        Assert.False(ring.TryWrite([1]));
        Assert.Equal(new Losses(0, 1, 1), ring.Losses); // its writer is not done
        slot.Commit();
        Assert.False(ring.TryWrite([1]));
        Assert.Equal(new Losses(1, 1, 1), ring.Losses); // it is done and unread
        Assert.Equal(3, ring.Losses.Total);
        Assert.Equal("full 1, wrapped 1, too big 1, refused 0, abandoned 0", ring.Losses.ToString());
        Assert.Equal(2, ReadAll(ring).Count);
        Assert.True(ring.TryWrite([1]));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Negative_length_is_an_error(int length)
    {
        using RingBuffer ring = Small();
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.TryReserve(length, out Reservation _));
        Assert.Equal(0, ring.Losses.Total);
    }

    [Fact]
    public void Longest_length_is_too_big_not_an_overflow()
    {
        using RingBuffer ring = Small();
        Assert.False(ring.TryReserve(int.MaxValue, out Reservation _));
        Assert.Equal(1, ring.Losses.TooBig);
    }

    [Fact]
    public void No_reservation_has_no_position_and_no_time()
    {
        foreach (Action use in (Action[])[
            () => _ = default(Reservation).Position, () => _ = default(Reservation).Timestamp, () => _ = default(Reservation).Span.Length])
        {
            InvalidOperationException e = Assert.Throws<InvalidOperationException>(use);
            Assert.Contains("There is no reservation", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_reservation_keeps_its_position_and_time()
    {
        using RingBuffer ring = Small();
        Assert.True(ring.TryReserve(8, out Reservation first));
        Assert.True(ring.TryReserve(8, out Reservation second));
        Assert.Equal((64L, 80L, 0L), (first.Position, second.Position, second.Timestamp));
        first.Commit();
        second.Dispose();
        Assert.Equal((64L, 80L, 0L), (first.Position, second.Position, second.Timestamp));
    }

    [Fact]
    public void After_dispose_only_what_was_begun_goes_on()
    {
        RingBuffer ring = Small();
        using RingBufferReader reader = ring.OpenReader();
        Assert.True(ring.TryWrite(new byte[60]));
        Assert.True(reader.TryRead(out SubBuffer sub));
        Assert.True(ring.TryReserve(1, out Reservation slot));
        ring.Dispose();
        ring.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ring.TryReserve(1, out Reservation _));
        Assert.Throws<ObjectDisposedException>(() => ring.TryWrite([1]));
        Assert.Throws<ObjectDisposedException>(() => ring.TryWrite(new byte[100]));
        Assert.Throws<ObjectDisposedException>(() => ring.Flush());
        Assert.Throws<ObjectDisposedException>(ring.Pause);
        Assert.Throws<ObjectDisposedException>(ring.Resume);
        Assert.Throws<ObjectDisposedException>(ring.Complete);
        Assert.Throws<ObjectDisposedException>(ring.OpenReader);
        Assert.Throws<ObjectDisposedException>(() => reader.TryRead(out SubBuffer _));
        Assert.Throws<ObjectDisposedException>(() => reader.Clear());
        Assert.Throws<ObjectDisposedException>(() => reader.Snapshot());
        slot.Span[0] = 1;
        slot.Commit();
        Assert.Equal(1, CountOf(sub));
        sub.Dispose();
        Assert.Equal(0, ring.Losses.Total);
    }

    [Fact]
    public void Memory_stays_under_a_reservation_when_nothing_else_refers_to_the_ring()
    {
        Assert.True(Small().TryReserve(8, out Reservation slot));
        Span<byte> span = slot.Span;
        slot = default;
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        byte[][] fill = [.. Enumerable.Range(0, 100).Select(_ => GC.AllocateArray<byte>(1000, pinned: true))];
        span.Fill(0xAB);
        Assert.All(fill, a => Assert.Equal(-1, a.AsSpan().IndexOfAnyExcept((byte)0)));
        Assert.Equal(-1, span.IndexOfAnyExcept((byte)0xAB));
    }

    internal static RingBuffer Small(RingBufferMode mode = RingBufferMode.Discard) => RingBuffer.Create(new RingBufferOptions
    {
        Mode = mode,
        SubBufferSize = 128, // 64 of them packet header
        SubBufferCount = 2,
        Clock = RingBufferClock.None,
    });

    internal static List<string> ReadAll(RingBuffer ring)
    {
        var records = new List<string>();
        using RingBufferReader reader = ring.OpenReader();
        while (reader.TryRead(out SubBuffer sub))
        {
            using (sub)
            {
                foreach (Record record in sub)
                {
                    records.Add(Convert.ToHexString(record.Payload));
                }
            }
        }

        return records;
    }

    internal static int CountOf(SubBuffer sub)
    {
        int count = 0;
        foreach (Record _ in sub)
        {
            count++;
        }

        return count;
    }

    private static T Throws<T>(ref Reservation slot)
        where T : Exception
    {
        try
        {
            slot.Commit();
        }
        catch (T e)
        {
            return e;
        }

        throw new Xunit.Sdk.XunitException($"Commit threw no {typeof(T).Name}.");
    }
}
