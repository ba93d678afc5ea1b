include "MemoryFlush.dfy"

/// Layer B, the actions of Read.dfy.
module MemoryRead {
  import opened Geometry
  import opened Memory
  import opened Reserve
  import opened Commit
  import opened Reader
  import opened Log
  import opened Inductive
  import opened MemoryLog
  import opened MemoryFrame
  import opened MemoryPieces
  import opened MemoryStore
  import opened MemoryCommitted

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

  // ------------------------- move -------------------------

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
