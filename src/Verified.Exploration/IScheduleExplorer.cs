namespace Verified.Exploration;

/// <summary>A concurrent program in lanes, made to be run again and again under different schedules.</summary>
public interface IConcurrentProgram
{
    /// <summary>How many lanes (logical threads) run side by side.</summary>
    int Lanes { get; }

    /// <summary>Makes everything new for one schedule. Not interleaved.</summary>
    /// <param name="interleaver">The scheduling point that the lanes must call before each shared access.</param>
    void Start(IInterleaver interleaver);

    /// <summary>The body of one lane. Must depend on nothing but shared state and the order of accesses.</summary>
    /// <param name="lane">0 up to <see cref="Lanes"/> - 1.</param>
    void Run(int lane);

    /// <summary>Judges the end of a schedule, when all lanes have returned. Not interleaved.</summary>
    /// <exception cref="ScheduleViolationException">The end is not as it must be.</exception>
    void Finish();
}

/// <summary>A program that can be judged, too, when one of its lanes has stopped for ever.</summary>
public interface IStoppableProgram : IConcurrentProgram
{
    /// <summary>A lane has stopped at a scheduling point, and takes no step from here on.</summary>
    /// <param name="lane">The lane.</param>
    void OnStopped(int lane);

    /// <summary>Judges the end of a schedule in place of <see cref="IConcurrentProgram.Finish"/>: no lane can go on. Not interleaved.</summary>
    /// <param name="stopped">The lane that stopped.</param>
    /// <param name="waiting">The lanes that wait for something that did not come; the others have returned.</param>
    /// <exception cref="ScheduleViolationException">The end is not as it must be.</exception>
    void FinishWithout(int stopped, IReadOnlyList<int> waiting);
}

/// <summary>How the next lane is chosen.</summary>
public enum Strategy
{
    /// <summary>A fair mixture of the others; finds most.</summary>
    Portfolio,

    /// <summary>Uniformly at each scheduling point.</summary>
    Random,

    /// <summary>Random lane priorities with a few changes (PCT).</summary>
    Prioritization,

    /// <summary>Round robin with a few random delays.</summary>
    Delay,

    /// <summary>Stays on a lane with a given probability.</summary>
    Probabilistic,

    /// <summary>Uniform, but one lane stalls from some step on until no other can run. Not for Coyote.</summary>
    Stall,

    /// <summary>Every schedule once, depth first. For tiny programs.</summary>
    Exhaustive,

    /// <summary>Every lane stopped at each of its scheduling points (<see cref="StopExplorer"/>). For no other explorer.</summary>
    Stop,
}

/// <summary>What to explore, and how much of it.</summary>
/// <param name="Strategy">How the next lane is chosen.</param>
/// <param name="Schedules">At most so many schedules; at least 1.</param>
/// <param name="Seed">Same seed, same schedules.</param>
/// <param name="MaxSteps">A schedule with more scheduling points than this fails.</param>
/// <param name="Limit">Stop after this time; null for no limit. A run that it cut off is not repeatable in length.</param>
public sealed record ExplorationOptions(
    Strategy Strategy = Strategy.Portfolio, long Schedules = 1000, uint Seed = 1, int MaxSteps = 20_000, TimeSpan? Limit = null);

/// <summary>A schedule that failed.</summary>
/// <param name="Schedule">Its number, from 1.</param>
/// <param name="Message">What was wrong.</param>
/// <param name="Trace">What <see cref="IScheduleExplorer.Replay"/> needs to run it again.</param>
/// <param name="IsViolation">False when the program or engine broke (any exception but a violation, deadlock, step bound).</param>
public sealed record FailedSchedule(long Schedule, string Message, string Trace, bool IsViolation);

/// <summary>What an exploration showed.</summary>
/// <param name="Schedules">Schedules run, the failed one included.</param>
/// <param name="Failure">The first failure, which ended the exploration, or null.</param>
/// <param name="Exhausted">True if every schedule of the program was run.</param>
/// <param name="Elapsed">Wall-clock time.</param>
public sealed record ExplorationResult(long Schedules, FailedSchedule? Failure, bool Exhausted, TimeSpan Elapsed);

/// <summary>Runs a program under many schedules. An instance is used by one thread at a time.</summary>
public interface IScheduleExplorer
{
    /// <summary>The name by which a schedule file says who wrote its trace.</summary>
    string Name { get; }

    /// <summary>Runs schedules until one fails, the number or time is used up, or it is cancelled.</summary>
    /// <param name="program">The program.</param>
    /// <param name="options">How much, and in which order.</param>
    /// <param name="progress">Called after each schedule with the number run so far, or null.</param>
    /// <param name="cancellation">Ends the exploration after the current schedule.</param>
    ExplorationResult Explore(
        IConcurrentProgram program, ExplorationOptions options, Action<long>? progress = null, CancellationToken cancellation = default);

    /// <summary>Runs one schedule again.</summary>
    /// <param name="program">The same program as the one that gave the trace.</param>
    /// <param name="trace">From <see cref="FailedSchedule.Trace"/>.</param>
    /// <returns>The result of that one schedule.</returns>
    /// <exception cref="FormatException">The trace is not one that this engine wrote.</exception>
    ExplorationResult Replay(IConcurrentProgram program, string trace);
}
