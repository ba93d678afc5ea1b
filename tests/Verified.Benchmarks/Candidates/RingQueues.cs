using System.Runtime.CompilerServices;
using Verified.Benchmarks.Running;
using Verified.RingBuffers;

namespace Verified.Benchmarks.Candidates;

/// <summary>This project's queue of values, bounded as the others are. It refuses when it is full: so it takes part where a consumer makes room.</summary>
internal static class RingQueues
{
    /// <summary>The family.</summary>
    public static IEnumerable<Candidate> Candidates() =>
    [
        Make("ring-queue/many", "RingQueue<struct>, any number of writers: TryEnqueue, TryDequeue", RingBufferWriters.Many),
        Make("ring-queue/one", "the same for one writer", RingBufferWriters.One),
    ];

    private static Candidate Make(string name, string about, RingBufferWriters writers) =>
        Candidate.Of(name, about, static (shape, size) => shape == Shape.Pair && Payloads.Has(size), o => Payloads.Make<Factory, Workload>(new Factory(writers), o));

    private readonly struct Factory(RingBufferWriters writers) : Payloads.IFactory<Workload>
    {
        public Workload Make<T>(CaseOptions options)
            where T : unmanaged => new Piped<T>(options, writers);
    }

    private sealed class Piped<T>(CaseOptions options, RingBufferWriters writers) : Workload
        where T : unmanaged
    {
        private const int MostAtOnce = 64;
        private readonly RingQueue<T> _queue = RingQueue<T>.Create(CaseOptions.QueueBound, writers);
        private readonly T _value = Payloads.Value<T>(options);
        private long _sum;

        public override int Write(int lane, int count)
        {
            (RingQueue<T> queue, T value) = (_queue, _value);
            int written = 0;
            while (written < count && queue.TryEnqueue(value))
            {
                written++;
            }

            queue.HandOver(); // the next block may be another thread's
            return written;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public override int Read()
        {
            RingQueue<T> queue = _queue;
            int records = 0;
            long sum = 0;
            while (records < MostAtOnce && queue.TryDequeue(out T value))
            {
                sum += Payloads.First(value);
                records++;
            }

            _sum += sum;
            return records;
        }

        public override string? Verify(long accepted, long refused, long read) =>
            Same("records read", accepted, read)
            ?? (_queue.TryDequeue(out _) ? "a value is left in the queue" : null)
            ?? Same("their sum", unchecked(read * Payloads.Word), _sum);

        public override void Dispose() => _queue.Dispose();
    }
}
