include "Reserve.dfy"

/// tla/Flush.tla: ending a sub-buffer from outside; pause, resume, complete.
module Flush {
  import opened Memory
  import opened Mutants
  import opened Reserve

  /// What is there to do for this mode, by what was sampled?
  predicate HasWork(c: Cfg, s: State, m: FlushMode) requires WF(c) {
    match s.gate
    case Closed => false
    case Paused => m == Resume || m == Complete
    case Open => m == Final || m == Pause || m == Complete || (m == Active && OffOf(c, s.wpos) != 0)
  }
  /// Only the gate changes: the write position is where it must be.
  predicate GateAlone(c: Cfg, l: Locals) requires WF(c) {
    (OffOf(c, l.o) == 0 || c.mutant == GateShutAnywhere) && l.m != Active && l.m != Final
  }
  function NextGate(s: State, m: FlushMode): Gate {
    match m case Pause => Paused case Resume => Open case Complete => Closed case _ => s.gate
  }
  function ToFlushCas(c: Cfg, s: State, f: Pid, l: Locals): State requires WF(c) {
    Goto(s, f, if GateAlone(c, l) || !Samples(c) then At_Flush_Cas else FirstSample(c), l)
  }
  function AfterFlushTime(c: Cfg, s: State, f: Pid, l: Locals): State requires WF(c) {
    if OffOf(c, l.o) == 0 && l.m == Final && c.mutant != FlushWithoutCleanTest
    then Goto(s, f, At_Flush_LoadDelivered, l) else ToFlushCas(c, s, f, l)
  }

  function Flush_LoadWritePosition(c: Cfg, s: State, f: Pid, m: FlushMode): Option<State> requires Shape(c, s) {  // F1, F2
    if !(f in c.flushers && (At(s, f, Idle) || (At(s, f, At_Flush_LoadWritePosition) && s.procs[f].l.m == m))) then None else
    var l := NoLocals.(o := s.wpos, m := m, g := s.gate);
    Some(if !HasWork(c, s, m) then Finish(s, f)
         else if c.clocked && !GateAlone(c, l) then Goto(s, f, At_Flush_ReadClock, l)
         else AfterFlushTime(c, s, f, l))
  }
  function Flush_ReadClock(c: Cfg, s: State, f: Pid): Option<State> requires Shape(c, s) {                       // F1
    if !(f in c.flushers && At(s, f, At_Flush_ReadClock)) then None else
    Some(AfterFlushTime(c, s, f, s.procs[f].l.(t := s.now)))
  }
  function Flush_LoadDelivered(c: Cfg, s: State, f: Pid): Option<State> requires Shape(c, s) {                   // F2: E3
    if !(f in c.flushers && At(s, f, At_Flush_LoadDelivered)) then None else
    var l := s.procs[f].l;
    Some(if s.dc[Idx(c, l.o)] != CleanCount(c, l.o) then Finish(s, f)
         else if c.overwrites then ToFlushCas(c, s, f, l)
         else Jump(s, f, At_Flush_LoadReadPosition))
  }
  function Flush_LoadReadPosition(c: Cfg, s: State, f: Pid): Option<State> requires Shape(c, s) {                // F2: E1
    if !(f in c.flushers && At(s, f, At_Flush_LoadReadPosition)) then None else
    var l := s.procs[f].l;
    Some(if l.o - s.rpos >= Ring(c) && c.mutant != FlushWithoutFullTest then Finish(s, f) else ToFlushCas(c, s, f, l))
  }
  /// The word is the one that was sampled: position and gate.
  predicate SameWord(s: State, l: Locals) { s.wpos == l.o && s.gate == l.g }
  function KeptMode(m: FlushMode): FlushMode { if m == Complete then m else Active }

  function Flush_Cas(c: Cfg, s: State, f: Pid): Option<State> requires Shape(c, s) {                             // F4
    if !(f in c.flushers && At(s, f, At_Flush_Cas) && (SameWord(s, s.procs[f].l) || c.mutant == FlushWithoutCas)) then None else
    var l := s.procs[f].l; var s' := s.(gate := NextGate(s, l.m));
    Some(if GateAlone(c, l)
         then if l.m == Complete then Goto(s', f, At_Complete_StoreFinal, NoLocals.(m := l.m)) else Finish(s', f)
         else var t := s'.(wpos := Next_(c, l.o), log := s.log + Reserved(c, f, l));
              var k := l.(m := KeptMode(l.m), v := 0, g := Open, at := |s.log|);
              if c.overwrites then Goto(t, f, At_Push_LoadReadPosition, k)
              else Goto(t, f, if OffOf(c, l.o) == 0 then At_OldStart_StoreBegin else EndStore(c),
                        k.(job := if OffOf(c, l.o) == 0 then Hdr else Pad)))
  }
  function Flush_CasFail(c: Cfg, s: State, f: Pid): Option<State> requires Shape(c, s) {
    if !(f in c.flushers && At(s, f, At_Flush_Cas) && !SameWord(s, s.procs[f].l) && c.mutant != FlushWithoutCas) then None else
    Some(Goto(s, f, At_Flush_LoadWritePosition, NoLocals.(m := s.procs[f].l.m)))
  }
  /// Tells the reader to look at the write position when it finds nothing.
  function Complete_StoreFinal(c: Cfg, s: State, f: Pid): Option<State> requires Shape(c, s) {
    if !(f in c.flushers && At(s, f, At_Complete_StoreFinal)) then None else
    var s' := s.(final := true);
    Some(if c.wakeups then Goto(s', f, At_Wake_LoadWaiting, NoLocals) else Finish(s', f))
  }
}
