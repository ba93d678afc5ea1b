include "Inductive.dfy"
include "MemoryRead.dfy"
include "MemoryMove.dfy"
include "PlacesMove.dfy"
include "TimeRead.dfy"
include "WakeRead.dfy"

/// The inductive invariant is preserved by each action of reading: layer by layer.
module StepsReader {
  import opened Memory
  import opened InductivePlaces
  import opened Inductive
  import Reader
  import MemoryRead
  import MemoryMove
  import PlacesMove
  import PlacesRead
  import TimeRead
  import WakeRead

  lemma Get_LoadReadPosition_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Get_LoadReadPosition(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesRead.A_Get_LoadReadPosition(c, s, t); MemoryRead.B_Get_LoadReadPosition(c, s, t); TimeRead.C_Get_LoadReadPosition(c, s, t); WakeRead.D_Get_LoadReadPosition(c, s, t); }
  lemma Get_LoadDelivered_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Get_LoadDelivered(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesRead.A_Get_LoadDelivered(c, s, t); MemoryRead.B_Get_LoadDelivered(c, s, t); TimeRead.C_Get_LoadDelivered(c, s, t); WakeRead.D_Get_LoadDelivered(c, s, t); }
  lemma Get_LoadWritePosition_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Get_LoadWritePosition(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesRead.A_Get_LoadWritePosition(c, s, t); MemoryRead.B_Get_LoadWritePosition(c, s, t); TimeRead.C_Get_LoadWritePosition(c, s, t); WakeRead.D_Get_LoadWritePosition(c, s, t); }
  lemma Get_LoadSlot_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Get_LoadSlot(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesRead.A_Get_LoadSlot(c, s, t); MemoryRead.B_Get_LoadSlot(c, s, t); TimeRead.C_Get_LoadSlot(c, s, t); WakeRead.D_Get_LoadSlot(c, s, t); }
  lemma Get_Exchange_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Get_Exchange(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesRead.A_Get_Exchange(c, s, t); MemoryRead.B_Get_Exchange(c, s, t); TimeRead.C_Get_Exchange(c, s, t); WakeRead.D_Get_Exchange(c, s, t); }
  lemma Get_ExchangeFail_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Get_ExchangeFail(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesRead.A_Get_ExchangeFail(c, s, t); MemoryRead.B_Get_ExchangeFail(c, s, t); TimeRead.C_Get_ExchangeFail(c, s, t); WakeRead.D_Get_ExchangeFail(c, s, t); }
  lemma Get_LoadBegin_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Get_LoadBegin(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesRead.A_Get_LoadBegin(c, s, t); MemoryRead.B_Get_LoadBegin(c, s, t); TimeRead.C_Get_LoadBegin(c, s, t); WakeRead.D_Get_LoadBegin(c, s, t); }
  lemma Get_LoadSize_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Get_LoadSize(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesRead.A_Get_LoadSize(c, s, t); MemoryRead.B_Get_LoadSize(c, s, t); TimeRead.C_Get_LoadSize(c, s, t); WakeRead.D_Get_LoadSize(c, s, t); }
  lemma Read_Records_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Read_Records(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesRead.A_Read_Records(c, s, t); MemoryRead.B_Read_Records(c, s, t); TimeRead.C_Read_Records(c, s, t); WakeRead.D_Read_Records(c, s, t); }
  lemma Get_LoadFinal_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Get_LoadFinal(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesRead.A_Get_LoadFinal(c, s, t); MemoryRead.B_Get_LoadFinal(c, s, t); TimeRead.C_Get_LoadFinal(c, s, t); WakeRead.D_Get_LoadFinal(c, s, t); }
  lemma Get_LoadEnd_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Get_LoadEnd(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesRead.A_Get_LoadEnd(c, s, t); MemoryRead.B_Get_LoadEnd(c, s, t); TimeRead.C_Get_LoadEnd(c, s, t); WakeRead.D_Get_LoadEnd(c, s, t); }
  lemma Move_LoadReadPosition_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Move_LoadReadPosition(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesMove.A_Move_LoadReadPosition(c, s, t); MemoryMove.B_Move_LoadReadPosition(c, s, t); TimeRead.C_Move_LoadReadPosition(c, s, t); WakeRead.D_Move_LoadReadPosition(c, s, t); }
  lemma Move_Cas_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Move_Cas(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesMove.A_Move_Cas(c, s, t); MemoryMove.B_Move_Cas(c, s, t); TimeRead.C_Move_Cas(c, s, t); WakeRead.D_Move_Cas(c, s, t); }
  lemma Move_CasFail_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Move_CasFail(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesMove.A_Move_CasFail(c, s, t); MemoryMove.B_Move_CasFail(c, s, t); TimeRead.C_Move_CasFail(c, s, t); WakeRead.D_Move_CasFail(c, s, t); }
  lemma Move_StoreReadPosition_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Move_StoreReadPosition(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesMove.A_Move_StoreReadPosition(c, s, t); MemoryMove.B_Move_StoreReadPosition(c, s, t); TimeRead.C_Move_StoreReadPosition(c, s, t); WakeRead.D_Move_StoreReadPosition(c, s, t); }
  lemma Snapshot_LoadReadPosition_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Snapshot_LoadReadPosition(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesRead.A_Snapshot_LoadReadPosition(c, s, t); MemoryRead.B_Snapshot_LoadReadPosition(c, s, t); TimeRead.C_Snapshot_LoadReadPosition(c, s, t); WakeRead.D_Snapshot_LoadReadPosition(c, s, t); }
  lemma Snapshot_LoadWritePosition_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Snapshot_LoadWritePosition(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesRead.A_Snapshot_LoadWritePosition(c, s, t); MemoryRead.B_Snapshot_LoadWritePosition(c, s, t); TimeRead.C_Snapshot_LoadWritePosition(c, s, t); WakeRead.D_Snapshot_LoadWritePosition(c, s, t); }
  lemma Put_Cas_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Put_Cas(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesRead.A_Put_Cas(c, s, t); MemoryRead.B_Put_Cas(c, s, t); TimeRead.C_Put_Cas(c, s, t); WakeRead.D_Put_Cas(c, s, t); }
  lemma Put_CasFail_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Put_CasFail(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesRead.A_Put_CasFail(c, s, t); MemoryRead.B_Put_CasFail(c, s, t); TimeRead.C_Put_CasFail(c, s, t); WakeRead.D_Put_CasFail(c, s, t); }
  lemma Clear_LoadReadPosition_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Clear_LoadReadPosition(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesRead.A_Clear_LoadReadPosition(c, s, t); MemoryRead.B_Clear_LoadReadPosition(c, s, t); TimeRead.C_Clear_LoadReadPosition(c, s, t); WakeRead.D_Clear_LoadReadPosition(c, s, t); }
  lemma Clear_LoadDelivered_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Clear_LoadDelivered(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesRead.A_Clear_LoadDelivered(c, s, t); MemoryRead.B_Clear_LoadDelivered(c, s, t); TimeRead.C_Clear_LoadDelivered(c, s, t); WakeRead.D_Clear_LoadDelivered(c, s, t); }
  lemma Wait_LoadReadPosition_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Wait_LoadReadPosition(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesMove.A_Wait_LoadReadPosition(c, s, t); MemoryRead.B_Wait_LoadReadPosition(c, s, t); TimeRead.C_Wait_LoadReadPosition(c, s, t); WakeRead.D_Wait_LoadReadPosition(c, s, t); }
  lemma Wait_StoreWaiting_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Wait_StoreWaiting(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesMove.A_Wait_StoreWaiting(c, s, t); MemoryRead.B_Wait_StoreWaiting(c, s, t); TimeRead.C_Wait_StoreWaiting(c, s, t); WakeRead.D_Wait_StoreWaiting(c, s, t); }
  lemma Wait_LoadDelivered_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Wait_LoadDelivered(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesMove.A_Wait_LoadDelivered(c, s, t); MemoryRead.B_Wait_LoadDelivered(c, s, t); TimeRead.C_Wait_LoadDelivered(c, s, t); WakeRead.D_Wait_LoadDelivered(c, s, t); }
  lemma Wait_LoadFinal_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Wait_LoadFinal(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesMove.A_Wait_LoadFinal(c, s, t); MemoryRead.B_Wait_LoadFinal(c, s, t); TimeRead.C_Wait_LoadFinal(c, s, t); WakeRead.D_Wait_LoadFinal(c, s, t); }
  lemma Wait_Cancel_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Wait_Cancel(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesMove.A_Wait_Cancel(c, s, t); MemoryRead.B_Wait_Cancel(c, s, t); TimeRead.C_Wait_Cancel(c, s, t); WakeRead.D_Wait_Cancel(c, s, t); }
  lemma Wait_CancelFail_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Wait_CancelFail(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesMove.A_Wait_CancelFail(c, s, t); MemoryRead.B_Wait_CancelFail(c, s, t); TimeRead.C_Wait_CancelFail(c, s, t); WakeRead.D_Wait_CancelFail(c, s, t); }
  lemma Wait_TakeSignal_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && Reader.Wait_TakeSignal(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesMove.A_Wait_TakeSignal(c, s, t); MemoryRead.B_Wait_TakeSignal(c, s, t); TimeRead.C_Wait_TakeSignal(c, s, t); WakeRead.D_Wait_TakeSignal(c, s, t); }
}
