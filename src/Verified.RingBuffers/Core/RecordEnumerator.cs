using System.Buffers.Binary;

namespace Verified.RingBuffers.Core;

/// <summary>
/// Goes over the records of a sub-buffer, in the order of their reservation, past the abandoned ones. Believes nothing that it
/// reads: whatever the bytes are, it reads none outside the sub-buffer.
/// </summary>
public ref struct RecordEnumerator
{
    private readonly ReadOnlySpan<byte> _content;
    private readonly long _position;
    private int _at;
    private int _payload;
    private int _length;

    /// <summary>Checks the packet header and stands before the first record.</summary>
    /// <param name="subBuffer">The bytes of the whole sub-buffer.</param>
    /// <param name="held">What the reader got: where it is and what its packet header states.</param>
    /// <exception cref="InvalidDataException">The packet header states another position or an impossible size.</exception>
    public RecordEnumerator(ReadOnlySpan<byte> subBuffer, scoped in Held held)
    {
        if (held.Begin != held.Position)
        {
            throw Damaged(held.Position, $"its packet header states position {held.Begin}");
        }

        if (held.Size < Geometry.PacketHeaderSize || held.Size > subBuffer.Length || held.Size % Geometry.RecordAlignment != 0)
        {
            throw Damaged(held.Position,
                $"its packet header states {held.Size} bytes of content; it must be a multiple of {Geometry.RecordAlignment} " +
                $"from {Geometry.PacketHeaderSize} to {subBuffer.Length}");
        }

        _content = subBuffer[..(int)held.Size];
        _position = held.Position;
        _at = Geometry.PacketHeaderSize;
    }

    /// <summary>The record that <see cref="MoveNext"/> moved to.</summary>
    public readonly Record Current =>
        new(_content.Slice(_payload, _length), _position + _payload - Geometry.RecordHeaderSize);

    /// <summary>Moves to the next record that was not abandoned.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="InvalidDataException">A record's header states a length that does not fit.</exception>
    public bool MoveNext()
    {
        // Content and records are multiples of 8 bytes, so that a header fits wherever anything is left.
        while (_at < _content.Length)
        {
            int header = BinaryPrimitives.ReadInt32LittleEndian(_content[_at..]);
            int length = header & ~Reserved.AbandonedFlag;
            int left = _content.Length - _at;
            if (length > left - Geometry.RecordHeaderSize)
            {
                throw Damaged(_position + _at, $"its record header states {length} bytes of payload, and {left} bytes are left");
            }

            _payload = _at + Geometry.RecordHeaderSize;
            _length = length;
            _at += Geometry.RecordSize(length);
            if (header >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static InvalidDataException Damaged(long position, string what) =>
        new($"Damaged ring buffer at position {position}: {what}.");
}
