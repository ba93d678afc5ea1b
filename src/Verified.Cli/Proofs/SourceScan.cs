using System.Text.RegularExpressions;

namespace Verified.Cli.Proofs;

/// <summary>
/// Looks for what is believed without proof, in the text and without Dafny: so neither an option nor a change in what Dafny
/// reports can let it through.
/// </summary>
internal static partial class SourceScan
{
    // What these say can make a proof slower, or not found; it can not make anything true. Any other is told.
    private static readonly HashSet<string> s_harmless = new(StringComparer.Ordinal)
    {
        "trigger", "induction", "inductionTrigger", "fuel", "rlimit", "resource_limit", "timeLimit", "timeLimitMultiplier", "isolate_assertions",
        "split_here", "focus", "opaque", "transparent", "nativeType", "tailrecursion", "disableNonlinearArithmetic", "contradiction", "autoRevealDependencies",
        "vcs_split_on_every_assert", "vcs_max_cost", "vcs_max_splits", "vcs_max_keep_going_splits", "error", "priority", "random_seed",
    };

    private static readonly HashSet<string> s_harmlessAt = new(StringComparer.Ordinal)
    {
        "Fuel", "ResourceLimit", "TimeLimit", "TimeLimitMultiplier", "IsolateAssertions", "DisableNonlinearArithmetic", "AutoRevealDependencies",
        "AutoRevealDependenciesAll", "Induction", "InductionTrigger", "TailRecursion", "Transparent", "Priority",
    };

    // One without a body may promise anything; of a module that is not concrete the audit does not say so.
    private static readonly HashSet<string> s_withBody = new(StringComparer.Ordinal) { "lemma", "function", "predicate", "method", "iterator", "constructor" };

    /// <summary>What is wrong, a line each.</summary>
    public static IReadOnlyList<string> Problems(ProofFiles files)
    {
        List<string> problems = [];
        foreach (string name in files.Names)
        {
            string text = DafnyText.Blank(files.Text(name));
            void Tell(Match match, string what) => problems.Add($"{name}({1 + text.AsSpan(0, match.Index).Count('\n')}): {what}");
            foreach (Match match in Believed().Matches(text))
            {
                Tell(match, $"'{match.Value}': believed without proof");
            }

            foreach (Match match in LeftOpen().Matches(text))
            {
                Tell(match, $"'{match.Groups[1].Value.Trim()}': what a module leaves open, to be filled in or replaced, is not audited");
            }

            foreach (Match match in Attribute().Matches(text).Where(m => !s_harmless.Contains(m.Groups[1].Value)))
            {
                Tell(match, $"{{:{match.Groups[1].Value}}} is not among the attributes known to be harmless");
            }

            foreach (Match match in AtAttribute().Matches(text).Where(m => !s_harmlessAt.Contains(m.Groups[1].Value)))
            {
                Tell(match, $"@{match.Groups[1].Value} is not among the attributes known to be harmless");
            }
        }

        problems.AddRange(files.Declarations.Where(d => s_withBody.Contains(d.Kind) && !d.HasBody).Select(d => $"{d.File}({d.Line}): {d.Kind} {d.Name} has no body"));
        problems.AddRange(files.Names.SelectMany(n => Outside(files, n)));
        problems.AddRange(Settings(files));
        return problems;
    }

    /// <summary>What a file includes that is not among those verified.</summary>
    private static IEnumerable<string> Outside(ProofFiles files, string name) =>
        files.Includes(name).Where(i => !files.Names.Contains(i.Name)).Select(i => $"{name} includes '{i.Written}', which is not among the files that are verified");

    /// <summary>Files that could change Dafny's options, or carry what was proved elsewhere.</summary>
    private static IEnumerable<string> Settings(ProofFiles files) => !Directory.Exists(files.Directory) ? [] :
        Directory.EnumerateFiles(files.Directory, "*", SearchOption.AllDirectories)
            .Where(p => Path.GetFileName(p) == "dfyconfig.toml" || Path.GetExtension(p) == ".doo")
            .Select(p => $"{Path.GetRelativePath(files.Directory, p)} may change what Dafny demands; the options are the command's alone");

    [GeneratedRegex(@"(?<![\w'?])(assume|expect)(?![\w'?])|--allow-[\w-]+")]
    private static partial Regex Believed();

    [GeneratedRegex(@"(?<![\w'?])(abstract|replaceable|replaces|refines|import\s+(?:opened\s+)?[\w'?]+\s*:(?!:))(?![\w'?])")]
    private static partial Regex LeftOpen();

    [GeneratedRegex(@"\{\s*:\s*(\w+)")]
    private static partial Regex Attribute();

    // In an expression, as in old@Label(x), it follows a word.
    [GeneratedRegex(@"(?<![\w'?])@\s*([A-Za-z]\w*)")]
    private static partial Regex AtAttribute();
}
