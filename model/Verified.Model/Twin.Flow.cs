namespace Verified.Model;

// Moving from step to step: which action follows which, and what is broken.
public sealed partial class Twin
{
    private bool _countBeforeData;
    private bool _deliverWithoutLock;
    private bool _onePhaseDelivery;
    private bool _noFullTest;
    private bool _noCleanSlotTest;
    private bool _noRecheck;
    private bool _readerWithoutDeliveredTest;
    private bool _readerMovesUnconditionally;
    private bool _newEndOmitted;
    private bool _flushWithoutCleanTest;
    private bool _paddingNotCommitted;
    private bool _lossMiscounted;

    private Label EndStore => _isLttng ? Label.OldEnd_StoreDataSize : Label.OldEnd_StoreSize;

    private Label FillStore => _isLttng ? Label.NewEnd_StoreDataSize : Label.NewEnd_StoreSize;

    private void SetMutant(string mutant)
    {
        _countBeforeData = mutant == Mutants.CountBeforeData;
        _deliverWithoutLock = mutant == Mutants.DeliverWithoutLock;
        _onePhaseDelivery = mutant == Mutants.OnePhaseDelivery;
        _noFullTest = mutant == Mutants.NoFullTest;
        _noCleanSlotTest = mutant == Mutants.NoCleanSlotTest;
        _noRecheck = mutant == Mutants.NoRecheck;
        _readerWithoutDeliveredTest = mutant == Mutants.ReaderWithoutDeliveredTest;
        _readerMovesUnconditionally = mutant == Mutants.ReaderMovesUnconditionally;
        _newEndOmitted = mutant == Mutants.NewEndOmitted;
        _flushWithoutCleanTest = mutant == Mutants.FlushWithoutCleanTest;
        _paddingNotCommitted = mutant == Mutants.PaddingNotCommitted;
        _lossMiscounted = mutant == Mutants.LossMiscounted;
    }

    /// <summary>Offers the actions that begin at the producer's label. A label determines them: no other guard holds.</summary>
    private void ProducerStep(ref MoveList to, in State s, int p)
    {
        switch (s.Pc[p])
        {
            case Label.Idle when IsFlusher(p):
            case Label.Flush_LoadWritePosition:
                FlusherBegins(ref to, s, p);
                break;
            case Label.Idle:
                WriterBegins(ref to, s, p);
                break;
            case Label.Reserve_Cas:
                Reserve_Cas(ref to, s, p);
                Reserve_CasFail(ref to, s, p);
                break;
            case Label.ReserveSlow_LoadWritePosition:
                ReserveSlow_LoadWritePosition(ref to, s, p);
                break;
            case Label.ReserveSlow_LoadDelivered:
                ReserveSlow_LoadDelivered(ref to, s, p);
                break;
            case Label.ReserveSlow_RecheckWritePosition:
                ReserveSlow_RecheckWritePosition(ref to, s, p);
                break;
            case Label.Lose_Wrapped:
                Lose_Wrapped(ref to, s, p);
                break;
            case Label.ReserveSlow_LoadReadPosition:
                ReserveSlow_LoadReadPosition(ref to, s, p);
                break;
            case Label.Lose_Full:
                Lose_Full(ref to, s, p);
                break;
            case Label.ReserveSlow_Cas:
                ReserveSlow_Cas(ref to, s, p);
                ReserveSlow_CasFail(ref to, s, p);
                break;
            default:
                PieceStep(ref to, s, p);
                break;
        }
    }

    private void PieceStep(ref MoveList to, in State s, int p)
    {
        switch (s.Pc[p])
        {
            case Label.OldEnd_StoreSize:
                OldEnd_StoreSize(ref to, s, p);
                break;
            case Label.OldEnd_StoreDataSize:
                OldEnd_StoreDataSize(ref to, s, p);
                break;
            case Label.NewStart_StoreBegin:
                NewStart_StoreBegin(ref to, s, p);
                break;
            case Label.OldStart_StoreBegin:
                OldStart_StoreBegin(ref to, s, p);
                break;
            case Label.NewEnd_StoreSize:
                NewEnd_StoreSize(ref to, s, p);
                break;
            case Label.NewEnd_StoreDataSize:
                NewEnd_StoreDataSize(ref to, s, p);
                break;
            case Label.Write_Begin:
                Write_Begin(ref to, s, p);
                break;
            case Label.Write_End:
                Write_End(ref to, s, p);
                Write_Abandon(ref to, s, p);
                break;
            case Label.Flush_LoadDelivered:
                Flush_LoadDelivered(ref to, s, p);
                break;
            case Label.Flush_LoadReadPosition:
                Flush_LoadReadPosition(ref to, s, p);
                break;
            case Label.Flush_Cas:
                Flush_Cas(ref to, s, p);
                Flush_CasFail(ref to, s, p);
                break;
            default:
                CommitStep(ref to, s, p);
                break;
        }
    }

    private static void Jump(ref State t, int p, Label label) => t.Pc[p] = label;

    private static void Goto(ref State t, int p, Label label, in Locals l)
    {
        t.Pc[p] = label;
        t.Loc[p] = l;
    }

    private static void Finish(ref State t, int p) => Goto(ref t, p, Label.Idle, default);

    private static void Begin(ref State t, int p, Label label, Job job)
    {
        t.Pc[p] = label;
        t.Loc[p].Job = job;
        t.Loc[p].V = 0;
    }

    // T15, T16, T17, then the record: what follows in that order.
    private void ToRecord(ref State t, int p)
    {
        bool stores = FillsUp(t.Loc[p].O, t.Loc[p].N) && !_newEndOmitted;
        Begin(ref t, p, stores ? FillStore : Label.Write_Begin, Job.Rec);
    }

    private void AfterReserve(ref State t, int p)
    {
        if (EndsOld(t.Loc[p].O, t.Loc[p].N))
        {
            Begin(ref t, p, EndStore, Job.Pad);
        }
        else if (EntersNew(t.Loc[p].O, t.Loc[p].N))
        {
            Begin(ref t, p, Label.NewStart_StoreBegin, Job.Hdr);
        }
        else
        {
            ToRecord(ref t, p);
        }
    }

    private void AfterCommit(ref State t, int p)
    {
        switch (t.Loc[p].Job)
        {
            case Job.Rec when _countBeforeData:
                Jump(ref t, p, Label.Write_End);
                t.Loc[p].K = 0;
                break;
            case Job.Hdr when IsFlusher(p):
                Begin(ref t, p, EndStore, Job.Pad);
                break;
            case Job.Hdr:
                ToRecord(ref t, p);
                break;
            case Job.Pad when !IsFlusher(p):
                Begin(ref t, p, Label.NewStart_StoreBegin, Job.Hdr);
                break;
            default:
                Finish(ref t, p);
                break;
        }
    }

    private void AppendReserved(ref State t, int p)
    {
        int o = t.Loc[p].O;
        int n = t.Loc[p].N;
        int by = _producers[p];
        if (IsFlusher(p))
        {
            if (Off(o) == 0)
            {
                t.Reserve(o, o + H, ReservationKind.Hdr, by);
                t.Reserve(o + H, NextStart(o), ReservationKind.Pad, by);
            }
            else
            {
                t.Reserve(o, NextStart(o), ReservationKind.Pad, by);
            }

            return;
        }

        int r = RecBegin(o, n);
        if (EndsOld(o, n))
        {
            t.Reserve(o, NextStart(o), ReservationKind.Pad, by);
        }

        if (EntersNew(o, n))
        {
            t.Reserve(Floor(r), r, ReservationKind.Hdr, by);
        }

        t.Reserve(r, r + n, ReservationKind.Rec, by);
    }
}
