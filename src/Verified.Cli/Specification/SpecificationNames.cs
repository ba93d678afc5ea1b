using System.Text.RegularExpressions;

namespace Verified.Cli.Specification;

/// <summary>Names read out of the specification's text: what the twin and the code must have, too.</summary>
internal static partial class SpecificationNames
{
    /// <summary>The module that has the next-state relation.</summary>
    public const string Root = "ReserveCommit.tla";

    /// <summary>The module that adds what dead writers need.</summary>
    public const string Recovery = "Recovery.tla";

    /// <summary>The module in which one thread writes, and stores where many exchange.</summary>
    public const string OneWriter = "OneWriter.tla";

    /// <summary>The module in which the reader takes parts of a sub-buffer.</summary>
    public const string PartRead = "PartRead.tla";

    /// <summary><see cref="PartRead"/> and <see cref="OneWriter"/> at once.</summary>
    public const string PartReadOneWriter = "PartReadOneWriter.tla";

    /// <summary>The module in which the reader takes record by record.</summary>
    public const string CellRead = "CellRead.tla";

    /// <summary><see cref="CellRead"/> and <see cref="OneWriter"/> at once.</summary>
    public const string CellReadOneWriter = "CellReadOneWriter.tla";

    /// <summary>The module that asks what counters that wrap do.</summary>
    public const string Wrap = "Wrap.tla";

    /// <summary>The module that has the properties of progress.</summary>
    public const string Progress = "Progress.tla";

    /// <summary>The one action that is no step of anyone's: the clock goes on.</summary>
    public const string Tick = "Tick";

    /// <summary>The modules of the algorithm: <see cref="Root"/> and what it extends, as far as it stands under <c>tla/</c>.</summary>
    public static IReadOnlyList<string> Modules(SpecificationFiles files)
    {
        List<string> found = [Root];
        for (int i = 0; i < found.Count; i++)
        {
            found.AddRange(Extended(files.Read(found[i])).Select(m => m + ".tla").Where(m => files.Has(m) && !found.Contains(m)));
        }

        return found;
    }

    /// <summary>The modules that a module's text extends or makes an instance of, without their extension.</summary>
    public static IEnumerable<string> Needs(string module) =>
        Extended(module).Concat(Instance().Matches(module).Select(m => m.Groups[1].Value));

    private static string[] Extended(string module) =>
        Extends().Match(module).Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>
    /// The specification's actions: every definition of its <see cref="Modules"/>, of <see cref="Recovery"/>, <see cref="OneWriter"/>, <see cref="PartRead"/> and <see cref="CellRead"/> named
    /// <c>Phase_Step</c>, and <see cref="Tick"/>.
    /// </summary>
    public static IReadOnlySet<string> Actions(SpecificationFiles files) => Modules(files).Append(Recovery).Append(OneWriter).Append(PartRead).Append(CellRead)
        .SelectMany(m => ActionDefinition().Matches(files.Read(m)))
        .Select(m => m.Groups[1].Value)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// What the next-state relations are made of: every <c>Phase_Step</c>, and <see cref="Tick"/>, from <c>WriterStep</c> to <c>Spec</c>,
    /// and those of <c>RecoveryNext</c>, <c>OneWriterNext</c>, <c>PartNext</c> and <c>CellNext</c>.
    /// </summary>
    public static IReadOnlySet<string> ActionsOfNext(SpecificationFiles files) =>
        ActionUse().Matches(Next(files) + RecoveryNext(files) + NextOf(files, OneWriter, "OneWriterNext") + NextOf(files, PartRead, "PartNext") + NextOf(files, CellRead, "CellNext")).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);

    /// <summary>What the next-state relation of <see cref="Root"/> alone is made of: the algorithm that is proved.</summary>
    public static IReadOnlySet<string> ActionsOfAlgorithm(SpecificationFiles files) =>
        ActionUse().Matches(Next(files)).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);

    /// <summary>What only models do besides: the other disjuncts of <c>MCNext</c> in <c>MC.tla</c>, and of <c>RecoveryNext</c>.</summary>
    public static IReadOnlySet<string> ActionsOfModels(SpecificationFiles files) =>
        ModelsNext().Match(files.Read("MC.tla")).Groups[1].Value.Split("\\/", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Concat(Disjunct().Matches(RecoveryNext(files)).Select(m => m.Groups[1].Value))
            .Where(n => n != "Next" && !n.Contains('_')).ToHashSet(StringComparer.Ordinal);

    /// <summary>What only happens where an assumption does not hold: the disjuncts of <c>WrapNext</c> besides <c>MCNext</c>.</summary>
    public static IReadOnlySet<string> ActionsWithoutAssumption(SpecificationFiles files) =>
        Disjunct().Matches(NextOf(files, Wrap, "WrapNext")).Select(m => m.Groups[1].Value)
            .Where(n => n != "MCNext").ToHashSet(StringComparer.Ordinal);

    /// <summary>The invariants of every model: those of <c>Invariants.tla</c>, with their bodies.</summary>
    public static IReadOnlyDictionary<string, string> Invariants(SpecificationFiles files) => Numbered(files, "Invariants.tla");

    /// <summary>Every definition of a module named by a number of ALGORITHM.md, with its body.</summary>
    public static IReadOnlyDictionary<string, string> Numbered(SpecificationFiles files, string module)
    {
        string text = files.Read(module);
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

    /// <summary>What is asked of steps: definitions of the models' modules (<c>MC*.tla</c>) named by a number of ALGORITHM.md, and the refinement.</summary>
    public static IReadOnlySet<string> Properties(SpecificationFiles files) => files.Modules.Where(m => m.StartsWith("MC", StringComparison.Ordinal))
        .SelectMany(m => PropertyDefinition().Matches(files.Read(m))).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

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

    /// <summary>The invariants that a configuration leaves out to ask whether a mutant breaks any other: <c>\* LEAVES OUT Name: the question</c>.</summary>
    public static IReadOnlyList<string> LeftOut(string configuration) =>
        [.. LeavesOut().Matches(configuration).Select(m => m.Groups[1].Value)];

    private static string Next(SpecificationFiles files)
    {
        string text = files.Read(Root);
        int from = text.IndexOf("\nWriterStep(", StringComparison.Ordinal);
        int to = text.IndexOf("\nSpec ==", StringComparison.Ordinal);
        return from >= 0 && to > from ? text[from..to] : throw ToolException.Violation($"{Root}: WriterStep and Spec were not found in this order");
    }

    private static string RecoveryNext(SpecificationFiles files) => NextOf(files, Recovery, "RecoveryNext");

    private static string NextOf(SpecificationFiles files, string module, string name) =>
        NextBody().Matches(files.Read(module)).FirstOrDefault(m => m.Groups[1].Value == name)?.Groups[2].Value
        ?? throw ToolException.Violation($"{module}: {name} was not found");

    private static string WithoutComments(string text) =>
        LineComment().Replace(BlockComment().Replace(text, ""), "").Trim();

    [GeneratedRegex(@"^MCNext ==\s+((?:\w+|\s+|\\/)+?)\r?\n\r?\n", RegexOptions.Multiline)]
    private static partial Regex ModelsNext();

    [GeneratedRegex(@"^(\w+Next) ==((?:\r?\n[ \t]+[^\r\n]+)+)", RegexOptions.Multiline)]
    private static partial Regex NextBody();

    [GeneratedRegex(@"(?:\\/|:) (\w+)\b")]
    private static partial Regex Disjunct();

    [GeneratedRegex(@"^\\\* LEAVES OUT (\w+): \S+", RegexOptions.Multiline)]
    private static partial Regex LeavesOut();

    [GeneratedRegex(@"\bINSTANCE\s+(\w+)")]
    private static partial Regex Instance();

    [GeneratedRegex(@"^EXTENDS\s+(\w+(?:\s*,\s*\w+)*)", RegexOptions.Multiline)]
    private static partial Regex Extends();

    [GeneratedRegex(@"^([A-Z][A-Za-z]*_[A-Z][A-Za-z]*|Tick)(\([^)]*\))?\s*==", RegexOptions.Multiline)]
    private static partial Regex ActionDefinition();

    [GeneratedRegex(@"\b(?:[A-Z][A-Za-z]*_[A-Z][A-Za-z]*|Tick)\b")]
    private static partial Regex ActionUse();

    [GeneratedRegex(@"^([SGL]\d+_[A-Za-z0-9]+)\s*==", RegexOptions.Multiline)]
    private static partial Regex InvariantDefinition();

    [GeneratedRegex(@"^((?:[SGL]\d+|Refines)_?[A-Za-z0-9]+)\s*==", RegexOptions.Multiline)]
    private static partial Regex PropertyDefinition();

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
