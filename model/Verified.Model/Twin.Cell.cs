namespace Verified.Model;

// CellRead.tla: the reader takes record by record; a header that is not 0 says that the record is finished.
public sealed partial class Twin
{
    internal bool ReadsCells { get; }

    private int CellUnits => _sizes[0];

    /// <summary>The position of the next record that the reader takes, where the sub-buffer at the read position has room for one.</summary>
    internal int CellPosition(in State s) => s.Taken.Upto > s.Rpos ? s.Taken.Upto : s.Rpos + H;

    private bool HasCell(in State s) => CellPosition(s) + CellUnits <= s.Rpos + S;

    internal int UnitAt(int p) => (Idx(p) * S) + Off(p);

    /// <summary>The unit of the record that the reader took last.</summary>
    internal int UnitTaken(in State s) => UnitAt(s.Taken.Upto - CellUnits);

    /// <summary>What stands in the next record's header: nothing while its bytes are torn. (In the mutant it is stored before them.)</summary>
    internal int HeaderAt(in State s, int unit) => s.Mem[unit] != Torn ? s.Mem[unit] : _broken == Broken.HeaderBeforeData ? Whole(CellUnits, 0) : Stale;

    private void Take(ref State t, in State s) => t.Taken.Upto = Limits.Narrow(CellPosition(s) + CellUnits);

    private void LookElsewhere(ref State t)
    {
        t.Rd = NoReading with { Op = ReaderOp.Read };
        Turn(ref t, Label.Get_LoadReadPosition);
    }

    private void Cell_LoadHeader(ref MoveList to, in State s)
    {
        int u = UnitAt(CellPosition(s));
        int header = HeaderAt(s, u);
        ref State t = ref to.Add(s, Step.Cell_LoadHeader, Config.Reader, Access.Load(Variables.Mem, u, header));
        if (header == Stale)
        {
            LookElsewhere(ref t);
            return;
        }

        t.Rd = NoReading with { Op = ReaderOp.Read, Cur = s.Rpos };
        Turn(ref t, header < 0 ? Label.Cell_StoreHeader : Label.Cell_Record);
        if (header < 0)
        {
            Take(ref t, s);
        }
    }

    private void Cell_Record(ref MoveList to, in State s)
    {
        int u = UnitAt(CellPosition(s));
        var access = new Access(AccessKind.BeginRead, Variables.Mem, u, CellUnits, CellUnits, false);
        ref State t = ref to.Add(s, Step.Cell_Record, Config.Reader, access);
        t.Rd.OutCount = 1;
        t.Rd.Out[0] = (short)(s.Mem[u] is Stale or Torn ? Garbage : UnitsOf(s.Mem[u]));
        Take(ref t, s);
        Turn(ref t, Label.Cell_StoreHeader);
    }

    private void Cell_StoreHeader(ref MoveList to, in State s)
    {
        int u = UnitTaken(s);
        int left = _broken == Broken.CellNotCleared ? s.Mem[u] : Stale;
        ref State t = ref to.Add(s, Step.Cell_StoreHeader, Config.Reader, Access.Store(Variables.Mem, u, HeaderAt(s, u), left));
        t.Mem[u] = (short)left;
        if (s.Rd.OutCount > 0)
        {
            Leave(ref t);
        }
        else if (HasCell(s))
        {
            Turn(ref t, Label.Cell_LoadHeader);
        }
        else
        {
            LookElsewhere(ref t);
        }
    }

    private void Cell_LoadSize(ref MoveList to, in State s)
    {
        int x = Idx(s.Rpos);
        ref State t = ref to.Add(s, Step.Cell_LoadSize, Config.Reader, Access.LoadEnd(Variables.Csize, x, s.Csize[x]));
        bool hasLeft = s.Rpos + s.Csize[x].Size > CellPosition(s) && _broken != Broken.CellsLeftBehind;
        Turn(ref t, hasLeft ? Label.Cell_LoadHeader : MoveStart);
    }

    /// <summary>Is a record finished? Its writer stored its header; it may still have to count it.</summary>
    internal bool IsFinished(in State s, in Reservation r)
    {
        if (r.By == 0)
        {
            return true;
        }

        int p = Array.IndexOf(_producers, r.By);
        return s.Loc[p].Job == Job.Rec && s.Pc[p] is Label.Commit_AddCount or Label.Lose_Abandoned;
    }
}
