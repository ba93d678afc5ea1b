using Verified.RingBuffers.Core;

namespace Verified.Campaign.Trials;

/// <summary>What was lost or given up, by cause.</summary>
internal readonly record struct Counts(long Full, long Wrapped, long TooBig, long Refused, long Abandoned)
{
    public LossSample Sample => new(Full, Wrapped, TooBig);
}

/// <summary>
/// What a ring buffer does when one operation follows another, said with lists and no positions arithmetic of the algorithm's:
/// sub-buffers in a row, each with room, records and times, of which the reader has passed so many.
/// </summary>
internal sealed class SequentialModel(RingSettings settings)
{
    private const int PacketHeaderSize = 64;
    private readonly List<SubBufferModel> _subBuffers = [];
    private readonly int _size = settings.Geometry.SubBufferSize;
    private readonly int _count = settings.Geometry.SubBufferCount;
    private Gate _gate;
    private long _last;

    /// <summary>The clock.</summary>
    public long Now { get; set; }

    /// <summary>The number of the sub-buffer that is read next.</summary>
    public int Oldest { get; private set; }

    /// <summary>The number of the sub-buffer where a snapshot of now ends.</summary>
    public int Written => Current is null ? _subBuffers.Count : _subBuffers.Count - 1;

    /// <summary>Where a snapshot of now begins.</summary>
    public int Kept => Math.Max(Oldest, Written - _count);

    public Counts Losses { get; private set; }

    /// <summary>Completed, and everything was read.</summary>
    public bool IsEnd => _gate == Gate.Closed && Oldest == _subBuffers.Count;

    public bool IsCompleted => _gate == Gate.Closed;

    public List<int> Open => [.. _subBuffers.SelectMany(s => s.Records).Where(r => r.State == RecordState.Open).Select(r => r.Id)];

    private SubBufferModel? Current => _subBuffers.Count > 0 && !_subBuffers[^1].Closed ? _subBuffers[^1] : null;

    private long Time => settings.Clocked ? Now : 0;

    public ReserveResult Reserve(int id, int length)
    {
        int room = ((settings.Clocked ? 8 : 4) + length + 7) / 8 * 8;
        if (room > _size - PacketHeaderSize)
        {
            return Lose(ReserveResult.TooBig);
        }

        if (_gate != Gate.Open)
        {
            return Lose(ReserveResult.Refused);
        }

        bool isFar = settings.Clocked && (Now < _last || Now - _last >= 1L << settings.ShortTimeBits);
        int need = room + (isFar ? 8 : 0);
        SubBufferModel? current = Current;
        if (current is null || current.Used + need > _size)
        {
            ReserveResult may = MayEnter();
            if (may != ReserveResult.Ok)
            {
                return Lose(may);
            }

            Close();
            Enter(new SubBufferModel(Time) { Used = PacketHeaderSize });
            need = room;
        }

        SubBufferModel sub = _subBuffers[^1];
        sub.Records.Add(new RecordModel(id, length, Time));
        sub.Used += need;
        _last = Now;
        if (sub.Used == _size)
        {
            Close();
        }

        return ReserveResult.Ok;
    }

    public void End(int id, RecordState state)
    {
        _subBuffers.SelectMany(s => s.Records).Single(r => r.Id == id).State = state;
        if (state == RecordState.Abandoned)
        {
            Losses = Losses with { Abandoned = Losses.Abandoned + 1 };
        }
    }

    public void Flush(FlushMode mode)
    {
        switch (_gate)
        {
            case Gate.Open when mode != FlushMode.Resume:
                if (Current is not null)
                {
                    Close();
                }
                else if (mode == FlushMode.Final && MayEnter() == ReserveResult.Ok)
                {
                    Enter(new SubBufferModel(Time));
                    Close();
                }

                _gate = mode == FlushMode.Pause ? Gate.Paused : mode == FlushMode.Complete ? Gate.Closed : Gate.Open;
                break;
            case Gate.Paused when mode is FlushMode.Resume or FlushMode.Complete:
                _gate = mode == FlushMode.Resume ? Gate.Open : Gate.Closed;
                break;
        }
    }

    /// <summary>Was this sub-buffer delivered?</summary>
    public bool IsComplete(int number) => number < _subBuffers.Count && _subBuffers[number].Complete;

    /// <summary>How many were delivered, from this one on.</summary>
    public int CompleteFrom(int number) => _subBuffers.Skip(number).Count(s => s.Complete);

    /// <summary>Does a later one serve its slot?</summary>
    public bool IsOverwritten(int number) => number + _count < _subBuffers.Count;

    /// <summary>What a reader finds in a sub-buffer.</summary>
    public Batch Content(int number)
    {
        SubBufferModel sub = _subBuffers[number];
        IEnumerable<RecordModel> kept = sub.Records.Where(r => r.State == RecordState.Kept);
        return new Batch(
            (long)number * _size, sub.BeginTime, sub.EndTime, sub.Losses, [.. kept.Select(r => (r.Time, Payloads.Of(r.Id, r.Length)))]);
    }

    /// <summary>The sub-buffer that the reader must get, or null.</summary>
    public Batch? Next() => IsComplete(Oldest) ? Content(Oldest) : null;

    public void Release(int number) => Oldest = Math.Max(Oldest, number + 1);

    public int Clear()
    {
        int released = 0;
        for (; IsComplete(Oldest); released++)
        {
            Oldest++;
        }

        return released;
    }

    private void Enter(SubBufferModel sub)
    {
        _subBuffers.Add(sub);
        if (settings.Overwrites)
        {
            Oldest = Math.Max(Oldest, _subBuffers.Count - _count);
        }
    }

    private void Close()
    {
        if (Current is { } current)
        {
            current.Closed = true;
            current.EndTime = Time;
            current.Losses = Losses.Sample;
        }
    }

    private ReserveResult MayEnter()
    {
        int number = _subBuffers.Count;
        if (number >= _count && !_subBuffers[number - _count].Complete)
        {
            return ReserveResult.Wrapped;
        }

        return !settings.Overwrites && number - Oldest >= _count ? ReserveResult.Full : ReserveResult.Ok;
    }

    private ReserveResult Lose(ReserveResult cause)
    {
        Losses = cause switch
        {
            ReserveResult.Full => Losses with { Full = Losses.Full + 1 },
            ReserveResult.Wrapped => Losses with { Wrapped = Losses.Wrapped + 1 },
            ReserveResult.TooBig => Losses with { TooBig = Losses.TooBig + 1 },
            _ => Losses with { Refused = Losses.Refused + 1 },
        };
        return cause;
    }
}
