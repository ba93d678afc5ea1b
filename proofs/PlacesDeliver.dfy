include "PlacesAppend.dfy"
include "PlacesCommit.dfy"

/// Layer A: delivery, the actions that follow a commit.
module PlacesDeliver {
  import opened Geometry
  import opened Memory
  import opened Commit
  import opened Log
  import opened InductivePlaces
  import opened PlacesFrame
  import opened PlacesAppend
  import opened PlacesCommit

  /// p goes on with its plan, or has done it all.
  lemma HasCommitted(c: Cfg, s: State, t: State, p: Pid, r: Proc)
    requires InvA(c, s) && p in s.procs && StageOf(s.procs[p]) == After && OnlyAt(s, t, p, r)
    requires GoesOn(c, p, s.procs[p].l, r) && StageOf(r) in {Free, Before} && IsSub(c, r.l.x) && IsSub(c, r.l.w.sub)
    requires LocalsOk(c, p, r) && SampledOk(c, p, r, s.wpos, s.rpos, s.dc)
    ensures InvA(c, t) && Grows(c, s, t)
  { Local(c, s, t, p); }

  lemma A_Commit_LoadCount(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Commit_LoadCount(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    FactsOf(c, s, p); PieceFacts(c, s, p);
    var q := s.procs[p]; var l := q.l; var k := PieceGen(c, p, l); var i := Slot(c.N, k);
    if s.cc[i] == Clean(c.N, c.S, k) + c.S { CountIsFull(c, s, k); Local(c, s, t, p); }
    else { var r := AfterCommitIs(c, s, p, l, At_Commit_LoadCount); HasCommitted(c, s, t, p, r); }
  }
  /// A generation whose slot shows its full count is full.
  lemma CountIsFull(c: Cfg, s: State, k: int)
    requires InvA(c, s) && 0 <= k < Entered(c.S, s.wpos) && s.cc[Slot(c.N, k)] == Clean(c.N, c.S, k) + c.S
    ensures Full(c.S, s.log, k)
  {
    if k < First(c.N, c.S, s.wpos) { reveal Delivery(); } else { reveal Counts(); }
  }
  lemma A_Deliver_LockFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Deliver_LockFail(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    FactsOf(c, s, p);
    var r := AfterCommitIs(c, s, p, s.procs[p].l, At_Deliver_Lock);
    HasCommitted(c, s, t, p, r);
  }
  lemma A_Deliver_LoadDataSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Deliver_LoadDataSize(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); Local(c, s, t, p); }

  lemma A_Deliver_StoreSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Deliver_StoreSize(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); Local(c, s, t, p); }

  lemma A_Deliver_StoreSlot(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Deliver_StoreSlot(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); Local(c, s, t, p); }

  /// The delivered count of generation k's slot goes from d to e.
  lemma DeliveryMoves(c: Cfg, wpos: int, log: seq<Entry>, dc: seq<int>, claims: seq<int>, k: int, claims': seq<int>, e: int)
    requires WF(c) && |dc| == c.N && |claims| == c.N && Delivery(c, wpos, log, dc, claims)
    requires First(c.N, c.S, wpos) <= k < First(c.N, c.S, wpos) + c.N && Full(c.S, log, k)
    requires var i, clean := Slot(c.N, k), Clean(c.N, c.S, k);
      && (if c.lttng && dc[i] == clean then claims' == claims[i := claims[i] + 1] else claims' == claims)
      && (e == clean + c.S || (c.lttng && e == clean + 1))
    ensures Delivery(c, wpos, log, dc[Slot(c.N, k) := e], claims')
  {
    var f := First(c.N, c.S, wpos);
    var dc' := dc[Slot(c.N, k) := e];
    forall g | f <= g < f + c.N ensures DeliveryOf(c, log, dc', claims', g) {
      assert DeliveryOf(c, log, dc, claims, g) by { reveal Delivery(); }
      if g < k { SlotDistinct(c.N, g, k); } else if k < g { SlotDistinct(c.N, k, g); }
    }
    reveal Delivery();
  }
  lemma DeliverersMove(c: Cfg, procs: Procs, wpos: int, log: seq<Entry>, dc: seq<int>, p: Pid, r: Proc, k: int, e: int)
    requires WF(c) && |dc| == c.N && p in procs && Deliverers(c, procs, wpos, log, dc)
    requires First(c.N, c.S, wpos) <= k < First(c.N, c.S, wpos) + c.N
    requires forall q :: q in procs && q != p && Delivers(procs[q]) ==> PieceGen(c, q, procs[q].l) != k
    requires DelivererOk(c, p, r, wpos, log, dc[Slot(c.N, k) := e]) && (Delivers(r) ==> PieceGen(c, p, r.l) == k)
    ensures Deliverers(c, procs[p := r], wpos, log, dc[Slot(c.N, k) := e])
  {
    var dc' := dc[Slot(c.N, k) := e];
    forall q | q in procs && q != p ensures DelivererOk(c, q, procs[q], wpos, log, dc') {
      assert DelivererOk(c, q, procs[q], wpos, log, dc) by { reveal Deliverers(); }
      if Delivers(procs[q]) {
        var g := PieceGen(c, q, procs[q].l);
        if g < k { SlotDistinct(c.N, g, k); } else { SlotDistinct(c.N, k, g); }
      }
    }
    reveal Deliverers();
  }
  lemma ReadPosMoves(c: Cfg, procs: Procs, wpos: int, rpos: int, log: seq<Entry>, dc: seq<int>, p: Pid, r: Proc, k: int, e: int)
    requires WF(c) && |dc| == c.N && p in procs && ReadPos(c, procs, wpos, rpos, log, dc)
    requires First(c.N, c.S, wpos) <= k < First(c.N, c.S, wpos) + c.N
    requires dc[Slot(c.N, k)] < Clean(c.N, c.S, k) + c.S
    requires StageOf(procs[p]) != Settling
    ensures ReadPos(c, procs[p := r], wpos, rpos, log, dc[Slot(c.N, k) := e])
  {
    var f := First(c.N, c.S, wpos); var dc' := dc[Slot(c.N, k) := e];
    forall g | f <= g < Gen(c.S, rpos) && g < f + c.N ensures dc'[Slot(c.N, g)] == Clean(c.N, c.S, g) + c.S {
      assert dc[Slot(c.N, g)] == Clean(c.N, c.S, g) + c.S by { reveal ReadPos(); }
      if g < k { SlotDistinct(c.N, g, k); } else if k < g { SlotDistinct(c.N, k, g); }
    }
    reveal ReadPos();
  }
  lemma ReaderMoves(c: Cfg, rd: Reading, wpos: int, rpos: int, log: seq<Entry>, dc: seq<int>, dc': seq<int>)
    requires WF(c) && |dc| == c.N && |dc'| == c.N && ReaderAt(c, rd, wpos, rpos, log, dc)
    requires forall i :: 0 <= i < c.N ==> dc[i] <= dc'[i]
    ensures ReaderAt(c, rd, wpos, rpos, log, dc')
  { reveal ReaderAt(); }

  /// p moves the delivered count of generation k, full and in the window, up to e.
  lemma CountMoves(c: Cfg, s: State, u: State, p: Pid, k: int, e: int)
    requires InvA(c, s) && Shape(c, u) && p in s.procs && p in u.procs && u.procs == s.procs[p := u.procs[p]]
    requires u.wpos == s.wpos && u.rpos == s.rpos && u.log == s.log && u.cc == s.cc && u.rd == s.rd && u.gate == s.gate
    requires First(c.N, c.S, s.wpos) <= k < First(c.N, c.S, s.wpos) + c.N && Full(c.S, s.log, k)
    requires var i, clean := Slot(c.N, k), Clean(c.N, c.S, k);
      && u.dc == s.dc[i := e] && s.dc[i] < e && s.dc[i] < clean + c.S
      && (if c.lttng && s.dc[i] == clean then u.claims == s.claims[i := s.claims[i] + 1] else u.claims == s.claims)
      && (e == clean + c.S || (c.lttng && e == clean + 1))
    requires forall q :: q in s.procs && q != p && Delivers(s.procs[q]) ==> PieceGen(c, q, s.procs[q].l) != k
    requires StageOf(s.procs[p]) == After && Keeps(c, p, s.procs[p], u.procs[p])
    requires var r := u.procs[p];
      && LocalsOk(c, p, r) && SampledOk(c, p, r, s.wpos, s.rpos, u.dc)
      && DelivererOk(c, p, r, s.wpos, s.log, u.dc) && (Delivers(r) ==> PieceGen(c, p, r.l) == k)
    ensures InvA(c, u) && Grows(c, s, u)
  {
    var r := u.procs[p];
    OwnedLocal(c, s.procs, s.log, p, r);
    OwedLocal(c, s.procs, s.log, p, r);
    DeliveryMoves(c, s.wpos, s.log, s.dc, s.claims, k, u.claims, e);
    DeliverersMove(c, s.procs, s.wpos, s.log, s.dc, p, r, k, e);
    ProducersGrow(c, s.procs, s.wpos, s.rpos, s.dc, u.wpos, u.rpos, u.dc, p, r);
    ReadPosMoves(c, s.procs, s.wpos, s.rpos, s.log, s.dc, p, r, k, e);
    ReaderMoves(c, s.rd, s.wpos, s.rpos, s.log, s.dc, u.dc);
  }
  /// A slot that has the clean count of k serves k still.
  lemma CleanIsInWindow(c: Cfg, s: State, k: int)
    requires InvA(c, s) && 0 <= k < Entered(c.S, s.wpos) && s.dc[Slot(c.N, k)] == Clean(c.N, c.S, k)
    ensures First(c.N, c.S, s.wpos) <= k < First(c.N, c.S, s.wpos) + c.N
  {
    var f := First(c.N, c.S, s.wpos);
    if k < f {
      var g := Serves(c.N, f, Slot(c.N, k));
      assert DeliveryOf(c, s.log, s.dc, s.claims, g) by { reveal Delivery(); }
      SameSlot(c.N, c.S, k, g);
    }
  }
  /// Each slot serves a generation of the window.
  lemma Serves(N: nat, f: int, i: int) returns (g: int)
    requires N > 0 && 0 <= i < N && f >= 0
    ensures f <= g < f + N && Slot(N, g) == i
    decreases f
  {
    if f == 0 { g := i; SlotFirst(N, 0, i); }
    else {
      g := Serves(N, f - 1, i);
      if g == f - 1 { SlotNext(N, 0, g); g := g + N; }
    }
  }
  lemma A_Deliver_Lock(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Deliver_Lock(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    FactsOf(c, s, p); PieceFacts(c, s, p);
    var l := s.procs[p].l; var k := PieceGen(c, p, l); var i := Slot(c.N, k);
    CleanIsInWindow(c, s, k);
    forall q | q in s.procs && q != p && Delivers(s.procs[q]) ensures PieceGen(c, q, s.procs[q].l) != k { FactsOf(c, s, q); }
    CountMoves(c, s, t, p, k, Clean(c.N, c.S, k) + 1);
  }
  lemma Publishes(c: Cfg, s: State, t: State, p: Pid, k: int, e: int, r: Proc)
    requires InvA(c, s) && p in s.procs && s.procs[p].pc == At_Deliver_Publish
    requires k == PieceGen(c, p, s.procs[p].l) && e == Clean(c.N, c.S, k) + c.S
    requires OnlyAt(s.(dc := s.dc[Slot(c.N, k) := e]), t, p, r)
    requires GoesOn(c, p, s.procs[p].l, r) && StageOf(r) in {Free, Before} && IsSub(c, r.l.x) && IsSub(c, r.l.w.sub)
    requires LocalsOk(c, p, r) && SampledOk(c, p, r, t.wpos, t.rpos, t.dc)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    FactsOf(c, s, p);
    assert forall q :: q in s.procs && q != p && Delivers(s.procs[q]) ==> PieceGen(c, q, s.procs[q].l) != k by { reveal Deliverers(); }
    CountMoves(c, s, t, p, k, e);
  }
  lemma A_Deliver_Publish(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Deliver_Publish(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    FactsOf(c, s, p); PieceFacts(c, s, p);
    var l := s.procs[p].l; var k := PieceGen(c, p, l); var i := Slot(c.N, k); var e := Clean(c.N, c.S, k) + c.S;
    var u := s.(dc := s.dc[i := e]);
    assert forall q :: q in s.procs && q != p && Delivers(s.procs[q]) ==> PieceGen(c, q, s.procs[q].l) != k by { reveal Deliverers(); }
    if c.wakeups { CountMoves(c, s, t, p, k, e); }
    else { var r := AfterCommitIs(c, u, p, l, At_Deliver_Publish); Publishes(c, s, t, p, k, e, r); }
  }
}
