include "Read.dfy"
include "WakeFrame.dfy"

/// Layer D over the actions of Read.dfy.
module WakeRead {
  import opened Memory
  import opened Reader
  import opened InductivePlaces
  import opened InductiveWaking
  import opened WakeFrame

  /// A step of the reader's within its wait.
  lemma WaitSameWho(c: Cfg, s: State, t: State)
    requires Shape(c, s) && Shape(c, t) && t.procs == s.procs && t.waiting == s.waiting && t.rd.upto == s.rd.upto && t.signal == s.signal
    ensures Alarmed(c, s) ==> Alarmed(c, t)
  { if WillWake(c, s) { var q :| Wakes(c, s, q); assert Wakes(c, t, q); } }

  lemma D_Get_LoadReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Get_LoadReadPosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Get_LoadDelivered(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Get_LoadDelivered(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Get_LoadWritePosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Get_LoadWritePosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Get_LoadSlot(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Get_LoadSlot(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Get_Exchange(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Get_Exchange(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Get_ExchangeFail(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Get_ExchangeFail(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Get_LoadBegin(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Get_LoadBegin(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Get_LoadSize(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Get_LoadSize(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Read_Records(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Read_Records(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Move_LoadReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Move_LoadReadPosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Move_Cas(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Move_Cas(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Move_CasFail(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Move_CasFail(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Move_StoreReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Move_StoreReadPosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Snapshot_LoadReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Snapshot_LoadReadPosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Snapshot_LoadWritePosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Snapshot_LoadWritePosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Put_Cas(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Put_Cas(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Put_CasFail(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Put_CasFail(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Clear_LoadReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Clear_LoadReadPosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Clear_LoadDelivered(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Clear_LoadDelivered(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Get_LoadFinal(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Get_LoadFinal(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Get_LoadEnd(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Get_LoadEnd(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { assert s.wpos == s.rd.cur ==> s.rpos == s.wpos by { reveal ReaderAt(), ReadPos(); } D_Reader(c, s, t); }
  lemma D_Wait_LoadReadPosition(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Wait_LoadReadPosition(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { D_Reader(c, s, t); }
  lemma D_Wait_StoreWaiting(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Wait_StoreWaiting(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { assert OneSignal(t.procs, t.waiting, t.signal, t.rd) by { reveal OneSignal(); } assert t.waiting != None_ by { reveal ReaderAt(); } }
  lemma D_Wait_LoadDelivered(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Wait_LoadDelivered(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { WaitSameWho(c, s, t); reveal OneSignal(); }
  lemma D_Wait_LoadFinal(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Wait_LoadFinal(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { WaitSameWho(c, s, t); reveal OneSignal(); }
  lemma D_Wait_Cancel(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Wait_Cancel(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { assert s.waiting != None_ by { reveal ReaderAt(); } reveal OneSignal(); }
  lemma D_Wait_CancelFail(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Wait_CancelFail(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { WaitSameWho(c, s, t); reveal OneSignal(); }
  lemma D_Wait_TakeSignal(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && Wait_TakeSignal(c, s) == Some(t) && InvA(c, t) && Grows(c, s, t)
    ensures InvD(c, t)
  { reveal OneSignal(); }
}
