using System.Globalization;
using System.Text.RegularExpressions;

namespace Verified.Cli.Specification;

/// <summary>
/// The constants of a configuration as its text assigns them. Apart from the twin's reading of them: what a model covers must not
/// depend on the twin.
/// </summary>
internal sealed partial class ModelConstants
{
    private readonly Dictionary<string, string> _values;

    private ModelConstants(Dictionary<string, string> values) => _values = values;

    /// <summary>"Discard" or "Overwrite"; empty if the configuration does not say.</summary>
    public string Mode => Text("Mode");

    /// <summary>Whether writer 2 runs only inside a record of writer 1.</summary>
    public bool Nested => IsTrue("Nested");

    /// <summary>Reads a configuration.</summary>
    public static ModelConstants Of(string configuration)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (Match line in Assignment().Matches(Comment().Replace(configuration, "")))
        {
            values[line.Groups[1].Value] = line.Groups[2].Value.Trim();
        }

        return new ModelConstants(values);
    }

    /// <summary>Whether a constant is TRUE.</summary>
    public bool IsTrue(string constant) => _values.GetValueOrDefault(constant) == "TRUE";

    /// <summary>A whole number, or 0 if it is none.</summary>
    public int Number(string constant) =>
        int.TryParse(_values.GetValueOrDefault(constant), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int n) ? n : 0;

    /// <summary>A string, or empty.</summary>
    public string Text(string constant) => _values.GetValueOrDefault(constant, "").Trim('"');

    /// <summary>The elements of a set, without quotes.</summary>
    public IReadOnlyList<string> Set(string constant) =>
        [.. SetElement().Matches(_values.GetValueOrDefault(constant, "")).Select(m => m.Value)];

    [GeneratedRegex(@"^[ \t]*(\w+)[ \t]*=[ \t]*(\{[^}]*\}|[^\r\n]*)", RegexOptions.Multiline)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\w+")]
    private static partial Regex SetElement();

    [GeneratedRegex(@"\\\*.*$|\(\*.*?\*\)", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
