include "ReserveCommit.dfy"
include "MemoryPieces.dfy"

/// Layer B, the actions of Flush.dfy, the clock, and the first state.
module MemoryFlush {
  import opened Geometry
  import opened Memory
  import opened Flush
  import opened ReserveCommit
  import opened Log
  import opened InductivePlaces
  import opened InductiveMemory
  import opened MemoryLog
  import opened MemoryApart
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

  lemma InitShape(c: Cfg)
    requires WF(c)
    ensures Shape(c, Init(c))
  { assert Init(c).procs.Keys == c.writers + c.flushers; }
  lemma InitServed(c: Cfg, k: int)
    requires WF(c) && Shape(c, Init(c)) && InWindow(c, 0, k)
    ensures ServedAt(c, Init(c), k)
  {
    EnteredFacts(c.S, 0);
    BaseStep(c.S, 0); GenIs(c.S, 0, 0);
    assert k >= 0 && k < c.N by { BaseStep(c.S, -1); GenIs(c.S, -1, -1); }
    SlotFirst(c.N, c.S, k);
    reveal ServedDiscard(), ServedOverwrite(), Content();
  }
  lemma B_Init(c: Cfg)
    requires WF(c)
    ensures Shape(c, Init(c)) && InvB(c, Init(c))
  {
    InitShape(c);
    var s := Init(c);
    forall k | InWindow(c, s.wpos, k) ensures ServedAt(c, s, k) { InitServed(c, k); }
    assert Served(c, s) by { reveal Served(); }
    assert Permuted(c, s.slot, s.mine) by { reveal Permuted(); }
    assert Pieces(c, s) by {
      reveal Pieces();
      forall p | p in s.procs ensures PieceOk(c, s, p, s.procs[p]) { PieceFree(c, s, p, s.procs[p]); }
    }
    assert Intact(c, s.procs, s.log) by { reveal Intact(); }
    assert Held(c, s) && Exchanged(c, s) by { reveal Held(), Exchanged(); }
  }
}
