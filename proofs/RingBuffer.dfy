/// tla/RingBuffer.tla: what a user of the ring buffer sees. Nothing here knows of positions, sub-buffers or threads.
/// Loss counters have no limit here (LossLimit is a bound of models).
module RingBuffer {

  /// Lengths: the record lengths that can be accepted; Capacity: how many units of records can be unread at once;
  /// Overwrites: do old records make room for new ones? Clears: may the reader drop records?
  datatype Params = Params(Lengths: iset<int>, Capacity: int, Overwrites: bool, Clears: bool)

  datatype Status = Open | Kept | Abandoned
  datatype Item = Item(len: int, st: Status)
  datatype Gate = Open | Paused | Closed
  datatype Cause = Full | Wrapped | TooBig | Refused | Abandoned

  /// queue: accepted and unread; out: the batch that the reader looks at: lengths, in order.
  datatype State = State(queue: seq<Item>, out: seq<int>, lost: map<Cause, int>, gate: Gate)

  ghost function Units(q: seq<Item>): int { if q == [] then 0 else q[0].len + Units(q[1..]) }

  /// The lengths of those that were kept.
  ghost function Seen(q: seq<Item>): seq<int> {
    if q == [] then [] else (if q[0].st == Kept then [q[0].len] else []) + Seen(q[1..])
  }

  /// Is r what is left of q when some records, none of them open, leave?
  ghost predicate Leaves(q: seq<Item>, r: seq<Item>) {
    if q == [] then r == []
    else if r != [] && q[0] == r[0] then Leaves(q[1..], r[1..])
    else q[0].st != Status.Open && Leaves(q[1..], r)
  }
  ghost predicate NoneOpen(q: seq<Item>) { forall j :: 0 <= j < |q| ==> q[j].st != Status.Open }

  ghost predicate Init(a: State) {
    a == State([], [], map[Full := 0, Wrapped := 0, TooBig := 0, Refused := 0, Cause.Abandoned := 0], Gate.Open)
  }

  /// A record gets its place: from here its order among all is settled.
  ghost predicate Accept(m: Params, a: State, b: State, n: int) {
    && n in m.Lengths && a.gate == Gate.Open
    && Units(a.queue) + n <= m.Capacity
    && b == a.(queue := a.queue + [Item(n, Status.Open)])
  }
  /// The writer of the k-th unread record has finished it.
  ghost predicate Finish(a: State, b: State, k: int, st: Status) {
    && 0 <= k < |a.queue| && st != Status.Open && a.queue[k].st == Status.Open
    && b == a.(queue := a.queue[k := a.queue[k].(st := st)])
  }
  ghost predicate Lose(a: State, b: State, cause: Cause) {
    cause in a.lost && b == a.(lost := a.lost[cause := a.lost[cause] + 1])
  }
  /// The reader takes the first k records, none of them open; it sees those that were kept, in order.
  ghost predicate Read(a: State, b: State, k: int) {
    && 0 < k <= |a.queue| && a.out == [] && NoneOpen(a.queue[..k])
    && b == a.(out := Seen(a.queue[..k]), queue := a.queue[k..])
  }
  /// A snapshot looks at a run of records, none of them open.
  ghost predicate Look(a: State, b: State, i: int, k: int) {
    && 0 <= i < k <= |a.queue| && a.out == [] && NoneOpen(a.queue[i..k])
    && b == a.(out := Seen(a.queue[i..k]))
  }
  ghost predicate Release(a: State, b: State) { a.out != [] && b == a.(out := []) }

  /// The first k records leave.
  ghost predicate LeaveInFront(q: seq<Item>, r: seq<Item>, k: int) { 0 < k <= |q| && NoneOpen(q[..k]) && r == q[k..] }
  /// Records leave unread: overwritten anywhere, cleared from the front. It may be the moment at which a reader lets its
  /// batch go.
  ghost predicate Drop(m: Params, a: State, b: State) {
    && (m.Overwrites || m.Clears)
    && b.queue != a.queue
    && (if m.Overwrites then Leaves(a.queue, b.queue) else exists k :: LeaveInFront(a.queue, b.queue, k))
    && (b.out == a.out || b.out == [])
    && b.lost == a.lost && b.gate == a.gate
  }
  ghost predicate Close(a: State, b: State) {
    a.gate != Gate.Closed && b.gate != a.gate && b == a.(gate := b.gate)
  }

  ghost predicate Next(m: Params, a: State, b: State) {
    || (exists n :: Accept(m, a, b, n))
    || (exists k, st :: Finish(a, b, k, st))
    || (exists cause :: Lose(a, b, cause))
    || (exists k :: Read(a, b, k))
    || (exists i, k :: Look(a, b, i, k))
    || Release(a, b)
    || Drop(m, a, b)
    || Close(a, b)
  }
  ghost predicate StepOrStutter(m: Params, a: State, b: State) { a == b || Next(m, a, b) }

  // ------------------------- sequences -------------------------

  /// Leaves looks for the first match; a record that leaves may be taken for an equal one that stays.
  lemma LeavesOne(q: seq<Item>, r: seq<Item>)
    requires Leaves(q, r) && r != [] && r[0].st != Status.Open
    ensures Leaves(q, r[1..])
    decreases |q|
  {
    var h, qt, rt := q[0], q[1..], r[1..];
    if h == r[0] {
      assert Leaves(qt, rt);
      if rt != [] && rt[0] == h { LeavesOne(qt, rt); }
    } else {
      assert Leaves(qt, r);
      LeavesOne(qt, r);
      if rt != [] && rt[0] == h { LeavesOne(qt, rt); }
    }
  }
  /// The first leaves, then others.
  lemma LeavesFirst(x: Item, q: seq<Item>, r: seq<Item>)
    requires Leaves(q, r) && x.st != Status.Open
    ensures Leaves([x] + q, r)
  {
    assert ([x] + q)[1..] == q;
    if r != [] && r[0] == x { LeavesOne(q, r); }
  }
  lemma LeavesNot(x: Item, q: seq<Item>, r: seq<Item>)
    requires Leaves(q, r)
    ensures Leaves([x] + q, [x] + r)
  { assert ([x] + q)[1..] == q; assert ([x] + r)[1..] == r; }

  lemma SeenConcat(a: seq<Item>, b: seq<Item>)
    ensures Seen(a + b) == Seen(a) + Seen(b)
  {
    if a == [] { assert a + b == b; }
    else { assert (a + b)[1..] == a[1..] + b; SeenConcat(a[1..], b); }
  }
  lemma UnitsConcat(a: seq<Item>, b: seq<Item>)
    ensures Units(a + b) == Units(a) + Units(b)
  {
    if a == [] { assert a + b == b; }
    else { assert (a + b)[1..] == a[1..] + b; UnitsConcat(a[1..], b); }
  }
}
