include "PlacesDeliver.dfy"

/// Layer A: the other actions of Commit: claim, store, wake.
module PlacesPiece {
  import opened Geometry
  import opened Memory
  import opened Commit
  import opened Log
  import opened InductivePlaces
  import opened PlacesFrame
  import opened PlacesCommit
  import opened PlacesDeliver

  /// p is at another label of the same piece.
  ghost predicate SamePiece(c: Cfg, p: Pid, q: Proc, r: Proc) requires WF(c) {
    && StageOf(q) == StageOf(r) == Before && SamePlan(q.l, r.l) && q.l.job == r.l.job && LocalsOk(c, p, r)
  }
  lemma Piece_(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Shape(c, t) && OnlyProc(s, t, p) && SamePiece(c, p, s.procs[p], t.procs[p])
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); ReservedSame(c, p, s.procs[p].l, t.procs[p].l); Local(c, s, t, p); }

  // ------------------------- claim -------------------------

  lemma AfterClearIs(c: Cfg, s: State, p: Pid, l: Locals, x: int) returns (r: Proc)
    requires Shape(c, s) && LocalsOk(c, p, Proc(At_ClearNoref_LoadSlot, l))
    ensures OnlyAt(s, AfterClear(c, s, p, l.(x := x)), p, r) && r.l.x == x && r.l.w == NoWord
    ensures SamePiece(c, p, Proc(At_ClearNoref_LoadSlot, l), r)
  { r := AfterClear(c, s, p, l.(x := x)).procs[p]; }

  lemma A_ClearNoref_LoadSlot(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && ClearNoref_LoadSlot(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    FactsOf(c, s, p);
    var l := s.procs[p].l; var word := s.slot[PieceSlot(c, p, l)];
    if word.noref { Piece_(c, s, t, p); }
    else { var r := AfterClearIs(c, s, p, l, word.sub); Cleared(c, s, t, p, r); }
  }
  lemma Cleared(c: Cfg, s: State, t: State, p: Pid, r: Proc)
    requires InvA(c, s) && p in s.procs && s.procs[p].pc in {At_ClearNoref_LoadSlot, At_ClearNoref_Cas} && OnlyAt(s, t, p, r)
    requires SamePiece(c, p, s.procs[p], r) && IsSub(c, r.l.x) && r.l.w == NoWord
    ensures InvA(c, t) && Grows(c, s, t)
  { Piece_(c, s, t, p); }

  lemma A_ClearNoref_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && ClearNoref_Cas(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    FactsOf(c, s, p);
    var l := s.procs[p].l; var i := PieceSlot(c, p, l);
    var u := Wipe(c, s, l.w.sub).(slot := s.slot[i := Word(l.w.sub, false, None_)]);
    var r := AfterClearIs(c, u, p, l, l.w.sub);
    Memory_(c, s, u);
    Cleared(c, u, t, p, r);
  }
  /// What layer A does not speak of.
  lemma Memory_(c: Cfg, s: State, u: State)
    requires InvA(c, s) && Shape(c, u)
    requires u == s.(slot := u.slot, begin := u.begin, csize := u.csize, dsize := u.dsize, mem := u.mem)
    ensures InvA(c, u) && Grows(c, s, u)
  { }

  lemma A_ClearNoref_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && ClearNoref_CasFail(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); Piece_(c, s, t, p); }

  // ------------------------- store -------------------------

  lemma A_OldEnd_StoreSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && OldEnd_StoreSize(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); Piece_(c, s, t, p); }

  lemma A_OldEnd_StoreDataSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && OldEnd_StoreDataSize(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); Piece_(c, s, t, p); }

  lemma A_NewStart_StoreBegin(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && NewStart_StoreBegin(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); Piece_(c, s, t, p); }

  lemma A_OldStart_StoreBegin(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && OldStart_StoreBegin(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); Piece_(c, s, t, p); }

  lemma A_NewEnd_StoreSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && NewEnd_StoreSize(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); Piece_(c, s, t, p); }

  lemma A_NewEnd_StoreDataSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && NewEnd_StoreDataSize(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); Piece_(c, s, t, p); }

  lemma A_Write_Begin(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Write_Begin(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); Piece_(c, s, t, p); }

  lemma A_Write_End(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Write_End(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); Piece_(c, s, t, p); }

  lemma A_Lose_Abandoned(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Lose_Abandoned(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); Piece_(c, s, t, p); }

  // ------------------------- abandon -------------------------

  /// Entry j is a record to be skipped from now on.
  function Skipped(log: seq<Entry>, j: nat): seq<Entry> requires j < |log| { log[j := log[j].(kind := KSkip)] }

  lemma PlacesSkip(c: Cfg, s: State, j: nat)
    requires InvA(c, s) && j < |s.log| && s.log[j].kind in {KRec, KSkip}
    ensures Partition(c.S, Skipped(s.log, j), s.wpos) && Kinds(c, Skipped(s.log, j))
    ensures Owed(c, s.procs, Skipped(s.log, j))
  {
    assert Partition(c.S, Skipped(s.log, j), s.wpos) by { reveal Partition(); }
    assert Kinds(c, Skipped(s.log, j)) by { reveal Kinds(); }
    reveal Owed();
  }
  lemma OwnedSkip(c: Cfg, procs: Procs, log: seq<Entry>, j: nat)
    requires WF(c) && Owned(c, procs, log) && j < |log| && log[j].kind in {KRec, KSkip}
    ensures Owned(c, procs, Skipped(log, j))
  {
    reveal Owned();
    var log' := Skipped(log, j);
    forall q | q in procs ensures OwnsIt(c, q, procs[q], log') {
      assert OwnsIt(c, q, procs[q], log);
    }
  }
  lemma SumsSkip(c: Cfg, s: State, j: nat)
    requires InvA(c, s) && j < |s.log|
    ensures var log' := Skipped(s.log, j);
      && Counts(c, s.wpos, log', s.cc) && Delivery(c, s.wpos, log', s.dc, s.claims)
      && Deliverers(c, s.procs, s.wpos, log', s.dc)
      && ReadPos(c, s.procs, s.wpos, s.rpos, log', s.dc)
      && ReaderAt(c, s.rd, s.wpos, s.rpos, log', s.dc)
  {
    var log' := Skipped(s.log, j);
    forall k ensures CommittedIn(c.S, log', k) == CommittedIn(c.S, s.log, k) && (Full(c.S, log', k) <==> Full(c.S, s.log, k)) {
      KindUpdate(c.S, s.log, j, KSkip, k);
    }
    assert Counts(c, s.wpos, log', s.cc) by { reveal Counts(); }
    assert Delivery(c, s.wpos, log', s.dc, s.claims) by {
      reveal Delivery();
      var f := First(c.N, c.S, s.wpos);
      forall k | f <= k < f + c.N ensures DeliveryOf(c, log', s.dc, s.claims, k) { assert DeliveryOf(c, s.log, s.dc, s.claims, k); }
      forall k | 0 <= k < f ensures Full(c.S, log', k) { assert Full(c.S, s.log, k); }
    }
    assert Deliverers(c, s.procs, s.wpos, log', s.dc) by { reveal Deliverers(); }
    assert ReaderAt(c, s.rd, s.wpos, s.rpos, log', s.dc) by { reveal ReaderAt(); }
    assert ReadPos(c, s.procs, s.wpos, s.rpos, log', s.dc) by {
      reveal ReadPos();
      forall k | 0 <= k < Gen(c.S, s.rpos) ensures Full(c.S, log', k) { assert Full(c.S, s.log, k); }
    }
  }
  lemma Skips(c: Cfg, s: State, u: State, j: nat)
    requires InvA(c, s) && j < |s.log| && s.log[j].kind in {KRec, KSkip} && u == s.(log := Skipped(s.log, j))
    ensures InvA(c, u) && Grows(c, s, u)
  { PlacesSkip(c, s, j); OwnedSkip(c, s.procs, s.log, j); SumsSkip(c, s, j); }

  lemma A_Write_Abandon(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Write_Abandon(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    FactsOf(c, s, p); PieceFacts(c, s, p);
    var j := PieceAt(c, p, s.procs[p].l);
    var u := s.(log := Skipped(s.log, j));
    Skips(c, s, u, j);
    Piece_(c, u, t, p);
  }

  // ------------------------- wake -------------------------

  lemma AfterWakes(c: Cfg, s: State, u: State, t: State, p: Pid)
    requires InvA(c, s) && p in s.procs && s.procs[p].pc in {At_Wake_LoadWaiting, At_Wake_Cas, At_Wake_Signal}
    requires u == s.(signal := u.signal) && t == AfterWake(c, u, p, s.procs[p].l)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    var q := s.procs[p]; var l := q.l;
    FactsOf(c, s, p);
    assert InvA(c, u) && Grows(c, s, u);
    if l.job == NoJob { FactsOf(c, u, p); PositionFacts(c, u); Local(c, u, t, p); }
    else { var r := AfterCommitIs(c, u, p, l, q.pc); HasCommitted(c, u, t, p, r); }
  }
  lemma StillWakes(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Shape(c, t) && OnlyProc(s, t, p)
    requires var q, r := s.procs[p], t.procs[p];
      && q.pc in {At_Wake_LoadWaiting, At_Wake_Cas} && r.pc in {At_Wake_Cas, At_Wake_Signal} && r.l == q.l.(v := r.l.v)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); ReservedSame(c, p, s.procs[p].l, t.procs[p].l); Local(c, s, t, p); }

  lemma A_Wake_LoadWaiting(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Wake_LoadWaiting(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { if IsAwaited(c, s, p, s.procs[p].l) { StillWakes(c, s, t, p); } else { AfterWakes(c, s, s, t, p); } }

  lemma A_Wake_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Wake_Cas(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { StillWakes(c, s, t, p); }

  lemma A_Wake_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Wake_CasFail(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { AfterWakes(c, s, s, t, p); }

  lemma A_Wake_Signal(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Wake_Signal(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { AfterWakes(c, s, s.(signal := true), t, p); }
}
