using System.Text.Json;
using System.Text.Json.Nodes;
using Verified.Cli.Output;

namespace Verified.Cli.Specification;

/// <summary>A whole state graph in three figures.</summary>
/// <param name="States">Distinct states.</param>
/// <param name="Edges">Labelled edges, those that lead to a known state included.</param>
/// <param name="Digest">Lower-case hex; equal digests mean equal graphs.</param>
internal sealed record GraphFigures(long States, long Edges, string Digest);

/// <summary>
/// <c>tla/golden/MODEL.json</c>: which text TLC read when it gave the manifest's figures, and the graph that it saw.
/// An edited specification voids it; only TLC can renew it.
/// </summary>
/// <param name="Specification">See <see cref="SpecificationHash"/>.</param>
/// <param name="Checker">The version line of TLC.</param>
/// <param name="Graph">The graph, where the manifest asks for it.</param>
internal sealed record Golden(string Specification, string Checker, GraphFigures? Graph)
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
            JsonObject json = JsonNode.Parse(files.Read(name))!.AsObject();
            JsonObject? graph = json["graph"]?.AsObject();
            return new Golden(
                (string?)json["specification"] ?? throw new FormatException("no \"specification\""),
                (string?)json["checker"] ?? throw new FormatException("no \"checker\""),
                graph is null ? null : new GraphFigures((long)graph["states"]!, (long)graph["edges"]!, (string)graph["digest"]!));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NullReferenceException or ArgumentNullException)
        {
            throw ToolException.Violation($"{name}: {e.Message}");
        }
    }

    /// <summary>The golden's text.</summary>
    public string ToText()
    {
        JsonObject json = new() { ["specification"] = Specification, ["checker"] = Checker };
        if (Graph is not null)
        {
            json["graph"] = new JsonObject { ["states"] = Graph.States, ["edges"] = Graph.Edges, ["digest"] = Graph.Digest };
        }

        return JsonReport.Text(json);
    }
}
