include "Read.dfy"
include "MemoryStore.dfy"
include "MemoryHeld.dfy"

/// Layer B, the actions of Read.dfy that release what was read.
module MemoryMove {
  import opened Geometry
  import opened Memory
  import opened Reader
  import opened InductivePlaces
  import opened InductiveMemory
  import opened MemoryLog
  import opened MemoryApart
  import opened MemoryFrame
  import opened MemoryStore
  import opened MemoryHeld

  // ------------------------- move -------------------------

  lemma ReleaseOthers(c: Cfg, s: State, t: State, q: Pid)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && !c.overwrites && HoldLabel(s.rd.pc) && q in s.procs && t.procs == s.procs
    requires PieceSlot(c, q, s.procs[q].l) == Idx(c, s.rd.cur) && StageOf(s.procs[q]) in {Before, After} && t.log == s.log
    ensures PieceOk(c, t, q, t.procs[q])
  {
    var k := Gen(c.S, s.rd.cur); var r := s.procs[q];
    ReaderInWindow(c, s);
    assert c.S >= 2;
    assert PieceOk(c, s, q, r) by { reveal Pieces(); }
    if StageOf(r) == Before { var j := BeforeFacts(c, s, q); OneInWindow(c, s.wpos, k, PieceGen(c, q, r.l)); }
    else if Delivers(r) { DelivererFacts(c, s, q); OneInWindow(c, s.wpos, k, PieceGen(c, q, r.l)); }
    else { reveal PieceOk(); }
  }
  /// The reader releases what it has read: discard mode.
  lemma Releases(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t) && !c.overwrites && t.procs == s.procs && Light(c, t.rd)
    requires HoldLabel(s.rd.pc) && t.rpos == s.rd.cur + c.S
    requires var w := Wipe(c, s, SubRead(c, s)); MemorySame(w, t)
    ensures InvB(c, t)
  {
    var k := Gen(c.S, s.rd.cur); var i := Slot(c.N, k);
    ReaderInWindow(c, s);
    LogSame(c, s.log, s.wpos, 0);
    LightOk(c, t);
    ServesOne(c, s, i);
    assert Apart(c, s, t, i, i) by { reveal Apart(); }
    GenOf(c.S, s.rd.cur); BaseStep(c.S, k); GenBase(c.S, k + 1); GenMono(c.S, Base(c.S, k + 1), t.rpos);
    assert ServedAt(c, t, k) by { DiscardSlot(c, s, i); reveal ServedDiscard(); }
    forall k' | InWindow(c, t.wpos, k') && Slot(c.N, k') == i ensures ServedAt(c, t, k') { OneInWindow(c, s.wpos, k, k'); }
    forall q | q in t.procs && q != 0 && StageOf(t.procs[q]) in {Before, After} && PieceSlot(c, q, t.procs[q].l) == i
      ensures PieceOk(c, t, q, t.procs[q]) { ReleaseOthers(c, s, t, q); }
    assert 0 !in t.procs;
    assert Permuted(c, t.slot, t.mine) by { reveal Permuted(); }
    ServedFrame(c, s, t, 0, i, -1, i);
    PiecesFrame(c, s, t, 0, i, -1, i);
    IntactFrame(c, s, t, 0, -1);
  }
  lemma Released(c: Cfg, s: State, t: State, to_: int)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t) && Moves(s.rd.pc)
    requires t == Release(c, s, to_) && (!c.overwrites ==> to_ == s.rd.cur + c.S)
    ensures InvB(c, t)
  {
    if !c.overwrites { Releases(c, s, t); }
    else if s.rd.op == Clear { Lightly(c, s, t); }
    else { GivesUp(c, s, t); }
  }

  lemma B_Move_LoadReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Move_LoadReadPosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    if s.rpos < ReleaseTo(c, s) { MoveOn(c, s, t); }
    else {
      if !c.overwrites { assert s.rd.cur == s.rpos by { reveal ReaderAt(); } }
      Released(c, s, t, s.rpos);
    }
  }

  lemma MoveOn(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t) && MemorySame(s, t) && t.procs == s.procs
    requires Moves(s.rd.pc) && Moves(t.rd.pc) && t.rd.cur == s.rd.cur && t.rd.op == s.rd.op && t.rd.w == s.rd.w
    ensures InvB(c, t)
  { if Holds(s.rd) { HoldsOn(c, s, t); QuietReader(c, s, t); } else { Lightly(c, s, t); } }

  lemma B_Move_Cas(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Move_Cas(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { Released(c, s, t, ReleaseTo(c, s)); }

  lemma B_Move_CasFail(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Move_CasFail(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { MoveOn(c, s, t); }

  lemma B_Move_StoreReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Move_StoreReadPosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { Released(c, s, t, ReleaseTo(c, s)); }
}
