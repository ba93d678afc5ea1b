include "RefineReader.dfy"

/// The reader's other steps: it releases, begins a snapshot, clears, ends, waits.
module RefineMove {
  import opened Geometry
  import opened Memory
  import opened Reader
  import opened InductivePlaces
  import opened Inductive
  import opened Queue
  import opened Mapping
  import opened RefineReader
  import RB = RingBuffer

  // ------------------------- it releases -------------------------

  ghost predicate Released(c: Cfg, s: State, t: State, to_: int) requires Shape(c, s) {
    && SameRest(s, t) && t.slot == s.slot && t.rpos == to_ && t.rd.out == []
    && WantsNothing(t.rd) && !HasRead(t.rd)
  }
  /// What was read is let go: it is unread no more already.
  lemma ReleasesRead(c: Cfg, s: State, t: State, to_: int)
    requires Inv(c, s) && Inv(c, t) && HasRead(s.rd) && Released(c, s, t, to_)
    requires to_ == s.rpos >= s.rd.cur + c.S || (to_ == s.rd.cur + c.S && s.rpos == s.rd.cur)
    ensures Refines(c, s, t)
  {
    var k := Gen(c.S, s.rd.cur);
    assert s.rd.cur == Base(c.S, k) by { reveal ReaderAt(); }
    assert UnreadGens(c, t) == UnreadGens(c, s) by {
      reveal UnreadGens();
      BaseStep(c.S, k);
      forall j | j >= 0 ensures j in UnreadGens(c, t) <==> j in UnreadGens(c, s) {
        BaseOrder(c.S, j, k); BaseOrder(c.S, j, k + 1);
      }
    }
    Shrinks(c, s, t);
  }
  /// A clear drops the oldest.
  lemma ReleasesCleared(c: Cfg, s: State, t: State, to_: int)
    requires Inv(c, s) && Inv(c, t) && Moves(s.rd.pc) && s.rd.op == Clear && Released(c, s, t, to_)
    requires to_ == s.rd.cur + c.S && s.rpos == s.rd.cur
    ensures Refines(c, s, t)
  {
    var k := HeldIsUnread(c, s);
    var g := UnreadGens(c, s);
    assert UnreadGens(c, t) == g - iset{k} by {
      reveal UnreadGens();
      BaseStep(c.S, k);
      forall j | j >= 0 ensures j in UnreadGens(c, t) <==> j in g && j != k {
        BaseOrder(c.S, j, k); BaseOrder(c.S, j, k + 1);
      }
    }
    if c.overwrites { Shrinks(c, s, t); }
    else {
      var pre, mid, post := QueueSplit(c.S, s.log, s.wpos, k, g);
      AbstractQueue(c, s); AbstractQueue(c, t);
      var a, b := Abstract(c, s), Abstract(c, t);
      assert a.queue == mid + post && b.queue == post;
      if mid != [] {
        assert a.queue[..|mid|] == mid && a.queue[|mid|..] == post;
        assert RB.LeaveInFront(a.queue, b.queue, |mid|);
        assert |a.queue| != |b.queue|;
        assert RB.Drop(ParamsOf(c, s), a, b);
      }
    }
  }
  /// Writers have pushed the read position so far already.
  lemma ReleasesNothing(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Moves(s.rd.pc) && s.rd.op == Clear && Released(c, s, t, s.rpos)
    ensures Refines(c, s, t)
  {
    NothingOut(c, s);
    assert UnreadGens(c, t) <= UnreadGens(c, s) by { reveal UnreadGens(); }
    Turns(c, s, t);
  }

  lemma MovesFrom(c: Cfg, s: State)
    requires InvA(c, s) && Moves(s.rd.pc)
    ensures s.rd.op in {Read, Clear} && s.rd.cur == Base(c.S, Gen(c.S, s.rd.cur)) && s.rd.cur <= s.rpos
    ensures s.rd.pc == At_Move_Cas && s.rd.v == s.rpos ==> s.rpos == s.rd.cur
    ensures s.rd.pc == At_Move_StoreReadPosition ==> s.rpos == s.rd.cur
  {
    reveal ReaderAt();
    if s.rd.pc == At_Move_Cas && s.rd.v == s.rpos {
      var k, r := Gen(c.S, s.rd.cur), Gen(c.S, s.rpos);
      assert s.rpos == Base(c.S, r) by { reveal ReadPos(); }
      BaseStep(c.S, k); BaseOrder(c.S, k, r); BaseOrder(c.S, r, k + 1);
    }
  }
  lemma R_Move_LoadReadPosition(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Move_LoadReadPosition(c, s) == Some(t)
    ensures Refines(c, s, t)
  {
    MovesFrom(c, s);
    if t.rd.pc == At_Move_Cas { Keeps(c, s, t); }
    else if s.rd.op == Read { ReleasesRead(c, s, t, s.rpos); }
    else { ReleasesNothing(c, s, t); }
  }
  lemma R_Move_Cas(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Move_Cas(c, s) == Some(t)
    ensures Refines(c, s, t)
  {
    MovesFrom(c, s);
    if s.rd.op == Read { ReleasesRead(c, s, t, s.rd.cur + c.S); } else { ReleasesCleared(c, s, t, s.rd.cur + c.S); }
  }
  lemma R_Move_StoreReadPosition(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Move_StoreReadPosition(c, s) == Some(t)
    ensures Refines(c, s, t)
  {
    MovesFrom(c, s);
    if s.rd.op == Read { ReleasesRead(c, s, t, s.rd.cur + c.S); } else { ReleasesCleared(c, s, t, s.rd.cur + c.S); }
  }

  // ------------------------- it begins a snapshot -------------------------

  lemma R_Snapshot_LoadReadPosition(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Snapshot_LoadReadPosition(c, s) == Some(t)
    ensures Refines(c, s, t)
  {
    NothingOut(c, s);
    assert UnreadGens(c, t) <= UnreadGens(c, s) by { reveal UnreadGens(); }
    Turns(c, s, t);
  }
  lemma R_Snapshot_LoadWritePosition(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Snapshot_LoadWritePosition(c, s) == Some(t)
    ensures Refines(c, s, t)
  {
    NothingOut(c, s);
    assert s.rd.op == Snapshot && s.rd.upto == None_ by { reveal ReaderAt(); }
    assert UnreadGens(c, t) <= UnreadGens(c, s) by { reveal UnreadGens(); }
    Turns(c, s, t);
  }

  // ------------------------- it clears, ends, waits -------------------------

  lemma R_Clear_LoadReadPosition(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Clear_LoadReadPosition(c, s) == Some(t)
    ensures Refines(c, s, t)
  { Rests(c, s, t); }
  lemma R_Clear_LoadDelivered(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Clear_LoadDelivered(c, s) == Some(t)
    ensures Refines(c, s, t)
  { assert s.rd.op == Clear by { reveal ReaderAt(); } Rests(c, s, t); }
  lemma R_Get_LoadFinal(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Get_LoadFinal(c, s) == Some(t)
    ensures Refines(c, s, t)
  { assert s.rd.op == Read by { reveal ReaderAt(); } Rests(c, s, t); }
  lemma R_Get_LoadEnd(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Get_LoadEnd(c, s) == Some(t)
    ensures Refines(c, s, t)
  { Rests(c, s, t); }

  lemma R_Wait_LoadReadPosition(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Wait_LoadReadPosition(c, s) == Some(t)
    ensures Refines(c, s, t)
  { Rests(c, s, t); }
  /// A reader that waits wants nothing.
  lemma Waits_(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && SameRest(s, t) && t.rpos == s.rpos && t.slot == s.slot
    requires Waits(s.rd.pc) && (Waits(t.rd.pc) || t.rd.pc == RIdle) && (t.rd.out == s.rd.out || t.rd.out == [])
    ensures Refines(c, s, t)
  { assert t.rd.op != Snapshot by { reveal ReaderAt(); } Rests(c, s, t); }
  lemma R_Wait_StoreWaiting(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Wait_StoreWaiting(c, s) == Some(t)
    ensures Refines(c, s, t)
  { Waits_(c, s, t); }
  lemma R_Wait_LoadDelivered(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Wait_LoadDelivered(c, s) == Some(t)
    ensures Refines(c, s, t)
  { Waits_(c, s, t); }
  lemma R_Wait_LoadFinal(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Wait_LoadFinal(c, s) == Some(t)
    ensures Refines(c, s, t)
  { Waits_(c, s, t); }
  lemma R_Wait_Cancel(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Wait_Cancel(c, s) == Some(t)
    ensures Refines(c, s, t)
  { Waits_(c, s, t); }
  lemma R_Wait_CancelFail(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Wait_CancelFail(c, s) == Some(t)
    ensures Refines(c, s, t)
  { Waits_(c, s, t); }
  lemma R_Wait_TakeSignal(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Inv(c, t) && Wait_TakeSignal(c, s) == Some(t)
    ensures Refines(c, s, t)
  { Waits_(c, s, t); }
}
