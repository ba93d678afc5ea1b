------------------------------- MODULE Channel -------------------------------
(***************************************************************************)
(* Buffers of processors, and the merge of their records by time           *)
(* (src/Verified.RingBuffers/Channels/Merge*.cs, rules 1 and 2).           *)
(*                                                                         *)
(* Of a buffer only this is here: a write position, moved by compare-      *)
(* exchange; sub-buffers of S units, a record being whole in one; that the *)
(* clock is read between the look at the position and the exchange; and    *)
(* that a sub-buffer is there for the reader when it was left and all in   *)
(* it is committed. That the algorithm is so is ReserveCommit.tla's to     *)
(* show (S7, S18, S19). No buffer is ever full here: what is lost is no    *)
(* concern of the merge.                                                   *)
(*                                                                         *)
(* A writer reads the processor's number, which says nothing of where it   *)
(* runs one step later: any writer writes to any buffer at any time.       *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
    Writers,    \* a set of numbers
    Buffers,    \* a set of numbers
    Records,    \* so many records writer 1 writes; each other writes one
    Sizes,      \* units of a record, at most S
    S,          \* units of a sub-buffer
    LastTick,   \* the clock goes from 0 to here
    Mutant      \* "none", or what is wrong

ASSUME /\ Mutant \in {"none", "plain-look", "time-after-look", "any-begin", "wait-for-idle", "head-only"}
       /\ \A n \in Sizes : n \in 1 .. S

VARIABLES
    now,        \* the clock
    wpos,       \* of each buffer: the write position
    recs,       \* of each buffer: the records in the order of their reservation
    ends,       \* of each buffer: the end time of each sub-buffer that was left
    pc, loc,    \* of each writer: the next step; processor, position, time, and what is left to write
    rpos,       \* of each buffer: the begin of the sub-buffer that the reader is in, or will be
    given,      \* of each buffer: records given
    holds,      \* of each buffer: does the reader hold the sub-buffer at rpos?
    settled,    \* of each buffer: records to come are no earlier; -1: nothing is known
    pending,    \* of each buffer: position and time; when all before is read, it is settled; -1: none
    rd,         \* the reader: step, buffer, time, positions it looked at, is it the second time?
    out         \* the times of what was given

shared == <<now, wpos, recs, ends>>
writers == <<pc, loc>>
merge == <<rpos, given, holds, settled, pending, out>>
vars == <<shared, writers, merge, rd>>

None == 0 - 1
Floor(x) == x - (x % S)
Next(x) == Floor(x) + S
Max(a, b) == IF a > b THEN a ELSE b
Least(set) == CHOOSE x \in set : \A y \in set : x <= y

(* Where a record goes when the write position is o: it ends the sub-buffer of o if it does not fit, or fills it. *)
Begin(o, size) == IF (o % S) + size > S THEN Next(o) ELSE o
LeftBy(o, to) == (to \div S) - (o \div S)     \* sub-buffers left when the position goes from o to to

-----------------------------------------------------------------------------
Init ==
    /\ now = 0
    /\ wpos = [b \in Buffers |-> 0]
    /\ recs = [b \in Buffers |-> <<>>]
    /\ ends = [b \in Buffers |-> <<>>]
    /\ pc = [w \in Writers |-> "Write_ReadProcessor"]
    /\ loc = [w \in Writers |-> [b |-> None, o |-> None, t |-> None, left |-> IF w = 1 THEN Records ELSE 1]]
    /\ rpos = [b \in Buffers |-> 0]
    /\ given = [b \in Buffers |-> 0]
    /\ holds = [b \in Buffers |-> FALSE]
    /\ settled = [b \in Buffers |-> None]
    /\ pending = [b \in Buffers |-> [pos |-> None, time |-> None]]
    /\ rd = [pc |-> "Merge_Look", todo |-> {}, b |-> None, q |-> None, looked |-> [b \in Buffers |-> None],
             o |-> None, t |-> None, moved |-> None, empty |-> FALSE]
    /\ out = <<>>

Tick == now < LastTick /\ now' = now + 1 /\ UNCHANGED <<wpos, recs, ends, writers, merge, rd>>

-----------------------------------------------------------------------------
(* Writers.                                                                *)
WriterGoes(w, from, to) == pc[w] = from /\ pc' = [pc EXCEPT ![w] = to] /\ UNCHANGED <<merge, rd>>

Write_ReadProcessor(w) ==
    /\ loc[w].left > 0
    /\ WriterGoes(w, "Write_ReadProcessor", "Write_LoadPosition")
    /\ \E b \in Buffers : loc' = [loc EXCEPT ![w].b = b]
    /\ UNCHANGED shared

Write_LoadPosition(w) ==
    /\ WriterGoes(w, "Write_LoadPosition", "Write_ReadClock")
    /\ loc' = [loc EXCEPT ![w].o = wpos[loc[w].b]]
    /\ UNCHANGED shared

Write_ReadClock(w) ==
    /\ WriterGoes(w, "Write_ReadClock", "Write_Cas")
    /\ loc' = [loc EXCEPT ![w].t = now]
    /\ UNCHANGED shared

Write_Cas(w) ==
    LET b == loc[w].b
        o == loc[w].o
    IN
    /\ WriterGoes(w, "Write_Cas", "Write_Commit")
    /\ wpos[b] = o
    /\ \E size \in Sizes :
         LET begin == Begin(o, size)
             to == begin + size
         IN
         /\ wpos' = [wpos EXCEPT ![b] = to]
         /\ recs' = [recs EXCEPT ![b] = Append(@, [begin |-> begin, time |-> loc[w].t, by |-> w, open |-> TRUE])]
         /\ ends' = [ends EXCEPT ![b] = @ \o [k \in 1 .. LeftBy(o, to) |-> loc[w].t]]
    /\ UNCHANGED <<now, loc>>

Write_CasFail(w) ==
    /\ WriterGoes(w, "Write_Cas", "Write_LoadPosition")
    /\ wpos[loc[w].b] # loc[w].o
    /\ loc' = [loc EXCEPT ![w].o = None, ![w].t = None]
    /\ UNCHANGED shared

Write_Commit(w) ==
    LET b == loc[w].b IN
    /\ WriterGoes(w, "Write_Commit", "Write_ReadProcessor")
    /\ recs' = [recs EXCEPT ![b] = [i \in DOMAIN @ |-> IF @[i].by = w THEN [@[i] EXCEPT !.open = FALSE] ELSE @[i]]]
    /\ loc' = [loc EXCEPT ![w] = [b |-> None, o |-> None, t |-> None, left |-> @.left - 1]]
    /\ UNCHANGED <<now, wpos, ends>>

WriterStep(w) ==
    \/ Write_ReadProcessor(w) \/ Write_LoadPosition(w) \/ Write_ReadClock(w)
    \/ Write_Cas(w) \/ Write_CasFail(w) \/ Write_Commit(w)

-----------------------------------------------------------------------------
(* The reader takes sub-buffers and gives records.                         *)
RecordsAt(b) == {i \in DOMAIN recs[b] : Floor(recs[b][i].begin) = rpos[b]}
IsDelivered(b) == wpos[b] >= rpos[b] + S /\ \A i \in RecordsAt(b) : ~recs[b][i].open
HasHead(b) == holds[b]
HeadTime(b) == recs[b][given[b] + 1].time
Heads == {b \in Buffers : HasHead(b)}
Waiting == Buffers \ Heads
EndTime(b) == ends[b][(rpos[b] \div S) + 1]
First == Least({HeadTime(b) : b \in Heads})
MayGive == Heads # {} /\ (Mutant = "head-only" \/ \A b \in Waiting : settled[b] >= First)

(* The sub-buffer at rpos is read: what follows is no earlier than its end (rule 1); and rule 2's position may be come to. *)
SettledAfter(b, time, to) == Max(Max(settled[b], time), IF pending[b].pos # None /\ to >= pending[b].pos THEN pending[b].time ELSE None)
PendingAfter(b, to) == IF pending[b].pos # None /\ to >= pending[b].pos THEN [pos |-> None, time |-> None] ELSE pending[b]

Release(b) ==
    /\ rpos' = [rpos EXCEPT ![b] = @ + S]
    /\ settled' = [settled EXCEPT ![b] = SettledAfter(b, EndTime(b), rpos[b] + S)]
    /\ pending' = [pending EXCEPT ![b] = PendingAfter(b, rpos[b] + S)]

Merge_Give ==
    /\ rd.pc = "Merge_Look" /\ MayGive /\ ~rd.empty
    /\ \E b \in Heads :
         /\ HeadTime(b) = First
         /\ out' = Append(out, First)
         /\ given' = [given EXCEPT ![b] = @ + 1]
         /\ IF given[b] + 2 \in DOMAIN recs[b] /\ given[b] + 2 \in RecordsAt(b)
            THEN UNCHANGED <<rpos, holds, settled, pending>>
            ELSE Release(b) /\ holds' = [holds EXCEPT ![b] = FALSE]
    /\ UNCHANGED <<shared, writers, rd>>

MayTake(b) == b \in Waiting /\ IsDelivered(b)

Merge_Take(b) ==
    /\ rd.pc = "Merge_Look" /\ (~MayGive \/ rd.empty) /\ MayTake(b)
    /\ IF RecordsAt(b) = {} THEN Release(b) /\ UNCHANGED holds ELSE holds' = [holds EXCEPT ![b] = TRUE] /\ UNCHANGED <<rpos, settled, pending>>
    /\ UNCHANGED <<shared, writers, rd, given, out>>

-----------------------------------------------------------------------------
(* The reader settles those that have nothing to read: rule 2.             *)
Quiet == [rd EXCEPT !.pc = "Merge_Look", !.todo = {}, !.b = None, !.q = None, !.o = None, !.t = None, !.moved = None,
                    !.looked = [b \in Buffers |-> None], !.empty = FALSE]

ReaderGoes(from) == rd.pc = from /\ UNCHANGED <<shared, writers, rpos, given, holds, out>>

(* The time, before any look. First what was begun is flushed; if then a record is still held back, empty sub-buffers are sent: with the *)
(* time and the looks of before. Between the two the reader takes what there is.                                                          *)
Settle_ReadClock ==
    LET todo == {b \in Waiting : pending[b].pos = None} IN
    /\ rd.pc = "Merge_Look" /\ ~MayGive /\ \A b \in Buffers : ~MayTake(b)
    /\ ~rd.empty /\ todo # {}
    /\ rd' = [rd EXCEPT !.pc = "Settle_LookPosition", !.todo = todo, !.q = now]
    /\ UNCHANGED <<shared, writers, merge>>

Settle_Again ==
    LET todo == {b \in Waiting : rd.looked[b] # None /\ pending[b].pos = None /\ settled[b] < First} IN
    /\ rd.pc = "Merge_Look" /\ \A b \in Buffers : ~MayTake(b)
    /\ rd.empty
    /\ rd' = IF Heads = {} \/ MayGive \/ Mutant = "wait-for-idle" \/ todo = {} THEN Quiet
             ELSE [rd EXCEPT !.pc = "Settle_FlushLoad", !.todo = todo, !.b = Least(todo)]
    /\ UNCHANGED <<shared, writers, merge>>

Settle_LookPosition ==
    /\ ReaderGoes("Settle_LookPosition")
    /\ \E b \in rd.todo : b = Least(rd.todo) /\ rd' = [rd EXCEPT !.pc = "Settle_FlushLoad", !.b = b, !.looked[b] = wpos[b]]
    /\ UNCHANGED <<settled, pending>>

(* A flush: look, clock, exchange; an empty sub-buffer only where the position still is as at the look. *)
HasWork(o) == o % S # 0 \/ (rd.empty /\ o = rd.looked[rd.b])

Settle_FlushLoad ==
    LET o == wpos[rd.b] IN
    /\ ReaderGoes("Settle_FlushLoad")
    /\ rd' = IF HasWork(o) THEN [rd EXCEPT !.pc = "Settle_FlushReadClock", !.o = o] ELSE [rd EXCEPT !.pc = "Settle_LookMoved"]
    /\ UNCHANGED <<settled, pending>>

Settle_FlushReadClock ==
    /\ ReaderGoes("Settle_FlushReadClock")
    /\ rd' = [rd EXCEPT !.pc = "Settle_FlushCas", !.t = now]
    /\ UNCHANGED <<settled, pending>>

Settle_FlushCas ==
    LET b == rd.b IN
    /\ rd.pc = "Settle_FlushCas" /\ wpos[b] = rd.o
    /\ wpos' = [wpos EXCEPT ![b] = Next(rd.o)]
    /\ ends' = [ends EXCEPT ![b] = Append(@, rd.t)]
    /\ rd' = [rd EXCEPT !.pc = IF rd.moved = None THEN "Settle_LookMoved" ELSE "Settle_LookBegin", !.o = None, !.t = None]
    /\ UNCHANGED <<now, recs, writers, merge>>

Settle_FlushCasFail ==
    /\ ReaderGoes("Settle_FlushCas") /\ wpos[rd.b] # rd.o
    /\ rd' = [rd EXCEPT !.pc = "Settle_FlushLoad", !.o = None, !.t = None]
    /\ UNCHANGED <<settled, pending>>

NextBuffer(r) ==
    LET todo == r.todo \ {r.b} IN
    IF todo # {}
    THEN [r EXCEPT !.pc = IF r.empty THEN "Settle_FlushLoad" ELSE "Settle_LookPosition", !.todo = todo,
                   !.b = IF r.empty THEN Least(todo) ELSE None, !.moved = None]
    ELSE IF r.empty THEN Quiet
    ELSE [r EXCEPT !.pc = "Merge_Look", !.todo = {}, !.b = None, !.moved = None, !.empty = TRUE]

(* Has the position changed since the look? Who changed it does not matter. *)
Settle_LookMoved ==
    LET b == rd.b
        w == wpos[b]
        isMoved == w # rd.looked[b]
        plain == Mutant = "plain-look" /\ rpos[b] = w
    IN
    /\ ReaderGoes("Settle_LookMoved")
    /\ CASE plain -> settled' = [settled EXCEPT ![b] = Max(@, rd.q)] /\ rd' = NextBuffer(rd)
         [] ~plain /\ ~isMoved -> UNCHANGED settled /\ rd' = NextBuffer(rd)
         [] ~plain /\ isMoved -> /\ UNCHANGED settled
                                 /\ rd' = [rd EXCEPT !.moved = w,
                                           !.pc = IF w % S = 0 \/ Mutant = "any-begin" THEN "Settle_LookBegin" ELSE "Settle_FlushLoad"]
    /\ UNCHANGED pending

(* A sub-buffer that begins behind the one reservation that may be earlier than the time. *)
Settle_LookBegin ==
    LET b == rd.b
        pos == Floor(wpos[b])
        q == IF Mutant = "time-after-look" THEN now ELSE rd.q
    IN
    /\ ReaderGoes("Settle_LookBegin")
    /\ IF rpos[b] >= pos
       THEN settled' = [settled EXCEPT ![b] = Max(@, q)] /\ UNCHANGED pending
       ELSE pending' = [pending EXCEPT ![b] = [pos |-> pos, time |-> q]] /\ UNCHANGED settled
    /\ rd' = NextBuffer(rd)

ReaderStep ==
    \/ Merge_Give \/ (\E b \in Buffers : Merge_Take(b))
    \/ Settle_ReadClock \/ Settle_Again \/ Settle_LookPosition
    \/ Settle_FlushLoad \/ Settle_FlushReadClock \/ Settle_FlushCas \/ Settle_FlushCasFail
    \/ Settle_LookMoved \/ Settle_LookBegin

-----------------------------------------------------------------------------
NextStep == Tick \/ ReaderStep \/ \E w \in Writers : WriterStep(w)

Spec == Init /\ [][NextStep]_vars

(* Writers may stop for ever; the reader goes on.                          *)
FairSpec == Spec /\ WF_vars(ReaderStep)

-----------------------------------------------------------------------------
(* What was given is in the order of time.                                 *)
M1_OutputIsInOrder == \A i \in 1 .. Len(out) - 1 : out[i] <= out[i + 1]

(* A buffer is settled at a time only if what is still to be taken from it, or to be reserved in it, is no earlier. *)
M2_SettledIsTrue ==
    \A b \in Waiting :
        /\ \A i \in DOMAIN recs[b] : i > given[b] => recs[b][i].time >= settled[b]
        /\ \A w \in Writers : pc[w] = "Write_Cas" /\ loc[w].b = b /\ loc[w].o = wpos[b] => loc[w].t >= settled[b]

(* Records of a buffer are given in their order, each once.                *)
M3_GivenOnce ==
    /\ Len(out) = LET RECURSIVE Sum(_)
                      Sum(set) == IF set = {} THEN 0 ELSE LET b == Least(set) IN given[b] + Sum(set \ {b})
                  IN Sum(Buffers)
    /\ \A b \in Buffers : given[b] <= Len(recs[b]) /\ \A i \in 1 .. given[b] : ~recs[b][i].open

(* Whatever is committed is given, unless a writer stands inside a reservation for ever: no idle buffer holds the merge back. *)
IsOpen == \E b \in Buffers, i \in UNION {DOMAIN recs[x] : x \in Buffers} : i \in DOMAIN recs[b] /\ recs[b][i].open
AllGiven == \A b \in Buffers : given[b] = Len(recs[b])
M4_NothingIsHeldBack == <>[]IsOpen \/ []<>AllGiven
=============================================================================
