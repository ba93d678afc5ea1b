using System.Numerics;
using Verified.Model;

namespace Verified.Proofs.Tests;

/// <summary>
/// A state of the proof as one of the twin's, variable by variable. Of the proof's history only what the specification keeps is
/// in it: the reservations that can still be read.
/// </summary>
internal sealed class Translation
{
    private static readonly Dictionary<Type, Label> s_labels = Names.Table(
        [.. Memory.Label.AllSingletonConstructors, .. Memory.ReadLabel.AllSingletonConstructors], Names.LabelOf);

    private static readonly Dictionary<Type, Gate> s_gates = Names.Table(Memory.Gate.AllSingletonConstructors, Enum.Parse<Gate>);

    private static readonly Dictionary<Type, Job> s_jobs = Names.Table(
        Memory.Job.AllSingletonConstructors, name => name == "NoJob" ? Job.None : Enum.Parse<Job>(name));

    private static readonly Dictionary<Type, ReaderOp> s_ops = Names.Table(
        Memory.Op.AllSingletonConstructors, name => name == "NoOp" ? ReaderOp.None : Enum.Parse<ReaderOp>(name));

    private static readonly Dictionary<Type, ReservationKind> s_kinds = Names.Table(
        Memory.Kind.AllSingletonConstructors, name => Enum.Parse<ReservationKind>(name[1..]));

    private static readonly Dictionary<Type, short> s_modes = Names.Table(
        Memory.FlushMode.AllSingletonConstructors, name => (short)-Twin.FlushModes.ToList().IndexOf(name));

    private readonly Twin _twin;
    private readonly ModelConfig _config;

    public Translation(Twin twin) => (_twin, _config) = (twin, twin.Config);

    /// <summary>The twin's number of a mode of the proof.</summary>
    public static short ModeOf(Memory._IFlushMode mode) => s_modes[mode.GetType()];

    /// <summary>The label of a process of the proof.</summary>
    public static Label LabelOf(object label) => s_labels[label.GetType()];

    /// <summary>The state, with the entries of its log whose numbers are given as its reservations.</summary>
    /// <exception cref="UntranslatableException">No state of the twin is like it.</exception>
    public State StateOf(DafnyState d, IReadOnlyList<int> kept)
    {
        State s = default;
        s.Wpos = Number(d.dtor_wpos);
        s.Gate = s_gates[d.dtor_gate.GetType()];
        s.Rpos = Number(d.dtor_rpos);
        s.Mine = Number(d.dtor_mine);
        s.Now = Number(d.dtor_now);
        s.Last = Number(d.dtor_last);
        s.Final = d.dtor_final ? (short)1 : (short)0;
        s.Waiting = NumberOrNone(d.dtor_waiting);
        s.Signal = d.dtor_signal ? (short)1 : (short)0;
        s.Account = Number(d.dtor_account);
        Fill<BigInteger, short>(s.Cc, d.dtor_cc, _config.N, Number);
        Fill<BigInteger, short>(s.Dc, d.dtor_dc, _config.N, Number);
        Fill<BigInteger, short>(s.Claims, d.dtor_claims, _config.N, Number);
        Fill<Memory._IWord, SlotWord>(s.Slot, d.dtor_slot, _config.N, WordOf);
        Fill<Memory._IBeginBlock, BeginBlock>(s.Begin, d.dtor_begin, _twin.Subs, BlockOf);
        Fill<Memory._IEndBlock, EndBlock>(s.Csize, d.dtor_csize, _twin.Subs, BlockOf);
        Fill<Memory._IEndBlock, EndBlock>(s.Dsize, d.dtor_dsize, _twin.Subs, BlockOf);
        Fill<Memory._ICell, short>(s.Mem, Cells(d), _twin.Subs * _config.S, CellOf);
        FillLosses(ref s, d.dtor_lost);
        FillProcesses(ref s, d);
        FillReading(ref s, d.dtor_rd);
        FillReservations(ref s, d.dtor_log, kept);
        return s;
    }

    private static void FillLosses(ref State s, Memory._ILost lost)
    {
        s.Lost[Twin.Full] = Number(lost.dtor_full);
        s.Lost[Twin.Wrapped] = Number(lost.dtor_wrapped);
        s.Lost[Twin.TooBig] = Number(lost.dtor_tooBig);
        s.Lost[Twin.Refused] = Number(lost.dtor_refused);
        s.Lost[Twin.Abandoned] = Number(lost.dtor_abandoned);
    }

    private void FillProcesses(ref State s, DafnyState d)
    {
        Require(d.dtor_procs.Count == _twin.ProducerCount, "procs: not the producers");
        for (int p = 0; p < _twin.ProducerCount; p++)
        {
            int process = _twin.ProcessAt(p);
            Memory._IProc proc = Dafny.Map<BigInteger, Memory._IProc>.Select(d.dtor_procs, process);
            s.Pc[p] = s_labels[proc.dtor_pc.GetType()];
            s.Loc[p] = _config.Flushers.Contains(process) ? FlusherOf(s.Pc[p], proc.dtor_l) : WriterOf(proc.dtor_l);
        }
    }

    private static Locals WriterOf(Memory._ILocals l)
    {
        Require(l.dtor_m.is_Active && l.dtor_g.is_Open, "a writer has a mode, or a gate");
        Locals to = ProducerOf(l);
        to.N = Number(l.dtor_n);
        to.V = Number(l.dtor_v);
        return to;
    }

    // The specification keeps a flusher's mode in n, and the gate that it sampled in v until its compare-exchange.
    private static Locals FlusherOf(Label at, Memory._ILocals l)
    {
        bool isBefore = at is Label.Flush_ReadClock or Label.Flush_LoadDelivered or Label.Flush_LoadReadPosition
            or Label.Sample_LoadFull or Label.Sample_LoadWrapped or Label.Sample_LoadTooBig or Label.Flush_Cas;
        Require(l.dtor_n.IsZero, "a flusher has a record size");
        Require(isBefore ? l.dtor_v.IsZero : l.dtor_g.is_Open, "a flusher has a count before its compare-exchange, or a gate after it");
        Locals to = ProducerOf(l);
        to.N = s_modes[l.dtor_m.GetType()];
        to.V = isBefore ? (short)s_gates[l.dtor_g.GetType()] : Number(l.dtor_v);
        return to;
    }

    private static Locals ProducerOf(Memory._ILocals l) => new()
    {
        O = Number(l.dtor_o),
        T = Number(l.dtor_t),
        F = l.dtor_f ? (short)1 : (short)0,
        K = BlockOf(l.dtor_k),
        S = SampleOf(l.dtor_s),
        W = WordOf(l.dtor_w),
        X = Number(l.dtor_x),
        Job = s_jobs[l.dtor_job.GetType()],
    };

    private void FillReading(ref State s, Memory._IReading r)
    {
        s.Pc[_twin.ProducerCount] = s_labels[r.dtor_pc.GetType()];
        s.Rd.Op = s_ops[r.dtor_op.GetType()];
        s.Rd.Cur = Number(r.dtor_cur);
        s.Rd.Upto = NumberOrNone(r.dtor_upto);
        s.Rd.V = Number(r.dtor_v);
        s.Rd.W = WordOf(r.dtor_w);
        s.Rd.Begin = BlockOf(r.dtor_begin);
        s.Rd.Size = BlockOf(r.dtor_size);
        s.Rd.OutCount = (short)r.dtor_out.Count;
        s.Rd.TimesCount = (short)r.dtor_times.Count;
        Fill<BigInteger, short>(s.Rd.Out, r.dtor_out, r.dtor_out.Count, Number);
        Fill<BigInteger, short>(s.Rd.Times, r.dtor_times, r.dtor_times.Count, Number);
    }

    private static void FillReservations(ref State s, Dafny.ISequence<Memory._IEntry> log, IReadOnlyList<int> kept)
    {
        Require(kept.Count <= Limits.MaxReservations, "res: too many");
        s.ResCount = (short)kept.Count;
        for (int j = 0; j < kept.Count; j++)
        {
            Memory._IEntry entry = log.Select(kept[j]);
            s.Res[j] = new Reservation
            {
                B = Number(entry.dtor_b),
                E = Number(entry.dtor_e),
                T = Number(entry.dtor_t),
                Kind = s_kinds[entry.dtor_kind.GetType()],
                By = (byte)entry.dtor_who,
            };
        }
    }

    private static IEnumerable<Memory._ICell> Cells(DafnyState d) => d.dtor_mem.SelectMany(sub => sub);

    private static short CellOf(Memory._ICell cell) =>
        cell.is_Stale ? (short)Twin.Stale
        : cell.is_Torn ? (short)Twin.Torn
        : cell.is_Whole ? (short)Twin.Whole((int)cell.dtor_units, (int)cell.dtor_field)
        : (short)Twin.Skip((int)cell.dtor_units, (int)cell.dtor_field);

    private static SlotWord WordOf(Memory._IWord word) =>
        new((byte)word.dtor_sub, word.dtor_noref, NumberOrNone(word.dtor_lap));

    private static BeginBlock BlockOf(Memory._IBeginBlock block) =>
        new() { Pos = NumberOrNone(block.dtor_pos), Time = Number(block.dtor_time) };

    private static EndBlock BlockOf(Memory._IEndBlock block) =>
        new() { Size = Number(block.dtor_size), Time = Number(block.dtor_time), Loss = SampleOf(block.dtor_loss) };

    private static LossSample SampleOf(Memory._ISample sample) => new()
    {
        Full = Number(sample.dtor_full),
        Wrapped = Number(sample.dtor_wrapped),
        TooBig = Number(sample.dtor_tooBig),
    };

    private static short Number(BigInteger value)
    {
        Require(value >= short.MinValue && value <= short.MaxValue, "a number does not fit into the twin's 16 bits");
        return (short)value;
    }

    // NoLap, NoBegin, NoWait, NoUpto: the proof has one number for them that no position is, the specification another.
    private static short NumberOrNone(BigInteger value) => value == BigInteger.MinusOne ? (short)Twin.None : Number(value);

    private static void Fill<TFrom, T>(Span<T> to, IEnumerable<TFrom> from, int count, Func<TFrom, T> valueOf)
    {
        int i = 0;
        foreach (TFrom value in from)
        {
            Require(i < count, "a sequence is too long");
            to[i++] = valueOf(value);
        }

        Require(i == count, "a sequence is too short");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new UntranslatableException(otherwise);
        }
    }
}

/// <summary>A state of the proof is like none of the twin's.</summary>
public sealed class UntranslatableException(string message) : Exception(message);
