namespace Verified.Model;

/// <summary>Collects moves and successors in the caller's buffers.</summary>
internal ref struct MoveList(Span<Move> moves, Span<State> next)
{
    private readonly Span<Move> _moves = moves;
    private readonly Span<State> _next = next;

    internal int Count { get; private set; }

    /// <summary>Adds a move; the caller turns the returned copy of <paramref name="s"/> into the successor.</summary>
    internal ref State Add(in State s, Step step, int process, scoped in Access access, int arg = 0)
    {
        _moves[Count] = new Move(step, process, arg, access);
        ref State t = ref _next[Count++];
        t = s;
        return ref t;
    }
}
