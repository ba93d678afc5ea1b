namespace Verified.Model;

// OneWriter.tla: one thread at a time reserves, commits and flushes, and stores where many writers exchange or add.
public sealed partial class Twin
{
    private readonly bool _isOneWriter;

    // Inside a call: not between calls, and not while the user fills a record.
    private static bool Calls(in State s, int p) => s.Pc[p] is not (Label.Idle or Label.Write_End);

    // The reader runs at any time.
    private bool IsOwnTurn(in State s, int p)
    {
        for (int q = 0; q < _producers.Length && p < _producers.Length && !Config.AnyTurn; q++)
        {
            if (q != p && Calls(s, q))
            {
                return false;
            }
        }

        return true;
    }

    // This thread has claimed the sub-buffer at the write position: its slot's word is as good as a local.
    private byte OwnSub(in State t, int p) => Overwrites ? t.Slot[Idx(t.Loc[p].O)].Sub : (byte)0;

    private void OneWriterAfterReserve(ref State t, int p)
    {
        if (EndsOld(t.Loc[p]))
        {
            t.Loc[p].X = OwnSub(t, p);
            Begin(ref t, p, EndStore, Job.Pad);
        }
        else if (EntersNew(t.Loc[p]))
        {
            Begin(ref t, p, Overwrites ? Label.ClearNoref_LoadSlot : Label.NewStart_StoreBegin, Job.Hdr);
        }
        else
        {
            t.Loc[p].X = OwnSub(t, p);
            WriteRecord(ref t, p);
        }
    }

    // Only an empty packet enters its sub-buffer.
    private void OneWriterAfterFlush(ref State t, int f)
    {
        if (Off(t.Loc[f].O) != 0)
        {
            t.Loc[f].X = OwnSub(t, f);
            Begin(ref t, f, EndStore, Job.Pad);
        }
        else if (Overwrites)
        {
            Jump(ref t, f, Label.Push_LoadReadPosition);
        }
        else
        {
            Begin(ref t, f, Label.OldStart_StoreBegin, Job.Hdr);
        }
    }
}
