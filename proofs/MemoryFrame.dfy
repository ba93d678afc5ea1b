include "MemoryApart.dfy"

/// What of layer B a step leaves alone, taken together: slots, sub-buffers, generations, the reader.
module MemoryFrame {
  import opened Geometry
  import opened Memory
  import opened Log
  import opened InductivePlaces
  import opened InductiveMemory
  import opened MemoryLog
  import opened MemoryApart

  // ------------------------- the reader -------------------------

  /// A word as the reader leaves it at an exchange.
  predicate SpareAt(t: State, i: int) requires 0 <= i < |t.slot| { t.slot[i].noref && t.slot[i].lap == None_ }

  lemma HeldFrame(c: Cfg, s: State, t: State, p: Pid, i0: int, k0: int, x0: int)
    requires InvA(c, s) && InvA(c, t) && LogStep(c, s.log, t.log, s.wpos, k0, p) && Apart(c, s, t, i0, x0)
    requires Held(c, s) && t.rd == s.rd && t.mine == s.mine && (c.overwrites ==> x0 != s.mine)
    requires k0 >= -1 && (k0 == -1 || !Full(c.S, s.log, k0))
    ensures Held(c, t)
  {
    var g := Gen(c.S, s.rd.cur);
    HeldFull(c, s);
    reveal Held();
    if c.overwrites && Holds(s.rd) {
      assert SameAt(c, s, t, s.mine) by { reveal Apart(); }
      ReadableKept(c, s, t, k0, p, g, s.mine);
    }
    if s.rd.pc in {At_Get_LoadSize, At_Read_Records} { BeginIsKept(c, s.log, t.log, s.wpos, k0, p, g, s.rd.begin); }
    if s.rd.pc == At_Read_Records { EndIsKept(c, s.log, t.log, s.wpos, k0, p, g, s.rd.size); }
  }
  lemma ReaderFrame(c: Cfg, s: State, t: State, p: Pid, i0: int, k0: int, x0: int)
    requires InvA(c, s) && InvA(c, t) && LogStep(c, s.log, t.log, s.wpos, k0, p) && Apart(c, s, t, i0, x0)
    requires Held(c, s) && Exchanged(c, s)
    requires s.wpos == t.wpos && k0 >= -1 && (k0 == -1 || (Slot(c.N, k0) == i0 && !Full(c.S, s.log, k0)))
    requires t.rd == s.rd && t.mine == s.mine && (c.overwrites ==> x0 != s.mine)
    requires c.overwrites && 0 <= i0 < c.N ==> !(SpareAt(t, i0) && (t.slot[i0] != s.slot[i0] || k0 != -1))
    ensures Held(c, t) && Exchanged(c, t)
  {
    var g := Gen(c.S, s.rd.cur);
    HeldFull(c, s);
    HeldFrame(c, s, t, p, i0, k0, x0);
    assert Exchanged(c, t) by {
      reveal Exchanged();
      if c.overwrites && Holds(s.rd) && t.slot[Idx(c, s.rd.cur)] == t.rd.w {
        var i := Idx(c, s.rd.cur);
        assert t.slot[i] == s.slot[i] by { if i != i0 { ApartAt(c, s, t, i0, x0, i); } }
        forall k | InWindow(c, t.wpos, k) && Slot(c.N, k) == i
          ensures g == k || (g == k - c.N && CommittedIn(c.S, t.log, k) == 0) {
          assert InWindow(c, s.wpos, k);
          assert k >= 0;
          if i != i0 { SlotBack(c, k, k0); }
          assert CommittedIn(c.S, t.log, k) == CommittedIn(c.S, s.log, k) by { reveal LogStep(); }
        }
      }
    }
  }
  /// What the reader holds is full.
  lemma HeldFull(c: Cfg, s: State)
    requires InvA(c, s)
    ensures HoldLabel(s.rd.pc) || s.rd.pc in {At_Get_LoadSlot, At_Get_Exchange} ==>
      var g := Gen(c.S, s.rd.cur); g >= 0 && Full(c.S, s.log, g) && s.dc[Slot(c.N, g)] >= Clean(c.N, c.S, g) + c.S
  { reveal ReaderAt(); GenOf(c.S, s.rd.cur); }

  // ------------------------- all together -------------------------

  /// A step of p (0: of the reader or the clock) that leaves the reader, the positions of writing and all but slot i0,
  /// sub-buffer x0, generation k0 alone.
  lemma Frame(c: Cfg, s: State, t: State, p: Pid, i0: int, k0: int, x0: int)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t)
    requires LogStep(c, s.log, t.log, s.wpos, k0, p) && Apart(c, s, t, i0, x0)
    requires s.wpos == t.wpos && k0 >= -1 && (k0 == -1 || (Slot(c.N, k0) == i0 && !Full(c.S, s.log, k0)))
    requires t.rd == s.rd && t.mine == s.mine && (c.overwrites ==> x0 != s.mine) && (!c.overwrites ==> x0 == i0)
    requires c.overwrites && 0 <= i0 < c.N ==> !(SpareAt(t, i0) && (t.slot[i0] != s.slot[i0] || k0 != -1))
    requires OthersSame(s, t, p)
    requires SlotServed(c, t, i0)
    requires PiecesAt(c, t, p, i0)
    requires p in t.procs ==> PieceOk(c, t, p, t.procs[p]) && IntactOf(c, p, t.procs[p], t.log)
    requires Permuted(c, t.slot, t.mine)
    ensures InvB(c, t)
  {
    ServedFrame(c, s, t, p, i0, k0, x0);
    PiecesFrame(c, s, t, p, i0, k0, x0);
    IntactFrame(c, s, t, p, k0);
    ReaderFrame(c, s, t, p, i0, k0, x0);
  }

  /// Memory, log and reader are as they were.
  ghost predicate MemorySame(s: State, t: State) {
    && t.wpos == s.wpos && t.log == s.log && t.slot == s.slot && t.dc == s.dc && t.mine == s.mine
    && t.begin == s.begin && t.csize == s.csize && t.dsize == s.dsize && t.mem == s.mem
  }
  lemma SameIsApart(c: Cfg, s: State, t: State)
    requires Shape(c, s) && Shape(c, t) && MemorySame(s, t)
    ensures Apart(c, s, t, -1, -1)
  { reveal Apart(); }

  /// A step that changes no more than the process that takes it, read position, and what no reader of memory sees.
  lemma Quiet(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t) && MemorySame(s, t) && t.rd == s.rd && OthersSame(s, t, p)
    requires p in t.procs ==> PieceOk(c, t, p, t.procs[p]) && IntactOf(c, p, t.procs[p], t.log)
    ensures InvB(c, t)
  {
    LogSame(c, s.log, s.wpos, p);
    SameIsApart(c, s, t);
    Frame(c, s, t, p, -1, -1, -1);
  }
  lemma QuietFree(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t) && MemorySame(s, t) && t.rd == s.rd && OthersSame(s, t, p)
    requires p in t.procs && StageOf(t.procs[p]) == Free
    ensures InvB(c, t)
  { PieceFree(c, t, p, t.procs[p]); Quiet(c, s, t, p); }

  /// A step of the reader that changes no more than the reader.
  lemma QuietReader(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t) && MemorySame(s, t) && t.procs == s.procs
    requires Held(c, t) && Exchanged(c, t)
    ensures InvB(c, t)
  {
    LogSame(c, s.log, s.wpos, 0);
    SameIsApart(c, s, t);
    assert 0 !in t.procs;
    ServedFrame(c, s, t, 0, -1, -1, -1);
    PiecesFrame(c, s, t, 0, -1, -1, -1);
  }
  lemma Distinct(c: Cfg, slot: seq<Word>, mine: int, i: int, j: int)
    requires c.overwrites && |slot| == c.N && Permuted(c, slot, mine) && 0 <= i < c.N && 0 <= j < c.N && i != j
    ensures slot[i].sub != slot[j].sub && slot[i].sub != mine
  { reveal Permuted(); }
}
