include "PlacesReserve.dfy"

/// Layer A: the actions of Flush.
module PlacesFlush {
  import opened Geometry
  import opened Memory
  import opened Reserve
  import opened Flush
  import opened InductivePlaces
  import opened PlacesFrame
  import opened PlacesAppend
  import opened PlacesReserve

  /// A flusher that has work to do, and has not begun.
  ghost predicate Plans(c: Cfg, s: State, p: Pid, l: Locals) requires WF(c) {
    && p in c.flushers && 0 <= l.o <= s.wpos && l.job == NoJob && (!c.clocked ==> !l.f) && IsSub(c, l.x) && IsSub(c, l.w.sub)
    && l.g != Closed && (l.g == Paused ==> l.m == Resume || l.m == Complete) && (l.m == Active ==> OffOf(c, l.o) != 0)
  }
  lemma AfterTimeIs(c: Cfg, s: State, p: Pid, l: Locals) returns (r: Proc)
    requires Shape(c, s) && Plans(c, s, p, l)
    ensures OnlyAt(s, AfterFlushTime(c, s, p, l), p, r) && r.l == l && StageOf(r) == Free
    ensures LocalsOk(c, p, r) && SampledOk(c, p, r, s.wpos, s.rpos, s.dc)
  { r := AfterFlushTime(c, s, p, l).procs[p]; }
  lemma Planned(c: Cfg, s: State, t: State, p: Pid, r: Proc)
    requires InvA(c, s) && p in s.procs && StageOf(s.procs[p]) == StageOf(r) == Free && OnlyAt(s, t, p, r)
    requires IsSub(c, r.l.x) && IsSub(c, r.l.w.sub)
    requires LocalsOk(c, p, r) && SampledOk(c, p, r, s.wpos, s.rpos, s.dc)
    ensures InvA(c, t) && Grows(c, s, t)
  { Deciding_(c, s, t, p); }

  lemma A_Flush_LoadWritePosition(c: Cfg, s: State, t: State, p: Pid, m: FlushMode)
    requires InvA(c, s) && Flush_LoadWritePosition(c, s, p, m) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    FactsOf(c, s, p); PositionFacts(c, s);
    var l := NoLocals.(o := s.wpos, m := m, g := s.gate);
    if !HasWork(c, s, m) { Planned(c, s, t, p, Proc(Idle, NoLocals)); }
    else if c.clocked && !GateAlone(c, l) { Planned(c, s, t, p, Proc(At_Flush_ReadClock, l)); }
    else { var r := AfterTimeIs(c, s, p, l); Planned(c, s, t, p, r); }
  }
  lemma A_Flush_ReadClock(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Flush_ReadClock(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    FactsOf(c, s, p);
    var r := AfterTimeIs(c, s, p, s.procs[p].l.(t := s.now));
    Planned(c, s, t, p, r);
  }

  lemma A_Flush_LoadDelivered(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Flush_LoadDelivered(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_Flush_LoadReadPosition(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Flush_LoadReadPosition(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_Flush_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Flush_CasFail(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_Complete_StoreFinal(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Complete_StoreFinal(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  /// A gate that shuts at the start of a sub-buffer is all that changes.
  lemma GateMoves(c: Cfg, s: State, u: State, g: Gate)
    requires InvA(c, s) && u == s.(gate := g) && OffOf(c, s.wpos) == 0
    ensures InvA(c, u) && Grows(c, s, u)
  { }
  lemma FlushesGate(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && p in c.flushers && p in s.procs && s.procs[p].pc == At_Flush_Cas && SameWord(s, s.procs[p].l)
    requires var l := s.procs[p].l; var u := s.(gate := NextGate(s, l.m));
      GateAlone(c, l) && t == if l.m == Complete then Goto(u, p, At_Complete_StoreFinal, NoLocals.(m := l.m)) else Finish(u, p)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    var u := s.(gate := NextGate(s, s.procs[p].l.m));
    GateMoves(c, s, u, u.gate);
    FactsOf(c, u, p); PositionFacts(c, u);
    Deciding_(c, u, t, p);
  }
  /// Where a flusher goes on after it has moved the write position.
  ghost predicate Ended_(c: Cfg, s: State, p: Pid, r: Proc) requires Shape(c, s) && p in s.procs {
    var l := s.procs[p].l; var k := l.(m := KeptMode(l.m), v := 0, g := Open, at := |s.log|);
    if c.overwrites then r == Proc(At_Push_LoadReadPosition, k)
    else if OffOf(c, l.o) == 0 then r == Proc(At_OldStart_StoreBegin, k.(job := Hdr))
    else r == Proc(EndStore(c), k.(job := Pad))
  }
  lemma FlushesSub(c: Cfg, s: State, t: State, p: Pid, r: Proc)
    requires InvA(c, s) && p in c.flushers && p in s.procs && s.procs[p].pc == At_Flush_Cas && SameWord(s, s.procs[p].l)
    requires !GateAlone(c, s.procs[p].l) && Ended_(c, s, p, r)
    requires t == s.(gate := t.gate, wpos := Next_(c, s.wpos), log := s.log + Reserved(c, p, s.procs[p].l), procs := s.procs[p := r])
    ensures InvA(c, t) && Grows(c, s, t)
  {
    FactsOf(c, s, p); PositionFacts(c, s);
    var l := s.procs[p].l; var k := Gen(c.S, l.o);
    PlanOk(c, p, l);
    GenOf(c.S, l.o); BaseStep(c.S, k); GenBase(c.S, k + 1);
    ReservedSame(c, p, l, r.l);
    Append(c, s, t, p);
  }
  lemma A_Flush_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Flush_Cas(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { if GateAlone(c, s.procs[p].l) { FlushesGate(c, s, t, p); } else { FlushesSub(c, s, t, p, t.procs[p]); } }
}
