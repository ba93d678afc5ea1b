using Xunit;

namespace Verified.Model.Tests;

/// <summary>Counts and digests that TLC gave for the same models (digests of its dump, by TlcDump and GraphDigest).</summary>
public class TlcCountTests
{
    [Theory]
    [InlineData(nameof(Models.OneWriter), 316, 613, 65)]
    [InlineData(nameof(Models.OneWriterLttng), 1671, 3352, 87)]
    [InlineData(nameof(Models.Flush), 25750, 78263, 112)]
    [InlineData(nameof(Models.FlushLttng), 68620, 209055, 171)]
    [InlineData(nameof(Models.Sizes), 68419, 144352, 84)]
    [InlineData(nameof(Models.SizesLttng), 140344, 293337, 108)]
    [InlineData(nameof(Models.TooBig), 2264, 4801, 80)]
    [InlineData(nameof(Models.ThreeSlots), 1532, 4509, 139)]
    [InlineData(nameof(Models.OddNumbers), 83572, 247977, 116)]
    [InlineData(nameof(Models.TwoWriters), 26099, 74644, 140)]
    [InlineData(nameof(Models.TwoWritersLttng), 74559, 217244, 206)]
    [InlineData(nameof(Models.TwoWritersFour), 58372, 167349, 217)]
    [InlineData(nameof(Models.OddUnits), 20742, 43043, 91)]
    [InlineData(nameof(Models.OneSlot), 5232, 16065, 57)]
    public void Counts_are_those_of_TLC(string model, long distinct, long generated, int depth)
    {
        ExploreResult result = Models.Explore(Models.Find(model));

        Assert.Equal(ExploreVerdict.Pass, result.Verdict);
        Assert.Equal((distinct, generated, depth), (result.Distinct, result.Generated, result.Depth));
        Assert.Equal(generated, 1 + result.GeneratedByStep.Values.Sum());
    }

    [Theory]
    [InlineData(nameof(Models.OneWriter), 612, "9ce5b984cd810cc49c137cf2590a3235", "7075f778a1623b464e3822c38a005641")]
    [InlineData(nameof(Models.OneWriterLttng), 3351, "5873ba1395eb7bcfec9b4ed3b14e2a0e", "d690b5673beea4fa00d04fac80f48128")]
    [InlineData(nameof(Models.Flush), 78262, "728c4abaa476bd2c28b716369567539c", "97792ebe08df5d4dfd660a40df7750cd")]
    [InlineData(nameof(Models.TooBig), 4800, "785d20828292224374eafaf7b3d965df", "c57907a50e5a0e55f3b035a0b63e5464")]
    [InlineData(nameof(Models.ThreeSlots), 4508, "32da5eb74df1c0bfcb4600ab3a9da6de", "ae53e9a14ebfe54513b0a36ee96b986d")]
    [InlineData(nameof(Models.TwoWriters), 74643, "a742b375424112c58e7380facdb2192b", "604967c5c1c076494d9257a957063d49")]
    [InlineData(nameof(Models.OddUnits), 43042, "5e22608f00cae4d8f1f3ff72048b2ddc", "a9aaa7104b58afcbedb2e212316ecf34")]
    [InlineData(nameof(Models.OneSlot), 16064, "c2c7d8331c4d1d4529412ad4be984d1a", "97791f5c5a1fc28605d572901c9cff2e")]
    public void Digest_is_that_of_TLCs_dump(string model, long edges, string stateDigest, string edgeDigest)
    {
        ExploreResult result = Models.Explore(Models.Find(model));

        GraphDigest digest = GraphDigest.Of(result.Graph, TestContext.Current.CancellationToken);

        Assert.Equal((result.Distinct, edges), (digest.StateCount, digest.EdgeCount));
        Assert.Equal((stateDigest, edgeDigest), (digest.States, digest.Edges));
    }

    [Fact]
    public void Counts_per_action_are_those_of_TLC()
    {
        Dictionary<Step, long> tlc = new()
        {
            [Step.Deliver_Publish] = 2304,
            [Step.Flush_LoadWritePosition] = 6056,
            [Step.Flush_LoadDelivered] = 5838,
            [Step.Flush_LoadReadPosition] = 5802,
            [Step.Flush_Cas] = 836,
            [Step.Flush_CasFail] = 3304,
            [Step.Get_LoadReadPosition] = 5007,
            [Step.Get_LoadDelivered] = 5007,
            [Step.Read_Records] = 3667,
            [Step.Move_StoreReadPosition] = 3667,
            [Step.Deliver_Lock] = 0,
            [Step.Get_LoadWritePosition] = 0,
        };

        ExploreResult result = Models.Explore(Models.Flush);

        Assert.All(tlc, count => Assert.Equal(count.Value, result.GeneratedByStep[count.Key]));
        Assert.Contains(Step.Deliver_Lock, result.NeverFired);
        Assert.DoesNotContain(Step.Flush_Cas, result.NeverFired);
    }

    [Theory]
    [InlineData(Mutants.CountBeforeData, "S7_DeliveredIsComplete", 13)]
    [InlineData(Mutants.DeliverWithoutLock, "S5_DeliveredCountShape", 30)]
    [InlineData(Mutants.OnePhaseDelivery, "S5_DeliveredCountShape", 16)]
    [InlineData(Mutants.NoFullTest, "S16_NoUnreadOverwritten", 30)]
    [InlineData(Mutants.NoCleanSlotTest, "S21_LossCauseIsTrue", 25)]
    [InlineData(Mutants.NoRecheck, "S21_LossCauseIsTrue", 16)]
    [InlineData(Mutants.ReaderWithoutDeliveredTest, "S17_ReadIsWhatWasCommitted", 5)]
    [InlineData(Mutants.ReaderMovesUnconditionally, "S1_ReservationsPartition", 4)]
    [InlineData(Mutants.NewEndOmitted, "S7_DeliveredIsComplete", 13)]
    [InlineData(Mutants.FlushWithoutCleanTest, "S4_LapBarrier", 16)]
    [InlineData(Mutants.PaddingNotCommitted, "S3_EveryReservationIsOwed", 19)]
    [InlineData(Mutants.LossMiscounted, LossCounts.Name, 25)]
    public void Mutant_fails_where_TLC_says(string mutant, string invariant, int depth)
    {
        ExploreResult result = Models.Explore(Models.OfMutant(mutant));

        Assert.Equal(ExploreVerdict.Violation, result.Verdict);
        Assert.Equal((invariant, depth), (result.Primary?.Name, result.Depth));
        Assert.All(result.Violations, v => Assert.Equal(depth, v.Level));
        Assert.Throws<InvalidOperationException>(() => result.Graph.Edges());
    }

    [Fact]
    public void A_guard_that_holds_twice_generates_twice()
    {
        // TLC: 1284 generated, but 1257 distinct edges. One writer alone can not break what the lock protects.
        ExploreResult result = Models.Explore(Models.OneWriter with { Form = Form.Lttng, Mutant = Mutants.DeliverWithoutLock });

        Assert.Equal((641, 1284, 87), (result.Distinct, result.Generated, result.Depth));
        Assert.Equal(1257, result.Graph.Edges().Count());
    }

    [Fact]
    public void Every_mutant_is_covered_above() =>
        Assert.Equal(
            Mutants.All.Order(),
            typeof(TlcCountTests).GetMethod(nameof(Mutant_fails_where_TLC_says))!
                .GetCustomAttributes(typeof(InlineDataAttribute), false)
                .Select(a => (string)((InlineDataAttribute)a).Data[0]!)
                .Order());
}
