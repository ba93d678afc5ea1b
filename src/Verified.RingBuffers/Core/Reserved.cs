namespace Verified.RingBuffers.Core;

/// <summary>A place that a writer owns until it commits or abandons it, exactly once.</summary>
/// <param name="Begin">The position of the record's first byte.</param>
/// <param name="Size">Bytes of the record: header and payload, aligned up to 8.</param>
/// <param name="PayloadLength">Bytes of payload.</param>
public readonly record struct Reserved(long Begin, int Size, int PayloadLength)
{
    /// <summary>Set in a record's header when its reservation was abandoned.</summary>
    public const int AbandonedFlag = int.MinValue;
}

/// <summary>A delivered sub-buffer that the reader holds until it moves on.</summary>
/// <param name="Position">The position of its first byte, which is the read position (the specification's rd.cur).</param>
/// <param name="Begin">The position that its packet header states; equal to <paramref name="Position"/> if undamaged.</param>
/// <param name="Size">The content size that its packet header states: 16 to S if undamaged.</param>
public readonly record struct Held(long Position, long Begin, long Size);

/// <summary>What came of a try to reserve.</summary>
public enum ReserveResult
{
    /// <summary>There is a reservation.</summary>
    Ok,

    /// <summary>Lost: the ring is full of unread data.</summary>
    Full,

    /// <summary>Lost: the slot's earlier lap is not delivered, since a writer of that lap has not committed.</summary>
    Wrapped,

    /// <summary>Lost: the record fits no sub-buffer.</summary>
    TooBig,
}

/// <summary>What a flush does with the sub-buffer being written.</summary>
public enum FlushMode
{
    /// <summary>Ends it if it holds something; a no-op otherwise.</summary>
    Active,

    /// <summary>As <see cref="Active"/>, and sends an empty packet if it holds nothing, where its slot is free.</summary>
    Final,
}
