using System.Runtime.CompilerServices;

namespace Verified.RingBuffers;

/// <content>Waiting (specification: Wait_*, Wake_*).</content>
public sealed partial class RingBufferReader
{
    // After completion the core's wait does not sleep, though a last writer may not have committed: then this is how often we look.
    private static readonly TimeSpan s_lastWriters = TimeSpan.FromMilliseconds(1);

    private readonly Queue<RecordCopy> _copies = new();
    private Losses _lostBeforeNext;
    private long _overwrittenBeforeNext;
    private int _waits;

    internal Sleeper Sleeper { get; }

    /// <summary>
    /// Waits until <see cref="RingBufferOptions.Watermark"/> sub-buffers can be read, or the ring is completed, or
    /// <see cref="RingBufferOptions.MaxWait"/> is over and anything can be read after a flush. Sleeping costs the writers nothing but a look
    /// at one word as they complete a sub-buffer; whoever completes the awaited one wakes the reader, on a thread of the pool.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait; nothing is lost by it.</param>
    /// <returns>
    /// True: call <see cref="TryRead"/> until it returns false. (In overwrite mode even the first call may, if writers overwrote all that was
    /// complete at that moment.) False: the ring was completed and everything is read.
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
    /// the writers, and waits in between. Stopping the enumeration loses nothing: another one goes on with the next record.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait for more.</param>
    /// <returns>The records in the order of their reservation, with what was lost or overwritten just before each.</returns>
    /// <inheritdoc cref="WaitToReadAsync" path="/exception"/>
    /// <exception cref="InvalidDataException">The content is damaged.</exception>
    public async IAsyncEnumerable<RecordCopy> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        do
        {
            while (_copies.TryDequeue(out RecordCopy record) || (TryCopy() && _copies.TryDequeue(out record)))
            {
                yield return record;
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        while (await WaitToReadAsync(cancellationToken).ConfigureAwait(false));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitAsync(CancellationToken cancellation)
    {
        CancellationTokenRegistration registration = default;
        bool registered = false;
        try
        {
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
    /// The watermark; but the first sub-buffer alone when the watermark's is complete before it, since a writer in it has not committed.
    /// </summary>
    private int SubBuffersToAwait => _ring.IsReadable(_ring.Options.Watermark) ? 1 : _ring.Options.Watermark;

    /// <summary>The answer of a wait that need not sleep, or null. After completion there is no watermark.</summary>
    private bool? CanRead()
    {
        if (_ring.IsReadable(1) && (_ring.IsCompleted || _ring.IsReadable(_ring.Options.Watermark)))
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

    /// <summary>Copies the records of the next sub-buffer, if there is one; it may have none.</summary>
    private bool TryCopy()
    {
        while (TryRead(out SubBuffer sub))
        {
            using (sub)
            {
                Copy(sub);
            }

            if (_copies.Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    private void Copy(SubBuffer sub)
    {
        // What is missing before a sub-buffer without records is missing before the next record.
        _lostBeforeNext += sub.LostBefore;
        _overwrittenBeforeNext += sub.Overwritten;
        byte[] bytes = new byte[sub.ContentSize];
        int at = 0;
        foreach (Record record in sub)
        {
            record.Payload.CopyTo(bytes.AsSpan(at));
            _copies.Enqueue(new RecordCopy
            {
                Timestamp = record.Timestamp,
                Payload = bytes.AsMemory(at, record.Payload.Length),
                LostBefore = _lostBeforeNext,
                OverwrittenBefore = _overwrittenBeforeNext,
            });
            at += record.Payload.Length;
            _lostBeforeNext = default;
            _overwrittenBeforeNext = 0;
        }
    }
}
