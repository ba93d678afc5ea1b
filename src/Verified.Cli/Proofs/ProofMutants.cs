using System.Text.Json;
using System.Text.Json.Nodes;
using Verified.Cli.Specification;

namespace Verified.Cli.Proofs;

/// <summary><c>proofs/mutants.json</c>: which lemma kills which mutant, and which mutants no lemma can kill, and why.</summary>
/// <param name="Killed">Those that must fail; the guards that the specification has no mutant of among them.</param>
/// <param name="Survivors">The others, each with its reason.</param>
internal sealed record ProofMutants(IReadOnlyList<ProofMutant> Killed, IReadOnlyDictionary<string, string> Survivors)
{
    /// <summary>Its name under <c>proofs/</c>.</summary>
    public const string FileName = "mutants.json";

    /// <summary>The file that says what is broken.</summary>
    public const string SwitchFile = "Mutant.dfy";

    /// <summary>The constructor that breaks nothing.</summary>
    public const string Unbroken = "Unbroken";

    /// <summary>The line of <see cref="SwitchFile"/> that is replaced.</summary>
    public const string Switch = $"const TheMutant: Mutant := {Unbroken}";

    /// <summary>Reads it.</summary>
    /// <exception cref="ToolException">It is missing or wrong.</exception>
    public static ProofMutants Load(ProofFiles files)
    {
        string text = files.Other(FileName) ?? throw ToolException.Violation($"{ProofFiles.Folder}/{FileName} is missing");
        try
        {
            JsonObject json = JsonNode.Parse(text) as JsonObject ?? throw new FormatException("not a JSON object");
            return new ProofMutants(
                [
                    .. (json["mutants"] ?? throw new FormatException("no \"mutants\"")).AsArray().Select(m => ProofMutant.Parse(m!.AsObject(), isGuard: false)),
                    .. (json["guards"]?.AsArray() ?? []).Select(m => ProofMutant.Parse(m!.AsObject(), isGuard: true)),
                ],
                (json["survive"]?.AsObject() ?? []).ToDictionary(s => s.Key, s => (string?)s.Value ?? ""));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException or NullReferenceException)
        {
            throw ToolException.Violation($"{ProofFiles.Folder}/{FileName}: {e.Message}");
        }
    }

    /// <summary>The mutants of the proof's type <c>Mutant</c>, as <c>tla/manifest.json</c> writes them.</summary>
    public static IReadOnlyList<string> OfType(ProofFiles files)
    {
        DafnyDeclaration? type = files.Declarations.FirstOrDefault(d => d.File == SwitchFile && d.Kind == "datatype" && d.ShortName == "Mutant");
        return type is null ? [] : [.. DatatypeConstructors.Of(type).Where(c => c != Unbroken).Select(TlaName)];
    }

    /// <summary>How many there are of each, in words.</summary>
    public string Figures(ProofFiles files)
    {
        int Names(bool areGuards) => Killed.Where(k => k.Edit is not null == areGuards).Select(k => k.Mutant).Distinct().Count();
        int survive = Survivors.Keys.Intersect(OfType(files)).Count();
        return $"{OfType(files).Count} mutants: {Names(areGuards: false)} to be killed, {survive} survives, {Survivors.Count - survive} more are of other machines; {Names(areGuards: true)} guards of the proof alone";
    }

    /// <summary>As <see cref="Problems(ProofFiles, IEnumerable{string})"/>, beside the models of the specification that the proof stands beside.</summary>
    public IReadOnlyList<string> Problems(ProofFiles files) =>
        Problems(files, Manifest.Load(files.Specification).Models.Select(m => m.Mutant).Where(m => m != Model.Mutants.None));

    /// <summary>What is wrong with the lists themselves, a line each: a mutant left out, an unknown one, a survivor without a reason.</summary>
    /// <param name="files">The proof.</param>
    /// <param name="ofModels">The mutants of the specification's models, which the proof has or says why not.</param>
    public IReadOnlyList<string> Problems(ProofFiles files, IEnumerable<string> ofModels)
    {
        IReadOnlyList<string> ofType = OfType(files);
        string[] known = [.. ofType.Union(ofModels)];
        string[] killed = [.. Killed.Where(k => k.Edit is null).Select(k => k.Mutant)];
        List<string> problems =
        [
            .. known.Except(killed).Except(Survivors.Keys).Select(m => $"{m} is neither among the mutants of {FileName} nor among those that survive"),
            .. killed.Distinct().Except(ofType).Select(m => $"{m} of {FileName} is no mutant of {SwitchFile}"),
            .. Survivors.Keys.Except(known).Select(m => $"{m} of {FileName} is no mutant of {SwitchFile} or of the specification"),
            .. Killed.Where(k => k.Edit is not null && known.Contains(k.Mutant)).Select(k => $"{k.Mutant} is a mutant of the specification, and needs no edit"),
            .. Killed.SelectMany(k => k.Edit?.Problems(files, k) ?? []),
            .. Survivors.Keys.Intersect(killed).Select(m => $"{m} is said to be killed and to survive"),
            .. Survivors.Where(s => string.IsNullOrWhiteSpace(s.Value)).Select(s => $"{s.Key} survives without a reason"),
            .. Killed.Where(k => !files.Declarations.Any(d => d.IsLemma && d.Name == k.Lemma && d.File == k.File)).Select(k => $"{k.Mutant}: there is no lemma {k.Lemma} in {k.File}"),
            .. Killed.GroupBy(k => k.Record).Where(g => g.Count() > 1).Select(g => $"{g.First().Mutant} stands twice with {g.First().Lemma}"),
        ];
        if (ofType.Count == 0)
        {
            problems.Add($"{SwitchFile} has no mutants");
        }

        if (!files.Names.Contains(SwitchFile) || files.Text(SwitchFile).Split(Switch).Length != 2)
        {
            problems.Add($"{SwitchFile} must have the line '{Switch}' once");
        }

        return problems;
    }

    /// <summary><c>no-push</c> as <c>NoPush</c>.</summary>
    public static string Constructor(string mutant) =>
        string.Concat(mutant.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(p => char.ToUpperInvariant(p[0]) + p[1..]));

    /// <summary><c>NoPush</c> as <c>no-push</c>.</summary>
    public static string TlaName(string constructor) =>
        string.Concat(constructor.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}
