namespace Verified.Model;

/// <summary>What is broken, in the order of <see cref="Mutants.All"/>.</summary>
internal enum Broken
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary><see cref="Mutants.CountBeforeData"/>.</summary>
    CountBeforeData,

    /// <summary><see cref="Mutants.DeliverWithoutLock"/>.</summary>
    DeliverWithoutLock,

    /// <summary><see cref="Mutants.OnePhaseDelivery"/>.</summary>
    OnePhaseDelivery,

    /// <summary><see cref="Mutants.NoFullTest"/>.</summary>
    NoFullTest,

    /// <summary><see cref="Mutants.NoCleanSlotTest"/>.</summary>
    NoCleanSlotTest,

    /// <summary><see cref="Mutants.NoRecheck"/>.</summary>
    NoRecheck,

    /// <summary><see cref="Mutants.ReaderWithoutDeliveredTest"/>.</summary>
    ReaderWithoutDeliveredTest,

    /// <summary><see cref="Mutants.ReaderMovesUnconditionally"/>.</summary>
    ReaderMovesUnconditionally,

    /// <summary><see cref="Mutants.NewEndOmitted"/>.</summary>
    NewEndOmitted,

    /// <summary><see cref="Mutants.FlushWithoutCleanTest"/>.</summary>
    FlushWithoutCleanTest,

    /// <summary><see cref="Mutants.PaddingNotCommitted"/>.</summary>
    PaddingNotCommitted,

    /// <summary><see cref="Mutants.LossMiscounted"/>.</summary>
    LossMiscounted,

    /// <summary><see cref="Mutants.NoPush"/>.</summary>
    NoPush,

    /// <summary><see cref="Mutants.NoClearNoref"/>.</summary>
    NoClearNoref,

    /// <summary><see cref="Mutants.NoClearNorefOfOld"/>.</summary>
    NoClearNorefOfOld,

    /// <summary><see cref="Mutants.PublishBeforeNoref"/>.</summary>
    PublishBeforeNoref,

    /// <summary><see cref="Mutants.LapOfNextByte"/>.</summary>
    LapOfNextByte,

    /// <summary><see cref="Mutants.InitialLapZero"/>.</summary>
    InitialLapZero,

    /// <summary><see cref="Mutants.ReaderWithoutNorefTest"/>.</summary>
    ReaderWithoutNorefTest,

    /// <summary><see cref="Mutants.ReaderWithoutLapTest"/>.</summary>
    ReaderWithoutLapTest,

    /// <summary><see cref="Mutants.ReaderMovesBack"/>.</summary>
    ReaderMovesBack,

    /// <summary><see cref="Mutants.ClockReadOnce"/>.</summary>
    ClockReadOnce,

    /// <summary><see cref="Mutants.LastTimeBeforeCas"/>.</summary>
    LastTimeBeforeCas,

    /// <summary><see cref="Mutants.ShortTimeTooWide"/>.</summary>
    ShortTimeTooWide,

    /// <summary><see cref="Mutants.EndTimeAtDelivery"/>.</summary>
    EndTimeAtDelivery,

    /// <summary><see cref="Mutants.EndTimeOfCommitter"/>.</summary>
    EndTimeOfCommitter,

    /// <summary><see cref="Mutants.LossesSampledAtDelivery"/>.</summary>
    LossesSampledAtDelivery,

    /// <summary><see cref="Mutants.LossesOfCommitter"/>.</summary>
    LossesOfCommitter,

    /// <summary><see cref="Mutants.FlushWithoutFullTest"/>.</summary>
    FlushWithoutFullTest,

    /// <summary><see cref="Mutants.FlushWithoutCas"/>.</summary>
    FlushWithoutCas,

    /// <summary><see cref="Mutants.ClearWithoutDeliveredTest"/>.</summary>
    ClearWithoutDeliveredTest,

    /// <summary><see cref="Mutants.EndWithoutPositionTest"/>.</summary>
    EndWithoutPositionTest,

    /// <summary><see cref="Mutants.WaitWithoutRecheck"/>.</summary>
    WaitWithoutRecheck,

    /// <summary><see cref="Mutants.WakeBeforePublish"/>.</summary>
    WakeBeforePublish,

    /// <summary><see cref="Mutants.SnapshotTestsFirstOnly"/>.</summary>
    SnapshotTestsFirstOnly,

    /// <summary><see cref="Mutants.PutBackWithoutCas"/>.</summary>
    PutBackWithoutCas,

    /// <summary><see cref="Mutants.GateShutAnywhere"/>.</summary>
    GateShutAnywhere,

    /// <summary><see cref="Mutants.PushByWhoEnters"/>.</summary>
    PushByWhoEnters,

    /// <summary><see cref="Mutants.NoClearNorefOfRecord"/>.</summary>
    NoClearNorefOfRecord,

    /// <summary><see cref="Mutants.LossesNotStated"/>.</summary>
    LossesNotStated,

    /// <summary><see cref="Mutants.PrefixOfOwnEnd"/>.</summary>
    PrefixOfOwnEnd,

    /// <summary><see cref="Mutants.PrefixPositionBeforeCount"/>.</summary>
    PrefixPositionBeforeCount,

    /// <summary><see cref="Mutants.FitForgetsHeader"/>.</summary>
    FitForgetsHeader,

    /// <summary><see cref="Mutants.FastPathFillsUp"/>.</summary>
    FastPathFillsUp,

    /// <summary><see cref="Mutants.FullTestOneLate"/>.</summary>
    FullTestOneLate,

    /// <summary><see cref="Mutants.PushOneLate"/>.</summary>
    PushOneLate,

    /// <summary><see cref="Mutants.PushOneTooFar"/>.</summary>
    PushOneTooFar,

    /// <summary><see cref="Mutants.PushWithoutCas"/>.</summary>
    PushWithoutCas,

    /// <summary><see cref="Mutants.ClaimWithoutCas"/>.</summary>
    ClaimWithoutCas,

    /// <summary><see cref="Mutants.GetWithoutCas"/>.</summary>
    GetWithoutCas,

    /// <summary><see cref="Mutants.DeliveredTestWithoutSize"/>.</summary>
    DeliveredTestWithoutSize,

    /// <summary><see cref="Mutants.SnapshotOneShort"/>.</summary>
    SnapshotOneShort,

    /// <summary><see cref="Mutants.ClearOneTooFar"/>.</summary>
    ClearOneTooFar,

    /// <summary><see cref="Mutants.WakeOneLate"/>.</summary>
    WakeOneLate,

    /// <summary><see cref="Mutants.WaitWithoutFinalTest"/>.</summary>
    WaitWithoutFinalTest,

    /// <summary><see cref="Mutants.HeaderNotCommitted"/>.</summary>
    HeaderNotCommitted,

    /// <summary><see cref="Mutants.FullLossNotCounted"/>.</summary>
    FullLossNotCounted,

    /// <summary><see cref="Mutants.EmptyPacketWithoutLosses"/>.</summary>
    EmptyPacketWithoutLosses,

    /// <summary><see cref="Mutants.CountOfOwnEnd"/>.</summary>
    CountOfOwnEnd,

    /// <summary><see cref="Mutants.PartPositionBeforeCount"/>.</summary>
    PartPositionBeforeCount,

    /// <summary><see cref="Mutants.PartWithoutPosition"/>.</summary>
    PartWithoutPosition,

    /// <summary><see cref="Mutants.PartTakenOnce"/>.</summary>
    PartTakenOnce,

    /// <summary><see cref="Mutants.CellNotCleared"/>.</summary>
    CellNotCleared,

    /// <summary><see cref="Mutants.HeaderBeforeData"/>.</summary>
    HeaderBeforeData,

    /// <summary><see cref="Mutants.CellsLeftBehind"/>.</summary>
    CellsLeftBehind,
}
