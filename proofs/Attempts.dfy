include "OneAtATime.dfy"
include "TimeCommit.dfy"

/// S21, the account of a whole run: every attempt to reserve is accepted, lost for a cause that is counted, or not decided yet; and
/// what was accepted stands in the log, once.
module Attempts {
  import opened Memory
  import opened Reserve
  import opened Commit
  import opened Flush
  import opened InductivePlaces
  import opened InductiveMemory
  import opened InductiveTime
  import opened OneAtATime
  import opened TimeCommit
  import RC = ReserveCommit

  /// Attempts to reserve, and those that got a place.
  datatype Tally = Tally(attempted: int, accepted: int)

  function Count(n: Tally, step: RC.Step): Tally {
    match step
    case Reserve_LoadWritePosition(_, _) => n.(attempted := n.attempted + 1)
    case Lose_TooBig(_, _) => n.(attempted := n.attempted + 1)
    case By(_, a) => if a == RC.Reserve_Cas || a == RC.ReserveSlow_Cas then n.(accepted := n.accepted + 1) else n
    case _ => n
  }
  function LostInAll(lost: Lost): int { lost.full + lost.wrapped + lost.tooBig + lost.refused }

  ghost predicate AddsUp(s: State, n: Tally) { n.attempted == n.accepted + LostInAll(s.lost) + s.account }

  lemma ByAddsUp(c: Cfg, s: State, t: State, p: Pid, a: RC.Action, n: Tally)
    requires Shape(c, s) && RC.ApplyBy(c, s, p, a) == Some(t) && AddsUp(s, n)
    ensures AddsUp(t, Count(n, RC.By(p, a)))
  {}
  lemma ReaderAddsUp(c: Cfg, s: State, t: State, r: RC.ReaderAction, n: Tally)
    requires Shape(c, s) && RC.ApplyReader(c, s, r) == Some(t) && AddsUp(s, n)
    ensures AddsUp(t, n)
  {}
  lemma StepAddsUp(c: Cfg, s: State, t: State, step: RC.Step, n: Tally)
    requires Shape(c, s) && RC.Apply(c, s, step) == Some(t) && AddsUp(s, n)
    ensures AddsUp(t, Count(n, step))
  {
    if step.By? { ByAddsUp(c, s, t, step.p, step.a, n); }
    else if step.ByReader? { ReaderAddsUp(c, s, t, step.r, n); }
  }

  // ------------------------- what was accepted stands in the log -------------------------

  ghost function Records(log: seq<Entry>): int {
    if log == [] then 0 else Records(log[..|log| - 1]) + (if IsRecord(log[|log| - 1]) then 1 else 0)
  }
  lemma RecordsAppend(log: seq<Entry>, r: seq<Entry>)
    ensures Records(log + r) == Records(log) + Records(r)
    decreases |r|
  {
    if r == [] { assert log + r == log; }
    else {
      var n := |r| - 1;
      assert (log + r)[..|log + r| - 1] == log + r[..n];
      RecordsAppend(log, r[..n]);
    }
  }
  lemma RecordsUpdate(log: seq<Entry>, j: nat, x: Entry)
    requires j < |log| && (IsRecord(x) <==> IsRecord(log[j]))
    ensures Records(log[j := x]) == Records(log)
  {
    var n := |log| - 1;
    if j == n { assert log[j := x][..n] == log[..n]; }
    else { assert log[j := x][..n] == log[..n][j := x]; RecordsUpdate(log[..n], j, x); }
  }
  lemma RecordsOfOne(x: Entry)
    ensures Records([x]) == if IsRecord(x) then 1 else 0
  { assert [x][..0] == []; }
  /// A writer reserves one record, a flusher none.
  lemma OneRecord(c: Cfg, p: Pid, l: Locals)
    requires WF(c)
    ensures Records(Reserved(c, p, l)) == if p in c.flushers then 0 else 1
  {
    var r := Reserved(c, p, l);
    RecordsOfOne(r[0]);
    if |r| == 1 { assert r == [r[0]]; }
    else {
      RecordsOfOne(r[1]);
      RecordsAppend([r[0]], [r[1]]);
      if |r| == 2 { assert r == [r[0]] + [r[1]]; }
      else {
        RecordsOfOne(r[2]);
        RecordsAppend([r[0]] + [r[1]], [r[2]]);
        assert r == [r[0]] + [r[1]] + [r[2]];
      }
    }
  }

  ghost predicate AllPlaced(s: State, n: Tally) { n.accepted == Records(s.log) }

  lemma ReaderLeavesLog(c: Cfg, s: State, t: State, r: RC.ReaderAction)
    requires Shape(c, s) && RC.ApplyReader(c, s, r) == Some(t)
    ensures t.log == s.log
  {}
  /// A place in the log more, or two, or three: with one record if a writer took it.
  lemma Takes(c: Cfg, s: State, t: State, p: Pid, l: Locals)
    requires WF(c) && t.log == s.log + Reserved(c, p, l)
    ensures Records(t.log) == Records(s.log) + (if p in c.flushers then 0 else 1)
  { OneRecord(c, p, l); RecordsAppend(s.log, Reserved(c, p, l)); }

  lemma CasPlaces(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && (Reserve_Cas(c, s, p) == Some(t) || ReserveSlow_Cas(c, s, p) == Some(t))
    ensures Records(t.log) == Records(s.log) + 1
  { Takes(c, s, t, p, s.procs[p].l); }
  lemma FlushPlaces(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Flush_Cas(c, s, p) == Some(t)
    ensures Records(t.log) == Records(s.log)
  { if t.log != s.log { Takes(c, s, t, p, s.procs[p].l); } }
  lemma CommitPlaces(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Commit_AddCount(c, s, p) == Some(t)
    ensures Records(t.log) == Records(s.log)
  {
    PieceEntry(c, s, p);
    var j := PieceAt(c, p, s.procs[p].l);
    RecordsUpdate(s.log, j, s.log[j].(who := 0));
  }
  lemma AbandonPlaces(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Write_Abandon(c, s, p) == Some(t)
    ensures Records(t.log) == Records(s.log)
  {
    PieceEntry(c, s, p);
    var j := PieceAt(c, p, s.procs[p].l);
    RecordsUpdate(s.log, j, s.log[j].(kind := KSkip));
  }
  lemma ByPlaces(c: Cfg, s: State, t: State, p: Pid, a: RC.Action)
    requires InvA(c, s) && RC.ApplyBy(c, s, p, a) == Some(t)
    ensures Records(t.log) == Records(s.log) + (if a == RC.Reserve_Cas || a == RC.ReserveSlow_Cas then 1 else 0)
  {
    match a
    case Reserve_Cas => CasPlaces(c, s, t, p);
    case ReserveSlow_Cas => CasPlaces(c, s, t, p);
    case Flush_Cas => FlushPlaces(c, s, t, p);
    case Commit_AddCount => CommitPlaces(c, s, t, p);
    case Write_Abandon => AbandonPlaces(c, s, t, p);
    case _ => StepOfOne(c, s, t, p, a);
  }
  lemma StepPlaces(c: Cfg, s: State, t: State, step: RC.Step, n: Tally)
    requires InvA(c, s) && RC.Apply(c, s, step) == Some(t) && AllPlaced(s, n)
    ensures AllPlaced(t, Count(n, step))
  {
    if step.By? { ByPlaces(c, s, t, step.p, step.a); }
    else if step.ByReader? { ReaderLeavesLog(c, s, t, step.r); }
  }

  // ------------------------- runs -------------------------

  /// A run of the algorithm: states[i + 1] is what steps[i] makes of states[i].
  ghost predicate Run(c: Cfg, states: seq<State>, steps: seq<RC.Step>) {
    && WF(c) && |states| == |steps| + 1 && states[0] == Init(c)
    && (forall i :: 0 <= i < |states| ==> InvA(c, states[i]))
    && (forall i :: 0 <= i < |steps| ==> RC.Apply(c, states[i], steps[i]) == Some(states[i + 1]))
  }
  function CountAll(steps: seq<RC.Step>): Tally {
    if steps == [] then Tally(0, 0) else Count(CountAll(steps[..|steps| - 1]), steps[|steps| - 1])
  }
  lemma RunAddsUp(c: Cfg, states: seq<State>, steps: seq<RC.Step>)
    requires Run(c, states, steps)
    ensures AddsUp(states[|steps|], CountAll(steps)) && AllPlaced(states[|steps|], CountAll(steps))
    decreases |steps|
  {
    if steps != [] {
      var n := |steps| - 1;
      assert Run(c, states[..n + 1], steps[..n]);
      RunAddsUp(c, states[..n + 1], steps[..n]);
      StepAddsUp(c, states[n], states[n + 1], steps[n], CountAll(steps[..n]));
      StepPlaces(c, states[n], states[n + 1], steps[n], CountAll(steps[..n]));
    }
  }
  /// S21, of a run: attempted is what stands in the log, what was lost, by cause, and what is being decided.
  lemma S21_EveryAttemptIsAccountedFor(c: Cfg, states: seq<State>, steps: seq<RC.Step>)
    requires Run(c, states, steps) && InvC(c, states[|steps|])
    ensures var s := states[|steps|]; var n := CountAll(steps);
      && n.accepted == Records(s.log)
      && n.attempted == n.accepted + (s.lost.full + s.lost.wrapped + s.lost.tooBig + s.lost.refused)
                        + |DecidingWriters(c, s.procs)|
  { RunAddsUp(c, states, steps); reveal Accounted(); }
}
