namespace Verified.RingBuffers;

/// <summary>Which buffer of a channel a record goes to.</summary>
public enum ChannelLayout
{
    /// <summary>
    /// Each thread writes to a buffer of its own, made when it first writes, drained when it has ended, and then given to a later thread.
    /// Writing takes no locked instruction (<see cref="RingBufferWriters.One"/>).
    /// </summary>
    PerThread,

    /// <summary>
    /// Each processor has a buffer, and a thread writes to that of the processor on which it runs. That it may be moved to another between
    /// the look at the processor's number and the reservation does no harm: each buffer takes any number of writers, so that the number
    /// only decides who contends with whom, never what is right.
    /// </summary>
    PerProcessor,
}
