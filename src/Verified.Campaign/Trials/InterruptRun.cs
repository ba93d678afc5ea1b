using Verified.RingBuffers;
using Verified.RingBuffers.Core;

namespace Verified.Campaign.Trials;

/// <summary>What interrupts.</summary>
internal enum Interrupt
{
    OneRecord,
    SmallRecord,
    RecordThenRead,
    LapThenRead,
    Lap,
    FlushActive,
    FlushFinal,
    FlushThenRead,
    PauseAndResume,
    Snapshot,
    Clear,
    CancelWait,
    TooBig,
}

/// <summary>
/// A fixed run of one thread that is interrupted before one of its steps, as by a signal handler, by a whole operation of another
/// writer, flusher or reader. Everything that is read was accepted, whole, and comes in order, with its time; and nothing is
/// missing that was not overwritten or cleared.
/// </summary>
internal sealed class InterruptRun<TRules>
    where TRules : struct, IRules
{
    private const int Size = 128;
    private const int Count = 2;
    private readonly RingSettings _settings;
    private readonly Region _region;
    private readonly Hook _hook;
    private readonly RingCore<HookedMemory, TRules, ManyWriters> _core;
    private readonly InterruptAccounts _accounts;
    private readonly CrashAccounts _crashes;
    private int _nextId;
    private int _depth;
    private bool _reading;
    private bool _preparing;
    private bool _isSignalled;
    private long? _awaited;
    private long _now;

    /// <param name="interrupt">What happens.</param>
    /// <param name="at">Before which step.</param>
    /// <param name="mode">The ring's mode.</param>
    /// <param name="clocked">Do records have a time?</param>
    /// <param name="dies">After each step for a while, from the interruption on, what would be there if the thread died then is recovered and compared.</param>
    public InterruptRun(Interrupt interrupt, int at, RingBufferMode mode, bool clocked, bool dies = false)
    {
        _settings = new RingSettings(new Geometry(Size, Count), mode, clocked, ShortTimeBits: 2, Recoverable: !clocked);
        _region = Region.Allocate<TRules>(_settings);
        _hook = new Hook(_region) { InterruptAt = at, Limit = 20_000 };
        _crashes = new CrashAccounts(_region);
        _hook.Interrupt = () => Do(interrupt);
        _hook.Seen = dies ? () => Die(at) : null;
        _core = new(new HookedMemory(_region, _hook), _settings);
        _accounts = new InterruptAccounts(isLossy: mode == RingBufferMode.Overwrite);
    }

    public List<string> Log => _hook.Log;

    /// <summary>Records recovered, of all the deaths.</summary>
    public long Recovered => _crashes.Recovered;

    /// <summary>The interrupted thread: fills to the last byte, leaves padding, abandons, flushes, goes round more than a lap.</summary>
    public void Run()
    {
        for (int round = 0; round < 2; round++)
        {
            Sleep();
            Fill();
            Fill(); // to the last byte
            Produce(() => _core.Flush(FlushMode.Final));
            Cancel();
            ReadAll();
            Write(36);
            Fill(); // does not fit
            Write(_settings.Clocked ? 16 : 20, keep: false);
            Write(Size); // too big
            Snapshot();
            Produce(() => _core.Flush(FlushMode.Active));
            Write(4); // full, or overwrites
            Produce(() => _core.Flush(FlushMode.Pause));
            Write(4); // refused
            ReadAll();
            Produce(() => _core.Flush(FlushMode.Resume));
        }

        Write(4);
        Sleep();
        Produce(() => _core.Flush(FlushMode.Complete));
        Cancel();
        Finish();
    }

    private void Finish()
    {
        ReadAll();
        _hook.Interrupt = null;
        Require(_core.TryGet(out _) == GetResult.EndOfData, "there is no end of data");
        _accounts.Verify();
        long lost = _core.LostFull + _core.LostWrapped + _core.LostTooBig + _core.LostRefused;
        Require(lost == _accounts.Lost, "the losses do not add up");
        Require(_core.LostAbandoned == _accounts.Abandoned, "the abandoned do not add up");
    }

    /// <summary>Half of the room of a sub-buffer.</summary>
    private void Fill() => Write(_settings.Clocked ? 24 : 28);

    private void Do(Interrupt interrupt)
    {
        _depth++;
        switch (interrupt)
        {
            case Interrupt.OneRecord or Interrupt.RecordThenRead:
                Fill();
                break;
            case Interrupt.SmallRecord:
                Write(4);
                break;
            case Interrupt.Lap or Interrupt.LapThenRead:
                Go(2 * Count, interrupt == Interrupt.LapThenRead);
                break;
            case Interrupt.FlushActive or Interrupt.FlushFinal or Interrupt.FlushThenRead:
                Produce(() => _core.Flush(interrupt == Interrupt.FlushFinal ? FlushMode.Final : FlushMode.Active));
                break;
            case Interrupt.PauseAndResume:
                Produce(() => _core.Flush(FlushMode.Pause));
                Write(4);
                Produce(() => _core.Flush(FlushMode.Resume));
                break;
            case Interrupt.Snapshot:
                Snapshot();
                break;
            case Interrupt.Clear:
                Clear();
                break;
            case Interrupt.CancelWait:
                Cancel();
                break;
            case Interrupt.TooBig:
                Write(Size);
                break;
        }

        if (interrupt is Interrupt.RecordThenRead or Interrupt.FlushThenRead)
        {
            ReadAll();
        }

        _depth--;
    }

    private void Go(int subBuffers, bool reads)
    {
        for (int k = 0; k < subBuffers; k++)
        {
            if (reads)
            {
                ReadAll();
            }

            Write(_settings.Clocked ? 56 : 60);
        }

        if (reads)
        {
            ReadAll();
        }
    }

    private void Write(int length, bool keep = true)
    {
        _now += length % (_depth > 0 ? 3 : 5); // some interruptions take no time
        _region.Memory.StoreRelaxed(RegionLayout.Now, _now, Steps.None);

        ReserveResult result = _core.TryReserve(length, out Reserved slot);
        if (result != ReserveResult.Ok)
        {
            _accounts.Lost++;
            Require(result != ReserveResult.Wrapped || _depth > 0, "the only writer was told that a writer is a lap behind");
            return;
        }

        OnWoken(slot.Woke);
        byte[] payload = Payloads.Of(_nextId++, length);
        payload.CopyTo(_region.Bytes[(int)_core.PayloadOffset(slot)..]);
        _crashes.End(slot, payload, keep);
        if (keep)
        {
            _accounts.Accept(slot, payload);
            Produce(() => _core.Commit(slot));
        }
        else
        {
            _accounts.Abandoned++;
            Produce(() => _core.Abandon(slot));
        }

        _crashes.Ended(slot);
        if (_hook.Seen is not null && _depth == 0)
        {
            _crashes.Recover(atRest: true);
        }
    }

    /// <summary>An operation or two after the interruption there is nothing that it could have left.</summary>
    private void Die(int at)
    {
        if (_hook.Log.Count > at && _hook.Log.Count <= at + 100)
        {
            _crashes.Recover();
        }
    }

    private void Produce(Func<bool> operation)
    {
        OnWoken(operation());
        Require(_depth > 0 || _preparing || _awaited is not { } target || !IsDelivered(target), "the reader sleeps on");
    }

    private void OnWoken(bool woke)
    {
        if (woke && _preparing)
        {
            _isSignalled = true;
        }
        else if (woke)
        {
            _core.TakeSignal();
            _awaited = null;
        }
    }

    private bool IsDelivered(long target) =>
        _region.Memory.LoadAcquire(RegionLayout.DeliveredCount(_core.Geometry.Index(target)), Steps.None)
        >= _core.Geometry.FullCount(target);

    private void Sleep() => AsReader(() =>
    {
        _preparing = true;
        bool sleeps = _core.PrepareToWait(1, out long target);
        _preparing = false;
        _awaited = sleeps ? target : null;
        OnWoken(sleeps && _isSignalled);
        _isSignalled = false;
        Require(_awaited is null || !IsDelivered(target), "the reader sleeps though it need not");
    });

    /// <summary>If a deliverer was first, its operation says so when it is done, and the signal is taken then.</summary>
    private void Cancel()
    {
        if (_awaited is { } target && (_core.CancelWait(target) || _depth > 0))
        {
            _awaited = null;
        }
    }

    private void ReadAll() => AsReader(() =>
    {
        while (_core.TryGet(out Held held) == GetResult.Ok)
        {
            _accounts.Read(held, RecordsOf(held));
            _core.Move(held);
        }
    });

    private void Snapshot() => AsReader(() =>
    {
        SnapshotCursor cursor = _core.BeginSnapshot();
        while (_core.TryGetNext(ref cursor, out Held held))
        {
            _accounts.Look(RecordsOf(held));
            _core.Put(held);
        }
    });

    private void Clear() => AsReader(() => _accounts.IsLossy |= _core.Clear() > 0);

    /// <summary>One reader at a time, and not while it sleeps.</summary>
    private void AsReader(Action action)
    {
        if (!_reading && _awaited is null)
        {
            _reading = true;
            action();
            _reading = false;
        }
    }

    private List<ReadRecord> RecordsOf(in Held held)
    {
        var found = new List<ReadRecord>();
        var records = new RecordEnumerator(_region.SubBuffer(held.Sub), held, _settings);
        while (records.MoveNext())
        {
            Record record = records.Current;
            found.Add(new ReadRecord(record.Position, record.Timestamp, record.Payload.ToArray()));
        }

        return found;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidDataException(otherwise);
        }
    }
}
