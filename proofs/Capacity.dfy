include "Mapping.dfy"

/// How many units of records can be unread at once.
module Capacity {
  import opened Geometry
  import opened Memory
  import opened Log
  import opened InductivePlaces
  import opened InductiveMemory
  import opened Queue
  import opened Mapping
  import RB = RingBuffer

  // ------------------------- one generation -------------------------

  /// Units of records in generation k.
  ghost function RecordsIn(S: nat, log: seq<Entry>, k: int): int requires S > 0 { RB.Units(QueueOf(S, log, iset{k})) }
  ghost function HeadersIn(S: nat, log: seq<Entry>, k: int): int requires S > 0 {
    if log == [] then 0
    else var last := log[|log| - 1];
         HeadersIn(S, log[..|log| - 1], k) + (if Gen(S, last.b) == k && last.kind == KHdr then last.e - last.b else 0)
  }
  ghost predicate NoneEmpty(log: seq<Entry>) { forall j :: 0 <= j < |log| ==> log[j].b < log[j].e }

  lemma RecordsAppend(S: nat, log: seq<Entry>, x: Entry, k: int)
    requires S > 0
    ensures RecordsIn(S, log + [x], k) == RecordsIn(S, log, k) + (if IsRecord(x) && Gen(S, x.b) == k then x.e - x.b else 0)
  {
    var g := iset{k};
    QueueConcat(S, log, [x], g); QueueSingle(S, x, g);
    RB.UnitsConcat(QueueOf(S, log, g), QueueOf(S, [x], g));
    assert RB.Units([ItemOf(x)]) == x.e - x.b by { assert [ItemOf(x)][1..] == []; }
  }
  lemma RecordsBound(S: nat, log: seq<Entry>, k: int)
    requires S > 0 && NoneEmpty(log)
    ensures RecordsIn(S, log, k) >= 0 && HeadersIn(S, log, k) >= 0
    ensures RecordsIn(S, log, k) + HeadersIn(S, log, k) <= ReservedIn(S, log, k)
    ensures forall j :: 0 <= j < |log| && Gen(S, log[j].b) == k && log[j].kind == KHdr ==> HeadersIn(S, log, k) >= log[j].e - log[j].b
    ensures forall j :: 0 <= j < |log| && Gen(S, log[j].b) == k && IsRecord(log[j]) ==> RecordsIn(S, log, k) >= log[j].e - log[j].b
  {
    if log != [] {
      var n := |log| - 1;
      RecordsBound(S, log[..n], k);
      assert log == log[..n] + [log[n]];
      RecordsAppend(S, log[..n], log[n], k);
      assert forall j :: 0 <= j < n ==> log[j] == log[..n][j];
    }
  }
  /// A generation that has an entry begins with a header.
  lemma HasHeader(c: Cfg, log: seq<Entry>, wpos: int, j: nat) returns (i: nat)
    requires WF(c) && Partition(c.S, log, wpos) && Kinds(c, log) && j < |log|
    ensures i < |log| && Gen(c.S, log[i].b) == Gen(c.S, log[j].b) && log[i].kind == KHdr && log[i].e == log[i].b + c.H
  {
    var k := Gen(c.S, log[j].b);
    GenOf(c.S, log[j].b);
    if j > 0 && Gen(c.S, log[j - 1].b) == k { i := HasHeader(c, log, wpos, j - 1); }
    else {
      i := j;
      assert log[j].b == Base(c.S, k) by {
        if j == 0 { reveal Partition(); BaseStep(c.S, 0); GenIs(c.S, 0, 0); }
        else {
          Ordered(c.S, log, wpos, j - 1, j);
          EntryEntered(c.S, log, wpos, j - 1);
          BaseMono(c.S, Gen(c.S, log[j - 1].b) + 1, k);
          reveal Partition();
        }
      }
      GenBase(c.S, k);
      reveal Kinds();
    }
  }
  lemma RecordsFit(c: Cfg, s: State, k: int)
    requires InvA(c, s) && k >= 0
    ensures 0 <= RecordsIn(c.S, s.log, k) <= c.S - c.H
  {
    assert NoneEmpty(s.log) by { reveal Partition(); }
    RecordsBound(c.S, s.log, k);
    if j: nat :| j < |s.log| && Gen(c.S, s.log[j].b) == k {
      var i := HasHeader(c, s.log, s.wpos, j);
      CommittedAtMost(c.S, s.log, s.wpos, k);
    } else {
      QueueNone(c.S, s.log, iset{k});
    }
  }
  lemma LengthOk(c: Cfg, s: State, j: nat)
    requires InvA(c, s) && j < |s.log| && IsRecord(s.log[j])
    ensures IsLength(c, s.log[j].e - s.log[j].b)
  {
    var k := Gen(c.S, s.log[j].b);
    assert NoneEmpty(s.log) by { reveal Partition(); }
    EntryEntered(c.S, s.log, s.wpos, j);
    RecordsFit(c, s, k);
    RecordsBound(c.S, s.log, k);
  }

  // ------------------------- several generations -------------------------

  lemma UnitsWithout(S: nat, log: seq<Entry>, g: iset<int>, k: int)
    requires S > 0 && k in g
    ensures RB.Units(QueueOf(S, log, g)) == RB.Units(QueueOf(S, log, g - iset{k})) + RecordsIn(S, log, k)
  {
    if log != [] {
      var h, x := g - iset{k}, log[0];
      UnitsWithout(S, log[1..], g, k);
      UnitsFirst(S, log, g); UnitsFirst(S, log, h); UnitsFirst(S, log, iset{k});
    }
  }
  lemma UnitsFirst(S: nat, log: seq<Entry>, g: iset<int>)
    requires S > 0 && log != []
    ensures RB.Units(QueueOf(S, log, g)) == (if IsIn(S, log[0], g) then log[0].e - log[0].b else 0) + RB.Units(QueueOf(S, log[1..], g))
  {
    if IsIn(S, log[0], g) {
      assert QueueOf(S, log, g) == [ItemOf(log[0])] + QueueOf(S, log[1..], g);
      assert QueueOf(S, log, g)[1..] == QueueOf(S, log[1..], g);
    } else { assert QueueOf(S, log, g) == QueueOf(S, log[1..], g); }
  }
  lemma UnitsOfGens(c: Cfg, s: State, g: iset<int>, G: set<int>)
    requires InvA(c, s) && g <= (iset k | k in G) && forall k :: k in g ==> k >= 0
    ensures RB.Units(QueueOf(c.S, s.log, g)) <= Base(c.S - c.H, |G|)
    decreases |G|
  {
    BaseStep(c.S - c.H, |G| - 1);
    if G == {} { QueueNone(c.S, s.log, g); }
    else {
      var k :| k in G;
      assert |G - {k}| == |G| - 1;
      UnitsOfGens(c, s, g - iset{k}, G - {k});
      if k in g { UnitsWithout(c.S, s.log, g, k); RecordsFit(c, s, k); }
      else { assert g - iset{k} == g; }
    }
  }
  ghost function Window(a: int, b: int): set<int> { set k: int {:trigger} | a <= k < b }
  lemma WindowSize(a: int, b: int)
    requires a <= b
    ensures |Window(a, b)| == b - a
    decreases b - a
  { if a < b { assert Window(a, b) == Window(a, b - 1) + {b - 1}; WindowSize(a, b - 1); } }

  /// Unread generations that were entered.
  ghost function Live(c: Cfg, s: State): iset<int> requires Shape(c, s) { iset k | k in UnreadGens(c, s) && k < Entered(c.S, s.wpos) }
  lemma LiveQueue(c: Cfg, s: State)
    requires InvA(c, s)
    ensures QueueOf(c.S, s.log, Live(c, s)) == Abstract(c, s).queue
    ensures forall k :: k in Live(c, s) ==> k >= 0
  {
    AbstractQueue(c, s);
    forall j | 0 <= j < |s.log| ensures IsIn(c.S, s.log[j], Live(c, s)) <==> IsIn(c.S, s.log[j], UnreadGens(c, s)) {
      EntryEntered(c.S, s.log, s.wpos, j);
    }
    QueueAgree(c.S, s.log, Live(c, s), UnreadGens(c, s));
    reveal UnreadGens();
  }

  lemma LiveInDiscard(c: Cfg, s: State, k: int)
    requires InvA(c, s) && InvB(c, s) && !c.overwrites && k in Live(c, s)
    ensures Gen(c.S, s.rpos) <= k < Gen(c.S, s.rpos) + c.N
  {
    assert k >= 0 by { reveal UnreadGens(); }
    DiscardGens(c, s, k);
    reveal ReadPos();
    BaseOrder(c.S, Gen(c.S, s.rpos), k);
  }

  lemma HasCommitted(S: nat, log: seq<Entry>, k: int)
    requires S > 0 && CommittedIn(S, log, k) > 0
    ensures exists j :: 0 <= j < |log| && Gen(S, log[j].b) == k && log[j].who == 0
  {
    var n := |log| - 1;
    if !(Gen(S, log[n].b) == k && log[n].who == 0) {
      HasCommitted(S, log[..n], k);
      var j :| 0 <= j < n && Gen(S, log[..n][j].b) == k && log[..n][j].who == 0;
      assert log[j] == log[..n][j];
    }
  }
  /// What is behind the ring is settled, and so the read position was pushed.
  lemma RingsBehind(c: Cfg, s: State)
    requires InvA(c, s) && c.overwrites
    ensures First(c.N, c.S, s.wpos) <= Gen(c.S, s.rpos) + c.N
  {
    var m := Gen(c.S, s.rpos) + c.N;
    if First(c.N, c.S, s.wpos) > m {
      assert m >= 0 by { reveal ReadPos(); GenOf(c.S, s.rpos); }
      assert Full(c.S, s.log, m) by { reveal Delivery(); }
      HasCommitted(c.S, s.log, m);
      var j :| 0 <= j < |s.log| && Gen(c.S, s.log[j].b) == m && s.log[j].who == 0;
      assert 0 !in s.procs;
      reveal ReadPos();
    }
  }
  lemma LiveInOverwrite(c: Cfg, s: State, k: int)
    requires InvA(c, s) && InvB(c, s) && c.overwrites && k in Live(c, s)
    ensures k == Gen(c.S, s.rd.cur) || First(c.N, c.S, s.wpos) - c.N <= k < First(c.N, c.S, s.wpos) + c.N
  {
    var first := First(c.N, c.S, s.wpos);
    reveal UnreadGens();
    GenBase(c.S, k);
    RingsBehind(c, s);
    if Base(c.S, k) >= s.rpos {
      assert s.rpos == Base(c.S, Gen(c.S, s.rpos)) by { reveal ReadPos(); }
      BaseOrder(c.S, Gen(c.S, s.rpos), k);
    } else if Base(c.S, k) != s.rd.cur {
      var i := Slot(c.N, k);
      assert s.slot[i].noref && s.slot[i].lap == Lap(c.N, k);
      var w := SlotInWindow(c.N, first, i);
      assert ServedAt(c, s, w) by { reveal Served(); }
      assert s.slot[i].lap == Lap(c.N, w) || (w >= c.N && s.slot[i].lap == Lap(c.N, w) - 1) by { reveal ServedOverwrite(); }
      SlotNext(c.N, c.S, w - c.N);
      if s.slot[i].lap == Lap(c.N, w) { SlotLap(c.N, k, w); } else { SlotLap(c.N, k, w - c.N); }
    }
  }

  lemma Fits(c: Cfg, s: State)
    requires InvA(c, s) && InvB(c, s)
    ensures RB.Units(Abstract(c, s).queue) <= ParamsOf(c, s).Capacity
  {
    var g := Live(c, s);
    LiveQueue(c, s);
    if c.overwrites {
      var a := First(c.N, c.S, s.wpos) - c.N;
      var G := Window(a, a + c.N + c.N);
      WindowSize(a, a + c.N + c.N);
      var G' := G + {Gen(c.S, s.rd.cur)};
      forall k | k in g ensures k in G' { LiveInOverwrite(c, s, k); }
      UnitsOfGens(c, s, g, G');
      BaseMono(c.S - c.H, |G'|, c.N + c.N + 1);
    } else {
      var a := Gen(c.S, s.rpos);
      WindowSize(a, a + c.N);
      forall k | k in g ensures k in Window(a, a + c.N) { LiveInDiscard(c, s, k); }
      UnitsOfGens(c, s, g, Window(a, a + c.N));
    }
  }
}
