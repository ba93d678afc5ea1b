------------------------------ MODULE PartRead ------------------------------
(***************************************************************************)
(* Reading a sub-buffer that is not complete (discard mode): the reader    *)
(* takes what is committed without a hole of the sub-buffer under the      *)
(* write head, and the rest later, so that a record is there to be read as *)
(* soon as it and all before it are committed, without a flush.            *)
(*                                                                         *)
(* The reader loads the committed count, then the write position. If that  *)
(* is still in the sub-buffer, all that was ever reserved there lies       *)
(* before it; if the count is no less, all of that is committed (as in     *)
(* Recovery.tla, but by the reader). It polls the count alone: the write   *)
(* position only when the count has grown. Nothing is changed for writers: *)
(* the read position stays at the sub-buffer until all of it was read.     *)
(*                                                                         *)
(* Each action of ReserveCommit stays as it is; only where a Read found    *)
(* nothing delivered does it go on to look for a part.                     *)
(***************************************************************************)
EXTENDS MC

VARIABLE taken      \* upto: the position up to which the reader has read
                    \* into the sub-buffer there; time: of the last record

ASSUME ~Overwrites /\ Form = "Lean"

NoTaken == [upto |-> 0, time |-> 0]
PartInit == Init /\ taken = NoTaken

(* How much of the sub-buffer at q was read in parts: units, 0 for none.   *)
TakenOf(q) == IF Floor(taken.upto) = q THEN Off(taken.upto) ELSE 0

(* Stands for At in every action.                                          *)
PartAt(p, label) == MCAt(p, label) /\ UNCHANGED taken

(* Stands for NoData.                                                      *)
PartNoData(r) ==
    CASE r.op = "Snapshot" -> NextOfSnapshot(r)
      [] r.op = "Clear" -> Leave
      [] OTHER -> Turn("Part_LoadCount", [r EXCEPT !.v = 0])

(* Stands for Parse: what was read in parts is not read again.             *)
RECURSIVE ParseFrom(_, _, _, _)
ParseFrom(x, u, end, before) ==
    IF u >= end THEN <<>>
    ELSE LET cell == mem[x * S + u]
             time == TimeOf(FieldOf(cell), before) IN
         IF cell \in {Stale, Torn} THEN <<<<Garbage, 0>>>>
         ELSE (IF cell < 0 THEN <<>> ELSE <<<<UnitsOf(cell), time>>>>)
              \o ParseFrom(x, u + UnitsOf(cell), end, time)

PartParse(x, u, end, before) ==
    LET done == TakenOf(rd.cur) IN
    IF done > u THEN ParseFrom(x, done, end, taken.time) ELSE ParseFrom(x, u, end, before)

(* Stands for Records: those of the sub-buffer at q that are yet to read.  *)
PartRecords(q) == SelectSeq(Inside(q), LAMBDA r : IsRecord(r) /\ Off(r.b) >= TakenOf(q))

-----------------------------------------------------------------------------
(* Nothing new: the count has not grown since. (The mutant takes one part  *)
(* of a sub-buffer, and leaves what comes behind it.)                      *)
NothingNew(r) == \/ r.v - CleanCount(r.cur) <= TakenOf(r.cur)
                 \/ Mutant = "part-taken-once" /\ TakenOf(r.cur) > 0

GiveUp(r) == Turn("Get_LoadFinal", [r EXCEPT !.v = 0, !.upto = NoUpto])

CountRead(r) == IF NothingNew(r) THEN GiveUp(r) ELSE Turn("Part_LoadWritePosition", r)

(* The mutant looks at the write position first: what was reserved         *)
(* meanwhile and committed then fills the count up.                        *)
LooksFirst == Mutant = "part-position-before-count"
TrustsCount == Mutant = "part-without-position"

IsSound(r, w) == Floor(w) = r.cur /\ r.v - CleanCount(r.cur) = Off(w)

Part_LoadCount ==
    /\ PartAt(Reader, "Part_LoadCount")
    /\ LET r == [rd EXCEPT !.v = cc[Idx(rd.cur)]] IN
       CASE LooksFirst /\ rd.upto = NoUpto -> Turn("Part_LoadWritePosition", rd)
         [] LooksFirst /\ rd.upto # NoUpto ->
                IF ~NothingNew(r) /\ IsSound(r, r.upto) THEN Turn("Part_LoadBegin", r) ELSE GiveUp(r)
         [] OTHER -> CountRead(r)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

Part_LoadWritePosition ==
    /\ PartAt(Reader, "Part_LoadWritePosition")
    /\ IF LooksFirst THEN Turn("Part_LoadCount", [rd EXCEPT !.upto = wpos])
       ELSE IF IsSound(rd, wpos) THEN Turn("Part_LoadBegin", [rd EXCEPT !.upto = wpos])
       ELSE IF TrustsCount THEN Turn("Part_LoadBegin", [rd EXCEPT !.upto = rd.cur + rd.v - CleanCount(rd.cur)])
       ELSE GiveUp(rd)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

(* The packet header is committed: it is in the part.                      *)
Part_LoadBegin ==
    /\ PartAt(Reader, "Part_LoadBegin")
    /\ Turn("Part_Records", [rd EXCEPT !.begin = begin[SubRead]])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

(* The records from where the reader was, up to the write position.        *)
PartRead == PartParse(SubRead, H, Off(rd.upto), rd.begin.time)
PartTimes == [j \in 1..Len(PartRead) |-> PartRead[j][2]]

(* (An abandoned record at the end has a time too, which the next may be   *)
(* counted from: the time of the last cell, kept or not.)                  *)
RECURSIVE LastTimeFrom(_, _, _, _)
LastTimeFrom(x, u, end, before) ==
    IF u >= end THEN before
    ELSE LastTimeFrom(x, u + UnitsOf(mem[x * S + u]), end, TimeOf(FieldOf(mem[x * S + u]), before))

PartLastTime ==
    IF ~Clocked THEN 0
    ELSE IF TakenOf(rd.cur) > 0 THEN LastTimeFrom(SubRead, TakenOf(rd.cur), Off(rd.upto), taken.time)
    ELSE LastTimeFrom(SubRead, H, Off(rd.upto), rd.begin.time)

Part_Records ==
    /\ MCAt(Reader, "Part_Records")
    /\ Turn("Idle", [NoReading EXCEPT !.out = [j \in 1..Len(PartRead) |-> PartRead[j][1]],
                                      !.times = IF Clocked THEN PartTimes ELSE <<>>])
    /\ taken' = [upto |-> rd.upto, time |-> PartLastTime]
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

-----------------------------------------------------------------------------
(* What was taken of a sub-buffer that was released says nothing any more. *)
ShiftedTaken == IF Floor(taken.upto) < rpos THEN NoTaken ELSE [taken EXCEPT !.upto = @ - B]

ShiftAll == Shift /\ taken' = ShiftedTaken
ForgetAll == Forget /\ UNCHANGED taken

PartNext ==
    \/ ShiftAll
    \/ ForgetAll
    \/ Part_LoadCount \/ Part_LoadWritePosition \/ Part_LoadBegin \/ Part_Records
    \/ Next

partVars == <<vars, taken>>
PartSpec == PartInit /\ [][PartNext]_partVars

-----------------------------------------------------------------------------
(* S29: what is read of a part is what was reserved there, all committed,  *)
(* in that order.                                                          *)
PartOf == SelectSeq(Inside(rd.cur), LAMBDA r : Off(r.b) >= TakenOf(rd.cur) /\ r.b < rd.upto)

S29_PartIsCommitted ==
    pc[Reader] = "Part_Records" =>
        LET rs == SelectSeq(PartOf, LAMBDA r : r.kind = "rec") IN
        /\ rd.begin.pos = rd.cur
        /\ \A j \in 1..Len(PartOf) : PartOf[j].by = 0 /\ PartOf[j].e <= rd.upto
        /\ Len(PartRead) = Len(rs)
        /\ \A j \in 1..Len(rs) : PartRead[j][1] = rs[j].e - rs[j].b
        /\ Clocked => \A j \in 1..Len(rs) : PartRead[j][2] = rs[j].t

(* The read position does not pass what was read in parts, nor the other   *)
(* way round.                                                              *)
S29_TakenIsAhead == taken.upto < rpos + S /\ (TakenOf(rpos) > 0 => taken.upto <= wpos)

(* S29: the reader leaves a part only if there is none, or a writer came   *)
(* between its two looks.                                                  *)
AllCommitted(q) == \A j \in 1..Len(res) : Floor(res[j].b) = q => res[j].by = 0
HasPart(q) == Floor(wpos) = q /\ Off(wpos) > TakenOf(q) /\ AllCommitted(q)

S29_PartIsNotMissed ==
    [][(pc[Reader] \in {"Part_LoadCount", "Part_LoadWritePosition"} /\ pc'[Reader] = "Get_LoadFinal")
         => \/ ~HasPart(rd.cur)
            \/ pc[Reader] = "Part_LoadWritePosition" /\ cc[Idx(rd.cur)] # rd.v
            \/ rd.upto # NoUpto /\ wpos # rd.upto
      ]_<<pc, rd>>

(* Stands for IsUnread: what was read in parts has been read.              *)
PartIsUnread(r) == /\ IsRecord(r)
                   /\ ~(HasRead /\ Floor(r.b) = rd.cur)
                   /\ r.b >= rpos
                   /\ ~(Floor(r.b) = Floor(taken.upto) /\ Off(r.b) < Off(taken.upto))
=============================================================================
