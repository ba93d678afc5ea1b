using Verified.RingBuffers.Core;

namespace Verified.RingBuffers.Tests;

/// <summary>
/// What a ring buffer of either mode does when one operation follows another, said with a list of sub-buffers: the last one may be
/// open for records, the reader is at one of them, and in overwrite mode no more than <c>count</c> of them stay.
/// </summary>
internal sealed class PlainRing(RingBufferMode mode, int size, int count, bool clocked)
{
    private const int PacketHeader = 64;
    private const long ShortTime = 1 << 27;
    private readonly List<PlainSubBuffer> _subBuffers = [];
    private bool _paused;
    private long _last;

    public Losses Losses { get; private set; }

    public bool Completed { get; private set; }

    /// <summary>The time of whatever happens next.</summary>
    public long Now { get; set; } = 1;

    /// <summary>The number of the sub-buffer that the reader reads next.</summary>
    public int At { get; private set; }

    /// <summary>How many sub-buffers were begun.</summary>
    public int Begun => _subBuffers.Count;

    public bool AtEnd => Completed && At == Begun;

    private long Time => clocked ? Now : 0;

    private bool Overwrites => mode == RingBufferMode.Overwrite;

    private PlainSubBuffer? Current => _subBuffers.Count > 0 && !_subBuffers[^1].Closed ? _subBuffers[^1] : null;

    public PlainSubBuffer this[int number] => _subBuffers[number];

    /// <summary>A record, or null if it is lost.</summary>
    public PlainRecord? Reserve(int id, int length)
    {
        int room = ((clocked ? 8 : 4) + length + 7) / 8 * 8;
        if (room > size - PacketHeader)
        {
            Losses += new Losses(0, 0, 1);
            return null;
        }

        if (_paused || Completed)
        {
            Losses += new Losses(0, 0, 0, Refused: 1);
            return null;
        }

        bool full = clocked && (Now < _last || Now - _last >= ShortTime);
        int inside = room + (full ? 8 : 0);
        if (Current is not { } current || current.Used + inside > size)
        {
            if (!MayEnter())
            {
                return null;
            }

            Close();
            _subBuffers.Add(new PlainSubBuffer { Used = PacketHeader, BeginTime = Time });
            inside = room;
        }

        PlainSubBuffer sub = _subBuffers[^1];
        var record = new PlainRecord(id, length, Time);
        sub.Records.Add(record);
        sub.Used += inside;
        _last = Time;
        Push();
        if (sub.Used == size)
        {
            Close();
        }

        return record;
    }

    public void Abandon(PlainRecord record)
    {
        record.State = PlainState.Abandoned;
        Losses += new Losses(0, 0, 0, 0, Abandoned: 1);
    }

    public void Flush(FlushMode flush)
    {
        if (Completed || (_paused && flush is not (FlushMode.Resume or FlushMode.Complete)))
        {
            return;
        }

        if (Current is not null && flush != FlushMode.Resume)
        {
            Push();
            Close();
        }
        else if (flush == FlushMode.Final && IsClean(Begun) && (Overwrites || Begun - At < count))
        {
            _subBuffers.Add(new PlainSubBuffer { Used = PacketHeader, BeginTime = Time });
            Push();
            Close();
        }

        _paused = flush == FlushMode.Pause || (_paused && flush != FlushMode.Resume);
        Completed = flush == FlushMode.Complete;
    }

    /// <summary>Is that sub-buffer complete?</summary>
    public bool IsComplete(int number) => number < Begun && _subBuffers[number].Complete;

    /// <summary>Can a snapshot no longer show it, since its place has another?</summary>
    public bool IsOverwritten(int number) => Overwrites && number + count < Begun;

    /// <summary>The reader is done with that sub-buffer; writers may have pushed it further.</summary>
    public void Release(int number) => At = Math.Max(At, number + 1);

    public int Clear()
    {
        int from = At;
        while (IsComplete(At))
        {
            At++;
        }

        return At - from;
    }

    private void Push()
    {
        if (Overwrites)
        {
            At = Math.Max(At, Begun - count);
        }
    }

    private void Close()
    {
        if (Current is { } current)
        {
            current.Closed = true;
            current.EndTime = Time;
            current.Stated = new Losses(Losses.Full, Losses.Wrapped, Losses.TooBig);
        }
    }

    private bool IsClean(int number) => number < count || _subBuffers[number - count].Complete;

    private bool MayEnter()
    {
        bool clean = IsClean(Begun);
        bool enters = clean && (Overwrites || Begun - At < count);
        if (!enters)
        {
            Losses += clean ? new Losses(1, 0, 0) : new Losses(0, 1, 0);
        }

        return enters;
    }
}

internal sealed class PlainSubBuffer
{
    public List<PlainRecord> Records { get; } = [];

    public IEnumerable<PlainRecord> Kept => Records.Where(r => r.State == PlainState.Kept);

    public int Used { get; set; }

    public bool Closed { get; set; }

    public long BeginTime { get; init; }

    public long EndTime { get; set; }

    public Losses Stated { get; set; }

    /// <summary>The reader has read it.</summary>
    public bool WasRead { get; set; }

    /// <summary>The reader has dropped it unread.</summary>
    public bool Dropped { get; set; }

    public bool Complete => Closed && Records.TrueForAll(r => r.State != PlainState.Open);
}

internal sealed class PlainRecord(int id, int length, long time)
{
    public int Length => length;

    public long Time => time;

    public PlainState State { get; set; }

    public byte[] Payload => Payloads.Of(id, length);
}

internal enum PlainState
{
    Open,
    Kept,
    Abandoned,
}
