namespace Verified.Model;

/// <summary>
/// Looks for a fair run that never reaches a property's goal. In a finite graph there is one exactly if some strongly connected
/// part, reached without the goal and left by no goal, gives each fair group its due: a step of it within, or a state where it is
/// disabled. One state alone is such a part, too: the run that stops there.
/// </summary>
/// <remarks>Independent of TLC's search, over the twin's own graph. Used on one thread.</remarks>
public sealed class FairRuns
{
    private readonly StateGraph _graph;
    private readonly Twin _twin;
    private readonly int[] _groups;
    private readonly int[] _first;
    private readonly List<int> _targets = [];
    private readonly List<int> _bits = [];
    private readonly List<bool> _isGoal = [];
    private readonly int[] _enabled;

    /// <summary>Takes the edges of a graph.</summary>
    /// <param name="graph">A complete graph.</param>
    /// <param name="property">What is to be reached.</param>
    /// <param name="cancellation">Ends it with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidOperationException">The graph is not complete.</exception>
    public FairRuns(StateGraph graph, ProgressProperty property, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(property);
        if (!graph.IsComplete)
        {
            throw new InvalidOperationException("the exploration ended early: the graph's edges are not all known");
        }

        _graph = graph;
        _twin = graph.Twin;
        Property = property;
        _groups = FairGroups.Of(_twin);
        _first = new int[graph.Count + 1];
        _enabled = new int[graph.Count];
        FillEdges(cancellation);
    }

    /// <summary>What is to be reached.</summary>
    public ProgressProperty Property { get; }

    /// <summary>A state from which a fair run never reaches the goal, in the middle of that run.</summary>
    /// <returns>The run to that state, or null if there is none: the property holds.</returns>
    public IReadOnlyList<TraceStep>? Find()
    {
        for (int instance = 0; instance < Property.Instances(_twin); instance++)
        {
            bool[] region = RegionOf(instance);
            int at = new Components(region, _first, _targets, _isGoal).FirstOf(IsFair);
            if (at >= 0)
            {
                return _graph.TraceTo(at);
            }
        }

        return null;
    }

    private void FillEdges(CancellationToken cancellation)
    {
        var moves = new Move[_twin.MaxSuccessors];
        var next = new State[_twin.MaxSuccessors];
        for (int source = 0; source < _graph.Count; source++)
        {
            if (source % 4096 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            _first[source] = _targets.Count;
            _graph.Load(source, out State s);
            int count = _twin.Successors(s, moves, next);
            for (int k = 0; k < count; k++)
            {
                int target = _graph.IndexOf(next[k]);
                if (target == source)
                {
                    continue;
                }

                int bits = FairGroups.BitsOf(_twin, moves[k]);
                _targets.Add(target);
                _bits.Add(bits);
                _isGoal.Add(Property.GoalStep(_twin, s, moves[k], next[k]));
                _enabled[source] |= bits;
            }
        }

        _first[_graph.Count] = _targets.Count;
    }

    /// <summary>The states without the goal that are reached, without the goal, from where it must be reached.</summary>
    private bool[] RegionOf(int instance)
    {
        bool[] region = new bool[_graph.Count];
        bool[] isGoal = new bool[_graph.Count];
        Stack<int> todo = new();
        for (int i = 0; i < _graph.Count; i++)
        {
            _graph.Load(i, out State s);
            isGoal[i] = Property.Goal(_twin, s, instance);
            if (!isGoal[i] && Property.From(_twin, s, instance))
            {
                region[i] = true;
                todo.Push(i);
            }
        }

        while (todo.TryPop(out int at))
        {
            for (int e = _first[at]; e < _first[at + 1]; e++)
            {
                int target = _targets[e];
                if (!_isGoal[e] && !isGoal[target] && !region[target])
                {
                    region[target] = true;
                    todo.Push(target);
                }
            }
        }

        return region;
    }

    private bool IsFair(IReadOnlyList<int> component, IReadOnlySet<int> members)
    {
        int within = 0;
        foreach (int at in component)
        {
            for (int e = _first[at]; e < _first[at + 1]; e++)
            {
                within |= !_isGoal[e] && members.Contains(_targets[e]) ? _bits[e] : 0;
            }
        }

        bool IsDisabledSomewhere(int group) => component.Any(at => (_enabled[at] & group) == 0);
        return _groups.All(g => (within & g) != 0 || IsDisabledSomewhere(g));
    }
}
