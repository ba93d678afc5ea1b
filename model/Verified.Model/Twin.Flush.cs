namespace Verified.Model;

// FLUSH.
public sealed partial class Twin
{
    private void FlusherBegins(ref MoveList to, in State s, int f)
    {
        foreach (int mode in _modes)
        {
            if (s.Pc[f] == Label.Idle || s.Loc[f].N == mode)
            {
                Flush_LoadWritePosition(ref to, s, f, mode);
            }
        }
    }

    private void Flush_LoadWritePosition(ref MoveList to, in State s, int f, int mode)
    {
        ref State t = ref to.Add(
            s, Step.Flush_LoadWritePosition, _producers[f], Access.Load(Variables.Wpos, 0, s.Wpos), mode);
        var l = new Locals { O = s.Wpos, N = (short)mode };
        if (Off(s.Wpos) != 0)
        {
            Goto(ref t, f, Label.Flush_Cas, l);
        }
        else if (mode == ActiveMode)
        {
            Finish(ref t, f);
        }
        else
        {
            Goto(ref t, f, _flushWithoutCleanTest ? Label.Flush_Cas : Label.Flush_LoadDelivered, l);
        }
    }

    private void Flush_LoadDelivered(ref MoveList to, in State s, int f)
    {
        int i = Idx(s.Loc[f].O);
        ref State t = ref to.Add(s, Step.Flush_LoadDelivered, _producers[f], Access.Load(Variables.Dc, i, s.Dc[i]));
        if (s.Dc[i] != CleanCount(s.Loc[f].O))
        {
            Finish(ref t, f);
        }
        else
        {
            Jump(ref t, f, Label.Flush_LoadReadPosition);
        }
    }

    private void Flush_LoadReadPosition(ref MoveList to, in State s, int f)
    {
        ref State t = ref to.Add(s, Step.Flush_LoadReadPosition, _producers[f], Access.Load(Variables.Rpos, 0, s.Rpos));
        if (s.Loc[f].O - s.Rpos >= B)
        {
            Finish(ref t, f);
        }
        else
        {
            Jump(ref t, f, Label.Flush_Cas);
        }
    }

    private void Flush_Cas(ref MoveList to, in State s, int f)
    {
        if (s.Wpos != s.Loc[f].O)
        {
            return;
        }

        int end = NextStart(s.Loc[f].O);
        ref State t = ref to.Add(s, Step.Flush_Cas, _producers[f], Access.Swap(Variables.Wpos, 0, s.Wpos, end));
        t.Wpos = Limits.Narrow(end);
        AppendReserved(ref t, f);
        bool isEmpty = Off(s.Loc[f].O) == 0;
        t.Loc[f].N = 0;
        t.Loc[f].Job = isEmpty ? Job.Hdr : Job.Pad;
        Jump(ref t, f, isEmpty ? Label.OldStart_StoreBegin : EndStore);
    }

    private void Flush_CasFail(ref MoveList to, in State s, int f)
    {
        if (s.Wpos != s.Loc[f].O)
        {
            ref State t = ref to.Add(s, Step.Flush_CasFail, _producers[f], Access.SwapFailed(Variables.Wpos, 0, s.Wpos));
            Goto(ref t, f, Label.Flush_LoadWritePosition, new Locals { N = s.Loc[f].N });
        }
    }
}
