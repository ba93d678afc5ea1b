namespace Verified.Campaign;

/// <summary>What a lane that stopped for ever excuses at the end of a schedule, and nothing else.</summary>
/// <param name="Stopped">Its processes: each may have one attempt in flight.</param>
/// <param name="UnreadFrom">The reader could go no further than this sub-buffer; null if it has read all there is.</param>
/// <param name="Clearing">What an unfinished clear has released: read positions from and to, or null.</param>
/// <param name="IsEndUntold">May a completed buffer's reader not know of the end?</param>
internal sealed record Excuse(IReadOnlySet<int> Stopped, long? UnreadFrom, (long From, long To)? Clearing, bool IsEndUntold)
{
    /// <summary>All have returned: nothing is excused.</summary>
    public static Excuse None { get; } = new(new HashSet<int>(), null, null, false);

    /// <summary>Could the sub-buffer at a position not be read?</summary>
    public bool IsUnreachable(long at) => at >= UnreadFrom || (Clearing is { } c && c.From <= at && at < c.To);
}
