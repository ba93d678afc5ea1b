namespace Verified.Model;

// READER: getting a sub-buffer, reading it, the end of data.
public sealed partial class Twin
{
    private bool MovesUnconditionally => _broken == Broken.ReaderMovesUnconditionally;

    private Label MoveStart =>
        (_isLttng || Overwrites) && !MovesUnconditionally && _broken != Broken.ReaderMovesBack
            ? Label.Move_LoadReadPosition
            : Label.Move_StoreReadPosition;

    private void Turn(ref State t, Label label) => t.Pc[_producers.Length] = label;

    private void Leave(ref State t)
    {
        Turn(ref t, Label.Idle);
        t.Rd = NoReading;
    }

    // A snapshot goes on to its next sub-buffer.
    private void NextOfSnapshot(ref State t)
    {
        if (t.Rd.Cur + S >= t.Rd.Upto)
        {
            Leave(ref t);
            return;
        }

        short cur = (short)(t.Rd.Cur + S);
        t.Rd = NoReading with { Op = t.Rd.Op, Cur = cur, Upto = t.Rd.Upto };
        Label untested = Overwrites ? Label.Get_LoadSlot : Label.Get_LoadBegin;
        Turn(ref t, _broken == Broken.SnapshotTestsFirstOnly ? untested : Label.Get_LoadDelivered);
    }

    // The sub-buffer at cur is not delivered yet.
    private void NoData(ref State t)
    {
        if (Config.ReaderRetries)
        {
            BeginAgain(ref t);
        }
        else if (MovesUnconditionally)
        {
            t.Rd.V = 0;
            Turn(ref t, MoveStart);
        }
        else if (t.Rd.Op == ReaderOp.Snapshot)
        {
            NextOfSnapshot(ref t);
        }
        else if (t.Rd.Op == ReaderOp.Clear)
        {
            Leave(ref t);
        }
        else
        {
            t.Rd.V = 0;
            Turn(ref t, ReadsParts ? Label.Part_LoadCount : Label.Get_LoadFinal);
        }
    }

    // The sub-buffer at cur was overwritten meanwhile: a snapshot leaves it out, a read starts again.
    private void WasOverwritten(ref State t)
    {
        if (t.Rd.Op == ReaderOp.Snapshot)
        {
            NextOfSnapshot(ref t);
        }
        else
        {
            BeginAgain(ref t);
        }
    }

    private void BeginAgain(ref State t)
    {
        t.Rd = NoReading with { Op = t.Rd.Op };
        Turn(ref t, Label.Get_LoadReadPosition);
    }

    private void TestDelivered(ref State t)
    {
        int full = FullCount(t.Rd.Cur);
        int deliveredFrom = _broken == Broken.DeliveredTestWithoutSize ? CleanCount(t.Rd.Cur) : full;
        if (t.Rd.V < deliveredFrom && _broken != Broken.ReaderWithoutDeliveredTest)
        {
            NoData(ref t);
        }
        else if (t.Rd.V > full)
        {
            WasOverwritten(ref t);
        }
        else
        {
            t.Rd.V = 0;
            Turn(ref t, ReadsCells ? Label.Cell_LoadSize : Overwrites ? Label.Get_LoadSlot : Label.Get_LoadBegin);
        }
    }

    private void Get_LoadReadPosition(ref MoveList to, in State s)
    {
        ref State t = ref to.Add(s, Step.Get_LoadReadPosition, Config.Reader, Access.Load(Variables.Rpos, 0, s.Rpos));
        t.Rd = NoReading with { Op = ReaderOp.Read, Cur = s.Rpos };
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
        ref State t = ref to.Add(s, Step.Get_LoadWritePosition, Config.Reader, Access.Load(Variables.Wpos, 0, Head(s)));
        if (Floor(s.Wpos) == s.Rd.Cur)
        {
            NoData(ref t);
        }
        else
        {
            TestDelivered(ref t);
        }
    }

    // G9: is the content that of this lap, and does no writer refer to it?
    private void Get_LoadSlot(ref MoveList to, in State s)
    {
        int i = Idx(s.Rd.Cur);
        SlotWord word = s.Slot[i];
        ref State t = ref to.Add(s, Step.Get_LoadSlot, Config.Reader, Access.Load(Variables.Slot, i, Access.SlotValue(word)));
        bool takesAny = _broken == Broken.ReaderWithoutNorefTest;
        bool isOfLap = word.Lap == Lap(s.Rd.Cur) || takesAny || _broken == Broken.ReaderWithoutLapTest;
        if ((word.Noref || takesAny) && isOfLap)
        {
            t.Rd.W = word;
            Turn(ref t, Label.Get_Exchange);
        }
        else
        {
            WasOverwritten(ref t);
        }
    }

    // The spare goes into the slot with a lap that no content has.
    private void Get_Exchange(ref MoveList to, in State s)
    {
        int i = Idx(s.Rd.Cur);
        int seen = Access.SlotValue(s.Slot[i]);
        bool stores = _broken == Broken.GetWithoutCas;
        if (s.Slot[i] != s.Rd.W && !stores)
        {
            WasOverwritten(ref to.Add(
                s, Step.Get_ExchangeFail, Config.Reader, Access.SwapFailed(Variables.Slot, i, seen)));
            return;
        }

        var spare = new SlotWord((byte)s.Mine, true, None);
        int left = Access.SlotValue(spare);
        Access access = Access.Replace(stores, Variables.Slot, i, seen, left);
        ref State t = ref to.Add(s, Step.Get_Exchange, Config.Reader, access);
        t.Slot[i] = spare;
        t.Mine = s.Rd.W.Sub;
        t.Rd.W = spare;
        Turn(ref t, Label.Get_LoadBegin);
    }

    private void Get_LoadBegin(ref MoveList to, in State s)
    {
        int x = SubRead(s);
        ref State t = ref to.Add(s, Step.Get_LoadBegin, Config.Reader, Access.LoadBegin(x, s.Begin[x]));
        t.Rd.Begin = s.Begin[x];
        Turn(ref t, Label.Get_LoadSize);
    }

    private void Get_LoadSize(ref MoveList to, in State s)
    {
        int x = SubRead(s);
        Access access = Access.LoadEnd(Variables.Csize, x, s.Csize[x]);
        ref State t = ref to.Add(s, Step.Get_LoadSize, Config.Reader, access);
        t.Rd.Size = s.Csize[x];
        Turn(ref t, Label.Read_Records);
    }

    private void Read_Records(ref MoveList to, in State s)
    {
        int size = s.Rd.Size.Size;
        var access = new Access(AccessKind.BeginRead, Variables.Mem, SubRead(s) * S, size, size, false);
        ref State t = ref to.Add(s, Step.Read_Records, Config.Reader, access);
        if (s.Rd.Op == ReaderOp.Snapshot && !Overwrites)
        {
            NextOfSnapshot(ref t);
            return;
        }

        t.Rd.OutCount = (short)Parse(s, t.Rd.Out, t.Rd.Times);
        t.Rd.TimesCount = Config.Clocked ? t.Rd.OutCount : (short)0;
        Turn(ref t, s.Rd.Op == ReaderOp.Snapshot ? Label.Put_Cas : MoveStart);
    }

    /// <summary>What the reader makes of the bytes that it holds: lengths and times of whole records, in order; anything else
    /// shows as garbage. Times without a clock are all 0.</summary>
    internal int Parse(in State s, Span<short> lengths, Span<short> times) =>
        Parse(s, s.Rd.Size.Size, lengths, times, out _);

    // From where the reader was, if it has read a part of this sub-buffer.
    private int Parse(in State s, int end, Span<short> lengths, Span<short> times, out int time)
    {
        int count = 0;
        int first = SubRead(s) * S;
        int done = TakenOf(s, s.Rd.Cur);
        time = done > H ? s.Taken.Time : s.Rd.Begin.Time;
        for (int u = Math.Max(done, H); u < end;)
        {
            int cell = s.Mem[first + u];
            if (cell is Stale or Torn)
            {
                times[count] = 0;
                lengths[count++] = Garbage;
                return count;
            }

            time = TimeOf(FieldOf(cell), time);
            u += UnitsOf(cell);
            if (cell > 0)
            {
                times[count] = (short)time;
                lengths[count++] = (short)UnitsOf(cell);
            }
        }

        return count;
    }

    private void Get_LoadFinal(ref MoveList to, in State s)
    {
        ref State t = ref to.Add(s, Step.Get_LoadFinal, Config.Reader, Access.Load(Variables.Final, 0, s.Final));
        if (s.Final == 0)
        {
            Leave(ref t);
        }
        else if (_broken == Broken.EndWithoutPositionTest)
        {
            End(ref t);
        }
        else
        {
            Turn(ref t, Label.Get_LoadEnd);
        }
    }

    private void Get_LoadEnd(ref MoveList to, in State s)
    {
        ref State t = ref to.Add(s, Step.Get_LoadEnd, Config.Reader, Access.Load(Variables.Wpos, 0, Head(s)));
        if (s.Wpos == s.Rd.Cur)
        {
            End(ref t);
        }
        else
        {
            Leave(ref t);
        }
    }

    private void End(ref State t)
    {
        Leave(ref t);
        Turn(ref t, Label.Ended);
    }
}
