using System.Text.Json.Nodes;
using Verified.Cli.Output;

namespace Verified.Cli.Proofs;

/// <summary>What came out when the proof was verified with several seeds.</summary>
/// <param name="Proof">See <see cref="ProofFiles.Digest"/>: the text that was measured.</param>
/// <param name="Solver">The solver's version.</param>
/// <param name="Seeds">How many.</param>
/// <param name="Failures">Results that were no proof.</param>
/// <param name="Slowest">The name that cost most with its worst seed.</param>
/// <param name="Most">What it cost then.</param>
/// <param name="Average">What it cost on average.</param>
internal sealed record StabilityRecord(string Proof, string Solver, int Seeds, int Failures, string Slowest, long Most, long Average)
{
    /// <summary>The record of a run.</summary>
    public static StabilityRecord Of(ProofFiles files, IProver prover, DafnyRun run)
    {
        (string name, long[] costs) = run.PerSeed().OrderByDescending(c => c.Costs.Max()).ThenBy(c => c.Name, StringComparer.Ordinal).First();
        return new(
            files.Digest(), prover.Solver, run.Results.Select(r => r.Seed).Distinct().Count(), run.Results.Count(r => !r.Passed),
            name, costs.Max(), (long)costs.Average());
    }

    /// <summary>The record in words.</summary>
    public string Figures() =>
        $"{Seeds} seeds, {Failures} failures; slowest {Slowest}: {Terminal.Count(Most)} at most, {Terminal.Count(Average)} on average";

    /// <summary>Reads a record.</summary>
    /// <exception cref="FormatException">A part is missing.</exception>
    public static StabilityRecord Parse(JsonObject json)
    {
        JsonNode Field(string name) => json[name] ?? throw new FormatException($"the record of stability has no \"{name}\"");
        return new(
            (string)Field("proof")!, (string)Field("z3")!, (int)Field("seeds"), (int)Field("failures"),
            (string)Field("slowest")!, (long)Field("most"), (long)Field("average"));
    }

    /// <summary>The record as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["proof"] = Proof,
        ["z3"] = Solver,
        ["seeds"] = Seeds,
        ["failures"] = Failures,
        ["slowest"] = Slowest,
        ["most"] = Most,
        ["average"] = Average,
    };
}
