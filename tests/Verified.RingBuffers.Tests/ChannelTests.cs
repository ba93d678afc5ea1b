using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>Channels, one step at a time, on a clock that is moved by hand.</summary>
public class ChannelTests
{
    private const int Buffers = 3;

    /// <summary>Times are all different, so the order is the one in which records were reserved, and there is no other.</summary>
    [Theory]
    [InlineData(ChannelLayout.PerThread, RingBufferMode.Discard)]
    [InlineData(ChannelLayout.PerProcessor, RingBufferMode.Discard)]
    public void Record_by_record_what_is_read_is_what_was_accepted_in_the_order_of_time(ChannelLayout layout, RingBufferMode mode)
    {
        long lost = 0;
        int read = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            using var play = new ChannelPlay(layout, mode, Buffers, seed);
            play.Run(300);
            Assert.Equal(play.Accepted, play.Read);
            Assert.Equal(play.Tried, play.Read.Count + play.Losses.Total);
            lost += play.Losses.Total;
            read += play.Read.Count;
        }

        Assert.True(lost > 100 && read > 2000, $"{read} read, {lost} lost");
    }

    [Theory]
    [InlineData(ChannelLayout.PerThread)]
    [InlineData(ChannelLayout.PerProcessor)]
    public void In_overwrite_mode_what_is_left_comes_in_the_order_of_time(ChannelLayout layout)
    {
        int gaps = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            using var play = new ChannelPlay(layout, RingBufferMode.Overwrite, Buffers, seed);
            play.Run(300);
            Assert.Equal(play.Accepted.Intersect(play.Read), play.Read);
            gaps += play.Accepted.Count - play.Read.Count;
        }

        Assert.NotEqual(0, gaps);
    }

    [Theory]
    [InlineData(ChannelLayout.PerThread)]
    [InlineData(ChannelLayout.PerProcessor)]
    public void An_idle_buffer_does_not_hold_the_others_back(ChannelLayout layout)
    {
        var time = new ManualTime();
        using TraceChannel channel = Make(layout, time);
        using TraceChannelReader reader = channel.OpenReader();
        using var idle = new ChannelWorker();
        idle.Do(() => layout == ChannelLayout.PerThread ? channel.TryWrite(1) : channel.OfProcessor(1).TryWrite([1, 0, 0, 0]));
        for (int n = 2; n < 20; n++)
        {
            time.Advance(TimeSpan.FromMilliseconds(2));
            Assert.True(layout == ChannelLayout.PerThread ? channel.TryWrite(n) : channel.OfProcessor(0).TryWrite(BitConverter.GetBytes(n)));
        }

        List<int> read = [];
        for (int n = 0; n < 5; n++) // asked, taken; then the same of what was behind
        {
            time.Advance(TimeSpan.FromMilliseconds(2));
            ReadAll(reader, read);
        }

        Assert.Equal(Enumerable.Range(1, 19), read);
    }

    [Fact]
    public void Nothing_is_flushed_before_the_interval_is_over()
    {
        var time = new ManualTime();
        using TraceChannel channel = Make(ChannelLayout.PerProcessor, time);
        using TraceChannelReader reader = channel.OpenReader();
        List<int> read = [];
        ReadAll(reader, read); // settles
        channel.OfProcessor(0).TryWrite(BitConverter.GetBytes(1));
        time.Advance(TimeSpan.FromMicroseconds(999));
        ReadAll(reader, read);
        Assert.Empty(read);
        time.Advance(TimeSpan.FromMicroseconds(1));
        ReadAll(reader, read);
        Assert.Equal([1], read);
    }

    /// <summary>By what is complete: the write position, which would say more, is not for a reader to poll.</summary>
    [Fact]
    public void A_buffer_that_is_half_full_of_complete_sub_buffers_is_settled_sooner()
    {
        var time = new ManualTime();
        int looks = 0;
        using TraceChannel channel = Make(ChannelLayout.PerProcessor, time, () => looks++);
        using TraceChannelReader reader = channel.OpenReader();
        Assert.False(reader.TryRead(out _)); // settles, at once
        time.Advance(TimeSpan.FromMilliseconds(1) / 16);
        RingBuffer ring = channel.OfProcessor(0);
        Assert.True(ring.TryWrite(new byte[150])); // one in each sub-buffer
        Assert.True(ring.TryReserve(150, out Reservation open));
        Assert.True(ring.TryWrite(new byte[150]));
        looks = 0;
        Assert.False(reader.TryRead(out _));
        Assert.Equal(0, looks);
        open.Commit();
        Assert.True(reader.TryRead(out _));
        Assert.NotEqual(0, looks);
    }

    /// <summary>Whatever the options say of writers, and of waiting, which is not used.</summary>
    [Theory]
    [InlineData(ChannelLayout.PerThread, RingBufferWriters.Many, RingBufferWriters.One)]
    [InlineData(ChannelLayout.PerThread, RingBufferWriters.One, RingBufferWriters.One)]
    [InlineData(ChannelLayout.PerProcessor, RingBufferWriters.Many, RingBufferWriters.Many)]
    public void The_channel_chooses_who_writes_to_a_buffer(ChannelLayout layout, RingBufferWriters said, RingBufferWriters chosen)
    {
        TimeSpan wait = said == RingBufferWriters.Many ? TimeSpan.FromMilliseconds(1) : Timeout.InfiniteTimeSpan;
        using TraceChannel channel = TraceChannel.Create(new()
        {
            Layout = layout,
            MaxBuffers = 1,
            Buffer = new() { SubBufferSize = 256, SubBufferCount = 4, Writers = said, MaxWait = wait },
        });
        Assert.True(channel.TryWrite(1));
        Assert.Equal((chosen, Timeout.InfiniteTimeSpan), (channel.Buffers[0].Ring.Options.Writers, channel.Buffers[0].Ring.Options.MaxWait));
    }

    [Fact]
    public void Any_number_of_a_processor_has_a_buffer()
    {
        using TraceChannel channel = Make(ChannelLayout.PerProcessor, new ManualTime());
        Assert.All([0, 1, 2, 3, 1000, int.MaxValue, -1, int.MinValue], id => Assert.NotNull(channel.OfProcessor(id)));
        Assert.Same(channel.OfProcessor(1), channel.OfProcessor(1 + Buffers));
        Assert.True(channel.TryWrite(5)); // of whatever processor this is
    }

    [Theory]
    [InlineData(ChannelLayout.PerThread)]
    [InlineData(ChannelLayout.PerProcessor)]
    public void A_completed_channel_refuses_and_is_read_to_its_end(ChannelLayout layout)
    {
        using TraceChannel channel = Make(layout, new ManualTime());
        Assert.True(channel.TryWrite(1));
        Assert.True(channel.TryReserve(4, out ChannelReservation slot));
        channel.Complete();
        Assert.False(channel.TryWrite(2));
        Assert.False(channel.TryReserve(4, out _));
        Assert.Equal(2, channel.Losses.Buffers.Refused);
        List<int> read = [];
        TraceChannelReader reader = channel.OpenReader();
        ReadAll(reader, read);
        Assert.False(reader.IsCompleted); // a reservation is open
        BitConverter.TryWriteBytes(slot.Span, 3);
        slot.Commit();
        reader.Settle();
        ReadAll(reader, read);
        reader.Settle();
        Assert.True(reader.IsCompleted);
        Assert.Equal([1, 3], read);
    }

    [Fact]
    public void A_new_reader_goes_on_where_the_one_before_was()
    {
        using TraceChannel channel = Make(ChannelLayout.PerThread, new ManualTime());
        channel.TryWrite(1);
        channel.TryWrite(2);
        channel.TryWrite(3);
        TraceChannelReader first = channel.OpenReader();
        Assert.Throws<InvalidOperationException>(channel.OpenReader);
        first.Settle();
        Assert.True(first.TryRead(out ChannelRecord record));
        Assert.Equal(1, BitConverter.ToInt32(record.Payload));
        first.Dispose();
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => first.TryRead(out _));
        using TraceChannelReader second = channel.OpenReader();
        List<int> read = [];
        ReadAll(second, read);
        Assert.Equal([2, 3], read);
    }

    [Theory]
    [InlineData(ChannelLayout.PerThread)]
    [InlineData(ChannelLayout.PerProcessor)]
    public void A_disposed_channel_says_so(ChannelLayout layout)
    {
        TraceChannel channel = Make(layout, new ManualTime());
        TraceChannelReader reader = channel.OpenReader();
        Assert.True(channel.TryWrite(1));
        Assert.False(channel.TryWrite(new byte[1000]));
        Assert.True(channel.TryReserve(4, out ChannelReservation open));
        channel.Dispose();
        channel.Dispose();
        Assert.Throws<ObjectDisposedException>(() => channel.TryWrite(2));
        Assert.Throws<ObjectDisposedException>(() => channel.TryReserve(2, out _));
        Assert.Throws<ObjectDisposedException>(channel.Flush);
        Assert.Throws<ObjectDisposedException>(channel.Complete);
        Assert.Throws<ObjectDisposedException>(channel.OpenReader);
        Assert.Throws<ObjectDisposedException>(() => reader.TryRead(out _));
        Assert.Throws<ObjectDisposedException>(reader.Settle);
        open.Span.Clear();
        open.Commit(); // what was begun can be completed
        Assert.Equal(1, channel.Losses.Total);
        reader.Dispose();
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        Refused(new() { MaxBuffers = -1 }, "MaxBuffers is -1");
        Refused(new() { MaxBuffers = 4097 }, "MaxBuffers is 4097");
        Refused(new() { Layout = (ChannelLayout)2 }, "Layout is 2");
        Refused(new() { SettleInterval = TimeSpan.FromTicks(-1) }, "SettleInterval is -");
        Refused(new() { SettleInterval = TimeSpan.FromDays(2) }, "SettleInterval is 2");
        Refused(new() { Buffer = new() { Clock = RingBufferClock.None } }, "Clock is None");
        Refused(new() { Buffer = new() { SubBufferCount = 3 } }, "SubBufferCount is 3");
        Refused(new() { Buffer = new() { Recoverable = true } }, "Recoverable is true");
        Refused(new() { Buffer = new() { Writers = RingBufferWriters.One }, Layout = ChannelLayout.PerProcessor }, "Writers is One; with Layout PerProcessor");
        using TraceChannel channel = TraceChannel.Create(new() { MaxBuffers = 4096 });
        Assert.Throws<ArgumentOutOfRangeException>(() => channel.TryReserve(-1, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => channel.LossesOf(4096));
        Assert.Throws<ArgumentOutOfRangeException>(() => channel.LossesOf(-1));
    }

    private static void Refused(ChannelOptions options, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => TraceChannel.Create(options)).Message, StringComparison.Ordinal);

    private static TraceChannel Make(ChannelLayout layout, TimeProvider time, Action? step = null) => TraceChannel.Create(new()
    {
        Layout = layout,
        MaxBuffers = Buffers,
        Step = step,
        Buffer = new() { SubBufferSize = 256, SubBufferCount = 4, TimeProvider = time },
    });

    private static void ReadAll(TraceChannelReader reader, List<int> read)
    {
        while (reader.TryRead(out ChannelRecord record))
        {
            read.Add(BitConverter.ToInt32(record.Payload));
        }
    }
}
