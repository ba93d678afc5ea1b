include "Read.dfy"
include "Inductive.dfy"
include "Mapping.dfy"

/// The steps of the reader refine the abstract ring buffer.
module RefineReader {
  import opened Geometry
  import opened Memory
  import opened Reader
  import opened Log
  import opened InductivePlaces
  import opened InductiveMemory
  import opened Inductive
  import opened Queue
  import opened Mapping
  import RB = RingBuffer

  // ------------------------- the reader looks, goes on, or leaves -------------------------

  /// Nothing but the reader's own, and in overwrite mode its slot; the queue shrinks at most.
  lemma Turns(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && InvB(c, t) && SameRest(s, t) && t.rpos == s.rpos
    requires HasRead(t.rd) == HasRead(s.rd) && (HasRead(s.rd) ==> t.rd.cur == s.rd.cur)
    requires t.rd.out == s.rd.out || t.rd.out == []
    requires c.overwrites ==> UnreadGens(c, t) <= UnreadGens(c, s)
    ensures Refines(c, s, t)
  {
    if !c.overwrites {
      assert UnreadGens(c, t) == UnreadGens(c, s) by {
        assert forall k :: k in UnreadGens(c, s) || k in UnreadGens(c, t) ==> k >= 0 by { reveal UnreadGens(); }
        forall k | k >= 0 ensures k in UnreadGens(c, t) <==> k in UnreadGens(c, s) {
          DiscardGens(c, s, k); DiscardGens(c, t, k);
        }
      }
    }
    Shrinks(c, s, t);
  }

  /// The reader wants nothing that is behind the read position.
  ghost predicate WantsNothing(rd: Reading) { rd.op != Snapshot && !Gets(rd.pc) && !Holds(rd) }
  lemma Rests(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && InvB(c, t) && SameRest(s, t) && t.rpos == s.rpos && t.slot == s.slot
    requires WantsNothing(t.rd) && !HasRead(s.rd)
    requires t.rd.out == s.rd.out || t.rd.out == []
    ensures Refines(c, s, t)
  {
    assert UnreadGens(c, t) <= UnreadGens(c, s) by { reveal UnreadGens(); }
    Turns(c, s, t);
  }

  lemma R_Get_LoadReadPosition(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Get_LoadReadPosition(c, s) == Some(t)
    ensures Refines(c, s, t)
  {
    assert s.rd.out == [] by { NothingOut(c, s); }
    assert UnreadGens(c, t) <= UnreadGens(c, s) by {
      reveal UnreadGens();
      forall k | k in UnreadGens(c, t) ensures k in UnreadGens(c, s) {
        assert !Holds(t.rd);
        assert !HasRead(s.rd);
        assert Base(c.S, k) >= s.rpos;
      }
    }
    Turns(c, s, t);
  }
  /// The reader goes on from one step of getting to the next, or to holding what in discard mode it need not exchange; or
  /// it leaves, in a snapshot to the next sub-buffer.
  ghost predicate GoesOn(c: Cfg, r: Reading, r': Reading) {
    || (r'.op == r.op && r'.cur == r.cur && r'.upto == r.upto && (Gets(r'.pc) || !c.overwrites) && !Moves(r'.pc))
    || (r.op == Snapshot && r'.op == Snapshot && r'.cur == r.cur + c.S && r'.upto == r.upto && Gets(r'.pc))
    || WantsNothing(r')
  }
  lemma Gets_(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && SameRest(s, t) && t.rpos == s.rpos && t.slot == s.slot
    requires Gets(s.rd.pc) && !Moves(t.rd.pc) && t.rd.out == [] && GoesOn(c, s.rd, t.rd)
    ensures Refines(c, s, t)
  {
    if c.overwrites {
      assert UnreadGens(c, t) <= UnreadGens(c, s) by {
        reveal UnreadGens();
        forall k | k in UnreadGens(c, t) ensures k in UnreadGens(c, s) {
          assert !HasRead(s.rd);
          assert !(HoldLabel(t.rd.pc) && Gets(t.rd.pc));
          if Base(c.S, k) < s.rpos { assert !WantsNothing(t.rd); }
        }
      }
    }
    Turns(c, s, t);
  }
  lemma NothingOut(c: Cfg, s: State)
    requires InvA(c, s) && !(s.rd.pc == At_Put_Cas || (Moves(s.rd.pc) && s.rd.op == Read))
    ensures s.rd.out == []
  { reveal ReaderAt(); }

  lemma GetsFor(c: Cfg, s: State)
    requires InvA(c, s) && Gets(s.rd.pc)
    ensures s.rd.op in {Read, Snapshot} && s.rd.out == []
  { reveal ReaderAt(); }

  lemma AfterOverwritten(c: Cfg, s: State, r: Reading)
    requires r.op in {Read, Snapshot} && WF(c)
    ensures var t := WasOverwritten(c, s, r); t == s.(rd := t.rd) && !Moves(t.rd.pc) && t.rd.out == [] && GoesOn(c, r, t.rd)
  { }
  lemma AfterNoData(c: Cfg, s: State, r: Reading)
    requires r.op in {Read, Snapshot} && WF(c) && r.out == []
    ensures var t := NoData(c, s, r); t == s.(rd := t.rd) && !Moves(t.rd.pc) && t.rd.out == [] && GoesOn(c, r, t.rd)
  { }
  lemma AfterTest(c: Cfg, s: State, r: Reading)
    requires r.op in {Read, Snapshot} && WF(c) && r.out == []
    ensures var t := TestDelivered(c, s, r); t == s.(rd := t.rd) && !Moves(t.rd.pc) && t.rd.out == [] && GoesOn(c, r, t.rd)
  { AfterNoData(c, s, r); AfterOverwritten(c, s, r); }

  lemma R_Get_LoadDelivered(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Get_LoadDelivered(c, s) == Some(t)
    ensures Refines(c, s, t)
  {
    GetsFor(c, s);
    AfterTest(c, s, s.rd.(v := s.dc[Idx(c, s.rd.cur)]));
    Gets_(c, s, t);
  }
  lemma R_Get_LoadWritePosition(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Get_LoadWritePosition(c, s) == Some(t)
    ensures Refines(c, s, t)
  { GetsFor(c, s); AfterTest(c, s, s.rd); AfterNoData(c, s, s.rd); Gets_(c, s, t); }
  lemma R_Get_LoadSlot(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Get_LoadSlot(c, s) == Some(t)
    ensures Refines(c, s, t)
  { GetsFor(c, s); AfterOverwritten(c, s, s.rd); Gets_(c, s, t); }
  lemma R_Get_ExchangeFail(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Get_ExchangeFail(c, s) == Some(t)
    ensures Refines(c, s, t)
  { GetsFor(c, s); AfterOverwritten(c, s, s.rd); Gets_(c, s, t); }

  /// What was in its slot the reader has from here on.
  lemma R_Get_Exchange(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Get_Exchange(c, s) == Some(t)
    ensures Refines(c, s, t)
  {
    GetsFor(c, s);
    var i := Idx(c, s.rd.cur);
    assert s.rd.op == Snapshot ==> s.rd.cur < s.rd.upto by { reveal ReaderAt(); }
    assert IsThere(c, s.rd.cur, s.slot[i]) by { reveal Held(); }
    assert UnreadGens(c, t) <= UnreadGens(c, s) by {
      reveal UnreadGens();
      forall k | k in UnreadGens(c, t) ensures k in UnreadGens(c, s) { GenBase(c.S, k); }
    }
    Turns(c, s, t);
  }

  /// The reader goes on with what it holds.
  lemma Keeps(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && SameRest(s, t) && t.rpos == s.rpos && t.slot == s.slot
    requires HoldLabel(s.rd.pc) && HoldLabel(t.rd.pc) && t.rd.op == s.rd.op && t.rd.cur == s.rd.cur && t.rd.upto == s.rd.upto
    requires t.rd.out == s.rd.out && HasRead(t.rd) == HasRead(s.rd)
    ensures Refines(c, s, t)
  {
    assert UnreadGens(c, t) <= UnreadGens(c, s) by { reveal UnreadGens(); }
    Turns(c, s, t);
  }
  lemma R_Get_LoadBegin(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Get_LoadBegin(c, s) == Some(t)
    ensures Refines(c, s, t)
  { Keeps(c, s, t); }
  lemma R_Get_LoadSize(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Get_LoadSize(c, s) == Some(t)
    ensures Refines(c, s, t)
  { Keeps(c, s, t); }
  lemma R_Move_CasFail(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Move_CasFail(c, s) == Some(t)
    ensures Refines(c, s, t)
  { Keeps(c, s, t); }

  // ------------------------- it reads -------------------------

  /// What stands in memory is what was reserved and kept, in order.
  ghost predicate ReadsLog(c: Cfg, s: State) requires Shape(c, s) {
    s.rd.pc == At_Read_Records ==> Lens(Reading_(c, s)) == RecLens(c.S, s.log, Gen(c.S, s.rd.cur))
  }
  lemma HeldIsUnread(c: Cfg, s: State) returns (k: int)
    requires InvA(c, s) && (s.rd.pc == At_Read_Records || (Moves(s.rd.pc) && s.rd.op == Clear && s.rpos == s.rd.cur))
    ensures k == Gen(c.S, s.rd.cur) >= 0 && s.rd.cur == Base(c.S, k) && Full(c.S, s.log, k) && k in UnreadGens(c, s)
    ensures s.rd.out == []
    ensures s.rd.op != Snapshot ==> forall j :: j in UnreadGens(c, s) ==> j >= k
  {
    k := Gen(c.S, s.rd.cur);
    reveal ReaderAt(), UnreadGens();
    GenOf(c.S, s.rd.cur);
    if s.rd.op != Snapshot {
      forall j | j in UnreadGens(c, s) ensures j >= k { BaseOrder(c.S, k, j); }
    }
  }
  /// What is unread while the reader reads, and once it has read.
  lemma ReadingGens(c: Cfg, s: State, j: int)
    requires Shape(c, s) && s.rd.op == Read && j >= 0
    ensures s.rd.pc == At_Read_Records ==> (j in UnreadGens(c, s) <==> Base(c.S, j) >= s.rpos || Base(c.S, j) == s.rd.cur)
    ensures Moves(s.rd.pc) ==> (j in UnreadGens(c, s) <==> Base(c.S, j) >= s.rpos && Base(c.S, j) != s.rd.cur)
  { reveal UnreadGens(); }
  lemma TakenGens(c: Cfg, s: State, t: State, k: int)
    requires Shape(c, s) && Shape(c, t) && t.rpos == s.rpos && s.rd.cur == Base(c.S, k) && k >= 0
    requires s.rd.pc == At_Read_Records && s.rd.op == Read && Moves(t.rd.pc) && t.rd.op == Read && t.rd.cur == s.rd.cur
    ensures UnreadGens(c, t) == UnreadGens(c, s) - iset{k}
  {
    assert forall j :: j in UnreadGens(c, s) || j in UnreadGens(c, t) ==> j >= 0 by { reveal UnreadGens(); }
    forall j | j >= 0 ensures j in UnreadGens(c, t) <==> j in UnreadGens(c, s) && j != k {
      BaseOrder(c.S, j, k); BaseOrder(c.S, k, j);
      ReadingGens(c, s, j); ReadingGens(c, t, j);
    }
  }
  /// A batch is taken from the front of the queue.
  lemma TakesBatch(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && SameRest(s, t) && t.rpos == s.rpos && t.slot == s.slot
    requires s.rd.pc == At_Read_Records && s.rd.op == Read && ReadsLog(c, s) && t.rd.out == Lens(Reading_(c, s))
    requires Moves(t.rd.pc) && t.rd.op == Read && t.rd.cur == s.rd.cur
    ensures Refines(c, s, t)
  {
    var k := HeldIsUnread(c, s);
    var g := UnreadGens(c, s);
    var pre, mid, post := QueueSplit(c.S, s.log, s.wpos, k, g);
    AbstractQueue(c, s); AbstractQueue(c, t);
    TakenGens(c, s, t, k);
    var a, b := Abstract(c, s), Abstract(c, t);
    assert a.queue == mid + post && b.queue == post;
    if mid != [] {
      assert a.queue[..|mid|] == mid && a.queue[|mid|..] == post;
      assert RB.Read(a, b, |mid|);
    }
  }
  /// A snapshot looks at a run of records.
  lemma Looks(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && SameRest(s, t) && t.rpos == s.rpos && t.slot == s.slot
    requires s.rd.pc == At_Read_Records && s.rd.op == Snapshot && ReadsLog(c, s) && t.rd.out == Lens(Reading_(c, s))
    requires t.rd.pc == At_Put_Cas && t.rd.op == Snapshot && t.rd.cur == s.rd.cur && t.rd.upto == s.rd.upto
    ensures Refines(c, s, t)
  {
    var k := HeldIsUnread(c, s);
    var g := UnreadGens(c, s);
    var pre, mid, post := QueueSplit(c.S, s.log, s.wpos, k, g);
    AbstractQueue(c, s); AbstractQueue(c, t);
    assert UnreadGens(c, t) == g by { reveal UnreadGens(); }
    var a, b := Abstract(c, s), Abstract(c, t);
    var i, j := |pre|, |pre| + |mid|;
    assert a.queue[i..j] == mid;
    if mid != [] { assert RB.Look(a, b, i, j); }
  }
  lemma R_Read_Records(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Read_Records(c, s) == Some(t) && ReadsLog(c, s)
    ensures Refines(c, s, t)
  {
    assert s.rd.op in {Read, Snapshot} by { reveal ReaderAt(); }
    if s.rd.op == Read { TakesBatch(c, s, t); }
    else if c.overwrites { Looks(c, s, t); }
    else { NothingOut(c, s); Turns(c, s, t); }
  }

  // ------------------------- it puts back -------------------------

  lemma R_Put_Cas(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Put_Cas(c, s) == Some(t)
    ensures Refines(c, s, t)
  {
    var g := Gen(c.S, s.rd.cur);
    assert s.rd.cur == Base(c.S, g) && s.rd.op == Snapshot by { reveal ReaderAt(); }
    assert UnreadGens(c, t) <= UnreadGens(c, s) by {
      reveal UnreadGens();
      forall k | k in UnreadGens(c, t) ensures k in UnreadGens(c, s) {
        GenBase(c.S, k);
        if Slot(c.N, k) == Slot(c.N, g) && Lap(c.N, k) == Lap(c.N, g) { SlotLap(c.N, k, g); }
      }
    }
    Turns(c, s, t);
  }
  lemma R_Put_CasFail(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Put_CasFail(c, s) == Some(t)
    ensures Refines(c, s, t)
  {
    assert s.rd.op == Snapshot by { reveal ReaderAt(); }
    assert UnreadGens(c, t) <= UnreadGens(c, s) by { reveal UnreadGens(); }
    Turns(c, s, t);
  }
}
