using Verified.Exploration;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>
/// What a schedule did as its callers saw it, and whether the end makes sense: nothing here knows of the specification
/// or the twin.
/// </summary>
internal sealed class Ledger
{
    private readonly Dictionary<int, int> _sequences = [];
    private readonly List<Accepted> _accepted = [];
    private readonly List<(int Process, int Sequence)> _read = [];
    private readonly long[] _lost = new long[Enum.GetValues<ReserveResult>().Length];
    private int _attempts;

    /// <summary>Records read so far.</summary>
    public int ReadCount => _read.Count;

    /// <summary>Begins an attempt and numbers it among those of its process.</summary>
    public int Attempt(int process)
    {
        _attempts++;
        return _sequences[process] = _sequences.GetValueOrDefault(process) + 1;
    }

    /// <summary>The attempt got no place.</summary>
    public void Lose(ReserveResult cause) => _lost[(int)cause]++;

    /// <summary>The attempt got its place.</summary>
    public void Accept(int process, int sequence, long begin, bool abandoned) =>
        _accepted.Add(new Accepted(begin, process, sequence, abandoned));

    /// <summary>A record was read.</summary>
    public void Read(int process, int sequence) => _read.Add((process, sequence));

    /// <summary>Judges the end, after the final drain.</summary>
    /// <exception cref="ScheduleViolationException">The end makes no sense.</exception>
    public void Judge(RingDriver ring)
    {
        RequireEqual("lost as full", _lost[(int)ReserveResult.Full], ring.LostFull);
        RequireEqual("lost as wrapped", _lost[(int)ReserveResult.Wrapped], ring.LostWrapped);
        RequireEqual("lost as too big", _lost[(int)ReserveResult.TooBig], ring.LostTooBig);
        if (_attempts != _accepted.Count + _lost.Sum())
        {
            throw new ScheduleViolationException($"{_attempts} attempts are not {_accepted.Count} accepted and {_lost.Sum()} lost");
        }

        if (_read.Distinct().Count() != _read.Count)
        {
            throw new ScheduleViolationException("a record was read twice: " + Text(_read));
        }

        foreach (IGrouping<int, int> writer in _read.GroupBy(r => r.Process, r => r.Sequence))
        {
            if (!writer.SequenceEqual(writer.Order()))
            {
                throw new ScheduleViolationException($"the records of writer {writer.Key} were read out of their order: {Text(_read)}");
            }
        }

        List<(int, int)> kept = [.. _accepted.OrderBy(a => a.Begin).Where(a => !a.Abandoned).Select(a => (a.Process, a.Sequence))];
        if (!kept.SequenceEqual(_read))
        {
            throw new ScheduleViolationException(
                $"read {Text(_read)} but committed, in reserve order, {Text(kept)}");
        }
    }

    private static void RequireEqual(string what, long seen, long counted)
    {
        if (seen != counted)
        {
            throw new ScheduleViolationException($"{seen} attempts were told '{what}', the ring counted {counted}");
        }
    }

    private static string Text(IEnumerable<(int Process, int Sequence)> records) =>
        "[" + string.Join(' ', records.Select(r => $"{r.Process}.{r.Sequence}")) + "]";

    private readonly record struct Accepted(long Begin, int Process, int Sequence, bool Abandoned);
}
