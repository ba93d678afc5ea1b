using Verified.Model;

namespace Verified.Proofs.Tests;

/// <summary>The same state on both sides.</summary>
/// <param name="Twin">The twin's.</param>
/// <param name="Dafny">The proof's, with all that it remembers of the run.</param>
/// <param name="Kept">The entries of its log that are the twin's reservations.</param>
internal sealed record Pair(State Twin, DafnyState Dafny, IReadOnlyList<int> Kept);

/// <summary>Spoils the proof's steps from a state, to see that the comparison can fail.</summary>
internal delegate void Spoiling(Dictionary<Key, DafnyState> steps);

/// <summary>
/// Runs the step relations of twin and proof on one state, and compares the sets of steps: same actions, same processes, same
/// parameters, same states after.
/// </summary>
internal sealed class Comparison
{
    private readonly Twin _twin;
    private readonly Machine _machine;
    private readonly Translation _translation;
    private readonly History _history;
    private readonly Spoiling? _spoil;
    private readonly bool _isWhole;
    private readonly Move[] _moves;
    private readonly State[] _next;

    /// <summary>Compares the twin of a configuration with the proof's machine.</summary>
    /// <param name="config">The configuration, the twin's mutant in it.</param>
    /// <param name="mutant">The proof's mutant; null for the twin's.</param>
    /// <param name="spoil">What spoils the proof's side.</param>
    public Comparison(ModelConfig config, string? mutant = null, Spoiling? spoil = null)
    {
        _twin = new Twin(config);
        mutant ??= Names.OfMutant(config.Mutant);
        _isWhole = mutant == Names.Unbroken;
        _machine = new Machine(config, mutant);
        _translation = new Translation(_twin);
        _history = new History(config);
        _spoil = spoil;
        _moves = new Move[_twin.MaxSuccessors];
        _next = new State[_twin.MaxSuccessors];
    }

    public ModelConfig Config => _twin.Config;

    /// <summary>What of two states differs, variable by variable; empty where nothing does.</summary>
    public string DifferenceOf(Pair pair)
    {
        List<string> differences = [];
        return TryTranslate("state", pair.Dafny, pair.Kept, differences) is { } own && IsEqual("state", pair.Twin, own, differences)
            ? ""
            : differences.Single();
    }

    /// <summary>The initial states; null where they differ.</summary>
    public Pair? Initial(List<string> differences)
    {
        DafnyState d = _machine.Initial();
        State s = _twin.Initial();
        return TryTranslate("Init", d, [], differences) is { } own && IsEqual("Init", s, own, differences) ? new Pair(s, d, []) : null;
    }

    /// <summary>The steps from a state that both sides take alike.</summary>
    /// <param name="from">The state.</param>
    /// <param name="differences">Receives what only one side does, or does otherwise.</param>
    public List<(Key Key, Pair Next)> StepsFrom(Pair from, List<string> differences)
    {
        if (_isWhole && !_machine.IsInShape(from.Dafny))
        {
            differences.Add("Shape: the state is none that the proof says anything of");
        }

        int count = _twin.Successors(from.Twin, _moves, _next);
        Dictionary<Key, DafnyState> own = OwnSteps(from.Dafny);
        List<(Key Key, Pair Next)> agreed = [];
        for (int k = 0; k < count; k++)
        {
            var key = Key.Of(_moves[k]);
            if (!own.TryGetValue(key, out DafnyState? d))
            {
                differences.Add($"{key}: a move of the twin, no step of the proof");
                continue;
            }

            IReadOnlyList<int> kept = _history.After(key.Step, from.Dafny, from.Kept, d);
            if (TryTranslate(key.ToString(), d, kept, differences) is { } state && IsEqual(key.ToString(), _next[k], state, differences))
            {
                agreed.Add((key, new Pair(_next[k], d, kept)));
            }
        }

        HashSet<Key> moves = [.. _moves.Take(count).Select(m => Key.Of(m))];
        differences.AddRange(own.Keys.Where(k => !moves.Contains(k)).Select(k => $"{k}: a step of the proof, no move of the twin"));
        return agreed;
    }

    private Dictionary<Key, DafnyState> OwnSteps(DafnyState d)
    {
        var steps = _machine.Enabled(d).ToDictionary(step => step.Key, step => step.Next);
        _spoil?.Invoke(steps);
        return steps;
    }

    private State? TryTranslate(string step, DafnyState d, IReadOnlyList<int> kept, List<string> differences)
    {
        try
        {
            return _translation.StateOf(d, kept);
        }
        catch (UntranslatableException e)
        {
            differences.Add($"{step}: {e.Message}");
            return null;
        }
    }

    private bool IsEqual(string step, in State twins, in State own, List<string> differences)
    {
        if (twins == own)
        {
            return true;
        }

        string[] left = StateText.Canonical(_twin, twins).Split(';');
        string[] right = StateText.Canonical(_twin, own).Split(';');
        IEnumerable<string> variables = left.Zip(right).Where(v => v.First != v.Second).Select(v => $"twin {v.First}, proof {v.Second}");
        differences.Add($"{step}: {string.Join("; ", variables)}");
        return false;
    }
}
