using Microsoft.Coyote.Logging;
using Microsoft.Coyote.Runtime;
using ControlledThread = Microsoft.Coyote.Rewriting.Types.Threading.Thread;

namespace Verified.Exploration;

/// <summary>One schedule under Coyote: the lanes as controlled threads, and the first thing that went wrong.</summary>
internal sealed class CoyoteSchedule(IConcurrentProgram program) : IInterleaver
{
    [ThreadStatic]
    private static int s_lane;

    private Awaited?[] _waits = [];
    private int _done;

    /// <summary>What ended a schedule as failed, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Schedules begun.</summary>
    public long Runs { get; private set; }

    public void Interleave()
    {
        SchedulingPoint.Interleave();
        LeaveEnded();
    }

    public void InterleaveUntil(Func<bool> isMet, string what)
    {
        Interleave();
        _waits[s_lane] = new Awaited(isMet, what);
        RefuseDeadlock();
        Operation.PauseUntil(isMet);
        LeaveEnded();
        _waits[s_lane] = null;
    }

    /// <summary>
    /// A schedule that has failed takes no more steps. Coyote lets go of its threads then, one by one, and one that it has not
    /// come to yet would go on by itself: its scheduling points do nothing any more.
    /// </summary>
    private void LeaveEnded()
    {
        if (Failure is not null)
        {
            throw new ThreadInterruptedException("the schedule has ended");
        }
    }

    /// <summary>The test that Coyote runs once for each schedule.</summary>
    public void Body()
    {
        _done = 0;
        Runs++;
        Uninterleaved(() => program.Start(this));
        int lanes = program.Lanes;
        _waits = new Awaited?[lanes];

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
        s_lane = lane;
        Guarded(() => program.Run(lane));
        _done++;
        _waits[lane] = Awaited.Nothing;
        Guarded(RefuseDeadlock);
    }

    /// <summary>Whoever comes to wait, or returns, last of all asks whether any lane is left that can run.</summary>
    private void RefuseDeadlock()
    {
        if (_done < _waits.Length && Array.TrueForAll(_waits, w => w is not null && !w.IsMet()))
        {
            string waiting = string.Join(", ", _waits.Select((w, i) => (w, i)).Where(p => p.w != Awaited.Nothing)
                .Select(p => $"lane {p.i} waits for {p.w!.What}"));
            throw new ScheduleViolationException($"deadlock: no thread can run; {waiting}, and the others have returned");
        }
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

    /// <summary>What a lane waits for; a lane that has returned waits for nothing that ever comes.</summary>
    private sealed record Awaited(Func<bool> IsMet, string What)
    {
        public static readonly Awaited Nothing = new(() => false, "nothing");
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
