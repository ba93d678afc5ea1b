namespace Verified.Campaign;

/// <summary>A record between the two halves of a write in one call.</summary>
/// <param name="Begin">The position of its first byte.</param>
/// <param name="Offset">Where that lies in the region.</param>
/// <param name="PayloadOffset">Where its payload lies in the region.</param>
/// <param name="Sub">With many writers the physical sub-buffer that it lies in.</param>
/// <param name="Time">Its time; 0 without a clock.</param>
/// <param name="IsFull">Is that kept in full?</param>
public readonly record struct OpenRecord(long Begin, nint Offset, nint PayloadOffset, int Sub, long Time, bool IsFull);
