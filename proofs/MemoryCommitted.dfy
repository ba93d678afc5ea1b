include "MemoryStore.dfy"

/// Layer B: what a commit, and a delivery, leave to other processes, and where a process goes after them.
module MemoryCommitted {
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
  import opened MemoryStore

  // ------------------------- after a commit -------------------------

  /// Going on changes the process and nothing else.
  ghost predicate Moves_(u: State, t: State, p: Pid) {
    p in t.procs && OthersSame(u, t, p) && t == u.(procs := t.procs)
  }
  lemma AfterCommitMoves(c: Cfg, u: State, p: Pid, l: Locals)
    requires WF(c) && p in u.procs
    ensures Moves_(u, AfterCommit(c, u, p, l), p)
  {}

  lemma SameSlotAsHeader(c: Cfg, p: Pid, l: Locals, m: Locals)
    requires WF(c) && SamePlan(l, m) && l.job == Hdr
    requires if p in c.flushers then m.job == Pad && OffOf(c, l.o) == 0 else m.job == Rec
    ensures PieceSlot(c, p, m) == PieceSlot(c, p, l) && PieceGen(c, p, m) == PieceGen(c, p, l)
  {
    SamePlanFacts(c, p, l, m);
    if p in c.flushers {
      GenOf(c.S, l.o); var g := Gen(c.S, l.o); BaseStep(c.S, g);
      GenIs(c.S, l.o + c.H, g);
    } else {
      var r := RecBegin(c, l);
      GenOf(c.S, r); BaseStep(c.S, Gen(c.S, r));
      GenIs(c.S, Floor(c, r), Gen(c.S, r));
    }
  }
  /// Behind a header more is reserved of the same sub-buffer.
  lemma HeaderIsNotAll(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && p in s.procs && StageOf(s.procs[p]) in {Before, After} && s.procs[p].l.job == Hdr
    ensures var k := PieceGen(c, p, s.procs[p].l);
      && k >= 0 && InWindow(c, s.wpos, k) && !Full(c.S, s.log, k) && s.dc[Slot(c.N, k)] == Clean(c.N, c.S, k)
  {
    var q := s.procs[p]; var l := q.l;
    var j := PieceEntry(c, s, p);
    reveal Owned(), Producers();
    assert LocalsOk(c, p, q) && OwnsIt(c, p, q, s.log);
    var n := j + 1;
    assert l.at <= n < PendTo(c, p, q) && PendFrom(c, p, q) <= n;
    assert Matches(s.log[n], Reserved(c, p, l)[n - l.at]) && s.log[n].who == p;
    var m := if p in c.flushers then l.(job := Pad) else l.(job := Rec);
    SameSlotAsHeader(c, p, l, m);
    assert s.log[n].b == PieceBegin(c, p, m);
    UncommittedFacts(c, s, n);
  }
  lemma AfterCommitOk(c: Cfg, s: State, t: State, p: Pid, l: Locals)
    requires InvA(c, t) && p in t.procs && t.procs[p] == AfterCommit(c, s, p, l).procs[p]
    requires l.job == Hdr ==> Claimed(c, t, p, l) && (p in c.flushers ==> OffOf(c, l.o) == 0)
    ensures PieceOk(c, t, p, t.procs[p])
  {
    var q := t.procs[p];
    assert LocalsOk(c, p, q) by { reveal Producers(); }
    if l.job == Hdr { SamePlanFacts(c, p, l, q.l); SameSlotAsHeader(c, p, l, q.l); PieceStart(c, t, p); }
    else if StageOf(q) == Free || ToClear(q.pc) { PieceFree(c, t, p, q); }
    else { PieceStart(c, t, p); }
  }

  // ------------------------- commit -------------------------

  /// All of a full generation is committed, so its last entry's end stands there.
  lemma ContentGivesEnd(c: Cfg, s: State, k: int, x: int)
    requires InvA(c, s) && k >= 0 && IsSub(c, x) && ContentIn(c, s, k, x) && Full(c.S, s.log, k)
    ensures EndIs(c, s.log, k, Ends(c, s)[x]) && BeginIs(c, s.log, k, s.begin[x])
  { reveal EndIs(), BeginIs(), Content(); FullIsCommitted(c.S, s.log, s.wpos, k); }

  /// What a commit of p changes.
  ghost predicate Commits(c: Cfg, s: State, t: State, p: Pid) requires Shape(c, s) && Shape(c, t) && p in s.procs {
    var j := PieceAt(c, p, s.procs[p].l);
    && s.procs[p].pc == At_Commit_AddCount && OthersSame(s, t, p) && t.rd == s.rd && t.rpos == s.rpos
    && MemorySame(s.(log := t.log), t)
    && j < |s.log| && t.log == s.log[j := s.log[j].(who := 0)]
  }
  lemma CommitChanges(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Commit_AddCount(c, s, p) == Some(t) && InvA(c, t)
    ensures Commits(c, s, t, p)
  {
    hide AfterCommit;
    var j := BeforeFacts(c, s, p);
    AfterCommitMoves(c, Committed(c, s, p), p, s.procs[p].l);
  }

  lemma CommitServed(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && p in s.procs && Commits(c, s, t, p)
    ensures var k := PieceGen(c, p, s.procs[p].l); ServedAt(c, t, k) && ContentIn(c, t, k, s.slot[Slot(c.N, k)].sub)
  {
    var l := s.procs[p].l; var k := PieceGen(c, p, l); var i := Slot(c.N, k); var x := s.slot[i].sub;
    var j := BeforeFacts(c, s, p);
    BeforeClaims(c, s, p);
    PieceSub(c, s, p);
    ContentOf(c, s, k);
    assert PieceOk(c, s, p, s.procs[p]) by { reveal Pieces(); }
    assert EntryStored(c, s.log[j], s.begin[x], Ends(c, s)[x], s.mem[x]) by { reveal PieceOk(); }
    ContentCommit(c, s.log, k, j, s.begin[x], Ends(c, s)[x], s.mem[x]);
    assert ServedAt(c, s, k) by { reveal Served(); }
    if c.overwrites { reveal ServedOverwrite(); } else { reveal ServedDiscard(); }
  }
  lemma ContentCommit(c: Cfg, log: seq<Entry>, k: int, j: nat, begin: BeginBlock, end: EndBlock, cells: seq<Cell>)
    requires WF(c) && |cells| == c.S && j < |log| && Content(c, log, k, begin, end, cells) && EntryStored(c, log[j], begin, end, cells)
    ensures Content(c, log[j := log[j].(who := 0)], k, begin, end, cells)
  { reveal Content(); }

  lemma CommitOwn(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && Commit_AddCount(c, s, p) == Some(t) && InvA(c, t) && Commits(c, s, t, p)
    ensures PieceOk(c, t, p, t.procs[p])
  {
    var l := s.procs[p].l; var k := PieceGen(c, p, l); var q := t.procs[p];
    BeforeClaims(c, s, p);
    PieceSub(c, s, p);
    if c.lttng { assert q == Proc(At_Commit_LoadCount, l); reveal PieceOk(); }
    else if Delivers(q) && q.l == l {
      CommitServed(c, s, t, p);
      DelivererFacts(c, t, p);
      ContentGivesEnd(c, t, k, SubOf(c, p, l));
      reveal PieceOk();
    } else { HasJob(c, s, p); AfterCommitOk(c, Committed(c, s, p), t, p, l); }
  }
  lemma CommitOthers(c: Cfg, s: State, t: State, p: Pid, q: Pid)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && p in s.procs && Commits(c, s, t, p)
    requires LogStep(c, s.log, t.log, s.wpos, PieceGen(c, p, s.procs[p].l), p)
    requires q in t.procs && q != p && StageOf(t.procs[q]) in {Before, After}
    ensures PieceOk(c, t, q, t.procs[q])
  {
    assert Apart(c, s, t, -1, -1) by { reveal Apart(); }
    assert PieceOk(c, s, q, s.procs[q]) by { reveal Pieces(); }
    PieceKept(c, s, t, p, -1, PieceGen(c, p, s.procs[p].l), -1, q);
  }
  lemma CommitKept(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t) && p in s.procs && Commits(c, s, t, p)
    requires PieceOk(c, t, p, t.procs[p]) && IntactOf(c, p, t.procs[p], t.log)
    ensures InvB(c, t)
  {
    var l := s.procs[p].l; var k := PieceGen(c, p, l); var i := Slot(c.N, k); var x0 := if c.overwrites then -1 else i;
    var j := BeforeFacts(c, s, p);
    BeforeClaims(c, s, p);
    ServesOne(c, s, i);
    LogCommit(c, s.log, j, s.wpos, p);
    assert Apart(c, s, t, i, x0) by { reveal Apart(); }
    CommitServed(c, s, t, p);
    forall k' | InWindow(c, t.wpos, k') && Slot(c.N, k') == i ensures ServedAt(c, t, k') { OneInWindow(c, s.wpos, k, k'); }
    forall q | q in t.procs && q != p && StageOf(t.procs[q]) in {Before, After} && PieceSlot(c, q, t.procs[q].l) == i
      ensures PieceOk(c, t, q, t.procs[q]) { CommitOthers(c, s, t, p, q); }
    Frame(c, s, t, p, i, k, x0);
  }

  /// A step of p, which has committed, back into AfterCommit.
  lemma GoesOn(c: Cfg, s: State, t: State, p: Pid, l: Locals)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && p in s.procs && l == s.procs[p].l && StageOf(s.procs[p]) == After
    requires t == AfterCommit(c, s, p, l) && (l.job == Hdr ==> Claimed(c, s, p, l))
    ensures PieceOk(c, t, p, t.procs[p]) && IntactOf(c, p, t.procs[p], t.log)
    ensures MemorySame(s, t) && t.rd == s.rd && OthersSame(s, t, p)
  {
    HasJob(c, s, p);
    AfterCommitOk(c, s, t, p, l);
    IntactKept(c, s, t, p);
  }
  lemma CountedHeader(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && p in s.procs && s.procs[p].pc in {At_Commit_LoadCount, At_Deliver_Lock}
    ensures s.procs[p].l.job == Hdr ==> Claimed(c, s, p, s.procs[p].l)
  {
    if s.procs[p].l.job == Hdr {
      HeaderIsNotAll(c, s, p);
      assert PieceOk(c, s, p, s.procs[p]) by { reveal Pieces(); }
      reveal PieceOk();
    }
  }
  lemma ToLock(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && At(s, p, At_Commit_LoadCount) && t == Jump(s, p, At_Deliver_Lock)
    ensures PieceOk(c, t, p, t.procs[p]) && IntactOf(c, p, t.procs[p], t.log)
    ensures MemorySame(s, t) && t.rd == s.rd && OthersSame(s, t, p)
  {
    assert PieceOk(c, s, p, s.procs[p]) by { reveal Pieces(); }
    reveal PieceOk();
    IntactKept(c, s, t, p);
  }

  // ------------------------- deliver -------------------------

  /// Another process that has committed does not see a count of its own sub-buffer as clean that was raised for k.
  lemma NotCleanAgain(c: Cfg, s: State, k: int, q: Pid)
    requires InvA(c, s) && InWindow(c, s.wpos, k) && q in s.procs && StageOf(s.procs[q]) in {Before, After}
    requires PieceSlot(c, q, s.procs[q].l) == Slot(c.N, k)
    ensures Clean(c.N, c.S, PieceGen(c, q, s.procs[q].l)) <= Clean(c.N, c.S, k)
  {
    var k' := PieceGen(c, q, s.procs[q].l);
    var j := PieceEntry(c, s, q);
    if k' < k { SameSlot(c.N, c.S, k', k); }
    else if k' > k { SlotNear(c, s, k, k'); }
  }
  lemma SlotNear(c: Cfg, s: State, k: int, k': int)
    requires InvA(c, s) && InWindow(c, s.wpos, k) && k' < Entered(c.S, s.wpos) && Slot(c.N, k') == Slot(c.N, k)
    ensures k' <= k
  { if k' > k { OneInWindow(c, s.wpos, k, k'); } }

  /// A step of p that raises the count of its slot, and nothing else in memory.
  lemma Raises(c: Cfg, s: State, t: State, p: Pid, k: int)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t) && OthersSame(s, t, p) && p in t.procs
    requires InWindow(c, s.wpos, k) && k >= 0 && Clean(c.N, c.S, k) < t.dc[Slot(c.N, k)]
    requires t.dc == s.dc[Slot(c.N, k) := t.dc[Slot(c.N, k)]] && MemorySame(s.(dc := t.dc), t) && t.rd == s.rd
    requires ServedAt(c, t, k)
    requires PieceOk(c, t, p, t.procs[p]) && IntactOf(c, p, t.procs[p], t.log)
    ensures InvB(c, t)
  {
    var i := Slot(c.N, k); var x0 := if c.overwrites then -1 else i;
    ServesOne(c, s, i);
    LogSame(c, s.log, s.wpos, p);
    assert Apart(c, s, t, i, x0) by { reveal Apart(); }
    forall k' | InWindow(c, t.wpos, k') && Slot(c.N, k') == i ensures ServedAt(c, t, k') { OneInWindow(c, s.wpos, k, k'); }
    forall q | q in t.procs && q != p && StageOf(t.procs[q]) in {Before, After} && PieceSlot(c, q, t.procs[q].l) == i
      ensures PieceOk(c, t, q, t.procs[q]) {
      assert PieceOk(c, s, q, s.procs[q]) by { reveal Pieces(); }
      NotCleanAgain(c, s, k, q);
      reveal PieceOk();
    }
    Frame(c, s, t, p, i, -1, x0);
  }

  /// Until the slot's word is stored, the deliverer's sub-buffer is that of the slot, and holds what is delivered.
  lemma DelivererHas(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && p in s.procs && Delivers(s.procs[p])
    requires s.procs[p].pc != At_Deliver_Publish || !c.overwrites
    ensures var l := s.procs[p].l; Claimed(c, s, p, l) && ContentIn(c, s, PieceGen(c, p, l), SubOf(c, p, l))
  {
    var l := s.procs[p].l; var k := PieceGen(c, p, l);
    DelivererFacts(c, s, p);
    assert PieceOk(c, s, p, s.procs[p]) by { reveal Pieces(); }
    assert Claimed(c, s, p, l) by { reveal PieceOk(); }
    PieceSub(c, s, p);
    ContentOf(c, s, k);
  }

  /// Another process at the slot whose sub-buffer p delivers.
  lemma DeliverOthers(c: Cfg, s: State, t: State, p: Pid, q: Pid)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && p in s.procs && Delivers(s.procs[p])
    requires q in s.procs && q in t.procs && q != p && t.procs[q] == s.procs[q] && StageOf(s.procs[q]) in {Before, After}
    requires PieceSlot(c, q, s.procs[q].l) == PieceSlot(c, p, s.procs[p].l)
    requires t.log == s.log && t.dc == s.dc
    ensures PieceOk(c, t, q, t.procs[q])
  {
    var r := s.procs[q]; var k := PieceGen(c, p, s.procs[p].l); var k' := PieceGen(c, q, r.l);
    DelivererFacts(c, s, p);
    assert PieceOk(c, s, q, r) by { reveal Pieces(); }
    if StageOf(r) == Before {
      var j := BeforeFacts(c, s, q);
      OneInWindow(c, s.wpos, k, k');
    } else if Delivers(r) {
      DelivererFacts(c, s, q);
      OneInWindow(c, s.wpos, k, k');
      reveal Deliverers();
    } else {
      HasJob(c, s, q);
      if !ToWake(r.pc) { NotCleanAgain(c, s, k, q); assert c.lttng; }
      reveal PieceOk();
    }
  }
}
