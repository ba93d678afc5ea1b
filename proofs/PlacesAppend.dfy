include "PlacesFrame.dfy"

/// Layer A: a compare-exchange of the write position appends a plan to the log, and may enter a generation.
module PlacesAppend {
  import opened Geometry
  import opened Memory
  import opened Log
  import opened InductivePlaces
  import opened PlacesFrame

  lemma PartitionAppend(S: nat, log: seq<Entry>, wpos: int, x: Entry)
    requires Partition(S, log, wpos) && x.b == wpos && x.b < x.e <= Base(S, Gen(S, x.b) + 1)
    ensures Partition(S, log + [x], x.e)
  { reveal Partition(); }

  lemma PartitionChain(c: Cfg, log: seq<Entry>, wpos: int, R: seq<Entry>, p: Pid, from: int, to_: int)
    requires WF(c) && Partition(c.S, log, wpos) && Chain(c, R, p, from, to_) && from == wpos
    ensures Partition(c.S, log + R, to_)
  {
    PartitionAppend(c.S, log, wpos, R[0]);
    if |R| == 1 { assert R == [R[0]]; }
    else {
      PartitionAppend(c.S, log + [R[0]], R[0].e, R[1]);
      if |R| == 2 { assert log + R == log + [R[0]] + [R[1]]; }
      else {
        PartitionAppend(c.S, log + [R[0]] + [R[1]], R[1].e, R[2]);
        assert log + R == log + [R[0]] + [R[1]] + [R[2]];
      }
    }
  }
  lemma CommittedChain(S: nat, log: seq<Entry>, R: seq<Entry>, k: int)
    requires S > 0 && forall i :: 0 <= i < |R| ==> R[i].who != 0
    ensures CommittedIn(S, log + R, k) == CommittedIn(S, log, k)
  {
    if R == [] { assert log + R == log; }
    else {
      var n := |R| - 1;
      CommittedChain(S, log, R[..n], k);
      ReservedAppend(S, log + R[..n], R[n], k);
      assert log + R == log + R[..n] + [R[n]];
    }
  }
  ghost predicate SameCommitted(S: nat, log: seq<Entry>, log': seq<Entry>) requires S > 0 {
    forall k :: CommittedIn(S, log', k) == CommittedIn(S, log, k)
  }
  lemma CommittedSame(S: nat, log: seq<Entry>, R: seq<Entry>)
    requires S > 0 && forall i :: 0 <= i < |R| ==> R[i].who != 0
    ensures SameCommitted(S, log, log + R)
  { forall k ensures CommittedIn(S, log + R, k) == CommittedIn(S, log, k) { CommittedChain(S, log, R, k); } }

  lemma KindsAppend(c: Cfg, log: seq<Entry>, R: seq<Entry>, p: Pid, from: int, to_: int)
    requires WF(c) && Kinds(c, log) && Chain(c, R, p, from, to_)
    ensures Kinds(c, log + R)
  { reveal Kinds(); }

  // ------------------------- the window moves by one at most -------------------------

  /// The generation of the window's first slot was delivered, and that slot serves the generation entered.
  ghost predicate Ready(c: Cfg, wpos: int, log: seq<Entry>, dc: seq<int>) requires WF(c) && |dc| == c.N {
    var f := First(c.N, c.S, wpos);
    Entered(c.S, wpos) == f + c.N ==> Full(c.S, log, f) && dc[Slot(c.N, f)] == Clean(c.N, c.S, f) + c.S
  }
  lemma IsReady(c: Cfg, wpos: int, log: seq<Entry>, dc: seq<int>, claims: seq<int>)
    requires WF(c) && |dc| == c.N && |claims| == c.N && wpos >= 0
    requires Delivery(c, wpos, log, dc, claims)
    requires Clean(c.N, c.S, Entered(c.S, wpos)) <= dc[Slot(c.N, Entered(c.S, wpos))]
    ensures Ready(c, wpos, log, dc)
  {
    var f := First(c.N, c.S, wpos);
    if Entered(c.S, wpos) == f + c.N {
      SlotNext(c.N, c.S, f);
      assert DeliveryOf(c, log, dc, claims, f) by { reveal Delivery(); }
    }
  }
  lemma CountsAppend(c: Cfg, wpos: int, wpos': int, log: seq<Entry>, log': seq<Entry>, cc: seq<int>, dc: seq<int>)
    requires WF(c) && |cc| == c.N && |dc| == c.N && Counts(c, wpos, log, cc) && Partition(c.S, log, wpos)
    requires SameCommitted(c.S, log, log')
    requires Entered(c.S, wpos') == Entered(c.S, wpos) || (Entered(c.S, wpos') == Entered(c.S, wpos) + 1 && Ready(c, wpos, log, dc))
    ensures Counts(c, wpos', log', cc)
  {
    var f, f' := First(c.N, c.S, wpos), First(c.N, c.S, wpos');
    EnteredFacts(c.S, wpos);
    forall k | f' <= k < f' + c.N ensures cc[Slot(c.N, k)] == Clean(c.N, c.S, k) + CommittedIn(c.S, log', k) {
      assert k < f + c.N ==> cc[Slot(c.N, k)] == Clean(c.N, c.S, k) + CommittedIn(c.S, log, k) by { reveal Counts(); }
      if k >= f + c.N {
        assert k == f + c.N == Entered(c.S, wpos);
        SlotNext(c.N, c.S, f);
        assert cc[Slot(c.N, f)] == Clean(c.N, c.S, f) + CommittedIn(c.S, log, f) by { reveal Counts(); }
        CommittedAtMost(c.S, log, wpos, k);
      }
    }
    reveal Counts();
  }
  lemma DeliveryAppend(c: Cfg, wpos: int, wpos': int, log: seq<Entry>, log': seq<Entry>, dc: seq<int>, claims: seq<int>)
    requires WF(c) && |claims| == c.N && |dc| == c.N && Delivery(c, wpos, log, dc, claims) && Partition(c.S, log, wpos)
    requires SameCommitted(c.S, log, log')
    requires Entered(c.S, wpos') == Entered(c.S, wpos) || (Entered(c.S, wpos') == Entered(c.S, wpos) + 1 && Ready(c, wpos, log, dc))
    ensures Delivery(c, wpos', log', dc, claims)
  {
    var f, f' := First(c.N, c.S, wpos), First(c.N, c.S, wpos');
    EnteredFacts(c.S, wpos);
    forall k | f' <= k < f' + c.N ensures DeliveryOf(c, log', dc, claims, k) {
      assert k < f + c.N ==> DeliveryOf(c, log, dc, claims, k) by { reveal Delivery(); }
      if k >= f + c.N {
        assert k == f + c.N == Entered(c.S, wpos);
        SlotNext(c.N, c.S, f);
        assert DeliveryOf(c, log, dc, claims, f) by { reveal Delivery(); }
        CommittedAtMost(c.S, log, wpos, k);
      }
    }
    forall k | 0 <= k < f' ensures Full(c.S, log', k) {
      assert k < f ==> Full(c.S, log, k) by { reveal Delivery(); }
    }
    reveal Delivery();
  }
  lemma DeliverersAppend(c: Cfg, procs: Procs, wpos: int, wpos': int, log: seq<Entry>, log': seq<Entry>, dc: seq<int>, p: Pid, r: Proc)
    requires WF(c) && |dc| == c.N && p in procs && Deliverers(c, procs, wpos, log, dc) && Partition(c.S, log, wpos)
    requires SameCommitted(c.S, log, log')
    requires Entered(c.S, wpos') == Entered(c.S, wpos) || (Entered(c.S, wpos') == Entered(c.S, wpos) + 1 && Ready(c, wpos, log, dc))
    requires r.pc != At_Deliver_Lock && !Delivers(r)
    ensures Deliverers(c, procs[p := r], wpos', log', dc)
  {
    EnteredFacts(c.S, wpos);
    forall q | q in procs && q != p ensures DelivererOk(c, q, procs[q], wpos', log', dc) {
      assert DelivererOk(c, q, procs[q], wpos, log, dc) by { reveal Deliverers(); }
    }
    reveal Deliverers();
  }

  // ------------------------- what processes, the read position and the reader are told -------------------------

  lemma OwnedAppend(c: Cfg, procs: Procs, log: seq<Entry>, R: seq<Entry>, p: Pid, r: Proc)
    requires WF(c) && p in procs && Owned(c, procs, log)
    requires R == Reserved(c, p, r.l) && r.l.at == |log| && PendFrom(c, p, r) == |log|
    requires forall i :: 0 <= i < |R| ==> R[i].who == p
    ensures Owned(c, procs[p := r], log + R)
  {
    assert OwnsIt(c, p, r, log + R);
    forall q | q in procs && q != p ensures OwnsIt(c, q, procs[q], log + R) {
      assert OwnsIt(c, q, procs[q], log) by { reveal Owned(); }
    }
    reveal Owned();
  }
  lemma OwedAppend(c: Cfg, procs: Procs, log: seq<Entry>, R: seq<Entry>, p: Pid, r: Proc)
    requires WF(c) && p in procs && Owed(c, procs, log) && StageOf(procs[p]) == Free && StageOf(r) != Free
    requires R == Reserved(c, p, r.l) && r.l.at == |log| && PendFrom(c, p, r) == |log|
    requires forall i :: 0 <= i < |R| ==> R[i].who == p
    ensures Owed(c, procs[p := r], log + R)
  {
    reveal Owed();
    var log' := log + R; var procs' := procs[p := r];
    forall j | 0 <= j < |log'| && log'[j].who != 0
      ensures log'[j].who in procs' && StageOf(procs'[log'[j].who]) != Free
      ensures PendFrom(c, log'[j].who, procs'[log'[j].who]) <= j < PendTo(c, log'[j].who, procs'[log'[j].who])
    {
      if j >= |log| { assert log'[j] == R[j - |log|]; } else { assert log'[j] == log[j]; }
    }
  }
  lemma SampledStable(c: Cfg, p: Pid, q: Proc, wpos: int, rpos: int, dc: seq<int>, wpos': int, rpos': int, dc': seq<int>)
    requires WF(c) && |dc| == c.N && |dc'| == c.N && SampledOk(c, p, q, wpos, rpos, dc)
    requires wpos <= wpos' && rpos <= rpos' && forall i :: 0 <= i < c.N ==> dc[i] <= dc'[i]
    ensures SampledOk(c, p, q, wpos', rpos', dc')
  { }
  lemma ProducersGrow(c: Cfg, procs: Procs, wpos: int, rpos: int, dc: seq<int>, wpos': int, rpos': int, dc': seq<int>, p: Pid, r: Proc)
    requires WF(c) && |dc| == c.N && |dc'| == c.N && p in procs && Producers(c, procs, wpos, rpos, dc)
    requires wpos <= wpos' && rpos <= rpos' && forall i :: 0 <= i < c.N ==> dc[i] <= dc'[i]
    requires LocalsOk(c, p, r) && SampledOk(c, p, r, wpos', rpos', dc')
    ensures Producers(c, procs[p := r], wpos', rpos', dc')
  {
    reveal Producers();
    forall q | q in procs && q != p ensures SampledOk(c, q, procs[q], wpos', rpos', dc') {
      SampledStable(c, q, procs[q], wpos, rpos, dc, wpos', rpos', dc');
    }
  }
  lemma ReadPosAppend(c: Cfg, procs: Procs, wpos: int, wpos': int, rpos: int, log: seq<Entry>, R: seq<Entry>, dc: seq<int>, p: Pid, r: Proc)
    requires WF(c) && |dc| == c.N && p in procs && ReadPos(c, procs, wpos, rpos, log, dc)
    requires SameCommitted(c.S, log, log + R) && wpos <= wpos'
    requires Entered(c.S, wpos') == Entered(c.S, wpos)
      || (Entered(c.S, wpos') == Entered(c.S, wpos) + 1 && (!c.overwrites ==> Base(c.S, Entered(c.S, wpos)) - rpos < Ring(c)))
    requires StageOf(procs[p]) == Free && (c.overwrites ==> StageOf(r) == Settling)
    requires forall i :: 0 <= i < |R| ==> R[i].who == p
    ensures ReadPos(c, procs[p := r], wpos', rpos, log + R, dc)
  {
    reveal ReadPos();
    var log' := log + R; var procs' := procs[p := r];
    var f, f', g := First(c.N, c.S, wpos), First(c.N, c.S, wpos'), Gen(c.S, rpos);
    EnteredFacts(c.S, wpos); GenOf(c.S, rpos);
    BaseOrder(c.S, g, Entered(c.S, wpos));
    assert g <= Entered(c.S, wpos);
    BasePlus(c.S, g, c.N); BaseOrder(c.S, Entered(c.S, wpos), g + c.N);
    forall j | c.overwrites && 0 <= j < |log'|
      ensures Gen(c.S, log'[j].b) < Gen(c.S, rpos) + c.N || (log'[j].who in procs' && StageOf(procs'[log'[j].who]) == Settling)
    {
      if j >= |log| { assert log'[j] == R[j - |log|]; } else { assert log'[j] == log[j]; }
    }
    assert !c.overwrites ==> Entered(c.S, wpos') <= Gen(c.S, rpos) + c.N;
    forall k | 0 <= k < Gen(c.S, rpos) ensures Full(c.S, log', k) { assert Full(c.S, log, k); }
    assert forall k :: f' <= k < Gen(c.S, rpos) && k < f' + c.N ==> dc[Slot(c.N, k)] == Clean(c.N, c.S, k) + c.S;
    assert c.overwrites ==> forall j :: 0 <= j < |log'| ==>
      || Gen(c.S, log'[j].b) < Gen(c.S, rpos) + c.N
      || (log'[j].who in procs' && StageOf(procs'[log'[j].who]) == Settling);
  }
  lemma ReaderAppend(c: Cfg, rd: Reading, wpos: int, wpos': int, rpos: int, log: seq<Entry>, log': seq<Entry>, dc: seq<int>)
    requires WF(c) && |dc| == c.N && ReaderAt(c, rd, wpos, rpos, log, dc) && wpos <= wpos' && SameCommitted(c.S, log, log')
    ensures ReaderAt(c, rd, wpos', rpos, log', dc)
  { reveal ReaderAt(); }

  // ------------------------- all of it -------------------------

  ghost predicate Appends(c: Cfg, s: State, t: State, p: Pid) requires Shape(c, s) && p in s.procs {
    && p in t.procs && t.procs == s.procs[p := t.procs[p]]
    && t.wpos == PlanEnd(c, p, s.procs[p].l) && t.log == s.log + Reserved(c, p, s.procs[p].l)
    && t.rpos == s.rpos && t.cc == s.cc && t.dc == s.dc && t.claims == s.claims && t.rd == s.rd
  }
  lemma Append(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Shape(c, t) && p in s.procs && Appends(c, s, t, p)
    requires var q, r := s.procs[p], t.procs[p];
      && StageOf(q) == Free && s.wpos == q.l.o && Planner(c, p, q.l)
      && (Enters(c, p, q.l) ==> var at := EnteredPos(c, p, q.l);
            CleanCount(c, at) <= s.dc[Idx(c, at)] && (!c.overwrites ==> Floor(c, at) - s.rpos < Ring(c)))
      && r.l.o == q.l.o && r.l.n == q.l.n && r.l.t == q.l.t && r.l.f == q.l.f && r.l.s == q.l.s && r.l.at == |s.log|
      && (if c.overwrites then StageOf(r) == Settling else StageOf(r) in {Settling, Before})
      && PendFrom(c, p, r) == |s.log|
      && LocalsOk(c, p, r) && SampledOk(c, p, r, t.wpos, s.rpos, s.dc)
    requires t.gate != Open ==> OffOf(c, t.wpos) == 0
    ensures InvA(c, t) && Grows(c, s, t)
  {
    var q, r, R := s.procs[p], t.procs[p], Reserved(c, p, s.procs[p].l);
    FactsOf(c, s, p); PositionFacts(c, s);
    PlanOk(c, p, q.l); PlanEnters(c, p, q.l);
    ReservedSame(c, p, q.l, r.l);
    EnteredFacts(c.S, s.wpos);
    if Enters(c, p, q.l) { IsReady(c, s.wpos, s.log, s.dc, s.claims); }
    PartitionChain(c, s.log, s.wpos, R, p, q.l.o, t.wpos);
    CommittedSame(c.S, s.log, R);
    KindsAppend(c, s.log, R, p, q.l.o, t.wpos);
    OwnedAppend(c, s.procs, s.log, R, p, r);
    OwedAppend(c, s.procs, s.log, R, p, r);
    CountsAppend(c, s.wpos, t.wpos, s.log, t.log, s.cc, s.dc);
    DeliveryAppend(c, s.wpos, t.wpos, s.log, t.log, s.dc, s.claims);
    DeliverersAppend(c, s.procs, s.wpos, t.wpos, s.log, t.log, s.dc, p, r);
    ProducersGrow(c, s.procs, s.wpos, s.rpos, s.dc, t.wpos, t.rpos, t.dc, p, r);
    ReadPosAppend(c, s.procs, s.wpos, t.wpos, s.rpos, s.log, R, s.dc, p, r);
    ReaderAppend(c, s.rd, s.wpos, t.wpos, s.rpos, s.log, t.log, s.dc);
  }
}
