namespace Verified.RingBuffers;

/// <summary>A committed record, in place in the sub-buffer that the reader holds.</summary>
public readonly ref struct Record
{
    internal Record(ReadOnlySpan<byte> payload, long position, long timestamp)
    {
        Payload = payload;
        Position = position;
        Timestamp = timestamp;
    }

    /// <summary>The bytes that were written. They are valid until the sub-buffer is disposed; copy them to keep them.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>The position of the record: bytes since the ring was made. It grows from record to record.</summary>
    public long Position { get; }

    /// <summary>
    /// The time of the reservation, in ticks of the ring's clock (<see cref="RingBuffer.TicksPerSecond"/>); it never goes back from record to
    /// record of a ring. 0 without a clock. Specification: <c>S19_TimeNeverGoesBack</c>, <c>S20_ShortTimesAreEnough</c>.
    /// </summary>
    public long Timestamp { get; }
}
