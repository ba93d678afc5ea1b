using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Verified.Benchmarks.Running;

namespace Verified.Benchmarks.Candidates;

/// <summary>A payload and when it was written.</summary>
internal readonly struct Stamped<T>(T payload, long time)
    where T : unmanaged
{
    /// <summary>The payload.</summary>
    public readonly T Payload = payload;

    /// <summary>When it was written.</summary>
    public readonly long Time = time;
}

/// <summary>The producer's words and the consumer's, pairs of cache lines apart from one another and from what both load.</summary>
[StructLayout(LayoutKind.Explicit, Size = 3 * 128)]
internal struct QueueCounts
{
    /// <summary>Records written: the producer's.</summary>
    [FieldOffset(128)]
    public long Written;

    /// <summary>The last look at <see cref="Taken"/>: the producer's.</summary>
    [FieldOffset(136)]
    public long SeenTaken;

    /// <summary>Records taken: the consumer's.</summary>
    [FieldOffset(256)]
    public long Taken;

    /// <summary>The sum of what was taken: the consumer's.</summary>
    [FieldOffset(264)]
    public long Sum;
}

/// <summary>What the queues' workloads share: the queue, its bound, and the account.</summary>
internal abstract class QueueWorkload<TElement, TPayload> : Workload
    where TPayload : unmanaged
{
    /// <summary>How many a consumer takes before it says so.</summary>
    protected const int MostAtOnce = 64;

    private readonly int _prefilled;
    private QueueCounts _counts;

    /// <summary>Makes the queue; without a consumer it is filled up to its bound.</summary>
    protected QueueWorkload(CaseOptions options)
    {
        Value = Payloads.Value<TPayload>(options);
        _prefilled = options.Shape.HasConsumer ? 0 : CaseOptions.QueueBound;
        for (int i = 0; i < _prefilled; i++)
        {
            Queue.Enqueue(Element(Value));
        }
    }

    /// <summary>The queue.</summary>
    protected ConcurrentQueue<TElement> Queue { get; } = new();

    /// <summary>What is written.</summary>
    protected TPayload Value { get; }

    /// <summary>An element of the queue.</summary>
    protected abstract TElement Element(TPayload value);

    /// <inheritdoc/>
    public override string? Verify(long accepted, long refused, long read) => _prefilled > 0
        ? Same("records in the queue", _prefilled, Queue.Count)
        : Same("records read", accepted, read) ?? Same("records left", 0, Queue.Count) ?? Same("their sum", unchecked(read * Payloads.Word), _counts.Sum);

    /// <summary>How many of so many records there is room for.</summary>
    protected int Room(int count)
    {
        long room = CaseOptions.QueueBound - (_counts.Written - _counts.SeenTaken);
        if (room < count)
        {
            _counts.SeenTaken = Volatile.Read(ref _counts.Taken);
            room = CaseOptions.QueueBound - (_counts.Written - _counts.SeenTaken);
        }

        return (int)Math.Min(count, room);
    }

    /// <summary>The producer wrote so many.</summary>
    protected int Wrote(int records)
    {
        _counts.Written += records;
        return records;
    }

    /// <summary>The consumer took so many.</summary>
    protected int Took(int records, long sum)
    {
        if (records > 0)
        {
            _counts.Sum += sum;
            Volatile.Write(ref _counts.Taken, _counts.Taken + records);
        }

        return records;
    }
}
