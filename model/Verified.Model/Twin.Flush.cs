namespace Verified.Model;

// FLUSH, PAUSE, RESUME, COMPLETE.
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

    // What is there to do for this mode, by what was sampled?
    private bool HasWork(in State s, int mode) => s.Gate switch
    {
        Gate.Closed => false,
        Gate.Paused => mode is ResumeMode or CompleteMode,
        _ => mode is FinalMode or PauseMode or CompleteMode || (mode == ActiveMode && Off(s.Wpos) != 0),
    };

    // Only the gate changes: the write position is where it must be.
    private bool IsGateAlone(in Locals l) =>
        (Off(l.O) == 0 || _broken == Broken.GateShutAnywhere) && l.N is not (ActiveMode or FinalMode);

    private static Gate NextGate(int mode, Gate gate) => mode switch
    {
        PauseMode => Gate.Paused,
        ResumeMode => Gate.Open,
        CompleteMode => Gate.Closed,
        _ => gate,
    };

    private void ToFlushCas(ref State t, int f) =>
        Jump(ref t, f, IsGateAlone(t.Loc[f]) || !Samples ? Label.Flush_Cas : FirstSample);

    private void AfterFlushTime(ref State t, int f)
    {
        if (Off(t.Loc[f].O) == 0 && t.Loc[f].N == FinalMode && _broken != Broken.FlushWithoutCleanTest)
        {
            Jump(ref t, f, Label.Flush_LoadDelivered);
        }
        else
        {
            ToFlushCas(ref t, f);
        }
    }

    private void Flush_LoadWritePosition(ref MoveList to, in State s, int f, int mode)
    {
        ref State t = ref to.Add(
            s, Step.Flush_LoadWritePosition, _producers[f], Access.Load(Variables.Wpos, 0, Head(s)), mode);
        if (!HasWork(s, mode))
        {
            Finish(ref t, f);
            return;
        }

        t.Loc[f] = NoLocals with { O = s.Wpos, N = (short)mode, V = (short)s.Gate };
        if (Config.Clocked && !IsGateAlone(t.Loc[f]))
        {
            Jump(ref t, f, Label.Flush_ReadClock);
        }
        else
        {
            AfterFlushTime(ref t, f);
        }
    }

    private void Flush_ReadClock(ref MoveList to, in State s, int f)
    {
        var access = new Access(AccessKind.ReadClock, Variables.Now, 0, s.Now, s.Now, false);
        ref State t = ref to.Add(s, Step.Flush_ReadClock, _producers[f], access);
        t.Loc[f].T = s.Now;
        AfterFlushTime(ref t, f);
    }

    private void Flush_LoadDelivered(ref MoveList to, in State s, int f)
    {
        int i = Idx(s.Loc[f].O);
        ref State t = ref to.Add(s, Step.Flush_LoadDelivered, _producers[f], Access.Load(Variables.Dc, i, s.Dc[i]));
        if (s.Dc[i] != CleanCount(s.Loc[f].O))
        {
            Finish(ref t, f);
        }
        else if (Overwrites)
        {
            ToFlushCas(ref t, f);
        }
        else
        {
            Jump(ref t, f, Label.Flush_LoadReadPosition);
        }
    }

    private void Flush_LoadReadPosition(ref MoveList to, in State s, int f)
    {
        ref State t = ref to.Add(s, Step.Flush_LoadReadPosition, _producers[f], Access.Load(Variables.Rpos, 0, s.Rpos));
        if (s.Loc[f].O - s.Rpos >= B && _broken != Broken.FlushWithoutFullTest)
        {
            Finish(ref t, f);
        }
        else
        {
            ToFlushCas(ref t, f);
        }
    }

    private void Flush_Cas(ref MoveList to, in State s, int f)
    {
        bool isSame = s.Wpos == s.Loc[f].O && (int)s.Gate == s.Loc[f].V;
        bool takesAny = _broken == Broken.FlushWithoutCas;
        if (_isOneWriter)
        {
            CloseSubBuffer(ref to, s, f);
            return;
        }

        if (isSame)
        {
            CloseSubBuffer(ref to, s, f);
        }

        // The guard is a disjunction, and TLC generates a successor for each disjunct that holds, equal or not.
        if (takesAny)
        {
            CloseSubBuffer(ref to, s, f);
        }

        if (!isSame && !takesAny)
        {
            ref State t = ref to.Add(s, Step.Flush_CasFail, _producers[f], Access.SwapFailed(Variables.Wpos, 0, Head(s)));
            Goto(ref t, f, Label.Flush_LoadWritePosition, NoLocals with { N = s.Loc[f].N });
        }
    }

    private void CloseSubBuffer(ref MoveList to, in State s, int f)
    {
        Locals l = s.Loc[f];
        bool isGateAlone = IsGateAlone(l);
        int end = isGateAlone ? s.Wpos : NextStart(l.O);
        Gate gate = NextGate(l.N, s.Gate);
        int next = Access.HeadValue(end, gate);
        Access access = Access.Replace(_isOneWriter || _broken == Broken.FlushWithoutCas, Variables.Wpos, 0, Head(s), next);
        ref State t = ref to.Add(s, _isOneWriter ? Step.Flush_StoreWritePosition : Step.Flush_Cas, _producers[f], access);
        t.Gate = gate;
        if (isGateAlone)
        {
            AfterGate(ref t, f, l.N);
            return;
        }

        t.Wpos = Limits.Narrow(end);
        AppendReserved(ref t, f);
        t.Loc[f].N = l.N == CompleteMode ? l.N : (short)0;
        t.Loc[f].V = 0;
        if (_isOneWriter)
        {
            OneWriterAfterFlush(ref t, f);
        }
        else if (Overwrites)
        {
            Jump(ref t, f, Label.Push_LoadReadPosition);
        }
        else
        {
            AfterFlushReserve(ref t, f);
        }
    }

    private static void AfterGate(ref State t, int f, short mode)
    {
        if (mode == CompleteMode)
        {
            Goto(ref t, f, Label.Complete_StoreFinal, NoLocals with { N = mode });
        }
        else
        {
            Finish(ref t, f);
        }
    }

    private void Complete_StoreFinal(ref MoveList to, in State s, int f)
    {
        ref State t = ref to.Add(s, Step.Complete_StoreFinal, _producers[f], Access.Store(Variables.Final, 0, s.Final, 1));
        t.Final = 1;
        Goto(ref t, f, Config.Wakeups ? Label.Wake_LoadWaiting : Label.Idle, NoLocals);
    }
}
