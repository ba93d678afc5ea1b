using System.Diagnostics;

namespace Verified.Model;

/// <summary>
/// Packs the used part of a state into few bytes and back. A value from -64 to 184 takes one byte, so do "none", "torn" and
/// "garbage"; any other takes three. The packing is injective: equal bytes mean equal states.
/// </summary>
internal sealed partial class StateCodec(Twin twin)
{
    /// <summary>The most bytes that a state can take.</summary>
    internal const int MaxBytes = 2048;

    internal int Pack(in State s, Span<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes.Length, MaxBytes);
        var to = new Writer(bytes);
        to.Put(s.Wpos);
        to.Put((short)((int)s.Gate | (s.Final << 2) | (s.Signal << 3)));
        to.Put(s.Rpos);
        to.Put(s.Mine);
        to.Put(s.Now);
        to.Put(s.Last);
        to.Put(s.Waiting);
        to.Put(s.Account);
        to.Put(s.Cc, twin.N);
        to.Put(s.Dc, twin.N);
        to.Put(s.Claims, twin.N);
        for (int i = 0; i < twin.N; i++)
        {
            to.Put(s.Slot[i]);
        }

        for (int x = 0; x < twin.Subs; x++)
        {
            to.Put(s.Begin[x]);
            to.Put(s.Csize[x]);
            to.Put(s.Dsize[x]);
        }

        to.Put(s.Mem, twin.Subs * twin.S);
        to.Put(s.Lost, Twin.CauseCount);
        for (int p = 0; p < twin.ProducerCount; p++)
        {
            to.Put((short)s.Pc[p]);
            Pack(ref to, s.Loc[p]);
        }

        to.Put((short)s.Pc[twin.ProducerCount]);
        Pack(ref to, s.Rd);
        to.Put(s.ResCount);
        foreach (ref readonly Reservation r in s.Reservations)
        {
            to.Put(r.B);
            to.Put(r.E);
            to.Put(r.T);
            to.Put((short)((int)r.Kind | (r.By << 2)));
        }

        if (twin.Recovers)
        {
            to.Put(s.Prefix, twin.N);
            to.Put(s.Dead);
            for (int p = 0; p < twin.ProducerCount; p++)
            {
                to.Put(s.Due[p]);
            }
        }

        if (twin.ReadsParts || twin.ReadsCells)
        {
            to.Put(s.Taken.Upto);
            to.Put(s.Taken.Time);
        }

        return to.Length;
    }

    internal void Unpack(ReadOnlySpan<byte> bytes, out State s)
    {
        s = default;
        var from = new Reader(bytes);
        s.Wpos = from.Get();
        int bits = from.Get();
        (s.Gate, s.Final, s.Signal) = ((Gate)(bits & 3), (short)((bits >> 2) & 1), (short)(bits >> 3));
        s.Rpos = from.Get();
        s.Mine = from.Get();
        s.Now = from.Get();
        s.Last = from.Get();
        s.Waiting = from.Get();
        s.Account = from.Get();
        from.Get(s.Cc, twin.N);
        from.Get(s.Dc, twin.N);
        from.Get(s.Claims, twin.N);
        for (int i = 0; i < twin.N; i++)
        {
            s.Slot[i] = from.GetWord();
        }

        for (int x = 0; x < twin.Subs; x++)
        {
            s.Begin[x] = from.GetBegin();
            s.Csize[x] = from.GetEnd();
            s.Dsize[x] = from.GetEnd();
        }

        from.Get(s.Mem, twin.Subs * twin.S);
        from.Get(s.Lost, Twin.CauseCount);
        for (int p = 0; p < twin.ProducerCount; p++)
        {
            s.Pc[p] = (Label)from.Get();
            Unpack(ref from, out s.Loc[p]);
        }

        s.Pc[twin.ProducerCount] = (Label)from.Get();
        Unpack(ref from, ref s.Rd);
        s.ResCount = from.Get();
        for (int j = 0; j < s.ResCount; j++)
        {
            ref Reservation r = ref s.Res[j];
            r.B = from.Get();
            r.E = from.Get();
            r.T = from.Get();
            int owner = from.Get();
            (r.Kind, r.By) = ((ReservationKind)(owner & 3), (byte)(owner >> 2));
        }

        if (twin.Recovers)
        {
            from.Get(s.Prefix, twin.N);
            s.Dead = from.Get();
            for (int p = 0; p < twin.ProducerCount; p++)
            {
                s.Due[p] = from.GetDue();
            }
        }

        if (twin.ReadsParts || twin.ReadsCells)
        {
            s.Taken = new Taken(from.Get(), from.Get());
        }

        Debug.Assert(from.IsAtEnd, "a packed state must be read to its end");
    }

    // Most producers are idle, and most locals are those of NoLocals: only what differs follows the job.
    private static void Pack(ref Writer to, in Locals l)
    {
        bool hasTime = l.T != 0 || l.F != 0;
        bool hasBlocks = l.K != default || l.S != default;
        bool hasWord = l.W != Twin.NoLocals.W;
        to.Put((short)((int)l.Job | (hasTime ? 4 : 0) | (hasBlocks ? 8 : 0) | (hasWord ? 16 : 0)));
        to.Put(l.O);
        to.Put(l.N);
        to.Put(l.V);
        to.Put(l.X);
        if (hasTime)
        {
            to.Put(l.T);
            to.Put(l.F);
        }

        if (hasBlocks)
        {
            to.Put(l.K);
            to.Put(l.S);
        }

        if (hasWord)
        {
            to.Put(l.W);
        }
    }

    private static void Unpack(ref Reader from, out Locals l)
    {
        l = Twin.NoLocals;
        int bits = from.Get();
        l.Job = (Job)(bits & 3);
        l.O = from.Get();
        l.N = from.Get();
        l.V = from.Get();
        l.X = from.Get();
        if ((bits & 4) != 0)
        {
            l.T = from.Get();
            l.F = from.Get();
        }

        if ((bits & 8) != 0)
        {
            l.K = from.GetEnd();
            l.S = from.GetSample();
        }

        if ((bits & 16) != 0)
        {
            l.W = from.GetWord();
        }
    }

    private static void Pack(ref Writer to, in Reading r)
    {
        to.Put((short)r.Op);
        to.Put(r.Cur);
        to.Put(r.Upto);
        to.Put(r.V);
        to.Put(r.W);
        to.Put(r.Begin);
        to.Put(r.Size);
        to.Put(r.OutCount);
        to.Put(r.Out, r.OutCount);
        to.Put(r.TimesCount);
        to.Put(r.Times, r.TimesCount);
    }

    private static void Unpack(ref Reader from, ref Reading r)
    {
        r.Op = (ReaderOp)from.Get();
        r.Cur = from.Get();
        r.Upto = from.Get();
        r.V = from.Get();
        r.W = from.GetWord();
        r.Begin = from.GetBegin();
        r.Size = from.GetEnd();
        r.OutCount = from.Get();
        from.Get(r.Out, r.OutCount);
        r.TimesCount = from.Get();
        from.Get(r.Times, r.TimesCount);
    }
}
