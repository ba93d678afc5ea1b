using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>Reading everything as it comes.</summary>
public class ReadAllTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Completion_ends_it_after_the_last_record()
    {
        using RingBuffer ring = Make();
        using RingBufferReader reader = ring.OpenReader();
        Task<List<RecordCopy>> all = ReadAll(reader);
        for (byte n = 0; n < 3; n++)
        {
            Assert.True(ring.TryWrite([n, n]));
            _time.Advance(10);
        }

        ring.Complete();
        List<RecordCopy> records = await all.Ends();
        Assert.Equal(["0000", "0101", "0202"], records.Select(r => Convert.ToHexString(r.Payload.Span)));
        Assert.Equal([1, 11, 21], records.Select(r => r.Timestamp));
        Assert.All(records, r => Assert.Equal((default, 0), (r.LostBefore, r.OverwrittenBefore)));
        Assert.True(reader.IsCompleted);
        Assert.Empty(await ReadAll(reader).Ends());
    }

    [Fact]
    public async Task It_says_where_records_were_lost()
    {
        using RingBuffer ring = Make();
        using RingBufferReader reader = ring.OpenReader();
        Assert.True(ring.TryWrite([1]));
        Assert.False(ring.TryWrite(new byte[200]));
        ring.Flush();
        Assert.True(ring.TryWrite([2]));
        ring.Complete();
        Assert.Equal(
            [new Losses(0, 0, 1), default], (await ReadAll(reader).Ends()).Select(r => r.LostBefore)); // lost before its sub-buffer was ended
    }

    [Fact]
    public async Task What_is_missing_before_nothing_is_missing_before_the_next_record()
    {
        using RingBuffer ring = Make(RingBufferMode.Overwrite);
        using RingBufferReader reader = ring.OpenReader();
        for (int n = 0; n < 3; n++)
        {
            Assert.True(ring.TryWrite([1]));
            ring.Flush();
        }

        Assert.False(ring.TryWrite(new byte[200]));
        ring.Flush(sendEmpty: true); // an empty one, which overwrites another
        ring.Flush(sendEmpty: true);
        Assert.True(ring.TryWrite([2]));
        ring.Complete();
        RecordCopy record = Assert.Single(await ReadAll(reader).Ends());
        Assert.Equal((2L, 4L, new Losses(0, 0, 1)), (record.Payload.Span[0], record.OverwrittenBefore, record.LostBefore));
        Assert.Equal(4, reader.OverwrittenSubBuffers);
    }

    [Fact]
    public async Task Stopping_early_loses_nothing()
    {
        using RingBuffer ring = Make();
        using RingBufferReader reader = ring.OpenReader();
        Assert.True(ring.TryWrite([1]));
        Assert.True(ring.TryWrite([2]));
        Assert.True(ring.TryWrite([3]));
        ring.Complete();
        await foreach (RecordCopy record in reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            Assert.Equal(1, record.Payload.Span[0]);
            break;
        }

        Assert.Equal([2, 3], (await ReadAll(reader).Ends()).Select(r => r.Payload.Span[0]));
    }

    [Fact]
    public async Task Cancelling_ends_it()
    {
        using RingBuffer ring = Make();
        using RingBufferReader reader = ring.OpenReader();
        using var cancellation = new CancellationTokenSource();
        Task<List<RecordCopy>> all = ReadAll(reader, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => all.Ends());
    }

    [Fact]
    public async Task Disposing_ends_it()
    {
        using RingBuffer ring = Make();
        using RingBufferReader reader = ring.OpenReader();
        Task<List<RecordCopy>> all = ReadAll(reader);
        ring.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => all.Ends());
    }

    private static async Task<List<RecordCopy>> ReadAll(RingBufferReader reader, CancellationToken? cancellation = null)
    {
        var records = new List<RecordCopy>();
        await foreach (RecordCopy record in reader.ReadAllAsync(cancellation ?? TestContext.Current.CancellationToken))
        {
            records.Add(record);
        }

        return records;
    }

    private RingBuffer Make(RingBufferMode mode = RingBufferMode.Discard) =>
        RingBuffer.Create(new RingBufferOptions { SubBufferSize = 128, SubBufferCount = 2, Mode = mode, TimeProvider = _time });
}
