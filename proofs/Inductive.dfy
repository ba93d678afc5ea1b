include "InductiveTime.dfy"
include "InductiveWaking.dfy"

/// The inductive invariant, in four layers: each is preserved where those before it hold. What is named in tla/Invariants.tla follows
/// (Invariants.dfy).
module Inductive {
  import opened Memory
  import opened InductivePlaces
  import opened InductiveMemory
  import opened InductiveTime
  import opened InductiveWaking

  ghost predicate Inv(c: Cfg, s: State) { InvA(c, s) && InvB(c, s) && InvC(c, s) && InvD(c, s) }
}
