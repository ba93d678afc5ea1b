using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>Waiting, one thing after the other: what ends a wait, and what does not.</summary>
public class WaitingTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_delivery_wakes_and_a_record_alone_does_not()
    {
        using RingBuffer ring = Make();
        using RingBufferReader reader = ring.OpenReader();
        Task<bool> wait = reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.True(ring.TryWrite([1]));
        Assert.False(wait.IsCompleted);
        ring.Flush();
        Assert.True(await wait.Ends());
        Assert.Equal(1, ReadOne(reader));
    }

    [Fact]
    public async Task A_record_that_fills_a_sub_buffer_wakes()
    {
        using RingBuffer ring = Make();
        using RingBufferReader reader = ring.OpenReader();
        Task<bool> wait = reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.True(ring.TryWrite(new byte[ring.MaxPayloadLength]));
        Assert.True(await wait.Ends());
    }

    [Fact]
    public async Task A_record_that_does_not_fit_wakes()
    {
        using RingBuffer ring = Make();
        using RingBufferReader reader = ring.OpenReader();
        Assert.True(ring.TryWrite([1]));
        Task<bool> wait = reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.True(ring.TryReserve(ring.MaxPayloadLength, out Reservation slot)); // delivers the one before
        slot.Dispose();
        Assert.True(await wait.Ends());
    }

    [Fact]
    public async Task Typed_writes_wake()
    {
        using RingBuffer ring = Make();
        using RingBufferReader reader = ring.OpenReader();
        Task<bool> wait = reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
        for (int n = 0; n < 5; n++)
        {
            Assert.True(FastPath.WriteInt64(ring, n));
        }

        Assert.True(await wait.Ends());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_watermark_is_so_many_sub_buffers(bool overwrite)
    {
        using RingBuffer ring = Make(watermark: 3, overwrite: overwrite);
        using RingBufferReader reader = ring.OpenReader();
        Task<bool> wait = reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
        for (int n = 0; n < 3; n++)
        {
            Assert.False(wait.IsCompleted);
            Assert.True(ring.TryWrite([1]));
            ring.Flush();
        }

        Assert.True(await wait.Ends());
        Assert.True(reader.WaitToReadAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully);
        Assert.Equal(3, ReadOne(reader) + ReadOne(reader) + ReadOne(reader));
    }

    [Fact]
    public async Task After_the_longest_wait_what_is_there_is_flushed()
    {
        using RingBuffer ring = Make(watermark: 2, maxWait: s_second);
        using RingBufferReader reader = ring.OpenReader();
        Task<bool> wait = reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
        _time.Advance(s_second - TimeSpan.FromTicks(1));
        Assert.Equal(1, _time.TimersSet);
        _time.Advance(1); // over, and nothing there: as long again
        Assert.False(wait.IsCompleted);
        Assert.Equal(1, _time.TimersSet);
        Assert.True(ring.TryWrite([1]));
        Assert.False(wait.IsCompleted);
        _time.Advance(s_second);
        Assert.True(await wait.Ends());
        Assert.Equal(0, _time.TimersSet);
        Assert.Equal(1, ReadOne(reader));
    }

    [Fact]
    public async Task A_wait_that_needs_no_sleep_sets_no_timer()
    {
        using RingBuffer ring = Make(maxWait: s_second);
        using RingBufferReader reader = ring.OpenReader();
        Assert.True(ring.TryWrite([1]));
        ring.Flush();
        Assert.True(await reader.WaitToReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, _time.TimersSet);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_and_loses_nothing()
    {
        using RingBuffer ring = Make();
        using RingBufferReader reader = ring.OpenReader();
        using var cancellation = new CancellationTokenSource();
        Task<bool> wait = reader.WaitToReadAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.Ends());
        Assert.Equal(cancellation.Token, e.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.WaitToReadAsync(cancellation.Token).AsTask());
        Task<bool> again = reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.True(ring.TryWrite([1]));
        ring.Flush();
        Assert.True(await again.Ends());
        Assert.Equal(1, ReadOne(reader));
    }

    [Fact]
    public async Task Completion_wakes_whatever_the_watermark()
    {
        using RingBuffer ring = Make(watermark: 3);
        using RingBufferReader reader = ring.OpenReader();
        Task<bool> wait = reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.True(ring.TryWrite([1]));
        ring.Complete();
        Assert.True(await wait.Ends());
        Assert.False(reader.IsCompleted);
        Assert.Equal(1, ReadOne(reader));
        Assert.False(await reader.WaitToReadAsync(TestContext.Current.CancellationToken));
        Assert.True(reader.IsCompleted);
    }

    [Fact]
    public async Task Completion_of_an_empty_ring_wakes()
    {
        using RingBuffer ring = Make();
        using RingBufferReader reader = ring.OpenReader();
        Task<bool> wait = reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
        ring.Complete();
        Assert.False(await wait.Ends());
        Assert.True(reader.IsCompleted);
    }

    [Fact]
    public void After_completion_the_reader_waits_for_the_last_writer()
    {
        using RingBuffer ring = Make();
        using RingBufferReader reader = ring.OpenReader();
        Assert.True(ring.TryReserve(1, out Reservation slot));
        ring.Complete();
        Task<bool> wait = reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(wait.IsCompleted);
        slot.Commit();
#pragma warning disable xUnit1031 // a reservation does not live across an await
        Assert.True(wait.Ends().GetAwaiter().GetResult());
#pragma warning restore xUnit1031
        Assert.Equal(1, ReadOne(reader));
        Assert.False(reader.TryRead(out _));
        Assert.True(reader.IsCompleted);
    }

    /// <summary>A sub-buffer behind one in which a writer is at work is no reason to wake: it can not be read yet.</summary>
    [Fact]
    public void The_watermark_counts_what_can_be_read()
    {
        using RingBuffer ring = Make(watermark: 2);
        using RingBufferReader reader = ring.OpenReader();
        Assert.True(ring.TryReserve(1, out Reservation slot));
        ring.Flush();
        Assert.True(ring.TryWrite([1]));
        ring.Flush();
        Task<bool> wait = reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(wait.IsCompleted);
        slot.Commit();
#pragma warning disable xUnit1031 // a reservation does not live across an await
        Assert.True(wait.Ends().GetAwaiter().GetResult());
#pragma warning restore xUnit1031
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Disposing_ends_the_wait(bool ofRing)
    {
        using RingBuffer ring = Make(maxWait: s_second);
        using RingBufferReader reader = ring.OpenReader();
        Task<bool> wait = reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(wait.IsCompleted);
        if (ofRing)
        {
            ring.Dispose();
        }
        else
        {
            reader.Dispose();
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => wait.Ends());
        Assert.Throws<ObjectDisposedException>(() => { _ = reader.WaitToReadAsync(TestContext.Current.CancellationToken); });
        Assert.Equal(0, _time.TimersSet);
    }

    [Fact]
    public async Task Another_reader_can_wait_after_one_that_was_closed_in_its_wait()
    {
        using RingBuffer ring = Make();
        RingBufferReader first = ring.OpenReader();
        Task<bool> wait = first.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
        first.Dispose();
        using RingBufferReader second = ring.OpenReader();
        Task<bool> again = second.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.True(ring.TryWrite([1]));
        ring.Flush();
        Assert.True(await again.Ends());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => wait.Ends());
    }

    /// <summary>A writer's hint may come so late that its signal was taken by a cancellation, and the reader sleeps anew.</summary>
    [Fact]
    public async Task A_late_hint_does_not_wake()
    {
        using RingBuffer ring = Make();
        using RingBufferReader reader = ring.OpenReader();
        Task<bool> wait = reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
        await Task.Run(((IThreadPoolWorkItem)reader.Sleeper).Execute, TestContext.Current.CancellationToken).Ends();
        Assert.False(wait.IsCompleted);
        Assert.True(ring.TryWrite([1]));
        ring.Flush();
        Assert.True(await wait.Ends());
        Assert.False(ring.IsSignalled);
        Assert.Equal(1, ReadOne(reader));
    }

    [Fact]
    public async Task One_waits_at_a_time_and_does_nothing_else()
    {
        using RingBuffer ring = Make();
        using RingBufferReader reader = ring.OpenReader();
        Task<bool> wait = reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.Throws<InvalidOperationException>(() => { _ = reader.WaitToReadAsync(TestContext.Current.CancellationToken); });
        Assert.Throws<InvalidOperationException>(() => reader.TryRead(out _));
        Assert.Throws<InvalidOperationException>(() => reader.Clear());
        Assert.Throws<InvalidOperationException>(() => reader.Snapshot());
        Assert.True(ring.TryWrite([1]));
        ring.Flush();
        Assert.True(await wait.Ends());
        HoldAndWait(reader);
    }

    internal static int ReadOne(RingBufferReader reader)
    {
        Assert.True(reader.TryRead(out SubBuffer sub));
        using (sub)
        {
            return RingBufferTests.CountOf(sub);
        }
    }

    private static void HoldAndWait(RingBufferReader reader)
    {
        Assert.True(reader.TryRead(out SubBuffer sub));
        using (sub)
        {
            Assert.Throws<InvalidOperationException>(() => { _ = reader.WaitToReadAsync(TestContext.Current.CancellationToken); });
        }
    }

    private RingBuffer Make(int watermark = 1, bool overwrite = false, TimeSpan? maxWait = null) => RingBuffer.Create(new RingBufferOptions
    {
        SubBufferSize = 128,
        SubBufferCount = 4,
        Mode = overwrite ? RingBufferMode.Overwrite : RingBufferMode.Discard,
        TimeProvider = _time,
        Watermark = watermark,
        MaxWait = maxWait ?? Timeout.InfiniteTimeSpan,
    });
}
