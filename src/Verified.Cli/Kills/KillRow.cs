using Verified.Campaign;
using Verified.Cli.Output;
using Verified.Cli.Specification;

namespace Verified.Cli.Kills;

/// <summary>A mutant on one model.</summary>
/// <param name="Golden">The model, and what TLC found.</param>
/// <param name="TwinProperty">The property that fails in the twin; null if none does.</param>
/// <param name="TwinDepth">In how many states.</param>
/// <param name="TwinStates">Distinct states that the twin had found by then.</param>
internal sealed record ModelKill(ModelEntry Golden, string? TwinProperty, int? TwinDepth, long TwinStates)
{
    /// <summary>The length of what TLC found, in words.</summary>
    public string Length => Golden.Depth is { } states ? Terminal.Count(states) : "a run without end";
}

/// <summary>What each method sees of a mutant.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="Models">The models of it, the manifest's first first.</param>
/// <param name="Kills">For each method what it took: the number of the schedule, workload or run; of threads, 1. Null: it lives.</param>
/// <param name="Bounds">The smallest model that shows it, in words.</param>
internal sealed record KillRow(
    Mutant Mutant, IReadOnlyList<ModelKill> Models, IReadOnlyDictionary<KillMethod, long?> Kills, string Bounds)
{
    /// <summary>How real threads saw it, another time otherwise; null if they did not.</summary>
    public string? ByThreads { get; init; }

    /// <summary>Where it lives although it need not: which methods must be argued.</summary>
    public IEnumerable<KillMethod> Argued => Kills.Where(k => k.Value is null && !k.Key.MustKill() && k.Key.IsRepeatable()).Select(k => k.Key);

    /// <summary>What is wrong with this row; nothing if every method that must see the mutant does, and the others are argued.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (ModelKill model in Models)
        {
            if (model.Golden.MustHold)
            {
                yield return $"{Mutant.Name}: TLC's model {model.Golden.Name} holds";
            }

            if (model.TwinProperty != model.Golden.Property || model.TwinDepth != model.Golden.Depth)
            {
                yield return $"{Mutant.Name}: on {model.Golden.Name} TLC finds {model.Golden.Property} in {model.Golden.Depth} states, "
                    + $"the twin {model.TwinProperty ?? "nothing"} in {model.TwinDepth}";
            }
        }

        foreach ((KillMethod method, long? at) in Kills)
        {
            Survivor? argued = Survivor.Find(Mutant.Name, method);
            if (at is null && method.MustKill())
            {
                yield return $"{Mutant.Name}: survives {method.Bound()} {method.Heading()}";
            }
            else if (at is null && method.IsRepeatable() && argued is null)
            {
                yield return $"{Mutant.Name}: {method.Heading()}: not seen in {method.Bound()}, and nobody says why";
            }
            else if (at is { } seen && argued is not null)
            {
                yield return $"{Mutant.Name}: {method.Heading()}: said to be unseen ({argued.Reason}), and seen in {seen}";
            }
        }
    }
}
