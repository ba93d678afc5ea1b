namespace Verified.RingBuffers;

/// <summary>
/// Records that were not accepted, by cause, since the ring was made. Exact: each try that returned false is in one of them.
/// </summary>
/// <param name="Full">Lost because the ring was full of unread data.</param>
/// <param name="Wrapped">
/// Lost because a sub-buffer one lap back was not complete: one of its writers had reserved and not committed yet.
/// </param>
/// <param name="TooBig">Lost because the record fits no sub-buffer.</param>
public readonly record struct Losses(long Full, long Wrapped, long TooBig)
{
    /// <summary>All of them.</summary>
    public long Total => Full + Wrapped + TooBig;

    /// <summary>The counts in words.</summary>
    /// <returns>For example <c>full 3, wrapped 0, too big 1</c>.</returns>
    public override string ToString() => $"full {Full}, wrapped {Wrapped}, too big {TooBig}";
}
