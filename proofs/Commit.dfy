include "Reserve.dfy"

/// tla/Commit.tla: claim the sub-buffer, store headers and records, commit, deliver, wake the reader.
module Commit {
  import opened Memory
  import opened Mutants
  import opened Reserve

  function AfterCommit(c: Cfg, s: State, p: Pid, l: Locals): State requires WF(c) {
    match l.job
    case Rec =>
      if c.mutant == CountBeforeData then Goto(s, p, At_Write_End, l.(k := NoEnd, w := NoWord, v := 0)) else Finish(s, p)
    case Hdr =>
      if p in c.flushers then Begin(s, p, EndStore(c), l, Pad) else WriteRecord(c, s, p, l.(k := NoEnd))
    case Pad =>
      if p in c.flushers
      then if l.m == Complete then Goto(s, p, At_Complete_StoreFinal, NoLocals.(m := Complete)) else Finish(s, p)
      else Goto(s, p, if c.overwrites then At_ClearNoref_LoadSlot else At_NewStart_StoreBegin,
                l.(job := Hdr, v := 0, k := NoEnd, x := 0, w := NoWord))
    case NoJob => Finish(s, p)
  }

  // ------------------------- clear noref (overwrite mode) -------------------------

  function AfterClear(c: Cfg, s: State, p: Pid, l: Locals): State requires WF(c) {
    match l.job
    case Rec => WriteRecord(c, s, p, l)
    case Hdr => Goto(s, p, if p in c.flushers then At_OldStart_StoreBegin else At_NewStart_StoreBegin, l.(w := NoWord))
    case Pad => Goto(s, p, EndStore(c), l.(w := NoWord))
    case NoJob => s
  }
  predicate OmitsClear(c: Cfg, l: Locals) {
    || (c.mutant == NoClearNoref && l.job != Pad)
    || (c.mutant == NoClearNorefOfOld && l.job == Pad)
    || (c.mutant == NoClearNorefOfRecord && l.job == Rec)
  }
  function ClearNoref_LoadSlot(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {                   // N1
    if !At(s, p, At_ClearNoref_LoadSlot) then None else
    var l := s.procs[p].l; var word := s.slot[PieceSlot(c, p, l)];
    Some(if !word.noref || OmitsClear(c, l) then AfterClear(c, s, p, l.(x := word.sub))
         else Goto(s, p, At_ClearNoref_Cas, l.(w := word)))
  }
  function ClearNoref_Cas(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {                        // N2
    if !At(s, p, At_ClearNoref_Cas) then None else
    var l := s.procs[p].l; var i := PieceSlot(c, p, l);
    if !(c.mutant == ClaimWithoutCas || s.slot[i] == l.w) then None else
    Some(AfterClear(c, Wipe(c, s, l.w.sub).(slot := s.slot[i := Word(l.w.sub, false, None_)]), p, l.(x := l.w.sub)))
  }
  /// The reader exchanged it, or another writer was first.
  function ClearNoref_CasFail(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {
    if !At(s, p, At_ClearNoref_Cas) then None else
    var l := s.procs[p].l;
    if !(s.slot[PieceSlot(c, p, l)] != l.w && c.mutant != ClaimWithoutCas) then None else
    Some(Goto(s, p, At_ClearNoref_LoadSlot, l.(w := NoWord)))
  }

  // ------------------------- sub-buffer switch -------------------------

  predicate OmitsLosses(c: Cfg, p: Pid, l: Locals) requires WF(c) {
    c.mutant == LossesNotStated || (c.mutant == EmptyPacketWithoutLosses && p in c.flushers && OffOf(c, l.o) == 0)
  }
  function EndOf(c: Cfg, p: Pid, l: Locals, size: int): EndBlock requires WF(c) {
    EndBlock(size, l.t, if OmitsLosses(c, p, l) then NoSample else l.s)
  }
  function DataEnd(c: Cfg, p: Pid, l: Locals): int requires WF(c) { OffOf(c, PieceBegin(c, p, l)) }

  function AfterOldEnd(c: Cfg, s: State, p: Pid, l: Locals): State requires WF(c) && p in s.procs {
    if c.mutant == PaddingNotCommitted
    then if p in c.flushers then Finish(s, p)
         else Begin(s, p, if c.overwrites then At_ClearNoref_LoadSlot else At_NewStart_StoreBegin, l, Hdr)
    else Jump(s, p, At_Commit_AddCount)
  }
  function OldEnd_StoreSize(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {
    if !At(s, p, At_OldEnd_StoreSize) then None else
    var l := s.procs[p].l;
    Some(AfterOldEnd(c, s.(csize := s.csize[SubOf(c, p, l) := EndOf(c, p, l, DataEnd(c, p, l))]), p, l))
  }
  function OldEnd_StoreDataSize(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {
    if !At(s, p, At_OldEnd_StoreDataSize) then None else
    var l := s.procs[p].l;
    Some(AfterOldEnd(c, s.(dsize := s.dsize[SubOf(c, p, l) := EndOf(c, p, l, DataEnd(c, p, l))]), p, l))
  }
  /// NEW_START and OLD_START: the begin block of the packet header.
  function StoreBegin(c: Cfg, s: State, p: Pid): State requires Shape(c, s) && p in s.procs {
    var l := s.procs[p].l;
    var s' := s.(begin := s.begin[SubOf(c, p, l) := BeginBlock(PieceBegin(c, p, l), l.t)]);
    if c.mutant == HeaderNotCommitted then AfterCommit(c, s', p, l) else Jump(s', p, At_Commit_AddCount)
  }
  function NewStart_StoreBegin(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {
    if !(w in c.writers && At(s, w, At_NewStart_StoreBegin)) then None else Some(StoreBegin(c, s, w))
  }
  function OldStart_StoreBegin(c: Cfg, s: State, f: Pid): Option<State> requires Shape(c, s) {
    if !(f in c.flushers && At(s, f, At_OldStart_StoreBegin)) then None else Some(StoreBegin(c, s, f))
  }
  /// NEW_END: the record fills its sub-buffer to the last unit.
  function NewEnd_StoreSize(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {
    if !(w in c.writers && At(s, w, At_NewEnd_StoreSize)) then None else
    var l := s.procs[w].l;
    Some(Jump(s.(csize := s.csize[SubOf(c, w, l) := EndOf(c, w, l, c.S)]), w, At_Write_Begin))
  }
  function NewEnd_StoreDataSize(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {
    if !(w in c.writers && At(s, w, At_NewEnd_StoreDataSize)) then None else
    var l := s.procs[w].l;
    Some(Jump(s.(dsize := s.dsize[SubOf(c, w, l) := EndOf(c, w, l, c.S)]), w, At_Write_Begin))
  }

  // ------------------------- write: between begin and end the bytes are torn -------------------------

  function Store(c: Cfg, s: State, w: Pid, cell: Cell): State requires Shape(c, s) && w in s.procs {
    var l := s.procs[w].l; var x := SubOf(c, w, l);
    s.(mem := s.mem[x := s.mem[x][OffOf(c, PieceBegin(c, w, l)) := cell]])
  }
  function Field(c: Cfg, l: Locals): int requires WF(c) { TimeField(c, l.t, RecFull(c, l)) }

  function Write_Begin(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {
    if !(w in c.writers && At(s, w, At_Write_Begin)) then None else
    Some(Jump(Store(c, s, w, Torn), w, if c.mutant == CountBeforeData then At_Commit_AddCount else At_Write_End))
  }
  function AfterWrite(c: Cfg, s: State, w: Pid): State requires w in s.procs {
    if c.mutant == CountBeforeData then Finish(s, w) else Jump(s, w, At_Commit_AddCount)
  }
  function Write_End(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {
    if !(w in c.writers && At(s, w, At_Write_End)) then None else
    var l := s.procs[w].l;
    Some(AfterWrite(c, Store(c, s, w, Whole(RecUnits(c, l), Field(c, l))), w))
  }
  /// The reservation is given up: its bytes become a record to be skipped.
  function Write_Abandon(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {
    if !(w in c.writers && At(s, w, At_Write_End) && c.abandons) then None else
    var l := s.procs[w].l; var j := PieceAt(c, w, l);
    var s' := Store(c, s, w, Skip(RecUnits(c, l), Field(c, l)));
    Some(Jump(if j < |s.log| && s.log[j].who == w then s'.(log := s.log[j := s.log[j].(kind := KSkip)]) else s', w, At_Lose_Abandoned))
  }
  function Lose_Abandoned(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {
    if !(w in c.writers && At(s, w, At_Lose_Abandoned)) then None else
    Some(AfterWrite(c, s.(lost := s.lost.(abandoned := s.lost.abandoned + 1)), w))
  }

  // ------------------------- commit and deliver -------------------------

  predicate WakesEarly(c: Cfg) { c.mutant == WakeBeforePublish }
  function FirstDelivery(c: Cfg): Label {
    if c.overwrites && c.mutant != PublishBeforeNoref then At_Deliver_StoreSlot
    else if WakesEarly(c) then At_Wake_LoadWaiting else At_Deliver_Publish
  }
  function Committed(c: Cfg, s: State, p: Pid): State requires Shape(c, s) && p in s.procs {
    var l := s.procs[p].l; var i := PieceSlot(c, p, l); var j := PieceAt(c, p, l);
    s.(cc := s.cc[i := s.cc[i] + PieceEnd(c, p, l) - PieceBegin(c, p, l)],
       log := if j < |s.log| then s.log[j := s.log[j].(who := 0)] else s.log)
  }
  function Claim(c: Cfg, s: State, i: int): State requires Shape(c, s) && 0 <= i < c.N {
    s.(claims := s.claims[i := s.claims[i] + 1])
  }
  /// C2. "Lean": the add returned the full sum, so this process delivers.
  function Commit_AddCount(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {
    if !At(s, p, At_Commit_AddCount) then None else
    var l := s.procs[p].l; var i := PieceSlot(c, p, l); var s' := Committed(c, s, p);
    Some(if c.lttng then Jump(s', p, At_Commit_LoadCount)
         else if s'.cc[i] == FullCount(c, PieceBegin(c, p, l)) then Jump(Claim(c, s', i), p, FirstDelivery(c))
         else AfterCommit(c, s', p, l))
  }
  function Commit_LoadCount(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {                      // C3, C4
    if !At(s, p, At_Commit_LoadCount) then None else
    var l := s.procs[p].l; var b := PieceBegin(c, p, l);
    Some(if s.cc[Idx(c, b)] == FullCount(c, b) then Jump(s, p, At_Deliver_Lock) else AfterCommit(c, s, p, l))
  }
  function Deliver_Lock(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {                          // D1
    if !At(s, p, At_Deliver_Lock) then None else
    var l := s.procs[p].l; var b := PieceBegin(c, p, l); var i := Idx(c, b);
    if !(s.dc[i] == CleanCount(c, b) || c.mutant == DeliverWithoutLock) then None else
    Some(Jump(Claim(c, s, i).(dc := s.dc[i := if c.mutant == OnePhaseDelivery then FullCount(c, b) else CleanCount(c, b) + 1]),
              p, At_Deliver_LoadDataSize))
  }
  function Deliver_LockFail(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {
    if !At(s, p, At_Deliver_Lock) then None else
    var l := s.procs[p].l; var b := PieceBegin(c, p, l);
    if !(s.dc[Idx(c, b)] != CleanCount(c, b) && c.mutant != DeliverWithoutLock) then None else
    Some(AfterCommit(c, s, p, l))
  }
  function Deliver_LoadDataSize(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {                  // D3
    if !At(s, p, At_Deliver_LoadDataSize) then None else
    var l := s.procs[p].l;
    Some(Goto(s, p, At_Deliver_StoreSize, l.(k := s.dsize[SubOf(c, p, l)])))
  }
  /// The end block as delivery publishes it; the mutants are LTTng's own past.
  function AtDelivery(c: Cfg, s: State, l: Locals): EndBlock {
    if c.mutant == EndTimeAtDelivery then l.k.(time := s.now)
    else if c.mutant == LossesSampledAtDelivery then l.k.(loss := Sample(s.lost.full, s.lost.wrapped, s.lost.tooBig))
    else if c.mutant == EndTimeOfCommitter then l.k.(time := l.t)
    else if c.mutant == LossesOfCommitter then l.k.(loss := l.s)
    else l.k
  }
  function Deliver_StoreSize(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {                     // D3
    if !At(s, p, At_Deliver_StoreSize) then None else
    var l := s.procs[p].l;
    Some(Goto(s.(csize := s.csize[SubOf(c, p, l) := AtDelivery(c, s, l)]), p, FirstDelivery(c), l.(k := NoEnd)))
  }
  /// D5: set noref. A store will do: no other process refers to the sub-buffer, and the reader can not exchange it.
  function Deliver_StoreSlot(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {
    if !At(s, p, At_Deliver_StoreSlot) then None else
    var l := s.procs[p].l; var b := PieceBegin(c, p, l);
    var lap := if c.mutant == LapOfNextByte then LapOf(c, Next_(c, b)) else LapOf(c, b);
    var s' := s.(slot := s.slot[Idx(c, b) := Word(l.x, true, lap)]);
    Some(if c.mutant == PublishBeforeNoref
         then if c.wakeups then Jump(s', p, At_Wake_LoadWaiting) else AfterCommit(c, s', p, l)
         else Jump(s', p, At_Deliver_Publish))
  }
  function Deliver_Publish(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {                       // D6
    if !At(s, p, At_Deliver_Publish) then None else
    var l := s.procs[p].l; var b := PieceBegin(c, p, l);
    var s' := s.(dc := s.dc[Idx(c, b) := FullCount(c, b)]);
    Some(if c.overwrites && c.mutant == PublishBeforeNoref then Jump(s', p, At_Deliver_StoreSlot)
         else if c.wakeups && !WakesEarly(c) then Jump(s', p, At_Wake_LoadWaiting) else AfterCommit(c, s', p, l))
  }

  // ------------------------- wake (D9) -------------------------

  predicate IsAwaited(c: Cfg, s: State, p: Pid, l: Locals) requires WF(c) {
    && s.waiting != None_
    && (l.job != NoJob ==>
          var at := Floor(c, PieceBegin(c, p, l));
          at > s.waiting || (at == s.waiting && c.mutant != WakeOneLate))
  }
  function AfterWake(c: Cfg, s: State, p: Pid, l: Locals): State requires WF(c) {
    if l.job == NoJob then Finish(s, p)
    else if WakesEarly(c) then Goto(s, p, At_Deliver_Publish, l.(v := 0))
    else AfterCommit(c, s, p, l)
  }
  function Wake_LoadWaiting(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {
    if !At(s, p, At_Wake_LoadWaiting) then None else
    var l := s.procs[p].l;
    Some(if IsAwaited(c, s, p, l) then Goto(s, p, At_Wake_Cas, l.(v := s.waiting)) else AfterWake(c, s, p, l))
  }
  function Wake_Cas(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {
    if !(At(s, p, At_Wake_Cas) && s.waiting == s.procs[p].l.v) then None else
    Some(Goto(s.(waiting := None_), p, At_Wake_Signal, s.procs[p].l.(v := 0)))
  }
  /// The reader awaits something else by now, or nothing.
  function Wake_CasFail(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {
    if !(At(s, p, At_Wake_Cas) && s.waiting != s.procs[p].l.v) then None else
    Some(AfterWake(c, s, p, s.procs[p].l))
  }
  function Wake_Signal(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {
    if !At(s, p, At_Wake_Signal) then None else
    Some(AfterWake(c, s.(signal := true), p, s.procs[p].l))
  }
}
