using System.Text.RegularExpressions;
using Verified.Cli.Output;
using Verified.Cli.Specification;
using Verified.Cli.Tlc;

namespace Verified.Cli.Checks;

/// <summary>The models of channels against what TLC finds, and without TLC against the text that their records are of.</summary>
internal static partial class ChannelCheck
{
    private static readonly Lock s_writing = new();

    /// <summary>Without TLC: each model has a record, of its present text.</summary>
    public static Check Records { get; } = Check.Of(
        "channel models",
        context => CheckRow.From("channel models", $"{ChannelModels.Names(context.Files).Count} models, each with what TLC found of its text", ChannelModels.Problems(context.Files)));

    /// <summary>TLC on those models whose names are asked for.</summary>
    public static IEnumerable<Check> Of(SpecificationFiles files, TlcRunner runner, Func<string, bool> isAsked, bool regenerates = false)
    {
        SortedDictionary<string, ChannelModel> records = ChannelModels.TryLoad(files);
        return ChannelModels.Names(files).Where(isAsked).Select(m => For(m, records.GetValueOrDefault(m), runner, regenerates));
    }

    /// <summary>TLC on one model; its record is compared, or written anew. A model without a record may be the largest.</summary>
    public static Check For(string model, ChannelModel? record, TlcRunner runner, bool regenerates = false) => new(
        $"TLC {model}",
        async context =>
        {
            string of = ChannelModels.HashOf(context.Files, model);
            (string text, int exitCode) = await runner.RunTextAsync(context.Files, model, context.Jobs, context.Report, context.Cancellation);
            return ChannelModels.HashOf(context.Files, model) != of ? CheckRow.From(model, "says nothing", ["the specification was edited while TLC ran"])
                : Found(text) is not { } found ? CheckRow.From(model, "TLC gave no result", [$"exit code {exitCode}", .. text.TrimEnd().Split('\n').TakeLast(5)])
                : ChannelModels.Problem(model, found) is { } problem ? CheckRow.From(model, found.Figures, [problem])
                : regenerates ? Write(context.Files, model, found with { Of = of })
                : Judge(context.Files, model, found with { Of = of });
        })
    {
        IsConcurrent = true,
        Size = record?.Distinct ?? long.MaxValue,
    };

    /// <summary>What TLC's output says of a model, less its hash; null if it says nothing.</summary>
    public static ChannelModel? Found(string text)
    {
        Match counts = Counts().Match(text);
        Match fails = Violated().Match(text);
        Match depth = Depth().Match(text);
        return counts.Success && depth.Success && (fails.Success || text.Contains("No error has been found", StringComparison.Ordinal))
            ? new ChannelModel(fails.Success ? fails.Groups[1].Value : null, Number(counts.Groups[2]), Number(counts.Groups[1]), (int)Number(depth.Groups[1]), "")
            : null;
    }

    private static CheckRow Judge(SpecificationFiles files, string model, ChannelModel found)
    {
        ChannelModel? record = ChannelModels.Load(files).GetValueOrDefault(model);
        return CheckRow.From(model, found.Figures, record is null ? ["there is no record"] : record == found ? [] : [$"on record: {record.Figures}{(record.Of == found.Of ? "" : "; of another text")}"]);
    }

    private static CheckRow Write(SpecificationFiles files, string model, ChannelModel found)
    {
        lock (s_writing)
        {
            SortedDictionary<string, ChannelModel> models = ChannelModels.TryLoad(files);
            ChannelModels.Prune(files, models);
            models[model] = found;
            ChannelModels.Write(files, models);
        }

        return new CheckRow(model, Verdict.Pass, $"{found.Figures}; written");
    }

    private static long Number(Group digits) => long.Parse(digits.Value.Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?:Invariant|property|properties) (\w+) (?:is|was|were) violated")]
    private static partial Regex Violated();

    [GeneratedRegex(@"^([\d,]+) states generated, ([\d,]+) distinct states found, [\d,]+ states left on queue\.", RegexOptions.Multiline)]
    private static partial Regex Counts();

    [GeneratedRegex(@"depth of the complete state graph search is ([\d,]+)")]
    private static partial Regex Depth();
}
