namespace Verified.Model;

// SUB-BUFFER SWITCH: each of these ends in a commit of its own.
public sealed partial class Twin
{
    private void OldEnd_StoreSize(ref MoveList to, in State s, int p)
    {
        int i = PieceSlot(s, p);
        int size = Off(PieceBegin(p, s.Loc[p]));
        ref State t = ref to.Add(s, Step.OldEnd_StoreSize, _producers[p], StoreSize(Variables.Csize, i, s.Csize[i], size));
        t.Csize[i] = (short)size;
        AfterOldEnd(ref t, p);
    }

    private void OldEnd_StoreDataSize(ref MoveList to, in State s, int p)
    {
        int i = PieceSlot(s, p);
        int size = Off(PieceBegin(p, s.Loc[p]));
        ref State t = ref to.Add(s, Step.OldEnd_StoreDataSize, _producers[p], StoreSize(Variables.Dsize, i, s.Dsize[i], size));
        t.Dsize[i] = (short)size;
        AfterOldEnd(ref t, p);
    }

    private void AfterOldEnd(ref State t, int p)
    {
        if (!_paddingNotCommitted)
        {
            Jump(ref t, p, Label.Commit_AddCount);
        }
        else if (IsFlusher(p))
        {
            Finish(ref t, p);
        }
        else
        {
            Begin(ref t, p, Label.NewStart_StoreBegin, Job.Hdr);
        }
    }

    private void NewStart_StoreBegin(ref MoveList to, in State s, int w) => StoreBegin(ref to, s, w, Step.NewStart_StoreBegin);

    private void OldStart_StoreBegin(ref MoveList to, in State s, int f) => StoreBegin(ref to, s, f, Step.OldStart_StoreBegin);

    private void StoreBegin(ref MoveList to, in State s, int p, Step step)
    {
        int begin = PieceBegin(p, s.Loc[p]);
        int i = Idx(begin);
        Access access = Access.Store(Variables.Begin, i, s.Begin[i], begin, s.Begin[i] == NoBegin);
        ref State t = ref to.Add(s, step, _producers[p], access);
        t.Begin[i] = Limits.Narrow(begin);
        Jump(ref t, p, Label.Commit_AddCount);
    }

    private void NewEnd_StoreSize(ref MoveList to, in State s, int w)
    {
        int i = PieceSlot(s, w);
        ref State t = ref to.Add(s, Step.NewEnd_StoreSize, _producers[w], StoreSize(Variables.Csize, i, s.Csize[i], S));
        t.Csize[i] = (short)S;
        Jump(ref t, w, Label.Write_Begin);
    }

    private void NewEnd_StoreDataSize(ref MoveList to, in State s, int w)
    {
        int i = PieceSlot(s, w);
        ref State t = ref to.Add(s, Step.NewEnd_StoreDataSize, _producers[w], StoreSize(Variables.Dsize, i, s.Dsize[i], S));
        t.Dsize[i] = (short)S;
        Jump(ref t, w, Label.Write_Begin);
    }

    private static Access StoreSize(string name, int slot, int old, int size) => Access.Store(name, slot, old, size, old == 0);
}
