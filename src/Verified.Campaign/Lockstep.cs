using System.Text;
using Verified.Exploration;
using Verified.Model;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>
/// Runs the twin beside the code: each access must be exactly the action that the twin allows to that process, and
/// every state that the twin comes to must satisfy the invariants and the refinement.
/// </summary>
internal sealed class Lockstep(Twin twin, Units units, ExploredRegion region, Wrapping wrapping) : IAccessObserver
{
    private readonly Dictionary<int, Operation> _intents = [];
    private readonly HashSet<int> _hasNotStepped = [];
    private readonly AccessMatch _match = new(units, region, wrapping);
    private readonly RecordsMatch _records = new(units, region);
    private State _state = twin.Initial();

    /// <summary>Accesses seen.</summary>
    public long Seen { get; private set; }

    /// <summary>Accesses that were matched, with the state after them checked.</summary>
    public long Checked { get; private set; }

    /// <summary>Accesses that are not looked at: only to show in a test that a blind lockstep is noticed. 0 looks at all.</summary>
    public long SkipEvery { get; init; }

    /// <summary>Counts the matched accesses of each action, or null.</summary>
    public long[]? CountByStep { get; init; }

    /// <summary>The state that the twin has come to.</summary>
    public ref readonly State Current => ref _state;

    /// <summary>Says what a process is about to do.</summary>
    public void Announce(Operation operation)
    {
        _intents[operation.Process] = operation;
        _hasNotStepped.Add(operation.Process);
    }

    /// <summary>The operation has returned: the twin's process must be idle too, or at the end of data if that was reached.</summary>
    public void Ended(Operation operation, bool atEnd = false)
    {
        if (_hasNotStepped.Contains(operation.Process))
        {
            throw new ScheduleViolationException($"the {operation.Kind} of process {operation.Process} returned without a step");
        }

        if (operation.Kind == OperationKind.Tick)
        {
            return;
        }

        if (twin.Owes(_state, operation.Process))
        {
            throw new ScheduleViolationException(
                $"the {operation.Kind} of process {operation.Process} returned, but the twin still owes the committed prefix a step");
        }

        Label label = twin.LabelOf(_state, operation.Process);
        if (label != (atEnd ? Label.Ended : Label.Idle))
        {
            throw new ScheduleViolationException(
                $"the {operation.Kind} of process {operation.Process} returned, but the twin stands at {label}");
        }
    }

    /// <inheritdoc/>
    public void OnAccess(in MemoryAccess access)
    {
        Seen++;
        _hasNotStepped.Remove(access.Lane);
        if (SkipEvery > 0 && Seen % SkipEvery == 0)
        {
            return;
        }

        Match(access);
        Checked++;
    }

    private void Match(in MemoryAccess access)
    {
        if (!StepNames.TryGet(access.Step, out Step step))
        {
            throw new ScheduleViolationException($"the twin has no step '{access.Step}'");
        }

        IReadOnlyList<(Move Move, State Next)> enabled = twin.Enabled(_state, access.Lane);
        int at = Find(enabled, step, _intents[access.Lane]);
        string? difference = at < 0 ? "it is not enabled" : _match.Difference(access, enabled[at].Move.Access);
        if (difference is not null)
        {
            throw new ScheduleViolationException(Refusal(access, difference, enabled));
        }

        State next = enabled[at].Next;
        if (step is Step.Read_Records or Step.Part_Records)
        {
            int taken = twin.TakenOf(_state, _state.Rd.Cur);
            int from = step == Step.Part_Records ? 0 : taken == 0 ? units.Header : taken;
            _records.RequireSame(access, _state.Rd, next.Rd, step == Step.Part_Records, from, taken == 0 ? _state.Rd.Begin.Time : _state.Taken.Time);
        }

        if (step == Step.Cell_Record)
        {
            _records.RequireSame(access, _state.Rd, next.Rd, isPart: true, from: 0, fromTime: 0);
        }

        Check(next);
        _state = next;
        if (CountByStep is { } counts)
        {
            counts[(int)step]++;
        }
    }

    /// <summary>The move of this step that the announced intent chooses, or -1.</summary>
    private static int Find(IReadOnlyList<(Move Move, State Next)> enabled, Step step, Operation intent)
    {
        for (int i = 0; i < enabled.Count; i++)
        {
            Move move = enabled[i].Move;
            if (move.Step == step && Means(move, intent))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool Means(in Move move, Operation intent) => move.Step switch
    {
        Step.Reserve_LoadWritePosition or Step.Lose_TooBig => move.Arg == intent.Units,
        Step.Write_End => !intent.Abandon,
        Step.Write_Abandon => intent.Abandon,
        Step.Flush_LoadWritePosition => move.Arg == FlushModes.InTwin(intent.Mode),
        Step.Get_LoadReadPosition => intent.Kind == OperationKind.Read,
        Step.Snapshot_LoadReadPosition => intent.Kind == OperationKind.Snapshot,
        Step.Clear_LoadReadPosition => intent.Kind == OperationKind.Clear,
        Step.Wait_LoadReadPosition => intent.Kind == OperationKind.Wait,
        _ => true,
    };

    private void Check(in State next)
    {
        foreach (Invariant invariant in Invariants.All)
        {
            if (!invariant.Holds(twin, next))
            {
                throw new ScheduleViolationException($"the invariant {invariant.Name} does not hold");
            }
        }

        foreach (StepProperty property in StepProperty.All.Concat(StepProperty.OfParts).Concat(StepProperty.OfCells))
        {
            if (!property.Holds(twin, _state, next))
            {
                throw new ScheduleViolationException($"the step breaks {property.Name}");
            }
        }

        if (!Refinement.Allowed(twin, _state, next))
        {
            throw new ScheduleViolationException("the step is none of RingBuffer.tla's (refinement)");
        }
    }

    private string Refusal(in MemoryAccess access, string difference, IReadOnlyList<(Move Move, State Next)> enabled)
    {
        var text = new StringBuilder();
        text.Append($"process {access.Lane} took {access.Step} on {access.At.Name}[{access.At.Index}] ({access.Old} -> {access.New}): ");
        text.Append(difference).Append("; enabled");
        foreach ((Move move, _) in enabled)
        {
            Access a = move.Access;
            text.Append($" {move.Label} {a.Name}[{a.Index}] {(a.StaleOld ? "any" : a.Old)} -> {a.New},");
        }

        return text.Append(enabled.Count == 0 ? " nothing" : " in units").ToString();
    }
}

/// <summary>Flush modes between code and twin.</summary>
internal static class FlushModes
{
    /// <summary>The twin's number for a mode.</summary>
    public static int InTwin(FlushMode mode) => mode switch
    {
        FlushMode.Active => Twin.ActiveMode,
        FlushMode.Final => Twin.FinalMode,
        FlushMode.Pause => Twin.PauseMode,
        FlushMode.Resume => Twin.ResumeMode,
        FlushMode.Complete => Twin.CompleteMode,
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "no such mode"),
    };

    /// <summary>The mode of the twin's number.</summary>
    public static FlushMode InCode(int mode) => Enum.GetValues<FlushMode>().Single(m => InTwin(m) == mode);
}
