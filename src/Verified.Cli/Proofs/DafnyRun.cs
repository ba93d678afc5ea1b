using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Verified.Cli.Proofs;

/// <summary>One line of Dafny's log: what was tried, and what it cost.</summary>
/// <param name="Name">The qualified name of what was verified.</param>
/// <param name="Passed">Whether it was proved.</param>
/// <param name="Duration">Time in the solver.</param>
/// <param name="Cost">Resource count of the solver: the same in every run with the same solver.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="IsBody">Whether it is of the body: of a lemma, that it proves what it states; else, only that what is written makes sense.</param>
internal sealed record ProofResult(string Name, bool Passed, TimeSpan Duration, long Cost, long Seed, bool IsBody = true);

/// <summary>What Dafny says about a place.</summary>
/// <param name="File">Name of the file, without its folder.</param>
/// <param name="Line">The line.</param>
/// <param name="Severity">1 error, 2 warning.</param>
/// <param name="Source">Which part of Dafny says so: Parser, Resolver, Verifier …</param>
/// <param name="Message">The message.</param>
internal sealed record ProofDiagnostic(string File, int Line, int Severity, string Source, string Message)
{
    /// <summary>The solver gave up for lack of time: with more, it might have proved it.</summary>
    public bool IsTimeout => Message.Contains(" timed out after ", StringComparison.Ordinal);

    /// <summary>The solver gave up for lack of resources.</summary>
    public bool IsOutOfResource => Message.StartsWith("Verification out of resource", StringComparison.Ordinal);

    /// <summary>An assertion that could not be proved, and not for lack of anything.</summary>
    public bool IsRefusal => Severity == 1 && Source == "Verifier" && !IsTimeout && !IsOutOfResource;

    /// <inheritdoc/>
    public override string ToString() => $"{File}({Line}): {(Severity == 1 ? "" : "warning: ")}{Message}";
}

/// <summary>What one run of Dafny gave.</summary>
/// <param name="ExitCode">Its exit code: 0 only if everything was proved and nothing was warned of.</param>
/// <param name="Results">Its log.</param>
/// <param name="Diagnostics">Its errors and warnings.</param>
/// <param name="Text">Everything else that it printed, a line each.</param>
internal sealed partial record DafnyRun(int ExitCode, IReadOnlyList<ProofResult> Results, IReadOnlyList<ProofDiagnostic> Diagnostics, IReadOnlyList<string> Text)
{
    /// <summary>Number of conditions that Dafny counts as verified.</summary>
    public int Verified => Text.Select(t => Summary().Match(t)).Where(m => m.Success).Sum(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));

    /// <summary>Number of audit findings, or null if Dafny gave none.</summary>
    public int? Findings => Text.Select(t => Audit().Match(t)).Where(m => m.Success).ToArray() is { Length: > 0 } counts
        ? counts.Sum(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))
        : null;

    /// <summary>Whether everything was proved.</summary>
    public bool IsProved => ExitCode == 0 && Verified > 0 && Results.Count > 0 && Results.All(r => r.Passed) && Diagnostics.Count == 0;

    /// <summary>Whether nothing was wrong but the solver's time: each name that failed is told to have run out of it.</summary>
    public bool IsOnlyTimeout => Diagnostics.Count > 0 && Diagnostics.All(d => d.IsTimeout) && Results.Any(r => !r.Passed)
        && Results.Where(r => !r.Passed).All(r => Diagnostics.Any(d => d.Message.Contains(r.Name, StringComparison.Ordinal)));

    /// <summary>What each name cost, in all its parts, dearest first; with several seeds, the most that it cost with one.</summary>
    public IReadOnlyList<(string Name, long Cost)> Costs() =>
        [.. PerSeed().Select(c => (c.Name, c.Costs.Max())).OrderByDescending(c => c.Item2).ThenBy(c => c.Name, StringComparer.Ordinal)];

    /// <summary>What each name cost with each seed.</summary>
    public IEnumerable<(string Name, long[] Costs)> PerSeed() => Results.GroupBy(r => r.Name)
        .Select(g => (g.Key, g.GroupBy(r => r.Seed).Select(s => s.Sum(r => r.Cost)).ToArray()));

    /// <summary>Reads what Dafny printed.</summary>
    /// <param name="exitCode">Its exit code.</param>
    /// <param name="lines">Its output; diagnostics and progress are a JSON object a line.</param>
    /// <param name="log">The text of its log, or null if it wrote none.</param>
    public static DafnyRun Parse(int exitCode, IEnumerable<string> lines, string? log)
    {
        List<ProofDiagnostic> diagnostics = [];
        List<string> text = [];
        foreach (string line in lines)
        {
            if (Json(line) is not { } json)
            {
                text.Add(line);
            }
            else if ((string?)json["type"] == "diagnostic" && json["value"] is JsonObject value)
            {
                diagnostics.Add(Diagnostic(value));
            }
            else
            {
                text.AddRange((json["value"]?.ToString() ?? line).Split('\n'));
            }
        }

        // Some warnings are given once for each part of a member.
        return new DafnyRun(exitCode, [.. Log(log ?? "")], [.. diagnostics.Distinct()], [.. text.Where(t => t.Trim().Length > 0)]);
    }

    /// <summary>How far Dafny is, if the line says so.</summary>
    public static string? Progress(string line) => Json(line) is { } json && (string?)json["type"] == "status"
        && json["value"]?.ToString() is { } text && (Symbols().IsMatch(text) || text.StartsWith("Starting verification of mutation", StringComparison.Ordinal)) ? text : null;

    private static JsonObject? Json(string line)
    {
        try
        {
            return line.StartsWith('{') ? JsonNode.Parse(line) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProofDiagnostic Diagnostic(JsonObject value)
    {
        string message = value["defaultFormatMessage"]?.ToString() ?? "";
        JsonArray arguments = value["arguments"] as JsonArray ?? [];
        for (int i = 0; i < arguments.Count; i++)
        {
            message = message.Replace($"{{{i}}}", arguments[i]?.ToString(), StringComparison.Ordinal);
        }

        return new ProofDiagnostic(
            Path.GetFileName(value["location"]?["filename"]?.ToString() ?? ""),
            (int?)value["location"]?["range"]?["start"]?["line"] ?? 0,
            (int?)value["severity"] ?? 1,
            value["source"]?.ToString() ?? "",
            message.ReplaceLineEndings(" "));
    }

    private static IEnumerable<ProofResult> Log(string log)
    {
        foreach (Match row in LogRow().Matches(log))
        {
            yield return new ProofResult(
                row.Groups[1].Value,
                row.Groups[2].Value == "Passed",
                TimeSpan.Parse(row.Groups[3].Value, CultureInfo.InvariantCulture),
                long.Parse(row.Groups[4].Value, CultureInfo.InvariantCulture),
                long.Parse(row.Groups[5].Value, CultureInfo.InvariantCulture),
                row.Value.Contains("(correctness)", StringComparison.Ordinal));
        }
    }

    // Name (correctness) (assertion batch 2),Passed,00:00:00.1,3224,0
    [GeneratedRegex(@"^""?([^\s,""]+)[^\r\n]*,(\w+),([\d:.]+),(\d+),(-?\d+)\r?$", RegexOptions.Multiline)]
    private static partial Regex LogRow();

    [GeneratedRegex(@"finished with (\d+) verified, ")]
    private static partial Regex Summary();

    [GeneratedRegex(@"auditor completed with (\d+) findings?")]
    private static partial Regex Audit();

    [GeneratedRegex(@"^Verified \d+/\d+ symbols")]
    private static partial Regex Symbols();
}
