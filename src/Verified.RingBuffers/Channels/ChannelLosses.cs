namespace Verified.RingBuffers;

/// <summary>
/// Records that no reader will get, by cause, exact and since the channel was made: records tried = records read or readable +
/// <see cref="Total"/> (and, in overwrite mode, those overwritten).
/// </summary>
/// <param name="Buffers">Lost by buffers, by the causes of a ring; and refused by the channel, since it was completed.</param>
/// <param name="NoBuffer">
/// Lost because all <see cref="ChannelOptions.MaxBuffers"/> were other threads', or not drained yet. With <see cref="ChannelLayout.PerThread"/> only.
/// </param>
/// <param name="Orphaned">
/// Lost because a thread ended with a reservation that it neither committed nor disposed: that, and what it had committed behind it or in
/// the same sub-buffer. With <see cref="ChannelLayout.PerThread"/> only. In overwrite mode it counts the open reservations alone.
/// </param>
public readonly record struct ChannelLosses(Losses Buffers, long NoBuffer, long Orphaned)
{
    /// <summary>All of them.</summary>
    public long Total => Buffers.Total + NoBuffer + Orphaned;

    /// <summary>The counts in words.</summary>
    /// <returns>For example <c>full 3, wrapped 0, too big 1, refused 0, abandoned 2, no buffer 0, orphaned 0</c>.</returns>
    public override string ToString() => $"{Buffers}, no buffer {NoBuffer}, orphaned {Orphaned}";
}
