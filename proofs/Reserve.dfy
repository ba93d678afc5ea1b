include "Memory.dfy"

/// tla/Reserve.tla: a writer reserves room for a record, and what it owes to the reader after the compare-exchange.
/// Each action is a function that gives the state after it, or None where its guard does not hold.
module Reserve {
  import opened Memory
  import opened Mutants

  function EndStore(c: Cfg): Label { if c.lttng then At_OldEnd_StoreDataSize else At_OldEnd_StoreSize }
  function FillStore(c: Cfg): Label { if c.lttng then At_NewEnd_StoreDataSize else At_NewEnd_StoreSize }

  function Begin(s: State, p: Pid, lab: Label, l: Locals, job: Job): State {
    Goto(s, p, lab, l.(job := job, v := 0, w := NoWord))
  }

  function WriteRecord(c: Cfg, s: State, p: Pid, l: Locals): State requires WF(c) {
    Goto(s, p, if FillsUp(c, l) && c.mutant != NewEndOmitted then FillStore(c) else At_Write_Begin,
         l.(job := Rec, v := 0, w := NoWord))
  }

  /// T15, T16, T17, then the record: what follows in that order.
  function AfterReserve(c: Cfg, s: State, p: Pid, l: Locals): State requires WF(c) {
    if EndsOld(c, l) then Begin(s, p, if c.overwrites then At_ClearNoref_LoadSlot else EndStore(c), l, Pad)
    else if EntersNew(c, l) then Begin(s, p, if c.overwrites then At_ClearNoref_LoadSlot else At_NewStart_StoreBegin, l, Hdr)
    else if c.overwrites then Begin(s, p, At_ClearNoref_LoadSlot, l, Rec)
    else WriteRecord(c, s, p, l)
  }
  function AfterFlushReserve(c: Cfg, s: State, f: Pid, l: Locals): State requires WF(c) {
    if c.overwrites then Begin(s, f, At_ClearNoref_LoadSlot, l, if OffOf(c, l.o) == 0 then Hdr else Pad)
    else if OffOf(c, l.o) == 0 then Begin(s, f, At_OldStart_StoreBegin, l, Hdr)
    else Begin(s, f, EndStore(c), l, Pad)
  }
  function AfterPush(c: Cfg, s: State, p: Pid, l: Locals): State requires WF(c) {
    if p in c.flushers then AfterFlushReserve(c, s, p, l) else AfterReserve(c, s, p, l)
  }

  predicate OmitsPush(c: Cfg, l: Locals) requires WF(c) {
    c.mutant == NoPush || (c.mutant == PushByWhoEnters && !EntersNew(c, l))
  }
  function AfterTime(c: Cfg, s: State, w: Pid, l: Locals): State requires WF(c) {
    if c.overwrites && !OmitsPush(c, l) then Goto(s, w, At_Push_LoadReadPosition, l) else AfterPush(c, s, w, l)
  }
  predicate StoresTimeEarly(c: Cfg) { c.mutant == LastTimeBeforeCas }
  function AfterCas(c: Cfg, s: State, w: Pid, l: Locals): State requires WF(c) {
    if c.clocked && !StoresTimeEarly(c) then Goto(s, w, At_Reserve_StoreLastTime, l) else AfterTime(c, s, w, l)
  }

  /// Losses are sampled before the reserving compare-exchange by whoever reserves the last of a sub-buffer.
  predicate Samples(c: Cfg) { c.mutant != LossesSampledAtDelivery }
  function FirstSample(c: Cfg): Label { if c.overwrites then At_Sample_LoadWrapped else At_Sample_LoadFull }
  function ToSlowCas(c: Cfg, s: State, w: Pid, l: Locals): State requires WF(c) {
    Goto(s, w, if (EndsOld(c, l) || FillsUp(c, l)) && Samples(c) then FirstSample(c) else At_ReserveSlow_Cas, l.(v := 0))
  }
  function AfterSlowTime(c: Cfg, s: State, w: Pid, l: Locals): State requires WF(c) {          // T3
    if EntersNew(c, l) then Goto(s, w, At_ReserveSlow_LoadDelivered, l) else ToSlowCas(c, s, w, l)
  }
  function Restart(c: Cfg, s: State, w: Pid): State requires w in s.procs {
    var l := s.procs[w].l;
    Goto(s, w, At_ReserveSlow_LoadWritePosition,
         if c.mutant == ClockReadOnce then NoLocals.(n := l.n, t := l.t, v := 1) else NoLocals.(n := l.n))
  }

  // ------------------------- fast path -------------------------

  /// R2, R5: sample the write position; is the fast path open?
  function Reserve_LoadWritePosition(c: Cfg, s: State, w: Pid, n: int): Option<State> requires Shape(c, s) {
    if !(w in c.writers && At(s, w, Idle) && 0 < n <= c.S - c.H) then None else
    var l := NoLocals.(o := s.wpos, n := n);
    var s' := s.(account := s.account + 1);
    Some(if !IsFast(c, l) then Goto(s', w, At_ReserveSlow_LoadWritePosition, NoLocals.(n := n))
         else Goto(s', w, if c.clocked then At_Reserve_ReadClock else At_Reserve_Cas, l))
  }

  /// T9, last line, tested first: a record that fits no sub-buffer.
  function Lose_TooBig(c: Cfg, s: State, w: Pid, n: int): Option<State> requires Shape(c, s) {
    if !(w in c.writers && At(s, w, Idle) && n > c.S - c.H) then None else
    Some(s.(lost := s.lost.(tooBig := s.lost.tooBig + 1)))
  }

  /// R3: after the write position was sampled, before it is exchanged.
  function Reserve_ReadClock(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {
    if !(w in c.writers && At(s, w, At_Reserve_ReadClock)) then None else
    Some(Goto(s, w, At_Reserve_LoadLastTime, s.procs[w].l.(t := s.now)))
  }

  /// R4: is the time too far from the last record's for a short header?
  predicate TakesFull(c: Cfg, s: State, t: int) {
    !(0 <= t - s.last < (if c.mutant == ShortTimeTooWide then c.shortTime + 1 else c.shortTime))
  }
  function Reserve_LoadLastTime(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {
    if !(w in c.writers && At(s, w, At_Reserve_LoadLastTime)) then None else
    var l := s.procs[w].l.(f := TakesFull(c, s, s.procs[w].l.t));
    Some(if !IsFast(c, l) then Restart(c, s, w)
         else Goto(s, w, if StoresTimeEarly(c) then At_Reserve_StoreLastTime else At_Reserve_Cas, l))
  }

  /// What a compare-exchange that succeeds makes of the write position and the log.
  function Take(c: Cfg, s: State, w: Pid): State requires Shape(c, s) && w in s.procs {
    var l := s.procs[w].l;
    Decide(s.(wpos := RecEnd(c, l), log := s.log + Reserved(c, w, l)))
  }
  function Placed(s: State, w: Pid): Locals requires w in s.procs { s.procs[w].l.(at := |s.log|) }

  /// R6: the linearisation point of a record's place.
  function Reserve_Cas(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {
    if !(w in c.writers && At(s, w, At_Reserve_Cas) && s.wpos == s.procs[w].l.o && s.gate == Open) then None else
    Some(AfterCas(c, Take(c, s, w), w, Placed(s, w)))
  }
  function Reserve_CasFail(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {
    if !(w in c.writers && At(s, w, At_Reserve_Cas) && (s.wpos != s.procs[w].l.o || s.gate != Open)) then None else
    Some(Restart(c, s, w))
  }

  // ------------------------- slow path -------------------------

  /// T1. A paused or completed buffer refuses the record.
  function ReserveSlow_LoadWritePosition(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {
    if !(w in c.writers && At(s, w, At_ReserveSlow_LoadWritePosition)) then None else
    var l := s.procs[w].l;
    Some(if s.gate != Open then Jump(s, w, At_Lose_Refused)
         else if c.clocked
         then Goto(s, w, if l.v == 1 then At_ReserveSlow_LoadLastTime else At_ReserveSlow_ReadClock, l.(o := s.wpos, v := 0))
         else AfterSlowTime(c, s, w, l.(o := s.wpos)))
  }
  function ReserveSlow_ReadClock(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {                 // T2
    if !(w in c.writers && At(s, w, At_ReserveSlow_ReadClock)) then None else
    Some(Goto(s, w, At_ReserveSlow_LoadLastTime, s.procs[w].l.(t := s.now)))
  }
  function ReserveSlow_LoadLastTime(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {              // T2
    if !(w in c.writers && At(s, w, At_ReserveSlow_LoadLastTime)) then None else
    var l := s.procs[w].l.(f := TakesFull(c, s, s.procs[w].l.t));
    Some(if StoresTimeEarly(c) then Goto(s, w, At_Reserve_StoreLastTime, l) else AfterSlowTime(c, s, w, l))
  }

  function AfterRecheck(c: Cfg, s: State, w: Pid, v: int): State requires WF(c) && w in s.procs {                // T8
    var l := s.procs[w].l;
    if v != CleanCount(c, RecBegin(c, l)) && c.mutant != NoCleanSlotTest then Goto(s, w, At_Lose_Wrapped, l.(v := v))
    else if c.overwrites || c.mutant == NoFullTest then ToSlowCas(c, s, w, l)
    else Goto(s, w, At_ReserveSlow_LoadReadPosition, l.(v := v))
  }
  function ReserveSlow_LoadDelivered(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {             // T6
    if !(w in c.writers && At(s, w, At_ReserveSlow_LoadDelivered)) then None else
    var l := s.procs[w].l; var v := s.dc[Idx(c, RecBegin(c, l))];
    Some(if c.mutant == NoRecheck then AfterRecheck(c, s, w, v)
         else Goto(s, w, At_ReserveSlow_RecheckWritePosition, l.(v := v)))
  }
  /// T7: was the count sampled for this write position? If not, again.
  function ReserveSlow_RecheckWritePosition(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {
    if !(w in c.writers && At(s, w, At_ReserveSlow_RecheckWritePosition)) then None else
    Some(if s.wpos != s.procs[w].l.o || s.gate != Open then Restart(c, s, w) else AfterRecheck(c, s, w, s.procs[w].l.v))
  }
  /// T9: has the reader released the slot?
  function ReserveSlow_LoadReadPosition(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {
    if !(w in c.writers && At(s, w, At_ReserveSlow_LoadReadPosition)) then None else
    var l := s.procs[w].l; var ahead := Floor(c, RecBegin(c, l)) - s.rpos;
    Some(if ahead > Ring(c) || (ahead == Ring(c) && c.mutant != FullTestOneLate) then Jump(s, w, At_Lose_Full)
         else ToSlowCas(c, s, w, l))
  }

  function Sample_LoadFull(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {                       // T10
    if !At(s, p, At_Sample_LoadFull) then None else
    var l := s.procs[p].l; Some(Goto(s, p, At_Sample_LoadWrapped, l.(s := l.s.(full := s.lost.full))))
  }
  function Sample_LoadWrapped(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {
    if !At(s, p, At_Sample_LoadWrapped) then None else
    var l := s.procs[p].l; Some(Goto(s, p, At_Sample_LoadTooBig, l.(s := l.s.(wrapped := s.lost.wrapped))))
  }
  function Sample_LoadTooBig(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {
    if !At(s, p, At_Sample_LoadTooBig) then None else
    var l := s.procs[p].l;
    Some(Goto(s, p, if p in c.flushers then At_Flush_Cas else At_ReserveSlow_Cas, l.(s := l.s.(tooBig := s.lost.tooBig))))
  }

  function ReserveSlow_Cas(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {                       // T11
    if !(w in c.writers && At(s, w, At_ReserveSlow_Cas) && s.wpos == s.procs[w].l.o && s.gate == Open) then None else
    Some(AfterCas(c, Take(c, s, w), w, Placed(s, w)))
  }
  function ReserveSlow_CasFail(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {
    if !(w in c.writers && At(s, w, At_ReserveSlow_Cas) && (s.wpos != s.procs[w].l.o || s.gate != Open)) then None else
    Some(Restart(c, s, w))
  }

  // ------------------------- losses -------------------------

  function Lose_Wrapped(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {                          // T8
    if !(w in c.writers && At(s, w, At_Lose_Wrapped)) then None else
    Some(Finish(Decide(s.(lost := s.lost.(wrapped := s.lost.wrapped + 1))), w))
  }
  function Lose_Full(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {                             // T9
    if !(w in c.writers && At(s, w, At_Lose_Full)) then None else
    Some(Finish(Decide(s.(lost := if c.mutant == FullLossNotCounted then s.lost else s.lost.(full := s.lost.full + 1))), w))
  }
  function Lose_Refused(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {                          // R1
    if !(w in c.writers && At(s, w, At_Lose_Refused)) then None else
    Some(Finish(Decide(s.(lost := s.lost.(refused := s.lost.refused + 1))), w))
  }

  // ------------------------- after the compare-exchange -------------------------

  /// R7, T12: racy on purpose. A value older than the last record's only makes a header longer than it need be.
  function Reserve_StoreLastTime(c: Cfg, s: State, w: Pid): Option<State> requires Shape(c, s) {
    if !(w in c.writers && At(s, w, At_Reserve_StoreLastTime)) then None else
    var l := s.procs[w].l; var s' := s.(last := l.t);
    Some(if !StoresTimeEarly(c) then AfterTime(c, s', w, l)
         else if IsFast(c, l) then Jump(s', w, At_Reserve_Cas) else AfterSlowTime(c, s', w, l))
  }

  /// P1, P2: the oldest sub-buffer that can be read is the one after the slot that is written.
  function PushFrom(c: Cfg, p: Pid, l: Locals): int requires WF(c) {
    Floor(c, if p in c.flushers then l.o else RecBegin(c, l))
  }
  function Push_LoadReadPosition(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {
    if !At(s, p, At_Push_LoadReadPosition) then None else
    var l := s.procs[p].l; var ahead := PushFrom(c, p, l) - s.rpos;
    Some(if ahead < Ring(c) || (ahead == Ring(c) && c.mutant == PushOneLate) then AfterPush(c, s, p, l)
         else Goto(s, p, At_Push_Cas, l.(v := s.rpos)))
  }
  function PushTo(c: Cfg, p: Pid, l: Locals): int requires WF(c) {
    PushFrom(c, p, l) - Ring(c) + (if c.mutant == PushOneTooFar then c.S + c.S else c.S)
  }
  function Push_Cas(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {                              // P3
    if !(At(s, p, At_Push_Cas) && (c.mutant == PushWithoutCas || s.rpos == s.procs[p].l.v)) then None else
    var l := s.procs[p].l;
    Some(AfterPush(c, s.(rpos := PushTo(c, p, l)), p, l))
  }
  function Push_CasFail(c: Cfg, s: State, p: Pid): Option<State> requires Shape(c, s) {
    if !(At(s, p, At_Push_Cas) && s.rpos != s.procs[p].l.v && c.mutant != PushWithoutCas) then None else
    Some(Goto(s, p, At_Push_LoadReadPosition, s.procs[p].l.(v := 0)))
  }
}
