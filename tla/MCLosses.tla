------------------------------ MODULE MCLosses ------------------------------
(***************************************************************************)
(* Models that count losses. No step of the algorithm reads a loss         *)
(* counter, so the other models keep none (LossLimit = 0); here they count *)
(* up to a limit, and every step must count exactly what it loses.         *)
(***************************************************************************)
EXTENDS MC

(* A writer leaves the step that gives its record up for this cause.       *)
GivesUp(label) == \E w \in Writers : pc[w] = label /\ pc'[w] # label

Plus(cause, isLost) == IF isLost THEN Bump(lost[cause]) ELSE lost[cause]

(* A record that fits nowhere is lost in the one step that counts it: that *)
(* step, and no other, changes nothing but its counter.                    *)
OnlyCounts == UNCHANGED <<heads, rpos, counts, slots, packets, clock, waits, pc, loc, rd, ghosts>>

S21_EachLossIsCounted ==
    [][/\ lost'["full"] = Plus("full", GivesUp("Lose_Full"))
       /\ lost'["wrapped"] = Plus("wrapped", GivesUp("Lose_Wrapped"))
       /\ lost'["abandoned"] = Plus("abandoned", GivesUp("Lose_Abandoned"))
       /\ lost'["refused"] = Plus("refused", GivesUp("Lose_Refused"))
       /\ lost'["tooBig"] = Plus("tooBig", OnlyCounts)]_<<lost, pc>>

(* A writer takes the place that ends a sub-buffer.                        *)
Ends(w) == /\ pc[w] = "ReserveSlow_Cas" /\ pc'[w] # pc[w] /\ wpos' # wpos
           /\ EndsOld(loc[w]) \/ FillsUp(loc[w])

(* A packet states the losses as its last reserver sampled them; and where *)
(* one writer is alone, what it had lost until then, no less and no more.  *)
S22_PacketsStateTheirLosses ==
    [][/\ Form = "Lean" => \A x \in Subs :
             csize'[x] \in {csize[x], NoEnd} \/ \E p \in Producers :
                 pc[p] \in {"OldEnd_StoreSize", "NewEnd_StoreSize"} /\ pc'[p] # pc[p]
                 /\ csize'[x].loss = loc[p].s
       /\ Cardinality(Writers) = 1 => \A w \in Writers : Ends(w) =>
             /\ loc[w].s.wrapped = lost["wrapped"] /\ loc[w].s.tooBig = lost["tooBig"]
             /\ loc[w].s.full = IF Overwrites THEN 0 ELSE lost["full"]]_<<pc, csize>>

(* The mutant loss-miscounted: "wrapped" is counted as "full".             *)
Miscount(cause) ==
    LET as == IF cause = "wrapped" THEN "full" ELSE cause IN
    lost' = [lost EXCEPT ![as] = Bump(@)]
=============================================================================
