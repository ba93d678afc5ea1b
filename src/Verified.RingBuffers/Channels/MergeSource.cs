using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <summary>A buffer as the merge sees it: the record at which it is, or what is known of those to come.</summary>
internal sealed class MergeSource(ChannelBuffer buffer, RingSettings settings)
{
    private RingBuffer? _ring;
    private RingBufferReader? _reader;
    private RecordCursor _cursor;
    private long _endTime;
    private long _read;
    private bool _holds;

    public ChannelBuffer Buffer => buffer;

    /// <summary>The time of the record at which it is.</summary>
    public long Time => _cursor.Time;

    /// <summary>Records of the buffer that the merge has not come to are no earlier.</summary>
    public long SettledAt { get; private set; } = long.MinValue;

    /// <summary>What was lost between the sub-buffer before and this record.</summary>
    public Losses LostBefore { get; private set; }

    /// <summary>Sub-buffers overwritten just before this record.</summary>
    public long OverwrittenBefore { get; private set; }

    /// <summary>When all before this position is read, <see cref="PendingTime"/> is settled; -1: no position.</summary>
    public long PendingPosition { get; private set; } = -1;

    /// <summary>See there.</summary>
    public long PendingTime { get; private set; }

    /// <summary>The write position at a look.</summary>
    public long LookedAt { get; set; }

    /// <summary>Did its thread end inside it, before it was last found that nothing can be read?</summary>
    public bool IsDead { get; set; }

    /// <summary>The state at a look.</summary>
    public BufferState Seen { get; set; }

    public ReadOnlySpan<byte> Payload => _reader!.HeldBytes.Slice(_cursor.PayloadAt, _cursor.PayloadLength);

    /// <summary>Is all that was ever reserved read? Then the sub-buffer being written is empty.</summary>
    public bool IsDrained => buffer.MadeRing is not { } ring || ring.Position == ring.ReadPosition;

    /// <summary>
    /// Is half of its room used by complete sub-buffers that are not given yet? Asked whenever the reader finds nothing, so of the count of a
    /// sub-buffer: to look at the write position would take its line from the writers for each of their records.
    /// </summary>
    public bool IsHalfFull => buffer.Ring.IsReadable(Math.Max(1, settings.Geometry.SubBufferCount / 2));

    /// <summary>Completed, and read to the end.</summary>
    public bool IsAtEnd => buffer.MadeRing is { } ring && ring.IsAtEnd;

    public void Settle(long time) => SettledAt = Math.Max(SettledAt, time);

    public void SettleWhenRead(long position, long time) => (PendingPosition, PendingTime) = (position, time);

    /// <summary>Past the record at which it is, to the next of the buffer.</summary>
    /// <returns>False if there is none that can be read now.</returns>
    public bool MoveNext()
    {
        _read++;
        LostBefore = default;
        OverwrittenBefore = 0;
        return MoveInSubBuffer() || Refill();
    }

    /// <summary>To the first record of the next sub-buffer that has any.</summary>
    /// <returns>False if there is none that can be read now.</returns>
    public bool Refill()
    {
        if (!HasReader())
        {
            return false;
        }

        while (_reader!.TryHold(out Held held, out Gap gap))
        {
            _holds = true;
            LostBefore += gap.Lost;
            OverwrittenBefore += gap.Overwritten;
            _endTime = held.EndTime;
            _cursor = new RecordCursor(settings.Geometry.SubBufferSize, held, settings);
            if (MoveInSubBuffer())
            {
                return true;
            }
        }

        if (PendingPosition >= 0 && _ring!.ReadPosition >= PendingPosition)
        {
            PendingPosition = -1;
            Settle(PendingTime);
        }

        return false;
    }

    /// <summary>What its thread left can not be read to the end: so many records.</summary>
    public long Unreadable => settings.Overwrites ? buffer.Open : buffer.Tried - buffer.Ring.Losses.Total - _read;

    private bool MoveInSubBuffer()
    {
        if (!_holds)
        {
            return false;
        }

        if (_cursor.MoveNext(_reader!.HeldBytes))
        {
            return true;
        }

        _holds = false;
        _reader.ReleaseHeld();
        Settle(_endTime); // what follows in the buffer was reserved after that was read
        return false;
    }

    private bool HasReader()
    {
        RingBuffer? ring = buffer.MadeRing;
        if (!ReferenceEquals(ring, _ring))
        {
            (_ring, _read, PendingPosition) = (ring, 0, -1);
            _reader?.Dispose();
            _reader = ring?.OpenReader();
        }

        return ring is not null;
    }
}
