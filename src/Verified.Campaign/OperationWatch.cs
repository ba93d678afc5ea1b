using Verified.Exploration;

namespace Verified.Campaign;

/// <summary>Which operations have begun and not returned, and how many steps each has taken: each must end within a bound.</summary>
/// <param name="laneOf">The lane of a process, for messages.</param>
internal sealed class OperationWatch(Func<int, int> laneOf) : IAccessObserver
{
    /// <summary>Many times what any operation takes at these sizes, alone or with others running: a report prints the most seen.</summary>
    public const int MostSteps = 300;

    private readonly Dictionary<int, (Operation Operation, int Steps)> _running = [];

    /// <summary>The most steps that any operation has taken, ended or not, in all schedules.</summary>
    public int MostSeen { get; private set; }

    /// <summary>Why another lane may be at fault, for the message of an operation that does not end.</summary>
    public string Circumstance { get; set; } = "";

    /// <summary>The operations that have not returned.</summary>
    public IEnumerable<Operation> Unfinished => _running.Values.Select(r => r.Operation);

    /// <summary>Forgets the schedule before.</summary>
    public void Clear()
    {
        _running.Clear();
        Circumstance = "";
    }

    /// <summary>An operation begins.</summary>
    public void Begin(Operation operation) => _running[operation.Process] = (operation, 0);

    /// <summary>It has returned.</summary>
    public void End(Operation operation) => _running.Remove(operation.Process);

    /// <inheritdoc/>
    /// <exception cref="ScheduleViolationException">An operation goes on and on.</exception>
    public void OnAccess(in MemoryAccess access)
    {
        if (!_running.TryGetValue(access.Lane, out (Operation Operation, int Steps) run))
        {
            return;
        }

        _running[access.Lane] = (run.Operation, run.Steps + 1);
        MostSeen = Math.Max(MostSeen, run.Steps + 1);
        if (run.Steps >= MostSteps)
        {
            throw new ScheduleViolationException($"lane {laneOf(access.Lane)} did not end: its {run.Operation.Kind} (process {access.Lane}) "
                + $"has taken more than {MostSteps} steps, the last {access.Step}{Circumstance}");
        }
    }
}
