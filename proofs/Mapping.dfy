include "Queue.dfy"

/// tla/MC.tla, "Refinement": what a user sees of a state. The log is never pruned here; an entry that MC.tla has pruned is
/// committed, behind the read position and not wanted, so it is not unread by the same formula.
module Mapping {
  import opened Geometry
  import opened Memory
  import opened Log
  import opened InductivePlaces
  import opened InductiveMemory
  import opened Queue
  import RB = RingBuffer

  predicate HasRead(rd: Reading) { Moves(rd.pc) && rd.op == Read }

  /// The sub-buffer at q, delivered, is still in its slot.
  predicate IsThere(c: Cfg, q: int, word: Word) requires WF(c) { word.noref && word.lap == LapOf(c, q) }

  /// The sub-buffer at q is behind the read position, and the reader may yet get it, or has it.
  ghost predicate StillWanted(c: Cfg, rd: Reading, slot: seq<Word>, q: int) requires WF(c) && |slot| == c.N {
    || (Holds(rd) && q == rd.cur)
    || ((if rd.op == Read then Gets(rd.pc) && q == rd.cur
         else rd.op == Snapshot && q >= rd.cur && (rd.upto == None_ || q < rd.upto))
        && IsThere(c, q, slot[Idx(c, q)]))
  }
  ghost predicate IsUnread(c: Cfg, rpos: int, rd: Reading, slot: seq<Word>, x: Entry) requires WF(c) && |slot| == c.N {
    && IsRecord(x)
    && !(HasRead(rd) && Floor(c, x.b) == rd.cur)
    && (x.b >= rpos || StillWanted(c, rd, slot, Floor(c, x.b)))
  }
  ghost function Unread(c: Cfg, rpos: int, rd: Reading, slot: seq<Word>, log: seq<Entry>): seq<RB.Item>
    requires WF(c) && |slot| == c.N
  {
    if log == [] then []
    else (if IsUnread(c, rpos, rd, slot, log[0]) then [ItemOf(log[0])] else []) + Unread(c, rpos, rd, slot, log[1..])
  }
  function GateOf(g: Gate): RB.Gate {
    match g case Open => RB.Gate.Open case Paused => RB.Gate.Paused case Closed => RB.Gate.Closed
  }
  function LostOf(l: Lost): map<RB.Cause, int> {
    map[RB.Full := l.full, RB.Wrapped := l.wrapped, RB.TooBig := l.tooBig, RB.Refused := l.refused, RB.Cause.Abandoned := l.abandoned]
  }
  ghost function Abstract(c: Cfg, s: State): RB.State requires Shape(c, s) {
    RB.State(Unread(c, s.rpos, s.rd, s.slot, s.log), s.rd.out, LostOf(s.lost), GateOf(s.gate))
  }
  predicate IsLength(c: Cfg, n: int) { 0 < n <= c.S - c.H }
  /// In overwrite mode: the reader's, and per slot what is there and, until its first writer has claimed the slot, what
  /// comes next. The reader drops records where it clears, and nowhere else (MC.tla: where it may clear at all).
  ghost function ParamsOf(c: Cfg, s: State): RB.Params requires WF(c) {
    RB.Params((iset n | IsLength(c, n)), Base(c.S - c.H, if c.overwrites then c.N + c.N + 1 else c.N), c.overwrites, s.rd.op == Clear)
  }
  /// A step is one of RingBuffer.tla or a stutter; and what is not unread never is again, so that it may be forgotten.
  ghost predicate Refines(c: Cfg, s: State, t: State) requires Shape(c, s) && Shape(c, t) {
    RB.StepOrStutter(ParamsOf(c, s), Abstract(c, s), Abstract(c, t)) && UnreadGens(c, t) <= UnreadGens(c, s)
  }

  // ------------------------- by generations -------------------------

  ghost predicate UnreadAt(c: Cfg, rpos: int, rd: Reading, slot: seq<Word>, k: int) requires WF(c) && |slot| == c.N {
    && !(HasRead(rd) && Base(c.S, k) == rd.cur)
    && (Base(c.S, k) >= rpos || StillWanted(c, rd, slot, Base(c.S, k)))
  }
  opaque ghost function UnreadGens(c: Cfg, s: State): iset<int> requires Shape(c, s) {
    iset k | k >= 0 && UnreadAt(c, s.rpos, s.rd, s.slot, k)
  }

  lemma UnreadIs(c: Cfg, s: State, x: Entry)
    requires InvA(c, s) && x.b >= 0
    ensures IsUnread(c, s.rpos, s.rd, s.slot, x) == IsIn(c.S, x, UnreadGens(c, s))
  {
    reveal UnreadGens();
    var k, r := Gen(c.S, x.b), Gen(c.S, s.rpos);
    GenOf(c.S, x.b);
    assert Floor(c, x.b) == Base(c.S, k);
    assert s.rpos == Base(c.S, r) by { reveal ReadPos(); }
    if k < r { BaseMono(c.S, k + 1, r); } else { BaseMono(c.S, r, k); }
    BaseOrder(c.S, k, r);
    assert x.b >= s.rpos <==> Base(c.S, k) >= s.rpos;
  }
  lemma UnreadIsQueue(c: Cfg, s: State, log: seq<Entry>)
    requires InvA(c, s) && forall j :: 0 <= j < |log| ==> log[j].b >= 0
    ensures Unread(c, s.rpos, s.rd, s.slot, log) == QueueOf(c.S, log, UnreadGens(c, s))
  {
    if log != [] { UnreadIs(c, s, log[0]); UnreadIsQueue(c, s, log[1..]); }
  }
  lemma AbstractQueue(c: Cfg, s: State)
    requires InvA(c, s)
    ensures Abstract(c, s).queue == QueueOf(c.S, s.log, UnreadGens(c, s))
  { reveal Partition(); UnreadIsQueue(c, s, s.log); }

  /// What is not unread is full, and so it is committed.
  lemma NotUnreadIsFull(c: Cfg, s: State, k: int)
    requires InvA(c, s) && k >= 0 && k !in UnreadGens(c, s)
    ensures Full(c.S, s.log, k)
  {
    reveal UnreadGens();
    if HasRead(s.rd) && Base(c.S, k) == s.rd.cur {
      GenBase(c.S, k);
      reveal ReaderAt();
    } else {
      reveal ReadPos();
      BaseOrder(c.S, k, Gen(c.S, s.rpos));
    }
  }

  // ------------------------- the log that MC.tla keeps -------------------------

  /// Kept of tla/Memory.tla, in this state: what is not kept is pruned from `res` there. (It prunes when the read position
  /// moves, a slot is claimed, or the reader lets go; between times `res` has more than that.)
  ghost predicate Kept(c: Cfg, s: State, x: Entry) requires Shape(c, s) {
    || x.who != 0 || x.e > s.rpos || (Holds(s.rd) && Floor(c, x.b) == s.rd.cur)
    || (c.overwrites && IsThere(c, Floor(c, x.b), s.slot[Idx(c, x.b)]))
  }
  /// What may be pruned is not unread; with Refines it never is again, so the queue is the same with and without it.
  lemma PrunedIsNotUnread(c: Cfg, s: State, j: nat)
    requires InvA(c, s) && InvB(c, s) && j < |s.log| && !Kept(c, s, s.log[j])
    ensures !IsUnread(c, s.rpos, s.rd, s.slot, s.log[j]) && !IsIn(c.S, s.log[j], UnreadGens(c, s))
  {
    var x := s.log[j]; var k := Gen(c.S, x.b);
    EntryEntered(c.S, s.log, s.wpos, j);
    GenOf(c.S, x.b);
    GenBase(c.S, k);
    assert Floor(c, x.b) == Base(c.S, k);
    if !c.overwrites { NoLapInDiscard(c, s, Slot(c.N, k)); }
    assert x.b >= 0 by { reveal Partition(); }
    UnreadIs(c, s, x);
  }

  // ------------------------- what a step comes to -------------------------

  lemma SameGens(c: Cfg, s: State, t: State)
    requires Shape(c, s) && Shape(c, t) && t.rpos == s.rpos && t.rd == s.rd && t.slot == s.slot
    ensures UnreadGens(c, s) == UnreadGens(c, t)
  { reveal UnreadGens(); }

  ghost predicate SameRest(s: State, t: State) { t.log == s.log && t.lost == s.lost && t.gate == s.gate }

  /// The queue shrinks at most, and the batch may be let go.
  lemma Shrinks(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvA(c, t) && SameRest(s, t)
    requires UnreadGens(c, t) <= UnreadGens(c, s) && (!c.overwrites ==> UnreadGens(c, t) == UnreadGens(c, s))
    requires t.rd.out == s.rd.out || t.rd.out == []
    ensures Refines(c, s, t)
  {
    AbstractQueue(c, s); AbstractQueue(c, t);
    var g, h := UnreadGens(c, s), UnreadGens(c, t);
    var a, b := Abstract(c, s), Abstract(c, t);
    if a.queue == b.queue {
      if a.out != b.out { assert RB.Release(a, b); }
    } else {
      forall j | 0 <= j < |s.log| && IsIn(c.S, s.log[j], g) && !IsIn(c.S, s.log[j], h) ensures s.log[j].who == 0 {
        EntryEntered(c.S, s.log, s.wpos, j);
        NotUnreadIsFull(c, t, Gen(c.S, s.log[j].b));
        FullIsCommitted(c.S, s.log, s.wpos, Gen(c.S, s.log[j].b));
      }
      QueueShrinks(c.S, s.log, g, h);
      assert RB.Drop(ParamsOf(c, s), a, b);
    }
  }

  /// Discard mode: each slot keeps its sub-buffer, which has no lap.
  lemma NoLapInDiscard(c: Cfg, s: State, i: int)
    requires InvA(c, s) && InvB(c, s) && !c.overwrites && 0 <= i < c.N
    ensures s.slot[i].lap == None_
  {
    var k := SlotInWindow(c.N, First(c.N, c.S, s.wpos), i);
    assert ServedAt(c, s, k) by { reveal Served(); }
    reveal ServedDiscard();
  }
  lemma DiscardGens(c: Cfg, s: State, k: int)
    requires InvA(c, s) && InvB(c, s) && !c.overwrites && k >= 0
    ensures k in UnreadGens(c, s) <==> Base(c.S, k) >= s.rpos && !(HasRead(s.rd) && Base(c.S, k) == s.rd.cur)
  {
    reveal UnreadGens();
    var q := Base(c.S, k);
    NoLapInDiscard(c, s, Idx(c, q));
    GenBase(c.S, k);
    assert LapOf(c, q) == Lap(c.N, k);
    if Holds(s.rd) && q == s.rd.cur { reveal ReaderAt(); }
  }
}
