include "MemoryStore.dfy"

/// Layer B, the actions of Commit.dfy that store: ends, begins, records.
module MemoryWrite {
  import opened Memory
  import opened Commit
  import opened InductivePlaces
  import opened InductiveMemory
  import opened MemoryLog
  import opened MemoryApart
  import opened MemoryFrame
  import opened MemoryPieces
  import opened MemoryStore

  /// A process whose piece is stored.
  lemma ToCommit(c: Cfg, t: State, p: Pid, j: nat, x: int)
    requires InvA(c, t) && p in t.procs && t.procs[p].pc == At_Commit_AddCount && Claimed(c, t, p, t.procs[p].l)
    requires j == PieceAt(c, p, t.procs[p].l) < |t.log| && x == SubOf(c, p, t.procs[p].l) && IsSub(c, x)
    requires EntryStored(c, t.log[j], t.begin[x], Ends(c, t)[x], t.mem[x])
    ensures PieceOk(c, t, p, t.procs[p])
  { reveal PieceOk(); }
  /// A process whose record's end is stored.
  lemma ToWrite(c: Cfg, t: State, p: Pid, j: nat, x: int)
    requires InvA(c, t) && p in t.procs && t.procs[p].pc in {At_Write_Begin, At_Write_End} && Claimed(c, t, p, t.procs[p].l)
    requires j == PieceAt(c, p, t.procs[p].l) < |t.log| && x == SubOf(c, p, t.procs[p].l) && IsSub(c, x)
    requires IsLast(c, t.log[j]) ==> Ends(c, t)[x] == EndBlockOf(c, t.log[j])
    ensures PieceOk(c, t, p, t.procs[p])
  { reveal PieceOk(); }

  lemma StoresEnd(c: Cfg, s: State, p: Pid) returns (j: nat)
    requires InvA(c, s) && p in s.procs
    requires s.procs[p].pc in {At_OldEnd_StoreSize, At_OldEnd_StoreDataSize, At_NewEnd_StoreSize, At_NewEnd_StoreDataSize}
    ensures var q := s.procs[p]; var l := q.l;
      && j == PieceAt(c, p, l) < |s.log| && IsLast(c, s.log[j])
      && EndOf(c, p, l, if l.job == Pad then DataEnd(c, p, l) else c.S) == EndBlockOf(c, s.log[j])
      && (l.job == Pad <==> q.pc in {At_OldEnd_StoreSize, At_OldEnd_StoreDataSize})
      && (c.lttng <==> q.pc in {At_OldEnd_StoreDataSize, At_NewEnd_StoreDataSize})
      && (l.job == Pad ==> s.log[j].kind == KPad)
  {
    var q := s.procs[p]; var l := q.l;
    j := PieceEntry(c, s, p);
    assert LocalsOk(c, p, q) by { reveal Producers(); }
    if l.job == Pad { reveal Kinds(); } else { LastFillsUp(c, l); }
  }

  lemma OldEndStored(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t)
    requires OldEnd_StoreSize(c, s, p) == Some(t) || OldEnd_StoreDataSize(c, s, p) == Some(t)
    ensures InvB(c, t)
  {
    var l := s.procs[p].l; var x := SubOf(c, p, l);
    var j := StoresEnd(c, s, p);
    BeforeClaims(c, s, p);
    LogSame(c, s.log, s.wpos, p);
    ToCommit(c, t, p, j, x);
    IntactKept(c, s, t, p);
    Stored(c, s, t, p, j, x);
  }
  lemma B_OldEnd_StoreSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && OldEnd_StoreSize(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { OldEndStored(c, s, t, p); }
  lemma B_OldEnd_StoreDataSize(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && OldEnd_StoreDataSize(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { OldEndStored(c, s, t, p); }

  lemma NewEndStored(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t)
    requires NewEnd_StoreSize(c, s, p) == Some(t) || NewEnd_StoreDataSize(c, s, p) == Some(t)
    ensures InvB(c, t)
  {
    var l := s.procs[p].l; var x := SubOf(c, p, l);
    var j := StoresEnd(c, s, p);
    BeforeClaims(c, s, p);
    LogSame(c, s.log, s.wpos, p);
    ToWrite(c, t, p, j, x);
    IntactKept(c, s, t, p);
    Stored(c, s, t, p, j, x);
  }
  lemma B_NewEnd_StoreSize(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && NewEnd_StoreSize(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { NewEndStored(c, s, t, w); }
  lemma B_NewEnd_StoreDataSize(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && NewEnd_StoreDataSize(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { NewEndStored(c, s, t, w); }

  lemma BeginStored(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t)
    requires NewStart_StoreBegin(c, s, p) == Some(t) || OldStart_StoreBegin(c, s, p) == Some(t)
    ensures InvB(c, t)
  {
    var l := s.procs[p].l; var x := SubOf(c, p, l);
    var j := PieceEntry(c, s, p);
    assert LocalsOk(c, p, s.procs[p]) by { reveal Producers(); }
    HeaderIsNotLast(c, s, p);
    BeforeClaims(c, s, p);
    LogSame(c, s.log, s.wpos, p);
    ToCommit(c, t, p, j, x);
    IntactKept(c, s, t, p);
    Stored(c, s, t, p, j, x);
  }
  lemma B_NewStart_StoreBegin(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && NewStart_StoreBegin(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { BeginStored(c, s, t, w); }
  lemma B_OldStart_StoreBegin(c: Cfg, s: State, t: State, f: Pid)
    requires InvA(c, s) && InvB(c, s) && OldStart_StoreBegin(c, s, f) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { BeginStored(c, s, t, f); }

  // ------------------------- records -------------------------

  /// What is known where a record is written.
  lemma WriteFacts(c: Cfg, s: State, w: Pid) returns (j: nat)
    requires InvA(c, s) && InvB(c, s) && w in s.procs && s.procs[w].pc in {At_Write_Begin, At_Write_End, At_Lose_Abandoned}
    ensures var l := s.procs[w].l; var x := SubOf(c, w, l);
      && j == PieceAt(c, w, l) < |s.log| && s.log[j].who == w != 0 && s.log[j].b == PieceBegin(c, w, l)
      && (s.procs[w].pc == At_Lose_Abandoned ==> s.log[j].kind == KSkip && s.mem[x][OffOf(c, s.log[j].b)] == CellOf(c, s.log[j]))
      && (w in c.writers && s.procs[w].pc != At_Lose_Abandoned ==> s.log[j].kind == KRec)
      && IsRecord(s.log[j]) && IsSub(c, x)
      && s.log[j].e - s.log[j].b == RecUnits(c, l) && TimeField(c, s.log[j].t, s.log[j].f) == Field(c, l)
      && (IsLast(c, s.log[j]) ==> Ends(c, s)[x] == EndBlockOf(c, s.log[j]))
      && l.job == Rec
  {
    j := PieceEntry(c, s, w);
    assert LocalsOk(c, w, s.procs[w]) by { reveal Producers(); }
    assert PieceOk(c, s, w, s.procs[w]) by { reveal Pieces(); }
    reveal PieceOk();
    if w in c.writers && s.procs[w].pc != At_Lose_Abandoned { RecordIsRec(c, s, w); }
  }
  lemma B_Write_Begin(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && Write_Begin(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    var l := s.procs[w].l; var x := SubOf(c, w, l);
    var j := WriteFacts(c, s, w);
    BeforeClaims(c, s, w);
    LogSame(c, s.log, s.wpos, w);
    ToWrite(c, t, w, j, x);
    IntactKept(c, s, t, w);
    Stored(c, s, t, w, j, x);
  }
  lemma B_Write_End(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && Write_End(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    var l := s.procs[w].l; var x := SubOf(c, w, l);
    var j := WriteFacts(c, s, w);
    BeforeClaims(c, s, w);
    LogSame(c, s.log, s.wpos, w);
    ToCommit(c, t, w, j, x);
    IntactKept(c, s, t, w);
    Stored(c, s, t, w, j, x);
  }
  lemma B_Write_Abandon(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && Write_Abandon(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    var l := s.procs[w].l; var x := SubOf(c, w, l);
    var j := WriteFacts(c, s, w);
    BeforeClaims(c, s, w);
    LogKind(c, s.log, j, s.wpos, w);
    assert t.log == s.log[j := s.log[j].(kind := KSkip)];
    assert PieceOk(c, t, w, t.procs[w]) by { reveal PieceOk(); }
    assert !RecordAhead(c, w, t.procs[w]);
    Stored(c, s, t, w, j, x);
  }
  lemma B_Lose_Abandoned(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && Lose_Abandoned(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  {
    var l := s.procs[w].l; var x := SubOf(c, w, l);
    var j := WriteFacts(c, s, w);
    BeforeClaims(c, s, w);
    ToCommit(c, t, w, j, x);
    IntactKept(c, s, t, w);
    Quiet(c, s, t, w);
  }
}
