include "InductiveMemory.dfy"

/// Layer B: the generations that the slots serve, and what a step makes of the log.
module MemoryLog {
  import opened Geometry
  import opened Memory
  import opened Log
  import opened InductiveMemory

  // ------------------------- the window -------------------------

  lemma OneInWindow(c: Cfg, wpos: int, j: int, k: int)
    requires WF(c) && InWindow(c, wpos, j) && InWindow(c, wpos, k) && Slot(c.N, j) == Slot(c.N, k)
    ensures j == k
  { if j < k { SlotDistinct(c.N, j, k); } else if k < j { SlotDistinct(c.N, k, j); } }

  lemma WindowHas(c: Cfg, wpos: int, i: int) returns (k: int)
    requires WF(c) && 0 <= i < c.N
    ensures InWindow(c, wpos, k) && Slot(c.N, k) == i && k >= 0
  { k := SlotInWindow(c.N, First(c.N, c.S, wpos), i); }

  // ------------------------- the log -------------------------

  predicate SameBut(x: Entry, y: Entry) {
    && x.b == y.b && x.e == y.e && x.t == y.t && x.f == y.f && x.s == y.s
    && (x.kind == y.kind || (x.kind == KRec && y.kind == KSkip))
  }
  /// What a step of p makes of the log: it appends, or changes what it has reserved; k0 is the one generation of which
  /// more can be committed than before.
  opaque ghost predicate LogStep(c: Cfg, log: seq<Entry>, log': seq<Entry>, wpos: int, k0: int, p: Pid) requires WF(c) {
    && |log| <= |log'|
    && (forall j :: 0 <= j < |log| ==> SameBut(log[j], log'[j]))
    && (forall j :: 0 <= j < |log| && (log[j].who == 0 || log[j].who != p) ==> log'[j] == log[j])
    && (forall j :: 0 <= j < |log| && Gen(c.S, log[j].b) != k0 ==> log'[j].who == log[j].who)
    && (forall j :: |log| <= j < |log'| ==> log'[j].b >= wpos && log'[j].who != 0)
    && (forall k {:trigger CommittedIn(c.S, log', k)} :: k != k0 ==> CommittedIn(c.S, log', k) == CommittedIn(c.S, log, k))
    && !(CommittedIn(c.S, log', k0) < CommittedIn(c.S, log, k0))
  }
  lemma LogSame(c: Cfg, log: seq<Entry>, wpos: int, p: Pid)
    requires WF(c)
    ensures LogStep(c, log, log, wpos, -1, p)
  { reveal LogStep(); }

  lemma LogKind(c: Cfg, log: seq<Entry>, j: nat, wpos: int, p: Pid)
    requires WF(c) && j < |log| && log[j].who == p != 0 && log[j].kind in {KRec, KSkip}
    ensures LogStep(c, log, log[j := log[j].(kind := KSkip)], wpos, -1, p)
  {
    reveal LogStep(); var log' := log[j := log[j].(kind := KSkip)];
    forall k ensures CommittedIn(c.S, log', k) == CommittedIn(c.S, log, k) { KindUpdate(c.S, log, j, KSkip, k); }
  }
  lemma LogCommit(c: Cfg, log: seq<Entry>, j: nat, wpos: int, p: Pid)
    requires WF(c) && j < |log| && log[j].who == p != 0 && log[j].b < log[j].e
    ensures LogStep(c, log, log[j := log[j].(who := 0)], wpos, Gen(c.S, log[j].b), p)
  {
    reveal LogStep(); var log' := log[j := log[j].(who := 0)];
    forall k ensures CommittedIn(c.S, log', k) == CommittedIn(c.S, log, k)
                      + (if Gen(c.S, log[j].b) == k then log[j].e - log[j].b else 0) { CommittedUpdate(c.S, log, j, k); }
  }
  lemma CommittedInAppend(S: nat, log: seq<Entry>, new_: seq<Entry>, k: int)
    requires S > 0 && forall j :: 0 <= j < |new_| ==> new_[j].who != 0
    ensures CommittedIn(S, log + new_, k) == CommittedIn(S, log, k)
  {
    if new_ == [] { assert log + new_ == log; }
    else {
      var n := |new_| - 1;
      CommittedInAppend(S, log, new_[..n], k);
      ReservedAppend(S, log + new_[..n], new_[n], k);
      assert log + new_ == (log + new_[..n]) + [new_[n]];
    }
  }
  lemma LogAppend(c: Cfg, log: seq<Entry>, new_: seq<Entry>, wpos: int, wpos': int, p: Pid)
    requires WF(c) && (forall j :: 0 <= j < |new_| ==> new_[j].who != 0)
    requires Partition(c.S, log, wpos) && Partition(c.S, log + new_, wpos')
    ensures LogStep(c, log, log + new_, wpos, -1, p)
  {
    reveal LogStep(); var log' := log + new_;
    forall k ensures CommittedIn(c.S, log', k) == CommittedIn(c.S, log, k) { CommittedInAppend(c.S, log, new_, k); }
    forall j | |log| <= j < |log'| ensures log'[j].b >= wpos && log'[j].who != 0 {
      assert log'[j] == new_[j - |log|];
      if |log| == 0 { assert wpos == 0 by { reveal Partition(); } assert log'[j].b >= 0 by { reveal Partition(); } }
      else {
        Ordered(c.S, log', wpos', |log| - 1, j);
        assert log'[|log| - 1] == log[|log| - 1];
        assert log[|log| - 1].e == wpos by { reveal Partition(); }
      }
    }
  }

  /// Full stays full; nothing is reserved of it any more.
  lemma FullKept(c: Cfg, log: seq<Entry>, log': seq<Entry>, wpos: int, wpos': int, k0: int, p: Pid, k: int)
    requires WF(c) && LogStep(c, log, log', wpos, k0, p) && Full(c.S, log, k) && k >= 0
    requires Partition(c.S, log', wpos')
    ensures Full(c.S, log', k)
  { CommittedAtMost(c.S, log', wpos', k); reveal LogStep(); if k != k0 { assert CommittedIn(c.S, log', k) == CommittedIn(c.S, log, k); } }

  lemma NewIsBeyond(c: Cfg, log: seq<Entry>, log': seq<Entry>, wpos: int, k0: int, p: Pid, k: int, j: nat)
    requires WF(c) && LogStep(c, log, log', wpos, k0, p) && Full(c.S, log, k) && k >= 0
    requires Partition(c.S, log, wpos)
    requires j < |log'| && Gen(c.S, log'[j].b) == k
    ensures j < |log| && SameBut(log[j], log'[j])
  {
    reveal LogStep();
    if j >= |log| {
      FullIsCommitted(c.S, log, wpos, k);
      GenOf(c.S, log'[j].b);
    }
  }
  lemma EndIsKept(c: Cfg, log: seq<Entry>, log': seq<Entry>, wpos: int, k0: int, p: Pid, k: int, end: EndBlock)
    requires WF(c) && LogStep(c, log, log', wpos, k0, p) && Full(c.S, log, k) && k >= 0
    requires Partition(c.S, log, wpos)
    requires EndIs(c, log, k, end)
    ensures EndIs(c, log', k, end)
  {
    reveal EndIs();
    forall j | 0 <= j < |log'| && Gen(c.S, log'[j].b) == k && IsLast(c, log'[j]) ensures end == EndBlockOf(c, log'[j]) {
      NewIsBeyond(c, log, log', wpos, k0, p, k, j);
    }
  }
  lemma BeginIsKept(c: Cfg, log: seq<Entry>, log': seq<Entry>, wpos: int, k0: int, p: Pid, k: int, begin: BeginBlock)
    requires WF(c) && LogStep(c, log, log', wpos, k0, p) && Full(c.S, log, k) && k >= 0
    requires Partition(c.S, log, wpos)
    requires BeginIs(c, log, k, begin)
    ensures BeginIs(c, log', k, begin)
  {
    reveal BeginIs();
    forall j | 0 <= j < |log'| && Gen(c.S, log'[j].b) == k && log'[j].kind == KHdr
      ensures begin == BeginBlock(log'[j].b, log'[j].t) {
      NewIsBeyond(c, log, log', wpos, k0, p, k, j);
    }
  }
  lemma ContentKept(c: Cfg, log: seq<Entry>, log': seq<Entry>, wpos: int, k0: int, p: Pid, k: int,
                    begin: BeginBlock, end: EndBlock, cells: seq<Cell>)
    requires WF(c) && |cells| == c.S && LogStep(c, log, log', wpos, k0, p) && k != k0
    requires Content(c, log, k, begin, end, cells)
    ensures Content(c, log', k, begin, end, cells)
  {
    reveal Content(), LogStep();
    forall j | 0 <= j < |log'| && Gen(c.S, log'[j].b) == k && log'[j].who == 0
      ensures EntryStored(c, log'[j], begin, end, cells) {
      assert j < |log|; assert SameBut(log[j], log'[j]); assert log[j].who == 0; assert log'[j] == log[j];
    }
  }
}
