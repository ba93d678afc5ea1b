------------------------- MODULE CellReadOneWriter -------------------------
(* Reading record by record what one thread writes: CellRead and OneWriter *)
(* at once.                                                                *)
EXTENDS CellRead, OneWriter

(* Stands for At; and for AtStore.                                         *)
CellOneWriterAt(p, label) ==
    /\ OneWriterAt(p, label) /\ UNCHANGED taken
    /\ (p = Reader /\ label = "Idle") => ~HasCell
CellOneWriterAtStore(p, label) == MCAt(p, label) /\ OwnTurn(p) /\ UNCHANGED taken

CellOneWriterNext ==
    \/ ShiftAll
    \/ ForgetAll
    \/ Cell_LoadHeader \/ Cell_Record \/ Cell_StoreHeader \/ Cell_LoadSize
    \/ \E w \in Writers : Reserve_StoreWritePosition(w) \/ ReserveSlow_StoreWritePosition(w)
    \/ \E f \in Flushers : Flush_StoreWritePosition(f)
    \/ \E p \in Producers : Commit_StoreCount(p)
    \/ Next

CellOneWriterSpec == CellInit /\ [][CellOneWriterNext]_cellVars
=============================================================================
