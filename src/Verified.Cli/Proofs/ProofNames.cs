using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Verified.Cli.Specification;
using Verified.Model;

namespace Verified.Cli.Proofs;

/// <summary>The names that the proof must have in common with the specification.</summary>
internal static partial class ProofNames
{
    /// <summary>Its name under <c>proofs/</c>: names of the specification that the proof leaves out, or has the half of, each with its reason.</summary>
    public const string LeftOutFile = "leftout.json";

    private const string StepFile = "ReserveCommit.dfy";
    private const string StepType = "Step";

    // Before the name of an invariant that the proof has in part.
    private const string Half = "half ";

    // What these modules ask besides: properties of steps, of losses, of recovery.
    private static readonly string[] s_further = ["MC.tla", "MCLosses.tla", "Recovery.tla"];

    // Of the step's constructors, these say who takes an action of another datatype.
    private static readonly (string Constructor, string Type)[] s_carriers = [("By", "Action"), ("ByReader", "ReaderAction")];

    /// <summary>The steps of the proof's machine: constructors of its step datatypes.</summary>
    public static IReadOnlyList<string> Steps(ProofFiles files) =>
    [
        .. Constructors(files, StepType).Except(s_carriers.Select(c => c.Constructor)),
        .. s_carriers.SelectMany(c => Constructors(files, c.Type)),
    ];

    /// <summary>Functions named as an action is.</summary>
    public static IReadOnlyList<string> Functions(ProofFiles files) =>
        [.. files.Declarations.Where(d => d.Kind == "function" && ActionName().IsMatch(d.ShortName)).Select(d => d.ShortName)];

    /// <summary>Predicates named as an invariant is, and the refinement, which is a lemma.</summary>
    public static IReadOnlyList<string> Invariants(ProofFiles files) =>
    [
        .. files.Declarations.Where(d => d.Kind == "predicate" && InvariantName().IsMatch(d.ShortName)).Select(d => d.ShortName).Distinct(),
        .. files.Declarations.Where(d => d.Kind is "predicate" or "lemma" && d.ShortName == Refinement.Name).Select(d => d.ShortName).Distinct(),
    ];

    /// <summary>What is wrong, a line each.</summary>
    /// <exception cref="ToolException"><see cref="LeftOutFile"/> is no list of names and reasons.</exception>
    public static IReadOnlyList<string> Problems(ProofFiles files)
    {
        IReadOnlyDictionary<string, string> leftOut = LeftOut(files);
        IReadOnlySet<string> actions = SpecificationNames.ActionsOfAlgorithm(files.Specification);
        string[] asked = [.. SpecificationNames.Invariants(files.Specification).Keys, .. Further(files.Specification), Refinement.Name];
        HashSet<string> steps = [.. Steps(files)];
        HashSet<string> functions = [.. Functions(files)];
        HashSet<string> invariants = [.. Invariants(files)];
        string[] promised = [.. Theorems.Promises(files)];
        const string Proof = "the proof's steps";
        return
        [
            .. actions.Except(steps).Except(leftOut.Keys).Order().Select(n => $"{n} is in the specification and not in {Proof}, nor in {ProofFiles.Folder}/{LeftOutFile}"),
            .. steps.Except(actions).Order().Select(n => $"{n} is in {Proof} and not in the specification"),
            .. steps.Where(s => s != SpecificationNames.Tick).Except(functions).Order().Select(n => $"{n} is in {Proof} and has no function"),
            .. functions.Except(steps).Order().Select(n => $"{n} is a function of the proof and not in {Proof}"),
            .. asked.Except(invariants).Except(leftOut.Keys).Order().Select(n => $"{n} is asked by the specification and not by the proof, nor in {ProofFiles.Folder}/{LeftOutFile}"),
            .. asked.Intersect(invariants).Where(n => n != Refinement.Name && !promised.Any(p => Regex.IsMatch(p, $@"\b{n}\("))).Order()
                .Select(n => $"{n} is defined in the proof, and no theorem of {ProofFiles.Folder}/{Theorems.File} ensures it"),
            .. invariants.Except(asked).Order().Select(n => $"{n} is asked by the proof and not by the specification"),
            .. leftOut.Keys.Where(n => steps.Contains(n) || invariants.Contains(n)).Order().Select(n => $"{n} is said to be left out of the proof, and is in it"),
            .. leftOut.Keys.Where(n => !n.StartsWith(Half, StringComparison.Ordinal)).Except(actions).Except(asked).Order().Select(n => $"{n} is said to be left out of the proof, and is not in the specification"),
            .. leftOut.Keys.Where(n => n.StartsWith(Half, StringComparison.Ordinal) && !(asked.Contains(n[Half.Length..]) && invariants.Contains(n[Half.Length..]))).Order()
                .Select(n => $"'{n}' is said to be left out of the proof, and there is no such whole in specification and proof"),
            .. leftOut.Where(l => string.IsNullOrWhiteSpace(l.Value)).Select(l => l.Key).Order().Select(n => $"{n} is left out of the proof without a reason"),
        ];
    }

    /// <summary>What the specification asks in other modules than that of its invariants.</summary>
    public static IEnumerable<string> Further(SpecificationFiles files) =>
        s_further.SelectMany(module => Asked().Matches(files.Read(module)).Select(m => m.Groups[1].Value));

    /// <summary>What the proof leaves out, with the reasons.</summary>
    public static IReadOnlyDictionary<string, string> LeftOut(ProofFiles files)
    {
        try
        {
            return files.Other(LeftOutFile) is { } text
                ? (JsonNode.Parse(text) as JsonObject ?? throw new FormatException("not a JSON object")).ToDictionary(p => p.Key, p => (string?)p.Value ?? "")
                : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw ToolException.Violation($"{ProofFiles.Folder}/{LeftOutFile}: {e.Message}");
        }
    }

    private static IReadOnlyList<string> Constructors(ProofFiles files, string type) =>
        files.Declarations.FirstOrDefault(d => d.File == StepFile && d.Kind == "datatype" && d.ShortName == type) is { } found
            ? DatatypeConstructors.Of(found)
            : [];

    [GeneratedRegex(@"^[A-Z][A-Za-z]*_[A-Z][A-Za-z]*$")]
    private static partial Regex ActionName();

    [GeneratedRegex(@"^([SGL]\d+_[A-Za-z0-9]+) ==", RegexOptions.Multiline)]
    private static partial Regex Asked();

    [GeneratedRegex(@"^[SGL]\d+_[A-Za-z0-9]+$")]
    private static partial Regex InvariantName();
}
