include "InductivePlaces.dfy"
include "OneAtATime.dfy"

/// How the log goes on from step to step.
module Evolution {
  import opened Memory
  import opened Log
  import opened InductivePlaces
  import opened ReserveCommit
  import opened OneAtATime

  /// The log only grows: entries stay where they are, and what is committed stays committed.
  ghost predicate Evolves(log: seq<Entry>, log': seq<Entry>) {
    && |log| <= |log'|
    && forall j :: 0 <= j < |log| ==>
         && log'[j].b == log[j].b && log'[j].e == log[j].e && log'[j].t == log[j].t && log'[j].f == log[j].f && log'[j].s == log[j].s
         && (log'[j].who == log[j].who || log'[j].who == 0)
         && (log'[j].kind == log[j].kind || (log[j].kind == KRec && log'[j].kind == KSkip))
  }
  lemma EvolvesTrans(a: seq<Entry>, b: seq<Entry>, d: seq<Entry>)
    requires Evolves(a, b) && Evolves(b, d)
    ensures Evolves(a, d)
  {
    forall j | 0 <= j < |a|
      ensures d[j].b == a[j].b && d[j].e == a[j].e && d[j].t == a[j].t && d[j].f == a[j].f && d[j].s == a[j].s
              && (d[j].who == a[j].who || d[j].who == 0) && (d[j].kind == a[j].kind || (a[j].kind == KRec && d[j].kind == KSkip))
    { assert b[j].b == a[j].b; }
  }

  lemma CommittedGrows(S: nat, log: seq<Entry>, log': seq<Entry>, k: int)
    requires S > 0 && Evolves(log, log') && (forall j :: 0 <= j < |log'| ==> log'[j].b < log'[j].e)
    ensures CommittedIn(S, log, k) <= CommittedIn(S, log', k)
    decreases |log'|
  {
    if |log'| == 0 { }
    else {
      var n := |log'| - 1;
      if |log| == |log'| { CommittedGrows(S, log[..n], log'[..n], k); }
      else { CommittedGrows(S, log, log'[..n], k); }
    }
  }

  lemma ReaderLeavesLog(c: Cfg, s: State, t: State, a: ReaderAction)
    requires Shape(c, s) && ApplyReader(c, s, a) == Some(t)
    ensures t.log == s.log && t.procs == s.procs && t.wpos == s.wpos
  {}

  /// One entry is committed, or its record given up.
  lemma EntryChanges(c: Cfg, s: State, t: State, p: Pid, a: Action)
    requires InvA(c, s) && ApplyBy(c, s, p, a) == Some(t) && (a == Action.Write_Abandon || a == Action.Commit_AddCount)
    ensures Evolves(s.log, t.log)
  {
    var q := s.procs[p];
    assert LocalsOk(c, p, q) by { reveal Producers(); }
    assert OwnsIt(c, p, q, s.log) by { reveal Owned(); }
    if a == Action.Write_Abandon {
      var j := PieceAt(c, p, q.l);
      assert q.l.job == Rec && p in c.writers;
      assert p !in c.flushers;
      assert j == PendTo(c, p, q) - 1;
      assert Matches(s.log[j], Reserved(c, p, q.l)[j - q.l.at]);
    }
  }
  lemma StepEvolves(c: Cfg, s: State, t: State, step: Step)
    requires InvA(c, s) && Apply(c, s, step) == Some(t)
    ensures Evolves(s.log, t.log)
  {
    match step
    case By(p, a) =>
      if a == Action.Write_Abandon || a == Action.Commit_AddCount { EntryChanges(c, s, t, p, a); }
      else if !TouchesLog(a) { StepOfOne(c, s, t, p, a); }
    case ByReader(a) => ReaderLeavesLog(c, s, t, a);
    case _ =>
  }
}
