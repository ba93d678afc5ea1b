namespace Verified.Model;

/// <summary>
/// The executable twin of ReserveCommit.tla and MC.tla: one method per action, under the action's name.
/// </summary>
/// <remarks>Immutable and safe to use from several threads.</remarks>
public sealed partial class Twin
{
    /// <summary>The value of a cell that is released, or was never written.</summary>
    public const int Stale = 0;

    /// <summary>The value of a cell between the begin and the end of a write.</summary>
    public const int Torn = 1000;

    /// <summary>The packet header's position while it is released, or was never written.</summary>
    public const int NoBegin = -1;

    /// <summary>What the reader makes of a cell that is no record.</summary>
    public const int Garbage = 999;

    /// <summary>A flusher's mode "Active": it ends a sub-buffer that holds something.</summary>
    public const int ActiveMode = 0;

    /// <summary>A flusher's mode "Final": it also sends an empty packet from one that was not entered.</summary>
    public const int FinalMode = -1;

    internal const int Full = 0;
    internal const int Wrapped = 1;
    internal const int TooBig = 2;

    private readonly int[] _producers;
    private readonly int[] _sizes;
    private readonly int[] _modes;
    private readonly bool[] _isFlusher;
    private readonly bool _isLttng;

    /// <summary>Creates the twin of a configuration.</summary>
    /// <param name="config">The configuration.</param>
    /// <exception cref="ModelConfigException">The configuration is out of range.</exception>
    public Twin(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        Config = config;
        N = config.N;
        S = config.S;
        H = config.H;
        B = N * S;
        _isPowerOfTwo = int.IsPow2(S) && int.IsPow2(N);
        _shiftS = int.Log2(S);
        _shiftB = int.Log2(B);
        _producers = [.. config.Writers.Concat(config.Flushers).Order()];
        _isFlusher = [.. _producers.Select(p => config.Flushers.Contains(p))];
        _sizes = config.Sizes;
        _modes = [.. config.FlushModes.Select(m => m == "Final" ? FinalMode : ActiveMode)];
        _isLttng = config.Form == Form.Lttng;
        SetMutant(config.Mutant);
        int most = Math.Max(2, Math.Max(_sizes.Length, _modes.Length));
        MaxSuccessors = (most * _producers.Length) + 1;
    }

    /// <summary>The configuration.</summary>
    public ModelConfig Config { get; }

    /// <summary>The most moves that any state can have: what the buffers of <see cref="Successors"/> must hold.</summary>
    public int MaxSuccessors { get; }

    /// <summary>Number of writers and flushers; the reader's index in <see cref="State.Pc"/>.</summary>
    public int ProducerCount => _producers.Length;

    internal int N { get; }

    internal int S { get; }

    internal int H { get; }

    internal int B { get; }

    /// <summary>Process number of a producer's index.</summary>
    /// <param name="index">0..<see cref="ProducerCount"/>, the last one being the reader's.</param>
    /// <returns>The process number of the configuration.</returns>
    public int ProcessAt(int index) => index == _producers.Length ? Config.Reader : _producers[index];

    /// <summary>Index of a process in <see cref="State.Pc"/> and <see cref="State.Loc"/>.</summary>
    /// <param name="process">The process number of the configuration.</param>
    /// <returns>The index.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such process.</exception>
    public int IndexOf(int process)
    {
        int index = process == Config.Reader ? _producers.Length : Array.IndexOf(_producers, process);
        ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(process));
        return index;
    }

    /// <summary>The label at which a process stands.</summary>
    /// <param name="s">The state.</param>
    /// <param name="process">The process number.</param>
    /// <returns>The value of <c>pc[process]</c>.</returns>
    public Label LabelOf(in State s, int process) => s.Pc[IndexOf(process)];

    /// <summary>The one initial state.</summary>
    /// <returns>Init.</returns>
    public State Initial()
    {
        State s = default;
        for (int i = 0; i < N; i++)
        {
            s.Begin[i] = NoBegin;
        }

        return s;
    }

    /// <summary>Generates every successor that TLC generates, duplicates included.</summary>
    /// <param name="s">The state.</param>
    /// <param name="moves">Receives the moves; <see cref="MaxSuccessors"/> long.</param>
    /// <param name="next">Receives the successors; <see cref="MaxSuccessors"/> long.</param>
    /// <returns>The number of successors.</returns>
    /// <exception cref="ModelLimitException">A successor exceeds <see cref="Limits"/>.</exception>
    /// <exception cref="ArgumentException">A buffer is too small.</exception>
    public int Successors(in State s, Span<Move> moves, Span<State> next)
    {
        if (moves.Length < MaxSuccessors || next.Length < MaxSuccessors)
        {
            throw new ArgumentException("the buffers must hold MaxSuccessors entries");
        }

        var to = new MoveList(moves, next);
        if (IsShiftDue(s))
        {
            Shift(ref to, s);
            return to.Count;
        }

        for (int p = 0; p < _producers.Length; p++)
        {
            ProducerStep(ref to, s, p);
        }

        ReaderStep(ref to, s);
        return to.Count;
    }

    /// <summary>The moves of one process, with their accesses: for lockstep. None while a Shift is due.</summary>
    /// <param name="s">The state.</param>
    /// <param name="process">The process number.</param>
    /// <returns>Each move and the state after it.</returns>
    /// <exception cref="ModelLimitException">A successor exceeds <see cref="Limits"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such process.</exception>
    public IReadOnlyList<(Move Move, State Next)> Enabled(in State s, int process)
    {
        int index = IndexOf(process);
        if (IsShiftDue(s))
        {
            return [];
        }

        var moves = new Move[MaxSuccessors];
        var next = new State[MaxSuccessors];
        var to = new MoveList(moves, next);
        if (index == _producers.Length)
        {
            ReaderStep(ref to, s);
        }
        else
        {
            ProducerStep(ref to, s, index);
        }

        var enabled = new (Move Move, State Next)[to.Count];
        for (int i = 0; i < enabled.Length; i++)
        {
            enabled[i] = (moves[i], next[i]);
        }

        return enabled;
    }
}
