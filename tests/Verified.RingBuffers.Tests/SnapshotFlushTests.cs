using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>What a snapshot's flush costs, and a snapshot without one.</summary>
public class SnapshotFlushTests
{
    private const int Count = 4;

    /// <summary>Twelve records fill two sub-buffers; but with a snapshot after each, four of them are left.</summary>
    [Fact]
    public void A_snapshot_with_a_flush_ends_a_sub_buffer_each_time()
    {
        using RingBuffer ring = Make(RingBufferMode.Overwrite);
        using RingBufferReader reader = ring.OpenReader();
        for (byte n = 0; n < 12; n++)
        {
            Assert.True(ring.TryWrite([n]));
            Assert.Equal(n, Bytes(reader.Snapshot())[^1]);
        }

        Assert.Equal([8, 9, 10, 11], Bytes(reader.Snapshot()));
        Assert.Equal([8, 9, 10, 11], Bytes(reader.Snapshot())); // nothing written, nothing ended
    }

    [Theory]
    [InlineData(RingBufferMode.Discard)]
    [InlineData(RingBufferMode.Overwrite)]
    public void A_snapshot_without_a_flush_changes_nothing_and_shows_complete_sub_buffers(RingBufferMode mode)
    {
        using RingBuffer ring = Make(mode);
        using RingBufferReader reader = ring.OpenReader();
        for (byte n = 0; n < 12; n++)
        {
            Assert.True(ring.TryWrite([n]));
            long position = ring.Position;
            byte[] complete = [.. Enumerable.Range(0, (n + 1) / 8 * 8).Select(k => (byte)k)]; // eight to a sub-buffer
            Assert.Equal(complete, Bytes(reader.Snapshot(flush: false)));
            Assert.Equal(position, ring.Position);
        }

        Assert.Equal([.. Enumerable.Range(0, 12).Select(k => (byte)k)], Bytes(reader.Snapshot(flush: true)));
    }

    /// <summary>In discard mode writers may enter what was released; nothing but this test stands between them and the snapshot.</summary>
    [Theory]
    [InlineData(RingBufferMode.Discard, true)]
    [InlineData(RingBufferMode.Discard, false)]
    [InlineData(RingBufferMode.Overwrite, true)]
    [InlineData(RingBufferMode.Overwrite, false)]
    public void A_snapshot_ends_when_its_reader_has_read_or_cleared_since(RingBufferMode mode, bool clears)
    {
        using RingBuffer ring = Make(mode);
        using RingBufferReader reader = ring.OpenReader();
        for (byte n = 0; n < 12; n++)
        {
            Assert.True(ring.TryWrite([n]));
        }

        Snapshot before = reader.Snapshot();
        Release(reader, clears);
        Assert.Throws<InvalidOperationException>(() => Bytes(before));

        Assert.True(ring.TryWrite([20]));
        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (SubBuffer sub in reader.Snapshot())
            {
                sub.Dispose();
                Release(reader, clears);
            }
        });
    }

    private static void Release(RingBufferReader reader, bool clears)
    {
        if (clears)
        {
            Assert.NotEqual(0, reader.Clear());
            return;
        }

        Assert.True(reader.TryRead(out SubBuffer sub));
        sub.Dispose();
    }

    /// <summary>Of a snapshot from which nothing is missing.</summary>
    private static List<byte> Bytes(Snapshot snapshot)
    {
        List<byte> bytes = ModeTests.Bytes(snapshot);
        Assert.Equal((0, 0), (snapshot.Overwritten, snapshot.Unfinished));
        return bytes;
    }

    private static RingBuffer Make(RingBufferMode mode) => RingBuffer.Create(
        new RingBufferOptions { SubBufferSize = 128, SubBufferCount = Count, Mode = mode, Clock = RingBufferClock.None });
}
