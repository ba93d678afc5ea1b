namespace Verified.Model;

/// <summary>Tests one step.</summary>
/// <param name="twin">The twin of the model.</param>
/// <param name="s">The state before.</param>
/// <param name="t">The state after.</param>
/// <returns>True when the property holds of it.</returns>
public delegate bool StepTest(Twin twin, in State s, in State t);

/// <summary>A property of MC.tla or MCLosses.tla that is checked on every edge, beside refinement.</summary>
/// <param name="Name">The specification's name of it.</param>
/// <param name="OfLosses">Is it one of MCLosses.tla, for the models that count losses?</param>
/// <param name="Holds">Its test.</param>
public sealed record StepProperty(string Name, bool OfLosses, StepTest Holds)
{
    /// <summary>All of them, in the order in which the specification declares them.</summary>
    public static IReadOnlyList<StepProperty> All { get; } =
    [
        new(Counters.Name, false, Counters.NeverGoBack),
        new(Pushes.Name, false, Pushes.GoNoFurther),
        new(ReaderSteps.Name, false, ReaderSteps.TakeWhatIsThere),
        new(LossCounts.Name, true, LossCounts.EachIsCounted),
        new(StatedLosses.Name, true, StatedLosses.AreTrue),
    ];

    /// <summary>Those of PartRead.tla, which say nothing of models that read no parts.</summary>
    public static IReadOnlyList<StepProperty> OfParts { get; } =
    [
        new(PartSteps.Name, false, PartSteps.TakeWhatIsThere),
    ];

    /// <summary>Those of CellRead.tla, which say nothing of models that read no cells.</summary>
    public static IReadOnlyList<StepProperty> OfCells { get; } =
    [
        new(CellSteps.Name, false, CellSteps.TakeWhatIsThere),
    ];

    /// <summary>Those of Progress.tla that the algorithm does not have in every mode: models show where they fail.</summary>
    public static IReadOnlyList<StepProperty> Expectations { get; } =
    [
        new(Overwriting.Name, false, Overwriting.NothingLeavesUnread),
    ];

    /// <summary>Finds one by its name.</summary>
    /// <param name="name">The specification's name.</param>
    /// <returns>The property, or null when there is none of that name.</returns>
    public static StepProperty? Find(string name) => All.Concat(OfParts).Concat(OfCells).Concat(Expectations).FirstOrDefault(p => p.Name == name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
