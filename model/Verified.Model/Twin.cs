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

    /// <summary>NoBegin, NoLap, NoWait, NoUpto and NoHold of the specification: a position or a lap that is none.</summary>
    public const int None = -1000;

    /// <summary>What the reader makes of a cell that is no record.</summary>
    public const int Garbage = 999;

    /// <summary>A flusher's mode "Active": it ends a sub-buffer that holds something.</summary>
    public const int ActiveMode = 0;

    /// <summary>A flusher's mode "Final": it also sends an empty packet from one that was not entered.</summary>
    public const int FinalMode = -1;

    /// <summary>A flusher's mode "Pause": Active, and records are refused from here on.</summary>
    public const int PauseMode = -2;

    /// <summary>A flusher's mode "Resume": records are taken again.</summary>
    public const int ResumeMode = -3;

    /// <summary>A flusher's mode "Complete": Pause, for ever.</summary>
    public const int CompleteMode = -4;

    /// <summary>Index of the losses as "full".</summary>
    public const int Full = 0;

    /// <summary>Index of the losses as "wrapped".</summary>
    public const int Wrapped = 1;

    /// <summary>Index of the losses as "tooBig".</summary>
    public const int TooBig = 2;

    /// <summary>Index of the losses as "refused".</summary>
    public const int Refused = 3;

    /// <summary>Index of the losses as "abandoned".</summary>
    public const int Abandoned = 4;

    /// <summary>Number of causes of loss.</summary>
    public const int CauseCount = 5;

    /// <summary>The process number of steps that no process takes: <see cref="Step.Tick"/>, <see cref="Step.Shift"/>
    /// and <see cref="Step.Forget"/>.</summary>
    public const int NoProcess = 0;

    internal static readonly Locals NoLocals = new() { W = new SlotWord(0, false, None) };

    internal static readonly Reading NoReading =
        new() { Upto = None, W = new SlotWord(0, false, None), Begin = new BeginBlock { Pos = None } };

    private readonly int[] _producers;
    private readonly int[] _sizes;
    private readonly int[] _modes;
    private readonly bool[] _isFlusher;
    private readonly bool _isLttng;
    private readonly bool _reads;
    private readonly bool _snapshots;
    private readonly bool _waits;
    private readonly bool _nests;
    private readonly bool _forgets;
    private readonly Broken _broken;

    /// <summary>Creates the twin of a configuration.</summary>
    /// <param name="config">The configuration.</param>
    /// <exception cref="ModelConfigException">The configuration is out of range.</exception>
    public Twin(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        Config = config;
        (N, S, H) = (config.N, config.S, config.H);
        B = N * S;
        Overwrites = config.Mode == Mode.Overwrite;
        Subs = Overwrites ? N + 1 : N;
        _slots = [.. Enumerable.Range(0, B).Select(u => (byte)(u / S))];
        FillTables();
        _producers = [.. config.Writers.Concat(config.Flushers).Order()];
        _isFlusher = [.. _producers.Select(p => config.Flushers.Contains(p))];
        _sizes = config.Sizes;
        _modes = [.. config.FlushModes.Select(m => -FlushModes.ToList().IndexOf(m))];
        _isLttng = config.Form == Form.Lttng;
        _reads = config.ReaderOps.Contains(nameof(ReaderOp.Read));
        _snapshots = config.ReaderOps.Contains(nameof(ReaderOp.Snapshot));
        Clears = config.ReaderOps.Contains(nameof(ReaderOp.Clear));
        _waits = config.ReaderOps.Contains(nameof(ReaderOp.Wait));
        _nests = config.Nested && config.Shifts;
        _forgets = config.Forgets && config.Shifts;
        Recovers = config.Recovers;
        _isOneWriter = config.OneWriter;
        ReadsParts = config.ReadsParts;
        ReadsCells = config.ReadsCells;
        _broken = (Broken)(Mutants.All.ToList().IndexOf(config.Mutant) + 1);
        int most = Math.Max(2, Math.Max(_sizes.Length, _modes.Length));
        MaxSuccessors = (most * _producers.Length) + Math.Max(3, config.ReaderOps.Length) + 1
            + (Recovers ? (2 * _producers.Length) + 1 : 0) + (config.Oversleeps == Sleeper.None ? 0 : _producers.Length + 1);
    }

    /// <summary>The modes of a flusher, by their negated number: "Active", "Final", "Pause", "Resume", "Complete".</summary>
    public static IReadOnlyList<string> FlushModes { get; } = ["Active", "Final", "Pause", "Resume", "Complete"];

    /// <summary>The operations of the reader: "Read", "Snapshot", "Clear", "Wait".</summary>
    public static IReadOnlyList<string> ReaderOps { get; } = [.. Enum.GetNames<ReaderOp>().Skip(1)];

    /// <summary>The configuration.</summary>
    public ModelConfig Config { get; }

    /// <summary>The most moves that any state can have: what the buffers of <see cref="Successors"/> must hold.</summary>
    public int MaxSuccessors { get; }

    /// <summary>Number of writers and flushers; the reader's index in <see cref="State.Pc"/>.</summary>
    public int ProducerCount => _producers.Length;

    /// <summary>Number of physical sub-buffers.</summary>
    public int Subs { get; }

    internal int N { get; }

    internal int S { get; }

    internal int H { get; }

    internal int B { get; }

    internal bool Overwrites { get; }

    internal bool Clears { get; }

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

    /// <summary>Indices of all processes, in ascending order of their numbers: producers are, the reader goes where its number belongs.</summary>
    internal IEnumerable<int> InOrder() => Enumerable.Range(0, _producers.Length + 1).OrderBy(ProcessAt);

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
        short lap = (short)(_broken == Broken.InitialLapZero ? 0 : None);
        for (int i = 0; i < N; i++)
        {
            s.Slot[i] = new SlotWord((byte)i, true, lap);
        }

        s.Mine = (short)(Overwrites ? N : 0);
        for (int x = 0; x < Subs; x++)
        {
            s.Begin[x].Pos = None;
        }

        s.Waiting = None;
        for (int p = 0; p < _producers.Length; p++)
        {
            s.Loc[p] = NoLocals;
        }

        s.Rd = NoReading;
        return s;
    }
}
