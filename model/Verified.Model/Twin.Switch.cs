namespace Verified.Model;

// SUB-BUFFER SWITCH: each of these ends in a commit of its own.
public sealed partial class Twin
{
    // The end block that the last reserver of a sub-buffer stores.
    private EndBlock EndOf(in State s, int p, int size)
    {
        ref readonly Locals l = ref s.Loc[p];
        bool omitsLosses = _broken == Broken.LossesNotStated
            || (_broken == Broken.EmptyPacketWithoutLosses && IsFlusher(p) && Off(l.O) == 0);
        return new() { Size = (short)size, Time = l.T, Loss = omitsLosses ? default : l.S };
    }

    private void OldEnd_StoreSize(ref MoveList to, in State s, int p)
    {
        EndBlock block = EndOf(s, p, Off(PieceBegin(p, s.Loc[p])));
        AfterOldEnd(ref StoreSize(ref to, s, p, Step.OldEnd_StoreSize, block), p);
    }

    private void OldEnd_StoreDataSize(ref MoveList to, in State s, int p)
    {
        EndBlock block = EndOf(s, p, Off(PieceBegin(p, s.Loc[p])));
        AfterOldEnd(ref StoreDataSize(ref to, s, p, Step.OldEnd_StoreDataSize, block), p);
    }

    private void AfterOldEnd(ref State t, int p)
    {
        if (_broken != Broken.PaddingNotCommitted)
        {
            Jump(ref t, p, Label.Commit_AddCount);
        }
        else if (IsFlusher(p))
        {
            Finish(ref t, p);
        }
        else
        {
            Begin(ref t, p, Overwrites ? Label.ClearNoref_LoadSlot : Label.NewStart_StoreBegin, Job.Hdr);
        }
    }

    private void StoreBegin(ref MoveList to, in State s, int p, Step step)
    {
        var block = new BeginBlock { Pos = (short)PieceBegin(p, s.Loc[p]), Time = s.Loc[p].T };
        int x = SubOf(s, p);
        ref State t = ref to.Add(s, step, _producers[p], Access.StoreBegin(x, s.Begin[x], block));
        t.Begin[x] = block;
        if (_broken == Broken.HeaderNotCommitted)
        {
            AfterCommit(ref t, p);
        }
        else
        {
            Jump(ref t, p, Label.Commit_AddCount);
        }
    }

    private void NewEnd_StoreSize(ref MoveList to, in State s, int w) =>
        Jump(ref StoreSize(ref to, s, w, Step.NewEnd_StoreSize, EndOf(s, w, S)), w, Label.Write_Begin);

    private void NewEnd_StoreDataSize(ref MoveList to, in State s, int w) =>
        Jump(ref StoreDataSize(ref to, s, w, Step.NewEnd_StoreDataSize, EndOf(s, w, S)), w, Label.Write_Begin);

    private ref State StoreSize(ref MoveList to, in State s, int p, Step step, in EndBlock block)
    {
        int x = SubOf(s, p);
        ref State t = ref to.Add(s, step, _producers[p], Access.StoreEnd(Variables.Csize, x, s.Csize[x], block));
        t.Csize[x] = block;
        return ref t;
    }

    private ref State StoreDataSize(ref MoveList to, in State s, int p, Step step, in EndBlock block)
    {
        int x = SubOf(s, p);
        ref State t = ref to.Add(s, step, _producers[p], Access.StoreEnd(Variables.Dsize, x, s.Dsize[x], block));
        t.Dsize[x] = block;
        return ref t;
    }
}
