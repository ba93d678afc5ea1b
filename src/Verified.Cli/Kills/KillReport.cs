using System.Text.Json.Nodes;
using Verified.Campaign;

namespace Verified.Cli.Kills;

/// <summary>Everything that a run over mutants showed.</summary>
/// <param name="Control">The code and the models with nothing broken.</param>
/// <param name="Rows">The mutants.</param>
/// <param name="Invariants">What catches which; null unless all mutants were tried.</param>
internal sealed record KillReport(Control Control, IReadOnlyList<KillRow> Rows, IReadOnlyList<InvariantKill>? Invariants)
{
    /// <summary>What is wrong, a line each.</summary>
    public IReadOnlyList<string> Problems =>
    [
        .. Control.Problems,
        .. Rows.SelectMany(r => r.Problems()),
        .. (Invariants ?? []).Where(i => i.Manifest.Count == 0 && i.Beside.Count == 0 && SpoiltAlone.Find(i.Name) is null)
            .Select(i => $"{i.Name}: no mutant breaks it, and nobody says what else shows that it can fail"),
        .. (Invariants ?? []).Where(i => i.Manifest.Count + i.Beside.Count > 0 && SpoiltAlone.Find(i.Name) is not null)
            .Select(i => $"{i.Name}: said to be broken by no mutant, and {i.Manifest.Concat(i.Beside).First()} breaks it"),
    ];

    /// <summary>The report for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["control"] = new JsonObject { ["states"] = Control.States, ["problems"] = Lines(Control.Problems) },
        ["rows"] = new JsonArray([.. Rows.Select(r => (JsonNode)ToJson(r))]),
        ["invariants"] = Invariants is null ? null : new JsonArray([.. Invariants.Select(i => (JsonNode)new JsonObject
        {
            ["name"] = i.Name,
            ["manifest"] = Lines(i.Manifest),
            ["beside"] = Lines(i.Beside),
        })]),
        ["problems"] = Lines(Problems),
    };

    private static JsonObject ToJson(KillRow row)
    {
        JsonObject json = new()
        {
            ["mutant"] = row.Mutant.Name,
            ["mendedIn"] = PastBug.Of(row.Mutant.Name) is { } bug ? $"{bug.Project} {bug.Commit}" : null,
            ["bounds"] = row.Bounds,
            ["byThreads"] = row.ByThreads,
            ["models"] = new JsonArray([.. row.Models.Select(m => (JsonNode)new JsonObject
            {
                ["model"] = m.Golden.Name,
                ["property"] = m.Golden.Property,
                ["depth"] = m.Golden.Depth,
                ["twinProperty"] = m.TwinProperty,
                ["twinDepth"] = m.TwinDepth,
                ["twinStates"] = m.TwinStates,
            })]),
        };
        foreach ((KillMethod method, long? at) in row.Kills)
        {
            json[method.ToString()] = at;
        }

        return json;
    }

    private static JsonArray Lines(IEnumerable<string> lines) => new([.. lines.Select(l => (JsonNode)l)]);
}
