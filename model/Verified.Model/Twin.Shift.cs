namespace Verified.Model;

// MC.tla's Shift: all positions move back by one lap, before any other action, once the read position is a lap up.
public sealed partial class Twin
{
    internal bool IsShiftDue(in State s) => Config.Shifts && s.Rpos >= B;

    private void Shift(ref MoveList to, in State s)
    {
        ref State t = ref to.Add(s, Recovers || ReadsParts || ReadsCells ? Step.ShiftAll : Step.Shift, NoProcess, Access.None);
        t.Wpos -= (short)B;
        t.Rpos -= (short)B;
        t.Waiting = ShiftedPosition(s.Waiting);
        for (int i = 0; i < N; i++)
        {
            t.Cc[i] -= (short)S;
            t.Dc[i] -= (short)S;
            t.Claims[i]--;
            t.Slot[i].Lap = ShiftedLap(s.Slot[i].Lap);
        }

        for (int x = 0; x < Subs; x++)
        {
            t.Begin[x] = ShiftedBegin(s, s.Begin[x]);
        }

        for (int p = 0; p < _producers.Length; p++)
        {
            ShiftLocals(ref t.Loc[p], t.Pc[p]);
        }

        ShiftReading(ref t, s);
        for (int j = 0; j < t.ResCount; j++)
        {
            ref Reservation r = ref t.Res[j];
            short back = Back(s, Floor(r.B));
            r.B -= back;
            r.E -= back;
        }

        if (Recovers)
        {
            ShiftRecovery(ref t);
        }

        if (ReadsParts)
        {
            ShiftTaken(ref t, s);
        }

        if (ReadsCells)
        {
            t.Taken.Upto = s.Taken.Upto > s.Rpos ? (short)(s.Taken.Upto - B) : (short)0;
        }
    }

    // A committed piece, or a position awaited, can be one lap back and meet what is there; two laps back it stays.
    private short ShiftedPosition(short p) => p < -B ? p : (short)(p - B);

    private static short ShiftedLap(short lap) => lap < -1 ? lap : (short)(lap - 1);

    // A sample from before the reader's lap can not win a compare-exchange any more: it stays one lap back.
    private short ShiftedSample(short p) => p < 0 ? p : (short)(p - B);

    private void ShiftLocals(ref Locals l, Label label)
    {
        short o = l.O;
        bool restarts = label.IsIn(LabelSet.Restarting) || (label.IsIn(LabelSet.Wake) && l.Job == Job.None);
        l.O = restarts ? o : label.IsIn(LabelSet.Committed) ? ShiftedPosition(o) : ShiftedSample(o);
        if (label == Label.Push_Cas)
        {
            l.V = ShiftedSample(l.V);
        }
        else if (label == Label.Wake_Cas)
        {
            l.V = ShiftedPosition(l.V);
        }
        else if (label.IsIn(LabelSet.CountSampled) && l.O != o)
        {
            l.V -= (short)S;
        }

        l.W.Lap = ShiftedLap(l.W.Lap);
    }

    private bool IsReaderOld(in State s) =>
        (s.Rd.Op == ReaderOp.Snapshot && s.Rd.Upto != None ? s.Rd.Upto : s.Rd.Cur) < -B;

    private short ReaderBack(in State s) => IsReaderOld(s) ? (short)0 : (short)B;

    // What the reader holds goes back with it.
    private short Back(in State s, int q) => Holds(s) && q == s.Rd.Cur ? ReaderBack(s) : (short)B;

    private BeginBlock ShiftedBegin(in State s, BeginBlock block) =>
        block == NoReading.Begin ? block : block with { Pos = (short)(block.Pos - Back(s, block.Pos)) };

    private void ShiftReading(ref State t, in State s)
    {
        ref Reading r = ref t.Rd;
        if (r.Op == ReaderOp.None)
        {
            return;
        }

        if (r.Op == ReaderOp.Wait)
        {
            r.Upto = ShiftedPosition(r.Upto);
            return;
        }

        short back = ReaderBack(s);
        Label label = s.Pc[_producers.Length];
        r.V = label == Label.Move_Cas ? ShiftedSample(r.V)
            : label == Label.Get_LoadWritePosition && back != 0 ? (short)(r.V - S)
            : r.V;
        r.Cur -= back;
        r.Upto -= r.Upto == None ? (short)0 : back;
        r.W.Lap = ShiftedLap(r.W.Lap);
        r.Begin = ShiftedBegin(s, r.Begin);
    }
}
