using System.Text.Json.Nodes;

namespace Verified.Cli.Specification;

/// <summary>When a model is checked.</summary>
internal enum Tier
{
    /// <summary>In every run.</summary>
    Quick,

    /// <summary>In <c>verify</c> and <c>verify full</c>.</summary>
    Default,

    /// <summary>In <c>verify full</c> only.</summary>
    Full,
}

/// <summary>
/// What one model must show. Purpose, tier, mode, covers, graph, mutant, harmless and mustFail are written by hand; the rest by
/// <c>verified tlc regenerate</c>, from TLC.
/// </summary>
/// <param name="Name">Name of the configuration, without its extension.</param>
internal sealed record ModelEntry(string Name)
{
    /// <summary>Result of a model in which everything holds.</summary>
    public const string Holds = "holds";

    /// <summary>Result of a model with a fair run that never reaches what it must.</summary>
    public const string Liveness = "liveness";

    /// <summary>Why the model exists, in a sentence.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>When it is checked.</summary>
    public Tier Tier { get; init; } = Tier.Default;

    /// <summary>The mode as the manifest says it ("discard", "overwrite"), or null if it leaves that to the configuration.</summary>
    public string? Mode { get; init; }

    /// <summary>Names of capabilities that the manifest says the model covers; each must be true (<see cref="Capability"/>).</summary>
    public IReadOnlyList<string> Covers { get; init; } = [];

    /// <summary>Whether its whole state graph has a golden.</summary>
    public bool Graph { get; init; }

    /// <summary>The mutant it shows, or "none"; the same as in its configuration.</summary>
    public string Mutant { get; init; } = "none";

    /// <summary>For a mutant that breaks nothing in this mode: the argument why. Otherwise empty.</summary>
    public string Harmless { get; init; } = "";

    /// <summary>For a model without a mutant that must fail: why the algorithm does not promise this. Otherwise empty.</summary>
    public string MustFail { get; init; } = "";

    /// <summary>"holds", "invariant", "action property", "liveness", "assumption", "deadlock", or empty if never run.</summary>
    public string Result { get; init; } = "";

    /// <summary>Name of what fails, or null.</summary>
    public string? Property { get; init; }

    /// <summary>Distinct states; of a failing model, null: the search stops in the middle of a level.</summary>
    public long? Distinct { get; init; }

    /// <summary>States generated, initial ones included.</summary>
    public long? Generated { get; init; }

    /// <summary>Levels of the search; of a failing model, states of the shortest counterexample; null where that is a run without end.</summary>
    public int? Depth { get; init; }

    /// <summary>States generated per action; an action of the specification that is absent never fired.</summary>
    public IReadOnlyDictionary<string, long> Actions { get; init; } = new SortedDictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Whether the model must hold.</summary>
    public bool MustHold => Result == Holds;

    /// <summary>Reads an entry.</summary>
    /// <exception cref="ToolException">A field is missing, of another kind, or out of range.</exception>
    public static ModelEntry Parse(JsonObject json)
    {
        string name = (string?)json["model"] ?? throw ToolException.Violation("manifest.json: an entry has no \"model\"");
        try
        {
            return new ModelEntry(name)
            {
                Purpose = (string?)json["purpose"] ?? "",
                Tier = ParseTier((string?)json["tier"]),
                Mode = (string?)json["mode"],
                Covers = ParseCovers(json["covers"]),
                Graph = (bool?)json["graph"] ?? false,
                Mutant = (string?)json["mutant"] ?? "none",
                Harmless = (string?)json["harmless"] ?? "",
                MustFail = (string?)json["mustFail"] ?? "",
                Result = (string?)json["result"] ?? "",
                Property = (string?)json["property"],
                Distinct = (long?)json["distinct"],
                Generated = (long?)json["generated"],
                Depth = (int?)json["depth"],
                Actions = ParseActions(json["actions"]),
            };
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw ToolException.Violation($"manifest.json: model {name}: {e.Message}");
        }
    }

    /// <summary>Writes what TLC found into <paramref name="json"/>, and nothing else.</summary>
    public void WriteResult(JsonObject json)
    {
        json["result"] = Result;
        json["property"] = Property;
        json["distinct"] = Distinct;
        json["generated"] = Generated;
        json["depth"] = Depth;
        JsonObject actions = [];
        foreach ((string action, long count) in Actions.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            actions[action] = count;
        }

        json["actions"] = actions;
    }

    private static SortedDictionary<string, long> ParseActions(JsonNode? json)
    {
        SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
        foreach ((string action, JsonNode? count) in json?.AsObject() ?? [])
        {
            counts[action] = (long?)count ?? throw new FormatException($"action {action} has no count");
        }

        return counts;
    }

    private static string[] ParseCovers(JsonNode? json) =>
        [.. (json?.AsArray() ?? []).Select(c => (string?)c ?? throw new FormatException("\"covers\" has an entry that is no name"))];

    private static Tier ParseTier(string? text) =>
        text is null ? Tier.Default
        : Enum.TryParse(text, ignoreCase: true, out Tier tier) && Enum.IsDefined(tier) ? tier
        : throw new FormatException($"tier '{text}' is none of quick, default, full");
}
