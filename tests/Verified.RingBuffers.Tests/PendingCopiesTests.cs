using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>What <see cref="RingBufferReader.ReadAllAsync"/> has copied and not given: it stays with the ring.</summary>
public class PendingCopiesTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_reader_goes_on_with_the_next_record()
    {
        using RingBuffer ring = Make(1, 2, 3);
        ring.Complete();
        for (int n = 1; n <= 3; n++)
        {
            using RingBufferReader reader = ring.OpenReader();
            Assert.Equal([n], await Take(reader, 1));
        }

        using RingBufferReader last = ring.OpenReader();
        Assert.Empty(await Take(last, 9));
        Assert.True(last.IsCompleted);
    }

    [Fact]
    public async Task While_copies_are_pending_the_reader_says_so()
    {
        using RingBuffer ring = Make(1, 2);
        using RingBufferReader reader = ring.OpenReader();
        Snapshot snapshot = reader.Snapshot();
        Assert.Equal([1], await Take(reader, 1));
        AssertPending(() => reader.TryRead(out _));
        AssertPending(() => reader.Snapshot());
        AssertPending(() => reader.Snapshot(flush: false));
        AssertPending(() => Enumerate(snapshot));
        Assert.Equal([2], await Take(reader, 1));
        Assert.False(reader.TryRead(out _));
        Enumerate(reader.Snapshot());
    }

    /// <summary>Nothing to sleep for, though the watermark is not reached.</summary>
    [Fact]
    public async Task A_wait_returns_at_once_and_the_end_is_not_there()
    {
        using RingBuffer ring = Make(1, 2);
        using RingBufferReader reader = ring.OpenReader();
        Assert.Equal([1], await Take(reader, 1));
        AssertWaits(reader, true);
        ring.Complete();
        AssertWaits(reader, true);
        Assert.False(reader.IsCompleted);
        Assert.Equal([2], await Take(reader, 1));
        Assert.False(reader.IsCompleted);
        AssertWaits(reader, false);
        Assert.True(reader.IsCompleted);
    }

    [Fact]
    public async Task Clear_drops_them_and_counts_one_sub_buffer()
    {
        using RingBuffer ring = Make(1, 2, 3);
        using RingBufferReader reader = ring.OpenReader();
        Assert.Equal([1], await Take(reader, 1));
        Assert.True(ring.TryWrite([4]));
        ring.Flush();
        Assert.Equal(2, reader.Clear());
        Assert.Equal(0, reader.Clear());
        Assert.False(reader.TryRead(out _));
        Assert.True(ring.TryWrite([5]));
        ring.Complete();
        Assert.Equal([5], await Take(reader, 9));
        Assert.Equal((0, 0), (reader.OverwrittenSubBuffers, ring.Losses.Total));
    }

    /// <summary>Damage in a sub-buffer's second record: the first is pending, with what was lost before it.</summary>
    [Fact]
    public async Task What_was_missing_before_dropped_copies_is_missing_before_the_next()
    {
        using RingBuffer ring = Make();
        using RingBufferReader reader = ring.OpenReader();
        Assert.False(ring.TryWrite(new byte[500]));
        Assert.True(ring.TryWrite([1]));
        Assert.True(ring.TryWrite([2]));
        ring.Flush();
        Spoil(ring, 64 + 8);
        await Assert.ThrowsAsync<InvalidDataException>(() => Take(reader, 1));
        Assert.Equal(1, reader.Clear());
        Assert.True(ring.TryWrite([3]));
        ring.Complete();
        RecordCopy record = Assert.Single(await Copies(reader, 9));
        Assert.Equal((3, new Losses(0, 0, 1)), (record.Payload.Span[0], record.LostBefore));
    }

    /// <summary>A sub-buffer without records was read, and its account not given yet: the next reader gives it.</summary>
    [Fact]
    public async Task What_is_missing_before_the_next_record_is_kept_for_the_next_reader()
    {
        using RingBuffer ring = Make(1);
        for (int n = 0; n < 4; n++)
        {
            ring.Flush(sendEmpty: true); // the last one overwrites the record
        }

        Assert.False(ring.TryWrite(new byte[500]));
        ring.Flush(sendEmpty: true); // and this one an empty one
        using (var cancellation = new CancellationTokenSource())
        using (RingBufferReader first = ring.OpenReader())
        {
            Task<List<int>> all = Take(first, 1, cancellation.Token);
            Assert.False(all.IsCompleted);
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => all.Ends());
        }

        Assert.True(ring.TryWrite([2]));
        ring.Complete();
        using RingBufferReader second = ring.OpenReader();
        RecordCopy record = Assert.Single(await Copies(second, 9));
        Assert.Equal((2, 2L, new Losses(0, 0, 1)), (record.Payload.Span[0], record.OverwrittenBefore, record.LostBefore));
    }

    [Fact]
    public async Task A_cancelled_token_throws_before_the_first_record()
    {
        using RingBuffer ring = Make(1, 2);
        using RingBufferReader reader = ring.OpenReader();
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Take(reader, 1, cancelled));
        Assert.Equal([1], await Take(reader, 1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Take(reader, 1, cancelled));
        Assert.Equal([2], await Take(reader, 1));
    }

    [Fact]
    public async Task An_enumeration_of_a_closed_reader_takes_nothing()
    {
        using RingBuffer ring = Make(1, 2, 3);
        RingBufferReader first = ring.OpenReader();
        await using IAsyncEnumerator<RecordCopy> all = first.ReadAllAsync(Test).GetAsyncEnumerator(Test);
        Assert.True(await all.MoveNextAsync());
        first.Dispose();
        using RingBufferReader second = ring.OpenReader();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => all.MoveNextAsync().AsTask());
        Assert.Equal([2, 3], await Take(second, 2).Ends());
    }

    private static void AssertWaits(RingBufferReader reader, bool answer)
    {
        ValueTask<bool> wait = reader.WaitToReadAsync(Test);
        Assert.True(wait.IsCompletedSuccessfully);
        Assert.Equal(answer, wait.GetAwaiter().GetResult());
    }

    private static void AssertPending(Action act)
    {
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(act);
        Assert.Equal("Copies of ReadAllAsync are pending: go on with ReadAllAsync, or Clear().", e.Message);
    }

    private static void Enumerate(Snapshot snapshot)
    {
        foreach (SubBuffer _ in snapshot)
        {
        }
    }

    private static void Spoil(RingBuffer ring, int offset)
    {
        Span<byte> sub = ring.Region.SubBuffer(0);
        sub.Slice(offset, sizeof(int)).Fill(0x7F);
    }

    private static async Task<List<int>> Take(RingBufferReader reader, int most, CancellationToken? cancellation = null) =>
        [.. (await Copies(reader, most, cancellation)).Select(r => (int)r.Payload.Span[0])];

    /// <summary>So many records, or fewer if the ring ends before; leaves the enumeration after the last of them.</summary>
    private static async Task<List<RecordCopy>> Copies(RingBufferReader reader, int most, CancellationToken? cancellation = null)
    {
        var records = new List<RecordCopy>();
        await foreach (RecordCopy record in reader.ReadAllAsync(cancellation ?? Test))
        {
            records.Add(record);
            if (records.Count == most)
            {
                break;
            }
        }

        return records;
    }

    /// <summary>A ring with a sub-buffer of these records.</summary>
    private static RingBuffer Make(params byte[] records)
    {
        var ring = RingBuffer.Create(new RingBufferOptions
        {
            SubBufferSize = 128,
            SubBufferCount = 4,
            Mode = RingBufferMode.Overwrite,
            Clock = RingBufferClock.None,
            Watermark = 4,
        });
        foreach (byte record in records)
        {
            Assert.True(ring.TryWrite([record]));
        }

        ring.Flush();
        return ring;
    }
}
