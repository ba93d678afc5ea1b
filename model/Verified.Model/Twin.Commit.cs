using System.Diagnostics;

namespace Verified.Model;

// COMMIT AND DELIVER.
public sealed partial class Twin
{
    private void CommitStep(ref MoveList to, in State s, int p)
    {
        switch (s.Pc[p])
        {
            case Label.Commit_AddCount:
                Commit_AddCount(ref to, s, p);
                break;
            case Label.Commit_LoadCount:
                Commit_LoadCount(ref to, s, p);
                break;
            case Label.Deliver_Lock:
                Deliver_Lock(ref to, s, p);
                Deliver_LockFail(ref to, s, p);
                break;
            case Label.Deliver_LoadDataSize:
                Deliver_LoadDataSize(ref to, s, p);
                break;
            case Label.Deliver_StoreSize:
                Deliver_StoreSize(ref to, s, p);
                break;
            case Label.Deliver_Publish:
                Deliver_Publish(ref to, s, p);
                break;
            default:
                throw new UnreachableException($"no producer stands at {s.Pc[p]}");
        }
    }

    private void Commit_AddCount(ref MoveList to, in State s, int p)
    {
        int b = PieceBegin(p, s.Loc[p]);
        int i = Idx(b);
        int sum = s.Cc[i] + PieceEnd(p, s.Loc[p]) - b;
        ref State t = ref to.Add(s, Step.Commit_AddCount, _producers[p], Access.Add(Variables.Cc, i, s.Cc[i], sum));
        t.Cc[i] = Limits.Narrow(sum);
        for (int j = 0; j < t.ResCount; j++)
        {
            if (t.Res[j].By == _producers[p] && t.Res[j].B == b)
            {
                t.Res[j].By = 0;
            }
        }

        if (_isLttng)
        {
            Jump(ref t, p, Label.Commit_LoadCount);
        }
        else if (sum == FullCount(b))
        {
            Jump(ref t, p, Label.Deliver_Publish);
            t.Claims[i] = Limits.Narrow(s.Claims[i] + 1);
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

        // The guard is a disjunction, and TLC generates a successor for each disjunct that holds, equal or not.
        if (s.Dc[Idx(b)] == CleanCount(b))
        {
            TakeDelivery(ref to, s, p, b);
        }

        if (_deliverWithoutLock)
        {
            TakeDelivery(ref to, s, p, b);
        }
    }

    private void TakeDelivery(ref MoveList to, in State s, int p, int b)
    {
        int i = Idx(b);
        int count = _onePhaseDelivery ? FullCount(b) : CleanCount(b) + 1;
        Access access = _deliverWithoutLock
            ? Access.Store(Variables.Dc, i, s.Dc[i], count, false)
            : Access.Swap(Variables.Dc, i, s.Dc[i], count);
        ref State t = ref to.Add(s, Step.Deliver_Lock, _producers[p], access);
        t.Dc[i] = Limits.Narrow(count);
        t.Claims[i] = Limits.Narrow(s.Claims[i] + 1);
        Jump(ref t, p, Label.Deliver_LoadDataSize);
    }

    private void Deliver_LockFail(ref MoveList to, in State s, int p)
    {
        int b = PieceBegin(p, s.Loc[p]);
        int i = Idx(b);
        if (s.Dc[i] != CleanCount(b) && !_deliverWithoutLock)
        {
            ref State t = ref to.Add(
                s, Step.Deliver_LockFail, _producers[p], Access.SwapFailed(Variables.Dc, i, s.Dc[i]));
            AfterCommit(ref t, p);
        }
    }

    private void Deliver_LoadDataSize(ref MoveList to, in State s, int p)
    {
        int i = PieceSlot(s, p);
        ref State t = ref to.Add(s, Step.Deliver_LoadDataSize, _producers[p], Access.Load(Variables.Dsize, i, s.Dsize[i]));
        t.Loc[p].K = s.Dsize[i];
        Jump(ref t, p, Label.Deliver_StoreSize);
    }

    private void Deliver_StoreSize(ref MoveList to, in State s, int p)
    {
        int i = PieceSlot(s, p);
        int size = s.Loc[p].K;
        ref State t = ref to.Add(s, Step.Deliver_StoreSize, _producers[p], StoreSize(Variables.Csize, i, s.Csize[i], size));
        t.Csize[i] = (short)size;
        t.Loc[p].K = 0;
        Jump(ref t, p, Label.Deliver_Publish);
    }

    private void Deliver_Publish(ref MoveList to, in State s, int p)
    {
        int b = PieceBegin(p, s.Loc[p]);
        int i = Idx(b);
        int count = FullCount(b);
        Access access = Access.Store(Variables.Dc, i, s.Dc[i], count, false);
        ref State t = ref to.Add(s, Step.Deliver_Publish, _producers[p], access);
        t.Dc[i] = Limits.Narrow(count);
        AfterCommit(ref t, p);
    }
}
