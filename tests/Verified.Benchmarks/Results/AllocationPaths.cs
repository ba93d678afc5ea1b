using Verified.RingBuffers;

namespace Verified.Benchmarks.Results;

/// <summary>What a path allocated.</summary>
/// <param name="Path">The path.</param>
/// <param name="Records">For how many records.</param>
/// <param name="Bytes">Bytes, of the thread that took it; of a path that waits, of all threads.</param>
internal sealed record Allocated(string Path, int Records, long Bytes);

/// <summary>
/// Every path that a record takes through this project's buffers, but those that give copies to keep or an object: <c>ReadAllAsync</c> of a ring copies a
/// sub-buffer at a time, and <c>Snapshot</c> makes what it gives, once for all records in it. A family more is a line more in <see cref="Measure"/>.
/// </summary>
internal static class AllocationPaths
{
    private const int Records = 20_000;
    private const int Waits = 100;
    private const int Size = 32;

    /// <summary>Measures all of them on this thread.</summary>
    public static IReadOnlyList<Allocated> Measure() =>
    [
        .. Enum.GetValues<RingBufferWriters>().SelectMany(writers => Enum.GetValues<RingBufferMode>().SelectMany(mode => Enum.GetValues<RingBufferClock>().SelectMany(clock => OfRing(writers, mode, clock)))),
        .. Enum.GetValues<RingBufferMode>().SelectMany(mode => Enum.GetValues<ChannelLayout>().SelectMany(layout => OfChannel(mode, layout))),
        .. Enum.GetValues<RingBufferWriters>().SelectMany(OfQueue),
    ];

    private static IEnumerable<Allocated> OfChannel(RingBufferMode mode, ChannelLayout layout)
    {
        string kind = $"channel, {layout}, {mode}";
        RingBufferOptions options = new() { Mode = mode, SubBufferSize = 4096, SubBufferCount = 4 };
        using TraceChannel channel = TraceChannel.Create(new() { Layout = layout, SettleInterval = TimeSpan.Zero, Buffer = options });
        using TraceChannelReader reader = channel.OpenReader();
        byte[] payload = new byte[Size];
        byte[] tooBig = new byte[options.SubBufferSize];
        yield return Of($"{kind}: TryWrite", () => channel.TryWrite(payload)); // in discard mode most are lost as full
        yield return Of($"{kind}: TryWrite of a value", () => channel.TryWrite(1L));
        yield return Of($"{kind}: TryReserve and Commit", () => Reserve(channel, commits: true));
        yield return Of($"{kind}: TryReserve and Dispose", () => Reserve(channel, commits: false));
        yield return Of($"{kind}: too big", () => channel.TryWrite(tooBig));
        yield return Of($"{kind}: written, settled and read", () => WriteAndRead(channel, reader, payload));
        channel.Complete();
        yield return Of($"{kind}: refused", () => channel.TryWrite(payload));
    }

    private static IEnumerable<Allocated> OfQueue(RingBufferWriters writers)
    {
        using var queue = RingQueue<long>.Create(100, writers);
        yield return Of($"queue, {writers}: TryEnqueue and TryDequeue", () =>
        {
            queue.TryEnqueue(1);
            queue.TryDequeue(out _);
        });
        yield return Of($"queue, {writers}: TryDequeue of none", () => queue.TryDequeue(out _));
        long[] batch = new long[8];
        yield return Of($"queue, {writers}: Enqueue and Dequeue of {batch.Length}", () =>
        {
            queue.Enqueue(batch);
            queue.Dequeue(batch);
        });
        IAsyncEnumerator<long> values = queue.ReadAllAsync().GetAsyncEnumerator();
        yield return Of($"queue, {writers}: TryEnqueue and ReadAllAsync", () =>
        {
            queue.TryEnqueue(1);
            ReadNext(values);
        });
        yield return OfWaits($"queue, {writers}: ReadAllAsync, which waits, and TryEnqueue", () => values.MoveNextAsync(), () => queue.TryEnqueue(1), () => { });
        values.DisposeAsync().AsTask().Wait();
        yield return Of($"queue, {writers}: TryEnqueue, full", () => queue.TryEnqueue(1));
    }

    private static IEnumerable<Allocated> OfRing(RingBufferWriters writers, RingBufferMode mode, RingBufferClock clock)
    {
        string kind = $"ring, {writers}, {mode}, clock {clock}";
        RingBufferOptions options = new() { Writers = writers, Mode = mode, Clock = clock, SubBufferSize = 4096, SubBufferCount = 4 };
        using RingBuffer ring = RingBuffer.Create(options);
        using RingBufferReader reader = ring.OpenReader();
        byte[] payload = new byte[Size];
        byte[] tooBig = new byte[options.SubBufferSize];
        yield return Of($"{kind}: TryWrite", () => ring.TryWrite(payload)); // in discard mode most are lost as full
        yield return Of($"{kind}: TryWrite of a value", () => ring.TryWrite(1L));
        yield return Of($"{kind}: TryReserve and Commit", () => Reserve(ring, commits: true));
        yield return Of($"{kind}: TryReserve and Dispose", () => Reserve(ring, commits: false));
        yield return Of($"{kind}: too big", () => ring.TryWrite(tooBig));
        yield return Of($"{kind}: written, flushed and read", () => WriteAndRead(ring, reader, payload));
        if (mode == RingBufferMode.Discard)
        {
            yield return Of($"{kind}: written and read in parts", () => WriteAndReadPart(ring, reader, payload));
        }

        yield return OfWaits($"{kind}: WaitToReadAsync, which waits, written and read", () => reader.WaitToReadAsync(), () => WriteFull(ring, payload), () => WriteAndRead(ring, reader, payload));
        ring.Pause();
        yield return Of($"{kind}: refused", () => ring.TryWrite(payload));
    }

    /// <summary>Of a path that was taken as often before, so that what it needs once is there.</summary>
    private static Allocated Of(string path, Action record)
    {
        Repeat(record);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(record);
        long after = GC.GetAllocatedBytesForCurrentThread(); // before the result, which is an object
        return new Allocated(path, Records, after - before);
    }

    /// <summary>
    /// Of a wait, what ends it, and what has to be done before the next one, on whatever threads: nothing else runs in this process.
    /// </summary>
    private static Allocated OfWaits(string path, Func<ValueTask<bool>> wait, Action end, Action clear)
    {
        void WaitOnce()
        {
            ValueTask<bool> waiting = wait();
            Thread.Sleep(2);
            if (waiting.IsCompleted)
            {
                throw new InvalidOperationException($"{path}: it did not wait.");
            }

            end();
            while (!waiting.IsCompleted)
            {
                Thread.Yield();
            }

            if (!waiting.Result)
            {
                throw new InvalidOperationException($"{path}: the wait ended without anything to read.");
            }

            clear();
        }

        void WaitOften()
        {
            for (int i = 0; i < Waits; i++)
            {
                WaitOnce();
            }
        }

        // The least of a few: a thread that the pool adds meanwhile is not the path's.
        WaitOften();
        long least = long.MaxValue;
        for (int i = 0; i < 3 && least > 0; i++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            WaitOften();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return new Allocated(path, Waits, least);
    }

    private static void Repeat(Action record)
    {
        for (int i = 0; i < Records; i++)
        {
            record();
        }
    }

    private static void Reserve(RingBuffer ring, bool commits)
    {
        if (ring.TryReserve(Size, out Reservation slot))
        {
            slot.Span[0] = 1;
            if (commits)
            {
                slot.Commit();
            }
            else
            {
                slot.Dispose();
            }
        }
    }

    private static void Reserve(TraceChannel channel, bool commits)
    {
        if (channel.TryReserve(Size, out ChannelReservation slot))
        {
            slot.Span[0] = 1;
            if (commits)
            {
                slot.Commit();
            }
            else
            {
                slot.Dispose();
            }
        }
    }

    private static long WriteAndRead(TraceChannel channel, TraceChannelReader reader, byte[] payload)
    {
        long sum = 0;
        channel.TryWrite(payload);
        reader.Settle();
        while (reader.TryRead(out ChannelRecord record))
        {
            sum += record.Payload.Length;
        }

        return sum;
    }

    /// <summary>The next value, which is there.</summary>
    private static void ReadNext(IAsyncEnumerator<long> values)
    {
        ValueTask<bool> next = values.MoveNextAsync();
        if (!next.IsCompleted || !next.Result)
        {
            throw new InvalidOperationException("A value that was enqueued can not be read at once.");
        }
    }

    private static long WriteAndReadPart(RingBuffer ring, RingBufferReader reader, byte[] payload)
    {
        long sum = 0;
        ring.TryWrite(payload);
        while (reader.TryReadPart(out SubBuffer sub))
        {
            using (sub)
            {
                foreach (Record record in sub)
                {
                    sum += record.Payload.Length;
                }
            }
        }

        return sum;
    }

    /// <summary>Writes until a sub-buffer is complete.</summary>
    private static void WriteFull(RingBuffer ring, byte[] payload)
    {
        for (int i = 0; i < ring.Options.SubBufferSize / Size; i++)
        {
            ring.TryWrite(payload);
        }
    }

    private static long WriteAndRead(RingBuffer ring, RingBufferReader reader, byte[] payload)
    {
        long sum = 0;
        ring.TryWrite(payload);
        ring.Flush();
        while (reader.TryRead(out SubBuffer sub))
        {
            using (sub)
            {
                foreach (Record record in sub)
                {
                    sum += record.Payload.Length;
                }
            }
        }

        return sum;
    }
}
