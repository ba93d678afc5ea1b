----------------------------- MODULE Invariants -----------------------------
(***************************************************************************)
(* What must hold in every reachable state of ReserveCommit. Numbers are   *)
(* those of ALGORITHM.md, section 3; each is one sentence.                 *)
(***************************************************************************)
EXTENDS ReserveCommit

Uncommitted == {j \in 1..Len(res) : res[j].by # 0}

(* Reservations of the sub-buffer that begins at q, in order.              *)
Inside(q) == SelectSeq(res, LAMBDA r : Floor(r.b) = q)
IsRecord(r) == r.kind \in {"rec", "skip"}
Records(q) == SelectSeq(Inside(q), IsRecord)

(* Where the content of a fully reserved sub-buffer ends.                  *)
ContentEnd(q) ==
    LET last == Inside(q)[Len(Inside(q))] IN
    IF last.kind = "pad" THEN Off(last.b) ELSE S

(* The sub-buffer whose delivery the delivered count of slot i announces.  *)
Announced(i) == (dc[i] \div S - 1) * B + i * S
IsAnnounced(i) == dc[i] % S = 0 /\ dc[i] > 0 /\ Announced(i) >= rpos

StoreLabels == {"OldEnd_StoreSize", "OldEnd_StoreDataSize", "NewEnd_StoreSize",
    "NewEnd_StoreDataSize", "NewStart_StoreBegin", "OldStart_StoreBegin",
    "Write_Begin", "Write_End"}
DeliverLabels == {"Deliver_LoadDataSize", "Deliver_StoreSize", "Deliver_Publish"}
MoveLabels == {"Move_LoadReadPosition", "Move_Cas", "Move_StoreReadPosition"}
HoldLabels == {"Get_LoadBegin", "Get_LoadSize", "Read_Records"} \cup MoveLabels
DecidingLabels == {"Reserve_Cas", "ReserveSlow_LoadWritePosition",
    "ReserveSlow_LoadDelivered", "ReserveSlow_RecheckWritePosition",
    "Lose_Wrapped", "ReserveSlow_LoadReadPosition", "Lose_Full", "ReserveSlow_Cas"}

Touches(p, i) == pc[p] \in StoreLabels \cup DeliverLabels /\ PieceSlot(p) = i

RECURSIVE Sum(_)
Sum(q) == IF q = <<>> THEN 0 ELSE Head(q).e - Head(q).b + Sum(Tail(q))

(* Laps of slot i that the reader has released.                            *)
ReleasedLaps(i) == IF i * S < rpos % B THEN Lap(rpos) + 1 ELSE Lap(rpos)

-----------------------------------------------------------------------------
S1_ReservationsPartition ==
    IF res = <<>> THEN wpos = rpos
    ELSE /\ res[1].b = rpos
         /\ res[Len(res)].e = wpos
         /\ \A j \in 1..Len(res) : res[j].b < res[j].e
         /\ \A j \in 1..(Len(res) - 1) : res[j].e = res[j + 1].b

S2_NoReservationStraddles ==
    \A j \in 1..Len(res) : Floor(res[j].b) = Floor(res[j].e - 1)

S3_CommitCountsAddUp ==
    \A i \in Slots :
        cc[i] = ReleasedLaps(i) * S
                + Sum(SelectSeq(res, LAMBDA r : r.by = 0 /\ Idx(r.b) = i))

S3_EveryReservationIsOwed ==
    \A j \in Uncommitted :
        LET p == res[j].by IN
        loc[p].job # "none" /\ res[j].b >= PieceBegin(p, loc[p])

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
    \A i \in Slots : IsAnnounced(i) =>
        LET q == Announced(i) rs == Inside(q) IN
        /\ rs # <<>> /\ Sum(rs) = S
        /\ \A j \in 1..Len(rs) :
              /\ rs[j].by = 0
              /\ rs[j].kind = "rec" => mem[rs[j].b % B] = Whole(rs[j].e - rs[j].b)
              /\ rs[j].kind = "skip" => mem[rs[j].b % B] = Skip(rs[j].e - rs[j].b)
        /\ begin[i] = q
        /\ csize[i] = ContentEnd(q)

S8_WritersDoNotOverlap ==
    \A j, k \in Uncommitted : (j # k /\ Idx(res[j].b) = Idx(res[k].b)) =>
        LET a == Off(res[j].b) b == Off(res[k].b) IN
        a + res[j].e - res[j].b <= b \/ b + res[k].e - res[k].b <= a

S9_ReaderHoldsAlone ==
    pc[Reader] \in HoldLabels => \A p \in Producers : ~Touches(p, Idx(rd.cur))

S13_ReadPositionBehindWriteHead ==
    rpos % S = 0 /\ rpos <= Floor(wpos)

S15_NothingInFlightBehindReader ==
    \A j \in Uncommitted : rpos <= Floor(res[j].b)

S16_NoUnreadOverwritten ==
    \A j \in 1..Len(res) : rpos >= Floor(res[j].b) - B + S

S17_ReadIsWhatWasCommitted ==
    pc[Reader] = "Read_Records" =>
        LET rs == Inside(rd.cur) IN
        /\ rd.begin = rd.cur
        /\ rs # <<>> /\ rd.size = ContentEnd(rd.cur)
        /\ \A j \in 1..Len(rs) : rs[j].by = 0
                /\ IsRecord(rs[j]) => mem[rs[j].b % B] \notin {Stale, Torn}

S18_ReadInReserveOrder ==
    pc[Reader] \in MoveLabels =>
        LET kept == SelectSeq(Records(rd.cur), LAMBDA r : r.kind = "rec") IN
        rd.out = [j \in 1..Len(kept) |-> kept[j].e - kept[j].b]

S21_LossesAddUp ==
    account = Cardinality({w \in Writers : pc[w] \in DecidingLabels})

(* "wrapped": the slot's earlier lap was not delivered when it was asked;  *)
(* "full": it was delivered, and not released.                             *)
S21_LossCauseIsTrue ==
    \A w \in Writers :
        LET clean == CleanCount(RecBegin(loc[w].o, loc[w].n)) IN
        /\ pc[w] = "Lose_Wrapped" => loc[w].v < clean
        /\ pc[w] = "Lose_Full" => loc[w].v = clean

(* Why the shipped reader does not look at the write position (G8).        *)
G8_ImpliedByG7 ==
    pc[Reader] = "Get_LoadWritePosition" =>
        (rd.v = FullCount(rd.cur) => Floor(wpos) # rd.cur)
=============================================================================
