namespace Verified.Model;

/// <summary>The property S17_ReaderTakesWhatIsThere of MC.tla, checked on every edge.</summary>
public static class ReaderSteps
{
    /// <summary>The property's name in the specification.</summary>
    public const string Name = "S17_ReaderTakesWhatIsThere";

    /// <summary>
    /// Does the reader leave only what is not there, release only what it took, and begin again only when writers have pushed; does a
    /// snapshot look at each sub-buffer; is the end of data told when it is there?
    /// </summary>
    /// <param name="twin">The twin of the model.</param>
    /// <param name="s">The state before.</param>
    /// <param name="t">The state after.</param>
    /// <returns>True when it does.</returns>
    public static bool TakeWhatIsThere(Twin twin, in State s, in State t)
    {
        ArgumentNullException.ThrowIfNull(twin);
        Label from = s.Pc[twin.ProducerCount];
        Label to = t.Pc[twin.ProducerCount];
        if ((from == to && IsSame(s.Rd, t.Rd)) || twin.IsShiftDue(s))
        {
            return true;
        }

        ref readonly Reading rd = ref s.Rd;
        bool leavesIt = from.IsIn(LabelSet.Get)
            && (to is Label.Idle or Label.Get_LoadFinal or Label.Get_LoadReadPosition || t.Rd.Cur != rd.Cur);
        return !(leavesIt && CanTake(twin, s, from))
            && !(leavesIt && to == Label.Get_LoadReadPosition && s.Rpos <= rd.Cur)
            && (t.Rpos == s.Rpos || t.Rpos == rd.Cur + twin.S)
            && (rd.Op != ReaderOp.Snapshot || rd.Upto == Twin.None || SnapshotGoesOn(twin, s, t, from))
            && (from != Label.Snapshot_LoadWritePosition || SnapshotBegins(twin, s, t))
            && (to != Label.Idle || EndsRightly(twin, s, from));
    }

    private static bool IsSame(in Reading a, in Reading b) =>
        a.Op == b.Op && a.Cur == b.Cur && a.Upto == b.Upto && a.V == b.V && a.W == b.W
        && a.Begin == b.Begin && a.Size == b.Size && a.OutCount == b.OutCount;

    // Delivered, and in its slot.
    private static bool CanTake(Twin twin, in State s, Label from)
    {
        int q = s.Rd.Cur;
        int delivered = from == Label.Get_LoadWritePosition ? s.Rd.V : s.Dc[twin.Idx(q)];
        return delivered == twin.FullCount(q) && (!twin.Overwrites || Twin.IsThere(twin.Lap(q), s.Slot[twin.Idx(q)]));
    }

    private static bool SnapshotGoesOn(Twin twin, in State s, in State t, Label from)
    {
        if (t.Rd.Op != ReaderOp.Snapshot)
        {
            return s.Rd.Cur + twin.S >= s.Rd.Upto;
        }

        bool mayGo = from.IsIn(LabelSet.Get) || from is Label.Read_Records or Label.Put_Cas;
        return t.Rd.Cur == s.Rd.Cur || (t.Rd.Cur == s.Rd.Cur + twin.S && mayGo);
    }

    private static bool SnapshotBegins(Twin twin, in State s, in State t)
    {
        int end = twin.Floor(s.Wpos);
        if (t.Rd.Op != ReaderOp.Snapshot)
        {
            return s.Rd.Cur >= end;
        }

        return t.Rd.Upto == end && (t.Rd.Cur == s.Rd.Cur || (t.Rd.Cur > s.Rd.Cur && t.Rd.Cur == end - twin.B));
    }

    private static bool EndsRightly(Twin twin, in State s, Label from) => from switch
    {
        Label.Clear_LoadDelivered => s.Dc[twin.Idx(s.Rd.Cur)] < twin.FullCount(s.Rd.Cur),
        Label.Get_LoadFinal => s.Final == 0,
        Label.Get_LoadEnd => s.Wpos != s.Rd.Cur,
        _ => true,
    };
}
