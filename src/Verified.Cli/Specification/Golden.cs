using System.Text.Json;
using System.Text.Json.Nodes;
using Verified.Cli.Output;
using Verified.Model;

namespace Verified.Cli.Specification;

/// <summary>A whole state graph in figures; equal figures mean equal graphs.</summary>
/// <param name="States">Distinct states.</param>
/// <param name="Edges">Distinct labelled edges, self-loops included.</param>
/// <param name="StateDigest">See <see cref="GraphDigest.States"/>.</param>
/// <param name="EdgeDigest">See <see cref="GraphDigest.Edges"/>.</param>
internal sealed record GraphFigures(long States, long Edges, string StateDigest, string EdgeDigest)
{
    /// <summary>The figures of a digested graph.</summary>
    public static GraphFigures Of(GraphDigest digest) => new(digest.StateCount, digest.EdgeCount, digest.States, digest.Edges);

    /// <summary>Reads the figures.</summary>
    /// <exception cref="FormatException">A figure is missing.</exception>
    public static GraphFigures Parse(JsonObject json)
    {
        JsonNode Field(string name) => json[name] ?? throw new FormatException($"the graph has no \"{name}\"");
        return new((long)Field("states"), (long)Field("edges"), (string)Field("stateDigest")!, (string)Field("edgeDigest")!);
    }

    /// <summary>The figures as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["states"] = States,
        ["edges"] = Edges,
        ["stateDigest"] = StateDigest,
        ["edgeDigest"] = EdgeDigest,
    };
}

/// <summary>
/// <c>tla/golden/MODEL.json</c>: which text TLC read when it gave the manifest's figures, and the graph that it saw.
/// An edited specification voids it; only TLC can renew it.
/// </summary>
/// <param name="Specification">See <see cref="SpecificationHash"/>.</param>
/// <param name="Figures">See <see cref="FiguresHash"/>: so the manifest and the twin can not be edited together unseen.</param>
/// <param name="Checker">The version line of TLC.</param>
/// <param name="Graph">The graph, where the manifest asks for it.</param>
internal sealed record Golden(string Specification, string Figures, string Checker, GraphFigures? Graph)
{
    /// <summary>The golden's name under <c>tla/</c>.</summary>
    public static string FileName(string model) => $"golden/{model}.json";

    /// <summary>Reads the golden of a model, or null if there is none.</summary>
    /// <exception cref="ToolException">It is no golden.</exception>
    public static Golden? Load(SpecificationFiles files, string model)
    {
        string name = FileName(model);
        if (!files.Has(name))
        {
            return null;
        }

        try
        {
            JsonObject json = JsonNode.Parse(files.Read(name)) as JsonObject ?? throw new FormatException("not a JSON object");
            JsonObject? graph = json["graph"]?.AsObject();
            return new Golden(
                (string?)json["specification"] ?? throw new FormatException("no \"specification\""),
                (string?)json["figures"] ?? throw new FormatException("no \"figures\""),
                (string?)json["checker"] ?? throw new FormatException("no \"checker\""),
                graph is null ? null : GraphFigures.Parse(graph));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw ToolException.Violation($"{name}: {e.Message}");
        }
    }

    /// <summary>The golden's text.</summary>
    public string ToText()
    {
        JsonObject json = new() { ["specification"] = Specification, ["figures"] = Figures, ["checker"] = Checker };
        if (Graph is not null)
        {
            json["graph"] = Graph.ToJson();
        }

        return JsonReport.Text(json);
    }
}
