namespace Verified.RingBuffers;

/// <summary>A committed record of a channel, in place in its buffer. Valid until the reader's next operation; copy the payload to keep it.</summary>
public readonly ref struct ChannelRecord
{
    internal ChannelRecord(ReadOnlySpan<byte> payload, MergeSource source)
    {
        Payload = payload;
        Timestamp = source.Time;
        Buffer = source.Buffer.Index;
        ThreadId = source.Buffer.ThreadId;
        LostBefore = source.LostBefore;
        OverwrittenBefore = source.OverwrittenBefore;
    }

    /// <summary>The bytes that were written.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>The time of its reservation, in ticks (<see cref="TraceChannel.TicksPerSecond"/>). It never goes back from record to record.</summary>
    public long Timestamp { get; }

    /// <summary>The index of its buffer: 0 to <see cref="TraceChannel.MaxBuffers"/> - 1.</summary>
    public int Buffer { get; }

    /// <summary>
    /// With <see cref="ChannelLayout.PerThread"/>, the managed id of the thread that wrote it (<see cref="Environment.CurrentManagedThreadId"/>);
    /// the runtime gives an ended thread's id to a later one. 0 with <see cref="ChannelLayout.PerProcessor"/>.
    /// </summary>
    public int ThreadId { get; }

    /// <summary>
    /// Records lost in its buffer since the sub-buffer before this record's was ended; only at the first record of a sub-buffer, else
    /// none. See <see cref="SubBuffer.LostBefore"/>.
    /// </summary>
    public Losses LostBefore { get; }

    /// <summary>Whole sub-buffers of its buffer overwritten unread just before it. See <see cref="SubBuffer.Overwritten"/>.</summary>
    public long OverwrittenBefore { get; }
}
