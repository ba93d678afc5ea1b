namespace Verified.Exploration;

/// <summary>Chooses the lane that takes the next step of a schedule.</summary>
public interface ILanePolicy
{
    /// <summary>Chooses a lane.</summary>
    /// <param name="ready">The lanes that have not returned, in ascending order; never empty.</param>
    /// <param name="current">The lane at whose scheduling point the choice is made; -1 at the start. It need not be ready.</param>
    /// <returns>A member of <paramref name="ready"/>, or -1 to end the schedule here.</returns>
    int Next(ReadOnlySpan<int> ready, int current);
}

/// <summary>
/// Runs one schedule at a time on threads of its own, handing the turn from thread to thread as a policy says.
/// Exactly one lane runs at any time. An instance is used by one thread at a time.
/// </summary>
public sealed class StepScheduler : IInterleaver, IDisposable
{
    [ThreadStatic]
    private static Lane? s_lane;

    private readonly List<Lane> _lanes = [];
    private readonly SemaphoreSlim _ended = new(0);
    private readonly int[] _ready = new int[64];
    private int _readyCount;
    private bool _unwinding;
    private IConcurrentProgram? _program;
    private ILanePolicy? _policy;
    private Exception? _failure;

    /// <summary>Choices made in the last schedule.</summary>
    public int Steps { get; private set; }

    /// <summary>A schedule that asks for more choices than this fails.</summary>
    public int MaxSteps { get; init; } = 20_000;

    /// <summary>Runs one schedule: start, lanes, finish. The finish is left out when the policy ended the schedule.</summary>
    /// <param name="program">At most 64 lanes.</param>
    /// <param name="policy">Chooses at each scheduling point, and whenever a lane returns.</param>
    /// <returns>What ended the schedule as failed, or null.</returns>
    public Exception? Run(IConcurrentProgram program, ILanePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(policy);
        (_program, _policy, _failure, _unwinding, Steps) = (program, policy, null, false, 0);
        try
        {
            program.Start(this);
            StartLanes(program.Lanes);
            int first = Choose(-1);
            if (first < 0)
            {
                Unwind();
            }
            else
            {
                _lanes[first].Gate.Release();
            }

            _ended.Wait();
            if (_failure is null && !_unwinding)
            {
                program.Finish();
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _failure ??= e;
        }

        return _failure;
    }

    /// <inheritdoc/>
    public void Interleave()
    {
        Lane? lane = s_lane;
        if (lane is null || !ReferenceEquals(lane.Owner, this))
        {
            return;
        }

        int next = _unwinding ? -1 : Choose(lane.Index);
        if (next == lane.Index)
        {
            return;
        }

        if (next >= 0)
        {
            _lanes[next].Gate.Release();
            lane.Gate.Wait();
        }

        if (next < 0 || _unwinding)
        {
            _unwinding = true;
            throw new UnwindException();
        }
    }

    /// <summary>Ends the threads. Must not be called while a schedule runs.</summary>
    public void Dispose()
    {
        foreach (Lane lane in _lanes)
        {
            lane.Stop = true;
            lane.Gate.Release();
            lane.Thread.Join();
            lane.Gate.Dispose();
        }

        _lanes.Clear();
        _ended.Dispose();
    }

    private void StartLanes(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _ready.Length);
        while (_lanes.Count < count)
        {
            var lane = new Lane(this, _lanes.Count);
            _lanes.Add(lane);
            lane.Thread.Start();
        }

        _readyCount = count;
        for (int i = 0; i < count; i++)
        {
            _ready[i] = i;
        }
    }

    private int Choose(int current)
    {
        if (++Steps > MaxSteps)
        {
            throw new InvalidOperationException($"the schedule has more than {MaxSteps} steps");
        }

        return _policy!.Next(_ready.AsSpan(0, _readyCount), current);
    }

    /// <summary>The loop of one lane's thread: one turn of the loop is one schedule.</summary>
    private void Loop(Lane lane)
    {
        s_lane = lane;
        for (; ; )
        {
            lane.Gate.Wait();
            if (lane.Stop)
            {
                return;
            }

            try
            {
                if (!_unwinding)
                {
                    _program!.Run(lane.Index);
                }

                Returned(lane.Index);
            }
            catch (Exception e)
            {
                if (e is not UnwindException)
                {
                    _failure ??= e;
                }

                Remove(lane.Index);
                Unwind();
            }
        }
    }

    private void Returned(int index)
    {
        Remove(index);
        if (_unwinding || _readyCount == 0)
        {
            Unwind();
            return;
        }

        int next = Choose(index);
        if (next < 0)
        {
            Unwind();
        }
        else
        {
            _lanes[next].Gate.Release();
        }
    }

    private void Remove(int index)
    {
        int at = _ready.AsSpan(0, _readyCount).IndexOf(index);
        if (at >= 0)
        {
            _ready.AsSpan(at + 1, _readyCount - at - 1).CopyTo(_ready.AsSpan(at));
            _readyCount--;
        }
    }

    /// <summary>Wakes the next waiting lane so that it leaves its schedule, or the caller of Run when none is left.</summary>
    private void Unwind()
    {
        if (_readyCount == 0)
        {
            _ended.Release();
            return;
        }

        _unwinding = true;
        _lanes[_ready[0]].Gate.Release();
    }

    /// <summary>Leaves a lane's body when its schedule has ended. Never a finding.</summary>
    private sealed class UnwindException : Exception;

    private sealed class Lane
    {
        public Lane(StepScheduler owner, int index)
        {
            Owner = owner;
            Index = index;
            Thread = new Thread(() => owner.Loop(this)) { IsBackground = true, Name = "lane " + index };
        }

        public StepScheduler Owner { get; }

        public int Index { get; }

        public Thread Thread { get; }

        public SemaphoreSlim Gate { get; } = new(0);

        public bool Stop { get; set; }
    }
}
