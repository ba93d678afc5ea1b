using System.Text.RegularExpressions;

namespace Verified.Cli.Proofs;

/// <summary>What is claimed of the algorithm: the lemmas of <see cref="File"/>, which must have those of <see cref="Required"/> among them.</summary>
internal static partial class Theorems
{
    /// <summary>The file that states them.</summary>
    public const string File = "Theorems.dfy";

    /// <summary>The module that states them.</summary>
    public const string Module = "Theorems";

    /// <summary>The theorems that the proof is for; one that is gone fails it.</summary>
    public static IReadOnlyList<string> Required { get; } =
    [
        "InitIsSatisfiable", "StepsPreserveInvariant", "ReservationsPartition", "NoReservationStraddles", "DeliveredIsComplete", "DeliveredAtMostOnce",
        "NoWriterTouchesWhatTheReaderHolds", "DiscardNeverOverwritesUnread", "ReadIsWhatWasWritten", "ReadInReserveOrder", "LossesAddUp", "TimeIsMonotone",
        "EveryReachableStateHolds", "CountersNeverGoBack", "EachLossIsCounted", "EndOfDataIsTheEnd", "RecoveryReadsCommitted", "CountedPrefixIsCommitted",
        "RefinesRingBuffer", "WitnessRun",
    ];

    /// <summary>The theorems of a proof.</summary>
    public static IReadOnlyList<DafnyDeclaration> Of(ProofFiles files) =>
        [.. files.Declarations.Where(d => d.IsLemma && d.File == File && d.Name == $"{Module}.{d.ShortName}")];

    /// <summary>What they promise: the texts of their <c>ensures</c>.</summary>
    public static IEnumerable<string> Promises(ProofFiles files) =>
        Of(files).SelectMany(t => Ensures().Matches(t.Text)).Select(m => m.Groups[1].Value);

    /// <summary>The theorems that are missing, and those that a run did not prove: a line each.</summary>
    /// <param name="files">The proof.</param>
    /// <param name="run">What Dafny said of it.</param>
    public static IReadOnlyList<string> Problems(ProofFiles files, DafnyRun run)
    {
        string[] stated = [.. Of(files).Select(t => t.ShortName)];
        HashSet<string> failed = [.. run.Results.Where(r => !r.Passed).Select(r => r.Name)];
        HashSet<string> proved = [.. run.Results.Where(r => r.Passed && r.IsBody).Select(r => r.Name).Except(failed)];
        return
        [
            .. Required.Except(stated).Select(t => $"theorem {t} is missing: no lemma of that name in module {Module} of {ProofFiles.Folder}/{File}"),
            .. stated.Where(t => !proved.Contains($"{Module}.{t}")).Select(t => failed.Contains($"{Module}.{t}")
                ? $"theorem {t} was not proved"
                : $"theorem {t}: Dafny verified nothing for it"),
        ];
    }

    [GeneratedRegex(@"\bensures\b(.*?)(?=^\s*(?:requires|ensures|decreases|\{)|\z)", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Ensures();
}
