include "Memory.dfy"

/// tla/Read.tla: the one reader of a buffer: read, snapshot, clear, wait, end of data.
module Reader {
  import opened Geometry
  import opened Memory
  import opened Mutants

  function Leave(s: State): State { Turn(s, RIdle, NoReading) }

  /// A snapshot goes on to its next sub-buffer.
  function NextOfSnapshot(c: Cfg, s: State, r: Reading): State {
    if r.cur + c.S >= r.upto then Leave(s)
    else Turn(s, if c.mutant != SnapshotTestsFirstOnly then At_Get_LoadDelivered
                 else if c.overwrites then At_Get_LoadSlot else At_Get_LoadBegin,
              NoReading.(op := r.op, cur := r.cur + c.S, upto := r.upto))
  }
  predicate Unconditional(c: Cfg) { c.mutant == ReaderMovesUnconditionally }
  function MoveStart(c: Cfg): ReadLabel {
    if (c.lttng || c.overwrites) && !Unconditional(c) && c.mutant != ReaderMovesBack
    then At_Move_LoadReadPosition else At_Move_StoreReadPosition
  }
  /// The sub-buffer at cur is not delivered yet.
  function NoData(c: Cfg, s: State, r: Reading): State {
    if Unconditional(c) then Turn(s, MoveStart(c), r.(v := 0))
    else if r.op == Snapshot then NextOfSnapshot(c, s, r)
    else if r.op == Clear then Leave(s)
    else Turn(s, At_Get_LoadFinal, r.(v := 0))
  }
  /// The sub-buffer at cur was overwritten meanwhile.
  function WasOverwritten(c: Cfg, s: State, r: Reading): State {
    if r.op == Snapshot then NextOfSnapshot(c, s, r) else Turn(s, At_Get_LoadReadPosition, NoReading.(op := r.op))
  }
  function DeliveredFrom(c: Cfg, q: int): int requires WF(c) {
    if c.mutant == DeliveredTestWithoutSize then CleanCount(c, q) else FullCount(c, q)
  }
  function TestDelivered(c: Cfg, s: State, r: Reading): State requires WF(c) {                                   // G7
    if r.v < DeliveredFrom(c, r.cur) && c.mutant != ReaderWithoutDeliveredTest then NoData(c, s, r)
    else if r.v > FullCount(c, r.cur) then WasOverwritten(c, s, r)
    else Turn(s, if c.overwrites then At_Get_LoadSlot else At_Get_LoadBegin, r.(v := 0))
  }

  function Get_LoadReadPosition(c: Cfg, s: State): Option<State> requires Shape(c, s) {                          // G2
    if !(s.rd.pc == RIdle || s.rd.pc == At_Get_LoadReadPosition) then None else
    Some(Turn(s, At_Get_LoadDelivered, NoReading.(op := Read, cur := s.rpos)))
  }
  function Get_LoadDelivered(c: Cfg, s: State): Option<State> requires Shape(c, s) {                             // G3
    if s.rd.pc != At_Get_LoadDelivered then None else
    var r := s.rd.(v := s.dc[Idx(c, s.rd.cur)]);
    Some(if c.lttng then Turn(s, At_Get_LoadWritePosition, r) else TestDelivered(c, s, r))
  }
  function Get_LoadWritePosition(c: Cfg, s: State): Option<State> requires Shape(c, s) {                         // G5, G8
    if s.rd.pc != At_Get_LoadWritePosition then None else
    Some(if Floor(c, s.wpos) == s.rd.cur then NoData(c, s, s.rd) else TestDelivered(c, s, s.rd))
  }
  /// G9: is the content that of this lap, and does no writer refer to it?
  function Get_LoadSlot(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if s.rd.pc != At_Get_LoadSlot then None else
    var word := s.slot[Idx(c, s.rd.cur)];
    Some(if (word.noref || c.mutant == ReaderWithoutNorefTest)
            && (word.lap == LapOf(c, s.rd.cur) || c.mutant == ReaderWithoutLapTest || c.mutant == ReaderWithoutNorefTest)
         then Turn(s, At_Get_Exchange, s.rd.(w := word)) else WasOverwritten(c, s, s.rd))
  }
  /// The spare goes into the slot with a lap that no content has.
  function SpareWord(x: int): Word { Word(x, true, None_) }

  function Get_Exchange(c: Cfg, s: State): Option<State> requires Shape(c, s) {                                  // G9
    if s.rd.pc != At_Get_Exchange then None else
    var i := Idx(c, s.rd.cur);
    if !(c.mutant == GetWithoutCas || s.slot[i] == s.rd.w) then None else
    Some(Turn(s.(slot := s.slot[i := SpareWord(s.mine)], mine := s.rd.w.sub), At_Get_LoadBegin, s.rd.(w := SpareWord(s.mine))))
  }
  function Get_ExchangeFail(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if !(s.rd.pc == At_Get_Exchange && s.slot[Idx(c, s.rd.cur)] != s.rd.w && c.mutant != GetWithoutCas) then None else
    Some(WasOverwritten(c, s, s.rd))
  }
  function Get_LoadBegin(c: Cfg, s: State): Option<State> requires Shape(c, s) {                                 // G10
    if s.rd.pc != At_Get_LoadBegin then None else
    Some(Turn(s, At_Get_LoadSize, s.rd.(begin := s.begin[SubRead(c, s)])))
  }
  function Get_LoadSize(c: Cfg, s: State): Option<State> requires Shape(c, s) {                                  // G10
    if s.rd.pc != At_Get_LoadSize then None else
    Some(Turn(s, At_Read_Records, s.rd.(size := s.csize[SubRead(c, s)])))
  }

  /// What the reader makes of the bytes it holds: lengths and times of the whole records from u up to the content size, in
  /// order. A skipped record keeps its place in time. Anything else shows as garbage.
  const Garbage: int := 999
  datatype Got = Got(len: int, time: int)
  function Parse(c: Cfg, m: seq<Cell>, u: int, end: int, before: int): seq<Got>
    requires WF(c)
    decreases end - u
  {
    if u >= end then []
    else if !(0 <= u < |m|) then [Got(Garbage, 0)]
    else match m[u]
      case Stale => [Got(Garbage, 0)]
      case Torn => [Got(Garbage, 0)]
      case Whole(units, field) =>
        if units <= 0 then [Got(Garbage, 0)]
        else [Got(units, TimeOf(c, field, before))] + Parse(c, m, u + units, end, TimeOf(c, field, before))
      case Skip(units, field) =>
        if units <= 0 then [Got(Garbage, 0)] else Parse(c, m, u + units, end, TimeOf(c, field, before))
  }
  function Lens(got: seq<Got>): seq<int> { seq(|got|, i requires 0 <= i < |got| => got[i].len) }
  function Times(c: Cfg, got: seq<Got>): seq<int> {
    if c.clocked then seq(|got|, i requires 0 <= i < |got| => got[i].time) else []
  }
  function Reading_(c: Cfg, s: State): seq<Got> requires Shape(c, s) {
    Parse(c, s.mem[SubRead(c, s)], c.H, s.rd.size.size, s.rd.begin.time)
  }
  function Read_Records(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if s.rd.pc != At_Read_Records then None else
    var got := Reading_(c, s);
    var r := s.rd.(out := Lens(got), times := Times(c, got));
    Some(if s.rd.op != Snapshot then Turn(s, MoveStart(c), r)
         else if c.overwrites then Turn(s, At_Put_Cas, r)
         else NextOfSnapshot(c, s, s.rd))
  }

  // ------------------------- move: the sub-buffer was read, or cleared -------------------------

  function AfterMove(s: State, r: Reading): State {
    if r.op == Clear then Turn(s, At_Clear_LoadReadPosition, NoReading.(op := Clear)) else Leave(s)
  }
  function ReleaseTo(c: Cfg, s: State): int {
    if c.mutant == ClearOneTooFar && s.rd.op == Clear then s.rd.cur + c.S + c.S else s.rd.cur + c.S
  }
  function Release(c: Cfg, s: State, to_: int): State requires Shape(c, s) {
    var s' := if c.overwrites && s.rd.op == Clear then s else Wipe(c, s, SubRead(c, s));
    AfterMove(s'.(rpos := to_), s.rd)
  }
  /// Writers may have pushed the read position further: never back.
  function Move_LoadReadPosition(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if s.rd.pc != At_Move_LoadReadPosition then None else
    Some(if s.rpos < ReleaseTo(c, s) then Turn(s, At_Move_Cas, s.rd.(v := s.rpos)) else Release(c, s, s.rpos))
  }
  function Move_Cas(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if !(s.rd.pc == At_Move_Cas && s.rpos == s.rd.v) then None else Some(Release(c, s, ReleaseTo(c, s)))
  }
  function Move_CasFail(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if !(s.rd.pc == At_Move_Cas && s.rpos != s.rd.v) then None else
    Some(Turn(s, At_Move_LoadReadPosition, s.rd.(v := 0)))
  }
  function Move_StoreReadPosition(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if s.rd.pc != At_Move_StoreReadPosition then None else Some(Release(c, s, ReleaseTo(c, s)))
  }

  // ------------------------- snapshot -------------------------

  function Snapshot_LoadReadPosition(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if s.rd.pc != RIdle then None else
    Some(Turn(s, At_Snapshot_LoadWritePosition, NoReading.(op := Snapshot, cur := s.rpos)))
  }
  /// No more than the ring is there: what is older was overwritten since.
  function Snapshot_LoadWritePosition(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if s.rd.pc != At_Snapshot_LoadWritePosition then None else
    var upto := Floor(c, s.wpos);
    var oldest := upto - Ring(c) + (if c.mutant == SnapshotOneShort then c.S else 0);
    var cur := if s.rd.cur < oldest then oldest else s.rd.cur;
    Some(if cur >= upto then Leave(s) else Turn(s, At_Get_LoadDelivered, s.rd.(cur := cur, upto := upto)))
  }
  /// PUT: the same exchange back, so that the slot has its content again.
  function Put_Cas(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if s.rd.pc != At_Put_Cas then None else
    var i := Idx(c, s.rd.cur);
    if !(c.mutant == PutBackWithoutCas || s.slot[i] == s.rd.w) then None else
    Some(NextOfSnapshot(c, s.(slot := s.slot[i := Word(s.mine, true, LapOf(c, s.rd.cur))], mine := s.rd.w.sub), s.rd))
  }
  /// A writer has claimed the slot: the reader keeps what it has as spare.
  function Put_CasFail(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if !(s.rd.pc == At_Put_Cas && s.slot[Idx(c, s.rd.cur)] != s.rd.w && c.mutant != PutBackWithoutCas) then None else
    Some(NextOfSnapshot(c, Wipe(c, s, s.mine), s.rd))
  }

  // ------------------------- clear, while writers run -------------------------

  function Clear_LoadReadPosition(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if !(s.rd.pc == RIdle || s.rd.pc == At_Clear_LoadReadPosition) then None else
    Some(Turn(s, At_Clear_LoadDelivered, NoReading.(op := Clear, cur := s.rpos)))
  }
  function Clear_LoadDelivered(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if s.rd.pc != At_Clear_LoadDelivered then None else
    Some(if s.dc[Idx(c, s.rd.cur)] >= FullCount(c, s.rd.cur) || c.mutant == ClearWithoutDeliveredTest
         then Turn(s, MoveStart(c), s.rd) else Leave(s))
  }

  // ------------------------- end of data -------------------------

  function Get_LoadFinal(c: Cfg, s: State): Option<State> requires Shape(c, s) {                                 // G1
    if s.rd.pc != At_Get_LoadFinal then None else
    Some(if !s.final then Leave(s)
         else if c.mutant == EndWithoutPositionTest then Turn(s, Ended, NoReading)
         else Turn(s, At_Get_LoadEnd, s.rd))
  }
  function Get_LoadEnd(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if s.rd.pc != At_Get_LoadEnd then None else
    Some(if s.wpos == s.rd.cur then Turn(s, Ended, NoReading) else Leave(s))
  }

  // ------------------------- wait -------------------------

  function Wait_LoadReadPosition(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if !(s.rd.pc == RIdle && c.wakeups) then None else
    Some(Turn(s, At_Wait_StoreWaiting, NoReading.(op := Wait, upto := s.rpos + Base(c.S, c.watermark - 1))))
  }
  function Wait_StoreWaiting(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if s.rd.pc != At_Wait_StoreWaiting then None else
    Some(Turn(s.(waiting := s.rd.upto), if c.mutant == WaitWithoutRecheck then Asleep else At_Wait_LoadDelivered, s.rd))
  }
  function Wait_LoadDelivered(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if s.rd.pc != At_Wait_LoadDelivered then None else
    Some(Turn(s, if s.dc[Idx(c, s.rd.upto)] >= FullCount(c, s.rd.upto) then At_Wait_Cancel
                 else if c.mutant == WaitWithoutFinalTest then Asleep else At_Wait_LoadFinal, s.rd))
  }
  function Wait_LoadFinal(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if s.rd.pc != At_Wait_LoadFinal then None else
    Some(Turn(s, if s.final then At_Wait_Cancel else Asleep, s.rd))
  }
  /// Nothing to wait for, or the user's time is up.
  function Wait_Cancel(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if !((s.rd.pc == At_Wait_Cancel || s.rd.pc == Asleep) && s.waiting == s.rd.upto) then None else
    Some(Leave(s.(waiting := None_)))
  }
  /// A deliverer was first: its signal is taken before anything else.
  function Wait_CancelFail(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if !((s.rd.pc == At_Wait_Cancel || s.rd.pc == Asleep) && s.waiting != s.rd.upto) then None else
    Some(Turn(s, Woken, s.rd))
  }
  function Wait_TakeSignal(c: Cfg, s: State): Option<State> requires Shape(c, s) {
    if !((s.rd.pc == Asleep || s.rd.pc == Woken) && s.signal) then None else
    Some(Leave(s.(signal := false)))
  }
}
