include "MemoryCommit.dfy"

/// Layer B, the actions of Flush.dfy, and the clock.
module {:disable_nonlinear_arithmetic} MemoryFlush {
  import opened Geometry
  import opened Memory
  import opened Reserve
  import opened Commit
  import opened Flush
  import opened ReserveCommit
  import opened Log
  import opened Inductive
  import opened MemoryFrame
  import opened MemoryPieces

  lemma B_Flush_LoadWritePosition(c: Cfg, s: State, t: State, f: Pid, m: FlushMode)
    requires InvA(c, s) && InvB(c, s) && Flush.Flush_LoadWritePosition(c, s, f, m) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, f); }
  lemma B_Flush_ReadClock(c: Cfg, s: State, t: State, f: Pid)
    requires InvA(c, s) && InvB(c, s) && Flush.Flush_ReadClock(c, s, f) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, f); }
  lemma B_Flush_LoadDelivered(c: Cfg, s: State, t: State, f: Pid)
    requires InvA(c, s) && InvB(c, s) && Flush.Flush_LoadDelivered(c, s, f) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, f); }
  lemma B_Flush_LoadReadPosition(c: Cfg, s: State, t: State, f: Pid)
    requires InvA(c, s) && InvB(c, s) && Flush.Flush_LoadReadPosition(c, s, f) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, f); }
  lemma B_Flush_CasFail(c: Cfg, s: State, t: State, f: Pid)
    requires InvA(c, s) && InvB(c, s) && Flush.Flush_CasFail(c, s, f) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, f); }
  lemma B_Complete_StoreFinal(c: Cfg, s: State, t: State, f: Pid)
    requires InvA(c, s) && InvB(c, s) && Flush.Complete_StoreFinal(c, s, f) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { QuietFree(c, s, t, f); }

  lemma FlushTakes(c: Cfg, s: State, t: State, f: Pid)
    requires InvA(c, s) && InvB(c, s) && InvA(c, t) && Grows(c, s, t) && f in s.procs && f in c.flushers && OthersSame(s, t, f)
    requires t.log == s.log + Reserved(c, f, s.procs[f].l)
    requires MemorySame(s.(wpos := t.wpos, log := t.log), t) && t.rd == s.rd
    requires if c.overwrites then t.procs[f].pc == At_Push_LoadReadPosition else StartLabel(t.procs[f].pc)
    ensures InvB(c, t)
  {
    var r := Reserved(c, f, s.procs[f].l);
    LogAppend(c, s.log, r, s.wpos, t.wpos, f);
    if c.overwrites { PieceFree(c, t, f, t.procs[f]); } else { PieceStart(c, t, f); }
    assert f !in c.writers;
    Appends(c, s, t, f);
  }
  lemma B_Flush_Cas(c: Cfg, s: State, t: State, f: Pid)
    requires InvA(c, s) && InvB(c, s) && Flush.Flush_Cas(c, s, f) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { if GateAlone(c, s.procs[f].l) { QuietFree(c, s, t, f); } else { FlushTakes(c, s, t, f); } }

  lemma B_TickOf(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvB(c, s) && TickOf(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvB(c, t)
  { assert 0 !in t.procs; Quiet(c, s, t, 0); }
}
