include "InductivePlaces.dfy"

/// Layer A, frames: what a step of one process leaves of InvA; what a process has planned; the window of generations.
module PlacesFrame {
  import opened Geometry
  import opened Memory
  import opened Reserve
  import opened Log
  import opened InductivePlaces

  // ------------------------- facts of one process -------------------------

  lemma FactsOf(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && p in s.procs
    ensures p != 0
    ensures LocalsOk(c, p, s.procs[p]) && SampledOk(c, p, s.procs[p], s.wpos, s.rpos, s.dc)
    ensures OwnsIt(c, p, s.procs[p], s.log) && DelivererOk(c, p, s.procs[p], s.wpos, s.log, s.dc)
  { reveal Producers(), Owned(), Deliverers(); }

  lemma PositionFacts(c: Cfg, s: State)
    requires InvA(c, s)
    ensures 0 <= s.rpos <= s.wpos && s.rpos == Base(c.S, Gen(c.S, s.rpos)) && Gen(c.S, s.rpos) >= 0
  { reveal ReadPos(); GenOf(c.S, s.rpos); }

  // ------------------------- what a process has planned -------------------------

  predicate SamePlan(l: Locals, m: Locals) {
    l.o == m.o && l.n == m.n && l.t == m.t && l.f == m.f && l.s == m.s && l.at == m.at
  }
  lemma ReservedSame(c: Cfg, p: Pid, l: Locals, m: Locals)
    requires WF(c) && l.o == m.o && l.n == m.n && l.t == m.t && l.f == m.f && l.s == m.s
    ensures Reserved(c, p, l) == Reserved(c, p, m)
    ensures PushFrom(c, p, l) == PushFrom(c, p, m)
  { assert Need(c, l) == Need(c, m); assert RecBegin(c, l) == RecBegin(c, m); assert RecEnd(c, l) == RecEnd(c, m); }

  function PlanEnd(c: Cfg, p: Pid, l: Locals): int requires WF(c) {
    if p in c.flushers then Next_(c, l.o) else RecEnd(c, l)
  }
  ghost predicate EntryOk(c: Cfg, x: Entry, p: Pid) requires WF(c) {
    && x.who == p && 0 <= x.b < x.e <= Base(c.S, Gen(c.S, x.b) + 1)
    && (OffOf(c, x.b) == 0 <==> x.kind == KHdr)
    && (x.kind == KHdr ==> x.e == x.b + c.H)
    && (x.kind == KPad ==> x.e == Next_(c, x.b))
  }
  predicate Planner(c: Cfg, p: Pid, l: Locals) {
    && l.o >= 0 && (p in c.writers || p in c.flushers)
    && (p in c.writers ==> 0 < l.n <= c.S - c.H)
  }
  /// The entries follow each other, and each is good.
  ghost predicate Chain(c: Cfg, R: seq<Entry>, p: Pid, from: int, to_: int) requires WF(c) {
    && 1 <= |R| <= 3 && R[0].b == from && R[|R| - 1].e == to_
    && (forall i :: 0 <= i < |R| - 1 ==> R[i].e == R[i + 1].b)
    && (forall i :: 0 <= i < |R| ==> EntryOk(c, R[i], p))
  }
  lemma InGen(c: Cfg, p: int, k: int)
    requires WF(c) && k >= 0 && Base(c.S, k) <= p < Base(c.S, k + 1)
    ensures p >= 0 && Gen(c.S, p) == k && OffOf(c, p) == p - Base(c.S, k)
    ensures Floor(c, p) == Base(c.S, k) && Next_(c, p) == Base(c.S, k + 1) == Base(c.S, k) + c.S
  { GenIs(c.S, p, k); BaseStep(c.S, k); BaseMono(c.S, 0, k); }

  /// The generation that the plan ends in, and enters if it enters one.
  function PlanGen(c: Cfg, p: Pid, l: Locals): int requires WF(c) {
    if p in c.flushers || !EndsOld(c, l) then Gen(c.S, l.o) else Gen(c.S, l.o) + 1
  }
  lemma PlanOk(c: Cfg, p: Pid, l: Locals)
    requires WF(c) && Planner(c, p, l)
    ensures Chain(c, Reserved(c, p, l), p, l.o, PlanEnd(c, p, l))
    ensures PlanGen(c, p, l) >= Gen(c.S, l.o) >= 0
    ensures PushFrom(c, p, l) == Base(c.S, PlanGen(c, p, l))
    ensures forall i :: 0 <= i < |Reserved(c, p, l)| ==> Gen(c.S, Reserved(c, p, l)[i].b) <= PlanGen(c, p, l)
    ensures l.o < PlanEnd(c, p, l) && Base(c.S, PlanGen(c, p, l)) < PlanEnd(c, p, l) <= Base(c.S, PlanGen(c, p, l) + 1)
  {
    var g := Gen(c.S, l.o);
    GenOf(c.S, l.o); InGen(c, l.o, g); BaseStep(c.S, g + 1);
    if p in c.flushers {
      if OffOf(c, l.o) == 0 { InGen(c, l.o + c.H, g); }
    } else if EndsOld(c, l) {
      var o := Next_(c, l.o);
      InGen(c, o, g + 1); InGen(c, o + c.H, g + 1);
    } else if OffOf(c, l.o) == 0 {
      InGen(c, l.o + c.H, g);
    }
  }
  lemma PlanEnters(c: Cfg, p: Pid, l: Locals)
    requires WF(c) && Planner(c, p, l)
    ensures var d := (if Enters(c, p, l) then 1 else 0); Entered(c.S, PlanEnd(c, p, l)) == Entered(c.S, l.o) + d
    ensures Enters(c, p, l) ==>
      && Gen(c.S, EnteredPos(c, p, l)) == Entered(c.S, l.o) == PlanGen(c, p, l)
      && Floor(c, EnteredPos(c, p, l)) == Base(c.S, Entered(c.S, l.o))
  {
    var k := PlanGen(c, p, l); var e := PlanEnd(c, p, l);
    PlanOk(c, p, l);
    InGen(c, e - 1, k);
    EnteredFacts(c.S, l.o);
    var g := Gen(c.S, l.o);
    GenOf(c.S, l.o); InGen(c, l.o, g); BaseStep(c.S, g + 1);
    if Enters(c, p, l) {
      if p in c.flushers { }
      else if EndsOld(c, l) { InGen(c, Next_(c, l.o) + c.H, g + 1); }
      else { InGen(c, l.o + c.H, g); }
    }
  }
  /// The piece is an entry of the plan.
  lemma PieceIs(c: Cfg, p: Pid, q: Proc)
    requires WF(c) && LocalsOk(c, p, q) && StageOf(q) in {Before, After}
    ensures var R := Reserved(c, p, q.l); var i := PieceAt(c, p, q.l) - q.l.at;
      0 <= i < |R| && R[i].b == PieceBegin(c, p, q.l) && R[i].e == PieceEnd(c, p, q.l)
      && (q.l.job == Rec ==> R[i].kind == KRec)
  {
    var l := q.l;
    PlanOk(c, p, l);
    var g := Gen(c.S, l.o);
    GenOf(c.S, l.o); InGen(c, l.o, g); BaseStep(c.S, g + 1);
    if p in c.writers && l.job == Hdr {
      if EndsOld(c, l) { InGen(c, Next_(c, l.o) + c.H, g + 1); } else { InGen(c, l.o + c.H, g); }
    }
  }

  // ------------------------- the window -------------------------

  /// The piece of a process: where it is in the log, and its generation.
  lemma PieceFacts(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && p in s.procs && StageOf(s.procs[p]) in {Before, After}
    ensures var q := s.procs[p]; var j := PieceAt(c, p, q.l); var k := PieceGen(c, p, q.l);
      && q.l.at <= j < PendTo(c, p, q) <= |s.log|
      && s.log[j].b == PieceBegin(c, p, q.l) && s.log[j].e == PieceEnd(c, p, q.l)
      && s.log[j].who == (if StageOf(q) == Before then p else 0)
      && (q.l.job == Rec ==> s.log[j].kind in {KRec, KSkip})
      && 0 <= k < Entered(c.S, s.wpos)
      && (StageOf(q) == Before ==> First(c.N, c.S, s.wpos) <= k < First(c.N, c.S, s.wpos) + c.N && !Full(c.S, s.log, k))
  {
    var q := s.procs[p];
    FactsOf(c, s, p);
    PieceIs(c, p, q);
    var j := PieceAt(c, p, q.l);
    EntryEntered(c.S, s.log, s.wpos, j);
    if StageOf(q) == Before {
      UncommittedIsNotFull(c.S, s.log, s.wpos, j);
      reveal Delivery();
    }
  }

  /// A generation that its slot shows as delivered is full.
  lemma DeliveredIsFull(c: Cfg, wpos: int, log: seq<Entry>, dc: seq<int>, claims: seq<int>, k: int)
    requires WF(c) && |dc| == c.N && |claims| == c.N && wpos >= 0
    requires Delivery(c, wpos, log, dc, claims) && 0 <= k <= Entered(c.S, wpos)
    requires dc[Slot(c.N, k)] >= Clean(c.N, c.S, k) + c.S
    ensures Full(c.S, log, k)
  {
    reveal Delivery();
    var f := First(c.N, c.S, wpos);
    if k >= f + c.N {
      SlotNext(c.N, c.S, k - c.N);
      assert DeliveryOf(c, log, dc, claims, k - c.N);
    } else if k >= f {
      assert DeliveryOf(c, log, dc, claims, k);
    }
  }

  // ------------------------- frames: p alone goes on -------------------------

  /// What p has reserved and not committed stays what it is.
  ghost predicate Keeps(c: Cfg, p: Pid, q: Proc, r: Proc) requires WF(c) {
    if StageOf(r) == Free then StageOf(q) == Free || PendFrom(c, p, q) >= PendTo(c, p, q)
    else StageOf(q) != Free && SamePlan(q.l, r.l) && PendFrom(c, p, q) == PendFrom(c, p, r)
  }
  lemma OwnedLocal(c: Cfg, procs: Procs, log: seq<Entry>, p: Pid, r: Proc)
    requires WF(c) && p in procs && Owned(c, procs, log) && Keeps(c, p, procs[p], r)
    ensures Owned(c, procs[p := r], log)
  {
    reveal Owned();
    if StageOf(r) != Free { ReservedSame(c, p, procs[p].l, r.l); }
    assert OwnsIt(c, p, procs[p], log);
    assert OwnsIt(c, p, r, log);
  }
  lemma OwedLocal(c: Cfg, procs: Procs, log: seq<Entry>, p: Pid, r: Proc)
    requires WF(c) && p in procs && Owed(c, procs, log) && Keeps(c, p, procs[p], r)
    ensures Owed(c, procs[p := r], log)
  {
    reveal Owed();
    if StageOf(r) != Free { ReservedSame(c, p, procs[p].l, r.l); }
  }
  lemma DeliverersLocal(c: Cfg, procs: Procs, wpos: int, log: seq<Entry>, dc: seq<int>, p: Pid, r: Proc)
    requires WF(c) && |dc| == c.N && p in procs && Deliverers(c, procs, wpos, log, dc)
    requires DelivererOk(c, p, r, wpos, log, dc)
    requires Delivers(r) ==> Delivers(procs[p]) && PieceGen(c, p, r.l) == PieceGen(c, p, procs[p].l)
    ensures Deliverers(c, procs[p := r], wpos, log, dc)
  { reveal Deliverers(); }
  lemma ProducersLocal(c: Cfg, procs: Procs, wpos: int, rpos: int, dc: seq<int>, p: Pid, r: Proc)
    requires WF(c) && |dc| == c.N && p in procs && Producers(c, procs, wpos, rpos, dc)
    requires LocalsOk(c, p, r) && SampledOk(c, p, r, wpos, rpos, dc)
    ensures Producers(c, procs[p := r], wpos, rpos, dc)
  { reveal Producers(); }

  /// Who has pushed has reserved within the ring.
  ghost predicate WithinRing(c: Cfg, rpos: int, log: seq<Entry>, p: Pid) requires WF(c) {
    forall j :: 0 <= j < |log| && log[j].who == p ==> Gen(c.S, log[j].b) < Gen(c.S, rpos) + c.N
  }
  lemma Pushed(c: Cfg, procs: Procs, rpos: int, log: seq<Entry>, p: Pid)
    requires WF(c) && p in procs && p != 0 && Owed(c, procs, log) && OwnsIt(c, p, procs[p], log)
    requires StageOf(procs[p]) != Free && Planner(c, p, procs[p].l)
    requires rpos == Base(c.S, Gen(c.S, rpos)) && PushFrom(c, p, procs[p].l) - rpos < Ring(c)
    ensures WithinRing(c, rpos, log, p)
  {
    var q := procs[p];
    PlanOk(c, p, q.l);
    BasePlus(c.S, Gen(c.S, rpos), c.N);
    BaseOrder(c.S, PlanGen(c, p, q.l), Gen(c.S, rpos) + c.N);
    forall j | 0 <= j < |log| && log[j].who == p ensures Gen(c.S, log[j].b) < Gen(c.S, rpos) + c.N {
      assert q.l.at <= PendFrom(c, p, q) <= j < PendTo(c, p, q) by { reveal Owed(); }
      assert Matches(log[j], Reserved(c, p, q.l)[j - q.l.at]);
    }
  }
  lemma ReadPosLocal(c: Cfg, procs: Procs, wpos: int, rpos: int, log: seq<Entry>, dc: seq<int>, p: Pid, r: Proc)
    requires WF(c) && |dc| == c.N && p in procs && ReadPos(c, procs, wpos, rpos, log, dc)
    requires c.overwrites && StageOf(procs[p]) == Settling && StageOf(r) != Settling ==> WithinRing(c, rpos, log, p)
    ensures ReadPos(c, procs[p := r], wpos, rpos, log, dc)
  { reveal ReadPos(); }

  /// Nothing that InvA speaks of has changed but process p.
  ghost predicate OnlyProc(s: State, t: State, p: Pid) {
    && p in s.procs && p in t.procs && t.procs == s.procs[p := t.procs[p]]
    && t.wpos == s.wpos && t.rpos == s.rpos && t.log == s.log && t.cc == s.cc && t.dc == s.dc && t.claims == s.claims
    && t.rd == s.rd && t.gate == s.gate
  }
  /// p is now at r; nothing else has changed.
  ghost predicate OnlyAt(s: State, t: State, p: Pid, r: Proc) { t == s.(procs := s.procs[p := r]) }
  ghost predicate GoodNext(c: Cfg, s: State, p: Pid, r: Proc) requires Shape(c, s) && p in s.procs {
    && LocalsOk(c, p, r) && SampledOk(c, p, r, s.wpos, s.rpos, s.dc)
    && Keeps(c, p, s.procs[p], r)
    && DelivererOk(c, p, r, s.wpos, s.log, s.dc)
    && (Delivers(r) ==> Delivers(s.procs[p]) && PieceGen(c, p, r.l) == PieceGen(c, p, s.procs[p].l))
    && (StageOf(s.procs[p]) == Settling ==> StageOf(r) in {Settling, Before})
  }
  lemma Local(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Shape(c, t) && OnlyProc(s, t, p) && GoodNext(c, s, p, t.procs[p])
    ensures InvA(c, t) && Grows(c, s, t)
  {
    var r := t.procs[p];
    FactsOf(c, s, p); PositionFacts(c, s);
    OwnedLocal(c, s.procs, s.log, p, r);
    OwedLocal(c, s.procs, s.log, p, r);
    DeliverersLocal(c, s.procs, s.wpos, s.log, s.dc, p, r);
    ProducersLocal(c, s.procs, s.wpos, s.rpos, s.dc, p, r);
    if c.overwrites && StageOf(s.procs[p]) == Settling && StageOf(r) != Settling {
      ReservedSame(c, p, s.procs[p].l, r.l);
      Pushed(c, s.procs, s.rpos, s.log, p);
    }
    ReadPosLocal(c, s.procs, s.wpos, s.rpos, s.log, s.dc, p, r);
  }
}
