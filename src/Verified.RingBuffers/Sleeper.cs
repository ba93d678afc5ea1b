using System.Threading.Tasks.Sources;

namespace Verified.RingBuffers;

/// <summary>Why a sleep of the reader ended.</summary>
internal enum WakeReason
{
    /// <summary>There was nothing to sleep for, or a delivery or the completion of the ring came: look again.</summary>
    LookAgain,

    /// <summary>The longest wait is over.</summary>
    TimeUp,

    /// <summary>The caller's token is cancelled.</summary>
    Cancelled,

    /// <summary>The reader or the ring is disposed.</summary>
    Stopped,
}

/// <summary>
/// The sleep of a reader, between the core's operation Wait (specification: Wait_*, Wake_*) and a task. Writers only ever call
/// <see cref="Hint"/>, after they have set the signal; the lock is the reader's side's own.
/// </summary>
/// <remarks>
/// A hint says "look at the signal", no more: it may arrive late, when its signal was taken by a cancellation and the reader
/// sleeps anew. The signal word tells, since it is set once for each sleep that a writer ended, and taken before the next.
/// </remarks>
internal sealed class Sleeper : IThreadPoolWorkItem, IValueTaskSource<WakeReason>
{
    private readonly RingBuffer _ring;
    private readonly Lock _lock = new();
    private readonly ITimer? _timer;
    private ManualResetValueTaskSourceCore<WakeReason> _source;
    private long _target;
    private bool _asleep;
    private bool _timeUp;
    private bool _stopped;

    public Sleeper(RingBuffer ring)
    {
        _ring = ring;
        if (ring.Options.MaxWait != Timeout.InfiniteTimeSpan)
        {
            TimeProvider time = ring.Options.TimeProvider ?? TimeProvider.System;
            _timer = time.CreateTimer(
                static s => ((Sleeper)s!).Wake(WakeReason.TimeUp), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>A delivery or the completion of the ring has set the signal. For writers: no lock, and no allocation of its own.</summary>
    public void Hint() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    /// <summary>
    /// Since <see cref="BeginWait"/> a sleep ended, or was none, because what was awaited or a later one was delivered, or the ring completed.
    /// For the waiting reader: set before its sleep ends.
    /// </summary>
    public bool Reached { get; private set; }

    /// <summary>A wait begins, which may be several sleeps. For the reader, when none is asleep.</summary>
    public void BeginWait() => Reached = false;

    /// <summary>Starts to measure the longest wait, if there is one.</summary>
    public void StartTimer()
    {
        if (_timer is not null)
        {
            lock (_lock)
            {
                _timeUp = false;
            }

            // A callback of an earlier wait that is still on its way ends this one early: it flushes too soon, no more.
            _timer.Change(_ring.Options.MaxWait, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Measures no longer.</summary>
    public void StopTimer() => _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Sleeps until so many sub-buffers are complete, unless there is a reason not to. Register the cancellation before.</summary>
    public ValueTask<WakeReason> SleepAsync(int subBuffers, CancellationToken cancellation)
    {
        // Whoever comes with a reason takes the lock after having said it (token cancelled, flag set): so it is seen here, or finds
        // the reader asleep.
        lock (_lock)
        {
            if (_stopped || cancellation.IsCancellationRequested || _timeUp)
            {
                WakeReason reason = _stopped ? WakeReason.Stopped : _timeUp ? WakeReason.TimeUp : WakeReason.Cancelled;
                _timeUp = false;
                return new(reason);
            }

            if (!_ring.Core.PrepareToWait(subBuffers, out _target))
            {
                GC.KeepAlive(_ring);
                Reached = true;
                return new(WakeReason.LookAgain);
            }

            _source.Reset();
            _asleep = true;
            return new(this, _source.Version);
        }
    }

    /// <summary>Ends the sleep for a reason other than data.</summary>
    public void Wake(WakeReason reason)
    {
        lock (_lock)
        {
            _stopped |= reason == WakeReason.Stopped;
            if (!_asleep)
            {
                _timeUp |= reason == WakeReason.TimeUp;
                return;
            }

            // False: a writer was first, and its signal is on its way. Nothing else may begin before it is taken.
            if (!_ring.Core.CancelWait(_target))
            {
                _ring.Core.TakeSignal();
                Reached = true;
            }

            GC.KeepAlive(_ring);
            _asleep = false;
        }

        // Not on the stack of someone who cancels or disposes, perhaps with locks of their own.
        _source.RunContinuationsAsynchronously = reason != WakeReason.TimeUp;
        _source.SetResult(reason);
    }

    /// <summary>Ends the sleep for good. When this returns, the core's reader awaits nothing.</summary>
    public void Stop()
    {
        Wake(WakeReason.Stopped);
        _timer?.Dispose();
    }

    /// <summary>On a thread of the pool, for a hint.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        lock (_lock)
        {
            if (!_asleep || !_ring.IsSignalled)
            {
                return;
            }

            _ring.Core.TakeSignal();
            GC.KeepAlive(_ring);
            Reached = true;
            _asleep = false;
        }

        _source.RunContinuationsAsynchronously = false;
        _source.SetResult(WakeReason.LookAgain);
    }

    WakeReason IValueTaskSource<WakeReason>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<WakeReason>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<WakeReason>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
