using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>
/// The bridge between bytes of the code and units of the specification: one unit is 16 bytes, as is the packet header.
/// A sub-buffer of 64 bytes has 4 units; the header takes one, and records of 1, 2 and 3 units fit.
/// </summary>
public static class Units
{
    /// <summary>Bytes in a unit.</summary>
    public const int Bytes = Geometry.PacketHeaderSize;

    /// <summary>Units in a sub-buffer of a campaign (the specification's S).</summary>
    public const int SubBuffer = 4;

    /// <summary>Units of packet header (the specification's H).</summary>
    public const int Header = 1;

    /// <summary>The payload that makes a record of so many units.</summary>
    /// <param name="units">From 1.</param>
    /// <returns>Bytes: 12 for one unit, 28 for two, 44 for three.</returns>
    public static int PayloadLength(int units) => (units * Bytes) - Geometry.RecordHeaderSize;

    /// <summary>Units of the record that has this payload.</summary>
    /// <param name="payloadLength">Bytes, 0 or more.</param>
    /// <param name="units">The units, if the record is a whole number of them.</param>
    /// <returns>False if it is not.</returns>
    public static bool TryRecord(int payloadLength, out int units)
    {
        long bytes = payloadLength + (long)(Geometry.RecordHeaderSize + Geometry.RecordAlignment - 1);
        bytes -= bytes % Geometry.RecordAlignment;
        units = (int)(bytes / Bytes);
        return payloadLength >= 0 && bytes % Bytes == 0;
    }

    /// <summary>The value of a position, count or size in units. A delivery lock (a count and 1) keeps its 1.</summary>
    /// <param name="value">Bytes.</param>
    /// <param name="units">The units, if the value is a whole number of them, or one and the lock.</param>
    /// <returns>False if it is neither.</returns>
    public static bool TryValue(long value, out int units)
    {
        units = (int)(value / Bytes) + (int)(value % Bytes);
        return value >= 0 && value % Bytes <= 1;
    }
}
