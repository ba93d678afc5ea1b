namespace Verified.Model.Tests;

/// <summary>Which edges are meant?</summary>
internal delegate bool EdgeCondition(Twin twin, in State s, in State t, Step step);

/// <summary>Finds an edge of a model.</summary>
internal static class Edges
{
    /// <summary>The first edge, breadth first, that fits.</summary>
    internal static (State Before, State After) First(Twin twin, EdgeCondition fits)
    {
        var seen = new HashSet<State> { twin.Initial() };
        var queue = new Queue<State>(seen);
        var moves = new Move[twin.MaxSuccessors];
        var next = new State[twin.MaxSuccessors];
        while (queue.TryDequeue(out State s))
        {
            int count = twin.Successors(s, moves, next);
            for (int k = 0; k < count; k++)
            {
                if (fits(twin, s, next[k], moves[k].Step))
                {
                    return (s, next[k]);
                }

                // Too big is possible in every state: without it the search stays small.
                if (moves[k].Step != Step.Lose_TooBig && seen.Add(next[k]))
                {
                    queue.Enqueue(next[k]);
                }
            }
        }

        throw new InvalidOperationException("no edge fits");
    }
}
