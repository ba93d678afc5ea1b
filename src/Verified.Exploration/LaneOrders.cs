namespace Verified.Exploration;

/// <summary>A base schedule: who goes on, when nothing but the order of lanes decides. Deterministic.</summary>
/// <param name="name">What a report calls it.</param>
internal abstract class LaneOrder(string name)
{
    /// <summary>What a report calls it.</summary>
    public string Name => name;

    /// <summary>Forgets the schedule before.</summary>
    public virtual void Begin()
    {
    }

    /// <summary>Chooses a lane, as <see cref="ILanePolicy.Next"/> does.</summary>
    public abstract int Next(ReadOnlySpan<int> ready, int current);
}

/// <summary>Each lane runs to its end, in a given order; a lane that is woken goes before those behind it.</summary>
/// <param name="name">What a report calls it.</param>
/// <param name="lanes">All lanes, the first to run first.</param>
internal sealed class PriorityOrder(string name, IReadOnlyList<int> lanes) : LaneOrder(name)
{
    public IReadOnlyList<int> Lanes => lanes;

    public override int Next(ReadOnlySpan<int> ready, int current)
    {
        foreach (int lane in lanes)
        {
            if (ready.Contains(lane))
            {
                return lane;
            }
        }

        throw new InvalidOperationException("a lane that is ready has no place in the order");
    }
}

/// <summary>The lanes take turns, in ascending order: one of them some steps at a turn, the others some other number.</summary>
/// <param name="name">What a report calls it.</param>
/// <param name="lane">The one.</param>
/// <param name="turn">Its steps at a turn.</param>
/// <param name="otherTurn">Those of the others.</param>
internal sealed class TurnOrder(string name, int lane, int turn, int otherTurn) : LaneOrder(name)
{
    private int _taken;

    public override void Begin() => _taken = 0;

    public override int Next(ReadOnlySpan<int> ready, int current)
    {
        if (current >= 0 && ready.Contains(current) && _taken < (current == lane ? turn : otherTurn))
        {
            _taken++;
            return current;
        }

        _taken = 1;
        return Rotation.After(ready, current);
    }
}

/// <summary>The others take turns for some steps, then the one runs alone as far as it can, then the others go on taking turns.</summary>
/// <param name="name">What a report calls it.</param>
/// <param name="lane">The one.</param>
/// <param name="after">Steps of the others, all together, before it.</param>
internal sealed class InterruptOrder(string name, int lane, int after) : LaneOrder(name)
{
    private int _taken;
    private int _last = -1;

    public override void Begin() => (_taken, _last) = (0, -1);

    public override int Next(ReadOnlySpan<int> ready, int current)
    {
        bool isAlone = ready.Length == 1 && ready[0] == lane;
        if (ready.Contains(lane) && (_taken >= after || isAlone))
        {
            return lane;
        }

        _taken++;
        _last = Rotation.After(ready, _last, except: lane);
        return _last;
    }
}

/// <summary>Taking turns.</summary>
internal static class Rotation
{
    /// <summary>The next ready lane after one, round the end.</summary>
    public static int After(ReadOnlySpan<int> ready, int lane, int except = -1)
    {
        int first = -1;
        foreach (int other in ready)
        {
            if (other == except)
            {
                continue;
            }

            if (other > lane)
            {
                return other;
            }

            first = first < 0 ? other : first;
        }

        return first;
    }
}

/// <summary>The base schedules beside which a lane is stopped.</summary>
internal static class LaneOrders
{
    /// <summary>Steps of the others after which the lane comes between: within their first operations, and later.</summary>
    private static readonly int[] s_interrupts = [2, 5, 10, 20, 40];

    /// <summary>The family for one lane, each base schedule once.</summary>
    /// <param name="lanes">How many lanes there are.</param>
    /// <param name="lane">The lane that is stopped.</param>
    /// <param name="set">Which of them.</param>
    public static IReadOnlyList<LaneOrder> Of(int lanes, int lane, StopOrders set)
    {
        int[] others = [.. Enumerable.Range(0, lanes).Where(l => l != lane)];
        if (set == StopOrders.Few)
        {
            return [At(others, lane, 0, ""), At(others, lane, others.Length, ""), new TurnOrder("in turns", lane, 1, 1)];
        }

        IEnumerable<PriorityOrder> priorities = Enumerable.Range(0, lanes).Select(j => At(others, lane, j, ""))
            .Concat(Enumerable.Range(0, lanes).Select(j => At([.. others.Reverse()], lane, j, ", backwards")));
        return
        [
            .. priorities.DistinctBy(p => string.Join(',', p.Lanes)),
            new TurnOrder("in turns", lane, 1, 1),
            new TurnOrder("in turns of three for the others", lane, 1, 3),
            new TurnOrder("in turns of three for the lane", lane, 3, 1),
            .. s_interrupts.Select(n => new InterruptOrder($"after {n} steps of the others", lane, n)),
        ];
    }

    /// <summary>So many of the others run to their end, then the lane, then the rest.</summary>
    private static PriorityOrder At(int[] others, int lane, int before, string how) =>
        new($"after {before} of the others{how}", [.. others[..before], lane, .. others[before..]]);
}
