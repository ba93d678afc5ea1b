namespace Verified.Model;

// WRITE: between begin and end the record's bytes are torn.
public sealed partial class Twin
{
    private int Cell(in State s, int w) => Unit(PieceBegin(w, s.Loc[w]));

    private void Write_Begin(ref MoveList to, in State s, int w)
    {
        int u = Cell(s, w);
        var access = new Access(AccessKind.BeginWrite, Variables.Mem, u, s.Mem[u], s.Loc[w].N, s.Mem[u] == Stale);
        ref State t = ref to.Add(s, Step.Write_Begin, _producers[w], access);
        t.Mem[u] = Torn;
        Jump(ref t, w, _countBeforeData ? Label.Commit_AddCount : Label.Write_End);
    }

    private void Write_End(ref MoveList to, in State s, int w)
    {
        ref State t = ref EndWrite(ref to, s, w, Step.Write_End, s.Loc[w].N);
        AfterWrite(ref t, w);
    }

    private void Write_Abandon(ref MoveList to, in State s, int w)
    {
        if (!Config.Abandons)
        {
            return;
        }

        int begin = PieceBegin(w, s.Loc[w]);
        ref State t = ref EndWrite(ref to, s, w, Step.Write_Abandon, -s.Loc[w].N);
        for (int j = 0; j < t.ResCount; j++)
        {
            if (t.Res[j].By == _producers[w] && t.Res[j].B == begin)
            {
                t.Res[j].Kind = ReservationKind.Skip;
            }
        }

        AfterWrite(ref t, w);
    }

    private ref State EndWrite(ref MoveList to, in State s, int w, Step step, int cell)
    {
        int u = Cell(s, w);
        var access = new Access(AccessKind.EndWrite, Variables.Mem, u, s.Mem[u], cell, s.Mem[u] == Stale);
        ref State t = ref to.Add(s, step, _producers[w], access);
        t.Mem[u] = (short)cell;
        return ref t;
    }

    private void AfterWrite(ref State t, int w)
    {
        if (_countBeforeData)
        {
            Finish(ref t, w);
        }
        else
        {
            Jump(ref t, w, Label.Commit_AddCount);
        }
    }
}
