namespace Verified.Model;

// COMMIT AND DELIVER.
public sealed partial class Twin
{
    private bool WakesEarly => _broken == Broken.WakeBeforePublish;

    // "Lean": the add returned the full sum, so this process delivers.
    private Label FirstDelivery =>
        Overwrites && _broken != Broken.PublishBeforeNoref ? Label.Deliver_StoreSlot
        : WakesEarly ? Label.Wake_LoadWaiting
        : Label.Deliver_Publish;

    private void Commit_AddCount(ref MoveList to, in State s, int p)
    {
        int b = PieceBegin(p, s.Loc[p]);
        int i = Idx(b);
        int end = PieceEnd(p, s.Loc[p]);
        int sum = _broken == Broken.CountOfOwnEnd ? CleanCount(b) + end - Floor(b) : s.Cc[i] + end - b;
        ref State t = ref _isOneWriter
            ? ref to.Add(s, Step.Commit_StoreCount, _producers[p], Access.Store(Variables.Cc, i, s.Cc[i], sum))
            : ref to.Add(s, Step.Commit_AddCount, _producers[p], Access.Add(Variables.Cc, i, s.Cc[i], sum));
        t.Cc[i] = Limits.Narrow(sum);
        Commit(ref t, _producers[p], b);
        t.Due[p] = Owed(s, p, b, end, sum);
        if (_isLttng)
        {
            Jump(ref t, p, Label.Commit_LoadCount);
        }
        else if (sum == FullCount(b))
        {
            Jump(ref t, p, FirstDelivery);
            t.Claims[i]++;
        }
        else
        {
            AfterCommit(ref t, p);
        }
    }

    private void Commit_LoadCount(ref MoveList to, in State s, int p)
    {
        int b = PieceBegin(p, s.Loc[p]);
        int i = Idx(b);
        ref State t = ref to.Add(s, Step.Commit_LoadCount, _producers[p], Access.Load(Variables.Cc, i, s.Cc[i]));
        if (s.Cc[i] == FullCount(b))
        {
            Jump(ref t, p, Label.Deliver_Lock);
        }
        else
        {
            AfterCommit(ref t, p);
        }
    }

    private void Deliver_Lock(ref MoveList to, in State s, int p)
    {
        int b = PieceBegin(p, s.Loc[p]);
        int i = Idx(b);
        bool isFree = s.Dc[i] == CleanCount(b);
        bool takesAll = _broken == Broken.DeliverWithoutLock;
        if (isFree)
        {
            TakeDelivery(ref to, s, p, b);
        }

        // The guard is a disjunction, and TLC generates a successor for each disjunct that holds, equal or not.
        if (takesAll)
        {
            TakeDelivery(ref to, s, p, b);
        }

        if (!isFree && !takesAll)
        {
            Access access = Access.SwapFailed(Variables.Dc, i, s.Dc[i]);
            AfterCommit(ref to.Add(s, Step.Deliver_LockFail, _producers[p], access), p);
        }
    }

    private void TakeDelivery(ref MoveList to, in State s, int p, int b)
    {
        int i = Idx(b);
        int count = _broken == Broken.OnePhaseDelivery ? FullCount(b) : CleanCount(b) + 1;
        Access access = Access.Replace(_broken == Broken.DeliverWithoutLock, Variables.Dc, i, s.Dc[i], count);
        ref State t = ref to.Add(s, Step.Deliver_Lock, _producers[p], access);
        t.Dc[i] = Limits.Narrow(count);
        t.Claims[i]++;
        Jump(ref t, p, Label.Deliver_LoadDataSize);
    }

    private void Deliver_LoadDataSize(ref MoveList to, in State s, int p)
    {
        int x = SubOf(s, p);
        Access access = Access.LoadEnd(Variables.Dsize, x, s.Dsize[x]);
        ref State t = ref to.Add(s, Step.Deliver_LoadDataSize, _producers[p], access);
        t.Loc[p].K = s.Dsize[x];
        Jump(ref t, p, Label.Deliver_StoreSize);
    }

    private void Deliver_StoreSize(ref MoveList to, in State s, int p)
    {
        ref State t = ref StoreSize(ref to, s, p, Step.Deliver_StoreSize, AtDelivery(s, p));
        t.Loc[p].K = default;
        Jump(ref t, p, FirstDelivery);
    }

    // The end block as delivery publishes it; the mutants are LTTng's own past.
    private EndBlock AtDelivery(in State s, int p) => _broken switch
    {
        Broken.EndTimeAtDelivery => s.Loc[p].K with { Time = s.Now },
        Broken.LossesSampledAtDelivery => s.Loc[p].K with
        {
            Loss = new LossSample { Full = s.Lost[Full], Wrapped = s.Lost[Wrapped], TooBig = s.Lost[TooBig] },
        },
        Broken.EndTimeOfCommitter => s.Loc[p].K with { Time = s.Loc[p].T },
        Broken.LossesOfCommitter => s.Loc[p].K with { Loss = s.Loc[p].S },
        _ => s.Loc[p].K,
    };

    private void Deliver_StoreSlot(ref MoveList to, in State s, int p)
    {
        int b = PieceBegin(p, s.Loc[p]);
        int i = Idx(b);
        int lap = Lap(_broken == Broken.LapOfNextByte ? NextStart(b) : b);
        var word = new SlotWord((byte)s.Loc[p].X, true, (short)lap);
        Access access = Access.Store(Variables.Slot, i, Access.SlotValue(s.Slot[i]), Access.SlotValue(word));
        ref State t = ref to.Add(s, Step.Deliver_StoreSlot, _producers[p], access);
        t.Slot[i] = word;
        if (_broken != Broken.PublishBeforeNoref)
        {
            Jump(ref t, p, Label.Deliver_Publish);
        }
        else
        {
            AfterPublish(ref t, p);
        }
    }

    private void Deliver_Publish(ref MoveList to, in State s, int p)
    {
        int b = PieceBegin(p, s.Loc[p]);
        int i = Idx(b);
        int count = FullCount(b);
        ref State t = ref to.Add(s, Step.Deliver_Publish, _producers[p], Access.Store(Variables.Dc, i, s.Dc[i], count));
        t.Dc[i] = Limits.Narrow(count);
        if (Overwrites && _broken == Broken.PublishBeforeNoref)
        {
            Jump(ref t, p, Label.Deliver_StoreSlot);
        }
        else if (WakesEarly)
        {
            AfterCommit(ref t, p);
        }
        else
        {
            AfterPublish(ref t, p);
        }
    }

    private void AfterPublish(ref State t, int p)
    {
        if (Config.Wakeups)
        {
            Jump(ref t, p, Label.Wake_LoadWaiting);
        }
        else
        {
            AfterCommit(ref t, p);
        }
    }
}
