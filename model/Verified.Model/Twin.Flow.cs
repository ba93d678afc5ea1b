namespace Verified.Model;

// Moving from step to step: which action follows which.
public sealed partial class Twin
{
    private Label EndStore => _isLttng ? Label.OldEnd_StoreDataSize : Label.OldEnd_StoreSize;

    private Label FillStore => _isLttng ? Label.NewEnd_StoreDataSize : Label.NewEnd_StoreSize;

    private static SlotWord NoWord => new(0, false, None);

    private static void Jump(ref State t, int p, Label label) => t.Pc[p] = label;

    private static void Goto(ref State t, int p, Label label, in Locals l)
    {
        t.Pc[p] = label;
        t.Loc[p] = l;
    }

    private static void Finish(ref State t, int p) => Goto(ref t, p, Label.Idle, NoLocals);

    // A piece of a reservation begins. In overwrite mode its slot must first be claimed.
    private static void Begin(ref State t, int p, Label label, Job job)
    {
        t.Pc[p] = label;
        ref Locals l = ref t.Loc[p];
        l.Job = job;
        l.V = 0;
        l.W = NoWord;
    }

    private void WriteRecord(ref State t, int p)
    {
        bool stores = FillsUp(t.Loc[p]) && _broken != Broken.NewEndOmitted;
        Begin(ref t, p, stores ? FillStore : Label.Write_Begin, Job.Rec);
    }

    // T15, T16, T17, then the record: what follows in that order.
    private void AfterReserve(ref State t, int p)
    {
        if (_isOneWriter)
        {
            OneWriterAfterReserve(ref t, p);
        }
        else if (EndsOld(t.Loc[p]))
        {
            Begin(ref t, p, Overwrites ? Label.ClearNoref_LoadSlot : EndStore, Job.Pad);
        }
        else if (EntersNew(t.Loc[p]))
        {
            Begin(ref t, p, Overwrites ? Label.ClearNoref_LoadSlot : Label.NewStart_StoreBegin, Job.Hdr);
        }
        else if (Overwrites)
        {
            Begin(ref t, p, Label.ClearNoref_LoadSlot, Job.Rec);
        }
        else
        {
            WriteRecord(ref t, p);
        }
    }

    private void AfterFlushReserve(ref State t, int f)
    {
        bool isEmpty = Off(t.Loc[f].O) == 0;
        Label label = Overwrites ? Label.ClearNoref_LoadSlot : isEmpty ? Label.OldStart_StoreBegin : EndStore;
        Begin(ref t, f, label, isEmpty ? Job.Hdr : Job.Pad);
    }

    private void AfterPush(ref State t, int p)
    {
        if (IsFlusher(p))
        {
            AfterFlushReserve(ref t, p);
        }
        else
        {
            AfterReserve(ref t, p);
        }
    }

    private void AfterTime(ref State t, int w)
    {
        // By every record: whoever entered the sub-buffer may not have pushed yet.
        bool omitsPush = _broken == Broken.NoPush || ((_isOneWriter || _broken == Broken.PushByWhoEnters) && !EntersNew(t.Loc[w]));
        if (Overwrites && !omitsPush)
        {
            Jump(ref t, w, Label.Push_LoadReadPosition);
        }
        else
        {
            AfterPush(ref t, w);
        }
    }

    private void AfterCommit(ref State t, int p)
    {
        ref Locals l = ref t.Loc[p];
        switch (l.Job)
        {
            case Job.Rec when _broken == Broken.CountBeforeData:
                l.K = default;
                l.W = NoWord;
                l.V = 0;
                Jump(ref t, p, Label.Write_End);
                break;
            case Job.Hdr when IsFlusher(p):
                Begin(ref t, p, EndStore, Job.Pad);
                break;
            case Job.Hdr:
                l.K = default;
                WriteRecord(ref t, p);
                break;
            case Job.Pad when !IsFlusher(p):
                l.K = default;
                l.X = 0;
                Begin(ref t, p, Overwrites ? Label.ClearNoref_LoadSlot : Label.NewStart_StoreBegin, Job.Hdr);
                break;
            case Job.Pad when l.N == CompleteMode:
                Goto(ref t, p, Label.Complete_StoreFinal, NoLocals with { N = CompleteMode });
                break;
            default:
                Finish(ref t, p);
                break;
        }
    }

    private void AppendReserved(ref State t, int p)
    {
        ref readonly Locals l = ref t.Loc[p];
        int by = _producers[p];
        if (IsFlusher(p))
        {
            int pad = l.O;
            if (Off(l.O) == 0)
            {
                pad += H;
                t.Reserve(l.O, pad, ReservationKind.Hdr, by, l.T);
            }

            t.Reserve(pad, NextStart(l.O), ReservationKind.Pad, by, l.T);
            return;
        }

        int r = RecBegin(l);
        if (EndsOld(l))
        {
            t.Reserve(l.O, NextStart(l.O), ReservationKind.Pad, by, l.T);
        }

        if (EntersNew(l))
        {
            t.Reserve(Floor(r), r, ReservationKind.Hdr, by, l.T);
        }

        t.Reserve(r, RecEnd(l), ReservationKind.Rec, by, l.T);
    }

    // The bytes of a sub-buffer that was given up: anything from now on.
    private void Wipe(ref State t, int x)
    {
        t.Begin[x] = new BeginBlock { Pos = None };
        t.Csize[x] = default;
        t.Dsize[x] = default;
        if (!ReadsCells)
        {
            ((Span<short>)t.Mem).Slice(x * S, S).Clear();
        }
    }

    internal static bool IsThere(int lap, SlotWord word) => word.Noref && word.Lap == lap;

    /// <summary>The sub-buffer that the reader holds, or <see cref="None"/>.</summary>
    internal int Held(in State s) => Holds(s) ? s.Rd.Cur : None;

    internal bool Holds(in State s) => s.Pc[_producers.Length].IsIn(LabelSet.Hold) && s.Rd.Op != ReaderOp.Clear;

    // Drops the reservations that can not be read any more; the slots' words are those of the state after.
    private void Prune(ref State t, int to, int held)
    {
        int kept = 0;
        for (int j = 0; j < t.ResCount; j++)
        {
            Reservation r = t.Res[j];
            if (r.By != 0 || r.E > to || Floor(r.B) == held || (Overwrites && IsThere(Lap(r.B), t.Slot[Idx(r.B)])))
            {
                t.Res[kept++] = r;
            }
        }

        for (int j = kept; j < t.ResCount; j++)
        {
            t.Res[j] = default;
        }

        t.ResCount = (short)kept;
    }

    private static void Commit(ref State t, int by, int b)
    {
        for (int j = 0; j < t.ResCount; j++)
        {
            if (t.Res[j].By == by && t.Res[j].B == b)
            {
                t.Res[j].By = 0;
            }
        }
    }

    // MCLosses.tla, Miscount: "wrapped" is counted as "full".
    private ref State Count(ref MoveList to, in State s, int p, Step step, int cause, int arg = 0)
    {
        cause = _broken == Broken.LossMiscounted && cause == Wrapped ? Full : cause;
        bool counts = cause != Full || _broken != Broken.FullLossNotCounted;
        int sum = counts ? Bump(s.Lost[cause]) : s.Lost[cause];
        ref State t = ref to.Add(s, step, _producers[p], Access.Add(Variables.Lost, cause, s.Lost[cause], sum), arg);
        t.Lost[cause] = (short)sum;
        return ref t;
    }

    internal int Bump(int count) => count < Config.LossLimit ? count + 1 : count;

    private static int Head(in State s) => Access.HeadValue(s.Wpos, s.Gate);
}
