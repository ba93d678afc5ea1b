using System.Text.Json.Nodes;

namespace Verified.Cli.Output;

/// <summary>One line of a report: what was checked, what came out, and how long it took.</summary>
/// <param name="Name">Unique within a report.</param>
/// <param name="Verdict">What the check says.</param>
/// <param name="Figures">One line of figures for the table.</param>
internal sealed record CheckRow(string Name, Verdict Verdict, string Figures)
{
    /// <summary>What is wrong, a line each; printed below the table.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>What is worth telling though nothing is wrong, a line each; printed at the end of a report, but for the quick one.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The figures by name, for the JSON report.</summary>
    public JsonObject Data { get; init; } = [];

    /// <summary>Wall-clock time of the check.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>A row that passes if nothing is wrong.</summary>
    public static CheckRow From(string name, string figures, IReadOnlyList<string> problems, JsonObject? data = null) =>
        new(name, problems.Count == 0 ? Verdict.Pass : Verdict.Fail, figures) { Details = problems, Data = data ?? [] };

    /// <summary>The row as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["verdict"] = Verdict.Name(),
        ["figures"] = Figures,
        ["seconds"] = Math.Round(Elapsed.TotalSeconds, 3),
        ["details"] = new JsonArray([.. Details.Select(d => (JsonNode)d)]),
        ["data"] = Data.DeepClone(),
    };
}
