include "InductiveMemory.dfy"
include "Evolution.dfy"

/// What a recovery relies on besides the layers: a spare sub-buffer has no header, and a claimed slot was pushed for.
module Spare {
  import opened Geometry
  import opened Memory
  import opened Reserve
  import opened Log
  import opened InductivePlaces
  import opened InductiveMemory
  import opened ReserveCommit
  import opened Evolution
  import opened OneAtATime

  opaque ghost predicate Headless(c: Cfg, slot: seq<Word>, begin: seq<BeginBlock>, mine: int, holds: bool)
    requires |slot| == c.N && |begin| == Subs(c) && IsSub(c, mine)
  {
    c.overwrites ==>
      && (forall i :: 0 <= i < c.N && slot[i].noref && slot[i].lap == None_ && IsSub(c, slot[i].sub) ==> begin[slot[i].sub] == NoBegin)
      && (!holds ==> begin[mine] == NoBegin)
  }
  opaque ghost predicate Pushed(c: Cfg, slot: seq<Word>, wpos: int, rpos: int) requires WF(c) && |slot| == c.N {
    c.overwrites ==> forall k :: InWindow(c, wpos, k) && !slot[Slot(c.N, k)].noref ==> k < Gen(c.S, rpos) + c.N
  }
  ghost predicate InvF(c: Cfg, s: State) requires Shape(c, s) {
    Headless(c, s.slot, s.begin, s.mine, Holds(s.rd)) && Pushed(c, s.slot, s.wpos, s.rpos)
  }

  lemma F_Init(c: Cfg) requires WF(c) ensures Shape(c, Init(c)) && InvF(c, Init(c)) { reveal Headless(), Pushed(); }

  // ------------------------- headers and spares -------------------------

  lemma Headless_Claim(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && InvF(c, s) && Commit.ClearNoref_Cas(c, s, p) == Some(t) && InvA(c, t)
    ensures Headless(c, t.slot, t.begin, t.mine, Holds(t.rd))
  { reveal Headless(), Permuted(); }
  lemma Headless_Begin(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && InvF(c, s) && InvA(c, t)
    requires Commit.NewStart_StoreBegin(c, s, p) == Some(t) || Commit.OldStart_StoreBegin(c, s, p) == Some(t)
    ensures Headless(c, t.slot, t.begin, t.mine, Holds(t.rd))
  {
    reveal Headless();
    if c.overwrites {
      var q := s.procs[p]; var x := q.l.x; var j := PieceSlot(c, p, q.l);
      assert PieceOk(c, s, p, q) by { reveal Pieces(); }
      assert s.slot[j] == Word(x, false, None_) by { reveal PieceOk(); }
      assert s.mine != x && (forall i :: 0 <= i < c.N && i != j ==> s.slot[i].sub != x) by { reveal Permuted(); }
    }
  }
  lemma Headless_Deliver(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvF(c, s) && Commit.Deliver_StoreSlot(c, s, p) == Some(t) && InvA(c, t)
    ensures Headless(c, t.slot, t.begin, t.mine, Holds(t.rd))
  {
    reveal Headless();
    var q := s.procs[p]; var b := PieceBegin(c, p, q.l);
    assert LocalsOk(c, p, q) by { reveal Producers(); }
    PieceNotNegative(c, p, q);
    GenOf(c.S, b);
    assert LapOf(c, b) >= 0;
  }
  lemma PieceNotNegative(c: Cfg, p: Pid, q: Proc)
    requires WF(c) && LocalsOk(c, p, q)
    ensures PieceBegin(c, p, q.l) >= 0
  {
    GenOf(c.S, q.l.o); GenOf(c.S, RecBegin(c, q.l)); BaseMono(c.S, 0, Gen(c.S, q.l.o)); BaseStep(c.S, 0);
    BaseMono(c.S, 0, Gen(c.S, RecBegin(c, q.l)));
  }

  lemma Headless_Reader(c: Cfg, s: State, t: State, a: ReaderAction)
    requires InvA(c, s) && InvB(c, s) && InvF(c, s) && ApplyReader(c, s, a) == Some(t) && InvA(c, t)
    ensures Headless(c, t.slot, t.begin, t.mine, Holds(t.rd))
  {
    reveal Headless(), ReaderAt();
    if a == ReaderAction.Put_Cas {
      assert s.rd.w == Word(s.rd.w.sub, true, None_) by { reveal Exchanged(); }
      GenOf(c.S, s.rd.cur);
      assert LapOf(c, s.rd.cur) >= 0;
    } else if a == ReaderAction.Get_Exchange {
      assert s.rd.w.sub != s.mine by { reveal Permuted(); }
    }
  }

  // ------------------------- claimed is pushed for -------------------------

  lemma Pushed_Grows(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvF(c, s) && InvA(c, t) && t.wpos == s.wpos && s.rpos <= t.rpos
    requires forall i :: 0 <= i < c.N ==> t.slot[i].noref == s.slot[i].noref || t.slot[i].noref
    ensures Pushed(c, t.slot, t.wpos, t.rpos)
  {
    reveal Pushed();
    GenOf(c.S, s.rpos); GenOf(c.S, t.rpos);
    if Gen(c.S, s.rpos) > Gen(c.S, t.rpos) { BaseMono(c.S, Gen(c.S, t.rpos) + 1, Gen(c.S, s.rpos)); }
  }
  lemma Pushed_Claim(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvF(c, s) && Commit.ClearNoref_Cas(c, s, p) == Some(t) && InvA(c, t)
    ensures Pushed(c, t.slot, t.wpos, t.rpos)
  {
    reveal Pushed();
    var q := s.procs[p]; var l := q.l; var b := PieceBegin(c, p, l); var g := Gen(c.S, b);
    assert LocalsOk(c, p, q) && SampledOk(c, p, q, s.wpos, s.rpos, s.dc) by { reveal Producers(); }
    assert PushFrom(c, p, l) - s.rpos < Ring(c);
    PieceBehindPush(c, p, q);
    var r := Gen(c.S, s.rpos);
    assert s.rpos == Base(c.S, r) by { reveal ReadPos(); }
    GenOf(c.S, PushFrom(c, p, l));
    BasePlus(c.S, r, c.N);
    if g >= r + c.N { BaseMono(c.S, r + c.N, g); GenOf(c.S, b); }
    forall k | InWindow(c, t.wpos, k) && !t.slot[Slot(c.N, k)].noref ensures k < Gen(c.S, t.rpos) + c.N {
      if Slot(c.N, k) == Slot(c.N, g) {
        PieceInWindow(c, s, p);
        if k < g { SameSlot(c.N, c.S, k, g); } else if g < k { SameSlot(c.N, c.S, g, k); }
      }
    }
  }
  /// The piece that a process commits begins before the end of what it pushed for.
  lemma PieceBehindPush(c: Cfg, p: Pid, q: Proc)
    requires WF(c) && LocalsOk(c, p, q) && StageOf(q) == Before
    ensures Base(c.S, Gen(c.S, PieceBegin(c, p, q.l))) <= PushFrom(c, p, q.l)
  {
    var l := q.l; var k := Gen(c.S, l.o); var r := RecBegin(c, l);
    GenOf(c.S, l.o); BaseStep(c.S, k); BaseStep(c.S, k + 1); GenOf(c.S, r); GenBase(c.S, k); GenBase(c.S, k + 1);
    if OffOf(c, l.o) == 0 { GenIs(c.S, l.o + c.H, k); }
    else if EndsOld(c, l) { GenIs(c.S, r, k + 1); }
  }
  lemma PieceInWindow(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && p in s.procs && StageOf(s.procs[p]) == Before
    ensures InWindow(c, s.wpos, PieceGen(c, p, s.procs[p].l))
  {
    var q := s.procs[p]; var j := PieceAt(c, p, q.l);
    assert LocalsOk(c, p, q) by { reveal Producers(); }
    assert OwnsIt(c, p, q, s.log) by { reveal Owned(); }
    PieceIsReserved(c, p, q);
    assert s.log[j].who == p && Matches(s.log[j], Reserved(c, p, q.l)[j - q.l.at]);
    UncommittedIsNotFull(c.S, s.log, s.wpos, j);
    EntryEntered(c.S, s.log, s.wpos, j);
    assert Gen(c.S, s.log[j].b) >= First(c.N, c.S, s.wpos) by { reveal Delivery(); }
  }
  lemma PieceIsReserved(c: Cfg, p: Pid, q: Proc)
    requires WF(c) && LocalsOk(c, p, q) && StageOf(q) == Before
    ensures PieceAt(c, p, q.l) < PendTo(c, p, q)
    ensures var x := Reserved(c, p, q.l)[PieceAt(c, p, q.l) - q.l.at]; x.b == PieceBegin(c, p, q.l) && x.e == PieceEnd(c, p, q.l)
  {
    var l := q.l; var k := Gen(c.S, l.o); var r := RecBegin(c, l);
    GenOf(c.S, l.o); BaseStep(c.S, k); BaseStep(c.S, k + 1); GenOf(c.S, r); GenBase(c.S, k); GenBase(c.S, k + 1);
    if OffOf(c, l.o) == 0 { GenIs(c.S, l.o + c.H, k); }
    else if EndsOld(c, l) { GenIs(c.S, r, k + 1); }
  }
  /// A sub-buffer is entered on a slot that was delivered: no writer refers to it.
  lemma Pushed_Enter(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && InvF(c, s) && InvA(c, t) && Grows(c, s, t)
    requires t.slot == s.slot && t.rpos == s.rpos && t.dc == s.dc
    ensures Pushed(c, t.slot, t.wpos, t.rpos)
  {
    reveal Pushed();
    if c.overwrites {
      forall k | InWindow(c, t.wpos, k) && !t.slot[Slot(c.N, k)].noref ensures k < Gen(c.S, t.rpos) + c.N {
        if !InWindow(c, s.wpos, k) {
          FirstGrows(c, s.wpos, t.wpos);
          var g := WindowGen(c.N, c.S, First(c.N, c.S, s.wpos), k);
          assert s.dc[Slot(c.N, g)] >= Clean(c.N, c.S, g) + c.S by {
            assert DeliveryOf(c, t.log, t.dc, t.claims, k) by { reveal Delivery(); }
          }
          assert ServedAt(c, s, g) by { reveal Served(); }
          assert DeliveryOf(c, s.log, s.dc, s.claims, g) by { reveal Delivery(); }
          assert false by { reveal ServedOverwrite(); }
        }
      }
    }
  }
  lemma FirstGrows(c: Cfg, w: int, w': int)
    requires WF(c) && 0 <= w <= w'
    ensures First(c.N, c.S, w) <= First(c.N, c.S, w')
  {
    GenOf(c.S, w - 1); GenOf(c.S, w' - 1);
    if Gen(c.S, w - 1) > Gen(c.S, w' - 1) { BaseMono(c.S, Gen(c.S, w' - 1) + 1, Gen(c.S, w - 1)); }
  }
  // ------------------------- every step -------------------------

  lemma F_Step(c: Cfg, s: State, t: State, step: Step)
    requires InvA(c, s) && InvB(c, s) && InvF(c, s) && Apply(c, s, step) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvF(c, t)
  {
    match step
    case By(p, a) => F_By(c, s, t, p, a);
    case ByReader(a) => Headless_Reader(c, s, t, a); ReaderLeavesLog(c, s, t, a); ReaderSetsNoref(c, s, t, a); Pushed_Grows(c, s, t);
    case _ => Pushed_Grows(c, s, t);
  }
  lemma ReaderSetsNoref(c: Cfg, s: State, t: State, a: ReaderAction)
    requires InvA(c, s) && ApplyReader(c, s, a) == Some(t)
    ensures |t.slot| == c.N && forall i :: 0 <= i < c.N ==> t.slot[i].noref == s.slot[i].noref || t.slot[i].noref
  {}
  lemma F_By(c: Cfg, s: State, t: State, p: Pid, a: Action)
    requires InvA(c, s) && InvB(c, s) && InvF(c, s) && ApplyBy(c, s, p, a) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvF(c, t)
  {
    StepOfOne(c, s, t, p, a);
    if a == Action.ClearNoref_Cas { Headless_Claim(c, s, t, p); Pushed_Claim(c, s, t, p); }
    else if a == Action.NewStart_StoreBegin || a == Action.OldStart_StoreBegin { Headless_Begin(c, s, t, p); Pushed_Grows(c, s, t); }
    else if a == Action.Deliver_StoreSlot { Headless_Deliver(c, s, t, p); Pushed_Grows(c, s, t); }
    else if t.wpos == s.wpos { Pushed_Grows(c, s, t); }
    else { Pushed_Enter(c, s, t); }
  }
}
