using System.Runtime.CompilerServices;

namespace Verified.RingBuffers;

/// <content>Waiting (specification: Wait_*, Wake_*).</content>
public sealed partial class RingBufferReader
{
    // After completion the core's wait does not sleep, though a last writer may not have committed: then this is how often we look.
    private static readonly TimeSpan s_lastWriters = TimeSpan.FromMilliseconds(1);

    private int _waits;

    internal Sleeper Sleeper { get; }

    /// <summary>
    /// Waits until <see cref="RingBufferOptions.Watermark"/> sub-buffers can be read, or the ring is completed, or
    /// <see cref="RingBufferOptions.MaxWait"/> is over and anything can be read after a flush. Sleeping costs the writers nothing but a look
    /// at one word as they complete a sub-buffer; whoever completes the awaited one wakes the reader, on a thread of the pool.
    /// </summary>
    /// <remarks>
    /// Fewer than the watermark may be left when the reader looks, since in overwrite mode writers go on: see
    /// <see cref="RingBufferOptions.Watermark"/>. A wait that has slept until the watermark's was delivered ends as soon as one can be read.
    /// </remarks>
    /// <param name="cancellationToken">Ends the wait; nothing is lost by it.</param>
    /// <returns>
    /// True: call <see cref="TryRead"/> until it returns false. (In overwrite mode even the first call may, if writers overwrote all that was
    /// complete at that moment.) Also true, at once, while copies of <see cref="ReadAllAsync"/> are pending: go on with that one then.
    /// False: the ring was completed and everything is read.
    /// </returns>
    /// <exception cref="InvalidOperationException">The reader holds a sub-buffer, or waits already: one waiter at a time.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; in the task.</exception>
    /// <exception cref="ObjectDisposedException">The reader or the ring is disposed, before or during the wait.</exception>
    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfBusy();
        if (Interlocked.Exchange(ref _waits, 1) != 0)
        {
            throw new InvalidOperationException("The reader waits already: one waiter at a time.");
        }

        return WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Reads all records until the ring is completed and everything is read: copies them sub-buffer by sub-buffer, which releases those to
    /// the writers, and waits in between. Stopping the enumeration loses nothing: the next one, of this reader or of the ring's next one,
    /// goes on with the next record.
    /// </summary>
    /// <remarks>
    /// The ring keeps what was copied and not yet given: at most the rest of one sub-buffer. While there is any, <see cref="TryRead"/> and
    /// <see cref="Snapshot"/> throw, <see cref="WaitToReadAsync"/> returns true, and <see cref="Clear"/> drops it. One operation at a
    /// time, as for all of the reader. What was lost after the last record is in <see cref="RingBuffer.Losses"/> only.
    /// </remarks>
    /// <param name="cancellationToken">Ends the enumeration: looked at before each record, the first too, and while waiting.</param>
    /// <returns>The records in the order of their reservation, with what was lost or overwritten just before each.</returns>
    /// <exception cref="InvalidOperationException">The reader holds a sub-buffer, or waits.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The reader or the ring is disposed.</exception>
    /// <exception cref="InvalidDataException">The content is damaged.</exception>
    public async IAsyncEnumerable<RecordCopy> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        do
        {
            while (TryNext(cancellationToken, out RecordCopy record))
            {
                yield return record;
            }
        }
        while (await WaitToReadAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The next record, if there is one. A closed reader must not take what is the next one's.</summary>
    private bool TryNext(CancellationToken cancellation, out RecordCopy record)
    {
        cancellation.ThrowIfCancellationRequested();
        ThrowIfBusy();
        record = default;
        return TryCopy() && _ring.Copies.TryNext(out record);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitAsync(CancellationToken cancellation)
    {
        CancellationTokenRegistration registration = default;
        bool registered = false;
        try
        {
            Sleeper.BeginWait();
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                ThrowIfDisposed();
                if (CanRead() is { } answer)
                {
                    return answer;
                }

                if (_ring.IsCompleted)
                {
                    await Task.Delay(s_lastWriters, cancellation).ConfigureAwait(false);
                    continue;
                }

                if (!registered)
                {
                    registered = true;
                    registration = cancellation.UnsafeRegister(static s => ((Sleeper)s!).Wake(WakeReason.Cancelled), Sleeper);
                    Sleeper.StartTimer();
                }

                if (await Sleeper.SleepAsync(SubBuffersToAwait, cancellation).ConfigureAwait(false) == WakeReason.TimeUp && FlushAndLook())
                {
                    return true;
                }
            }
        }
        finally
        {
            if (registered)
            {
                Sleeper.StopTimer();
                registration.Dispose(); // returns when a callback on its way has, so that it does not end the next wait
            }

            Volatile.Write(ref _waits, 0);
        }
    }

    /// <summary>
    /// The watermark; but the first sub-buffer alone when the watermark's is or was complete before it, since a writer in it has not
    /// committed.
    /// </summary>
    private int SubBuffersToAwait => Sleeper.Reached || _ring.IsReadable(_ring.Options.Watermark) ? 1 : _ring.Options.Watermark;

    /// <summary>
    /// The answer of a wait that need not sleep, or null. After completion there is no watermark; nor when it was reached in this wait: a
    /// record that overwrites the oldest moves the read position, and with it the sub-buffer that the watermark names.
    /// </summary>
    private bool? CanRead()
    {
        if (_ring.Copies.Any)
        {
            return true;
        }

        if (_ring.IsReadable(1) && (_ring.IsCompleted || Sleeper.Reached || _ring.IsReadable(_ring.Options.Watermark)))
        {
            return true;
        }

        if (!_ring.IsAtEnd)
        {
            return null;
        }

        ReachEnd();
        return false;
    }

    private bool FlushAndLook()
    {
        ThrowIfDisposed();
        _ring.Flush();
        if (_ring.IsReadable(1))
        {
            return true;
        }

        Sleeper.StartTimer();
        return false;
    }

    /// <summary>Copies the records of the next sub-buffer that has any, if there is one.</summary>
    private bool TryCopy()
    {
        while (!_ring.Copies.Any && TryRead(out SubBuffer sub))
        {
            using (sub)
            {
                _ring.Copies.Add(sub);
            }
        }

        return _ring.Copies.Any;
    }
}
