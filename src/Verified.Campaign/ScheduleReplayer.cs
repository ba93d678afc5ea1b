using Verified.Exploration;

namespace Verified.Campaign;

/// <summary>What running a schedule file again showed.</summary>
/// <param name="File">The file.</param>
/// <param name="FailedAgain">True if the schedule failed at all.</param>
/// <param name="Message">What was wrong this time, or null.</param>
/// <param name="FailingStep">The step in which it failed this time, or the number of steps that it had.</param>
/// <param name="Steps">The last steps of this time, oldest first.</param>
public sealed record ReplayResult(
    ScheduleFile File, bool FailedAgain, string? Message, long FailingStep, IReadOnlyList<RecordedStep> Steps)
{
    /// <summary>True if it failed in the same step as the file says.</summary>
    public bool IsSameStep => FailedAgain && FailingStep == File.FailingStep;
}

/// <summary>Runs the schedule of a schedule file again.</summary>
public static class ScheduleReplayer
{
    /// <summary>Runs the schedule of a file.</summary>
    /// <param name="path">Where the file is.</param>
    /// <exception cref="ScheduleFileException">It can not be read, is damaged, or its trace is not of this code.</exception>
    public static ReplayResult Replay(string path) => Replay(ScheduleFile.Load(path));

    /// <summary>Runs a schedule.</summary>
    /// <param name="file">The schedule.</param>
    /// <exception cref="ScheduleFileException">Its trace is damaged or not of this code.</exception>
    public static ReplayResult Replay(ScheduleFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        Scenario scenario = Scenarios.Find(file.Scenario) ?? throw new ScheduleFileException($"there is no scenario '{file.Scenario}'");
        IScheduleExplorer engine = Engines.Find(file.Engine) ?? throw new ScheduleFileException($"there is no engine '{file.Engine}'");
        using var program = new ScenarioProgram(scenario, file.Mutant, file.Judge, StopExplorer.HasStop(file.Trace));
        try
        {
            FailedSchedule? failure = engine.Replay(program, file.Trace).Failure;
            return failure is { IsViolation: false }
                ? throw new ScheduleFileException("the trace does not fit this code: " + failure.Message)
                : new ReplayResult(file, failure is not null, failure?.Message, program.StepsOfLast, program.LastSteps());
        }
        catch (FormatException e)
        {
            throw new ScheduleFileException("the trace is damaged: " + e.Message, e);
        }
    }
}
