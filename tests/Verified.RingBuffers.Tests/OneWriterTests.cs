using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>Rings of one writer through the façade; the core is tested by the same runs as that of many.</summary>
public class OneWriterTests
{
    public static TheoryData<RingBufferMode, RingBufferClock, RingBufferWriters> Kinds
    {
        get
        {
            var data = new TheoryData<RingBufferMode, RingBufferClock, RingBufferWriters>();
            foreach (RingBufferMode mode in Enum.GetValues<RingBufferMode>())
            {
                foreach (RingBufferClock clock in Enum.GetValues<RingBufferClock>())
                {
                    data.Add(mode, clock, RingBufferWriters.Many);
                    data.Add(mode, clock, RingBufferWriters.One);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_way_of_writing_gives_the_same_records(RingBufferMode mode, RingBufferClock clock, RingBufferWriters writers)
    {
        using RingBuffer ring = RingBuffer.Create(Options(mode) with { Clock = clock, Writers = writers });
        using RingBufferReader reader = ring.OpenReader();
        List<long> read = [];
        byte[] bytes = new byte[sizeof(long)];
        for (long n = 0; n < 3000; n += 3)
        {
            Assert.True(ring.TryWrite(n));
            BinaryPrimitives.WriteInt64LittleEndian(bytes, n + 1);
            Assert.True(ring.TryWrite(bytes));
            Assert.True(ring.TryReserve(sizeof(long), out Reservation slot));
            BinaryPrimitives.WriteInt64LittleEndian(slot.Span, n + 2);
            slot.Commit();
            Drain(reader, read);
        }

        ring.Complete();
        Drain(reader, read);
        Assert.Equal(Enumerable.Range(0, 3000).Select(n => (long)n), read);
        Assert.Equal(default, ring.Losses);
    }

    [Theory]
    [InlineData(RingBufferClock.None)]
    [InlineData(RingBufferClock.Stopwatch)]
    public void Typed_writes_inside_an_open_reservation_come_out_in_the_order_of_reservation(RingBufferClock clock)
    {
        using RingBuffer ring = RingBuffer.Create(Options(RingBufferMode.Discard) with { Clock = clock, SubBufferCount = 8, Writers = RingBufferWriters.One });
        using RingBufferReader reader = ring.OpenReader();
        List<long> read = [];
        for (long n = 0; n < 2000; n += 20)
        {
            Assert.True(ring.TryReserve(sizeof(long), out Reservation outer));
            for (long k = 1; k < 20; k++)
            {
                Assert.True(ring.TryWrite(n + k)); // crosses into the next sub-buffer now and then
            }

            BinaryPrimitives.WriteInt64LittleEndian(outer.Span, n);
            outer.Commit();
            Drain(reader, read);
        }

        ring.Complete();
        Drain(reader, read);
        Assert.Equal(Enumerable.Range(0, 2000).Select(n => (long)n), read);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Values_of_every_size_are_taken_or_counted_as_too_big(RingBufferMode mode, RingBufferClock clock, RingBufferWriters writers)
    {
        using RingBuffer ring = RingBuffer.Create(Options(mode) with { Clock = clock, Writers = writers, SubBufferSize = 128 });
        using RingBufferReader reader = ring.OpenReader();
        Assert.True(ring.TryWrite<byte>(1));
        Assert.True(ring.TryWrite(default(Bytes48)));
        Assert.False(ring.TryWrite(default(Bytes64)));
        Assert.Equal(1, ring.Losses.TooBig);
        ring.Complete();
        List<int> lengths = [];
        while (reader.TryRead(out SubBuffer sub))
        {
            foreach (Record record in sub)
            {
                lengths.Add(record.Payload.Length);
            }

            sub.Dispose();
        }

        Assert.Equal([1, 48], lengths);
    }

    [Fact]
    public void Another_thread_is_told_that_the_ring_has_an_owner()
    {
        using RingBuffer ring = RingBuffer.Create(Options(RingBufferMode.Discard) with { Writers = RingBufferWriters.One });
        Assert.True(ring.TryWrite(1L));

        Exception flush = OnThread(ring.Flush);
        Exception write = OnThread(() =>
        {
            while (ring.TryWrite(2L)) // until the sub-buffer ends
            {
            }
        });

        Assert.Contains(nameof(RingBuffer.HandOver), Assert.IsType<InvalidOperationException>(flush).Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(write);
    }

    [Fact]
    public void A_ring_can_be_handed_over()
    {
        using RingBuffer ring = RingBuffer.Create(Options(RingBufferMode.Discard) with { Writers = RingBufferWriters.One });
        Assert.True(ring.TryWrite(1L));
        ring.HandOver();

        Assert.Null(OnThread(() =>
        {
            Assert.True(ring.TryWrite(2L));
            ring.Complete();
        }));

        using RingBufferReader reader = ring.OpenReader();
        List<long> read = [];
        Drain(reader, read);
        Assert.Equal([1, 2], read);
        Assert.Throws<InvalidOperationException>(() => ring.Flush());
    }

    [Fact]
    public void A_snapshot_on_another_thread_does_not_flush()
    {
        using RingBuffer ring = RingBuffer.Create(Options(RingBufferMode.Overwrite) with { Writers = RingBufferWriters.One });
        Assert.True(ring.TryWrite(1L));
        using RingBufferReader reader = ring.OpenReader();

        int elsewhere = -1;
        Assert.Null(OnThread(() => elsewhere = Count(reader.Snapshot())));

        Assert.Equal(0, elsewhere);
        Assert.Equal(1, Count(reader.Snapshot()));
    }

    [Fact]
    public void A_disposed_ring_takes_no_value()
    {
        RingBuffer ring = RingBuffer.Create(Options(RingBufferMode.Discard) with { Writers = RingBufferWriters.One });
        ring.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ring.TryWrite(1L));
    }

    [Fact]
    public void What_one_writer_can_not_have_is_refused()
    {
        RingBufferOptions one = Options(RingBufferMode.Discard) with { Writers = RingBufferWriters.One };
        Assert.Equal("MaxWait", Refused(one with { MaxWait = TimeSpan.FromSeconds(1) }));
        Assert.Equal("Recoverable", Refused(one with { Recoverable = true }));
        Assert.Equal("Writers", Refused(one with { Writers = (RingBufferWriters)2 }));
        Assert.Contains("Many", Assert.Throws<ArgumentException>(() => RingBuffer.CreateFile(Path.GetTempFileName() + ".ring", one)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_typed_write_allocates_nothing(RingBufferMode mode, RingBufferClock clock, RingBufferWriters writers)
    {
        using RingBuffer ring = RingBuffer.Create(Options(mode) with { Clock = clock, Writers = writers });
        Assert.True(ring.TryWrite(0L));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long n = 0; n < 1000; n++)
        {
            ring.TryWrite(n);
            ring.TryWrite([1, 2, 3]);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static RingBufferOptions Options(RingBufferMode mode) =>
        new() { SubBufferSize = 512, SubBufferCount = 4, Mode = mode, Clock = RingBufferClock.None };

    private static string? Refused(RingBufferOptions options) => Assert.Throws<ArgumentException>(() => RingBuffer.Create(options)).ParamName;

    private static void Drain(RingBufferReader reader, List<long> read)
    {
        while (reader.TryRead(out SubBuffer sub))
        {
            foreach (Record record in sub)
            {
                read.Add(BinaryPrimitives.ReadInt64LittleEndian(record.Payload));
            }

            sub.Dispose();
        }
    }

    private static int Count(Snapshot snapshot)
    {
        int count = 0;
        foreach (SubBuffer sub in snapshot)
        {
            foreach (Record _ in sub)
            {
                count++;
            }
        }

        return count;
    }

    private static Exception OnThread(Action action)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Xunit.Record.Exception(action));
        thread.Start();
        thread.Join();
        return thrown!;
    }

    [InlineArray(48)]
    private struct Bytes48
    {
        private byte _first;
    }

    [InlineArray(64)]
    private struct Bytes64
    {
        private byte _first;
    }
}
