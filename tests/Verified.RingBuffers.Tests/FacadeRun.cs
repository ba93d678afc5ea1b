using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>
/// The public face against the plain model: every answer, every byte, every time, every loss. A reservation and a held sub-buffer live on
/// the stack, so what was begun last ends first: writers nest as they do in a signal handler, and write while the reader holds.
/// </summary>
internal sealed partial class FacadeRun : IDisposable
{
    private readonly FacadeWorkload _workload;
    private readonly PlainRing _model;
    private readonly ManualTime _time = new();
    private readonly RingBuffer _ring;
    private readonly RingBufferReader _reader;
    private readonly Accounts _accounts = new();
    private readonly Seen _seen;
    private int _next;
    private int _nextId;
    private bool _readerIsBusy;
    private bool _readerWaits;

    private FacadeRun(FacadeWorkload workload, Seen seen)
    {
        _workload = workload;
        _seen = seen;
        _model = new PlainRing(workload.Mode, workload.Size, workload.Count, workload.Clocked);
        _ring = RingBuffer.Create(new RingBufferOptions
        {
            Mode = workload.Mode,
            SubBufferSize = workload.Size,
            SubBufferCount = workload.Count,
            Clock = workload.Clocked ? RingBufferClock.Stopwatch : RingBufferClock.None,
            TimeProvider = _time,
            Watermark = workload.Watermark,
        });
        _reader = _ring.OpenReader();
    }

    private enum Ends
    {
        Nothing,
        Reservation,
        Hold,
    }

    public static void Check(FacadeWorkload workload, Seen seen)
    {
        using var run = new FacadeRun(workload, seen);
        run.All();
    }

    public void Dispose()
    {
        _reader.Dispose();
        _ring.Dispose();
    }

    private void All()
    {
        while (_next < _workload.Acts.Count)
        {
            Nest(Ends.Nothing, int.MaxValue);
        }

        Flush(FlushMode.Complete);
        while (Read(Hold.Briefly))
        {
        }

        Assert.True(_reader.IsCompleted);
        Assert.True(_model.AtEnd);
        _accounts.Balance(_ring.Losses, _reader.OverwrittenSubBuffers, _model);
        _seen.Add(_ring.Losses, _reader.OverwrittenSubBuffers);
    }

    /// <summary>Runs operations until one ends what this level is in, or there were enough.</summary>
    private Do Nest(Ends until, int most)
    {
        while (_next < _workload.Acts.Count && most-- > 0)
        {
            Act act = _workload.Acts[_next++];
            if (act.What is Do.Commit or Do.Abandon && until == Ends.Reservation)
            {
                return act.What;
            }

            if (act.What == Do.Release && until == Ends.Hold)
            {
                return act.What;
            }

            One(act);
            Assert.Equal(_model.Losses, _ring.Losses);
        }

        return Do.Commit;
    }

    private void One(Act act)
    {
        switch (act.What)
        {
            case Do.Reserve:
                Reserve(act.Number);
                break;
            case Do.FlushActive:
                Flush(FlushMode.Active);
                break;
            case Do.FlushFinal:
                Flush(FlushMode.Final);
                break;
            case Do.Pause:
                Flush(FlushMode.Pause);
                break;
            case Do.Resume:
                Flush(FlushMode.Resume);
                break;
            case Do.Complete:
                Flush(FlushMode.Complete);
                break;
            case Do.Tick:
                _time.Advance((long)act.Number);
                _model.Now = _time.GetTimestamp();
                break;
            default:
                OfReader(act);
                break;
        }
    }

    private void OfReader(Act act)
    {
        if (_readerWaits)
        {
            return; // until when, is for the thread pool to say
        }

        if (_readerIsBusy)
        {
            Assert.Throws<InvalidOperationException>(() => _reader.TryRead(out _));
            return;
        }

        switch (act.What)
        {
            case Do.Read:
                Read(Hold.Briefly);
                break;
            case Do.Hold:
                Read(Hold.WhileOthersRun);
                break;
            case Do.Snapshot:
                Snapshot(act.Number);
                break;
            case Do.Clear:
                _accounts.Cleared(_model);
                Assert.Equal(_model.Clear(), _reader.Clear());
                break;
            case Do.Wait:
                Wait(act.Number);
                break;
        }
    }

    private void Flush(FlushMode mode)
    {
        _model.Flush(mode);
        switch (mode)
        {
            case FlushMode.Pause:
                _ring.Pause();
                break;
            case FlushMode.Resume:
                _ring.Resume();
                break;
            case FlushMode.Complete:
                _ring.Complete();
                break;
            default:
                _ring.Flush(sendEmpty: mode == FlushMode.Final);
                break;
        }

        Assert.Equal(_model.Completed, _ring.IsCompleted);
    }

    private void Reserve(int length)
    {
        _accounts.Attempted++;
        int id = _nextId++;
        PlainRecord? expected = _model.Reserve(id, length);
        if (length % 4 == 3) // some in one go
        {
            Assert.Equal(expected is not null, _ring.TryWrite(Payloads.Of(id, length)));
            if (expected is not null)
            {
                expected.State = PlainState.Kept;
                _accounts.Accepted++;
            }

            return;
        }

        Assert.Equal(expected is not null, _ring.TryReserve(length, out Reservation slot));
        if (expected is null)
        {
            return;
        }

        Assert.Equal(expected.Time, slot.Timestamp);
        Payloads.Fill(slot.Span, id);
        if (Nest(Ends.Reservation, int.MaxValue) == Do.Abandon)
        {
            _model.Abandon(expected);
        }
        else
        {
            expected.State = PlainState.Kept;
            _accounts.Accepted++;
            slot.Commit();
        }

        slot.Dispose();
    }
}
