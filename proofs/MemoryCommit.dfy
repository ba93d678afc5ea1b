include "MemoryCommitted.dfy"

/// Layer B, the actions of Commit.dfy from the commit on: commit, deliver, wake.
module MemoryCommit {
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
  import opened MemoryCommitted

  // ------------------------- commit -------------------------

  lemma B_Commit_AddCount(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && Commit_AddCount(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    CommitChanges(c, s, t, p);
    CommitOwn(c, s, t, p);
    IntactKept(c, s, t, p);
    CommitKept(c, s, t, p);
  }
  lemma B_Commit_LoadCount(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && Commit_LoadCount(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    var l := s.procs[p].l; var b := PieceBegin(c, p, l);
    if s.cc[Idx(c, b)] == FullCount(c, b) { ToLock(c, s, t, p); }
    else { CountedHeader(c, s, p); GoesOn(c, s, t, p, l); }
    Quiet(c, s, t, p);
  }

  // ------------------------- deliver -------------------------

  lemma B_Deliver_Lock(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && Deliver_Lock(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    var l := s.procs[p].l; var k := PieceGen(c, p, l); var i := Slot(c.N, k);
    HasJob(c, s, p);
    DelivererFacts(c, t, p);
    assert PieceOk(c, s, p, s.procs[p]) by { reveal Pieces(); }
    assert Claimed(c, s, p, l) by { reveal PieceOk(); }
    assert ServedAt(c, s, k) by { reveal Served(); }
    assert ServedAt(c, t, k) by { reveal ServedOverwrite(), ServedDiscard(); }
    assert PieceOk(c, t, p, t.procs[p]) by { reveal PieceOk(); }
    IntactKept(c, s, t, p);
    Raises(c, s, t, p, k);
  }
  lemma B_Deliver_LockFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && Deliver_LockFail(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    CountedHeader(c, s, p);
    GoesOn(c, s, t, p, s.procs[p].l);
    Quiet(c, s, t, p);
  }
  lemma B_Deliver_LoadDataSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && Deliver_LoadDataSize(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    var l := s.procs[p].l; var k := PieceGen(c, p, l); var x := SubOf(c, p, l);
    DelivererFacts(c, s, p);
    DelivererHas(c, s, p);
    assert c.lttng by { reveal Producers(); assert LocalsOk(c, p, s.procs[p]); }
    ContentGivesEnd(c, s, k, x);
    SamePlanFacts(c, p, l, t.procs[p].l);
    assert PieceOk(c, t, p, t.procs[p]) by { reveal PieceOk(); }
    IntactKept(c, s, t, p);
    Quiet(c, s, t, p);
  }

  lemma B_Deliver_StoreSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && Deliver_StoreSize(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    var l := s.procs[p].l; var k := PieceGen(c, p, l); var i := Slot(c.N, k); var x := SubOf(c, p, l);
    DelivererFacts(c, s, p);
    DelivererHas(c, s, p);
    PieceSub(c, s, p);
    ServesOne(c, s, i);
    LogSame(c, s.log, s.wpos, p);
    assert c.lttng by { reveal Producers(); assert LocalsOk(c, p, s.procs[p]); }
    SamePlanFacts(c, p, l, t.procs[p].l);
    assert Apart(c, s, t, i, x) by { reveal Apart(); }
    assert ServedAt(c, s, k) by { reveal Served(); }
    assert ServedAt(c, t, k) by { reveal ServedOverwrite(), ServedDiscard(); }
    forall k' | InWindow(c, t.wpos, k') && Slot(c.N, k') == i ensures ServedAt(c, t, k') { OneInWindow(c, s.wpos, k, k'); }
    forall q | q in t.procs && q != p && StageOf(t.procs[q]) in {Before, After} && PieceSlot(c, q, t.procs[q].l) == i
      ensures PieceOk(c, t, q, t.procs[q]) { DeliverOthers(c, s, t, p, q); }
    assert PieceOk(c, s, p, s.procs[p]) by { reveal Pieces(); }
    assert PieceOk(c, t, p, t.procs[p]) by { reveal PieceOk(); }
    IntactKept(c, s, t, p);
    Frame(c, s, t, p, i, -1, x);
  }
  lemma B_Deliver_StoreSlot(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && Deliver_StoreSlot(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    var l := s.procs[p].l; var k := PieceGen(c, p, l); var i := Slot(c.N, k);
    assert c.overwrites by { reveal Producers(); assert LocalsOk(c, p, s.procs[p]); }
    DelivererFacts(c, s, p);
    DelivererHas(c, s, p);
    LogSame(c, s.log, s.wpos, p);
    assert PieceOk(c, s, p, s.procs[p]) by { reveal Pieces(); }
    assert EndIs(c, s.log, k, s.csize[l.x]) by { reveal PieceOk(); }
    assert Apart(c, s, t, i, -1) by { reveal Apart(); }
    assert ServedAt(c, t, k) by { reveal ServedOverwrite(); }
    forall k' | InWindow(c, t.wpos, k') && Slot(c.N, k') == i ensures ServedAt(c, t, k') { OneInWindow(c, s.wpos, k, k'); }
    forall q | q in t.procs && q != p && StageOf(t.procs[q]) in {Before, After} && PieceSlot(c, q, t.procs[q].l) == i
      ensures PieceOk(c, t, q, t.procs[q]) { DeliverOthers(c, s, t, p, q); }
    assert PieceOk(c, t, p, t.procs[p]) by { reveal PieceOk(); }
    assert Permuted(c, t.slot, t.mine) by { reveal Permuted(); }
    IntactKept(c, s, t, p);
    Frame(c, s, t, p, i, -1, -1);
  }
  lemma PublishServed(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && p in s.procs && s.procs[p].pc == At_Deliver_Publish
    requires MemorySame(s.(dc := t.dc), t) && t.rpos == s.rpos
    ensures ServedAt(c, t, PieceGen(c, p, s.procs[p].l))
  {
    var l := s.procs[p].l; var k := PieceGen(c, p, l); var i := Slot(c.N, k);
    DelivererFacts(c, s, p);
    assert PieceOk(c, s, p, s.procs[p]) by { reveal Pieces(); }
    assert ServedAt(c, s, k) by { reveal Served(); }
    if c.overwrites { assert s.slot[i].noref by { reveal PieceOk(); } reveal ServedOverwrite(); }
    else { assert EndIs(c, s.log, k, s.csize[i]) by { reveal PieceOk(); } reveal ServedDiscard(); }
  }
  lemma PublishOwn(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Deliver_Publish(c, s, p) == Some(t) && InvA(c, t)
    ensures PieceOk(c, t, p, t.procs[p])
  {
    var l := s.procs[p].l;
    DelivererFacts(c, s, p);
    HasJob(c, s, p);
    if l.job == Hdr { HeaderIsNotAll(c, s, p); }
    if t.procs[p] == Proc(At_Wake_LoadWaiting, l) { reveal PieceOk(); }
    else { AfterCommitOk(c, s.(dc := t.dc), t, p, l); }
  }
  lemma PublishChanges(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Deliver_Publish(c, s, p) == Some(t) && InvA(c, t)
    ensures p in s.procs && s.procs[p].pc == At_Deliver_Publish && OthersSame(s, t, p) && t.rd == s.rd && t.rpos == s.rpos
    ensures MemorySame(s.(dc := t.dc), t) && p in t.procs
    ensures var i := PieceSlot(c, p, s.procs[p].l); t.dc == s.dc[i := t.dc[i]]
    ensures var k := PieceGen(c, p, s.procs[p].l); t.dc[PieceSlot(c, p, s.procs[p].l)] == Clean(c.N, c.S, k) + c.S
  {
    hide AfterCommit;
    var l := s.procs[p].l; var b := PieceBegin(c, p, l);
    AfterCommitMoves(c, s.(dc := s.dc[Idx(c, b) := FullCount(c, b)]), p, l);
  }
  lemma PublishIntact(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && Deliver_Publish(c, s, p) == Some(t) && InvA(c, t)
    ensures IntactOf(c, p, t.procs[p], t.log)
  { PublishChanges(c, s, t, p); IntactKept(c, s, t, p); }
  lemma B_Deliver_Publish(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && Deliver_Publish(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    PublishChanges(c, s, t, p);
    PublishOwn(c, s, t, p);
    PublishIntact(c, s, t, p);
    PublishKept(c, s, t, p);
  }
  lemma PublishKept(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t)
    requires p in s.procs && s.procs[p].pc == At_Deliver_Publish && OthersSame(s, t, p) && t.rd == s.rd && t.rpos == s.rpos
    requires MemorySame(s.(dc := t.dc), t) && p in t.procs
    requires var i := PieceSlot(c, p, s.procs[p].l); t.dc == s.dc[i := t.dc[i]]
    requires var k := PieceGen(c, p, s.procs[p].l); t.dc[PieceSlot(c, p, s.procs[p].l)] == Clean(c.N, c.S, k) + c.S
    requires PieceOk(c, t, p, t.procs[p]) && IntactOf(c, p, t.procs[p], t.log)
    ensures InvB(c, t)
  {
    DelivererFacts(c, s, p);
    PublishServed(c, s, t, p);
    Raises(c, s, t, p, PieceGen(c, p, s.procs[p].l));
  }

  // ------------------------- wake -------------------------

  /// Every unit of what a waking process has committed last is committed.
  lemma WakesForFull(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && Pieces(c, s) && p in s.procs && ToWake(s.procs[p].pc) && s.procs[p].l.job != NoJob
    ensures Full(c.S, s.log, PieceGen(c, p, s.procs[p].l)) && s.procs[p].l.job != Hdr
  {
    assert PieceOk(c, s, p, s.procs[p]) by { reveal Pieces(); }
    reveal PieceOk();
    if s.procs[p].l.job == Hdr { HeaderIsNotAll(c, s, p); }
  }
  /// It wakes on.
  lemma WakesOn(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t) && p in s.procs && ToWake(s.procs[p].pc)
    requires MemorySame(s, t) && t.rd == s.rd && OthersSame(s, t, p) && p in t.procs
    requires ToWake(t.procs[p].pc) && t.procs[p].l == s.procs[p].l.(v := t.procs[p].l.v)
    ensures InvB(c, t)
  {
    var l := s.procs[p].l; var q := t.procs[p];
    if l.job == NoJob { PieceFree(c, t, p, q); }
    else {
      WakesForFull(c, s, p);
      SamePlanFacts(c, p, l, q.l);
      assert PieceOk(c, t, p, q) by { reveal PieceOk(); }
    }
    IntactKept(c, s, t, p);
    Quiet(c, s, t, p);
  }
  /// It is done with waking.
  lemma Woke(c: Cfg, s: State, u: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t) && p in s.procs && ToWake(s.procs[p].pc)
    requires u == s.(signal := u.signal) && t == AfterWake(c, u, p, s.procs[p].l)
    ensures InvB(c, t)
  {
    var l := s.procs[p].l;
    if l.job == NoJob { QuietFree(c, s, t, p); }
    else {
      WakesForFull(c, s, p);
      HasJob(c, s, p);
      AfterCommitMoves(c, u, p, l);
      AfterCommitOk(c, u, t, p, l);
      IntactKept(c, s, t, p);
      Quiet(c, s, t, p);
    }
  }
  lemma B_Wake_LoadWaiting(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && Wake_LoadWaiting(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    hide AfterWake;
    if IsAwaited(c, s, p, s.procs[p].l) { WakesOn(c, s, t, p); } else { Woke(c, s, s, t, p); }
  }
  lemma B_Wake_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && Wake_Cas(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { WakesOn(c, s, t, p); }
  lemma B_Wake_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && Wake_CasFail(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { hide AfterWake; Woke(c, s, s, t, p); }
  lemma B_Wake_Signal(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && Wake_Signal(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { hide AfterWake; Woke(c, s, s.(signal := true), t, p); }
}
