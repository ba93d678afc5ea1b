include "MemoryPieces.dfy"

/// Layer B, the actions of Reserve.dfy.
module MemoryReserve {
  import opened Memory
  import opened Reserve
  import opened InductivePlaces
  import opened InductiveMemory
  import opened MemoryLog
  import opened MemoryApart
  import opened MemoryFrame
  import opened MemoryPieces

  /// The first piece after a reservation.
  lemma AfterPushOk(c: Cfg, s: State, t: State, p: Pid, l: Locals)
    requires InvA(c, t) && p in t.procs && t.procs[p] == AfterPush(c, s, p, l).procs[p]
    ensures PieceOk(c, t, p, t.procs[p])
  {
    var q := t.procs[p];
    SamePlanFacts(c, p, l, q.l);
    if c.overwrites { assert ToClear(q.pc); PieceFree(c, t, p, q); }
    else { assert StartLabel(q.pc) || (q.pc == At_Write_Begin && !FillsUp(c, q.l)); PieceStart(c, t, p); }
  }
  lemma AfterTimeOk(c: Cfg, s: State, t: State, p: Pid, l: Locals)
    requires InvA(c, t) && p in t.procs && t.procs[p] == AfterTime(c, s, p, l).procs[p] && p in c.writers
    ensures PieceOk(c, t, p, t.procs[p])
  {
    if c.overwrites { PieceFree(c, t, p, t.procs[p]); } else { AfterPushOk(c, s, t, p, l); }
  }
  lemma AfterCasOk(c: Cfg, s: State, t: State, p: Pid, l: Locals)
    requires InvA(c, t) && p in t.procs && t.procs[p] == AfterCas(c, s, p, l).procs[p] && p in c.writers
    ensures PieceOk(c, t, p, t.procs[p])
  {
    if c.clocked { PieceFree(c, t, p, t.procs[p]); } else { AfterTimeOk(c, s, t, p, l); }
  }
  lemma NewRecord(c: Cfg, s: State, t: State, p: Pid, l: Locals)
    requires InvA(c, s) && InvA(c, t) && p in c.writers && p in t.procs && l.at == |s.log|
    requires t.log == s.log + Reserved(c, p, l) && SamePlan(l, t.procs[p].l)
    ensures IntactOf(c, p, t.procs[p], t.log)
  {
    var r := Reserved(c, p, l);
    SamePlanFacts(c, p, l, t.procs[p].l);
    assert |r| > 0 && r[|r| - 1].kind == KRec;
    if RecordAhead(c, p, t.procs[p]) {
      assert PendTo(c, p, t.procs[p]) == |t.log|;
      assert t.log[|t.log| - 1] == r[|r| - 1];
    }
  }
  lemma Takes(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t) && w in c.writers && w in s.procs
    requires t == AfterCas(c, Take(c, s, w), w, Placed(s, w))
    ensures InvB(c, t)
  {
    var l := s.procs[w].l; var r := Reserved(c, w, l);
    assert t.log == s.log + r;
    LogAppend(c, s.log, r, s.wpos, t.wpos, w);
    AfterCasOk(c, Take(c, s, w), t, w, Placed(s, w));
    SamePlanFacts(c, w, l.(at := |s.log|), t.procs[w].l);
    assert Reserved(c, w, l.(at := |s.log|)) == r;
    NewRecord(c, s, t, w, l.(at := |s.log|));
    Appends(c, s, t, w);
  }

  // ------------------------- deciding: nothing is reserved -------------------------

  lemma B_Reserve_LoadWritePosition(c: Cfg, s: State, t: State, w: Pid, n: int)
    requires InvA(c, s) && InvB(c, s) && Reserve_LoadWritePosition(c, s, w, n) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, w); }

  lemma B_Lose_TooBig(c: Cfg, s: State, t: State, w: Pid, n: int)
    requires InvA(c, s) && InvB(c, s) && Lose_TooBig(c, s, w, n) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, w); }

  lemma B_Reserve_ReadClock(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && Reserve_ReadClock(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, w); }

  lemma B_Reserve_LoadLastTime(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && Reserve_LoadLastTime(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, w); }

  lemma B_Reserve_CasFail(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && Reserve_CasFail(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, w); }

  lemma B_ReserveSlow_LoadWritePosition(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && ReserveSlow_LoadWritePosition(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, w); }

  lemma B_ReserveSlow_ReadClock(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && ReserveSlow_ReadClock(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, w); }

  lemma B_ReserveSlow_LoadLastTime(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && ReserveSlow_LoadLastTime(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, w); }

  lemma B_ReserveSlow_LoadDelivered(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && ReserveSlow_LoadDelivered(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, w); }

  lemma B_ReserveSlow_RecheckWritePosition(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && ReserveSlow_RecheckWritePosition(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, w); }

  lemma B_ReserveSlow_LoadReadPosition(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && ReserveSlow_LoadReadPosition(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, w); }

  lemma B_Sample_LoadFull(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && Sample_LoadFull(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, p); }

  lemma B_Sample_LoadWrapped(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && Sample_LoadWrapped(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, p); }

  lemma B_Sample_LoadTooBig(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && Sample_LoadTooBig(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, p); }

  lemma B_ReserveSlow_CasFail(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && ReserveSlow_CasFail(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, w); }

  lemma B_Lose_Wrapped(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && Lose_Wrapped(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, w); }

  lemma B_Lose_Full(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && Lose_Full(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, w); }

  lemma B_Lose_Refused(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && Lose_Refused(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, w); }

  // ------------------------- reserved -------------------------

  lemma B_Reserve_Cas(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && Reserve_Cas(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { Takes(c, s, t, w); }

  lemma B_ReserveSlow_Cas(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && ReserveSlow_Cas(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { Takes(c, s, t, w); }

  lemma B_Reserve_StoreLastTime(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvB(c, s) && Reserve_StoreLastTime(c, s, w) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { 
    var l := s.procs[w].l;
    AfterTimeOk(c, s.(last := l.t), t, w, l);
    IntactKept(c, s, t, w);
    Quiet(c, s, t, w);
   }

  lemma B_Push_LoadReadPosition(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && Push_LoadReadPosition(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { 
    var l := s.procs[p].l;
    if StageOf(t.procs[p]) == Settling { PieceFree(c, t, p, t.procs[p]); } else { AfterPushOk(c, s, t, p, l); }
    IntactKept(c, s, t, p);
    Quiet(c, s, t, p);
   }

  lemma B_Push_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && Push_Cas(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { 
    var l := s.procs[p].l;
    AfterPushOk(c, s.(rpos := PushTo(c, p, l)), t, p, l);
    IntactKept(c, s, t, p);
    Quiet(c, s, t, p);
   }

  lemma B_Push_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && Push_CasFail(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { PieceFree(c, t, p, t.procs[p]); IntactKept(c, s, t, p); Quiet(c, s, t, p); }
}
