include "InductiveWaking.dfy"

/// What layer D (waking, the end of data) asks of a step: frames that the lemmas of the single actions use.
module WakeFrame {
  import opened Memory
  import opened Commit
  import opened InductivePlaces
  import opened InductiveWaking

  /// Process p is neither waking nor about to.
  predicate Asks(pc: Label) { pc in {At_Wake_LoadWaiting, At_Wake_Cas, At_Wake_Signal} }

  /// Who awaits what is as it was.
  predicate SameWait(s: State, t: State) { t.waiting == s.waiting && t.signal == s.signal && t.rd == s.rd }
  /// What is awaited is not there unless it was before.
  ghost predicate NoNews(c: Cfg, s: State, t: State) requires Shape(c, s) && Shape(c, t) {
    && t.final == s.final
    && (s.dc[Idx(c, s.rd.upto)] < FullCount(c, s.rd.upto) ==> t.dc[Idx(c, s.rd.upto)] < FullCount(c, s.rd.upto))
  }

  lemma OneSignalOwn(procs: Procs, p: Pid, q: Proc, waiting: int, signal: bool, rd: Reading)
    requires OneSignal(procs, waiting, signal, rd) && p in procs
    requires q.pc != At_Wake_Signal && (q.pc == At_Wake_Cas ==> q.l.v != None_)
    ensures OneSignal(procs[p := q], waiting, signal, rd)
  { reveal OneSignal(); }

  /// The one who signals does.
  lemma SignalIsOne(procs: Procs, p: Pid, q: Proc, waiting: int, rd: Reading)
    requires OneSignal(procs, waiting, false, rd) && p in procs && procs[p].pc == At_Wake_Signal && !Asks(q.pc)
    ensures OneSignal(procs[p := q], waiting, true, rd) && waiting == None_ && Listens(rd.pc)
  { reveal OneSignal(); }
  /// A signal that is on its way was not given yet.
  lemma NotGiven(procs: Procs, p: Pid, waiting: int, signal: bool, rd: Reading)
    requires OneSignal(procs, waiting, signal, rd) && p in procs && procs[p].pc == At_Wake_Signal
    ensures !signal && waiting == None_ && Listens(rd.pc)
  { reveal OneSignal(); }

  /// An alarm goes on as long as whoever gives it does not stop.
  lemma AlarmOwn(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && Shape(c, t) && Alarmed(c, s) && SameWait(s, t)
    requires p in s.procs && t.procs == s.procs[p := t.procs[p]]
    requires Wakes(c, s, p) ==> Wakes(c, t, p)
    ensures Alarmed(c, t)
  { if !s.signal { var q :| Wakes(c, s, q); assert Wakes(c, t, q); } }

  /// Process p goes on, and with it neither the gate nor who sleeps.
  lemma D_Own(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && InvD(c, s) && Shape(c, t) && SameWait(s, t)
    requires p in s.procs && t.procs == s.procs[p := t.procs[p]]
    requires NoNews(c, s, t) || Wakes(c, t, p) || !(Listens(s.rd.pc) && s.waiting == s.rd.upto)
    requires t.procs[p].pc != At_Wake_Signal && (t.procs[p].pc == At_Wake_Cas ==> t.procs[p].l.v != None_)
    requires Wakes(c, s, p) ==> Wakes(c, t, p)
    ensures Sleeps(c, t)
  {
    OneSignalOwn(s.procs, p, t.procs[p], s.waiting, s.signal, s.rd);
    if Alarmed(c, s) { AlarmOwn(c, s, t, p); }
    if Wakes(c, t, p) { assert Alarmed(c, t); }
  }
  lemma EndsOwn(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && InvA(c, t) && t.rd == s.rd && t.gate == s.gate
    requires p in s.procs && t.procs == s.procs[p := t.procs[p]]
    requires t.final == s.final || (t.final && t.gate == Closed)
    requires t.wpos == s.wpos && s.rpos <= t.rpos
    requires Completes(c, p, t.procs[p]) ==> Completes(c, p, s.procs[p])
    ensures EndsOk(c, t)
  { assert t.rpos <= t.wpos by { reveal ReadPos(); } }

  /// The many steps that only lead from one place to the next.
  lemma D_Plain(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && InvA(c, t) && SameWait(s, t) && t.gate == s.gate && t.final == s.final
    requires p in s.procs && t.procs == s.procs[p := t.procs[p]]
    requires !Asks(s.procs[p].pc) && !Asks(t.procs[p].pc)
    requires NoNews(c, s, t)
    requires t.wpos == s.wpos && s.rpos <= t.rpos
    requires Completes(c, p, t.procs[p]) ==> Completes(c, p, s.procs[p])
    ensures InvD(c, t)
  { D_Own(c, s, t, p); EndsOwn(c, s, t, p); }

  /// A step of the write position, or of the gate: possible only while the gate is not closed for good.
  lemma D_Place(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvD(c, s) && InvA(c, t) && SameWait(s, t) && t.final == s.final && s.gate != Closed
    requires p in s.procs && t.procs == s.procs[p := t.procs[p]]
    requires !Asks(s.procs[p].pc) && !Asks(t.procs[p].pc)
    requires NoNews(c, s, t)
    requires Completes(c, p, t.procs[p]) ==> t.gate == Closed
    ensures InvD(c, t)
  { D_Own(c, s, t, p); }

  /// A step that leaves alone all that layer D speaks of but the reader, who does not wait.
  lemma D_Reader(c: Cfg, s: State, t: State)
    requires InvA(c, s) && InvD(c, s) && InvA(c, t) && t.procs == s.procs && t.gate == s.gate && t.final == s.final
    requires t.waiting == s.waiting && t.signal == s.signal && t.wpos == s.wpos
    requires !Listens(s.rd.pc) && !Listens(t.rd.pc) && (Waits(t.rd.pc) ==> c.wakeups)
    requires t.rd.pc == At_Get_LoadEnd ==> t.final
    requires t.rd.pc == Ended ==> t.gate == Closed && t.rpos == t.wpos
    ensures InvD(c, t)
  { reveal OneSignal(); }

  /// A step of nothing that layer D speaks of.
  lemma D_Same(c: Cfg, s: State, t: State)
    requires Shape(c, s) && InvD(c, s) && Shape(c, t)
    requires t.procs == s.procs && SameWait(s, t) && t.gate == s.gate && t.final == s.final && t.dc == s.dc
    requires t.wpos == s.wpos && t.rpos == s.rpos
    ensures InvD(c, t)
  { if WillWake(c, s) { var q :| Wakes(c, s, q); assert Wakes(c, t, q); } }

  /// p goes on, and nothing else, and wakes nobody.
  ghost predicate GoesQuietly(c: Cfg, s: State, t: State, p: Pid, l: Locals) {
    && p in t.procs && t == s.(procs := s.procs[p := t.procs[p]])
    && !Asks(t.procs[p].pc) && (Completes(c, p, t.procs[p]) ==> p in c.flushers && l.m == Complete)
  }
  lemma AfterCommitIsQuiet(c: Cfg, s: State, p: Pid, l: Locals)
    requires WF(c)
    ensures GoesQuietly(c, s, AfterCommit(c, s, p, l), p, l)
  {}

  /// Where a process stands says who it is.
  lemma Stands(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && p in s.procs
    ensures LocalsOk(c, p, s.procs[p]) && (p in c.writers <==> p !in c.flushers)
  { reveal Producers(); }

  lemma D_Init(c: Cfg) requires WF(c) && Shape(c, Init(c)) ensures InvD(c, Init(c))
  { reveal OneSignal(); }
}
