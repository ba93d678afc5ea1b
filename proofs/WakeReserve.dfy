include "WakeFrame.dfy"
include "ReserveCommit.dfy"

/// Layer D over the actions of Reserve.dfy and Flush.dfy, and the clock's.
module WakeReserve {
  import opened Memory
  import opened Reserve
  import opened Flush
  import opened InductivePlaces
  import opened InductiveWaking
  import opened WakeFrame
  import ReserveCommit

  lemma D_Reserve_LoadWritePosition(c: Cfg, s: State, t: State, p: Pid, n: int)
    requires InvA(c, s) && InvD(c, s) && Reserve_LoadWritePosition(c, s, p, n) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Lose_TooBig(c: Cfg, s: State, t: State, p: Pid, n: int)
    requires InvA(c, s) && InvD(c, s) && Lose_TooBig(c, s, p, n) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Same(c, s, t); }
  lemma D_Reserve_ReadClock(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Reserve_ReadClock(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Reserve_LoadLastTime(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Reserve_LoadLastTime(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Reserve_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Reserve_Cas(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Place(c, s, t, p); }
  lemma D_Reserve_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Reserve_CasFail(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_ReserveSlow_LoadWritePosition(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && ReserveSlow_LoadWritePosition(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_ReserveSlow_ReadClock(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && ReserveSlow_ReadClock(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_ReserveSlow_LoadLastTime(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && ReserveSlow_LoadLastTime(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_ReserveSlow_LoadDelivered(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && ReserveSlow_LoadDelivered(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_ReserveSlow_RecheckWritePosition(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && ReserveSlow_RecheckWritePosition(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_ReserveSlow_LoadReadPosition(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && ReserveSlow_LoadReadPosition(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Sample_LoadFull(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Sample_LoadFull(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Sample_LoadWrapped(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Sample_LoadWrapped(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Sample_LoadTooBig(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Sample_LoadTooBig(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_ReserveSlow_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && ReserveSlow_Cas(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Place(c, s, t, p); }
  lemma D_ReserveSlow_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && ReserveSlow_CasFail(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Lose_Wrapped(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Lose_Wrapped(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Lose_Full(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Lose_Full(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Lose_Refused(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Lose_Refused(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Reserve_StoreLastTime(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Reserve_StoreLastTime(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Push_LoadReadPosition(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Push_LoadReadPosition(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Push_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Push_Cas(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Push_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Push_CasFail(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Flush_LoadWritePosition(c: Cfg, s: State, t: State, p: Pid, m: FlushMode)
    requires InvA(c, s) && InvD(c, s) && Flush_LoadWritePosition(c, s, p, m) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Flush_ReadClock(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Flush_ReadClock(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Flush_LoadDelivered(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Flush_LoadDelivered(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Flush_LoadReadPosition(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Flush_LoadReadPosition(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Flush_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Flush_Cas(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Place(c, s, t, p); }
  lemma D_Flush_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Flush_CasFail(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { Stands(c, s, p); D_Plain(c, s, t, p); }
  lemma D_Complete_StoreFinal(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && Complete_StoreFinal(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  {
    Stands(c, s, p);
    assert Listens(s.rd.pc) ==> s.rd.upto >= 0 by { reveal ReaderAt(); }
    EndsOwn(c, s, t, p);
    D_Own(c, s, t, p);
  }
  lemma D_TickOf(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && ReserveCommit.TickOf(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Same(c, s, t); }
}
