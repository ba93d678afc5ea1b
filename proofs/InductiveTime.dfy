include "InductiveMemory.dfy"

/// Layer C of the inductive invariant: time and losses.
module InductiveTime {
  import opened Memory
  import opened Flush
  import opened InductivePlaces
  import opened InductiveMemory

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
}
