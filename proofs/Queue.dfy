include "InductiveMemory.dfy"
include "RingBuffer.dfy"

/// The records of some generations, in the order of the log: what the queue of RingBuffer.tla is made of.
module Queue {
  import opened Geometry
  import opened Memory
  import opened Log
  import opened InductiveMemory
  import RB = RingBuffer

  function StatusOf(x: Entry): RB.Status {
    if x.who != 0 then RB.Status.Open else if x.kind == KRec then RB.Status.Kept else RB.Status.Abandoned
  }
  function ItemOf(x: Entry): RB.Item { RB.Item(x.e - x.b, StatusOf(x)) }

  predicate IsIn(S: nat, x: Entry, g: iset<int>) requires S > 0 { IsRecord(x) && Gen(S, x.b) in g }

  /// The records of the generations in g.
  ghost function QueueOf(S: nat, log: seq<Entry>, g: iset<int>): seq<RB.Item> requires S > 0 {
    if log == [] then [] else (if IsIn(S, log[0], g) then [ItemOf(log[0])] else []) + QueueOf(S, log[1..], g)
  }
  /// The lengths of the kept records of generation k.
  ghost function RecLens(S: nat, log: seq<Entry>, k: int): seq<int> requires S > 0 {
    if log == [] then []
    else (if log[0].kind == KRec && Gen(S, log[0].b) == k then [log[0].e - log[0].b] else []) + RecLens(S, log[1..], k)
  }

  lemma QueueConcat(S: nat, a: seq<Entry>, b: seq<Entry>, g: iset<int>)
    requires S > 0
    ensures QueueOf(S, a + b, g) == QueueOf(S, a, g) + QueueOf(S, b, g)
  {
    if a == [] { assert a + b == b; }
    else { assert (a + b)[1..] == a[1..] + b; QueueConcat(S, a[1..], b, g); }
  }
  lemma RecLensConcat(S: nat, a: seq<Entry>, b: seq<Entry>, k: int)
    requires S > 0
    ensures RecLens(S, a + b, k) == RecLens(S, a, k) + RecLens(S, b, k)
  {
    if a == [] { assert a + b == b; }
    else { assert (a + b)[1..] == a[1..] + b; RecLensConcat(S, a[1..], b, k); }
  }
  lemma QueueNone(S: nat, log: seq<Entry>, g: iset<int>)
    requires S > 0 && forall j :: 0 <= j < |log| ==> !IsIn(S, log[j], g)
    ensures QueueOf(S, log, g) == []
  { if log != [] { QueueNone(S, log[1..], g); } }

  lemma RecLensNone(S: nat, log: seq<Entry>, k: int)
    requires S > 0 && forall j :: 0 <= j < |log| ==> Gen(S, log[j].b) != k
    ensures RecLens(S, log, k) == []
  { if log != [] { RecLensNone(S, log[1..], k); } }

  lemma QueueAgree(S: nat, log: seq<Entry>, g: iset<int>, h: iset<int>)
    requires S > 0 && forall j :: 0 <= j < |log| ==> (IsIn(S, log[j], g) <==> IsIn(S, log[j], h))
    ensures QueueOf(S, log, g) == QueueOf(S, log, h)
  { if log != [] { QueueAgree(S, log[1..], g, h); } }

  /// One entry.
  lemma QueueSingle(S: nat, x: Entry, g: iset<int>)
    requires S > 0
    ensures QueueOf(S, [x], g) == if IsIn(S, x, g) then [ItemOf(x)] else []
  { assert [x][1..] == []; }

  /// Entry j, between what is before and after it.
  lemma QueueAround(S: nat, log: seq<Entry>, j: nat, g: iset<int>)
    requires S > 0 && j < |log|
    ensures QueueOf(S, log, g)
         == QueueOf(S, log[..j], g) + (if IsIn(S, log[j], g) then [ItemOf(log[j])] else []) + QueueOf(S, log[j + 1..], g)
  {
    assert log == log[..j] + ([log[j]] + log[j + 1..]);
    QueueConcat(S, log[..j], [log[j]] + log[j + 1..], g);
    QueueConcat(S, [log[j]], log[j + 1..], g);
    QueueSingle(S, log[j], g);
  }

  /// An entry changes in place.
  lemma QueueUpdate(S: nat, log: seq<Entry>, j: nat, x: Entry, g: iset<int>) returns (k: nat)
    requires S > 0 && j < |log| && IsIn(S, log[j], g) == IsIn(S, x, g)
    ensures !IsIn(S, x, g) ==> QueueOf(S, log[j := x], g) == QueueOf(S, log, g)
    ensures IsIn(S, x, g) ==>
      && k < |QueueOf(S, log, g)| && QueueOf(S, log, g)[k] == ItemOf(log[j])
      && QueueOf(S, log[j := x], g) == QueueOf(S, log, g)[k := ItemOf(x)]
  {
    var log' := log[j := x];
    QueueAround(S, log, j, g);
    QueueAround(S, log', j, g);
    assert log'[..j] == log[..j] && log'[j + 1..] == log[j + 1..];
    k := |QueueOf(S, log[..j], g)|;
  }

  /// Generations leave that have no open record.
  lemma QueueShrinks(S: nat, log: seq<Entry>, g: iset<int>, h: iset<int>)
    requires S > 0 && h <= g
    requires forall j :: 0 <= j < |log| && IsIn(S, log[j], g) && !IsIn(S, log[j], h) ==> log[j].who == 0
    ensures RB.Leaves(QueueOf(S, log, g), QueueOf(S, log, h))
  {
    if log != [] {
      var q, r := QueueOf(S, log[1..], g), QueueOf(S, log[1..], h);
      QueueShrinks(S, log[1..], g, h);
      if IsIn(S, log[0], h) { RB.LeavesNot(ItemOf(log[0]), q, r); }
      else {
        assert QueueOf(S, log, h) == r;
        if IsIn(S, log[0], g) {
          assert QueueOf(S, log, g) == [ItemOf(log[0])] + q;
          RB.LeavesFirst(ItemOf(log[0]), q, r);
        } else { assert QueueOf(S, log, g) == q; }
      }
    }
  }

  /// Generation k lies together in the log.
  lemma Split(S: nat, log: seq<Entry>, wpos: int, k: int) returns (i: nat, j: nat)
    requires Partition(S, log, wpos)
    ensures i <= j <= |log|
    ensures forall n :: 0 <= n < i ==> Gen(S, log[n].b) < k
    ensures forall n :: i <= n < j ==> Gen(S, log[n].b) == k
    ensures forall n :: j <= n < |log| ==> Gen(S, log[n].b) > k
    ensures log == log[..i] + log[i..j] + log[j..]
  {
    forall a: nat, b: nat | a < b < |log| ensures Gen(S, log[a].b) <= Gen(S, log[b].b) { Ordered(S, log, wpos, a, b); }
    i := 0;
    while i < |log| && Gen(S, log[i].b) < k
      invariant i <= |log|
      invariant forall n :: 0 <= n < i ==> Gen(S, log[n].b) < k
    { i := i + 1; }
    j := i;
    while j < |log| && Gen(S, log[j].b) == k
      invariant i <= j <= |log|
      invariant forall n :: i <= n < j ==> Gen(S, log[n].b) == k
    { j := j + 1; }
  }

  /// What the reader sees of a generation that is committed.
  lemma SeenIsRecLens(S: nat, log: seq<Entry>, k: int, g: iset<int>)
    requires S > 0 && k in g && forall j :: 0 <= j < |log| ==> Gen(S, log[j].b) == k && log[j].who == 0
    ensures RB.Seen(QueueOf(S, log, g)) == RecLens(S, log, k) && RB.NoneOpen(QueueOf(S, log, g))
  {
    if log != [] {
      SeenIsRecLens(S, log[1..], k, g);
      var x := log[0];
      if IsRecord(x) {
        assert QueueOf(S, log, g) == [ItemOf(x)] + QueueOf(S, log[1..], g);
        RB.SeenConcat([ItemOf(x)], QueueOf(S, log[1..], g));
        assert RB.Seen([ItemOf(x)]) == if x.kind == KRec then [x.e - x.b] else [] by { assert [ItemOf(x)][1..] == []; }
      } else { assert QueueOf(S, log, g) == QueueOf(S, log[1..], g); }
    }
  }

  /// The queue around generation k, which is in g and committed: what is before it, it, what is after it.
  lemma QueueSplit(S: nat, log: seq<Entry>, wpos: int, k: int, g: iset<int>) returns (pre: seq<RB.Item>, mid: seq<RB.Item>, post: seq<RB.Item>)
    requires Partition(S, log, wpos) && k in g && k >= 0 && Full(S, log, k)
    ensures QueueOf(S, log, g) == pre + mid + post
    ensures RB.Seen(mid) == RecLens(S, log, k) && RB.NoneOpen(mid)
    ensures QueueOf(S, log, g - iset{k}) == pre + post
    ensures (forall j :: j in g ==> j >= k) ==> pre == []
  {
    var i, j := Split(S, log, wpos, k);
    var a, b, d := log[..i], log[i..j], log[j..];
    FullIsCommitted(S, log, wpos, k);
    pre, mid, post := QueueOf(S, a, g), QueueOf(S, b, g), QueueOf(S, d, g);
    assert log == a + b + d;
    QueueConcat(S, a + b, d, g); QueueConcat(S, a, b, g);
    assert forall n :: 0 <= n < |b| ==> b[n] == log[i + n];
    assert forall n :: 0 <= n < |d| ==> d[n] == log[j + n];
    SeenIsRecLens(S, b, k, g);
    RecLensConcat(S, a + b, d, k); RecLensConcat(S, a, b, k);
    RecLensNone(S, a, k); RecLensNone(S, d, k);
    var h := g - iset{k};
    QueueConcat(S, a + b, d, h); QueueConcat(S, a, b, h);
    QueueAgree(S, a, g, h); QueueAgree(S, d, g, h); QueueNone(S, b, h);
    if forall n :: n in g ==> n >= k { QueueNone(S, a, g); }
  }
}
