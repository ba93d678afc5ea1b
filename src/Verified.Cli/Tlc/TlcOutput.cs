using System.Globalization;
using System.Text.RegularExpressions;

namespace Verified.Cli.Tlc;

/// <summary>Reads what TLC prints (its plain form, not the <c>-tool</c> one), for the options of <see cref="TlcRunner"/>.</summary>
internal static partial class TlcOutput
{
    // Exit codes of tlc2.output.EC.ExitStatus.
    private const int Success = 0;
    private const int ViolatedAssumption = 10;
    private const int ViolatedDeadlock = 11;
    private const int ViolatedLiveness = 13;

    /// <summary>Parses the whole output of one run.</summary>
    /// <param name="text">Standard output and error.</param>
    /// <param name="exitCode">TLC's exit code.</param>
    public static TlcOutcome Parse(string text, int exitCode)
    {
        (string result, string? property) = Judge(text, exitCode);
        Match totals = LastTotals(text);
        SortedDictionary<string, long> actions = Counts(text);
        bool isWhole = totals.Success && CompleteDepth().IsMatch(text);
        if (result == "holds" && (!isWhole || actions.Count == 0))
        {
            result = "error";
        }

        int depth = result == "holds" ? Number(CompleteDepth().Match(text).Groups[1]) : TraceDepth(text);
        return new TlcOutcome(
            result,
            property,
            totals.Success ? Long(totals.Groups[2]) : 0,
            totals.Success ? Long(totals.Groups[1]) : 0,
            depth,
            actions,
            VersionOf(text),
            result != "error" ? "" : exitCode == Success && isWhole ? "TLC counted no action: one from before 2024-03 does not" : Errors(text, exitCode));
    }

    /// <summary>What a line of progress says, in short; null of any other line.</summary>
    public static string? Progress(string line) =>
        ProgressLine().Match(line) is { Success: true } p ? $"{p.Groups[1].Value} distinct, {p.Groups[2].Value} left" : null;

    /// <summary>States of the counterexample; one that is the initial state alone is printed without its number.</summary>
    private static int TraceDepth(string text) =>
        TraceState().Count(text) is > 0 and int states ? states : ByInitialState().IsMatch(text) ? 1 : 0;

    private static (string Result, string? Property) Judge(string text, int exitCode)
    {
        if (exitCode == Success)
        {
            return ("holds", null);
        }

        if (Invariant().Match(text) is { Success: true } invariant)
        {
            return ("invariant", invariant.Groups[1].Value);
        }

        if (ActionProperty().Match(text) is { Success: true } action)
        {
            return ("action property", action.Groups[1].Value);
        }

        return exitCode switch
        {
            ViolatedAssumption => ("assumption", null),
            ViolatedDeadlock => ("deadlock", null),
            ViolatedLiveness => ("liveness", null),
            _ => ("error", null),
        };
    }

    /// <summary>A build without a revision makes up its version from the time of the run: that says nothing.</summary>
    private static string VersionOf(string text) =>
        Version().Match(text) is { Success: true } v && v.Value.Contains("rev", StringComparison.Ordinal) ? v.Value.Trim() : "TLC2, a build without a revision";

    /// <summary>The last line of totals: earlier ones are of progress.</summary>
    private static Match LastTotals(string text) => Totals().Matches(text).LastOrDefault() ?? Match.Empty;

    /// <summary>The counts that <see cref="TlcRunner"/>'s module printed: the copies of an action are one, its places are summed.</summary>
    private static SortedDictionary<string, long> Counts(string text)
    {
        SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
        foreach (Match line in CountLine().Matches(text).DistinctBy(l => l.Value))
        {
            if (Long(line.Groups[2]) is > 0 and long generated)
            {
                string action = line.Groups[1].Value;
                counts[action] = counts.GetValueOrDefault(action) + generated;
            }
        }

        return counts;
    }

    private static string Errors(string text, int exitCode)
    {
        string[] lines = text.Split('\n')
            .Where(l => l.StartsWith("Error:", StringComparison.Ordinal) || l.Contains("Exception", StringComparison.Ordinal)
                || l.Contains("Parse Error", StringComparison.Ordinal) || l.Contains("Could not", StringComparison.Ordinal))
            .Take(5).Select(l => l.Trim()).ToArray();
        string tail = string.Join(" | ", text.TrimEnd().Split('\n').TakeLast(5).Select(l => l.Trim()));
        return $"TLC exit code {exitCode}: {(lines.Length > 0 ? string.Join(" | ", lines) : tail)}";
    }

    private static int Number(Group digits) => (int)Long(digits);

    private static long Long(Group digits) =>
        long.Parse(digits.Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([\d,]+) states generated, ([\d,]+) distinct states found, [\d,]+ states left on queue\.", RegexOptions.Multiline)]
    private static partial Regex Totals();

    [GeneratedRegex(@"^Progress\(\d+\) at .*: [\d,]+ states generated.*, ([\d,]+) distinct states found.*, ([\d,]+) states left on queue")]
    private static partial Regex ProgressLine();

    [GeneratedRegex(@"^The depth of the complete state graph search is ([\d,]+)\.", RegexOptions.Multiline)]
    private static partial Regex CompleteDepth();

    [GeneratedRegex(@"^""counted (\w+) at \w+:\d+:\d+: (\d+)""\s*$", RegexOptions.Multiline)]
    private static partial Regex CountLine();

    [GeneratedRegex(@"Invariant (\S+) is violated")]
    private static partial Regex Invariant();

    [GeneratedRegex(@"Action property (.+?) is violated")]
    private static partial Regex ActionProperty();

    [GeneratedRegex(@"^Error: Invariant \S+ is violated by the initial state:", RegexOptions.Multiline)]
    private static partial Regex ByInitialState();

    [GeneratedRegex(@"^State \d+: ", RegexOptions.Multiline)]
    private static partial Regex TraceState();

    [GeneratedRegex(@"^TLC2 Version .*$", RegexOptions.Multiline)]
    private static partial Regex Version();
}
