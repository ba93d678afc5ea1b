------------------------------ MODULE Progress ------------------------------
(***************************************************************************)
(* That something good happens (ALGORITHM 3, L1 to L7), each under the     *)
(* least fairness that it needs, with processes that may stop for ever.    *)
(* Fairness is of processes: whoever can step does so at some time, unless *)
(* it is dead. What a model's clock, Shift and Forget do is always fair.   *)
(*                                                                         *)
(* Each model asks for one of these properties. Those whose models must    *)
(* fail show that the others say something, and what the algorithm does    *)
(* not promise: a writer that always loses its race has no turn; a reader  *)
(* waits for a dead writer; in overwrite mode records are lost unread.     *)
(***************************************************************************)
EXTENDS Recovery

StepOf(p) ==
    \/ p \in Writers /\ WriterStep(p)
    \/ p \in Flushers /\ FlusherStep(p)
    \/ ProducerStep(p)
    \/ Prefix_LoadWritePosition(p) \/ Prefix_Store(p)

SomeStep == \E p \in Producers : StepOf(p)

Models == WF_allVars(ShiftAll) /\ WF_allVars(ForgetAll)

(* Some producer goes on; which one, an adversary says.                    *)
SomeSpec == RecoverySpec /\ Models /\ WF_allVars(SomeStep)

(* Every process goes on.                                                  *)
FairSpec == RecoverySpec /\ Models /\ WF_allVars(ReaderStep)
            /\ \A p \in Producers : WF_allVars(StepOf(p))

(* The reader goes on; writers may stop at any time.                       *)
ReaderSpec == RecoverySpec /\ Models /\ WF_allVars(ReaderStep)

(* Writers go on, and a reader that sleeps takes its signal. (That its     *)
(* time is up is no help that one may count on.)                           *)
PatientSpec == RecoverySpec /\ Models /\ WF_allVars(Wait_TakeSignal)
               /\ \A p \in Producers : WF_allVars(StepOf(p))

-----------------------------------------------------------------------------
(* Lock-freedom: whatever the adversary, some operation ends.              *)
L1_SomeProducerEnds ==
    []<><<\E p \in Producers : pc[p] # "Idle" /\ pc'[p] = "Idle">>_allVars

(* Wait-freedom: every operation ends. It holds of one writer alone.       *)
L2_EveryProducerEnds == \A p \in Producers : []<>(pc[p] = "Idle" \/ dead[p] = 1)

(* A producer stopped anywhere blocks no other: who is left alone ends.    *)
IsLeftAlone(p) == dead[p] = 0 /\ \A q \in Producers \ {p} : dead[q] = 1
L3_DeadBlocksNoOne ==
    \A p \in Producers : IsLeftAlone(p) ~> (pc[p] = "Idle" \/ dead[p] = 1)

(* What is accepted is read. (Where a reader waits for a dead writer, it   *)
(* is not.)                                                                *)
L4_AcceptedIsRead ==
    (wpos # rpos /\ gate = "Open") ~> (pc[Reader] = "Read_Records" \/ dead[Reader] = 1)

L4_DeliveredIsRead ==
    (dc[Idx(rpos)] >= FullCount(rpos) /\ pc[Reader] \notin MoveLabels) ~> (pc[Reader] = "Read_Records" \/ dead[Reader] = 1)

(* The reader begins again only as often as writers step.                  *)
L5_ReaderEnds == []<>(pc[Reader] = "Idle") \/ []<><<SomeStep>>_allVars

(* The lock of a delivery is given back.                                   *)
L6_DeliveryEnds == \A i \in Slots : (dc[i] % S # 0) ~> (dc[i] % S = 0)

(* Who sleeps for what was delivered is woken.                             *)
L7_SleeperIsWoken ==
    (pc[Reader] = "Asleep" /\ dc[Idx(rd.upto)] >= FullCount(rd.upto)) ~> (pc[Reader] # "Asleep")

(* Stands for AfterRecheck in models that must fail: a writer waits until  *)
(* the slot's earlier lap is delivered, instead of losing its record. (The *)
(* code's mutant wait-for-delivery.)                                       *)
WaitInstead(w, v) ==
    IF v # CleanCount(RecBegin(loc[w])) THEN Restart(w)
    ELSE IF Overwrites THEN ToSlowCas(w, loc[w])
    ELSE Goto(w, "ReserveSlow_LoadReadPosition", [loc[w] EXCEPT !.v = v])

(* Stands for NoData: a reader that finds nothing looks again, for ever.   *)
RetryInstead(r) == Turn("Get_LoadReadPosition", [NoReading EXCEPT !.op = r.op])

(* Nothing leaves unread: true in discard mode alone.                      *)
S16_NothingLeavesUnread ==
    [][ShiftDue \/ rpos' = rpos \/ pc'[Reader] # pc[Reader]]_<<rpos, pc>>
=============================================================================
