using Verified.Benchmarks.Running;
using Verified.RingBuffers;

namespace Verified.Benchmarks.Candidates;

/// <summary>This project's ring for one writer: one for each producer.</summary>
internal static class OneWriter
{
    private static readonly RingBufferOptions s_plain = new() { Clock = RingBufferClock.None, Writers = RingBufferWriters.One };
    private static readonly RingBufferOptions s_clocked = s_plain with { Clock = RingBufferClock.Stopwatch };

    /// <summary>The family.</summary>
    public static IEnumerable<Candidate> Candidates() =>
    [
        Candidate.Of("one/typed", "a ring for one writer, TryWrite(value)", static (_, size) => Payloads.Has(size), static o => Payloads.Make<TypedRings, Workload>(default, o)),
        Candidate.Of("one/span", "a ring for one writer, TryWrite(span)", static (_, _) => true, static o => new Span(o, s_plain)),
        Candidate.Of("one/span/clock", "the same with Stopwatch", static (_, _) => true, static o => new Span(o, s_clocked)),
    ];

    private readonly struct TypedRings : Payloads.IFactory<Workload>
    {
        public Workload Make<T>(CaseOptions options)
            where T : unmanaged => new TypedRing<T, TypedRings>(options, s_plain, options.Shape.Producers);
    }

    private sealed class Span(CaseOptions options, RingBufferOptions ring) : RingWorkload(options, ring, options.Shape.Producers)
    {
        public override int Write(int lane, int count)
        {
            RingBuffer ring = RingOf(lane);
            ReadOnlySpan<byte> payload = PayloadOf(lane);
            int written = 0;
            while (written < count && ring.TryWrite(payload))
            {
                written++;
            }

            ring.HandOver();
            return written;
        }
    }
}
