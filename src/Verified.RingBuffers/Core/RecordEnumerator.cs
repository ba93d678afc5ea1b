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
    private readonly bool _clocked;
    private readonly int _headerSize;
    private readonly long _shortTime;
    private int _at;
    private int _begin;
    private int _payload;
    private int _length;
    private long _time;

    /// <summary>Checks the packet header and stands before the first record.</summary>
    /// <param name="subBuffer">The bytes of the whole sub-buffer.</param>
    /// <param name="held">What the reader got: where it is and what its packet header states.</param>
    /// <param name="settings">What the ring is made of.</param>
    /// <exception cref="InvalidDataException">The packet header states another position or an impossible size.</exception>
    public RecordEnumerator(ReadOnlySpan<byte> subBuffer, scoped in Held held, scoped in RingSettings settings)
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
        _clocked = settings.Clocked;
        _headerSize = settings.RecordHeaderSize;
        _shortTime = 1L << settings.ShortTimeBits;
        _time = held.From > 0 ? held.FromTime : held.BeginTime;
        _at = Math.Clamp(held.From, Geometry.PacketHeaderSize, _content.Length);
    }

    /// <summary>The record that <see cref="MoveNext"/> moved to.</summary>
    public readonly Record Current => new(_content.Slice(_payload, _length), _position + _begin, _clocked ? _time : 0);

    /// <summary>The time of the record that was gone over last, abandoned or not; at the end, of the last. 0 without a clock.</summary>
    internal readonly long LastTime => _clocked ? _time : 0;

    /// <summary>Moves to the next record that was not abandoned.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="InvalidDataException">A record's header states a length that does not fit.</exception>
    public bool MoveNext()
    {
        // Content and records are multiples of 8 bytes, so that a header fits wherever anything is left.
        while (_at < _content.Length)
        {
            _begin = _at;
            int header = BinaryPrimitives.ReadInt32LittleEndian(_content[_at..]);
            int headerSize = _clocked ? ReadTime() : _headerSize;
            int length = header & ~Reserved.AbandonedFlag;
            int left = _content.Length - _at;
            if (length > left - headerSize)
            {
                throw Damaged(_position + _at, $"its record header states {length} bytes of payload, and {left} bytes are left");
            }

            _payload = _at + headerSize;
            _length = length;
            _at += Geometry.RecordSize(length, headerSize);
            if (header >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The record's time, abandoned or not: what a short header keeps is counted from the record before.</summary>
    /// <returns>Bytes before the payload.</returns>
    private int ReadTime()
    {
        int time = BinaryPrimitives.ReadInt32LittleEndian(_content[(_at + sizeof(int))..]);
        if (time >= 0)
        {
            _time += (time - _time) & (_shortTime - 1);
            return _headerSize;
        }

        if (_content.Length - _at < _headerSize + Geometry.FullTimeSize)
        {
            throw Damaged(_position + _at, "its record header states a full time, and nothing is left");
        }

        _time = BinaryPrimitives.ReadInt64LittleEndian(_content[(_at + _headerSize)..]);
        return _headerSize + Geometry.FullTimeSize;
    }

    private static InvalidDataException Damaged(long position, string what) =>
        new($"Damaged ring buffer at position {position}: {what}.");
}
