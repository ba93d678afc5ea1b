namespace Verified.RingBuffers;

/// <summary>
/// The reader of a channel: the records of all buffers, in the order of their times. An idle buffer does not hold the others back.
/// </summary>
/// <remarks>
/// One operation at a time: hand it from thread to thread with synchronisation of your own. Writers are never stopped.
/// <para>A record can be read when its buffer's sub-buffer was ended, by being full or by a flush of the reader's, and when no buffer can
/// have an earlier one any more: mostly one or two <see cref="ChannelOptions.SettleInterval"/> after it was committed, four at most
/// when nobody writes. A thread that was stopped inside a write,
/// or keeps a reservation open, holds back all that is later than that.</para>
/// </remarks>
public sealed class TraceChannelReader : IDisposable
{
    private readonly TraceChannel _channel;
    private readonly Merge _merge;
    private bool _closed;

    internal TraceChannelReader(TraceChannel channel, Merge merge)
    {
        _channel = channel;
        _merge = merge;
    }

    /// <summary>
    /// Whether the end of data was reached: the channel was completed, and everything was read. Once true, it stays so. Found by <see cref="TryRead"/>
    /// when it finds nothing.
    /// </summary>
    public bool IsCompleted => _merge.IsAtEnd;

    /// <summary>
    /// Gets the record that is next in time, if it is known which that is. Never waits. When it finds none, and
    /// <see cref="ChannelOptions.SettleInterval"/> has passed since it last did so, it settles the buffers (<see cref="Settle"/>).
    /// </summary>
    /// <param name="record">The record if the result is true; it is valid until the next operation of the reader.</param>
    /// <returns>False if there is none now; or, see <see cref="IsCompleted"/>, there will never be one.</returns>
    /// <exception cref="ObjectDisposedException">The reader or the channel is disposed.</exception>
    public bool TryRead(out ChannelRecord record)
    {
        ThrowIfDisposed();
        if (_merge.Next() is { } source)
        {
            record = new ChannelRecord(source.Payload, source);
            return true;
        }

        record = default;
        return false;
    }

    /// <summary>
    /// Makes readable now what was committed before the call, but for what stands behind an open reservation, or in a buffer whose thread is in the midst of
    /// a write: ends sub-buffers of buffers that have nothing else to read. Never waits. A thread that begins to write in the moment in which its buffer is flushed
    /// for it goes on in another buffer, or, where there is none, loses the record (<see cref="ChannelLosses.NoBuffer"/>).
    /// </summary>
    /// <exception cref="ObjectDisposedException">The reader or the channel is disposed.</exception>
    public void Settle()
    {
        ThrowIfDisposed();
        _merge.SettleAll();
    }

    /// <summary>Closes the reader, so that another can be opened. The record it gave last counts as read.</summary>
    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _closed, true))
        {
            _channel.CloseReader();
        }
    }

    private void ThrowIfDisposed()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _channel.ThrowIfDisposed();
    }
}
