namespace Verified.Model.Tests;

/// <summary>Which states can be spoilt so?</summary>
internal delegate bool SpoilCondition(Twin twin, in State s);

/// <summary>Spoils one thing.</summary>
internal delegate void SpoilAction(Twin twin, ref State s);

/// <summary>A way to break one part of an invariant.</summary>
internal sealed record Spoiling(string Invariant, string Part, string Model, SpoilCondition Where, SpoilAction Spoil);

/// <summary>A way for each part of each invariant, in the order of Invariants.tla, Recovery.tla, Wrap.tla, OneWriter.tla and PartRead.tla.</summary>
internal static partial class Spoilings
{
    private const string Flush = nameof(Models.Flush);
    private const string Sizes = nameof(Models.Sizes);
    private const string Lttng = nameof(Models.TwoWritersLttng);
    private const string Two = nameof(Models.TwoWriters);
    private const string Clock = nameof(Models.Clock);
    private const string Gates = nameof(Models.Gates);
    private const string Wait = nameof(Models.Wait);
    private const string Overwrite = nameof(Models.Overwrite);
    private const string OverwriteFlush = nameof(Models.OverwriteFlush);

    internal static IReadOnlyList<Spoiling> All { get; } = [.. Reserved(), .. Delivered(), .. Owned(), .. Read(), .. Lost(), .. Told(), .. Recovered(), .. Wrapped(), .. OwnOrInParts(), .. InCells()];

    private static IEnumerable<Spoiling> Reserved()
    {
        const string s1 = "S1_ReservationsPartition";
        yield return new(s1, "empty", Flush, (t, in s) => s.ResCount == 0, (t, ref s) => s.Wpos++);
        yield return new(s1, "begins at rpos", Flush, (t, in s) => s.ResCount > 1, (t, ref s) => s.Res[0].B++);
        yield return new(s1, "ends at wpos", Flush, (t, in s) => s.ResCount > 1, (t, ref s) => s.Wpos++);
        yield return new(s1, "is not empty", Flush, (t, in s) => s.ResCount > 1, (t, ref s) => s.Res[0].E = s.Res[1].B = s.Res[0].B);
        yield return new(s1, "end to end", Flush, (t, in s) => s.ResCount > 1, (t, ref s) => s.Res[0].E++);
        yield return new(s1, "gate", Sizes, (t, in s) => t.Off(s.Wpos) != 0, (t, ref s) => s.Gate = Gate.Paused);
        yield return new("S2_NoReservationStraddles", "end", Flush, (t, in s) => s.ResCount > 1, (t, ref s) => s.Res[0].E += (short)t.S);
        yield return new("S3_CommitCountsAddUp", "count", Flush, (t, in s) => s.ResCount > 1, (t, ref s) => s.Cc[1]++);
        yield return new("S3_CommitCountsAddUp", "laps", Flush, (t, in s) => s.Rpos == t.S, (t, ref s) => s.Cc[0] = 0);

        const string owed = "S3_EveryReservationIsOwed";
        yield return new(owed, "job", Flush, (t, in s) => s.Pc[0] == Label.Write_End, (t, ref s) => s.Loc[0].Job = Job.None);
        yield return new(owed, "piece", Flush, (t, in s) => s.Pc[0] == Label.Write_End, (t, ref s) => s.Loc[0].O += (short)t.S);
        yield return new(owed, "before the push", Overwrite, (t, in s) => s.Pc[0] == Label.Push_LoadReadPosition,
            (t, ref s) => s.Pc[0] = Label.ClearNoref_LoadSlot);
        yield return new("S4_LapBarrier", "count", Flush, (t, in s) => s.ResCount > 0 && s.Res[0].B >= t.B - t.S,
            (t, ref s) => s.Dc[t.Idx(s.Res[0].B)] = -1);
        yield return new("S5_DeliveredCountShape", "no more than committed", Flush, (t, in s) => s.Dc[0] == t.S,
            (t, ref s) => s.Dc[0] += (short)t.S);
        yield return new("S5_DeliveredCountShape", "whole laps", Flush, (t, in s) => s.Dc[0] == t.S, (t, ref s) => s.Dc[0]--);
        yield return new("S5_DeliveredCountShape", "locked", Lttng, IsDelivering, (t, ref s) => s.Dc[0]--);
        yield return new("S6_DeliveredOnce", "claims", Lttng, IsDelivering, (t, ref s) => s.Claims[0]++);
    }

    private static IEnumerable<Spoiling> Delivered()
    {
        const string s7 = "S7_DeliveredIsComplete";
        yield return new(s7, "nothing", Sizes, HasDelivered, (t, ref s) => s.ResCount = 0);
        yield return new(s7, "sum", Sizes, HasDelivered, (t, ref s) => s.Res[0].B--);
        yield return new(s7, "uncommitted", Sizes, HasDelivered, (t, ref s) => s.Res[0].By = 1);
        yield return new(s7, "stale", Sizes, HasDelivered, (t, ref s) => s.Mem[1] = Twin.Stale);
        yield return new(s7, "torn", Sizes, HasDelivered, (t, ref s) => s.Mem[1] = Twin.Torn);
        yield return new(s7, "skipped", Sizes, HasDelivered, (t, ref s) => s.Mem[1] = (short)-s.Mem[1]);
        yield return new(s7, "units", Sizes, HasDelivered, (t, ref s) => s.Mem[1]++);
        yield return new(s7, "not skipped", Sizes, HasSkipped, (t, ref s) => s.Mem[1] = (short)-s.Mem[1]);
        yield return new(s7, "units skipped", Sizes, HasSkipped, (t, ref s) => s.Mem[1]--);
        yield return new(s7, "begin", Sizes, HasDelivered, (t, ref s) => s.Begin[0].Pos = Twin.None);
        yield return new(s7, "begin time", Clock, HasDelivered, (t, ref s) => s.Begin[0].Time++);
        yield return new(s7, "size", Sizes, HasDelivered, (t, ref s) => s.Csize[0].Size--);
        yield return new(s7, "end time", Clock, HasDelivered, (t, ref s) => s.Csize[0].Time++);
        yield return new(s7, "sub-buffer", Overwrite, (t, in s) => s.Slot[0].Lap == 0 && s.Slot[0].Sub == 0,
            (t, ref s) => s.Slot[0].Sub = 2);
        yield return new(s7, "lap", Overwrite, (t, in s) => s.Slot[0].Lap == 0, (t, ref s) => s.Slot[0].Lap++);
        yield return new("S8_WritersDoNotOverlap", "first", Flush, (t, in s) => s.ResCount > 1 && s.Res[0].By != 0 && s.Res[1].By != 0,
            (t, ref s) => s.Res[0].E++);
        yield return new("S8_WritersDoNotOverlap", "second", Flush, (t, in s) => s.ResCount > 1 && s.Res[0].By != 0 && s.Res[1].By != 0,
            (t, ref s) => s.Res[1].B = s.Res[0].B);
    }

    private static IEnumerable<Spoiling> Owned()
    {
        const string s9 = "S9_ReaderHoldsAlone";
        yield return new(s9, "slot", Flush, (t, in s) => s.Pc[2] == Label.Read_Records && s.Pc[0] == Label.Write_End,
            (t, ref s) => s.Rd.Cur += (short)t.S);
        yield return new(s9, "spare", Overwrite, (t, in s) => s.Pc[1] == Label.Read_Records && s.Pc[0] == Label.Write_End,
            (t, ref s) => s.Mine = s.Loc[0].X);
        yield return new(s9, "delivery", Overwrite, (t, in s) => s.Pc[1] == Label.Move_Cas && s.Pc[0] == Label.Deliver_StoreSlot,
            (t, ref s) => s.Mine = s.Loc[0].X);
        yield return new("S10_SubBuffersArePermuted", "spare", Overwrite, (t, in s) => s.Wpos > 0, (t, ref s) => s.Mine = s.Slot[0].Sub);
        yield return new("S10_SubBuffersArePermuted", "slot", Overwrite, (t, in s) => s.Wpos > 0,
            (t, ref s) => s.Slot[1].Sub = s.Slot[0].Sub);

        const string s11 = "S11_WritersReferToWhatTheyWrite";
        yield return new(s11, "noref", Overwrite, (t, in s) => s.Pc[0] == Label.Write_End,
            (t, ref s) => s.Slot[t.PieceSlot(s, 0)].Noref = true);
        yield return new(s11, "sub-buffer", Overwrite, (t, in s) => s.Pc[0] == Label.Write_End, (t, ref s) => s.Loc[0].X++);
        yield return new(s11, "commit", Overwrite, (t, in s) => s.Pc[0] == Label.Commit_AddCount, (t, ref s) => s.Loc[0].X++);
        yield return new("S12_LapOfSlotIsTheDelivered", "noref", Overwrite, (t, in s) => s.Slot[0].Lap == 0,
            (t, ref s) => s.Slot[0].Noref = false);
        yield return new("S12_LapOfSlotIsTheDelivered", "lap", Overwrite, (t, in s) => s.Slot[0].Lap == 0, (t, ref s) => s.Slot[0].Lap++);
        yield return new("S13_ReadPositionBehindWriteHead", "whole", Flush, (t, in s) => s.Wpos > t.S, (t, ref s) => s.Rpos++);
        yield return new("S13_ReadPositionBehindWriteHead", "behind", Flush, (t, in s) => s.Wpos > 0,
            (t, ref s) => s.Rpos = (short)(s.Wpos + t.S));
        yield return new("S14_WindowIsTheRing", "window", Overwrite, (t, in s) => s.Pc[0] == Label.Write_End,
            (t, ref s) => s.Wpos = (short)(s.Rpos + t.B + 1));
        yield return new("S14_WindowIsTheRing", "pushed", Overwrite, (t, in s) => s.Pc[0] == Label.Push_Cas && s.Wpos - s.Rpos > t.B,
            (t, ref s) => s.Pc[0] = Label.ClearNoref_LoadSlot);
        yield return new("S15_NothingInFlightBehindReader", "flight", Flush, (t, in s) => s.ResCount > 0 && s.Res[0].By != 0,
            (t, ref s) => s.Rpos += (short)t.S);
        yield return new("S16_NoUnreadOverwritten", "lap", Flush, (t, in s) => s.ResCount > 2,
            (t, ref s) => s.Res[s.ResCount - 1].B += (short)t.B);
    }

    private static bool IsDelivering(Twin twin, in State s) => s.Pc[0] == Label.Deliver_Publish && twin.PieceSlot(s, 0) == 0;

    private static bool HasDelivered(Twin twin, in State s) => s.Rpos == 0 && s.Dc[0] == twin.S && s.Mem[1] > 0;

    private static bool HasSkipped(Twin twin, in State s) => s.Rpos == 0 && s.Dc[0] == twin.S && s.Mem[1] < 0;
}
