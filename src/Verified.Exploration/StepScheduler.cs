namespace Verified.Exploration;

/// <summary>
/// Runs one schedule at a time on threads of its own, handing the turn from thread to thread as a policy says.
/// Exactly one lane runs at any time. An instance is used by one thread at a time.
/// </summary>
public sealed partial class StepScheduler : IInterleaver, IDisposable
{
    private const int NoLane = -1;

    [ThreadStatic]
    private static Lane? s_lane;

    private readonly List<Lane> _lanes = [];
    private readonly SemaphoreSlim _ended = new(0);
    private readonly int[] _alive = new int[64];
    private readonly int[] _ready = new int[64];
    private int _aliveCount;
    private int _waiting;
    private int _stopped = NoLane;
    private int[]? _leftWaiting;
    private bool _unwinding;
    private IConcurrentProgram? _program;
    private ILanePolicy? _policy;
    private Exception? _failure;

    /// <summary>Choices made in the last schedule.</summary>
    public int Steps { get; private set; }

    /// <summary>A schedule that asks for more choices than this fails.</summary>
    public int MaxSteps { get; init; } = 20_000;

    /// <summary>
    /// Runs one schedule: start, lanes, finish. The finish is left out when the policy ended the schedule, and is
    /// <see cref="IStoppableProgram.FinishWithout"/> when it stopped a lane.
    /// </summary>
    /// <param name="program">At most 64 lanes.</param>
    /// <param name="policy">Chooses at each scheduling point, and whenever a lane returns.</param>
    /// <returns>What ended the schedule as failed, or null.</returns>
    public Exception? Run(IConcurrentProgram program, ILanePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(policy);
        (_program, _policy, _failure, _unwinding, Steps) = (program, policy, null, false, 0);
        (_stopped, _leftWaiting) = (NoLane, null);
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
            if (_failure is null)
            {
                Finish();
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

        SwitchFrom(lane);
    }

    /// <inheritdoc/>
    public void InterleaveUntil(Func<bool> isMet, string what)
    {
        ArgumentNullException.ThrowIfNull(isMet);
        Lane? lane = s_lane;
        if (lane is null || !ReferenceEquals(lane.Owner, this))
        {
            NoInterleaver.Instance.InterleaveUntil(isMet, what);
            return;
        }

        (lane.IsMet, lane.Awaited) = (isMet, what);
        _waiting++;
        try
        {
            SwitchFrom(lane);
        }
        finally
        {
            lane.IsMet = null;
            _waiting--;
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

    private void Finish()
    {
        if (_leftWaiting is { } waiting)
        {
            Stoppable.FinishWithout(_stopped, waiting);
        }
        else if (!_unwinding)
        {
            _program!.Finish();
        }
    }

    private IStoppableProgram Stoppable => _program as IStoppableProgram
        ?? throw new InvalidOperationException("a lane was stopped of a program that can not be judged without it");

    private void SwitchFrom(Lane lane)
    {
        if (!_unwinding && _policy!.StopsAt(lane.Index, lane.Points++))
        {
            _stopped = lane.Index;
            Stoppable.OnStopped(lane.Index);
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

    private void StartLanes(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _alive.Length);
        while (_lanes.Count < count)
        {
            var lane = new Lane(this, _lanes.Count);
            _lanes.Add(lane);
            lane.Thread.Start();
        }

        _aliveCount = count;
        for (int i = 0; i < count; i++)
        {
            _alive[i] = i;
            _lanes[i].Points = 0;
        }
    }

    private int Choose(int current)
    {
        if (++Steps > MaxSteps)
        {
            throw new InvalidOperationException($"the schedule has more than {MaxSteps} steps");
        }

        ReadOnlySpan<int> alive = _alive.AsSpan(0, _aliveCount);
        if (_waiting == 0 && _stopped == NoLane)
        {
            return _policy!.Next(alive, current);
        }

        int count = 0;
        foreach (int lane in alive)
        {
            if (lane != _stopped && (_lanes[lane].IsMet is not { } isMet || isMet()))
            {
                _ready[count++] = lane;
            }
        }

        return count > 0 ? _policy!.Next(_ready.AsSpan(0, count), current)
            : _stopped != NoLane ? EndWithout(alive)
            : _policy!.EndsHere ? -1
            : throw new ScheduleViolationException(Deadlock(alive));
    }

    /// <summary>Nobody can go on beside a lane that has stopped: the end, and whoever waits is the program's to judge.</summary>
    private int EndWithout(ReadOnlySpan<int> alive)
    {
        _leftWaiting = [.. alive.ToArray().Where(l => l != _stopped)];
        return -1;
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
        if (_unwinding || _aliveCount == 0)
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
        int at = _alive.AsSpan(0, _aliveCount).IndexOf(index);
        if (at >= 0)
        {
            _alive.AsSpan(at + 1, _aliveCount - at - 1).CopyTo(_alive.AsSpan(at));
            _aliveCount--;
        }
    }

    /// <summary>Wakes the next waiting lane so that it leaves its schedule, or the caller of Run when none is left.</summary>
    private void Unwind()
    {
        if (_aliveCount == 0)
        {
            _ended.Release();
            return;
        }

        _unwinding = true;
        _lanes[_alive[0]].Gate.Release();
    }
}
