include "ReserveCommit.dfy"

/// States that are reached from Init, and the parameters of the run that shows that there are some (WitnessWrite.dfy).
module Runs {
  import opened Geometry
  import opened Memory
  import opened Mutants
  import opened ReserveCommit

  opaque ghost predicate ReachesIn(c: Cfg, s: State, n: nat): (r: bool)
    ensures r ==> WF(c)
    decreases n
  {
    WF(c) && if n == 0 then s == Init(c)
    else n > 0 && exists r: State, step: Step :: ReachesIn(c, r, n - 1) && Shape(c, r) && Apply(c, r, step) == Some(s)
  }
  /// The last step of a run.
  lemma LastStep(c: Cfg, s: State, n: nat) returns (r: State, step: Step)
    requires ReachesIn(c, s, n) && n > 0
    ensures ReachesIn(c, r, n - 1) && Shape(c, r) && Apply(c, r, step) == Some(s)
  {
    reveal ReachesIn();
    r, step :| ReachesIn(c, r, n - 1) && Shape(c, r) && Apply(c, r, step) == Some(s);
  }
  lemma NoStep(c: Cfg, s: State) requires ReachesIn(c, s, 0) ensures s == Init(c) { reveal ReachesIn(); }
  lemma Then(c: Cfg, r: State, step: Step, s: State, n: nat)
    requires ReachesIn(c, r, n) && Shape(c, r) && Apply(c, r, step) == Some(s)
    ensures ReachesIn(c, s, n + 1)
  { reveal ReachesIn(); }

  /// One writer, one flusher, two sub-buffers of three units with headers of one, overwrite mode, a clock.
  const C: Cfg := Cfg({1}, {2}, 2, 3, 1, true, false, true, 4, 1, false, 1, false, Unbroken)
  const Bare: seq<Cell> := [Stale, Stale, Stale]

  /// Positions of this run.
  lemma Values()
    ensures forall p {:trigger Gen(3, p)} :: 0 <= p < 12 ==> Gen(3, p) == (if p < 3 then 0 else if p < 6 then 1 else if p < 9 then 2 else 3)
    ensures forall p {:trigger Off(3, p)} :: 0 <= p < 12 ==>
              Off(3, p) == (if p < 3 then p else if p < 6 then p - 3 else if p < 9 then p - 6 else p - 9)
    ensures forall k {:trigger Slot(2, k)} :: 0 <= k < 4 ==> Slot(2, k) == (if k == 0 || k == 2 then 0 else 1)
    ensures forall k {:trigger Lap(2, k)} :: 0 <= k < 4 ==> Lap(2, k) == (if k < 2 then 0 else 1)
    ensures forall k {:trigger Clean(2, 3, k)} :: 0 <= k < 4 ==> Clean(2, 3, k) == (if k < 2 then 0 else 3)
    ensures forall k {:trigger Base(3, k)} :: 0 <= k < 5 ==> Base(3, k) == (if k == 0 then 0 else if k == 1 then 3 else if k == 2 then 6 else if k == 3 then 9 else 12)
    ensures Blank(C) == Bare
  {
    reveal Base();
    assert C.S == 3 && |Blank(C)| == 3;
    forall p | 0 <= p < 12
      ensures Gen(3, p) == (if p < 3 then 0 else if p < 6 then 1 else if p < 9 then 2 else 3)
      ensures Off(3, p) == (if p < 3 then p else if p < 6 then p - 3 else if p < 9 then p - 6 else p - 9)
    { GenIs(3, p, if p < 3 then 0 else if p < 6 then 1 else if p < 9 then 2 else 3); }
    SlotFirst(2, 3, 0); SlotFirst(2, 3, 1); SlotNext(2, 3, 0); SlotNext(2, 3, 1);
  }
}
