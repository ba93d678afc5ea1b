namespace Verified.Model;

/// <summary>Sees an edge while it is generated.</summary>
/// <param name="source">Number of the source state, from 0 in order of discovery.</param>
/// <param name="move">The move.</param>
/// <param name="target">Number of the target state.</param>
public delegate void EdgeHandler(int source, in Move move, int target);

/// <summary>What an exploration checks, and where it stops.</summary>
public sealed record ExploreOptions
{
    /// <summary>The invariants to check, in declared order.</summary>
    public IReadOnlyList<Invariant> Invariants { get; init; } = Model.Invariants.All;

    /// <summary>What is checked on every edge, beside refinement.</summary>
    public IReadOnlyList<StepProperty> StepProperties { get; init; } = [];

    /// <summary>What is to be reached by every fair run, looked for when all states are known and nothing else failed.</summary>
    public IReadOnlyList<ProgressProperty> Progressing { get; init; } = [];

    /// <summary>Is every edge to be checked against RingBuffer.tla?</summary>
    public bool ChecksRefinement { get; init; }

    /// <summary>Is a state without successors a violation?</summary>
    public bool ChecksDeadlock { get; init; } = true;

    /// <summary>Stop as soon as there are more distinct states than this; the result is then inconclusive.</summary>
    public long MaxStates { get; init; } = int.MaxValue / 2;

    /// <summary>Sees every generated edge, duplicates and self-loops included; null for none.</summary>
    public EdgeHandler? OnEdge { get; init; }

    /// <summary>Hears of progress, about every 16,000 states; null for none.</summary>
    public IProgress<ExploreProgress>? Progress { get; init; }

    /// <summary>The options that a configuration asks for.</summary>
    /// <param name="config">The configuration.</param>
    /// <returns>Its invariants in its order, its property, its deadlock check.</returns>
    public static ExploreOptions For(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new ExploreOptions
        {
            Invariants = [.. config.InvariantNames.Select(
                n => Model.Invariants.Find(n) ?? throw new ModelConfigException(0, "INVARIANTS", $"'{n}' is not known"))],
            StepProperties = [.. StepProperty.All.Concat(StepProperty.OfParts).Concat(StepProperty.OfCells).Concat(StepProperty.Expectations).Where(p => config.PropertyNames.Contains(p.Name))],
            Progressing = [.. ProgressProperty.All.Where(p => config.PropertyNames.Contains(p.Name))],
            ChecksRefinement = config.PropertyNames.Contains(Refinement.Name),
            ChecksDeadlock = config.ChecksDeadlock,
        };
    }
}

/// <summary>How far an exploration has come.</summary>
/// <param name="Distinct">Distinct states found.</param>
/// <param name="Generated">States generated, the initial one included.</param>
/// <param name="Depth">Levels entered.</param>
/// <param name="Unexplored">Distinct states whose successors are not generated yet.</param>
public readonly record struct ExploreProgress(long Distinct, long Generated, int Depth, long Unexplored);
