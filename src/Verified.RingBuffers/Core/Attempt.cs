namespace Verified.RingBuffers.Core;

/// <summary>What a producer knows besides the position it sampled (the specification's locals t, f, s), and what came of it.</summary>
internal struct Attempt
{
    /// <summary>The time of the record, or of the flush.</summary>
    public long Time;

    /// <summary>Is the time too far from the last record's for a short header?</summary>
    public bool IsFull;

    /// <summary>The time was read for an earlier write position (mutant clock-read-once).</summary>
    public bool KeepsTime;

    /// <summary>Losses, sampled before the compare-exchange by whoever reserves the last of a sub-buffer.</summary>
    public LossSample Sample;

    /// <summary>A sleeping reader was signalled.</summary>
    public bool Woke;
}

/// <summary>Where a record goes when the write position is at <paramref name="From"/> (the specification's RecBegin and so on).</summary>
/// <param name="From">The write position that was sampled.</param>
/// <param name="Begin">The position of the record.</param>
/// <param name="Size">Bytes of the record.</param>
/// <param name="EndsOld">Does it leave the sub-buffer of <paramref name="From"/>, which must be padded?</param>
/// <param name="EntersNew">Is it the first of its sub-buffer?</param>
/// <param name="FillsUp">Does it end where its sub-buffer ends?</param>
internal readonly record struct Place(long From, long Begin, int Size, bool EndsOld, bool EntersNew, bool FillsUp)
{
    /// <summary>The write position after it.</summary>
    public long End => Begin + Size;
}
