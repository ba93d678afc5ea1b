using System.Text.Json.Nodes;
using Verified.Cli.Output;

namespace Verified.Cli.Proofs;

/// <summary>What came out when a file was verified with several seeds.</summary>
/// <param name="Text">See <see cref="ProofFiles.Closure"/>: the text that was measured.</param>
/// <param name="Dafny">Dafny's version.</param>
/// <param name="Solver">The solver's version.</param>
/// <param name="Seeds">How many.</param>
/// <param name="Slowest">The name that cost most with its worst seed; empty where there was nothing to verify.</param>
/// <param name="Most">What it cost then.</param>
/// <param name="Average">What it cost on average.</param>
/// <param name="Failed">What was wrong, a line each.</param>
internal sealed record StabilityRecord(
    string Text, string Dafny, string Solver, int Seeds, string Slowest, long Most, long Average, IReadOnlyList<string> Failed)
{
    /// <summary>How many seeds are asked for.</summary>
    public const int Asked = 10;

    /// <summary>The record of a run.</summary>
    public static StabilityRecord Of(ProofFiles files, string file, IProver prover, DafnyRun run)
    {
        (string? name, long[]? costs) = run.PerSeed().OrderByDescending(c => c.Costs.Max()).ThenBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault();
        return new(
            files.Closure(file), prover.Dafny, prover.Solver, Asked, name ?? "", costs?.Max() ?? 0, (long)(costs?.Average() ?? 0), Problems(files, file, run));
    }

    /// <summary>What is wrong with a run of one file with several seeds, a line each.</summary>
    private static IReadOnlyList<string> Problems(ProofFiles files, string file, DafnyRun run)
    {
        List<string> problems = [.. run.Results.Where(r => !r.Passed).GroupBy(r => r.Name)
            .Select(g => $"{g.Key} failed with {g.Select(r => r.Seed).Distinct().Count()} of {Asked} seeds: {string.Join(", ", g.Select(r => r.Seed).Distinct())}")];
        problems.AddRange(run.Diagnostics.Select(d => d.ToString()));
        problems.AddRange(run.Results.GroupBy(r => r.Name).Where(g => g.Select(r => r.Seed).Distinct().Count() != Asked)
            .Select(g => $"{g.Key} was verified with {g.Select(r => r.Seed).Distinct().Count()} seeds, not {Asked}"));
        problems.AddRange(ProofChecks.Unseen(files, file, run.Results));
        if (run.ExitCode != 0 && problems.Count == 0)
        {
            problems.AddRange([$"dafny ended with exit code {run.ExitCode}", .. run.Text]);
        }

        return problems;
    }

    /// <summary>Several records, of which there is one at least and none of a failure, in words.</summary>
    public static string Figures(IEnumerable<StabilityRecord> records) =>
        records.OrderByDescending(r => r.Most).ThenBy(r => r.Slowest, StringComparer.Ordinal).First() is { Slowest: not "" } worst
            ? $"{Asked} seeds, 0 failures; slowest {worst.Slowest}: {Terminal.Count(worst.Most)} at most, {Terminal.Count(worst.Average)} on average"
            : $"{Asked} seeds; nothing to verify";

    /// <summary>Reads a record.</summary>
    /// <exception cref="FormatException">A part is missing.</exception>
    public static StabilityRecord Parse(JsonNode? json)
    {
        JsonNode Field(string name) => json?[name] ?? throw new FormatException($"a record of stability has no \"{name}\"");
        return new(
            (string)Field("text")!, (string)Field("dafny")!, (string)Field("z3")!, (int)Field("seeds"), (string)Field("slowest")!, (long)Field("most"), (long)Field("average"),
            [.. (json?["failed"]?.AsArray() ?? []).Select(f => (string)f!)]);
    }

    /// <summary>The record as JSON.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new()
        {
            ["text"] = Text,
            ["dafny"] = Dafny,
            ["z3"] = Solver,
            ["seeds"] = Seeds,
            ["slowest"] = Slowest,
            ["most"] = Most,
            ["average"] = Average,
        };
        if (Failed.Count > 0)
        {
            json["failed"] = new JsonArray([.. Failed.Select(f => (JsonNode?)f)]);
        }

        return json;
    }
}
