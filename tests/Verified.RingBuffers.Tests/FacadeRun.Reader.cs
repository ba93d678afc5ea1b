using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <content>The reader's operations.</content>
internal sealed partial class FacadeRun
{
    private int _expected;
    private Losses _stated;

    private enum Hold
    {
        Briefly,
        WhileOthersRun,
    }

    private bool Read(Hold hold)
    {
        int at = _model.At;
        bool any = _reader.TryRead(out SubBuffer sub);
        Assert.Equal(_model.IsComplete(at), any);
        Assert.Equal(_model.AtEnd, _reader.IsCompleted);
        if (!any)
        {
            return false;
        }

        using (sub)
        {
            // Sequence gaps are what was overwritten, no more and no less.
            Assert.Equal(Enumerable.Range(_expected, at - _expected).Count(n => !_model[n].Dropped), sub.Overwritten);
            AssertSame(at, sub, _stated);
            _accounts.Read(sub);
            if (hold == Hold.WhileOthersRun)
            {
                _readerIsBusy = true;
                Nest(Ends.Hold, int.MaxValue);
                _seen.HeldOverwritten |= _model.IsOverwritten(at);
                _readerIsBusy = false;
                AssertSame(at, sub, _stated); // nothing written under the reader's hands
            }
        }

        _expected = at + 1;
        _stated = _model[at].Stated;
        _model[at].WasRead = true;
        _model.Release(at);
        return true;
    }

    /// <summary>Writers run while the loop is at each sub-buffer.</summary>
    private void Snapshot(int inside)
    {
        _model.Flush(FlushMode.Active);
        int number = _model.At;
        int end = _model.Begun;
        int overwritten = 0;
        int unfinished = 0;
        Snapshot snapshot = _reader.Snapshot();
        Losses stated = _stated;
        _readerIsBusy = true;
        foreach (SubBuffer sub in snapshot)
        {
            int before = overwritten;
            number = Skip(number, (int)sub.Sequence, ref overwritten, ref unfinished);
            Assert.Equal(overwritten - before, sub.Overwritten);
            AssertSame(number, sub, stated);
            Nest(Ends.Nothing, inside);
            AssertSame(number, sub, stated);
            stated = _model[number++].Stated;
        }

        _readerIsBusy = false;
        Skip(number, end, ref overwritten, ref unfinished);
        Assert.Equal(overwritten, snapshot.Overwritten);
        Assert.Equal(unfinished, snapshot.Unfinished);
        _seen.Snapshot(overwritten, unfinished);
        Assert.Throws<InvalidOperationException>(() => snapshot.GetEnumerator());
    }

    /// <summary>Those that a snapshot left out between two that it gave: rightly, each for one cause.</summary>
    private int Skip(int from, int to, ref int overwritten, ref int unfinished)
    {
        for (; from < to; from++)
        {
            bool gone = _model.IsOverwritten(from);
            Assert.True(gone || !_model.IsComplete(from), $"{from} was left out");
            overwritten += gone ? 1 : 0;
            unfinished += gone ? 0 : 1;
        }

        return to;
    }

    private void AssertSame(int number, SubBuffer sub, Losses before)
    {
        PlainSubBuffer expected = _model[number];
        Assert.Equal(number, sub.Sequence);
        Assert.Equal((long)number * _workload.Size, sub.Position);
        Assert.Equal(expected.BeginTime, sub.BeginTime);
        Assert.Equal(expected.EndTime, sub.EndTime);
        Assert.Equal(expected.Stated, sub.StatedLosses);
        Assert.Equal(expected.Stated - before, sub.LostBefore);
        using IEnumerator<PlainRecord> records = expected.Kept.GetEnumerator();
        foreach (Record record in sub)
        {
            Assert.True(records.MoveNext());
            Assert.Equal(records.Current.Time, record.Timestamp);
            Assert.True(records.Current.Payload.AsSpan().SequenceEqual(record.Payload), $"payload at {record.Position}");
        }

        Assert.False(records.MoveNext());
    }

    /// <summary>Writers run while the reader sleeps.</summary>
    private void Wait(int inside)
    {
        int last = _model.At + _workload.Watermark - 1;
        bool first = _model.IsComplete(_model.At);
        bool enough = first && (_model.Completed || _model.IsComplete(last));
        using var cancellation = new CancellationTokenSource();
        ValueTask<bool> wait = _reader.WaitToReadAsync(cancellation.Token);
        if (enough || _model.AtEnd)
        {
            Assert.True(wait.IsCompletedSuccessfully);
            Assert.Equal(enough, wait.GetAwaiter().GetResult());
            return;
        }

        _seen.Sleep = true;
        Assert.False(wait.IsCompleted);
        Assert.Throws<InvalidOperationException>(() => _reader.TryRead(out _));
        int awaited = _model.IsComplete(last) ? _model.At : last; // a writer is at work in the first
        bool[] before = [.. Enumerable.Range(0, _model.Begun).Select(_model.IsComplete)];
        Task<bool> task = wait.AsTask();
        _readerWaits = true;
        Nest(Ends.Nothing, inside);
        _readerWaits = false;
        bool delivered = Enumerable.Range(0, _model.Begun).Skip(awaited).Any(n => _model.IsComplete(n) && !before.ElementAtOrDefault(n));
        EndWait(task, delivered, cancellation);
    }

    /// <summary>
    /// A reader that sleeps is told when what it awaits or a later one is delivered meanwhile and it can read something, though what it awaits may not
    /// be the watermark's any more: that is counted from the oldest, which writers have overwritten meanwhile.
    /// </summary>
    private void EndWait(Task<bool> task, bool delivered, CancellationTokenSource cancellation)
    {
        bool first = _model.IsComplete(_model.At);
        if (_model.Completed ? first || _model.AtEnd : first && delivered)
        {
            _seen.Woken = true;
            _seen.WokenForLess |= !_model.Completed && !_model.IsComplete(_model.At + _workload.Watermark - 1);
            Assert.Equal(first, task.Ends().GetAwaiter().GetResult());
            return;
        }

        bool mayHaveEnded = delivered || _model.Completed; // in between something was there
        Assert.True(mayHaveEnded || !task.IsCompleted);
        cancellation.Cancel();
        try
        {
            Assert.True(task.Ends().GetAwaiter().GetResult() && mayHaveEnded);
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>Sums of what the ring gave, without the model's opinion of it.</summary>
    private sealed class Accounts
    {
        private long _lastTime;
        private long _records;
        private long _subBuffers;
        private long _cleared;
        private long _clearedRecords;

        public long Attempted { get; set; }

        public long Accepted { get; set; }

        public void Read(SubBuffer sub)
        {
            _subBuffers++;
            Assert.InRange(sub.BeginTime, _lastTime, long.MaxValue);
            _lastTime = sub.BeginTime;
            foreach (Record record in sub)
            {
                Assert.InRange(record.Timestamp, _lastTime, sub.EndTime);
                _lastTime = record.Timestamp;
                _records++;
            }

            _lastTime = sub.EndTime;
        }

        public void Cleared(PlainRing model)
        {
            for (int at = model.At; model.IsComplete(at); at++)
            {
                _cleared++;
                _clearedRecords += model[at].Kept.Count();
                model[at].Dropped = true;
            }
        }

        public void Balance(Losses losses, long overwritten, PlainRing model)
        {
            Assert.Equal(Attempted, Accepted + losses.Total);
            Assert.Equal(model.Begun, _subBuffers + overwritten + _cleared);
            long gone = Enumerable.Range(0, model.Begun).Where(n => !model[n].Dropped && !model[n].WasRead).Sum(n => model[n].Kept.Count());
            Assert.Equal(Accepted, _records + gone + _clearedRecords);
        }
    }
}
