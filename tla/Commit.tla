------------------------------- MODULE Commit -------------------------------
(***************************************************************************)
(* What a producer does with what it reserved: claim the sub-buffer, store *)
(* headers and records, commit, deliver, wake the reader.                  *)
(* ALGORITHM 2.3, 2.5 to 2.8; the number beside a step is the one there.   *)
(***************************************************************************)
EXTENDS Reserve

ActiveMode   == 0
FinalMode    == 0 - 1
PauseMode    == 0 - 2
ResumeMode   == 0 - 3
CompleteMode == 0 - 4

AfterCommit(p) ==
    CASE loc[p].job = "rec" ->
            IF Mutant = "count-before-data"
            THEN Goto(p, "Write_End", [loc[p] EXCEPT !.k = NoEnd, !.w = NoWord, !.v = 0])
            ELSE Finish(p)
      [] loc[p].job = "hdr" ->
            IF p \in Flushers THEN Begin(p, EndStore, "pad")
            ELSE WriteRecord(p, [loc[p] EXCEPT !.k = NoEnd])
      [] loc[p].job = "pad" ->
            IF p \in Flushers
            THEN IF loc[p].n = CompleteMode
                 THEN Goto(p, "Complete_StoreFinal", [NoLocals EXCEPT !.n = CompleteMode])
                 ELSE Finish(p)
            ELSE Goto(p, IF Overwrites THEN "ClearNoref_LoadSlot" ELSE "NewStart_StoreBegin",
                      [loc[p] EXCEPT !.job = "hdr", !.v = 0, !.k = NoEnd, !.x = 0, !.w = NoWord])

-----------------------------------------------------------------------------
(* CLEAR NOREF (overwrite mode): from here on the reader can not take the  *)
(* sub-buffer that serves the slot, and the slot is resolved to it.        *)

AfterClear(p, l) ==
    CASE l.job = "rec" -> WriteRecord(p, l)
      [] l.job = "hdr" -> Goto(p, IF p \in Flushers THEN "OldStart_StoreBegin"
                                  ELSE "NewStart_StoreBegin", [l EXCEPT !.w = NoWord])
      [] l.job = "pad" -> Goto(p, EndStore, [l EXCEPT !.w = NoWord])

OmitsClear(p) == \/ Mutant = "no-clear-noref" /\ loc[p].job # "pad"
                 \/ Mutant = "no-clear-noref-of-old" /\ loc[p].job = "pad"
                 \/ Mutant = "no-clear-noref-of-record" /\ loc[p].job = "rec"

ClearNoref_LoadSlot(p) ==                                               \* N1
    LET word == slot[PieceSlot(p)] IN
    /\ At(p, "ClearNoref_LoadSlot")
    /\ IF ~word.noref \/ OmitsClear(p) THEN AfterClear(p, [loc[p] EXCEPT !.x = word.sub])
       ELSE Goto(p, "ClearNoref_Cas", [loc[p] EXCEPT !.w = word])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

ClearNoref_Cas(p) ==                                                    \* N2
    LET i == PieceSlot(p)
        words == [slot EXCEPT ![i] = SlotWord(loc[p].w.sub, FALSE, NoLap)] IN
    /\ At(p, "ClearNoref_Cas")
    /\ IF Mutant = "claim-without-cas" THEN TRUE ELSE slot[i] = loc[p].w
    /\ slot' = words
    /\ res' = Prune(rpos, Held, words)
    /\ Wipe(loc[p].w.sub)
    /\ AfterClear(p, [loc[p] EXCEPT !.x = loc[p].w.sub])
    /\ UNCHANGED <<heads, rpos, counts, mine, lost, clock, waits, rd, claims, account>>

(* The reader exchanged it, or another writer was first.                   *)
ClearNoref_CasFail(p) ==
    /\ At(p, "ClearNoref_Cas")
    /\ slot[PieceSlot(p)] # loc[p].w /\ Mutant # "claim-without-cas"
    /\ Goto(p, "ClearNoref_LoadSlot", [loc[p] EXCEPT !.w = NoWord])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

-----------------------------------------------------------------------------
(* SUB-BUFFER SWITCH (ALGORITHM 2.3): each ends in a commit of its own     *)

(* The end block that the last reserver of a sub-buffer stores. (U f32b5739*)
(* mended empty packets that stated no losses.)                            *)
OmitsLosses(p) ==
    \/ Mutant = "losses-not-stated"
    \/ Mutant = "empty-packet-without-losses" /\ p \in Flushers /\ Off(loc[p].o) = 0

EndBlock(p, size) ==
    [size |-> size, time |-> loc[p].t, loss |-> IF OmitsLosses(p) THEN NoSample ELSE loc[p].s]

(* OLD_END: where the data of the left sub-buffer ends.                    *)
DataEnd(p) == Off(PieceBegin(p, loc[p]))

AfterOldEnd(p) ==
    IF Mutant = "padding-not-committed"
    THEN IF p \in Flushers THEN Finish(p)
         ELSE Begin(p, IF Overwrites THEN "ClearNoref_LoadSlot" ELSE "NewStart_StoreBegin", "hdr")
    ELSE Jump(p, "Commit_AddCount")

OldEnd_StoreSize(p) ==
    /\ At(p, "OldEnd_StoreSize")
    /\ csize' = [csize EXCEPT ![SubOf(p)] = EndBlock(p, DataEnd(p))]
    /\ AfterOldEnd(p)
    /\ UNCHANGED <<heads, rpos, counts, slots, begin, dsize, mem, lost, clock, waits, rd, ghosts>>

OldEnd_StoreDataSize(p) ==
    /\ At(p, "OldEnd_StoreDataSize")
    /\ dsize' = [dsize EXCEPT ![SubOf(p)] = EndBlock(p, DataEnd(p))]
    /\ AfterOldEnd(p)
    /\ UNCHANGED <<heads, rpos, counts, slots, begin, csize, mem, lost, clock, waits, rd, ghosts>>

(* NEW_START and OLD_START: the begin block of the packet header.          *)
StoreBegin(p) ==
    /\ begin' = [begin EXCEPT ![SubOf(p)] =
                    [pos |-> PieceBegin(p, loc[p]), time |-> loc[p].t]]
    /\ IF Mutant = "header-not-committed" THEN AfterCommit(p) ELSE Jump(p, "Commit_AddCount")
    /\ UNCHANGED <<heads, rpos, counts, slots, csize, dsize, mem, lost, clock, waits, rd, ghosts>>

NewStart_StoreBegin(w) == At(w, "NewStart_StoreBegin") /\ StoreBegin(w)
OldStart_StoreBegin(f) == At(f, "OldStart_StoreBegin") /\ StoreBegin(f)

(* NEW_END: the record fills its sub-buffer to the last unit.              *)
NewEnd_StoreSize(w) ==
    /\ At(w, "NewEnd_StoreSize")
    /\ csize' = [csize EXCEPT ![SubOf(w)] = EndBlock(w, S)]
    /\ Jump(w, "Write_Begin")
    /\ UNCHANGED <<heads, rpos, counts, slots, begin, dsize, mem, lost, clock, waits, rd, ghosts>>

NewEnd_StoreDataSize(w) ==
    /\ At(w, "NewEnd_StoreDataSize")
    /\ dsize' = [dsize EXCEPT ![SubOf(w)] = EndBlock(w, S)]
    /\ Jump(w, "Write_Begin")
    /\ UNCHANGED <<heads, rpos, counts, slots, begin, csize, mem, lost, clock, waits, rd, ghosts>>

-----------------------------------------------------------------------------
(* WRITE: between begin and end the record's bytes are torn                *)

Cell(w) == SubOf(w) * S + Off(PieceBegin(w, loc[w]))
Field(w) == TimeField(loc[w].t, RecFull(loc[w]))

Write_Begin(w) ==
    /\ At(w, "Write_Begin")
    /\ mem' = [mem EXCEPT ![Cell(w)] = Torn]
    /\ Jump(w, IF Mutant = "count-before-data" THEN "Commit_AddCount" ELSE "Write_End")
    /\ UNCHANGED <<heads, rpos, counts, slots, begin, csize, dsize, lost, clock, waits, rd, ghosts>>

AfterWrite(w) == IF Mutant = "count-before-data" THEN Finish(w) ELSE Jump(w, "Commit_AddCount")

Write_End(w) ==
    /\ At(w, "Write_End")
    /\ mem' = [mem EXCEPT ![Cell(w)] = Whole(RecUnits(loc[w]), Field(w))]
    /\ AfterWrite(w)
    /\ UNCHANGED <<heads, rpos, counts, slots, begin, csize, dsize, lost, clock, waits, rd, ghosts>>

(* The reservation is given up: its bytes become a record to be skipped.   *)
Write_Abandon(w) ==
    /\ At(w, "Write_End")
    /\ Abandons
    /\ mem' = [mem EXCEPT ![Cell(w)] = Skip(RecUnits(loc[w]), Field(w))]
    /\ res' = [j \in 1..Len(res) |-> IF IsOf(res[j], w, PieceBegin(w, loc[w]))
                                     THEN [res[j] EXCEPT !.kind = "skip"] ELSE res[j]]
    /\ Jump(w, "Lose_Abandoned")
    /\ UNCHANGED <<heads, rpos, counts, slots, begin, csize, dsize, lost, clock, waits, rd, claims, account>>

Lose_Abandoned(w) ==
    /\ At(w, "Lose_Abandoned")
    /\ Count("abandoned")
    /\ AfterWrite(w)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, clock, waits, rd, ghosts>>

-----------------------------------------------------------------------------
(* COMMIT AND DELIVER                                                      *)

WakesEarly == Mutant = "wake-before-publish"

(* "Lean": the add returned the full sum, so this process delivers.        *)
FirstDelivery == IF Overwrites /\ Mutant # "publish-before-noref" THEN "Deliver_StoreSlot"
                 ELSE IF WakesEarly THEN "Wake_LoadWaiting" ELSE "Deliver_Publish"

Commit_AddCount(p) ==                                                   \* C2
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
       THEN Jump(p, FirstDelivery) /\ claims' = [claims EXCEPT ![i] = @ + 1]
       ELSE AfterCommit(p) /\ UNCHANGED claims
    /\ UNCHANGED <<heads, rpos, dc, slots, packets, lost, clock, waits, rd, account>>

Commit_LoadCount(p) ==                                                  \* C3, C4
    LET b == PieceBegin(p, loc[p]) IN
    /\ At(p, "Commit_LoadCount")
    /\ IF cc[Idx(b)] = FullCount(b) THEN Jump(p, "Deliver_Lock") ELSE AfterCommit(p)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

Deliver_Lock(p) ==                                                      \* D1
    LET b == PieceBegin(p, loc[p]) i == Idx(b) IN
    /\ At(p, "Deliver_Lock")
    /\ dc[i] = CleanCount(b) \/ Mutant = "deliver-without-lock"
    /\ dc' = [dc EXCEPT ![i] = IF Mutant = "one-phase-delivery" THEN FullCount(b)
                               ELSE CleanCount(b) + 1]
    /\ claims' = [claims EXCEPT ![i] = @ + 1]
    /\ Jump(p, "Deliver_LoadDataSize")
    /\ UNCHANGED <<heads, rpos, cc, slots, packets, lost, clock, waits, rd, res, account>>

Deliver_LockFail(p) ==
    LET b == PieceBegin(p, loc[p]) IN
    /\ At(p, "Deliver_Lock")
    /\ dc[Idx(b)] # CleanCount(b) /\ Mutant # "deliver-without-lock"
    /\ AfterCommit(p)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

Deliver_LoadDataSize(p) ==                                              \* D3
    /\ At(p, "Deliver_LoadDataSize")
    /\ Goto(p, "Deliver_StoreSize", [loc[p] EXCEPT !.k = dsize[SubOf(p)]])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

(* The end block as delivery publishes it; the mutants are LTTng's own     *)
(* past: M 635e457c took the time, M b2cf5e0b the losses, at delivery;     *)
(* M 2485a430 and M 4ad4ea4c took those of whoever delivers.               *)
AtDelivery(p, block) ==
    CASE Mutant = "end-time-at-delivery" -> [block EXCEPT !.time = now]
      [] Mutant = "losses-sampled-at-delivery" ->
            [block EXCEPT !.loss = [c \in DOMAIN NoSample |-> lost[c]]]
      [] Mutant = "end-time-of-committer" -> [block EXCEPT !.time = loc[p].t]
      [] Mutant = "losses-of-committer" -> [block EXCEPT !.loss = loc[p].s]
      [] OTHER -> block

Deliver_StoreSize(p) ==                                                 \* D3
    /\ At(p, "Deliver_StoreSize")
    /\ csize' = [csize EXCEPT ![SubOf(p)] = AtDelivery(p, loc[p].k)]
    /\ Goto(p, FirstDelivery, [loc[p] EXCEPT !.k = NoEnd])
    /\ UNCHANGED <<heads, rpos, counts, slots, begin, dsize, mem, lost, clock, waits, rd, ghosts>>

(* D5: set noref. No process but this one refers to the sub-buffer, and    *)
(* the reader can not exchange a slot that is referred to: a store will do.*)
DeliveredLap(b) == IF Mutant = "lap-of-next-byte" THEN Lap(Next_(b)) ELSE Lap(b)

Deliver_StoreSlot(p) ==
    LET b == PieceBegin(p, loc[p]) IN
    /\ At(p, "Deliver_StoreSlot")
    /\ slot' = [slot EXCEPT ![Idx(b)] = SlotWord(loc[p].x, TRUE, DeliveredLap(b))]
    /\ IF Mutant = "publish-before-noref"
       THEN IF Wakeups THEN Jump(p, "Wake_LoadWaiting") ELSE AfterCommit(p)
       ELSE Jump(p, "Deliver_Publish")
    /\ UNCHANGED <<heads, rpos, counts, mine, packets, lost, clock, waits, rd, ghosts>>

Deliver_Publish(p) ==                                                   \* D6
    LET b == PieceBegin(p, loc[p]) IN
    /\ At(p, "Deliver_Publish")
    /\ dc' = [dc EXCEPT ![Idx(b)] = FullCount(b)]
    /\ IF Overwrites /\ Mutant = "publish-before-noref" THEN Jump(p, "Deliver_StoreSlot")
       ELSE IF Wakeups /\ ~WakesEarly THEN Jump(p, "Wake_LoadWaiting") ELSE AfterCommit(p)
    /\ UNCHANGED <<heads, rpos, cc, slots, packets, lost, clock, waits, rd, ghosts>>

-----------------------------------------------------------------------------
(* WAKE (D9): decided at delivery alone. A full fence stands between the   *)
(* store of the delivered count and this load, and between the reader's    *)
(* store of what it awaits and its look at the count.                      *)

IsAwaited(p) == \/ waiting # NoWait /\ loc[p].job = "none"     \* completed
                \/ /\ waiting # NoWait /\ loc[p].job # "none"
                   /\ LET at == Floor(PieceBegin(p, loc[p])) IN
                      at > waiting \/ (at = waiting /\ Mutant # "wake-one-late")

AfterWake(p) == IF loc[p].job = "none" THEN Finish(p)
                ELSE IF WakesEarly THEN Goto(p, "Deliver_Publish", [loc[p] EXCEPT !.v = 0])
                ELSE AfterCommit(p)

Wake_LoadWaiting(p) ==
    /\ At(p, "Wake_LoadWaiting")
    /\ IF IsAwaited(p) THEN Goto(p, "Wake_Cas", [loc[p] EXCEPT !.v = waiting])
       ELSE AfterWake(p)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

Wake_Cas(p) ==
    /\ At(p, "Wake_Cas")
    /\ waiting = loc[p].v
    /\ waiting' = NoWait
    /\ Goto(p, "Wake_Signal", [loc[p] EXCEPT !.v = 0])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, final, signal, rd, ghosts>>

(* The reader awaits something else by now, or nothing.                    *)
Wake_CasFail(p) ==
    /\ At(p, "Wake_Cas")
    /\ waiting # loc[p].v
    /\ AfterWake(p)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

Wake_Signal(p) ==
    /\ At(p, "Wake_Signal")
    /\ signal' = 1
    /\ AfterWake(p)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, final, waiting, rd, ghosts>>
=============================================================================
