------------------------------ MODULE MCLosses ------------------------------
(***************************************************************************)
(* Models that count losses. No step of the algorithm reads a loss         *)
(* counter, so the other models keep none (LossModulus = 1); here they     *)
(* count modulo 2, and every step must count exactly what it loses.        *)
(***************************************************************************)
EXTENDS MC

(* A writer leaves the step that gives its record up for this cause.       *)
GivesUp(label) == \E w \in Writers : pc[w] = label /\ pc'[w] # label

Plus(cause, isLost) == (lost[cause] + IF isLost THEN 1 ELSE 0) % LossModulus

(* A record that fits nowhere is lost in the one step that counts it: that *)
(* step, and no other, changes nothing but its counter.                    *)
OnlyCounts == UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, pc, loc,
                          rd, res, claims, account>>

S21_EachLossIsCounted ==
    [][/\ lost'["full"] = Plus("full", GivesUp("Lose_Full"))
       /\ lost'["wrapped"] = Plus("wrapped", GivesUp("Lose_Wrapped"))
       /\ lost'["tooBig"] = Plus("tooBig", OnlyCounts)]_<<lost, pc>>

(* The mutant loss-miscounted: "wrapped" is counted as "full".             *)
Miscount(cause) ==
    LET as == IF cause = "wrapped" THEN "full" ELSE cause IN
    lost' = [lost EXCEPT ![as] = (@ + 1) % LossModulus]
=============================================================================
