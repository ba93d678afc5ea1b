include "Inductive.dfy"
include "MemoryFlush.dfy"
include "PlacesFlush.dfy"
include "TimeFlush.dfy"
include "WakeReserve.dfy"

/// The inductive invariant is preserved by each action of flushing: layer by layer.
module StepsFlush {
  import opened Memory
  import opened InductivePlaces
  import opened Inductive
  import Flush
  import MemoryFlush
  import PlacesFlush
  import TimeFlush
  import WakeReserve

  lemma Flush_ReadClock_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Flush.Flush_ReadClock(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesFlush.A_Flush_ReadClock(c, s, t, p); MemoryFlush.B_Flush_ReadClock(c, s, t, p); TimeFlush.C_Flush_ReadClock(c, s, t, p); WakeReserve.D_Flush_ReadClock(c, s, t, p); }
  lemma Flush_LoadDelivered_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Flush.Flush_LoadDelivered(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesFlush.A_Flush_LoadDelivered(c, s, t, p); MemoryFlush.B_Flush_LoadDelivered(c, s, t, p); TimeFlush.C_Flush_LoadDelivered(c, s, t, p); WakeReserve.D_Flush_LoadDelivered(c, s, t, p); }
  lemma Flush_LoadReadPosition_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Flush.Flush_LoadReadPosition(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesFlush.A_Flush_LoadReadPosition(c, s, t, p); MemoryFlush.B_Flush_LoadReadPosition(c, s, t, p); TimeFlush.C_Flush_LoadReadPosition(c, s, t, p); WakeReserve.D_Flush_LoadReadPosition(c, s, t, p); }
  lemma Flush_Cas_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Flush.Flush_Cas(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesFlush.A_Flush_Cas(c, s, t, p); MemoryFlush.B_Flush_Cas(c, s, t, p); TimeFlush.C_Flush_Cas(c, s, t, p); WakeReserve.D_Flush_Cas(c, s, t, p); }
  lemma Flush_CasFail_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Flush.Flush_CasFail(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesFlush.A_Flush_CasFail(c, s, t, p); MemoryFlush.B_Flush_CasFail(c, s, t, p); TimeFlush.C_Flush_CasFail(c, s, t, p); WakeReserve.D_Flush_CasFail(c, s, t, p); }
  lemma Complete_StoreFinal_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Flush.Complete_StoreFinal(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesFlush.A_Complete_StoreFinal(c, s, t, p); MemoryFlush.B_Complete_StoreFinal(c, s, t, p); TimeFlush.C_Complete_StoreFinal(c, s, t, p); WakeReserve.D_Complete_StoreFinal(c, s, t, p); }
  lemma Flush_LoadWritePosition_Preserves(c: Cfg, s: State, t: State, p: Pid, m: FlushMode)
    requires Inv(c, s) && Flush.Flush_LoadWritePosition(c, s, p, m) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesFlush.A_Flush_LoadWritePosition(c, s, t, p, m); MemoryFlush.B_Flush_LoadWritePosition(c, s, t, p, m); TimeFlush.C_Flush_LoadWritePosition(c, s, t, p, m); WakeReserve.D_Flush_LoadWritePosition(c, s, t, p, m); }
}
