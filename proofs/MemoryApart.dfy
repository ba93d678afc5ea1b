include "MemoryLog.dfy"

/// What of layer B (what stands in memory) a step leaves alone: slots, and pieces at slots, that it does not touch.
module MemoryApart {
  import opened Geometry
  import opened Memory
  import opened Log
  import opened InductivePlaces
  import opened InductiveMemory
  import opened MemoryLog

  // ------------------------- slots, sub-buffers -------------------------

  /// Sub-buffer x has the same bytes.
  predicate SameAt(c: Cfg, s: State, t: State, x: int) requires Shape(c, s) && Shape(c, t) && IsSub(c, x) {
    s.begin[x] == t.begin[x] && s.csize[x] == t.csize[x] && s.dsize[x] == t.dsize[x] && s.mem[x] == t.mem[x]
  }
  /// Nothing happens to slots but i0, nor to sub-buffers but x0, which serves no slot but i0.
  opaque ghost predicate Apart(c: Cfg, s: State, t: State, i0: int, x0: int) requires Shape(c, s) && Shape(c, t) {
    && (forall i :: 0 <= i < c.N && i != i0 ==> t.slot[i] == s.slot[i] && t.dc[i] == s.dc[i] && s.slot[i].sub != x0)
    && (forall x {:trigger SameAt(c, s, t, x)} :: IsSub(c, x) && x != x0 ==> SameAt(c, s, t, x))
  }
  lemma ReadableKept(c: Cfg, s: State, t: State, k0: int, p: Pid, k: int, x: int)
    requires InvA(c, s) && InvA(c, t) && LogStep(c, s.log, t.log, s.wpos, k0, p)
    requires k != k0 && k >= 0 && IsSub(c, x) && SameAt(c, s, t, x) && ReadableIn(c, s, k, x)
    ensures ReadableIn(c, t, k, x)
  {
    FullKept(c, s.log, t.log, s.wpos, t.wpos, k0, p, k);
    EndIsKept(c, s.log, t.log, s.wpos, k0, p, k, s.csize[x]);
    ContentKept(c, s.log, t.log, s.wpos, k0, p, k, s.begin[x], Ends(c, s)[x], s.mem[x]);
  }
  lemma FullOfCount(c: Cfg, s: State, k: int)
    requires InvA(c, s) && InWindow(c, s.wpos, k) && s.dc[Slot(c.N, k)] != Clean(c.N, c.S, k)
    ensures Full(c.S, s.log, k)
  { reveal Delivery(); assert DeliveryOf(c, s.log, s.dc, s.claims, k); }

  /// A generation whose slot nothing happens to.
  lemma ServedKept(c: Cfg, s: State, t: State, k0: int, p: Pid, k: int)
    requires InvA(c, s) && InvA(c, t) && LogStep(c, s.log, t.log, s.wpos, k0, p) && Grows(c, s, t)
    requires k >= 0 && InWindow(c, s.wpos, k) && ServedAt(c, s, k) && k != k0 && (k >= c.N ==> k - c.N != k0)
    requires var i := Slot(c.N, k); t.slot[i] == s.slot[i] && t.dc[i] == s.dc[i]
                                    && SameAt(c, s, t, s.slot[i].sub)
    ensures ServedAt(c, t, k)
  {
    var i := Slot(c.N, k); var x := s.slot[i].sub;
    assert CommittedIn(c.S, t.log, k) == CommittedIn(c.S, s.log, k) by { reveal LogStep(); }
    if c.overwrites {
      reveal ServedOverwrite();
      if !s.slot[i].noref {
        ContentKept(c, s.log, t.log, s.wpos, k0, p, k, s.begin[x], Ends(c, s)[x], s.mem[x]);
      } else if s.slot[i].lap != None_ {
        if CommittedIn(c.S, s.log, k) == 0 {
          if !Full(c.S, s.log, k) { ReadableKept(c, s, t, k0, p, k - c.N, x); }
        } else { ReadableKept(c, s, t, k0, p, k, x); }
      }
    } else {
      reveal ServedDiscard();
      assert x == i;
      if k >= Gen(c.S, t.rpos) {
        GenMono(c.S, s.rpos, t.rpos);
        ContentKept(c, s.log, t.log, s.wpos, k0, p, k, s.begin[x], Ends(c, s)[x], s.mem[x]);
        if s.dc[i] == Clean(c.N, c.S, k) + c.S {
          FullOfCount(c, s, k);
          EndIsKept(c, s.log, t.log, s.wpos, k0, p, k, s.csize[x]);
        }
      }
    }
  }
  lemma GenMono(S: nat, a: int, b: int)
    requires S > 0 && a <= b
    ensures Gen(S, a) <= Gen(S, b)
  { GenOf(S, a); GenOf(S, b); if Gen(S, b) < Gen(S, a) { BaseMono(S, Gen(S, b) + 1, Gen(S, a)); } }

  ghost predicate SlotServed(c: Cfg, t: State, i0: int) requires Shape(c, t) {
    forall k {:trigger ServedAt(c, t, k)} :: InWindow(c, t.wpos, k) && Slot(c.N, k) == i0 ==> ServedAt(c, t, k)
  }
  lemma ServedFrame(c: Cfg, s: State, t: State, p: Pid, i0: int, k0: int, x0: int)
    requires InvA(c, s) && InvA(c, t) && Served(c, s) && LogStep(c, s.log, t.log, s.wpos, k0, p) && Grows(c, s, t)
    requires s.wpos == t.wpos && k0 >= -1 && (k0 == -1 || Slot(c.N, k0) == i0) && Apart(c, s, t, i0, x0)
    requires SlotServed(c, t, i0)
    ensures Served(c, t)
  {
    forall k | InWindow(c, t.wpos, k) ensures ServedAt(c, t, k) {
      if Slot(c.N, k) != i0 {
        SlotBack(c, k, k0);
        assert ServedAt(c, s, k) by { reveal Served(); }
        ApartAt(c, s, t, i0, x0, Slot(c.N, k));
        ServedKept(c, s, t, k0, p, k);
      }
    }
    reveal Served();
  }
  lemma SlotBack(c: Cfg, k: int, k0: int)
    requires WF(c) && k >= 0 && k0 >= -1 && (k0 == -1 || Slot(c.N, k0) != Slot(c.N, k))
    ensures k != k0 && (k >= c.N ==> k - c.N != k0)
  { SlotNext(c.N, c.S, k - c.N); }

  lemma ApartAt(c: Cfg, s: State, t: State, i0: int, x0: int, i: int)
    requires Shape(c, s) && Shape(c, t) && Apart(c, s, t, i0, x0) && 0 <= i < c.N && i != i0
    ensures t.slot[i] == s.slot[i] && t.dc[i] == s.dc[i] && s.slot[i].sub != x0 && SameAt(c, s, t, s.slot[i].sub)
  { reveal Apart(); }

  // ------------------------- pieces -------------------------

  /// What a process commits, or has committed last, is in the log.
  lemma PieceEntry(c: Cfg, s: State, p: Pid) returns (j: nat)
    requires InvA(c, s) && p in s.procs && StageOf(s.procs[p]) in {Before, After}
    ensures var q := s.procs[p]; var l := q.l;
      && p != 0 && j == PieceAt(c, p, l) < |s.log| && var x := s.log[j];
      && x.b == PieceBegin(c, p, l) && x.t == l.t && x.s == l.s
      && x.who == (if StageOf(q) == Before then p else 0)
      && (l.job == Hdr ==> x.kind == KHdr) && (l.job == Pad ==> x.kind == KPad)
      && (l.job == Rec ==> IsRecord(x) && x.f == RecFull(c, l) && x.e == RecEnd(c, l) && p in c.writers)
      && l.job != NoJob
      && Gen(c.S, x.b) == PieceGen(c, p, l) && 0 <= PieceGen(c, p, l) < Entered(c.S, s.wpos)
      && x.b < x.e <= Base(c.S, Gen(c.S, x.b) + 1)
  {
    reveal Owned(), Producers();
    assert LocalsOk(c, p, s.procs[p]) && OwnsIt(c, p, s.procs[p], s.log);
    var l := s.procs[p].l;
    j := PieceAt(c, p, l);
    assert l.at <= j < PendTo(c, p, s.procs[p]);
    assert Matches(s.log[j], Reserved(c, p, l)[j - l.at]);
    EntryEntered(c.S, s.log, s.wpos, j);
  }

  /// An uncommitted entry is of a generation that a slot serves, that is not delivered, nor behind the read position.
  lemma UncommittedFacts(c: Cfg, s: State, j: nat)
    requires InvA(c, s) && j < |s.log| && s.log[j].who != 0
    ensures var k := Gen(c.S, s.log[j].b);
      && k >= 0 && InWindow(c, s.wpos, k) && !Full(c.S, s.log, k) && s.dc[Slot(c.N, k)] == Clean(c.N, c.S, k)
      && k >= Gen(c.S, s.rpos)
  {
    var k := Gen(c.S, s.log[j].b);
    UncommittedIsNotFull(c.S, s.log, s.wpos, j);
    EntryEntered(c.S, s.log, s.wpos, j);
    reveal Delivery(), ReadPos();
    assert InWindow(c, s.wpos, k);
    assert DeliveryOf(c, s.log, s.dc, s.claims, k);
  }

  lemma PieceFree(c: Cfg, s: State, p: Pid, q: Proc)
    requires Shape(c, s) && IsSub(c, q.l.x)
    requires StageOf(q) in {Free, Settling} || ToClear(q.pc)
    ensures PieceOk(c, s, p, q)
  { reveal PieceOk(); }

  lemma DelivererFacts(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && p in s.procs && Delivers(s.procs[p])
    ensures var k := PieceGen(c, p, s.procs[p].l);
      && k >= 0 && InWindow(c, s.wpos, k) && Full(c.S, s.log, k)
      && s.dc[Slot(c.N, k)] == Clean(c.N, c.S, k) + (if c.lttng then 1 else 0)
      && k >= Gen(c.S, s.rpos)
  {
    reveal Deliverers(), ReadPos();
    assert DelivererOk(c, p, s.procs[p], s.wpos, s.log, s.dc);
    assert c.S >= 2;
  }

  /// A process at a slot that nothing happens to.
  lemma PieceKept(c: Cfg, s: State, t: State, p: Pid, i0: int, k0: int, x0: int, q: Pid)
    requires InvA(c, s) && InvA(c, t) && LogStep(c, s.log, t.log, s.wpos, k0, p) && Apart(c, s, t, i0, x0)
    requires q != p && q in s.procs && q in t.procs && t.procs[q] == s.procs[q] && (!c.overwrites ==> x0 == i0)
    requires PieceSlot(c, q, s.procs[q].l) != i0 && PieceOk(c, s, q, s.procs[q])
    requires StageOf(s.procs[q]) in {Before, After}
    ensures PieceOk(c, t, q, t.procs[q])
  {
    var r := s.procs[q]; var l := r.l; var i := PieceSlot(c, q, l); var k := PieceGen(c, q, l); var x := SubOf(c, q, l);
    ApartAt(c, s, t, i0, x0, i);
    var j := PieceEntry(c, s, q);
    reveal PieceOk();
    if r.pc != At_Deliver_Publish && !ToWake(r.pc) && !ToClear(r.pc) && !(r.pc in {At_Commit_LoadCount, At_Deliver_Lock}) {
      assert x != x0;
      assert SameAt(c, s, t, x) by { reveal Apart(); }
    }
    if r.pc == At_Deliver_Publish && !c.overwrites { assert SameAt(c, s, t, x) by { reveal Apart(); } }
    if StageOf(r) == Before { assert t.log[j] == s.log[j] by { reveal LogStep(); } }
    if Delivers(r) {
      DelivererFacts(c, s, q);
      if r.pc == At_Deliver_StoreSize { EndIsKept(c, s.log, t.log, s.wpos, k0, p, k, l.k); }
      if r.pc == At_Deliver_StoreSlot || (!c.overwrites && r.pc == At_Deliver_Publish)
      { EndIsKept(c, s.log, t.log, s.wpos, k0, p, k, s.csize[x]); }
    }
    if ToWake(r.pc) && l.job != NoJob { FullKept(c, s.log, t.log, s.wpos, t.wpos, k0, p, k); }
  }

  /// The pieces of processes but p that are at slot i0 are as they must be; slot i0 is.
  ghost predicate PiecesAt(c: Cfg, t: State, p: Pid, i0: int) requires Shape(c, t) {
    forall q {:trigger PieceOk(c, t, q, t.procs[q])} ::
      (q in t.procs && q != p && StageOf(t.procs[q]) in {Before, After} && PieceSlot(c, q, t.procs[q].l) == i0) ==>
        PieceOk(c, t, q, t.procs[q])
  }
  ghost predicate OthersSame(s: State, t: State, p: Pid) {
    s.procs.Keys == t.procs.Keys && forall q :: q in s.procs && q != p ==> t.procs[q] == s.procs[q]
  }

  lemma PiecesFrame(c: Cfg, s: State, t: State, p: Pid, i0: int, k0: int, x0: int)
    requires InvA(c, s) && InvA(c, t) && LogStep(c, s.log, t.log, s.wpos, k0, p) && Apart(c, s, t, i0, x0)
    requires Pieces(c, s) && OthersSame(s, t, p) && (!c.overwrites ==> x0 == i0)
    requires PiecesAt(c, t, p, i0)
    requires p in t.procs ==> PieceOk(c, t, p, t.procs[p])
    ensures Pieces(c, t)
  {
    forall q | q in t.procs ensures PieceOk(c, t, q, t.procs[q]) {
      if q != p {
        assert PieceOk(c, s, q, s.procs[q]) by { reveal Pieces(); }
        if StageOf(t.procs[q]) in {Before, After} {
          if PieceSlot(c, q, t.procs[q].l) != i0 { PieceKept(c, s, t, p, i0, k0, x0, q); }
        } else { PieceFree(c, t, q, t.procs[q]); }
      }
    }
    reveal Pieces();
  }

  lemma IntactFrame(c: Cfg, s: State, t: State, p: Pid, k0: int)
    requires InvA(c, s) && InvA(c, t) && LogStep(c, s.log, t.log, s.wpos, k0, p)
    requires Intact(c, s.procs, s.log) && OthersSame(s, t, p)
    requires p in t.procs ==> IntactOf(c, p, t.procs[p], t.log)
    ensures Intact(c, t.procs, t.log)
  {
    forall q | q in t.procs ensures IntactOf(c, q, t.procs[q], t.log) {
      if q != p {
        assert IntactOf(c, q, s.procs[q], s.log) by { reveal Intact(); }
        if RecordAhead(c, q, s.procs[q]) {
          var n := PendTo(c, q, s.procs[q]);
          assert s.log[n - 1].who == q by { RecordIsOwn(c, s, q); }
          assert t.log[n - 1] == s.log[n - 1] by { reveal LogStep(); }
        }
      }
    }
    reveal Intact();
  }
  lemma RecordIsOwn(c: Cfg, s: State, q: Pid)
    requires InvA(c, s) && q in s.procs && RecordAhead(c, q, s.procs[q])
    ensures var n := PendTo(c, q, s.procs[q]);
      && 0 < n <= |s.log| && s.log[n - 1].who == q != 0
      && s.procs[q].l.at < n && s.log[n - 1].b == RecBegin(c, s.procs[q].l)
  {
    reveal Owned(), Producers();
    assert LocalsOk(c, q, s.procs[q]) && OwnsIt(c, q, s.procs[q], s.log);
  }
}
