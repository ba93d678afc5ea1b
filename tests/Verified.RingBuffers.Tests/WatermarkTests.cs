using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>
/// What a reader that sleeps is told while writers overwrite. They write below the public face, which does not pass the core's signal on
/// to the thread pool: the test does, when it will. So it is certain what the reader finds when it looks.
/// </summary>
public class WatermarkTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    public static TheoryData<int, int> Sizes()
    {
        var data = new TheoryData<int, int>();
        foreach (int count in (int[])[2, 4, 8])
        {
            for (int watermark = 1; watermark <= count; watermark++)
            {
                data.Add(count, watermark);
            }
        }

        return data;
    }

    /// <summary>The record after the last full sub-buffer overwrites one: of a watermark of all there are, one is missing.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task A_reader_that_looks_late_is_told(int count, int watermark)
    {
        using RingBuffer ring = Make(count, watermark);
        using RingBufferReader reader = ring.OpenReader();
        Task<bool> wait = reader.WaitToReadAsync(Test).AsTask();
        bool woke = false;
        for (int n = 0; n < count + 2; n++)
        {
            woke |= Write(ring, ring.MaxPayloadLength);
        }

        Assert.True(woke);
        Assert.False(Write(ring, 1));
        Assert.False(wait.IsCompleted);
        Look(reader);
        Assert.True(wait.IsCompleted);
        Assert.True(await wait);
        Assert.Equal((count - 1, 3L), ReadAll(reader));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task A_reader_is_told_whenever_it_looks(int count, int watermark)
    {
        using RingBuffer ring = Make(count, watermark);
        using RingBufferReader reader = ring.OpenReader();
        Task<bool> wait = reader.WaitToReadAsync(Test).AsTask();
        for (int n = 0; n < count + 2; n++)
        {
            Assert.True(ring.TryWrite(new byte[ring.MaxPayloadLength]));
        }

        Assert.True(ring.TryWrite([1]));
        Assert.True(await wait.Ends());
        Assert.Equal((count - 1, 3L), ReadAll(reader));
    }

    /// <summary>The next wait has slept for nothing yet, so it awaits the watermark.</summary>
    [Fact]
    public async Task Each_wait_awaits_the_watermark_anew()
    {
        using RingBuffer ring = Make(4, 4);
        using RingBufferReader reader = ring.OpenReader();
        for (int round = 0; round < 3; round++)
        {
            Task<bool> wait = reader.WaitToReadAsync(Test).AsTask();
            for (int n = 0; n < 4; n++)
            {
                Assert.False(wait.IsCompleted);
                Assert.Equal(n == 3, Write(ring, ring.MaxPayloadLength));
            }

            Write(ring, 1);
            ring.Flush();
            Look(reader);
            Assert.True(wait.IsCompleted);
            Assert.True(await wait);
            Assert.Equal(4, ReadAll(reader).Read);
        }
    }

    /// <summary>The watermark's was delivered, but a writer is at work in what is now the first: the reader sleeps for that one alone.</summary>
    [Fact]
    public async Task A_reader_that_finds_nothing_sleeps_for_the_first()
    {
        using RingBuffer ring = Make(4, 4);
        using RingBufferReader reader = ring.OpenReader();
        Task<bool> wait = reader.WaitToReadAsync(Test).AsTask();
        Assert.False(Write(ring, ring.MaxPayloadLength));
        Assert.Equal(ReserveResult.Ok, ring.Core.TryReserve(ring.MaxPayloadLength, out Reserved slot));
        Assert.False(Write(ring, ring.MaxPayloadLength));
        Assert.True(Write(ring, ring.MaxPayloadLength));
        Assert.False(Write(ring, 1)); // overwrites the first, which was the only one that could be read
        Look(reader);
        Assert.False(wait.IsCompleted);
        Assert.False(ring.IsSignalled);
        Look(reader);
        Assert.False(wait.IsCompleted);
        Assert.True(ring.Core.Commit(slot));
        Look(reader);
        Assert.True(wait.IsCompleted);
        Assert.True(await wait);
        Assert.Equal((3, 1L), ReadAll(reader));
    }

    /// <summary>A record, of which no one is told.</summary>
    /// <returns>Whether the core has signalled the reader.</returns>
    private static bool Write(RingBuffer ring, int length)
    {
        Assert.Equal(ReserveResult.Ok, ring.Core.TryReserve(length, out Reserved slot));
        return ring.Core.Commit(slot) | slot.Woke;
    }

    /// <summary>What the thread pool does for a hint, and what comes of it, on this thread.</summary>
    private static void Look(RingBufferReader reader) => ((IThreadPoolWorkItem)reader.Sleeper).Execute();

    private static (int Read, long Overwritten) ReadAll(RingBufferReader reader)
    {
        int read = 0;
        long overwritten = 0;
        while (reader.TryRead(out SubBuffer sub))
        {
            read++;
            overwritten += sub.Overwritten;
            sub.Dispose();
        }

        return (read, overwritten);
    }

    private static RingBuffer Make(int count, int watermark) => RingBuffer.Create(new RingBufferOptions
    {
        SubBufferSize = 128,
        SubBufferCount = count,
        Mode = RingBufferMode.Overwrite,
        Clock = RingBufferClock.None,
        Watermark = watermark,
    });
}
