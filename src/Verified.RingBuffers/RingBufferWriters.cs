namespace Verified.RingBuffers;

/// <summary>Who writes to a ring buffer.</summary>
public enum RingBufferWriters
{
    /// <summary>Any number of threads at any time. The default.</summary>
    Many,

    /// <summary>
    /// One thread at a time writes, flushes, pauses, resumes and completes, and pays for no locked instruction; reading is for any
    /// thread, as always. The first that writes owns the ring until <see cref="RingBuffer.HandOver"/>. Its reservations nest and end in any order.
    /// </summary>
    /// <remarks>
    /// A second thread is a mistake that can spoil records: it gets an <see cref="InvalidOperationException"/> wherever the ring looks, which is when a
    /// record enters a sub-buffer and in each flush; not in each write, which would cost as much as the write itself. The time provider must not write to the ring. Specification: <c>tla/OneWriter.tla</c>, and what breaks with two threads: <c>MCExpectTwoThreads</c>.
    /// </remarks>
    One,
}
