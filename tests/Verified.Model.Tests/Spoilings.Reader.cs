namespace Verified.Model.Tests;

// What is read, lost, told and awaited.
internal static partial class Spoilings
{
    private static IEnumerable<Spoiling> Read()
    {
        const string s17 = "S17_ReadIsWhatWasCommitted";
        yield return new(s17, "begin", Sizes, AtRecords, (t, ref s) => s.Rd.Begin.Pos++);
        yield return new(s17, "nothing", Sizes, AtRecords, (t, ref s) => s.ResCount = 0);
        yield return new(s17, "size", Sizes, AtRecords, (t, ref s) => s.Rd.Size.Size--);
        yield return new(s17, "uncommitted", Sizes, AtRecords, (t, ref s) => s.Res[1].By = 1);
        yield return new(s17, "stale", Sizes, AtRecords, (t, ref s) => s.Mem[FirstCell(t, s)] = Twin.Stale);
        yield return new(s17, "torn", Sizes, AtRecords, (t, ref s) => s.Mem[FirstCell(t, s)] = Twin.Torn);
        yield return new(s17, "spare", Overwrite, AtRecords, (t, ref s) => s.Mem[FirstCell(t, s)] = Twin.Torn);

        const string s18 = "S18_ReadInReserveOrder";
        yield return new(s18, "more", Sizes, AtRecords, (t, ref s) => s.Res[1].Kind ^= ReservationKind.Rec ^ ReservationKind.Skip);
        yield return new(s18, "fewer", Sizes, AtRecords, (t, ref s) => s.Mem[FirstCell(t, s)] *= -1);
        yield return new(s18, "garbage", Sizes, AtRecords, (t, ref s) => s.Mem[FirstCell(t, s)] = Twin.Torn);
        yield return new(s18, "length", Sizes, (t, in s) => AtRecords(t, s) && s.Mem[FirstCell(t, s)] > 0, (t, ref s) => s.Res[1].E++);
        yield return new("S19_TimeNeverGoesBack", "times", Clock, (t, in s) => s.ResCount > 1, (t, ref s) => s.Res[0].T = 9);

        const string s19 = "S19_PacketTimesEnclose";
        yield return new(s19, "begin", Clock, AtRecords, (t, ref s) => s.Rd.Begin.Time = 9);
        yield return new(s19, "end", Clock, AtRecords, (t, ref s) => s.Rd.Size.Time = -1);
        yield return new(s19, "later", Clock, (t, in s) => AtRecords(t, s) && s.Wpos > s.Rd.Cur + t.S, (t, ref s) => s.Rd.Size.Time = 9);
        yield return new("S20_ShortTimesAreEnough", "reserved", Clock, AtRecords, (t, ref s) => s.Res[1].T++);
        yield return new("S20_ShortTimesAreEnough", "read", Clock, AtRecords, (t, ref s) => s.Mem[FirstCell(t, s)] += 16);
    }

    private static IEnumerable<Spoiling> Lost()
    {
        yield return new("S21_LossesAddUp", "attempts", Flush, (t, in s) => s.Account == 1, (t, ref s) => s.Account++);
        yield return new("S21_LossesAddUp", "deciding", Flush, (t, in s) => s.Pc[0] == Label.ReserveSlow_Cas,
            (t, ref s) => s.Pc[0] = Label.Idle);

        const string cause = "S21_LossCauseIsTrue";
        yield return new(cause, "full, not released", Flush, (t, in s) => s.Pc[0] == Label.Lose_Full, (t, ref s) => s.Loc[0].V++);
        yield return new(cause, "full, not delivered", Flush, (t, in s) => s.Pc[0] == Label.Lose_Full, (t, ref s) => s.Loc[0].V--);
        yield return new(cause, "wrapped", Two, (t, in s) => s.Pc[0] == Label.Lose_Wrapped,
            (t, ref s) => s.Loc[0].V = (short)t.CleanCount(t.RecBegin(s.Loc[0])));

        const string stated = "S21_StatedLossesGrow";
        yield return new(stated, "full", Flush, HasTwo, (t, ref s) => s.Csize[0].Loss.Full++);
        yield return new(stated, "wrapped", Flush, HasTwo, (t, ref s) => s.Csize[0].Loss.Wrapped++);
        yield return new(stated, "tooBig", Flush, HasTwo, (t, ref s) => s.Csize[0].Loss.TooBig++);
        yield return new(stated, "overwritten", OverwriteFlush, (t, in s) => s.Slot[0].Lap == 1 && s.Slot[1].Lap == 0,
            (t, ref s) => s.Csize[s.Slot[1].Sub].Loss.Full++);
    }

    private static IEnumerable<Spoiling> Told()
    {
        const string end = "S25_EndOfDataIsTheEnd";
        yield return new(end, "gate", Gates, HasEnded, (t, ref s) => s.Gate = Gate.Paused);
        yield return new(end, "position", Gates, HasEnded, (t, ref s) => s.Rpos -= (short)t.S);
        yield return new(end, "uncommitted", Gates, HasEnded, (t, ref s) => s.Reserve(s.Wpos, s.Wpos + 1, ReservationKind.Rec, 1, 0));

        const string wakeup = "L7_NoLostWakeup";
        yield return new(wakeup, "waiting", Wait, SleepsAlone, (t, ref s) => s.Waiting = Twin.None);
        yield return new(wakeup, "delivered", Wait, SleepsAlone, (t, ref s) => s.Dc[t.Idx(s.Rd.Upto)] = (short)t.FullCount(s.Rd.Upto));
        yield return new(wakeup, "completed", Wait, SleepsAlone, (t, ref s) => s.Final = 1);
        yield return new(wakeup, "signal", Wait, (t, in s) => s.Pc[2] == Label.Woken && s.Signal == 1, (t, ref s) => s.Signal = 0);
        yield return new(wakeup, "to be signalled", Wait, (t, in s) => s.Pc[2] == Label.Woken && s.Pc[0] == Label.Wake_Signal,
            (t, ref s) => s.Pc[0] = Label.Idle);
        yield return new(wakeup, "to be woken", Wait, IsToBeWoken, (t, ref s) => s.Pc[0] = Label.Idle);
        yield return new(wakeup, "another is woken", Wait, IsToBeWoken, (t, ref s) => s.Loc[0].O -= (short)t.S);
        yield return new(wakeup, "another is awaited", Wait, IsToBeWoken, (t, ref s) => s.Rd.Upto -= (short)t.S);
        yield return new("G8_ImpliedByG7", "position", Lttng,
            (t, in s) => s.Pc[2] == Label.Get_LoadWritePosition && s.Rd.V == t.FullCount(s.Rd.Cur), (t, ref s) => s.Wpos = s.Rd.Cur);
    }

    private static bool AtRecords(Twin twin, in State s) =>
        s.Pc[twin.ProducerCount] == Label.Read_Records && s.Res[0].B == s.Rd.Cur && s.Res[1].IsRecord;

    private static int FirstCell(Twin twin, in State s) => (twin.SubRead(s) * twin.S) + twin.H;

    private static bool HasTwo(Twin twin, in State s) => s.Rpos == 0 && s.Dc[0] == twin.S && s.Dc[1] == twin.S;

    private static bool HasEnded(Twin twin, in State s) => s.Pc[twin.ProducerCount] == Label.Ended && s.Rpos > 0;

    private static bool SleepsAlone(Twin twin, in State s) =>
        s.Pc[2] == Label.Asleep && s.Signal == 0 && s.Waiting == s.Rd.Upto && s.Pc[0] == Label.Idle && s.Pc[1] == Label.Idle;

    private static bool IsToBeWoken(Twin twin, in State s) =>
        s.Pc[2] == Label.Asleep && s.Signal == 0 && s.Dc[twin.Idx(s.Rd.Upto)] >= twin.FullCount(s.Rd.Upto)
        && s.Pc[0] == Label.Wake_LoadWaiting && s.Pc[1] == Label.Idle && s.Final == 0;
}
