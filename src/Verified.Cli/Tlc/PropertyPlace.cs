using System.Globalization;
using System.Text.RegularExpressions;
using Verified.Cli.Specification;

namespace Verified.Cli.Tlc;

/// <summary>
/// Names a property that TLC gives by its place ("line 73, col 17 to line 73, col 29 of module RingBuffer"): TLC breaks a
/// property into conjuncts, and knows only where they stand.
/// </summary>
internal static partial class PropertyPlace
{
    /// <summary>The name of the configured property that <paramref name="place"/> is a part of.</summary>
    /// <param name="files">The specification.</param>
    /// <param name="properties">Names of the configured properties.</param>
    /// <param name="place">What TLC printed: a name, a place, or nothing.</param>
    /// <returns>The name; all configured names where it can not be told.</returns>
    public static string Name(SpecificationFiles files, IReadOnlyList<string> properties, string? place)
    {
        string unknown = string.Join(", ", properties);
        if (place is null || properties.Count == 1)
        {
            return unknown;
        }

        Match match = Place().Match(place);
        if (!match.Success)
        {
            return place;
        }

        string module = match.Groups[2].Value;
        string name = DefinitionAt(files.Read(module + ".tla"), int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

        // Refinement of a module is configured as Refines followed by the module's name.
        return properties.FirstOrDefault(p => p == name) ?? properties.FirstOrDefault(p => p == "Refines" + module) ?? unknown;
    }

    private static string DefinitionAt(string module, int line) =>
        module.Split('\n').Take(line).Select(l => Definition().Match(l)).LastOrDefault(m => m.Success)?.Groups[1].Value ?? "";

    [GeneratedRegex(@"^line (\d+), col \d+ to line \d+, col \d+ of module (\w+)$")]
    private static partial Regex Place();

    [GeneratedRegex(@"^(\w+)(?:\([^)]*\))?\s*==")]
    private static partial Regex Definition();
}
