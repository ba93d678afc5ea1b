------------------------------ MODULE Reserve ------------------------------
(***************************************************************************)
(* A writer reserves room for a record: fast path, slow path, and what it  *)
(* owes to the reader after the compare-exchange (time, push).             *)
(* ALGORITHM 2.1, 2.2, 2.4; the number beside a step is the one there.     *)
(***************************************************************************)
EXTENDS Memory

EndStore == IF Form = "Lttng" THEN "OldEnd_StoreDataSize" ELSE "OldEnd_StoreSize"
FillStore == IF Form = "Lttng" THEN "NewEnd_StoreDataSize" ELSE "NewEnd_StoreSize"

(* A piece of a reservation begins. In overwrite mode its slot must first  *)
(* be claimed, unless the piece before it was in the same slot.            *)
Begin(p, label, job) ==
    Goto(p, label, [loc[p] EXCEPT !.job = job, !.v = 0, !.w = NoWord])

WriteRecord(p, l) ==
    Goto(p, IF FillsUp(l) /\ Mutant # "new-end-omitted" THEN FillStore ELSE "Write_Begin",
         [l EXCEPT !.job = "rec", !.v = 0, !.w = NoWord])

(* T15, T16, T17, then the record: what follows in that order.             *)
AfterReserve(p) ==
    IF EndsOld(loc[p]) THEN Begin(p, IF Overwrites THEN "ClearNoref_LoadSlot" ELSE EndStore, "pad")
    ELSE IF EntersNew(loc[p])
         THEN Begin(p, IF Overwrites THEN "ClearNoref_LoadSlot" ELSE "NewStart_StoreBegin", "hdr")
    ELSE IF Overwrites THEN Begin(p, "ClearNoref_LoadSlot", "rec")
    ELSE WriteRecord(p, loc[p])

AfterFlushReserve(f) ==
    IF Overwrites THEN Begin(f, "ClearNoref_LoadSlot", IF Off(loc[f].o) = 0 THEN "hdr" ELSE "pad")
    ELSE IF Off(loc[f].o) = 0 THEN Begin(f, "OldStart_StoreBegin", "hdr")
    ELSE Begin(f, EndStore, "pad")

AfterPush(p) == IF p \in Flushers THEN AfterFlushReserve(p) ELSE AfterReserve(p)

(* By every record: whoever entered the sub-buffer may not have pushed yet.*)
OmitsPush(w) == \/ Mutant = "no-push"
                \/ Mutant = "push-by-who-enters" /\ ~EntersNew(loc[w])

AfterTime(w) == IF Overwrites /\ ~OmitsPush(w) THEN Jump(w, "Push_LoadReadPosition")
                ELSE AfterPush(w)

StoresTimeEarly == Mutant = "last-time-before-cas"

AfterCas(w) == IF Clocked /\ ~StoresTimeEarly THEN Jump(w, "Reserve_StoreLastTime")
               ELSE AfterTime(w)

(* Losses are sampled before the reserving compare-exchange by whoever     *)
(* reserves the last of a sub-buffer; nothing is ever lost as "full" in    *)
(* overwrite mode.                                                         *)
FirstSample == IF Mutant = "losses-sampled-at-delivery" THEN "none"
               ELSE IF Overwrites THEN "Sample_LoadWrapped" ELSE "Sample_LoadFull"

ToSlowCas(w, l) ==
    Goto(w, IF (EndsOld(l) \/ FillsUp(l)) /\ FirstSample # "none" THEN FirstSample
            ELSE "ReserveSlow_Cas", [l EXCEPT !.v = 0])

AfterSlowTime(w, l) ==          \* T3
    IF EntersNew(l) THEN Goto(w, "ReserveSlow_LoadDelivered", l) ELSE ToSlowCas(w, l)

(* The mutant keeps the time that it read before the position (v marks it).*)
ReadsClockOnce == Mutant = "clock-read-once"

Restart(w) ==
    Goto(w, "ReserveSlow_LoadWritePosition",
         IF ReadsClockOnce THEN [NoLocals EXCEPT !.n = loc[w].n, !.t = loc[w].t, !.v = 1]
         ELSE [NoLocals EXCEPT !.n = loc[w].n])

-----------------------------------------------------------------------------
(* FAST PATH                                                               *)

(* R2, R5: sample the write position; is the fast path open?               *)
Reserve_LoadWritePosition(w, n) ==
    LET l == [NoLocals EXCEPT !.o = wpos, !.n = n] IN
    /\ At(w, "Idle")
    /\ n <= S - H
    /\ account' = account + 1
    /\ IF ~IsFast(l) THEN Goto(w, "ReserveSlow_LoadWritePosition", [NoLocals EXCEPT !.n = n])
       ELSE Goto(w, IF Clocked THEN "Reserve_ReadClock" ELSE "Reserve_Cas", l)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, res, claims>>

(* T9, last line, tested first: a record that fits no sub-buffer.          *)
Lose_TooBig(w, n) ==
    /\ At(w, "Idle")
    /\ n > S - H
    /\ Count("tooBig")
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, clock, waits, pc, loc, rd, ghosts>>

(* R3: after the write position was sampled, before it is exchanged.       *)
Reserve_ReadClock(w) ==
    /\ At(w, "Reserve_ReadClock")
    /\ Goto(w, "Reserve_LoadLastTime", [loc[w] EXCEPT !.t = now])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

(* R4: is the time too far from the last record's for a short header? A    *)
(* last time later than ours says that our sample is stale.                *)
TakesFull(t) == IF Mutant = "short-time-too-wide" THEN t - last \notin 0..ShortTime
                ELSE t - last \notin 0..(ShortTime - 1)

Reserve_LoadLastTime(w) ==
    LET l == [loc[w] EXCEPT !.f = IF TakesFull(loc[w].t) THEN 1 ELSE 0] IN
    /\ At(w, "Reserve_LoadLastTime")
    /\ IF ~IsFast(l) THEN Restart(w)
       ELSE Goto(w, IF StoresTimeEarly THEN "Reserve_StoreLastTime" ELSE "Reserve_Cas", l)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

(* R6: the linearisation point of a record's place.                        *)
Reserve_Cas(w) ==
    /\ At(w, "Reserve_Cas")
    /\ wpos = loc[w].o /\ gate = "Open"
    /\ wpos' = RecEnd(loc[w])
    /\ res' = res \o Reserved(w)
    /\ Decide
    /\ AfterCas(w)
    /\ UNCHANGED <<gate, rpos, counts, slots, packets, lost, clock, waits, rd, claims>>

Reserve_CasFail(w) ==
    /\ At(w, "Reserve_Cas")
    /\ wpos # loc[w].o \/ gate # "Open"
    /\ Restart(w)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

-----------------------------------------------------------------------------
(* SLOW PATH                                                               *)

(* T1. A paused or completed buffer refuses the record.                    *)
ReserveSlow_LoadWritePosition(w) ==
    LET l == [loc[w] EXCEPT !.o = wpos] IN
    /\ At(w, "ReserveSlow_LoadWritePosition")
    /\ IF gate # "Open" THEN Jump(w, "Lose_Refused")
       ELSE IF Clocked
       THEN Goto(w, IF loc[w].v = 1 THEN "ReserveSlow_LoadLastTime"
                    ELSE "ReserveSlow_ReadClock", [l EXCEPT !.v = 0])
       ELSE AfterSlowTime(w, l)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

ReserveSlow_ReadClock(w) ==                                             \* T2
    /\ At(w, "ReserveSlow_ReadClock")
    /\ Goto(w, "ReserveSlow_LoadLastTime", [loc[w] EXCEPT !.t = now])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

ReserveSlow_LoadLastTime(w) ==                                          \* T2
    /\ At(w, "ReserveSlow_LoadLastTime")
    /\ LET l == [loc[w] EXCEPT !.f = IF TakesFull(loc[w].t) THEN 1 ELSE 0] IN
       IF StoresTimeEarly THEN Goto(w, "Reserve_StoreLastTime", l) ELSE AfterSlowTime(w, l)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

AfterRecheck(w, v) ==           \* T8: is the slot clean?
    IF v # CleanCount(RecBegin(loc[w])) /\ Mutant # "no-clean-slot-test"
    THEN Goto(w, "Lose_Wrapped", [loc[w] EXCEPT !.v = v])
    ELSE IF Overwrites \/ Mutant = "no-full-test" THEN ToSlowCas(w, loc[w])
    ELSE Goto(w, "ReserveSlow_LoadReadPosition", [loc[w] EXCEPT !.v = v])

ReserveSlow_LoadDelivered(w) ==                                         \* T6
    /\ At(w, "ReserveSlow_LoadDelivered")
    /\ LET v == dc[Idx(RecBegin(loc[w]))] IN
       IF Mutant = "no-recheck" THEN AfterRecheck(w, v)
       ELSE Goto(w, "ReserveSlow_RecheckWritePosition", [loc[w] EXCEPT !.v = v])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

(* T7: was the count sampled for this write position? If not, again.       *)
ReserveSlow_RecheckWritePosition(w) ==
    /\ At(w, "ReserveSlow_RecheckWritePosition")
    /\ IF wpos # loc[w].o \/ gate # "Open" THEN Restart(w) ELSE AfterRecheck(w, loc[w].v)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

(* T9: has the reader released the slot?                                   *)
ReserveSlow_LoadReadPosition(w) ==
    /\ At(w, "ReserveSlow_LoadReadPosition")
    /\ LET ahead == Floor(RecBegin(loc[w])) - rpos IN
       IF ahead > B \/ (ahead = B /\ Mutant # "full-test-one-late") THEN Jump(w, "Lose_Full")
       ELSE ToSlowCas(w, loc[w])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

(* T10                                                                     *)
Sampled(p, cause, label) ==
    Goto(p, label, [loc[p] EXCEPT !.s = [@ EXCEPT ![cause] = lost[cause]]])

Sample_LoadFull(p) ==
    /\ At(p, "Sample_LoadFull")
    /\ Sampled(p, "full", "Sample_LoadWrapped")
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

Sample_LoadWrapped(p) ==
    /\ At(p, "Sample_LoadWrapped")
    /\ Sampled(p, "wrapped", "Sample_LoadTooBig")
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

Sample_LoadTooBig(p) ==
    /\ At(p, "Sample_LoadTooBig")
    /\ Sampled(p, "tooBig", IF p \in Flushers THEN "Flush_Cas" ELSE "ReserveSlow_Cas")
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

ReserveSlow_Cas(w) ==                                                   \* T11
    /\ At(w, "ReserveSlow_Cas")
    /\ wpos = loc[w].o /\ gate = "Open"
    /\ wpos' = RecEnd(loc[w])
    /\ res' = res \o Reserved(w)
    /\ Decide
    /\ AfterCas(w)
    /\ UNCHANGED <<gate, rpos, counts, slots, packets, lost, clock, waits, rd, claims>>

ReserveSlow_CasFail(w) ==
    /\ At(w, "ReserveSlow_Cas")
    /\ wpos # loc[w].o \/ gate # "Open"
    /\ Restart(w)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

-----------------------------------------------------------------------------
(* LOSSES                                                                  *)

(* (An action whose whole body were Lose(...) would have that name in TLC.) *)
Lose(w, cause) ==
    /\ IF cause = "full" /\ Mutant = "full-loss-not-counted" THEN UNCHANGED lost ELSE Count(cause)
    /\ Decide /\ Finish(w)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, clock, waits, rd, res, claims>>

Lose_Wrapped(w) == At(w, "Lose_Wrapped") /\ Lose(w, "wrapped") \* T8: not delivered
Lose_Full(w)    == At(w, "Lose_Full") /\ Lose(w, "full")       \* T9: not released
Lose_Refused(w) == At(w, "Lose_Refused") /\ Lose(w, "refused") \* R1: paused, completed

-----------------------------------------------------------------------------
(* AFTER THE COMPARE-EXCHANGE                                              *)

(* R7, T12: racy on purpose. A value older than the last record's only     *)
(* makes a header longer than it need be.                                  *)
Reserve_StoreLastTime(w) ==
    /\ At(w, "Reserve_StoreLastTime")
    /\ last' = loc[w].t
    /\ IF ~StoresTimeEarly THEN AfterTime(w)
       ELSE IF IsFast(loc[w]) THEN Jump(w, "Reserve_Cas") ELSE AfterSlowTime(w, loc[w])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, now, waits, rd, ghosts>>

(* P1, P2: the oldest sub-buffer that can be read is the one after the     *)
(* slot that is written; by every record, since whoever entered the        *)
(* sub-buffer may have been stopped before it did this.                    *)
PushFrom(p) == Floor(IF p \in Flushers THEN loc[p].o ELSE RecBegin(loc[p]))

Push_LoadReadPosition(p) ==
    /\ At(p, "Push_LoadReadPosition")
    /\ LET ahead == PushFrom(p) - rpos IN
       IF ahead < B \/ (ahead = B /\ Mutant = "push-one-late") THEN AfterPush(p)
       ELSE Goto(p, "Push_Cas", [loc[p] EXCEPT !.v = rpos])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

Push_Cas(p) ==                                                          \* P3
    LET to == PushFrom(p) - B + (IF Mutant = "push-one-too-far" THEN 2 * S ELSE S) IN
    /\ At(p, "Push_Cas")
    /\ IF Mutant = "push-without-cas" THEN TRUE ELSE rpos = loc[p].v
    /\ rpos' = to
    /\ res' = Prune(to, Held, slot)
    /\ AfterPush(p)
    /\ UNCHANGED <<heads, counts, slots, packets, lost, clock, waits, rd, claims, account>>

Push_CasFail(p) ==
    /\ At(p, "Push_Cas")
    /\ rpos # loc[p].v /\ Mutant # "push-without-cas"
    /\ Goto(p, "Push_LoadReadPosition", [loc[p] EXCEPT !.v = 0])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>
=============================================================================
