using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>Each of the ways to complete a sub-buffer wakes, and the timer of a wait does not outlive it.</summary>
public class WakeUpTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private readonly ManualTime _time = new();

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sub_buffer_completed_by_an_abandoned_record_wakes()
    {
        using RingBuffer ring = Make(RingBufferClock.None);
        using RingBufferReader reader = ring.OpenReader();
        Task<bool> wait = reader.WaitToReadAsync(Test).AsTask();
        Assert.True(ring.TryReserve(ring.MaxPayloadLength, out Reservation slot));
        Assert.False(wait.IsCompleted);
        slot.Dispose();
        Assert.True(await wait.Ends());
        Assert.Equal(0, WaitingTests.ReadOne(reader));
        Assert.Equal(1, ring.Losses.Abandoned);
    }

    /// <summary>
    /// The fast path's commit completes a sub-buffer only if that was ended between its reservation and its commit. Here the reservation is
    /// made and the sub-buffer ended first; then the write position is set back, so that the write reserves the same bytes again.
    /// </summary>
    [Fact]
    public async Task A_sub_buffer_completed_on_the_fast_path_wakes()
    {
        using RingBuffer ring = Make(RingBufferClock.None);
        using RingBufferReader reader = ring.OpenReader();
        Assert.True(FastPath.WriteInt64(ring, 1)); // enters the sub-buffer, which is not the fast path
        Assert.True(ring.Core.TryReserveFast(16, out long begin, out _));
        ring.Flush();
        long end = ring.Position;
        Task<bool> wait = reader.WaitToReadAsync(Test).AsTask();
        SetPosition(ring, begin);
        Assert.False(wait.IsCompleted);
        Assert.True(FastPath.WriteInt64(ring, 2));
        Assert.Equal(begin + 16, ring.Position); // reserved there, and not in another sub-buffer
        SetPosition(ring, end);
        Assert.True(await wait.Ends());
        Assert.Equal(2, WaitingTests.ReadOne(reader));
    }

    [Fact]
    public async Task The_timer_of_a_wait_that_ended_is_stopped()
    {
        using RingBuffer ring = Make(RingBufferClock.Stopwatch, s_second);
        using RingBufferReader reader = ring.OpenReader();
        Task<bool> first = reader.WaitToReadAsync(Test).AsTask();
        Assert.Equal(1, _time.TimersSet);
        Assert.True(ring.TryWrite([1]));
        ring.Flush();
        Assert.True(await first.Ends());
        Assert.Equal(0, _time.TimersSet);
        Assert.Equal(1, WaitingTests.ReadOne(reader));

        Assert.True(ring.TryWrite([2]));
        _time.Advance(s_second * 2);
        Assert.False(reader.TryRead(out _)); // not flushed
        Task<bool> second = reader.WaitToReadAsync(Test).AsTask();
        _time.Advance(s_second - TimeSpan.FromTicks(1));
        Assert.False(second.IsCompleted);
        _time.Advance(1);
        Assert.True(await second.Ends());
        Assert.Equal(1, WaitingTests.ReadOne(reader));
    }

    [Fact]
    public async Task The_timer_of_a_wait_that_was_cancelled_is_stopped()
    {
        using RingBuffer ring = Make(RingBufferClock.Stopwatch, s_second);
        using RingBufferReader reader = ring.OpenReader();
        using var cancellation = new CancellationTokenSource();
        Task<bool> wait = reader.WaitToReadAsync(cancellation.Token).AsTask();
        Assert.Equal(1, _time.TimersSet);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.Ends());
        Assert.Equal(0, _time.TimersSet);
        Assert.True(ring.TryWrite([1]));
        _time.Advance(s_second * 2);
        Assert.False(reader.TryRead(out _));
    }

    private static void SetPosition(RingBuffer ring, long position) =>
        ring.Core.Memory.StoreRelease(RegionLayout.WritePosition, position, Steps.None);

    private RingBuffer Make(RingBufferClock clock, TimeSpan? maxWait = null) => RingBuffer.Create(new RingBufferOptions
    {
        SubBufferSize = 128,
        SubBufferCount = 4,
        Clock = clock,
        TimeProvider = _time,
        MaxWait = maxWait ?? Timeout.InfiniteTimeSpan,
    });
}
