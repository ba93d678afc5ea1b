namespace Verified.RingBuffers;

/// <summary>A copy of a record, to keep: what <see cref="RingBufferReader.ReadAllAsync"/> gives.</summary>
public readonly record struct RecordCopy
{
    /// <summary>The time of the reservation, in ticks of the ring's clock (<see cref="RingBuffer.TicksPerSecond"/>); 0 without one.</summary>
    public long Timestamp { get; init; }

    /// <summary>The bytes that were written. The copies from one sub-buffer share an array.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>
    /// Records lost since the sub-buffer before this record's was ended; only at the first record of a sub-buffer, else none.
    /// See <see cref="SubBuffer.LostBefore"/>.
    /// </summary>
    public Losses LostBefore { get; init; }

    /// <summary>Whole sub-buffers overwritten unread just before this record. See <see cref="SubBuffer.Overwritten"/>.</summary>
    public long OverwrittenBefore { get; init; }
}
