using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>The rules of the one reader.</summary>
public class ReaderTests
{
    [Fact]
    public void Only_one_reader_is_open_at_a_time()
    {
        using RingBuffer ring = RingBufferTests.Small();
        RingBufferReader first = ring.OpenReader();
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(ring.OpenReader);
        Assert.Contains("one at a time", e.Message, StringComparison.Ordinal);
        first.Dispose();
        first.Dispose();
        using RingBufferReader second = ring.OpenReader();
        first.Dispose(); // does not close the second
        Assert.Throws<InvalidOperationException>(ring.OpenReader);
        Assert.Throws<ObjectDisposedException>(() => first.TryRead(out SubBuffer _));
        Assert.False(second.TryRead(out _));
    }

    [Fact]
    public void Reading_while_holding_is_an_error()
    {
        using RingBuffer ring = Filled();
        using RingBufferReader reader = ring.OpenReader();
        Assert.True(reader.TryRead(out SubBuffer sub));
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => reader.TryRead(out SubBuffer _));
        Assert.Contains("holds a sub-buffer", e.Message, StringComparison.Ordinal);
        sub.Dispose();
        Assert.True(reader.TryRead(out _));
    }

    [Fact]
    public void Sub_buffers_are_numbered_without_gaps()
    {
        using RingBuffer ring = RingBufferTests.Small();
        using RingBufferReader reader = ring.OpenReader();
        for (int n = 0; n < 10; n++)
        {
            Assert.True(ring.TryWrite([1]));
            ring.Flush();
            Assert.True(reader.TryRead(out SubBuffer sub));
            Assert.Equal(n, sub.Sequence);
            Assert.Equal(n * 128, sub.Position);
            RecordEnumerator records = sub.GetEnumerator();
            Assert.True(records.MoveNext());
            Assert.Equal((n * 128) + 64, records.Current.Position);
            sub.Dispose();
        }
    }

    [Fact]
    public void A_released_sub_buffer_is_not_read()
    {
        using RingBuffer ring = Filled();
        using RingBufferReader reader = ring.OpenReader();
        Assert.True(reader.TryRead(out SubBuffer first));
        first.Dispose();
        AssertReleased(first);
        Assert.True(reader.TryRead(out SubBuffer second));
        first.Dispose(); // releases nothing
        AssertReleased(first);
        Assert.Equal(1, RingBufferTests.CountOf(second));
        Assert.Equal(1, second.Sequence);
    }

    [Fact]
    public void No_sub_buffer_can_only_be_disposed()
    {
        SubBuffer none = default;
        none.Dispose();
        Assert.Throws<InvalidOperationException>(() => default(SubBuffer).Position);
    }

    [Fact]
    public void Closing_while_holding_releases_nothing()
    {
        using RingBuffer ring = Filled();
        RingBufferReader first = ring.OpenReader();
        Assert.True(first.TryRead(out SubBuffer held));
        first.Dispose();
        held.Dispose();
        using RingBufferReader second = ring.OpenReader();
        Assert.True(second.TryRead(out SubBuffer again));
        Assert.Equal(0, again.Sequence);
    }

    [Fact]
    public void Final_flush_sends_an_empty_sub_buffer()
    {
        using RingBuffer ring = RingBufferTests.Small();
        ring.Flush(sendEmpty: false);
        using RingBufferReader reader = ring.OpenReader();
        Assert.False(reader.TryRead(out _));
        ring.Flush(sendEmpty: true);
        Assert.True(reader.TryRead(out SubBuffer sub));
        Assert.Equal(0, RingBufferTests.CountOf(sub));
        sub.Dispose();
        Assert.False(reader.TryRead(out _));
    }

    private static RingBuffer Filled()
    {
        RingBuffer ring = RingBufferTests.Small();
        Assert.True(ring.TryWrite(new byte[60]));
        Assert.True(ring.TryWrite(new byte[60]));
        return ring;
    }

    private static void AssertReleased(SubBuffer sub)
    {
        bool thrown = false;
        try
        {
            RingBufferTests.CountOf(sub);
        }
        catch (ObjectDisposedException)
        {
            thrown = true;
        }

        Assert.True(thrown);
    }
}
