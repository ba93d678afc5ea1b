include "RecoverySound.dfy"

/// What a recovery reads is committed.
module RecoveryHolds {
  import opened Geometry
  import opened Memory
  import opened Log
  import opened InductivePlaces
  import opened InductiveMemory
  import opened Spare
  import opened Recovery
  import opened RecoverySound

  // ------------------------- what is recovered -------------------------

  /// A generation that was entered has a first reservation.
  lemma HasFirst(c: Cfg, log: seq<Entry>, wpos: int, k: int) returns (j: nat)
    requires WF(c) && Partition(c.S, log, wpos) && k >= 0 && wpos > Base(c.S, k)
    ensures j < |log| && log[j].b == Base(c.S, k)
    decreases |log|
  {
    reveal Partition();
    BaseMono(c.S, 0, k); BaseStep(c.S, 0); BaseStep(c.S, k);
    var n := |log| - 1;
    if log[n].b == Base(c.S, k) { j := n; }
    else {
      GenOf(c.S, log[n].b);
      var g := Gen(c.S, log[n].b);
      if log[n].b < Base(c.S, k) {
        if g >= k { BaseMono(c.S, k, g); }
        BaseMono(c.S, g + 1, k);
        assert false;
      }
      assert n > 0;
      assert Partition(c.S, log[..n], log[n].b);
      j := HasFirst(c, log[..n], log[n].b, k);
    }
  }
  /// What stands in x of generation k, of which the first n units are committed.
  lemma WholeIn(c: Cfg, s: State, k: int, x: int, n: int)
    requires InvA(c, s) && IsSub(c, x) && !c.lttng && ContentIn(c, s, k, x) && k >= 0 && 0 < n <= c.S && s.wpos >= Base(c.S, k) + n
    requires forall j :: 0 <= j < |s.log| && Gen(c.S, s.log[j].b) == k && s.log[j].b < Base(c.S, k) + n ==>
               s.log[j].who == 0 && s.log[j].e <= Base(c.S, k) + n
    requires n == c.S ==> EndIs(c, s.log, k, s.csize[x])
    ensures IsWhole(c, s, k, x, n)
  {
    var f := HasFirst(c, s.log, s.wpos, k);
    GenBase(c.S, k); BaseStep(c.S, k);
    assert s.log[f].kind == KHdr by { reveal Kinds(); }
    assert EntryStored(c, s.log[f], s.begin[x], Ends(c, s)[x], s.mem[x]) by { reveal Content(); }
    forall j | 0 <= j < |s.log| && Gen(c.S, s.log[j].b) == k && OffOf(c, s.log[j].b) < n
      ensures s.log[j].who == 0 && s.log[j].e - Base(c.S, k) <= n
      ensures IsRecord(s.log[j]) ==> s.mem[x][OffOf(c, s.log[j].b)] == CellOf(c, s.log[j])
      ensures s.log[j].kind == KPad ==> n == c.S
    {
      GenOf(c.S, s.log[j].b);
      assert EntryStored(c, s.log[j], s.begin[x], Ends(c, s)[x], s.mem[x]) by { reveal Content(); }
      assert s.log[j].kind == KPad ==> s.log[j].e == Next_(c, s.log[j].b) by { reveal Kinds(); }
    }
    if n == c.S { ReservedIs(c.S, s.log, s.wpos, k); }
  }
  lemma FullWhole(c: Cfg, s: State, k: int, x: int)
    requires InvA(c, s) && IsSub(c, x) && !c.lttng && ContentIn(c, s, k, x) && k >= 0 && Full(c.S, s.log, k)
    requires EndIs(c, s.log, k, s.csize[x])
    ensures IsWhole(c, s, k, x, c.S)
  {
    FullIsCommitted(c.S, s.log, s.wpos, k); BaseStep(c.S, k);
    forall j | 0 <= j < |s.log| && Gen(c.S, s.log[j].b) == k ensures s.log[j].e <= Base(c.S, k) + c.S { EntryEntered(c.S, s.log, s.wpos, j); }
    WholeIn(c, s, k, x, c.S);
  }
  /// In the lean form the end block is stored by who reserves last.
  lemma LeanEnd(c: Cfg, s: State, k: int, x: int)
    requires InvA(c, s) && IsSub(c, x) && !c.lttng && ContentIn(c, s, k, x) && k >= 0 && Full(c.S, s.log, k)
    ensures EndIs(c, s.log, k, s.csize[x])
  {
    reveal EndIs(), Content();
    FullIsCommitted(c.S, s.log, s.wpos, k);
  }

  /// The generation whose count the slot of k has; where that is not k's, nothing of k is to be had there but in overwrite
  /// mode, before the next lap is claimed.
  lemma SlotRecovered(c: Cfg, r: RState, k: int)
    requires RShape(c, r) && InvA(c, r.s) && InvB(c, r.s) && InvF(c, r.s) && InvR(c, r) && !c.lttng
    requires InRecovery(c, r.s, k) && RecoveredInSlot(c, r, k) > 0
    ensures IsSub(c, SlotSub(c, r, k)) && IsWhole(c, r.s, k, SlotSub(c, r, k), RecoveredInSlot(c, r, k))
  {
    var s := r.s; var first := First(c.N, c.S, s.wpos);
    assert 0 <= s.rpos <= s.wpos by { reveal ReadPos(); }
    GenOf(c.S, s.rpos); GenOf(c.S, s.wpos);
    assert k >= 0;
    if k < first { BehindWindow(c, r, k); }
    else {
      EnteredFacts(c.S, s.wpos);
      assert k <= first + c.N;
      if k == first + c.N { AheadOfWindow(c, r, k); } else { InsideWindow(c, r, k); }
    }
  }
  lemma AheadOfWindow(c: Cfg, r: RState, k: int)
    requires RShape(c, r) && InvA(c, r.s) && k == First(c.N, c.S, r.s.wpos) + c.N
    ensures RecoveredInSlot(c, r, k) <= 0
  {
    var s := r.s; var g := k - c.N;
    SlotNext(c.N, c.S, g);
    assert s.cc[Slot(c.N, g)] == Clean(c.N, c.S, g) + CommittedIn(c.S, s.log, g) by { reveal Counts(); }
    CommittedAtMost(c.S, s.log, s.wpos, g);
  }
  lemma BehindWindow(c: Cfg, r: RState, k: int)
    requires RShape(c, r) && InvA(c, r.s) && InvB(c, r.s) && InvF(c, r.s) && !c.lttng
    requires InRecovery(c, r.s, k) && RecoveredInSlot(c, r, k) > 0 && 0 <= k < First(c.N, c.S, r.s.wpos)
    ensures IsSub(c, SlotSub(c, r, k)) && IsWhole(c, r.s, k, SlotSub(c, r, k), RecoveredInSlot(c, r, k))
  {
    var s := r.s; var first := First(c.N, c.S, s.wpos);
    assert c.overwrites by { reveal ReadPos(); }
    var g := WindowGen(c.N, c.S, first, k);
    assert s.cc[Slot(c.N, g)] == Clean(c.N, c.S, g) + CommittedIn(c.S, s.log, g) by { reveal Counts(); }
    CommittedAtMost(c.S, s.log, s.wpos, g);
    assert s.cc[Slot(c.N, k)] - Clean(c.N, c.S, k) == c.S && CommittedIn(c.S, s.log, g) == 0 && Clean(c.N, c.S, g) == Clean(c.N, c.S, k) + c.S;
    if g != k + c.N { SlotNext(c.N, c.S, k); SameSlot(c.N, c.S, k + c.N, g); assert false; }
    assert ServedAt(c, s, g) by { reveal Served(); }
    SlotNext(c.N, c.S, k);
    var word := s.slot[Slot(c.N, k)];
    if !word.noref { assert g < Gen(c.S, s.rpos) + c.N by { reveal Pushed(); } assert false; }
    assert word.lap == Lap(c.N, k);
    assert ReadableIn(c, s, k, word.sub) by { reveal ServedOverwrite(); }
    FullWhole(c, s, k, word.sub);
  }
  lemma InsideWindow(c: Cfg, r: RState, k: int)
    requires RShape(c, r) && InvA(c, r.s) && InvB(c, r.s) && InvR(c, r) && !c.lttng
    requires InRecovery(c, r.s, k) && RecoveredInSlot(c, r, k) > 0 && InWindow(c, r.s.wpos, k) && k >= 0
    ensures IsSub(c, SlotSub(c, r, k)) && IsWhole(c, r.s, k, SlotSub(c, r, k), RecoveredInSlot(c, r, k))
  {
    var s := r.s; var i := Slot(c.N, k); var n := RecoveredInSlot(c, r, k); var word := s.slot[i];
    var x := SlotSub(c, r, k);
    assert s.cc[i] == Clean(c.N, c.S, k) + CommittedIn(c.S, s.log, k) by { reveal Counts(); }
    CommittedAtMost(c.S, s.log, s.wpos, k);
    assert ServedAt(c, s, k) by { reveal Served(); }
    assert ContentIn(c, s, k, x) && (word.noref && c.overwrites ==> Full(c.S, s.log, k)) by { reveal ServedOverwrite(), ServedDiscard(); }
    if n == c.S { LeanEnd(c, s, k, x); FullWhole(c, s, k, x); }
    else if Gen(c.S, s.wpos) == k && s.cc[i] - Clean(c.N, c.S, k) == OffOf(c, s.wpos) {
      GenOf(c.S, s.wpos);
      CountThenPosition(c, s, k, s.cc[i]);
      SoundWhole(c, s, k, x, n);
    } else {
      assert PrefixOk(c, s, i, r.prefix[i]);
      assert Clean(c.N, c.S, k) >= 0;
      var m :| KeepsOne(c, s, i, m, r.prefix[i]);
      if m < k { SameSlot(c.N, c.S, m, k); } else if k < m { SameSlot(c.N, c.S, k, m); }
      SoundWhole(c, s, k, x, n);
    }
  }
  lemma SoundWhole(c: Cfg, s: State, k: int, x: int, n: int)
    requires InvA(c, s) && IsSub(c, x) && !c.lttng && ContentIn(c, s, k, x) && Sound(c, s.log, s.wpos, k, n)
    ensures IsWhole(c, s, k, x, n)
  { reveal Sound(); WholeIn(c, s, k, x, n); }

  lemma ReaderRecovered(c: Cfg, r: RState, k: int)
    requires RShape(c, r) && InvA(c, r.s) && InvB(c, r.s) && InvF(c, r.s) && !c.lttng
    requires k >= 0 && RecoveredFromReader(c, r, k)
    ensures IsWhole(c, r.s, k, r.s.mine, c.S)
  {
    var s := r.s; var g := Gen(c.S, s.rd.cur); var x := s.mine;
    BaseMono(c.S, 0, k); BaseStep(c.S, 0);
    if !Holds(s.rd) { assert s.begin[x] == NoBegin by { reveal Headless(); } assert false; }
    assert ReadableIn(c, s, g, x) by { reveal Held(); }
    assert 0 <= s.rd.cur by { reveal ReaderAt(); }
    GenOf(c.S, s.rd.cur);
    FullWhole(c, s, g, x);
    if g != k { BaseOrder(c.S, g, k); BaseOrder(c.S, k, g); }
  }
  lemma Holds_S23_RecoveredIsCommitted(c: Cfg, r: RState)
    requires RShape(c, r) && InvA(c, r.s) && InvB(c, r.s) && InvF(c, r.s) && InvR(c, r) && !c.lttng
    ensures S23_RecoveredIsCommitted(c, r)
  {
    reveal S23_RecoveredIsCommitted();
    forall k | InRecovery(c, r.s, k)
      ensures RecoveredInSlot(c, r, k) > 0 ==> IsSub(c, SlotSub(c, r, k)) && IsWhole(c, r.s, k, SlotSub(c, r, k), RecoveredInSlot(c, r, k))
      ensures RecoveredFromReader(c, r, k) ==> IsWhole(c, r.s, k, r.s.mine, c.S)
    {
      assert 0 <= r.s.rpos by { reveal ReadPos(); }
      GenOf(c.S, r.s.rpos);
      if RecoveredInSlot(c, r, k) > 0 { SlotRecovered(c, r, k); }
      if RecoveredFromReader(c, r, k) { ReaderRecovered(c, r, k); }
    }
  }
  lemma Holds_S23_WindowIsBounded(c: Cfg, s: State)
    requires InvA(c, s)
    ensures S23_WindowIsBounded(c, s)
  {
    reveal S23_WindowIsBounded();
    var e, w, r := Entered(c.S, s.wpos), Gen(c.S, s.wpos), Gen(c.S, s.rpos);
    assert 0 <= s.rpos <= s.wpos && s.rpos == Base(c.S, r) by { reveal ReadPos(); }
    EnteredFacts(c.S, s.wpos); GenOf(c.S, s.wpos); GenOf(c.S, s.rpos);
    assert w <= e;
    assert e <= r + (if c.overwrites then c.N + c.N else c.N) by {
      if c.overwrites && e > r + c.N { Unpushed(c, s, e); } else { reveal ReadPos(); }
    }
    BasePlus(c.S, r, c.N + c.N); BasePlus(c.S, r, c.N);
    BaseMono(c.S, w, r + (if c.overwrites then c.N + c.N else c.N));
  }
  /// Where the read position lags, somebody is about to push it, who has not committed: so the slot can not be gone round.
  lemma Unpushed(c: Cfg, s: State, e: int)
    requires InvA(c, s) && c.overwrites && e == Entered(c.S, s.wpos) && e > Gen(c.S, s.rpos) + c.N
    ensures e <= Gen(c.S, s.rpos) + c.N + c.N
  {
    var k := Gen(c.S, s.rpos) + c.N;
    assert 0 <= s.rpos by { reveal ReadPos(); }
    GenOf(c.S, s.rpos); EnteredFacts(c.S, s.wpos);
    BaseMono(c.S, k, e - 1);
    var j := HasFirst(c, s.log, s.wpos, k);
    GenBase(c.S, k);
    assert s.log[j].who in s.procs && StageOf(s.procs[s.log[j].who]) == Settling by { reveal ReadPos(); }
    assert s.log[j].who != 0 by { reveal Producers(); }
    UncommittedIsNotFull(c.S, s.log, s.wpos, j);
    if k < First(c.N, c.S, s.wpos) { assert Full(c.S, s.log, k) by { reveal Delivery(); } }
  }
}
