include "Steps.dfy"
include "InvariantsOfPlaces.dfy"
include "InvariantsOfMemory.dfy"
include "Losses.dfy"
include "Waking.dfy"
include "Attempts.dfy"
include "Refinement.dfy"
include "RecoveryHolds.dfy"
include "WitnessLap.dfy"

/// What is proved, for any number of writers and flushers, sub-buffers and sizes, both modes and both forms, of every state
/// that a run from Init can come to. (README.md says what stands behind each name.)
module Theorems {
  import opened Memory
  import opened Log
  import opened InductivePlaces
  import opened InductiveTime
  import opened Inductive
  import opened Invariants
  import opened ReserveCommit
  import opened Runs
  import opened Recovery
  import Geometry
  import Steps
  import Spare
  import P = InvariantsOfPlaces
  import M = InvariantsOfMemory
  import Losses
  import Waking
  import Attempts
  import Mapping
  import Refinement
  import RecoverySound
  import RecoveryHolds
  import WitnessRead
  import WitnessLap
  import RB = RingBuffer

  ghost predicate Reachable(c: Cfg, s: State) { exists n: nat :: ReachesIn(c, s, n) }

  // ------------------------- the invariant -------------------------

  /// There are parameters, and with all of them a first state in which the invariant holds.
  lemma InitIsSatisfiable(c: Cfg)
    ensures exists any: Cfg :: WF(any)
    ensures WF(c) ==> Inv(c, Init(c)) && Spare.InvF(c, Init(c)) && Reachable(c, Init(c))
  {
    assert WF(C);
    if WF(c) {
      Steps.Init_Holds(c);
      assert ReachesIn(c, Init(c), 0) by { reveal ReachesIn(); }
    }
  }
  lemma StepsPreserveInvariant(c: Cfg, s: State, t: State, step: Step)
    requires Inv(c, s) && Spare.InvF(c, s) && Apply(c, s, step) == Some(t)
    ensures Inv(c, t) && Spare.InvF(c, t) && Grows(c, s, t)
  { Steps.Step_Preserves(c, s, t, step); }

  lemma EveryReachableStateHolds(c: Cfg, s: State)
    requires Reachable(c, s)
    ensures Inv(c, s) && Spare.InvF(c, s)
  { var n: nat :| ReachesIn(c, s, n); HoldsAfter(c, s, n); }
  lemma HoldsAfter(c: Cfg, s: State, n: nat)
    requires ReachesIn(c, s, n)
    ensures Inv(c, s) && Spare.InvF(c, s)
    decreases n
  {
    if n == 0 { NoStep(c, s); Steps.Init_Holds(c); }
    else {
      var r, step := LastStep(c, s, n);
      HoldsAfter(c, r, n - 1);
      Steps.Step_Preserves(c, r, s, step);
    }
  }
  lemma StaysReachable(c: Cfg, s: State, t: State, step: Step)
    requires Reachable(c, s) && Shape(c, s) && Apply(c, s, step) == Some(t)
    ensures Reachable(c, t)
  { var n: nat :| ReachesIn(c, s, n); Then(c, s, step, t, n); }

  // ------------------------- places -------------------------

  lemma ReservationsPartition(c: Cfg, s: State)
    requires Reachable(c, s)
    ensures Shape(c, s) && S1_ReservationsPartition(c, s) && S3_CommitCountsAddUp(c, s) && S3_EveryReservationIsOwed(c, s)
  {
    EveryReachableStateHolds(c, s);
    P.Holds_S1_ReservationsPartition(c, s); P.Holds_S3_CommitCountsAddUp(c, s); P.Holds_S3_EveryReservationIsOwed(c, s);
  }
  lemma NoReservationStraddles(c: Cfg, s: State)
    requires Reachable(c, s)
    ensures Shape(c, s) && S2_NoReservationStraddles(c, s) && S8_WritersDoNotOverlap(c, s)
  { EveryReachableStateHolds(c, s); P.Holds_S2_NoReservationStraddles(c, s); P.Holds_S8_WritersDoNotOverlap(c, s); }

  lemma DeliveredIsComplete(c: Cfg, s: State)
    requires Reachable(c, s)
    ensures Shape(c, s) && S4_LapBarrier(c, s) && S7_DeliveredIsComplete(c, s) && S12_LapOfSlotIsTheDelivered(c, s)
  {
    EveryReachableStateHolds(c, s);
    P.Holds_S4_LapBarrier(c, s); M.Holds_S7_DeliveredIsComplete(c, s); M.Holds_S12_LapOfSlotIsTheDelivered(c, s);
  }
  lemma DeliveredAtMostOnce(c: Cfg, s: State)
    requires Reachable(c, s)
    ensures Shape(c, s) && S5_DeliveredCountShape(c, s) && S6_DeliveredOnce(c, s)
  { EveryReachableStateHolds(c, s); P.Holds_S5_DeliveredCountShape(c, s); P.Holds_S6_DeliveredOnce(c, s); }

  lemma NoWriterTouchesWhatTheReaderHolds(c: Cfg, s: State)
    requires Reachable(c, s)
    ensures Shape(c, s) && S9_ReaderHoldsAlone(c, s) && S10_SubBuffersArePermuted(c, s) && S11_WritersReferToWhatTheyWrite(c, s)
  {
    EveryReachableStateHolds(c, s);
    M.Holds_S9_ReaderHoldsAlone(c, s); P.Holds_S10_SubBuffersArePermuted(c, s); P.Holds_S11_WritersReferToWhatTheyWrite(c, s);
  }
  lemma DiscardNeverOverwritesUnread(c: Cfg, s: State)
    requires Reachable(c, s)
    ensures Shape(c, s) && S16_NoUnreadOverwritten(c, s) && S15_NothingInFlightBehindReader(c, s)
    ensures S13_ReadPositionBehindWriteHead(c, s) && S14_WindowIsTheRing(c, s)
  {
    EveryReachableStateHolds(c, s);
    P.Holds_S16_NoUnreadOverwritten(c, s); P.Holds_S15_NothingInFlightBehindReader(c, s);
    P.Holds_S13_ReadPositionBehindWriteHead(c, s); P.Holds_S14_WindowIsTheRing(c, s);
  }
  /// S13_CountersNeverGoBack.
  lemma CountersNeverGoBack(c: Cfg, s: State, t: State, step: Step)
    requires Reachable(c, s) && Shape(c, s) && Apply(c, s, step) == Some(t)
    ensures Shape(c, t) && Grows(c, s, t)
  { EveryReachableStateHolds(c, s); Steps.Step_Preserves(c, s, t, step); }

  // ------------------------- reading -------------------------

  lemma ReadIsWhatWasWritten(c: Cfg, s: State)
    requires Reachable(c, s)
    ensures Shape(c, s) && S17_ReadIsWhatWasCommitted(c, s) && S20_ShortTimesAreEnough(c, s) && G8_ImpliedByG7(c, s)
  {
    EveryReachableStateHolds(c, s);
    M.Holds_S17_ReadIsWhatWasCommitted(c, s); M.Holds_S20_ShortTimesAreEnough(c, s); P.Holds_G8_ImpliedByG7(c, s);
  }
  lemma ReadInReserveOrder(c: Cfg, s: State)
    requires Reachable(c, s)
    ensures Shape(c, s) && S18_ReadInReserveOrder(c, s)
  { EveryReachableStateHolds(c, s); M.Holds_S18_ReadInReserveOrder(c, s); }

  lemma EndOfDataIsTheEnd(c: Cfg, s: State)
    requires Reachable(c, s)
    ensures Shape(c, s) && S25_EndOfDataIsTheEnd(c, s) && L7_NoLostWakeup(c, s)
  { EveryReachableStateHolds(c, s); Waking.Holds_S25_EndOfDataIsTheEnd(c, s); Waking.Holds_L7_NoLostWakeup(c, s); }

  // ------------------------- time and losses -------------------------

  lemma TimeIsMonotone(c: Cfg, s: State)
    requires Reachable(c, s)
    ensures Shape(c, s) && S19_TimeNeverGoesBack(c, s) && S19_PacketTimesEnclose(c, s)
  { EveryReachableStateHolds(c, s); Losses.Holds_S19_TimeNeverGoesBack(c, s); M.Holds_S19_PacketTimesEnclose(c, s); }

  /// Of a whole run: attempted is what stands in the log, what was lost, by cause, and what is being decided.
  lemma LossesAddUp(c: Cfg, states: seq<State>, steps: seq<Step>)
    requires WF(c) && |states| == |steps| + 1 && states[0] == Init(c)
    requires forall i :: 0 <= i < |steps| ==> Shape(c, states[i]) && Apply(c, states[i], steps[i]) == Some(states[i + 1])
    ensures var s := states[|steps|]; var n := Attempts.CountAll(steps);
      && Shape(c, s) && S21_LossesAddUp(c, s) && S21_LossCauseIsTrue(c, s) && S21_StatedLossesGrow(c, s)
      && n.accepted == Attempts.Records(s.log)
      && n.attempted == n.accepted + (s.lost.full + s.lost.wrapped + s.lost.tooBig + s.lost.refused) + |DecidingWriters(c, s.procs)|
  {
    forall i | 0 <= i < |states| ensures Inv(c, states[i]) { OfRun(c, states, steps, i); }
    Attempts.S21_EveryAttemptIsAccountedFor(c, states, steps);
    var s := states[|steps|];
    Losses.Holds_S21_LossesAddUp(c, s); Losses.Holds_S21_LossCauseIsTrue(c, s); Losses.Holds_S21_StatedLossesGrow(c, s);
  }
  lemma OfRun(c: Cfg, states: seq<State>, steps: seq<Step>, i: nat)
    requires WF(c) && |states| == |steps| + 1 && states[0] == Init(c) && i < |states|
    requires forall j :: 0 <= j < |steps| ==> Shape(c, states[j]) && Apply(c, states[j], steps[j]) == Some(states[j + 1])
    ensures Inv(c, states[i]) && Spare.InvF(c, states[i])
  {
    hide *; // else the search goes through every action of every step of the run
    if i == 0 { Steps.Init_Holds(c); }
    else { OfRun(c, states, steps, i - 1); Steps.Step_Preserves(c, states[i - 1], states[i], steps[i - 1]); }
  }
  /// S21_EachLossIsCounted, S22_PacketsStateTheirLosses: of each step.
  lemma EachLossIsCounted(c: Cfg, s: State, t: State, step: Step)
    requires Reachable(c, s) && Shape(c, s) && Apply(c, s, step) == Some(t)
    ensures Shape(c, t) && Losses.S21_EachLossIsCounted(c, s, t, step) && Losses.S22_PacketsStateTheirLosses(c, s, t)
  {
    EveryReachableStateHolds(c, s); Steps.Step_Preserves(c, s, t, step);
    Losses.Holds_S21_EachLossIsCounted(c, s, t, step); Losses.Holds_S22_PacketsStateTheirLosses(c, s, t, step);
  }

  // ------------------------- refinement -------------------------

  /// Every step of ReserveCommit is a step or a stutter of RingBuffer, and Init is RingBuffer's.
  lemma RefinesRingBuffer(c: Cfg, s: State, t: State, step: Step)
    requires Reachable(c, s) && Shape(c, s) && Apply(c, s, step) == Some(t)
    ensures Shape(c, t) && Mapping.Refines(c, s, t) && RB.Init(Mapping.Abstract(c, Init(c)))
  {
    EveryReachableStateHolds(c, s); Steps.Step_Preserves(c, s, t, step);
    Refinement.RefinesRingBuffer(c, s, t, step);
    Steps.Init_Holds(c);
    Refinement.RefinesInit(c);
  }

  // ------------------------- dead writers -------------------------

  opaque ghost predicate RReachesIn(c: Cfg, r: RState, n: nat)
    decreases n
  {
    WF(c) && if n == 0 then r == RInit(c)
    else n > 0 && exists q: RState, step: RStep :: RReachesIn(c, q, n - 1) && RShape(c, q) && Apply_(c, q, step) == Some(r)
  }
  lemma RLastStep(c: Cfg, r: RState, n: nat) returns (q: RState, step: RStep)
    requires RReachesIn(c, r, n) && n > 0
    ensures RReachesIn(c, q, n - 1) && RShape(c, q) && Apply_(c, q, step) == Some(r)
  {
    reveal RReachesIn();
    q, step :| RReachesIn(c, q, n - 1) && RShape(c, q) && Apply_(c, q, step) == Some(r);
  }
  lemma RNoStep(c: Cfg, r: RState) requires RReachesIn(c, r, 0) ensures WF(c) && r == RInit(c) { reveal RReachesIn(); }
  lemma RHoldsAfter(c: Cfg, r: RState, n: nat)
    requires RReachesIn(c, r, n)
    ensures RShape(c, r) && Inv(c, r.s) && Spare.InvF(c, r.s) && RecoverySound.InvR(c, r)
    decreases n
  {
    if n == 0 { RNoStep(c, r); Steps.Init_Holds(c); RecoverySound.R_Init(c); }
    else {
      var q, step := RLastStep(c, r, n);
      RHoldsAfter(c, q, n - 1);
      RStepHolds(c, q, r, step);
    }
  }
  lemma RStepHolds(c: Cfg, q: RState, r: RState, step: RStep)
    requires RShape(c, q) && Inv(c, q.s) && Spare.InvF(c, q.s) && RecoverySound.InvR(c, q) && Apply_(c, q, step) == Some(r)
    ensures RShape(c, r) && Inv(c, r.s) && Spare.InvF(c, r.s) && RecoverySound.InvR(c, r)
  {
    StateOf(c, q, r, step);
    if step.Base_? { Steps.Step_Preserves(c, q.s, r.s, step.step); } else { assert Grows(c, q.s, r.s); }
    RecoverySound.R_Step(c, q, step, r);
  }
  lemma StateOf(c: Cfg, q: RState, r: RState, step: RStep)
    requires RShape(c, q) && Apply_(c, q, step) == Some(r)
    ensures if step.Base_? then Apply(c, q.s, step.step) == Some(r.s) else r.s == q.s
  {}
  /// Whoever died, and wherever: what a recovery reads is whole and committed, and there is a bound on where it looks.
  lemma RecoveryReadsCommitted(c: Cfg, r: RState, n: nat)
    requires RReachesIn(c, r, n)
    ensures RShape(c, r) && S23_WindowIsBounded(c, r.s) && (!c.lttng ==> S23_RecoveredIsCommitted(c, r))
  {
    RHoldsAfter(c, r, n);
    RecoveryHolds.Holds_S23_WindowIsBounded(c, r.s);
    if !c.lttng { RecoveryHolds.Holds_S23_RecoveredIsCommitted(c, r); }
  }
  /// The sound committed prefix: if a count says as much as the write position of t, and no more than is committed in t, then
  /// all that is reserved in the sub-buffer is committed. That a count loaded before is no more than that, since what is
  /// committed stays so, is the caller's to say. (PartRead.tla and Recovery.tla both rest on this.)
  lemma CountedPrefixIsCommitted(c: Cfg, t: State, k: int, sum: int)
    requires Reachable(c, t) && RecoverySound.Counted(c, k, sum)
    requires sum <= Geometry.Clean(c.N, c.S, k) + CommittedIn(c.S, t.log, k)
    requires Geometry.Gen(c.S, t.wpos) == k && sum == Geometry.Clean(c.N, c.S, k) + OffOf(c, t.wpos)
    ensures forall j :: 0 <= j < |t.log| && Geometry.Gen(c.S, t.log[j].b) == k ==> t.log[j].who == 0
  { EveryReachableStateHolds(c, t); RecoverySound.CountThenPosition(c, t, k, sum); }

  // ------------------------- none of this is vacuous -------------------------

  /// A run: a record opens a sub-buffer, another fills it, it is delivered; the reader exchanges it for its spare, reads two
  /// records and releases it; a record opens the next, one that does not fit there ends it, and goes round the ring into
  /// the slot of the first, lap 1, and that is delivered too.
  lemma WitnessRun()
    ensures WF(C) && Reachable(C, WitnessRead.S40) && Reachable(C, WitnessLap.S85)
    ensures WitnessRead.S40.rd.out == [1, 1] && WitnessRead.S40.rd.times == [0, 1] && WitnessRead.S40.mine == 0
    ensures var s := WitnessLap.S85;
      s.rpos == 3 && s.wpos == 9 && s.cc == [6, 3] && s.dc == [6, 3] && s.slot[0].lap == 1 && s.slot[1].lap == 0 && s.claims == [2, 1]
  {
    WitnessRead.Run40(); WitnessLap.Run85();
    assert ReachesIn(C, WitnessRead.S40, 40) && ReachesIn(C, WitnessLap.S85, 85);
  }
}
