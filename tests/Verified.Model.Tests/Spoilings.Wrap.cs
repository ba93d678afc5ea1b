namespace Verified.Model.Tests;

// Comparisons whose sides are further apart than half a modulus.
internal static partial class Spoilings
{
    private const string Wrap = nameof(Models.Wrap);
    private const string OverwriteWrap = nameof(Models.OverwriteWrap);

    private static IEnumerable<Spoiling> Wrapped()
    {
        const string spans = "S24_SpansAreTold";
        yield return new(spans, "full test", Wrap, Writes(Label.ReserveSlow_LoadReadPosition), MoveReadPosition);
        yield return new(spans, "full test of a flush", Wrap, Flushes(Label.Flush_LoadReadPosition), MoveReadPosition);
        yield return new(spans, "push", OverwriteWrap, Writes(Label.Push_LoadReadPosition), MoveReadPosition);
        yield return new(spans, "move", OverwriteWrap, ReaderIs(Label.Move_LoadReadPosition), (t, ref s) => s.Rpos += 12);
        yield return new(spans, "snapshot", OverwriteWrap, ReaderIs(Label.Snapshot_LoadWritePosition), (t, ref s) => s.Wpos += 16);

        const string counts = "S24_CountsAreTold";
        yield return new(counts, "clean slot test", Wrap, Writes(Label.ReserveSlow_RecheckWritePosition), (t, ref s) => s.Loc[0].V -= 8);
        yield return new(counts, "clean slot test of a flush", Wrap, Flushes(Label.Flush_LoadDelivered), (t, ref s) => s.Dc[0] = s.Dc[1] -= 8);
        yield return new(counts, "delivered test", Wrap, ReaderIs(Label.Get_LoadDelivered), (t, ref s) => s.Dc[0] = s.Dc[1] += 16);
        yield return new(counts, "delivered test of a clear", OverwriteWrap, ReaderIs(Label.Clear_LoadDelivered), (t, ref s) => s.Dc[0] = s.Dc[1] += 16);

        yield return new("S24_LapsAreTold", "lap", OverwriteWrap,
            (t, in s) => s.Pc[t.ProducerCount] == Label.Get_LoadSlot && s.Rd.Cur >= 0 && s.Slot[t.Idx(s.Rd.Cur)].Lap != Twin.None,
            (t, ref s) => s.Slot[t.Idx(s.Rd.Cur)].Lap += 2);
    }

    private static SpoilCondition Writes(Label label) => (t, in s) => s.Pc[0] == label && s.Loc[0].O >= 0;

    private static SpoilCondition Flushes(Label label) => (t, in s) => s.Pc[1] == label && s.Loc[1].O >= 0;

    private static SpoilCondition ReaderIs(Label label) => (t, in s) => s.Pc[t.ProducerCount] == label && s.Rd.Cur >= 0;

    private static void MoveReadPosition(Twin twin, ref State s) => s.Rpos -= (short)(2 * twin.B);
}
