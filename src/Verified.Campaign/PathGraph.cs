using Verified.Model;

namespace Verified.Campaign;

/// <summary>A state graph with its edges in arrays, and which of them a path has taken.</summary>
internal sealed class PathGraph
{
    private readonly List<int> _first = [];
    private readonly List<Move> _moves = [];
    private readonly List<int> _targets = [];
    private bool[] _taken = [];
    private int[] _untaken = [];
    private int[] _reachedBy = [];
    private int[] _reachedFrom = [];
    private int[] _reachedIn = [];
    private int[] _queue = [];
    private int _search;

    public int StateCount => _first.Count - 1;

    public int EdgeCount => _moves.Count;

    /// <summary>Edges that no path has taken.</summary>
    public int Untaken { get; private set; }

    public static PathGraph Of(ModelConfig model, CancellationToken cancellation)
    {
        var graph = new PathGraph();
        int last = -1;
        var options = new ExploreOptions
        {
            ChecksDeadlock = false,
            OnEdge = (int source, in Move move, int target) =>
            {
                for (; last < source; last++)
                {
                    graph._first.Add(graph._moves.Count);
                }

                graph._moves.Add(move);
                graph._targets.Add(target);
            },
        };
        ExploreResult explored = new Explorer(new Twin(model), options).Run(cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (explored.Verdict != ExploreVerdict.Pass)
        {
            throw new ArgumentException($"no cover: the model gives {explored.Verdict} ({explored.Reason})", nameof(model));
        }

        for (; last < explored.Graph.Count; last++)
        {
            graph._first.Add(graph._moves.Count);
        }

        graph.Prepare();
        return graph;
    }

    public Move MoveOf(int edge) => _moves[edge];

    public int TargetOf(int edge) => _targets[edge];

    public bool IsTaken(int edge) => _taken[edge];

    /// <summary>Notes that a path has taken an edge.</summary>
    public void Take(int edge)
    {
        if (!_taken[edge])
        {
            _taken[edge] = true;
            _untaken[SourceOf(edge)]--;
            Untaken--;
        }
    }

    /// <summary>The shortest way from the initial state that ends with an edge.</summary>
    public List<int> ShortestTo(int edge)
    {
        int source = SourceOf(edge);
        Search(0, s => s == source, out List<int> way);
        way.Add(edge);
        return way;
    }

    /// <summary>The shortest way that ends with an edge not yet taken.</summary>
    public bool TryFindUntaken(int from, out List<int> way)
    {
        int end = Search(from, s => _untaken[s] > 0, out way);
        if (end >= 0)
        {
            way.Add(FirstUntaken(end));
        }

        return end >= 0;
    }

    private void Prepare()
    {
        _taken = new bool[EdgeCount];
        Untaken = EdgeCount;
        _reachedBy = new int[StateCount];
        _reachedFrom = new int[StateCount];
        _reachedIn = new int[StateCount];
        _queue = new int[StateCount];
        _untaken = new int[StateCount];
        for (int s = 0; s < StateCount; s++)
        {
            _untaken[s] = _first[s + 1] - _first[s];
        }
    }

    /// <summary>Breadth first to the nearest state that satisfies a test; -1 if there is none.</summary>
    private int Search(int from, Func<int, bool> test, out List<int> way)
    {
        way = [];
        _search++;
        int count = 0;
        _queue[count++] = from;
        _reachedIn[from] = _search;
        for (int head = 0; head < count; head++)
        {
            int s = _queue[head];
            if (test(s))
            {
                for (int at = s; at != from; at = _reachedFrom[at])
                {
                    way.Add(_reachedBy[at]);
                }

                way.Reverse();
                return s;
            }

            for (int e = _first[s]; e < _first[s + 1]; e++)
            {
                int t = _targets[e];
                if (_reachedIn[t] != _search)
                {
                    _reachedIn[t] = _search;
                    _reachedBy[t] = e;
                    _reachedFrom[t] = s;
                    _queue[count++] = t;
                }
            }
        }

        return -1;
    }

    /// <summary>The state whose edges an edge is one of.</summary>
    private int SourceOf(int edge)
    {
        int found = _first.BinarySearch(edge);
        int at = found >= 0 ? found : ~found - 1;

        // States without edges begin where the next one begins: the last of them is the one that has the edge.
        while (_first[at + 1] == edge)
        {
            at++;
        }

        return at;
    }

    private int FirstUntaken(int s)
    {
        int e = _first[s];
        while (_taken[e])
        {
            e++;
        }

        return e;
    }
}
