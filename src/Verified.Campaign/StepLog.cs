using Verified.Exploration;

namespace Verified.Campaign;

/// <summary>Keeps the last steps of a schedule, and counts all.</summary>
internal sealed class StepLog
{
    private const int Kept = 40;

    private readonly MemoryAccess[] _last = new MemoryAccess[Kept];

    /// <summary>Steps since it was cleared.</summary>
    public long Count { get; private set; }

    /// <summary>Forgets all steps.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds a step.</summary>
    public void Add(in MemoryAccess access) => _last[Count++ % Kept] = access;

    /// <summary>The last steps, oldest first.</summary>
    public IReadOnlyList<RecordedStep> Last()
    {
        var steps = new List<RecordedStep>();
        for (long i = Math.Max(0, Count - Kept); i < Count; i++)
        {
            MemoryAccess a = _last[i % Kept];
            steps.Add(new RecordedStep(i + 1, a.Lane, a.Step, a.At.Name ?? "", a.At.Index, a.Old, a.New));
        }

        return steps;
    }
}
