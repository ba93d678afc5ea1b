------------------------- MODULE PartReadOneWriter -------------------------
(* Reading parts of what one thread writes: PartRead and OneWriter at once.*)
EXTENDS PartRead, OneWriter

(* Stands for At; and for AtStore.                                         *)
PartOneWriterAt(p, label) == OneWriterAt(p, label) /\ UNCHANGED taken
PartOneWriterAtStore(p, label) == MCAt(p, label) /\ OwnTurn(p) /\ UNCHANGED taken

PartOneWriterNext ==
    \/ ShiftAll
    \/ ForgetAll
    \/ Part_LoadCount \/ Part_LoadWritePosition \/ Part_LoadBegin \/ Part_Records
    \/ \E w \in Writers : Reserve_StoreWritePosition(w) \/ ReserveSlow_StoreWritePosition(w)
    \/ \E f \in Flushers : Flush_StoreWritePosition(f)
    \/ \E p \in Producers : Commit_StoreCount(p)
    \/ Next

PartOneWriterSpec == PartInit /\ [][PartOneWriterNext]_partVars
=============================================================================
