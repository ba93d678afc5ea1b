namespace Verified.Model;

// RESERVE: the writers' fast path, losses, and what follows the compare-exchange.
public sealed partial class Twin
{
    internal bool StoresTimeEarly => _broken == Broken.LastTimeBeforeCas;

    private void WriterBegins(ref MoveList to, in State s, int w)
    {
        foreach (int n in _sizes)
        {
            if (n <= S - H)
            {
                Reserve_LoadWritePosition(ref to, s, w, n);
            }
            else
            {
                Lose_TooBig(ref to, s, w, n);
            }
        }
    }

    private void Reserve_LoadWritePosition(ref MoveList to, in State s, int w, int n)
    {
        ref State t = ref to.Add(s, Step.Reserve_LoadWritePosition, _producers[w], Access.Load(Variables.Wpos, 0, Head(s)), n);
        t.Account++;
        Locals l = NoLocals with { O = s.Wpos, N = (short)n };
        if (!IsFast(l))
        {
            l.O = 0;
            Goto(ref t, w, Label.ReserveSlow_LoadWritePosition, l);
        }
        else
        {
            Goto(ref t, w, Config.Clocked ? Label.Reserve_ReadClock : Label.Reserve_Cas, l);
        }
    }

    private void Lose_TooBig(ref MoveList to, in State s, int w, int n) => Count(ref to, s, w, Step.Lose_TooBig, TooBig, n);

    private void ReadClock(ref MoveList to, in State s, int p, Step step, Label label)
    {
        var access = new Access(AccessKind.ReadClock, Variables.Now, 0, s.Now, s.Now, false);
        ref State t = ref to.Add(s, step, _producers[p], access);
        t.Loc[p].T = s.Now;
        Jump(ref t, p, label);
    }

    private void Reserve_LoadLastTime(ref MoveList to, in State s, int w)
    {
        ref State t = ref LoadLastTime(ref to, s, w, Step.Reserve_LoadLastTime);
        if (!IsFast(t.Loc[w]))
        {
            Restart(ref t, w);
        }
        else
        {
            Jump(ref t, w, StoresTimeEarly ? Label.Reserve_StoreLastTime : Label.Reserve_Cas);
        }
    }

    // R4: is the time too far from the last record's for a short header?
    private ref State LoadLastTime(ref MoveList to, in State s, int w, Step step)
    {
        ref State t = ref to.Add(s, step, _producers[w], Access.Load(Variables.Last, 0, s.Last));
        int since = s.Loc[w].T - s.Last;
        int most = _broken == Broken.ShortTimeTooWide ? Config.ShortTime : Config.ShortTime - 1;
        t.Loc[w].F = (short)(since >= 0 && since <= most ? 0 : 1);
        return ref t;
    }

    private void Reserve_Cas(ref MoveList to, in State s, int w, Step step, Step failed)
    {
        if (_isOneWriter)
        {
            TakePlace(ref to, s, w, step == Step.Reserve_Cas ? Step.Reserve_StoreWritePosition : Step.ReserveSlow_StoreWritePosition);
            return;
        }

        if (s.Wpos != s.Loc[w].O)
        {
            TakeNoPlace(ref to, s, w, failed);
        }

        // The guard is a disjunction, and TLC generates a successor for each disjunct that holds.
        if (s.Gate != Gate.Open)
        {
            TakeNoPlace(ref to, s, w, failed);
        }

        if (s.Wpos == s.Loc[w].O && s.Gate == Gate.Open)
        {
            TakePlace(ref to, s, w, step);
        }
    }

    private void TakePlace(ref MoveList to, in State s, int w, Step step)
    {
        int end = RecEnd(s.Loc[w]);
        Access access = Access.Replace(_isOneWriter, Variables.Wpos, 0, Head(s), Access.HeadValue(end, s.Gate));
        ref State t = ref to.Add(s, step, _producers[w], access);
        t.Wpos = Limits.Narrow(end);
        AppendReserved(ref t, w);
        t.Account--;
        if (Config.Clocked && !StoresTimeEarly)
        {
            Jump(ref t, w, Label.Reserve_StoreLastTime);
        }
        else
        {
            AfterTime(ref t, w);
        }
    }

    private void TakeNoPlace(ref MoveList to, in State s, int w, Step step)
    {
        ref State t = ref to.Add(s, step, _producers[w], Access.SwapFailed(Variables.Wpos, 0, Head(s)));
        Restart(ref t, w);
    }

    // The mutant keeps the time that it read before the position (v marks it).
    private void Restart(ref State t, int w)
    {
        Locals l = NoLocals with { N = t.Loc[w].N };
        if (_broken == Broken.ClockReadOnce)
        {
            l.T = t.Loc[w].T;
            l.V = 1;
        }

        Goto(ref t, w, Label.ReserveSlow_LoadWritePosition, l);
    }

    private void Lose(ref MoveList to, in State s, int w, Step step, int cause)
    {
        ref State t = ref Count(ref to, s, w, step, cause);
        t.Account--;
        Finish(ref t, w);
    }

    private void Reserve_StoreLastTime(ref MoveList to, in State s, int w)
    {
        short time = s.Loc[w].T;
        ref State t = ref to.Add(s, Step.Reserve_StoreLastTime, _producers[w], Access.Store(Variables.Last, 0, s.Last, time));
        t.Last = time;
        if (!StoresTimeEarly)
        {
            AfterTime(ref t, w);
        }
        else if (IsFast(s.Loc[w]))
        {
            Jump(ref t, w, Label.Reserve_Cas);
        }
        else
        {
            AfterSlowTime(ref t, w);
        }
    }

    // P1, P2: the oldest sub-buffer that can be read is the one after the slot that is written.
    internal int PushFrom(in State s, int p) => Floor(IsFlusher(p) ? s.Loc[p].O : RecBegin(s.Loc[p]));

    private void Push_LoadReadPosition(ref MoveList to, in State s, int p)
    {
        ref State t = ref to.Add(s, Step.Push_LoadReadPosition, _producers[p], Access.Load(Variables.Rpos, 0, s.Rpos));
        int ahead = PushFrom(s, p) - s.Rpos;
        if (ahead < B || (ahead == B && _broken == Broken.PushOneLate))
        {
            AfterPush(ref t, p);
        }
        else
        {
            t.Loc[p].V = s.Rpos;
            Jump(ref t, p, Label.Push_Cas);
        }
    }

    private void Push_Cas(ref MoveList to, in State s, int p)
    {
        bool stores = _broken == Broken.PushWithoutCas;
        if (s.Rpos != s.Loc[p].V && !stores)
        {
            ref State u = ref to.Add(s, Step.Push_CasFail, _producers[p], Access.SwapFailed(Variables.Rpos, 0, s.Rpos));
            u.Loc[p].V = 0;
            Jump(ref u, p, Label.Push_LoadReadPosition);
            return;
        }

        int end = PushFrom(s, p) - B + (_broken == Broken.PushOneTooFar ? 2 * S : S);
        Access access = Access.Replace(stores, Variables.Rpos, 0, s.Rpos, end);
        ref State t = ref to.Add(s, Step.Push_Cas, _producers[p], access);
        t.Rpos = Limits.Narrow(end);
        Prune(ref t, end, Held(s));
        AfterPush(ref t, p);
    }
}
