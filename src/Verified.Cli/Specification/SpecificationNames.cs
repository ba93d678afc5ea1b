using System.Text.RegularExpressions;

namespace Verified.Cli.Specification;

/// <summary>Names read out of the specification's text: what the twin and the code must have, too.</summary>
internal static partial class SpecificationNames
{
    /// <summary>The module that has the next-state relation.</summary>
    public const string Root = "ReserveCommit.tla";

    /// <summary>The one action that is no step of anyone's: the clock goes on.</summary>
    public const string Tick = "Tick";

    /// <summary>The modules of the algorithm: <see cref="Root"/> and what it extends, as far as it stands under <c>tla/</c>.</summary>
    public static IReadOnlyList<string> Modules(SpecificationFiles files)
    {
        List<string> found = [Root];
        for (int i = 0; i < found.Count; i++)
        {
            Match extends = Extends().Match(files.Read(found[i]));
            found.AddRange(extends.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries)
                .Select(m => m + ".tla").Where(m => files.Has(m) && !found.Contains(m)));
        }

        return found;
    }

    /// <summary>The specification's actions: every definition of its <see cref="Modules"/> named <c>Phase_Step</c>, and <see cref="Tick"/>.</summary>
    public static IReadOnlySet<string> Actions(SpecificationFiles files) => Modules(files)
        .SelectMany(m => ActionDefinition().Matches(files.Read(m)))
        .Select(m => m.Groups[1].Value)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// What the next-state relation is made of: every <c>Phase_Step</c>, and <see cref="Tick"/>, from <c>WriterStep</c> to <c>Spec</c>.
    /// </summary>
    public static IReadOnlySet<string> ActionsOfNext(SpecificationFiles files)
    {
        string text = files.Read(Root);
        int from = text.IndexOf("\nWriterStep(", StringComparison.Ordinal);
        int to = text.IndexOf("\nSpec ==", StringComparison.Ordinal);
        if (from < 0 || to < from)
        {
            throw ToolException.Violation($"{Root}: WriterStep and Spec were not found in this order");
        }

        return ActionUse().Matches(text[from..to]).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>What only finite models do besides: the other disjuncts of <c>MCNext</c> in <c>MC.tla</c>.</summary>
    public static IReadOnlySet<string> ActionsOfModels(SpecificationFiles files) =>
        ModelsNext().Match(files.Read("MC.tla")).Groups[1].Value.Split("\\/", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(n => n != "Next").ToHashSet(StringComparer.Ordinal);

    /// <summary>The invariants: every definition of <c>Invariants.tla</c> named by a number of ALGORITHM.md, with its body.</summary>
    public static IReadOnlyDictionary<string, string> Invariants(SpecificationFiles files)
    {
        string text = files.Read("Invariants.tla");
        Match[] heads = InvariantDefinition().Matches(text).ToArray();
        Dictionary<string, string> bodies = new(StringComparer.Ordinal);
        for (int i = 0; i < heads.Length; i++)
        {
            int from = heads[i].Index + heads[i].Length;
            Match next = AnyDefinition().Match(text, from);
            bodies[heads[i].Groups[1].Value] = WithoutComments(text[from..(next.Success ? next.Index : text.Length)]);
        }

        return bodies;
    }

    /// <summary>Names under a heading (INVARIANTS, PROPERTIES …) of a TLC configuration.</summary>
    public static IReadOnlyList<string> Listed(string configuration, params string[] headings)
    {
        List<string> names = [];
        bool within = false;
        foreach (Match word in ConfigurationWord().Matches(ConfigurationComment().Replace(configuration, "")))
        {
            if (word.Value.All(c => char.IsUpper(c) || c == '_') && word.Value.Length > 3)
            {
                within = headings.Contains(word.Value);
            }
            else if (within)
            {
                names.Add(word.Value);
            }
        }

        return names;
    }

    private static string WithoutComments(string text) =>
        LineComment().Replace(BlockComment().Replace(text, ""), "").Trim();

    [GeneratedRegex(@"^MCNext ==\s+((?:\w+|\s+|\\/)+?)\r?\n\r?\n", RegexOptions.Multiline)]
    private static partial Regex ModelsNext();

    [GeneratedRegex(@"^EXTENDS\s+(\w+(?:\s*,\s*\w+)*)", RegexOptions.Multiline)]
    private static partial Regex Extends();

    [GeneratedRegex(@"^([A-Z][A-Za-z]*_[A-Z][A-Za-z]*|Tick)(\([^)]*\))?\s*==", RegexOptions.Multiline)]
    private static partial Regex ActionDefinition();

    [GeneratedRegex(@"\b(?:[A-Z][A-Za-z]*_[A-Z][A-Za-z]*|Tick)\b")]
    private static partial Regex ActionUse();

    [GeneratedRegex(@"^([SGL]\d+_[A-Za-z0-9]+)\s*==", RegexOptions.Multiline)]
    private static partial Regex InvariantDefinition();

    [GeneratedRegex(@"^(\w+(\([^)]*\))?\s*==|RECURSIVE |=====|-----)", RegexOptions.Multiline)]
    private static partial Regex AnyDefinition();

    [GeneratedRegex(@"\(\*.*?\*\)", RegexOptions.Singleline)]
    private static partial Regex BlockComment();

    [GeneratedRegex(@"\\\*.*$", RegexOptions.Multiline)]
    private static partial Regex LineComment();

    [GeneratedRegex(@"\\\*.*$|\(\*.*?\*\)", RegexOptions.Multiline)]
    private static partial Regex ConfigurationComment();

    [GeneratedRegex(@"[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex ConfigurationWord();
}
