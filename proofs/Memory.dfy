include "Geometry.dfy"
include "Mutant.dfy"

/// tla/Memory.tla: parameters, positions, shared words, locals, and how a process goes from one step to the next.
/// What is a history of the run (log, claims, account, and where in the log a process stands) no step of the algorithm reads.
module Memory {
  import opened Geometry
  import opened Mutants

  type Pid = int

  /// The parameters. Nothing bounds them but WF.
  datatype Cfg = Cfg(
    writers: set<Pid>, flushers: set<Pid>,
    N: nat, S: nat, H: nat,
    overwrites: bool, lttng: bool, clocked: bool,
    shortTime: nat, fullUnits: nat,
    wakeups: bool, watermark: nat, abandons: bool,
    mutant: Mutant)

  predicate WF(c: Cfg) {
    && c.mutant == TheMutant
    && c.writers !! c.flushers && 0 !in c.writers && 0 !in c.flushers
    && c.N > 0 && 0 < c.H < c.S
    && (c.overwrites ==> c.N >= 2)
    && c.shortTime > 0 && 1 <= c.watermark <= c.N
  }

  function Subs(c: Cfg): nat { if c.overwrites then c.N + 1 else c.N }

  datatype Gate = Open | Paused | Closed
  datatype FlushMode = Active | Final | Pause | Resume | Complete
  datatype Op = NoOp | Read | Snapshot | Clear | Wait
  datatype Job = NoJob | Rec | Hdr | Pad
  datatype Kind = KRec | KHdr | KPad | KSkip
  datatype Option<T> = None | Some(v: T)

  /// The first unit of a record: its length and the time field of its header.
  datatype Cell = Stale | Torn | Whole(units: int, field: int) | Skip(units: int, field: int)

  datatype Sample = Sample(full: int, wrapped: int, tooBig: int)
  datatype Lost = Lost(full: int, wrapped: int, tooBig: int, refused: int, abandoned: int)
  datatype BeginBlock = BeginBlock(pos: int, time: int)
  datatype EndBlock = EndBlock(size: int, time: int, loss: Sample)
  /// noref: no writer refers to the sub-buffer that serves the slot; lap: whose content it then holds.
  datatype Word = Word(sub: int, noref: bool, lap: int)

  const None_: int := -1          // no position, no lap
  const NoSample: Sample := Sample(0, 0, 0)
  const NoBegin: BeginBlock := BeginBlock(None_, 0)
  const NoEnd: EndBlock := EndBlock(0, 0, NoSample)
  const NoWord: Word := Word(0, false, None_)

  datatype Label = Idle
    | At_Reserve_ReadClock | At_Reserve_LoadLastTime | At_Reserve_Cas
    | At_ReserveSlow_LoadWritePosition | At_ReserveSlow_ReadClock | At_ReserveSlow_LoadLastTime
    | At_ReserveSlow_LoadDelivered | At_ReserveSlow_RecheckWritePosition | At_ReserveSlow_LoadReadPosition
    | At_Sample_LoadFull | At_Sample_LoadWrapped | At_Sample_LoadTooBig | At_ReserveSlow_Cas
    | At_Lose_Wrapped | At_Lose_Full | At_Lose_Refused
    | At_Reserve_StoreLastTime | At_Push_LoadReadPosition | At_Push_Cas
    | At_ClearNoref_LoadSlot | At_ClearNoref_Cas
    | At_OldEnd_StoreSize | At_OldEnd_StoreDataSize | At_NewStart_StoreBegin | At_OldStart_StoreBegin
    | At_NewEnd_StoreSize | At_NewEnd_StoreDataSize | At_Write_Begin | At_Write_End | At_Lose_Abandoned
    | At_Commit_AddCount | At_Commit_LoadCount
    | At_Deliver_Lock | At_Deliver_LoadDataSize | At_Deliver_StoreSize | At_Deliver_StoreSlot | At_Deliver_Publish
    | At_Wake_LoadWaiting | At_Wake_Cas | At_Wake_Signal
    | At_Flush_LoadWritePosition | At_Flush_ReadClock | At_Flush_LoadDelivered | At_Flush_LoadReadPosition | At_Flush_Cas
    | At_Complete_StoreFinal

  datatype ReadLabel = RIdle
    | At_Get_LoadReadPosition | At_Get_LoadDelivered | At_Get_LoadWritePosition | At_Get_LoadSlot | At_Get_Exchange
    | At_Get_LoadBegin | At_Get_LoadSize | At_Read_Records | At_Get_LoadFinal | At_Get_LoadEnd
    | At_Move_LoadReadPosition | At_Move_Cas | At_Move_StoreReadPosition
    | At_Snapshot_LoadWritePosition | At_Put_Cas
    | At_Clear_LoadReadPosition | At_Clear_LoadDelivered
    | At_Wait_StoreWaiting | At_Wait_LoadDelivered | At_Wait_LoadFinal | At_Wait_Cancel
    | Asleep | Woken | Ended

  /// o: write position sampled, g: gate sampled with it (flusher); n: record size; m: flusher's mode; t, f: time, and
  /// whether it is kept in full; v: count or position sampled; k: end block loaded; s: losses sampled; w: slot word
  /// sampled; x: sub-buffer that the slot resolved to; job: what is being committed; at: where in the log its first
  /// reservation is (history).
  datatype Locals = Locals(o: int, g: Gate, n: int, m: FlushMode, t: int, f: bool, v: int, k: EndBlock, s: Sample,
                           w: Word, x: int, job: Job, at: nat)
  const NoLocals: Locals := Locals(0, Open, 0, Active, 0, false, 0, NoEnd, NoSample, NoWord, 0, NoJob, 0)

  datatype Proc = Proc(pc: Label, l: Locals)

  /// op, cur: what the reader does, and the sub-buffer it is at; upto: where its snapshot ends, or what it awaits; v, w:
  /// count and slot word sampled; begin, size: blocks loaded; out, times: the records read, and their times.
  datatype Reading = Reading(pc: ReadLabel, op: Op, cur: int, upto: int, v: int, w: Word, begin: BeginBlock,
                             size: EndBlock, out: seq<int>, times: seq<int>)
  const NoReading: Reading := Reading(RIdle, NoOp, 0, None_, 0, NoWord, NoBegin, NoEnd, [], [])

  /// A reservation [b, e): who is 0 once it is committed; t its time, f whether the record keeps it in full; s: the losses
  /// sampled by who reserved it.
  datatype Entry = Entry(b: int, e: int, kind: Kind, who: Pid, t: int, f: bool, s: Sample)

  datatype State = State(
    wpos: int, gate: Gate, rpos: int,
    cc: seq<int>, dc: seq<int>,
    slot: seq<Word>, mine: int,
    begin: seq<BeginBlock>, csize: seq<EndBlock>, dsize: seq<EndBlock>, mem: seq<seq<Cell>>,
    lost: Lost, now: int, last: int,
    final: bool, waiting: int, signal: bool,
    procs: map<Pid, Proc>, rd: Reading,
    log: seq<Entry>, claims: seq<int>, account: int)

  /// The sizes of the arrays, and that indices held in words and locals are indices.
  predicate Shape(c: Cfg, s: State) {
    && WF(c)
    && |s.cc| == c.N && |s.dc| == c.N && |s.slot| == c.N && |s.claims| == c.N
    && |s.begin| == Subs(c) && |s.csize| == Subs(c) && |s.dsize| == Subs(c) && |s.mem| == Subs(c)
    && (forall x :: 0 <= x < Subs(c) ==> |s.mem[x]| == c.S)
    && (forall i :: 0 <= i < c.N ==> IsSub(c, s.slot[i].sub))
    && IsSub(c, s.mine) && IsSub(c, s.rd.w.sub)
    && s.procs.Keys == c.writers + c.flushers
    && (forall p :: p in s.procs ==> IsSub(c, s.procs[p].l.x) && IsSub(c, s.procs[p].l.w.sub))
  }
  predicate IsSub(c: Cfg, x: int) { 0 <= x < Subs(c) }

  function Init(c: Cfg): State requires WF(c) {
    State(0, Open, 0,
      seq(c.N, _ => 0), seq(c.N, _ => 0),
      seq(c.N, i => Word(i, true, if c.mutant == InitialLapZero then 0 else None_)), if c.overwrites then c.N else 0,
      seq(Subs(c), _ => NoBegin), seq(Subs(c), _ => NoEnd), seq(Subs(c), _ => NoEnd), seq(Subs(c), _ => Blank(c)),
      Lost(0, 0, 0, 0, 0), 0, 0,
      false, None_, false,
      map p | p in c.writers + c.flushers :: Proc(Idle, NoLocals), NoReading,
      [], seq(c.N, _ => 0), 0)
  }

  function Blank(c: Cfg): seq<Cell> { seq(c.S, _ => Stale) }

  predicate At(s: State, p: Pid, lab: Label) { p in s.procs && s.procs[p].pc == lab }

  // ------------------------- positions -------------------------
  function GenOfPos(c: Cfg, p: int): int requires WF(c) { Gen(c.S, p) }
  function Idx(c: Cfg, p: int): int requires WF(c) ensures 0 <= Idx(c, p) < c.N { Slot(c.N, Gen(c.S, p)) }
  function LapOf(c: Cfg, p: int): int requires WF(c) { Lap(c.N, Gen(c.S, p)) }
  function OffOf(c: Cfg, p: int): int requires WF(c) ensures 0 <= OffOf(c, p) < c.S { Off(c.S, p) }
  function Floor(c: Cfg, p: int): int requires WF(c) { p - Off(c.S, p) }
  function Next_(c: Cfg, p: int): int requires WF(c) { p - Off(c.S, p) + c.S }
  function Ring(c: Cfg): int { Base(c.S, c.N) }                         // B
  function CleanCount(c: Cfg, p: int): int requires WF(c) { Clean(c.N, c.S, Gen(c.S, p)) }
  function FullCount(c: Cfg, p: int): int requires WF(c) { Clean(c.N, c.S, Gen(c.S, p)) + c.S }

  // ------------------------- what a sampled position implies -------------------------
  function Need(c: Cfg, l: Locals): int { l.n + (if l.f then c.fullUnits else 0) }
  function Room(c: Cfg): int { if c.mutant == FitForgetsHeader then c.S + c.H else c.S }
  predicate EndsOld(c: Cfg, l: Locals) requires WF(c) { OffOf(c, l.o) != 0 && OffOf(c, l.o) + Need(c, l) > Room(c) }
  predicate EntersNew(c: Cfg, l: Locals) requires WF(c) { OffOf(c, l.o) == 0 || OffOf(c, l.o) + Need(c, l) > Room(c) }
  function RecBegin(c: Cfg, l: Locals): int requires WF(c) {
    if OffOf(c, l.o) == 0 then l.o + c.H else if EndsOld(c, l) then Next_(c, l.o) + c.H else l.o
  }
  function RecUnits(c: Cfg, l: Locals): int requires WF(c) { if EntersNew(c, l) then l.n else Need(c, l) }
  predicate RecFull(c: Cfg, l: Locals) requires WF(c) { !EntersNew(c, l) && l.f }
  function RecEnd(c: Cfg, l: Locals): int requires WF(c) { RecBegin(c, l) + RecUnits(c, l) }
  predicate IsFast(c: Cfg, l: Locals) requires WF(c) {
    OffOf(c, l.o) != 0 && OffOf(c, l.o) + Need(c, l) < (if c.mutant == FastPathFillsUp then c.S + 1 else c.S)
  }
  predicate FillsUp(c: Cfg, l: Locals) requires WF(c) { OffOf(c, RecEnd(c, l)) == 0 && !IsFast(c, l) }

  /// The piece that process p commits: [PieceBegin, PieceEnd).
  function PieceBegin(c: Cfg, p: Pid, l: Locals): int requires WF(c) {
    match l.job
    case Rec => RecBegin(c, l)
    case Hdr => if p in c.flushers then l.o else Floor(c, RecBegin(c, l))
    case Pad => if p in c.flushers && OffOf(c, l.o) == 0 then l.o + c.H else l.o
    case NoJob => l.o
  }
  function PieceEnd(c: Cfg, p: Pid, l: Locals): int requires WF(c) {
    match l.job
    case Rec => RecEnd(c, l)
    case Hdr => PieceBegin(c, p, l) + c.H
    case Pad => Next_(c, l.o)
    case NoJob => l.o
  }
  function PieceSlot(c: Cfg, p: Pid, l: Locals): int requires WF(c) ensures 0 <= PieceSlot(c, p, l) < c.N {
    Idx(c, PieceBegin(c, p, l))
  }
  /// Where in the log the piece is (history).
  function PieceAt(c: Cfg, p: Pid, l: Locals): nat requires WF(c) {
    l.at + (match l.job
            case Rec => if p in c.flushers then 0 else if EndsOld(c, l) then 2 else if EntersNew(c, l) then 1 else 0
            case Hdr => if p !in c.flushers && EndsOld(c, l) then 1 else 0
            case Pad => if p in c.flushers && OffOf(c, l.o) == 0 then 1 else 0
            case NoJob => 0)
  }

  /// The physical sub-buffer that p writes to, that the reader reads.
  function SubOf(c: Cfg, p: Pid, l: Locals): int requires WF(c) { if c.overwrites then l.x else PieceSlot(c, p, l) }
  function SubRead(c: Cfg, s: State): int requires WF(c) { if c.overwrites then s.mine else Idx(c, s.rd.cur) }

  // ------------------------- time -------------------------
  function TimeField(c: Cfg, t: int, full: bool): int requires WF(c) {
    if !c.clocked then 0 else if full then c.shortTime + t else t % c.shortTime
  }
  /// What a reader makes of a time field, who knows the time of the record before.
  function TimeOf(c: Cfg, field: int, before: int): int requires WF(c) {
    if !c.clocked then 0 else if field >= c.shortTime then field - c.shortTime
    else before + ((field - before) % c.shortTime)
  }

  // ------------------------- moving from step to step -------------------------
  function Goto(s: State, p: Pid, lab: Label, l: Locals): State { s.(procs := s.procs[p := Proc(lab, l)]) }
  function Jump(s: State, p: Pid, lab: Label): State requires p in s.procs { Goto(s, p, lab, s.procs[p].l) }
  function Finish(s: State, p: Pid): State { Goto(s, p, Idle, NoLocals) }
  function Turn(s: State, lab: ReadLabel, r: Reading): State { s.(rd := r.(pc := lab)) }

  /// The bytes of a sub-buffer that was given up: anything from now on.
  function Wipe(c: Cfg, s: State, x: int): State
    requires Shape(c, s) && IsSub(c, x)
  {
    s.(begin := s.begin[x := NoBegin], csize := s.csize[x := NoEnd], dsize := s.dsize[x := NoEnd], mem := s.mem[x := Blank(c)])
  }

  // ------------------------- history: reservations -------------------------
  function Reserved(c: Cfg, p: Pid, l: Locals): seq<Entry> requires WF(c) {
    var o, r, t := l.o, RecBegin(c, l), l.t;
    if p in c.flushers then
      if OffOf(c, o) == 0
      then [Entry(o, o + c.H, KHdr, p, t, false, l.s), Entry(o + c.H, Next_(c, o), KPad, p, t, false, l.s)]
      else [Entry(o, Next_(c, o), KPad, p, t, false, l.s)]
    else
      (if EndsOld(c, l) then [Entry(o, Next_(c, o), KPad, p, t, false, l.s)] else [])
      + (if EntersNew(c, l) then [Entry(Floor(c, r), r, KHdr, p, t, false, l.s)] else [])
      + [Entry(r, RecEnd(c, l), KRec, p, t, RecFull(c, l), l.s)]
  }

  predicate HoldLabel(pc: ReadLabel) {
    pc in {At_Get_LoadBegin, At_Get_LoadSize, At_Read_Records, At_Put_Cas, At_Move_LoadReadPosition, At_Move_Cas,
           At_Move_StoreReadPosition}
  }

  function Decide(s: State): State { s.(account := s.account - 1) }
}
