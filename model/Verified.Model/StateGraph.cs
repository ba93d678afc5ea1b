namespace Verified.Model;

/// <summary>An edge of a state graph.</summary>
/// <param name="Source">Number of the source state.</param>
/// <param name="Label">The label, as TLC prints it.</param>
/// <param name="Target">Number of the target state.</param>
public readonly record struct GraphEdge(int Source, string Label, int Target);

/// <summary>The states that an exploration has found, numbered from 0 in order of discovery.</summary>
/// <remarks>Reading is safe from several threads once the exploration has ended.</remarks>
public sealed class StateGraph
{
    private readonly StateCodec _codec;

    internal StateGraph(Twin twin)
    {
        Twin = twin;
        _codec = new StateCodec(twin);
    }

    /// <summary>The twin whose states these are.</summary>
    public Twin Twin { get; }

    /// <summary>Number of states.</summary>
    public int Count => Table.Count;

    /// <summary>True when the successors of every state are in the graph.</summary>
    public bool IsComplete { get; internal set; }

    internal StateTable Table { get; } = new();

    /// <summary>The state of a number.</summary>
    /// <param name="index">0..Count-1.</param>
    public State this[int index]
    {
        get
        {
            _codec.Unpack(Table[index], out State s);
            return s;
        }
    }

    /// <summary>The canonical text of a state.</summary>
    /// <param name="index">0..Count-1.</param>
    /// <returns>The text.</returns>
    public string TextOf(int index) => StateText.Canonical(Twin, this[index]);

    /// <summary>Finds a state.</summary>
    /// <param name="s">The state.</param>
    /// <returns>Its number, or -1.</returns>
    public int IndexOf(in State s)
    {
        Span<byte> bytes = stackalloc byte[StateCodec.MaxBytes];
        return Table.Find(bytes[.._codec.Pack(s, bytes)]);
    }

    /// <summary>Streams every distinct edge, by source; the successors are generated again.</summary>
    /// <returns>The edges.</returns>
    /// <exception cref="InvalidOperationException">The graph is not complete.</exception>
    public IEnumerable<GraphEdge> Edges()
    {
        if (!IsComplete)
        {
            throw new InvalidOperationException("the exploration ended early: the graph's edges are not all known");
        }

        return StreamEdges();
    }

    /// <summary>The run by which a state was found first: a shortest one.</summary>
    /// <param name="index">0..Count-1.</param>
    /// <returns>The run, from the initial state on.</returns>
    public IReadOnlyList<TraceStep> TraceTo(int index)
    {
        List<TraceStep> trace = [];
        for (int at = index; at >= 0; at = Table.ParentOf(at))
        {
            int parent = Table.ParentOf(at);
            trace.Add(new TraceStep(parent < 0 ? null : MoveBetween(parent, at), this[at]));
        }

        trace.Reverse();
        return trace;
    }

    internal void Load(int index, out State s) => _codec.Unpack(Table[index], out s);

    internal int Pack(in State s, Span<byte> bytes) => _codec.Pack(s, bytes);

    private Move MoveBetween(int source, int target)
    {
        var moves = new Move[Twin.MaxSuccessors];
        var next = new State[Twin.MaxSuccessors];
        int count = Twin.Successors(this[source], moves, next);
        State wanted = this[target];
        int at = Array.FindIndex(next, 0, count, t => t == wanted);
        return moves[at];
    }

    private IEnumerable<GraphEdge> StreamEdges()
    {
        var moves = new Move[Twin.MaxSuccessors];
        var next = new State[Twin.MaxSuccessors];
        HashSet<GraphEdge> seen = [];
        for (int source = 0; source < Count; source++)
        {
            int count = Twin.Successors(this[source], moves, next);
            seen.Clear();
            for (int k = 0; k < count; k++)
            {
                var edge = new GraphEdge(source, moves[k].Label, IndexOf(next[k]));
                if (seen.Add(edge))
                {
                    yield return edge;
                }
            }
        }
    }
}
