include "Spare.dfy"
include "Recovery.dfy"

/// The committed prefix is sound, and lasts (why: the write position is loaded after the add).
module RecoverySound {
  import opened Geometry
  import opened Memory
  import opened Log
  import opened InductivePlaces
  import opened ReserveCommit
  import opened Evolution
  import opened Spare
  import opened Recovery

  /// The first n units of generation k are committed, whole reservations, and will never be anything else.
  opaque ghost predicate Sound(c: Cfg, log: seq<Entry>, wpos: int, k: int, n: int) requires WF(c) {
    && k >= 0 && 0 < n < c.S && wpos >= Base(c.S, k) + n
    && forall j :: 0 <= j < |log| && Gen(c.S, log[j].b) == k && log[j].b < Base(c.S, k) + n ==>
         log[j].who == 0 && log[j].e <= Base(c.S, k) + n
  }
  ghost predicate Counted(c: Cfg, k: int, count: int) requires WF(c) {
    k >= 0 && Clean(c.N, c.S, k) < count < Clean(c.N, c.S, k) + c.S
  }
  ghost predicate DueOk(c: Cfg, s: State, d: Due) requires WF(c) {
    match d
    case Nothing => true
    case ToAdd(w) => LooksBefore(c) && w <= s.wpos
    case ToLoad(b, sum) => var k := Gen(c.S, b); Counted(c, k, sum) && sum <= Clean(c.N, c.S, k) + CommittedIn(c.S, s.log, k)
    case ToStore(b, sum) => var k := Gen(c.S, b); Counted(c, k, sum) && Sound(c, s.log, s.wpos, k, sum - Clean(c.N, c.S, k))
  }
  ghost predicate KeepsOne(c: Cfg, s: State, i: int, k: int, count: int) requires WF(c) {
    Slot(c.N, k) == i && Counted(c, k, count) && Sound(c, s.log, s.wpos, k, count - Clean(c.N, c.S, k))
  }
  ghost predicate PrefixOk(c: Cfg, s: State, i: int, count: int) requires WF(c) { count == 0 || exists k :: KeepsOne(c, s, i, k, count) }
  ghost predicate InvR(c: Cfg, r: RState) requires RShape(c, r) {
    && (forall p :: p in r.due ==> DueOk(c, r.s, r.due[p]))
    && (forall i :: 0 <= i < c.N ==> PrefixOk(c, r.s, i, r.prefix[i]))
  }

  lemma R_Init(c: Cfg) requires WF(c) ensures RShape(c, RInit(c)) && InvR(c, RInit(c)) {}

  // ------------------------- soundness lasts -------------------------

  lemma SoundLasts(c: Cfg, s: State, t: State, k: int, n: int)
    requires InvA(c, s) && InvA(c, t) && Evolves(s.log, t.log) && s.wpos <= t.wpos && Sound(c, s.log, s.wpos, k, n)
    ensures Sound(c, t.log, t.wpos, k, n)
  {
    reveal Sound();
    forall j | 0 <= j < |t.log| && Gen(c.S, t.log[j].b) == k && t.log[j].b < Base(c.S, k) + n
      ensures t.log[j].who == 0 && t.log[j].e <= Base(c.S, k) + n
    {
      if j >= |s.log| { NewIsBehind(c, s, t, j); } else { assert t.log[j].b == s.log[j].b; }
    }
  }
  /// What is reserved later lies behind what was.
  lemma NewIsBehind(c: Cfg, s: State, t: State, j: nat)
    requires InvA(c, s) && InvA(c, t) && Evolves(s.log, t.log) && |s.log| <= j < |t.log|
    ensures t.log[j].b >= s.wpos
  {
    if s.log == [] { assert s.wpos == 0 && t.log[j].b >= 0 by { reveal Partition(); } }
    else {
      var n := |s.log|;
      Ordered(c.S, t.log, t.wpos, n - 1, j);
      assert s.log[n - 1].e == s.wpos by { reveal Partition(); }
      assert t.log[n - 1].e == s.log[n - 1].e;
    }
  }
  lemma DueLasts(c: Cfg, s: State, t: State, d: Due)
    requires InvA(c, s) && InvA(c, t) && Evolves(s.log, t.log) && s.wpos <= t.wpos && DueOk(c, s, d)
    ensures DueOk(c, t, d)
  {
    match d
    case Nothing =>
    case ToAdd(w) =>
    case ToLoad(b, sum) => assert (forall j :: 0 <= j < |t.log| ==> t.log[j].b < t.log[j].e) by { reveal Partition(); }
                           CommittedGrows(c.S, s.log, t.log, Gen(c.S, b));
    case ToStore(b, sum) => SoundLasts(c, s, t, Gen(c.S, b), sum - Clean(c.N, c.S, Gen(c.S, b)));
  }
  lemma PrefixLasts(c: Cfg, s: State, t: State, i: int, count: int)
    requires InvA(c, s) && InvA(c, t) && Evolves(s.log, t.log) && s.wpos <= t.wpos && PrefixOk(c, s, i, count)
    ensures PrefixOk(c, t, i, count)
  {
    if count != 0 {
      var k :| KeepsOne(c, s, i, k, count);
      SoundLasts(c, s, t, k, count - Clean(c.N, c.S, k));
      assert KeepsOne(c, t, i, k, count);
    }
  }

  // ------------------------- where soundness comes from -------------------------

  /// All that lies before the write position is committed, if its generation's count, loaded before, says as much.
  /// (The same for a commit that keeps the prefix, and for a reader that takes a part.)
  lemma CountThenPosition(c: Cfg, s: State, k: int, sum: int)
    requires InvA(c, s) && Counted(c, k, sum) && sum <= Clean(c.N, c.S, k) + CommittedIn(c.S, s.log, k)
    requires Gen(c.S, s.wpos) == k && sum == Clean(c.N, c.S, k) + OffOf(c, s.wpos)
    ensures Sound(c, s.log, s.wpos, k, OffOf(c, s.wpos))
    ensures forall j :: 0 <= j < |s.log| && Gen(c.S, s.log[j].b) == k ==> s.log[j].who == 0
  {
    reveal Sound();
    GenOf(c.S, s.wpos);
    ReservedIs(c.S, s.log, s.wpos, k);
    assert (forall j :: 0 <= j < |s.log| ==> s.log[j].b < s.log[j].e) by { reveal Partition(); }
    AllCommitted(c.S, s.log, k);
    forall j | 0 <= j < |s.log| ensures s.log[j].e <= s.wpos { UpToWpos(c.S, s.log, s.wpos, j); }
  }
  lemma SameFloor(c: Cfg, b: int, w: int)
    requires WF(c) && Floor(c, w) == Floor(c, b)
    ensures Gen(c.S, w) == Gen(c.S, b)
  {
    GenOf(c.S, b); GenOf(c.S, w);
    BaseOrder(c.S, Gen(c.S, w), Gen(c.S, b)); BaseOrder(c.S, Gen(c.S, b), Gen(c.S, w));
  }
  lemma Load(c: Cfg, r: RState, p: Pid, q: RState)
    requires RShape(c, r) && InvA(c, r.s) && InvR(c, r) && Apply_(c, r, Prefix_LoadWritePosition(p)) == Some(q)
    ensures RShape(c, q) && InvR(c, q)
  {
    var d := r.due[p];
    assert DueOk(c, r.s, d);
    if d.ToLoad? && IsPrefix(c, d.b, d.sum, r.s.wpos) {
      SameFloor(c, d.b, r.s.wpos);
      CountThenPosition(c, r.s, Gen(c.S, d.b), d.sum);
    }
    forall i | 0 <= i < c.N ensures PrefixOk(c, q.s, i, q.prefix[i]) { assert PrefixOk(c, r.s, i, r.prefix[i]); }
  }
  lemma Store(c: Cfg, r: RState, p: Pid, q: RState)
    requires RShape(c, r) && InvA(c, r.s) && InvR(c, r) && Apply_(c, r, Prefix_Store(p)) == Some(q)
    ensures RShape(c, q) && InvR(c, q)
  {
    var d := r.due[p]; var k := Gen(c.S, d.b);
    assert DueOk(c, r.s, d);
    assert KeepsOne(c, r.s, Idx(c, d.b), k, d.sum);
    forall i | 0 <= i < c.N ensures PrefixOk(c, q.s, i, q.prefix[i]) { assert PrefixOk(c, r.s, i, r.prefix[i]); }
  }
  /// What an add owes: the sum that it returned.
  lemma Add(c: Cfg, s: State, p: Pid, t: State, d: Due)
    requires InvA(c, s) && DueOk(c, s, d) && Commit.Commit_AddCount(c, s, p) == Some(t) && InvA(c, t)
    ensures DueOk(c, t, Owes(c, s, p, d))
  {
    var q := s.procs[p]; var l := q.l; var b := PieceBegin(c, p, l); var k := Gen(c.S, b); var j := PieceAt(c, p, l);
    if !c.lttng {
      assert LocalsOk(c, p, q) by { reveal Producers(); }
      assert OwnsIt(c, p, q, s.log) by { reveal Owned(); }
      PieceInWindow(c, s, p); PieceIsReserved(c, p, q);
      assert t.wpos == s.wpos;
      assert Matches(s.log[j], Reserved(c, p, l)[j - l.at]);
      assert t.log[j].who == 0 && t.log[j].b == b && t.log[j].e == PieceEnd(c, p, l);
      assert t.cc[Slot(c.N, k)] == Clean(c.N, c.S, k) + CommittedIn(c.S, t.log, k) by { reveal Counts(); }
      assert k >= 0;
      CommittedAtMost(c.S, t.log, t.wpos, k);
      assert (forall m :: 0 <= m < |t.log| ==> t.log[m].b < t.log[m].e) by { reveal Partition(); }
      Bounds(c.S, t.log, k);
    }
  }
  lemma BaseStep_(c: Cfg, r: RState, b: Step, q: RState)
    requires RShape(c, r) && InvA(c, r.s) && InvR(c, r) && Apply_(c, r, Base_(b)) == Some(q) && InvA(c, q.s) && r.s.wpos <= q.s.wpos
    ensures RShape(c, q) && InvR(c, q)
  {
    var p := Actor(b); var s, t := r.s, q.s;
    StepEvolves(c, s, t, b);
    forall x | x in q.due ensures DueOk(c, t, q.due[x]) {
      if b == By(p, Action.Commit_AddCount) && x == p { assert DueOk(c, s, r.due[p]); Add(c, s, p, t, r.due[p]); }
      else { assert DueOk(c, s, r.due[x]); DueLasts(c, s, t, r.due[x]); }
    }
    forall i | 0 <= i < c.N ensures PrefixOk(c, t, i, q.prefix[i]) { assert PrefixOk(c, s, i, r.prefix[i]); PrefixLasts(c, s, t, i, r.prefix[i]); }
  }
  lemma R_Step(c: Cfg, r: RState, step: RStep, q: RState)
    requires RShape(c, r) && InvA(c, r.s) && InvR(c, r) && Apply_(c, r, step) == Some(q) && InvA(c, q.s) && r.s.wpos <= q.s.wpos
    ensures RShape(c, q) && InvR(c, q)
  {
    match step
    case Base_(b) => BaseStep_(c, r, b, q);
    case Prefix_LoadWritePosition(p) => Load(c, r, p, q);
    case Prefix_Store(p) => Store(c, r, p, q);
    case Crash(p) => forall i | 0 <= i < c.N ensures PrefixOk(c, q.s, i, q.prefix[i]) { assert PrefixOk(c, r.s, i, r.prefix[i]); }
  }
}
