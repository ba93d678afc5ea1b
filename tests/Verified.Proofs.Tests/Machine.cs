extern alias machine;
using System.Numerics;
using Verified.Model;
using DafnyAction = machine::ReserveCommit._IAction;

namespace Verified.Proofs.Tests;

/// <summary>The proof's machine under a configuration of the twin: its initial state, and the steps that it takes from a state.</summary>
internal sealed class Machine
{
    private readonly ModelConfig _config;
    private readonly DafnyConfig _constants;
    private readonly (Key Key, DafnyStep Step)[] _steps;

    /// <summary>Takes the machine with a mutant of its own choice, by the name that the proof gives it.</summary>
    public Machine(ModelConfig config, string mutant)
    {
        _config = config;
        _constants = machine::Memory.Cfg.create(
            Dafny.Set<BigInteger>.FromCollection(config.Writers.Select(w => (BigInteger)w)),
            Dafny.Set<BigInteger>.FromCollection(config.Flushers.Select(f => (BigInteger)f)),
            config.N, config.S, config.H, config.Mode == Mode.Overwrite, config.Form == Form.Lttng, config.Clocked,
            config.ShortTime, config.FullUnits, config.Wakeups, config.Watermark, config.Abandons,
            machine::Mutants.Mutant.AllSingletonConstructors.Single(m => Names.Of(m) == mutant));
        _steps = [.. ProducerSteps().Concat(ReaderSteps()), (new Key(Step.Tick, Twin.NoProcess, 0), machine::ReserveCommit.Step.create_Tick())];
    }

    /// <summary>The proof's mutants, "Unbroken" among them.</summary>
    public static IReadOnlyList<string> Mutants { get; } = [.. machine::Mutants.Mutant.AllSingletonConstructors.Select(Names.Of)];

    /// <summary>The names of all steps of the proof.</summary>
    public static IReadOnlyList<string> Actions { get; } =
    [
        .. machine::ReserveCommit.Action.AllSingletonConstructors.Select(Names.Of),
        .. machine::ReserveCommit.ReaderAction.AllSingletonConstructors.Select(Names.Of),
        nameof(Step.Reserve_LoadWritePosition), nameof(Step.Lose_TooBig), nameof(Step.Flush_LoadWritePosition), nameof(Step.Tick),
    ];

    public DafnyState Initial() => machine::Memory.__default.Init(_constants);

    /// <summary>What the proof requires of a state before it says anything of its steps; translated code does not ask.</summary>
    public bool IsInShape(DafnyState d) => machine::Memory.__default.Shape(_constants, d);

    /// <summary>The state after a step, or null where its guard does not hold.</summary>
    public DafnyState? Apply(DafnyState d, DafnyStep step)
    {
        Memory._IOption<DafnyState> next = machine::ReserveCommit.__default.Apply(_constants, d, step);
        return next.is_Some ? next.dtor_v : null;
    }

    /// <summary>All steps that are enabled and that the configuration asks for: the proof leaves open when a writer tries which
    /// size, a flusher which mode, the reader which operation, and how far the clock goes.</summary>
    public IEnumerable<(Key Key, DafnyState Next)> Enabled(DafnyState d)
    {
        foreach ((Key key, DafnyStep step) in _steps)
        {
            if (Apply(d, step) is { } next && IsAskedFor(key.Step, d))
            {
                yield return (key, next);
            }
        }
    }

    private bool IsAskedFor(Step step, DafnyState d) => step switch
    {
        Step.Get_LoadReadPosition => !d.dtor_rd.dtor_pc.is_RIdle || Does(ReaderOp.Read),
        Step.Snapshot_LoadReadPosition => Does(ReaderOp.Snapshot),
        Step.Clear_LoadReadPosition => !d.dtor_rd.dtor_pc.is_RIdle || Does(ReaderOp.Clear),
        Step.Wait_LoadReadPosition => Does(ReaderOp.Wait),
        Step.Tick => d.dtor_now < _config.LastTick,
        _ => true,
    };

    private bool Does(ReaderOp op) => _config.ReaderOps.Contains(op.ToString());

    // Every step of every process, of writers by flushers and of flushers by writers too: the guards must tell.
    private IEnumerable<(Key Key, DafnyStep Step)> ProducerSteps()
    {
        foreach (int p in _config.Writers.Concat(_config.Flushers))
        {
            foreach (int n in _config.Sizes)
            {
                yield return (new Key(Step.Reserve_LoadWritePosition, p, n), machine::ReserveCommit.Step.create_Reserve__LoadWritePosition(p, n));
                yield return (new Key(Step.Lose_TooBig, p, n), machine::ReserveCommit.Step.create_Lose__TooBig(p, n));
            }

            foreach (Memory._IFlushMode m in Memory.FlushMode.AllSingletonConstructors.Where(m => _config.FlushModes.Contains(Names.Of(m))))
            {
                yield return (new Key(Step.Flush_LoadWritePosition, p, Translation.ModeOf(m)), machine::ReserveCommit.Step.create_Flush__LoadWritePosition(p, m));
            }

            foreach (DafnyAction a in machine::ReserveCommit.Action.AllSingletonConstructors)
            {
                yield return (new Key(Enum.Parse<Step>(Names.Of(a)), p, 0), machine::ReserveCommit.Step.create_By(p, a));
            }
        }
    }

    private IEnumerable<(Key Key, DafnyStep Step)> ReaderSteps() =>
        machine::ReserveCommit.ReaderAction.AllSingletonConstructors.Select(a =>
            (new Key(Enum.Parse<Step>(Names.Of(a)), _config.Reader, 0), machine::ReserveCommit.Step.create_ByReader(a)));
}
