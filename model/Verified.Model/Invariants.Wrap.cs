namespace Verified.Model;

// Wrap.tla: each comparison has the same outcome by remainder as by number. They say nothing of models without moduli.
public static partial class Invariants
{
    private static bool S24_SpansAreTold(Twin twin, in State s)
    {
        if (twin.Config.SpanModulus == 0)
        {
            return true;
        }

        for (int p = 0; p < twin.ProducerCount; p++)
        {
            int span = s.Loc[p].O >= 0 ? WriterSpan(twin, s, p) : 0;
            int wake = s.Loc[p].O >= 0 ? WakeSpan(twin, s, p) : 0;
            if ((Signed(span, twin.Config.SpanModulus) >= twin.B) != (span >= twin.B) || !IsTold(wake, twin.Config.SpanModulus))
            {
                return false;
            }
        }

        return s.Rd.Cur < 0 || IsTold(ReaderSpan(twin, s), twin.Config.SpanModulus);
    }

    private static bool S24_CountsAreTold(Twin twin, in State s)
    {
        if (twin.Config.CountModulus == 0)
        {
            return true;
        }

        for (int p = 0; p < twin.ProducerCount; p++)
        {
            int count = s.Loc[p].O >= 0 ? WriterCount(twin, s, p) : 0;
            if ((count % twin.Config.CountModulus == 0) != (count == 0))
            {
                return false;
            }
        }

        // What the reader looks for; one that was lapped is asked of only where that is the question.
        int sought = s.Rd.Op == ReaderOp.Wait ? s.Rd.Upto : s.Rd.Cur;
        return sought < LeastAsked(twin) || IsTold(ReaderCount(twin, s, sought), twin.Config.CountModulus);
    }

    private static bool S24_LapsAreTold(Twin twin, in State s)
    {
        if (twin.Config.LapModulus == 0 || !twin.Overwrites || ReaderAt(twin, s) != Label.Get_LoadSlot || s.Rd.Cur < 0)
        {
            return true;
        }

        int lap = s.Slot[twin.Idx(s.Rd.Cur)].Lap;
        int apart = lap - twin.Lap(s.Rd.Cur);
        return lap == Twin.None || (apart % twin.Config.LapModulus == 0) == (apart == 0);
    }

    /// <summary>A difference as a signed number of so many bits has it.</summary>
    private static int Signed(int x, int modulus)
    {
        int rest = (x + (modulus / 2)) % modulus;
        return (rest < 0 ? rest + modulus : rest) - (modulus / 2);
    }

    /// <summary>May what the reader sampled be behind the read position?</summary>
    private static int LeastAsked(Twin twin) => twin.Config.Oversleeps == Sleeper.Lapped ? -twin.B : 0;

    private static bool IsTold(int x, int modulus) => Math.Sign(Signed(x, modulus)) == Math.Sign(x);

    /// <summary>T9, P2, E1 of a flush: how far is it from the read position?</summary>
    private static int WriterSpan(Twin twin, in State s, int p) => s.Pc[p] switch
    {
        Label.ReserveSlow_LoadReadPosition => twin.Floor(twin.RecBegin(s.Loc[p])) - s.Rpos,
        Label.Push_LoadReadPosition => twin.PushFrom(s, p) - s.Rpos,
        Label.Flush_LoadReadPosition => s.Loc[p].O - s.Rpos,
        _ => 0,
    };

    /// <summary>D9: is the delivered sub-buffer the awaited one, or a later one?</summary>
    private static int WakeSpan(Twin twin, in State s, int p) =>
        s.Pc[p] == Label.Wake_LoadWaiting && s.Loc[p].Job != Job.None && s.Waiting >= LeastAsked(twin)
            ? twin.Floor(twin.PieceBegin(p, s.Loc[p])) - s.Waiting
            : 0;

    /// <summary>MOVE: is the read position further already? SNAPSHOT: is more than the ring there?</summary>
    private static int ReaderSpan(Twin twin, in State s) => ReaderAt(twin, s) switch
    {
        Label.Move_LoadReadPosition => s.Rpos - (s.Rd.Cur + twin.S),
        Label.Snapshot_LoadWritePosition => s.Rd.Cur - twin.Floor(s.Wpos),
        _ => 0,
    };

    /// <summary>T8, F2: is it the count before the lap of the position? C4: or after it?</summary>
    private static int WriterCount(Twin twin, in State s, int p) => s.Pc[p] switch
    {
        Label.ReserveSlow_RecheckWritePosition => s.Loc[p].V - twin.CleanCount(twin.RecBegin(s.Loc[p])),
        Label.Flush_LoadDelivered => s.Dc[twin.Idx(s.Loc[p].O)] - twin.CleanCount(s.Loc[p].O),
        Label.Commit_AddCount => SumAfterCommit(twin, s, p) - twin.FullCount(twin.PieceBegin(p, s.Loc[p])),
        _ => 0,
    };

    private static int SumAfterCommit(Twin twin, in State s, int p)
    {
        int begin = twin.PieceBegin(p, s.Loc[p]);
        return s.Cc[twin.Idx(begin)] + twin.PieceEnd(p, s.Loc[p]) - begin;
    }

    /// <summary>G7, and of a clear, and of a wait: is it the count after the lap of the position?</summary>
    private static int ReaderCount(Twin twin, in State s, int sought) =>
        ReaderAt(twin, s) is Label.Get_LoadDelivered or Label.Clear_LoadDelivered or Label.Wait_LoadDelivered
            ? s.Dc[twin.Idx(sought)] - twin.FullCount(sought)
            : 0;
}
