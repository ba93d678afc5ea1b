include "Capacity.dfy"
include "RefineQuiet.dfy"

/// The steps of producers refine the abstract ring buffer.
module RefineProducers {
  import opened Geometry
  import opened Memory
  import opened Reserve
  import opened Commit
  import opened Flush
  import opened Log
  import opened InductivePlaces
  import opened InductiveMemory
  import opened Queue
  import opened Mapping
  import opened Capacity
  import opened RefineQuiet
  import RB = RingBuffer

  // ------------------------- losses -------------------------

  lemma Loses(c: Cfg, s: State, t: State, cause: RB.Cause)
    requires Shape(c, s) && Shape(c, t) && NothingToSee(s, t.(lost := s.lost))
    requires LostOf(t.lost) == LostOf(s.lost)[cause := LostOf(s.lost)[cause] + 1]
    ensures Refines(c, s, t)
  { SameGens(c, s, t); assert RB.Lose(Abstract(c, s), Abstract(c, t), cause); }

  lemma R_Lose_TooBig(c: Cfg, s: State, t: State, w: Pid, n: int)
    requires InvA(c, s) && InvA(c, t) && Lose_TooBig(c, s, w, n) == Some(t)
    ensures Refines(c, s, t)
  { Loses(c, s, t, RB.TooBig); }
  lemma R_Lose_Wrapped(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvA(c, t) && Lose_Wrapped(c, s, w) == Some(t)
    ensures Refines(c, s, t)
  { Loses(c, s, t, RB.Wrapped); }
  lemma R_Lose_Full(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvA(c, t) && Lose_Full(c, s, w) == Some(t)
    ensures Refines(c, s, t)
  { Loses(c, s, t, RB.Cause.Full); }
  lemma R_Lose_Refused(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvA(c, t) && Lose_Refused(c, s, w) == Some(t)
    ensures Refines(c, s, t)
  { Loses(c, s, t, RB.Refused); }
  lemma R_Lose_Abandoned(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvA(c, t) && Lose_Abandoned(c, s, w) == Some(t)
    ensures Refines(c, s, t)
  { Loses(c, s, t, RB.Cause.Abandoned); }

  // ------------------------- a record gets its place -------------------------

  /// What was reserved just now is not read yet.
  lemma NewIsUnread(c: Cfg, s: State, b: int)
    requires InvA(c, s) && b >= s.wpos
    ensures Gen(c.S, b) in UnreadGens(c, s)
  {
    var k, r := Gen(c.S, b), Gen(c.S, s.rpos);
    reveal UnreadGens();
    GenOf(c.S, b);
    assert s.rpos == Base(c.S, r) && 0 <= s.rpos <= s.wpos by { reveal ReadPos(); }
    if k < r { BaseMono(c.S, k + 1, r); }
    BaseOrder(c.S, r, k);
    if HasRead(s.rd) && Base(c.S, k) == s.rd.cur {
      GenBase(c.S, k);
      assert Full(c.S, s.log, k) by { reveal ReaderAt(); }
      FullIsCommitted(c.S, s.log, s.wpos, k);
    }
  }

  lemma Accepts(c: Cfg, s: State, t: State, w: Pid, l: Locals)
    requires InvA(c, s) && InvA(c, t) && w in c.writers && l.o == s.wpos && s.gate == Open
    requires NothingToSee(s, t.(log := s.log)) && t.log == s.log + Reserved(c, w, l)
    requires IsLength(c, RecUnits(c, l)) && RB.Units(Abstract(c, t).queue) <= ParamsOf(c, s).Capacity
    ensures Refines(c, s, t)
  {
    var g, m := UnreadGens(c, s), Reserved(c, w, l);
    var n := |m| - 1;
    var item := RB.Item(RecUnits(c, l), RB.Status.Open);
    AbstractQueue(c, s); AbstractQueue(c, t); SameGens(c, s, t);
    QueueConcat(c.S, s.log, m, g);
    assert m == m[..n] + [m[n]];
    QueueConcat(c.S, m[..n], [m[n]], g);
    QueueNone(c.S, m[..n], g);
    QueueSingle(c.S, m[n], g);
    NewIsUnread(c, s, RecBegin(c, l));
    assert QueueOf(c.S, m, g) == [item];
    RB.UnitsConcat(Abstract(c, s).queue, [item]);
    assert RB.Units([item]) == item.len by { assert [item][1..] == []; }
    assert RB.Accept(ParamsOf(c, s), Abstract(c, s), Abstract(c, t), item.len);
  }
  /// The record that was reserved just now.
  lemma PlacedLength(c: Cfg, t: State, w: Pid, l: Locals, log: seq<Entry>)
    requires InvA(c, t) && w in c.writers && t.log == log + Reserved(c, w, l)
    ensures IsLength(c, RecUnits(c, l))
  { LengthOk(c, t, |t.log| - 1); }
  lemma R_Reserve_Cas(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvA(c, t) && InvB(c, t) && Reserve_Cas(c, s, w) == Some(t)
    ensures Refines(c, s, t)
  { Fits(c, t); PlacedLength(c, t, w, s.procs[w].l, s.log); Accepts(c, s, t, w, s.procs[w].l); }
  lemma R_ReserveSlow_Cas(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvA(c, t) && InvB(c, t) && ReserveSlow_Cas(c, s, w) == Some(t)
    ensures Refines(c, s, t)
  { Fits(c, t); PlacedLength(c, t, w, s.procs[w].l, s.log); Accepts(c, s, t, w, s.procs[w].l); }

  // ------------------------- a record is finished -------------------------

  lemma R_Commit_AddCount(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvA(c, t) && Commit_AddCount(c, s, p) == Some(t)
    ensures Refines(c, s, t)
  {
    var j := PieceAt(c, p, s.procs[p].l);
    assert NothingToSee(s, t.(log := s.log));
    assert t.log == if j < |s.log| then s.log[j := s.log[j].(who := 0)] else s.log;
    SameGens(c, s, t);
    if j < |s.log| && s.log[j].who != 0 {
      var g, x := UnreadGens(c, s), s.log[j].(who := 0);
      AbstractQueue(c, s); AbstractQueue(c, t);
      var k := QueueUpdate(c.S, s.log, j, x, g);
      if IsIn(c.S, x, g) { assert RB.Finish(Abstract(c, s), Abstract(c, t), k, StatusOf(x)); }
    } else { assert t.log == s.log; }
  }
  /// The record that a writer writes is its own, open, and a record.
  lemma IsOwn(c: Cfg, s: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && w in c.writers && At(s, w, At_Write_End)
    ensures var j := PieceAt(c, w, s.procs[w].l); j < |s.log| && s.log[j].who == w && s.log[j].kind == KRec
  {
    var q := s.procs[w];
    assert StageOf(q) == Before && q.l.job == Rec by { reveal Producers(); assert LocalsOk(c, w, q); }
    assert PendFrom(c, w, q) == PieceAt(c, w, q.l) == PendTo(c, w, q) - 1;
    assert OwnsIt(c, w, q, s.log) by { reveal Owned(); }
    assert RecordAhead(c, w, q);
    assert IntactOf(c, w, q, s.log) by { reveal Intact(); }
  }
  lemma R_Write_Abandon(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Write_Abandon(c, s, w) == Some(t)
    ensures Refines(c, s, t)
  {
    var j, g := PieceAt(c, w, s.procs[w].l), UnreadGens(c, s);
    IsOwn(c, s, w);
    assert NothingToSee(s, t.(log := s.log)) && t.log == s.log[j := s.log[j].(kind := KSkip)];
    AbstractQueue(c, s); AbstractQueue(c, t); SameGens(c, s, t);
    var k := QueueUpdate(c.S, s.log, j, s.log[j].(kind := KSkip), g);
  }

  // ------------------------- old records make room -------------------------

  lemma R_Push_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvA(c, t) && Push_Cas(c, s, p) == Some(t)
    ensures Refines(c, s, t)
  {
    assert c.overwrites && s.rpos <= t.rpos by {
      reveal Producers();
      assert LocalsOk(c, p, s.procs[p]) && SampledOk(c, p, s.procs[p], s.wpos, s.rpos, s.dc);
    }
    assert UnreadGens(c, t) <= UnreadGens(c, s) by { reveal UnreadGens(); }
    Shrinks(c, s, t);
  }
  lemma R_ClearNoref_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvA(c, t) && ClearNoref_Cas(c, s, p) == Some(t)
    ensures Refines(c, s, t)
  {
    assert c.overwrites by { reveal Producers(); assert LocalsOk(c, p, s.procs[p]); }
    assert UnreadGens(c, t) <= UnreadGens(c, s) by { reveal UnreadGens(); }
    Shrinks(c, s, t);
  }
  /// What is delivered only now is not behind the read position.
  lemma DeliversUnread(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && At(s, p, At_Deliver_StoreSlot)
    ensures PieceGen(c, p, s.procs[p].l) >= Gen(c.S, s.rpos)
  {
    reveal Deliverers(), ReadPos();
    assert DelivererOk(c, p, s.procs[p], s.wpos, s.log, s.dc);
  }
  lemma R_Deliver_StoreSlot(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvA(c, t) && Deliver_StoreSlot(c, s, p) == Some(t)
    ensures Refines(c, s, t)
  {
    assert c.overwrites by { reveal Producers(); assert LocalsOk(c, p, s.procs[p]); }
    var kb := PieceGen(c, p, s.procs[p].l);
    DeliversUnread(c, s, p);
    assert s.rpos <= Base(c.S, kb) by { reveal ReadPos(); BaseOrder(c.S, Gen(c.S, s.rpos), kb); }
    reveal UnreadGens();
    forall k | k in UnreadGens(c, t) ensures k in UnreadGens(c, s) {
      GenBase(c.S, k);
      if Slot(c.N, k) == Slot(c.N, kb) && Lap(c.N, k) == Lap(c.N, kb) { SlotLap(c.N, k, kb); }
    }
    Shrinks(c, s, t);
  }

  // ------------------------- the gate -------------------------

  lemma R_Flush_Cas(c: Cfg, s: State, t: State, f: Pid)
    requires InvA(c, s) && InvA(c, t) && Flush_Cas(c, s, f) == Some(t)
    ensures Refines(c, s, t)
  {
    var l, g := s.procs[f].l, UnreadGens(c, s);
    assert NothingToSee(s, t.(log := s.log, gate := s.gate));
    assert s.gate != Closed by { reveal Producers(); assert LocalsOk(c, f, s.procs[f]); }
    AbstractQueue(c, s); AbstractQueue(c, t); SameGens(c, s, t);
    if t.log != s.log {
      QueueConcat(c.S, s.log, Reserved(c, f, l), g);
      QueueNone(c.S, Reserved(c, f, l), g);
    }
    assert Abstract(c, t).queue == Abstract(c, s).queue;
    if t.gate != s.gate { assert RB.Close(Abstract(c, s), Abstract(c, t)); }
  }
}
