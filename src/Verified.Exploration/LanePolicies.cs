namespace Verified.Exploration;

/// <summary>Chooses at random; how is drawn anew for each schedule. Deterministic for a seed.</summary>
internal sealed class RandomPolicy(Random random, Strategy strategy, int expectedSteps) : ILanePolicy
{
    /// <summary>Priority changes, or delays, in one schedule: bugs of depth 4 and less are within reach.</summary>
    private const int Changes = 3;

    private readonly int[] _priority = NewPriorities(random);
    private readonly int[] _changeAt = [.. Enumerable.Range(0, Changes).Select(_ => random.Next(1, Math.Max(2, expectedSteps)))];
    private readonly double _stay = 0.5 + (random.NextDouble() / 2);
    private int _stalled = -1;
    private int _step;

    /// <summary>The choices made, in order.</summary>
    public List<int> Choices { get; } = [];

    public int Next(ReadOnlySpan<int> ready, int current)
    {
        _step++;
        int lane = strategy switch
        {
            Strategy.Prioritization => ByPriority(ready, current),
            Strategy.Delay => ByDelay(ready, current),
            Strategy.Probabilistic => ready.Contains(current) && random.NextDouble() < _stay ? current : Any(ready),
            Strategy.Stall => AnyButStalled(ready),
            _ => Any(ready),
        };
        Choices.Add(lane);
        return lane;
    }

    private static int[] NewPriorities(Random random)
    {
        int[] lanes = [.. Enumerable.Range(0, 64)];
        random.Shuffle(lanes);
        return lanes;
    }

    private int Any(ReadOnlySpan<int> ready) => ready[random.Next(ready.Length)];

    /// <summary>A thread that is descheduled for long: what lock-free code is most easily broken by.</summary>
    private int AnyButStalled(ReadOnlySpan<int> ready)
    {
        if (_step == _changeAt[0])
        {
            _stalled = Any(ready);
        }

        if (ready.Length == 1 || !ready.Contains(_stalled))
        {
            return Any(ready);
        }

        int other = ready[random.Next(ready.Length - 1)];
        return other == _stalled ? ready[^1] : other;
    }

    /// <summary>PCT: the ready lane of highest priority; at a change point the running one falls below all.</summary>
    private int ByPriority(ReadOnlySpan<int> ready, int current)
    {
        int change = Array.IndexOf(_changeAt, _step);
        if (change >= 0 && current >= 0)
        {
            _priority[current] = -1 - change;
        }

        int best = ready[0];
        foreach (int lane in ready)
        {
            best = _priority[lane] > _priority[best] ? lane : best;
        }

        return best;
    }

    /// <summary>Runs a lane to its end; at a delay the next ready lane takes over.</summary>
    private int ByDelay(ReadOnlySpan<int> ready, int current)
    {
        if (ready.Contains(current) && !_changeAt.Contains(_step))
        {
            return current;
        }

        foreach (int lane in ready)
        {
            if (lane > current)
            {
                return lane;
            }
        }

        return ready[0];
    }
}

/// <summary>Goes through all schedules of a program, depth first.</summary>
internal sealed class ExhaustivePolicy : ILanePolicy
{
    private readonly List<(int[] Ready, int Taken)> _path = [];
    private int _depth;

    /// <summary>The choices of the schedule that ran last.</summary>
    public IEnumerable<int> Choices => _path.Select(p => p.Ready[p.Taken]);

    public int Next(ReadOnlySpan<int> ready, int current)
    {
        if (_depth == _path.Count)
        {
            _path.Add((ready.ToArray(), 0));
        }

        (int[] lanes, int taken) = _path[_depth++];
        if (!ready.SequenceEqual(lanes))
        {
            throw new InvalidOperationException("the program is not a function of its schedule: the same choices gave other ready lanes");
        }

        return lanes[taken];
    }

    /// <summary>Moves on to the next schedule; false when all have been run.</summary>
    public bool Advance()
    {
        _depth = 0;
        while (_path.Count > 0)
        {
            (int[] ready, int taken) = _path[^1];
            _path.RemoveAt(_path.Count - 1);
            if (taken + 1 < ready.Length)
            {
                _path.Add((ready, taken + 1));
                return true;
            }
        }

        return false;
    }
}

/// <summary>Takes the choices of a trace, and stops the lane that stopped in it; after its end, the first ready lane.</summary>
internal sealed class TracePolicy(IReadOnlyList<int> choices, (int Lane, int Point)? stop = null) : ILanePolicy
{
    private int _step;

    public bool StopsAt(int lane, int point) => stop == (lane, point);

    public int Next(ReadOnlySpan<int> ready, int current)
    {
        int lane = _step < choices.Count ? choices[_step++] : ready[0];
        return ready.Contains(lane)
            ? lane
            : throw new FormatException($"choice {_step} of the trace is lane {lane}, which is not ready: it is the trace of another program");
    }
}
