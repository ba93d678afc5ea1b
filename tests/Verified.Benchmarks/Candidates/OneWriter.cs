using System.Runtime.CompilerServices;
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
        Candidate.Of("one/typed", "a ring for one writer, TryWrite(value)", IsTyped, NewTyped),
        Candidate.Of("one/span", "a ring for one writer, TryWrite(span)", static (_, _) => true, static o => new Span(o, s_plain)),
        Candidate.Of("one/span/clock", "the same with Stopwatch", static (_, _) => true, static o => new Span(o, s_clocked)),
    ];

    private static bool IsTyped(Shape shape, int size) => size is 8 or 32 or 128 or 256;

    private static Workload NewTyped(CaseOptions options) => options.Size switch
    {
        8 => new Typed<long>(options),
        32 => new Typed<Bytes32>(options),
        128 => new Typed<Bytes128>(options),
        _ => new Typed<Bytes256>(options),
    };

    private sealed class Typed<T>(CaseOptions options) : RingWorkload(options, s_plain, options.Shape.Producers)
        where T : unmanaged
    {
        public override int Write(int lane, int count)
        {
            RingBuffer ring = RingOf(lane);
            T value = Unsafe.ReadUnaligned<T>(in PayloadOf(lane)[0]);
            int written = 0;
            while (written < count && ring.TryWrite(value))
            {
                written++;
            }

            ring.HandOver(); // the next block may be another thread's
            return written;
        }
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

    [InlineArray(32)]
    private struct Bytes32
    {
        private byte _first;
    }

    [InlineArray(128)]
    private struct Bytes128
    {
        private byte _first;
    }

    [InlineArray(256)]
    private struct Bytes256
    {
        private byte _first;
    }
}
