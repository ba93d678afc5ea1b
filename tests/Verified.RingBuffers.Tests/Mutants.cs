using Verified.RingBuffers.Core;

namespace Verified.RingBuffers.Tests;

internal readonly struct CountBeforeData : IRules
{
    static bool IRules.CountBeforeData => true;
}

internal readonly struct DeliverWithoutLock : IRules
{
    static bool IRules.LttngForm => true;

    static bool IRules.DeliverWithoutLock => true;
}

internal readonly struct OnePhaseDelivery : IRules
{
    static bool IRules.LttngForm => true;

    static bool IRules.OnePhaseDelivery => true;
}

internal readonly struct NoFullTest : IRules
{
    static bool IRules.NoFullTest => true;
}

internal readonly struct NoCleanSlotTest : IRules
{
    static bool IRules.NoCleanSlotTest => true;
}

internal readonly struct NoRecheck : IRules
{
    static bool IRules.NoRecheck => true;
}

internal readonly struct ReaderWithoutDeliveredTest : IRules
{
    static bool IRules.ReaderWithoutDeliveredTest => true;
}

internal readonly struct ReaderMovesUnconditionally : IRules
{
    static bool IRules.ReaderMovesUnconditionally => true;
}

internal readonly struct NewEndOmitted : IRules
{
    static bool IRules.NewEndOmitted => true;
}

internal readonly struct FlushWithoutCleanTest : IRules
{
    static bool IRules.FlushWithoutCleanTest => true;
}

internal readonly struct PaddingNotCommitted : IRules
{
    static bool IRules.PaddingNotCommitted => true;
}

internal readonly struct LossMiscounted : IRules
{
    static bool IRules.LossMiscounted => true;
}

internal readonly struct NoPush : IRules
{
    static bool IRules.NoPush => true;
}

internal readonly struct NoClearNoref : IRules
{
    static bool IRules.NoClearNoref => true;
}

internal readonly struct NoClearNorefOfOld : IRules
{
    static bool IRules.NoClearNorefOfOld => true;
}

internal readonly struct PublishBeforeNoref : IRules
{
    static bool IRules.PublishBeforeNoref => true;
}

internal readonly struct LapOfNextByte : IRules
{
    static bool IRules.LapOfNextByte => true;
}

internal readonly struct InitialLapZero : IRules
{
    static bool IRules.InitialLapZero => true;
}

internal readonly struct ReaderWithoutNorefTest : IRules
{
    static bool IRules.ReaderWithoutNorefTest => true;
}

internal readonly struct ReaderWithoutLapTest : IRules
{
    static bool IRules.ReaderWithoutLapTest => true;
}

internal readonly struct ReaderMovesBack : IRules
{
    static bool IRules.ReaderMovesBack => true;
}

internal readonly struct ClockReadOnce : IRules
{
    static bool IRules.ClockReadOnce => true;
}

internal readonly struct LastTimeBeforeCas : IRules
{
    static bool IRules.LastTimeBeforeCas => true;
}

internal readonly struct ShortTimeTooWide : IRules
{
    static bool IRules.ShortTimeTooWide => true;
}

internal readonly struct EndTimeAtDelivery : IRules
{
    static bool IRules.LttngForm => true;

    static bool IRules.EndTimeAtDelivery => true;
}

internal readonly struct EndTimeOfCommitter : IRules
{
    static bool IRules.LttngForm => true;

    static bool IRules.EndTimeOfCommitter => true;
}

internal readonly struct LossesSampledAtDelivery : IRules
{
    static bool IRules.LttngForm => true;

    static bool IRules.LossesSampledAtDelivery => true;
}

internal readonly struct LossesOfCommitter : IRules
{
    static bool IRules.LttngForm => true;

    static bool IRules.LossesOfCommitter => true;
}

internal readonly struct FlushWithoutFullTest : IRules
{
    static bool IRules.FlushWithoutFullTest => true;
}

internal readonly struct FlushWithoutCas : IRules
{
    static bool IRules.FlushWithoutCas => true;
}

internal readonly struct ClearWithoutDeliveredTest : IRules
{
    static bool IRules.ClearWithoutDeliveredTest => true;
}

internal readonly struct EndWithoutPositionTest : IRules
{
    static bool IRules.EndWithoutPositionTest => true;
}

internal readonly struct WaitWithoutRecheck : IRules
{
    static bool IRules.WaitWithoutRecheck => true;
}

internal readonly struct WakeBeforePublish : IRules
{
    static bool IRules.WakeBeforePublish => true;
}

internal readonly struct SnapshotTestsFirstOnly : IRules
{
    static bool IRules.SnapshotTestsFirstOnly => true;
}

internal readonly struct PutBackWithoutCas : IRules
{
    static bool IRules.PutBackWithoutCas => true;
}

internal readonly struct GateShutAnywhere : IRules
{
    static bool IRules.GateShutAnywhere => true;
}

internal readonly struct PushByWhoEnters : IRules
{
    static bool IRules.PushByWhoEnters => true;
}

internal readonly struct NoClearNorefOfRecord : IRules
{
    static bool IRules.NoClearNorefOfRecord => true;
}

internal readonly struct LossesNotStated : IRules
{
    static bool IRules.LossesNotStated => true;
}

internal readonly struct PrefixOfOwnEnd : IRules
{
    static bool IRules.PrefixOfOwnEnd => true;
}

internal readonly struct PrefixPositionBeforeCount : IRules
{
    static bool IRules.PrefixPositionBeforeCount => true;
}

internal readonly struct CountOfOwnEnd : IRules
{
    static bool IRules.CountOfOwnEnd => true;
}

internal readonly struct PartPositionBeforeCount : IRules
{
    static bool IRules.PartPositionBeforeCount => true;
}

internal readonly struct PartWithoutPosition : IRules
{
    static bool IRules.PartWithoutPosition => true;
}

internal readonly struct PartTakenOnce : IRules
{
    static bool IRules.PartTakenOnce => true;
}

internal readonly struct CellNotCleared : IRules
{
    static bool IRules.CellNotCleared => true;
}

internal readonly struct HeaderBeforeData : IRules
{
    static bool IRules.HeaderBeforeData => true;
}

internal readonly struct CellsLeftBehind : IRules
{
    static bool IRules.CellsLeftBehind => true;
}
