namespace Verified.RingBuffers;

/// <summary>
/// Records that no reader will get, by cause. In <see cref="RingBuffer.Losses"/> exact and since the ring was made: records tried =
/// records committed + <see cref="Total"/>. Overwritten records were accepted and are not here: they leave by whole sub-buffers, which
/// the reader sees as a gap (<see cref="SubBuffer.Overwritten"/>).
/// </summary>
/// <param name="Full">Lost because the ring was full of unread data; discard mode only. Specification: <c>Lose_Full</c>.</param>
/// <param name="Wrapped">
/// Lost because a sub-buffer one lap back was not complete: one of its writers had reserved and not committed yet.
/// Specification: <c>Lose_Wrapped</c>.
/// </param>
/// <param name="TooBig">Lost because the record fits no sub-buffer. Specification: <c>Lose_TooBig</c>.</param>
/// <param name="Refused">Lost because the ring was paused or completed. Specification: <c>Lose_Refused</c>.</param>
/// <param name="Abandoned">Reserved, and disposed without a commit. Specification: <c>Lose_Abandoned</c>.</param>
public readonly record struct Losses(long Full, long Wrapped, long TooBig, long Refused = 0, long Abandoned = 0)
{
    /// <summary>All of them.</summary>
    public long Total => Full + Wrapped + TooBig + Refused + Abandoned;

    /// <summary>The counts added cause by cause.</summary>
    /// <param name="left">Some losses.</param>
    /// <param name="right">Others.</param>
    /// <returns>Both.</returns>
    public static Losses operator +(Losses left, Losses right) => new(
        left.Full + right.Full, left.Wrapped + right.Wrapped, left.TooBig + right.TooBig,
        left.Refused + right.Refused, left.Abandoned + right.Abandoned);

    /// <summary>The counts subtracted cause by cause: what was lost between two readings.</summary>
    /// <param name="left">The later reading.</param>
    /// <param name="right">The earlier one.</param>
    /// <returns>The difference.</returns>
    public static Losses operator -(Losses left, Losses right) => new(
        left.Full - right.Full, left.Wrapped - right.Wrapped, left.TooBig - right.TooBig,
        left.Refused - right.Refused, left.Abandoned - right.Abandoned);

    /// <summary>The counts in words.</summary>
    /// <returns>For example <c>full 3, wrapped 0, too big 1, refused 0, abandoned 2</c>.</returns>
    public override string ToString() =>
        $"full {Full}, wrapped {Wrapped}, too big {TooBig}, refused {Refused}, abandoned {Abandoned}";
}
