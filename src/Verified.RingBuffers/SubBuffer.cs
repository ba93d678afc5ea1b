using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <summary>
/// A complete sub-buffer that the reader holds: enumerate its records, then dispose it, which releases it to the writers (or, if a
/// snapshot gave it, puts it back). Disposing it again, or a copy of it, does nothing.
/// </summary>
/// <remarks>All but <see cref="Dispose"/> throw when there is no sub-buffer, or no longer. For one thread at a time, as its reader.</remarks>
public readonly ref struct SubBuffer
{
    private readonly RingBufferReader? _reader;
    private readonly long _number;
    private readonly Gap _gap;

    internal SubBuffer(RingBufferReader reader, long number, Gap gap)
    {
        _reader = reader;
        _number = number;
        _gap = gap;
    }

    /// <summary>The position of its first byte: bytes since the ring was made, padding and headers included.</summary>
    /// <exception cref="InvalidOperationException">It is the default value.</exception>
    /// <exception cref="ObjectDisposedException">It was released, or its reader closed.</exception>
    public long Position => Held.Position;

    /// <summary>Its number, counted from 0 since the ring was made. It grows from one read to the next; in discard mode by 1.</summary>
    /// <inheritdoc cref="Position" path="/exception"/>
    public long Sequence => Reader.SequenceOf(Held);

    /// <summary>
    /// Whole sub-buffers that were overwritten unread between the one read before it (by any reader of the ring) and this one: the gap in
    /// <see cref="Sequence"/>, without what <see cref="RingBufferReader.Clear"/> dropped. 0 in discard mode. In a snapshot: see there.
    /// </summary>
    /// <inheritdoc cref="Position" path="/exception"/>
    public long Overwritten
    {
        get
        {
            _ = Held;
            return _gap.Overwritten;
        }
    }

    /// <summary>
    /// When it was begun, in ticks (<see cref="RingBuffer.TicksPerSecond"/>): no later than any of its records, no earlier than the end
    /// of the one before. 0 without a clock. Specification: <c>S19_PacketTimesEnclose</c>.
    /// </summary>
    /// <inheritdoc cref="Position" path="/exception"/>
    public long BeginTime => Held.BeginTime;

    /// <summary>
    /// Is it a part of a sub-buffer that is not complete (<see cref="RingBufferReader.TryReadPart"/>)? Then it has no end time and states no losses yet: they are 0.
    /// </summary>
    /// <inheritdoc cref="Position" path="/exception"/>
    public bool IsPart => Held.IsPart;

    /// <summary>When it was ended, in ticks: no earlier than any of its records. 0 without a clock.</summary>
    /// <inheritdoc cref="Position" path="/exception"/>
    public long EndTime => Held.EndTime;

    /// <summary>
    /// The ring's losses as they were when this sub-buffer was ended, full, wrapped and too big only: cumulative, sampled before the
    /// reservation of its last bytes (specification: <c>Sample_*</c>). They never shrink from one sub-buffer to a later one.
    /// </summary>
    /// <inheritdoc cref="Position" path="/exception"/>
    public Losses StatedLosses => StatedBy(Held);

    /// <summary>
    /// Where records were lost: those counted after the sub-buffer read before was ended and before this one was. A record that found
    /// the ring full was lost just before the first record of the sub-buffer that says so.
    /// </summary>
    /// <inheritdoc cref="Position" path="/exception"/>
    public Losses LostBefore
    {
        get
        {
            _ = Held;
            return _gap.Lost;
        }
    }

    private RingBufferReader Reader =>
        _reader ?? throw new InvalidOperationException("There is no sub-buffer: TryRead returned false.");

    private Held Held => Reader.Get(_number);

    /// <summary>Bytes of its content, headers included.</summary>
    internal int ContentSize => (int)Held.Size;

    /// <summary>Goes over its records, in the order of their reservation, past the abandoned ones. Use it before disposing.</summary>
    /// <returns>The enumerator; it reads nothing outside the sub-buffer, whatever the bytes are.</returns>
    /// <inheritdoc cref="Position" path="/exception"/>
    /// <exception cref="InvalidDataException">The content is damaged; also from the enumerator.</exception>
    public RecordEnumerator GetEnumerator() => Reader.RecordsOf(Held);

    /// <summary>Gives it back. Never waits. Specification: <c>Move_*</c>; of a snapshot, <c>Put_*</c>.</summary>
    public void Dispose() => _reader?.Release(_number);

    internal static Losses StatedBy(in Held held) => new(held.Losses.Full, held.Losses.Wrapped, held.Losses.TooBig);
}
