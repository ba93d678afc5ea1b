/// What is broken. `verified proofs mutants` sets TheMutant to each of the others in turn, on a copy of this file alone,
/// and asks for the failure of the lemma that proofs/mutants.json names. The names are those of tla/manifest.json.
module Mutants {
  datatype Mutant =
    | Unbroken
    | InitialLapZero | FitForgetsHeader | FastPathFillsUp | NewEndOmitted | NoPush | PushByWhoEnters
    | LastTimeBeforeCas | LossesSampledAtDelivery | ClockReadOnce | ShortTimeTooWide | NoCleanSlotTest | NoFullTest
    | NoRecheck | FullTestOneLate | FullLossNotCounted | PushOneLate | PushOneTooFar | PushWithoutCas
    | CountBeforeData | NoClearNoref | NoClearNorefOfOld | NoClearNorefOfRecord | ClaimWithoutCas | LossesNotStated
    | EmptyPacketWithoutLosses | PaddingNotCommitted | HeaderNotCommitted | PublishBeforeNoref | WakeBeforePublish
    | DeliverWithoutLock | OnePhaseDelivery | EndTimeAtDelivery | EndTimeOfCommitter | LossesOfCommitter
    | LapOfNextByte | WakeOneLate | GateShutAnywhere | FlushWithoutCleanTest | FlushWithoutFullTest | FlushWithoutCas
    | SnapshotTestsFirstOnly | ReaderMovesUnconditionally | ReaderMovesBack | DeliveredTestWithoutSize
    | ReaderWithoutDeliveredTest | ReaderWithoutNorefTest | ReaderWithoutLapTest | GetWithoutCas | ClearOneTooFar
    | SnapshotOneShort | PutBackWithoutCas | ClearWithoutDeliveredTest | EndWithoutPositionTest | WaitWithoutRecheck
    | WaitWithoutFinalTest | PrefixOfOwnEnd | PrefixPositionBeforeCount

  const TheMutant: Mutant := Unbroken
}
