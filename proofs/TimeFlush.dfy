include "TimeReserve.dfy"
include "ReserveCommit.dfy"

/// Layer C over the actions of Flush.dfy, and the clock's.
module TimeFlush {
  import opened Memory
  import opened Flush
  import opened InductivePlaces
  import opened InductiveTime
  import opened TimeFrame
  import opened TimeReserve
  import ReserveCommit

  lemma C_Flush_LoadWritePosition(c: Cfg, s: State, t: State, p: Pid, m: FlushMode)
    requires InvA(c, s) && InvC(c, s) && Flush_LoadWritePosition(c, s, p, m) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); C_Own(c, s, t, p); }
  lemma C_Flush_ReadClock(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Flush_ReadClock(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); C_Own(c, s, t, p); }
  lemma C_Flush_LoadDelivered(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Flush_LoadDelivered(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); C_Own(c, s, t, p); }
  lemma C_Flush_LoadReadPosition(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Flush_LoadReadPosition(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); C_Own(c, s, t, p); }
  lemma C_Flush_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Flush_Cas(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {
    HasClock(c, s, p);
    if GateAlone(c, s.procs[p].l) { C_Own(c, s, t, p); }
    else { OffNext(c, s.procs[p].l.o); C_Took(c, s, t, p); }
  }
  lemma C_Flush_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Flush_CasFail(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); C_Own(c, s, t, p); }
  lemma C_Complete_StoreFinal(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Complete_StoreFinal(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); C_Own(c, s, t, p); }
  lemma C_TickOf(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && ReserveCommit.TickOf(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { reveal Times_(), Clocks(); }
}
