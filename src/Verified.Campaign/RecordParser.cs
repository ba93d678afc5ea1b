using System.Buffers.Binary;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>One record header found in a sub-buffer.</summary>
/// <param name="Payload">Offset of the payload from the sub-buffer's start.</param>
/// <param name="Length">Bytes of payload.</param>
/// <param name="IsAbandoned">True if it is to be skipped.</param>
internal readonly record struct ParsedRecord(int Payload, int Length, bool IsAbandoned);

/// <summary>Reads the record format from bytes, independently of the library's own enumerator.</summary>
internal static class RecordParser
{
    /// <summary>Reads the record at an offset and moves the offset to the next.</summary>
    /// <param name="content">The sub-buffer up to its content size.</param>
    /// <param name="at">Where the record begins.</param>
    /// <param name="record">The record.</param>
    /// <returns>False if the bytes there are no record that fits the content.</returns>
    public static bool TryNext(ReadOnlySpan<byte> content, ref int at, out ParsedRecord record)
    {
        record = default;
        if (at + Geometry.RecordHeaderSize > content.Length)
        {
            return false;
        }

        int header = BinaryPrimitives.ReadInt32LittleEndian(content[at..]);
        int length = header & ~Reserved.AbandonedFlag;
        record = new ParsedRecord(at + Geometry.RecordHeaderSize, length, header < 0);
        if (length > content.Length - at - Geometry.RecordHeaderSize)
        {
            return false;
        }

        at += Geometry.RecordSize(length);
        return at <= content.Length;
    }
}
