using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>Overwriting, snapshot, clear, gate, time: each in a few lines.</summary>
public class ModeTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void The_oldest_makes_room_and_the_reader_sees_the_gap()
    {
        using RingBuffer ring = Make(RingBufferMode.Overwrite);
        using RingBufferReader reader = ring.OpenReader();
        Fill(ring, 0, 7);
        Assert.Equal([(3L, 3L), (4, 0), (5, 0), (6, 0)], ReadAll(reader));
        Fill(ring, 7, 3);
        Assert.Equal([(7L, 0L), (8, 0), (9, 0)], ReadAll(reader));
        Assert.Equal(3, reader.OverwrittenSubBuffers);
        Assert.Equal(0, ring.Losses.Total);
    }

    [Fact]
    public void What_the_reader_holds_is_not_overwritten()
    {
        using RingBuffer ring = Make(RingBufferMode.Overwrite);
        using RingBufferReader reader = ring.OpenReader();
        Fill(ring, 0, 2);
        Assert.True(reader.TryRead(out SubBuffer sub));
        Fill(ring, 2, 20);
        Assert.Equal([0], Bytes(sub));
        sub.Dispose();
        Assert.Equal([(18L, 17L), (19, 0), (20, 0), (21, 0)], ReadAll(reader));
    }

    [Theory]
    [InlineData(RingBufferMode.Discard)]
    [InlineData(RingBufferMode.Overwrite)]
    public void A_snapshot_leaves_everything_where_it_is(RingBufferMode mode)
    {
        using RingBuffer ring = Make(mode);
        using RingBufferReader reader = ring.OpenReader();
        Fill(ring, 0, 2);
        Assert.True(ring.TryWrite([2])); // the snapshot flushes
        Assert.Equal([0, 1, 2], Bytes(reader.Snapshot()));
        Assert.Equal([0, 1, 2], Bytes(reader.Snapshot()));
        Assert.Equal([(0L, 0L), (1, 0), (2, 0)], ReadAll(reader));
        Assert.Empty(Bytes(reader.Snapshot()));
    }

    [Fact]
    public void A_snapshot_says_what_was_overwritten_meanwhile()
    {
        using RingBuffer ring = Make(RingBufferMode.Overwrite);
        using RingBufferReader reader = ring.OpenReader();
        Fill(ring, 0, 4);
        Snapshot snapshot = reader.Snapshot();
        var seen = new List<(long, long)>();
        foreach (SubBuffer sub in snapshot)
        {
            Assert.Equal([(byte)sub.Sequence], Bytes(sub));
            seen.Add((sub.Sequence, sub.Overwritten));
            if (seen.Count == 1)
            {
                Fill(ring, 4, 3); // 0, 1, 2 are gone, 0 is held
                Assert.Equal([0], Bytes(sub));
            }
        }

        Assert.Equal([(0L, 0L), (3, 2)], seen);
        Assert.Equal((2, 0), (snapshot.Overwritten, snapshot.Unfinished));
        Assert.Equal([(3L, 3L), (4, 0), (5, 0), (6, 0)], ReadAll(reader));
    }

    [Fact]
    public void A_snapshot_says_what_was_not_finished()
    {
        using RingBuffer ring = Make(RingBufferMode.Overwrite);
        using RingBufferReader reader = ring.OpenReader();
        Assert.True(ring.TryReserve(1, out Reservation slot));
        ring.Flush();
        Fill(ring, 1, 1);
        Snapshot snapshot = reader.Snapshot();
        Assert.Equal([1], Bytes(snapshot));
        Assert.Equal((0, 1), (snapshot.Overwritten, snapshot.Unfinished));
        slot.Span[0] = 0;
        slot.Commit();
        Assert.Equal([0, 1], Bytes(reader.Snapshot()));
    }

    [Fact]
    public void A_snapshot_left_early_puts_back_what_it_held()
    {
        using RingBuffer ring = Make(RingBufferMode.Overwrite);
        using RingBufferReader reader = ring.OpenReader();
        Fill(ring, 0, 3);
        Snapshot snapshot = reader.Snapshot();
        foreach (SubBuffer sub in snapshot)
        {
            Assert.Throws<InvalidOperationException>(() => reader.TryRead(out _));
            break;
        }

        Assert.Throws<InvalidOperationException>(() => snapshot.GetEnumerator());
        Assert.Equal([(0L, 0L), (1, 0), (2, 0)], ReadAll(reader));
    }

    [Fact]
    public void Closing_a_reader_in_a_snapshot_puts_back_what_it_held()
    {
        using RingBuffer ring = Make(RingBufferMode.Overwrite);
        RingBufferReader first = ring.OpenReader();
        Fill(ring, 0, 2);
        Snapshot.Enumerator at = first.Snapshot().GetEnumerator();
        Assert.True(at.MoveNext());
        first.Dispose();
        at.Dispose();
        using RingBufferReader second = ring.OpenReader();
        Assert.Equal([(0L, 0L), (1, 0)], ReadAll(second));
    }

    [Fact]
    public void Closing_while_holding_counts_as_read_in_overwrite_mode()
    {
        using RingBuffer ring = Make(RingBufferMode.Overwrite);
        RingBufferReader first = ring.OpenReader();
        Fill(ring, 0, 2);
        Assert.True(first.TryRead(out _));
        first.Dispose();
        using RingBufferReader second = ring.OpenReader();
        Assert.Equal([(1L, 0L)], ReadAll(second));
    }

    [Theory]
    [InlineData(RingBufferMode.Discard)]
    [InlineData(RingBufferMode.Overwrite)]
    public void Clear_drops_what_is_complete_and_nothing_else(RingBufferMode mode)
    {
        using RingBuffer ring = Make(mode);
        using RingBufferReader reader = ring.OpenReader();
        Fill(ring, 0, 2);
        Assert.True(ring.TryReserve(1, out Reservation slot));
        ring.Flush();
        Fill(ring, 3, 1);
        Assert.Equal(2, reader.Clear());
        Assert.Equal(0, reader.Clear());
        Assert.Empty(ReadAll(reader)); // a writer is at it
        slot.Commit();
        Assert.Equal([(2L, 0L), (3, 0)], ReadAll(reader));
        Assert.Equal((0, 0), (ring.Losses.Total, reader.OverwrittenSubBuffers));
    }

    [Fact]
    public void A_paused_ring_refuses_and_counts()
    {
        using RingBuffer ring = Make();
        using RingBufferReader reader = ring.OpenReader();
        Fill(ring, 0, 1);
        Assert.True(ring.TryReserve(1, out Reservation slot));
        slot.Span[0] = 1;
        ring.Pause();
        ring.Pause();
        Assert.False(ring.TryWrite([9]));
        Assert.False(FastPath.WriteInt64(ring, 9));
        slot.Commit(); // what was reserved before goes on
        ring.Flush(sendEmpty: true);
        Assert.Equal([(0L, 0L), (1, 0)], ReadAll(reader));
        ring.Resume();
        ring.Resume();
        Fill(ring, 2, 1);
        Assert.Equal([(2L, 0L)], ReadAll(reader));
        Assert.Equal(new Losses(0, 0, 0, Refused: 2), ring.Losses);
    }

    [Fact]
    public void A_completed_ring_refuses_for_ever_and_says_when_all_is_read()
    {
        using RingBuffer ring = Make();
        using RingBufferReader reader = ring.OpenReader();
        Assert.True(ring.TryWrite([1]));
        ring.Pause();
        Assert.False(ring.IsCompleted);
        ring.Complete();
        ring.Complete();
        ring.Resume();
        Assert.True(ring.IsCompleted);
        Assert.False(ring.TryWrite([1]));
        Assert.Equal(1, ring.Losses.Refused);
        Assert.False(reader.IsCompleted);
        Assert.Equal([(0L, 0L)], ReadAll(reader));
        Assert.True(reader.IsCompleted);
    }

    [Fact]
    public void Times_are_those_of_the_clock_and_long_gaps_are_kept()
    {
        using RingBuffer ring = Make(size: 256);
        using RingBufferReader reader = ring.OpenReader();
        long[] steps = [5, 0, (1 << 27) - 1, 1 << 27, 1L << 40, 3];
        var times = new List<long>();
        foreach (long step in steps)
        {
            _time.Advance(step);
            times.Add(_time.GetTimestamp());
            Assert.True(ring.TryWrite([1]));
        }

        _time.Advance(7);
        ring.Flush();
        Assert.True(reader.TryRead(out SubBuffer sub));
        Assert.Equal((times[0], times[^1] + 7), (sub.BeginTime, sub.EndTime));
        var seen = new List<long>();
        foreach (Record record in sub)
        {
            seen.Add(record.Timestamp);
        }

        Assert.Equal(times, seen);
        Assert.Equal(TimeSpan.TicksPerSecond, ring.TicksPerSecond);
    }

    [Fact]
    public void Each_sub_buffer_states_what_was_lost_before_its_end()
    {
        using RingBuffer ring = Make();
        using RingBufferReader reader = ring.OpenReader();
        Fill(ring, 0, 4);
        Assert.False(ring.TryWrite([9]));
        Assert.False(ring.TryWrite([9]));
        Assert.Equal([default, default, default, default], Lost(reader)); // they were ended before
        Fill(ring, 4, 1);
        Assert.False(ring.TryWrite(new byte[200]));
        Fill(ring, 5, 2);
        Assert.Equal([new Losses(2, 0, 0), new Losses(0, 0, 1), default], Lost(reader));
    }

    private static List<Losses> Lost(RingBufferReader reader)
    {
        var lost = new List<Losses>();
        while (reader.TryRead(out SubBuffer sub))
        {
            lost.Add(sub.LostBefore);
            sub.Dispose();
        }

        return lost;
    }

    private static void Fill(RingBuffer ring, int from, int count)
    {
        for (int n = from; n < from + count; n++)
        {
            Assert.True(ring.TryWrite([(byte)n]));
            ring.Flush();
        }
    }

    private static List<(long Sequence, long Overwritten)> ReadAll(RingBufferReader reader)
    {
        var read = new List<(long, long)>();
        while (reader.TryRead(out SubBuffer sub))
        {
            read.Add((sub.Sequence, sub.Overwritten));
            sub.Dispose();
        }

        return read;
    }

    /// <summary>The first byte of every record that a snapshot shows.</summary>
    internal static List<byte> Bytes(Snapshot snapshot)
    {
        var bytes = new List<byte>();
        foreach (SubBuffer sub in snapshot)
        {
            bytes.AddRange(Bytes(sub));
        }

        return bytes;
    }

    private static List<byte> Bytes(SubBuffer sub)
    {
        var bytes = new List<byte>();
        foreach (Record record in sub)
        {
            bytes.Add(record.Payload[0]);
        }

        return bytes;
    }

    private RingBuffer Make(RingBufferMode mode = RingBufferMode.Discard, int size = 128) => RingBuffer.Create(
        new RingBufferOptions { SubBufferSize = size, SubBufferCount = 4, Mode = mode, TimeProvider = _time });
}
