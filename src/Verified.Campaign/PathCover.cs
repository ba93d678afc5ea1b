using Verified.Model;

namespace Verified.Campaign;

/// <summary>
/// Runs of the twin that together take every edge of its state graph. They start in the initial state; a run ends when
/// it is long enough or when nothing new can be reached from where it stands.
/// </summary>
/// <remarks>
/// The graph is that of MC.tla, where positions shift; the runs are runs of ReserveCommit.tla, where they do not. A shift
/// forgets how many laps old a sampled position is, so the graph may have edges that no run of ReserveCommit.tla takes
/// from where the path stands. Such an edge is tried once more on the shortest way to it, and then counted, not driven.
/// </remarks>
public sealed class PathCover
{
    private PathCover(PathGraph graph, ModelConfig model, IReadOnlyList<IReadOnlyList<Move>> paths, IReadOnlyList<string> unreal)
    {
        Model = model;
        States = graph.StateCount;
        Edges = graph.EdgeCount;
        Paths = paths;
        ShiftOnly = unreal;
    }

    /// <summary>The model, with <see cref="ModelConfig.Shifts"/> on: finite, and its runs of any length.</summary>
    public ModelConfig Model { get; }

    /// <summary>States of the graph.</summary>
    public int States { get; }

    /// <summary>Edges of the graph; each is taken by some path, or is in <see cref="ShiftOnly"/>.</summary>
    public int Edges { get; }

    /// <summary>The runs. The edge Shift is no step of the code, so it is left out of them.</summary>
    public IReadOnlyList<IReadOnlyList<Move>> Paths { get; }

    /// <summary>Labels of edges that exist because of Shift alone: no run of ReserveCommit.tla was found to take them.</summary>
    public IReadOnlyList<string> ShiftOnly { get; }

    /// <summary>Moves of all paths.</summary>
    public long Steps => Paths.Sum(p => (long)p.Count);

    /// <summary>Finds a cover. Deterministic.</summary>
    /// <param name="model">A small model; its shifts are turned on, its loss counters off.</param>
    /// <param name="pathLength">A path that is longer is ended as soon as it has covered an edge, from 1.</param>
    /// <param name="cancellation">Ends the work with an exception.</param>
    /// <exception cref="ArgumentException">The model is too large, or breaks an invariant.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PathCover Of(ModelConfig model, int pathLength = 2000, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(pathLength, 1);
        ModelConfig finite = model with { Shifts = true, LossLimit = 0 };
        PathGraph graph = PathGraph.Of(finite, cancellation);
        var run = new PathRun(graph, new Twin(finite with { Shifts = false }));
        var paths = new List<IReadOnlyList<Move>>();
        var unreal = new List<string>();
        while (graph.Untaken > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            int before = graph.Untaken;
            int refused = run.Walk(pathLength);
            AddTo(paths, run.Path);
            if (refused >= 0 && !graph.IsTaken(refused) && !run.TryShortest(refused))
            {
                unreal.Add(graph.MoveOf(refused).Label);
                graph.Take(refused);
            }
            else if (refused >= 0)
            {
                AddTo(paths, run.Path);
            }

            if (graph.Untaken == before && graph.TryFindUntaken(0, out List<int> way))
            {
                // A step on the way was refused each time: without this the same path would be made for ever.
                unreal.Add(graph.MoveOf(way[^1]).Label);
                graph.Take(way[^1]);
            }
        }

        return new PathCover(graph, finite, paths, unreal);
    }

    private static void AddTo(List<IReadOnlyList<Move>> paths, IReadOnlyList<Move> path)
    {
        if (path.Count > 0 && (paths.Count == 0 || !ReferenceEquals(paths[^1], path)))
        {
            paths.Add(path);
        }
    }
}

/// <summary>Makes paths on a graph, each followed step by step by a twin whose positions do not shift.</summary>
internal sealed class PathRun(PathGraph graph, Twin twin)
{
    private State _state;
    private int _at;
    private List<Move> _path = [];

    /// <summary>The path made last.</summary>
    public IReadOnlyList<Move> Path => _path;

    /// <summary>Walks from the initial state over edges not yet taken, on the shortest ways between them.</summary>
    /// <returns>An edge that the twin without shifts refused, which ended the path, or -1.</returns>
    public int Walk(int length)
    {
        Restart();
        while (_path.Count < length && graph.TryFindUntaken(_at, out List<int> way))
        {
            foreach (int edge in way)
            {
                if (!TryStep(edge))
                {
                    return edge;
                }
            }
        }

        return -1;
    }

    /// <summary>Goes to an edge on the shortest way, and over it.</summary>
    /// <returns>False if the twin without shifts refused a step.</returns>
    public bool TryShortest(int edge)
    {
        Restart();
        return graph.ShortestTo(edge).TrueForAll(TryStep);
    }

    private void Restart()
    {
        _state = twin.Initial();
        _at = 0;
        _path = [];
    }

    private bool TryStep(int edge)
    {
        Move move = graph.MoveOf(edge);
        if (move.Step is not (Step.Shift or Step.ShiftAll))
        {
            int found = -1;
            IReadOnlyList<(Move Move, State Next)> enabled = twin.Enabled(_state, move.Process);
            for (int i = 0; i < enabled.Count; i++)
            {
                found = enabled[i].Move.Step == move.Step && enabled[i].Move.Arg == move.Arg ? i : found;
            }

            if (found < 0)
            {
                return false;
            }

            _state = enabled[found].Next;
            _path.Add(move);
        }

        graph.Take(edge);
        _at = graph.TargetOf(edge);
        return true;
    }
}
