using Verified.Model;

namespace Verified.Cli.Kills;

/// <summary>Makes a failing model smaller for as long as it fails: so small that in no direction a smaller one does.</summary>
internal static class SmallestModel
{
    // A smaller model has fewer states than the one it comes from, and those of the mutants have less than this.
    private const long MostStates = 400_000;

    /// <summary>The smallest model that still shows a mutant, on the way down from one that does.</summary>
    /// <param name="config">It fails.</param>
    /// <param name="cancellation">Ends the search with an exception.</param>
    public static ModelConfig From(ModelConfig config, CancellationToken cancellation)
    {
        while (Smaller(config).FirstOrDefault(c => Fails(c, cancellation)) is { } smaller)
        {
            config = smaller;
        }

        return config;
    }

    /// <summary>The models that are one smaller in one direction, those that lose a process first.</summary>
    public static IEnumerable<ModelConfig> Smaller(ModelConfig c)
    {
        if (c.Writers.Length > 1 && !c.Nested)
        {
            yield return c with { Writers = c.Writers[..^1] };
        }

        if (c.Flushers.Length > 0)
        {
            yield return c with { Flushers = c.Flushers[..^1], FlushModes = c.Flushers.Length == 1 ? [] : c.FlushModes };
        }

        foreach (ModelConfig fewer in Fewer(c))
        {
            yield return fewer;
        }

        yield return c with { N = c.N - 1, Watermark = Math.Min(c.Watermark, c.N - 1) };
        yield return c with { S = c.S - 1 };
        yield return c with { LastTick = c.LastTick - 1 };
        yield return c with { ShortTime = c.ShortTime - 1 };
        yield return c with { FullUnits = c.FullUnits - 1 };
        yield return c with { LossLimit = c.LossLimit - 1 };
        yield return c with { Watermark = c.Watermark - 1 };
        if (c.Abandons)
        {
            yield return c with { Abandons = false };
        }
    }

    /// <summary>A model's bounds in words.</summary>
    public static string Words(ModelConfig c)
    {
        List<string> words =
        [
            Plural(c.Writers.Length, "writer") + (c.Nested ? ", nested" : ""),
            .. c.Flushers.Length == 0 ? Array.Empty<string>() : [$"{Plural(c.Flushers.Length, "flusher")} ({string.Join(", ", c.FlushModes)})"],
            $"reader ({string.Join(", ", c.ReaderOps)})",
            $"N {c.N}", $"S {c.S}", $"sizes {string.Join(", ", c.Sizes)}",
        ];
        if (c.Clocked)
        {
            words.Add($"ticks {c.LastTick}, short time {c.ShortTime}, full time {c.FullUnits}");
        }

        if (c.LossLimit > 0)
        {
            words.Add($"losses to {c.LossLimit}");
        }

        return string.Join("; ", words);
    }

    private static IEnumerable<ModelConfig> Fewer(ModelConfig c)
    {
        foreach (string mode in c.FlushModes.Where(_ => c.FlushModes.Length > 1))
        {
            yield return c with { FlushModes = [.. c.FlushModes.Where(m => m != mode)] };
        }

        foreach (string op in c.ReaderOps.Where(_ => c.ReaderOps.Length > 1))
        {
            yield return c with { ReaderOps = [.. c.ReaderOps.Where(o => o != op)] };
        }

        foreach (int size in c.Sizes)
        {
            yield return c with { Sizes = [.. c.Sizes.Where(s => s != size)] };
            yield return c with { Sizes = [.. c.Sizes.Select(s => s == size ? s - 1 : s).Distinct()] };
        }
    }

    /// <summary>A model that fails without the mutant, too, shows nothing of it.</summary>
    private static bool Fails(ModelConfig config, CancellationToken cancellation) =>
        IsBroken(config, cancellation) && !IsBroken(config with { Mutant = Mutants.None }, cancellation);

    private static bool IsBroken(ModelConfig config, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (config.Sizes.Length == 0)
        {
            return false;
        }

        try
        {
            config.Validate();
            ExploreOptions options = ExploreOptions.For(config) with { MaxStates = MostStates };
            return new Explorer(new Twin(config), options).Run(cancellation).Verdict == ExploreVerdict.Violation;
        }
        catch (ModelConfigException)
        {
            return false; // smaller than a model can be
        }
    }

    private static string Plural(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
