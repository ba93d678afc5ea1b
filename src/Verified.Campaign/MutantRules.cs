using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>The rules of each mutant: one constant turned, in the form that it lives in.</summary>
internal static class MutantRules
{
    internal readonly struct CountBeforeDataRules : IRules
    {
        public static bool CountBeforeData => true;
    }

    internal readonly struct DeliverWithoutLockRules : IRules
    {
        public static bool LttngForm => true;

        public static bool DeliverWithoutLock => true;
    }

    internal readonly struct OnePhaseDeliveryRules : IRules
    {
        public static bool LttngForm => true;

        public static bool OnePhaseDelivery => true;
    }

    internal readonly struct NoFullTestRules : IRules
    {
        public static bool NoFullTest => true;
    }

    internal readonly struct NoCleanSlotTestRules : IRules
    {
        public static bool NoCleanSlotTest => true;
    }

    internal readonly struct NoRecheckRules : IRules
    {
        public static bool NoRecheck => true;
    }

    internal readonly struct ReaderWithoutDeliveredTestRules : IRules
    {
        public static bool ReaderWithoutDeliveredTest => true;
    }

    internal readonly struct ReaderMovesUnconditionallyRules : IRules
    {
        public static bool ReaderMovesUnconditionally => true;
    }

    internal readonly struct NewEndOmittedRules : IRules
    {
        public static bool NewEndOmitted => true;
    }

    internal readonly struct FlushWithoutCleanTestRules : IRules
    {
        public static bool FlushWithoutCleanTest => true;
    }

    internal readonly struct PaddingNotCommittedRules : IRules
    {
        public static bool PaddingNotCommitted => true;
    }

    internal readonly struct LossMiscountedRules : IRules
    {
        public static bool LossMiscounted => true;
    }

    internal readonly struct NoPushRules : IRules
    {
        public static bool NoPush => true;
    }

    internal readonly struct NoClearNorefRules : IRules
    {
        public static bool NoClearNoref => true;
    }

    internal readonly struct NoClearNorefOfOldRules : IRules
    {
        public static bool NoClearNorefOfOld => true;
    }

    internal readonly struct PublishBeforeNorefRules : IRules
    {
        public static bool PublishBeforeNoref => true;
    }

    internal readonly struct LapOfNextByteRules : IRules
    {
        public static bool LapOfNextByte => true;
    }

    internal readonly struct InitialLapZeroRules : IRules
    {
        public static bool InitialLapZero => true;
    }

    internal readonly struct ReaderWithoutNorefTestRules : IRules
    {
        public static bool ReaderWithoutNorefTest => true;
    }

    internal readonly struct ReaderWithoutLapTestRules : IRules
    {
        public static bool ReaderWithoutLapTest => true;
    }

    internal readonly struct ReaderMovesBackRules : IRules
    {
        public static bool ReaderMovesBack => true;
    }

    internal readonly struct ClockReadOnceRules : IRules
    {
        public static bool ClockReadOnce => true;
    }

    internal readonly struct LastTimeBeforeCasRules : IRules
    {
        public static bool LastTimeBeforeCas => true;
    }

    internal readonly struct ShortTimeTooWideRules : IRules
    {
        public static bool ShortTimeTooWide => true;
    }

    internal readonly struct EndTimeAtDeliveryRules : IRules
    {
        public static bool LttngForm => true;

        public static bool EndTimeAtDelivery => true;
    }

    internal readonly struct EndTimeOfCommitterRules : IRules
    {
        public static bool LttngForm => true;

        public static bool EndTimeOfCommitter => true;
    }

    internal readonly struct LossesSampledAtDeliveryRules : IRules
    {
        public static bool LttngForm => true;

        public static bool LossesSampledAtDelivery => true;
    }

    internal readonly struct LossesOfCommitterRules : IRules
    {
        public static bool LttngForm => true;

        public static bool LossesOfCommitter => true;
    }

    internal readonly struct FlushWithoutFullTestRules : IRules
    {
        public static bool FlushWithoutFullTest => true;
    }

    internal readonly struct FlushWithoutCasRules : IRules
    {
        public static bool FlushWithoutCas => true;
    }

    internal readonly struct ClearWithoutDeliveredTestRules : IRules
    {
        public static bool ClearWithoutDeliveredTest => true;
    }

    internal readonly struct EndWithoutPositionTestRules : IRules
    {
        public static bool EndWithoutPositionTest => true;
    }

    internal readonly struct WaitWithoutRecheckRules : IRules
    {
        public static bool WaitWithoutRecheck => true;
    }

    internal readonly struct WakeBeforePublishRules : IRules
    {
        public static bool WakeBeforePublish => true;
    }

    internal readonly struct SnapshotTestsFirstOnlyRules : IRules
    {
        public static bool SnapshotTestsFirstOnly => true;
    }

    internal readonly struct PutBackWithoutCasRules : IRules
    {
        public static bool PutBackWithoutCas => true;
    }

    internal readonly struct GateShutAnywhereRules : IRules
    {
        public static bool GateShutAnywhere => true;
    }

    internal readonly struct PushByWhoEntersRules : IRules
    {
        public static bool PushByWhoEnters => true;
    }

    internal readonly struct NoClearNorefOfRecordRules : IRules
    {
        public static bool NoClearNorefOfRecord => true;
    }

    internal readonly struct LossesNotStatedRules : IRules
    {
        public static bool LossesNotStated => true;
    }

    internal readonly struct CountOfOwnEndRules : IRules
    {
        public static bool CountOfOwnEnd => true;
    }

    internal readonly struct PartPositionBeforeCountRules : IRules
    {
        public static bool PartPositionBeforeCount => true;
    }

    internal readonly struct PartWithoutPositionRules : IRules
    {
        public static bool PartWithoutPosition => true;
    }

    internal readonly struct PartTakenOnceRules : IRules
    {
        public static bool PartTakenOnce => true;
    }

    internal readonly struct CellNotClearedRules : IRules
    {
        public static bool CellNotCleared => true;
    }

    internal readonly struct HeaderBeforeDataRules : IRules
    {
        public static bool HeaderBeforeData => true;
    }

    internal readonly struct CellsLeftBehindRules : IRules
    {
        public static bool CellsLeftBehind => true;
    }

    internal readonly struct WaitForDeliveryRules : IRules
    {
        public static bool WaitForDelivery => true;
    }

    internal readonly struct PushWithoutReloadRules : IRules
    {
        public static bool PushWithoutReload => true;
    }

    internal readonly struct PrefixOfOwnEndRules : IRules
    {
        public static bool PrefixOfOwnEnd => true;
    }

    internal readonly struct PrefixPositionBeforeCountRules : IRules
    {
        public static bool PrefixPositionBeforeCount => true;
    }

    internal readonly struct FitForgetsHeaderRules : IRules
    {
        public static bool FitForgetsHeader => true;
    }

    internal readonly struct FastPathFillsUpRules : IRules
    {
        public static bool FastPathFillsUp => true;
    }

    internal readonly struct FullTestOneLateRules : IRules
    {
        public static bool FullTestOneLate => true;
    }

    internal readonly struct PushOneLateRules : IRules
    {
        public static bool PushOneLate => true;
    }

    internal readonly struct PushOneTooFarRules : IRules
    {
        public static bool PushOneTooFar => true;
    }

    internal readonly struct PushWithoutCasRules : IRules
    {
        public static bool PushWithoutCas => true;
    }

    internal readonly struct ClaimWithoutCasRules : IRules
    {
        public static bool ClaimWithoutCas => true;
    }

    internal readonly struct GetWithoutCasRules : IRules
    {
        public static bool GetWithoutCas => true;
    }

    internal readonly struct DeliveredTestWithoutSizeRules : IRules
    {
        public static bool DeliveredTestWithoutSize => true;
    }

    internal readonly struct SnapshotOneShortRules : IRules
    {
        public static bool SnapshotOneShort => true;
    }

    internal readonly struct ClearOneTooFarRules : IRules
    {
        public static bool ClearOneTooFar => true;
    }

    internal readonly struct WakeOneLateRules : IRules
    {
        public static bool WakeOneLate => true;
    }

    internal readonly struct WaitWithoutFinalTestRules : IRules
    {
        public static bool WaitWithoutFinalTest => true;
    }

    internal readonly struct HeaderNotCommittedRules : IRules
    {
        public static bool HeaderNotCommitted => true;
    }

    internal readonly struct FullLossNotCountedRules : IRules
    {
        public static bool FullLossNotCounted => true;
    }

    internal readonly struct EmptyPacketWithoutLossesRules : IRules
    {
        public static bool EmptyPacketWithoutLosses => true;
    }

    /// <summary>Positions wrap at 4·N·S of two sub-buffers of 256 bytes: the least that is enough (tla/Wrap.tla).</summary>
    internal readonly struct WrappingRules : IRules
    {
        public static int PositionBits => 11;
    }

    /// <summary>Positions wrap at 2·N·S: too soon, for a full ring's distance and its negative are one.</summary>
    internal readonly struct WrappingTooSoonRules : IRules
    {
        public static int PositionBits => 10;
    }
}
