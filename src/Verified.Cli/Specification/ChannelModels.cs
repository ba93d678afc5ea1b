using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Verified.Cli.Output;

namespace Verified.Cli.Specification;

/// <summary>What TLC found of a model of channels.</summary>
/// <param name="Fails">Name of the property that fails, or null if all hold.</param>
/// <param name="Distinct">Distinct states.</param>
/// <param name="Generated">States generated.</param>
/// <param name="Depth">Depth of the graph, as far as it was searched.</param>
/// <param name="Of">The hash of module and configuration that it was found of.</param>
internal sealed record ChannelModel(string? Fails, long Distinct, long Generated, int Depth, string Of)
{
    /// <summary>In words.</summary>
    public string Figures => $"{(Fails is null ? "holds" : $"{Fails} fails")}; {Terminal.Count(Distinct)} distinct, {Terminal.Count(Generated)} generated, depth {Depth}";
}

/// <summary><c>tla/channel</c>: the models of channels, which have no twin, and what TLC found of each (<c>models.json</c>).</summary>
internal static class ChannelModels
{
    /// <summary>Their folder below <c>tla/</c>, with its '/'; the beginning of a model's full name.</summary>
    public const string Folder = "channel/";

    /// <summary>What was found, below <c>tla/</c>.</summary>
    public const string FileName = Folder + "models.json";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Full names of the models that there are configurations of, in ordinal order.</summary>
    public static IReadOnlyList<string> Names(SpecificationFiles files) =>
        [.. files.Names.Where(n => n.StartsWith(Folder, StringComparison.Ordinal) && n.EndsWith(".cfg", StringComparison.Ordinal)).Select(n => n[..^4])];

    /// <summary>The records, by full name.</summary>
    /// <exception cref="ToolException">They can not be read.</exception>
    public static SortedDictionary<string, ChannelModel> Load(SpecificationFiles files)
    {
        try
        {
            Dictionary<string, ChannelModel> read = JsonSerializer.Deserialize<Dictionary<string, ChannelModel>>(files.Read(FileName), s_json) ?? throw new JsonException("nothing in it");
            return new(read.ToDictionary(m => Folder + m.Key, m => m.Value), StringComparer.Ordinal);
        }
        catch (JsonException e)
        {
            throw ToolException.Violation($"tla/{FileName}: {e.Message}");
        }
    }

    /// <summary>The records, or none where they can not be read.</summary>
    public static SortedDictionary<string, ChannelModel> TryLoad(SpecificationFiles files)
    {
        try
        {
            return Load(files);
        }
        catch (ToolException)
        {
            return new(StringComparer.Ordinal);
        }
    }

    /// <summary>Writes the records.</summary>
    public static void Write(SpecificationFiles files, SortedDictionary<string, ChannelModel> models) => JsonReport.WriteWhole(
        Path.Combine(files.Directory!, FileName), JsonSerializer.Serialize(models.ToDictionary(m => m.Key[Folder.Length..], m => m.Value), s_json) + "\n");

    /// <summary>The hash of a model's module and configuration.</summary>
    public static string HashOf(SpecificationFiles files, string model) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        files.Read(Folder + SpecificationHash.RootModule(files, model)) + files.Read(model + ".cfg"))));

    /// <summary>Whether a model has to fail: its name says so.</summary>
    public static bool MustFail(string model) => model.Contains("Mutant", StringComparison.Ordinal);

    /// <summary>What is wrong with a result, or null: a mutant that holds, or anything else that fails.</summary>
    public static string? Problem(string model, ChannelModel found) =>
        MustFail(model) == (found.Fails is not null) ? null : MustFail(model) ? $"{model} holds though it is broken" : $"{model}: {found.Fails} fails";

    /// <summary>The same records without those that have no configuration.</summary>
    public static void Prune(SpecificationFiles files, SortedDictionary<string, ChannelModel> models)
    {
        foreach (string gone in models.Keys.Except(Names(files)).ToArray())
        {
            models.Remove(gone);
        }
    }

    /// <summary>What is wrong with the records, without TLC: a model without one, one without a model, one of another text, a mutant that holds.</summary>
    public static IReadOnlyList<string> Problems(SpecificationFiles files)
    {
        SortedDictionary<string, ChannelModel> models = Load(files);
        IReadOnlyList<string> names = Names(files);
        return
        [
            .. models.Select(m => Problem(m.Key, m.Value)).OfType<string>(),
            .. names.Except(models.Keys).Select(n => $"{n} has no record in tla/{FileName}"),
            .. models.Keys.Except(names).Select(n => $"{n} of tla/{FileName} has no configuration"),
            .. names.Where(n => models.TryGetValue(n, out ChannelModel? m) && m.Of != HashOf(files, n)).Select(n => $"{n} was edited since TLC ran; 'verified tlc regenerate --model {n}' runs it anew"),
        ];
    }
}
