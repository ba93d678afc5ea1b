using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Coyote;
using Microsoft.Coyote.SystematicTesting;

namespace Verified.Exploration;

/// <summary>
/// Explores with Microsoft Coyote, without binary rewriting: lanes are Coyote's controlled threads, and every
/// scheduling point is explicit. The same seed gives the same schedules.
/// </summary>
public sealed class CoyoteExplorer : IScheduleExplorer
{
    /// <summary>The engine's name in schedule files.</summary>
    public const string EngineName = "coyote";

    /// <summary>Wall clock, so a loaded machine must not look like a deadlock (ms).</summary>
    private const uint DeadlockTimeout = 120_000;

    /// <inheritdoc/>
    public string Name => EngineName;

    /// <inheritdoc/>
    public ExplorationResult Explore(
        IConcurrentProgram program, ExplorationOptions options, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Schedules, 1);
        Configuration configuration = WithStrategy(Common(options.MaxSteps), options.Strategy)
            .WithRandomGeneratorSeed(options.Seed)
            .WithTestingIterations((uint)Math.Min(options.Schedules, uint.MaxValue));
        return Run(program, configuration, options, progress, cancellation);
    }

    /// <inheritdoc/>
    public ExplorationResult Replay(IConcurrentProgram program, string trace)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentException.ThrowIfNullOrWhiteSpace(trace);
        var options = new ExplorationOptions(Schedules: 1);
        try
        {
            return Run(program, Common(options.MaxSteps).WithReproducibleTrace(trace), options, null, CancellationToken.None);
        }
        catch (Exception e) when (e is not (FormatException or OutOfMemoryException))
        {
            throw new FormatException("the trace is not one of Coyote's: " + e.Message, e);
        }
    }

    private static Configuration Common(int maxSteps) => Configuration.Create()
        .WithTelemetryEnabled(false)
        .WithPartiallyControlledConcurrencyAllowed(false)
        .WithFailureOnMaxStepsBoundEnabled()
        .WithMaxSchedulingSteps((uint)maxSteps)
        .WithDeadlockTimeout(DeadlockTimeout);

    private static Configuration WithStrategy(Configuration c, Strategy strategy) => strategy switch
    {
        Strategy.Portfolio => c,
        Strategy.Random => c.WithRandomStrategy(),
        Strategy.Prioritization => c.WithPrioritizationStrategy(),
        Strategy.Delay => c.WithDelayBoundingStrategy(),
        Strategy.Probabilistic => c.WithProbabilisticStrategy(),
        Strategy.Exhaustive => WithDepthFirst(c),
        Strategy.Stall or Strategy.Stop => throw new ArgumentException($"Coyote has no strategy '{strategy}'", nameof(strategy)),
        _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy, "no such strategy"),
    };

    /// <summary>Coyote keeps its depth-first strategy internal; it is right as long as the program draws nothing itself.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "WithDFSStrategy")]
    private static extern Configuration WithDepthFirst(Configuration c);

    private static ExplorationResult Run(
        IConcurrentProgram program, Configuration configuration, ExplorationOptions options, Action<long>? progress, CancellationToken cancellation)
    {
        var test = new CoyoteSchedule(program);
        var clock = Stopwatch.StartNew();
        long schedules = 0;
        using TestingEngine engine = TestingEngine.Create(configuration, test.Body);
        engine.SetLogger(SilentLogger.Instance);
        engine.RegisterEndIterationCallBack(_ =>
        {
            engine.TestReport.CoverageInfo.ExploredPaths.Clear();
            if (test.Runs > schedules)
            {
                // The iteration in which the depth-first strategy sees that it is done runs nothing.
                schedules = test.Runs;
                progress?.Invoke(schedules);
            }

            if (cancellation.IsCancellationRequested || clock.Elapsed > options.Limit)
            {
                engine.Stop();
            }
        });
        if (!cancellation.IsCancellationRequested)
        {
            engine.Run();
        }

        bool stopped = cancellation.IsCancellationRequested || clock.Elapsed > options.Limit;
        bool exhausted = options.Strategy == Strategy.Exhaustive && !stopped && schedules < options.Schedules;
        return Result(engine, test, schedules, exhausted, clock.Elapsed);
    }

    private static ExplorationResult Result(
        TestingEngine engine, CoyoteSchedule test, long schedules, bool exhausted, TimeSpan elapsed)
    {
        TestReport report = engine.TestReport;
        FailedSchedule? failure = null;
        if (test.Failure is { } thrown)
        {
            bool isViolation = thrown is ScheduleViolationException;
            string message = isViolation ? thrown.Message : $"{thrown.GetType().Name}: {thrown.Message}";
            failure = new FailedSchedule(schedules, message, engine.ReproducibleTrace, isViolation);
        }
        else if (report.NumOfFoundBugs > 0 || report.InternalErrors.Count > 0)
        {
            string message = string.Join("; ", report.BugReports.Concat(report.InternalErrors)).Trim();
            failure = new FailedSchedule(schedules, "engine: " + message, engine.ReproducibleTrace ?? "", false);
        }

        return new ExplorationResult(schedules, failure, exhausted && failure is null, elapsed);
    }
}
