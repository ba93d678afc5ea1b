using Xunit;

namespace Verified.Model.Tests;

/// <summary>Counts and digests that TLC gave for the same models (digests of its dump, by TlcDump and GraphDigest).</summary>
public class TlcCountTests
{
    [Theory]
    [InlineData(nameof(Models.Clock), 59512, 138291, 140)]
    [InlineData(nameof(Models.Flush), 54535, 164656, 143)]
    [InlineData(nameof(Models.FlushLttng), 88177, 248530, 180)]
    [InlineData(nameof(Models.Forgetting), 62666, 174007, 208)]
    [InlineData(nameof(Models.Gates), 8352, 27149, 112)]
    [InlineData(nameof(Models.Nested), 11120, 22421, 161)]
    [InlineData(nameof(Models.OddNumbers), 58256, 169799, 147)]
    [InlineData(nameof(Models.OddUnits), 24876, 51481, 102)]
    [InlineData(nameof(Models.OneSlot), 12086, 36813, 66)]
    [InlineData(nameof(Models.OneWriter), 445, 868, 75)]
    [InlineData(nameof(Models.OneWriterLttng), 2077, 4166, 97)]
    [InlineData(nameof(Models.Overwrite), 20184, 39799, 341)]
    [InlineData(nameof(Models.OverwriteFlush), 14964, 43825, 255)]
    [InlineData(nameof(Models.OverwriteLttng), 28200, 55621, 344)]
    [InlineData(nameof(Models.OverwriteSnapshot), 53658, 108073, 292)]
    [InlineData(nameof(Models.OverwriteWait), 31122, 63535, 270)]
    [InlineData(nameof(Models.Sizes), 89124, 187061, 99)]
    [InlineData(nameof(Models.Snapshot), 1358, 2867, 101)]
    [InlineData(nameof(Models.ThreeSlots), 1955, 5766, 155)]
    [InlineData(nameof(Models.TooBig), 6350, 13507, 95)]
    [InlineData(nameof(Models.TwoWriters), 46722, 134707, 178)]
    [InlineData(nameof(Models.TwoWritersFour), 93603, 270456, 266)]
    [InlineData(nameof(Models.TwoWritersLttng), 114092, 333533, 231)]
    [InlineData(nameof(Models.Wait), 12759, 41153, 117)]
    public void Counts_are_those_of_TLC(string model, long distinct, long generated, int depth)
    {
        ExploreResult result = Models.Explore(Models.Find(model));

        Assert.Equal(ExploreVerdict.Pass, result.Verdict);
        Assert.Equal((distinct, generated, depth), (result.Distinct, result.Generated, result.Depth));
        Assert.Equal(generated, 1 + result.GeneratedByStep.Values.Sum());
    }

    [Theory]
    [InlineData(nameof(Models.OneWriter), 867, "f09fe59daaf173dbed6992c5ee42c9c2", "d10a10143306302d23ffcf9368deba67")]
    [InlineData(nameof(Models.OneWriterLttng), 4165, "01bfa99b49931ceedd44c6040c0b47c2", "bad9ca1358a072fa98a92bb828b4185f")]
    [InlineData(nameof(Models.Flush), 164655, "f8aabb179d0b602117a3945ca388610e", "57839fdd71e361b4de6a3a6c392e8e4a")]
    [InlineData(nameof(Models.TooBig), 13506, "709f5b31edd45ef30ffb56696426a217", "00a26873fe9ffe6896e97800e4266c49")]
    [InlineData(nameof(Models.ThreeSlots), 5765, "56e2ac29c9d79ed3d8b27848584e0ba2", "c4117dbeb02bb0ba4fd6ad54449a9828")]
    [InlineData(nameof(Models.TwoWriters), 134706, "f561c9db5525d177a4e655b587acf2a5", "206dd77c7502b527bc37251ec6a50224")]
    [InlineData(nameof(Models.OddUnits), 51480, "cef75e6e1ab1ae8e407108135d25c2f3", "d25a7f8537a7e5daf9ec08a1bc5ba275")]
    [InlineData(nameof(Models.OneSlot), 36812, "2e6927e3c1e21fe4c78e21eff54b5dc9", "2e0eaeee4b508582541f4630dcb0312e")]
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
            [Step.Deliver_Publish] = 4204,
            [Step.Flush_LoadWritePosition] = 8644,
            [Step.Flush_LoadDelivered] = 8068,
            [Step.Flush_LoadReadPosition] = 8008,
            [Step.Flush_Cas] = 1360,
            [Step.Flush_CasFail] = 4406,
            [Step.Get_LoadReadPosition] = 8890,
            [Step.Get_LoadDelivered] = 8890,
            [Step.Read_Records] = 6550,
            [Step.Move_StoreReadPosition] = 6550,
            [Step.Deliver_Lock] = 0,
            [Step.Get_LoadWritePosition] = 0,
        };

        ExploreResult result = Models.Explore(Models.Flush);

        Assert.All(tlc, count => Assert.Equal(count.Value, result.GeneratedByStep[count.Key]));
        Assert.Contains(Step.Deliver_Lock, result.NeverFired);
        Assert.DoesNotContain(Step.Flush_Cas, result.NeverFired);
    }

    [Theory]
    [InlineData(Mutants.CountBeforeData, "S7_DeliveredIsComplete", 16)]
    [InlineData(Mutants.DeliverWithoutLock, "S5_DeliveredCountShape", 33)]
    [InlineData(Mutants.OnePhaseDelivery, "S5_DeliveredCountShape", 19)]
    [InlineData(Mutants.NoFullTest, "S16_NoUnreadOverwritten", 39)]
    [InlineData(Mutants.NoCleanSlotTest, "S21_LossCauseIsTrue", 31)]
    [InlineData(Mutants.NoRecheck, "S21_LossCauseIsTrue", 19)]
    [InlineData(Mutants.ReaderWithoutDeliveredTest, "S17_ReadIsWhatWasCommitted", 5)]
    [InlineData(Mutants.ReaderMovesUnconditionally, "S1_ReservationsPartition", 4)]
    [InlineData(Mutants.NewEndOmitted, "S7_DeliveredIsComplete", 16)]
    [InlineData(Mutants.FlushWithoutCleanTest, "S4_LapBarrier", 25)]
    [InlineData(Mutants.PaddingNotCommitted, "S3_EveryReservationIsOwed", 22)]
    [InlineData(Mutants.LossMiscounted, LossCounts.Name, 31)]
    [InlineData(Mutants.NoPush, "S14_WindowIsTheRing", 54)]
    [InlineData(Mutants.NoClearNoref, "S11_WritersReferToWhatTheyWrite", 8)]
    [InlineData(Mutants.NoClearNorefOfOld, "S11_WritersReferToWhatTheyWrite", 15)]
    [InlineData(Mutants.PublishBeforeNoref, "S17_ReaderTakesWhatIsThere", 21)]
    [InlineData(Mutants.LapOfNextByte, "S7_DeliveredIsComplete", 52)]
    [InlineData(Mutants.InitialLapZero, "S7_DeliveredIsComplete", 1)]
    [InlineData(Mutants.ReaderWithoutNorefTest, "S9_ReaderHoldsAlone", 66)]
    [InlineData(Mutants.ReaderWithoutLapTest, "S17_ReadIsWhatWasCommitted", 85)]
    [InlineData(Mutants.ReaderMovesBack, "S14_WindowIsTheRing", 96)]
    [InlineData(Mutants.ClockReadOnce, "S19_TimeNeverGoesBack", 19)]
    [InlineData(Mutants.LastTimeBeforeCas, "S20_ShortTimesAreEnough", 47)]
    [InlineData(Mutants.ShortTimeTooWide, "S20_ShortTimesAreEnough", 51)]
    [InlineData(Mutants.EndTimeAtDelivery, "S7_DeliveredIsComplete", 36)]
    [InlineData(Mutants.EndTimeOfCommitter, "S7_DeliveredIsComplete", 36)]
    [InlineData(Mutants.LossesSampledAtDelivery, "S21_StatedLossesGrow", 52)]
    [InlineData(Mutants.LossesOfCommitter, "S21_StatedLossesGrow", 57)]
    [InlineData(Mutants.FlushWithoutFullTest, "S16_NoUnreadOverwritten", 29)]
    [InlineData(Mutants.FlushWithoutCas, "S1_ReservationsPartition", 19)]
    [InlineData(Mutants.ClearWithoutDeliveredTest, "S1_ReservationsPartition", 4)]
    [InlineData(Mutants.EndWithoutPositionTest, "S25_EndOfDataIsTheEnd", 16)]
    [InlineData(Mutants.WaitWithoutRecheck, "L7_NoLostWakeup", 20)]
    [InlineData(Mutants.WakeBeforePublish, "L7_NoLostWakeup", 22)]
    [InlineData(Mutants.SnapshotTestsFirstOnly, "S9_ReaderHoldsAlone", 46)]
    [InlineData(Mutants.PutBackWithoutCas, "S11_WritersReferToWhatTheyWrite", 57)]
    [InlineData(Mutants.GateShutAnywhere, "S1_ReservationsPartition", 9)]
    [InlineData(Mutants.PushByWhoEnters, "S14_WindowIsTheRing", 70)]
    [InlineData(Mutants.NoClearNorefOfRecord, "S11_WritersReferToWhatTheyWrite", 10)]
    [InlineData(Mutants.LossesNotStated, "S22_PacketsStateTheirLosses", 75)]
    [InlineData(Mutants.PrefixOfOwnEnd, "S23_RecoveredIsCommitted", 25)]
    [InlineData(Mutants.PrefixPositionBeforeCount, "S23_RecoveredIsCommitted", 17)]
    [InlineData(Mutants.FitForgetsHeader, "S2_NoReservationStraddles", 15)]
    [InlineData(Mutants.FastPathFillsUp, "S7_DeliveredIsComplete", 18)]
    [InlineData(Mutants.FullTestOneLate, "S16_NoUnreadOverwritten", 44)]
    [InlineData(Mutants.PushOneLate, "S14_WindowIsTheRing", 59)]
    [InlineData(Mutants.PushOneTooFar, Pushes.Name, 60)]
    [InlineData(Mutants.PushWithoutCas, "S1_ReservationsPartition", 79)]
    [InlineData(Mutants.ClaimWithoutCas, "S9_ReaderHoldsAlone", 52)]
    [InlineData(Mutants.GetWithoutCas, "S9_ReaderHoldsAlone", 52)]
    [InlineData(Mutants.DeliveredTestWithoutSize, "S17_ReadIsWhatWasCommitted", 5)]
    [InlineData(Mutants.SnapshotOneShort, ReaderSteps.Name, 28)]
    [InlineData(Mutants.ClearOneTooFar, "S1_ReservationsPartition", 26)]
    [InlineData(Mutants.WakeOneLate, "L7_NoLostWakeup", 21)]
    [InlineData(Mutants.WaitWithoutFinalTest, "L7_NoLostWakeup", 8)]
    [InlineData(Mutants.HeaderNotCommitted, "S3_EveryReservationIsOwed", 8)]
    [InlineData(Mutants.FullLossNotCounted, LossCounts.Name, 39)]
    [InlineData(Mutants.EmptyPacketWithoutLosses, StatedLosses.Name, 47)]
    [InlineData(Mutants.CountOfOwnEnd, "S3_CommitCountsAddUp", 20)]
    [InlineData(Mutants.PartPositionBeforeCount, "S29_PartIsCommitted", 20)]
    [InlineData(Mutants.PartWithoutPosition, "S29_PartIsCommitted", 17)]
    [InlineData(Mutants.PartTakenOnce, PartSteps.Name, 26)]
    [InlineData(Mutants.CellNotCleared, "S30_CellsAreClear", 14)]
    [InlineData(Mutants.HeaderBeforeData, "S30_TakenIsFinished", 11)]
    [InlineData(Mutants.CellsLeftBehind, CellSteps.Name, 27)]
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
        // TLC: 1643 generated, but 1612 distinct edges. One writer alone can not break what the lock protects.
        ExploreResult result = Models.Explore(Models.OneWriter with { Form = Form.Lttng, Mutant = Mutants.DeliverWithoutLock });

        Assert.Equal((820, 1643, 97), (result.Distinct, result.Generated, result.Depth));
        Assert.Equal(1612, result.Graph.Edges().Count());
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
