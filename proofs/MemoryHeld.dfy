include "MemoryFrame.dfy"

/// Layer B, what the reader holds.
module MemoryHeld {
  import opened Geometry
  import opened Memory
  import opened Log
  import opened InductivePlaces
  import opened InductiveMemory
  import opened MemoryLog
  import opened MemoryApart
  import opened MemoryFrame

  // ------------------------- what the reader holds -------------------------

  /// The reader has nothing of which layer B speaks.
  ghost predicate Light(c: Cfg, rd: Reading) {
    && (c.overwrites ==> !Holds(rd)) && !(rd.pc in {At_Get_Exchange, At_Get_LoadSize, At_Read_Records})
  }
  lemma LightOk(c: Cfg, t: State)
    requires Shape(c, t) && Light(c, t.rd)
    ensures Held(c, t) && Exchanged(c, t)
  { reveal Held(), Exchanged(); }

  lemma Lightly(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t) && MemorySame(s, t) && t.procs == s.procs && Light(c, t.rd)
    ensures InvB(c, t)
  { LightOk(c, t); QuietReader(c, s, t); }

  /// The reader goes on with what it holds.
  lemma HoldsOn(c: Cfg, s: State, t: State)
    requires Shape(c, s) && Shape(c, t) && Held(c, s) && Exchanged(c, s) && MemorySame(s, t)
    requires Holds(s.rd) && t.rd.cur == s.rd.cur && t.rd.w == s.rd.w && t.rd.pc != At_Get_Exchange
    requires t.rd.pc in {At_Get_LoadSize, At_Read_Records} ==> BeginIs(c, t.log, Gen(c.S, t.rd.cur), t.rd.begin)
    requires t.rd.pc == At_Read_Records ==> EndIs(c, t.log, Gen(c.S, t.rd.cur), t.rd.size)
    ensures Held(c, t) && Exchanged(c, t)
  {
    reveal Held(), Exchanged();
    var g := Gen(c.S, s.rd.cur);
    if StillAt(c, s, g) {
      forall k | InWindow(c, t.wpos, k) && Slot(c.N, k) == Slot(c.N, g)
        ensures g == k || (g == k - c.N && CommittedIn(c.S, t.log, k) == 0) { assert InWindow(c, s.wpos, k); }
    }
  }

  /// Discard mode: what is read is of the window, and nothing behind the read position.
  lemma ReaderInWindow(c: Cfg, s: State)
    requires InvA(c, s) && !c.overwrites && HoldLabel(s.rd.pc)
    ensures var k := Gen(c.S, s.rd.cur);
      && InWindow(c, s.wpos, k) && k >= Gen(c.S, s.rpos) && k >= 0 && Full(c.S, s.log, k)
      && s.dc[Slot(c.N, k)] == Clean(c.N, c.S, k) + c.S
      && (s.rd.op != Snapshot ==> s.rd.cur == s.rpos)
  {
    var k := Gen(c.S, s.rd.cur);
    HeldFull(c, s);
    reveal ReaderAt(), ReadPos();
    GenMono(c.S, s.rpos, s.rd.cur);
    FullIsCommitted(c.S, s.log, s.wpos, k);
    BaseStep(c.S, k);
    GenIs(c.S, Base(c.S, k + 1) - 1, k);
    GenMono(c.S, Base(c.S, k + 1) - 1, s.wpos - 1);
    assert InWindow(c, s.wpos, k);
    assert DeliveryOf(c, s.log, s.dc, s.claims, k) by { reveal Delivery(); }
    assert c.S >= 2;
  }
  /// What the reader holds can be read.
  lemma ReaderHas(c: Cfg, s: State)
    requires InvA(c, s) && InvB(c, s) && Holds(s.rd)
    ensures Gen(c.S, s.rd.cur) >= 0 && IsSub(c, SubRead(c, s)) && ReadableIn(c, s, Gen(c.S, s.rd.cur), SubRead(c, s))
  {
    HeldFull(c, s);
    if c.overwrites { reveal Held(); }
    else {
      ReaderInWindow(c, s);
      assert ServedAt(c, s, Gen(c.S, s.rd.cur)) by { reveal Served(); }
      reveal ServedDiscard();
    }
  }

  /// The reader gives up what it holds: overwrite mode.
  lemma GivesUp(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t) && c.overwrites && t.procs == s.procs && Light(c, t.rd)
    requires var w := Wipe(c, s, s.mine); MemorySame(w, t)
    ensures InvB(c, t)
  {
    var x := s.mine;
    LogSame(c, s.log, s.wpos, 0);
    LightOk(c, t);
    assert forall i :: 0 <= i < c.N ==> s.slot[i].sub != x by { reveal Permuted(); }
    assert Apart(c, s, t, -1, x) by { reveal Apart(); }
    assert 0 !in t.procs;
    ServedFrame(c, s, t, 0, -1, -1, x);
    PiecesFrame(c, s, t, 0, -1, -1, x);
    IntactFrame(c, s, t, 0, -1);
  }
}
