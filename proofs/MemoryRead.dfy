include "Read.dfy"
include "MemoryCommitted.dfy"
include "MemoryHeld.dfy"

/// Layer B, the actions of Read.dfy.
module MemoryRead {
  import opened Geometry
  import opened Memory
  import opened Reader
  import opened Log
  import opened InductivePlaces
  import opened InductiveMemory
  import opened MemoryLog
  import opened MemoryApart
  import opened MemoryFrame
  import opened MemoryCommitted
  import opened MemoryHeld

  // ------------------------- get -------------------------

  lemma B_Get_LoadReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Get_LoadReadPosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { Lightly(c, s, t); }

  lemma B_Get_LoadDelivered(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Get_LoadDelivered(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { Lightly(c, s, t); }

  lemma B_Get_LoadWritePosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Get_LoadWritePosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { Lightly(c, s, t); }

  lemma B_Get_LoadSlot(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Get_LoadSlot(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    if t.rd.pc == At_Get_Exchange {
      assert Held(c, t) by { reveal Held(); }
      assert Exchanged(c, t) by { reveal Exchanged(); }
      QuietReader(c, s, t);
    } else { Lightly(c, s, t); }
  }

  /// The reader changes the word of a slot to which no writer refers.
  lemma WordChanged(c: Cfg, s: State, t: State, q: Pid)
    requires InvA(c, s) && InvA(c, t) && c.overwrites && q in s.procs && PieceOk(c, s, q, s.procs[q])
    requires MemorySame(s.(slot := t.slot, mine := t.mine), t) && t.procs == s.procs
    requires var i := PieceSlot(c, q, s.procs[q].l); s.slot[i].noref && t.slot[i].noref
    ensures PieceOk(c, t, q, t.procs[q])
  { reveal PieceOk(); }

  lemma Exchanges(c: Cfg, s: State, t: State, i: int)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t) && c.overwrites && 0 <= i < c.N
    requires MemorySame(s.(slot := t.slot, mine := t.mine), t) && t.procs == s.procs
    requires t.slot == s.slot[i := t.slot[i]] && t.slot[i].sub == s.mine && t.mine == s.slot[i].sub
    requires s.slot[i].noref && t.slot[i].noref && SlotServed(c, t, i)
    requires Held(c, t) && Exchanged(c, t)
    ensures InvB(c, t)
  {
    LogSame(c, s.log, s.wpos, 0);
    assert Apart(c, s, t, i, -1) by { reveal Apart(); }
    assert Permuted(c, t.slot, t.mine) by { reveal Permuted(); }
    forall q | q in t.procs && q != 0 && StageOf(t.procs[q]) in {Before, After} && PieceSlot(c, q, t.procs[q].l) == i
      ensures PieceOk(c, t, q, t.procs[q]) {
      assert PieceOk(c, s, q, s.procs[q]) by { reveal Pieces(); }
      WordChanged(c, s, t, q);
    }
    assert 0 !in t.procs;
    ServedFrame(c, s, t, 0, i, -1, -1);
    PiecesFrame(c, s, t, 0, i, -1, -1);
    IntactFrame(c, s, t, 0, -1);
  }

  /// What the word says of a slot that the reader finds delivered: the generation that it asks for stands there.
  lemma FoundDelivered(c: Cfg, s: State, g: int, k: int)
    requires InvA(c, s) && c.overwrites && k >= 0 && g >= 0 && ServedAt(c, s, k) && Slot(c.N, g) == Slot(c.N, k)
    requires var word := s.slot[Slot(c.N, k)]; word.noref && word.lap == Lap(c.N, g)
    ensures ReadableIn(c, s, g, s.slot[Slot(c.N, k)].sub)
    ensures g == k || (g == k - c.N && CommittedIn(c.S, s.log, k) == 0)
    ensures CommittedIn(c.S, s.log, k) == 0 || Full(c.S, s.log, k)
  {
    reveal ServedOverwrite();
    SlotNext(c.N, c.S, k - c.N);
    if Lap(c.N, g) == Lap(c.N, k) { SlotLap(c.N, g, k); }
    if Lap(c.N, g) == Lap(c.N, k) - 1 { SlotLap(c.N, g, k - c.N); }
  }

  lemma B_Get_Exchange(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Get_Exchange(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    var i := Idx(c, s.rd.cur); var g := Gen(c.S, s.rd.cur);
    HeldFull(c, s);
    assert c.overwrites by { reveal ReaderAt(); }
    assert s.rd.w.noref && s.rd.w.lap == Lap(c.N, g) by { reveal Held(); }
    var k := WindowHas(c, s.wpos, i);
    assert ServedAt(c, s, k) by { reveal Served(); }
    FoundDelivered(c, s, g, k);
    assert ServedAt(c, t, k) by { reveal ServedOverwrite(); }
    forall k' | InWindow(c, t.wpos, k') && Slot(c.N, k') == i ensures ServedAt(c, t, k') { OneInWindow(c, s.wpos, k, k'); }
    assert Held(c, t) by { reveal Held(); }
    assert StillAt(c, t, g) by {
      forall k' | InWindow(c, t.wpos, k') && Slot(c.N, k') == Slot(c.N, g)
        ensures g == k' || (g == k' - c.N && CommittedIn(c.S, t.log, k') == 0) { OneInWindow(c, s.wpos, k, k'); }
    }
    assert Exchanged(c, t) by { reveal Exchanged(); }
    Exchanges(c, s, t, i);
  }

  lemma B_Get_ExchangeFail(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Get_ExchangeFail(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { Lightly(c, s, t); }

  lemma B_Get_LoadBegin(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Get_LoadBegin(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    assert s.rd.op != Clear by { reveal ReaderAt(); }
    ReaderHas(c, s);
    ContentGivesEnd(c, s, Gen(c.S, s.rd.cur), SubRead(c, s));
    HoldsOn(c, s, t);
    QuietReader(c, s, t);
  }

  lemma B_Get_LoadSize(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Get_LoadSize(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    assert s.rd.op != Clear by { reveal ReaderAt(); }
    ReaderHas(c, s);
    assert BeginIs(c, s.log, Gen(c.S, s.rd.cur), s.rd.begin) by { reveal Held(); }
    HoldsOn(c, s, t);
    QuietReader(c, s, t);
  }

  lemma B_Read_Records(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Read_Records(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    assert s.rd.op != Clear by { reveal ReaderAt(); }
    if s.rd.op == Snapshot && !c.overwrites { Lightly(c, s, t); }
    else { HoldsOn(c, s, t); QuietReader(c, s, t); }
  }

  lemma B_Get_LoadFinal(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Get_LoadFinal(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { Lightly(c, s, t); }

  lemma B_Get_LoadEnd(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Get_LoadEnd(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { Lightly(c, s, t); }

  // ------------------------- snapshot, clear, wait -------------------------

  lemma B_Snapshot_LoadReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Snapshot_LoadReadPosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { Lightly(c, s, t); }

  lemma B_Snapshot_LoadWritePosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Snapshot_LoadWritePosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { Lightly(c, s, t); }

  lemma B_Put_Cas(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Put_Cas(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    var i := Idx(c, s.rd.cur); var g := Gen(c.S, s.rd.cur);
    assert c.overwrites && s.rd.op == Snapshot by { reveal ReaderAt(); }
    HeldFull(c, s);
    assert s.rd.w == Word(s.rd.w.sub, true, None_) && StillAt(c, s, g) by { reveal Exchanged(); }
    assert ReadableIn(c, s, g, s.mine) by { reveal Held(); }
    forall k | InWindow(c, t.wpos, k) && Slot(c.N, k) == i ensures ServedAt(c, t, k) {
      assert InWindow(c, s.wpos, k);
      SlotNext(c.N, c.S, k - c.N);
      assert s.log == t.log && ReadableIn(c, t, g, s.mine);
      reveal ServedOverwrite();
    }
    LightOk(c, t);
    Exchanges(c, s, t, i);
  }

  lemma B_Put_CasFail(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Put_CasFail(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    assert c.overwrites by { reveal ReaderAt(); }
    GivesUp(c, s, t);
  }

  lemma B_Clear_LoadReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Clear_LoadReadPosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { Lightly(c, s, t); }

  lemma B_Clear_LoadDelivered(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Clear_LoadDelivered(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    assert s.rd.op == Clear by { reveal ReaderAt(); }
    Lightly(c, s, t);
  }

  lemma B_Wait_LoadReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Wait_LoadReadPosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { Lightly(c, s, t); }

  lemma B_Wait_StoreWaiting(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Wait_StoreWaiting(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { Lightly(c, s, t); }

  lemma B_Wait_LoadDelivered(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Wait_LoadDelivered(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { Lightly(c, s, t); }

  lemma B_Wait_LoadFinal(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Wait_LoadFinal(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { Lightly(c, s, t); }

  lemma B_Wait_Cancel(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Wait_Cancel(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { Lightly(c, s, t); }

  lemma B_Wait_CancelFail(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Wait_CancelFail(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { Lightly(c, s, t); }

  lemma B_Wait_TakeSignal(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && Wait_TakeSignal(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { Lightly(c, s, t); }
}
