using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <summary>
/// The reader of a ring buffer. It takes whole sub-buffers, in order, without a copy (<see cref="TryRead"/>); or looks at all that is
/// there and leaves it (<see cref="Snapshot"/>); or drops it (<see cref="Clear"/>); or waits (<see cref="WaitToReadAsync"/>).
/// </summary>
/// <remarks>
/// One operation at a time: hand it from thread to thread with synchronisation of your own. Only <see cref="Dispose"/> may be called
/// while another thread's <see cref="WaitToReadAsync"/> is pending. Writers are never stopped by a reader. Specification: the process
/// <c>Reader</c>, <c>tla/Read.tla</c>.
/// </remarks>
public sealed partial class RingBufferReader : IDisposable
{
    private readonly RingBuffer _ring;
    private Held _held;
    private Holding _holding;
    private bool _closed;

    // Tells what was disposed from what is held: a sub-buffer is good while its number is this.
    private long _number;

    internal RingBufferReader(RingBuffer ring)
    {
        _ring = ring;
        Sleeper = new Sleeper(ring);
    }

    /// <summary>Which use the sub-buffer that is held was taken for; it says how it is given back.</summary>
    private enum Holding
    {
        Nothing,
        ToRead,
        AsPart,
        ForSnapshot,
    }

    /// <summary>
    /// Whether the end of data was reached: the ring was completed, and everything was read. Once true, it stays so. It is found by
    /// <see cref="TryRead"/>, <see cref="WaitToReadAsync"/> and <see cref="ReadAllAsync"/> when they find nothing. Specification: <c>S25_EndOfDataIsTheEnd</c>.
    /// </summary>
    public bool IsCompleted { get; private set; }

    /// <summary>
    /// Whole sub-buffers overwritten unread, so far as this reader's <see cref="TryRead"/> has seen: the sum of
    /// <see cref="SubBuffer.Overwritten"/>, and at the end of data what was overwritten since the last one read. Always 0 in discard mode.
    /// </summary>
    public long OverwrittenSubBuffers { get; private set; }

    /// <summary>
    /// Gets the oldest sub-buffer that is complete, if there is one. Never waits; in overwrite mode it tries again when writers
    /// overwrote what it was about to take. Dispose the sub-buffer to go on.
    /// </summary>
    /// <param name="sub">The sub-buffer if the result is true.</param>
    /// <returns>
    /// False if there is none: it is not full, not flushed, or a writer in it has not committed; or, see <see cref="IsCompleted"/>, there
    /// will never be one.
    /// </returns>
    /// <exception cref="InvalidOperationException">
    /// The reader holds a sub-buffer, or waits; or copies of <see cref="ReadAllAsync"/> are pending, which come first.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The reader or the ring is disposed.</exception>
    public bool TryRead(out SubBuffer sub)
    {
        ThrowIfTaken();
        GetResult result = _ring.Core.TryGet(out _held);
        GC.KeepAlive(_ring);
        if (result != GetResult.Ok)
        {
            if (result == GetResult.EndOfData)
            {
                ReachEnd();
            }

            sub = default;
            return false;
        }

        Moves++;
        _held = BehindParts(_held);
        sub = Hold(Holding.ToRead, _ring.Progress.Before(SequenceOf(_held), _held));
        OverwrittenSubBuffers += sub.Overwritten;
        return true;
    }

    /// <summary>
    /// Drops all complete sub-buffers unread, while writers go on. What is not complete stays: the sub-buffer being written (flush
    /// first), and what follows one in which a writer has not committed. Copies of <see cref="ReadAllAsync"/> that are pending are dropped
    /// too. Specification: <c>Clear_*</c>.
    /// </summary>
    /// <returns>
    /// How many sub-buffers were dropped; pending copies, which are the rest of one, count as one. They count neither as lost nor as
    /// overwritten.
    /// </returns>
    /// <exception cref="InvalidOperationException">The reader holds a sub-buffer, or waits.</exception>
    /// <exception cref="ObjectDisposedException">The reader or the ring is disposed.</exception>
    public int Clear()
    {
        ThrowIfBusy();
        Moves++;
        int copied = _ring.Copies.Drop();
        int dropped = _ring.Core.Clear();
        GC.KeepAlive(_ring);
        _ring.Progress.Drop(dropped);
        return copied + dropped;
    }

    /// <summary>
    /// Looks at all that is there, and leaves it there: flushes, notes where the ring begins and ends now, and gives its complete
    /// sub-buffers from the oldest to the newest as it is enumerated, once, while writers go on. In overwrite mode what they overwrite
    /// in the meantime is left out and counted, never torn. Specification: <c>Snapshot_*</c>, <c>Put_*</c>.
    /// </summary>
    /// <remarks>
    /// The flush has a price: if anything was written since the last one, it ends a sub-buffer, however little is in it, and the rest of that
    /// is never used. In overwrite mode the next record then begins another, and overwrites the oldest of a full ring: with 8 sub-buffers and
    /// one record between snapshots, 8 records are what remains after 8 snapshots. In discard mode the ring is full so much sooner. To look
    /// often at a ring with little in it, pass false.
    /// </remarks>
    /// <param name="flush">
    /// True: flush first, to see all records committed before the call; not where another thread owns the ring (<see cref="RingBufferWriters.One"/>). False: change nothing, and see complete sub-buffers only; what is in
    /// the one being written is not shown.
    /// </param>
    /// <returns>The snapshot: enumerate it with <c>foreach</c>. It allocates this object, and nothing per sub-buffer.</returns>
    /// <inheritdoc cref="TryRead" path="/exception"/>
    public Snapshot Snapshot(bool flush = true)
    {
        ThrowIfTaken();
        if (flush && _ring.MayFlush)
        {
            _ring.Flush();
        }

        var snapshot = new Snapshot(this, _ring.Core.BeginSnapshot());
        GC.KeepAlive(_ring);
        return snapshot;
    }

    /// <summary>
    /// Closes the reader, so that another can be opened; ends its wait with an <see cref="ObjectDisposedException"/>. A sub-buffer that it
    /// holds is lost for use. In discard mode it is not released: the next reader gets it again. In overwrite mode it counts as read,
    /// unless it was a snapshot's: then it goes back to its place.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _closed, true))
        {
            return;
        }

        Sleeper.Stop();
        if (_ring.Options.Mode == RingBufferMode.Overwrite || _holding == Holding.ForSnapshot)
        {
            GiveBack();
        }

        _holding = Holding.Nothing;
        _ring.CloseReader();
    }

    internal Held Get(long number)
    {
        if (_holding == Holding.Nothing || number != _number)
        {
            throw new ObjectDisposedException(nameof(SubBuffer), "The sub-buffer was released, or its reader closed.");
        }

        return _held;
    }

    internal RecordEnumerator RecordsOf(scoped in Held held) => new(_ring.Region.SubBuffer(held.Sub), held, _ring.Core.Settings);

    internal long SequenceOf(in Held held) => held.Position / _ring.Core.Geometry.SubBufferSize;

    internal void Release(long number)
    {
        if (number == _number)
        {
            GiveBack();
        }
    }

    /// <summary>How often sub-buffers were taken or dropped: a snapshot from before may not look at what writers may enter since.</summary>
    internal long Moves { get; private set; }

    /// <summary>The next sub-buffer of a snapshot, when the one before is put back.</summary>
    internal bool TryGetNext(long moves, ref SnapshotCursor cursor, ref ReadProgress progress, out SubBuffer sub)
    {
        ThrowIfTaken();
        if (moves != Moves)
        {
            throw new InvalidOperationException("The reader has read or cleared since the snapshot was made: what it was to show is released. Take another.");
        }

        bool any = _ring.Core.TryGetNext(ref cursor, out _held);
        GC.KeepAlive(_ring);
        sub = any ? Hold(Holding.ForSnapshot, progress.Within(cursor, _held)) : default;
        return any;
    }

    internal ReadProgress ProgressOfRing => _ring.Progress;

    private SubBuffer Hold(Holding holding, Gap gap)
    {
        _holding = holding;
        return new SubBuffer(this, ++_number, gap);
    }

    private void GiveBack()
    {
        Holding holding = _holding;
        _holding = Holding.Nothing;
        if (holding == Holding.ToRead)
        {
            _ring.Core.Move(_held);
            _ring.Progress.Advance(SequenceOf(_held), _held);
        }
        else if (holding == Holding.AsPart)
        {
            EndPart();
        }
        else if (holding == Holding.ForSnapshot)
        {
            _ring.Core.Put(_held);
        }

        GC.KeepAlive(_ring);
    }

    private void ReachEnd()
    {
        if (!IsCompleted)
        {
            IsCompleted = true;
            OverwrittenSubBuffers += _ring.Progress.End(_ring.Position / _ring.Core.Geometry.SubBufferSize);
        }
    }

    private void ThrowIfBusy()
    {
        ThrowIfDisposed();
        if (_holding != Holding.Nothing)
        {
            throw new InvalidOperationException("The reader holds a sub-buffer: dispose that one before going on.");
        }

        if (Volatile.Read(ref _waits) != 0)
        {
            throw new InvalidOperationException("The reader waits: one operation at a time.");
        }
    }

    /// <summary>The reader holds or waits; or the rest of a sub-buffer, copied, comes first.</summary>
    private void ThrowIfTaken()
    {
        ThrowIfBusy();
        if (_ring.Copies.Any)
        {
            throw new InvalidOperationException("Copies of ReadAllAsync are pending: go on with ReadAllAsync, or Clear().");
        }
    }

    private void ThrowIfDisposed()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _closed), this);
        _ring.ThrowIfDisposed();
    }
}
