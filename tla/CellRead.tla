------------------------------ MODULE CellRead ------------------------------
(***************************************************************************)
(* Reading record by record, for a queue of values (discard mode): each    *)
(* record can be read as soon as it and all before it are finished,        *)
(* whatever is open behind it in its sub-buffer, without a flush.          *)
(*                                                                         *)
(* All records have one size, so that their headers stand at the same      *)
(* units in every lap: in cells. A header is never 0, and the last that is *)
(* stored of its record. The reader, who has the bytes behind the read     *)
(* position to itself, stores 0 in the header of each record that it took, *)
(* before it releases the sub-buffer; memory begins as zeros. So a header  *)
(* that is not 0 says that the record of this lap is finished, and neither *)
(* a count nor the write position is asked. Nothing is changed for writers,*)
(* nor for how a sub-buffer is released: delivered, and all of it taken.   *)
(*                                                                         *)
(* An element is finished for its user with the store of its header: it    *)
(* may be taken before its writer adds to the committed count. The         *)
(* sub-buffer is not released before that.                                 *)
(*                                                                         *)
(* Each action of ReserveCommit stays as it is; a look at a cell is what   *)
(* the reader does first, and only where there is none, or its header is   *)
(* 0, does it ask whether the sub-buffer is delivered.                     *)
(***************************************************************************)
EXTENDS MC

VARIABLE taken      \* the position up to which the reader has taken records

ASSUME /\ ~Overwrites /\ Form = "Lean" /\ ~Clocked /\ Cardinality(Sizes) = 1
       /\ ReaderOps = {"Read"}      \* and nothing that shows a record twice

CellInit == Init /\ taken = 0

(* What is taken of a sub-buffer that was released says nothing any more.  *)
CellUnits    == CHOOSE n \in Sizes : TRUE
CellPosition == IF taken > rpos THEN taken ELSE rpos + H
HasCell      == CellPosition + CellUnits <= rpos + S
UnitAt(p)    == Idx(p) * S + Off(p)

(* Stands for At in every action: the reader looks at a cell first.        *)
CellAt(p, label) ==
    /\ MCAt(p, label) /\ UNCHANGED taken
    /\ (p = Reader /\ label = "Idle") => ~HasCell

(* Stands for Wipe: what the reader took is 0, and what it did not take    *)
(* stays what it is.                                                       *)
CellWipe(x) ==
    /\ begin' = [begin EXCEPT ![x] = NoBegin]
    /\ csize' = [csize EXCEPT ![x] = NoEnd]
    /\ dsize' = [dsize EXCEPT ![x] = NoEnd]
    /\ UNCHANGED mem

(* Stands for TestDelivered: is there more in the sub-buffer?              *)
CellTestDelivered(r) ==
    IF r.v < DeliveredFrom(r.cur) /\ Mutant # "reader-without-delivered-test" THEN NoData(r)
    ELSE Turn("Cell_LoadSize", [r EXCEPT !.v = 0])

-----------------------------------------------------------------------------
(* What stands in a header: nothing while the record's bytes are torn. (In *)
(* the mutant it is stored before them.)                                   *)
Header(cell) == IF cell = Torn /\ Mutant # "header-before-data" THEN Stale ELSE cell

LookElsewhere == Turn("Get_LoadReadPosition", [NoReading EXCEPT !.op = "Read"])
Take == taken' = CellPosition + CellUnits

(* The read position is the reader's own. An abandoned record is taken     *)
(* unseen.                                                                 *)
Cell_LoadHeader ==
    LET header == Header(mem[UnitAt(CellPosition)])
        r == [NoReading EXCEPT !.op = "Read", !.cur = rpos]
    IN
    /\ \/ MCAt(Reader, "Idle") /\ HasCell
       \/ MCAt(Reader, "Cell_LoadHeader")
    /\ CASE header = Stale -> LookElsewhere /\ UNCHANGED taken
         [] header < 0     -> Turn("Cell_StoreHeader", r) /\ Take
         [] OTHER          -> Turn("Cell_Record", r) /\ UNCHANGED taken
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

Cell_Record ==
    LET cell == mem[UnitAt(CellPosition)] IN
    /\ MCAt(Reader, "Cell_Record")
    /\ Turn("Cell_StoreHeader",
            [rd EXCEPT !.out = <<IF cell \in {Stale, Torn} THEN Garbage ELSE UnitsOf(cell)>>])
    /\ Take
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

(* The cell that was taken is made ready for its next lap.                 *)
Cell_StoreHeader ==
    /\ MCAt(Reader, "Cell_StoreHeader")
    /\ mem' = IF Mutant = "cell-not-cleared" THEN mem
              ELSE [mem EXCEPT ![UnitAt(taken - CellUnits)] = Stale]
    /\ IF rd.out # <<>> THEN Leave
       ELSE IF HasCell THEN Turn("Cell_LoadHeader", rd) ELSE LookElsewhere
    /\ UNCHANGED <<heads, rpos, counts, slots, begin, csize, dsize, lost, clock, waits, loc, ghosts, taken>>

(* The sub-buffer is delivered: it is released if nothing of it is left.   *)
HasLeft == rpos + csize[Idx(rpos)].size > CellPosition /\ Mutant # "cells-left-behind"

Cell_LoadSize ==
    /\ MCAt(Reader, "Cell_LoadSize")
    /\ Turn(IF HasLeft THEN "Cell_LoadHeader" ELSE MoveStart, rd)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts, taken>>

-----------------------------------------------------------------------------
ShiftAll == Shift /\ taken' = IF taken > rpos THEN taken - B ELSE 0
ForgetAll == Forget /\ UNCHANGED taken

CellNext ==
    \/ ShiftAll
    \/ ForgetAll
    \/ Cell_LoadHeader \/ Cell_Record \/ Cell_StoreHeader \/ Cell_LoadSize
    \/ Next

cellVars == <<vars, taken>>
CellSpec == CellInit /\ [][CellNext]_cellVars

-----------------------------------------------------------------------------
(* Is the record finished? Its writer stored its header; it may still have *)
(* to count it. Stands for Status.                                         *)
IsFinished(r) == \/ r.by = 0
                 \/ loc[r.by].job = "rec" /\ pc[r.by] \in {"Commit_AddCount", "Lose_Abandoned"}

CellStatus(r) == IF ~IsFinished(r) THEN "Open" ELSE IF r.kind = "rec" THEN "Kept" ELSE "Abandoned"

(* Stands for IsUnread. What is taken was taken in order.                  *)
CellIsUnread(r) == IsRecord(r) /\ r.b >= CellPosition

(* Stands for IsReadable: S7 says that a sub-buffer which nothing was      *)
(* taken of is there as it was written.                                    *)
CellIsReadable(i) == /\ dc[i] % S = 0 /\ Announced(i) >= rpos
                     /\ Announced(i) = rpos => taken <= rpos

(* S30: what the reader is about to take is the next record, finished, and *)
(* its bytes are there.                                                    *)
S30_TakenIsFinished ==
    pc[Reader] = "Cell_Record" =>
        \E j \in 1..Len(res) :
            /\ res[j].b = CellPosition /\ res[j].kind = "rec" /\ IsFinished(res[j])
            /\ mem[UnitAt(res[j].b)] = Whole(res[j].e - res[j].b, 0)

(* No header is left of what was taken; so none is found that was not      *)
(* stored in this lap.                                                     *)
S30_CellsAreClear ==
    \A u \in DOMAIN mem : mem[u] # Stale =>
        \/ pc[Reader] = "Cell_StoreHeader" /\ u = UnitAt(taken - CellUnits)
        \/ \E j \in 1..Len(res) : CellIsUnread(res[j]) /\ u = UnitAt(res[j].b)

(* A finished record with nothing unread before it is in its cell where    *)
(* the reader looks next; or in the sub-buffer after that, which the       *)
(* reader comes to as soon as whoever has a piece in this one, or delivers *)
(* it, has come to the end of its call.                                    *)
S30_OnlyOpenCallsHide ==
    (Unread # <<>> /\ IsFinished(Unread[1])) =>
        \/ Unread[1].b = CellPosition /\ Header(mem[UnitAt(CellPosition)]) # Stale
        \/ dc[Idx(rpos)] = FullCount(rpos)
        \/ \E p \in Producers : loc[p].job # "none" /\ Floor(PieceBegin(p, loc[p])) = rpos

(* S30: a look at a cell leaves only what is not finished, and no record   *)
(* is left in what is released.                                            *)
S30_CellIsNotMissed ==
    [][/\ (pc[Reader] \in {"Idle", "Cell_LoadHeader"} /\ pc'[Reader] = "Get_LoadReadPosition") =>
            \A j \in 1..Len(res) : ~(CellIsUnread(res[j]) /\ res[j].b = CellPosition /\ IsFinished(res[j]))
       /\ (pc[Reader] = "Cell_LoadSize" /\ pc'[Reader] \in MoveLabels) =>
            \A j \in 1..Len(res) : ~(CellIsUnread(res[j]) /\ Floor(res[j].b) = rpos)
      ]_<<pc, rd>>
=============================================================================
