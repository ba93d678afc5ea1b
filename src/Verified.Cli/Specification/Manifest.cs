using System.Security.Cryptography;
using System.Text;
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
    /// <exception cref="ToolException">The manifest has no such model any more.</exception>
    public string WithResult(ModelEntry result)
    {
        JsonObject entry = _json["models"]!.AsArray().OfType<JsonObject>().FirstOrDefault(e => (string?)e["model"] == result.Name)
            ?? throw ToolException.Violation($"{FileName}: {result.Name} was taken out while TLC ran; nothing was written");
        result.WriteResult(entry);
        return JsonReport.Text(_json);
    }

    /// <summary>
    /// Merges what TLC found for a model into the manifest as it is now, and writes the model's golden. One process at a time, so that
    /// several may regenerate different models of one checkout.
    /// </summary>
    /// <exception cref="ToolException">The manifest has no such model any more, or another process holds it for too long.</exception>
    public static void Merge(SpecificationFiles files, ModelEntry result, Golden golden, CancellationToken cancellation)
    {
        string directory = files.Directory ?? throw new InvalidOperationException("The embedded specification can not be written.");
        using FileStream held = Hold(LockOf(directory), cancellation);
        string text = Load(files).WithResult(result);
        string path = Path.Combine(directory, Golden.FileName(result.Name));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        JsonReport.WriteWhole(path, golden.ToText());
        JsonReport.WriteWhole(Path.Combine(directory, FileName), text);
    }

    /// <summary>A file of the checkout's own, outside of it; it is never removed, since another process may be opening it.</summary>
    private static string LockOf(string directory) => Path.Combine(
        Path.GetTempPath(), $"verified-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(directory)))[..16]}.lock");

    /// <summary>The file is the lock: whoever has it open is alone, and the system takes it from a process that dies.</summary>
    private static FileStream Hold(string path, CancellationToken cancellation)
    {
        const int Tries = 300;
        TimeSpan pause = TimeSpan.FromMilliseconds(100);
        for (int i = 1; ; i++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (i < Tries)
            {
                cancellation.WaitHandle.WaitOne(pause);
                cancellation.ThrowIfCancellationRequested();
            }
            catch (IOException e)
            {
                throw ToolException.Inconclusive($"{FileName} is held by another process: {e.Message}");
            }
        }
    }
}
