using System.Diagnostics;

namespace Verified.Model;

/// <summary>Explores all reachable states of a twin breadth first, on the calling thread.</summary>
public sealed class Explorer
{
    /// <summary>The name under which a state without successors is reported.</summary>
    public const string Deadlock = "Deadlock";

    private const int CheckInterval = 1024;
    private const int ProgressInterval = 16 * 1024;

    private readonly Twin _twin;
    private readonly ExploreOptions _options;
    private readonly Invariant[] _invariants;
    private readonly StepProperty[] _steps;
    private readonly StateGraph _graph;
    private readonly Move[] _moves;
    private readonly State[] _next;
    private readonly long[] _generatedByStep = new long[Enum.GetValues<Step>().Length];
    private readonly Dictionary<string, Finding> _findings = [];
    private readonly byte[] _packed;
    private readonly (int Length, ulong Hash)[] _keys;
    private AbstractState _before;
    private AbstractState _after;
    private long _generated;
    private int _depth;
    private bool _ran;

    /// <summary>Prepares an exploration.</summary>
    /// <param name="twin">The twin.</param>
    /// <param name="options">What to check; null checks all invariants and deadlock, not refinement.</param>
    public Explorer(Twin twin, ExploreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(twin);
        _twin = twin;
        _options = options ?? new ExploreOptions();
        _invariants = [.. _options.Invariants];
        _steps = [.. _options.StepProperties];
        _graph = new StateGraph(twin);
        _moves = new Move[twin.MaxSuccessors];
        _next = new State[twin.MaxSuccessors];
        _packed = new byte[twin.MaxSuccessors * StateCodec.MaxBytes];
        _keys = new (int Length, ulong Hash)[twin.MaxSuccessors];
    }

    private enum Stop
    {
        Done,
        Cancelled,
        TooMany,
    }

    /// <summary>Explores. Once a violation is found, the level is finished, and the search ends.</summary>
    /// <param name="cancellation">Ends the search early; the result is then inconclusive, unless something failed.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ModelLimitException">A state exceeds <see cref="Limits"/>.</exception>
    /// <exception cref="InvalidOperationException">This explorer has run already.</exception>
    public ExploreResult Run(CancellationToken cancellation = default)
    {
        if (_ran)
        {
            throw new InvalidOperationException("an explorer runs once");
        }

        _ran = true;
        var watch = Stopwatch.StartNew();
        Begin();
        Stop stop = Stop.Done;
        int from = 0;
        while (_findings.Count == 0 && stop == Stop.Done && from < _graph.Count)
        {
            int to = _graph.Count;
            stop = ExploreLevel(from, to, cancellation);
            _depth += _graph.Count > to ? 1 : 0;
            from = to;
        }

        _graph.IsComplete = _findings.Count == 0 && stop == Stop.Done;
        for (int i = 0; _graph.IsComplete && _findings.Count == 0 && i < _options.Progressing.Count; i++)
        {
            CheckProgress(_options.Progressing[i], cancellation);
        }

        return ResultOf(stop, watch.Elapsed);
    }

    private void Begin()
    {
        State initial = _twin.Initial();
        _next[0] = initial;
        PackSuccessors(1);
        TryAdd(0, -1, out _);
        _generated = 1;
        _depth = 1;
        CheckInvariants(initial, 0, 1);
        if (_options.ChecksRefinement && !Refinement.IsInitial(_twin, initial))
        {
            Report(Refinement.Name, new Finding(1, 0, null));
        }
    }

    private void CheckProgress(ProgressProperty property, CancellationToken cancellation)
    {
        if (new FairRuns(_graph, property, cancellation).Find() is { } run)
        {
            Report(property.Name, new Finding(run.Count, _graph.IndexOf(run[^1].State), null));
        }
    }

    private Stop ExploreLevel(int from, int to, CancellationToken cancellation)
    {
        int level = _depth;
        for (int source = from; source < to; source++)
        {
            if (source % CheckInterval == 0)
            {
                if (cancellation.IsCancellationRequested)
                {
                    return Stop.Cancelled;
                }

                if (source % ProgressInterval == 0)
                {
                    _options.Progress?.Report(new ExploreProgress(_graph.Count, _generated, level, _graph.Count - source));
                }
            }

            Expand(source, level);
            if (_graph.Count > _options.MaxStates)
            {
                return Stop.TooMany;
            }
        }

        return Stop.Done;
    }

    private void Expand(int source, int level)
    {
        _graph.Load(source, out State s);
        int count = _twin.Successors(s, _moves, _next);
        _generated += count;
        if (count == 0 && _options.ChecksDeadlock)
        {
            Report(Deadlock, new Finding(level, source, null));
        }

        if (_options.ChecksRefinement)
        {
            Refinement.FillAbstract(_twin, s, ref _before);
        }

        PackSuccessors(count);
        for (int k = 0; k < count; k++)
        {
            ref readonly State t = ref _next[k];
            _generatedByStep[(int)_moves[k].Step]++;
            if (TryAdd(k, source, out int target))
            {
                CheckInvariants(t, target, level + 1);
            }

            foreach (StepProperty property in _steps)
            {
                if (!property.Holds(_twin, s, t))
                {
                    Report(property.Name, new Finding(level + 1, source, new TraceStep(_moves[k], t)));
                }
            }

            if (_options.ChecksRefinement && !IsAllowed(t))
            {
                Report(Refinement.Name, new Finding(level + 1, source, new TraceStep(_moves[k], t)));
            }

            _options.OnEdge?.Invoke(source, _moves[k], target);
        }
    }

    // All successors are packed before the first is looked up, so that the lookups' memory is on its way meanwhile.
    private void PackSuccessors(int count)
    {
        for (int k = 0; k < count; k++)
        {
            Span<byte> bytes = _packed.AsSpan(k * StateCodec.MaxBytes, StateCodec.MaxBytes);
            int length = _graph.Pack(_next[k], bytes);
            ulong hash = StateHash.Of(bytes[..length]);
            _keys[k] = (length, hash);
            _graph.Table.PrefetchSlot(hash);
        }

        for (int k = 0; k < count; k++)
        {
            _graph.Table.PrefetchEntry(_keys[k].Hash);
        }
    }

    private bool TryAdd(int k, int parent, out int number) => _graph.Table.TryAdd(
        _packed.AsSpan(k * StateCodec.MaxBytes, _keys[k].Length), _keys[k].Hash, parent, out number);

    private bool IsAllowed(in State t)
    {
        Refinement.FillAbstract(_twin, t, ref _after);
        return Refinement.StepOf(_twin, _before, _after) != AbstractStep.Forbidden;
    }

    private void CheckInvariants(in State s, int index, int level)
    {
        foreach (Invariant invariant in _invariants)
        {
            if (!invariant.Holds(_twin, s))
            {
                Report(invariant.Name, new Finding(level, index, null));
            }
        }
    }

    private void Report(string name, Finding finding)
    {
        if (!_findings.TryGetValue(name, out Finding old) || finding.Level < old.Level)
        {
            _findings[name] = finding;
        }
    }

    private ExploreResult ResultOf(Stop stop, TimeSpan elapsed)
    {
        List<Violation> violations = Violations();
        string reason = violations.Count > 0 ? "" : stop switch
        {
            Stop.Cancelled => "cancelled",
            Stop.TooMany => $"more than {_options.MaxStates} distinct states",
            _ => "",
        };
        return new ExploreResult
        {
            Verdict = violations.Count > 0 ? ExploreVerdict.Violation
                : stop == Stop.Done ? ExploreVerdict.Pass
                : ExploreVerdict.Inconclusive,
            Reason = reason,
            Distinct = _graph.Count,
            Generated = _generated,
            Depth = _depth,
            GeneratedByStep = Enum.GetValues<Step>().ToDictionary(step => step, step => _generatedByStep[(int)step]),
            Violations = violations,
            Elapsed = elapsed,
            Graph = _graph,
        };
    }

    private List<Violation> Violations()
    {
        List<Violation> violations = [];
        if (_findings.Count == 0)
        {
            return violations;
        }

        int shallowest = _findings.Values.Min(f => f.Level);
        string[] declared = [.. _invariants.Select(i => i.Name), .. _steps.Select(p => p.Name), .. _options.Progressing.Select(p => p.Name), Refinement.Name, Deadlock];
        foreach (string name in declared.Distinct())
        {
            if (_findings.TryGetValue(name, out Finding finding) && finding.Level == shallowest)
            {
                IEnumerable<TraceStep> last = finding.Edge is TraceStep edge ? [edge] : [];
                violations.Add(new Violation(name, shallowest, [.. _graph.TraceTo(finding.Index), .. last]));
            }
        }

        return violations;
    }

    /// <summary>Where something failed: in a state, or on the edge that leaves it.</summary>
    private readonly record struct Finding(int Level, int Index, TraceStep? Edge);
}
