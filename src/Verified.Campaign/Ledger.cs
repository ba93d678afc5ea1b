using Verified.Exploration;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>A record as its writer had it accepted.</summary>
/// <param name="Begin">Its position.</param>
/// <param name="Process">Its writer.</param>
/// <param name="Sequence">Its number among those of its writer.</param>
/// <param name="Time">The time that was taken for it.</param>
/// <param name="IsAbandoned">Was it given up?</param>
internal readonly record struct Accepted(long Begin, int Process, int Sequence, long Time, bool IsAbandoned);

/// <summary>A record as a reader saw it.</summary>
internal readonly record struct Seen(int Process, int Sequence, long Time)
{
    /// <inheritdoc/>
    public override string ToString() => Time == 0 ? $"{Process}.{Sequence}" : $"{Process}.{Sequence}@{Time}";
}

/// <summary>A sub-buffer as a reader saw it, taken for good or in a snapshot.</summary>
internal sealed record View(Held Held, bool IsTaken, IReadOnlyList<Seen> Records);

/// <summary>
/// What a schedule did as its callers saw it, and whether the end makes sense: nothing here knows of the specification
/// or the twin.
/// </summary>
internal sealed partial class Ledger
{
    private readonly Dictionary<int, int> _sequences = [];
    private readonly HashSet<(int Process, int Sequence)> _inFlight = [];
    private readonly HashSet<(int Process, int Sequence)> _closed = [];
    private readonly List<Accepted> _accepted = [];
    private readonly List<View> _views = [];
    private readonly List<(long From, long To, int Released)> _clears = [];
    private readonly long[] _lost = new long[Enum.GetValues<ReserveResult>().Length];
    private int _attempts;
    private int _open;
    private bool _ended;

    /// <summary>Records read so far, those of snapshots too.</summary>
    public int ReadCount => _views.Sum(v => v.Records.Count);

    /// <summary>Was the reader told that there is no more?</summary>
    public bool HasEnded => _ended;

    /// <summary>Begins an attempt and numbers it among those of its process.</summary>
    public int Attempt(int process)
    {
        _attempts++;
        int sequence = _sequences[process] = _sequences.GetValueOrDefault(process) + 1;
        _inFlight.Add((process, sequence));
        return sequence;
    }

    /// <summary>The attempt is over: lost, committed or abandoned, and the call has returned.</summary>
    public void Settle(int process, int sequence) => _inFlight.Remove((process, sequence));

    /// <summary>The attempt got no place.</summary>
    public void Lose(ReserveResult cause) => _lost[(int)cause]++;

    /// <summary>The attempt got its place.</summary>
    public void Accept(in Accepted record)
    {
        if (_ended)
        {
            throw new ScheduleViolationException($"record {record.Process}.{record.Sequence} was accepted after the end of data");
        }

        _open++;
        _accepted.Add(record);
    }

    /// <summary>A record is about to be committed or abandoned.</summary>
    public void Close(int process, int sequence)
    {
        _open--;
        _closed.Add((process, sequence));
    }

    /// <summary>A sub-buffer was read.</summary>
    public void See(View view) => _views.Add(view);

    /// <summary>The reader released, unread, what lay between two read positions, or writers pushed it there meanwhile.</summary>
    public void Clear(long from, long to, int released) => _clears.Add((from, to, released));

    /// <summary>The reader was told that there is no more.</summary>
    public void End()
    {
        _ended = true;
        if (_open > 0)
        {
            throw new ScheduleViolationException($"the end of data was told while {_open} records were being written");
        }
    }

    /// <summary>Judges the end, after the final drain.</summary>
    /// <param name="end">What the ring looks like then.</param>
    /// <param name="excuse">What a lane that stopped for ever excuses; null if all have returned.</param>
    /// <exception cref="ScheduleViolationException">The end makes no sense.</exception>
    public void Judge(RingEnd end, Excuse? excuse = null)
    {
        JudgeInFlight(excuse ?? Excuse.None);
        JudgeLosses(end);
        foreach (View view in _views)
        {
            Require(Expected(view.Held.Position, end).SequenceEqual(view.Records), () =>
                $"of the sub-buffer at {view.Held.Position}, {Text(view.Records)} was read, but {Text(Expected(view.Held.Position, end))} was committed");
        }

        View[] taken = [.. _views.Where(v => v.IsTaken)];
        Require(taken.Zip(taken.Skip(1)).All(p => p.First.Held.Position < p.Second.Held.Position), () =>
            "sub-buffers were read out of their order: " + string.Join(' ', taken.Select(v => v.Held.Position)));
        JudgeMissing(end, [.. taken.Select(v => v.Held.Position)], excuse ?? Excuse.None);
        JudgeClears(end, taken);
        JudgeTimes(taken);
        Require(end.IsClosed || !_ended, () => "the end of data was told, but the buffer was not completed");
        Require(!end.IsClosed || _ended || excuse is { IsEndUntold: true }, () => "the buffer was completed, but the end of data was not told");
    }

    /// <summary>Who stopped may leave one attempt of each of its processes unfinished; all others have returned.</summary>
    private void JudgeInFlight(Excuse excuse)
    {
        foreach ((int process, int sequence) in _inFlight)
        {
            Require(excuse.Stopped.Contains(process), () => $"the attempt {process}.{sequence} is not over, though its lane has returned");
        }

        int unplaced = _inFlight.Count(f => !_accepted.Exists(a => (a.Process, a.Sequence) == f));
        Require(_attempts == _accepted.Count + _lost.Sum() + unplaced, () =>
            $"{_attempts} attempts are not {_accepted.Count} accepted, {_lost.Sum()} lost and {unplaced} in flight");
    }

    private void JudgeLosses(RingEnd end)
    {
        RequireEqual("lost as full", _lost[(int)ReserveResult.Full], end.Lost[0]);
        RequireEqual("lost as wrapped", _lost[(int)ReserveResult.Wrapped], end.Lost[1]);
        RequireEqual("lost as too big", _lost[(int)ReserveResult.TooBig], end.Lost[2]);
        RequireEqual("refused", _lost[(int)ReserveResult.Refused], end.Lost[3]);
        Accepted[] abandoned = [.. _accepted.Where(a => a.IsAbandoned)];
        int uncounted = abandoned.Length - (int)end.Lost[4];
        Require(uncounted >= 0 && uncounted <= abandoned.Count(a => _inFlight.Contains((a.Process, a.Sequence))), () =>
            $"{abandoned.Length} attempts were told 'abandoned', the ring counted {end.Lost[4]}");
        Require(!end.Overwrites || end.Lost[0] == 0, () => $"in overwrite mode {end.Lost[0]} records were lost as full");
        var before = default(LossSample);
        foreach (View view in _views.OrderBy(v => v.Held.Position))
        {
            LossSample now = view.Held.Losses;
            Require(IsUpTo(before, now) && IsUpTo(now, new LossSample(end.Lost[0], end.Lost[1], end.Lost[2])), () =>
                $"the sub-buffer at {view.Held.Position} states {now} after {before}; in the end it was {string.Join(", ", end.Lost)}");
            before = now;
        }
    }

    /// <summary>What was accepted and not read was cleared, or overwritten as a whole, or lies where the reader can not go.</summary>
    private void JudgeMissing(RingEnd end, HashSet<long> read, Excuse excuse)
    {
        foreach (Accepted record in _accepted)
        {
            long at = end.SubBufferOf(record.Begin);
            bool isGone = end.Overwrites && at + end.BufferBytes < end.WritePosition;
            Require(read.Contains(at) || isGone || excuse.IsUnreachable(at) || _clears.Exists(c => c.From <= at && at < c.To), () =>
                $"record {record.Process}.{record.Sequence} at {record.Begin} was accepted, and neither read nor overwritten nor cleared");
        }
    }

    private void JudgeClears(RingEnd end, View[] taken)
    {
        foreach ((long from, long to, int released) in _clears)
        {
            long passed = (to - from) / end.SubBufferBytes;
            Require(end.Overwrites ? released <= passed : released == passed, () =>
                $"a clear that moved the read position from {from} to {to} says that it released {released} sub-buffers");
            Require(!Array.Exists(taken, v => v.Held.Position >= from && v.Held.Position < to), () =>
                $"a sub-buffer between {from} and {to} was read although it was cleared");
        }
    }

    /// <summary>Times never go back, neither in a sub-buffer nor from one to the next.</summary>
    private static void JudgeTimes(View[] taken)
    {
        long before = 0;
        foreach (View view in taken)
        {
            long[] times = [before, view.Held.BeginTime, .. view.Records.Select(r => r.Time), view.Held.EndTime];
            Require(times.Zip(times.Skip(1)).All(p => p.First <= p.Second), () =>
                $"times go back in the sub-buffer at {view.Held.Position}: {string.Join(", ", times)} (the end of the one before, begin, records, end)");
            before = view.Held.EndTime;
        }
    }

    private IEnumerable<Seen> Expected(long position, RingEnd end) => _accepted
        .Where(a => end.SubBufferOf(a.Begin) == position && !a.IsAbandoned)
        .OrderBy(a => a.Begin)
        .Select(a => new Seen(a.Process, a.Sequence, a.Time));

    private static bool IsUpTo(LossSample a, LossSample b) => a.Full <= b.Full && a.Wrapped <= b.Wrapped && a.TooBig <= b.TooBig;

    private static void RequireEqual(string what, long seen, long counted) =>
        Require(seen == counted, () => $"{seen} attempts were told '{what}', the ring counted {counted}");

    private static void Require(bool condition, Func<string> message)
    {
        if (!condition)
        {
            throw new ScheduleViolationException(message());
        }
    }

    private static string Text(IEnumerable<Seen> records) => "[" + string.Join(' ', records) + "]";
}
