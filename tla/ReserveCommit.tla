--------------------------- MODULE ReserveCommit ---------------------------
(***************************************************************************)
(* LTTng's lock-free reserve/commit ring buffer, discard mode.             *)
(*                                                                         *)
(* Every shared access is one action; an action's name is the name of the  *)
(* step in the twin, in the code and in every report. The comment beside   *)
(* it gives the step number of ../shared/ALGORITHM.md (R, T, C, D, F, G).  *)
(*                                                                         *)
(* Positions are unbounded integers that count units; a sub-buffer has S   *)
(* units, of which the packet header takes the first H. Bounds of models   *)
(* stand in MC.tla and its configurations, never here.                     *)
(*                                                                         *)
(* Two forms of commit, delivery and reading:                              *)
(*   "Lttng"  add, load, lock by compare-exchange, finalize, publish       *)
(*   "Lean"   the add returns the sum, so one committer sees it full and   *)
(*            needs no lock, and nothing is left to finalize               *)
(* The library ships "Lean"; "Lttng" stands beside it to show why it holds.*)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
    Writers, Flushers,  \* disjoint sets of process numbers
    Reader,             \* one more process number
    FlushModes,         \* subset of {"Active", "Final"}
    Sizes,              \* record sizes that writers try, in units
    N, S, H,            \* sub-buffers; units in each; units of packet header
    Form,               \* "Lean" or "Lttng"
    Abandons,           \* may a writer abandon its reservation?
    LossModulus,        \* loss counters are kept modulo this number
    Mutant              \* "none", or the one thing that is broken

ASSUME /\ Writers \cap Flushers = {} /\ Reader \notin Writers \cup Flushers
       /\ N \in Nat \ {0} /\ S \in Nat /\ H \in 1..(S - 1)
       /\ FlushModes \subseteq {"Active", "Final"}
       /\ Form \in {"Lean", "Lttng"} /\ Abandons \in BOOLEAN

Producers == Writers \cup Flushers
B == N * S
Slots == 0..(N - 1)

(* ------------------------- positions (ALGORITHM 0) --------------------- *)
Idx(p)   == (p % B) \div S      \* the slot that position p falls in
Lap(p)   == p \div B            \* how often the ring was gone round before p
Off(p)   == p % S
Floor(p) == p - Off(p)
Next_(p) == Floor(p) + S        \* start of the sub-buffer after p's

(* ------------------------------- memory -------------------------------- *)
(* A cell stands for the first unit of a record.                           *)
Stale == 0                      \* released, or never written: anything
Torn  == 1000                   \* between the begin and the end of a write
Whole(n) == n                   \* a whole record of n units
Skip(n)  == 0 - n               \* an abandoned record of n units
NoBegin == 0 - 1                \* packet header released, or never written

VARIABLES
    wpos, rpos,     \* write and read position
    cc, dc,         \* per slot: committed count, delivered count
    begin,          \* per slot: position in the packet header
    csize,          \* per slot: content size in the packet header
    dsize,          \* per slot: data size in the descriptor ("Lttng")
    mem,            \* per unit: cells
    lost,           \* loss counters by cause
    pc,             \* per process: the action it takes next
    loc,            \* per producer: locals [o, n, v, k, job]
    rd,             \* the reader's locals [cur, v, begin, size, out]
    res,            \* ghost: reservations from the read position on
    claims,         \* ghost: per slot, deliveries begun
    account         \* ghost: attempts less decided ones

vars == <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, pc, loc, rd,
          res, claims, account>>

Causes == {"full", "wrapped", "tooBig"}

(* o: write position sampled; n: record size (a flusher: its mode);        *)
(* v: delivered count sampled; k: data size loaded; job: what is committed *)
NoLocals == [o |-> 0, n |-> 0, v |-> 0, k |-> 0, job |-> "none"]
NoReading == [cur |-> 0, v |-> 0, begin |-> 0, size |-> 0, out |-> <<>>]

Init ==
    /\ wpos = 0 /\ rpos = 0
    /\ cc = [i \in Slots |-> 0] /\ dc = [i \in Slots |-> 0]
    /\ begin = [i \in Slots |-> NoBegin]
    /\ csize = [i \in Slots |-> 0] /\ dsize = [i \in Slots |-> 0]
    /\ mem = [u \in 0..(B - 1) |-> Stale]
    /\ lost = [c \in Causes |-> 0]
    /\ pc = [p \in Producers \cup {Reader} |-> "Idle"]
    /\ loc = [p \in Producers |-> NoLocals]
    /\ rd = NoReading
    /\ res = <<>>
    /\ claims = [i \in Slots |-> 0]
    /\ account = 0

(* Every action begins with this test; MC.tla refines it so that no step   *)
(* is taken while a Shift is due.                                          *)
At(p, label) == pc[p] = label

(* --------------------- what a sampled position implies ----------------- *)
EntersNew(o, n)  == Off(o) = 0 \/ Off(o) + n > S       \* T3: newStart
EndsOld(o, n)    == Off(o) # 0 /\ Off(o) + n > S       \* T3: oldEnd
RecBegin(o, n)   == IF Off(o) = 0 THEN o + H
                    ELSE IF EndsOld(o, n) THEN Next_(o) + H ELSE o     \* T4
RecEnd(o, n)     == RecBegin(o, n) + n
FillsUp(o, n)    == Off(RecEnd(o, n)) = 0              \* T10: newEnd
IsFast(o, n)     == Off(o) # 0 /\ Off(o) + n < S       \* R5
CleanCount(p)    == Lap(p) * S                         \* E3: count before lap of p
FullCount(p)     == (Lap(p) + 1) * S                   \* E2: count after lap of p

(* The piece that process p commits: [first unit, one past the last).      *)
PieceBegin(p, l) ==
    CASE l.job = "rec" -> RecBegin(l.o, l.n)
      [] l.job = "hdr" -> IF p \in Flushers THEN l.o
                          ELSE Floor(RecBegin(l.o, l.n))
      [] l.job = "pad" -> IF p \in Flushers /\ Off(l.o) = 0 THEN l.o + H
                          ELSE l.o
PieceEnd(p, l) ==
    CASE l.job = "rec" -> RecEnd(l.o, l.n)
      [] l.job = "hdr" -> PieceBegin(p, l) + H
      [] l.job = "pad" -> Next_(l.o)
PieceSlot(p) == Idx(PieceBegin(p, loc[p]))

(* ----------------------- moving from step to step ---------------------- *)
Goto(p, label, l) == /\ pc' = [pc EXCEPT ![p] = label]
                     /\ loc' = [loc EXCEPT ![p] = l]
Jump(p, label)    == Goto(p, label, loc[p])
Finish(p)         == Goto(p, "Idle", NoLocals)

Begin(p, label, job) == Goto(p, label, [loc[p] EXCEPT !.job = job, !.v = 0])

EndStore == IF Form = "Lttng" THEN "OldEnd_StoreDataSize" ELSE "OldEnd_StoreSize"
FillStore == IF Form = "Lttng" THEN "NewEnd_StoreDataSize" ELSE "NewEnd_StoreSize"

OmitsNewEnd == Mutant = "new-end-omitted"

(* T15, T16, T17, then the record: what follows in that order.             *)
ToRecord(p) ==
    IF FillsUp(loc[p].o, loc[p].n) /\ ~OmitsNewEnd
    THEN Begin(p, FillStore, "rec") ELSE Begin(p, "Write_Begin", "rec")

AfterReserve(p) ==
    IF EndsOld(loc[p].o, loc[p].n) THEN Begin(p, EndStore, "pad")
    ELSE IF EntersNew(loc[p].o, loc[p].n) THEN Begin(p, "NewStart_StoreBegin", "hdr")
    ELSE ToRecord(p)

AfterCommit(p) ==
    CASE loc[p].job = "rec" ->
            IF Mutant = "count-before-data" THEN Goto(p, "Write_End", [loc[p] EXCEPT !.k = 0])
            ELSE Finish(p)
      [] loc[p].job = "hdr" ->
            IF p \in Flushers THEN Begin(p, EndStore, "pad") ELSE ToRecord(p)
      [] loc[p].job = "pad" ->
            IF p \in Flushers THEN Finish(p) ELSE Begin(p, "NewStart_StoreBegin", "hdr")

(* ------------------------- ghost: reservations ------------------------- *)
Entry(b, e, kind, p) == [b |-> b, e |-> e, kind |-> kind, by |-> p]

Reserved(p) ==
    LET o == loc[p].o n == loc[p].n r == RecBegin(o, n) IN
    IF p \in Flushers
    THEN IF Off(o) = 0
         THEN <<Entry(o, o + H, "hdr", p), Entry(o + H, Next_(o), "pad", p)>>
         ELSE <<Entry(o, Next_(o), "pad", p)>>
    ELSE (IF EndsOld(o, n) THEN <<Entry(o, Next_(o), "pad", p)>> ELSE <<>>)
         \o (IF EntersNew(o, n) THEN <<Entry(Floor(r), r, "hdr", p)>> ELSE <<>>)
         \o <<Entry(r, r + n, "rec", p)>>

(* The reservation of p that begins at b.                                  *)
IsOf(r, p, b) == r.by = p /\ r.b = b

(* ------------------------------- losses -------------------------------- *)
Count(cause) == lost' = [lost EXCEPT ![cause] = (@ + 1) % LossModulus]

Decide == account' = account - 1

-----------------------------------------------------------------------------
(* RESERVE, fast path                                                      *)

(* R2, R5: sample the write position; is the fast path open?               *)
Reserve_LoadWritePosition(w, n) ==
    /\ At(w, "Idle")
    /\ n <= S - H
    /\ account' = account + 1
    /\ IF IsFast(wpos, n)
       THEN Goto(w, "Reserve_Cas", [NoLocals EXCEPT !.o = wpos, !.n = n])
       ELSE Goto(w, "ReserveSlow_LoadWritePosition", [NoLocals EXCEPT !.n = n])
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, rd, res, claims>>

(* T9, last line, tested first: a record that fits no sub-buffer.          *)
Lose_TooBig(w, n) ==
    /\ At(w, "Idle")
    /\ n > S - H
    /\ Count("tooBig")
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, pc, loc, rd, res, claims, account>>

(* R6: the linearisation point of a record's place.                        *)
Reserve_Cas(w) ==
    /\ At(w, "Reserve_Cas")
    /\ wpos = loc[w].o
    /\ wpos' = RecEnd(loc[w].o, loc[w].n)
    /\ res' = res \o Reserved(w)
    /\ Decide
    /\ Begin(w, "Write_Begin", "rec")
    /\ UNCHANGED <<rpos, cc, dc, begin, csize, dsize, mem, lost, rd, claims>>

Reserve_CasFail(w) ==
    /\ At(w, "Reserve_Cas")
    /\ wpos # loc[w].o
    /\ Goto(w, "ReserveSlow_LoadWritePosition", [NoLocals EXCEPT !.n = loc[w].n])
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, rd, res, claims, account>>

-----------------------------------------------------------------------------
(* RESERVE, slow path                                                      *)

(* T1, T3                                                                  *)
ReserveSlow_LoadWritePosition(w) ==
    /\ At(w, "ReserveSlow_LoadWritePosition")
    /\ Goto(w, IF EntersNew(wpos, loc[w].n) THEN "ReserveSlow_LoadDelivered"
                                            ELSE "ReserveSlow_Cas",
            [loc[w] EXCEPT !.o = wpos])
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, rd, res, claims, account>>

(* T6                                                                      *)
AfterRecheck(w, v) ==           \* T8: is the slot clean?
    IF v # CleanCount(RecBegin(loc[w].o, loc[w].n)) /\ Mutant # "no-clean-slot-test"
    THEN Goto(w, "Lose_Wrapped", [loc[w] EXCEPT !.v = v])
    ELSE IF Mutant = "no-full-test" THEN Jump(w, "ReserveSlow_Cas")
    ELSE Goto(w, "ReserveSlow_LoadReadPosition", [loc[w] EXCEPT !.v = v])

ReserveSlow_LoadDelivered(w) ==
    /\ At(w, "ReserveSlow_LoadDelivered")
    /\ LET v == dc[Idx(RecBegin(loc[w].o, loc[w].n))] IN
       IF Mutant = "no-recheck" THEN AfterRecheck(w, v)
       ELSE Goto(w, "ReserveSlow_RecheckWritePosition", [loc[w] EXCEPT !.v = v])
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, rd, res, claims, account>>

(* T7: was the count sampled for this write position? If not, again.       *)
ReserveSlow_RecheckWritePosition(w) ==
    /\ At(w, "ReserveSlow_RecheckWritePosition")
    /\ IF wpos # loc[w].o
       THEN Goto(w, "ReserveSlow_LoadWritePosition", [NoLocals EXCEPT !.n = loc[w].n])
       ELSE AfterRecheck(w, loc[w].v)
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, rd, res, claims, account>>

(* T8 said no: the slot's earlier lap is not delivered.                    *)
Lose_Wrapped(w) ==
    /\ At(w, "Lose_Wrapped")
    /\ Count("wrapped") /\ Decide /\ Finish(w)
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, rd, res, claims>>

(* T9: has the reader released the slot?                                   *)
ReserveSlow_LoadReadPosition(w) ==
    /\ At(w, "ReserveSlow_LoadReadPosition")
    /\ IF Floor(RecBegin(loc[w].o, loc[w].n)) - rpos >= B
       THEN Jump(w, "Lose_Full")
       ELSE Goto(w, "ReserveSlow_Cas", [loc[w] EXCEPT !.v = 0])
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, rd, res, claims, account>>

Lose_Full(w) ==
    /\ At(w, "Lose_Full")
    /\ Count("full") /\ Decide /\ Finish(w)
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, rd, res, claims>>

(* T11                                                                     *)
ReserveSlow_Cas(w) ==
    /\ At(w, "ReserveSlow_Cas")
    /\ wpos = loc[w].o
    /\ wpos' = RecEnd(loc[w].o, loc[w].n)
    /\ res' = res \o Reserved(w)
    /\ Decide
    /\ AfterReserve(w)
    /\ UNCHANGED <<rpos, cc, dc, begin, csize, dsize, mem, lost, rd, claims>>

ReserveSlow_CasFail(w) ==
    /\ At(w, "ReserveSlow_Cas")
    /\ wpos # loc[w].o
    /\ Goto(w, "ReserveSlow_LoadWritePosition", [NoLocals EXCEPT !.n = loc[w].n])
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, rd, res, claims, account>>

-----------------------------------------------------------------------------
(* SUB-BUFFER SWITCH (ALGORITHM 2.3): each ends in a commit of its own     *)

(* OLD_END: where the data of the left sub-buffer ends.                    *)
DataEnd(p) == Off(PieceBegin(p, loc[p]))

AfterOldEnd(p) ==
    IF Mutant = "padding-not-committed"
    THEN IF p \in Flushers THEN Finish(p) ELSE Begin(p, "NewStart_StoreBegin", "hdr")
    ELSE Jump(p, "Commit_AddCount")

OldEnd_StoreSize(p) ==
    /\ At(p, "OldEnd_StoreSize")
    /\ csize' = [csize EXCEPT ![PieceSlot(p)] = DataEnd(p)]
    /\ AfterOldEnd(p)
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, dsize, mem, lost, rd, res, claims, account>>

OldEnd_StoreDataSize(p) ==
    /\ At(p, "OldEnd_StoreDataSize")
    /\ dsize' = [dsize EXCEPT ![PieceSlot(p)] = DataEnd(p)]
    /\ AfterOldEnd(p)
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, mem, lost, rd, res, claims, account>>

(* NEW_START and OLD_START: the packet header.                             *)
StoreBegin(p) ==
    /\ begin' = [begin EXCEPT ![PieceSlot(p)] = PieceBegin(p, loc[p])]
    /\ Jump(p, "Commit_AddCount")
    /\ UNCHANGED <<wpos, rpos, cc, dc, csize, dsize, mem, lost, rd, res, claims, account>>

NewStart_StoreBegin(w) == At(w, "NewStart_StoreBegin") /\ StoreBegin(w)
OldStart_StoreBegin(f) == At(f, "OldStart_StoreBegin") /\ StoreBegin(f)

(* NEW_END: the record fills its sub-buffer to the last unit.              *)
NewEnd_StoreSize(w) ==
    /\ At(w, "NewEnd_StoreSize")
    /\ csize' = [csize EXCEPT ![PieceSlot(w)] = S]
    /\ Jump(w, "Write_Begin")
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, dsize, mem, lost, rd, res, claims, account>>

NewEnd_StoreDataSize(w) ==
    /\ At(w, "NewEnd_StoreDataSize")
    /\ dsize' = [dsize EXCEPT ![PieceSlot(w)] = S]
    /\ Jump(w, "Write_Begin")
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, mem, lost, rd, res, claims, account>>

-----------------------------------------------------------------------------
(* WRITE: between begin and end the record's bytes are torn                *)

Cell(w) == PieceBegin(w, loc[w]) % B

Write_Begin(w) ==
    /\ At(w, "Write_Begin")
    /\ mem' = [mem EXCEPT ![Cell(w)] = Torn]
    /\ Jump(w, IF Mutant = "count-before-data" THEN "Commit_AddCount" ELSE "Write_End")
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, lost, rd, res, claims, account>>

AfterWrite(w) == IF Mutant = "count-before-data" THEN Finish(w) ELSE Jump(w, "Commit_AddCount")

Write_End(w) ==
    /\ At(w, "Write_End")
    /\ mem' = [mem EXCEPT ![Cell(w)] = Whole(loc[w].n)]
    /\ AfterWrite(w)
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, lost, rd, res, claims, account>>

(* The reservation is given up: its bytes become a record to be skipped.   *)
Write_Abandon(w) ==
    /\ At(w, "Write_End")
    /\ Abandons
    /\ mem' = [mem EXCEPT ![Cell(w)] = Skip(loc[w].n)]
    /\ res' = [j \in 1..Len(res) |-> IF IsOf(res[j], w, PieceBegin(w, loc[w]))
                                     THEN [res[j] EXCEPT !.kind = "skip"] ELSE res[j]]
    /\ AfterWrite(w)
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, lost, rd, claims, account>>

-----------------------------------------------------------------------------
(* COMMIT AND DELIVER                                                      *)

Commit_AddCount(p) ==                                           \* C2
    LET l == loc[p]
        i == PieceSlot(p)
        b == PieceBegin(p, l)
        sum == cc[i] + PieceEnd(p, l) - b
        isFull == sum = FullCount(b)
    IN
    /\ At(p, "Commit_AddCount")
    /\ cc' = [cc EXCEPT ![i] = sum]
    /\ res' = [j \in 1..Len(res) |-> IF IsOf(res[j], p, b)
                                     THEN [res[j] EXCEPT !.by = 0] ELSE res[j]]
    /\ IF Form = "Lttng" THEN Jump(p, "Commit_LoadCount") /\ UNCHANGED claims
       ELSE IF isFull
       THEN Jump(p, "Deliver_Publish") /\ claims' = [claims EXCEPT ![i] = @ + 1]
       ELSE AfterCommit(p) /\ UNCHANGED claims
    /\ UNCHANGED <<wpos, rpos, dc, begin, csize, dsize, mem, lost, rd, account>>

Commit_LoadCount(p) ==                                          \* C3, C4
    LET b == PieceBegin(p, loc[p]) IN
    /\ At(p, "Commit_LoadCount")
    /\ IF cc[Idx(b)] = FullCount(b) THEN Jump(p, "Deliver_Lock") ELSE AfterCommit(p)
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, rd, res, claims, account>>

Deliver_Lock(p) ==                                              \* D1
    LET b == PieceBegin(p, loc[p]) i == Idx(b) IN
    /\ At(p, "Deliver_Lock")
    /\ dc[i] = CleanCount(b) \/ Mutant = "deliver-without-lock"
    /\ dc' = [dc EXCEPT ![i] = IF Mutant = "one-phase-delivery" THEN FullCount(b)
                               ELSE CleanCount(b) + 1]
    /\ claims' = [claims EXCEPT ![i] = @ + 1]
    /\ Jump(p, "Deliver_LoadDataSize")
    /\ UNCHANGED <<wpos, rpos, cc, begin, csize, dsize, mem, lost, rd, res, account>>

Deliver_LockFail(p) ==
    LET b == PieceBegin(p, loc[p]) IN
    /\ At(p, "Deliver_Lock")
    /\ dc[Idx(b)] # CleanCount(b) /\ Mutant # "deliver-without-lock"
    /\ AfterCommit(p)
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, rd, res, claims, account>>

Deliver_LoadDataSize(p) ==                                      \* D3
    /\ At(p, "Deliver_LoadDataSize")
    /\ Goto(p, "Deliver_StoreSize", [loc[p] EXCEPT !.k = dsize[PieceSlot(p)]])
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, rd, res, claims, account>>

Deliver_StoreSize(p) ==                                         \* D3
    /\ At(p, "Deliver_StoreSize")
    /\ csize' = [csize EXCEPT ![PieceSlot(p)] = loc[p].k]
    /\ Goto(p, "Deliver_Publish", [loc[p] EXCEPT !.k = 0])
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, dsize, mem, lost, rd, res, claims, account>>

Deliver_Publish(p) ==                                           \* D6
    LET b == PieceBegin(p, loc[p]) IN
    /\ At(p, "Deliver_Publish")
    /\ dc' = [dc EXCEPT ![Idx(b)] = FullCount(b)]
    /\ AfterCommit(p)
    /\ UNCHANGED <<wpos, rpos, cc, begin, csize, dsize, mem, lost, rd, res, claims, account>>

-----------------------------------------------------------------------------
(* FLUSH: "Active" ends a sub-buffer that holds something; "Final" also    *)
(* sends an empty packet from one that was not entered.                    *)

ActiveMode == 0
FinalMode  == 0 - 1
ModeOf(m)  == IF m = "Final" THEN FinalMode ELSE ActiveMode

Flush_LoadWritePosition(f, m) ==                                \* F1, F2
    /\ At(f, "Idle") \/ (At(f, "Flush_LoadWritePosition") /\ loc[f].n = ModeOf(m))
    /\ LET l == [NoLocals EXCEPT !.o = wpos, !.n = ModeOf(m)] IN
       IF Off(wpos) # 0 THEN Goto(f, "Flush_Cas", l)
       ELSE IF m = "Active" THEN Finish(f)
       ELSE Goto(f, IF Mutant = "flush-without-clean-test" THEN "Flush_Cas"
                    ELSE "Flush_LoadDelivered", l)
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, rd, res, claims, account>>

Flush_LoadDelivered(f) ==                                       \* F2: E3
    /\ At(f, "Flush_LoadDelivered")
    /\ IF dc[Idx(loc[f].o)] # CleanCount(loc[f].o) THEN Finish(f)
       ELSE Jump(f, "Flush_LoadReadPosition")
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, rd, res, claims, account>>

Flush_LoadReadPosition(f) ==                                    \* F2: E1
    /\ At(f, "Flush_LoadReadPosition")
    /\ IF loc[f].o - rpos >= B THEN Finish(f) ELSE Jump(f, "Flush_Cas")
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, rd, res, claims, account>>

Flush_Cas(f) ==                                                 \* F4, F8, F9
    /\ At(f, "Flush_Cas")
    /\ wpos = loc[f].o
    /\ wpos' = Next_(loc[f].o)
    /\ res' = res \o Reserved(f)
    /\ IF Off(loc[f].o) = 0
       THEN Goto(f, "OldStart_StoreBegin", [loc[f] EXCEPT !.n = 0, !.job = "hdr"])
       ELSE Goto(f, EndStore, [loc[f] EXCEPT !.n = 0, !.job = "pad"])
    /\ UNCHANGED <<rpos, cc, dc, begin, csize, dsize, mem, lost, rd, claims, account>>

Flush_CasFail(f) ==
    /\ At(f, "Flush_Cas")
    /\ wpos # loc[f].o
    /\ Goto(f, "Flush_LoadWritePosition", [NoLocals EXCEPT !.n = loc[f].n])
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, rd, res, claims, account>>

-----------------------------------------------------------------------------
(* READER                                                                  *)

Turn(label, r) == /\ pc' = [pc EXCEPT ![Reader] = label]
                  /\ rd' = r

MoveStart == IF Form = "Lttng" /\ Mutant # "reader-moves-unconditionally"
             THEN "Move_LoadReadPosition" ELSE "Move_StoreReadPosition"

NoData(r) == IF Mutant = "reader-moves-unconditionally"
             THEN Turn("Move_StoreReadPosition", r) ELSE Turn("Idle", NoReading)

TestDelivered(r) ==                                             \* G7
    IF r.v # FullCount(r.cur) /\ Mutant # "reader-without-delivered-test"
    THEN NoData([r EXCEPT !.v = 0])
    ELSE Turn("Get_LoadBegin", [r EXCEPT !.v = 0])

Get_LoadReadPosition ==                                         \* G2
    /\ At(Reader, "Idle")
    /\ Turn("Get_LoadDelivered", [NoReading EXCEPT !.cur = rpos])
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, loc, res, claims, account>>

Get_LoadDelivered ==                                            \* G3
    /\ At(Reader, "Get_LoadDelivered")
    /\ LET r == [rd EXCEPT !.v = dc[Idx(rd.cur)]] IN
       IF Form = "Lttng" THEN Turn("Get_LoadWritePosition", r) ELSE TestDelivered(r)
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, loc, res, claims, account>>

Get_LoadWritePosition ==                                        \* G5, G8
    /\ At(Reader, "Get_LoadWritePosition")
    /\ IF Floor(wpos) = rd.cur THEN NoData([rd EXCEPT !.v = 0]) ELSE TestDelivered(rd)
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, loc, res, claims, account>>

Get_LoadBegin ==                                                \* G10
    /\ At(Reader, "Get_LoadBegin")
    /\ Turn("Get_LoadSize", [rd EXCEPT !.begin = begin[Idx(rd.cur)]])
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, loc, res, claims, account>>

Get_LoadSize ==                                                 \* G10
    /\ At(Reader, "Get_LoadSize")
    /\ Turn("Read_Records", [rd EXCEPT !.size = csize[Idx(rd.cur)]])
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, loc, res, claims, account>>

(* What the reader makes of the bytes it holds: the lengths of the whole   *)
(* records up to the content size, in order. Anything that is not a whole  *)
(* or skipped record shows as garbage.                                     *)
Garbage == 999
RECURSIVE Parse(_, _, _)
Parse(i, u, end) ==
    IF u >= end THEN <<>>
    ELSE LET cell == mem[i * S + u] IN
         IF cell \in {Stale, Torn} THEN <<Garbage>>
         ELSE IF cell < 0 THEN Parse(i, u - cell, end)
         ELSE <<cell>> \o Parse(i, u + cell, end)

Read_Records ==
    /\ At(Reader, "Read_Records")
    /\ Turn(MoveStart, [rd EXCEPT !.out = Parse(Idx(rd.cur), H, rd.size)])
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, loc, res, claims, account>>

(* The slot is given back: what stands in it is anything from now on.      *)
Release ==
    LET i == Idx(rd.cur) to == rd.cur + S IN
    /\ rpos' = to
    /\ begin' = [begin EXCEPT ![i] = NoBegin]
    /\ csize' = [csize EXCEPT ![i] = 0]
    /\ dsize' = [dsize EXCEPT ![i] = 0]
    /\ mem' = [u \in 0..(B - 1) |-> IF u \div S = i THEN Stale ELSE mem[u]]
    /\ res' = SelectSeq(res, LAMBDA r : r.by # 0 \/ r.e > to)
    /\ Turn("Idle", NoReading)
    /\ UNCHANGED <<wpos, cc, dc, lost, loc, claims, account>>

Move_LoadReadPosition ==                                        \* MOVE ("Lttng")
    /\ At(Reader, "Move_LoadReadPosition")
    /\ Turn(IF rpos < rd.cur + S THEN "Move_Cas" ELSE "Idle",
            IF rpos < rd.cur + S THEN rd ELSE NoReading)
    /\ UNCHANGED <<wpos, rpos, cc, dc, begin, csize, dsize, mem, lost, loc, res, claims, account>>

(* No other process writes rpos in discard mode, so this never fails.      *)
Move_Cas == At(Reader, "Move_Cas") /\ rpos = rd.cur /\ Release

Move_StoreReadPosition == At(Reader, "Move_StoreReadPosition") /\ Release    \* MOVE ("Lean")

-----------------------------------------------------------------------------
WriterStep(w) ==
    \/ \E n \in Sizes : Reserve_LoadWritePosition(w, n) \/ Lose_TooBig(w, n)
    \/ Reserve_Cas(w) \/ Reserve_CasFail(w)
    \/ ReserveSlow_LoadWritePosition(w) \/ ReserveSlow_LoadDelivered(w)
    \/ ReserveSlow_RecheckWritePosition(w) \/ Lose_Wrapped(w)
    \/ ReserveSlow_LoadReadPosition(w) \/ Lose_Full(w)
    \/ ReserveSlow_Cas(w) \/ ReserveSlow_CasFail(w)
    \/ NewStart_StoreBegin(w) \/ NewEnd_StoreSize(w) \/ NewEnd_StoreDataSize(w)
    \/ Write_Begin(w) \/ Write_End(w) \/ Write_Abandon(w)

FlusherStep(f) ==
    \/ \E m \in FlushModes : Flush_LoadWritePosition(f, m)
    \/ Flush_LoadDelivered(f) \/ Flush_LoadReadPosition(f)
    \/ Flush_Cas(f) \/ Flush_CasFail(f) \/ OldStart_StoreBegin(f)

ProducerStep(p) ==
    \/ OldEnd_StoreSize(p) \/ OldEnd_StoreDataSize(p)
    \/ Commit_AddCount(p) \/ Commit_LoadCount(p)
    \/ Deliver_Lock(p) \/ Deliver_LockFail(p)
    \/ Deliver_LoadDataSize(p) \/ Deliver_StoreSize(p) \/ Deliver_Publish(p)

ReaderStep ==
    \/ Get_LoadReadPosition \/ Get_LoadDelivered \/ Get_LoadWritePosition
    \/ Get_LoadBegin \/ Get_LoadSize \/ Read_Records
    \/ Move_LoadReadPosition \/ Move_Cas \/ Move_StoreReadPosition

Next ==
    \/ \E w \in Writers : WriterStep(w)
    \/ \E f \in Flushers : FlusherStep(f)
    \/ \E p \in Producers : ProducerStep(p)
    \/ ReaderStep

Spec == Init /\ [][Next]_vars

=============================================================================
