--------------------------- MODULE ReserveCommit ---------------------------
(***************************************************************************)
(* LTTng's lock-free reserve/commit ring buffer, discard and overwrite     *)
(* mode.                                                                   *)
(*                                                                         *)
(* Every shared access is one action; an action's name is the name of the  *)
(* step in the twin, in the code and in every report. The actions stand in *)
(* Reserve, Commit, Flush and Read; the comment beside each gives the step *)
(* number of ALGORITHM.md (R, T, P, N, C, D, F, G).                        *)
(*                                                                         *)
(* Two forms of commit, delivery and reading:                              *)
(*   "Lttng"  add, load, lock by compare-exchange, finalize, publish       *)
(*   "Lean"   the add returns the sum, so one committer sees it full and   *)
(*            needs no lock, and nothing is left to finalize               *)
(* The library ships "Lean"; "Lttng" stands beside it to show why it holds.*)
(***************************************************************************)
EXTENDS Read

(* The clock goes on by itself.                                            *)
Tick ==
    /\ Clocked /\ now < LastTick
    /\ At(Reader, pc[Reader])
    /\ now' = now + 1
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, last, waits, pc, loc, rd, ghosts>>

WriterStep(w) ==
    \/ \E n \in Sizes : Reserve_LoadWritePosition(w, n) \/ Lose_TooBig(w, n)
    \/ Reserve_ReadClock(w) \/ Reserve_LoadLastTime(w)
    \/ Reserve_Cas(w) \/ Reserve_CasFail(w)
    \/ ReserveSlow_LoadWritePosition(w)
    \/ ReserveSlow_ReadClock(w) \/ ReserveSlow_LoadLastTime(w)
    \/ ReserveSlow_LoadDelivered(w)
    \/ ReserveSlow_RecheckWritePosition(w) \/ Lose_Wrapped(w)
    \/ ReserveSlow_LoadReadPosition(w) \/ Lose_Full(w) \/ Lose_Refused(w)
    \/ ReserveSlow_Cas(w) \/ ReserveSlow_CasFail(w) \/ Reserve_StoreLastTime(w)
    \/ NewStart_StoreBegin(w) \/ NewEnd_StoreSize(w) \/ NewEnd_StoreDataSize(w)
    \/ Write_Begin(w) \/ Write_End(w) \/ Write_Abandon(w) \/ Lose_Abandoned(w)

FlusherStep(f) ==
    \/ \E m \in FlushModes : Flush_LoadWritePosition(f, m)
    \/ Flush_ReadClock(f) \/ Flush_LoadDelivered(f) \/ Flush_LoadReadPosition(f)
    \/ Flush_Cas(f) \/ Flush_CasFail(f) \/ OldStart_StoreBegin(f)
    \/ Complete_StoreFinal(f)

ProducerStep(p) ==
    \/ Sample_LoadFull(p) \/ Sample_LoadWrapped(p) \/ Sample_LoadTooBig(p)
    \/ Push_LoadReadPosition(p) \/ Push_Cas(p) \/ Push_CasFail(p)
    \/ ClearNoref_LoadSlot(p) \/ ClearNoref_Cas(p) \/ ClearNoref_CasFail(p)
    \/ OldEnd_StoreSize(p) \/ OldEnd_StoreDataSize(p)
    \/ Commit_AddCount(p) \/ Commit_LoadCount(p)
    \/ Deliver_Lock(p) \/ Deliver_LockFail(p)
    \/ Deliver_LoadDataSize(p) \/ Deliver_StoreSize(p)
    \/ Deliver_StoreSlot(p) \/ Deliver_Publish(p)
    \/ Wake_LoadWaiting(p) \/ Wake_Cas(p) \/ Wake_CasFail(p) \/ Wake_Signal(p)

ReaderStep ==
    \/ Get_LoadReadPosition \/ Get_LoadDelivered \/ Get_LoadWritePosition
    \/ Get_LoadSlot \/ Get_Exchange \/ Get_ExchangeFail
    \/ Get_LoadBegin \/ Get_LoadSize \/ Read_Records
    \/ Get_LoadFinal \/ Get_LoadEnd
    \/ Move_LoadReadPosition \/ Move_Cas \/ Move_CasFail \/ Move_StoreReadPosition
    \/ Snapshot_LoadReadPosition \/ Snapshot_LoadWritePosition
    \/ Put_Cas \/ Put_CasFail
    \/ Clear_LoadReadPosition \/ Clear_LoadDelivered
    \/ Wait_LoadReadPosition \/ Wait_StoreWaiting
    \/ Wait_LoadDelivered \/ Wait_LoadFinal
    \/ Wait_Cancel \/ Wait_CancelFail \/ Wait_TakeSignal

Next ==
    \/ \E w \in Writers : WriterStep(w)
    \/ \E f \in Flushers : FlusherStep(f)
    \/ \E p \in Producers : ProducerStep(p)
    \/ ReaderStep
    \/ Tick

Spec == Init /\ [][Next]_vars

=============================================================================
