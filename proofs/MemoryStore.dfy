include "Commit.dfy"
include "MemoryPieces.dfy"

/// Layer B, the actions of Commit.dfy up to the commit: claim the sub-buffer, store headers, ends and records.
module MemoryStore {
  import opened Geometry
  import opened Memory
  import opened Commit
  import opened Log
  import opened InductivePlaces
  import opened InductiveMemory
  import opened MemoryLog
  import opened MemoryApart
  import opened MemoryFrame
  import opened MemoryPieces

  // ------------------------- where a piece stands -------------------------

  lemma DiscardSlot(c: Cfg, s: State, i: int)
    requires InvA(c, s) && Served(c, s) && !c.overwrites && 0 <= i < c.N
    ensures s.slot[i] == Word(i, true, None_)
  {
    var k := WindowHas(c, s.wpos, i);
    assert ServedAt(c, s, k) by { reveal Served(); }
    reveal ServedDiscard();
  }
  /// The sub-buffer of slot i0 serves no other slot, nor does the reader hold it.
  lemma ServesOne(c: Cfg, s: State, i0: int)
    requires InvA(c, s) && InvB(c, s) && 0 <= i0 < c.N
    ensures forall i :: 0 <= i < c.N && i != i0 ==> s.slot[i].sub != s.slot[i0].sub
    ensures c.overwrites ==> s.slot[i0].sub != s.mine
    ensures !c.overwrites ==> s.slot[i0].sub == i0
  {
    if c.overwrites { reveal Permuted(); }
    else { forall i | 0 <= i < c.N ensures s.slot[i].sub == i { DiscardSlot(c, s, i); } }
  }

  predicate Claimed(c: Cfg, s: State, p: Pid, l: Locals) requires Shape(c, s) {
    c.overwrites ==> s.slot[PieceSlot(c, p, l)] == Word(l.x, false, None_)
  }
  /// Who stores or commits: the slot serves its generation, from the sub-buffer that it has claimed.
  lemma BeforeFacts(c: Cfg, s: State, p: Pid) returns (j: nat)
    requires InvA(c, s) && p in s.procs && StageOf(s.procs[p]) == Before
    ensures var l := s.procs[p].l; var k := PieceGen(c, p, l);
      && p != 0 && j == PieceAt(c, p, l) < |s.log| && s.log[j].who == p && Gen(c.S, s.log[j].b) == k
      && s.log[j].b == PieceBegin(c, p, l) && s.log[j].b < s.log[j].e
      && k >= 0 && InWindow(c, s.wpos, k) && !Full(c.S, s.log, k) && s.dc[Slot(c.N, k)] == Clean(c.N, c.S, k)
      && PieceSlot(c, p, l) == Slot(c.N, k) && k >= Gen(c.S, s.rpos)
  { j := PieceEntry(c, s, p); UncommittedFacts(c, s, j); }

  lemma PieceSub(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && p in s.procs && Claimed(c, s, p, s.procs[p].l)
    ensures SubOf(c, p, s.procs[p].l) == s.slot[PieceSlot(c, p, s.procs[p].l)].sub
  { if !c.overwrites { DiscardSlot(c, s, PieceSlot(c, p, s.procs[p].l)); } }

  lemma BeforeClaims(c: Cfg, s: State, p: Pid)
    requires Shape(c, s) && Pieces(c, s) && p in s.procs && StageOf(s.procs[p]) == Before && !ToClear(s.procs[p].pc)
    ensures Claimed(c, s, p, s.procs[p].l)
  { assert PieceOk(c, s, p, s.procs[p]) by { reveal Pieces(); } reveal PieceOk(); }

  lemma ContentOf(c: Cfg, s: State, k: int)
    requires InvA(c, s) && InvB(c, s) && InWindow(c, s.wpos, k)
    requires if c.overwrites then !s.slot[Slot(c.N, k)].noref else k >= Gen(c.S, s.rpos)
    ensures ContentIn(c, s, k, s.slot[Slot(c.N, k)].sub)
  {
    assert ServedAt(c, s, k) by { reveal Served(); }
    if c.overwrites { reveal ServedOverwrite(); } else { reveal ServedDiscard(); }
  }

  // ------------------------- claim -------------------------

  lemma AfterClearOk(c: Cfg, s: State, t: State, p: Pid, l: Locals)
    requires InvA(c, t) && p in t.procs && l.job != NoJob && c.overwrites
    requires t.procs[p] == AfterClear(c, s, p, l).procs[p] && t.slot[PieceSlot(c, p, l)] == Word(l.x, false, None_)
    ensures PieceOk(c, t, p, t.procs[p])
  {
    SamePlanFacts(c, p, l, t.procs[p].l);
    PieceStart(c, t, p);
  }
  lemma HasJob(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && p in s.procs && StageOf(s.procs[p]) in {Before, After}
    ensures s.procs[p].l.job != NoJob && (ToClear(s.procs[p].pc) ==> c.overwrites)
    ensures s.procs[p].pc == At_ClearNoref_Cas ==> s.procs[p].l.w.noref
    ensures s.procs[p].pc in {At_Commit_LoadCount, At_Deliver_Lock} ==> c.lttng
    ensures s.procs[p].l.job == Hdr && p in c.flushers ==> OffOf(c, s.procs[p].l.o) == 0
  { reveal Producers(); assert LocalsOk(c, p, s.procs[p]); }

  lemma B_ClearNoref_LoadSlot(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && ClearNoref_LoadSlot(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    var l := s.procs[p].l; var i := PieceSlot(c, p, l); var word := s.slot[i];
    HasJob(c, s, p);
    if !word.noref {
      var j := BeforeFacts(c, s, p);
      assert ServedAt(c, s, PieceGen(c, p, l)) by { reveal Served(); }
      assert word == Word(word.sub, false, None_) by { reveal ServedOverwrite(); }
      SamePlanFacts(c, p, l, l.(x := word.sub));
      AfterClearOk(c, s, t, p, l.(x := word.sub));
    } else { PieceFree(c, t, p, t.procs[p]); }
    IntactKept(c, s, t, p);
    Quiet(c, s, t, p);
  }
  lemma B_ClearNoref_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && ClearNoref_CasFail(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { PieceFree(c, t, p, t.procs[p]); IntactKept(c, s, t, p); Quiet(c, s, t, p); }

  /// Another process at the slot that is claimed.
  lemma ClaimOthers(c: Cfg, s: State, t: State, p: Pid, q: Pid)
    requires InvA(c, s) && InvB(c, s) && ClearNoref_Cas(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    requires q in t.procs && q != p && StageOf(t.procs[q]) in {Before, After}
    requires PieceSlot(c, q, t.procs[q].l) == PieceSlot(c, p, s.procs[p].l)
    ensures PieceOk(c, t, q, t.procs[q])
  {
    var r := s.procs[q];
    HasJob(c, s, p);
    var j := BeforeFacts(c, s, p);
    assert PieceOk(c, s, q, r) by { reveal Pieces(); }
    if ToClear(r.pc) { PieceFree(c, t, q, r); }
    else if StageOf(r) == Before { BeforeClaims(c, s, q); }
    else if Delivers(r) {
      DelivererFacts(c, s, q);
      OneInWindow(c, s.wpos, PieceGen(c, p, s.procs[p].l), PieceGen(c, q, r.l));
    } else { reveal PieceOk(); }
  }
  lemma B_ClearNoref_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && ClearNoref_Cas(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    var l := s.procs[p].l; var i := PieceSlot(c, p, l); var k := PieceGen(c, p, l); var x := l.w.sub;
    HasJob(c, s, p);
    var j := BeforeFacts(c, s, p);
    ServesOne(c, s, i);
    LogSame(c, s.log, s.wpos, p);
    assert Apart(c, s, t, i, x) by { reveal Apart(); }
    assert Permuted(c, t.slot, t.mine) by { reveal Permuted(); }
    forall k' | InWindow(c, t.wpos, k') && Slot(c.N, k') == i ensures ServedAt(c, t, k') {
      OneInWindow(c, s.wpos, k, k');
      assert ServedAt(c, s, k) by { reveal Served(); }
      assert CommittedIn(c.S, s.log, k) == 0 by { reveal ServedOverwrite(); }
      NothingIn(c, t.log, t.wpos, k, t.begin[x], Ends(c, t)[x], t.mem[x]);
      reveal ServedOverwrite();
    }
    forall q | q in t.procs && q != p && StageOf(t.procs[q]) in {Before, After} && PieceSlot(c, q, t.procs[q].l) == i
      ensures PieceOk(c, t, q, t.procs[q]) { ClaimOthers(c, s, t, p, q); }
    SamePlanFacts(c, p, l, l.(x := x));
    AfterClearOk(c, Wipe(c, s, x).(slot := t.slot), t, p, l.(x := x));
    IntactKept(c, s, t, p);
    Frame(c, s, t, p, i, -1, x);
  }

  // ------------------------- stores -------------------------

  /// Of two entries of one generation one is a header, one is the last, and their cells are not the same.
  lemma EntriesApart(c: Cfg, log: seq<Entry>, wpos: int, i: nat, j: nat)
    requires WF(c) && Partition(c.S, log, wpos) && Kinds(c, log) && i < |log| && j < |log| && i != j
    requires Gen(c.S, log[i].b) == Gen(c.S, log[j].b)
    ensures OffOf(c, log[i].b) != OffOf(c, log[j].b)
    ensures !(IsLast(c, log[i]) && IsLast(c, log[j])) && !(log[i].kind == KHdr && log[j].kind == KHdr)
  {
    if i < j { Ordered(c.S, log, wpos, i, j); } else { Ordered(c.S, log, wpos, j, i); }
    GenOf(c.S, log[i].b); GenOf(c.S, log[j].b);
    NextIsBase(c, log[i].b); NextIsBase(c, log[j].b);
    reveal Kinds();
    assert log[i].b < log[i].e && log[j].b < log[j].e by { reveal Partition(); }
  }

  /// p has stored what entry j leaves, and no more, in sub-buffer x.
  ghost predicate StoresOf(c: Cfg, s: State, t: State, j: nat, x: int) requires Shape(c, s) && Shape(c, t) && IsSub(c, x) && j < |s.log| {
    && (s.log[j].kind != KHdr ==> t.begin[x] == s.begin[x])
    && (!IsLast(c, s.log[j]) || c.lttng ==> t.csize[x] == s.csize[x])
    && (!IsLast(c, s.log[j]) || !c.lttng ==> t.dsize[x] == s.dsize[x])
    && (forall o :: 0 <= o < c.S && !(IsRecord(s.log[j]) && o == OffOf(c, s.log[j].b)) ==> t.mem[x][o] == s.mem[x][o])
    && t.wpos == s.wpos && t.rpos == s.rpos && t.slot == s.slot && t.dc == s.dc && t.mine == s.mine && t.rd == s.rd
    && |t.log| == |s.log| && (forall i :: 0 <= i < |s.log| && i != j ==> t.log[i] == s.log[i]) && SameBut(s.log[j], t.log[j])
    && t.log[j].who == s.log[j].who
    && forall y {:trigger SameAt(c, s, t, y)} :: IsSub(c, y) && y != x ==> SameAt(c, s, t, y)
  }
  lemma OtherStored(c: Cfg, s: State, t: State, j: nat, x: int, i: nat)
    requires InvA(c, s) && Shape(c, t) && IsSub(c, x) && j < |s.log| && StoresOf(c, s, t, j, x) && i < |s.log| && i != j
    requires Gen(c.S, s.log[i].b) == Gen(c.S, s.log[j].b)
    ensures EntryStored(c, s.log[i], s.begin[x], Ends(c, s)[x], s.mem[x]) ==>
            EntryStored(c, t.log[i], t.begin[x], Ends(c, t)[x], t.mem[x])
    ensures IsLast(c, s.log[i]) ==> Ends(c, t)[x] == Ends(c, s)[x]
    ensures t.mem[x][OffOf(c, s.log[i].b)] == s.mem[x][OffOf(c, s.log[i].b)]
  { EntriesApart(c, s.log, s.wpos, i, j); }

  lemma StoreServed(c: Cfg, s: State, t: State, p: Pid, j: nat, x: int)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && p in s.procs && StageOf(s.procs[p]) == Before
    requires Claimed(c, s, p, s.procs[p].l) && x == SubOf(c, p, s.procs[p].l) && IsSub(c, x)
    requires j == PieceAt(c, p, s.procs[p].l) < |s.log| && StoresOf(c, s, t, j, x)
    ensures ServedAt(c, t, PieceGen(c, p, s.procs[p].l))
  {
    var l := s.procs[p].l; var k := PieceGen(c, p, l); var i := Slot(c.N, k);
    var j' := BeforeFacts(c, s, p);
    PieceSub(c, s, p);
    ContentOf(c, s, k);
    assert ContentIn(c, t, k, x) by {
      reveal Content();
      forall n | 0 <= n < |t.log| && Gen(c.S, t.log[n].b) == k && t.log[n].who == 0
        ensures EntryStored(c, t.log[n], t.begin[x], Ends(c, t)[x], t.mem[x]) { OtherStored(c, s, t, j, x, n); }
    }
    if c.overwrites { reveal ServedOverwrite(); } else { DiscardSlot(c, s, i); reveal ServedDiscard(); }
  }
  lemma StoreOthers(c: Cfg, s: State, t: State, p: Pid, j: nat, x: int, q: Pid)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && p in s.procs && StageOf(s.procs[p]) == Before
    requires Claimed(c, s, p, s.procs[p].l) && x == SubOf(c, p, s.procs[p].l) && IsSub(c, x)
    requires j == PieceAt(c, p, s.procs[p].l) < |s.log| && StoresOf(c, s, t, j, x) && LogStep(c, s.log, t.log, s.wpos, -1, p)
    requires q in s.procs && q in t.procs && q != p && t.procs[q] == s.procs[q] && StageOf(s.procs[q]) in {Before, After}
    requires PieceSlot(c, q, s.procs[q].l) == PieceSlot(c, p, s.procs[p].l)
    ensures PieceOk(c, t, q, t.procs[q])
  {
    var r := s.procs[q]; var k := PieceGen(c, p, s.procs[p].l); var k' := PieceGen(c, q, r.l);
    var j0 := BeforeFacts(c, s, p);
    assert PieceOk(c, s, q, r) by { reveal Pieces(); }
    if ToClear(r.pc) { PieceFree(c, t, q, r); }
    else if StageOf(r) == Before {
      var j' := BeforeFacts(c, s, q);
      OneInWindow(c, s.wpos, k, k');
      BeforeClaims(c, s, q);
      PieceSub(c, s, p); PieceSub(c, s, q);
      OtherStored(c, s, t, j, x, j');
      reveal PieceOk();
    } else if Delivers(r) {
      DelivererFacts(c, s, q);
      OneInWindow(c, s.wpos, k, k');
    } else {
      var j' := PieceEntry(c, s, q);
      reveal PieceOk();
      if ToWake(r.pc) { FullKept(c, s.log, t.log, s.wpos, t.wpos, -1, p, k'); }
    }
  }
  /// A store of p into the sub-buffer that it has claimed.
  lemma Stored(c: Cfg, s: State, t: State, p: Pid, j: nat, x: int)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t) && p in s.procs && StageOf(s.procs[p]) == Before
    requires !ToClear(s.procs[p].pc) && x == SubOf(c, p, s.procs[p].l) && IsSub(c, x) && OthersSame(s, t, p)
    requires j == PieceAt(c, p, s.procs[p].l) < |s.log| && StoresOf(c, s, t, j, x) && LogStep(c, s.log, t.log, s.wpos, -1, p)
    requires PieceOk(c, t, p, t.procs[p]) && IntactOf(c, p, t.procs[p], t.log)
    ensures InvB(c, t)
  {
    var l := s.procs[p].l; var k := PieceGen(c, p, l); var i := PieceSlot(c, p, l);
    var j' := BeforeFacts(c, s, p);
    BeforeClaims(c, s, p);
    PieceSub(c, s, p);
    ServesOne(c, s, i);
    assert Apart(c, s, t, i, x) by { reveal Apart(); }
    forall k' | InWindow(c, t.wpos, k') && Slot(c.N, k') == i ensures ServedAt(c, t, k') {
      OneInWindow(c, s.wpos, k, k');
      StoreServed(c, s, t, p, j, x);
    }
    forall q | q in t.procs && q != p && StageOf(t.procs[q]) in {Before, After} && PieceSlot(c, q, t.procs[q].l) == i
      ensures PieceOk(c, t, q, t.procs[q]) { StoreOthers(c, s, t, p, j, x, q); }
    Frame(c, s, t, p, i, -1, x);
  }
}
