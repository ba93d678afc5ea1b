include "ReserveCommit.dfy"
include "Log.dfy"

/// The inductive invariant, in four layers: A places and counts, B what stands in memory, C time and losses, D waking
/// and the end. Each layer is preserved where those before it hold; what is named in tla/Invariants.tla follows
/// (Invariants.dfy). Predicates take the parts of the state that they speak of, so that a step that leaves these alone
/// preserves them at once.
module Inductive {
  import opened Geometry
  import opened Memory
  import opened Reserve
  import opened Commit
  import opened Flush
  import opened Reader
  import opened ReserveCommit
  import opened Log

  type Procs = map<Pid, Proc>

  // ================= A: places, counts, read position =================

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

  // ================= B: what stands in memory =================

  /// The end blocks that the last reserver of a sub-buffer stores into.
  function Ends(c: Cfg, s: State): seq<EndBlock> { if c.lttng then s.dsize else s.csize }
  function EndBlockOf(c: Cfg, x: Entry): EndBlock requires WF(c) {
    EndBlock(if x.kind == KPad then OffOf(c, x.b) else c.S, x.t, x.s)
  }
  /// What the first unit of a record becomes.
  function CellOf(c: Cfg, x: Entry): Cell requires WF(c) {
    if x.kind == KSkip then Skip(x.e - x.b, TimeField(c, x.t, x.f)) else Whole(x.e - x.b, TimeField(c, x.t, x.f))
  }
  predicate IsRecord(x: Entry) { x.kind == KRec || x.kind == KSkip }
  predicate IsLast(c: Cfg, x: Entry) requires WF(c) { x.e == Next_(c, x.b) }

  /// What a committed entry has left: its cell or header, and the end block if it is the last of its sub-buffer.
  ghost predicate EntryStored(c: Cfg, x: Entry, begin: BeginBlock, end: EndBlock, cells: seq<Cell>) requires WF(c) && |cells| == c.S {
    && (x.kind == KHdr ==> begin == BeginBlock(x.b, x.t))
    && (IsRecord(x) ==> cells[OffOf(c, x.b)] == CellOf(c, x))
    && (IsLast(c, x) ==> end == EndBlockOf(c, x))
  }
  /// All that is committed of generation k stands in sub-buffer x.
  opaque ghost predicate Content(c: Cfg, log: seq<Entry>, k: int, begin: BeginBlock, end: EndBlock, cells: seq<Cell>)
    requires WF(c) && |cells| == c.S
  {
    forall j :: 0 <= j < |log| && Gen(c.S, log[j].b) == k && log[j].who == 0 ==> EntryStored(c, log[j], begin, end, cells)
  }
  ghost predicate ContentIn(c: Cfg, s: State, k: int, x: int) requires Shape(c, s) && IsSub(c, x) {
    Content(c, s.log, k, s.begin[x], Ends(c, s)[x], s.mem[x])
  }
  /// The begin and the end block of generation k, fully reserved, are these.
  opaque ghost predicate BeginIs(c: Cfg, log: seq<Entry>, k: int, begin: BeginBlock) requires WF(c) {
    forall j :: 0 <= j < |log| && Gen(c.S, log[j].b) == k && log[j].kind == KHdr ==> begin == BeginBlock(log[j].b, log[j].t)
  }
  opaque ghost predicate EndIs(c: Cfg, log: seq<Entry>, k: int, end: EndBlock) requires WF(c) {
    forall j :: 0 <= j < |log| && Gen(c.S, log[j].b) == k && IsLast(c, log[j]) ==> end == EndBlockOf(c, log[j])
  }
  /// Generation k can be read from sub-buffer x.
  ghost predicate ReadableIn(c: Cfg, s: State, k: int, x: int) requires Shape(c, s) && IsSub(c, x) {
    Full(c.S, s.log, k) && ContentIn(c, s, k, x) && EndIs(c, s.log, k, s.csize[x])
  }

  /// The N generations that the slots serve.
  ghost predicate InWindow(c: Cfg, wpos: int, k: int) requires WF(c) {
    First(c.N, c.S, wpos) <= k < First(c.N, c.S, wpos) + c.N
  }
  /// Discard mode: slot i is served by sub-buffer i, which holds what is committed of every generation from the read position on.
  opaque ghost predicate ServedDiscard(c: Cfg, s: State, k: int) requires Shape(c, s) {
    var i := Slot(c.N, k);
    && s.slot[i] == Word(i, true, None_)
    && (k >= Gen(c.S, s.rpos) ==>
          && ContentIn(c, s, k, i)
          && (s.dc[i] == Clean(c.N, c.S, k) + c.S ==> EndIs(c, s.log, k, s.csize[i])))
  }
  /// Overwrite mode: a slot is claimed for k, not yet claimed for it, or delivered.
  opaque ghost predicate ServedOverwrite(c: Cfg, s: State, k: int) requires Shape(c, s) {
    var i := Slot(c.N, k); var word := s.slot[i]; var x := word.sub;
    if !word.noref then
      word.lap == None_ && ContentIn(c, s, k, x) && s.dc[i] != Clean(c.N, c.S, k) + c.S
    else
      || (CommittedIn(c.S, s.log, k) == 0
          && (word.lap != None_ ==> k >= c.N && word.lap == Lap(c.N, k) - 1 && ReadableIn(c, s, k - c.N, x)))
      || (Full(c.S, s.log, k)
          && (word.lap != None_ ==> word.lap == Lap(c.N, k) && ReadableIn(c, s, k, x)))
  }
  ghost predicate ServedAt(c: Cfg, s: State, k: int) requires Shape(c, s) {
    if c.overwrites then ServedOverwrite(c, s, k) else ServedDiscard(c, s, k)
  }
  opaque ghost predicate Served(c: Cfg, s: State) requires Shape(c, s) {
    forall k {:trigger ServedAt(c, s, k)} :: InWindow(c, s.wpos, k) ==> ServedAt(c, s, k)
  }
  /// S10.
  opaque ghost predicate Permuted(c: Cfg, slot: seq<Word>, mine: int) requires |slot| == c.N {
    c.overwrites ==>
      && (forall i, j :: 0 <= i < j < c.N ==> slot[i].sub != slot[j].sub)
      && (forall i :: 0 <= i < c.N ==> slot[i].sub != mine)
  }
  predicate Stores(pc: Label) {
    pc in {At_OldEnd_StoreSize, At_OldEnd_StoreDataSize, At_NewEnd_StoreSize, At_NewEnd_StoreDataSize,
           At_NewStart_StoreBegin, At_OldStart_StoreBegin, At_Write_Begin, At_Write_End, At_Lose_Abandoned}
  }
  predicate ToClear(pc: Label) { pc in {At_ClearNoref_LoadSlot, At_ClearNoref_Cas} }
  predicate ToWake(pc: Label) { pc in {At_Wake_LoadWaiting, At_Wake_Cas, At_Wake_Signal} }
  /// The process's piece: what it has stored of it, and that it has claimed what it stores into (S11).
  opaque ghost predicate PieceOk(c: Cfg, s: State, p: Pid, q: Proc) requires Shape(c, s) {
    var l := q.l; var i := PieceSlot(c, p, l); var k := PieceGen(c, p, l); var x := SubOf(c, p, l); var j := PieceAt(c, p, l);
    && IsSub(c, x)
    && (c.overwrites && (Stores(q.pc) || q.pc in {At_Commit_AddCount, At_Deliver_LoadDataSize, At_Deliver_StoreSize, At_Deliver_StoreSlot}) ==>
          s.slot[i] == Word(l.x, false, None_))
    && (c.overwrites && q.pc in {At_Commit_LoadCount, At_Deliver_Lock} && s.dc[i] == Clean(c.N, c.S, k) ==>
          s.slot[i] == Word(l.x, false, None_))
    && (c.overwrites && q.pc == At_Deliver_Publish ==> s.slot[i].noref)
    && (q.pc == At_Deliver_StoreSlot || (!c.overwrites && q.pc == At_Deliver_Publish) ==> EndIs(c, s.log, k, s.csize[x]))
    && (q.pc == At_Deliver_StoreSize ==> EndIs(c, s.log, k, l.k))
    && (ToWake(q.pc) && l.job != NoJob ==> Full(c.S, s.log, k))
    && (q.pc in {At_Write_Begin, At_Write_End, At_Lose_Abandoned} && j < |s.log| && IsLast(c, s.log[j]) ==>
          Ends(c, s)[x] == EndBlockOf(c, s.log[j]))
    && (q.pc == At_Lose_Abandoned && j < |s.log| ==>
          s.log[j].kind == KSkip && s.mem[x][OffOf(c, s.log[j].b)] == CellOf(c, s.log[j]))
    && (q.pc == At_Commit_AddCount && j < |s.log| ==> EntryStored(c, s.log[j], s.begin[x], Ends(c, s)[x], s.mem[x]))
  }
  opaque ghost predicate Pieces(c: Cfg, s: State) requires Shape(c, s) {
    forall p {:trigger PieceOk(c, s, p, s.procs[p])} :: p in s.procs ==> PieceOk(c, s, p, s.procs[p])
  }
  /// A record that its writer has not given up is one: the last that it reserved.
  ghost predicate RecordAhead(c: Cfg, p: Pid, q: Proc) {
    p in c.writers && StageOf(q) != Free
    && !(q.l.job == Rec && (StageOf(q) == After || q.pc == At_Lose_Abandoned || q.pc == At_Commit_AddCount))
  }
  ghost predicate IntactOf(c: Cfg, p: Pid, q: Proc, log: seq<Entry>) requires WF(c) {
    RecordAhead(c, p, q) ==> var n := PendTo(c, p, q); 0 < n <= |log| && log[n - 1].kind == KRec
  }
  opaque ghost predicate Intact(c: Cfg, procs: Procs, log: seq<Entry>) requires WF(c) {
    forall p {:trigger IntactOf(c, p, procs[p], log)} :: p in procs ==> IntactOf(c, p, procs[p], log)
  }

  ghost predicate Holds(rd: Reading) { HoldLabel(rd.pc) && rd.op != Clear }
  /// The slot of generation g serves g, or the next lap, of which nothing is committed.
  ghost predicate StillAt(c: Cfg, s: State, g: int) requires Shape(c, s) {
    forall k {:trigger InWindow(c, s.wpos, k)} :: InWindow(c, s.wpos, k) && Slot(c.N, k) == Slot(c.N, g) ==>
      g == k || (g == k - c.N && CommittedIn(c.S, s.log, k) == 0)
  }
  /// While the reader's spare still stands in the slot, nothing has happened to the slot since the exchange.
  opaque ghost predicate Exchanged(c: Cfg, s: State) requires Shape(c, s) {
    c.overwrites && Holds(s.rd) ==>
      && s.rd.w == Word(s.rd.w.sub, true, None_)
      && (s.slot[Idx(c, s.rd.cur)] == s.rd.w ==> StillAt(c, s, Gen(c.S, s.rd.cur)))
  }
  /// What the reader holds, and what it has loaded of it.
  opaque ghost predicate Held(c: Cfg, s: State) requires Shape(c, s) {
    var k := Gen(c.S, s.rd.cur);
    && (s.rd.pc == At_Get_Exchange ==> s.rd.w.noref && s.rd.w.lap == Lap(c.N, k))
    && (c.overwrites && Holds(s.rd) ==> ReadableIn(c, s, k, s.mine))
    && (s.rd.pc in {At_Get_LoadSize, At_Read_Records} ==> BeginIs(c, s.log, k, s.rd.begin))
    && (s.rd.pc == At_Read_Records ==> EndIs(c, s.log, k, s.rd.size))
  }
  ghost predicate InvB(c: Cfg, s: State) requires Shape(c, s) {
    && Served(c, s) && Permuted(c, s.slot, s.mine) && Pieces(c, s) && Intact(c, s.procs, s.log) && Exchanged(c, s) && Held(c, s)
  }

  // ================= C: time and losses =================

  function LastEntry(log: seq<Entry>): Entry requires |log| > 0 { log[|log| - 1] }
  /// S19, S20.
  opaque ghost predicate Times_(c: Cfg, log: seq<Entry>, now: int, last: int) requires WF(c) {
    && 0 <= last <= now
    && (forall j :: 0 <= j < |log| ==> 0 <= log[j].t <= now)
    && (forall j :: 0 <= j < |log| - 1 ==> log[j].t <= log[j + 1].t)
    && (if log == [] then last == 0 else last <= LastEntry(log).t)
    && (forall j :: 0 < j < |log| && IsRecord(log[j]) && !log[j].f && c.clocked ==> log[j].t - log[j - 1].t < c.shortTime)
    && (!c.clocked ==> now == 0)
  }
  predicate SampleUpTo(a: Sample, b: Sample) { a.full <= b.full && a.wrapped <= b.wrapped && a.tooBig <= b.tooBig }
  predicate SampleOfLost(a: Sample, lost: Lost) { 0 <= a.full <= lost.full && 0 <= a.wrapped <= lost.wrapped && 0 <= a.tooBig <= lost.tooBig }
  /// S21: the losses stated by the last entries of sub-buffers grow, and are no more than what was lost.
  opaque ghost predicate Stated(c: Cfg, log: seq<Entry>, lost: Lost) requires WF(c) {
    && lost.refused >= 0 && lost.abandoned >= 0 && SampleOfLost(NoSample, lost)
    && (forall j :: 0 <= j < |log| ==> SampleOfLost(log[j].s, lost) && (c.overwrites ==> log[j].s.full == 0))
    && (forall i, j :: 0 <= i < j < |log| && IsLast(c, log[i]) && IsLast(c, log[j]) ==> SampleUpTo(log[i].s, log[j].s))
  }
  /// A time was read after the write position.
  predicate HasTime(p: Pid, pc: Label) {
    pc in {At_Reserve_LoadLastTime, At_Reserve_Cas, At_ReserveSlow_LoadLastTime, At_ReserveSlow_LoadDelivered,
           At_ReserveSlow_RecheckWritePosition, At_ReserveSlow_LoadReadPosition, At_ReserveSlow_Cas, At_Flush_LoadDelivered,
           At_Flush_LoadReadPosition, At_Flush_Cas} || Samples_(pc)
  }
  predicate HasLastTime(pc: Label) { pc in {At_Reserve_Cas, At_ReserveSlow_LoadDelivered,
           At_ReserveSlow_RecheckWritePosition, At_ReserveSlow_LoadReadPosition, At_ReserveSlow_Cas} || Samples_(pc) }
  /// S22: where one writer is alone, what it has sampled is what is lost until then.
  ghost predicate SampledAlone(c: Cfg, q: Proc, lost: Lost) requires WF(c) {
    var l := q.l; var ends := q.pc == At_ReserveSlow_Cas && (EndsOld(c, l) || FillsUp(c, l));
    && (!c.overwrites && (q.pc in {At_Sample_LoadWrapped, At_Sample_LoadTooBig} || ends) ==> l.s.full == lost.full)
    && (q.pc == At_Sample_LoadTooBig || ends ==> l.s.wrapped == lost.wrapped)
    && (ends ==> l.s.tooBig == lost.tooBig)
  }
  ghost predicate TimeOk(c: Cfg, p: Pid, q: Proc, wpos: int, log: seq<Entry>, now: int, lost: Lost) requires WF(c) {
    var l := q.l;
    && 0 <= l.t <= now
    && SampleOfLost(l.s, lost) && (c.overwrites ==> l.s.full == 0 && q.pc != At_Sample_LoadFull)
    && (HasTime(p, q.pc) && !(p in c.flushers && GateAlone(c, l)) && wpos == l.o && log != [] ==> LastEntry(log).t <= l.t)
    && (p in c.writers && HasLastTime(q.pc) && wpos == l.o && !l.f && c.clocked && !EntersNew(c, l) && log != [] ==>
          l.t - LastEntry(log).t < c.shortTime)
    // what was sampled after the write position is no less than what any earlier entry states
    && (forall j :: 0 <= j < |log| && IsLast(c, log[j]) && wpos == l.o ==>
          && (q.pc in {At_Sample_LoadWrapped, At_Sample_LoadTooBig} && !c.overwrites ==> log[j].s.full <= l.s.full)
          && (q.pc == At_Sample_LoadTooBig ==> log[j].s.wrapped <= l.s.wrapped)
          && ((q.pc == At_ReserveSlow_Cas && (EndsOld(c, l) || FillsUp(c, l))) || (q.pc == At_Flush_Cas && !GateAlone(c, l))
              ==> SampleUpTo(log[j].s, l.s)))
    && (c.writers == {p} ==> SampledAlone(c, q, lost))
    // the last time to be stored is that of what this process reserved
    && (q.pc == At_Reserve_StoreLastTime ==> log != [] && l.t <= LastEntry(log).t)
  }
  opaque ghost predicate Clocks(c: Cfg, procs: Procs, wpos: int, log: seq<Entry>, now: int, lost: Lost) requires WF(c) {
    forall p :: p in procs ==> TimeOk(c, p, procs[p], wpos, log, now, lost)
  }
  /// S21: the attempts that are not decided are those of the writers that are deciding.
  predicate Deciding(pc: Label) {
    pc in {At_Reserve_ReadClock, At_Reserve_LoadLastTime, At_Reserve_Cas, At_ReserveSlow_LoadWritePosition,
           At_ReserveSlow_ReadClock, At_ReserveSlow_LoadLastTime, At_ReserveSlow_LoadDelivered,
           At_ReserveSlow_RecheckWritePosition, At_ReserveSlow_LoadReadPosition, At_Sample_LoadFull, At_Sample_LoadWrapped,
           At_Sample_LoadTooBig, At_ReserveSlow_Cas, At_Lose_Wrapped, At_Lose_Full, At_Lose_Refused}
  }
  ghost function DecidingWriters(c: Cfg, procs: Procs): set<Pid> { set p | p in c.writers && p in procs && Deciding(procs[p].pc) }
  opaque ghost predicate Accounted(c: Cfg, procs: Procs, account: int) { account == |DecidingWriters(c, procs)| }

  ghost predicate InvC(c: Cfg, s: State) requires Shape(c, s) {
    && Times_(c, s.log, s.now, s.last)
    && Stated(c, s.log, s.lost)
    && Clocks(c, s.procs, s.wpos, s.log, s.now, s.lost)
    && Accounted(c, s.procs, s.account)
  }

  // ================= D: waking, and the end of data =================

  ghost predicate Wakes(c: Cfg, s: State, p: Pid) requires Shape(c, s) {
    p in s.procs &&
      (|| s.procs[p].pc == At_Wake_Signal
       || (s.procs[p].pc == At_Wake_LoadWaiting && s.waiting == s.rd.upto && IsAwaited(c, s, p, s.procs[p].l))
       || (s.procs[p].pc == At_Wake_Cas && s.waiting == s.rd.upto && s.procs[p].l.v == s.waiting && IsAwaited(c, s, p, s.procs[p].l)))
  }
  ghost predicate WillWake(c: Cfg, s: State) requires Shape(c, s) { exists p :: Wakes(c, s, p) }
  ghost predicate Alarmed(c: Cfg, s: State) requires Shape(c, s) { s.signal || WillWake(c, s) }
  /// The reader's `waiting` may stand, and a signal may come.
  predicate Listens(pc: ReadLabel) { Waits(pc) && pc != At_Wait_StoreWaiting }
  /// At most one signal is under way, only to a reader that listens, and only once what it awaits was taken from it.
  opaque ghost predicate OneSignal(procs: Procs, waiting: int, signal: bool, rd: Reading) {
    && (waiting != None_ ==> Listens(rd.pc) && waiting == rd.upto)
    && (signal ==> waiting == None_ && Listens(rd.pc))
    && (forall p :: p in procs && procs[p].pc == At_Wake_Signal ==> !signal && waiting == None_ && Listens(rd.pc))
    && (forall p, q :: p in procs && q in procs && procs[p].pc == At_Wake_Signal && procs[q].pc == At_Wake_Signal ==> p == q)
    && (forall p :: p in procs && procs[p].pc == At_Wake_Cas ==> procs[p].l.v != None_)
  }
  /// Whoever sleeps, or is about to, is awaited, signalled, or about to be.
  ghost predicate Sleeps(c: Cfg, s: State) requires Shape(c, s) {
    && OneSignal(s.procs, s.waiting, s.signal, s.rd)
    && (Waits(s.rd.pc) ==> c.wakeups)
    && (s.rd.pc == Woken ==> s.waiting == None_)
    && (Listens(s.rd.pc) && s.waiting == None_ ==> Alarmed(c, s))
    && (s.rd.pc in {At_Wait_LoadFinal, Asleep} && s.waiting == s.rd.upto ==>
          Alarmed(c, s) || s.dc[Idx(c, s.rd.upto)] < FullCount(c, s.rd.upto))
    && (s.rd.pc == Asleep && s.waiting == s.rd.upto ==> Alarmed(c, s) || !s.final)
  }
  /// Who completes the buffer, and has already shut the gate.
  predicate Completes(c: Cfg, p: Pid, q: Proc) {
    q.pc == At_Complete_StoreFinal || (p in c.flushers && StageOf(q) != Free && q.l.m == Complete)
  }
  ghost predicate EndsOk(c: Cfg, s: State) requires Shape(c, s) {
    && (s.final ==> s.gate == Closed)
    && (forall p :: p in s.procs && Completes(c, p, s.procs[p]) ==> s.gate == Closed)
    && (s.rd.pc == At_Get_LoadEnd ==> s.final)
    && (s.rd.pc == Ended ==> s.gate == Closed && s.rpos == s.wpos)
  }
  ghost predicate InvD(c: Cfg, s: State) requires Shape(c, s) { Sleeps(c, s) && EndsOk(c, s) }

  ghost predicate Inv(c: Cfg, s: State) { InvA(c, s) && InvB(c, s) && InvC(c, s) && InvD(c, s) }
}
