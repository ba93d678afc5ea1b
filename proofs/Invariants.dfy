include "Commit.dfy"
include "Read.dfy"
include "InductiveTime.dfy"

/// tla/Invariants.tla: what must hold in every reachable state of ReserveCommit, each under its name there. The log keeps
/// every reservation that ever was, where `res` there forgets those that were read, overwritten or cleared: so what is said
/// of the reservations here is said of more of them.
module Invariants {
  import opened Geometry
  import opened Memory
  import opened Reserve
  import opened Commit
  import opened Reader
  import opened Log
  import opened InductivePlaces
  import opened InductiveMemory
  import opened InductiveTime

  predicate Touches(c: Cfg, s: State, p: Pid, x: int) requires Shape(c, s) && p in s.procs {
    var q := s.procs[p];
    (Stores(q.pc) || q.pc in {At_Deliver_LoadDataSize, At_Deliver_StoreSize, At_Deliver_StoreSlot}) && SubOf(c, p, q.l) == x
  }
  /// Generation k can be read from slot i: in overwrite mode the slot's word says so, in discard mode the delivered count.
  ghost predicate IsReadable(c: Cfg, s: State, i: int, k: int) requires Shape(c, s) && 0 <= i < c.N {
    && k >= 0 && Slot(c.N, k) == i
    && (if c.overwrites then s.slot[i].noref && s.slot[i].lap == Lap(c.N, k)
        else s.dc[i] == Clean(c.N, c.S, k) + c.S && k >= Gen(c.S, s.rpos))
  }
  function ReadableSub(c: Cfg, s: State, i: int): int requires Shape(c, s) && 0 <= i < c.N { if c.overwrites then s.slot[i].sub else i }
  ghost predicate InGen(c: Cfg, s: State, j: int, k: int) requires WF(c) { 0 <= j < |s.log| && Gen(c.S, s.log[j].b) == k }
  ghost predicate FirstOf(c: Cfg, s: State, j: int, k: int) requires WF(c) { InGen(c, s, j, k) && OffOf(c, s.log[j].b) == 0 }
  ghost predicate LastOf(c: Cfg, s: State, j: int, k: int) requires WF(c) { InGen(c, s, j, k) && IsLast(c, s.log[j]) }

  opaque ghost predicate S1_ReservationsPartition(c: Cfg, s: State) requires Shape(c, s) {
    && (|s.log| == 0 ==> s.wpos == 0)
    && (|s.log| > 0 ==> s.log[0].b == 0 && s.log[|s.log| - 1].e == s.wpos)
    && (forall j :: 0 <= j < |s.log| ==> s.log[j].b < s.log[j].e)
    && (forall j :: 0 <= j < |s.log| - 1 ==> s.log[j].e == s.log[j + 1].b)
    && (s.gate != Open ==> OffOf(c, s.wpos) == 0)
  }
  opaque ghost predicate S2_NoReservationStraddles(c: Cfg, s: State) requires Shape(c, s) {
    forall j :: 0 <= j < |s.log| ==> Gen(c.S, s.log[j].b) == Gen(c.S, s.log[j].e - 1)
  }
  /// The count of a slot is that of all its laps before, and what is committed of the generation that it serves.
  opaque ghost predicate S3_CommitCountsAddUp(c: Cfg, s: State) requires Shape(c, s) {
    && (forall k :: First(c.N, c.S, s.wpos) <= k < First(c.N, c.S, s.wpos) + c.N ==>
          s.cc[Slot(c.N, k)] == Clean(c.N, c.S, k) + CommittedIn(c.S, s.log, k))
    && (forall k :: 0 <= k < First(c.N, c.S, s.wpos) ==> CommittedIn(c.S, s.log, k) == c.S)
  }
  opaque ghost predicate S3_EveryReservationIsOwed(c: Cfg, s: State) requires Shape(c, s) {
    forall j :: 0 <= j < |s.log| && s.log[j].who != 0 ==>
      && s.log[j].who in s.procs
      && var q := s.procs[s.log[j].who];
         || StageOf(q) == Settling
         || (q.l.job != NoJob && s.log[j].b >= PieceBegin(c, s.log[j].who, q.l))
  }
  opaque ghost predicate S4_LapBarrier(c: Cfg, s: State) requires Shape(c, s) {
    forall j :: 0 <= j < |s.log| ==> s.dc[Slot(c.N, Gen(c.S, s.log[j].b))] >= Clean(c.N, c.S, Gen(c.S, s.log[j].b))
  }
  ghost predicate DeliversGen(c: Cfg, s: State, p: Pid, k: int) requires Shape(c, s) {
    p in s.procs && Delivers(s.procs[p]) && PieceGen(c, p, s.procs[p].l) == k
  }
  /// A delivered count is a whole number of laps, or one more where somebody has the delivery's lock, which one alone has. (That it
  /// is one more *only* then is asked by tla/Invariants.tla, and not here.)
  opaque ghost predicate S5_DeliveredCountShape(c: Cfg, s: State) requires Shape(c, s) {
    forall k :: First(c.N, c.S, s.wpos) <= k < First(c.N, c.S, s.wpos) + c.N ==>
      var i, clean := Slot(c.N, k), Clean(c.N, c.S, k);
      && s.dc[i] <= s.cc[i]
      && (s.dc[i] == clean || s.dc[i] == clean + c.S || (c.lttng && s.dc[i] == clean + 1))
      && (c.lttng && (exists p :: DeliversGen(c, s, p, k)) ==> s.dc[i] == clean + 1)
      && (forall p, q :: DeliversGen(c, s, p, k) && DeliversGen(c, s, q, k) ==> p == q)
  }
  /// Deliveries begun in a slot are no more than its laps that are full: each generation is delivered once.
  opaque ghost predicate S6_DeliveredOnce(c: Cfg, s: State) requires Shape(c, s) {
    forall k :: First(c.N, c.S, s.wpos) <= k < First(c.N, c.S, s.wpos) + c.N ==>
      s.claims[Slot(c.N, k)] <= Lap(c.N, k) + (if Full(c.S, s.log, k) then 1 else 0)
  }
  opaque ghost predicate S7_DeliveredIsComplete(c: Cfg, s: State) requires Shape(c, s) {
    forall i, k :: 0 <= i < c.N && IsReadable(c, s, i, k) ==>
      var x := ReadableSub(c, s, i);
      && CommittedIn(c.S, s.log, k) == c.S && ReservedIn(c.S, s.log, k) == c.S
      && (forall j :: InGen(c, s, j, k) ==>
            && s.log[j].who == 0
            && (IsRecord(s.log[j]) ==> s.mem[x][OffOf(c, s.log[j].b)] == CellOf(c, s.log[j])))
      && (forall j :: FirstOf(c, s, j, k) ==> s.begin[x] == BeginBlock(Base(c.S, k), s.log[j].t))
      && (forall j :: LastOf(c, s, j, k) ==> s.csize[x] == EndBlockOf(c, s.log[j]))
  }
  opaque ghost predicate S8_WritersDoNotOverlap(c: Cfg, s: State) requires Shape(c, s) {
    forall i, j :: (0 <= i < |s.log| && 0 <= j < |s.log| && i != j && s.log[i].who != 0 && s.log[j].who != 0
                    && Idx(c, s.log[i].b) == Idx(c, s.log[j].b)) ==>
      var a, b := OffOf(c, s.log[i].b), OffOf(c, s.log[j].b);
      a + s.log[i].e - s.log[i].b <= b || b + s.log[j].e - s.log[j].b <= a
  }
  opaque ghost predicate S9_ReaderHoldsAlone(c: Cfg, s: State) requires Shape(c, s) {
    Holds(s.rd) ==> forall p :: p in s.procs ==> !Touches(c, s, p, SubRead(c, s))
  }
  opaque ghost predicate S10_SubBuffersArePermuted(c: Cfg, s: State) requires Shape(c, s) {
    c.overwrites ==>
      && (forall i, j :: 0 <= i < j < c.N ==> s.slot[i].sub != s.slot[j].sub)
      && (forall i :: 0 <= i < c.N ==> s.slot[i].sub != s.mine)
  }
  opaque ghost predicate S11_WritersReferToWhatTheyWrite(c: Cfg, s: State) requires Shape(c, s) {
    c.overwrites ==> forall p :: p in s.procs && (Stores(s.procs[p].pc) || s.procs[p].pc == At_Commit_AddCount) ==>
      var l := s.procs[p].l;
      !s.slot[PieceSlot(c, p, l)].noref && s.slot[PieceSlot(c, p, l)].sub == l.x
  }
  opaque ghost predicate S12_LapOfSlotIsTheDelivered(c: Cfg, s: State) requires Shape(c, s) {
    c.overwrites ==> forall k :: First(c.N, c.S, s.wpos) <= k < First(c.N, c.S, s.wpos) + c.N ==>
      var i := Slot(c.N, k);
      s.slot[i].lap != None_ ==> s.slot[i].noref && s.cc[i] == Base(c.S, s.slot[i].lap + 1)
  }
  opaque ghost predicate S13_ReadPositionBehindWriteHead(c: Cfg, s: State) requires Shape(c, s) {
    OffOf(c, s.rpos) == 0 && 0 <= s.rpos <= Floor(c, s.wpos)
  }
  opaque ghost predicate S14_WindowIsTheRing(c: Cfg, s: State) requires Shape(c, s) {
    c.overwrites ==>
      && ((forall p :: p in s.procs ==> StageOf(s.procs[p]) != Settling) ==> s.wpos - s.rpos <= Ring(c))
      && (forall p :: p in s.procs && StageOf(s.procs[p]) in {Before, After} ==> PushFrom(c, p, s.procs[p].l) - s.rpos < Ring(c))
  }
  opaque ghost predicate S15_NothingInFlightBehindReader(c: Cfg, s: State) requires Shape(c, s) {
    forall j :: 0 <= j < |s.log| && s.log[j].who != 0 ==> s.rpos <= Floor(c, s.log[j].b)
  }
  opaque ghost predicate S16_NoUnreadOverwritten(c: Cfg, s: State) requires Shape(c, s) {
    !c.overwrites ==> forall j :: 0 <= j < |s.log| ==> s.rpos >= Floor(c, s.log[j].b) - Ring(c) + c.S
  }
  opaque ghost predicate S17_ReadIsWhatWasCommitted(c: Cfg, s: State) requires Shape(c, s) {
    s.rd.pc == At_Read_Records ==>
      var k := Gen(c.S, s.rd.cur);
      && s.rd.begin.pos == s.rd.cur
      && (exists j :: FirstOf(c, s, j, k))
      && (exists j :: LastOf(c, s, j, k))
      && (forall j :: LastOf(c, s, j, k) ==> s.rd.size == EndBlockOf(c, s.log[j]))
      && (forall j :: InGen(c, s, j, k) ==>
            && s.log[j].who == 0
            && (IsRecord(s.log[j]) ==> s.mem[SubRead(c, s)][OffOf(c, s.log[j].b)] == CellOf(c, s.log[j])))
  }
  /// The records of generation k that were kept, in the order of reservation.
  ghost function ToRead(c: Cfg, log: seq<Entry>, k: int): seq<Entry> requires WF(c) {
    if log == [] then []
    else ToRead(c, log[..|log| - 1], k)
         + (if Gen(c.S, log[|log| - 1].b) == k && log[|log| - 1].kind == KRec then [log[|log| - 1]] else [])
  }
  opaque ghost predicate S18_ReadInReserveOrder(c: Cfg, s: State) requires Shape(c, s) {
    s.rd.pc == At_Read_Records ==>
      var want := ToRead(c, s.log, Gen(c.S, s.rd.cur)); var got := Reading_(c, s);
      |got| == |want| && forall j :: 0 <= j < |want| ==> got[j].len == want[j].e - want[j].b
  }
  opaque ghost predicate S19_TimeNeverGoesBack(c: Cfg, s: State) requires Shape(c, s) {
    forall i, j :: 0 <= i <= j < |s.log| ==> s.log[i].t <= s.log[j].t
  }
  opaque ghost predicate S19_PacketTimesEnclose(c: Cfg, s: State) requires Shape(c, s) {
    s.rd.pc == At_Read_Records ==>
      var k := Gen(c.S, s.rd.cur);
      && (forall j :: InGen(c, s, j, k) ==> s.rd.begin.time <= s.log[j].t <= s.rd.size.time)
      && (forall j :: 0 <= j < |s.log| && s.log[j].b >= s.rd.cur + c.S ==> s.rd.size.time <= s.log[j].t)
  }
  opaque ghost predicate S20_ShortTimesAreEnough(c: Cfg, s: State) requires Shape(c, s) {
    s.rd.pc == At_Read_Records && c.clocked ==>
      var want := ToRead(c, s.log, Gen(c.S, s.rd.cur)); var got := Reading_(c, s);
      |got| == |want| && forall j :: 0 <= j < |want| ==> got[j].time == want[j].t
  }
  opaque ghost predicate S21_LossesAddUp(c: Cfg, s: State) requires Shape(c, s) {
    s.account == |DecidingWriters(c, s.procs)|
  }
  opaque ghost predicate S21_LossCauseIsTrue(c: Cfg, s: State) requires Shape(c, s) {
    forall p :: p in s.procs && p in c.writers ==>
      var l := s.procs[p].l; var clean := CleanCount(c, RecBegin(c, l));
      && (s.procs[p].pc == At_Lose_Wrapped ==> l.v < clean)
      && (s.procs[p].pc == At_Lose_Full ==> l.v == clean)
  }
  opaque ghost predicate S21_StatedLossesGrow(c: Cfg, s: State) requires Shape(c, s) {
    forall i, j, k, m :: 0 <= i < c.N && 0 <= j < c.N && IsReadable(c, s, i, k) && IsReadable(c, s, j, m) && k < m ==>
      SampleUpTo(s.csize[ReadableSub(c, s, i)].loss, s.csize[ReadableSub(c, s, j)].loss)
  }
  opaque ghost predicate S25_EndOfDataIsTheEnd(c: Cfg, s: State) requires Shape(c, s) {
    s.rd.pc == Ended ==> s.gate == Closed && s.rpos == s.wpos && forall j :: 0 <= j < |s.log| ==> s.log[j].who == 0
  }
  opaque ghost predicate L7_NoLostWakeup(c: Cfg, s: State) requires Shape(c, s) {
    s.rd.pc in {Asleep, Woken} && !s.signal ==>
      || (s.waiting == s.rd.upto && s.dc[Idx(c, s.rd.upto)] < FullCount(c, s.rd.upto) && !s.final)
      || (exists p :: p in s.procs &&
            (|| s.procs[p].pc == At_Wake_Signal
             || (s.procs[p].pc in {At_Wake_LoadWaiting, At_Wake_Cas} && s.waiting == s.rd.upto && IsAwaited(c, s, p, s.procs[p].l))))
  }
  opaque ghost predicate G8_ImpliedByG7(c: Cfg, s: State) requires Shape(c, s) {
    s.rd.pc == At_Get_LoadWritePosition ==> (s.rd.v == FullCount(c, s.rd.cur) ==> Floor(c, s.wpos) != s.rd.cur)
  }
}
