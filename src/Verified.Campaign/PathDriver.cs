using System.Diagnostics;
using Verified.Exploration;
using Verified.Model;

namespace Verified.Campaign;

/// <summary>A path that the code did not follow.</summary>
/// <param name="Path">Its number in the cover, from 0.</param>
/// <param name="Step">The move that was not followed, from 1.</param>
/// <param name="Message">What was wrong.</param>
/// <param name="Steps">The last steps that the code took, oldest first.</param>
public sealed record FailedPath(int Path, long Step, string Message, IReadOnlyList<RecordedStep> Steps);

/// <summary>What driving the code along a cover showed.</summary>
/// <param name="Paths">Paths driven, the failed one included.</param>
/// <param name="Steps">Accesses of the code in them.</param>
/// <param name="Checked">Accesses that were the move of the path and matched the twin.</param>
/// <param name="FailedExchanges">Failed compare-exchanges, each charged to another process's change of the word.</param>
/// <param name="Failure">The first path that the code did not follow, or null.</param>
/// <param name="Elapsed">Wall-clock time.</param>
public sealed record PathDriveResult(int Paths, long Steps, long Checked, long FailedExchanges, FailedPath? Failure, TimeSpan Elapsed);

/// <summary>
/// Drives the real ring buffer along paths of the twin: the process that a move names takes exactly one access, and the
/// lockstep says whether it was that move. What a process begins, and whether it abandons, the path decides.
/// </summary>
public static class PathDriver
{
    /// <summary>Drives all paths of a cover, until one fails.</summary>
    /// <param name="cover">The cover.</param>
    /// <param name="mutant">What is broken in the code (never in the twin), or "none".</param>
    /// <param name="cancellation">Ends the work with an exception, between two paths.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PathDriveResult Drive(PathCover cover, string mutant = Mutants.None, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(cover);
        var clock = Stopwatch.StartNew();
        using var scheduler = new StepScheduler { MaxSteps = int.MaxValue };
        using var program = new PathProgram(cover.Model, mutant);
        for (int i = 0; i < cover.Paths.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            program.Path = cover.Paths[i];
            Exception? failure = scheduler.Run(program, program);
            if (failure is not null and not ScheduleViolationException)
            {
                throw new InvalidOperationException($"path {i} could not be driven: {failure.Message}", failure);
            }

            if (failure is not null || program.Taken < program.Path.Count)
            {
                string message = failure?.Message ?? $"the code took {program.Taken} of the path's {program.Path.Count} steps";
                var failed = new FailedPath(i, program.Taken, message, program.LastSteps());
                return new PathDriveResult(i + 1, program.Steps, program.Checked, program.FailedExchanges, failed, clock.Elapsed);
            }
        }

        return new PathDriveResult(cover.Paths.Count, program.Steps, program.Checked, program.FailedExchanges, null, clock.Elapsed);
    }
}
