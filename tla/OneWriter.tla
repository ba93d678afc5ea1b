------------------------------ MODULE OneWriter ------------------------------
(***************************************************************************)
(* One-writer synchronisation: one thread at a time reserves, commits and  *)
(* flushes. The same algorithm, with four steps less dear: what is an      *)
(* atomic read-modify-write for many writers is a store here, since nobody *)
(* else stores the word. Nothing is changed for the reader, which runs at  *)
(* any time.                                                               *)
(*                                                                         *)
(* Reservations still nest: a producer stands for one record (or flush) of *)
(* the thread, and while one is at Write_End, where the user fills its     *)
(* bytes, the thread may reserve, commit or flush another, and come back   *)
(* to them in any order. What may not be is a call inside a call: between  *)
(* the load of a word and its store nothing else of this thread, and       *)
(* nothing of another, runs. MCExpectTwoThreads shows what breaks *)
(* without that.                                                           *)
(*                                                                         *)
(* Who does not enter a sub-buffer finds it pushed for and claimed: whoever*)
(* entered it had done both before this call began.                        *)
(***************************************************************************)
EXTENDS MC

ASSUME ~Nested /\ Form = "Lean"

(* Inside a call: not between calls, and not while the user fills a record.*)
Calls(p) == pc[p] \notin {"Idle", "Write_End"}
OwnTurn(p) == \A q \in Producers \ {p} : ~Calls(q)

(* Stands for OwnTurn where the one who writes is two.                     *)
AnyTurn(p) == p \in Producers

(* These labels have a store of their own, below.                          *)
Stored == {"Reserve_Cas", "ReserveSlow_Cas", "Flush_Cas", "Commit_AddCount"}

(* Stands for At in every action.                                          *)
OneWriterAt(p, label) ==
    /\ MCAt(p, label)
    /\ label \notin Stored
    /\ p \in Producers => OwnTurn(p)

(* Guard of the steps below.                                               *)
AtStore(p, label) == MCAt(p, label) /\ OwnTurn(p)

(* The sub-buffer that serves the slot of the write position: this thread  *)
(* has claimed it, so its word is as good as a local.                      *)
OwnSub(p) == IF Overwrites THEN slot[Idx(loc[p].o)].sub ELSE 0

(* Stand for OmitsPush and AfterReserve.                                   *)
OneWriterOmitsPush(w) == Mutant = "no-push" \/ ~EntersNew(loc[w])

OneWriterAfterReserve(p) ==
    LET l == [loc[p] EXCEPT !.v = 0, !.w = NoWord, !.x = OwnSub(p)] IN
    IF EndsOld(loc[p]) THEN Goto(p, EndStore, [l EXCEPT !.job = "pad"])
    ELSE IF EntersNew(loc[p])
         THEN Begin(p, IF Overwrites THEN "ClearNoref_LoadSlot" ELSE "NewStart_StoreBegin", "hdr")
    ELSE WriteRecord(p, l)

-----------------------------------------------------------------------------
(* R6, T11, F4: the write position that was loaded is still there.         *)
Reserve_StoreWritePosition(w) ==
    /\ AtStore(w, "Reserve_Cas")
    /\ wpos' = RecEnd(loc[w])
    /\ res' = res \o Reserved(w)
    /\ Decide
    /\ AfterCas(w)
    /\ UNCHANGED <<gate, rpos, counts, slots, packets, lost, clock, waits, rd, claims>>

ReserveSlow_StoreWritePosition(w) ==
    /\ AtStore(w, "ReserveSlow_Cas")
    /\ wpos' = RecEnd(loc[w])
    /\ res' = res \o Reserved(w)
    /\ Decide
    /\ AfterCas(w)
    /\ UNCHANGED <<gate, rpos, counts, slots, packets, lost, clock, waits, rd, claims>>

(* Only an empty packet enters its sub-buffer.                             *)
AfterFlushStore(f, l) ==
    IF Off(l.o) # 0
    THEN Goto(f, EndStore, [l EXCEPT !.job = "pad", !.x = OwnSub(f)])
    ELSE IF Overwrites THEN Goto(f, "Push_LoadReadPosition", l)
    ELSE Goto(f, "OldStart_StoreBegin", [l EXCEPT !.job = "hdr"])

Flush_StoreWritePosition(f) ==
    LET l == loc[f] IN
    /\ AtStore(f, "Flush_Cas")
    /\ gate' = NextGate(l.n)
    /\ IF GateAlone(l)
       THEN /\ UNCHANGED <<wpos, res>>
            /\ IF l.n = CompleteMode
               THEN Goto(f, "Complete_StoreFinal", [NoLocals EXCEPT !.n = l.n])
               ELSE Finish(f)
       ELSE /\ wpos' = Next_(l.o)
            /\ res' = res \o Reserved(f)
            /\ AfterFlushStore(f, [l EXCEPT !.n = KeptMode(l.n), !.v = 0])
    /\ UNCHANGED <<rpos, counts, slots, packets, lost, clock, waits, rd, claims, account>>

(* C2: the count is this thread's own. The mutant takes it for the end of  *)
(* what was committed, as it would be if reservations did not nest.        *)
StoredCount(p) ==
    LET b == PieceBegin(p, loc[p]) e == PieceEnd(p, loc[p]) IN
    IF Mutant = "count-of-own-end" THEN CleanCount(b) + e - Floor(b)
    ELSE cc[PieceSlot(p)] + e - b

Commit_StoreCount(p) ==
    LET i == PieceSlot(p)
        b == PieceBegin(p, loc[p])
        sum == StoredCount(p)
    IN
    /\ AtStore(p, "Commit_AddCount")
    /\ cc' = [cc EXCEPT ![i] = sum]
    /\ res' = [j \in 1..Len(res) |-> IF IsOf(res[j], p, b)
                                     THEN [res[j] EXCEPT !.by = 0] ELSE res[j]]
    /\ IF sum = FullCount(b)
       THEN Jump(p, FirstDelivery) /\ claims' = [claims EXCEPT ![i] = @ + 1]
       ELSE AfterCommit(p) /\ UNCHANGED claims
    /\ UNCHANGED <<heads, rpos, dc, slots, packets, lost, clock, waits, rd, account>>

OneWriterNext ==
    \/ Shift
    \/ Forget
    \/ \E w \in Writers : Reserve_StoreWritePosition(w) \/ ReserveSlow_StoreWritePosition(w)
    \/ \E f \in Flushers : Flush_StoreWritePosition(f)
    \/ \E p \in Producers : Commit_StoreCount(p)
    \/ Next

OneWriterSpec == Init /\ [][OneWriterNext]_vars

-----------------------------------------------------------------------------
(* Why stores will do.                                                     *)
S28_PositionIsOwn ==
    \A p \in Producers : pc[p] \in {"Reserve_Cas", "ReserveSlow_Cas", "Flush_Cas"} => wpos = loc[p].o
=============================================================================
