using System.Runtime.CompilerServices;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>Buffers of threads: how they are made, left, drained and used again.</summary>
public class ChannelThreadTests
{
    [Fact]
    public void A_thread_that_ended_leaves_all_it_wrote_and_its_buffer()
    {
        using TraceChannel channel = Make(1);
        using TraceChannelReader reader = channel.OpenReader();
        var first = new ChannelWorker();
        Assert.True(first.Do(() => channel.TryWrite(1) && channel.TryWrite(2)));
        using var second = new ChannelWorker();
        Assert.False(second.Do(() => channel.TryWrite(3))); // there is one buffer, and it is the first's
        Assert.Equal(new ChannelLosses(default, NoBuffer: 1, 0), channel.Losses);
        first.Dispose();
        Assert.False(second.Do(() => channel.TryWrite(4))); // not drained yet
        Assert.Equal([(1, first.Id), (2, first.Id)], ReadAll(reader));
        reader.Settle();
        Assert.True(second.Do(() => channel.TryWrite(5)));
        Assert.Equal([(5, second.Id)], ReadAll(reader));
        Assert.Equal(new ChannelLosses(default, NoBuffer: 2, 0), channel.Losses);
        Assert.Equal(channel.MaxMemoryBytes, channel.MemoryBytes);
    }

    [Fact]
    public void A_buffer_given_on_undrained_is_noticed()
    {
        using TraceChannel channel = Make(1, MergeRule.ReuseUndrained);
        using TraceChannelReader reader = channel.OpenReader();
        var first = new ChannelWorker();
        first.Do(() => channel.TryWrite(1));
        first.Dispose();
        reader.Settle();
        using var second = new ChannelWorker();
        second.Do(() => channel.TryWrite(2));
        Assert.NotEqual([(1, first.Id), (2, second.Id)], ReadAll(reader));
    }

    [Fact]
    public void A_thread_goes_on_elsewhere_while_its_buffer_is_flushed_for_it()
    {
        using var worker = new ChannelWorker();
        TraceChannel? made = null;
        int steps = 0;
        using TraceChannel channel = made = Make(2, step: () =>
        {
            if (made!.Buffers[0].State == BufferState.Taken && steps++ == 0)
            {
                Assert.True(worker.Do(() => made.TryWrite(2)));
            }
        });
        using TraceChannelReader reader = channel.OpenReader();
        worker.Do(() => channel.TryWrite(1));
        Assert.Equal([(1, worker.Id), (2, worker.Id)], ReadAll(reader));
        Assert.NotEqual(0, steps);
        Assert.Equal(0, channel.Losses.Total);
        Assert.Equal([BufferState.Free, BufferState.Owned], channel.Buffers.Select(b => b.State));
    }

    [Fact]
    public void Where_there_is_no_other_buffer_the_record_is_lost_and_the_thread_keeps_its_own()
    {
        using var worker = new ChannelWorker();
        TraceChannel? made = null;
        int lost = 0;
        using TraceChannel channel = made = Make(1, step: () =>
        {
            if (made!.Buffers[0].State == BufferState.Taken)
            {
                Assert.False(worker.Do(() => made.TryWrite(2)));
                lost++;
            }
        });
        using TraceChannelReader reader = channel.OpenReader();
        worker.Do(() => channel.TryWrite(1));
        Assert.Equal([(1, worker.Id)], ReadAll(reader));
        Assert.Equal(new ChannelLosses(default, NoBuffer: lost, 0), channel.Losses);
        Assert.NotEqual(0, lost);
        Assert.True(worker.Do(() => channel.TryWrite(3)));
        Assert.Equal([(3, worker.Id)], ReadAll(reader));
    }

    /// <summary>It went in after the reader had looked whether it is, and before the reader asked it to flush.</summary>
    [Theory]
    [InlineData(nameof(MergeRule.Settled), true)]
    [InlineData(nameof(MergeRule.TakeWithoutLook), false)]
    public void A_buffer_is_not_flushed_while_its_thread_is_inside(string rule, bool isRight)
    {
        var time = new HookedTime();
        using TraceChannel channel = Make(1, Enum.Parse<MergeRule>(rule), time: time);
        using TraceChannelReader reader = channel.OpenReader();
        Assert.True(channel.TryWrite(1));
        time.Next = () =>
        {
            // The writer knows the write position, and has not stored the next one.
            Assert.True(channel.Buffers[0].Change(BufferState.Owned, BufferState.Asked));
            reader.Settle();
        };
        Assert.True(channel.TryWrite(2));
        Assert.Equal(BufferState.Owned, channel.Buffers[0].State);
        List<int> read = [];
        for (int n = 0; n < 5; n++)
        {
            read.AddRange(ReadAll(reader).Select(r => r.Number));
        }

        Assert.Equal(isRight, read.SequenceEqual([1, 2]));
    }

    [Fact]
    public void A_thread_that_is_asked_flushes_when_it_writes()
    {
        using TraceChannel channel = Make(1);
        using TraceChannelReader reader = channel.OpenReader();
        channel.TryWrite(1);
        Assert.False(reader.TryRead(out _));
        Assert.Equal(BufferState.Asked, channel.Buffers[0].State);
        channel.TryWrite(2);
        Assert.Equal(BufferState.Owned, channel.Buffers[0].State);
        Assert.True(reader.TryRead(out ChannelRecord record));
        Assert.Equal(1, BitConverter.ToInt32(record.Payload));
    }

    [Fact]
    public void A_reservation_that_outlives_its_thread_is_counted_and_its_buffer_replaced()
    {
        using TraceChannel channel = Make(1);
        using TraceChannelReader reader = channel.OpenReader();
        var worker = new ChannelWorker();
        worker.Do(() =>
        {
            channel.TryWrite(1);
            channel.Flush();
            channel.TryWrite(2); // in one sub-buffer with what stays open
            channel.TryWrite(new byte[1000]);
            channel.TryReserve(4, out _);
            channel.TryReserve(4, out ChannelReservation abandoned);
            abandoned.Dispose();
            return channel.TryWrite(3);
        });
        worker.Dispose();
        Assert.Equal([(1, worker.Id)], ReadAll(reader));
        for (int n = 0; n < 3; n++)
        {
            reader.Settle();
        }

        var lost = new Losses(0, 0, TooBig: 1, 0, Abandoned: 1);
        Assert.Equal(new ChannelLosses(lost, 0, Orphaned: 3), channel.Losses);
        Assert.Equal(channel.Losses, channel.LossesOf(0));
        Assert.True(channel.TryWrite(4));
        Assert.Equal([(4, Environment.CurrentManagedThreadId)], ReadAll(reader));
        Assert.Equal(new ChannelLosses(lost, 0, Orphaned: 3), channel.Losses);
    }

    [Fact]
    public void Memory_is_bounded_however_many_threads_come()
    {
        using TraceChannel channel = Make(4);
        using TraceChannelReader reader = channel.OpenReader();
        Assert.Equal(0, channel.MemoryBytes);
        int read = 0;
        for (int n = 0; n < 40; n++)
        {
            using (var worker = new ChannelWorker())
            {
                Assert.True(worker.Do(() => channel.TryWrite(n)));
            }

            read += ReadAll(reader).Count;
            reader.Settle();
            Assert.InRange(channel.MemoryBytes, 1, channel.MaxMemoryBytes);
        }

        Assert.Equal(40, read);
        Assert.Equal(channel.MaxMemoryBytes, 4 * channel.MemoryBytes); // one was enough, used 40 times
        Assert.Equal(0, channel.Losses.Total);
    }

    /// <summary>A thread on its way to a buffer must not lend one to the thread that had it until the channel was completed, and holds on to it.</summary>
    [Fact]
    public void What_is_tried_after_the_end_is_refused_while_another_thread_looks_for_a_buffer()
    {
        using var first = new ChannelWorker();
        TraceChannel? made = null;
        TraceChannelReader? reader = null;
        List<(int, int)> read = [];
        List<bool> written = [];
        using TraceChannel channel = made = Make(1, takeStep: () =>
        {
            if (reader is null)
            {
                return;
            }

            if (!made!.IsCompleted)
            {
                made.Complete();
                for (int n = 0; n < 3 && !reader.IsCompleted; n++)
                {
                    read.AddRange(ReadAll(reader));
                }

                Assert.True(reader.IsCompleted);
            }
            else
            {
                written.Add(first.Do(() => made.TryWrite(2)));
            }
        });
        Assert.True(first.Do(() => channel.TryWrite(1)));
        reader = channel.OpenReader();
        written.Add(channel.TryWrite(3));
        written.Add(first.Do(() => channel.TryWrite(4)));
        Assert.DoesNotContain(true, written);
        Assert.Equal([(1, first.Id)], read);
        Assert.Equal(written.Count, channel.Losses.Buffers.Refused);
        reader.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_channel_that_is_completed_while_a_thread_takes_a_buffer_has_an_end(int at)
    {
        TraceChannel? made = null;
        int steps = 0;
        using TraceChannel channel = made = Make(1, takeStep: () =>
        {
            if (++steps == at)
            {
                made!.Complete();
            }
        });
        Assert.False(channel.TryWrite(1));
        Assert.True(steps >= at);
        Assert.Equal(new ChannelLosses(new Losses(0, 0, 0, Refused: 1), 0, 0), channel.Losses);
        using TraceChannelReader reader = channel.OpenReader();
        Assert.Empty(ReadAll(reader));
        Assert.True(reader.IsCompleted);
    }

    [Fact]
    public void A_thread_that_has_its_buffer_again_gives_the_other_back()
    {
        using var worker = new ChannelWorker();
        using var isLooking = new ManualResetEventSlim();
        TraceChannel? made = null;
        Task<bool>? written = null;
        using TraceChannel channel = made = Make(
            2,
            step: () =>
            {
                if (written is null && made!.Buffers[0].State == BufferState.Taken)
                {
                    written = Task.Run(() => worker.Do(() => made.TryWrite(2)));
                    isLooking.Wait();
                }
            },
            takeStep: () =>
            {
                if (written is not null)
                {
                    isLooking.Set();
                    SpinWait.SpinUntil(() => made!.Buffers[0].State == BufferState.Owned);
                }
            });
        using TraceChannelReader reader = channel.OpenReader();
        Assert.True(worker.Do(() => channel.TryWrite(1)));
        Assert.Equal([(1, worker.Id)], ReadAll(reader).Where(r => r.Number == 1));
        Assert.NotNull(written);
        Assert.True(SpinWait.SpinUntil(() => written.IsCompletedSuccessfully, TimeSpan.FromSeconds(60)));
        ReadAll(reader);
        Assert.Equal(BufferState.Free, channel.Buffers[1].State);
        Assert.Equal(0, channel.Losses.Total);
    }

    [Fact]
    public void A_thread_that_makes_its_buffer_does_not_hold_the_others_back()
    {
        using var other = new ChannelWorker();
        TraceChannel? made = null;
        TraceChannelReader? reader = null;
        List<(int, int)>? read = null;
        using TraceChannel channel = made = Make(2, takeStep: () =>
        {
            if (read is null && made!.Buffers[1].State == BufferState.Preparing)
            {
                read = ReadAll(reader!);
            }
        });
        reader = channel.OpenReader();
        Assert.True(other.Do(() => channel.TryWrite(1)));
        Assert.True(channel.TryWrite(2));
        Assert.Equal([(1, other.Id)], read);
        reader.Dispose();
    }

    /// <summary>The thread gave the buffer back before it ended, and another took it, while the reader found that the thread had ended.</summary>
    [Fact]
    public void A_buffer_is_not_taken_from_a_thread_because_the_one_before_has_ended()
    {
        using var second = new ChannelWorker();
        TraceChannel? made = null;
        int steps = 0;
        using TraceChannel channel = made = Make(1, step: () =>
        {
            if (steps == 1)
            {
                steps++;
                Assert.True(made!.Buffers[0].Change(BufferState.Owned, BufferState.Free)); // as the first would have, in time
                Assert.True(second.Do(() => made.TryWrite(2)));
            }
        });
        using TraceChannelReader reader = channel.OpenReader();
        var first = new ChannelWorker();
        Assert.True(first.Do(() => channel.TryWrite(1)));
        Assert.Equal([(1, first.Id)], ReadAll(reader));
        first.Dispose();
        steps = 1;
        reader.Settle();
        Assert.Equal(2, steps);
        Assert.True(channel.Buffers[0].State is BufferState.Owned or BufferState.Asked, $"{channel.Buffers[0].State}");
        Assert.Equal([(2, second.Id)], ReadAll(reader));
        Assert.True(second.Do(() => channel.TryWrite(3)));
        Assert.Equal([(3, second.Id)], ReadAll(reader));
    }

    [Fact]
    public void Many_channels_do_not_meet()
    {
        using var worker = new ChannelWorker();
        List<TraceChannel> channels = [];
        for (int n = 0; n < 300; n++)
        {
            TraceChannel channel = Make(2);
            channels.Add(channel);
            Assert.True(channel.TryWrite(n) && worker.Do(() => channel.TryWrite(-n)));
            if (n % 3 == 0)
            {
                channels[n / 2].Dispose(); // some twice; their numbers are given to others
            }
        }

        for (int n = 0; n < channels.Count; n++)
        {
            if (channels[n].Buffers[0].State == BufferState.Closed)
            {
                Assert.Throws<ObjectDisposedException>(() => channels[n].TryWrite(0));
                continue;
            }

            using TraceChannelReader reader = channels[n].OpenReader();
            Assert.Equal([n, -n], ReadAll(reader).Select(r => r.Number));
            channels[n].Dispose();
        }
    }

    [Fact]
    public void A_disposed_channel_leaves_threads_no_memory()
    {
        WeakReference ring = WriteAndDispose();
        for (int n = 0; n < 10 && ring.IsAlive; n++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(ring.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference WriteAndDispose()
    {
        TraceChannel channel = Make(1);
        channel.TryWrite(1);
        var ring = new WeakReference(channel.Buffers[0].Ring);
        channel.Dispose();
        return ring;
    }

    private static TraceChannel Make(int buffers, MergeRule rule = MergeRule.Settled, Action? step = null, TimeProvider? time = null, Action? takeStep = null) => TraceChannel.Create(new()
    {
        MaxBuffers = buffers,
        SettleInterval = TimeSpan.Zero,
        Rule = rule,
        Step = step,
        TakeStep = takeStep,
        Buffer = new() { SubBufferSize = 256, SubBufferCount = 4, TimeProvider = time },
    });

    private static List<(int Number, int Thread)> ReadAll(TraceChannelReader reader)
    {
        List<(int, int)> read = [];
        for (int n = 0; n < 3; n++)
        {
            while (reader.TryRead(out ChannelRecord record))
            {
                read.Add((BitConverter.ToInt32(record.Payload), record.ThreadId));
            }
        }

        return read;
    }

    /// <summary>A clock that ticks when it is read, and then does what it was given, once.</summary>
    private sealed class HookedTime : TimeProvider
    {
        private long _ticks;

        public Action? Next { get; set; }

        public override long GetTimestamp()
        {
            _ticks++;
            Action? next = Next;
            Next = null;
            next?.Invoke();
            return _ticks;
        }
    }
}
