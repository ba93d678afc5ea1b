using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Verified.Benchmarks.Running;

namespace Verified.Benchmarks.Candidates;

/// <summary>
/// <see cref="ConcurrentQueue{T}"/> of structs. It has no bound of its own. Without a consumer each record that is enqueued is
/// paid for with the oldest, dequeued, so that the newest stay: what overwriting is. With one, the producer looks at
/// how many were taken, a word that the consumer stores once for each batch, and waits when the queue holds its bound.
/// </summary>
internal static class ConcurrentQueues
{
    /// <summary>The family.</summary>
    public static IEnumerable<Candidate> Candidates() =>
    [
        Candidate.Of("queue", "ConcurrentQueue<struct>, bounded: enqueue, and dequeue the oldest or let a consumer", static (_, size) => Payloads.Has(size), static o => Payloads.Make<Plain, Workload>(default, o)),
        Candidate.Of("queue/clock", "the same, each with Stopwatch.GetTimestamp()", static (_, size) => Payloads.Has(size), static o => Payloads.Make<Clocked, Workload>(default, o)),
        Candidate.Of("queue/enqueue-only", "the enqueue alone; batches are dequeued in time that is not counted", static (s, size) => s == Shape.Alone && Payloads.Has(size), static o => Payloads.Make<Half, Workload>(default, o)),
    ];

    private readonly struct Plain : Payloads.IFactory<Workload>
    {
        public Workload Make<T>(CaseOptions options)
            where T : unmanaged => options.Shape.HasConsumer ? new Piped<T>(options) : new Newest<T>(options);
    }

    private readonly struct Clocked : Payloads.IFactory<Workload>
    {
        public Workload Make<T>(CaseOptions options)
            where T : unmanaged => options.Shape.HasConsumer ? new PipedClocked<T>(options) : new NewestClocked<T>(options);
    }

    private readonly struct Half : Payloads.IFactory<Workload>
    {
        public Workload Make<T>(CaseOptions options)
            where T : unmanaged => new EnqueueOnly<T>(options);
    }

    private sealed class Newest<T>(CaseOptions options) : QueueWorkload<T, T>(options)
        where T : unmanaged
    {
        public override int Write(int lane, int count)
        {
            ConcurrentQueue<T> queue = Queue;
            T value = Value;
            for (int i = 0; i < count; i++)
            {
                queue.Enqueue(value);
                queue.TryDequeue(out _);
            }

            return count;
        }

        protected override T Element(T value) => value;
    }

    private sealed class NewestClocked<T>(CaseOptions options) : QueueWorkload<Stamped<T>, T>(options)
        where T : unmanaged
    {
        public override int Write(int lane, int count)
        {
            ConcurrentQueue<Stamped<T>> queue = Queue;
            T value = Value;
            for (int i = 0; i < count; i++)
            {
                queue.Enqueue(new Stamped<T>(value, Stopwatch.GetTimestamp()));
                queue.TryDequeue(out _);
            }

            return count;
        }

        protected override Stamped<T> Element(T value) => new(value, 0);
    }

    private sealed class EnqueueOnly<T>(CaseOptions options) : QueueWorkload<T, T>(options)
        where T : unmanaged
    {
        private int _enqueued;

        public override int Write(int lane, int count)
        {
            ConcurrentQueue<T> queue = Queue;
            T value = Value;
            for (int i = 0; i < count; i++)
            {
                queue.Enqueue(value);
            }

            _enqueued += count;
            return count;
        }

        public override void Settle(int lane)
        {
            for (; _enqueued > 0; _enqueued--)
            {
                Queue.TryDequeue(out _);
            }
        }

        protected override T Element(T value) => value;
    }

    private sealed class Piped<T>(CaseOptions options) : QueueWorkload<T, T>(options)
        where T : unmanaged
    {
        public override int Write(int lane, int count)
        {
            ConcurrentQueue<T> queue = Queue;
            T value = Value;
            int room = Room(count);
            for (int i = 0; i < room; i++)
            {
                queue.Enqueue(value);
            }

            return Wrote(room);
        }

        public override int Read()
        {
            int records = 0;
            long sum = 0;
            while (records < MostAtOnce && Queue.TryDequeue(out T value))
            {
                sum += Payloads.First(value);
                records++;
            }

            return Took(records, sum);
        }

        protected override T Element(T value) => value;
    }

    private sealed class PipedClocked<T>(CaseOptions options) : QueueWorkload<Stamped<T>, T>(options)
        where T : unmanaged
    {
        public override int Write(int lane, int count)
        {
            ConcurrentQueue<Stamped<T>> queue = Queue;
            T value = Value;
            int room = Room(count);
            for (int i = 0; i < room; i++)
            {
                queue.Enqueue(new Stamped<T>(value, Stopwatch.GetTimestamp()));
            }

            return Wrote(room);
        }

        public override int Read()
        {
            int records = 0;
            long sum = 0;
            while (records < MostAtOnce && Queue.TryDequeue(out Stamped<T> value))
            {
                sum += Payloads.First(value.Payload);
                records++;
            }

            return Took(records, sum);
        }

        protected override Stamped<T> Element(T value) => new(value, 0);
    }
}
