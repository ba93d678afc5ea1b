using System.Diagnostics;

namespace Verified.Model;

// READER.
public sealed partial class Twin
{
    private Label MoveStart =>
        _isLttng && !_readerMovesUnconditionally ? Label.Move_LoadReadPosition : Label.Move_StoreReadPosition;

    private void ReaderStep(ref MoveList to, in State s)
    {
        switch (s.Pc[_producers.Length])
        {
            case Label.Idle:
                Get_LoadReadPosition(ref to, s);
                break;
            case Label.Get_LoadDelivered:
                Get_LoadDelivered(ref to, s);
                break;
            case Label.Get_LoadWritePosition:
                Get_LoadWritePosition(ref to, s);
                break;
            case Label.Get_LoadBegin:
                Get_LoadBegin(ref to, s);
                break;
            case Label.Get_LoadSize:
                Get_LoadSize(ref to, s);
                break;
            case Label.Read_Records:
                Read_Records(ref to, s);
                break;
            case Label.Move_LoadReadPosition:
                Move_LoadReadPosition(ref to, s);
                break;
            case Label.Move_Cas:
                Move_Cas(ref to, s);
                break;
            case Label.Move_StoreReadPosition:
                Move_StoreReadPosition(ref to, s);
                break;
            default:
                throw new UnreachableException($"no reader stands at {s.Pc[_producers.Length]}");
        }
    }

    private void Turn(ref State t, Label label) => t.Pc[_producers.Length] = label;

    private void EndTurn(ref State t)
    {
        Turn(ref t, Label.Idle);
        t.Rd = default;
    }

    private void NoData(ref State t)
    {
        if (_readerMovesUnconditionally)
        {
            t.Rd.V = 0;
            Turn(ref t, Label.Move_StoreReadPosition);
        }
        else
        {
            EndTurn(ref t);
        }
    }

    private void TestDelivered(ref State t)
    {
        if (t.Rd.V != FullCount(t.Rd.Cur) && !_readerWithoutDeliveredTest)
        {
            NoData(ref t);
        }
        else
        {
            t.Rd.V = 0;
            Turn(ref t, Label.Get_LoadBegin);
        }
    }

    private void Get_LoadReadPosition(ref MoveList to, in State s)
    {
        ref State t = ref to.Add(s, Step.Get_LoadReadPosition, Config.Reader, Access.Load(Variables.Rpos, 0, s.Rpos));
        t.Rd = new Reading { Cur = s.Rpos };
        Turn(ref t, Label.Get_LoadDelivered);
    }

    private void Get_LoadDelivered(ref MoveList to, in State s)
    {
        int i = Idx(s.Rd.Cur);
        ref State t = ref to.Add(s, Step.Get_LoadDelivered, Config.Reader, Access.Load(Variables.Dc, i, s.Dc[i]));
        t.Rd.V = s.Dc[i];
        if (_isLttng)
        {
            Turn(ref t, Label.Get_LoadWritePosition);
        }
        else
        {
            TestDelivered(ref t);
        }
    }

    private void Get_LoadWritePosition(ref MoveList to, in State s)
    {
        ref State t = ref to.Add(s, Step.Get_LoadWritePosition, Config.Reader, Access.Load(Variables.Wpos, 0, s.Wpos));
        if (Floor(s.Wpos) == s.Rd.Cur)
        {
            NoData(ref t);
        }
        else
        {
            TestDelivered(ref t);
        }
    }

    private void Get_LoadBegin(ref MoveList to, in State s)
    {
        int i = Idx(s.Rd.Cur);
        ref State t = ref to.Add(s, Step.Get_LoadBegin, Config.Reader, Access.Load(Variables.Begin, i, s.Begin[i]));
        t.Rd.Begin = s.Begin[i];
        Turn(ref t, Label.Get_LoadSize);
    }

    private void Get_LoadSize(ref MoveList to, in State s)
    {
        int i = Idx(s.Rd.Cur);
        ref State t = ref to.Add(s, Step.Get_LoadSize, Config.Reader, Access.Load(Variables.Csize, i, s.Csize[i]));
        t.Rd.Size = s.Csize[i];
        Turn(ref t, Label.Read_Records);
    }

    private void Read_Records(ref MoveList to, in State s)
    {
        int first = Idx(s.Rd.Cur) * S;
        var access = new Access(AccessKind.BeginRead, Variables.Mem, first, s.Rd.Size, s.Rd.Size, false);
        ref State t = ref to.Add(s, Step.Read_Records, Config.Reader, access);
        t.Rd.OutCount = 0;
        t.Rd.Out = default;
        Parse(ref t, first);
        Turn(ref t, MoveStart);
    }

    private void Parse(ref State t, int first)
    {
        int u = H;
        while (u < t.Rd.Size)
        {
            int cell = t.Mem[first + u];
            if (cell is Stale or Torn)
            {
                t.Rd.Out[t.Rd.OutCount++] = Garbage;
                return;
            }

            if (cell > 0)
            {
                t.Rd.Out[t.Rd.OutCount++] = (short)cell;
            }

            u += Math.Abs(cell);
        }
    }

    // The slot is given back: what stands in it is anything from now on.
    private void Release(ref State t)
    {
        int i = Idx(t.Rd.Cur);
        int end = t.Rd.Cur + S;
        t.Rpos = Limits.Narrow(end);
        t.Begin[i] = NoBegin;
        t.Csize[i] = 0;
        t.Dsize[i] = 0;
        for (int u = i * S; u < (i + 1) * S; u++)
        {
            t.Mem[u] = Stale;
        }

        int kept = 0;
        for (int j = 0; j < t.ResCount; j++)
        {
            Reservation r = t.Res[j];
            if (r.By != 0 || r.E > end)
            {
                t.Res[kept++] = r;
            }
        }

        for (int j = kept; j < t.ResCount; j++)
        {
            t.Res[j] = default;
        }

        t.ResCount = (short)kept;
        EndTurn(ref t);
    }

    private void Move_LoadReadPosition(ref MoveList to, in State s)
    {
        ref State t = ref to.Add(s, Step.Move_LoadReadPosition, Config.Reader, Access.Load(Variables.Rpos, 0, s.Rpos));
        if (s.Rpos < s.Rd.Cur + S)
        {
            Turn(ref t, Label.Move_Cas);
        }
        else
        {
            EndTurn(ref t);
        }
    }

    private void Move_Cas(ref MoveList to, in State s)
    {
        if (s.Rpos == s.Rd.Cur)
        {
            Access access = Access.Swap(Variables.Rpos, 0, s.Rpos, s.Rd.Cur + S);
            Release(ref to.Add(s, Step.Move_Cas, Config.Reader, access));
        }
    }

    private void Move_StoreReadPosition(ref MoveList to, in State s)
    {
        Access access = Access.Store(Variables.Rpos, 0, s.Rpos, s.Rd.Cur + S, false);
        Release(ref to.Add(s, Step.Move_StoreReadPosition, Config.Reader, access));
    }
}
