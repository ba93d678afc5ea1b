--------------------------------- MODULE MC ---------------------------------
(***************************************************************************)
(* Finite models of ReserveCommit for runs of any length.                  *)
(*                                                                         *)
(* The algorithm does not change when all positions move by whole laps.    *)
(* Shift does that, as soon as the reader has released a whole lap, and    *)
(* goes before every other action; so positions stay small for ever, and   *)
(* no run is cut off. It is no step of the algorithm: a user sees nothing  *)
(* of it, and refinement holds with it as a stutter.                       *)
(*                                                                         *)
(* A write position that was sampled before the reader's lap can not win   *)
(* a compare-exchange any more. Its exact age makes no difference, so it   *)
(* stays one lap back, together with the delivered count sampled for it.   *)
(***************************************************************************)
EXTENDS Invariants

ShiftDue == rpos >= B

MCAt(p, label) == ~ShiftDue /\ pc[p] = label

Restarting == {"Idle", "ReserveSlow_LoadWritePosition", "Flush_LoadWritePosition"}
CountSampled == {"ReserveSlow_RecheckWritePosition", "ReserveSlow_LoadReadPosition",
                 "Lose_Wrapped", "Lose_Full"}

ShiftedLocals(p) ==
    LET l == loc[p] IN
    IF pc[p] \in Restarting \/ l.o < 0 THEN l
    ELSE [l EXCEPT !.o = @ - B, !.v = IF pc[p] \in CountSampled THEN @ - S ELSE @]

Shift ==
    /\ ShiftDue
    /\ wpos' = wpos - B /\ rpos' = rpos - B
    /\ cc' = [i \in Slots |-> cc[i] - S]
    /\ dc' = [i \in Slots |-> dc[i] - S]
    /\ claims' = [i \in Slots |-> claims[i] - 1]
    /\ begin' = [i \in Slots |-> IF begin[i] = NoBegin THEN NoBegin ELSE begin[i] - B]
    /\ loc' = [p \in Producers |-> ShiftedLocals(p)]
    /\ res' = [j \in 1..Len(res) |-> [res[j] EXCEPT !.b = @ - B, !.e = @ - B]]
    /\ UNCHANGED <<csize, dsize, mem, lost, pc, rd, account>>

MCNext == Shift \/ Next

MCSpec == Init /\ [][MCNext]_vars

(* S13, S6: no position and no count ever goes back.                       *)
S13_CountersNeverGoBack ==
    [][ShiftDue \/ /\ wpos' >= wpos /\ rpos' >= rpos
                   /\ \A i \in Slots : cc'[i] >= cc[i] /\ dc'[i] >= dc[i]
      ]_<<wpos, rpos, cc, dc>>

-----------------------------------------------------------------------------
(* Refinement: what a user sees of this state.                             *)
HasRead == pc[Reader] \in MoveLabels

Status(r) == IF r.by # 0 THEN "Open" ELSE IF r.kind = "rec" THEN "Kept" ELSE "Abandoned"

Unread == SelectSeq(res, LAMBDA r : IsRecord(r) /\ ~(HasRead /\ r.b < rd.cur + S))

Abstract == INSTANCE RingBuffer WITH
    Lengths  <- {n \in Sizes : n <= S - H},
    Capacity <- N * (S - H),
    queue    <- [j \in 1..Len(Unread) |->
                    [len |-> Unread[j].e - Unread[j].b, st |-> Status(Unread[j])]],
    out      <- rd.out,
    lost     <- lost

RefinesRingBuffer == Abstract!Spec
=============================================================================
