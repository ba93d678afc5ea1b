using Verified.Benchmarks.Running;
using Verified.RingBuffers;

namespace Verified.Benchmarks.Candidates;

/// <summary>
/// Values of a type into rings, for one writer or for many. The third parameter only keeps the two apart: what the JIT compiles for both at a
/// time is several times slower for one of them.
/// </summary>
internal sealed class TypedRing<T, TFor>(CaseOptions options, RingBufferOptions ring, int rings) : RingWorkload(options, ring, rings)
    where T : unmanaged
    where TFor : struct
{
    private readonly T _value = Payloads.Value<T>(options);

    /// <inheritdoc/>
    public override int Write(int lane, int count)
    {
        RingBuffer ring = RingOf(lane);
        ref readonly T value = ref _value;
        int written = 0;
        while (written < count && ring.TryWrite(in value))
        {
            written++;
        }

        ring.HandOver(); // of one writer: the next block may be another thread's
        return written;
    }
}
