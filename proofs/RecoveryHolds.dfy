include "Recovery.dfy"
include "Spare.dfy"

/// The committed prefix is sound (why: the write position is loaded after the add), and what a recovery reads is committed.
module RecoveryHolds {
  import opened Geometry
  import opened Memory
  import opened Log
  import opened Inductive
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

  // ------------------------- what is recovered -------------------------

  /// A generation that was entered has a first reservation.
  lemma HasFirst(c: Cfg, log: seq<Entry>, wpos: int, k: int) returns (j: nat)
    requires WF(c) && Partition(c.S, log, wpos) && k >= 0 && wpos > Base(c.S, k)
    ensures j < |log| && log[j].b == Base(c.S, k)
    decreases |log|
  {
    reveal Partition();
    BaseMono(c.S, 0, k); BaseStep(c.S, 0); BaseStep(c.S, k);
    var n := |log| - 1;
    if log[n].b == Base(c.S, k) { j := n; }
    else {
      GenOf(c.S, log[n].b);
      var g := Gen(c.S, log[n].b);
      if log[n].b < Base(c.S, k) {
        if g >= k { BaseMono(c.S, k, g); }
        BaseMono(c.S, g + 1, k);
        assert false;
      }
      assert n > 0;
      assert Partition(c.S, log[..n], log[n].b);
      j := HasFirst(c, log[..n], log[n].b, k);
    }
  }
  /// What stands in x of generation k, of which the first n units are committed.
  lemma WholeIn(c: Cfg, s: State, k: int, x: int, n: int)
    requires InvA(c, s) && IsSub(c, x) && !c.lttng && ContentIn(c, s, k, x) && k >= 0 && 0 < n <= c.S && s.wpos >= Base(c.S, k) + n
    requires forall j :: 0 <= j < |s.log| && Gen(c.S, s.log[j].b) == k && s.log[j].b < Base(c.S, k) + n ==>
               s.log[j].who == 0 && s.log[j].e <= Base(c.S, k) + n
    requires n == c.S ==> EndIs(c, s.log, k, s.csize[x])
    ensures IsWhole(c, s, k, x, n)
  {
    var f := HasFirst(c, s.log, s.wpos, k);
    GenBase(c.S, k); BaseStep(c.S, k);
    assert s.log[f].kind == KHdr by { reveal Kinds(); }
    assert EntryStored(c, s.log[f], s.begin[x], Ends(c, s)[x], s.mem[x]) by { reveal Content(); }
    forall j | 0 <= j < |s.log| && Gen(c.S, s.log[j].b) == k && OffOf(c, s.log[j].b) < n
      ensures s.log[j].who == 0 && s.log[j].e - Base(c.S, k) <= n
      ensures IsRecord(s.log[j]) ==> s.mem[x][OffOf(c, s.log[j].b)] == CellOf(c, s.log[j])
      ensures s.log[j].kind == KPad ==> n == c.S
    {
      GenOf(c.S, s.log[j].b);
      assert EntryStored(c, s.log[j], s.begin[x], Ends(c, s)[x], s.mem[x]) by { reveal Content(); }
      assert s.log[j].kind == KPad ==> s.log[j].e == Next_(c, s.log[j].b) by { reveal Kinds(); }
    }
    if n == c.S { ReservedIs(c.S, s.log, s.wpos, k); }
  }
  lemma FullWhole(c: Cfg, s: State, k: int, x: int)
    requires InvA(c, s) && IsSub(c, x) && !c.lttng && ContentIn(c, s, k, x) && k >= 0 && Full(c.S, s.log, k)
    requires EndIs(c, s.log, k, s.csize[x])
    ensures IsWhole(c, s, k, x, c.S)
  {
    FullIsCommitted(c.S, s.log, s.wpos, k); BaseStep(c.S, k);
    forall j | 0 <= j < |s.log| && Gen(c.S, s.log[j].b) == k ensures s.log[j].e <= Base(c.S, k) + c.S { EntryEntered(c.S, s.log, s.wpos, j); }
    WholeIn(c, s, k, x, c.S);
  }
  /// In the lean form the end block is stored by who reserves last.
  lemma LeanEnd(c: Cfg, s: State, k: int, x: int)
    requires InvA(c, s) && IsSub(c, x) && !c.lttng && ContentIn(c, s, k, x) && k >= 0 && Full(c.S, s.log, k)
    ensures EndIs(c, s.log, k, s.csize[x])
  {
    reveal EndIs(), Content();
    FullIsCommitted(c.S, s.log, s.wpos, k);
  }

  /// The generation whose count the slot of k has; where that is not k's, nothing of k is to be had there but in overwrite
  /// mode, before the next lap is claimed.
  lemma SlotRecovered(c: Cfg, r: RState, k: int)
    requires RShape(c, r) && InvA(c, r.s) && InvB(c, r.s) && InvF(c, r.s) && InvR(c, r) && !c.lttng
    requires InRecovery(c, r.s, k) && RecoveredInSlot(c, r, k) > 0
    ensures IsSub(c, SlotSub(c, r, k)) && IsWhole(c, r.s, k, SlotSub(c, r, k), RecoveredInSlot(c, r, k))
  {
    var s := r.s; var first := First(c.N, c.S, s.wpos);
    assert 0 <= s.rpos <= s.wpos by { reveal ReadPos(); }
    GenOf(c.S, s.rpos); GenOf(c.S, s.wpos);
    assert k >= 0;
    if k < first { BehindWindow(c, r, k); }
    else {
      EnteredFacts(c.S, s.wpos);
      assert k <= first + c.N;
      if k == first + c.N { AheadOfWindow(c, r, k); } else { InsideWindow(c, r, k); }
    }
  }
  lemma AheadOfWindow(c: Cfg, r: RState, k: int)
    requires RShape(c, r) && InvA(c, r.s) && k == First(c.N, c.S, r.s.wpos) + c.N
    ensures RecoveredInSlot(c, r, k) <= 0
  {
    var s := r.s; var g := k - c.N;
    SlotNext(c.N, c.S, g);
    assert s.cc[Slot(c.N, g)] == Clean(c.N, c.S, g) + CommittedIn(c.S, s.log, g) by { reveal Counts(); }
    CommittedAtMost(c.S, s.log, s.wpos, g);
  }
  lemma BehindWindow(c: Cfg, r: RState, k: int)
    requires RShape(c, r) && InvA(c, r.s) && InvB(c, r.s) && InvF(c, r.s) && !c.lttng
    requires InRecovery(c, r.s, k) && RecoveredInSlot(c, r, k) > 0 && 0 <= k < First(c.N, c.S, r.s.wpos)
    ensures IsSub(c, SlotSub(c, r, k)) && IsWhole(c, r.s, k, SlotSub(c, r, k), RecoveredInSlot(c, r, k))
  {
    var s := r.s; var first := First(c.N, c.S, s.wpos);
    assert c.overwrites by { reveal ReadPos(); }
    var g := WindowGen(c.N, c.S, first, k);
    assert s.cc[Slot(c.N, g)] == Clean(c.N, c.S, g) + CommittedIn(c.S, s.log, g) by { reveal Counts(); }
    CommittedAtMost(c.S, s.log, s.wpos, g);
    assert s.cc[Slot(c.N, k)] - Clean(c.N, c.S, k) == c.S && CommittedIn(c.S, s.log, g) == 0 && Clean(c.N, c.S, g) == Clean(c.N, c.S, k) + c.S;
    if g != k + c.N { SlotNext(c.N, c.S, k); SameSlot(c.N, c.S, k + c.N, g); assert false; }
    assert ServedAt(c, s, g) by { reveal Served(); }
    SlotNext(c.N, c.S, k);
    var word := s.slot[Slot(c.N, k)];
    if !word.noref { assert g < Gen(c.S, s.rpos) + c.N by { reveal Pushed(); } assert false; }
    assert word.lap == Lap(c.N, k);
    assert ReadableIn(c, s, k, word.sub) by { reveal ServedOverwrite(); }
    FullWhole(c, s, k, word.sub);
  }
  lemma WindowGen(N: nat, S: nat, first: int, k: int) returns (g: int)
    requires N > 0 && 0 <= k < first
    ensures first <= g < first + N && Slot(N, g) == Slot(N, k) && k + N <= g && Clean(N, S, g) >= Clean(N, S, k) + S
    decreases first - k
  {
    SlotNext(N, S, k);
    if k + N < first { g := WindowGen(N, S, first, k + N); } else { g := k + N; }
  }
  lemma InsideWindow(c: Cfg, r: RState, k: int)
    requires RShape(c, r) && InvA(c, r.s) && InvB(c, r.s) && InvR(c, r) && !c.lttng
    requires InRecovery(c, r.s, k) && RecoveredInSlot(c, r, k) > 0 && InWindow(c, r.s.wpos, k) && k >= 0
    ensures IsSub(c, SlotSub(c, r, k)) && IsWhole(c, r.s, k, SlotSub(c, r, k), RecoveredInSlot(c, r, k))
  {
    var s := r.s; var i := Slot(c.N, k); var n := RecoveredInSlot(c, r, k); var word := s.slot[i];
    var x := SlotSub(c, r, k);
    assert s.cc[i] == Clean(c.N, c.S, k) + CommittedIn(c.S, s.log, k) by { reveal Counts(); }
    CommittedAtMost(c.S, s.log, s.wpos, k);
    assert ServedAt(c, s, k) by { reveal Served(); }
    assert ContentIn(c, s, k, x) && (word.noref && c.overwrites ==> Full(c.S, s.log, k)) by { reveal ServedOverwrite(), ServedDiscard(); }
    if n == c.S { LeanEnd(c, s, k, x); FullWhole(c, s, k, x); }
    else if Gen(c.S, s.wpos) == k && s.cc[i] - Clean(c.N, c.S, k) == OffOf(c, s.wpos) {
      GenOf(c.S, s.wpos);
      CountThenPosition(c, s, k, s.cc[i]);
      SoundWhole(c, s, k, x, n);
    } else {
      assert PrefixOk(c, s, i, r.prefix[i]);
      assert Clean(c.N, c.S, k) >= 0;
      var m :| KeepsOne(c, s, i, m, r.prefix[i]);
      if m < k { SameSlot(c.N, c.S, m, k); } else if k < m { SameSlot(c.N, c.S, k, m); }
      SoundWhole(c, s, k, x, n);
    }
  }
  lemma SoundWhole(c: Cfg, s: State, k: int, x: int, n: int)
    requires InvA(c, s) && IsSub(c, x) && !c.lttng && ContentIn(c, s, k, x) && Sound(c, s.log, s.wpos, k, n)
    ensures IsWhole(c, s, k, x, n)
  { reveal Sound(); WholeIn(c, s, k, x, n); }

  lemma ReaderRecovered(c: Cfg, r: RState, k: int)
    requires RShape(c, r) && InvA(c, r.s) && InvB(c, r.s) && InvF(c, r.s) && !c.lttng
    requires k >= 0 && RecoveredFromReader(c, r, k)
    ensures IsWhole(c, r.s, k, r.s.mine, c.S)
  {
    var s := r.s; var g := Gen(c.S, s.rd.cur); var x := s.mine;
    BaseMono(c.S, 0, k); BaseStep(c.S, 0);
    if !Holds(s.rd) { assert s.begin[x] == NoBegin by { reveal Headless(); } assert false; }
    assert ReadableIn(c, s, g, x) by { reveal Held(); }
    assert 0 <= s.rd.cur by { reveal ReaderAt(); }
    GenOf(c.S, s.rd.cur);
    FullWhole(c, s, g, x);
    if g != k { BaseOrder(c.S, g, k); BaseOrder(c.S, k, g); }
  }
  lemma Holds_S23_RecoveredIsCommitted(c: Cfg, r: RState)
    requires RShape(c, r) && InvA(c, r.s) && InvB(c, r.s) && InvF(c, r.s) && InvR(c, r) && !c.lttng
    ensures S23_RecoveredIsCommitted(c, r)
  {
    reveal S23_RecoveredIsCommitted();
    forall k | InRecovery(c, r.s, k)
      ensures RecoveredInSlot(c, r, k) > 0 ==> IsSub(c, SlotSub(c, r, k)) && IsWhole(c, r.s, k, SlotSub(c, r, k), RecoveredInSlot(c, r, k))
      ensures RecoveredFromReader(c, r, k) ==> IsWhole(c, r.s, k, r.s.mine, c.S)
    {
      assert 0 <= r.s.rpos by { reveal ReadPos(); }
      GenOf(c.S, r.s.rpos);
      if RecoveredInSlot(c, r, k) > 0 { SlotRecovered(c, r, k); }
      if RecoveredFromReader(c, r, k) { ReaderRecovered(c, r, k); }
    }
  }
  lemma Holds_S23_WindowIsBounded(c: Cfg, s: State)
    requires InvA(c, s)
    ensures S23_WindowIsBounded(c, s)
  {
    reveal S23_WindowIsBounded();
    var e, w, r := Entered(c.S, s.wpos), Gen(c.S, s.wpos), Gen(c.S, s.rpos);
    assert 0 <= s.rpos <= s.wpos && s.rpos == Base(c.S, r) by { reveal ReadPos(); }
    EnteredFacts(c.S, s.wpos); GenOf(c.S, s.wpos); GenOf(c.S, s.rpos);
    assert w <= e;
    assert e <= r + (if c.overwrites then c.N + c.N else c.N) by {
      if c.overwrites && e > r + c.N { Unpushed(c, s, e); } else { reveal ReadPos(); }
    }
    BasePlus(c.S, r, c.N + c.N); BasePlus(c.S, r, c.N);
    BaseMono(c.S, w, r + (if c.overwrites then c.N + c.N else c.N));
  }
  /// Where the read position lags, somebody is about to push it, who has not committed: so the slot can not be gone round.
  lemma Unpushed(c: Cfg, s: State, e: int)
    requires InvA(c, s) && c.overwrites && e == Entered(c.S, s.wpos) && e > Gen(c.S, s.rpos) + c.N
    ensures e <= Gen(c.S, s.rpos) + c.N + c.N
  {
    var k := Gen(c.S, s.rpos) + c.N;
    assert 0 <= s.rpos by { reveal ReadPos(); }
    GenOf(c.S, s.rpos); EnteredFacts(c.S, s.wpos);
    BaseMono(c.S, k, e - 1);
    var j := HasFirst(c, s.log, s.wpos, k);
    GenBase(c.S, k);
    assert s.log[j].who in s.procs && StageOf(s.procs[s.log[j].who]) == Settling by { reveal ReadPos(); }
    assert s.log[j].who != 0 by { reveal Producers(); }
    UncommittedIsNotFull(c.S, s.log, s.wpos, j);
    if k < First(c.N, c.S, s.wpos) { assert Full(c.S, s.log, k) by { reveal Delivery(); } }
  }
}
