namespace Verified.Campaign;

/// <summary>
/// The bridge between bytes of the code and units of the specification. Without a clock a unit is the 64 bytes of a packet
/// header, and a sub-buffer has 4; with a clock a unit is the 8 bytes by which a full time makes a record longer, a sub-buffer
/// has 16, and the packet header 8 of them.
/// </summary>
/// <param name="Bytes">Bytes in a unit.</param>
/// <param name="SubBuffer">Units in a sub-buffer (the specification's S).</param>
/// <param name="Header">Units of packet header (the specification's H).</param>
/// <param name="IsClocked">Do records carry a time?</param>
public sealed record Units(int Bytes, int SubBuffer, int Header, bool IsClocked)
{
    /// <summary>Bits of time in a short record header.</summary>
    public const int ShortTimeBits = 1;

    /// <summary>Times kept in a short record header: modulo this (the specification's ShortTime).</summary>
    public const int ShortTime = 1 << ShortTimeBits;

    /// <summary>Units that a full time adds to a record (the specification's FullUnits).</summary>
    public const int FullUnits = 1;

    private const int FullTimeBytes = 8;

    /// <summary>Records without a time, of 1, 2 or 3 units.</summary>
    public static Units Plain { get; } = new(64, 4, 1, false);

    /// <summary>Records with a time, of 2 units or more.</summary>
    public static Units Timed { get; } = new(8, 16, 8, true);

    /// <summary>Units that a record can have at most.</summary>
    public int Most => SubBuffer - Header;

    /// <summary>Bytes in a sub-buffer.</summary>
    public int SubBufferBytes => SubBuffer * Bytes;

    private int RecordHeader => IsClocked ? 8 : 4;

    /// <summary>The payload that makes a record of so many units, its time kept short.</summary>
    /// <param name="units">From 1; with a clock from 2.</param>
    /// <returns>Bytes.</returns>
    public int PayloadLength(int units) => (units * Bytes) - RecordHeader;

    /// <summary>Units of the record that has this payload.</summary>
    /// <param name="payloadLength">Bytes, 0 or more.</param>
    /// <param name="isFull">Is its time kept in full?</param>
    /// <param name="units">The units, if the record is a whole number of them.</param>
    /// <returns>False if it is not.</returns>
    public bool TryRecord(int payloadLength, bool isFull, out int units)
    {
        const int Alignment = 8;
        long bytes = payloadLength + (long)(RecordHeader + (isFull ? FullTimeBytes : 0) + Alignment - 1);
        bytes -= bytes % Alignment;
        units = (int)(bytes / Bytes);
        return payloadLength >= 0 && bytes % Bytes == 0;
    }

    /// <summary>The value of a position, count or size in units. A delivery lock (a count and 1) keeps its 1.</summary>
    /// <param name="value">Bytes.</param>
    /// <param name="units">The units, if the value is a whole number of them, or one and the lock.</param>
    /// <returns>False if it is neither.</returns>
    public bool TryValue(long value, out int units)
    {
        units = (int)(value / Bytes) + (int)(value % Bytes);
        return value >= 0 && value % Bytes <= 1;
    }
}
