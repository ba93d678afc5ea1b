namespace Verified.Model.Tests;

// What is left of dead processes.
internal static partial class Spoilings
{
    private const string Recovery = nameof(Models.Recovery);
    private const string OverwriteRecovery = nameof(Models.OverwriteRecovery);

    private static IEnumerable<Spoiling> Recovered()
    {
        const string s23 = "S23_RecoveredIsCommitted";
        yield return new(s23, "a hole", Recovery, HasPrefix, (t, ref s) => s.Res[1].By = 1);
        yield return new(s23, "the prefix is too long", Recovery, IsPartly, (t, ref s) => s.Prefix[0]++);
        yield return new(s23, "the header", Recovery, HasPrefix, (t, ref s) => s.Begin[0].Pos++);
        yield return new(s23, "the header's time", Recovery, HasPrefix, (t, ref s) => s.Begin[0].Time++);
        yield return new(s23, "torn", Recovery, HasPrefix, (t, ref s) => s.Mem[t.H] = Twin.Torn);
        yield return new(s23, "another length", Recovery, HasPrefix, (t, ref s) => s.Mem[t.H]++);
        yield return new(s23, "nothing reserved", Recovery, HasPrefix, (t, ref s) => s.ResCount = 0);
        yield return new(s23, "within a reservation", Recovery, HasPrefix, (t, ref s) => s.Res[1].E++);
        yield return new(s23, "content size", Recovery, IsFull, (t, ref s) => s.Csize[0].Size--);
        yield return new(s23, "padding", OverwriteRecovery, HasPrefix, (t, ref s) => s.Res[1].Kind = ReservationKind.Pad);
        yield return new(s23, "a skipped record", OverwriteRecovery, HasPrefixOfSkip, (t, ref s) => s.Mem[t.H + (s.Slot[0].Sub * t.S)] *= -1);
        yield return new(s23, "the claimed sub-buffer", OverwriteRecovery, HasPrefix, (t, ref s) => s.Slot[0].Sub = (byte)s.Mine);
        yield return new(s23, "of the reader", OverwriteRecovery, ReaderHolds, (t, ref s) => s.Mem[(s.Mine * t.S) + t.H] = Twin.Torn);

        const string whole = "S23_WholeIsRecovered";
        yield return new(whole, "count", Recovery, IsFull, (t, ref s) => s.Cc[0]--);
        yield return new(whole, "lap", OverwriteRecovery, (t, in s) => IsFull(t, s) && s.Slot[0].Noref, (t, ref s) => s.Slot[0].Lap++);
        yield return new(whole, "of the reader", OverwriteRecovery, ReaderHolds, (t, ref s) => s.Begin[s.Mine].Pos--);

        const string window = "S23_WindowIsBounded";
        yield return new(window, "discard", Recovery, IsFull, (t, ref s) => s.Wpos += (short)(2 * t.B));
        yield return new(window, "overwrite", OverwriteRecovery, IsFull, (t, ref s) => s.Wpos += (short)(3 * t.B));
    }

    /// <summary>The first sub-buffer has a prefix of its header and a record, all that is reserved of it.</summary>
    private static bool HasPrefix(Twin t, in State s) =>
        s.Rpos == 0 && s.Wpos == t.H + 1 && s.Cc[0] == t.H + 1 && s.Prefix[0] == t.H + 1 && s.Res[1].Kind == ReservationKind.Rec;

    private static bool HasPrefixOfSkip(Twin t, in State s) =>
        s.Rpos == 0 && s.Wpos == t.H + 1 && s.Prefix[0] == t.H + 1 && s.Res[1].Kind == ReservationKind.Skip;

    /// <summary>The first sub-buffer's prefix ends before a record that is not committed.</summary>
    private static bool IsPartly(Twin t, in State s) =>
        s.Rpos == 0 && s.Prefix[0] == t.H + 1 && s.Cc[0] == t.H + 1 && s.Wpos == t.H + 2 && s.Res[2].By != 0;

    /// <summary>The first sub-buffer is committed to its end, and unread.</summary>
    private static bool IsFull(Twin t, in State s) => s.Rpos == 0 && s.Cc[0] == t.S && s.Pc[t.ProducerCount] == Label.Idle;

    private static bool ReaderHolds(Twin t, in State s) => s.Rpos == 0 && t.Holds(s) && s.Rd.Cur == 0;
}
