using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <summary>A sub-buffer of a ring that was recovered, or the committed prefix of one. May be used by many threads at once.</summary>
public sealed class RecoveredSubBuffer
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly RecoveredPart _part;
    private readonly RingSettings _settings;

    internal RecoveredSubBuffer(ReadOnlyMemory<byte> bytes, in RecoveredPart part, in RingSettings settings)
    {
        (_bytes, _part, _settings) = (bytes, part, settings);
    }

    /// <summary>The position of its first byte: bytes since the ring was made, a multiple of the sub-buffer size.</summary>
    public long Position => _part.Held.Position;

    /// <summary>Its number since the ring was made, from 0. A gap is what was read, was overwritten, or can not be recovered.</summary>
    public long Sequence => Position / _settings.Geometry.SubBufferSize;

    /// <summary>
    /// Whether all of it is here. Otherwise a committed prefix of it: records may be missing after its last, of this sub-buffer alone, and
    /// those that are here are whole.
    /// </summary>
    public bool IsWhole => _part.IsWhole;

    /// <summary>Its records, without the abandoned.</summary>
    public int RecordCount => _part.Records;

    /// <summary>Bytes of its content: headers and records, without padding.</summary>
    public int ContentSize => (int)_part.Held.Size;

    /// <summary>When it was begun, in ticks (<see cref="RecoveredRing.TicksPerSecond"/>). 0 without a clock.</summary>
    public long BeginTime => _part.Held.BeginTime;

    /// <summary>As <see cref="SubBuffer.StatedLosses"/>; none if it is not whole, since whoever ends a sub-buffer states them.</summary>
    public Losses StatedLosses => _part.IsWhole ? SubBuffer.StatedBy(_part.Held) : default;

    /// <summary>Goes over its records, in the order of their reservation, past the abandoned ones.</summary>
    /// <returns>The enumerator. Its records stay valid; of each, the bytes were tested when the ring was recovered.</returns>
    public RecordEnumerator GetEnumerator() => new(_bytes.Span, _part.Held, _settings);
}
