using System.Text.Json;
using System.Text.Json.Nodes;
using Verified.Cli.Output;

namespace Verified.Cli.Proofs;

/// <summary>
/// <c>proofs/certificate.json</c>: what was proved of which text, with what, and at what cost. Any edit of the proof or of the specification
/// voids it; only a verification can renew it.
/// </summary>
internal sealed record ProofCertificate
{
    /// <summary>Its name under <c>proofs/</c>.</summary>
    public const string FileName = "certificate.json";

    /// <summary>How it is renewed, for messages.</summary>
    public const string Renewal = "renew it with 'verified proofs regenerate'";

    /// <summary>Dafny's version.</summary>
    public required string Dafny { get; init; }

    /// <summary>The solver's version.</summary>
    public required string Solver { get; init; }

    /// <summary>Number of conditions verified.</summary>
    public required int Conditions { get; init; }

    /// <summary>Names of the theorems, in ordinal order.</summary>
    public required IReadOnlyList<string> Theorems { get; init; }

    /// <summary>Hash of each proof file.</summary>
    public required IReadOnlyDictionary<string, string> Proofs { get; init; }

    /// <summary>Hash of each module of the specification.</summary>
    public required IReadOnlyDictionary<string, string> Specification { get; init; }

    /// <summary>Resource count of each lemma.</summary>
    public required IReadOnlyDictionary<string, long> Costs { get; init; }

    /// <summary>What several seeds gave, for each file that was measured and held with all.</summary>
    public IReadOnlyDictionary<string, StabilityRecord> Stability { get; init; } = new Dictionary<string, StabilityRecord>();

    /// <summary>Mutants that died, each with its lemma, and the text (<see cref="ProofMutant.Text"/>) in which they did.</summary>
    public IReadOnlyDictionary<string, string> Mutants { get; init; } = new Dictionary<string, string>();

    /// <summary>The certificate of a run that proved everything.</summary>
    /// <param name="files">The proof.</param>
    /// <param name="prover">What proved it.</param>
    /// <param name="run">The run.</param>
    /// <param name="earlier">A certificate whose records of seeds and mutants are kept; each names the text that it is of.</param>
    public static ProofCertificate Of(ProofFiles files, IProver prover, DafnyRun run, ProofCertificate? earlier) =>
        Of(files, prover.Dafny, prover.Solver, run, earlier);

    private static ProofCertificate Of(ProofFiles files, string dafny, string solver, DafnyRun run, ProofCertificate? earlier)
    {
        HashSet<string> lemmas = [.. files.Declarations.Where(d => d.IsLemma).Select(d => d.Name)];
        return new ProofCertificate
        {
            Dafny = dafny,
            Solver = solver,
            Conditions = run.Verified,
            Theorems = [.. Cli.Proofs.Theorems.Of(files).Select(t => t.ShortName).Order(StringComparer.Ordinal)],
            Proofs = files.Hashes(),
            Specification = files.SpecificationHashes(),
            Costs = run.Costs().Where(c => lemmas.Contains(c.Name)).ToDictionary(c => c.Name, c => c.Cost),
            Stability = (earlier?.Stability ?? new Dictionary<string, StabilityRecord>()).Where(s => files.Names.Contains(s.Key)).ToDictionary(),
            Mutants = earlier?.Mutants ?? new Dictionary<string, string>(),
        };
    }

    /// <summary>Reads the certificate, or null if there is none.</summary>
    /// <exception cref="ToolException">It is no certificate.</exception>
    public static ProofCertificate? Load(ProofFiles files)
    {
        if (files.Other(FileName) is not { } text)
        {
            return null;
        }

        try
        {
            JsonObject json = JsonNode.Parse(text) as JsonObject ?? throw new FormatException("not a JSON object");
            JsonNode Field(string name) => json[name] ?? throw new FormatException($"no \"{name}\"");
            Dictionary<string, string> Hashes(string name) => Field(name).AsObject().ToDictionary(p => p.Key, p => (string)p.Value!);
            return new ProofCertificate
            {
                Dafny = (string)Field("dafny")!,
                Solver = (string)Field("z3")!,
                Conditions = (int)Field("conditions"),
                Theorems = [.. Field("theorems").AsArray().Select(t => (string)t!["name"]!)],
                Proofs = Hashes("proofs"),
                Specification = Hashes("specification"),
                Costs = Field("costs").AsObject().ToDictionary(p => p.Key, p => (long)p.Value!),
                Stability = (json["stability"]?.AsObject() ?? []).ToDictionary(p => p.Key, p => StabilityRecord.Parse(p.Value)),
                Mutants = (json["mutants"]?.AsObject() ?? []).ToDictionary(p => p.Key, p => (string)p.Value!),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException or NullReferenceException)
        {
            throw ToolException.Violation($"{ProofFiles.Folder}/{FileName}: {e.Message}; {Renewal}");
        }
    }

    /// <summary>Reads the certificate, or null if there is none that can be read.</summary>
    public static ProofCertificate? TryLoad(ProofFiles files)
    {
        try
        {
            return Load(files);
        }
        catch (ToolException)
        {
            return null;
        }
    }

    /// <summary>The record of a file as it and all that it includes now are, with the certificate's Dafny; null if there is none.</summary>
    public StabilityRecord? StabilityOf(ProofFiles files, string file) =>
        Stability.GetValueOrDefault(file) is { } record && record.Text == files.Closure(file) && record.Dafny == Dafny && record.Seeds >= StabilityRecord.Asked
            ? record
            : null;

    /// <summary>Whether a file held with every seed.</summary>
    public bool IsStable(ProofFiles files, string file) => StabilityOf(files, file) is { Failed.Count: 0 };

    /// <summary>The same with another record for a file.</summary>
    public ProofCertificate WithStability(string file, StabilityRecord record) =>
        this with { Stability = new Dictionary<string, StabilityRecord>(Stability) { [file] = record } };

    /// <summary>Whether a mutant died in its lemma, as the lemma's file, all that it includes, and the edit that breaks it now are.</summary>
    public bool IsKilled(ProofFiles files, ProofMutant mutant) =>
        files.Names.Contains(mutant.File) && Mutants.GetValueOrDefault(mutant.Record) == mutant.Text(files);

    /// <summary>The same, with a mutant that died or did not.</summary>
    public ProofCertificate WithMutant(ProofFiles files, ProofMutant mutant, bool died)
    {
        Dictionary<string, string> mutants = new(Mutants);
        mutants.Remove(mutant.Record);
        if (died)
        {
            mutants[mutant.Record] = mutant.Text(files);
        }

        return this with { Mutants = mutants };
    }

    /// <summary>What is no longer as it was when the certificate was written, a line each.</summary>
    /// <param name="files">The proof as it is.</param>
    /// <param name="dafny">Dafny's version now, or null if it is not known.</param>
    public IReadOnlyList<string> Stale(ProofFiles files, string? dafny)
    {
        List<string> stale =
        [
            .. Differences(Proofs, files.Hashes(), ProofFiles.Folder),
            .. Differences(Specification, files.SpecificationHashes(), "tla"),
        ];
        string[] stated = [.. Cli.Proofs.Theorems.Of(files).Select(t => t.ShortName)];
        stale.AddRange(stated.Except(Theorems).Select(t => $"theorem {t} is not in the certificate"));
        stale.AddRange(Theorems.Except(stated).Select(t => $"theorem {t} of the certificate is no longer stated"));
        if (dafny is not null && dafny != Dafny)
        {
            stale.Add($"the certificate is of Dafny {Dafny}, and this is {dafny}");
        }

        return stale.Count == 0 ? [] : [.. stale, Renewal];
    }

    /// <summary>In what it is not of a run of the same text, a line each: what was verified, and for which lemmas there is a cost.</summary>
    public IReadOnlyList<string> Differences(ProofFiles files, DafnyRun run)
    {
        ProofCertificate now = Of(files, Dafny, Solver, run, null);
        return
        [
            .. now.Conditions == Conditions ? (string[])[] : [$"{now.Conditions} conditions were verified, and {Conditions} are certified"],
            .. now.Costs.Keys.Except(Costs.Keys).Order(StringComparer.Ordinal).Select(n => $"{n} was verified, and has no cost in the certificate"),
            .. Costs.Keys.Except(now.Costs.Keys).Order(StringComparer.Ordinal).Select(n => $"{n} has a cost in the certificate, and was not verified"),
        ];
    }

    /// <summary>The certificate's text.</summary>
    public string ToText()
    {
        JsonObject json = new()
        {
            ["dafny"] = Dafny,
            ["z3"] = Solver,
            ["conditions"] = Conditions,
            ["theorems"] = new JsonArray([.. Theorems.Select(t => new JsonObject
            {
                ["name"] = t,
                ["file"] = Cli.Proofs.Theorems.File,
                ["cost"] = Costs.GetValueOrDefault($"{Cli.Proofs.Theorems.Module}.{t}"),
            })]),
            ["proofs"] = Sorted(Proofs),
            ["specification"] = Sorted(Specification),
            ["costs"] = Sorted(Costs),
        };
        if (Mutants.Count > 0)
        {
            json["mutants"] = Sorted(Mutants);
        }

        if (Stability.Count > 0)
        {
            json["stability"] = new JsonObject(Stability.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value.ToJson())));
        }

        return JsonReport.Text(json);
    }

    /// <summary>Writes it.</summary>
    public void Write(ProofFiles files) => JsonReport.WriteWhole(Path.Combine(files.Directory, FileName), ToText());

    private static JsonObject Sorted<T>(IReadOnlyDictionary<string, T> values) =>
        new(values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => KeyValuePair.Create(v.Key, (JsonNode?)JsonValue.Create(v.Value))));

    private static IEnumerable<string> Differences(
        IReadOnlyDictionary<string, string> then, IReadOnlyDictionary<string, string> now, string folder)
    {
        foreach (string name in then.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
        {
            if (then.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            {
                string what = !now.ContainsKey(name) ? "is gone" : then.ContainsKey(name) ? "was edited" : "is new";
                yield return $"{folder}/{name} {what} since the certificate was written";
            }
        }
    }
}
