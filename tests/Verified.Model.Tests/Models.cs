using System.Reflection;
using Xunit;

namespace Verified.Model.Tests;

/// <summary>The small models of these tests, and what TLC found of them.</summary>
internal static class Models
{
    private static readonly string[] s_both = ["Active", "Final"];
    private static readonly string[] s_readerOps = ["Read", "Snapshot", "Clear"];
    private static readonly string[] s_waiting = ["Read", "Wait"];

    internal static readonly ModelConfig OneWriter = new() { Reader = 9 };

    internal static readonly ModelConfig OneWriterLttng = OneWriter with { Form = Form.Lttng, Abandons = true };

    internal static readonly ModelConfig Flush = OneWriter with { Flushers = [3], FlushModes = s_both, Abandons = true };

    internal static readonly ModelConfig FlushLttng = Flush with { Form = Form.Lttng, Forgets = true };

    internal static readonly ModelConfig Sizes = OneWriter with { S = 4, Sizes = [1, 2], Abandons = true };

    internal static readonly ModelConfig TooBig = OneWriter with { S = 4, Sizes = [2, 4], LossLimit = 1, Abandons = true };

    internal static readonly ModelConfig ThreeSlots =
        OneWriter with { N = 3, Flushers = [2], Reader = 3, FlushModes = ["Active"], Form = Form.Lttng };

    internal static readonly ModelConfig OddNumbers =
        new() { S = 4, H = 2, Writers = [2], Flushers = [5], Reader = 1, FlushModes = ["Final"] };

    internal static readonly ModelConfig TwoWriters = OneWriter with { Writers = [1, 2] };

    internal static readonly ModelConfig TwoWritersLttng = TwoWriters with { Form = Form.Lttng };

    internal static readonly ModelConfig TwoWritersFour = TwoWriters with { S = 4 };

    internal static readonly ModelConfig Forgetting = TwoWritersLttng with { Forgets = true };

    internal static readonly ModelConfig Nested = TwoWriters with { Nested = true, Forgets = true };

    internal static readonly ModelConfig OddUnits = OneWriter with { S = 3, Sizes = [1, 2], Abandons = true, Form = Form.Lttng };

    internal static readonly ModelConfig OneSlot =
        OneWriter with { N = 1, S = 3, Sizes = [1, 2], Flushers = [2], FlushModes = s_both, Reader = 3 };

    internal static readonly ModelConfig Snapshot = OneWriter with { S = 3, ReaderOps = s_readerOps };

    internal static readonly ModelConfig Clock =
        OneWriter with { S = 4, Clocked = true, LastTick = 3, ShortTime = 2, FullUnits = 1 };

    internal static readonly ModelConfig Gates = OneWriter with { Flushers = [3], FlushModes = ["Pause", "Resume", "Complete"] };

    internal static readonly ModelConfig Wait = OneWriter with
    {
        ReaderOps = s_waiting,
        Wakeups = true,
        Watermark = 2,
        Flushers = [3],
        FlushModes = ["Complete", "Active"],
    };

    internal static readonly ModelConfig Overwrite = OneWriter with { S = 3, Mode = Mode.Overwrite };

    internal static readonly ModelConfig OverwriteLttng = OneWriter with { Mode = Mode.Overwrite, Form = Form.Lttng };

    internal static readonly ModelConfig OverwriteFlush =
        OneWriter with { Mode = Mode.Overwrite, Flushers = [3], FlushModes = ["Active"], Forgets = true };

    internal static readonly ModelConfig OverwriteSnapshot = OneWriter with { Mode = Mode.Overwrite, ReaderOps = s_readerOps };

    internal static readonly ModelConfig OverwriteWait =
        OneWriter with { Mode = Mode.Overwrite, ReaderOps = s_waiting, Wakeups = true };

    internal static readonly ModelConfig OverwriteClock = Overwrite with { Clocked = true, LastTick = 1, FullUnits = 1 };

    internal static readonly ModelConfig ThreeRecoverable =
        new() { Writers = [1, 2, 4], Reader = 3, N = 1, S = 4, Recovers = true, Recoverable = true };

    internal static readonly ModelConfig Recovery =
        new() { Writers = [1, 2], Reader = 3, N = 1, S = 4, Recovers = true, Recoverable = true, MaxDead = 1, Forgets = true };

    internal static readonly ModelConfig OverwriteRecovery =
        Overwrite with { Recovers = true, Recoverable = true, MaxDead = 1, Forgets = true, Abandons = true };

    internal static readonly ModelConfig OneThread = new() { Writers = [1, 2], Reader = 9, S = 3, OneWriter = true };

    internal static readonly ModelConfig OneThreadFlush = OneThread with { S = 4, Writers = [1], Flushers = [3], FlushModes = ["Final"] };

    internal static readonly ModelConfig Parts = new() { Writers = [1, 2], Reader = 9, S = 4, ReadsParts = true };

    internal static readonly ModelConfig Cells = new() { Writers = [1, 2], Reader = 9, N = 1, S = 3, Abandons = true, ReadsCells = true };

    internal static readonly ModelConfig Wrap = Flush with { SpanModulus = 16, CountModulus = 8, LapModulus = 2 };

    internal static readonly ModelConfig OverwriteWrap =
        OverwriteFlush with { SpanModulus = 16, CountModulus = 8, LapModulus = 2, ReaderOps = s_readerOps };

    /// <summary>A small model that shows each mutant.</summary>
    internal static ModelConfig OfMutant(string mutant)
    {
        ModelConfig config = mutant switch
        {
            Mutants.DeliverWithoutLock => TwoWritersFour with { Form = Form.Lttng },
            Mutants.OnePhaseDelivery => OneWriterLttng with { Abandons = false },
            Mutants.NoCleanSlotTest or Mutants.NoRecheck => TwoWriters,
            Mutants.LossMiscounted => TwoWriters with { LossLimit = 1 },
            Mutants.FlushWithoutCleanTest or Mutants.FlushWithoutFullTest => Flush with { Abandons = false },
            Mutants.FlushWithoutCas => Flush with { S = 4, Abandons = false, FlushModes = ["Active"] },
            Mutants.PaddingNotCommitted => Sizes with { Abandons = false },
            Mutants.NoPush or Mutants.NoClearNoref or Mutants.InitialLapZero or Mutants.LapOfNextByte
                or Mutants.ReaderWithoutLapTest or Mutants.ReaderWithoutNorefTest or Mutants.ReaderMovesBack => Overwrite,
            Mutants.PublishBeforeNoref => Overwrite with { S = 2, Writers = [1, 2] },
            Mutants.NoClearNorefOfOld => Overwrite with { S = 4, Writers = [1, 2], Sizes = [2] },
            Mutants.ClockReadOnce => Clock with { Writers = [1, 2], LastTick = 1 },
            Mutants.LastTimeBeforeCas => Clock with { Writers = [1, 2], LastTick = 1, ShortTime = 1 },
            Mutants.ShortTimeTooWide => Clock with { S = 5 },
            Mutants.EndTimeAtDelivery => Clock with { S = 3, Form = Form.Lttng },
            Mutants.EndTimeOfCommitter =>
                Clock with { S = 3, Form = Form.Lttng, Writers = [1, 2], LastTick = 1, ShortTime = 1 },
            Mutants.LossesSampledAtDelivery or Mutants.LossesOfCommitter =>
                TwoWritersLttng with { S = 3, LossLimit = 2, Sizes = [1, 3] },
            Mutants.ClearWithoutDeliveredTest => Snapshot,
            Mutants.EndWithoutPositionTest => Gates,
            Mutants.WaitWithoutRecheck or Mutants.WakeBeforePublish => Wait with { Watermark = 1, Flushers = [], FlushModes = [] },
            Mutants.SnapshotTestsFirstOnly => Snapshot with { ReaderOps = ["Snapshot"] },
            Mutants.PutBackWithoutCas => Overwrite with { S = 2, ReaderOps = ["Snapshot"] },
            Mutants.PushByWhoEnters or Mutants.NoClearNorefOfRecord =>
                Overwrite with { S = 4, Writers = [1, 2], ReaderOps = ["Clear"] },
            Mutants.LossesNotStated => OneWriter with { S = 3, LossLimit = 1 },
            Mutants.PrefixOfOwnEnd => ThreeRecoverable,
            Mutants.PrefixPositionBeforeCount => ThreeRecoverable with { S = 5 },
            Mutants.FitForgetsHeader => OneWriter with { S = 4, Sizes = [2] },
            Mutants.FastPathFillsUp or Mutants.DeliveredTestWithoutSize or Mutants.HeaderNotCommitted => OneWriter with { S = 3 },
            Mutants.FullTestOneLate => OneWriter with { Recovers = true, Recoverable = true },
            Mutants.PushOneLate or Mutants.PushOneTooFar or Mutants.PushWithoutCas => Overwrite,
            Mutants.ClaimWithoutCas or Mutants.GetWithoutCas => Overwrite with { S = 2 },
            Mutants.SnapshotOneShort => OneWriter with { ReaderOps = ["Snapshot"] },
            Mutants.ClearOneTooFar => OneWriter with { S = 3, ReaderOps = ["Clear"] },
            Mutants.WakeOneLate => OneWriter with { ReaderOps = s_waiting, Wakeups = true },
            Mutants.WaitWithoutFinalTest =>
                OneWriter with { S = 3, ReaderOps = s_waiting, Wakeups = true, Flushers = [3], FlushModes = ["Complete"] },
            Mutants.FullLossNotCounted => OneWriter with { LossLimit = 1 },
            Mutants.EmptyPacketWithoutLosses => OneWriter with { LossLimit = 1, Flushers = [3], FlushModes = ["Final"] },
            Mutants.CountOfOwnEnd => OneThread,
            Mutants.PartPositionBeforeCount or Mutants.PartWithoutPosition or Mutants.PartTakenOnce => Parts,
            Mutants.CellNotCleared or Mutants.HeaderBeforeData or Mutants.CellsLeftBehind => Cells with { Writers = [1], N = 2, Abandons = false },
            Mutants.GateShutAnywhere => Gates with { S = 3, FlushModes = ["Pause"] },
            _ => OneWriter,
        };
        return config with { Mutant = mutant };
    }

    internal static ExploreResult Explore(ModelConfig config) =>
        new Explorer(new Twin(config), new ExploreOptions { ChecksRefinement = true, StepProperties = [.. StepProperty.All, .. StepProperty.OfParts, .. StepProperty.OfCells] })
            .Run(TestContext.Current.CancellationToken);

    internal static ModelConfig Find(string name) =>
        (ModelConfig)typeof(Models).GetField(name, BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;
}
