using Verified.Cli.Stress;
using Verified.RingBuffers;

namespace Verified.Cli.Kill;

/// <summary>Compares what was recovered with what the writers said before they died.</summary>
/// <remarks>
/// Recovered: each record is whole, at its place, was given to a commit, not abandoned, in order, and its time does not go back. Missing: a record
/// whose commit was done and that the reader had not passed is missing in a sub-buffer alone in which someone had not committed, behind
/// what is recovered of that. And each such sub-buffer has someone who died in it: a reservation that is known to be open, or one of the (two each) that
/// whoever died inside a reserve or a flush may have had.
/// </remarks>
internal sealed class KillJudge
{
    private const int MaxProblems = 20;
    private readonly RecoveredRing _ring;
    private readonly KillTestimony _said;
    private readonly long[] _last;
    private readonly HashSet<(int Stream, long Number)> _found = [];
    private readonly Dictionary<long, RecoveredSubBuffer> _subBuffers;

    private KillJudge(RecoveredRing ring, KillTestimony said)
    {
        _ring = ring;
        _said = said;
        _last = [.. Enumerable.Repeat(-1L, said.Streams)];
        _subBuffers = ring.SubBuffers.ToDictionary(s => s.Position);
    }

    /// <summary>What is wrong, a line each.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Records recovered.</summary>
    public long Recovered { get; private set; }

    /// <summary>Those recovered whose commit took effect and had not returned.</summary>
    public long InFlight { get; private set; }

    /// <summary>Records recovered that are not one that a writer wrote, or not all of it.</summary>
    public long Torn { get; private set; }

    /// <summary>Committed records that are not recovered, since their sub-buffer is unfinished.</summary>
    public long LostInUnfinished { get; private set; }

    /// <summary>Sub-buffers that are not whole, and not the one being written.</summary>
    public long Unfinished { get; private set; }

    /// <summary>Judges a recovery.</summary>
    public static KillJudge Of(RecoveredRing ring, KillTestimony said)
    {
        var judge = new KillJudge(ring, said);
        ring.Damage.ToList().ForEach(judge.Problem);
        judge.LookAtRecovered();
        judge.LookForMissing();
        judge.LookForReasons();
        return judge;
    }

    private void LookAtRecovered()
    {
        long position = -1;
        long time = long.MinValue;
        foreach (RecoveredSubBuffer sub in _ring.SubBuffers)
        {
            foreach (Record record in sub)
            {
                Recovered++;
                Require(record.Position > position && record.Position >= _ring.ReadPosition, $"a record at {record.Position} after one at {position}");
                Require(record.Timestamp >= time, $"the time of the record at {record.Position} goes back");
                (position, time) = (record.Position, record.Timestamp);
                Look(record);
            }
        }
    }

    private void Look(in Record record)
    {
        bool isWhole = StressPayload.TryRead(record.Payload, out int stream, out long number, out long position);
        if (!isWhole || position != record.Position || stream < 0 || stream >= _said.Streams)
        {
            Torn++;
            Problem($"torn: {record.Payload.Length} bytes at {record.Position} are no record of a writer");
            return;
        }

        string name = $"record {number} of writer {stream} at {record.Position}";
        Require(number < _said[stream, KillWitness.Word.Ending], $"{name} was recovered and never committed");
        Require(!StressPayload.IsAbandoned(number), $"{name} was recovered and abandoned");
        Require(number > _last[stream], $"{name} was recovered after number {_last[stream]}");
        InFlight += number >= _said[stream, KillWitness.Word.Ended] ? 1 : 0;
        _last[stream] = number;
        _found.Add((stream, number));
    }

    private void LookForMissing()
    {
        for (int stream = 0; stream < _said.Streams; stream++)
        {
            Require(_said.ReachesBack(stream, _ring.ReadPosition), $"the witness of writer {stream} is too short for this ring");
            foreach ((long number, long position) in _said.LastCommitted(stream))
            {
                if (position >= _ring.ReadPosition && !_found.Contains((stream, number)))
                {
                    Miss(stream, number, position);
                }
            }
        }
    }

    private void Miss(int stream, long number, long position)
    {
        long q = position - (position % _ring.SubBufferSize);
        if (q + ((long)_ring.SubBufferSize * _ring.SubBufferCount) < _ring.WritePosition)
        {
            return; // a writer had begun to overwrite it
        }

        bool isPart = _subBuffers.TryGetValue(q, out RecoveredSubBuffer? sub);
        Require(
            !isPart || (!sub!.IsWhole && position >= q + sub.ContentSize),
            $"record {number} of writer {stream} at {position} was committed and is missing in what is recovered of its sub-buffer");
        LostInUnfinished++;
    }

    private void LookForReasons()
    {
        HashSet<long> open = [.. _said.InFlight().Select(p => p - (p % _ring.SubBufferSize))];
        long head = _ring.WritePosition - (_ring.WritePosition % _ring.SubBufferSize);
        long lap = (long)_ring.SubBufferSize * _ring.SubBufferCount;
        long unexplained = 0;
        for (long q = _ring.ReadPosition; q < _ring.WritePosition; q += _ring.SubBufferSize)
        {
            bool isPart = _subBuffers.TryGetValue(q, out RecoveredSubBuffer? sub);
            bool isDone = isPart && (sub!.IsWhole || (q == head && q + sub.ContentSize == _ring.WritePosition));
            if (isDone || (!isPart && q + lap < _ring.WritePosition))
            {
                continue;
            }

            Unfinished++;
            unexplained += open.Contains(q) ? 0 : 1;
        }

        Require(
            unexplained <= 2 * _said.Entering,
            $"{unexplained} unfinished sub-buffers in which no reservation was known to be open, and {_said.Entering} writers died entering one");
    }

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            Problem(otherwise);
        }
    }

    private void Problem(string text)
    {
        if (Problems.Count < MaxProblems)
        {
            Problems.Add(text);
        }
    }
}
