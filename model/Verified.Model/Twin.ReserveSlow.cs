namespace Verified.Model;

// RESERVE: the slow path.
public sealed partial class Twin
{
    // Losses are sampled before the reserving compare-exchange.
    private bool Samples => _broken != Broken.LossesSampledAtDelivery;

    private Label FirstSample => Overwrites ? Label.Sample_LoadWrapped : Label.Sample_LoadFull;

    private void ReserveSlow_LoadWritePosition(ref MoveList to, in State s, int w)
    {
        ref State t = ref to.Add(
            s, Step.ReserveSlow_LoadWritePosition, _producers[w], Access.Load(Variables.Wpos, 0, Head(s)));
        if (s.Gate != Gate.Open)
        {
            Jump(ref t, w, Label.Lose_Refused);
            return;
        }

        t.Loc[w].O = s.Wpos;
        if (Config.Clocked)
        {
            t.Loc[w].V = 0;
            Jump(ref t, w, s.Loc[w].V == 1 ? Label.ReserveSlow_LoadLastTime : Label.ReserveSlow_ReadClock);
        }
        else
        {
            AfterSlowTime(ref t, w);
        }
    }

    private void ReserveSlow_LoadLastTime(ref MoveList to, in State s, int w)
    {
        ref State t = ref LoadLastTime(ref to, s, w, Step.ReserveSlow_LoadLastTime);
        if (StoresTimeEarly)
        {
            Jump(ref t, w, Label.Reserve_StoreLastTime);
        }
        else
        {
            AfterSlowTime(ref t, w);
        }
    }

    // T3
    private void AfterSlowTime(ref State t, int w)
    {
        if (EntersNew(t.Loc[w]))
        {
            Jump(ref t, w, Label.ReserveSlow_LoadDelivered);
        }
        else
        {
            ToSlowCas(ref t, w);
        }
    }

    // T10: whoever reserves the last of a sub-buffer samples the losses.
    private void ToSlowCas(ref State t, int w)
    {
        ref Locals l = ref t.Loc[w];
        l.V = 0;
        Jump(ref t, w, Samples && EndsSubBuffer(l) ? FirstSample : Label.ReserveSlow_Cas);
    }

    private void ReserveSlow_LoadDelivered(ref MoveList to, in State s, int w)
    {
        int i = Idx(RecBegin(s.Loc[w]));
        short v = s.Dc[i];
        ref State t = ref to.Add(s, Step.ReserveSlow_LoadDelivered, _producers[w], Access.Load(Variables.Dc, i, v));
        if (_broken == Broken.NoRecheck)
        {
            AfterRecheck(ref t, w, v);
        }
        else
        {
            t.Loc[w].V = v;
            Jump(ref t, w, Label.ReserveSlow_RecheckWritePosition);
        }
    }

    private void ReserveSlow_RecheckWritePosition(ref MoveList to, in State s, int w)
    {
        ref State t = ref to.Add(
            s, Step.ReserveSlow_RecheckWritePosition, _producers[w], Access.Load(Variables.Wpos, 0, Head(s)));
        if (s.Wpos != s.Loc[w].O || s.Gate != Gate.Open)
        {
            Restart(ref t, w);
        }
        else
        {
            AfterRecheck(ref t, w, s.Loc[w].V);
        }
    }

    // T8: is the slot clean?
    private void AfterRecheck(ref State t, int w, short v)
    {
        bool isClean = v == CleanCount(RecBegin(t.Loc[w]));
        if (!isClean && Config.WaitsForDelivery)
        {
            Restart(ref t, w);
        }
        else if (!isClean && _broken != Broken.NoCleanSlotTest)
        {
            t.Loc[w].V = v;
            Jump(ref t, w, Label.Lose_Wrapped);
        }
        else if (Overwrites || _broken == Broken.NoFullTest)
        {
            ToSlowCas(ref t, w);
        }
        else
        {
            t.Loc[w].V = v;
            Jump(ref t, w, Label.ReserveSlow_LoadReadPosition);
        }
    }

    private void ReserveSlow_LoadReadPosition(ref MoveList to, in State s, int w)
    {
        ref State t = ref to.Add(
            s, Step.ReserveSlow_LoadReadPosition, _producers[w], Access.Load(Variables.Rpos, 0, s.Rpos));
        int ahead = Floor(RecBegin(s.Loc[w])) - s.Rpos;
        if (ahead > B || (ahead == B && _broken != Broken.FullTestOneLate))
        {
            Jump(ref t, w, Label.Lose_Full);
        }
        else
        {
            ToSlowCas(ref t, w);
        }
    }

    private void Sample_LoadFull(ref MoveList to, in State s, int p)
    {
        ref State t = ref to.Add(s, Step.Sample_LoadFull, _producers[p], Access.Load(Variables.Lost, Full, s.Lost[Full]));
        t.Loc[p].S.Full = s.Lost[Full];
        Jump(ref t, p, Label.Sample_LoadWrapped);
    }

    private void Sample_LoadWrapped(ref MoveList to, in State s, int p)
    {
        ref State t = ref to.Add(s, Step.Sample_LoadWrapped, _producers[p], Access.Load(Variables.Lost, Wrapped, s.Lost[Wrapped]));
        t.Loc[p].S.Wrapped = s.Lost[Wrapped];
        Jump(ref t, p, Label.Sample_LoadTooBig);
    }

    private void Sample_LoadTooBig(ref MoveList to, in State s, int p)
    {
        ref State t = ref to.Add(s, Step.Sample_LoadTooBig, _producers[p], Access.Load(Variables.Lost, TooBig, s.Lost[TooBig]));
        t.Loc[p].S.TooBig = s.Lost[TooBig];
        Jump(ref t, p, IsFlusher(p) ? Label.Flush_Cas : Label.ReserveSlow_Cas);
    }
}
