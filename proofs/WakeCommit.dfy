include "WakeFrame.dfy"

/// Layer D over the actions of Commit.dfy.
module WakeCommit {
  import opened Geometry
  import opened Memory
  import opened Commit
  import opened InductivePlaces
  import opened InductiveWaking
  import opened WakeFrame

  lemma D_ClearNoref_LoadSlot(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && ClearNoref_LoadSlot(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_ClearNoref_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && ClearNoref_Cas(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_ClearNoref_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && ClearNoref_CasFail(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_OldEnd_StoreSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && OldEnd_StoreSize(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_OldEnd_StoreDataSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && OldEnd_StoreDataSize(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_NewStart_StoreBegin(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && NewStart_StoreBegin(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_OldStart_StoreBegin(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && OldStart_StoreBegin(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_NewEnd_StoreSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && NewEnd_StoreSize(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_NewEnd_StoreDataSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && NewEnd_StoreDataSize(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Write_Begin(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Write_Begin(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Write_End(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Write_End(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Write_Abandon(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Write_Abandon(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Lose_Abandoned(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Lose_Abandoned(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Commit_AddCount(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Commit_AddCount(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); AfterCommitIsQuiet(c, Committed(c, s, p), p, s.procs[p].l); D_Plain(c, s, t, p); }
  lemma D_Commit_LoadCount(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Commit_LoadCount(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); AfterCommitIsQuiet(c, s, p, s.procs[p].l); D_Plain(c, s, t, p); }
  /// To lock the slot delivers nothing.
  lemma LockIsNoNews(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Deliver_Lock(c, s, p) == Some(t) && InvA(c, t)
    ensures NoNews(c, s, t)
  {
    var g, u := Gen(c.S, PieceBegin(c, p, s.procs[p].l)), Gen(c.S, s.rd.upto);
    if Slot(c.N, g) == Slot(c.N, u) {
      if g < u { SameSlot(c.N, c.S, g, u); } else if u < g { SameSlot(c.N, c.S, u, g); }
    }
  }
  /// What is delivered, and was not before, is what the reader awaits or is past it.
  lemma DeliveredIsAwaited(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Deliver_Publish(c, s, p) == Some(t) && InvA(c, t)
    requires !NoNews(c, s, t) && Listens(s.rd.pc) && s.waiting == s.rd.upto
    ensures Wakes(c, t, p)
  {
    Stands(c, s, p);
    var l := s.procs[p].l;
    var g, u := Gen(c.S, PieceBegin(c, p, l)), Gen(c.S, s.rd.upto);
    assert Slot(c.N, g) == Slot(c.N, u);
    if g < u { SameSlot(c.N, c.S, g, u); assert false; }
    assert s.rd.upto == Base(c.S, u) && s.rd.upto >= 0 by { reveal ReaderAt(); }
    GenOf(c.S, PieceBegin(c, p, l));
    BaseMono(c.S, u, g);
    assert Floor(c, PieceBegin(c, p, l)) == Base(c.S, g);
  }
  lemma D_Deliver_Lock(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Deliver_Lock(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); LockIsNoNews(c, s, t, p); D_Plain(c, s, t, p); }
  lemma D_Deliver_LockFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Deliver_LockFail(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); AfterCommitIsQuiet(c, s, p, s.procs[p].l); D_Plain(c, s, t, p); }
  lemma D_Deliver_LoadDataSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Deliver_LoadDataSize(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Deliver_StoreSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Deliver_StoreSize(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Deliver_StoreSlot(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Deliver_StoreSlot(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Deliver_Publish(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Deliver_Publish(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  {
    Stands(c, s, p);
    if !NoNews(c, s, t) && Listens(s.rd.pc) && s.waiting == s.rd.upto { DeliveredIsAwaited(c, s, t, p); }
    var l := s.procs[p].l; var b := PieceBegin(c, p, l);
    AfterCommitIsQuiet(c, s.(dc := s.dc[Idx(c, b) := FullCount(c, b)]), p, l);
    D_Own(c, s, t, p);
    EndsOwn(c, s, t, p);
  }
  lemma D_Wake_LoadWaiting(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Wake_LoadWaiting(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); AfterCommitIsQuiet(c, s, p, s.procs[p].l); D_Own(c, s, t, p); EndsOwn(c, s, t, p); }
  lemma D_Wake_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Wake_Cas(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  {
    Stands(c, s, p);
    assert s.waiting != None_ && OneSignal(t.procs, t.waiting, t.signal, t.rd) by { reveal OneSignal(); }
    assert Wakes(c, t, p);
    assert Alarmed(c, t);
    assert EndsOk(c, t);
  }
  lemma D_Wake_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Wake_CasFail(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); AfterCommitIsQuiet(c, s, p, s.procs[p].l); D_Own(c, s, t, p); EndsOwn(c, s, t, p); }
  lemma D_Wake_Signal(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Wake_Signal(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  {
    Stands(c, s, p);
    AfterCommitIsQuiet(c, s.(signal := true), p, s.procs[p].l);
    NotGiven(s.procs, p, s.waiting, s.signal, s.rd);
    SignalIsOne(s.procs, p, t.procs[p], s.waiting, s.rd);
    assert Alarmed(c, t);
    EndsOwn(c, s, t, p);
  }
}
