namespace Verified.Model;

// PartRead.tla: the reader takes what is committed without a hole of the sub-buffer under the write head.
public sealed partial class Twin
{
    internal bool ReadsParts { get; }

    private bool LooksAtPositionFirst => _broken == Broken.PartPositionBeforeCount;

    /// <summary>How much of the sub-buffer at a position was read in parts.</summary>
    /// <param name="s">The state.</param>
    /// <param name="q">The position where the sub-buffer begins.</param>
    /// <returns>Units, the packet header among them; 0 for none.</returns>
    public int TakenOf(in State s, int q) => ReadsParts && Floor(s.Taken.Upto) == q ? Off(s.Taken.Upto) : 0;

    // The count has not grown since.
    private bool IsNothingNew(in State s, int count) =>
        count - CleanCount(s.Rd.Cur) <= TakenOf(s, s.Rd.Cur) || (_broken == Broken.PartTakenOnce && TakenOf(s, s.Rd.Cur) > 0);

    private bool IsSound(int cur, int count, int w) => Floor(w) == cur && count - CleanCount(cur) == Off(w);

    private void GiveUp(ref State t)
    {
        t.Rd.V = 0;
        t.Rd.Upto = None;
        Turn(ref t, Label.Get_LoadFinal);
    }

    private void Part_LoadCount(ref MoveList to, in State s)
    {
        int i = Idx(s.Rd.Cur);
        short count = s.Cc[i];
        ref State t = ref to.Add(s, Step.Part_LoadCount, Config.Reader, Access.Load(Variables.Cc, i, count));
        if (LooksAtPositionFirst && s.Rd.Upto == None)
        {
            Turn(ref t, Label.Part_LoadWritePosition);
            return;
        }

        t.Rd.V = count;
        if (IsNothingNew(s, count) || (LooksAtPositionFirst && !IsSound(s.Rd.Cur, count, s.Rd.Upto)))
        {
            GiveUp(ref t);
        }
        else
        {
            Turn(ref t, LooksAtPositionFirst ? Label.Part_LoadBegin : Label.Part_LoadWritePosition);
        }
    }

    private void Part_LoadWritePosition(ref MoveList to, in State s)
    {
        ref State t = ref to.Add(s, Step.Part_LoadWritePosition, Config.Reader, Access.Load(Variables.Wpos, 0, Head(s)));
        if (LooksAtPositionFirst)
        {
            t.Rd.Upto = s.Wpos;
            Turn(ref t, Label.Part_LoadCount);
        }
        else if (IsSound(s.Rd.Cur, s.Rd.V, s.Wpos))
        {
            t.Rd.Upto = s.Wpos;
            Turn(ref t, Label.Part_LoadBegin);
        }
        else if (_broken == Broken.PartWithoutPosition)
        {
            t.Rd.Upto = Limits.Narrow(s.Rd.Cur + s.Rd.V - CleanCount(s.Rd.Cur));
            Turn(ref t, Label.Part_LoadBegin);
        }
        else
        {
            GiveUp(ref t);
        }
    }

    private void Part_LoadBegin(ref MoveList to, in State s)
    {
        int x = SubRead(s);
        ref State t = ref to.Add(s, Step.Part_LoadBegin, Config.Reader, Access.LoadBegin(x, s.Begin[x]));
        t.Rd.Begin = s.Begin[x];
        Turn(ref t, Label.Part_Records);
    }

    private void Part_Records(ref MoveList to, in State s)
    {
        int upto = Off(s.Rd.Upto);
        int from = Math.Max(H, TakenOf(s, s.Rd.Cur)); // the end block is not the reader's yet
        var access = new Access(AccessKind.BeginRead, Variables.Mem, (SubRead(s) * S) + from, upto - from, upto - from, false);
        ref State t = ref to.Add(s, Step.Part_Records, Config.Reader, access);
        t.Rd = NoReading;
        t.Rd.OutCount = (short)ParsePart(s, t.Rd.Out, t.Rd.Times, out int time);
        t.Rd.TimesCount = Config.Clocked ? t.Rd.OutCount : (short)0;
        t.Taken = new Taken(s.Rd.Upto, (short)(Config.Clocked ? time : 0));
        Turn(ref t, Label.Idle);
    }

    /// <summary>What the reader makes of the part that it is about to read.</summary>
    internal int ParsePart(in State s, Span<short> lengths, Span<short> times, out int time) =>
        Parse(s, Off(s.Rd.Upto), lengths, times, out time);

    // What was taken of a sub-buffer that was released says nothing any more.
    private void ShiftTaken(ref State t, in State s) =>
        t.Taken = Floor(s.Taken.Upto) < s.Rpos ? default : s.Taken with { Upto = (short)(s.Taken.Upto - B) };
}
