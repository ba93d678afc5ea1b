namespace Verified.Model;

// READER: moving on, snapshot and clear.
public sealed partial class Twin
{
    private int ReleaseTo(in State s) =>
        s.Rd.Cur + (_broken == Broken.ClearOneTooFar && s.Rd.Op == ReaderOp.Clear ? 2 * S : S);

    // The sub-buffer was read, or cleared. What stands in memory that was given up is anything from now on.
    private void Release(ref State t, int end)
    {
        t.Rpos = Limits.Narrow(end);
        Prune(ref t, end, None);
        bool clears = t.Rd.Op == ReaderOp.Clear;
        if (!Overwrites || !clears)
        {
            Wipe(ref t, SubRead(t));
        }

        if (clears)
        {
            t.Rd = NoReading with { Op = ReaderOp.Clear };
            Turn(ref t, Label.Clear_LoadReadPosition);
        }
        else
        {
            Leave(ref t);
        }
    }

    // Writers may have pushed the read position further: never back.
    private void Move_LoadReadPosition(ref MoveList to, in State s)
    {
        ref State t = ref to.Add(s, Step.Move_LoadReadPosition, Config.Reader, Access.Load(Variables.Rpos, 0, s.Rpos));
        if (s.Rpos < ReleaseTo(s))
        {
            t.Rd.V = s.Rpos;
            Turn(ref t, Label.Move_Cas);
        }
        else
        {
            Release(ref t, s.Rpos);
        }
    }

    private void Move_Cas(ref MoveList to, in State s)
    {
        if (s.Rpos != s.Rd.V)
        {
            ref State t = ref to.Add(s, Step.Move_CasFail, Config.Reader, Access.SwapFailed(Variables.Rpos, 0, s.Rpos));
            t.Rd.V = 0;
            Turn(ref t, Label.Move_LoadReadPosition);
            return;
        }

        int end = ReleaseTo(s);
        Release(ref to.Add(s, Step.Move_Cas, Config.Reader, Access.Swap(Variables.Rpos, 0, s.Rpos, end)), end);
    }

    private void Move_StoreReadPosition(ref MoveList to, in State s)
    {
        int end = ReleaseTo(s);
        Release(ref to.Add(s, Step.Move_StoreReadPosition, Config.Reader, Access.Store(Variables.Rpos, 0, s.Rpos, end)), end);
    }

    private void Snapshot_LoadReadPosition(ref MoveList to, in State s)
    {
        ref State t = ref to.Add(s, Step.Snapshot_LoadReadPosition, Config.Reader, Access.Load(Variables.Rpos, 0, s.Rpos));
        t.Rd = NoReading with { Op = ReaderOp.Snapshot, Cur = s.Rpos };
        Turn(ref t, Label.Snapshot_LoadWritePosition);
    }

    // No more than the ring is there: what is older was overwritten since.
    private void Snapshot_LoadWritePosition(ref MoveList to, in State s)
    {
        int upto = Floor(s.Wpos);
        int oldest = upto - B + (_broken == Broken.SnapshotOneShort ? S : 0);
        int cur = Math.Max(s.Rd.Cur, oldest);
        ref State t = ref to.Add(s, Step.Snapshot_LoadWritePosition, Config.Reader, Access.Load(Variables.Wpos, 0, Head(s)));
        if (cur >= upto)
        {
            Leave(ref t);
            return;
        }

        t.Rd.Cur = (short)cur;
        t.Rd.Upto = (short)upto;
        Turn(ref t, Label.Get_LoadDelivered);
    }

    // The same exchange back, unless a writer has claimed the slot: then the reader keeps what it has as spare.
    private void Put_Cas(ref MoveList to, in State s)
    {
        int i = Idx(s.Rd.Cur);
        int seen = Access.SlotValue(s.Slot[i]);
        bool putsBlindly = _broken == Broken.PutBackWithoutCas;
        if (s.Slot[i] != s.Rd.W && !putsBlindly)
        {
            ref State u = ref to.Add(s, Step.Put_CasFail, Config.Reader, Access.SwapFailed(Variables.Slot, i, seen));
            Wipe(ref u, s.Mine);
            Prune(ref u, s.Rpos, None);
            NextOfSnapshot(ref u);
            return;
        }

        var word = new SlotWord((byte)s.Mine, true, (short)Lap(s.Rd.Cur));
        int back = Access.SlotValue(word);
        Access access = Access.Replace(putsBlindly, Variables.Slot, i, seen, back);
        ref State t = ref to.Add(s, Step.Put_Cas, Config.Reader, access);
        t.Slot[i] = word;
        t.Mine = s.Rd.W.Sub;
        NextOfSnapshot(ref t);
    }

    private void Clear_LoadReadPosition(ref MoveList to, in State s)
    {
        ref State t = ref to.Add(s, Step.Clear_LoadReadPosition, Config.Reader, Access.Load(Variables.Rpos, 0, s.Rpos));
        t.Rd = NoReading with { Op = ReaderOp.Clear, Cur = s.Rpos };
        Turn(ref t, Label.Clear_LoadDelivered);
    }

    // No further than what is delivered, so that no reservation is ever behind the read position.
    private void Clear_LoadDelivered(ref MoveList to, in State s)
    {
        int i = Idx(s.Rd.Cur);
        ref State t = ref to.Add(s, Step.Clear_LoadDelivered, Config.Reader, Access.Load(Variables.Dc, i, s.Dc[i]));
        if (s.Dc[i] >= FullCount(s.Rd.Cur) || _broken == Broken.ClearWithoutDeliveredTest)
        {
            Turn(ref t, MoveStart);
        }
        else
        {
            Leave(ref t);
        }
    }
}
