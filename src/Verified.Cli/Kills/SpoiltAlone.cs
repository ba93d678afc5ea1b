namespace Verified.Cli.Kills;

/// <summary>
/// An invariant, or a property of steps, that no mutant breaks: what it says is kept by more than one test of the algorithm, or is checked first by another
/// invariant. That it can fail is shown by spoiling one field of a reachable state (tests/Verified.Model.Tests/Spoilings.cs), or of a step (StepSpoilings.cs).
/// </summary>
/// <param name="Invariant">Its name.</param>
/// <param name="Why">Why no mutant breaks it.</param>
internal sealed record SpoiltAlone(string Invariant, string Why)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<SpoiltAlone> All { get; } =
    [
        new("S21_LossesAddUp", "Every attempt ends as accepted or as lost: mutants change what is counted (S21_EachLossIsCounted), and none leaves an attempt undecided."),
        new("S30_OnlyOpenCallsHide", "It is what the counts of S3 and the delivery of S7 leave to a reader of records; a mutant that keeps a sub-buffer from being delivered breaks those first."),
        new("G8_ImpliedByG7", "It is a remark, that a test of the Lttng form which does not ship never refuses what another lets through; no mutant of that form delivers what is not reserved."),
    ];

    /// <summary>The entry of an invariant, or null.</summary>
    public static SpoiltAlone? Find(string invariant) => All.FirstOrDefault(s => s.Invariant == invariant);
}
