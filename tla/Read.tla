-------------------------------- MODULE Read --------------------------------
(***************************************************************************)
(* The one reader of a buffer (ALGORITHM 2.10), and its operations:        *)
(*   "Read"      take the oldest sub-buffer, read it, release it           *)
(*   "Snapshot"  read all that is there, oldest to newest, release nothing *)
(*   "Clear"     release all that is delivered, unread                     *)
(*   "Wait"      sleep until the next sub-buffer is delivered              *)
(* In overwrite mode the reader exchanges its spare sub-buffer for the     *)
(* slot's, so that no writer touches what it holds.                        *)
(***************************************************************************)
EXTENDS Flush

Leave == Turn("Idle", NoReading)

(* A snapshot goes on to its next sub-buffer.                              *)
NextOfSnapshot(r) ==
    IF r.cur + S >= r.upto THEN Leave
    ELSE Turn(IF Mutant # "snapshot-tests-first-only" THEN "Get_LoadDelivered"
              ELSE IF Overwrites THEN "Get_LoadSlot" ELSE "Get_LoadBegin",
              [NoReading EXCEPT !.op = r.op, !.cur = r.cur + S, !.upto = r.upto])

Unconditional == Mutant = "reader-moves-unconditionally"

MoveStart == IF (Form = "Lttng" \/ Overwrites) /\ ~Unconditional /\ Mutant # "reader-moves-back"
             THEN "Move_LoadReadPosition" ELSE "Move_StoreReadPosition"

(* The sub-buffer at cur is not delivered yet.                             *)
NoData(r) ==
    CASE Unconditional -> Turn(MoveStart, [r EXCEPT !.v = 0])
      [] r.op = "Snapshot" /\ ~Unconditional -> NextOfSnapshot(r)
      [] r.op = "Clear" /\ ~Unconditional -> Leave
      [] OTHER -> Turn("Get_LoadFinal", [r EXCEPT !.v = 0])

(* The sub-buffer at cur was overwritten meanwhile: a snapshot leaves it   *)
(* out, a read starts again from the read position, which was pushed.      *)
WasOverwritten(r) ==
    IF r.op = "Snapshot" THEN NextOfSnapshot(r)
    ELSE Turn("Get_LoadReadPosition", [NoReading EXCEPT !.op = r.op])

(* The mutant is U de7c67b9's: E2 without S.                               *)
DeliveredFrom(q) == IF Mutant = "delivered-test-without-size" THEN CleanCount(q) ELSE FullCount(q)

TestDelivered(r) ==                                             \* G7
    IF r.v < DeliveredFrom(r.cur) /\ Mutant # "reader-without-delivered-test" THEN NoData(r)
    ELSE IF r.v > FullCount(r.cur) THEN WasOverwritten(r)
    ELSE Turn(IF Overwrites THEN "Get_LoadSlot" ELSE "Get_LoadBegin", [r EXCEPT !.v = 0])

Get_LoadReadPosition ==                                         \* G2
    /\ \/ At(Reader, "Idle") /\ "Read" \in ReaderOps
       \/ At(Reader, "Get_LoadReadPosition")
    /\ Turn("Get_LoadDelivered", [NoReading EXCEPT !.op = "Read", !.cur = rpos])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

Get_LoadDelivered ==                                            \* G3
    /\ At(Reader, "Get_LoadDelivered")
    /\ LET r == [rd EXCEPT !.v = dc[Idx(rd.cur)]] IN
       IF Form = "Lttng" THEN Turn("Get_LoadWritePosition", r) ELSE TestDelivered(r)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

Get_LoadWritePosition ==                                        \* G5, G8
    /\ At(Reader, "Get_LoadWritePosition")
    /\ IF Floor(wpos) = rd.cur THEN NoData(rd) ELSE TestDelivered(rd)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

(* G9: is the content that of this lap, and does no writer refer to it?    *)
Get_LoadSlot ==
    LET word == slot[Idx(rd.cur)] IN
    /\ At(Reader, "Get_LoadSlot")
    /\ IF \/ word.noref \/ Mutant = "reader-without-noref-test"
       THEN IF word.lap = Lap(rd.cur) \/ Mutant \in {"reader-without-lap-test", "reader-without-noref-test"}
            THEN Turn("Get_Exchange", [rd EXCEPT !.w = word])
            ELSE WasOverwritten(rd)
       ELSE WasOverwritten(rd)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

(* The spare goes into the slot with a lap that no content has: nothing is *)
(* to be read from there until it was written.                             *)
SpareWord(x) == SlotWord(x, TRUE, NoLap)

Get_Exchange ==                                                 \* G9
    LET i == Idx(rd.cur) IN
    /\ At(Reader, "Get_Exchange")
    /\ IF Mutant = "get-without-cas" THEN TRUE ELSE slot[i] = rd.w
    /\ slot' = [slot EXCEPT ![i] = SpareWord(mine)]
    /\ mine' = rd.w.sub
    /\ Turn("Get_LoadBegin", [rd EXCEPT !.w = SpareWord(mine)])
    /\ UNCHANGED <<heads, rpos, counts, packets, lost, clock, waits, loc, ghosts>>

Get_ExchangeFail ==
    /\ At(Reader, "Get_Exchange")
    /\ slot[Idx(rd.cur)] # rd.w /\ Mutant # "get-without-cas"
    /\ WasOverwritten(rd)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

Get_LoadBegin ==                                                \* G10
    /\ At(Reader, "Get_LoadBegin")
    /\ Turn("Get_LoadSize", [rd EXCEPT !.begin = begin[SubRead]])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

Get_LoadSize ==                                                 \* G10
    /\ At(Reader, "Get_LoadSize")
    /\ Turn("Read_Records", [rd EXCEPT !.size = csize[SubRead]])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

(* What the reader makes of the bytes it holds: lengths and times of the   *)
(* whole records up to the content size, in order. A skipped record keeps  *)
(* its place in time. Anything else shows as garbage.                      *)
Garbage == 999
RECURSIVE Parse(_, _, _, _)
Parse(x, u, end, before) ==
    IF u >= end THEN <<>>
    ELSE LET cell == mem[x * S + u]
             time == TimeOf(FieldOf(cell), before) IN
         IF cell \in {Stale, Torn} THEN <<<<Garbage, 0>>>>
         ELSE (IF cell < 0 THEN <<>> ELSE <<<<UnitsOf(cell), time>>>>)
              \o Parse(x, u + UnitsOf(cell), end, time)

Read_Records ==
    /\ At(Reader, "Read_Records")
    /\ LET got == Parse(SubRead, H, rd.size.size, rd.begin.time)
           r == [rd EXCEPT !.out = [j \in 1..Len(got) |-> got[j][1]],
                           !.times = IF Clocked THEN [j \in 1..Len(got) |-> got[j][2]] ELSE <<>>] IN
       IF rd.op # "Snapshot" THEN Turn(MoveStart, r)
       ELSE IF Overwrites THEN Turn("Put_Cas", r)
       ELSE NextOfSnapshot(rd)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

-----------------------------------------------------------------------------
(* MOVE: the sub-buffer was read, or cleared. What stands in memory that   *)
(* was given up is anything from now on.                                   *)

AfterMove(r) == IF r.op = "Clear"
                THEN Turn("Clear_LoadReadPosition", [NoReading EXCEPT !.op = "Clear"])
                ELSE Leave

ReleaseTo == IF Mutant = "clear-one-too-far" /\ rd.op = "Clear" THEN rd.cur + 2 * S ELSE rd.cur + S

Release(to) ==
    /\ rpos' = to
    /\ res' = Prune(to, NoHold, slot)
    /\ IF Overwrites /\ rd.op = "Clear" THEN UNCHANGED packets ELSE Wipe(SubRead)
    /\ AfterMove(rd)
    /\ UNCHANGED <<heads, counts, slots, lost, clock, waits, loc, claims, account>>

(* Writers may have pushed the read position further: never back.          *)
Move_LoadReadPosition ==
    /\ At(Reader, "Move_LoadReadPosition")
    /\ IF rpos < ReleaseTo
       THEN /\ Turn("Move_Cas", [rd EXCEPT !.v = rpos])
            /\ UNCHANGED <<rpos, res, packets>>
            /\ UNCHANGED <<heads, counts, slots, lost, clock, waits, loc, claims, account>>
       ELSE Release(rpos)

Move_Cas ==
    /\ At(Reader, "Move_Cas")
    /\ rpos = rd.v
    /\ Release(ReleaseTo)

Move_CasFail ==
    /\ At(Reader, "Move_Cas")
    /\ rpos # rd.v
    /\ Turn("Move_LoadReadPosition", [rd EXCEPT !.v = 0])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

Move_StoreReadPosition ==
    /\ At(Reader, "Move_StoreReadPosition")
    /\ Release(ReleaseTo)

-----------------------------------------------------------------------------
(* SNAPSHOT: the positions are sampled once; each sub-buffer between them  *)
(* is taken, read and put back.                                            *)

Snapshot_LoadReadPosition ==
    /\ At(Reader, "Idle") /\ "Snapshot" \in ReaderOps
    /\ Turn("Snapshot_LoadWritePosition", [NoReading EXCEPT !.op = "Snapshot", !.cur = rpos])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

(* No more than the ring is there: what is older was overwritten since.    *)
Snapshot_LoadWritePosition ==
    LET upto == Floor(wpos)
        oldest == upto - B + (IF Mutant = "snapshot-one-short" THEN S ELSE 0)
        cur == IF rd.cur < oldest THEN oldest ELSE rd.cur IN
    /\ At(Reader, "Snapshot_LoadWritePosition")
    /\ IF cur >= upto THEN Leave
       ELSE Turn("Get_LoadDelivered", [rd EXCEPT !.cur = cur, !.upto = upto])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

(* PUT: the same exchange back, so that the slot has its content again.    *)
Put_Cas ==
    LET i == Idx(rd.cur) IN
    /\ At(Reader, "Put_Cas")
    /\ IF Mutant = "put-back-without-cas" THEN TRUE ELSE slot[i] = rd.w
    /\ slot' = [slot EXCEPT ![i] = SlotWord(mine, TRUE, Lap(rd.cur))]
    /\ mine' = rd.w.sub
    /\ NextOfSnapshot(rd)
    /\ UNCHANGED <<heads, rpos, counts, packets, lost, clock, waits, loc, ghosts>>

(* A writer has claimed the slot: the reader keeps what it has as spare.   *)
Put_CasFail ==
    /\ At(Reader, "Put_Cas")
    /\ slot[Idx(rd.cur)] # rd.w
    /\ Mutant # "put-back-without-cas"
    /\ Wipe(mine)
    /\ res' = Prune(rpos, NoHold, slot)
    /\ NextOfSnapshot(rd)
    /\ UNCHANGED <<heads, rpos, counts, slots, lost, clock, waits, loc, claims, account>>

-----------------------------------------------------------------------------
(* CLEAR, while writers run: no further than what is delivered, so that no *)
(* reservation is ever behind the read position. (LTTng's goes to the      *)
(* write position, and must have no writer: M ac4a87e5.)                   *)

Clear_LoadReadPosition ==
    /\ \/ At(Reader, "Idle") /\ "Clear" \in ReaderOps
       \/ At(Reader, "Clear_LoadReadPosition")
    /\ Turn("Clear_LoadDelivered", [NoReading EXCEPT !.op = "Clear", !.cur = rpos])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

Clear_LoadDelivered ==
    /\ At(Reader, "Clear_LoadDelivered")
    /\ IF dc[Idx(rd.cur)] >= FullCount(rd.cur) \/ Mutant = "clear-without-delivered-test"
       THEN Turn(MoveStart, rd) ELSE Leave
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>
-----------------------------------------------------------------------------
(* END OF DATA: nothing more will come when the buffer was completed and   *)
(* the reader is at the write position, which then never changes.          *)

Get_LoadFinal ==                                                \* G1
    /\ At(Reader, "Get_LoadFinal")
    /\ IF final = 0 THEN Leave
       ELSE IF Mutant = "end-without-position-test" THEN Turn("Ended", NoReading)
       ELSE Turn("Get_LoadEnd", rd)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

Get_LoadEnd ==
    /\ At(Reader, "Get_LoadEnd")
    /\ IF wpos = rd.cur THEN Turn("Ended", NoReading) ELSE Leave
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

-----------------------------------------------------------------------------
(* WAIT: the reader says what it awaits, looks once more, and sleeps.      *)

Wait_LoadReadPosition ==
    /\ At(Reader, "Idle") /\ "Wait" \in ReaderOps
    /\ Turn("Wait_StoreWaiting",
            [NoReading EXCEPT !.op = "Wait", !.upto = rpos + (Watermark - 1) * S])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

Wait_StoreWaiting ==
    /\ At(Reader, "Wait_StoreWaiting")
    /\ waiting' = rd.upto
    /\ Turn(IF Mutant = "wait-without-recheck" THEN "Asleep" ELSE "Wait_LoadDelivered", rd)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, final, signal, loc, ghosts>>

Wait_LoadDelivered ==
    /\ At(Reader, "Wait_LoadDelivered")
    /\ Turn(IF dc[Idx(rd.upto)] >= FullCount(rd.upto) THEN "Wait_Cancel"
            ELSE IF Mutant = "wait-without-final-test" THEN "Asleep" ELSE "Wait_LoadFinal", rd)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

Wait_LoadFinal ==
    /\ At(Reader, "Wait_LoadFinal")
    /\ Turn(IF final = 1 THEN "Wait_Cancel" ELSE "Asleep", rd)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

(* Nothing to wait for, or the user's time is up.                          *)
Wait_Cancel ==
    /\ At(Reader, "Wait_Cancel") \/ At(Reader, "Asleep")
    /\ waiting = rd.upto
    /\ waiting' = NoWait
    /\ Leave
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, final, signal, loc, ghosts>>

(* A deliverer was first: its signal is taken before anything else.        *)
Wait_CancelFail ==
    /\ At(Reader, "Wait_Cancel") \/ At(Reader, "Asleep")
    /\ waiting # rd.upto
    /\ Turn("Woken", rd)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, loc, ghosts>>

Wait_TakeSignal ==
    /\ At(Reader, "Asleep") \/ At(Reader, "Woken")
    /\ signal = 1
    /\ signal' = 0
    /\ Leave
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, final, waiting, loc, ghosts>>
=============================================================================
