namespace Verified.RingBuffers;

/// <summary>
/// A place for one record of a channel, as <see cref="Reservation"/>. Commit or dispose it on the thread that reserved it (the compiler sees to
/// that) before that thread ends: until then its buffer gives nothing that follows, and the merge waits for it.
/// </summary>
public readonly ref struct ChannelReservation
{
    private readonly Reservation _slot;
    private readonly ChannelBuffer? _buffer;

    internal ChannelReservation(Reservation slot, ChannelBuffer? buffer)
    {
        _slot = slot;
        _buffer = buffer;
    }

    /// <inheritdoc cref="Reservation.Span"/>
    public Span<byte> Span => _slot.Span;

    /// <summary>The record's time, in ticks (<see cref="TraceChannel.TicksPerSecond"/>). It stays after commit or dispose.</summary>
    /// <inheritdoc cref="Reservation.Span" path="/exception"/>
    public long Timestamp => _slot.Timestamp;

    /// <summary>Gives the record to the reader. Wait-free.</summary>
    /// <inheritdoc cref="Reservation.Commit" path="/exception"/>
    public void Commit()
    {
        _slot.Commit(); // throws if it was before: then the buffer was left before
        _buffer?.Leave();
    }

    /// <summary>
    /// Abandons the reservation if it is not committed: the reader skips it, and it is counted in <see cref="Losses.Abandoned"/>. Wait-free.
    /// Does nothing otherwise.
    /// </summary>
    public void Dispose()
    {
        if (_slot.IsOpen)
        {
            _slot.Dispose();
            _buffer?.Leave();
        }
    }
}
