using System.Buffers.Binary;

namespace Verified.Campaign;

/// <summary>One record header found in a sub-buffer.</summary>
/// <param name="Payload">Offset of the payload from the sub-buffer's start.</param>
/// <param name="Length">Bytes of payload.</param>
/// <param name="IsAbandoned">True if it is to be skipped.</param>
/// <param name="IsFull">Is the time kept in full?</param>
/// <param name="Time">The time as it is kept: whole, or its low bits; 0 without a clock.</param>
internal readonly record struct ParsedRecord(int Payload, int Length, bool IsAbandoned, bool IsFull, long Time)
{
    /// <summary>The time, to a reader who knows that of the record before.</summary>
    public long TimeAfter(long before) => IsFull ? Time : before + ((Time - before) & (Units.ShortTime - 1));
}

/// <summary>Reads the record format from bytes, independently of the library's own enumerator.</summary>
internal static class RecordParser
{
    private const int Alignment = 8;
    private const int HeaderBytes = 4;
    private const int ClockedHeaderBytes = 8;
    private const int FullTimeBytes = 8;

    /// <summary>Reads the record at an offset and moves the offset to the next.</summary>
    /// <param name="content">The sub-buffer up to its content size.</param>
    /// <param name="at">Where the record begins.</param>
    /// <param name="isClocked">Do records carry a time?</param>
    /// <param name="record">The record.</param>
    /// <returns>False if the bytes there are no record that fits the content.</returns>
    public static bool TryNext(ReadOnlySpan<byte> content, ref int at, bool isClocked, out ParsedRecord record)
    {
        record = default;
        int header = isClocked ? ClockedHeaderBytes : HeaderBytes;
        if (at + header > content.Length)
        {
            return false;
        }

        int low = BinaryPrimitives.ReadInt32LittleEndian(content[at..]);
        int high = isClocked ? BinaryPrimitives.ReadInt32LittleEndian(content[(at + HeaderBytes)..]) : 0;
        bool isFull = high < 0;
        int payload = at + header + (isFull ? FullTimeBytes : 0);
        int length = low & int.MaxValue;
        if (length > content.Length - payload || (!isFull && high >= Units.ShortTime))
        {
            return false;
        }

        long time = isFull ? BinaryPrimitives.ReadInt64LittleEndian(content[(at + header)..]) : high;
        record = new ParsedRecord(payload, length, low < 0, isFull, time);
        at = payload + length;
        at += (Alignment - (at % Alignment)) % Alignment;
        return at <= content.Length;
    }
}
