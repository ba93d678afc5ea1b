using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Verified.Cli.Specification;

/// <summary>What a golden was made from: the hash that changes when the specification or its bounds change.</summary>
internal static partial class SpecificationHash
{
    /// <summary>
    /// SHA-256, in lower-case hex, over every module that TLC reads for the model, in ordinal order of their names, and the
    /// model's configuration: name, line end, text, line end. Line ends are normalised, so a checkout with another convention has the same hash.
    /// </summary>
    public static string Of(SpecificationFiles files, string model)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in ModulesOf(files, model).Append(model + ".cfg"))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{files.Read(name)}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The module that TLC is given: MC.tla, unless the configuration's first line is <c>\* MODULE Name</c>.</summary>
    /// <param name="files">The specification.</param>
    /// <param name="model">Name of the configuration.</param>
    public static string RootModule(SpecificationFiles files, string model)
    {
        Match named = ModuleLine().Match(files.Read(model + ".cfg"));
        return (named.Success ? named.Groups[1].Value : "MC") + ".tla";
    }

    /// <summary>What TLC reads for a model: its root module and, in turn, what each extends or makes an instance of, as far as it stands under <c>tla/</c>.</summary>
    public static IReadOnlyList<string> ModulesOf(SpecificationFiles files, string model)
    {
        List<string> found = [RootModule(files, model)];
        for (int i = 0; i < found.Count; i++)
        {
            found.AddRange(SpecificationNames.Needs(files.Read(found[i]))
                .Select(m => m + ".tla").Where(m => files.Has(m) && !found.Contains(m)).Distinct().ToArray());
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"\A\\\* MODULE (\w+)")]
    private static partial Regex ModuleLine();
}
