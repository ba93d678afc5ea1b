include "Commit.dfy"
include "Flush.dfy"
include "Read.dfy"

/// tla/ReserveCommit.tla: the whole algorithm. A step is one shared access; Apply gives the state after it.
module ReserveCommit {
  import opened Memory
  import opened Reserve
  import opened Commit
  import opened Flush
  import opened Reader

  /// The actions that a producer takes, with the process as their one parameter.
  datatype Action =
    | Reserve_ReadClock | Reserve_LoadLastTime | Reserve_Cas | Reserve_CasFail
    | ReserveSlow_LoadWritePosition | ReserveSlow_ReadClock | ReserveSlow_LoadLastTime
    | ReserveSlow_LoadDelivered | ReserveSlow_RecheckWritePosition | ReserveSlow_LoadReadPosition
    | Sample_LoadFull | Sample_LoadWrapped | Sample_LoadTooBig | ReserveSlow_Cas | ReserveSlow_CasFail
    | Lose_Wrapped | Lose_Full | Lose_Refused
    | Reserve_StoreLastTime | Push_LoadReadPosition | Push_Cas | Push_CasFail
    | ClearNoref_LoadSlot | ClearNoref_Cas | ClearNoref_CasFail
    | OldEnd_StoreSize | OldEnd_StoreDataSize | NewStart_StoreBegin | OldStart_StoreBegin
    | NewEnd_StoreSize | NewEnd_StoreDataSize
    | Write_Begin | Write_End | Write_Abandon | Lose_Abandoned
    | Commit_AddCount | Commit_LoadCount
    | Deliver_Lock | Deliver_LockFail | Deliver_LoadDataSize | Deliver_StoreSize | Deliver_StoreSlot | Deliver_Publish
    | Wake_LoadWaiting | Wake_Cas | Wake_CasFail | Wake_Signal
    | Flush_ReadClock | Flush_LoadDelivered | Flush_LoadReadPosition | Flush_Cas | Flush_CasFail | Complete_StoreFinal

  datatype ReaderAction =
    | Get_LoadReadPosition | Get_LoadDelivered | Get_LoadWritePosition | Get_LoadSlot | Get_Exchange | Get_ExchangeFail
    | Get_LoadBegin | Get_LoadSize | Read_Records | Get_LoadFinal | Get_LoadEnd
    | Move_LoadReadPosition | Move_Cas | Move_CasFail | Move_StoreReadPosition
    | Snapshot_LoadReadPosition | Snapshot_LoadWritePosition | Put_Cas | Put_CasFail
    | Clear_LoadReadPosition | Clear_LoadDelivered
    | Wait_LoadReadPosition | Wait_StoreWaiting | Wait_LoadDelivered | Wait_LoadFinal
    | Wait_Cancel | Wait_CancelFail | Wait_TakeSignal

  datatype Step =
    | Reserve_LoadWritePosition(w: Pid, n: int) | Lose_TooBig(w: Pid, n: int)
    | Flush_LoadWritePosition(f: Pid, m: FlushMode)
    | By(p: Pid, a: Action)
    | ByReader(r: ReaderAction)
    | Tick

  /// The clock goes on by itself.
  function TickOf(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if c.clocked then Some(s.(now := s.now + 1)) else None
  }

  function ApplyBy(c: Cfg, s: State, p: Pid, a: Action): Option<State> requires Shape(c, s) {
    match a
    case Reserve_ReadClock => Reserve.Reserve_ReadClock(c, s, p)
    case Reserve_LoadLastTime => Reserve.Reserve_LoadLastTime(c, s, p)
    case Reserve_Cas => Reserve.Reserve_Cas(c, s, p)
    case Reserve_CasFail => Reserve.Reserve_CasFail(c, s, p)
    case ReserveSlow_LoadWritePosition => Reserve.ReserveSlow_LoadWritePosition(c, s, p)
    case ReserveSlow_ReadClock => Reserve.ReserveSlow_ReadClock(c, s, p)
    case ReserveSlow_LoadLastTime => Reserve.ReserveSlow_LoadLastTime(c, s, p)
    case ReserveSlow_LoadDelivered => Reserve.ReserveSlow_LoadDelivered(c, s, p)
    case ReserveSlow_RecheckWritePosition => Reserve.ReserveSlow_RecheckWritePosition(c, s, p)
    case ReserveSlow_LoadReadPosition => Reserve.ReserveSlow_LoadReadPosition(c, s, p)
    case Sample_LoadFull => Reserve.Sample_LoadFull(c, s, p)
    case Sample_LoadWrapped => Reserve.Sample_LoadWrapped(c, s, p)
    case Sample_LoadTooBig => Reserve.Sample_LoadTooBig(c, s, p)
    case ReserveSlow_Cas => Reserve.ReserveSlow_Cas(c, s, p)
    case ReserveSlow_CasFail => Reserve.ReserveSlow_CasFail(c, s, p)
    case Lose_Wrapped => Reserve.Lose_Wrapped(c, s, p)
    case Lose_Full => Reserve.Lose_Full(c, s, p)
    case Lose_Refused => Reserve.Lose_Refused(c, s, p)
    case Reserve_StoreLastTime => Reserve.Reserve_StoreLastTime(c, s, p)
    case Push_LoadReadPosition => Reserve.Push_LoadReadPosition(c, s, p)
    case Push_Cas => Reserve.Push_Cas(c, s, p)
    case Push_CasFail => Reserve.Push_CasFail(c, s, p)
    case ClearNoref_LoadSlot => Commit.ClearNoref_LoadSlot(c, s, p)
    case ClearNoref_Cas => Commit.ClearNoref_Cas(c, s, p)
    case ClearNoref_CasFail => Commit.ClearNoref_CasFail(c, s, p)
    case OldEnd_StoreSize => Commit.OldEnd_StoreSize(c, s, p)
    case OldEnd_StoreDataSize => Commit.OldEnd_StoreDataSize(c, s, p)
    case NewStart_StoreBegin => Commit.NewStart_StoreBegin(c, s, p)
    case OldStart_StoreBegin => Commit.OldStart_StoreBegin(c, s, p)
    case NewEnd_StoreSize => Commit.NewEnd_StoreSize(c, s, p)
    case NewEnd_StoreDataSize => Commit.NewEnd_StoreDataSize(c, s, p)
    case Write_Begin => Commit.Write_Begin(c, s, p)
    case Write_End => Commit.Write_End(c, s, p)
    case Write_Abandon => Commit.Write_Abandon(c, s, p)
    case Lose_Abandoned => Commit.Lose_Abandoned(c, s, p)
    case Commit_AddCount => Commit.Commit_AddCount(c, s, p)
    case Commit_LoadCount => Commit.Commit_LoadCount(c, s, p)
    case Deliver_Lock => Commit.Deliver_Lock(c, s, p)
    case Deliver_LockFail => Commit.Deliver_LockFail(c, s, p)
    case Deliver_LoadDataSize => Commit.Deliver_LoadDataSize(c, s, p)
    case Deliver_StoreSize => Commit.Deliver_StoreSize(c, s, p)
    case Deliver_StoreSlot => Commit.Deliver_StoreSlot(c, s, p)
    case Deliver_Publish => Commit.Deliver_Publish(c, s, p)
    case Wake_LoadWaiting => Commit.Wake_LoadWaiting(c, s, p)
    case Wake_Cas => Commit.Wake_Cas(c, s, p)
    case Wake_CasFail => Commit.Wake_CasFail(c, s, p)
    case Wake_Signal => Commit.Wake_Signal(c, s, p)
    case Flush_ReadClock => Flush.Flush_ReadClock(c, s, p)
    case Flush_LoadDelivered => Flush.Flush_LoadDelivered(c, s, p)
    case Flush_LoadReadPosition => Flush.Flush_LoadReadPosition(c, s, p)
    case Flush_Cas => Flush.Flush_Cas(c, s, p)
    case Flush_CasFail => Flush.Flush_CasFail(c, s, p)
    case Complete_StoreFinal => Flush.Complete_StoreFinal(c, s, p)
  }

  function ApplyReader(c: Cfg, s: State, r: ReaderAction): Option<State> requires Shape(c, s) {
    match r
    case Get_LoadReadPosition => Reader.Get_LoadReadPosition(c, s)
    case Get_LoadDelivered => Reader.Get_LoadDelivered(c, s)
    case Get_LoadWritePosition => Reader.Get_LoadWritePosition(c, s)
    case Get_LoadSlot => Reader.Get_LoadSlot(c, s)
    case Get_Exchange => Reader.Get_Exchange(c, s)
    case Get_ExchangeFail => Reader.Get_ExchangeFail(c, s)
    case Get_LoadBegin => Reader.Get_LoadBegin(c, s)
    case Get_LoadSize => Reader.Get_LoadSize(c, s)
    case Read_Records => Reader.Read_Records(c, s)
    case Get_LoadFinal => Reader.Get_LoadFinal(c, s)
    case Get_LoadEnd => Reader.Get_LoadEnd(c, s)
    case Move_LoadReadPosition => Reader.Move_LoadReadPosition(c, s)
    case Move_Cas => Reader.Move_Cas(c, s)
    case Move_CasFail => Reader.Move_CasFail(c, s)
    case Move_StoreReadPosition => Reader.Move_StoreReadPosition(c, s)
    case Snapshot_LoadReadPosition => Reader.Snapshot_LoadReadPosition(c, s)
    case Snapshot_LoadWritePosition => Reader.Snapshot_LoadWritePosition(c, s)
    case Put_Cas => Reader.Put_Cas(c, s)
    case Put_CasFail => Reader.Put_CasFail(c, s)
    case Clear_LoadReadPosition => Reader.Clear_LoadReadPosition(c, s)
    case Clear_LoadDelivered => Reader.Clear_LoadDelivered(c, s)
    case Wait_LoadReadPosition => Reader.Wait_LoadReadPosition(c, s)
    case Wait_StoreWaiting => Reader.Wait_StoreWaiting(c, s)
    case Wait_LoadDelivered => Reader.Wait_LoadDelivered(c, s)
    case Wait_LoadFinal => Reader.Wait_LoadFinal(c, s)
    case Wait_Cancel => Reader.Wait_Cancel(c, s)
    case Wait_CancelFail => Reader.Wait_CancelFail(c, s)
    case Wait_TakeSignal => Reader.Wait_TakeSignal(c, s)
  }

  function Apply(c: Cfg, s: State, step: Step): Option<State> requires Shape(c, s) {
    match step
    case Reserve_LoadWritePosition(w, n) => Reserve.Reserve_LoadWritePosition(c, s, w, n)
    case Lose_TooBig(w, n) => Reserve.Lose_TooBig(c, s, w, n)
    case Flush_LoadWritePosition(f, m) => Flush.Flush_LoadWritePosition(c, s, f, m)
    case By(p, a) => ApplyBy(c, s, p, a)
    case ByReader(r) => ApplyReader(c, s, r)
    case Tick => TickOf(c, s)
  }

  ghost predicate Next(c: Cfg, s: State, t: State) requires Shape(c, s) { exists step :: Apply(c, s, step) == Some(t) }
}
