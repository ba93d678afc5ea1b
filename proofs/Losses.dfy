include "Invariants.dfy"
include "OneAtATime.dfy"

/// Losses and time (S19, S21, S22): each loss is counted where it happens and nowhere else, every attempt is accounted for, and a
/// packet states no less than any before it.
module Losses {
  import opened Geometry
  import opened Memory
  import opened Reserve
  import opened Log
  import opened InductivePlaces
  import opened InductiveMemory
  import opened InductiveTime
  import opened Invariants
  import opened OneAtATime
  import RC = ReserveCommit

  // ------------------------- each step -------------------------

  /// What is lost by a step: one record, or none.
  function LostBy(lost: Lost, step: RC.Step): Lost {
    match step
    case Lose_TooBig(_, _) => lost.(tooBig := lost.tooBig + 1)
    case By(_, a) => (
      match a
      case Lose_Wrapped => lost.(wrapped := lost.wrapped + 1)
      case Lose_Full => lost.(full := lost.full + 1)
      case Lose_Refused => lost.(refused := lost.refused + 1)
      case Lose_Abandoned => lost.(abandoned := lost.abandoned + 1)
      case _ => lost)
    case _ => lost
  }
  /// A writer gives its record up at this label.
  ghost predicate GivesUp(c: Cfg, s: State, t: State, lab: Label) {
    exists w :: w in c.writers && At(s, w, lab) && w in t.procs && t.procs[w].pc != lab
  }
  function Plus(n: int, lost: bool): int { if lost then n + 1 else n }

  /// S21, of a step: a counter grows by one where a writer gives a record up for this cause, and stays as it is otherwise.
  ghost predicate S21_EachLossIsCounted(c: Cfg, s: State, t: State, step: RC.Step) {
    && t.lost == LostBy(s.lost, step)
    && (step.Lose_TooBig? ==> t == s.(lost := t.lost))
    && t.lost.full == Plus(s.lost.full, GivesUp(c, s, t, At_Lose_Full))
    && t.lost.wrapped == Plus(s.lost.wrapped, GivesUp(c, s, t, At_Lose_Wrapped))
    && t.lost.refused == Plus(s.lost.refused, GivesUp(c, s, t, At_Lose_Refused))
    && t.lost.abandoned == Plus(s.lost.abandoned, GivesUp(c, s, t, At_Lose_Abandoned))
  }
  function LoseAction(lab: Label): RC.Action requires LoseLabel(lab) {
    match lab case At_Lose_Full => RC.Lose_Full case At_Lose_Wrapped => RC.Lose_Wrapped case At_Lose_Refused => RC.Lose_Refused
              case _ => RC.Lose_Abandoned
  }
  /// From where a record is given up one action leads, and it counts.
  lemma LosesAt(c: Cfg, s: State, t: State, p: Pid, a: RC.Action)
    requires InvA(c, s) && RC.ApplyBy(c, s, p, a) == Some(t)
    ensures t.lost == LostBy(s.lost, RC.By(p, a))
    ensures forall lab {:trigger LoseLabel(lab)} :: LoseLabel(lab) ==>
      (p in c.writers && At(s, p, lab) && t.procs[p].pc != lab <==> a == LoseAction(lab))
  {
    StepOfOne(c, s, t, p, a);
    match a
    case Lose_Full => {}
    case Lose_Wrapped => {}
    case Lose_Refused => {}
    case Lose_Abandoned => {}
    case _ => {}
  }
  lemma Holds_S21_EachLossIsCounted(c: Cfg, s: State, t: State, step: RC.Step)
    requires InvA(c, s) && RC.Apply(c, s, step) == Some(t)
    ensures S21_EachLossIsCounted(c, s, t, step)
  {
    if step.By? {
      StepOfOne(c, s, t, step.p, step.a);
      LosesAt(c, s, t, step.p, step.a);
      forall lab | LoseLabel(lab) ensures GivesUp(c, s, t, lab) <==> step.a == LoseAction(lab) {
        if step.a == LoseAction(lab) { assert step.p in c.writers && At(s, step.p, lab); }
      }
      assert LoseLabel(At_Lose_Full) && LoseLabel(At_Lose_Wrapped) && LoseLabel(At_Lose_Refused) && LoseLabel(At_Lose_Abandoned);
    } else if step.ByReader? { ReaderLosesNone(c, s, t, step.r); }
  }
  lemma ReaderLosesNone(c: Cfg, s: State, t: State, r: RC.ReaderAction)
    requires Shape(c, s) && RC.ApplyReader(c, s, r) == Some(t)
    ensures t.lost == s.lost && t.procs == s.procs && t.account == s.account && t.log == s.log
  {}

  /// A writer takes the place that ends a sub-buffer.
  ghost predicate EndsSub(c: Cfg, s: State, t: State, w: Pid) requires WF(c) {
    && At(s, w, At_ReserveSlow_Cas) && w in t.procs && t.procs[w].pc != At_ReserveSlow_Cas && t.wpos != s.wpos
    && (EndsOld(c, s.procs[w].l) || FillsUp(c, s.procs[w].l))
  }
  /// S22, of a step: in "Lean" a packet states the losses as its last reserver sampled them; and where one writer is alone, what it
  /// had lost until then, no less and no more.
  ghost predicate StoresEnd(s: State, t: State, p: Pid, x: int) requires 0 <= x < |t.csize| {
    && p in s.procs && p in t.procs && s.procs[p].pc in {At_OldEnd_StoreSize, At_NewEnd_StoreSize}
    && t.procs[p].pc != s.procs[p].pc && t.csize[x].loss == s.procs[p].l.s
  }
  ghost predicate S22_PacketsStateTheirLosses(c: Cfg, s: State, t: State) requires Shape(c, s) && Shape(c, t) {
    && (!c.lttng ==> forall x :: 0 <= x < Subs(c) ==> t.csize[x] == s.csize[x] || t.csize[x] == NoEnd || exists p :: StoresEnd(s, t, p, x))
    && (forall w :: c.writers == {w} && EndsSub(c, s, t, w) ==>
          s.procs[w].l.s == Sample(if c.overwrites then 0 else s.lost.full, s.lost.wrapped, s.lost.tooBig))
  }
  lemma ProducerStates(c: Cfg, s: State, t: State, p: Pid, a: RC.Action, x: int)
    requires InvA(c, s) && RC.ApplyBy(c, s, p, a) == Some(t) && Shape(c, t) && !c.lttng && 0 <= x < Subs(c)
    ensures t.csize[x] == s.csize[x] || t.csize[x] == NoEnd || StoresEnd(s, t, p, x)
  {
    StepOfOne(c, s, t, p, a);
    if TouchesEnds(a) {
      assert LocalsOk(c, p, s.procs[p]) by { reveal Producers(); }
      match a
      case ClearNoref_Cas => {}
      case OldEnd_StoreSize => {}
      case NewEnd_StoreSize => {}
      case Deliver_StoreSize => {}
    }
  }
  lemma ReaderStates(c: Cfg, s: State, t: State, r: RC.ReaderAction, x: int)
    requires Shape(c, s) && RC.ApplyReader(c, s, r) == Some(t) && Shape(c, t) && 0 <= x < Subs(c)
    ensures t.csize[x] == s.csize[x] || t.csize[x] == NoEnd
  {}
  lemma Holds_S22_PacketsStateTheirLosses(c: Cfg, s: State, t: State, step: RC.Step)
    requires InvA(c, s) && InvC(c, s) && RC.Apply(c, s, step) == Some(t) && Shape(c, t)
    ensures S22_PacketsStateTheirLosses(c, s, t)
  {
    forall w | c.writers == {w} && EndsSub(c, s, t, w)
      ensures s.procs[w].l.s == Sample(if c.overwrites then 0 else s.lost.full, s.lost.wrapped, s.lost.tooBig)
    { assert TimeOk(c, w, s.procs[w], s.wpos, s.log, s.now, s.lost) by { reveal Clocks(); } }
    if !c.lttng {
      forall x | 0 <= x < Subs(c)
        ensures t.csize[x] == s.csize[x] || t.csize[x] == NoEnd || exists p :: StoresEnd(s, t, p, x)
      {
        if step.By? { ProducerStates(c, s, t, step.p, step.a, x); }
        else if step.ByReader? { ReaderStates(c, s, t, step.r, x); }
      }
    }
  }

  // ------------------------- each state -------------------------

  lemma Holds_S19_TimeNeverGoesBack(c: Cfg, s: State)
    requires InvA(c, s) && InvC(c, s)
    ensures S19_TimeNeverGoesBack(c, s)
  {
    reveal S19_TimeNeverGoesBack();
    forall i, j | 0 <= i <= j < |s.log| ensures s.log[i].t <= s.log[j].t { InTime(c, s, i, j); }
  }
  lemma InTime(c: Cfg, s: State, i: int, j: int)
    requires WF(c) && Times_(c, s.log, s.now, s.last) && 0 <= i <= j < |s.log|
    ensures s.log[i].t <= s.log[j].t
    decreases j - i
  { if i < j { InTime(c, s, i, j - 1); assert s.log[j - 1].t <= s.log[j].t by { reveal Times_(); } } }

  lemma Holds_S21_LossesAddUp(c: Cfg, s: State)
    requires InvA(c, s) && InvC(c, s)
    ensures S21_LossesAddUp(c, s)
  { reveal S21_LossesAddUp(), Accounted(); }

  lemma Holds_S21_LossCauseIsTrue(c: Cfg, s: State)
    requires InvA(c, s)
    ensures S21_LossCauseIsTrue(c, s)
  {
    reveal S21_LossCauseIsTrue();
    forall p | p in s.procs && p in c.writers ensures
      var l := s.procs[p].l; var clean := CleanCount(c, RecBegin(c, l));
      (s.procs[p].pc == At_Lose_Wrapped ==> l.v < clean) && (s.procs[p].pc == At_Lose_Full ==> l.v == clean)
    { assert p !in c.flushers && SampledOk(c, p, s.procs[p], s.wpos, s.rpos, s.dc) by { reveal Producers(); } }
  }

  /// What a slot offers for reading stands there.
  lemma OffersWhatIsThere(c: Cfg, s: State, i: int, k: int)
    requires InvA(c, s) && InvB(c, s) && 0 <= i < c.N && IsReadable(c, s, i, k)
    ensures ReadableIn(c, s, k, ReadableSub(c, s, i))
  {
    assert First(c.N, c.S, s.wpos) >= 0;
    var g := WindowGen(c.N, c.S, First(c.N, c.S, s.wpos), k);
    assert ServedAt(c, s, g) by { reveal Served(); }
    if c.overwrites {
      reveal ServedOverwrite();
      assert Lap(c.N, k) >= 0;
      SlotNext(c.N, c.S, g - c.N);
      if Lap(c.N, k) == Lap(c.N, g) { SlotLap(c.N, k, g); } else { SlotLap(c.N, k, g - c.N); }
    } else {
      assert DeliveryOf(c, s.log, s.dc, s.claims, g) by { reveal Delivery(); }
      assert Entered(c.S, s.wpos) <= Gen(c.S, s.rpos) + c.N && s.rpos >= 0 by { reveal ReadPos(); }
      assert k == g by { GenOf(c.S, s.rpos); }
      reveal ServedDiscard();
    }
  }
  /// A generation that the write position is past has a last entry.
  lemma HasLast(c: Cfg, log: seq<Entry>, wpos: int, k: int) returns (j: nat)
    requires WF(c) && Partition(c.S, log, wpos) && k >= 0 && wpos >= Base(c.S, k + 1)
    ensures j < |log| && Gen(c.S, log[j].b) == k && IsLast(c, log[j])
    decreases |log|
  {
    BaseStep(c.S, k); BaseMono(c.S, 0, k);
    reveal Partition();
    var n := |log| - 1; var x := log[n]; var g := Gen(c.S, x.b);
    GenOf(c.S, x.b); BaseStep(c.S, g);
    if wpos == Base(c.S, k + 1) {
      BaseOrder(c.S, g, k + 1); BaseOrder(c.S, k, g);
      BaseOrder(c.S, k + 1, g + 1);
      j := n;
    } else {
      BaseOrder(c.S, k + 1, g + 1);
      BaseMono(c.S, k + 1, g);
      assert Partition(c.S, log[..n], x.b);
      j := HasLast(c, log[..n], x.b, k);
    }
  }
  /// The packet of generation k states what its last entry does.
  lemma PacketStates(c: Cfg, s: State, k: int, x: int) returns (j: nat)
    requires InvA(c, s) && IsSub(c, x) && ReadableIn(c, s, k, x) && k >= 0
    ensures j < |s.log| && Gen(c.S, s.log[j].b) == k && IsLast(c, s.log[j]) && s.csize[x].loss == s.log[j].s
  {
    FullIsCommitted(c.S, s.log, s.wpos, k);
    j := HasLast(c, s.log, s.wpos, k);
    assert s.csize[x] == EndBlockOf(c, s.log[j]) by { reveal EndIs(); }
  }
  lemma LaterStatesMore(c: Cfg, s: State, k: int, x: int, m: int, y: int)
    requires InvA(c, s) && InvC(c, s) && IsSub(c, x) && IsSub(c, y)
    requires ReadableIn(c, s, k, x) && ReadableIn(c, s, m, y) && 0 <= k < m
    ensures SampleUpTo(s.csize[x].loss, s.csize[y].loss)
  {
    var i := PacketStates(c, s, k, x);
    var j := PacketStates(c, s, m, y);
    if j < i { Ordered(c.S, s.log, s.wpos, j, i); }
    assert SampleUpTo(s.log[i].s, s.log[j].s) by { reveal Stated(); }
  }
  lemma Holds_S21_StatedLossesGrow(c: Cfg, s: State)
    requires InvA(c, s) && InvB(c, s) && InvC(c, s)
    ensures S21_StatedLossesGrow(c, s)
  {
    reveal S21_StatedLossesGrow();
    forall i, j, k, m | 0 <= i < c.N && 0 <= j < c.N && IsReadable(c, s, i, k) && IsReadable(c, s, j, m) && k < m
      ensures SampleUpTo(s.csize[ReadableSub(c, s, i)].loss, s.csize[ReadableSub(c, s, j)].loss)
    {
      OffersWhatIsThere(c, s, i, k); OffersWhatIsThere(c, s, j, m);
      LaterStatesMore(c, s, k, ReadableSub(c, s, i), m, ReadableSub(c, s, j));
    }
  }
}
