namespace Verified.Model.Tests;

// One thread that writes, and parts of sub-buffers that are not complete.
internal static partial class Spoilings
{
    private const string Parts = nameof(Models.Parts);
    private const string Cells = nameof(Models.Cells);

    private static IEnumerable<Spoiling> OwnOrInParts()
    {
        const string own = "S28_PositionIsOwn";
        yield return new(own, "fast", nameof(Models.OneThreadFlush), (t, in s) => s.Pc[0] == Label.Reserve_Cas, (t, ref s) => s.Loc[0].O++);
        yield return new(own, "slow", nameof(Models.OneThread), (t, in s) => s.Pc[0] == Label.ReserveSlow_Cas, (t, ref s) => s.Loc[0].O++);
        yield return new(own, "flush", nameof(Models.OneThreadFlush), (t, in s) => s.Pc[1] == Label.Flush_Cas, (t, ref s) => s.Loc[1].O++);

        const string part = "S29_PartIsCommitted";
        yield return new(part, "torn", Parts, ReadsPart, (t, ref s) => s.Mem[t.H] = Twin.Torn);
        yield return new(part, "another length", Parts, ReadsPart, (t, ref s) => s.Mem[t.H]++);
        yield return new(part, "a hole", Parts, ReadsPart, (t, ref s) => s.Res[1].By = 1);
        yield return new(part, "the header", Parts, ReadsPart, (t, ref s) => s.Rd.Begin.Pos++);
        yield return new(part, "nothing reserved", Parts, ReadsPart, (t, ref s) => s.ResCount = 0);
        yield return new(part, "within a reservation", Parts, ReadsPart, (t, ref s) => s.Res[1].E++);

        const string ahead = "S29_TakenIsAhead";
        yield return new(ahead, "the next sub-buffer", Parts, (t, in s) => s.Taken.Upto > 0 && s.Rpos == 0, (t, ref s) => s.Taken.Upto = (short)t.S);
        yield return new(ahead, "what is not reserved", Parts, (t, in s) => s.Taken.Upto > 0 && s.Taken.Upto == s.Wpos, (t, ref s) => s.Taken.Upto++);
    }

    private static IEnumerable<Spoiling> InCells()
    {
        const string finished = "S30_TakenIsFinished";
        yield return new(finished, "still open", Cells, TakesFirst, (t, ref s) => (s.Res[1].By, s.Pc[0]) = (1, Label.Write_End));
        yield return new(finished, "torn", Cells, TakesFirst, (t, ref s) => s.Mem[t.H] = Twin.Torn);
        yield return new(finished, "another length", Cells, TakesFirst, (t, ref s) => s.Mem[t.H]++);
        yield return new(finished, "nothing reserved", Cells, TakesFirst, (t, ref s) => s.ResCount = 0);
        yield return new(finished, "abandoned", Cells, TakesFirst, (t, ref s) => s.Res[1].Kind = ReservationKind.Skip);

        const string clear = "S30_CellsAreClear";
        yield return new(clear, "taken", Cells, (t, in s) => s.Taken.Upto == t.H + 1 && s.Rpos == 0 && s.Pc[t.ProducerCount] == Label.Idle, (t, ref s) => s.Mem[t.H] = 1);
        yield return new(clear, "never stored", Cells, (t, in s) => s.Wpos == 0, (t, ref s) => s.Mem[t.H] = 1);

        const string hidden = "S30_OnlyOpenCallsHide";
        yield return new(hidden, "its header", Cells, WaitsForReader, (t, ref s) => s.Mem[t.H] = Twin.Stale);
    }

    private static bool TakesFirst(Twin t, in State s) => s.Pc[t.ProducerCount] == Label.Cell_Record && s.Rpos == 0 && s.Taken.Upto == 0 && s.Res[1].By == 0;

    private static bool WaitsForReader(Twin t, in State s) =>
        s.Rpos == 0 && s.Taken.Upto == 0 && s.ResCount == 2 && s.Res[1].By == 0 && s.Loc[0].Job == Job.None && s.Loc[1].Job == Job.None;

    private static bool ReadsPart(Twin t, in State s) => s.Pc[t.ProducerCount] == Label.Part_Records && s.Rd.Cur == 0 && s.Rd.Upto == t.H + 1;
}
