using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <summary>What is missing before a sub-buffer.</summary>
/// <param name="Overwritten">Whole sub-buffers.</param>
/// <param name="Lost">Records.</param>
internal readonly record struct Gap(long Overwritten, Losses Lost);

/// <summary>How far was read: what the next sub-buffer's gaps are measured from. Kept by the ring, so that a new reader goes on from it.</summary>
internal struct ReadProgress
{
    private long _expected;
    private Losses _stated;

    /// <summary>What is missing between the last one read and this one.</summary>
    public readonly Gap Before(long sequence, in Held held) => new(sequence - _expected, SubBuffer.StatedBy(held) - _stated);

    /// <summary>A sub-buffer was read.</summary>
    public void Advance(long sequence, in Held held)
    {
        _expected = sequence + 1;
        _stated = SubBuffer.StatedBy(held);
    }

    /// <summary>Some were dropped; so they are no gap.</summary>
    public void Drop(int subBuffers) => _expected += subBuffers;
}
