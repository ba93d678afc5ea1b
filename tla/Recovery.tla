------------------------------ MODULE Recovery ------------------------------
(***************************************************************************)
(* Writers that stop for ever, and what can be read of the memory that     *)
(* they left (ALGORITHM 2.12, S23).                                        *)
(*                                                                         *)
(* Two things are added to ReserveCommit; none of its actions is changed.  *)
(*   - Crash: a process never steps again, wherever it stands.             *)
(*   - One more word for each slot, prefix: a committed count of which     *)
(*     everything before it was committed. A commit that does not fill its *)
(*     sub-buffer loads the write position after its add. If what was      *)
(*     reserved in the sub-buffer is no more than what was committed, then *)
(*     that is the prefix. (LTTng compares the count with the end of the   *)
(*     own record instead, which others' records deceive: the mutant       *)
(*     prefix-of-own-end.)                                                 *)
(* Every action begins with At: RecoveryAt makes the dead stand still, a   *)
(* process that owes a prefix pay first, and an add owe one.               *)
(***************************************************************************)
EXTENDS MC

CONSTANTS
    Recoverable,    \* do commits keep the prefix?
    MaxDead         \* so many processes may stop for ever

VARIABLES
    prefix,         \* per slot: a count like cc
    due,            \* per producer: what it owes to the prefix
    dead            \* per process: 1 when it never steps again

Processes == Producers \cup {Reader}

(* step: what is to be done; b: where the committed piece began; sum: what *)
(* the add returned (before the add: the write position, in a mutant).     *)
NoDue == [step |-> "none", b |-> 0, sum |-> 0]

ASSUME /\ Recoverable \in BOOLEAN /\ MaxDead \in 0..(Cardinality(Processes) - 1)
       /\ ~Nested /\ (Recoverable => Form = "Lean")

RecoveryInit ==
    /\ Init
    /\ prefix = [i \in Slots |-> 0]
    /\ due = [p \in Producers |-> NoDue]
    /\ dead = [p \in Processes |-> 0]

LooksBefore == Mutant = "prefix-position-before-count"

(* Was all that is reserved before position w in b's sub-buffer committed  *)
(* when the count was sum?                                                 *)
IsPrefix(b, sum, w) == Floor(w) = Floor(b) /\ sum = CleanCount(b) + Off(w)

(* What the add of p's piece makes it owe. A full count is delivered, and  *)
(* needs no prefix.                                                        *)
Owed(p) ==
    LET l == loc[p]
        b == PieceBegin(p, l)
        sum == cc[PieceSlot(p)] + PieceEnd(p, l) - b
        w == IF LooksBefore THEN due[p].sum ELSE PieceEnd(p, l)
    IN IF ~Recoverable \/ sum = FullCount(b) THEN NoDue
       ELSE IF LooksBefore \/ Mutant = "prefix-of-own-end"
       THEN IF IsPrefix(b, sum, w) THEN [step |-> "store", b |-> b, sum |-> sum] ELSE NoDue
       ELSE [step |-> "load", b |-> b, sum |-> sum]

Owes(p) == p \in Producers /\ due[p].step \in {"load", "store"}
LooksFirst(p) == Recoverable /\ LooksBefore /\ pc[p] = "Commit_AddCount" /\ due[p].step = "none"

(* Stands for At in every action; so it also says what becomes of the      *)
(* words that are added here.                                              *)
RecoveryAt(p, label) ==
    /\ MCAt(p, label)
    /\ dead[p] = 0 /\ ~Owes(p)
    /\ label = "Commit_AddCount" => ~LooksFirst(p)
    /\ due' = IF label = "Commit_AddCount" THEN [due EXCEPT ![p] = Owed(p)] ELSE due
    /\ UNCHANGED <<prefix, dead>>

MaySettle(p) == dead[p] = 0 /\ ~ShiftDue /\ ~ForgetDue

Prefix_LoadWritePosition(p) ==
    /\ MaySettle(p)
    /\ due[p].step = "load" \/ LooksFirst(p)
    /\ due' = [due EXCEPT ![p] =
         IF LooksFirst(p) THEN [step |-> "add", b |-> 0, sum |-> wpos]
         ELSE IF IsPrefix(@.b, @.sum, wpos) THEN [@ EXCEPT !.step = "store"] ELSE NoDue]
    /\ UNCHANGED <<vars, prefix, dead>>

(* Late, it only goes back, or belongs to a lap that is over.              *)
Prefix_Store(p) ==
    /\ MaySettle(p)
    /\ due[p].step = "store"
    /\ prefix' = [prefix EXCEPT ![Idx(due[p].b)] = due[p].sum]
    /\ due' = [due EXCEPT ![p] = NoDue]
    /\ UNCHANGED <<vars, dead>>

(* The process stops for ever, in the middle of what it does.              *)
Crash(p) ==
    /\ MaySettle(p)
    /\ pc[p] # "Idle" \/ Owes(p)
    /\ Cardinality({q \in Processes : dead[q] = 1}) < MaxDead
    /\ dead' = [dead EXCEPT ![p] = 1]
    /\ UNCHANGED <<vars, prefix, due>>

(* A count of a lap before the reader's says nothing any more: it is 0.    *)
ShiftedCount(c) == IF c <= S THEN 0 ELSE c - S
ShiftedDue(d) ==
    CASE d.step = "none" -> d
      [] d.step = "add" -> [d EXCEPT !.sum = ShiftedSample(@)]
      [] OTHER -> [d EXCEPT !.b = ShiftedSample(@), !.sum = ShiftedCount(@)]

ShiftAll ==
    /\ Shift
    /\ prefix' = [i \in Slots |-> ShiftedCount(prefix[i])]
    /\ due' = [p \in Producers |-> ShiftedDue(due[p])]
    /\ UNCHANGED dead

ForgetAll == Forget /\ UNCHANGED <<prefix, due, dead>>

RecoveryNext ==
    \/ ShiftAll
    \/ ForgetAll
    \/ \E p \in Producers : Prefix_LoadWritePosition(p) \/ Prefix_Store(p)
    \/ \E p \in Processes : Crash(p)
    \/ Next

allVars == <<vars, prefix, due, dead>>

RecoverySpec == RecoveryInit /\ [][RecoveryNext]_allVars

-----------------------------------------------------------------------------
(* RECOVERY: what is made of the memory that dead processes left. It looks *)
(* at shared words alone.                                                  *)

(* The sub-buffers that can hold something unread.                         *)
Window == {rpos + k * S : k \in 0..((Floor(wpos) - rpos) \div S)}

(* How much of the sub-buffer at q can be read in its slot, in units: all, *)
(* or all that was reserved if that was committed, or the prefix.          *)
RecoveredInSlot(q) ==
    LET i == Idx(q)
        count == cc[i] - CleanCount(q)
        known == prefix[i] - CleanCount(q)
    IN IF count \notin 1..S \/ (Overwrites /\ slot[i].noref /\ slot[i].lap # Lap(q)) THEN 0
       ELSE IF count = S \/ (Floor(wpos) = q /\ count = Off(wpos)) THEN count
       ELSE IF known \in 1..(S - 1) THEN known ELSE 0

SlotSub(q) == IF Overwrites THEN slot[Idx(q)].sub ELSE Idx(q)

(* In overwrite mode a reader may have held one, which is in no slot.      *)
Unslotted == CHOOSE x \in Subs : \A i \in Slots : slot[i].sub # x
RecoveredFromReader(q) ==
    /\ Overwrites /\ cc[Idx(q)] - CleanCount(q) >= S
    /\ begin[Unslotted].pos = q /\ csize[Unslotted].size >= H

(* The first n units of sub-buffer x are those of q, whole and committed,  *)
(* and end where a reservation ends.                                       *)
IsWhole(q, x, n) ==
    LET rs == Inside(q) IN
    /\ rs # <<>> /\ begin[x] = [pos |-> q, time |-> rs[1].t]
    /\ \A j \in 1..Len(rs) : Off(rs[j].b) < n =>
          LET cell == mem[x * S + Off(rs[j].b)] IN
          /\ rs[j].by = 0 /\ Off(rs[j].e - 1) < n
          /\ rs[j].kind = "rec" => cell > 0 /\ cell # Torn /\ UnitsOf(cell) = rs[j].e - rs[j].b
          /\ rs[j].kind = "skip" => cell < 0 /\ UnitsOf(cell) = rs[j].e - rs[j].b
          /\ rs[j].kind = "pad" => n = S
    /\ n = S => Sum(rs) = S /\ csize[x].size = ContentEnd(rs) /\ csize[x].time = LastOf(rs).t

S23_RecoveredIsCommitted ==
    Recoverable => \A q \in Window :
        /\ RecoveredInSlot(q) > 0 => IsWhole(q, SlotSub(q), RecoveredInSlot(q))
        /\ RecoveredFromReader(q) => IsWhole(q, Unslotted, S)

(* No more is lost than what was in unfinished sub-buffers.                *)
S23_WholeIsRecovered ==
    Recoverable => \A q \in Window :
        LET rs == Inside(q) IN
        (Sum(rs) = S /\ \A j \in 1..Len(rs) : rs[j].by = 0) =>
            RecoveredInSlot(q) = S \/ RecoveredFromReader(q)
(* So a recovery ends.                                                     *)
S23_WindowIsBounded ==
    Recoverable => Floor(wpos) - rpos <= IF Overwrites THEN 2 * B ELSE B
=============================================================================
