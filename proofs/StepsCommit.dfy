include "Inductive.dfy"
include "MemoryCommit.dfy"
include "MemoryWrite.dfy"
include "PlacesPiece.dfy"
include "TimeCommit.dfy"
include "WakeCommit.dfy"

/// The inductive invariant is preserved by each action of committing and delivering: layer by layer.
module StepsCommit {
  import opened Memory
  import opened InductivePlaces
  import opened Inductive
  import Commit
  import MemoryCommit
  import MemoryStore
  import MemoryWrite
  import PlacesCommit
  import PlacesDeliver
  import PlacesPiece
  import TimeCommit
  import WakeCommit

  lemma ClearNoref_LoadSlot_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.ClearNoref_LoadSlot(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesPiece.A_ClearNoref_LoadSlot(c, s, t, p); MemoryStore.B_ClearNoref_LoadSlot(c, s, t, p); TimeCommit.C_ClearNoref_LoadSlot(c, s, t, p); WakeCommit.D_ClearNoref_LoadSlot(c, s, t, p); }
  lemma ClearNoref_Cas_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.ClearNoref_Cas(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesPiece.A_ClearNoref_Cas(c, s, t, p); MemoryStore.B_ClearNoref_Cas(c, s, t, p); TimeCommit.C_ClearNoref_Cas(c, s, t, p); WakeCommit.D_ClearNoref_Cas(c, s, t, p); }
  lemma ClearNoref_CasFail_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.ClearNoref_CasFail(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesPiece.A_ClearNoref_CasFail(c, s, t, p); MemoryStore.B_ClearNoref_CasFail(c, s, t, p); TimeCommit.C_ClearNoref_CasFail(c, s, t, p); WakeCommit.D_ClearNoref_CasFail(c, s, t, p); }
  lemma OldEnd_StoreSize_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.OldEnd_StoreSize(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesPiece.A_OldEnd_StoreSize(c, s, t, p); MemoryWrite.B_OldEnd_StoreSize(c, s, t, p); TimeCommit.C_OldEnd_StoreSize(c, s, t, p); WakeCommit.D_OldEnd_StoreSize(c, s, t, p); }
  lemma OldEnd_StoreDataSize_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.OldEnd_StoreDataSize(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesPiece.A_OldEnd_StoreDataSize(c, s, t, p); MemoryWrite.B_OldEnd_StoreDataSize(c, s, t, p); TimeCommit.C_OldEnd_StoreDataSize(c, s, t, p); WakeCommit.D_OldEnd_StoreDataSize(c, s, t, p); }
  lemma NewStart_StoreBegin_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.NewStart_StoreBegin(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesPiece.A_NewStart_StoreBegin(c, s, t, p); MemoryWrite.B_NewStart_StoreBegin(c, s, t, p); TimeCommit.C_NewStart_StoreBegin(c, s, t, p); WakeCommit.D_NewStart_StoreBegin(c, s, t, p); }
  lemma OldStart_StoreBegin_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.OldStart_StoreBegin(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesPiece.A_OldStart_StoreBegin(c, s, t, p); MemoryWrite.B_OldStart_StoreBegin(c, s, t, p); TimeCommit.C_OldStart_StoreBegin(c, s, t, p); WakeCommit.D_OldStart_StoreBegin(c, s, t, p); }
  lemma NewEnd_StoreSize_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.NewEnd_StoreSize(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesPiece.A_NewEnd_StoreSize(c, s, t, p); MemoryWrite.B_NewEnd_StoreSize(c, s, t, p); TimeCommit.C_NewEnd_StoreSize(c, s, t, p); WakeCommit.D_NewEnd_StoreSize(c, s, t, p); }
  lemma NewEnd_StoreDataSize_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.NewEnd_StoreDataSize(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesPiece.A_NewEnd_StoreDataSize(c, s, t, p); MemoryWrite.B_NewEnd_StoreDataSize(c, s, t, p); TimeCommit.C_NewEnd_StoreDataSize(c, s, t, p); WakeCommit.D_NewEnd_StoreDataSize(c, s, t, p); }
  lemma Write_Begin_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.Write_Begin(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesPiece.A_Write_Begin(c, s, t, p); MemoryWrite.B_Write_Begin(c, s, t, p); TimeCommit.C_Write_Begin(c, s, t, p); WakeCommit.D_Write_Begin(c, s, t, p); }
  lemma Write_End_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.Write_End(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesPiece.A_Write_End(c, s, t, p); MemoryWrite.B_Write_End(c, s, t, p); TimeCommit.C_Write_End(c, s, t, p); WakeCommit.D_Write_End(c, s, t, p); }
  lemma Write_Abandon_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.Write_Abandon(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesPiece.A_Write_Abandon(c, s, t, p); MemoryWrite.B_Write_Abandon(c, s, t, p); TimeCommit.C_Write_Abandon(c, s, t, p); WakeCommit.D_Write_Abandon(c, s, t, p); }
  lemma Lose_Abandoned_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.Lose_Abandoned(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesPiece.A_Lose_Abandoned(c, s, t, p); MemoryWrite.B_Lose_Abandoned(c, s, t, p); TimeCommit.C_Lose_Abandoned(c, s, t, p); WakeCommit.D_Lose_Abandoned(c, s, t, p); }
  lemma Commit_AddCount_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.Commit_AddCount(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesCommit.A_Commit_AddCount(c, s, t, p); MemoryCommit.B_Commit_AddCount(c, s, t, p); TimeCommit.C_Commit_AddCount(c, s, t, p); WakeCommit.D_Commit_AddCount(c, s, t, p); }
  lemma Commit_LoadCount_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.Commit_LoadCount(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesDeliver.A_Commit_LoadCount(c, s, t, p); MemoryCommit.B_Commit_LoadCount(c, s, t, p); TimeCommit.C_Commit_LoadCount(c, s, t, p); WakeCommit.D_Commit_LoadCount(c, s, t, p); }
  lemma Deliver_Lock_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.Deliver_Lock(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesDeliver.A_Deliver_Lock(c, s, t, p); MemoryCommit.B_Deliver_Lock(c, s, t, p); TimeCommit.C_Deliver_Lock(c, s, t, p); WakeCommit.D_Deliver_Lock(c, s, t, p); }
  lemma Deliver_LockFail_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.Deliver_LockFail(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesDeliver.A_Deliver_LockFail(c, s, t, p); MemoryCommit.B_Deliver_LockFail(c, s, t, p); TimeCommit.C_Deliver_LockFail(c, s, t, p); WakeCommit.D_Deliver_LockFail(c, s, t, p); }
  lemma Deliver_LoadDataSize_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.Deliver_LoadDataSize(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesDeliver.A_Deliver_LoadDataSize(c, s, t, p); MemoryCommit.B_Deliver_LoadDataSize(c, s, t, p); TimeCommit.C_Deliver_LoadDataSize(c, s, t, p); WakeCommit.D_Deliver_LoadDataSize(c, s, t, p); }
  lemma Deliver_StoreSize_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.Deliver_StoreSize(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesDeliver.A_Deliver_StoreSize(c, s, t, p); MemoryCommit.B_Deliver_StoreSize(c, s, t, p); TimeCommit.C_Deliver_StoreSize(c, s, t, p); WakeCommit.D_Deliver_StoreSize(c, s, t, p); }
  lemma Deliver_StoreSlot_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.Deliver_StoreSlot(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesDeliver.A_Deliver_StoreSlot(c, s, t, p); MemoryCommit.B_Deliver_StoreSlot(c, s, t, p); TimeCommit.C_Deliver_StoreSlot(c, s, t, p); WakeCommit.D_Deliver_StoreSlot(c, s, t, p); }
  lemma Deliver_Publish_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.Deliver_Publish(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesDeliver.A_Deliver_Publish(c, s, t, p); MemoryCommit.B_Deliver_Publish(c, s, t, p); TimeCommit.C_Deliver_Publish(c, s, t, p); WakeCommit.D_Deliver_Publish(c, s, t, p); }
  lemma Wake_LoadWaiting_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.Wake_LoadWaiting(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesPiece.A_Wake_LoadWaiting(c, s, t, p); MemoryCommit.B_Wake_LoadWaiting(c, s, t, p); TimeCommit.C_Wake_LoadWaiting(c, s, t, p); WakeCommit.D_Wake_LoadWaiting(c, s, t, p); }
  lemma Wake_Cas_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.Wake_Cas(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesPiece.A_Wake_Cas(c, s, t, p); MemoryCommit.B_Wake_Cas(c, s, t, p); TimeCommit.C_Wake_Cas(c, s, t, p); WakeCommit.D_Wake_Cas(c, s, t, p); }
  lemma Wake_CasFail_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.Wake_CasFail(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesPiece.A_Wake_CasFail(c, s, t, p); MemoryCommit.B_Wake_CasFail(c, s, t, p); TimeCommit.C_Wake_CasFail(c, s, t, p); WakeCommit.D_Wake_CasFail(c, s, t, p); }
  lemma Wake_Signal_Preserves(c: Cfg, s: State, t: State, p: Pid)
    requires Inv(c, s) && Commit.Wake_Signal(c, s, p) == Some(t)
    ensures Inv(c, t) && Grows(c, s, t)
  { hide *; reveal Inv; PlacesPiece.A_Wake_Signal(c, s, t, p); MemoryCommit.B_Wake_Signal(c, s, t, p); TimeCommit.C_Wake_Signal(c, s, t, p); WakeCommit.D_Wake_Signal(c, s, t, p); }
}
