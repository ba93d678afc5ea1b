----------------------------- MODULE Invariants -----------------------------
(***************************************************************************)
(* What must hold in every reachable state of ReserveCommit. Numbers are   *)
(* those of ALGORITHM.md, section 3; each is one sentence.                 *)
(***************************************************************************)
EXTENDS ReserveCommit

Uncommitted == {j \in 1..Len(res) : res[j].by # 0}

IsRecord(r) == r.kind \in {"rec", "skip"}
Records(q) == SelectSeq(Inside(q), IsRecord)
LastOf(seq) == seq[Len(seq)]

(* Reservations from the read position on.                                 *)
Front == SelectSeq(res, LAMBDA r : r.b >= rpos)

(* Where the content of a fully reserved sub-buffer ends.                  *)
ContentEnd(rs) == IF LastOf(rs).kind = "pad" THEN Off(LastOf(rs).b) ELSE S

(* The sub-buffer whose delivery the delivered count of slot i announces.  *)
Announced(i) == (dc[i] \div S - 1) * B + i * S

(* The sub-buffer that can be read from slot i, if there is one.           *)
IsReadable(i) == IF Overwrites THEN slot[i].noref /\ slot[i].lap # NoLap
                 ELSE dc[i] % S = 0 /\ Announced(i) >= rpos
Readable(i) == IF Overwrites THEN slot[i].lap * B + i * S ELSE Announced(i)
ReadableSub(i) == IF Overwrites THEN slot[i].sub ELSE i

StoreLabels == {"OldEnd_StoreSize", "OldEnd_StoreDataSize", "NewEnd_StoreSize",
    "NewEnd_StoreDataSize", "NewStart_StoreBegin", "OldStart_StoreBegin",
    "Write_Begin", "Write_End", "Lose_Abandoned"}
DeliverLabels == {"Deliver_LoadDataSize", "Deliver_StoreSize", "Deliver_StoreSlot",
    "Deliver_Publish"}
MoveLabels == {"Move_LoadReadPosition", "Move_Cas", "Move_StoreReadPosition"}
TimeAndPush == {"Reserve_StoreLastTime", "Push_LoadReadPosition", "Push_Cas"}
WakeLabels == {"Wake_LoadWaiting", "Wake_Cas", "Wake_Signal"}
DecidingLabels == {"Reserve_ReadClock", "Reserve_LoadLastTime", "Reserve_Cas",
    "ReserveSlow_LoadWritePosition", "ReserveSlow_ReadClock", "ReserveSlow_LoadLastTime",
    "ReserveSlow_LoadDelivered", "ReserveSlow_RecheckWritePosition",
    "ReserveSlow_LoadReadPosition", "Sample_LoadFull", "Sample_LoadWrapped",
    "Sample_LoadTooBig", "ReserveSlow_Cas", "Lose_Wrapped", "Lose_Full", "Lose_Refused"}

(* Process p is about to touch the bytes of sub-buffer x.                  *)
Touches(p, x) == pc[p] \in StoreLabels \cup (DeliverLabels \ {"Deliver_Publish"}) /\ SubOf(p) = x

(* The reader holds a sub-buffer alone.                                    *)
Holds == pc[Reader] \in HoldLabels /\ rd.op # "Clear"

RECURSIVE Sum(_)
Sum(q) == IF q = <<>> THEN 0 ELSE Head(q).e - Head(q).b + Sum(Tail(q))

(* Laps of slot i that lie behind the read position.                       *)
ReleasedLaps(i) == IF i * S < rpos % B THEN Lap(rpos) + 1 ELSE Lap(rpos)

SampleUpTo(a, b) == a.full <= b.full /\ a.wrapped <= b.wrapped /\ a.tooBig <= b.tooBig

-----------------------------------------------------------------------------
S1_ReservationsPartition ==
    /\ IF Front = <<>> THEN wpos = rpos
       ELSE /\ Front[1].b = rpos
            /\ LastOf(Front).e = wpos
            /\ \A j \in 1..Len(Front) : Front[j].b < Front[j].e
            /\ \A j \in 1..(Len(Front) - 1) : Front[j].e = Front[j + 1].b
    /\ gate # "Open" => Off(wpos) = 0

S2_NoReservationStraddles ==
    \A j \in 1..Len(res) : Floor(res[j].b) = Floor(res[j].e - 1)

S3_CommitCountsAddUp ==
    \A i \in Slots :
        cc[i] = ReleasedLaps(i) * S
                + Sum(SelectSeq(Front, LAMBDA r : r.by = 0 /\ Idx(r.b) = i))

S3_EveryReservationIsOwed ==
    \A j \in Uncommitted :
        LET p == res[j].by IN
        \/ pc[p] \in TimeAndPush
        \/ loc[p].job # "none" /\ res[j].b >= PieceBegin(p, loc[p])

S4_LapBarrier ==
    \A j \in 1..Len(res) : dc[Idx(res[j].b)] >= Lap(res[j].b) * S

S5_DeliveredCountShape ==
    \A i \in Slots :
        /\ dc[i] <= cc[i]
        /\ dc[i] % S = IF Form = "Lean" THEN 0
                       ELSE Cardinality({p \in Producers :
                               pc[p] \in DeliverLabels /\ PieceSlot(p) = i})

S6_DeliveredOnce ==
    \A i \in Slots : claims[i] <= cc[i] \div S

S7_DeliveredIsComplete ==
    \A i \in Slots : IsReadable(i) =>
        LET q == Readable(i) x == ReadableSub(i) rs == Inside(q) IN
        /\ rs # <<>> /\ Sum(rs) = S
        /\ \A j \in 1..Len(rs) :
              LET cell == mem[x * S + Off(rs[j].b)] units == rs[j].e - rs[j].b IN
              /\ rs[j].by = 0
              /\ rs[j].kind = "rec" => cell > 0 /\ cell # Torn /\ UnitsOf(cell) = units
              /\ rs[j].kind = "skip" => cell < 0 /\ UnitsOf(cell) = units
        /\ begin[x] = [pos |-> q, time |-> rs[1].t]
        /\ csize[x].size = ContentEnd(rs) /\ csize[x].time = LastOf(rs).t

S8_WritersDoNotOverlap ==
    \A j, k \in Uncommitted : (j # k /\ Idx(res[j].b) = Idx(res[k].b)) =>
        LET a == Off(res[j].b) b == Off(res[k].b) IN
        a + res[j].e - res[j].b <= b \/ b + res[k].e - res[k].b <= a

S9_ReaderHoldsAlone ==
    Holds => \A p \in Producers : ~Touches(p, SubRead)

S10_SubBuffersArePermuted ==
    Overwrites => {slot[i].sub : i \in Slots} \cup {mine} = Subs

(* Who stores into a sub-buffer has claimed it, and it serves the slot.    *)
S11_WritersReferToWhatTheyWrite ==
    Overwrites => \A p \in Producers :
        pc[p] \in StoreLabels \cup {"Commit_AddCount"} =>
            ~slot[PieceSlot(p)].noref /\ slot[PieceSlot(p)].sub = loc[p].x

S12_LapOfSlotIsTheDelivered ==
    Overwrites => \A i \in Slots :
        slot[i].lap # NoLap => slot[i].noref /\ slot[i].lap = cc[i] \div S - 1

S13_ReadPositionBehindWriteHead ==
    rpos % S = 0 /\ rpos <= Floor(wpos)

(* Where the sub-buffer of p's record, or of its flush, begins.            *)
PushedFor(p) == IF p \in Flushers THEN Floor(loc[p].o) ELSE Floor(RecBegin(loc[p]))

(* The oldest sub-buffer that can be read is the one after the written: of *)
(* the ring as soon as all have pushed, of each producer when it has.      *)
S14_WindowIsTheRing ==
    Overwrites =>
        /\ (\A p \in Producers : pc[p] \notin TimeAndPush) => wpos - rpos <= B
        /\ \A p \in Producers : loc[p].job # "none" => PushedFor(p) - rpos < B

S15_NothingInFlightBehindReader ==
    \A j \in Uncommitted : rpos <= Floor(res[j].b)

S16_NoUnreadOverwritten ==
    ~Overwrites => \A j \in 1..Len(res) : rpos >= Floor(res[j].b) - B + S

S17_ReadIsWhatWasCommitted ==
    pc[Reader] = "Read_Records" =>
        LET rs == Inside(rd.cur) IN
        /\ rd.begin.pos = rd.cur
        /\ rs # <<>> /\ rd.size.size = ContentEnd(rs)
        /\ \A j \in 1..Len(rs) : rs[j].by = 0
                /\ IsRecord(rs[j]) => mem[SubRead * S + Off(rs[j].b)] \notin {Stale, Torn}

(* What the reader is about to read, against what was reserved.            *)
Reading == Parse(SubRead, H, rd.size.size, rd.begin.time)
ToRead == SelectSeq(Records(rd.cur), LAMBDA r : r.kind = "rec")

S18_ReadInReserveOrder ==
    pc[Reader] = "Read_Records" =>
        /\ Len(Reading) = Len(ToRead)
        /\ \A j \in 1..Len(ToRead) : Reading[j][1] = ToRead[j].e - ToRead[j].b

S19_TimeNeverGoesBack ==
    \A j \in 1..(Len(res) - 1) : res[j].t <= res[j + 1].t

S19_PacketTimesEnclose ==
    pc[Reader] = "Read_Records" =>
        LET rs == Inside(rd.cur) IN
        /\ \A j \in 1..Len(rs) : rd.begin.time <= rs[j].t /\ rs[j].t <= rd.size.time
        /\ \A j \in 1..Len(res) : res[j].b >= rd.cur + S => rd.size.time <= res[j].t

S20_ShortTimesAreEnough ==
    (pc[Reader] = "Read_Records" /\ Clocked) =>
        \A j \in 1..Len(ToRead) : Reading[j][2] = ToRead[j].t

(* (The mutant that stores its time early does so while it decides.)       *)
IsDeciding(w) == pc[w] \in DecidingLabels \/ (StoresTimeEarly /\ pc[w] = "Reserve_StoreLastTime")

S21_LossesAddUp ==
    account = Cardinality({w \in Writers : IsDeciding(w)})

(* "wrapped": the slot's earlier lap was not delivered when it was asked;  *)
(* "full": it was delivered, and not released.                             *)
S21_LossCauseIsTrue ==
    \A w \in Writers :
        LET clean == CleanCount(RecBegin(loc[w])) IN
        /\ pc[w] = "Lose_Wrapped" => loc[w].v < clean
        /\ pc[w] = "Lose_Full" => loc[w].v = clean

(* The losses that a packet states are no less than those of any earlier.  *)
S21_StatedLossesGrow ==
    \A i, j \in Slots : (IsReadable(i) /\ IsReadable(j) /\ Readable(i) < Readable(j)) =>
        SampleUpTo(csize[ReadableSub(i)].loss, csize[ReadableSub(j)].loss)

S25_EndOfDataIsTheEnd ==
    pc[Reader] = "Ended" => gate = "Closed" /\ rpos = wpos /\ Uncommitted = {}

(* A reader that sleeps though it need not is about to be woken.           *)
L7_NoLostWakeup ==
    (pc[Reader] \in {"Asleep", "Woken"} /\ signal = 0) =>
        \/ /\ waiting = rd.upto
           /\ dc[Idx(rd.upto)] < FullCount(rd.upto) /\ final = 0
        \/ \E p \in Producers :
              \/ pc[p] = "Wake_Signal"
              \/ pc[p] \in {"Wake_LoadWaiting", "Wake_Cas"} /\ waiting = rd.upto /\ IsAwaited(p)

(* Why the shipped reader does not look at the write position (G8).        *)
G8_ImpliedByG7 ==
    pc[Reader] = "Get_LoadWritePosition" =>
        (rd.v = FullCount(rd.cur) => Floor(wpos) # rd.cur)
=============================================================================
