using Microsoft.Coyote.Logging;
using Microsoft.Coyote.Runtime;
using ControlledThread = Microsoft.Coyote.Rewriting.Types.Threading.Thread;

namespace Verified.Exploration;

/// <summary>One schedule under Coyote: the lanes as controlled threads, and the first thing that went wrong.</summary>
internal sealed class CoyoteSchedule(IConcurrentProgram program) : IInterleaver
{
    private int _done;

    /// <summary>What ended a schedule as failed, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Schedules begun.</summary>
    public long Runs { get; private set; }

    public void Interleave() => SchedulingPoint.Interleave();

    /// <summary>The test that Coyote runs once for each schedule.</summary>
    public void Body()
    {
        _done = 0;
        Runs++;
        Uninterleaved(() => program.Start(this));
        int lanes = program.Lanes;

        // Nothing is to be interleaved before all lanes are there: fewer schedules that differ in nothing.
        SchedulingPoint.Suppress();
        for (int i = 0; i < lanes; i++)
        {
            int lane = i;
            ControlledThread.Start(ControlledThread.Create(() => RunLane(lane)));
        }

        SchedulingPoint.Resume();

        // Raw joins would leak blocked threads when a schedule ends early; a paused operation is released by the engine.
        Operation.PauseUntil(() => _done == lanes);
        Uninterleaved(program.Finish);
    }

    private void RunLane(int lane)
    {
        Guarded(() => program.Run(lane));
        _done++;
    }

    private void Uninterleaved(Action action)
    {
        SchedulingPoint.Suppress();
        Guarded(action);
        SchedulingPoint.Resume();
    }

    /// <summary>Remembers the first failure and lets it pass on to Coyote, which then ends the schedule.</summary>
    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (Remember(e))
        {
        }
    }

    private bool Remember(Exception e)
    {
        // Coyote unwinds the other lanes of a schedule that has ended with this exception: no finding.
        if (e is not ThreadInterruptedException)
        {
            Failure ??= e;
        }

        return false;
    }
}

/// <summary>Coyote prints unless it is given a logger.</summary>
internal sealed class SilentLogger : ILogger
{
    public static readonly SilentLogger Instance = new();

    public void Dispose()
    {
    }

    public void Write(string value)
    {
    }

    public void Write(string format, object arg0)
    {
    }

    public void Write(string format, object arg0, object arg1)
    {
    }

    public void Write(string format, object arg0, object arg1, object arg2)
    {
    }

    public void Write(string format, params object[] args)
    {
    }

    public void Write(LogSeverity severity, string value)
    {
    }

    public void Write(LogSeverity severity, string format, object arg0)
    {
    }

    public void Write(LogSeverity severity, string format, object arg0, object arg1)
    {
    }

    public void Write(LogSeverity severity, string format, object arg0, object arg1, object arg2)
    {
    }

    public void Write(LogSeverity severity, string format, params object[] args)
    {
    }

    public void WriteLine(string value)
    {
    }

    public void WriteLine(string format, object arg0)
    {
    }

    public void WriteLine(string format, object arg0, object arg1)
    {
    }

    public void WriteLine(string format, object arg0, object arg1, object arg2)
    {
    }

    public void WriteLine(string format, params object[] args)
    {
    }

    public void WriteLine(LogSeverity severity, string value)
    {
    }

    public void WriteLine(LogSeverity severity, string format, object arg0)
    {
    }

    public void WriteLine(LogSeverity severity, string format, object arg0, object arg1)
    {
    }

    public void WriteLine(LogSeverity severity, string format, object arg0, object arg1, object arg2)
    {
    }

    public void WriteLine(LogSeverity severity, string format, params object[] args)
    {
    }
}
