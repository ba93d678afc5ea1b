include "StepsReserve.dfy"
include "StepsCommit.dfy"
include "StepsFlush.dfy"
include "StepsReader.dfy"
include "Spare.dfy"

/// The inductive invariant holds at first and is preserved by every step: so it holds in every reachable state.
module Steps {
  import opened Memory
  import opened InductivePlaces
  import opened Inductive
  import opened ReserveCommit
  import StepsReserve
  import StepsCommit
  import StepsFlush
  import StepsReader
  import MemoryFlush
  import PlacesMove
  import TimeFlush
  import TimeFrame
  import WakeFrame
  import WakeReserve
  import Spare

  lemma Init_Holds(c: Cfg)
    requires WF(c)
    ensures Inv(c, Init(c)) && Spare.InvF(c, Init(c))
  { PlacesMove.A_Init(c); MemoryFlush.B_Init(c); TimeFrame.C_Init(c); WakeFrame.D_Init(c); Spare.F_Init(c); }

  lemma Tick_Preserves(c: Cfg, s: State, t: State)
    requires Inv(c, s) && TickOf(c, s) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { PlacesMove.A_TickOf(c, s, t); MemoryFlush.B_TickOf(c, s, t); TimeFlush.C_TickOf(c, s, t); WakeReserve.D_TickOf(c, s, t); }

  lemma By_Preserves(c: Cfg, s: State, t: State, p: Pid, a: Action)
    requires Inv(c, s) && ApplyBy(c, s, p, a) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  {
    match a
    case Reserve_ReadClock => StepsReserve.Reserve_ReadClock_Preserves(c, s, t, p);
    case Reserve_LoadLastTime => StepsReserve.Reserve_LoadLastTime_Preserves(c, s, t, p);
    case Reserve_Cas => StepsReserve.Reserve_Cas_Preserves(c, s, t, p);
    case Reserve_CasFail => StepsReserve.Reserve_CasFail_Preserves(c, s, t, p);
    case ReserveSlow_LoadWritePosition => StepsReserve.ReserveSlow_LoadWritePosition_Preserves(c, s, t, p);
    case ReserveSlow_ReadClock => StepsReserve.ReserveSlow_ReadClock_Preserves(c, s, t, p);
    case ReserveSlow_LoadLastTime => StepsReserve.ReserveSlow_LoadLastTime_Preserves(c, s, t, p);
    case ReserveSlow_LoadDelivered => StepsReserve.ReserveSlow_LoadDelivered_Preserves(c, s, t, p);
    case ReserveSlow_RecheckWritePosition => StepsReserve.ReserveSlow_RecheckWritePosition_Preserves(c, s, t, p);
    case ReserveSlow_LoadReadPosition => StepsReserve.ReserveSlow_LoadReadPosition_Preserves(c, s, t, p);
    case Sample_LoadFull => StepsReserve.Sample_LoadFull_Preserves(c, s, t, p);
    case Sample_LoadWrapped => StepsReserve.Sample_LoadWrapped_Preserves(c, s, t, p);
    case Sample_LoadTooBig => StepsReserve.Sample_LoadTooBig_Preserves(c, s, t, p);
    case ReserveSlow_Cas => StepsReserve.ReserveSlow_Cas_Preserves(c, s, t, p);
    case ReserveSlow_CasFail => StepsReserve.ReserveSlow_CasFail_Preserves(c, s, t, p);
    case Lose_Wrapped => StepsReserve.Lose_Wrapped_Preserves(c, s, t, p);
    case Lose_Full => StepsReserve.Lose_Full_Preserves(c, s, t, p);
    case Lose_Refused => StepsReserve.Lose_Refused_Preserves(c, s, t, p);
    case Reserve_StoreLastTime => StepsReserve.Reserve_StoreLastTime_Preserves(c, s, t, p);
    case Push_LoadReadPosition => StepsReserve.Push_LoadReadPosition_Preserves(c, s, t, p);
    case Push_Cas => StepsReserve.Push_Cas_Preserves(c, s, t, p);
    case Push_CasFail => StepsReserve.Push_CasFail_Preserves(c, s, t, p);
    case ClearNoref_LoadSlot => StepsCommit.ClearNoref_LoadSlot_Preserves(c, s, t, p);
    case ClearNoref_Cas => StepsCommit.ClearNoref_Cas_Preserves(c, s, t, p);
    case ClearNoref_CasFail => StepsCommit.ClearNoref_CasFail_Preserves(c, s, t, p);
    case OldEnd_StoreSize => StepsCommit.OldEnd_StoreSize_Preserves(c, s, t, p);
    case OldEnd_StoreDataSize => StepsCommit.OldEnd_StoreDataSize_Preserves(c, s, t, p);
    case NewStart_StoreBegin => StepsCommit.NewStart_StoreBegin_Preserves(c, s, t, p);
    case OldStart_StoreBegin => StepsCommit.OldStart_StoreBegin_Preserves(c, s, t, p);
    case NewEnd_StoreSize => StepsCommit.NewEnd_StoreSize_Preserves(c, s, t, p);
    case NewEnd_StoreDataSize => StepsCommit.NewEnd_StoreDataSize_Preserves(c, s, t, p);
    case Write_Begin => StepsCommit.Write_Begin_Preserves(c, s, t, p);
    case Write_End => StepsCommit.Write_End_Preserves(c, s, t, p);
    case Write_Abandon => StepsCommit.Write_Abandon_Preserves(c, s, t, p);
    case Lose_Abandoned => StepsCommit.Lose_Abandoned_Preserves(c, s, t, p);
    case Commit_AddCount => StepsCommit.Commit_AddCount_Preserves(c, s, t, p);
    case Commit_LoadCount => StepsCommit.Commit_LoadCount_Preserves(c, s, t, p);
    case Deliver_Lock => StepsCommit.Deliver_Lock_Preserves(c, s, t, p);
    case Deliver_LockFail => StepsCommit.Deliver_LockFail_Preserves(c, s, t, p);
    case Deliver_LoadDataSize => StepsCommit.Deliver_LoadDataSize_Preserves(c, s, t, p);
    case Deliver_StoreSize => StepsCommit.Deliver_StoreSize_Preserves(c, s, t, p);
    case Deliver_StoreSlot => StepsCommit.Deliver_StoreSlot_Preserves(c, s, t, p);
    case Deliver_Publish => StepsCommit.Deliver_Publish_Preserves(c, s, t, p);
    case Wake_LoadWaiting => StepsCommit.Wake_LoadWaiting_Preserves(c, s, t, p);
    case Wake_Cas => StepsCommit.Wake_Cas_Preserves(c, s, t, p);
    case Wake_CasFail => StepsCommit.Wake_CasFail_Preserves(c, s, t, p);
    case Wake_Signal => StepsCommit.Wake_Signal_Preserves(c, s, t, p);
    case Flush_ReadClock => StepsFlush.Flush_ReadClock_Preserves(c, s, t, p);
    case Flush_LoadDelivered => StepsFlush.Flush_LoadDelivered_Preserves(c, s, t, p);
    case Flush_LoadReadPosition => StepsFlush.Flush_LoadReadPosition_Preserves(c, s, t, p);
    case Flush_Cas => StepsFlush.Flush_Cas_Preserves(c, s, t, p);
    case Flush_CasFail => StepsFlush.Flush_CasFail_Preserves(c, s, t, p);
    case Complete_StoreFinal => StepsFlush.Complete_StoreFinal_Preserves(c, s, t, p);
  }
  lemma Reader_Preserves(c: Cfg, s: State, t: State, r: ReaderAction)
    requires Inv(c, s) && ApplyReader(c, s, r) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  {
    match r
    case Get_LoadReadPosition => StepsReader.Get_LoadReadPosition_Preserves(c, s, t);
    case Get_LoadDelivered => StepsReader.Get_LoadDelivered_Preserves(c, s, t);
    case Get_LoadWritePosition => StepsReader.Get_LoadWritePosition_Preserves(c, s, t);
    case Get_LoadSlot => StepsReader.Get_LoadSlot_Preserves(c, s, t);
    case Get_Exchange => StepsReader.Get_Exchange_Preserves(c, s, t);
    case Get_ExchangeFail => StepsReader.Get_ExchangeFail_Preserves(c, s, t);
    case Get_LoadBegin => StepsReader.Get_LoadBegin_Preserves(c, s, t);
    case Get_LoadSize => StepsReader.Get_LoadSize_Preserves(c, s, t);
    case Read_Records => StepsReader.Read_Records_Preserves(c, s, t);
    case Get_LoadFinal => StepsReader.Get_LoadFinal_Preserves(c, s, t);
    case Get_LoadEnd => StepsReader.Get_LoadEnd_Preserves(c, s, t);
    case Move_LoadReadPosition => StepsReader.Move_LoadReadPosition_Preserves(c, s, t);
    case Move_Cas => StepsReader.Move_Cas_Preserves(c, s, t);
    case Move_CasFail => StepsReader.Move_CasFail_Preserves(c, s, t);
    case Move_StoreReadPosition => StepsReader.Move_StoreReadPosition_Preserves(c, s, t);
    case Snapshot_LoadReadPosition => StepsReader.Snapshot_LoadReadPosition_Preserves(c, s, t);
    case Snapshot_LoadWritePosition => StepsReader.Snapshot_LoadWritePosition_Preserves(c, s, t);
    case Put_Cas => StepsReader.Put_Cas_Preserves(c, s, t);
    case Put_CasFail => StepsReader.Put_CasFail_Preserves(c, s, t);
    case Clear_LoadReadPosition => StepsReader.Clear_LoadReadPosition_Preserves(c, s, t);
    case Clear_LoadDelivered => StepsReader.Clear_LoadDelivered_Preserves(c, s, t);
    case Wait_LoadReadPosition => StepsReader.Wait_LoadReadPosition_Preserves(c, s, t);
    case Wait_StoreWaiting => StepsReader.Wait_StoreWaiting_Preserves(c, s, t);
    case Wait_LoadDelivered => StepsReader.Wait_LoadDelivered_Preserves(c, s, t);
    case Wait_LoadFinal => StepsReader.Wait_LoadFinal_Preserves(c, s, t);
    case Wait_Cancel => StepsReader.Wait_Cancel_Preserves(c, s, t);
    case Wait_CancelFail => StepsReader.Wait_CancelFail_Preserves(c, s, t);
    case Wait_TakeSignal => StepsReader.Wait_TakeSignal_Preserves(c, s, t);
  }
  lemma Step_Preserves(c: Cfg, s: State, t: State, step: Step)
    requires Inv(c, s) && Spare.InvF(c, s) && Apply(c, s, step) == Some(t)
    ensures Inv(c, t) && Spare.InvF(c, t) && Grows(c, s, t)
  {
    match step {
      case Reserve_LoadWritePosition(w, n) => StepsReserve.Reserve_LoadWritePosition_Preserves(c, s, t, w, n);
      case Lose_TooBig(w, n) => StepsReserve.Lose_TooBig_Preserves(c, s, t, w, n);
      case Flush_LoadWritePosition(f, m) => StepsFlush.Flush_LoadWritePosition_Preserves(c, s, t, f, m);
      case By(p, a) => By_Preserves(c, s, t, p, a);
      case ByReader(r) => Reader_Preserves(c, s, t, r);
      case Tick => Tick_Preserves(c, s, t);
    }
    Spare.F_Step(c, s, t, step);
  }
}
