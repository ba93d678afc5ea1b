using Verified.Model;

namespace Verified.Proofs.Tests;

/// <summary>The models of the checkout's tla/, as configurations whose positions run free.</summary>
internal static class Models
{
    private static readonly Lazy<ModelConfig[]> s_all = new(() =>
        [.. Directory.EnumerateFiles(Folder(), "MC*.cfg").Order().Select(Read).Where(IsOfTheAlgorithmAlone)]);

    /// <summary>The models of a mutant, in which TLC shows what it breaks; those of none, in which all holds.</summary>
    public static IEnumerable<ModelConfig> Of(string mutant) => s_all.Value.Where(c => c.Mutant == mutant);

    // The proof's machine is that of ReserveCommit.tla; the other specifications add to it, or change its steps.
    private static bool IsOfTheAlgorithmAlone(ModelConfig c) =>
        !c.Recovers && !c.OneWriter && !c.ReadsParts && !c.ReadsCells && c.CountModulus == 0 && c.Fairness == Fairness.None;

    // Walks are longer than the models are deep: losses are counted on, and the clock goes on.
    private static ModelConfig Read(string path) => Lengthen(ModelConfig.Parse(File.ReadAllText(path)));

    private static ModelConfig Lengthen(ModelConfig c) => c with
    {
        LastTick = c.Clocked ? Math.Max(c.LastTick, Configurations.HighestTick) : c.LastTick,
        Shifts = false,
        Nested = false,
        LossLimit = Configurations.MostLosses,
    };

    private static string Folder()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "tla", "ReserveCommit.tla")))
        {
            at = at.Parent;
        }

        return at is null ? throw new InvalidOperationException("the tests must run from within the checkout") : Path.Combine(at.FullName, "tla");
    }
}
