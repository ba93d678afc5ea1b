include "Flush.dfy"
include "Log.dfy"

/// Layer A of the inductive invariant: places, counts, the read position, where the reader is. Predicates take the parts of the
/// state that they speak of, so that a step that leaves these alone preserves them at once.
module InductivePlaces {
  import opened Geometry
  import opened Memory
  import opened Reserve
  import opened Flush
  import opened Log

  type Procs = map<Pid, Proc>

  /// Free: nothing reserved; Settling: reserved, time and push still to do; Before, After: the commit of the piece `job`.
  datatype Stage = Free | Settling | Before | After
  function StageOf(q: Proc): Stage {
    match q.pc
    case At_Reserve_StoreLastTime => Settling
    case At_Push_LoadReadPosition => Settling
    case At_Push_Cas => Settling
    case At_ClearNoref_LoadSlot => Before
    case At_ClearNoref_Cas => Before
    case At_OldEnd_StoreSize => Before
    case At_OldEnd_StoreDataSize => Before
    case At_NewStart_StoreBegin => Before
    case At_OldStart_StoreBegin => Before
    case At_NewEnd_StoreSize => Before
    case At_NewEnd_StoreDataSize => Before
    case At_Write_Begin => Before
    case At_Write_End => Before
    case At_Lose_Abandoned => Before
    case At_Commit_AddCount => Before
    case At_Commit_LoadCount => After
    case At_Deliver_Lock => After
    case At_Deliver_LoadDataSize => After
    case At_Deliver_StoreSize => After
    case At_Deliver_StoreSlot => After
    case At_Deliver_Publish => After
    case At_Wake_LoadWaiting => if q.l.job == NoJob then Free else After
    case At_Wake_Cas => if q.l.job == NoJob then Free else After
    case At_Wake_Signal => if q.l.job == NoJob then Free else After
    case _ => Free
  }
  predicate Delivers(q: Proc) {
    q.pc in {At_Deliver_LoadDataSize, At_Deliver_StoreSize, At_Deliver_StoreSlot, At_Deliver_Publish}
  }
  predicate Samples_(pc: Label) { pc in {At_Sample_LoadFull, At_Sample_LoadWrapped, At_Sample_LoadTooBig} }

  /// Which entries of the log, from its first on, process p has not committed yet.
  function PendFrom(c: Cfg, p: Pid, q: Proc): nat requires WF(c) {
    match StageOf(q)
    case Before => PieceAt(c, p, q.l)
    case After => PieceAt(c, p, q.l) + 1
    case _ => q.l.at
  }
  function PendTo(c: Cfg, p: Pid, q: Proc): nat requires WF(c) { q.l.at + |Reserved(c, p, q.l)| }

  /// An entry is what was reserved, but for the record that was abandoned since.
  predicate Matches(x: Entry, planned: Entry) {
    && x.b == planned.b && x.e == planned.e && x.t == planned.t && x.f == planned.f && x.s == planned.s
    && (x.kind == planned.kind || (x.kind == KSkip && planned.kind == KRec))
  }
  ghost predicate OwnsIt(c: Cfg, p: Pid, q: Proc, log: seq<Entry>) requires WF(c) {
    StageOf(q) != Free ==>
      && PendTo(c, p, q) <= |log|
      && forall j :: q.l.at <= j < PendTo(c, p, q) ==>
           && Matches(log[j], Reserved(c, p, q.l)[j - q.l.at])
           && log[j].who == (if j < PendFrom(c, p, q) then 0 else p)
  }
  opaque ghost predicate Owned(c: Cfg, procs: Procs, log: seq<Entry>) requires WF(c) {
    forall p :: p in procs ==> OwnsIt(c, p, procs[p], log)
  }
  /// S3_EveryReservationIsOwed.
  opaque ghost predicate Owed(c: Cfg, procs: Procs, log: seq<Entry>) requires WF(c) {
    forall j :: 0 <= j < |log| && log[j].who != 0 ==>
      && log[j].who in procs && StageOf(procs[log[j].who]) != Free
      && PendFrom(c, log[j].who, procs[log[j].who]) <= j < PendTo(c, log[j].who, procs[log[j].who])
  }
  /// Headers begin sub-buffers, padding ends them.
  opaque ghost predicate Kinds(c: Cfg, log: seq<Entry>) requires WF(c) {
    forall j :: 0 <= j < |log| ==>
      && (OffOf(c, log[j].b) == 0 <==> log[j].kind == KHdr)
      && (log[j].kind == KHdr ==> log[j].e == log[j].b + c.H)
      && (log[j].kind == KPad ==> log[j].e == Next_(c, log[j].b))
  }

  /// S3: the committed count of each slot, for the one generation of the last N that it serves.
  opaque ghost predicate Counts(c: Cfg, wpos: int, log: seq<Entry>, cc: seq<int>) requires WF(c) && |cc| == c.N {
    forall k :: First(c.N, c.S, wpos) <= k < First(c.N, c.S, wpos) + c.N ==>
      cc[Slot(c.N, k)] == Clean(c.N, c.S, k) + CommittedIn(c.S, log, k)
  }
  /// S4, S5, S6: what was delivered is full, and was claimed once.
  ghost predicate DeliveryOf(c: Cfg, log: seq<Entry>, dc: seq<int>, claims: seq<int>, k: int)
    requires WF(c) && |dc| == c.N && |claims| == c.N
  {
    var i, clean := Slot(c.N, k), Clean(c.N, c.S, k);
    && (dc[i] == clean || dc[i] == clean + c.S || (c.lttng && dc[i] == clean + 1))
    && (dc[i] != clean ==> Full(c.S, log, k))
    && claims[i] == Lap(c.N, k) + (if (if c.lttng then dc[i] != clean else Full(c.S, log, k)) then 1 else 0)
  }
  opaque ghost predicate Delivery(c: Cfg, wpos: int, log: seq<Entry>, dc: seq<int>, claims: seq<int>)
    requires WF(c) && |dc| == c.N && |claims| == c.N
  {
    && (forall k :: First(c.N, c.S, wpos) <= k < First(c.N, c.S, wpos) + c.N ==> DeliveryOf(c, log, dc, claims, k))
    && (forall k :: 0 <= k < First(c.N, c.S, wpos) ==> Full(c.S, log, k))
  }
  /// The generation of p's piece.
  function PieceGen(c: Cfg, p: Pid, l: Locals): int requires WF(c) { Gen(c.S, PieceBegin(c, p, l)) }

  ghost predicate DelivererOk(c: Cfg, p: Pid, q: Proc, wpos: int, log: seq<Entry>, dc: seq<int>)
    requires WF(c) && |dc| == c.N
  {
    var k := PieceGen(c, p, q.l);
    && (q.pc == At_Deliver_Lock ==> Full(c.S, log, k))
    && (Delivers(q) ==>
          && First(c.N, c.S, wpos) <= k < First(c.N, c.S, wpos) + c.N && Full(c.S, log, k)
          && dc[Slot(c.N, k)] == Clean(c.N, c.S, k) + (if c.lttng then 1 else 0))
  }
  opaque ghost predicate Deliverers(c: Cfg, procs: Procs, wpos: int, log: seq<Entry>, dc: seq<int>)
    requires WF(c) && |dc| == c.N
  {
    && (forall p :: p in procs ==> DelivererOk(c, p, procs[p], wpos, log, dc))
    && (forall p, q :: p in procs && q in procs && p != q && Delivers(procs[p]) && Delivers(procs[q]) ==>
          PieceGen(c, p, procs[p].l) != PieceGen(c, q, procs[q].l))
  }

  /// What a label says of the locals alone.
  ghost predicate LocalsOk(c: Cfg, p: Pid, q: Proc) requires WF(c) {
    var l := q.l;
    && l.o >= 0
    && (p in c.writers || p in c.flushers)
    && (q.pc != Idle && p in c.writers ==> 0 < l.n <= c.S - c.H)
    && (match StageOf(q)
        case Free =>
          && (q.pc in {At_Wake_LoadWaiting, At_Wake_Cas, At_Wake_Signal, At_Flush_LoadWritePosition, At_Flush_ReadClock,
                       At_Flush_LoadDelivered, At_Flush_LoadReadPosition, At_Flush_Cas, At_Complete_StoreFinal}
              ==> p in c.flushers)
          && (q.pc != Idle && p in c.flushers && !Samples_(q.pc) ==>
                q.pc in {At_Wake_LoadWaiting, At_Wake_Cas, At_Wake_Signal, At_Flush_LoadWritePosition, At_Flush_ReadClock,
                         At_Flush_LoadDelivered, At_Flush_LoadReadPosition, At_Flush_Cas, At_Complete_StoreFinal})
          && l.job == NoJob
          && (q.pc in {At_Wake_LoadWaiting, At_Wake_Cas, At_Wake_Signal} ==> c.wakeups)
        case Settling => l.job == NoJob && (p in c.flushers ==> q.pc != At_Reserve_StoreLastTime)
                         && (q.pc != At_Reserve_StoreLastTime ==> c.overwrites) && (q.pc == At_Reserve_StoreLastTime ==> c.clocked)
        case _ =>
          && l.job != NoJob
          && (p in c.flushers ==> l.job != Rec && (l.job == Hdr ==> OffOf(c, l.o) == 0))
          && (p in c.writers ==> (l.job == Pad ==> EndsOld(c, l)) && (l.job == Hdr ==> EntersNew(c, l))))
    && (match q.pc
        case At_ClearNoref_LoadSlot => c.overwrites
        case At_ClearNoref_Cas => c.overwrites && l.w.noref
        case At_OldEnd_StoreSize => l.job == Pad && !c.lttng
        case At_OldEnd_StoreDataSize => l.job == Pad && c.lttng
        case At_NewStart_StoreBegin => l.job == Hdr && p in c.writers
        case At_OldStart_StoreBegin => l.job == Hdr && p in c.flushers
        case At_NewEnd_StoreSize => l.job == Rec && FillsUp(c, l) && !c.lttng
        case At_NewEnd_StoreDataSize => l.job == Rec && FillsUp(c, l) && c.lttng
        case At_Write_Begin => l.job == Rec
        case At_Write_End => l.job == Rec
        case At_Lose_Abandoned => l.job == Rec
        case At_Commit_LoadCount => c.lttng
        case At_Deliver_Lock => c.lttng
        case At_Deliver_LoadDataSize => c.lttng
        case At_Deliver_StoreSize => c.lttng
        case At_Deliver_StoreSlot => c.overwrites
        case At_Wake_LoadWaiting => c.wakeups
        case At_Wake_Cas => c.wakeups
        case At_Wake_Signal => c.wakeups
        case At_Reserve_ReadClock => IsFast(c, l) && !l.f && c.clocked
        case At_Reserve_LoadLastTime => IsFast(c, l) && !l.f && c.clocked
        case At_Reserve_Cas => IsFast(c, l)
        case At_ReserveSlow_ReadClock => !l.f && c.clocked
        case At_ReserveSlow_LoadLastTime => !l.f && c.clocked
        case At_ReserveSlow_LoadWritePosition => !l.f && l.v == 0
        case At_ReserveSlow_LoadDelivered => EntersNew(c, l)
        case At_ReserveSlow_RecheckWritePosition => EntersNew(c, l)
        case At_ReserveSlow_LoadReadPosition => EntersNew(c, l) && !c.overwrites
        case At_Lose_Wrapped => EntersNew(c, l)
        case At_Lose_Full => EntersNew(c, l) && !c.overwrites
        case At_Flush_ReadClock => !GateAlone(c, l)
        case At_Flush_LoadDelivered => OffOf(c, l.o) == 0 && l.m == Final
        case At_Flush_LoadReadPosition => OffOf(c, l.o) == 0 && l.m == Final && !c.overwrites
        case _ => true)
    && (!c.clocked ==> !l.f)
    && (Samples_(q.pc) ==> if p in c.writers then EndsOld(c, l) || FillsUp(c, l) else !GateAlone(c, l))
    && (p in c.flushers && (q.pc in {At_Flush_ReadClock, At_Flush_LoadDelivered, At_Flush_LoadReadPosition, At_Flush_Cas} || Samples_(q.pc)) ==>
          l.g != Closed && (l.g == Paused ==> l.m == Resume || l.m == Complete) && (l.m == Active ==> OffOf(c, l.o) != 0))
  }
  /// The sub-buffer that a reservation at l.o enters, if it enters one.
  predicate Enters(c: Cfg, p: Pid, l: Locals) requires WF(c) { if p in c.flushers then OffOf(c, l.o) == 0 else EntersNew(c, l) }
  function EnteredPos(c: Cfg, p: Pid, l: Locals): int requires WF(c) { if p in c.flushers then l.o else RecBegin(c, l) }

  /// What was sampled, and holds since: counts and the read position only grow.
  ghost predicate SampledOk(c: Cfg, p: Pid, q: Proc, wpos: int, rpos: int, dc: seq<int>)
    requires WF(c) && |dc| == c.N
  {
    var l := q.l; var at := EnteredPos(c, p, l);
    && l.o <= wpos
    && (q.pc == At_ReserveSlow_RecheckWritePosition ==> l.v <= dc[Idx(c, at)])
    && (q.pc in {At_ReserveSlow_LoadReadPosition, At_Lose_Full} ==> l.v == CleanCount(c, at) <= dc[Idx(c, at)])
    && (q.pc == At_Lose_Wrapped ==> l.v < CleanCount(c, at))
    && (q.pc == At_Flush_LoadReadPosition ==> CleanCount(c, at) <= dc[Idx(c, at)])
    && ((q.pc in {At_ReserveSlow_Cas, At_Flush_Cas} || Samples_(q.pc))
        && Enters(c, p, l) && !(p in c.flushers && GateAlone(c, l)) ==>
          && CleanCount(c, at) <= dc[Idx(c, at)]
          && (!c.overwrites ==> Floor(c, at) - rpos < Ring(c)))
    && (q.pc == At_Push_Cas ==> PushFrom(c, p, l) - l.v >= Ring(c))
    && (c.overwrites && StageOf(q) in {Before, After} ==> PushFrom(c, p, l) - rpos < Ring(c))      // S14, of each producer
  }
  opaque ghost predicate Producers(c: Cfg, procs: Procs, wpos: int, rpos: int, dc: seq<int>) requires WF(c) && |dc| == c.N {
    && procs.Keys == c.writers + c.flushers
    && forall p :: p in procs ==> LocalsOk(c, p, procs[p]) && SampledOk(c, p, procs[p], wpos, rpos, dc)
  }
  /// S13, S14, S15, S16.
  opaque ghost predicate ReadPos(c: Cfg, procs: Procs, wpos: int, rpos: int, log: seq<Entry>, dc: seq<int>)
    requires WF(c) && |dc| == c.N
  {
    && 0 <= rpos <= wpos && rpos == Base(c.S, Gen(c.S, rpos))
    && (forall k :: 0 <= k < Gen(c.S, rpos) ==> Full(c.S, log, k))
    && (forall k :: First(c.N, c.S, wpos) <= k < Gen(c.S, rpos) && k < First(c.N, c.S, wpos) + c.N ==>
          dc[Slot(c.N, k)] == Clean(c.N, c.S, k) + c.S)
    && (!c.overwrites ==> Entered(c.S, wpos) <= Gen(c.S, rpos) + c.N)
    && (c.overwrites ==> forall j :: 0 <= j < |log| ==>
          || Gen(c.S, log[j].b) < Gen(c.S, rpos) + c.N
          || (log[j].who in procs && StageOf(procs[log[j].who]) == Settling))
  }
  predicate Gets(pc: ReadLabel) { pc in {At_Get_LoadDelivered, At_Get_LoadWritePosition, At_Get_LoadSlot, At_Get_Exchange} }
  predicate Moves(pc: ReadLabel) { pc in {At_Move_LoadReadPosition, At_Move_Cas, At_Move_StoreReadPosition} }
  predicate Waits(pc: ReadLabel) {
    pc in {At_Wait_StoreWaiting, At_Wait_LoadDelivered, At_Wait_LoadFinal, At_Wait_Cancel, Asleep, Woken}
  }
  /// The reader is at a sub-buffer.
  predicate IsAt(pc: ReadLabel) {
    Gets(pc) || HoldLabel(pc) || pc in {At_Get_LoadFinal, At_Get_LoadEnd, At_Snapshot_LoadWritePosition, At_Clear_LoadDelivered}
  }
  opaque ghost predicate ReaderAt(c: Cfg, rd: Reading, wpos: int, rpos: int, log: seq<Entry>, dc: seq<int>)
    requires WF(c) && |dc| == c.N
  {
    var k := Gen(c.S, rd.cur);
    && (IsAt(rd.pc) ==>
          && 0 <= rd.cur <= wpos && rd.cur == Base(c.S, k)
          && rd.op in {Read, Snapshot, Clear}
          && (rd.op != Snapshot ==> rd.cur <= rpos && (!c.overwrites ==> rd.cur == rpos))
          && (rd.op == Snapshot && !c.overwrites ==> rd.cur >= rpos))
    && (Gets(rd.pc) || rd.pc in {At_Get_LoadBegin, At_Get_LoadSize, At_Read_Records} ==> rd.op in {Read, Snapshot})
    && (Gets(rd.pc) || HoldLabel(rd.pc) ==> rd.op == Snapshot ==>
          rd.upto == Base(c.S, Gen(c.S, rd.upto)) && rd.cur < rd.upto <= wpos)
    && (rd.pc == At_Put_Cas ==> rd.op == Snapshot && c.overwrites)
    && (rd.pc == At_Snapshot_LoadWritePosition ==> rd.op == Snapshot && rd.upto == None_)
    && (rd.pc == At_Clear_LoadDelivered ==> rd.op == Clear)
    && (rd.pc == At_Clear_LoadReadPosition ==> rd.op == Clear)
    && (rd.pc in {At_Get_LoadFinal, At_Get_LoadEnd, At_Get_LoadReadPosition} ==> rd.op == Read)
    && (rd.pc in {At_Get_LoadSlot, At_Get_Exchange} ==> c.overwrites)
    && (rd.pc == At_Get_LoadWritePosition ==> c.lttng && rd.v <= dc[Slot(c.N, k)])
    && (Moves(rd.pc) ==> rd.op in {Read, Clear})
    && (rd.pc in {At_Move_LoadReadPosition, At_Move_Cas} ==> c.lttng || c.overwrites)
    && (rd.pc == At_Move_StoreReadPosition ==> !c.lttng && !c.overwrites)
    && (rd.pc == At_Get_LoadWritePosition && rd.v >= Clean(c.N, c.S, k) + c.S ==> Full(c.S, log, k))
    && (rd.pc in {At_Get_LoadSlot, At_Get_Exchange} || HoldLabel(rd.pc) ==>
          Full(c.S, log, k) && dc[Slot(c.N, k)] >= Clean(c.N, c.S, k) + c.S)
    && (rd.pc == At_Move_Cas ==> rd.v < rd.cur + c.S)
    && (Waits(rd.pc) ==> rd.op == Wait && rd.upto >= 0 && rd.upto == Base(c.S, Gen(c.S, rd.upto)))
    && (rd.pc in {RIdle, Ended} ==> rd == NoReading.(pc := rd.pc))
    && (rd.out != [] ==> rd.pc == At_Put_Cas || (Moves(rd.pc) && rd.op == Read))
  }

  ghost predicate InvA(c: Cfg, s: State) {
    && Shape(c, s)
    && Partition(c.S, s.log, s.wpos)
    && Kinds(c, s.log)
    && Owned(c, s.procs, s.log)
    && Owed(c, s.procs, s.log)
    && Counts(c, s.wpos, s.log, s.cc)
    && Delivery(c, s.wpos, s.log, s.dc, s.claims)
    && Deliverers(c, s.procs, s.wpos, s.log, s.dc)
    && Producers(c, s.procs, s.wpos, s.rpos, s.dc)
    && ReadPos(c, s.procs, s.wpos, s.rpos, s.log, s.dc)
    && ReaderAt(c, s.rd, s.wpos, s.rpos, s.log, s.dc)
    && (s.gate != Open ==> OffOf(c, s.wpos) == 0)
  }

  /// S13, S6: no position and no count ever goes back.
  ghost predicate Grows(c: Cfg, s: State, t: State) requires Shape(c, s) && Shape(c, t) {
    && s.wpos <= t.wpos && s.rpos <= t.rpos
    && forall i :: 0 <= i < c.N ==> s.cc[i] <= t.cc[i] && s.dc[i] <= t.dc[i]
  }
}
