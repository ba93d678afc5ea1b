include "Memory.dfy"

/// The log of reservations: it partitions the positions, and how much of a generation is reserved and committed. (No step
/// of the algorithm reads it.) Sums over it are by recursion from its end.
module Log {
  import opened Geometry
  import opened Memory

  /// S1, S2: entry follows entry from position 0 up to the write position, and each lies within one generation.
  opaque ghost predicate Partition(S: nat, log: seq<Entry>, wpos: int): (r: bool)
    ensures r ==> S > 0 && wpos >= 0
  {
    && S > 0 && wpos >= 0
    && (|log| == 0 ==> wpos == 0)
    && (|log| > 0 ==> log[0].b == 0 && log[|log| - 1].e == wpos)
    && (forall j :: 0 <= j < |log| ==> log[j].b < log[j].e)
    && (forall j :: 0 <= j < |log| - 1 ==> log[j].e == log[j + 1].b)
    && (forall j :: 0 <= j < |log| ==> log[j].b >= 0 && log[j].e <= Base(S, Gen(S, log[j].b) + 1))
  }

  ghost function EGen(S: nat, e: Entry): int requires S > 0 { Gen(S, e.b) }

  /// Units of generation k that are reserved; that are committed.
  ghost function ReservedIn(S: nat, log: seq<Entry>, k: int): int requires S > 0 {
    if log == [] then 0
    else var last := log[|log| - 1];
         ReservedIn(S, log[..|log| - 1], k) + (if Gen(S, last.b) == k then last.e - last.b else 0)
  }
  ghost function CommittedIn(S: nat, log: seq<Entry>, k: int): int requires S > 0 {
    if log == [] then 0
    else var last := log[|log| - 1];
         CommittedIn(S, log[..|log| - 1], k) + (if Gen(S, last.b) == k && last.who == 0 then last.e - last.b else 0)
  }

  /// Every unit of generation k is committed.
  ghost predicate Full(S: nat, log: seq<Entry>, k: int) requires S > 0 { CommittedIn(S, log, k) == S }

  /// How many generations were entered.
  ghost function Entered(S: nat, wpos: int): int requires S > 0 { Gen(S, wpos - 1) + 1 }
  /// The first of the N generations that the slots can belong to.
  ghost function First(N: nat, S: nat, wpos: int): int requires S > 0 {
    if Entered(S, wpos) <= N then 0 else Entered(S, wpos) - N
  }

  lemma ReservedAppend(S: nat, log: seq<Entry>, x: Entry, k: int)
    requires S > 0
    ensures ReservedIn(S, log + [x], k) == ReservedIn(S, log, k) + (if Gen(S, x.b) == k then x.e - x.b else 0)
    ensures CommittedIn(S, log + [x], k) == CommittedIn(S, log, k) + (if Gen(S, x.b) == k && x.who == 0 then x.e - x.b else 0)
  { assert (log + [x])[..|log|] == log; }

  /// A commit of entry j.
  lemma CommittedUpdate(S: nat, log: seq<Entry>, j: nat, k: int)
    requires S > 0 && j < |log| && log[j].who != 0
    ensures CommittedIn(S, log[j := log[j].(who := 0)], k)
         == CommittedIn(S, log, k) + (if Gen(S, log[j].b) == k then log[j].e - log[j].b else 0)
    ensures ReservedIn(S, log[j := log[j].(who := 0)], k) == ReservedIn(S, log, k)
  {
    var log' := log[j := log[j].(who := 0)];
    if j == |log| - 1 { assert log'[..|log| - 1] == log[..|log| - 1]; }
    else {
      CommittedUpdate(S, log[..|log| - 1], j, k);
      assert log'[..|log| - 1] == log[..|log| - 1][j := log[j].(who := 0)];
    }
  }

  /// Another kind changes no sum.
  lemma KindUpdate(S: nat, log: seq<Entry>, j: nat, kind: Kind, k: int)
    requires S > 0 && j < |log|
    ensures CommittedIn(S, log[j := log[j].(kind := kind)], k) == CommittedIn(S, log, k)
    ensures ReservedIn(S, log[j := log[j].(kind := kind)], k) == ReservedIn(S, log, k)
  {
    var log' := log[j := log[j].(kind := kind)];
    if j == |log| - 1 { assert log'[..|log| - 1] == log[..|log| - 1]; }
    else {
      KindUpdate(S, log[..|log| - 1], j, kind, k);
      assert log'[..|log| - 1] == log[..|log| - 1][j := log[j].(kind := kind)];
    }
  }

  /// Reserved is what lies between the start of k and the write position.
  lemma ReservedIs(S: nat, log: seq<Entry>, wpos: int, k: int)
    requires Partition(S, log, wpos) && k >= 0
    ensures ReservedIn(S, log, k) == (if wpos <= Base(S, k) then 0 else if wpos >= Base(S, k + 1) then S else wpos - Base(S, k))
    decreases |log|
  {
    reveal Partition();
    BaseStep(S, k); BaseMono(S, 0, k);
    if log == [] { } else {
      var n := |log| - 1; var last := log[n];
      assert Partition(S, log[..n], last.b) by { if n == 0 { } }
      ReservedIs(S, log[..n], last.b, k);
      GenOf(S, last.b);
      var g := Gen(S, last.b);
      if g < k { BaseMono(S, g + 1, k); } else if g > k { BaseMono(S, k + 1, g); }
    }
  }

  lemma Bounds(S: nat, log: seq<Entry>, k: int)
    requires S > 0 && forall j :: 0 <= j < |log| ==> log[j].b < log[j].e
    ensures 0 <= CommittedIn(S, log, k) <= ReservedIn(S, log, k)
    ensures forall j :: 0 <= j < |log| && Gen(S, log[j].b) == k && log[j].who != 0
              ==> CommittedIn(S, log, k) + log[j].e - log[j].b <= ReservedIn(S, log, k)
    ensures forall j :: 0 <= j < |log| && Gen(S, log[j].b) == k && log[j].who == 0 ==> CommittedIn(S, log, k) >= log[j].e - log[j].b
  {
    if log != [] {
      var n := |log| - 1;
      Bounds(S, log[..n], k);
      forall j | 0 <= j < |log| && Gen(S, log[j].b) == k && log[j].who != 0
        ensures CommittedIn(S, log, k) + log[j].e - log[j].b <= ReservedIn(S, log, k)
      { if j < n { assert log[..n][j] == log[j]; } }
      forall j | 0 <= j < |log| && Gen(S, log[j].b) == k && log[j].who == 0
        ensures CommittedIn(S, log, k) >= log[j].e - log[j].b
      { if j < n { assert log[..n][j] == log[j]; } }
    }
  }

  /// If all that is reserved of k is committed, then each of its entries is.
  lemma AllCommitted(S: nat, log: seq<Entry>, k: int)
    requires S > 0 && (forall j :: 0 <= j < |log| ==> log[j].b < log[j].e)
    requires CommittedIn(S, log, k) >= ReservedIn(S, log, k)
    ensures forall j :: 0 <= j < |log| && Gen(S, log[j].b) == k ==> log[j].who == 0
  { Bounds(S, log, k); }

  lemma CommittedAtMost(S: nat, log: seq<Entry>, wpos: int, k: int)
    requires Partition(S, log, wpos) && k >= 0
    ensures 0 <= CommittedIn(S, log, k) <= ReservedIn(S, log, k) <= S
    ensures wpos <= Base(S, k) ==> CommittedIn(S, log, k) == 0
  { ReservedIs(S, log, wpos, k); reveal Partition(); BaseStep(S, k); Bounds(S, log, k); }

  /// A full generation has no uncommitted entry, and the write position is past it.
  lemma FullIsCommitted(S: nat, log: seq<Entry>, wpos: int, k: int)
    requires Partition(S, log, wpos) && k >= 0 && Full(S, log, k)
    ensures forall j :: 0 <= j < |log| && Gen(S, log[j].b) == k ==> log[j].who == 0
    ensures wpos >= Base(S, k + 1)
  { ReservedIs(S, log, wpos, k); CommittedAtMost(S, log, wpos, k); reveal Partition(); BaseStep(S, k); AllCommitted(S, log, k); }

  /// An uncommitted entry keeps its generation from being full.
  lemma UncommittedIsNotFull(S: nat, log: seq<Entry>, wpos: int, j: nat)
    requires Partition(S, log, wpos) && j < |log| && log[j].who != 0
    ensures !Full(S, log, Gen(S, log[j].b)) && Gen(S, log[j].b) >= 0
  {
    assert log[j].b >= 0 by { reveal Partition(); }
    GenOf(S, log[j].b);
    if Full(S, log, Gen(S, log[j].b)) { FullIsCommitted(S, log, wpos, Gen(S, log[j].b)); }
  }

  lemma Ordered(S: nat, log: seq<Entry>, wpos: int, i: nat, j: nat)
    requires Partition(S, log, wpos) && i < j < |log|
    ensures log[i].e <= log[j].b && log[i].b < log[j].b && log[j].e <= wpos && Gen(S, log[i].b) <= Gen(S, log[j].b)
    decreases j - i
  {
    reveal Partition();
    if i + 1 < j { Ordered(S, log, wpos, i + 1, j); }
    UpToWpos(S, log, wpos, j);
    GenOf(S, log[i].b); GenOf(S, log[j].b);
    if Gen(S, log[i].b) > Gen(S, log[j].b) { BaseMono(S, Gen(S, log[j].b) + 1, Gen(S, log[i].b)); }
  }
  lemma UpToWpos(S: nat, log: seq<Entry>, wpos: int, j: nat)
    requires Partition(S, log, wpos) && j < |log|
    ensures log[j].e <= wpos
    decreases |log| - j
  { reveal Partition(); if j + 1 < |log| { UpToWpos(S, log, wpos, j + 1); } }

  /// An entry is of a generation that was entered.
  lemma EntryEntered(S: nat, log: seq<Entry>, wpos: int, j: nat)
    requires Partition(S, log, wpos) && j < |log|
    ensures 0 <= Gen(S, log[j].b) < Entered(S, wpos)
    ensures Base(S, Gen(S, log[j].b)) <= log[j].b < log[j].e <= Base(S, Gen(S, log[j].b) + 1)
  {
    UpToWpos(S, log, wpos, j);
    reveal Partition();
    var k := Gen(S, log[j].b);
    GenOf(S, log[j].b); GenOf(S, wpos - 1);
    if Gen(S, wpos - 1) < k { BaseMono(S, Gen(S, wpos - 1) + 1, k); }
  }

  lemma EnteredFacts(S: nat, wpos: int)
    requires S > 0 && wpos >= 0
    ensures Entered(S, wpos) >= 0
    ensures wpos <= Base(S, Entered(S, wpos))
    ensures Entered(S, wpos) > 0 ==> Base(S, Entered(S, wpos) - 1) < wpos
    ensures Off(S, wpos) == 0 ==> wpos == Base(S, Entered(S, wpos)) && Gen(S, wpos) == Entered(S, wpos)
    ensures Off(S, wpos) != 0 ==> Gen(S, wpos) == Entered(S, wpos) - 1
  {
    GenOf(S, wpos - 1); GenOf(S, wpos);
    if wpos == 0 {
      BaseStep(S, -1); BaseStep(S, 0); GenIs(S, -1, -1); GenIs(S, 0, 0);
    } else {
      var g := Gen(S, wpos - 1);
      BaseStep(S, g); BaseStep(S, g + 1);
      if wpos == Base(S, g + 1) { GenIs(S, wpos, g + 1); } else { GenIs(S, wpos, g); }
    }
  }
}
