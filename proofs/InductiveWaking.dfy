include "Commit.dfy"
include "InductivePlaces.dfy"

/// Layer D of the inductive invariant: waking, and the end of data.
module InductiveWaking {
  import opened Memory
  import opened Commit
  import opened InductivePlaces

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
}
