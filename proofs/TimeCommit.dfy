include "TimeFrame.dfy"

/// Layer C over the actions of Commit.dfy.
module TimeCommit {
  import opened Memory
  import opened Commit
  import opened InductivePlaces
  import opened InductiveMemory
  import opened InductiveTime
  import opened TimeFrame

  lemma C_ClearNoref_LoadSlot(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && ClearNoref_LoadSlot(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {
    var l := s.procs[p].l; var word := s.slot[PieceSlot(c, p, l)];
    assert l.job != NoJob by { reveal Producers(); }
    AfterClearGoesOn(c, s, p, l.(x := word.sub));
    C_Plain(c, s, t, p);
  }
  lemma C_ClearNoref_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && ClearNoref_Cas(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {
    var l := s.procs[p].l;
    assert l.job != NoJob by { reveal Producers(); }
    var u := Wipe(c, s, l.w.sub).(slot := s.slot[PieceSlot(c, p, l) := Word(l.w.sub, false, None_)]);
    AfterClearGoesOn(c, u, p, l.(x := l.w.sub));
    C_Plain(c, s, t, p);
  }
  lemma C_ClearNoref_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && ClearNoref_CasFail(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { C_Plain(c, s, t, p); }
  lemma C_OldEnd_StoreSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && OldEnd_StoreSize(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { C_Plain(c, s, t, p); }
  lemma C_OldEnd_StoreDataSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && OldEnd_StoreDataSize(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { C_Plain(c, s, t, p); }
  lemma C_NewStart_StoreBegin(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && NewStart_StoreBegin(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { C_Plain(c, s, t, p); }
  lemma C_OldStart_StoreBegin(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && OldStart_StoreBegin(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { C_Plain(c, s, t, p); }
  lemma C_NewEnd_StoreSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && NewEnd_StoreSize(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { C_Plain(c, s, t, p); }
  lemma C_NewEnd_StoreDataSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && NewEnd_StoreDataSize(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { C_Plain(c, s, t, p); }
  lemma C_Write_Begin(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Write_Begin(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { C_Plain(c, s, t, p); }
  lemma C_Write_End(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Write_End(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { C_Plain(c, s, t, p); }
  /// The log, after something was done to the entry that p's piece is.
  lemma PieceEntry(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && p in s.procs && StageOf(s.procs[p]) in {Before, After}
    ensures var j := PieceAt(c, p, s.procs[p].l);
      j < |s.log| && (s.procs[p].pc == At_Write_End ==> IsRecord(s.log[j]) && s.log[j].who == p)
  {
    reveal Owned(), Producers();
    var q := s.procs[p];
    assert OwnsIt(c, p, q, s.log) && LocalsOk(c, p, q);
    var i := PieceAt(c, p, q.l) - q.l.at;
    assert 0 <= i < |Reserved(c, p, q.l)|;
    assert Matches(s.log[q.l.at + i], Reserved(c, p, q.l)[i]);
  }

  lemma C_Write_Abandon(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Write_Abandon(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {
    PieceEntry(c, s, p);
    var j := PieceAt(c, p, s.procs[p].l);
    var u := s.(log := t.log);
    C_Entry(c, s, u, j, s.log[j].(kind := KSkip));
    C_After(c, s, u, t, p);
  }
  lemma C_Lose_Abandoned(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Lose_Abandoned(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { var u := s.(lost := t.lost); C_Lost(c, s, u, p); C_Plain(c, u, t, p); }
  lemma C_Commit_AddCount(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Commit_AddCount(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {
    PieceEntry(c, s, p);
    var j := PieceAt(c, p, s.procs[p].l);
    var u := s.(log := t.log);
    C_Entry(c, s, u, j, s.log[j].(who := 0));
    AfterCommitGoesOn(c, Committed(c, s, p), p, s.procs[p].l);
    C_After(c, s, u, t, p);
  }
  lemma C_Commit_LoadCount(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Commit_LoadCount(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { AfterCommitGoesOn(c, s, p, s.procs[p].l); C_Plain(c, s, t, p); }
  lemma C_Deliver_Lock(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Deliver_Lock(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { C_Plain(c, s, t, p); }
  lemma C_Deliver_LockFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Deliver_LockFail(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { AfterCommitGoesOn(c, s, p, s.procs[p].l); C_Plain(c, s, t, p); }
  lemma C_Deliver_LoadDataSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Deliver_LoadDataSize(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { C_Plain(c, s, t, p); }
  lemma C_Deliver_StoreSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Deliver_StoreSize(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { C_Plain(c, s, t, p); }
  lemma C_Deliver_StoreSlot(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Deliver_StoreSlot(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { C_Plain(c, s, t, p); }
  lemma C_Deliver_Publish(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Deliver_Publish(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {
    var l := s.procs[p].l; var b := PieceBegin(c, p, l);
    AfterCommitGoesOn(c, s.(dc := s.dc[Idx(c, b) := FullCount(c, b)]), p, l);
    C_Plain(c, s, t, p);
  }
  lemma C_Wake_LoadWaiting(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Wake_LoadWaiting(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { AfterCommitGoesOn(c, s, p, s.procs[p].l); C_Plain(c, s, t, p); }
  lemma C_Wake_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Wake_Cas(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { C_Plain(c, s, t, p); }
  lemma C_Wake_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Wake_CasFail(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { AfterCommitGoesOn(c, s, p, s.procs[p].l); C_Plain(c, s, t, p); }
  lemma C_Wake_Signal(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Wake_Signal(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { AfterCommitGoesOn(c, s.(signal := true), p, s.procs[p].l); C_Plain(c, s, t, p); }
}
