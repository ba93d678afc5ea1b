using System.Reflection;
using Verified.Cli.Output;
using Verified.Cli.Proofs;
using Verified.Cli.Specification;
using Verified.Model;
using Verified.RingBuffers.Core;

namespace Verified.Cli.Checks;

/// <summary>One name per step and per invariant, the same in the specification, the twin, the code and the proof.</summary>
internal static class NamesCheck
{
    private const string LossModule = "MCLosses.tla";
    private const string Specification = "the specification";

    // What holds of steps, and not of states, must be asked of every model, too.
    private static readonly string[] s_properties = [.. StepProperty.All.Where(p => !p.OfLosses).Select(p => p.Name), Refinement.Name];
    private static readonly string[] s_partProperties = [.. StepProperty.OfParts.Select(p => p.Name)];
    private static readonly string[] s_cellProperties = [.. StepProperty.OfCells.Select(p => p.Name)];
    private static readonly string[] s_lossProperties = [.. StepProperty.All.Where(p => p.OfLosses).Select(p => p.Name)];

    private static readonly string[] s_progress =
        [.. ProgressProperty.All.Select(p => p.Name), .. StepProperty.Expectations.Select(p => p.Name)];

    /// <summary>The check.</summary>
    public static Check Check { get; } = Check.Of("names", context => Run(context.Files));

    /// <summary>Names of the code's steps; None names what is no access.</summary>
    public static IReadOnlySet<string> CodeSteps { get; } = typeof(Steps)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(f => f.IsLiteral && f.FieldType == typeof(string) && f.Name != nameof(Steps.None))
        .Select(f => (string)f.GetRawConstantValue()!)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Names of the twin's actions.</summary>
    public static IReadOnlySet<string> TwinSteps { get; } = Enum.GetNames<Step>().ToHashSet(StringComparer.Ordinal);

    /// <summary>Everything that the twin asks of states and of steps, in the specification's order.</summary>
    public static IReadOnlyList<string> TwinAsks { get; } = [.. Invariants.All.Select(i => i.Name), .. s_properties, .. s_lossProperties, .. s_partProperties, .. s_cellProperties];

    /// <summary>The twin's properties of progress, in the specification's order.</summary>
    public static IReadOnlyList<string> TwinProgress => s_progress;

    /// <summary>Compares the names in all places.</summary>
    public static CheckRow Run(SpecificationFiles files) => Run(files, TwinAsks, TwinProgress);

    /// <summary>The same, for a twin that asks something else.</summary>
    /// <param name="files">The specification.</param>
    /// <param name="twinAsks">Names of what the twin asks of states and steps.</param>
    /// <param name="twinProgress">Names of its properties of progress.</param>
    public static CheckRow Run(SpecificationFiles files, IReadOnlyList<string> twinAsks, IReadOnlyList<string> twinProgress)
    {
        IReadOnlySet<string> actions = SpecificationNames.Actions(files);
        IReadOnlyDictionary<string, string> invariants = SpecificationNames.Invariants(files);
        IReadOnlyDictionary<string, string> ofRecovery = SpecificationNames.Numbered(files, SpecificationNames.Recovery);
        IReadOnlyDictionary<string, string> ofOneWriter = SpecificationNames.Numbered(files, SpecificationNames.OneWriter);
        IReadOnlyDictionary<string, string> ofParts = SpecificationNames.Numbered(files, SpecificationNames.PartRead);
        IReadOnlyDictionary<string, string> ofCells = SpecificationNames.Numbered(files, SpecificationNames.CellRead);
        IReadOnlyDictionary<string, string> ofWrap = SpecificationNames.Numbered(files, SpecificationNames.Wrap);
        IReadOnlyDictionary<string, string> ofProgress = SpecificationNames.Numbered(files, SpecificationNames.Progress);
        List<string> problems =
        [
            .. Differences(actions, Specification, SpecificationNames.ActionsOfNext(files), "its next-state relation"),
            .. Differences(actions.Concat(SpecificationNames.ActionsOfModels(files)).Concat(SpecificationNames.ActionsWithoutAssumption(files)), Specification, TwinSteps, "the twin's Step"),
            .. Differences(actions.Where(a => a != SpecificationNames.Tick), Specification, CodeSteps, "the code's Steps"),
            .. Differences(
                invariants.Keys.Concat(ofRecovery.Keys).Concat(ofWrap.Keys).Concat(ofOneWriter.Keys).Concat(ofParts.Keys).Concat(ofCells.Keys).Concat(SpecificationNames.Properties(files)),
                "what the specification asks", twinAsks, "what the twin asks"),
            .. Differences(ofProgress.Keys, SpecificationNames.Progress, twinProgress, "the twin's properties of progress"),
        ];
        foreach (string model in files.Configurations)
        {
            IReadOnlyList<string> listed = SpecificationNames.Listed(files.Read(model + ".cfg"), "INVARIANT", "INVARIANTS");
            IReadOnlyList<string> properties = SpecificationNames.Listed(files.Read(model + ".cfg"), "PROPERTY", "PROPERTIES");
            string root = SpecificationHash.RootModule(files, model);
            if (root == SpecificationNames.Progress)
            {
                // TLC does not say which of several is violated. What is safe, the models of the other modules ask.
                problems.AddRange(properties is [var one] && ofProgress.ContainsKey(one) ? [] : [$"{model}.cfg must check one property of {root}"]);
                continue;
            }

            bool readsParts = root is SpecificationNames.PartRead or SpecificationNames.PartReadOneWriter;
            bool readsCells = root is SpecificationNames.CellRead or SpecificationNames.CellReadOneWriter;
            string[] needed = [.. s_properties, .. root == LossModule ? s_lossProperties : readsParts ? s_partProperties : readsCells ? s_cellProperties : []];
            IEnumerable<string> partInvariants = ofParts.Keys.Except(s_partProperties);
            IEnumerable<string> cellInvariants = ofCells.Keys.Except(s_cellProperties);
            IEnumerable<string> asked = root switch
            {
                SpecificationNames.Recovery => invariants.Keys.Concat(ofRecovery.Keys),
                SpecificationNames.Wrap => invariants.Keys.Concat(ofWrap.Keys),
                SpecificationNames.OneWriter => invariants.Keys.Concat(ofOneWriter.Keys),
                SpecificationNames.PartRead => invariants.Keys.Concat(partInvariants),
                SpecificationNames.PartReadOneWriter => invariants.Keys.Concat(ofOneWriter.Keys).Concat(partInvariants),
                SpecificationNames.CellRead => invariants.Keys.Concat(cellInvariants),
                SpecificationNames.CellReadOneWriter => invariants.Keys.Concat(ofOneWriter.Keys).Concat(cellInvariants),
                _ => invariants.Keys,
            };
            problems.AddRange(needed.Except(properties).Select(p => $"{model}.cfg does not check {p}"));
            IReadOnlyList<string> leftOut = SpecificationNames.LeftOut(files.Read(model + ".cfg"));
            problems.AddRange(leftOut.Where(_ => TwinModel.Configuration(files, model).Mutant == Mutants.None)
                .Select(i => $"{model}.cfg leaves out {i}, and has no mutant to ask about"));
            problems.AddRange(asked.Except(listed).Except(leftOut).Select(i => $"{model}.cfg does not check {i}"));
        }

        problems.AddRange(invariants.Concat(ofRecovery).Concat(ofWrap).Concat(ofOneWriter).Concat(ofParts).Concat(ofCells).Concat(ofProgress).Where(i => i.Value is "TRUE" or "").Select(i => $"{i.Key} says nothing"));
        // The specification that is embedded in the tool has no proof beside it.
        ProofFiles? proof = files.Root is null ? null : ProofFiles.Of(files);
        problems.AddRange(proof is null ? [] : ProofNames.Problems(proof));
        string proved = proof is null ? "" : $"; in the proof {ProofNames.Steps(proof).Count} actions and {ProofNames.Invariants(proof).Count} of what is asked, {ProofNames.LeftOut(proof).Count} left out";
        return CheckRow.From("names", $"{actions.Count} actions in specification, twin and code; {invariants.Count + ofRecovery.Count + ofWrap.Count + ofOneWriter.Count + ofParts.Count - s_partProperties.Length + ofCells.Count - s_cellProperties.Length} invariants, {ofProgress.Count} properties of progress{proved}", problems);
    }

    private static IEnumerable<string> Differences(IEnumerable<string> left, string leftPlace, IEnumerable<string> right, string rightPlace)
    {
        HashSet<string> a = [.. left];
        HashSet<string> b = [.. right];
        return a.Except(b).Order().Select(n => $"{n} is in {leftPlace} and not in {rightPlace}")
            .Concat(b.Except(a).Order().Select(n => $"{n} is in {rightPlace} and not in {leftPlace}"));
    }
}
