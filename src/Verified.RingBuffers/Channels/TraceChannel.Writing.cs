using System.Runtime.CompilerServices;

namespace Verified.RingBuffers;

/// <content>What writers call. Their own buffer is found once, and what is rare is out of line.</content>
public sealed partial class TraceChannel
{
    /// <summary>Tries to write a record. Never waits.</summary>
    /// <param name="payload">The bytes, which may be none.</param>
    /// <returns>False if the record is lost; it is counted in <see cref="Losses"/>.</returns>
    /// <exception cref="ObjectDisposedException">The channel is disposed.</exception>
    public bool TryWrite(ReadOnlySpan<byte> payload)
    {
        if (!_isPerThread)
        {
            return OfProcessor(Thread.GetCurrentProcessorId()).TryWrite(payload);
        }

        ChannelBuffer? buffer = Mine;
        if ((buffer is null || !buffer.Enter()) && !EnterSlow(out buffer))
        {
            return false;
        }

        bool isWritten = buffer.Ring.WriteAsOwner(payload);
        buffer.Leave();
        return isWritten;
    }

    /// <summary>Tries to write a value's bytes as a record, in the processor's byte order. Never waits.</summary>
    /// <typeparam name="T">A type without references; what its padding holds is written too.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>False if the record is lost; it is counted in <see cref="Losses"/>.</returns>
    /// <exception cref="ObjectDisposedException">The channel is disposed.</exception>
    public bool TryWrite<T>(in T value)
        where T : unmanaged
    {
        if (!_isPerThread)
        {
            return OfProcessor(Thread.GetCurrentProcessorId()).TryWrite(value);
        }

        ChannelBuffer? buffer = Mine;
        if ((buffer is null || !buffer.Enter()) && !EnterSlow(out buffer))
        {
            return false;
        }

        bool isWritten = buffer.Ring.WriteAsOwner(value);
        buffer.Leave();
        return isWritten;
    }

    /// <summary>
    /// Tries to reserve a place for a record. Never waits. A thread may reserve inside its own reservation. End it before the thread
    /// ends: see <see cref="ChannelLosses.Orphaned"/>.
    /// </summary>
    /// <param name="length">Bytes of payload, 0 or more.</param>
    /// <param name="slot">The place if the result is true: fill its span, then commit it.</param>
    /// <returns>False if the record is lost; it is counted in <see cref="Losses"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="ObjectDisposedException">The channel is disposed.</exception>
    public bool TryReserve(int length, out ChannelReservation slot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ChannelBuffer? buffer = null;
        RingBuffer ring;
        if (_isPerThread)
        {
            buffer = Mine;
            if ((buffer is null || !buffer.Enter()) && !EnterSlow(out buffer))
            {
                slot = default;
                return false;
            }

            ring = buffer.Ring;
        }
        else
        {
            ring = OfProcessor(Thread.GetCurrentProcessorId());
        }

        if (ring.TryReserve(length, out Reservation place))
        {
            slot = new ChannelReservation(place, buffer);
            return true;
        }

        buffer?.Leave();
        slot = default;
        return false;
    }

    /// <summary>The ring of a processor, whatever number it has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal RingBuffer OfProcessor(int id) => _buffers[(uint)id % (uint)_buffers.Length].Ring;
}
