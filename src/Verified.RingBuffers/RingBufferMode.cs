namespace Verified.RingBuffers;

/// <summary>What happens when the ring is full of unread data. The specification's <c>Mode</c>.</summary>
public enum RingBufferMode
{
    /// <summary>The new record is lost, and counted in <see cref="Losses.Full"/>. What was accepted stays until it is read.</summary>
    Discard,

    /// <summary>
    /// The flight recorder: the oldest unread sub-buffer makes room, whole. The reader sees a gap in <see cref="SubBuffer.Sequence"/>.
    /// What the reader holds is never written to.
    /// </summary>
    Overwrite,
}
