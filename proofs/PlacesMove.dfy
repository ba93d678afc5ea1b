include "PlacesAppend.dfy"
include "PlacesRead.dfy"
include "ReserveCommit.dfy"

/// Layer A: the reader moves the read position, waits; the clock; the initial state.
module PlacesMove {
  import opened Geometry
  import opened Memory
  import opened Reader
  import opened Log
  import opened InductivePlaces
  import opened PlacesFrame
  import opened PlacesAppend
  import opened PlacesRead
  import RC = ReserveCommit

  // ------------------------- move -------------------------

  lemma MovingFacts(c: Cfg, s: State)
    requires InvA(c, s) && Moves(s.rd.pc)
    ensures var k := Gen(c.S, s.rd.cur);
      && s.rd.op in {Read, Clear} && 0 <= s.rd.cur <= s.rpos && s.rd.cur == Base(c.S, k) && k >= 0
      && (!c.overwrites ==> s.rd.cur == s.rpos)
      && (s.rd.pc == At_Move_Cas ==> s.rd.v < s.rd.cur + c.S)
      && (s.rd.pc == At_Move_StoreReadPosition ==> !c.overwrites)
      && Full(c.S, s.log, k) && s.dc[Slot(c.N, k)] >= Clean(c.N, c.S, k) + c.S
  { reveal ReaderAt(); GenOf(c.S, s.rd.cur); }

  lemma ReadPosMove(c: Cfg, s: State, rpos': int)
    requires InvA(c, s) && rpos' == s.rpos + c.S
    requires var k := Gen(c.S, s.rpos); Full(c.S, s.log, k) && s.dc[Slot(c.N, k)] >= Clean(c.N, c.S, k) + c.S
    ensures ReadPos(c, s.procs, s.wpos, rpos', s.log, s.dc)
  {
    var k := Gen(c.S, s.rpos); var f := First(c.N, c.S, s.wpos);
    PositionFacts(c, s);
    BaseStep(c.S, k); GenBase(c.S, k + 1);
    FullIsCommitted(c.S, s.log, s.wpos, k);
    if f <= k < f + c.N { assert DeliveryOf(c, s.log, s.dc, s.claims, k) by { reveal Delivery(); } }
    reveal ReadPos();
  }
  /// The read position has moved by a sub-buffer, and the reader is somewhere else.
  lemma Moved(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Shape(c, t) && t.rpos == s.rpos + c.S
    requires var k := Gen(c.S, s.rpos); Full(c.S, s.log, k) && s.dc[Slot(c.N, k)] >= Clean(c.N, c.S, k) + c.S
    requires t.wpos == s.wpos && t.log == s.log && t.cc == s.cc && t.dc == s.dc && t.claims == s.claims
      && t.procs == s.procs && t.gate == s.gate
    requires t.rd in {NoReading, NoReading.(pc := At_Clear_LoadReadPosition, op := Clear)}
    ensures InvA(c, t) && Grows(c, s, t)
  {
    ReadPosMove(c, s, t.rpos);
    assert Producers(c, s.procs, s.wpos, t.rpos, s.dc) by {
      reveal Producers();
      forall q | q in s.procs ensures SampledOk(c, q, s.procs[q], s.wpos, t.rpos, s.dc) {
        SampledStable(c, q, s.procs[q], s.wpos, s.rpos, s.dc, s.wpos, t.rpos, s.dc);
      }
    }
    assert ReaderAt(c, t.rd, s.wpos, t.rpos, s.log, s.dc) by { reveal ReaderAt(); }
  }
  /// Between the sub-buffer that the reader is at and the next there is no other read position.
  lemma IsAtReadPosition(c: Cfg, s: State)
    requires InvA(c, s) && Moves(s.rd.pc) && s.rpos < s.rd.cur + c.S
    ensures s.rd.cur == s.rpos
  {
    MovingFacts(c, s); PositionFacts(c, s);
    if s.rd.cur < s.rpos {
      BaseOrder(c.S, Gen(c.S, s.rd.cur), Gen(c.S, s.rpos));
      BaseMono(c.S, Gen(c.S, s.rd.cur), Gen(c.S, s.rpos));
    }
  }
  lemma SubIs(c: Cfg, s: State)
    requires Shape(c, s)
    ensures IsSub(c, SubRead(c, s))
  { }
  lemma A_Move_LoadReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Move_LoadReadPosition(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    MovingFacts(c, s); SubIs(c, s);
    if s.rpos < ReleaseTo(c, s) { assert ReaderAt(c, t.rd, s.wpos, s.rpos, s.log, s.dc) by { reveal ReaderAt(); } }
    else { IdleIs(c, s, t.rd); }
    Turns(c, s, t);
  }
  lemma A_Move_Cas(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Move_Cas(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { MovingFacts(c, s); SubIs(c, s); IsAtReadPosition(c, s); Moved(c, s, t); }

  lemma A_Move_StoreReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Move_StoreReadPosition(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { MovingFacts(c, s); SubIs(c, s); Moved(c, s, t); }

  lemma A_Move_CasFail(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Move_CasFail(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { assert ReaderAt(c, t.rd, s.wpos, s.rpos, s.log, s.dc) by { reveal ReaderAt(); } Turns(c, s, t); }

  // ------------------------- wait -------------------------

  lemma A_Wait_LoadReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Wait_LoadReadPosition(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    PositionFacts(c, s);
    var k := Gen(c.S, s.rpos);
    BasePlus(c.S, k, c.watermark - 1); GenBase(c.S, k + c.watermark - 1); BaseMono(c.S, k, k + c.watermark - 1);
    assert ReaderAt(c, t.rd, s.wpos, s.rpos, s.log, s.dc) by { reveal ReaderAt(); }
    Turns(c, s, t);
  }
  lemma A_Wait_StoreWaiting(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Wait_StoreWaiting(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { assert ReaderAt(c, t.rd, s.wpos, s.rpos, s.log, s.dc) by { reveal ReaderAt(); } Turns(c, s, t); }

  lemma A_Wait_LoadDelivered(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Wait_LoadDelivered(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { assert ReaderAt(c, t.rd, s.wpos, s.rpos, s.log, s.dc) by { reveal ReaderAt(); } Turns(c, s, t); }

  lemma A_Wait_LoadFinal(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Wait_LoadFinal(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { assert ReaderAt(c, t.rd, s.wpos, s.rpos, s.log, s.dc) by { reveal ReaderAt(); } Turns(c, s, t); }

  lemma A_Wait_Cancel(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Wait_Cancel(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { IdleIs(c, s, t.rd); Turns(c, s, t); }

  lemma A_Wait_CancelFail(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Wait_CancelFail(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { assert ReaderAt(c, t.rd, s.wpos, s.rpos, s.log, s.dc) by { reveal ReaderAt(); } Turns(c, s, t); }

  lemma A_Wait_TakeSignal(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Wait_TakeSignal(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { IdleIs(c, s, t.rd); Turns(c, s, t); }

  // ------------------------- the clock, and the beginning -------------------------

  lemma A_TickOf(c: Cfg, s: State, t: State)
    requires InvA(c, s) && RC.TickOf(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { }
  lemma InitShape(c: Cfg)
    requires WF(c)
    ensures Shape(c, Init(c))
  { }
  lemma InitProducers(c: Cfg)
    requires WF(c)
    ensures var s := Init(c); |s.dc| == c.N && Producers(c, s.procs, 0, 0, s.dc) && Deliverers(c, s.procs, 0, [], s.dc)
    ensures var s := Init(c); Owned(c, s.procs, []) && Owed(c, s.procs, [])
  { reveal Producers(), Deliverers(), Owned(), Owed(); }
  lemma InitCounts(c: Cfg)
    requires WF(c)
    ensures var s := Init(c);
      && |s.dc| == c.N && |s.cc| == c.N && |s.claims| == c.N
      && Counts(c, 0, [], s.cc) && Delivery(c, 0, [], s.dc, s.claims)
  {
    EnteredFacts(c.S, 0); GenBase(c.S, 0); BaseStep(c.S, 0);
    assert First(c.N, c.S, 0) == 0;
    var s := Init(c);
    forall k | 0 <= k < c.N
      ensures s.cc[Slot(c.N, k)] == Clean(c.N, c.S, k) + CommittedIn(c.S, [], k)
      ensures DeliveryOf(c, [], s.dc, s.claims, k)
    { SlotFirst(c.N, c.S, k); }
    reveal Counts(), Delivery();
  }
  lemma A_Init(c: Cfg)
    requires WF(c)
    ensures InvA(c, Init(c))
  {
    var s := Init(c);
    InitShape(c); InitProducers(c); InitCounts(c);
    EnteredFacts(c.S, 0); GenBase(c.S, 0); BaseStep(c.S, 0);
    assert Partition(c.S, [], 0) by { reveal Partition(); }
    assert Kinds(c, []) by { reveal Kinds(); }
    assert ReadPos(c, s.procs, 0, 0, [], s.dc) by { reveal ReadPos(); }
    assert ReaderAt(c, s.rd, 0, 0, [], s.dc) by { reveal ReaderAt(); }
  }
}
