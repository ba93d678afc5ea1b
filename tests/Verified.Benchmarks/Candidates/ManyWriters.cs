using Verified.Benchmarks.Running;
using Verified.RingBuffers;

namespace Verified.Benchmarks.Candidates;

/// <summary>This project's ring for many writers: one that all producers share, or one for each.</summary>
internal static class ManyWriters
{
    private static readonly RingBufferOptions s_plain = new() { Clock = RingBufferClock.None };
    private static readonly RingBufferOptions s_clocked = new() { Clock = RingBufferClock.Stopwatch };

    /// <summary>The family.</summary>
    public static IEnumerable<Candidate> Candidates() =>
    [
        Candidate.Of("many/typed", "one shared ring, TryWrite(value)", static (_, size) => Payloads.Has(size), static o => Payloads.Make<TypedRings, Workload>(default, o)),
        Candidate.Of("many/span", "one shared ring, TryWrite(span)", Any, static o => new Span(o, s_plain)),
        Candidate.Of("many/span/clock", "the same with Stopwatch", Any, static o => new Span(o, s_clocked)),
        Candidate.Of("many/reserve", "one shared ring, TryReserve, copy, Commit", Any, static o => new Reserve(o, s_plain)),
        Candidate.Of("many/reserve/clock", "the same with Stopwatch", Any, static o => new Reserve(o, s_clocked)),
        Candidate.Of("many-each/span", "a ring for many writers for each producer, TryWrite(span)", Several, static o => new Span(o, s_plain, o.Shape.Producers)),
        Candidate.Of("many-each/span/clock", "the same with Stopwatch", Several, static o => new Span(o, s_clocked, o.Shape.Producers)),
    ];

    private static bool Any(Shape shape, int size) => true;

    private static bool Several(Shape shape, int size) => shape.Producers > 1;

    private readonly struct TypedRings : Payloads.IFactory<Workload>
    {
        public Workload Make<T>(CaseOptions options)
            where T : unmanaged => new TypedRing<T, TypedRings>(options, s_plain, rings: 1);
    }

    private sealed class Span(CaseOptions options, RingBufferOptions ring, int rings = 1) : RingWorkload(options, ring, rings)
    {
        public override int Write(int lane, int count)
        {
            RingBuffer ring = RingOf(lane);
            ReadOnlySpan<byte> payload = PayloadOf(lane);
            for (int i = 0; i < count; i++)
            {
                if (!ring.TryWrite(payload))
                {
                    return i;
                }
            }

            return count;
        }
    }

    private sealed class Reserve(CaseOptions options, RingBufferOptions ring) : RingWorkload(options, ring)
    {
        public override int Write(int lane, int count)
        {
            RingBuffer ring = RingOf(lane);
            ReadOnlySpan<byte> payload = PayloadOf(lane);
            for (int i = 0; i < count; i++)
            {
                if (!ring.TryReserve(payload.Length, out Reservation slot))
                {
                    return i;
                }

                payload.CopyTo(slot.Span);
                slot.Commit();
            }

            return count;
        }
    }
}
