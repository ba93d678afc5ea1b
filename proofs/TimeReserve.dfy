include "TimeFrame.dfy"

/// Layer C over the actions of Reserve.dfy.
module TimeReserve {
  import opened Memory
  import opened Reserve
  import opened InductivePlaces
  import opened InductiveTime
  import opened TimeFrame

  /// What layer C says of p and of the clock, before the step.
  lemma HasClock(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && p in s.procs
    ensures TimeOk(c, p, s.procs[p], s.wpos, s.log, s.now, s.lost)
    ensures LocalsOk(c, p, s.procs[p]) && s.procs[p].l.o <= s.wpos
    ensures 0 <= s.last <= s.now && (!c.clocked ==> s.now == 0)
    ensures s.log != [] ==> s.last <= LastEntry(s.log).t <= s.now
    ensures SampleOfLost(NoSample, s.lost)
    ensures forall j :: 0 <= j < |s.log| ==> SampleOfLost(s.log[j].s, s.lost) && (c.overwrites ==> s.log[j].s.full == 0)
  { reveal Clocks(), Producers(), Times_(), Stated(); }

  lemma C_Reserve_LoadWritePosition(c: Cfg, s: State, t: State, p: Pid, n: int)
    requires InvA(c, s) && InvC(c, s) && Reserve_LoadWritePosition(c, s, p, n) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); C_Own(c, s, t, p); }
  lemma C_Lose_TooBig(c: Cfg, s: State, t: State, p: Pid, n: int)
    requires InvA(c, s) && InvC(c, s) && Lose_TooBig(c, s, p, n) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { C_Lost(c, s, t, p); }
  lemma C_Reserve_ReadClock(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Reserve_ReadClock(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); C_Own(c, s, t, p); }
  lemma C_Reserve_LoadLastTime(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Reserve_LoadLastTime(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); C_Own(c, s, t, p); }
  /// A record is past the position that it was reserved at.
  lemma RecordAdvances(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && p in c.writers && p in s.procs && s.procs[p].pc in {At_Reserve_Cas, At_ReserveSlow_Cas}
    ensures RecEnd(c, s.procs[p].l) > s.procs[p].l.o
  { reveal Producers(); OffNext(c, s.procs[p].l.o); }

  lemma C_Reserve_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Reserve_Cas(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); RecordAdvances(c, s, p); C_Took(c, s, t, p); }
  lemma C_Reserve_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Reserve_CasFail(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); C_Own(c, s, t, p); }
  lemma C_ReserveSlow_LoadWritePosition(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && ReserveSlow_LoadWritePosition(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); C_Own(c, s, t, p); }
  lemma C_ReserveSlow_ReadClock(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && ReserveSlow_ReadClock(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); C_Own(c, s, t, p); }
  lemma C_ReserveSlow_LoadLastTime(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && ReserveSlow_LoadLastTime(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); C_Own(c, s, t, p); }
  lemma C_ReserveSlow_LoadDelivered(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && ReserveSlow_LoadDelivered(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); C_Own(c, s, t, p); }
  lemma C_ReserveSlow_RecheckWritePosition(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && ReserveSlow_RecheckWritePosition(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); C_Own(c, s, t, p); }
  lemma C_ReserveSlow_LoadReadPosition(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && ReserveSlow_LoadReadPosition(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); C_Own(c, s, t, p); }
  lemma C_Sample_LoadFull(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Sample_LoadFull(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); C_Own(c, s, t, p); }
  lemma C_Sample_LoadWrapped(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Sample_LoadWrapped(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); C_Own(c, s, t, p); }
  lemma C_Sample_LoadTooBig(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Sample_LoadTooBig(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); C_Own(c, s, t, p); }
  lemma C_ReserveSlow_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && ReserveSlow_Cas(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); RecordAdvances(c, s, p); C_Took(c, s, t, p); }
  lemma C_ReserveSlow_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && ReserveSlow_CasFail(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { HasClock(c, s, p); C_Own(c, s, t, p); }
  lemma C_Lose_Wrapped(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Lose_Wrapped(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { var u := s.(lost := t.lost); C_Lost(c, s, u, p); C_Plain(c, u, t, p); }
  lemma C_Lose_Full(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Lose_Full(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { var u := s.(lost := t.lost); C_Lost(c, s, u, p); C_Plain(c, u, t, p); }
  lemma C_Lose_Refused(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Lose_Refused(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { var u := s.(lost := t.lost); C_Lost(c, s, u, p); C_Plain(c, u, t, p); }
  lemma C_Reserve_StoreLastTime(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Reserve_StoreLastTime(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {
    HasClock(c, s, p);
    assert Times_(c, t.log, t.now, t.last) by { reveal Times_(); }
    PlainTime(c, s, p, t.procs[p].(pc := Idle));
    C_Own(c, s, t, p);
  }
  lemma C_Push_LoadReadPosition(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Push_LoadReadPosition(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { AfterPushGoesOn(c, s, p, s.procs[p].l); C_Plain(c, s, t, p); }
  lemma C_Push_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Push_Cas(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { AfterPushGoesOn(c, s.(rpos := PushTo(c, p, s.procs[p].l)), p, s.procs[p].l); C_Plain(c, s, t, p); }
  lemma C_Push_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Push_CasFail(c, s, p) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  { C_Plain(c, s, t, p); }
}
