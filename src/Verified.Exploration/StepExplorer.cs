using System.Diagnostics;
using System.Globalization;

namespace Verified.Exploration;

/// <summary>
/// Explores on <see cref="StepScheduler"/>: several times the speed of Coyote, exact exhaustive search, and traces
/// that are the lanes chosen, in order. The same seed gives the same schedules.
/// </summary>
public sealed class StepExplorer : IScheduleExplorer
{
    /// <summary>The engine's name in schedule files.</summary>
    public const string EngineName = "step";

    private static readonly Strategy[] s_portfolio =
        [Strategy.Random, Strategy.Prioritization, Strategy.Delay, Strategy.Probabilistic, Strategy.Stall];

    /// <inheritdoc/>
    public string Name => EngineName;

    /// <inheritdoc/>
    public ExplorationResult Explore(
        IConcurrentProgram program, ExplorationOptions options, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Schedules, 1);
        if (options.Strategy == Strategy.Stop)
        {
            throw new ArgumentException("lanes are stopped by a StopExplorer", nameof(options));
        }

        var clock = Stopwatch.StartNew();
        using var scheduler = new StepScheduler { MaxSteps = options.MaxSteps };
        var exhaustive = options.Strategy == Strategy.Exhaustive ? new ExhaustivePolicy() : null;
        long schedules = 0;
        int longest = 100;
        bool more = true;
        while (more && schedules < options.Schedules && !cancellation.IsCancellationRequested && !(clock.Elapsed > options.Limit))
        {
            RandomPolicy? random = exhaustive is null ? NewPolicy(options, schedules, longest) : null;
            Exception? failure = scheduler.Run(program, (ILanePolicy?)exhaustive ?? random!);
            schedules++;
            longest = Math.Max(longest, scheduler.Steps);
            if (failure is not null)
            {
                string trace = string.Join(',', exhaustive?.Choices ?? random!.Choices);
                return new ExplorationResult(schedules, Failed(schedules, failure, trace), false, clock.Elapsed);
            }

            progress?.Invoke(schedules);
            more = exhaustive?.Advance() ?? true;
        }

        return new ExplorationResult(schedules, null, !more, clock.Elapsed);
    }

    /// <inheritdoc/>
    public ExplorationResult Replay(IConcurrentProgram program, string trace)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(trace);
        var clock = Stopwatch.StartNew();
        using var scheduler = new StepScheduler();
        Exception? failure = scheduler.Run(program, Parse(trace));
        return failure is FormatException
            ? throw failure
            : new ExplorationResult(1, failure is null ? null : Failed(1, failure, trace), false, clock.Elapsed);
    }

    private static RandomPolicy NewPolicy(ExplorationOptions options, long schedule, int expectedSteps)
    {
        var random = new Random(HashCode(options.Seed, schedule));
        Strategy strategy = options.Strategy == Strategy.Portfolio
            ? s_portfolio[(int)(schedule % s_portfolio.Length)]
            : options.Strategy;
        return new RandomPolicy(random, strategy, expectedSteps);
    }

    /// <summary>Mixes seed and schedule number (SplitMix64's finalizer), so that neighbours share nothing.</summary>
    private static int HashCode(uint seed, long schedule)
    {
        ulong z = (((ulong)seed << 32) ^ (ulong)schedule) + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)(z ^ (z >> 31));
    }

    /// <summary>A schedule that an exception ended.</summary>
    internal static FailedSchedule Failed(long schedule, Exception e, string trace)
    {
        bool isViolation = e is ScheduleViolationException;
        return new FailedSchedule(schedule, isViolation ? e.Message : $"{e.GetType().Name}: {e.Message}", trace, isViolation);
    }

    private static TracePolicy Parse(string trace)
    {
        string[] parts = trace.Split(',', StringSplitOptions.RemoveEmptyEntries);
        bool stops = StopExplorer.HasStop(trace);
        int[] choices = [.. parts.Skip(stops ? 1 : 0).Select(ParseLane)];
        return stops ? new TracePolicy(choices, StopExplorer.ParseStop(parts[0])) : new TracePolicy(choices);
    }

    private static int ParseLane(string part) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int lane)
        ? lane
        : throw new FormatException($"'{part}' is not a lane");
}
