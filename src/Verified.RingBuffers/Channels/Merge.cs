namespace Verified.RingBuffers;

/// <summary>
/// Gives the records of all buffers of a channel in the order of their times: those at which the buffers are stand in a heap, and the first
/// is given when no buffer without a record can yet have an earlier one. For one reader at a time.
/// </summary>
/// <remarks>
/// A buffer is <i>settled</i> at a time if all its records to come, beyond those that the merge has seen, are no earlier
/// (<see cref="MergeSource.SettledAt"/>). In a buffer times never go back; so a record of the heap's first buffer may be given when every
/// buffer outside the heap is settled at its time, those included that were never used (<see cref="_unused"/>). What settles:
/// <list type="number">
/// <item>The end of a sub-buffer that was read, at its end time: whoever ended it read that clock after all records in it were reserved, and
/// whoever reserved behind it after that.</item>
/// <item>With any number of writers, that the write position changed. That nothing is reserved beyond what was read is not enough: a writer
/// may have read the clock, and reserve after the look. So the clock is read first, time q; then the write position, w; and when it is seen to
/// be another, w', then only one reservation beyond w can be earlier than q: that which changed it from w, and it lies before w'. Whoever
/// reserves behind that read a position beyond w, hence after w was read, and the clock after that. So when all is read
/// before a sub-buffer that begins at w' or later, the buffer is settled at q (<see cref="SettleProcessors"/>). A flush moves the position, if
/// it must by a sub-buffer without records. (The sub-buffer in which w' lies will not do: the one reservation may have begun it.)</item>
/// <item>With a thread's buffer, where no one else may flush, that its thread is out of it: q, a barrier of the process, and then the look. A thread that
/// read the clock before q said before that it is inside, so that is visible behind the barrier, unless it came out, and then what
/// it reserved is visible. If all reserved is read, the buffer is settled at q. If not, what is left lies in a sub-buffer that its thread has not
/// ended: it is asked to, and if it has not come by the next time, the buffer is taken from it, as long as a flush takes
/// (<see cref="ChannelBuffer"/>).</item>
/// <item>That it is free, or was never taken: who takes it makes a fence before the clock of its first record is read.</item>
/// </list>
/// The clock must not go back between threads, as for a ring's own order. What holds the merge back is a thread stopped inside
/// a write or a reservation, and a processor's ring in which nothing can be ended, being full: that is read first.
/// </remarks>
internal sealed partial class Merge(TraceChannel channel)
{
    private readonly PriorityQueue<MergeSource, (long Time, int Index)> _heads = new(channel.MaxBuffers);
    private readonly List<MergeSource> _waiting = new(channel.MaxBuffers);
    // Of the interval, so that who can not be settled is not asked all the time.
    private const int LeastPart = 16;

    private readonly MergeRule _rule = channel.Options.Rule;
    private MergeSource? _given;
    private int _known;
    private long _bound = long.MinValue;
    private long _unused = long.MinValue;
    private long _settledLast = long.MinValue;

    /// <summary>Was the end of data found?</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>The buffer at the next record, if there is one that may be given.</summary>
    public MergeSource? Next()
    {
        if (GoOn(give: true))
        {
            return _given;
        }

        if (!IsReady)
        {
            Look();
            if (!IsReady && IsTimeToSettle())
            {
                Settle();
            }
        }

        return Give();
    }

    /// <summary>All that was committed before the call can be read afterwards, but for what stands behind an open reservation.</summary>
    public void SettleAll()
    {
        GoOn(give: false);
        Settle();
        if (IsPerThread)
        {
            Settle(); // what was asked and did not answer
        }
    }

    private bool IsPerThread => channel.Options.Layout == ChannelLayout.PerThread;

    private bool IsReady => _heads.TryPeek(out _, out var first) && first.Time <= _bound;

    /// <summary>Past the record given last; only now, since it was valid until now.</summary>
    /// <returns>True if the next of its buffer is the next of all, and was to be given if so: then it is, past the heap.</returns>
    private bool GoOn(bool give)
    {
        if (_given is not { } source)
        {
            return false;
        }

        bool hasRecord = source.MoveNext();
        if (give && hasRecord && source.Time <= _bound
            && (!_heads.TryPeek(out _, out var first) || (source.Time, source.Buffer.Index).CompareTo(first) < 0))
        {
            return true;
        }

        _given = null;
        Put(source, hasRecord);
        return false;
    }

    private MergeSource? Give()
    {
        _given = IsReady ? _heads.Dequeue() : null;
        return _given;
    }

    private void Put(MergeSource source, bool hasRecord)
    {
        if (hasRecord)
        {
            _heads.Enqueue(source, (source.Time, source.Buffer.Index));
        }
        else
        {
            _waiting.Add(source);
            _bound = Math.Min(_bound, source.SettledAt);
        }
    }

    /// <summary>What can be found without changing anything: new buffers, and sub-buffers that are complete.</summary>
    private void Look()
    {
        LookForBuffers();
        int kept = 0;
        for (int i = 0; i < _waiting.Count; i++)
        {
            MergeSource source = _waiting[i];
            if (source.Refill())
            {
                Put(source, hasRecord: true);
            }
            else
            {
                _waiting[kept++] = source;
            }
        }

        _waiting.RemoveRange(kept, _waiting.Count - kept);
        SetBound();
    }

    private void LookForBuffers()
    {
        long now = channel.ReadClock();
        Interlocked.MemoryBarrier(); // the time, then the look
        int used = channel.Used;
        for (; _known < used; _known++)
        {
            var source = new MergeSource(channel.Buffers[_known], channel.Settings);
            source.Settle(_unused); // it was not there then
            _waiting.Add(source);
        }

        _unused = used == channel.MaxBuffers || _rule == MergeRule.KnownBuffersOnly ? long.MaxValue : now;
    }

    private void SetBound()
    {
        _bound = _unused;
        foreach (MergeSource source in _waiting)
        {
            _bound = Math.Min(_bound, source.SettledAt);
        }
    }

    /// <summary>After the interval; sooner if what is held back could fill its buffer before.</summary>
    private bool IsTimeToSettle()
    {
        if (_settledLast == long.MinValue)
        {
            return true;
        }

        long since = channel.ReadClock() - _settledLast;
        return since >= channel.Options.SettleTicks
            || (since >= channel.Options.SettleTicks / LeastPart && _heads.TryPeek(out MergeSource? first, out _) && first.IsHalfFull);
    }

    private void Settle()
    {
        _settledLast = channel.ReadClock();
        bool isCompleted = channel.IsCompleted; // before the look: whoever comes after is refused
        if (IsPerThread)
        {
            SettleThreads();
        }
        else
        {
            SettleProcessors();
        }

        IsAtEnd = isCompleted && _heads.Count == 0 && _waiting.TrueForAll(
            s => IsPerThread ? s.Buffer.State is BufferState.Free or BufferState.Preparing : s.IsAtEnd);
    }
}
