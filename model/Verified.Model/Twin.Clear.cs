namespace Verified.Model;

// CLEAR NOREF (overwrite mode): from here on the reader can not take the sub-buffer that serves the slot.
public sealed partial class Twin
{
    private void AfterClear(ref State t, int p)
    {
        Job job = t.Loc[p].Job;
        if (job == Job.Rec)
        {
            WriteRecord(ref t, p);
            return;
        }

        t.Loc[p].W = NoWord;
        Jump(ref t, p, job == Job.Pad ? EndStore : IsFlusher(p) ? Label.OldStart_StoreBegin : Label.NewStart_StoreBegin);
    }

    private bool OmitsClear(Job job) => _broken switch
    {
        Broken.NoClearNoref => job != Job.Pad,
        Broken.NoClearNorefOfOld => job == Job.Pad,
        Broken.NoClearNorefOfRecord => job == Job.Rec,
        _ => false,
    };

    private void ClearNoref_LoadSlot(ref MoveList to, in State s, int p)
    {
        int i = PieceSlot(s, p);
        SlotWord word = s.Slot[i];
        ref State t = ref to.Add(
            s, Step.ClearNoref_LoadSlot, _producers[p], Access.Load(Variables.Slot, i, Access.SlotValue(word)));
        if (!word.Noref || OmitsClear(s.Loc[p].Job))
        {
            t.Loc[p].X = word.Sub;
            AfterClear(ref t, p);
        }
        else
        {
            t.Loc[p].W = word;
            Jump(ref t, p, Label.ClearNoref_Cas);
        }
    }

    private void ClearNoref_Cas(ref MoveList to, in State s, int p)
    {
        int i = PieceSlot(s, p);
        SlotWord word = s.Slot[i];
        int seen = Access.SlotValue(word);
        bool stores = _broken == Broken.ClaimWithoutCas;
        if (word != s.Loc[p].W && !stores)
        {
            ref State u = ref to.Add(s, Step.ClearNoref_CasFail, _producers[p], Access.SwapFailed(Variables.Slot, i, seen));
            u.Loc[p].W = NoWord;
            Jump(ref u, p, Label.ClearNoref_LoadSlot);
            return;
        }

        var claimed = new SlotWord(s.Loc[p].W.Sub, false, None);
        int left = Access.SlotValue(claimed);
        Access access = Access.Replace(stores, Variables.Slot, i, seen, left);
        ref State t = ref to.Add(s, Step.ClearNoref_Cas, _producers[p], access);
        t.Slot[i] = claimed;
        Prune(ref t, s.Rpos, Held(s));
        Wipe(ref t, claimed.Sub);
        t.Loc[p].X = claimed.Sub;
        AfterClear(ref t, p);
    }
}
