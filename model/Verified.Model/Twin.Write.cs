namespace Verified.Model;

// WRITE: between begin and end the record's bytes are torn.
public sealed partial class Twin
{
    /// <summary>The cell of a whole record.</summary>
    /// <param name="units">Its length.</param>
    /// <param name="field">The time field of its header.</param>
    /// <returns>The cell's value.</returns>
    public static int Whole(int units, int field) => units + (16 * field);

    /// <summary>The cell of an abandoned record.</summary>
    /// <param name="units">Its length.</param>
    /// <param name="field">The time field of its header.</param>
    /// <returns>The cell's value.</returns>
    public static int Skip(int units, int field) => -Whole(units, field);

    private int Cell(in State s, int w) => (SubOf(s, w) * S) + Off(PieceBegin(w, s.Loc[w]));

    private void Write_Begin(ref MoveList to, in State s, int w)
    {
        int u = Cell(s, w);
        var access = new Access(AccessKind.BeginWrite, Variables.Mem, u, s.Mem[u], RecUnits(s.Loc[w]), s.Mem[u] == Stale);
        ref State t = ref to.Add(s, Step.Write_Begin, _producers[w], access);
        t.Mem[u] = Torn;
        Jump(ref t, w, _broken == Broken.CountBeforeData ? Label.Commit_AddCount : Label.Write_End);
    }

    private void Write_End(ref MoveList to, in State s, int w)
    {
        int cell = Whole(RecUnits(s.Loc[w]), TimeField(s.Loc[w]));
        AfterWrite(ref EndWrite(ref to, s, w, Step.Write_End, cell), w);
    }

    private void Write_Abandon(ref MoveList to, in State s, int w)
    {
        if (!Config.Abandons)
        {
            return;
        }

        int begin = PieceBegin(w, s.Loc[w]);
        int cell = Skip(RecUnits(s.Loc[w]), TimeField(s.Loc[w]));
        ref State t = ref EndWrite(ref to, s, w, Step.Write_Abandon, cell);
        for (int j = 0; j < t.ResCount; j++)
        {
            if (t.Res[j].By == _producers[w] && t.Res[j].B == begin)
            {
                t.Res[j].Kind = ReservationKind.Skip;
            }
        }

        Jump(ref t, w, Label.Lose_Abandoned);
    }

    private void Lose_Abandoned(ref MoveList to, in State s, int w) =>
        AfterWrite(ref Count(ref to, s, w, Step.Lose_Abandoned, Abandoned), w);

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
        if (_broken == Broken.CountBeforeData)
        {
            Finish(ref t, w);
        }
        else
        {
            Jump(ref t, w, Label.Commit_AddCount);
        }
    }
}
