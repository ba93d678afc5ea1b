using System.Buffers.Binary;
using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <summary>
/// Goes over the records of a sub-buffer of a ring with a clock, as <see cref="RecordEnumerator"/>, and can be kept between two records. Reads
/// nothing outside the sub-buffer, whatever the bytes are.
/// </summary>
internal struct RecordCursor
{
    private readonly long _position;
    private readonly int _size;
    private readonly long _shortTime;
    private int _at;

    /// <exception cref="InvalidDataException">The packet header states another position or an impossible size.</exception>
    public RecordCursor(int subBufferSize, in Held held, in RingSettings settings)
    {
        if (held.Begin != held.Position
            || held.Size < Geometry.PacketHeaderSize || held.Size > subBufferSize || held.Size % Geometry.RecordAlignment != 0)
        {
            throw new InvalidDataException(
                $"Damaged ring buffer at position {held.Position}: its packet header states position {held.Begin} and {held.Size} bytes of content.");
        }

        _position = held.Position;
        _size = (int)held.Size;
        _shortTime = 1L << settings.ShortTimeBits;
        Time = held.BeginTime;
        _at = Geometry.PacketHeaderSize;
    }

    /// <summary>The time of the record at which it is.</summary>
    public long Time { get; private set; }

    /// <summary>Where its payload begins in the sub-buffer.</summary>
    public int PayloadAt { get; private set; }

    /// <summary>Bytes of its payload.</summary>
    public int PayloadLength { get; private set; }

    /// <summary>Moves to the next record that was not abandoned.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="InvalidDataException">A record's header states a length that does not fit.</exception>
    public bool MoveNext(ReadOnlySpan<byte> subBuffer)
    {
        // Content and records are multiples of 8 bytes, so that a header fits wherever anything is left.
        while (_at < _size)
        {
            int begin = _at;
            int header = BinaryPrimitives.ReadInt32LittleEndian(subBuffer[begin..]);
            int time = BinaryPrimitives.ReadInt32LittleEndian(subBuffer[(begin + sizeof(int))..]);
            int headerSize = Geometry.ClockedRecordHeaderSize + (time < 0 ? Geometry.FullTimeSize : 0);
            PayloadLength = header & ~Reserved.AbandonedFlag;
            if (PayloadLength > _size - begin - headerSize)
            {
                throw new InvalidDataException(
                    $"Damaged ring buffer at position {_position + begin}: its record header states {PayloadLength} bytes of payload.");
            }

            // Of an abandoned record too: what a short header keeps is counted from the record before.
            Time = time < 0
                ? BinaryPrimitives.ReadInt64LittleEndian(subBuffer[(begin + Geometry.ClockedRecordHeaderSize)..])
                : Time + ((time - Time) & (_shortTime - 1));
            PayloadAt = begin + headerSize;
            _at += Geometry.RecordSize(PayloadLength, headerSize);
            if (header >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
