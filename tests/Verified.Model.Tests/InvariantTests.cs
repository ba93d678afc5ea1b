using Xunit;

namespace Verified.Model.Tests;

/// <summary>Each invariant must be able to fail: one field of a reachable state is spoilt, and it must say so.</summary>
public class InvariantTests
{
    private static readonly Lazy<StateGraph> s_flush = new(() => Models.Explore(Models.Flush).Graph);
    private static readonly Lazy<StateGraph> s_lttng = new(() => Models.Explore(Models.TwoWritersLttng).Graph);
    private static readonly Lazy<StateGraph> s_sizes = new(() => Models.Explore(Models.Sizes).Graph);

    private delegate bool Condition(Twin twin, in State s);

    private delegate void Spoiling(Twin twin, ref State s);

    public static TheoryData<string> Names => [.. Invariants.All.Select(i => i.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Invariant_can_fail(string name)
    {
        (ModelConfig config, StateGraph graph, Condition where, Spoiling spoil) = CaseOf(name);
        var twin = new Twin(config);
        Invariant invariant = Invariants.Find(name)!;
        State s = First(twin, graph, where);
        Assert.True(invariant.Holds(twin, s));

        State spoilt = s;
        spoil(twin, ref spoilt);

        Assert.NotEqual(s, spoilt);
        Assert.False(invariant.Holds(twin, spoilt));
    }

    [Theory]
    [InlineData("cc")]
    [InlineData("mem")]
    [InlineData("csize")]
    [InlineData("kept")]
    [InlineData("begin")]
    public void Every_part_of_a_delivered_subbuffer_is_checked(string part)
    {
        var twin = new Twin(Models.Sizes);
        State s = First(twin, s_sizes.Value, HasDelivered);

        switch (part)
        {
            case "cc":
                s.Res[0].By = 1;
                break;
            case "mem":
                s.Mem[twin.Unit(s.Res[1].B)] = Twin.Torn;
                break;
            case "csize":
                s.Csize[0]--;
                break;
            case "kept":
                s.Res[1].Kind ^= ReservationKind.Rec ^ ReservationKind.Skip;
                break;
            default:
                s.Begin[0] = Twin.NoBegin;
                break;
        }

        Assert.False(Invariants.Find("S7_DeliveredIsComplete")!.Holds(twin, s));
    }

    private static bool HasDelivered(Twin twin, in State s) => s.Rpos == 0 && s.Dc[0] == twin.S;

    private static State First(Twin twin, StateGraph graph, Condition where)
    {
        for (int i = 0; i < graph.Count; i++)
        {
            State s = graph[i];
            if (where(twin, s))
            {
                return s;
            }
        }

        throw new InvalidOperationException("no reachable state fits");
    }

    private static (ModelConfig Config, StateGraph Graph, Condition Where, Spoiling Spoil) CaseOf(string name) => name switch
    {
        "S1_ReservationsPartition" => Flush((t, in s) => s.ResCount > 1, (t, ref s) => s.Res[0].E--),
        "S2_NoReservationStraddles" => Flush((t, in s) => s.ResCount > 1, (t, ref s) => s.Res[0].E += (short)t.S),
        "S3_CommitCountsAddUp" => Flush((t, in s) => s.ResCount > 1, (t, ref s) => s.Cc[1]++),
        "S3_EveryReservationIsOwed" => Flush((t, in s) => s.Loc[0].Job == Job.Rec && s.Res[s.ResCount - 1].By == 1,
            (t, ref s) => s.Loc[0].Job = Job.None),
        "S4_LapBarrier" => Flush((t, in s) => s.ResCount > 0 && s.Res[0].B >= t.B - t.S, (t, ref s) => s.Dc[t.Idx(s.Res[0].B)] = -1),
        "S5_DeliveredCountShape" => Lttng(Delivering, (t, ref s) => s.Dc[0]++),
        "S6_DeliveredOnce" => Lttng(Delivering, (t, ref s) => s.Claims[0]++),
        "S7_DeliveredIsComplete" => Sizes(HasDelivered, (t, ref s) => s.Mem[1] = Twin.Torn),
        "S8_WritersDoNotOverlap" => Flush((t, in s) => s.ResCount > 1 && s.Res[0].By != 0 && s.Res[1].By != 0,
            (t, ref s) => s.Res[0].E++),
        "S9_ReaderHoldsAlone" => Flush((t, in s) => s.Pc[2] == Label.Read_Records && s.Pc[0] == Label.Write_End,
            (t, ref s) => s.Rd.Cur += (short)t.S),
        "S13_ReadPositionBehindWriteHead" => Flush((t, in s) => s.Wpos > 0, (t, ref s) => s.Rpos = (short)(s.Wpos + t.S)),
        "S15_NothingInFlightBehindReader" => Flush((t, in s) => s.ResCount > 0 && s.Res[0].By != 0, (t, ref s) => s.Rpos += (short)t.S),
        "S16_NoUnreadOverwritten" => Flush((t, in s) => s.ResCount > 2, (t, ref s) => s.Res[s.ResCount - 1].B += (short)t.B),
        "S17_ReadIsWhatWasCommitted" => Sizes(AtRecords, (t, ref s) => s.Mem[t.Unit(s.Rd.Cur + 1)] = Twin.Stale),
        "S18_ReadInReserveOrder" => Sizes((t, in s) => s.Pc[1] == Label.Move_StoreReadPosition && s.Rd.OutCount > 1,
            (t, ref s) => s.Rd.Out[1]++),
        "S21_LossesAddUp" => Flush((t, in s) => s.Account == 1, (t, ref s) => s.Account++),
        "S21_LossCauseIsTrue" => Flush((t, in s) => s.Pc[0] == Label.Lose_Full, (t, ref s) => s.Loc[0].V++),
        "G8_ImpliedByG7" => Lttng((t, in s) => s.Pc[2] == Label.Get_LoadWritePosition && s.Rd.V == t.FullCount(s.Rd.Cur),
            (t, ref s) => s.Wpos = s.Rd.Cur),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "the invariant has no case"),
    };

    private static bool Delivering(Twin twin, in State s) => s.Pc[0] == Label.Deliver_Publish && twin.PieceSlot(s, 0) == 0;

    private static bool AtRecords(Twin twin, in State s) => s.Pc[1] == Label.Read_Records;

    private static (ModelConfig Config, StateGraph Graph, Condition Where, Spoiling Spoil) Flush(Condition where, Spoiling spoil) =>
        (Models.Flush, s_flush.Value, where, spoil);

    private static (ModelConfig Config, StateGraph Graph, Condition Where, Spoiling Spoil) Lttng(Condition where, Spoiling spoil) =>
        (Models.TwoWritersLttng, s_lttng.Value, where, spoil);

    private static (ModelConfig Config, StateGraph Graph, Condition Where, Spoiling Spoil) Sizes(Condition where, Spoiling spoil) =>
        (Models.Sizes, s_sizes.Value, where, spoil);
}
