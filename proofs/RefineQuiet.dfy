include "ReserveCommit.dfy"
include "Mapping.dfy"

/// The steps of producers of which a user sees nothing.
module RefineQuiet {
  import opened Memory
  import opened Reserve
  import opened Commit
  import opened Flush
  import opened ReserveCommit
  import opened Mapping

  /// Nothing changed that a user sees, nor what he sees it from.
  ghost predicate NothingToSee(s: State, t: State) {
    t.log == s.log && t.rpos == s.rpos && t.rd == s.rd && t.slot == s.slot && t.lost == s.lost && t.gate == s.gate
  }
  lemma Unseen(c: Cfg, s: State, t: State)
    requires Shape(c, s) && Shape(c, t) && NothingToSee(s, t)
    ensures Refines(c, s, t)
  { SameGens(c, s, t); }

  lemma R_Reserve_LoadWritePosition(c: Cfg, s: State, t: State, w: Pid, n: int)
    requires Shape(c, s) && Reserve.Reserve_LoadWritePosition(c, s, w, n) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Flush_LoadWritePosition(c: Cfg, s: State, t: State, f: Pid, m: FlushMode)
    requires Shape(c, s) && Flush.Flush_LoadWritePosition(c, s, f, m) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Tick(c: Cfg, s: State, t: State)
    requires Shape(c, s) && TickOf(c, s) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Reserve_ReadClock(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Reserve.Reserve_ReadClock(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Reserve_LoadLastTime(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Reserve.Reserve_LoadLastTime(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Reserve_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Reserve.Reserve_CasFail(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_ReserveSlow_LoadWritePosition(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Reserve.ReserveSlow_LoadWritePosition(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_ReserveSlow_ReadClock(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Reserve.ReserveSlow_ReadClock(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_ReserveSlow_LoadLastTime(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Reserve.ReserveSlow_LoadLastTime(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_ReserveSlow_LoadDelivered(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Reserve.ReserveSlow_LoadDelivered(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_ReserveSlow_RecheckWritePosition(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Reserve.ReserveSlow_RecheckWritePosition(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_ReserveSlow_LoadReadPosition(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Reserve.ReserveSlow_LoadReadPosition(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Sample_LoadFull(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Reserve.Sample_LoadFull(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Sample_LoadWrapped(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Reserve.Sample_LoadWrapped(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Sample_LoadTooBig(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Reserve.Sample_LoadTooBig(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_ReserveSlow_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Reserve.ReserveSlow_CasFail(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Reserve_StoreLastTime(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Reserve.Reserve_StoreLastTime(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Push_LoadReadPosition(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Reserve.Push_LoadReadPosition(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Push_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Reserve.Push_CasFail(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_ClearNoref_LoadSlot(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Commit.ClearNoref_LoadSlot(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_ClearNoref_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Commit.ClearNoref_CasFail(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_OldEnd_StoreSize(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Commit.OldEnd_StoreSize(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_OldEnd_StoreDataSize(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Commit.OldEnd_StoreDataSize(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_NewStart_StoreBegin(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Commit.NewStart_StoreBegin(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_OldStart_StoreBegin(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Commit.OldStart_StoreBegin(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_NewEnd_StoreSize(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Commit.NewEnd_StoreSize(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_NewEnd_StoreDataSize(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Commit.NewEnd_StoreDataSize(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Write_Begin(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Commit.Write_Begin(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Write_End(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Commit.Write_End(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Commit_LoadCount(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Commit.Commit_LoadCount(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Deliver_Lock(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Commit.Deliver_Lock(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Deliver_LockFail(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Commit.Deliver_LockFail(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Deliver_LoadDataSize(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Commit.Deliver_LoadDataSize(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Deliver_StoreSize(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Commit.Deliver_StoreSize(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Deliver_Publish(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Commit.Deliver_Publish(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Wake_LoadWaiting(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Commit.Wake_LoadWaiting(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Wake_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Commit.Wake_Cas(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Wake_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Commit.Wake_CasFail(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Wake_Signal(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Commit.Wake_Signal(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Flush_ReadClock(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Flush.Flush_ReadClock(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Flush_LoadDelivered(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Flush.Flush_LoadDelivered(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Flush_LoadReadPosition(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Flush.Flush_LoadReadPosition(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Flush_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Flush.Flush_CasFail(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
  lemma R_Complete_StoreFinal(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Flush.Complete_StoreFinal(c, s, p) == Some(t)
    ensures NothingToSee(s, t)
  { }
}
