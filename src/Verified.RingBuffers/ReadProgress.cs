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
    private long _overwritten;

    /// <summary>What is missing between the last one read and this one.</summary>
    public readonly Gap Before(long sequence, in Held held) => new(sequence - _expected, SubBuffer.StatedBy(held) - _stated);

    /// <summary>A sub-buffer was read.</summary>
    public void Advance(long sequence, in Held held)
    {
        _expected = sequence + 1;
        _stated = SubBuffer.StatedBy(held);
    }

    /// <summary>
    /// What is missing between two sub-buffers of a snapshot, for which this is a copy of the ring's own; goes on to the second. The gap in
    /// the numbers would not do: a snapshot also leaves out what is not finished.
    /// </summary>
    public Gap Within(in SnapshotCursor cursor, in Held held)
    {
        var gap = new Gap(cursor.Overwritten - _overwritten, SubBuffer.StatedBy(held) - _stated);
        _overwritten = cursor.Overwritten;
        _stated = SubBuffer.StatedBy(held);
        return gap;
    }

    /// <summary>There will be no more: so many were overwritten since the last one read, or dropped.</summary>
    public long End(long sequence)
    {
        long overwritten = sequence - _expected;
        _expected = sequence;
        return overwritten;
    }

    /// <summary>Some were dropped; so they are no gap.</summary>
    public void Drop(long subBuffers) => _expected += subBuffers;
}
