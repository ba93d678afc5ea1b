namespace Verified.Model;

/// <summary>Strongly connected components of a part of a graph (Tarjan's algorithm, without recursion).</summary>
/// <param name="region">The states of the part.</param>
/// <param name="first">For each state the number of its first edge, and one past the last edge.</param>
/// <param name="targets">Where the edges go.</param>
/// <param name="isLeftOut">Edges that are no edges of the part.</param>
internal sealed class Components(bool[] region, int[] first, IReadOnlyList<int> targets, IReadOnlyList<bool> isLeftOut)
{
    private readonly int[] _order = new int[region.Length];
    private readonly int[] _low = new int[region.Length];
    private readonly bool[] _isOpen = new bool[region.Length];
    private readonly int[] _edge = new int[region.Length];
    private readonly Stack<int> _open = new();
    private readonly Stack<int> _path = new();
    private int _count;

    /// <summary>The first component, in order of completion, that passes a test.</summary>
    /// <param name="test">Given its states, as a list and as a set.</param>
    /// <returns>One of its states, or -1.</returns>
    internal int FirstOf(Func<IReadOnlyList<int>, IReadOnlySet<int>, bool> test)
    {
        for (int root = 0; root < region.Length; root++)
        {
            if (region[root] && _order[root] == 0 && Visit(root, test) is var found and >= 0)
            {
                return found;
            }
        }

        return -1;
    }

    private int Visit(int root, Func<IReadOnlyList<int>, IReadOnlySet<int>, bool> test)
    {
        Enter(root);
        while (_path.TryPeek(out int at))
        {
            if (_edge[at] < first[at + 1])
            {
                Follow(at, _edge[at]++);
                continue;
            }

            _path.Pop();
            if (_path.TryPeek(out int parent))
            {
                _low[parent] = Math.Min(_low[parent], _low[at]);
            }

            if (_low[at] == _order[at] && test(Close(at, out HashSet<int> members), members))
            {
                return at;
            }
        }

        return -1;
    }

    private void Enter(int at)
    {
        _order[at] = _low[at] = ++_count;
        _edge[at] = first[at];
        _isOpen[at] = true;
        _open.Push(at);
        _path.Push(at);
    }

    private void Follow(int at, int edge)
    {
        int target = targets[edge];
        if (isLeftOut[edge] || !region[target])
        {
            return;
        }

        if (_order[target] == 0)
        {
            Enter(target);
        }
        else if (_isOpen[target])
        {
            _low[at] = Math.Min(_low[at], _order[target]);
        }
    }

    private List<int> Close(int at, out HashSet<int> members)
    {
        List<int> component = [];
        int member;
        do
        {
            member = _open.Pop();
            _isOpen[member] = false;
            component.Add(member);
        }
        while (member != at);
        members = [.. component];
        return component;
    }
}
