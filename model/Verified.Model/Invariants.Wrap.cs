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
            if ((Signed(span, twin.Config.SpanModulus) >= twin.B) != (span >= twin.B))
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
            if (s.Loc[p].O >= 0 && !IsTold(WriterCount(twin, s, p), twin.Config.CountModulus))
            {
                return false;
            }
        }

        return s.Rd.Cur < 0 || IsTold(ReaderCount(twin, s), twin.Config.CountModulus);
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

    private static bool IsTold(int x, int modulus) => Math.Sign(Signed(x, modulus)) == Math.Sign(x);

    /// <summary>T9, P2, E1 of a flush: how far is it from the read position?</summary>
    private static int WriterSpan(Twin twin, in State s, int p) => s.Pc[p] switch
    {
        Label.ReserveSlow_LoadReadPosition => twin.Floor(twin.RecBegin(s.Loc[p])) - s.Rpos,
        Label.Push_LoadReadPosition => twin.PushFrom(s, p) - s.Rpos,
        Label.Flush_LoadReadPosition => s.Loc[p].O - s.Rpos,
        _ => 0,
    };

    /// <summary>MOVE: is the read position further already? SNAPSHOT: is more than the ring there?</summary>
    private static int ReaderSpan(Twin twin, in State s) => ReaderAt(twin, s) switch
    {
        Label.Move_LoadReadPosition => s.Rpos - (s.Rd.Cur + twin.S),
        Label.Snapshot_LoadWritePosition => s.Rd.Cur - twin.Floor(s.Wpos),
        _ => 0,
    };

    /// <summary>T8, F2: is it the count before the lap of the position?</summary>
    private static int WriterCount(Twin twin, in State s, int p) => s.Pc[p] switch
    {
        Label.ReserveSlow_RecheckWritePosition => s.Loc[p].V - twin.CleanCount(twin.RecBegin(s.Loc[p])),
        Label.Flush_LoadDelivered => s.Dc[twin.Idx(s.Loc[p].O)] - twin.CleanCount(s.Loc[p].O),
        _ => 0,
    };

    /// <summary>G7, and of a clear: is it the count after the lap of the position?</summary>
    private static int ReaderCount(Twin twin, in State s) => ReaderAt(twin, s) is Label.Get_LoadDelivered or Label.Clear_LoadDelivered
        ? s.Dc[twin.Idx(s.Rd.Cur)] - twin.FullCount(s.Rd.Cur)
        : 0;
}
