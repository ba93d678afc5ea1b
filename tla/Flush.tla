------------------------------- MODULE Flush -------------------------------
(***************************************************************************)
(* Ending a sub-buffer from outside. ALGORITHM 2.9, with three modes of    *)
(* our own: Pause, Resume and Complete keep a gate in the very word of the *)
(* write position, at the begin of a sub-buffer. So the compare-exchange   *)
(* that closes the gate settles which records come before it, and the fast *)
(* path pays nothing: it never runs at the begin of a sub-buffer.          *)
(*   "Active"    ends a sub-buffer that holds something                    *)
(*   "Final"     also sends an empty packet from one that was not entered  *)
(*   "Pause"     Active, and records are refused from here on              *)
(*   "Resume"    records are taken again                                   *)
(*   "Complete"  Pause, for ever; the reader is told when all is read      *)
(***************************************************************************)
EXTENDS Commit

ModeOf(m) == CASE m = "Active" -> ActiveMode [] m = "Final" -> FinalMode
               [] m = "Pause" -> PauseMode [] m = "Resume" -> ResumeMode
               [] m = "Complete" -> CompleteMode

(* What is there to do for this mode, by what was sampled?                 *)
HasWork(m) ==
    CASE gate = "Closed" -> FALSE
      [] gate = "Paused" -> m \in {"Resume", "Complete"}
      [] OTHER -> m \in {"Final", "Pause", "Complete"} \/ (m = "Active" /\ Off(wpos) # 0)

(* Only the gate changes: the write position is where it must be.          *)
GateAlone(l) == /\ Off(l.o) = 0 \/ Mutant = "gate-shut-anywhere"
                /\ l.n \notin {ActiveMode, FinalMode}

NextGate(n) == CASE n = PauseMode -> "Paused" [] n = ResumeMode -> "Open"
                 [] n = CompleteMode -> "Closed" [] OTHER -> gate

ToFlushCas(f, l) == Goto(f, IF GateAlone(l) \/ FirstSample = "none" THEN "Flush_Cas" ELSE FirstSample, l)

AfterFlushTime(f, l) ==
    IF Off(l.o) = 0 /\ l.n = FinalMode /\ Mutant # "flush-without-clean-test"
    THEN Goto(f, "Flush_LoadDelivered", l)
    ELSE ToFlushCas(f, l)

Flush_LoadWritePosition(f, m) ==                                \* F1, F2
    /\ At(f, "Idle") \/ (At(f, "Flush_LoadWritePosition") /\ loc[f].n = ModeOf(m))
    /\ LET l == [NoLocals EXCEPT !.o = wpos, !.n = ModeOf(m),
                                 !.v = CASE gate = "Open" -> 0 [] gate = "Paused" -> 1
                                         [] gate = "Closed" -> 2] IN
       IF ~HasWork(m) THEN Finish(f)
       ELSE IF Clocked /\ ~GateAlone(l) THEN Goto(f, "Flush_ReadClock", l)
       ELSE AfterFlushTime(f, l)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

Flush_ReadClock(f) ==                                           \* F1
    /\ At(f, "Flush_ReadClock")
    /\ AfterFlushTime(f, [loc[f] EXCEPT !.t = now])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

Flush_LoadDelivered(f) ==                                       \* F2: E3
    /\ At(f, "Flush_LoadDelivered")
    /\ IF dc[Idx(loc[f].o)] # CleanCount(loc[f].o) THEN Finish(f)
       ELSE IF Overwrites THEN ToFlushCas(f, loc[f])
       ELSE Jump(f, "Flush_LoadReadPosition")
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

Flush_LoadReadPosition(f) ==                                    \* F2: E1
    /\ At(f, "Flush_LoadReadPosition")
    /\ IF loc[f].o - rpos >= B /\ Mutant # "flush-without-full-test" THEN Finish(f)
       ELSE ToFlushCas(f, loc[f])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

(* The word is the one that was sampled: position and gate.                *)
SameWord(f) == /\ wpos = loc[f].o
               /\ gate = CASE loc[f].v = 0 -> "Open" [] loc[f].v = 1 -> "Paused"
                           [] loc[f].v = 2 -> "Closed"

KeptMode(n) == IF n = CompleteMode THEN n ELSE 0

Flush_Cas(f) ==                                                 \* F4
    LET l == loc[f] IN
    /\ At(f, "Flush_Cas")
    /\ SameWord(f) \/ Mutant = "flush-without-cas"
    /\ gate' = NextGate(l.n)
    /\ IF GateAlone(l)
       THEN /\ UNCHANGED <<wpos, res>>
            /\ IF l.n = CompleteMode
               THEN Goto(f, "Complete_StoreFinal", [NoLocals EXCEPT !.n = l.n])
               ELSE Finish(f)
       ELSE /\ wpos' = Next_(l.o)
            /\ res' = res \o Reserved(f)
            /\ IF Overwrites
               THEN Goto(f, "Push_LoadReadPosition", [l EXCEPT !.n = KeptMode(l.n), !.v = 0])
               ELSE Goto(f, IF Off(l.o) = 0 THEN "OldStart_StoreBegin" ELSE EndStore,
                         [l EXCEPT !.n = KeptMode(l.n), !.v = 0,
                                   !.job = IF Off(l.o) = 0 THEN "hdr" ELSE "pad"])
    /\ UNCHANGED <<rpos, counts, slots, packets, lost, clock, waits, rd, claims, account>>

Flush_CasFail(f) ==
    /\ At(f, "Flush_Cas")
    /\ ~SameWord(f) /\ Mutant # "flush-without-cas"
    /\ Goto(f, "Flush_LoadWritePosition", [NoLocals EXCEPT !.n = loc[f].n])
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, rd, ghosts>>

(* Tells the reader to look at the write position when it finds nothing.   *)
Complete_StoreFinal(f) ==
    /\ At(f, "Complete_StoreFinal")
    /\ final' = 1
    /\ IF Wakeups THEN Goto(f, "Wake_LoadWaiting", NoLocals) ELSE Finish(f)
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waiting, signal, rd, ghosts>>
=============================================================================
