using System.Runtime.CompilerServices;
using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <summary>
/// A place for one record, owned by the thread that reserved it until it commits. Disposing it uncommitted abandons it: the
/// reader skips it. Until either, the sub-buffer that it lies in, and all that follow, stay unread; so write, commit, and go on.
/// </summary>
/// <remarks>
/// Committing twice throws <see cref="InvalidOperationException"/>; disposing after a commit or twice does nothing. That holds for
/// copies of the struct too (<c>using (slot)</c> makes one): a mark in the record itself, stamped with its position, says
/// whether it is still open.
/// </remarks>
public readonly unsafe ref struct Reservation
{
    // No payload length has this bit (Geometry.MaxSubBufferSize), so that a mark is never a header. Two records that begin at the same
    // place of a sub-buffer have different marks, for 2^37 bytes.
    private const int OpenMark = 1 << 30;

    // Each by itself, not as one struct: those the JIT keeps in registers, that goes over the stack.
    private readonly RingBuffer? _ring;
    private readonly byte* _record;
    private readonly long _begin;
    private readonly long _time;
    private readonly int _length;
    private readonly int _headerSize;
    private readonly int _sub;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Reservation(RingBuffer ring, long begin, int sub, int length, int headerSize, long time)
    {
        _ring = ring;
        _begin = begin;
        _sub = sub;
        _length = length;
        _headerSize = headerSize;
        _time = time;
        _record = ring.RecordAt(sub, begin);
        *(int*)_record = Mark;
    }

    /// <summary>Where the payload goes: as many bytes as were asked for, with old content. Valid until commit or dispose.</summary>
    /// <exception cref="InvalidOperationException">There is no reservation: it is the default value.</exception>
    public Span<byte> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (_ring is null)
            {
                ThrowNone();
            }

            return new(_record + _headerSize, _length);
        }
    }

    /// <summary>The position of the record: bytes since the ring was made. It stays after commit or dispose.</summary>
    /// <inheritdoc cref="Span" path="/exception"/>
    public long Position => Existing(_begin);

    /// <summary>
    /// The record's time, in ticks (<see cref="RingBuffer.TicksPerSecond"/>); 0 without a clock. It stays after commit or dispose.
    /// </summary>
    /// <inheritdoc cref="Span" path="/exception"/>
    public long Timestamp => Existing(_time);

    private int Mark
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => OpenMark | ((int)((ulong)_begin / Geometry.MinSubBufferSize) & (OpenMark - 1));
    }

    internal bool IsOpen
    {
        // This thread's own bytes while it is open. Afterwards they may be a later writer's: its payload can look the same.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _ring is not null && Volatile.Read(ref *(int*)_record) == Mark;
    }

    /// <summary>Gives the record to the reader. Wait-free. Specification: <c>Write_End</c>, <c>Commit_*</c>, <c>Deliver_*</c>, <c>Wake_*</c>.</summary>
    /// <exception cref="InvalidOperationException">There is no reservation, or it was committed or disposed before.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Commit()
    {
        if (!IsOpen)
        {
            ThrowNotOpen(_ring);
        }

        _ring!.Commit(_record, _begin, _sub, _length, _headerSize, _time);
    }

    /// <summary>
    /// Abandons the reservation if it is not committed: the reader skips it, and it is counted in <see cref="Losses.Abandoned"/>.
    /// Wait-free. Does nothing otherwise. Specification: <c>Write_Abandon</c>, <c>Lose_Abandoned</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose()
    {
        if (IsOpen)
        {
            _ring!.Abandon(_begin, _sub, _length, _headerSize, _time);
        }
    }

    private long Existing(long value)
    {
        if (_ring is null)
        {
            ThrowNone();
        }

        return value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowNone() =>
        throw new InvalidOperationException("There is no reservation: TryReserve returned false.");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowNotOpen(RingBuffer? ring)
    {
        if (ring is null)
        {
            ThrowNone();
        }

        throw new InvalidOperationException("The reservation was already committed or abandoned.");
    }
}
