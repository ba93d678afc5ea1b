include "Commit.dfy"
include "PlacesFrame.dfy"

/// Layer A: a piece is committed.
module PlacesCommit {
  import opened Geometry
  import opened Memory
  import opened Reserve
  import opened Commit
  import opened Log
  import opened InductivePlaces
  import opened PlacesFrame

  // ------------------------- what comes after a piece -------------------------

  /// p has its piece behind it.
  ghost predicate GoesOn(c: Cfg, p: Pid, l: Locals, r: Proc) requires WF(c) {
    if StageOf(r) == Free then PieceAt(c, p, l) + 1 == l.at + |Reserved(c, p, l)|
    else SamePlan(l, r.l) && PendFrom(c, p, r) == PieceAt(c, p, l) + 1
  }
  /// A piece committed: the next of the plan, or none.
  lemma AfterCommitIs(c: Cfg, s: State, p: Pid, l: Locals, pc: Label) returns (r: Proc)
    requires Shape(c, s) && p in s.procs && StageOf(Proc(pc, l)) in {Before, After}
    requires LocalsOk(c, p, Proc(pc, l)) && pc != Idle && IsSub(c, l.x) && IsSub(c, l.w.sub)
    requires 0 <= l.o <= s.wpos && (c.overwrites ==> PushFrom(c, p, l) - s.rpos < Ring(c))
    ensures OnlyAt(s, AfterCommit(c, s, p, l), p, r) && IsSub(c, r.l.x) && IsSub(c, r.l.w.sub)
    ensures LocalsOk(c, p, r) && SampledOk(c, p, r, s.wpos, s.rpos, s.dc)
    ensures GoesOn(c, p, l, r) && StageOf(r) in {Free, Before}
  {
    r := AfterCommit(c, s, p, l).procs[p];
    if StageOf(r) != Free { ReservedSame(c, p, l, r.l); }
  }

  // ------------------------- commit -------------------------

  lemma PartitionCommit(S: nat, log: seq<Entry>, wpos: int, j: nat)
    requires Partition(S, log, wpos) && j < |log|
    ensures Partition(S, log[j := log[j].(who := 0)], wpos)
  { reveal Partition(); }
  lemma KindsCommit(c: Cfg, log: seq<Entry>, j: nat)
    requires WF(c) && Kinds(c, log) && j < |log|
    ensures Kinds(c, log[j := log[j].(who := 0)])
  { reveal Kinds(); }
  lemma OwnedCommit(c: Cfg, procs: Procs, log: seq<Entry>, p: Pid, r: Proc, j: nat)
    requires WF(c) && p in procs && p != 0 && Owned(c, procs, log) && 0 !in procs
    requires StageOf(procs[p]) == Before && j == PieceAt(c, p, procs[p].l) < PendTo(c, p, procs[p])
    requires j < |log| && log[j].who == p && GoesOn(c, p, procs[p].l, r)
    ensures Owned(c, procs[p := r], log[j := log[j].(who := 0)])
  {
    var log' := log[j := log[j].(who := 0)];
    if StageOf(r) != Free { ReservedSame(c, p, procs[p].l, r.l); }
    assert OwnsIt(c, p, procs[p], log) by { reveal Owned(); }
    assert OwnsIt(c, p, r, log');
    forall q | q in procs && q != p ensures OwnsIt(c, q, procs[q], log') {
      assert OwnsIt(c, q, procs[q], log) by { reveal Owned(); }
    }
    reveal Owned();
  }
  lemma OwedCommit(c: Cfg, procs: Procs, log: seq<Entry>, p: Pid, r: Proc, j: nat)
    requires WF(c) && p in procs && p != 0 && Owed(c, procs, log)
    requires StageOf(procs[p]) == Before && j == PieceAt(c, p, procs[p].l) < PendTo(c, p, procs[p])
    requires j < |log| && log[j].who == p && GoesOn(c, p, procs[p].l, r)
    ensures Owed(c, procs[p := r], log[j := log[j].(who := 0)])
  {
    if StageOf(r) != Free { ReservedSame(c, p, procs[p].l, r.l); }
    reveal Owed();
  }
  /// Generation k has got n units more, and no other has.
  ghost predicate Gets_(S: nat, log: seq<Entry>, log': seq<Entry>, k: int, n: int) requires S > 0 {
    forall g :: CommittedIn(S, log', g) == CommittedIn(S, log, g) + (if g == k then n else 0)
  }
  lemma CommitGets(S: nat, log: seq<Entry>, wpos: int, j: nat)
    requires Partition(S, log, wpos) && j < |log| && log[j].who != 0
    ensures var k := Gen(S, log[j].b); var log' := log[j := log[j].(who := 0)];
      && Gets_(S, log, log', k, log[j].e - log[j].b)
      && (forall g :: Full(S, log, g) ==> Full(S, log', g) && g != k)
  {
    var k := Gen(S, log[j].b); var log' := log[j := log[j].(who := 0)];
    forall g ensures CommittedIn(S, log', g) == CommittedIn(S, log, g) + (if g == k then log[j].e - log[j].b else 0) {
      CommittedUpdate(S, log, j, g);
    }
    UncommittedIsNotFull(S, log, wpos, j);
  }
  lemma CountsCommit(c: Cfg, wpos: int, log: seq<Entry>, log': seq<Entry>, cc: seq<int>, k: int, n: int)
    requires WF(c) && |cc| == c.N && Counts(c, wpos, log, cc) && Gets_(c.S, log, log', k, n)
    requires First(c.N, c.S, wpos) <= k < First(c.N, c.S, wpos) + c.N
    ensures Counts(c, wpos, log', cc[Slot(c.N, k) := cc[Slot(c.N, k)] + n])
    ensures cc[Slot(c.N, k)] + n == Clean(c.N, c.S, k) + CommittedIn(c.S, log', k)
  {
    reveal Counts();
    var f := First(c.N, c.S, wpos); var cc' := cc[Slot(c.N, k) := cc[Slot(c.N, k)] + n];
    forall g | f <= g < f + c.N ensures cc'[Slot(c.N, g)] == Clean(c.N, c.S, g) + CommittedIn(c.S, log', g) {
      if g < k { SlotDistinct(c.N, g, k); } else if k < g { SlotDistinct(c.N, k, g); }
    }
  }
  lemma DeliveryCommit(c: Cfg, wpos: int, log: seq<Entry>, log': seq<Entry>, dc: seq<int>, claims: seq<int>, claims': seq<int>, k: int)
    requires WF(c) && |dc| == c.N && |claims| == c.N && Delivery(c, wpos, log, dc, claims)
    requires First(c.N, c.S, wpos) <= k < First(c.N, c.S, wpos) + c.N && !Full(c.S, log, k)
    requires forall g :: g != k ==> CommittedIn(c.S, log', g) == CommittedIn(c.S, log, g)
    requires claims' == if !c.lttng && Full(c.S, log', k) then claims[Slot(c.N, k) := claims[Slot(c.N, k)] + 1] else claims
    ensures Delivery(c, wpos, log', dc, claims')
    ensures dc[Slot(c.N, k)] == Clean(c.N, c.S, k)
  {
    var f := First(c.N, c.S, wpos);
    assert DeliveryOf(c, log, dc, claims, k) by { reveal Delivery(); }
    forall g | f <= g < f + c.N ensures DeliveryOf(c, log', dc, claims', g) {
      assert DeliveryOf(c, log, dc, claims, g) by { reveal Delivery(); }
      if g < k { SlotDistinct(c.N, g, k); } else if k < g { SlotDistinct(c.N, k, g); }
    }
    forall g | 0 <= g < f ensures Full(c.S, log', g) { assert Full(c.S, log, g) by { reveal Delivery(); } }
    reveal Delivery();
  }
  lemma DeliverersCommit(c: Cfg, procs: Procs, wpos: int, log: seq<Entry>, log': seq<Entry>, dc: seq<int>, p: Pid, r: Proc)
    requires WF(c) && |dc| == c.N && p in procs && Deliverers(c, procs, wpos, log, dc)
    requires DelivererOk(c, p, r, wpos, log', dc)
    requires forall g :: Full(c.S, log, g) ==> Full(c.S, log', g)
    requires Delivers(r) ==> !Full(c.S, log, PieceGen(c, p, r.l))
    ensures Deliverers(c, procs[p := r], wpos, log', dc)
  {
    forall q | q in procs && q != p ensures DelivererOk(c, q, procs[q], wpos, log', dc) {
      assert DelivererOk(c, q, procs[q], wpos, log, dc) by { reveal Deliverers(); }
    }
    forall q | q in procs && q != p && Delivers(procs[q]) && Delivers(r)
      ensures PieceGen(c, q, procs[q].l) != PieceGen(c, p, r.l) {
      assert DelivererOk(c, q, procs[q], wpos, log, dc) by { reveal Deliverers(); }
    }
    reveal Deliverers();
  }
  lemma ReadPosCommit(c: Cfg, procs: Procs, wpos: int, rpos: int, log: seq<Entry>, j: nat, dc: seq<int>, p: Pid, r: Proc)
    requires WF(c) && |dc| == c.N && p in procs && ReadPos(c, procs, wpos, rpos, log, dc) && j < |log|
    requires forall g :: Full(c.S, log, g) ==> Full(c.S, log[j := log[j].(who := 0)], g)
    requires StageOf(procs[p]) != Settling && log[j].who == p
    ensures ReadPos(c, procs[p := r], wpos, rpos, log[j := log[j].(who := 0)], dc)
  {
    reveal ReadPos();
    var log' := log[j := log[j].(who := 0)];
    forall k | 0 <= k < Gen(c.S, rpos) ensures Full(c.S, log', k) { assert Full(c.S, log, k); }
    forall i | c.overwrites && 0 <= i < |log'|
      ensures Gen(c.S, log'[i].b) < Gen(c.S, rpos) + c.N || (log'[i].who in procs && StageOf(procs[p := r][log'[i].who]) == Settling)
    { assert log'[i].b == log[i].b; }
  }
  lemma ReaderCommit(c: Cfg, rd: Reading, wpos: int, rpos: int, log: seq<Entry>, log': seq<Entry>, dc: seq<int>)
    requires WF(c) && |dc| == c.N && ReaderAt(c, rd, wpos, rpos, log, dc)
    requires forall g :: Full(c.S, log, g) ==> Full(c.S, log', g)
    ensures ReaderAt(c, rd, wpos, rpos, log', dc)
  { reveal ReaderAt(); }

  /// The entry is committed, and p has it behind it.
  ghost predicate Commits(c: Cfg, s: State, u: State, p: Pid, r: Proc) requires Shape(c, s) && p in s.procs {
    var l := s.procs[p].l; var k := PieceGen(c, p, l); var j := PieceAt(c, p, l); var i := Slot(c.N, k);
    && j < |s.log|
    && u == s.(procs := s.procs[p := r], log := s.log[j := s.log[j].(who := 0)],
               cc := s.cc[i := s.cc[i] + s.log[j].e - s.log[j].b],
               claims := if !c.lttng && Full(c.S, u.log, k) then s.claims[i := s.claims[i] + 1] else s.claims)
  }
  lemma CommitsIt(c: Cfg, s: State, u: State, p: Pid, r: Proc)
    requires InvA(c, s) && Shape(c, u) && p in s.procs && s.procs[p].pc == At_Commit_AddCount && Commits(c, s, u, p, r)
    requires GoesOn(c, p, s.procs[p].l, r) && StageOf(r) != Settling
    requires LocalsOk(c, p, r) && SampledOk(c, p, r, s.wpos, s.rpos, s.dc) && r.pc != At_Deliver_Lock
    requires Delivers(r) ==> !c.lttng && r.l == s.procs[p].l && Full(c.S, u.log, PieceGen(c, p, r.l))
    ensures InvA(c, u) && Grows(c, s, u)
  {
    FactsOf(c, s, p); PieceFacts(c, s, p);
    assert 0 !in s.procs;
    var q := s.procs[p]; var k := PieceGen(c, p, q.l); var j := PieceAt(c, p, q.l);
    CommitGets(c.S, s.log, s.wpos, j);
    assert s.log[j].b < s.log[j].e by { EntryEntered(c.S, s.log, s.wpos, j); }
    PartitionCommit(c.S, s.log, s.wpos, j);
    KindsCommit(c, s.log, j);
    OwnedCommit(c, s.procs, s.log, p, r, j);
    OwedCommit(c, s.procs, s.log, p, r, j);
    CountsCommit(c, s.wpos, s.log, u.log, s.cc, k, s.log[j].e - s.log[j].b);
    DeliveryCommit(c, s.wpos, s.log, u.log, s.dc, s.claims, u.claims, k);
    DeliverersCommit(c, s.procs, s.wpos, s.log, u.log, s.dc, p, r);
    ProducersLocal(c, s.procs, s.wpos, s.rpos, s.dc, p, r);
    ReadPosCommit(c, s.procs, s.wpos, s.rpos, s.log, j, s.dc, p, r);
    ReaderCommit(c, s.rd, s.wpos, s.rpos, s.log, u.log, s.dc);
  }
  /// What the add returns tells whether the generation is full.
  lemma AddTells(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && p in s.procs && s.procs[p].pc == At_Commit_AddCount
    ensures var l := s.procs[p].l; var k := PieceGen(c, p, l); var j := PieceAt(c, p, l); var v := Committed(c, s, p);
      && j < |s.log| && s.log[j].b == PieceBegin(c, p, l) && s.log[j].e == PieceEnd(c, p, l)
      && v.log == s.log[j := s.log[j].(who := 0)]
      && (v.cc[PieceSlot(c, p, l)] == FullCount(c, PieceBegin(c, p, l)) <==> Full(c.S, v.log, k))
  {
    FactsOf(c, s, p); PieceFacts(c, s, p);
    var l := s.procs[p].l; var k := PieceGen(c, p, l); var j := PieceAt(c, p, l);
    CommitGets(c.S, s.log, s.wpos, j);
    CountsCommit(c, s.wpos, s.log, s.log[j := s.log[j].(who := 0)], s.cc, k, s.log[j].e - s.log[j].b);
  }
  lemma CommitsLast(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && p in s.procs && s.procs[p].pc == At_Commit_AddCount
    requires var l := s.procs[p].l; var v := Committed(c, s, p);
      if c.lttng then t == Jump(v, p, At_Commit_LoadCount)
      else Full(c.S, v.log, PieceGen(c, p, l)) && t == Jump(Claim(c, v, PieceSlot(c, p, l)), p, FirstDelivery(c))
    ensures InvA(c, t) && Grows(c, s, t)
  {
    FactsOf(c, s, p); AddTells(c, s, p); PieceFacts(c, s, p);
    CommitsIt(c, s, t, p, t.procs[p]);
  }
  lemma CommitsMore(c: Cfg, s: State, t: State, p: Pid, r: Proc)
    requires InvA(c, s) && p in s.procs && s.procs[p].pc == At_Commit_AddCount && !c.lttng
    requires OnlyAt(Committed(c, s, p), t, p, r) && !Full(c.S, t.log, PieceGen(c, p, s.procs[p].l))
    requires GoesOn(c, p, s.procs[p].l, r) && StageOf(r) in {Free, Before} && IsSub(c, r.l.x) && IsSub(c, r.l.w.sub)
    requires LocalsOk(c, p, r) && SampledOk(c, p, r, s.wpos, s.rpos, s.dc)
    ensures InvA(c, t) && Grows(c, s, t)
  { AddTells(c, s, p); CommitsIt(c, s, t, p, r); }

  lemma A_Commit_AddCount(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Commit_AddCount(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    var l := s.procs[p].l; var v := Committed(c, s, p);
    AddTells(c, s, p);
    if c.lttng || Full(c.S, v.log, PieceGen(c, p, l)) { CommitsLast(c, s, t, p); }
    else {
      FactsOf(c, s, p);
      var r := AfterCommitIs(c, v, p, l, At_Commit_AddCount);
      CommitsMore(c, s, t, p, r);
    }
  }
}
