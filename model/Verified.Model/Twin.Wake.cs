namespace Verified.Model;

// WAKE: decided at delivery alone, and when the buffer is completed.
public sealed partial class Twin
{
    internal bool IsAwaited(in State s, int p)
    {
        if (s.Waiting == None || s.Loc[p].Job == Job.None)
        {
            return s.Waiting != None;
        }

        int at = Floor(PieceBegin(p, s.Loc[p]));
        return at > s.Waiting || (at == s.Waiting && _broken != Broken.WakeOneLate);
    }

    private void AfterWake(ref State t, int p)
    {
        if (t.Loc[p].Job == Job.None)
        {
            Finish(ref t, p);
        }
        else if (WakesEarly)
        {
            t.Loc[p].V = 0;
            Jump(ref t, p, Label.Deliver_Publish);
        }
        else
        {
            AfterCommit(ref t, p);
        }
    }

    private void Wake_LoadWaiting(ref MoveList to, in State s, int p)
    {
        ref State t = ref to.Add(s, Step.Wake_LoadWaiting, _producers[p], Access.Load(Variables.Waiting, 0, s.Waiting));
        if (IsAwaited(s, p))
        {
            t.Loc[p].V = s.Waiting;
            Jump(ref t, p, Label.Wake_Cas);
        }
        else
        {
            AfterWake(ref t, p);
        }
    }

    private void Wake_Cas(ref MoveList to, in State s, int p)
    {
        if (s.Waiting != s.Loc[p].V)
        {
            Access failed = Access.SwapFailed(Variables.Waiting, 0, s.Waiting);
            AfterWake(ref to.Add(s, Step.Wake_CasFail, _producers[p], failed), p);
            return;
        }

        ref State t = ref to.Add(s, Step.Wake_Cas, _producers[p], Access.Swap(Variables.Waiting, 0, s.Waiting, None));
        t.Waiting = None;
        t.Loc[p].V = 0;
        Jump(ref t, p, Label.Wake_Signal);
    }

    private void Wake_Signal(ref MoveList to, in State s, int p)
    {
        ref State t = ref to.Add(s, Step.Wake_Signal, _producers[p], Access.Store(Variables.Signal, 0, s.Signal, 1));
        t.Signal = 1;
        AfterWake(ref t, p);
    }
}
