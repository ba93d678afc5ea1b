using System.Diagnostics;
using System.Globalization;

namespace Verified.Exploration;

/// <summary>Which base schedules a lane is stopped beside.</summary>
public enum StopOrders
{
    /// <summary>Three: the lane first, the lane last, and in turns.</summary>
    Few,

    /// <summary>
    /// The lane after each number of the others, these in ascending and in descending order, each run to its end; in turns of
    /// one step, or of three for either side; and after 2, 5, 10, 20 and 40 steps that the others took in turns.
    /// </summary>
    All,
}

/// <summary>One schedule with a lane that stopped.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="Point">How many steps it had taken.</param>
/// <param name="Order">The base schedule.</param>
public sealed record StoppedAt(int Lane, int Point, string Order);

/// <summary>What stopping each lane at each of its scheduling points showed.</summary>
/// <param name="Schedules">Schedules in which a lane stopped, the failed one included.</param>
/// <param name="Whole">Schedules besides in which the lane returned before it came to the point: each base schedule once.</param>
/// <param name="Points">For each lane, how many of its scheduling points it was stopped at in at least one schedule.</param>
/// <param name="Failure">The first failure, which ended the exploration, or null.</param>
/// <param name="FailedAt">Where the lane of the failed schedule was to stop, or null.</param>
/// <param name="Elapsed">Wall-clock time.</param>
public sealed record StopResult(
    long Schedules, long Whole, IReadOnlyList<int> Points, FailedSchedule? Failure, StoppedAt? FailedAt, TimeSpan Elapsed)
{
    /// <summary>Pairs of a lane and a scheduling point of it at which it was stopped.</summary>
    public long Pairs => Points.Sum();
}

/// <summary>
/// Stops each lane at each of its scheduling points, beside each of a family of base schedules: enumerated, not sampled. What a
/// lane has done so far depends on the base schedule, and so does how many points it has.
/// </summary>
public sealed class StopExplorer
{
    /// <summary>Sign of a stop in a trace: before the choices stands <c>!lane@point</c>.</summary>
    private const char Mark = '!';

    /// <summary>Runs the schedules until one fails, or it is cancelled.</summary>
    /// <param name="program">The program.</param>
    /// <param name="orders">The base schedules.</param>
    /// <param name="progress">Called after each schedule with the number run so far, or null.</param>
    /// <param name="cancellation">Ends the exploration after the current schedule.</param>
    public StopResult Explore(
        IStoppableProgram program, StopOrders orders, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        var clock = Stopwatch.StartNew();
        using var scheduler = new StepScheduler();
        int[] points = new int[program.Lanes];
        long schedules = 0;
        long whole = 0;
        foreach ((int lane, LaneOrder order) in Enumerable.Range(0, points.Length)
            .SelectMany(l => LaneOrders.Of(points.Length, l, orders).Select(o => (l, o))))
        {
            bool hasStopped = true;
            for (int point = 0; hasStopped && !cancellation.IsCancellationRequested; point++)
            {
                var policy = new StopPolicy(lane, point, order);
                Exception? failure = scheduler.Run(program, policy);
                hasStopped = policy.HasStopped;
                (schedules, whole) = hasStopped ? (schedules + 1, whole) : (schedules, whole + 1);
                points[lane] = Math.Max(points[lane], hasStopped ? point + 1 : 0);
                if (failure is not null)
                {
                    FailedSchedule failed = StepExplorer.Failed(schedules + whole, failure, policy.Trace);
                    return new StopResult(schedules, whole, points, failed, new StoppedAt(lane, point, order.Name), clock.Elapsed);
                }

                progress?.Invoke(schedules + whole);
            }
        }

        return new StopResult(schedules, whole, points, null, null, clock.Elapsed);
    }

    /// <summary>Is a lane stopped in the schedule of a trace?</summary>
    /// <param name="trace">A trace of <see cref="StepExplorer"/> or of this explorer.</param>
    public static bool HasStop(string trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return trace.StartsWith(Mark);
    }

    /// <summary>The text of a stop, before the choices.</summary>
    internal static string StopText(int lane, int point) => string.Create(CultureInfo.InvariantCulture, $"{Mark}{lane}@{point}");

    /// <summary>Reads what <see cref="StopText"/> wrote.</summary>
    internal static (int Lane, int Point) ParseStop(string text)
    {
        string[] parts = text.TrimStart(Mark).Split('@');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int lane)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int point)
            ? (lane, point)
            : throw new FormatException($"'{text}' is not a lane and where it stops");
    }
}

/// <summary>A base schedule in which one lane stops.</summary>
internal sealed class StopPolicy : ILanePolicy
{
    private readonly int _lane;
    private readonly int _point;
    private readonly LaneOrder _order;
    private readonly List<int> _choices = [];

    public StopPolicy(int lane, int point, LaneOrder order)
    {
        (_lane, _point, _order) = (lane, point, order);
        order.Begin();
    }

    /// <summary>Did the lane come to its point?</summary>
    public bool HasStopped { get; private set; }

    /// <summary>What repeats the schedule.</summary>
    public string Trace => HasStopped ? StopExplorer.StopText(_lane, _point) + "," + string.Join(',', _choices) : string.Join(',', _choices);

    public bool StopsAt(int lane, int point)
    {
        bool stops = lane == _lane && point == _point;
        HasStopped |= stops;
        return stops;
    }

    public int Next(ReadOnlySpan<int> ready, int current)
    {
        int lane = _order.Next(ready, current);
        _choices.Add(lane);
        return lane;
    }
}
