include "PlacesAppend.dfy"

/// Layer A: the actions of Reserve.
module PlacesReserve {
  import opened Geometry
  import opened Memory
  import opened Reserve
  import opened Log
  import opened InductivePlaces
  import opened PlacesFrame
  import opened PlacesAppend

  // ------------------------- deciding -------------------------

  /// A process that has nothing reserved goes on.
  ghost predicate Decides(c: Cfg, s: State, p: Pid, r: Proc) requires Shape(c, s) && p in s.procs {
    && StageOf(s.procs[p]) == Free && StageOf(r) == Free
    && LocalsOk(c, p, r) && SampledOk(c, p, r, s.wpos, s.rpos, s.dc)
  }
  lemma Deciding_(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Shape(c, t) && OnlyProc(s, t, p) && Decides(c, s, p, t.procs[p])
    ensures InvA(c, t) && Grows(c, s, t)
  { Local(c, s, t, p); }

  lemma A_Reserve_LoadWritePosition(c: Cfg, s: State, t: State, p: Pid, n: int)
    requires InvA(c, s) && Reserve_LoadWritePosition(c, s, p, n) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_Lose_TooBig(c: Cfg, s: State, t: State, p: Pid, n: int)
    requires InvA(c, s) && Lose_TooBig(c, s, p, n) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { }
  lemma A_Reserve_ReadClock(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Reserve_ReadClock(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_Reserve_LoadLastTime(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Reserve_LoadLastTime(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_Reserve_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Reserve_CasFail(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_ReserveSlow_LoadWritePosition(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && ReserveSlow_LoadWritePosition(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_ReserveSlow_ReadClock(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && ReserveSlow_ReadClock(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_ReserveSlow_LoadLastTime(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && ReserveSlow_LoadLastTime(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_ReserveSlow_LoadDelivered(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && ReserveSlow_LoadDelivered(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  /// The slot of the generation to be entered has at most the count that it is to have then.
  lemma AtMostClean(c: Cfg, s: State, k: int)
    requires InvA(c, s) && k == Entered(c.S, s.wpos)
    ensures s.dc[Slot(c.N, k)] <= Clean(c.N, c.S, k)
  {
    EnteredFacts(c.S, s.wpos);
    var f := First(c.N, c.S, s.wpos);
    if k == f + c.N {
      SlotNext(c.N, c.S, f);
      assert DeliveryOf(c, s.log, s.dc, s.claims, f) by { reveal Delivery(); }
    } else {
      assert DeliveryOf(c, s.log, s.dc, s.claims, k) by { reveal Delivery(); }
      CommittedAtMost(c.S, s.log, s.wpos, k);
    }
  }
  lemma A_ReserveSlow_RecheckWritePosition(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && ReserveSlow_RecheckWritePosition(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    FactsOf(c, s, p); PositionFacts(c, s);
    var l := s.procs[p].l;
    if s.wpos == l.o && s.gate == Open {
      PlanEnters(c, p, l);
      AtMostClean(c, s, Entered(c.S, s.wpos));
    }
    Deciding_(c, s, t, p);
  }
  lemma A_ReserveSlow_LoadReadPosition(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && ReserveSlow_LoadReadPosition(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_Sample_LoadFull(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Sample_LoadFull(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_Sample_LoadWrapped(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Sample_LoadWrapped(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_Sample_LoadTooBig(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Sample_LoadTooBig(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_ReserveSlow_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && ReserveSlow_CasFail(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_Lose_Wrapped(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Lose_Wrapped(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_Lose_Full(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Lose_Full(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_Lose_Refused(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Lose_Refused(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  // ------------------------- the compare-exchange -------------------------

  ghost predicate SameButPiece(l: Locals, m: Locals) { m == l.(job := m.job, v := m.v, w := m.w) }

  /// Where a producer goes on after it has pushed, or need not.
  lemma AfterPushIs(c: Cfg, s: State, p: Pid, l: Locals) returns (r: Proc)
    requires Shape(c, s) && p in s.procs && Planner(c, p, l) && l.job == NoJob && IsSub(c, l.x)
    requires l.o <= s.wpos && (!c.clocked ==> !l.f)
    requires c.overwrites ==> PushFrom(c, p, l) - s.rpos < Ring(c)
    ensures OnlyAt(s, AfterPush(c, s, p, l), p, r) && SameButPiece(l, r.l) && IsSub(c, r.l.w.sub)
    ensures StageOf(r) == Before && PendFrom(c, p, r) == l.at
    ensures LocalsOk(c, p, r) && SampledOk(c, p, r, s.wpos, s.rpos, s.dc)
  {
    r := AfterPush(c, s, p, l).procs[p];
    ReservedSame(c, p, l, r.l);
  }
  /// Where a writer goes on after its compare-exchange.
  lemma AfterCasIs(c: Cfg, s: State, p: Pid, l: Locals) returns (r: Proc)
    requires Shape(c, s) && p in c.writers && p in s.procs && Planner(c, p, l) && l.job == NoJob && IsSub(c, l.x) && IsSub(c, l.w.sub)
    requires l.o <= s.wpos && (!c.clocked ==> !l.f)
    ensures OnlyAt(s, AfterCas(c, s, p, l), p, r) && SameButPiece(l, r.l) && IsSub(c, r.l.w.sub)
    ensures if c.overwrites then StageOf(r) == Settling else StageOf(r) in {Settling, Before}
    ensures PendFrom(c, p, r) == l.at
    ensures LocalsOk(c, p, r) && SampledOk(c, p, r, s.wpos, s.rpos, s.dc)
  {
    if c.overwrites || c.clocked { r := AfterCas(c, s, p, l).procs[p]; }
    else { r := AfterPushIs(c, s, p, l); }
  }
  lemma TakesPlace(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && p in c.writers && p in s.procs && s.procs[p].pc in {At_Reserve_Cas, At_ReserveSlow_Cas}
    requires s.wpos == s.procs[p].l.o && s.gate == Open && t == AfterCas(c, Take(c, s, p), p, Placed(s, p))
    ensures InvA(c, t) && Grows(c, s, t)
  {
    FactsOf(c, s, p); PositionFacts(c, s);
    var q := s.procs[p]; var l := q.l;
    PlanOk(c, p, l);
    var r := AfterCasIs(c, Take(c, s, p), p, Placed(s, p));
    Append(c, s, t, p);
  }
  lemma A_Reserve_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Reserve_Cas(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { TakesPlace(c, s, t, p); }

  lemma A_ReserveSlow_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && ReserveSlow_Cas(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { TakesPlace(c, s, t, p); }

  // ------------------------- time and push -------------------------

  lemma A_Reserve_StoreLastTime(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Reserve_StoreLastTime(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    FactsOf(c, s, p); PositionFacts(c, s);
    var l := s.procs[p].l;
    if !c.overwrites { var r := AfterPushIs(c, s.(last := l.t), p, l); }
    Local(c, s, t, p);
  }
  lemma A_Push_LoadReadPosition(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Push_LoadReadPosition(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    FactsOf(c, s, p); PositionFacts(c, s);
    var l := s.procs[p].l;
    if PushFrom(c, p, l) - s.rpos < Ring(c) { var r := AfterPushIs(c, s, p, l); }
    Local(c, s, t, p);
  }
  lemma A_Push_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Push_CasFail(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); Local(c, s, t, p); }

  /// The read position moves to just behind the ring that ends with generation g.
  lemma PushIs(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && p in s.procs && StageOf(s.procs[p]) == Settling && c.overwrites
    requires PushFrom(c, p, s.procs[p].l) - s.rpos >= Ring(c)
    ensures var l := s.procs[p].l; var k := PlanGen(c, p, l) - c.N + 1; var to_ := PushTo(c, p, l);
      && to_ == Base(c.S, k) && Gen(c.S, to_) == k && s.rpos <= to_ <= s.wpos && Gen(c.S, s.rpos) < k
      && k <= First(c.N, c.S, s.wpos)
      && PushFrom(c, p, l) - to_ < Ring(c)
  {
    FactsOf(c, s, p); PositionFacts(c, s);
    var q := s.procs[p]; var l := q.l; var g := PlanGen(c, p, l);
    PlanOk(c, p, l);
    var R := Reserved(c, p, l); var j := PendTo(c, p, q) - 1;
    assert Matches(s.log[j], R[|R| - 1]);
    UpToWpos(c.S, s.log, s.wpos, j);
    assert PlanEnd(c, p, l) <= s.wpos;
    EnteredFacts(c.S, s.wpos);
    BaseOrder(c.S, g, Entered(c.S, s.wpos));
    BasePlus(c.S, g - c.N, c.N); BaseStep(c.S, g - c.N); BaseStep(c.S, 0);
    BaseOrder(c.S, Gen(c.S, s.rpos), g - c.N); BaseMono(c.S, Gen(c.S, s.rpos), g - c.N + 1);
    BaseMono(c.S, 1, c.N);
    GenBase(c.S, g - c.N + 1);
  }
  lemma ReadPosPush(c: Cfg, procs: Procs, wpos: int, rpos: int, rpos': int, log: seq<Entry>, dc: seq<int>, claims: seq<int>)
    requires WF(c) && |dc| == c.N && |claims| == c.N && c.overwrites
    requires ReadPos(c, procs, wpos, rpos, log, dc) && Delivery(c, wpos, log, dc, claims)
    requires 0 <= rpos <= rpos' <= wpos && rpos' == Base(c.S, Gen(c.S, rpos')) && Gen(c.S, rpos) <= Gen(c.S, rpos') <= First(c.N, c.S, wpos)
    ensures ReadPos(c, procs, wpos, rpos', log, dc)
  {
    forall k | 0 <= k < Gen(c.S, rpos') ensures Full(c.S, log, k) { reveal Delivery(); }
    reveal ReadPos();
  }
  lemma ReaderPush(c: Cfg, rd: Reading, wpos: int, rpos: int, rpos': int, log: seq<Entry>, dc: seq<int>)
    requires WF(c) && |dc| == c.N && ReaderAt(c, rd, wpos, rpos, log, dc) && c.overwrites && rpos <= rpos'
    ensures ReaderAt(c, rd, wpos, rpos', log, dc)
  { reveal ReaderAt(); }

  lemma Pushes(c: Cfg, s: State, rpos': int, u: State, p: Pid)
    requires InvA(c, s) && c.overwrites && p in s.procs && u == s.(rpos := rpos')
    requires 0 <= s.rpos <= rpos' <= s.wpos && rpos' == Base(c.S, Gen(c.S, rpos'))
    requires Gen(c.S, s.rpos) <= Gen(c.S, rpos') <= First(c.N, c.S, s.wpos)
    requires SampledOk(c, p, s.procs[p], s.wpos, rpos', s.dc)
    ensures InvA(c, u) && Grows(c, s, u)
  {
    FactsOf(c, s, p);
    ProducersGrow(c, s.procs, s.wpos, s.rpos, s.dc, u.wpos, u.rpos, u.dc, p, s.procs[p]);
    assert s.procs[p := s.procs[p]] == s.procs;
    ReadPosPush(c, s.procs, s.wpos, s.rpos, rpos', s.log, s.dc, s.claims);
    ReaderPush(c, s.rd, s.wpos, s.rpos, rpos', s.log, s.dc);
  }
  lemma A_Push_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Push_Cas(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    FactsOf(c, s, p); PositionFacts(c, s);
    var l := s.procs[p].l;
    PushIs(c, s, p);
    var u := s.(rpos := PushTo(c, p, l));
    Pushes(c, s, u.rpos, u, p);
    var r := AfterPushIs(c, u, p, l);
    Local(c, u, t, p);
  }
}
