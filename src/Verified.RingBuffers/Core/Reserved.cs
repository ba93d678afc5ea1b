namespace Verified.RingBuffers.Core;

/// <summary>A place that a writer owns until it commits or abandons it, exactly once.</summary>
/// <param name="Begin">The position of the record's first byte.</param>
/// <param name="Size">Bytes of the record: header, the full time if it has one, payload; aligned up to 8.</param>
/// <param name="PayloadLength">Bytes of payload.</param>
/// <param name="Sub">The physical sub-buffer that it lies in.</param>
public readonly record struct Reserved(long Begin, int Size, int PayloadLength, int Sub)
{
    /// <summary>Set in a record's header when its reservation was abandoned.</summary>
    public const int AbandonedFlag = int.MinValue;

    /// <summary>Set in the upper half of a 64-bit record header when the whole time follows it.</summary>
    public const int FullTimeFlag = int.MinValue;

    /// <summary>The record's time; 0 without a clock.</summary>
    public long Time { get; init; }

    /// <summary>Does the record keep its time in full, in 8 bytes more?</summary>
    public bool IsFull { get; init; }

    /// <summary>
    /// Was a sleeping reader signalled while this was reserved, since that delivered an earlier sub-buffer? Then it is to be
    /// released at once, as after a commit that returned true.
    /// </summary>
    public bool Woke { get; init; }

    /// <summary>What mutants of delivery take from whoever commits; null in what ships.</summary>
    internal Committer? By { get; init; }
}

/// <summary>What a committer knows of itself that no right delivery uses.</summary>
internal sealed record Committer(long Time, LossSample Sample);

/// <summary>Loss counters as the last reserver of a sub-buffer saw them, before it reserved.</summary>
/// <param name="Full">Lost since the ring was full; 0 in overwrite mode.</param>
/// <param name="Wrapped">Lost since a slot's earlier lap was not delivered.</param>
/// <param name="TooBig">Lost since they fit no sub-buffer.</param>
public readonly record struct LossSample(long Full, long Wrapped, long TooBig);

/// <summary>A delivered sub-buffer that the reader holds until it moves on, or puts it back.</summary>
/// <param name="Position">The position of its first byte (the specification's rd.cur).</param>
/// <param name="Begin">The position that its packet header states; equal to <paramref name="Position"/> if undamaged.</param>
/// <param name="Size">The content size that its packet header states: 64 to S if undamaged.</param>
public readonly record struct Held(long Position, long Begin, long Size)
{
    /// <summary>The physical sub-buffer that holds the bytes.</summary>
    public int Sub { get; init; }

    /// <summary>The time of its begin, not later than any record's; 0 without a clock.</summary>
    public long BeginTime { get; init; }

    /// <summary>The time of its end, not earlier than any record's; 0 without a clock.</summary>
    public long EndTime { get; init; }

    /// <summary>Records lost since the ring was made, as counted before its last reservation.</summary>
    public LossSample Losses { get; init; }

    /// <summary>Where its records begin that were not read in parts: bytes from its begin; 0 for behind the packet header.</summary>
    public int From { get; init; }

    /// <summary>The time of the record before, if <see cref="From"/> is not 0.</summary>
    public long FromTime { get; init; }

    /// <summary>Is it a part of a sub-buffer that is not complete? Then <see cref="Size"/> says up to where, and there is no end time yet, nor what was lost.</summary>
    public bool IsPart { get; init; }

    /// <summary>The word that the exchange left in the slot: with it, a snapshot finds the slot untouched (rd.w).</summary>
    internal long SlotWord { get; init; }
}

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

    /// <summary>Lost: the buffer is paused or completed.</summary>
    Refused,
}

/// <summary>What came of a try to get a sub-buffer.</summary>
public enum GetResult
{
    /// <summary>There is one.</summary>
    Ok,

    /// <summary>The next one is not delivered yet.</summary>
    NoData,

    /// <summary>The buffer was completed, and all of it was read: there will be no more.</summary>
    EndOfData,
}

/// <summary>What a flush does with the sub-buffer being written.</summary>
public enum FlushMode
{
    /// <summary>Ends it if it holds something; a no-op otherwise.</summary>
    Active,

    /// <summary>As <see cref="Active"/>, and sends an empty packet if it holds nothing, where its slot is free.</summary>
    Final,

    /// <summary>As <see cref="Active"/>, and records are refused from there on.</summary>
    Pause,

    /// <summary>Records are taken again; not after <see cref="Complete"/>.</summary>
    Resume,

    /// <summary>As <see cref="Pause"/>, for ever; a reader that has read all is told so.</summary>
    Complete,
}

/// <summary>Where a snapshot is: which sub-buffers it has yet to look at, and how many it could not show.</summary>
public struct SnapshotCursor
{
    /// <summary>The position of the sub-buffer to look at next.</summary>
    public long Position { get; internal set; }

    /// <summary>The position where the snapshot ends.</summary>
    public long End { get; internal set; }

    /// <summary>Sub-buffers left out because they were overwritten before the snapshot came to them.</summary>
    public int Overwritten { get; internal set; }

    /// <summary>Sub-buffers left out because a writer in them had not committed.</summary>
    public int Unfinished { get; internal set; }

    /// <summary>Whether a sub-buffer was looked at: for a mutant.</summary>
    internal bool HasBegun { get; set; }
}
