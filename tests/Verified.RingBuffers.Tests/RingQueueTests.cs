using System.Buffers.Binary;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>The queue: order, capacity, the end, and threads.</summary>
public class RingQueueTests
{
    private const int Many = 100_000;

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(1000)]
    public void It_holds_its_capacity_wherever_the_reader_stands(int capacity)
    {
        using var queue = RingQueue<long>.Create(capacity);
        Assert.True(queue.Capacity >= capacity);
        long written = 0;
        long read = 0;
        var random = new Random(capacity);
        for (int round = 0; round < 200; round++)
        {
            while (written - read < queue.Capacity)
            {
                Assert.True(queue.TryEnqueue(written), $"{written - read} of {queue.Capacity} are in it");
                written++;
            }

            for (int n = random.Next(queue.Capacity + 1); n > 0; n--)
            {
                Assert.True(queue.TryDequeue(out long value));
                Assert.Equal(read++, value);
            }
        }
    }

    [Theory]
    [InlineData(RingBufferWriters.Many)]
    [InlineData(RingBufferWriters.One)]
    public void A_value_is_there_at_once(RingBufferWriters writers)
    {
        using var queue = RingQueue<long>.Create(100, writers);
        for (long n = 0; n < 1000; n++)
        {
            Assert.False(queue.TryDequeue(out _));
            Assert.True(queue.TryEnqueue(n));
            Assert.True(queue.TryPeek(out long peeked));
            Assert.True(queue.TryDequeue(out long value));
            Assert.Equal((n, n), (peeked, value));
        }

        Assert.False(queue.TryPeek(out _));
    }

    [Theory]
    [InlineData(RingBufferWriters.Many)]
    [InlineData(RingBufferWriters.One)]
    public void What_is_open_behind_it_does_not_hide_a_value(RingBufferWriters writers)
    {
        using var queue = RingQueue<long>.Create(100, writers);
        for (long n = 0; n < 1000; n++)
        {
            Assert.True(queue.TryEnqueue(2 * n));
            Assert.True(queue.Ring.TryReserve(sizeof(long), out Reservation open)); // an enqueue that is under way
            Assert.True(queue.TryEnqueue((2 * n) + 1));

            Assert.True(queue.TryDequeue(out long value));
            Assert.Equal(2 * n, value);
            Assert.False(queue.TryDequeue(out _)); // behind the open one

            BinaryPrimitives.WriteInt64LittleEndian(open.Span, -n);
            open.Commit();
            Assert.True(queue.TryDequeue(out value));
            Assert.Equal(-n, value);
            Assert.True(queue.TryDequeue(out value));
            Assert.Equal((2 * n) + 1, value);
        }
    }

    [Fact]
    public void An_enqueue_that_is_given_up_is_passed_over()
    {
        using var queue = RingQueue<long>.Create(10);
        for (long n = 0; n < 1000; n++)
        {
            Assert.True(queue.Ring.TryReserve(sizeof(long), out Reservation open));
            Assert.True(queue.TryEnqueue(n));
            Assert.False(queue.TryDequeue(out _));
            open.Dispose();

            Assert.True(queue.TryPeek(out long peeked));
            Assert.True(queue.TryDequeue(out long value));
            Assert.Equal((n, n), (peeked, value));
        }
    }

    [Fact]
    public void It_is_full_at_some_time_and_takes_values_again()
    {
        using var queue = RingQueue<int>.Create(8);
        int taken = 0;
        while (queue.TryEnqueue(taken))
        {
            Assert.True(++taken < 1000);
        }

        int[] values = new int[taken];
        Assert.Equal(taken, queue.Dequeue(values));
        Assert.Equal(Enumerable.Range(0, taken), values);
        Assert.False(queue.TryDequeue(out _)); // gives the last sub-buffer back
        Assert.True(queue.TryEnqueue(7));
    }

    [Fact]
    public void The_example_does_what_it_says()
    {
        using StringWriter printed = new();
        RunExample(printed);
        Assert.Equal("(1, 0.5)", printed.ToString().Trim());
    }

    private static void RunExample(TextWriter Console)
    {
        // <queue>
        using var queue = RingQueue<(int Id, double Value)>.Create(capacity: 1000);
        queue.TryEnqueue((1, 0.5));                                     // never waits: false if it is full
        while (queue.TryDequeue(out (int Id, double Value) item))
        {
            Console.WriteLine(item);
        }
        // </queue>
    }

    [Fact]
    public void Batches_keep_their_order()
    {
        using var queue = RingQueue<int>.Create(50);
        int[] all = [.. Enumerable.Range(0, 40)];
        Assert.Equal(40, queue.Enqueue(all));
        int[] first = new int[15];
        int[] rest = new int[100];
        Assert.Equal(15, queue.Dequeue(first));
        Assert.Equal(25, queue.Dequeue(rest));
        Assert.Equal(all, first.Concat(rest.Take(25)));
        Assert.Equal(0, queue.Dequeue(rest));
    }

    [Fact]
    public void Values_of_every_size_come_out_whole()
    {
        Check<byte>(200);
        Check((Guid.NewGuid(), Guid.NewGuid(), 1.5m, (byte)5));
        Check((1L, 2, (short)3));
    }

    [Fact]
    public void The_end_is_told_when_all_is_dequeued()
    {
        using var queue = RingQueue<int>.Create(10);
        Assert.True(queue.TryEnqueue(1));
        queue.Complete();
        Assert.False(queue.TryEnqueue(2));
        Assert.False(queue.IsCompleted);
        Assert.True(queue.TryDequeue(out int value));
        Assert.Equal(1, value);
        Assert.False(queue.TryDequeue(out _));
        Assert.True(queue.IsCompleted);
    }

    [Theory]
    [InlineData(RingBufferWriters.Many, 1)]
    [InlineData(RingBufferWriters.One, 1)]
    [InlineData(RingBufferWriters.Many, 3)]
    public async Task Threads_lose_and_double_nothing(RingBufferWriters writers, int producers)
    {
        using var queue = RingQueue<(int Producer, int Number)>.Create(64, writers);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Task[] producing = [.. Enumerable.Range(0, producers).Select(p => Task.Factory.StartNew(
            () =>
            {
                for (int n = 0; n < Many / producers; n++)
                {
                    while (!queue.TryEnqueue((p, n)))
                    {
                        cancellation.ThrowIfCancellationRequested();
                        Thread.Yield();
                    }
                }

                if (writers == RingBufferWriters.One)
                {
                    queue.Complete();
                }
            },
            cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Task ended = Task.WhenAll(producing).ContinueWith(_ => { if (writers == RingBufferWriters.Many) { queue.Complete(); } }, TaskScheduler.Default);

        int[] next = new int[producers];
        await foreach ((int producer, int number) in queue.ReadAllAsync(cancellation))
        {
            Assert.Equal(next[producer]++, number);
        }

        await ended;
        Assert.All(next, n => Assert.Equal(Many / producers, n));
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        using var queue = RingQueue<int>.Create(10);
        using var source = new CancellationTokenSource(20);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (int _ in queue.ReadAllAsync(source.Token))
            {
            }
        });
    }

    [Theory]
    [InlineData(RingBufferWriters.Many)]
    [InlineData(RingBufferWriters.One)]
    public void Nothing_is_allocated(RingBufferWriters writers)
    {
        using var queue = RingQueue<long>.Create(100, writers);
        Use(queue, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Use(queue, 1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void What_can_not_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RingQueue<int>.Create(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => RingQueue<Guid>.Create(int.MaxValue));
        Assert.Throws<ArgumentException>(() => RingQueue<int>.Create(1, (RingBufferWriters)7));
        RingQueue<int> queue = RingQueue<int>.Create(1);
        queue.Dispose();
        Assert.Throws<ObjectDisposedException>(() => queue.TryEnqueue(1));
        Assert.Throws<ObjectDisposedException>(() => queue.TryDequeue(out _));
    }

    private static void Use(RingQueue<long> queue, int times)
    {
        Span<long> values = stackalloc long[8];
        for (int n = 0; n < times; n++)
        {
            queue.TryEnqueue(n);
            queue.Enqueue(values);
            queue.TryDequeue(out _);
            queue.Dequeue(values);
        }
    }

    private static void Check<T>(T value)
        where T : unmanaged
    {
        using var queue = RingQueue<T>.Create(3);
        for (int n = 0; n < 20; n++)
        {
            Assert.True(queue.TryEnqueue(value));
            Assert.True(queue.TryDequeue(out T got));
            Assert.Equal(value, got);
        }
    }
}
