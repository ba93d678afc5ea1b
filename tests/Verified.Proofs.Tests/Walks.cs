using System.Text;
using Verified.Model;

namespace Verified.Proofs.Tests;

/// <summary>What walks have seen.</summary>
internal sealed class Tally
{
    public int States { get; set; }

    public int Laps { get; set; }

    /// <summary>Walks that ended as the twin could hold no more reservations: of mutants that never commit.</summary>
    public int Overfull { get; set; }

    public int Steps => Fired.Values.Sum();

    /// <summary>How often each action was compared.</summary>
    public Dictionary<Step, int> Fired { get; } = [];

    public void Count(Pair at, IEnumerable<Key> steps, int ring)
    {
        States++;
        Laps = Math.Max(Laps, at.Twin.Wpos / ring);
        foreach (Key key in steps)
        {
            Fired[key.Step] = Fired.GetValueOrDefault(key.Step) + 1;
        }
    }

    public void Add(Tally other)
    {
        States += other.States;
        Laps = Math.Max(Laps, other.Laps);
        Overfull += other.Overfull;
        foreach ((Step step, int count) in other.Fired)
        {
            Fired[step] = Fired.GetValueOrDefault(step) + count;
        }
    }
}

/// <summary>Takes twin and proof through the same states, comparing all steps in each. A walk ends at the first difference.</summary>
internal static class Walks
{
    private const int LastSteps = 40;

    /// <summary>A random walk from the initial state.</summary>
    /// <returns>What differed, with the walk that led there; null where nothing did.</returns>
    public static string? Random(Comparison comparison, int seed, int steps, Tally tally)
    {
        var schedule = new Schedule(seed);
        List<string> differences = [];
        List<Key> path = [];
        Pair? at = comparison.Initial(differences);
        for (int i = 0; i < steps && at is not null; i++)
        {
            if (StepsFrom(comparison, at, differences, tally) is not { Count: > 0 } next || differences.Count > 0)
            {
                break;
            }

            (Key key, at) = schedule.Choose(next);
            path.Add(key);
            if (at.Twin.Gate == Gate.Closed && schedule.IsTiredOfIt())
            {
                break;
            }
        }

        return differences.Count == 0 ? null : Report(comparison, $"seed {seed}", path, differences);
    }

    /// <summary>Where a random walk ends that finds no difference.</summary>
    public static Pair EndOf(Comparison comparison, int seed, int steps)
    {
        var schedule = new Schedule(seed);
        List<string> differences = [];
        Pair at = comparison.Initial(differences)!;
        for (int i = 0; i < steps && comparison.StepsFrom(at, differences) is { Count: > 0 } next; i++)
        {
            at = schedule.Choose(next).Next;
        }

        return differences.Count == 0 ? at : throw new InvalidOperationException(string.Join(" ", differences));
    }

    /// <summary>The first states that are found breadth first.</summary>
    /// <returns>What differed; null where nothing did.</returns>
    public static string? BreadthFirst(Comparison comparison, int states, Tally tally)
    {
        List<string> differences = [];
        Pair? initial = comparison.Initial(differences);
        var queue = new Queue<Pair>();
        HashSet<State> seen = [];
        if (initial is not null)
        {
            queue.Enqueue(initial);
            seen.Add(initial.Twin);
        }

        for (int i = 0; i < states && differences.Count == 0 && queue.TryDequeue(out Pair? at); i++)
        {
            foreach ((_, Pair next) in StepsFrom(comparison, at, differences, tally) ?? [])
            {
                if (seen.Count < states && seen.Add(next.Twin))
                {
                    queue.Enqueue(next);
                }
            }
        }

        return differences.Count == 0 ? null : Report(comparison, "breadth first", [], differences);
    }

    private static List<(Key Key, Pair Next)>? StepsFrom(Comparison comparison, Pair at, List<string> differences, Tally tally)
    {
        try
        {
            List<(Key Key, Pair Next)> next = comparison.StepsFrom(at, differences);
            tally.Count(at, next.Select(n => n.Key), comparison.Config.N * comparison.Config.S);
            return next;
        }
        catch (ModelLimitException)
        {
            tally.Overfull++;
            return null;
        }
    }

    private static string Report(Comparison comparison, string walk, List<Key> path, List<string> differences)
    {
        var text = new StringBuilder();
        text.AppendLine(string.Join(Environment.NewLine, differences));
        text.AppendLine(Environment.NewLine + walk + ", " + Configurations.TextOf(comparison.Config));
        text.AppendLine($"after {path.Count} steps, the last of them: {string.Join(" ", path.TakeLast(LastSteps))}");
        return text.ToString();
    }
}
