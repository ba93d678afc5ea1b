using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Verified.Cli.Specification;

/// <summary>What a golden was made from: the hash that changes when the specification or its bounds change.</summary>
internal static partial class SpecificationHash
{
    /// <summary>
    /// SHA-256, in lower-case hex, over every module, in ordinal order of their names, and the model's configuration: name,
    /// line end, text, line end. Line ends are normalised, so a checkout with another convention has the same hash.
    /// </summary>
    public static string Of(SpecificationFiles files, string model)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in files.Modules.Append(model + ".cfg"))
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

    [GeneratedRegex(@"\A\\\* MODULE (\w+)")]
    private static partial Regex ModuleLine();
}
