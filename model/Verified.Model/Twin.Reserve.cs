namespace Verified.Model;

// RESERVE: the writers' fast path and slow path, and losses.
public sealed partial class Twin
{
    private void WriterBegins(ref MoveList to, in State s, int w)
    {
        foreach (int n in _sizes)
        {
            Reserve_LoadWritePosition(ref to, s, w, n);
            Lose_TooBig(ref to, s, w, n);
        }
    }

    private void Reserve_LoadWritePosition(ref MoveList to, in State s, int w, int n)
    {
        if (n > S - H)
        {
            return;
        }

        ref State t = ref to.Add(s, Step.Reserve_LoadWritePosition, _producers[w], Access.Load(Variables.Wpos, 0, s.Wpos), n);
        t.Account = Limits.Narrow(s.Account + 1);
        t.Loc[w] = new Locals { N = (short)n };
        if (IsFast(s.Wpos, n))
        {
            t.Loc[w].O = s.Wpos;
            Jump(ref t, w, Label.Reserve_Cas);
        }
        else
        {
            Jump(ref t, w, Label.ReserveSlow_LoadWritePosition);
        }
    }

    private void Lose_TooBig(ref MoveList to, in State s, int w, int n)
    {
        if (n > S - H)
        {
            Count(ref to, s, w, Step.Lose_TooBig, TooBig, n);
        }
    }

    private void Reserve_Cas(ref MoveList to, in State s, int w)
    {
        if (s.Wpos == s.Loc[w].O)
        {
            ref State t = ref TakePlace(ref to, s, w, Step.Reserve_Cas);
            Begin(ref t, w, Label.Write_Begin, Job.Rec);
        }
    }

    private void Reserve_CasFail(ref MoveList to, in State s, int w)
    {
        if (s.Wpos != s.Loc[w].O)
        {
            ref State t = ref to.Add(s, Step.Reserve_CasFail, _producers[w], Access.SwapFailed(Variables.Wpos, 0, s.Wpos));
            Again(ref t, w);
        }
    }

    private void ReserveSlow_LoadWritePosition(ref MoveList to, in State s, int w)
    {
        ref State t = ref to.Add(
            s, Step.ReserveSlow_LoadWritePosition, _producers[w], Access.Load(Variables.Wpos, 0, s.Wpos));
        t.Loc[w].O = s.Wpos;
        Jump(ref t, w, EntersNew(s.Wpos, s.Loc[w].N) ? Label.ReserveSlow_LoadDelivered : Label.ReserveSlow_Cas);
    }

    private void ReserveSlow_LoadDelivered(ref MoveList to, in State s, int w)
    {
        int i = Idx(RecBegin(s.Loc[w].O, s.Loc[w].N));
        int v = s.Dc[i];
        ref State t = ref to.Add(s, Step.ReserveSlow_LoadDelivered, _producers[w], Access.Load(Variables.Dc, i, v));
        if (_noRecheck)
        {
            AfterRecheck(ref t, w, v);
        }
        else
        {
            t.Loc[w].V = (short)v;
            Jump(ref t, w, Label.ReserveSlow_RecheckWritePosition);
        }
    }

    private void ReserveSlow_RecheckWritePosition(ref MoveList to, in State s, int w)
    {
        ref State t = ref to.Add(
            s, Step.ReserveSlow_RecheckWritePosition, _producers[w], Access.Load(Variables.Wpos, 0, s.Wpos));
        if (s.Wpos != s.Loc[w].O)
        {
            Again(ref t, w);
        }
        else
        {
            AfterRecheck(ref t, w, s.Loc[w].V);
        }
    }

    // T8: is the slot clean?
    private void AfterRecheck(ref State t, int w, int v)
    {
        if (v != CleanCount(RecBegin(t.Loc[w].O, t.Loc[w].N)) && !_noCleanSlotTest)
        {
            t.Loc[w].V = (short)v;
            Jump(ref t, w, Label.Lose_Wrapped);
        }
        else if (_noFullTest)
        {
            Jump(ref t, w, Label.ReserveSlow_Cas);
        }
        else
        {
            t.Loc[w].V = (short)v;
            Jump(ref t, w, Label.ReserveSlow_LoadReadPosition);
        }
    }

    private void Lose_Wrapped(ref MoveList to, in State s, int w) => Lose(ref to, s, w, Step.Lose_Wrapped, Wrapped);

    private void ReserveSlow_LoadReadPosition(ref MoveList to, in State s, int w)
    {
        ref State t = ref to.Add(
            s, Step.ReserveSlow_LoadReadPosition, _producers[w], Access.Load(Variables.Rpos, 0, s.Rpos));
        if (Floor(RecBegin(s.Loc[w].O, s.Loc[w].N)) - s.Rpos >= B)
        {
            Jump(ref t, w, Label.Lose_Full);
        }
        else
        {
            t.Loc[w].V = 0;
            Jump(ref t, w, Label.ReserveSlow_Cas);
        }
    }

    private void Lose_Full(ref MoveList to, in State s, int w) => Lose(ref to, s, w, Step.Lose_Full, Full);

    private void ReserveSlow_Cas(ref MoveList to, in State s, int w)
    {
        if (s.Wpos == s.Loc[w].O)
        {
            ref State t = ref TakePlace(ref to, s, w, Step.ReserveSlow_Cas);
            AfterReserve(ref t, w);
        }
    }

    private void ReserveSlow_CasFail(ref MoveList to, in State s, int w)
    {
        if (s.Wpos != s.Loc[w].O)
        {
            ref State t = ref to.Add(
                s, Step.ReserveSlow_CasFail, _producers[w], Access.SwapFailed(Variables.Wpos, 0, s.Wpos));
            Again(ref t, w);
        }
    }

    private ref State TakePlace(ref MoveList to, in State s, int w, Step step)
    {
        int end = RecEnd(s.Loc[w].O, s.Loc[w].N);
        ref State t = ref to.Add(s, step, _producers[w], Access.Swap(Variables.Wpos, 0, s.Wpos, end));
        t.Wpos = Limits.Narrow(end);
        AppendReserved(ref t, w);
        t.Account = Limits.Narrow(s.Account - 1);
        return ref t;
    }

    private static void Again(ref State t, int w) =>
        Goto(ref t, w, Label.ReserveSlow_LoadWritePosition, new Locals { N = t.Loc[w].N });

    private void Lose(ref MoveList to, in State s, int w, Step step, int cause)
    {
        ref State t = ref Count(ref to, s, w, step, cause, 0);
        t.Account = Limits.Narrow(s.Account - 1);
        Finish(ref t, w);
    }

    private ref State Count(ref MoveList to, in State s, int w, Step step, int cause, int arg)
    {
        cause = _lossMiscounted && cause == Wrapped ? Full : cause;
        int sum = s.Lost[cause] + 1;
        if (Config.LossModulus > 0)
        {
            sum %= Config.LossModulus;
        }

        ref State t = ref to.Add(s, step, _producers[w], Access.Add(Variables.Lost, cause, s.Lost[cause], sum), arg);
        t.Lost[cause] = Limits.Narrow(sum);
        return ref t;
    }
}
