include "RefineProducers.dfy"
include "RefineMove.dfy"
include "Reading.dfy"

/// Every step of ReserveCommit is a step or a stutter of RingBuffer (tla/MC.tla, RefinesRingBuffer).
module Refinement {
  import opened Geometry
  import opened Memory
  import opened Reader
  import opened ReserveCommit
  import opened Inductive
  import opened Queue
  import opened Mapping
  import opened RefineQuiet
  import opened RefineProducers
  import opened RefineReader
  import opened RefineMove
  import RB = RingBuffer
  import Readings = Reading

  lemma RefinesInit(c: Cfg)
    requires WF(c) && Shape(c, Init(c))
    ensures RB.Init(Abstract(c, Init(c)))
  { }

  lemma LensOfToRead(c: Cfg, log: seq<Entry>, k: int, j: nat)
    requires WF(c) && j <= |log|
    ensures Lens(Readings.ToRead(c, log, k, j)) == RecLens(c.S, log[j..], k)
    decreases |log| - j
  {
    if j < |log| {
      LensOfToRead(c, log, k, j + 1);
      assert log[j..][1..] == log[j + 1..];
    }
  }
  lemma WhatIsRead(c: Cfg, s: State)
    requires Inv(c, s)
    ensures ReadsLog(c, s)
  {
    if s.rd.pc == At_Read_Records {
      var k := Gen(c.S, s.rd.cur);
      Readings.ParseIsLog(c, s);
      LensOfToRead(c, s.log, k, 0);
      assert s.log[0..] == s.log;
    }
  }

  lemma RefinesBy(c: Cfg, s: State, t: State, p: Pid, a: Action)
    requires Inv(c, s) && Inv(c, t) && ApplyBy(c, s, p, a) == Some(t)
    ensures Refines(c, s, t)
  {
    match a
    case Reserve_ReadClock => R_Reserve_ReadClock(c, s, t, p); Unseen(c, s, t);
    case Reserve_LoadLastTime => R_Reserve_LoadLastTime(c, s, t, p); Unseen(c, s, t);
    case Reserve_Cas => R_Reserve_Cas(c, s, t, p);
    case Reserve_CasFail => R_Reserve_CasFail(c, s, t, p); Unseen(c, s, t);
    case ReserveSlow_LoadWritePosition => R_ReserveSlow_LoadWritePosition(c, s, t, p); Unseen(c, s, t);
    case ReserveSlow_ReadClock => R_ReserveSlow_ReadClock(c, s, t, p); Unseen(c, s, t);
    case ReserveSlow_LoadLastTime => R_ReserveSlow_LoadLastTime(c, s, t, p); Unseen(c, s, t);
    case ReserveSlow_LoadDelivered => R_ReserveSlow_LoadDelivered(c, s, t, p); Unseen(c, s, t);
    case ReserveSlow_RecheckWritePosition => R_ReserveSlow_RecheckWritePosition(c, s, t, p); Unseen(c, s, t);
    case ReserveSlow_LoadReadPosition => R_ReserveSlow_LoadReadPosition(c, s, t, p); Unseen(c, s, t);
    case Sample_LoadFull => R_Sample_LoadFull(c, s, t, p); Unseen(c, s, t);
    case Sample_LoadWrapped => R_Sample_LoadWrapped(c, s, t, p); Unseen(c, s, t);
    case Sample_LoadTooBig => R_Sample_LoadTooBig(c, s, t, p); Unseen(c, s, t);
    case ReserveSlow_Cas => R_ReserveSlow_Cas(c, s, t, p);
    case ReserveSlow_CasFail => R_ReserveSlow_CasFail(c, s, t, p); Unseen(c, s, t);
    case Lose_Wrapped => R_Lose_Wrapped(c, s, t, p);
    case Lose_Full => R_Lose_Full(c, s, t, p);
    case Lose_Refused => R_Lose_Refused(c, s, t, p);
    case Reserve_StoreLastTime => R_Reserve_StoreLastTime(c, s, t, p); Unseen(c, s, t);
    case Push_LoadReadPosition => R_Push_LoadReadPosition(c, s, t, p); Unseen(c, s, t);
    case Push_Cas => R_Push_Cas(c, s, t, p);
    case Push_CasFail => R_Push_CasFail(c, s, t, p); Unseen(c, s, t);
    case ClearNoref_LoadSlot => R_ClearNoref_LoadSlot(c, s, t, p); Unseen(c, s, t);
    case ClearNoref_Cas => R_ClearNoref_Cas(c, s, t, p);
    case ClearNoref_CasFail => R_ClearNoref_CasFail(c, s, t, p); Unseen(c, s, t);
    case OldEnd_StoreSize => R_OldEnd_StoreSize(c, s, t, p); Unseen(c, s, t);
    case OldEnd_StoreDataSize => R_OldEnd_StoreDataSize(c, s, t, p); Unseen(c, s, t);
    case NewStart_StoreBegin => R_NewStart_StoreBegin(c, s, t, p); Unseen(c, s, t);
    case OldStart_StoreBegin => R_OldStart_StoreBegin(c, s, t, p); Unseen(c, s, t);
    case NewEnd_StoreSize => R_NewEnd_StoreSize(c, s, t, p); Unseen(c, s, t);
    case NewEnd_StoreDataSize => R_NewEnd_StoreDataSize(c, s, t, p); Unseen(c, s, t);
    case Write_Begin => R_Write_Begin(c, s, t, p); Unseen(c, s, t);
    case Write_End => R_Write_End(c, s, t, p); Unseen(c, s, t);
    case Write_Abandon => R_Write_Abandon(c, s, t, p);
    case Lose_Abandoned => R_Lose_Abandoned(c, s, t, p);
    case Commit_AddCount => R_Commit_AddCount(c, s, t, p);
    case Commit_LoadCount => R_Commit_LoadCount(c, s, t, p); Unseen(c, s, t);
    case Deliver_Lock => R_Deliver_Lock(c, s, t, p); Unseen(c, s, t);
    case Deliver_LockFail => R_Deliver_LockFail(c, s, t, p); Unseen(c, s, t);
    case Deliver_LoadDataSize => R_Deliver_LoadDataSize(c, s, t, p); Unseen(c, s, t);
    case Deliver_StoreSize => R_Deliver_StoreSize(c, s, t, p); Unseen(c, s, t);
    case Deliver_StoreSlot => R_Deliver_StoreSlot(c, s, t, p);
    case Deliver_Publish => R_Deliver_Publish(c, s, t, p); Unseen(c, s, t);
    case Wake_LoadWaiting => R_Wake_LoadWaiting(c, s, t, p); Unseen(c, s, t);
    case Wake_Cas => R_Wake_Cas(c, s, t, p); Unseen(c, s, t);
    case Wake_CasFail => R_Wake_CasFail(c, s, t, p); Unseen(c, s, t);
    case Wake_Signal => R_Wake_Signal(c, s, t, p); Unseen(c, s, t);
    case Flush_ReadClock => R_Flush_ReadClock(c, s, t, p); Unseen(c, s, t);
    case Flush_LoadDelivered => R_Flush_LoadDelivered(c, s, t, p); Unseen(c, s, t);
    case Flush_LoadReadPosition => R_Flush_LoadReadPosition(c, s, t, p); Unseen(c, s, t);
    case Flush_Cas => R_Flush_Cas(c, s, t, p);
    case Flush_CasFail => R_Flush_CasFail(c, s, t, p); Unseen(c, s, t);
    case Complete_StoreFinal => R_Complete_StoreFinal(c, s, t, p); Unseen(c, s, t);
  }
  lemma RefinesReader(c: Cfg, s: State, t: State, r: ReaderAction)
    requires Inv(c, s) && Inv(c, t) && ApplyReader(c, s, r) == Some(t)
    ensures Refines(c, s, t)
  {
    match r
    case Get_LoadReadPosition => R_Get_LoadReadPosition(c, s, t);
    case Get_LoadDelivered => R_Get_LoadDelivered(c, s, t);
    case Get_LoadWritePosition => R_Get_LoadWritePosition(c, s, t);
    case Get_LoadSlot => R_Get_LoadSlot(c, s, t);
    case Get_Exchange => R_Get_Exchange(c, s, t);
    case Get_ExchangeFail => R_Get_ExchangeFail(c, s, t);
    case Get_LoadBegin => R_Get_LoadBegin(c, s, t);
    case Get_LoadSize => R_Get_LoadSize(c, s, t);
    case Read_Records => WhatIsRead(c, s); R_Read_Records(c, s, t);
    case Get_LoadFinal => R_Get_LoadFinal(c, s, t);
    case Get_LoadEnd => R_Get_LoadEnd(c, s, t);
    case Move_LoadReadPosition => R_Move_LoadReadPosition(c, s, t);
    case Move_Cas => R_Move_Cas(c, s, t);
    case Move_CasFail => R_Move_CasFail(c, s, t);
    case Move_StoreReadPosition => R_Move_StoreReadPosition(c, s, t);
    case Snapshot_LoadReadPosition => R_Snapshot_LoadReadPosition(c, s, t);
    case Snapshot_LoadWritePosition => R_Snapshot_LoadWritePosition(c, s, t);
    case Put_Cas => R_Put_Cas(c, s, t);
    case Put_CasFail => R_Put_CasFail(c, s, t);
    case Clear_LoadReadPosition => R_Clear_LoadReadPosition(c, s, t);
    case Clear_LoadDelivered => R_Clear_LoadDelivered(c, s, t);
    case Wait_LoadReadPosition => R_Wait_LoadReadPosition(c, s, t);
    case Wait_StoreWaiting => R_Wait_StoreWaiting(c, s, t);
    case Wait_LoadDelivered => R_Wait_LoadDelivered(c, s, t);
    case Wait_LoadFinal => R_Wait_LoadFinal(c, s, t);
    case Wait_Cancel => R_Wait_Cancel(c, s, t);
    case Wait_CancelFail => R_Wait_CancelFail(c, s, t);
    case Wait_TakeSignal => R_Wait_TakeSignal(c, s, t);
  }
  lemma RefinesRingBuffer(c: Cfg, s: State, t: State, step: Step)
    requires Inv(c, s) && Inv(c, t) && Apply(c, s, step) == Some(t)
    ensures RB.StepOrStutter(ParamsOf(c, s), Abstract(c, s), Abstract(c, t))
    ensures UnreadGens(c, t) <= UnreadGens(c, s)
  {
    match step
    case Reserve_LoadWritePosition(w, n) => R_Reserve_LoadWritePosition(c, s, t, w, n); Unseen(c, s, t);
    case Lose_TooBig(w, n) => R_Lose_TooBig(c, s, t, w, n);
    case Flush_LoadWritePosition(f, m) => R_Flush_LoadWritePosition(c, s, t, f, m); Unseen(c, s, t);
    case By(p, a) => RefinesBy(c, s, t, p, a);
    case ByReader(r) => RefinesReader(c, s, t, r);
    case Tick => R_Tick(c, s, t); Unseen(c, s, t);
  }
}
