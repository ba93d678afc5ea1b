include "MemoryFrame.dfy"

/// Layer B: a process at the start of a piece, what ends a sub-buffer, and reservations.
module MemoryPieces {
  import opened Geometry
  import opened Memory
  import opened Log
  import opened InductivePlaces
  import opened InductiveMemory
  import opened MemoryLog
  import opened MemoryApart
  import opened MemoryFrame

  lemma NextIsBase(c: Cfg, p: int)
    requires WF(c)
    ensures Next_(c, p) == Base(c.S, Gen(c.S, p) + 1) && OffOf(c, Next_(c, p)) == 0
  { GenOf(c.S, p); BaseStep(c.S, Gen(c.S, p)); GenBase(c.S, Gen(c.S, p) + 1); }

  /// What does not fill up its sub-buffer is not the last there, and what does is.
  lemma LastFillsUp(c: Cfg, l: Locals)
    requires WF(c) && 0 < RecUnits(c, l)
    ensures RecEnd(c, l) == Next_(c, RecBegin(c, l)) ==> FillsUp(c, l)
    ensures FillsUp(c, l) && RecEnd(c, l) <= Base(c.S, Gen(c.S, RecBegin(c, l)) + 1) ==> RecEnd(c, l) == Next_(c, RecBegin(c, l))
  {
    var b, e := RecBegin(c, l), RecEnd(c, l);
    NextIsBase(c, b);
    if FillsUp(c, l) && e <= Base(c.S, Gen(c.S, b) + 1) {
      GenOf(c.S, e); GenOf(c.S, b);
      assert e == Base(c.S, Gen(c.S, e));
      BaseOrder(c.S, Gen(c.S, b), Gen(c.S, e));
      BaseOrder(c.S, Gen(c.S, e), Gen(c.S, b) + 1);
    }
  }

  lemma HeaderIsNotLast(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && p in s.procs && StageOf(s.procs[p]) == Before && s.procs[p].l.job == Hdr
    ensures var j := PieceAt(c, p, s.procs[p].l); j < |s.log| && !IsLast(c, s.log[j])
  {
    var j := PieceEntry(c, s, p);
    reveal Kinds();
    assert s.log[j].kind == KHdr;
  }

  predicate StartLabel(pc: Label) {
    pc in {At_OldEnd_StoreSize, At_OldEnd_StoreDataSize, At_NewStart_StoreBegin, At_OldStart_StoreBegin,
           At_NewEnd_StoreSize, At_NewEnd_StoreDataSize}
  }
  /// A process that has stored nothing of its piece.
  lemma PieceStart(c: Cfg, t: State, p: Pid)
    requires InvA(c, t) && p in t.procs && var q := t.procs[p]; StartLabel(q.pc) || (q.pc == At_Write_Begin && !FillsUp(c, q.l))
    requires c.overwrites ==> t.slot[PieceSlot(c, p, t.procs[p].l)] == Word(t.procs[p].l.x, false, None_)
    ensures PieceOk(c, t, p, t.procs[p])
  {
    reveal PieceOk();
    if t.procs[p].pc == At_Write_Begin {
      var j := PieceEntry(c, t, p);
      assert LocalsOk(c, p, t.procs[p]) by { reveal Producers(); }
      LastFillsUp(c, t.procs[p].l);
      assert !IsLast(c, t.log[j]);
    }
  }

  // ------------------------- the log of a process -------------------------

  predicate SamePlan(l: Locals, m: Locals) {
    l.o == m.o && l.n == m.n && l.f == m.f && l.t == m.t && l.s == m.s && l.at == m.at
  }
  lemma SamePlanFacts(c: Cfg, p: Pid, l: Locals, m: Locals)
    requires WF(c) && SamePlan(l, m)
    ensures Reserved(c, p, l) == Reserved(c, p, m)
    ensures RecBegin(c, l) == RecBegin(c, m) && RecEnd(c, l) == RecEnd(c, m) && RecFull(c, l) == RecFull(c, m)
    ensures (FillsUp(c, l) <==> FillsUp(c, m)) && RecUnits(c, l) == RecUnits(c, m)
    ensures l.job == m.job ==> PieceBegin(c, p, l) == PieceBegin(c, p, m) && PieceAt(c, p, l) == PieceAt(c, p, m)
  {}

  /// The record ahead of p is as it was.
  lemma IntactKept(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvA(c, t) && Intact(c, s.procs, s.log) && p in s.procs && p in t.procs
    requires RecordAhead(c, p, t.procs[p]) ==> RecordAhead(c, p, s.procs[p]) && SamePlan(s.procs[p].l, t.procs[p].l)
    requires |s.log| <= |t.log| && forall j :: 0 <= j < |s.log| ==> t.log[j].kind == s.log[j].kind
    ensures IntactOf(c, p, t.procs[p], t.log)
  {
    if RecordAhead(c, p, t.procs[p]) {
      assert IntactOf(c, p, s.procs[p], s.log) by { reveal Intact(); }
      SamePlanFacts(c, p, s.procs[p].l, t.procs[p].l);
    }
  }
  lemma RecordIsRec(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && Intact(c, s.procs, s.log) && p in s.procs && p in c.writers && s.procs[p].pc in {At_Write_Begin, At_Write_End}
    ensures var j := PieceAt(c, p, s.procs[p].l); j < |s.log| && s.log[j].kind == KRec
  {
    var j := PieceEntry(c, s, p);
    assert LocalsOk(c, p, s.procs[p]) by { reveal Producers(); }
    assert IntactOf(c, p, s.procs[p], s.log) by { reveal Intact(); }
  }

  // ------------------------- reservations -------------------------

  lemma NothingIn(c: Cfg, log: seq<Entry>, wpos: int, k: int, begin: BeginBlock, end: EndBlock, cells: seq<Cell>)
    requires WF(c) && |cells| == c.S && Partition(c.S, log, wpos) && CommittedIn(c.S, log, k) == 0
    ensures Content(c, log, k, begin, end, cells)
  { reveal Partition(), Content(); Bounds(c.S, log, k); }

  lemma NotEnteredIsEmpty(c: Cfg, s: State, k: int)
    requires InvA(c, s) && k >= Entered(c.S, s.wpos)
    ensures k >= 0 && CommittedIn(c.S, s.log, k) == 0
  {
    assert s.wpos >= 0;
    EnteredFacts(c.S, s.wpos);
    BaseMono(c.S, Entered(c.S, s.wpos), k);
    CommittedAtMost(c.S, s.log, s.wpos, k);
  }

  /// A slot of the window after a reservation was one before, or its earlier lap was.
  lemma WindowMoves(c: Cfg, s: State, t: State, p: Pid, k: int)
    requires InvA(c, s) && InvA(c, t) && LogStep(c, s.log, t.log, s.wpos, -1, p) && Grows(c, s, t) && t.dc == s.dc
    requires InWindow(c, t.wpos, k) && !InWindow(c, s.wpos, k)
    ensures k - c.N >= 0 && InWindow(c, s.wpos, k - c.N) && Slot(c.N, k - c.N) == Slot(c.N, k)
    ensures CommittedIn(c.S, t.log, k) == 0 && Full(c.S, s.log, k - c.N) && s.dc[Slot(c.N, k)] == Clean(c.N, c.S, k)
    ensures Clean(c.N, c.S, k) == Clean(c.N, c.S, k - c.N) + c.S && Lap(c.N, k) == Lap(c.N, k - c.N) + 1
  {
    GenMono(c.S, s.wpos - 1, t.wpos - 1);
    assert First(c.N, c.S, s.wpos) <= First(c.N, c.S, t.wpos);
    var e := Entered(c.S, s.wpos);
    NotEnteredIsEmpty(c, s, e);
    NotEnteredIsEmpty(c, s, k);
    assert CommittedIn(c.S, t.log, k) == CommittedIn(c.S, s.log, k) && CommittedIn(c.S, t.log, e) == CommittedIn(c.S, s.log, e)
      by { reveal LogStep(); }
    if First(c.N, c.S, t.wpos) > e { assert Full(c.S, t.log, e) by { reveal Delivery(); } }
    SlotNext(c.N, c.S, k - c.N);
    if t.dc[Slot(c.N, k)] != Clean(c.N, c.S, k) { FullOfCount(c, t, k); }
    FullOfCount(c, s, k - c.N);
  }

  lemma ServedNext(c: Cfg, s: State, t: State, p: Pid, k: int)
    requires InvA(c, s) && InvA(c, t) && LogStep(c, s.log, t.log, s.wpos, -1, p) && Grows(c, s, t)
    requires Served(c, s) && t.dc == s.dc && t.slot == s.slot && Apart(c, s, t, -1, -1)
    requires InWindow(c, t.wpos, k) && !InWindow(c, s.wpos, k)
    ensures ServedAt(c, t, k)
  {
    WindowMoves(c, s, t, p, k);
    var i := Slot(c.N, k); var x := s.slot[i].sub;
    assert ServedAt(c, s, k - c.N) by { reveal Served(); }
    ApartAt(c, s, t, -1, -1, i);
    if c.overwrites {
      reveal ServedOverwrite();
      if s.slot[i].noref && s.slot[i].lap != None_ { ReadableKept(c, s, t, -1, p, k - c.N, x); }
    } else {
      reveal ServedDiscard();
      NothingIn(c, t.log, t.wpos, k, t.begin[i], Ends(c, t)[i], t.mem[i]);
    }
  }

  /// A step of p that appends to the log, and leaves memory alone.
  lemma Appends(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t)
    requires LogStep(c, s.log, t.log, s.wpos, -1, p) && OthersSame(s, t, p)
    requires MemorySame(s.(wpos := t.wpos, log := t.log), t) && t.rd == s.rd
    requires p in t.procs ==> PieceOk(c, t, p, t.procs[p]) && IntactOf(c, p, t.procs[p], t.log)
    ensures InvB(c, t)
  {
    assert Apart(c, s, t, -1, -1) by { reveal Apart(); }
    forall k | InWindow(c, t.wpos, k) ensures ServedAt(c, t, k) {
      if InWindow(c, s.wpos, k) {
        assert ServedAt(c, s, k) by { reveal Served(); }
        ApartAt(c, s, t, -1, -1, Slot(c.N, k));
        ServedKept(c, s, t, -1, p, k);
      } else { ServedNext(c, s, t, p, k); }
    }
    assert Served(c, t) by { reveal Served(); }
    PiecesFrame(c, s, t, p, -1, -1, -1);
    IntactFrame(c, s, t, p, -1);
    HeldFrame(c, s, t, p, -1, -1, -1);
    ExchangedNext(c, s, t, p);
  }
  lemma ExchangedNext(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvA(c, t) && LogStep(c, s.log, t.log, s.wpos, -1, p) && Grows(c, s, t)
    requires Exchanged(c, s) && t.dc == s.dc && t.slot == s.slot && t.rd == s.rd
    ensures Exchanged(c, t)
  {
    reveal Exchanged();
    var g := Gen(c.S, s.rd.cur);
    if c.overwrites && Holds(s.rd) && s.slot[Idx(c, s.rd.cur)] == s.rd.w {
      forall k | InWindow(c, t.wpos, k) && Slot(c.N, k) == Slot(c.N, g)
        ensures g == k || (g == k - c.N && CommittedIn(c.S, t.log, k) == 0) {
        assert CommittedIn(c.S, t.log, k) == CommittedIn(c.S, s.log, k) by { reveal LogStep(); assert k != -1; }
        if !InWindow(c, s.wpos, k) { WindowMoves(c, s, t, p, k); }
      }
    }
  }
}
