include "Invariants.dfy"

/// The named invariants that follow from layer A: places, counts, the read position.
module InvariantsOfPlaces {
  import opened Geometry
  import opened Memory
  import opened Log
  import opened InductivePlaces
  import opened InductiveMemory
  import opened Invariants

  lemma Holds_S1_ReservationsPartition(c: Cfg, s: State)
    requires InvA(c, s)
    ensures S1_ReservationsPartition(c, s)
  { reveal Partition(), S1_ReservationsPartition(); }

  lemma Holds_S2_NoReservationStraddles(c: Cfg, s: State)
    requires InvA(c, s)
    ensures S2_NoReservationStraddles(c, s)
  {
    reveal S2_NoReservationStraddles();
    forall j | 0 <= j < |s.log| ensures Gen(c.S, s.log[j].b) == Gen(c.S, s.log[j].e - 1) {
      EntryEntered(c.S, s.log, s.wpos, j);
      GenIs(c.S, s.log[j].e - 1, Gen(c.S, s.log[j].b));
    }
  }

  lemma Holds_S3_CommitCountsAddUp(c: Cfg, s: State)
    requires InvA(c, s)
    ensures S3_CommitCountsAddUp(c, s)
  {
    reveal S3_CommitCountsAddUp();
    forall k | First(c.N, c.S, s.wpos) <= k < First(c.N, c.S, s.wpos) + c.N
      ensures s.cc[Slot(c.N, k)] == Clean(c.N, c.S, k) + CommittedIn(c.S, s.log, k)
    { reveal Counts(); }
    forall k | 0 <= k < First(c.N, c.S, s.wpos) ensures CommittedIn(c.S, s.log, k) == c.S {
      assert Full(c.S, s.log, k) by { reveal Delivery(); }
    }
  }

  lemma Holds_S3_EveryReservationIsOwed(c: Cfg, s: State)
    requires InvA(c, s)
    ensures S3_EveryReservationIsOwed(c, s)
  {
    reveal S3_EveryReservationIsOwed(), Owed();
    forall j | 0 <= j < |s.log| && s.log[j].who != 0
      ensures s.log[j].who in s.procs
      ensures var q := s.procs[s.log[j].who];
              StageOf(q) == Settling || (q.l.job != NoJob && s.log[j].b >= PieceBegin(c, s.log[j].who, q.l))
    {
      var p := s.log[j].who; var q := s.procs[p];
      if StageOf(q) != Settling { OwedFrom(c, s, p, j); }
    }
  }
  lemma OwedFrom(c: Cfg, s: State, p: Pid, j: nat)
    requires InvA(c, s) && p in s.procs && j < |s.log|
    requires StageOf(s.procs[p]) in {Before, After} && PendFrom(c, p, s.procs[p]) <= j < PendTo(c, p, s.procs[p])
    ensures s.procs[p].l.job != NoJob && s.log[j].b >= PieceBegin(c, p, s.procs[p].l)
  {
    var q := s.procs[p]; var l := q.l;
    assert LocalsOk(c, p, q) && SampledOk(c, p, q, s.wpos, s.rpos, s.dc) by { reveal Producers(); }
    assert OwnsIt(c, p, q, s.log) by { reveal Owned(); }
    assert Matches(s.log[j], Reserved(c, p, l)[j - l.at]);
    PiecesInOrder(c, p, l, j - l.at);
  }
  /// The pieces that follow job's in Reserved begin no earlier than job's.
  lemma PiecesInOrder(c: Cfg, p: Pid, l: Locals, n: nat)
    requires WF(c) && (p in c.writers || p in c.flushers) && l.job != NoJob && n < |Reserved(c, p, l)|
    requires p in c.flushers ==> l.job != Rec && (l.job == Hdr ==> OffOf(c, l.o) == 0)
    requires p in c.writers ==> (l.job == Pad ==> EndsOld(c, l)) && (l.job == Hdr ==> EntersNew(c, l))
    requires n >= PieceAt(c, p, l) - l.at
    ensures Reserved(c, p, l)[n].b >= PieceBegin(c, p, l)
  {
    HeaderOffset(c, l);
  }
  /// The record behind a header begins H into its sub-buffer.
  lemma HeaderOffset(c: Cfg, l: Locals)
    requires WF(c)
    ensures EntersNew(c, l) ==> Floor(c, RecBegin(c, l)) == RecBegin(c, l) - c.H
    ensures EndsOld(c, l) ==> Floor(c, RecBegin(c, l)) == Next_(c, l.o)
    ensures EndsOld(c, l) ==> l.o < Next_(c, l.o)
  {
    var k := Gen(c.S, l.o);
    GenOf(c.S, l.o); BaseStep(c.S, k); BaseStep(c.S, k + 1);
    if OffOf(c, l.o) == 0 { GenIs(c.S, l.o + c.H, k); }
    else { assert Next_(c, l.o) == Base(c.S, k + 1); GenIs(c.S, Next_(c, l.o) + c.H, k + 1); }
  }

  lemma Holds_S4_LapBarrier(c: Cfg, s: State)
    requires InvA(c, s)
    ensures S4_LapBarrier(c, s)
  {
    reveal S4_LapBarrier();
    forall j | 0 <= j < |s.log| ensures s.dc[Slot(c.N, Gen(c.S, s.log[j].b))] >= Clean(c.N, c.S, Gen(c.S, s.log[j].b)) {
      EntryEntered(c.S, s.log, s.wpos, j);
      CountAtLeast(c, s, Gen(c.S, s.log[j].b));
    }
  }
  /// What was entered is entered on a clean slot.
  lemma CountAtLeast(c: Cfg, s: State, k: int)
    requires InvA(c, s) && 0 <= k < First(c.N, c.S, s.wpos) + c.N
    ensures s.dc[Slot(c.N, k)] >= Clean(c.N, c.S, k)
  {
    assert First(c.N, c.S, s.wpos) >= 0;
    var g := WindowGen(c.N, c.S, First(c.N, c.S, s.wpos), k);
    assert DeliveryOf(c, s.log, s.dc, s.claims, g) by { reveal Delivery(); }
  }

  lemma Holds_S5_DeliveredCountShape(c: Cfg, s: State)
    requires InvA(c, s)
    ensures S5_DeliveredCountShape(c, s)
  {
    reveal S5_DeliveredCountShape();
    forall k | First(c.N, c.S, s.wpos) <= k < First(c.N, c.S, s.wpos) + c.N
      ensures var i, clean := Slot(c.N, k), Clean(c.N, c.S, k);
        && s.dc[i] <= s.cc[i]
        && (s.dc[i] == clean || s.dc[i] == clean + c.S || (c.lttng && s.dc[i] == clean + 1))
        && (c.lttng && (exists p :: DeliversGen(c, s, p, k)) ==> s.dc[i] == clean + 1)
        && (forall p, q :: DeliversGen(c, s, p, k) && DeliversGen(c, s, q, k) ==> p == q)
    {
      assert DeliveryOf(c, s.log, s.dc, s.claims, k) by { reveal Delivery(); }
      CommittedAtMost(c.S, s.log, s.wpos, k);
      assert s.cc[Slot(c.N, k)] == Clean(c.N, c.S, k) + CommittedIn(c.S, s.log, k) by { reveal Counts(); }
      forall p | DeliversGen(c, s, p, k) ensures c.lttng ==> s.dc[Slot(c.N, k)] == Clean(c.N, c.S, k) + 1
      { assert DelivererOk(c, p, s.procs[p], s.wpos, s.log, s.dc) by { reveal Deliverers(); } }
      forall p, q | DeliversGen(c, s, p, k) && DeliversGen(c, s, q, k) ensures p == q { reveal Deliverers(); }
    }
  }

  lemma Holds_S6_DeliveredOnce(c: Cfg, s: State)
    requires InvA(c, s)
    ensures S6_DeliveredOnce(c, s)
  {
    reveal S6_DeliveredOnce(), Delivery();
    forall k | First(c.N, c.S, s.wpos) <= k < First(c.N, c.S, s.wpos) + c.N
      ensures s.claims[Slot(c.N, k)] <= Lap(c.N, k) + (if Full(c.S, s.log, k) then 1 else 0)
    { assert DeliveryOf(c, s.log, s.dc, s.claims, k); }
  }

  lemma Holds_S10_SubBuffersArePermuted(c: Cfg, s: State)
    requires InvA(c, s) && InvB(c, s)
    ensures S10_SubBuffersArePermuted(c, s)
  { reveal S10_SubBuffersArePermuted(), Permuted(); }

  lemma Holds_S11_WritersReferToWhatTheyWrite(c: Cfg, s: State)
    requires InvA(c, s) && InvB(c, s)
    ensures S11_WritersReferToWhatTheyWrite(c, s)
  {
    reveal S11_WritersReferToWhatTheyWrite();
    forall p | c.overwrites && p in s.procs && (Stores(s.procs[p].pc) || s.procs[p].pc == At_Commit_AddCount)
      ensures var l := s.procs[p].l; !s.slot[PieceSlot(c, p, l)].noref && s.slot[PieceSlot(c, p, l)].sub == l.x
    { assert PieceOk(c, s, p, s.procs[p]) by { reveal Pieces(); } reveal PieceOk(); }
  }

  lemma Holds_S13_ReadPositionBehindWriteHead(c: Cfg, s: State)
    requires InvA(c, s)
    ensures S13_ReadPositionBehindWriteHead(c, s)
  {
    reveal S13_ReadPositionBehindWriteHead();
    assert 0 <= s.rpos <= s.wpos && s.rpos == Base(c.S, Gen(c.S, s.rpos)) by { reveal ReadPos(); }
    GenBase(c.S, Gen(c.S, s.rpos)); GenOf(c.S, s.wpos); GenOf(c.S, s.rpos);
    BaseOrder(c.S, Gen(c.S, s.rpos), Gen(c.S, s.wpos) + 1);
    BaseMono(c.S, Gen(c.S, s.rpos), Gen(c.S, s.wpos));
  }

  lemma Holds_S14_WindowIsTheRing(c: Cfg, s: State)
    requires InvA(c, s)
    ensures S14_WindowIsTheRing(c, s)
  {
    reveal S14_WindowIsTheRing(), Producers();
    if c.overwrites && (forall p :: p in s.procs ==> StageOf(s.procs[p]) != Settling) {
      assert s.wpos - s.rpos <= Ring(c) by {
        assert 0 <= s.rpos && s.rpos == Base(c.S, Gen(c.S, s.rpos)) by { reveal ReadPos(); }
        BasePlus(c.S, Gen(c.S, s.rpos), c.N);
        assert s.wpos >= 0;
        if s.log != [] {
          var j := |s.log| - 1;
          EntryEntered(c.S, s.log, s.wpos, j);
          assert Gen(c.S, s.log[j].b) < Gen(c.S, s.rpos) + c.N by { reveal ReadPos(); }
          assert s.log[j].e == s.wpos by { reveal Partition(); }
          BaseMono(c.S, Gen(c.S, s.log[j].b) + 1, Gen(c.S, s.rpos) + c.N);
        } else { assert s.wpos == 0 by { reveal Partition(); } BaseMono(c.S, 0, c.N); BaseStep(c.S, 0); }
      }
    }
  }

  lemma Holds_S15_NothingInFlightBehindReader(c: Cfg, s: State)
    requires InvA(c, s)
    ensures S15_NothingInFlightBehindReader(c, s)
  {
    reveal S15_NothingInFlightBehindReader();
    forall j | 0 <= j < |s.log| && s.log[j].who != 0 ensures s.rpos <= Floor(c, s.log[j].b) {
      UncommittedIsNotFull(c.S, s.log, s.wpos, j);
      var k := Gen(c.S, s.log[j].b);
      GenOf(c.S, s.log[j].b);
      assert s.rpos == Base(c.S, Gen(c.S, s.rpos)) && k >= Gen(c.S, s.rpos) by { reveal ReadPos(); }
      BaseMono(c.S, Gen(c.S, s.rpos), k);
    }
  }

  lemma Holds_S16_NoUnreadOverwritten(c: Cfg, s: State)
    requires InvA(c, s)
    ensures S16_NoUnreadOverwritten(c, s)
  {
    reveal S16_NoUnreadOverwritten();
    if !c.overwrites {
      forall j | 0 <= j < |s.log| ensures s.rpos >= Floor(c, s.log[j].b) - Ring(c) + c.S {
        EntryEntered(c.S, s.log, s.wpos, j);
        var k, r := Gen(c.S, s.log[j].b), Gen(c.S, s.rpos);
        assert s.rpos == Base(c.S, r) && k < r + c.N by { reveal ReadPos(); }
        GenOf(c.S, s.log[j].b); BasePlus(c.S, r, c.N); BaseMono(c.S, k + 1, r + c.N); BaseStep(c.S, k);
      }
    }
  }

  lemma Holds_S8_WritersDoNotOverlap(c: Cfg, s: State)
    requires InvA(c, s)
    ensures S8_WritersDoNotOverlap(c, s)
  {
    reveal S8_WritersDoNotOverlap();
    forall i, j | 0 <= i < |s.log| && 0 <= j < |s.log| && i != j && s.log[i].who != 0 && s.log[j].who != 0
                  && Idx(c, s.log[i].b) == Idx(c, s.log[j].b)
      ensures var a, b := OffOf(c, s.log[i].b), OffOf(c, s.log[j].b);
              a + s.log[i].e - s.log[i].b <= b || b + s.log[j].e - s.log[j].b <= a
    {
      UncommittedInWindow(c, s, i); UncommittedInWindow(c, s, j);
      var k, m := Gen(c.S, s.log[i].b), Gen(c.S, s.log[j].b);
      if k < m { SameSlot(c.N, c.S, k, m); } else if m < k { SameSlot(c.N, c.S, m, k); }
      GenOf(c.S, s.log[i].b); GenOf(c.S, s.log[j].b);
      if i < j { Ordered(c.S, s.log, s.wpos, i, j); } else { Ordered(c.S, s.log, s.wpos, j, i); }
    }
  }
  /// What is not committed is of one of the last N generations.
  lemma UncommittedInWindow(c: Cfg, s: State, j: nat)
    requires InvA(c, s) && j < |s.log| && s.log[j].who != 0
    ensures First(c.N, c.S, s.wpos) <= Gen(c.S, s.log[j].b) < First(c.N, c.S, s.wpos) + c.N
  {
    UncommittedIsNotFull(c.S, s.log, s.wpos, j);
    EntryEntered(c.S, s.log, s.wpos, j);
    assert Gen(c.S, s.log[j].b) >= First(c.N, c.S, s.wpos) by { reveal Delivery(); }
  }

  lemma Holds_G8_ImpliedByG7(c: Cfg, s: State)
    requires InvA(c, s)
    ensures G8_ImpliedByG7(c, s)
  {
    reveal G8_ImpliedByG7(), ReaderAt();
    if s.rd.pc == At_Get_LoadWritePosition && s.rd.v == FullCount(c, s.rd.cur) {
      var k := Gen(c.S, s.rd.cur);
      GenOf(c.S, s.rd.cur);
      FullIsCommitted(c.S, s.log, s.wpos, k);
      GenOf(c.S, s.wpos); BaseStep(c.S, k);
      if Floor(c, s.wpos) == s.rd.cur { BaseOrder(c.S, Gen(c.S, s.wpos), k); BaseOrder(c.S, k, Gen(c.S, s.wpos)); }
    }
  }
}
