include "Read.dfy"
include "InductiveTime.dfy"

/// Layer C over the actions of Read.dfy: the reader has no part in it.
module TimeRead {
  import opened Memory
  import opened Reader
  import opened InductivePlaces
  import opened InductiveTime

  lemma C_Get_LoadReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Get_LoadReadPosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Get_LoadDelivered(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Get_LoadDelivered(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Get_LoadWritePosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Get_LoadWritePosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Get_LoadSlot(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Get_LoadSlot(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Get_Exchange(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Get_Exchange(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Get_ExchangeFail(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Get_ExchangeFail(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Get_LoadBegin(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Get_LoadBegin(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Get_LoadSize(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Get_LoadSize(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Read_Records(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Read_Records(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Move_LoadReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Move_LoadReadPosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Move_Cas(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Move_Cas(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Move_CasFail(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Move_CasFail(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Move_StoreReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Move_StoreReadPosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Snapshot_LoadReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Snapshot_LoadReadPosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Snapshot_LoadWritePosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Snapshot_LoadWritePosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Put_Cas(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Put_Cas(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Put_CasFail(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Put_CasFail(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Clear_LoadReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Clear_LoadReadPosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Clear_LoadDelivered(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Clear_LoadDelivered(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Get_LoadFinal(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Get_LoadFinal(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Get_LoadEnd(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Get_LoadEnd(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Wait_LoadReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Wait_LoadReadPosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Wait_StoreWaiting(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Wait_StoreWaiting(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Wait_LoadDelivered(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Wait_LoadDelivered(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Wait_LoadFinal(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Wait_LoadFinal(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Wait_Cancel(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Wait_Cancel(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Wait_CancelFail(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Wait_CancelFail(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
  lemma C_Wait_TakeSignal(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvC(c, s) && Wait_TakeSignal(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvC(c, t)
  {}
}
