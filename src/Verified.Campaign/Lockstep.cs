using System.Text;
using Verified.Exploration;
using Verified.Model;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>
/// Runs the twin beside the code: each access must be exactly the action that the twin allows to that process, and
/// every state that the twin comes to must satisfy the invariants and the refinement.
/// </summary>
internal sealed class Lockstep(Twin twin, ExploredRegion region) : IAccessObserver
{
    private readonly Dictionary<int, Operation> _intents = [];
    private readonly HashSet<int> _hasNotStepped = [];
    private State _state = twin.Initial();

    /// <summary>Accesses seen.</summary>
    public long Seen { get; private set; }

    /// <summary>Accesses that were matched, with the state after them checked.</summary>
    public long Checked { get; private set; }

    /// <summary>Accesses that are not looked at: only to show in a test that a blind lockstep is noticed. 0 looks at all.</summary>
    public long SkipEvery { get; init; }

    /// <summary>The state that the twin has come to.</summary>
    public ref readonly State Current => ref _state;

    /// <summary>Says what a process is about to do.</summary>
    public void Announce(Operation operation)
    {
        _intents[operation.Process] = operation;
        _hasNotStepped.Add(operation.Process);
    }

    /// <summary>The operation has returned: the twin's process must be idle too.</summary>
    public void Ended(Operation operation)
    {
        if (_hasNotStepped.Contains(operation.Process))
        {
            throw new ScheduleViolationException($"the {operation.Kind} of process {operation.Process} returned without a step");
        }

        Label label = twin.LabelOf(_state, operation.Process);
        if (label != Label.Idle)
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
        string? difference = at < 0 ? "it is not enabled" : AccessMatch.Difference(access, enabled[at].Move.Access);
        if (difference is not null)
        {
            throw new ScheduleViolationException(Refusal(access, difference, enabled));
        }

        State next = enabled[at].Next;
        if (step == Step.Read_Records)
        {
            RequireSameRecords(access, next);
        }

        Check(next);
        _state = next;
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
        Step.Flush_LoadWritePosition => move.Arg == (intent.Mode == FlushMode.Final ? Twin.FinalMode : Twin.ActiveMode),
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

        if (!Refinement.Allowed(twin, _state, next))
        {
            throw new ScheduleViolationException("the step is none of RingBuffer.tla's (refinement)");
        }
    }

    /// <summary>What the real bytes parse to must be what the twin says that the reader sees.</summary>
    private void RequireSameRecords(in MemoryAccess access, in State next)
    {
        ReadOnlySpan<byte> content = region.Bytes(access.At.Offset, access.Length);
        int at = Geometry.PacketHeaderSize;
        int count = 0;
        while (at < content.Length)
        {
            bool isRecord = RecordParser.TryNext(content, ref at, out ParsedRecord record);
            bool isWhole = Units.TryRecord(record.Length, out int units);
            if (isRecord && record.IsAbandoned)
            {
                continue;
            }

            if (!isRecord || !isWhole || count >= next.Rd.OutCount || next.Rd.Out[count] != units)
            {
                throw new ScheduleViolationException(
                    $"record {count + 1} of the sub-buffer is of {units} units in the bytes, of " +
                    $"{(count < next.Rd.OutCount ? next.Rd.Out[count] : 0)} in the twin");
            }

            count++;
        }

        if (count != next.Rd.OutCount)
        {
            throw new ScheduleViolationException($"the bytes hold {count} records, the twin {next.Rd.OutCount}");
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
