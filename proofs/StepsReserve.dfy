include "Inductive.dfy"
include "MemoryReserve.dfy"
include "PlacesReserve.dfy"
include "TimeReserve.dfy"
include "WakeReserve.dfy"

/// The inductive invariant is preserved by each action of reserving: layer by layer.
module StepsReserve {
  import opened Memory
  import opened InductivePlaces
  import opened Inductive
  import Reserve
  import MemoryReserve
  import PlacesReserve
  import TimeReserve
  import WakeReserve

  lemma Reserve_ReadClock_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.Reserve_ReadClock(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_Reserve_ReadClock(c, s, t, p); MemoryReserve.B_Reserve_ReadClock(c, s, t, p); TimeReserve.C_Reserve_ReadClock(c, s, t, p); WakeReserve.D_Reserve_ReadClock(c, s, t, p); }
  lemma Reserve_LoadLastTime_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.Reserve_LoadLastTime(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_Reserve_LoadLastTime(c, s, t, p); MemoryReserve.B_Reserve_LoadLastTime(c, s, t, p); TimeReserve.C_Reserve_LoadLastTime(c, s, t, p); WakeReserve.D_Reserve_LoadLastTime(c, s, t, p); }
  lemma Reserve_Cas_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.Reserve_Cas(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_Reserve_Cas(c, s, t, p); MemoryReserve.B_Reserve_Cas(c, s, t, p); TimeReserve.C_Reserve_Cas(c, s, t, p); WakeReserve.D_Reserve_Cas(c, s, t, p); }
  lemma Reserve_CasFail_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.Reserve_CasFail(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_Reserve_CasFail(c, s, t, p); MemoryReserve.B_Reserve_CasFail(c, s, t, p); TimeReserve.C_Reserve_CasFail(c, s, t, p); WakeReserve.D_Reserve_CasFail(c, s, t, p); }
  lemma ReserveSlow_LoadWritePosition_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.ReserveSlow_LoadWritePosition(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_ReserveSlow_LoadWritePosition(c, s, t, p); MemoryReserve.B_ReserveSlow_LoadWritePosition(c, s, t, p); TimeReserve.C_ReserveSlow_LoadWritePosition(c, s, t, p); WakeReserve.D_ReserveSlow_LoadWritePosition(c, s, t, p); }
  lemma ReserveSlow_ReadClock_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.ReserveSlow_ReadClock(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_ReserveSlow_ReadClock(c, s, t, p); MemoryReserve.B_ReserveSlow_ReadClock(c, s, t, p); TimeReserve.C_ReserveSlow_ReadClock(c, s, t, p); WakeReserve.D_ReserveSlow_ReadClock(c, s, t, p); }
  lemma ReserveSlow_LoadLastTime_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.ReserveSlow_LoadLastTime(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_ReserveSlow_LoadLastTime(c, s, t, p); MemoryReserve.B_ReserveSlow_LoadLastTime(c, s, t, p); TimeReserve.C_ReserveSlow_LoadLastTime(c, s, t, p); WakeReserve.D_ReserveSlow_LoadLastTime(c, s, t, p); }
  lemma ReserveSlow_LoadDelivered_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.ReserveSlow_LoadDelivered(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_ReserveSlow_LoadDelivered(c, s, t, p); MemoryReserve.B_ReserveSlow_LoadDelivered(c, s, t, p); TimeReserve.C_ReserveSlow_LoadDelivered(c, s, t, p); WakeReserve.D_ReserveSlow_LoadDelivered(c, s, t, p); }
  lemma ReserveSlow_RecheckWritePosition_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.ReserveSlow_RecheckWritePosition(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_ReserveSlow_RecheckWritePosition(c, s, t, p); MemoryReserve.B_ReserveSlow_RecheckWritePosition(c, s, t, p); TimeReserve.C_ReserveSlow_RecheckWritePosition(c, s, t, p); WakeReserve.D_ReserveSlow_RecheckWritePosition(c, s, t, p); }
  lemma ReserveSlow_LoadReadPosition_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.ReserveSlow_LoadReadPosition(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_ReserveSlow_LoadReadPosition(c, s, t, p); MemoryReserve.B_ReserveSlow_LoadReadPosition(c, s, t, p); TimeReserve.C_ReserveSlow_LoadReadPosition(c, s, t, p); WakeReserve.D_ReserveSlow_LoadReadPosition(c, s, t, p); }
  lemma Sample_LoadFull_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.Sample_LoadFull(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_Sample_LoadFull(c, s, t, p); MemoryReserve.B_Sample_LoadFull(c, s, t, p); TimeReserve.C_Sample_LoadFull(c, s, t, p); WakeReserve.D_Sample_LoadFull(c, s, t, p); }
  lemma Sample_LoadWrapped_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.Sample_LoadWrapped(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_Sample_LoadWrapped(c, s, t, p); MemoryReserve.B_Sample_LoadWrapped(c, s, t, p); TimeReserve.C_Sample_LoadWrapped(c, s, t, p); WakeReserve.D_Sample_LoadWrapped(c, s, t, p); }
  lemma Sample_LoadTooBig_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.Sample_LoadTooBig(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_Sample_LoadTooBig(c, s, t, p); MemoryReserve.B_Sample_LoadTooBig(c, s, t, p); TimeReserve.C_Sample_LoadTooBig(c, s, t, p); WakeReserve.D_Sample_LoadTooBig(c, s, t, p); }
  lemma ReserveSlow_Cas_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.ReserveSlow_Cas(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_ReserveSlow_Cas(c, s, t, p); MemoryReserve.B_ReserveSlow_Cas(c, s, t, p); TimeReserve.C_ReserveSlow_Cas(c, s, t, p); WakeReserve.D_ReserveSlow_Cas(c, s, t, p); }
  lemma ReserveSlow_CasFail_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.ReserveSlow_CasFail(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_ReserveSlow_CasFail(c, s, t, p); MemoryReserve.B_ReserveSlow_CasFail(c, s, t, p); TimeReserve.C_ReserveSlow_CasFail(c, s, t, p); WakeReserve.D_ReserveSlow_CasFail(c, s, t, p); }
  lemma Lose_Wrapped_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.Lose_Wrapped(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_Lose_Wrapped(c, s, t, p); MemoryReserve.B_Lose_Wrapped(c, s, t, p); TimeReserve.C_Lose_Wrapped(c, s, t, p); WakeReserve.D_Lose_Wrapped(c, s, t, p); }
  lemma Lose_Full_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.Lose_Full(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_Lose_Full(c, s, t, p); MemoryReserve.B_Lose_Full(c, s, t, p); TimeReserve.C_Lose_Full(c, s, t, p); WakeReserve.D_Lose_Full(c, s, t, p); }
  lemma Lose_Refused_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.Lose_Refused(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_Lose_Refused(c, s, t, p); MemoryReserve.B_Lose_Refused(c, s, t, p); TimeReserve.C_Lose_Refused(c, s, t, p); WakeReserve.D_Lose_Refused(c, s, t, p); }
  lemma Reserve_StoreLastTime_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.Reserve_StoreLastTime(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_Reserve_StoreLastTime(c, s, t, p); MemoryReserve.B_Reserve_StoreLastTime(c, s, t, p); TimeReserve.C_Reserve_StoreLastTime(c, s, t, p); WakeReserve.D_Reserve_StoreLastTime(c, s, t, p); }
  lemma Push_LoadReadPosition_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.Push_LoadReadPosition(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_Push_LoadReadPosition(c, s, t, p); MemoryReserve.B_Push_LoadReadPosition(c, s, t, p); TimeReserve.C_Push_LoadReadPosition(c, s, t, p); WakeReserve.D_Push_LoadReadPosition(c, s, t, p); }
  lemma Push_Cas_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.Push_Cas(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_Push_Cas(c, s, t, p); MemoryReserve.B_Push_Cas(c, s, t, p); TimeReserve.C_Push_Cas(c, s, t, p); WakeReserve.D_Push_Cas(c, s, t, p); }
  lemma Push_CasFail_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Reserve.Push_CasFail(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_Push_CasFail(c, s, t, p); MemoryReserve.B_Push_CasFail(c, s, t, p); TimeReserve.C_Push_CasFail(c, s, t, p); WakeReserve.D_Push_CasFail(c, s, t, p); }
  lemma Reserve_LoadWritePosition_Preserves(c: Cfg, s: State, t: State, p: Pid, n: int)
    requires Inv(c, s) && Reserve.Reserve_LoadWritePosition(c, s, p, n) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_Reserve_LoadWritePosition(c, s, t, p, n); MemoryReserve.B_Reserve_LoadWritePosition(c, s, t, p, n); TimeReserve.C_Reserve_LoadWritePosition(c, s, t, p, n); WakeReserve.D_Reserve_LoadWritePosition(c, s, t, p, n); }
  lemma Lose_TooBig_Preserves(c: Cfg, s: State, t: State, p: Pid, n: int)
    requires Inv(c, s) && Reserve.Lose_TooBig(c, s, p, n) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesReserve.A_Lose_TooBig(c, s, t, p, n); MemoryReserve.B_Lose_TooBig(c, s, t, p, n); TimeReserve.C_Lose_TooBig(c, s, t, p, n); WakeReserve.D_Lose_TooBig(c, s, t, p, n); }
}
