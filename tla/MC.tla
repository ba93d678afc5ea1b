--------------------------------- MODULE MC ---------------------------------
(***************************************************************************)
(* Finite models of ReserveCommit for runs of any length.                  *)
(*                                                                         *)
(* The algorithm does not change when all positions move by whole laps.    *)
(* Shift does that, as soon as the read position is a whole lap up, and    *)
(* goes before every other action; so positions stay small for ever, and   *)
(* no run is cut off. It is no step of the algorithm: a user sees nothing  *)
(* of it, and refinement holds with it as a stutter.                       *)
(*                                                                         *)
(* A local that was sampled long ago stays where it can no more be taken   *)
(* for a live one, instead of going back for ever:                         *)
(*   - a write position that was sampled before the reader's lap can not   *)
(*     win a compare-exchange any more: it stays one lap back, together    *)
(*     with the delivered count sampled for it;                            *)
(*   - a committed piece, the reader's position and its sub-buffer can     *)
(*     still be one lap back and meet what is there; two laps back they    *)
(*     meet nothing, and stay.                                             *)
(***************************************************************************)
EXTENDS Invariants

CONSTANTS
    Nested,         \* writer 2 runs only inside a record of writer 1
    Forgets         \* is a position that can win no race forgotten at once?

ASSUME 4 * B < 0 - NoLap /\ Nested \in BOOLEAN /\ Forgets \in BOOLEAN

ShiftDue == rpos >= B

(* A write position that is not the present one any more makes its process *)
(* start again, whatever else it sampled: it is forgotten at once.         *)
LosesTheRace == {"Reserve_Cas", "ReserveSlow_Cas", "Flush_Cas", "Sample_LoadFull",
    "Sample_LoadWrapped", "Sample_LoadTooBig", "ReserveSlow_LoadDelivered",
    "ReserveSlow_RecheckWritePosition"}
IsStale(p) == loc[p].o # wpos /\ loc[p].o # 0 - B /\ pc[p] \in LosesTheRace
ForgetDue == Forgets /\ \E p \in Producers : IsStale(p)

(* An interrupted writer does not move until the one on top is done.       *)
MCAt(p, label) ==
    /\ pc[p] = label /\ ~ShiftDue /\ ~ForgetDue
    /\ Nested => /\ p = 1 => pc[2] = "Idle"
                 /\ (p = 2 /\ label = "Idle") => pc[1] # "Idle"

Restarting == {"Idle", "ReserveSlow_LoadWritePosition", "Flush_LoadWritePosition",
               "Complete_StoreFinal"}
CountSampled == {"ReserveSlow_RecheckWritePosition", "ReserveSlow_LoadReadPosition",
                 "Lose_Wrapped", "Lose_Full"}
Committed == {"Commit_LoadCount", "Deliver_Lock"} \cup WakeLabels

ShiftedPosition(p) == IF p < 0 - B THEN p ELSE p - B
ShiftedLap(k) == IF k < 0 - 1 THEN k ELSE k - 1
ShiftedWord(word) == [word EXCEPT !.lap = ShiftedLap(@)]
ShiftedSample(p) == IF p < 0 THEN p ELSE p - B

ShiftedLocals(p) ==
    LET l == loc[p]
        o == IF pc[p] \in Restarting \/ (pc[p] \in WakeLabels /\ l.job = "none") THEN l.o
             ELSE IF pc[p] \in Committed THEN ShiftedPosition(l.o)
             ELSE ShiftedSample(l.o)
        v == CASE pc[p] = "Push_Cas" -> ShiftedSample(l.v)
               [] pc[p] = "Wake_Cas" -> ShiftedPosition(l.v)
               [] pc[p] \in CountSampled /\ o # l.o -> l.v - S
               [] OTHER -> l.v
    IN [l EXCEPT !.o = o, !.v = v, !.w = ShiftedWord(@)]

(* How far the reader's position goes back, and what it holds with it.     *)
ReaderIsOld == IF rd.op = "Snapshot" /\ rd.upto # NoUpto THEN rd.upto < 0 - B
               ELSE rd.cur < 0 - B
ReaderBack == IF ReaderIsOld THEN 0 ELSE B
Back(q) == IF Holds /\ q = rd.cur THEN ReaderBack ELSE B
ShiftedBegin(block) == IF block = NoBegin THEN block ELSE [block EXCEPT !.pos = @ - Back(@)]

ShiftedReading ==
    LET v == IF pc[Reader] = "Move_Cas" THEN ShiftedSample(rd.v)
             ELSE IF pc[Reader] = "Get_LoadWritePosition" /\ ~ReaderIsOld THEN rd.v - S
             ELSE rd.v
    IN CASE rd.op = "none" -> rd
         [] rd.op = "Wait" -> [rd EXCEPT !.upto = ShiftedPosition(@)]
         [] OTHER -> [rd EXCEPT !.cur = @ - ReaderBack,
                                !.upto = IF @ = NoUpto THEN @ ELSE @ - ReaderBack,
                                !.v = v, !.w = ShiftedWord(@), !.begin = ShiftedBegin(@)]

Shift ==
    /\ ShiftDue
    /\ wpos' = wpos - B /\ rpos' = rpos - B
    /\ cc' = [i \in Slots |-> cc[i] - S]
    /\ dc' = [i \in Slots |-> dc[i] - S]
    /\ claims' = [i \in Slots |-> claims[i] - 1]
    /\ slot' = [i \in Slots |-> ShiftedWord(slot[i])]
    /\ begin' = [x \in Subs |-> ShiftedBegin(begin[x])]
    /\ waiting' = ShiftedPosition(waiting)
    /\ loc' = [p \in Producers |-> ShiftedLocals(p)]
    /\ rd' = ShiftedReading
    /\ res' = [j \in 1..Len(res) |->
                  LET back == Back(Floor(res[j].b)) IN
                  [res[j] EXCEPT !.b = @ - back, !.e = @ - back]]
    /\ UNCHANGED <<gate, mine, csize, dsize, mem, lost, clock, final, signal, pc, account>>

Forget ==
    /\ ForgetDue /\ ~ShiftDue
    /\ loc' = [p \in Producers |->
                 IF IsStale(p) THEN [NoLocals EXCEPT !.o = 0 - B, !.n = loc[p].n] ELSE loc[p]]
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, pc, rd, ghosts>>

MCNext == Shift \/ Forget \/ Next

MCSpec == Init /\ [][MCNext]_vars

(* S13, S6: no position and no count ever goes back.                       *)
S13_CountersNeverGoBack ==
    [][ShiftDue \/ /\ wpos' >= wpos /\ rpos' >= rpos
                   /\ \A i \in Slots : cc'[i] >= cc[i] /\ dc'[i] >= dc[i]
      ]_<<wpos, rpos, cc, dc>>

(* S14: a push gives up no more than what the ring has no room for. (It is *)
(* not the reader that moves the read position.)                           *)
S14_PushesNoFurther ==
    [][ShiftDue \/ pc'[Reader] # pc[Reader] \/ rpos' <= Floor(wpos) - B + S]_rpos

GetLabels == {"Get_LoadDelivered", "Get_LoadWritePosition", "Get_LoadSlot", "Get_Exchange"}

(* What the reader may take: delivered, and in its slot.                   *)
IsDelivered(q) ==
    (IF pc[Reader] = "Get_LoadWritePosition" THEN rd.v ELSE dc[Idx(q)]) = FullCount(q)
CanTake(q) == IsDelivered(q) /\ (Overwrites => IsThere(q, slot[Idx(q)]))

(* The reader gives up getting the sub-buffer that it is at.               *)
LeavesIt ==
    /\ pc[Reader] \in GetLabels
    /\ \/ pc'[Reader] \in {"Idle", "Get_LoadFinal", "Get_LoadReadPosition"}
       \/ rd'.cur # rd.cur

SnapshotGoesOn ==
    IF rd'.op # "Snapshot" THEN rd.cur + S >= rd.upto
    ELSE \/ rd'.cur = rd.cur
         \/ /\ rd'.cur = rd.cur + S
            /\ pc[Reader] \in GetLabels \cup {"Read_Records", "Put_Cas"}

SnapshotBegins ==
    IF rd'.op # "Snapshot" THEN rd.cur >= Floor(wpos)
    ELSE /\ rd'.upto = Floor(wpos)
         /\ rd'.cur = rd.cur \/ (rd'.cur > rd.cur /\ rd'.cur = rd'.upto - B)

(* The reader leaves only what is not there, releases only what it has     *)
(* read or clears, and begins again only when writers have pushed; a       *)
(* snapshot looks at each sub-buffer of the ring; a clear goes on to the   *)
(* first that is not delivered; the end of data is told when it is there.  *)
S17_ReaderTakesWhatIsThere ==
    [][\/ pc'[Reader] = pc[Reader] /\ rd' = rd
       \/ ShiftDue
       \/ /\ LeavesIt => ~CanTake(rd.cur)
          /\ (LeavesIt /\ pc'[Reader] = "Get_LoadReadPosition") => rpos > rd.cur
          /\ rpos' # rpos => rpos' = rd.cur + S
          /\ (rd.op = "Snapshot" /\ rd.upto # NoUpto) => SnapshotGoesOn
          /\ pc[Reader] = "Snapshot_LoadWritePosition" => SnapshotBegins
          /\ CASE pc'[Reader] # "Idle" -> TRUE
               [] pc[Reader] = "Clear_LoadDelivered" -> dc[Idx(rd.cur)] < FullCount(rd.cur)
               [] pc[Reader] = "Get_LoadFinal" -> final = 0
               [] pc[Reader] = "Get_LoadEnd" -> wpos # rd.cur
               [] OTHER -> TRUE
      ]_<<pc, rd>>

-----------------------------------------------------------------------------
(* Refinement: what a user sees of this state.                             *)
HasRead == pc[Reader] \in MoveLabels /\ rd.op = "Read"
IsSnapshot == rd.op = "Snapshot"

(* The sub-buffer at q is behind the read position, and the reader may yet *)
(* get it, or has it.                                                      *)
StillWanted(q) ==
    \/ Holds /\ q = rd.cur
    \/ /\ IF rd.op = "Read" THEN pc[Reader] \in GetLabels /\ q = rd.cur
          ELSE IsSnapshot /\ q >= rd.cur /\ (rd.upto = NoUpto \/ q < rd.upto)
       /\ IsThere(q, slot[Idx(q)])

Status(r) == IF r.by # 0 THEN "Open" ELSE IF r.kind = "rec" THEN "Kept" ELSE "Abandoned"

IsUnread(r) == /\ IsRecord(r)
               /\ ~(HasRead /\ Floor(r.b) = rd.cur)
               /\ r.b >= rpos \/ StillWanted(Floor(r.b))
Unread == SelectSeq(res, IsUnread)

(* In overwrite mode: the reader's, and per slot what is there and, until  *)
(* its first writer has claimed the slot, what comes next.                 *)
Abstract == INSTANCE RingBuffer WITH
    Lengths    <- {n \in Sizes : n <= S - H} \cup
                  (IF Clocked THEN {n + FullUnits : n \in Sizes} ELSE {}),
    Capacity   <- (IF Overwrites THEN 2 * N + 1 ELSE N) * (S - H),
    Overwrites <- Overwrites,
    Clears     <- "Clear" \in ReaderOps,
    queue      <- LET unread == Unread IN
                  [j \in 1..Len(unread) |->
                     [len |-> unread[j].e - unread[j].b, st |-> Status(unread[j])]],
    out        <- rd.out,
    lost       <- lost,
    gate       <- gate

(* (Most steps change nothing that a user sees, nor what he sees it from;  *)
(* this is asked first, to save time.)                                     *)
NothingToSee == /\ UNCHANGED <<res, rpos, rd, slot, lost, gate>>
                /\ pc'[Reader] = pc[Reader]

RefinesRingBuffer ==
    Abstract!Init /\ [][NothingToSee \/ UNCHANGED Abstract!view \/ Abstract!Next]_(Abstract!view)
=============================================================================
