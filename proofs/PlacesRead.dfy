include "Read.dfy"
include "PlacesFrame.dfy"

/// Layer A: the reader gets a sub-buffer, takes a snapshot, clears.
module PlacesRead {
  import opened Geometry
  import opened Memory
  import opened Reader
  import opened Log
  import opened InductivePlaces
  import opened PlacesFrame

  // ------------------------- the reader alone goes on -------------------------

  ghost predicate OnlyReader(s: State, t: State) {
    && t.wpos == s.wpos && t.rpos == s.rpos && t.log == s.log && t.cc == s.cc && t.dc == s.dc && t.claims == s.claims
    && t.procs == s.procs && t.gate == s.gate
  }
  lemma Turns(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Shape(c, t) && OnlyReader(s, t) && ReaderAt(c, t.rd, s.wpos, s.rpos, s.log, s.dc)
    ensures InvA(c, t) && Grows(c, s, t)
  { }

  /// A reader that is at no sub-buffer, or has got none yet.
  lemma IdleIs(c: Cfg, s: State, rd: Reading)
    requires InvA(c, s) && rd in {NoReading, NoReading.(pc := Ended), NoReading.(pc := At_Clear_LoadReadPosition, op := Clear),
                                  NoReading.(pc := At_Get_LoadReadPosition, op := Read)}
    ensures ReaderAt(c, rd, s.wpos, s.rpos, s.log, s.dc)
  { reveal ReaderAt(); }
  lemma AtReadPosition(c: Cfg, s: State, rd: Reading)
    requires InvA(c, s)
    requires rd in {NoReading.(pc := At_Get_LoadDelivered, op := Read, cur := s.rpos),
                    NoReading.(pc := At_Snapshot_LoadWritePosition, op := Snapshot, cur := s.rpos),
                    NoReading.(pc := At_Clear_LoadDelivered, op := Clear, cur := s.rpos)}
    ensures ReaderAt(c, rd, s.wpos, s.rpos, s.log, s.dc)
  { PositionFacts(c, s); reveal ReaderAt(); }

  lemma A_Get_LoadReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Get_LoadReadPosition(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { AtReadPosition(c, s, t.rd); Turns(c, s, t); }

  lemma A_Snapshot_LoadReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Snapshot_LoadReadPosition(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { AtReadPosition(c, s, t.rd); Turns(c, s, t); }

  lemma A_Clear_LoadReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Clear_LoadReadPosition(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { AtReadPosition(c, s, t.rd); Turns(c, s, t); }

  /// A snapshot goes on, or ends.
  ghost predicate Snaps(c: Cfg, s: State, r: Reading) requires WF(c) {
    && r.op == Snapshot && 0 <= r.cur < r.upto <= s.wpos && r.cur == Base(c.S, Gen(c.S, r.cur))
    && r.upto == Base(c.S, Gen(c.S, r.upto)) && (!c.overwrites ==> r.cur >= s.rpos)
  }
  lemma NextIs(c: Cfg, s: State, u: State, r: Reading)
    requires InvA(c, s) && Snaps(c, s, r) && u.rd == s.rd
    ensures ReaderAt(c, NextOfSnapshot(c, u, r).rd, s.wpos, s.rpos, s.log, s.dc)
  {
    var k := Gen(c.S, r.cur);
    BaseStep(c.S, k); GenBase(c.S, k + 1);
    reveal ReaderAt();
  }
  lemma OverwrittenIs(c: Cfg, s: State, r: Reading)
    requires InvA(c, s) && (r.op == Snapshot ==> Snaps(c, s, r)) && r.op in {Read, Snapshot}
    ensures ReaderAt(c, WasOverwritten(c, s, r).rd, s.wpos, s.rpos, s.log, s.dc)
  { if r.op == Snapshot { NextIs(c, s, s, r); } else { IdleIs(c, s, WasOverwritten(c, s, r).rd); } }

  /// What is known of a reader that tests a sub-buffer.
  ghost predicate Testing(c: Cfg, s: State, r: Reading) requires WF(c) {
    && r.op in {Read, Snapshot} && (r.op == Snapshot ==> Snaps(c, s, r))
    && 0 <= r.cur <= s.wpos && r.cur == Base(c.S, Gen(c.S, r.cur)) && r.out == []
    && (r.op == Read ==> r.cur <= s.rpos && (!c.overwrites ==> r.cur == s.rpos))
  }
  lemma NoDataIs(c: Cfg, s: State, r: Reading)
    requires InvA(c, s) && Testing(c, s, r)
    ensures ReaderAt(c, NoData(c, s, r).rd, s.wpos, s.rpos, s.log, s.dc)
  { if r.op == Snapshot { NextIs(c, s, s, r); } else { reveal ReaderAt(); } }

  /// What the reader's count says of its sub-buffer.
  lemma SeesFull(c: Cfg, s: State, cur: int)
    requires InvA(c, s) && 0 <= cur <= s.wpos && cur == Base(c.S, Gen(c.S, cur))
    requires s.dc[Idx(c, cur)] >= FullCount(c, cur)
    ensures Full(c.S, s.log, Gen(c.S, cur))
  {
    var k := Gen(c.S, cur);
    GenOf(c.S, cur); EnteredFacts(c.S, s.wpos);
    BaseOrder(c.S, k, Entered(c.S, s.wpos));
    DeliveredIsFull(c, s.wpos, s.log, s.dc, s.claims, k);
  }
  lemma TestIs(c: Cfg, s: State, r: Reading)
    requires InvA(c, s) && Testing(c, s, r) && r.v <= s.dc[Idx(c, r.cur)]
    ensures ReaderAt(c, TestDelivered(c, s, r).rd, s.wpos, s.rpos, s.log, s.dc)
  {
    if r.v < FullCount(c, r.cur) { NoDataIs(c, s, r); }
    else if r.v > FullCount(c, r.cur) { OverwrittenIs(c, s, r); }
    else { SeesFull(c, s, r.cur); reveal ReaderAt(); }
  }
  lemma IsTesting(c: Cfg, s: State)
    requires InvA(c, s) && Gets(s.rd.pc)
    ensures Testing(c, s, s.rd)
  { reveal ReaderAt(); }

  lemma A_Get_LoadDelivered(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Get_LoadDelivered(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    IsTesting(c, s);
    var r := s.rd.(v := s.dc[Idx(c, s.rd.cur)]);
    if c.lttng {
      if r.v >= FullCount(c, r.cur) { SeesFull(c, s, r.cur); }
      assert ReaderAt(c, t.rd, s.wpos, s.rpos, s.log, s.dc) by { reveal ReaderAt(); }
    } else { TestIs(c, s, r); }
    Turns(c, s, t);
  }
  lemma A_Get_LoadWritePosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Get_LoadWritePosition(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    IsTesting(c, s);
    if Floor(c, s.wpos) == s.rd.cur { NoDataIs(c, s, s.rd); }
    else { assert s.rd.v <= s.dc[Idx(c, s.rd.cur)] by { reveal ReaderAt(); } TestIs(c, s, s.rd); }
    Turns(c, s, t);
  }
  lemma A_Get_LoadSlot(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Get_LoadSlot(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    IsTesting(c, s);
    if t.rd.pc == At_Get_Exchange { assert ReaderAt(c, t.rd, s.wpos, s.rpos, s.log, s.dc) by { reveal ReaderAt(); } }
    else { OverwrittenIs(c, s, s.rd); }
    Turns(c, s, t);
  }
  lemma A_Get_Exchange(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Get_Exchange(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { assert ReaderAt(c, t.rd, s.wpos, s.rpos, s.log, s.dc) by { reveal ReaderAt(); } Turns(c, s, t); }

  lemma A_Get_ExchangeFail(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Get_ExchangeFail(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { IsTesting(c, s); OverwrittenIs(c, s, s.rd); Turns(c, s, t); }

  lemma A_Get_LoadBegin(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Get_LoadBegin(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { assert ReaderAt(c, t.rd, s.wpos, s.rpos, s.log, s.dc) by { reveal ReaderAt(); } Turns(c, s, t); }

  lemma A_Get_LoadSize(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Get_LoadSize(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { assert ReaderAt(c, t.rd, s.wpos, s.rpos, s.log, s.dc) by { reveal ReaderAt(); } Turns(c, s, t); }

  lemma IsSnapping(c: Cfg, s: State)
    requires InvA(c, s) && HoldLabel(s.rd.pc) && s.rd.op == Snapshot
    ensures Snaps(c, s, s.rd)
  { reveal ReaderAt(); }

  lemma A_Read_Records(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Read_Records(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    if s.rd.op != Snapshot || c.overwrites { assert ReaderAt(c, t.rd, s.wpos, s.rpos, s.log, s.dc) by { reveal ReaderAt(); } }
    else { IsSnapping(c, s); NextIs(c, s, s, s.rd); }
    Turns(c, s, t);
  }
  lemma A_Get_LoadFinal(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Get_LoadFinal(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    if s.final { assert ReaderAt(c, t.rd, s.wpos, s.rpos, s.log, s.dc) by { reveal ReaderAt(); } } else { IdleIs(c, s, t.rd); }
    Turns(c, s, t);
  }
  lemma A_Get_LoadEnd(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Get_LoadEnd(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { IdleIs(c, s, t.rd); Turns(c, s, t); }

  lemma A_Snapshot_LoadWritePosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Snapshot_LoadWritePosition(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    var k := Gen(c.S, s.wpos);
    GenOf(c.S, s.wpos); GenBase(c.S, k);
    BasePlus(c.S, k - c.N, c.N); GenBase(c.S, k - c.N);
    assert ReaderAt(c, t.rd, s.wpos, s.rpos, s.log, s.dc) by { reveal ReaderAt(); }
    Turns(c, s, t);
  }
  lemma A_Put_Cas(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Put_Cas(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    assert s.rd.op == Snapshot by { reveal ReaderAt(); }
    IsSnapping(c, s);
    var i := Idx(c, s.rd.cur);
    NextIs(c, s, s.(slot := s.slot[i := Word(s.mine, true, LapOf(c, s.rd.cur))], mine := s.rd.w.sub), s.rd);
    Turns(c, s, t);
  }
  lemma A_Put_CasFail(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Put_CasFail(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    assert s.rd.op == Snapshot by { reveal ReaderAt(); }
    IsSnapping(c, s); NextIs(c, s, Wipe(c, s, s.mine), s.rd); Turns(c, s, t);
  }
  lemma A_Clear_LoadDelivered(c: Cfg, s: State, t: State)
    requires InvA(c, s) && Clear_LoadDelivered(c, s) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    if s.dc[Idx(c, s.rd.cur)] >= FullCount(c, s.rd.cur) {
      assert 0 <= s.rd.cur <= s.wpos && s.rd.cur == Base(c.S, Gen(c.S, s.rd.cur)) by { reveal ReaderAt(); }
      SeesFull(c, s, s.rd.cur);
      assert ReaderAt(c, t.rd, s.wpos, s.rpos, s.log, s.dc) by { reveal ReaderAt(); }
    } else { IdleIs(c, s, t.rd); }
    Turns(c, s, t);
  }
}
