using System.Text.Json;
using System.Text.Json.Nodes;
using Verified.Cli.Output;

namespace Verified.Cli.Specification;

/// <summary><c>tla/manifest.json</c>: what every model must show.</summary>
internal sealed class Manifest
{
    /// <summary>Its name under <c>tla/</c>.</summary>
    public const string FileName = "manifest.json";

    private readonly JsonObject _json;

    private Manifest(JsonObject json, IReadOnlyList<ModelEntry> models)
    {
        _json = json;
        Models = models;
    }

    /// <summary>Entries in the order of the file.</summary>
    public IReadOnlyList<ModelEntry> Models { get; }

    /// <summary>The entry of a model.</summary>
    /// <exception cref="ToolException">There is none; the message lists those there are.</exception>
    public ModelEntry Find(string model) =>
        Models.FirstOrDefault(m => m.Name == model) ?? throw ToolException.Unknown("model", model, Models.Select(m => m.Name));

    /// <summary>Reads the manifest.</summary>
    /// <exception cref="ToolException">It is missing, is no JSON, or an entry is wrong or occurs twice.</exception>
    public static Manifest Load(SpecificationFiles files)
    {
        JsonObject json;
        try
        {
            json = JsonNode.Parse(files.Read(FileName)) as JsonObject
                ?? throw ToolException.Violation($"{FileName}: not a JSON object");
        }
        catch (JsonException e)
        {
            throw ToolException.Violation($"{FileName}: {e.Message}");
        }

        if (json["models"] is not JsonArray array)
        {
            throw ToolException.Violation($"{FileName}: no array \"models\"");
        }

        ModelEntry[] models = array.Select(m => ModelEntry.Parse(
            m as JsonObject ?? throw ToolException.Violation($"{FileName}: an entry is not an object"))).ToArray();
        string? twice = models.GroupBy(m => m.Name).FirstOrDefault(g => g.Count() > 1)?.Key;
        return twice is null ? new Manifest(json, models) : throw ToolException.Violation($"{FileName}: {twice} occurs twice");
    }

    /// <summary>Replaces what TLC found for a model; everything written by hand stays.</summary>
    /// <returns>The text of the whole manifest.</returns>
    public string WithResult(ModelEntry result)
    {
        JsonObject entry = _json["models"]!.AsArray().OfType<JsonObject>().Single(e => (string?)e["model"] == result.Name);
        result.WriteResult(entry);
        return JsonReport.Text(_json);
    }
}
