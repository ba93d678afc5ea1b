/// Positions (tla/Memory.tla, "positions"): the k-th sub-buffer ever entered, generation k, is [Base(k), Base(k + 1)),
/// and lies in slot Slot(k). All arithmetic with products, quotients and remainders of parameters is in this module.
module Geometry {

  /// Start of generation k.
  opaque function Base(S: nat, k: int): int { k * S }

  /// The generation that position p falls in.
  opaque function Gen(S: nat, p: int): int requires S > 0 { p / S }

  /// Off(p): how far p is into its sub-buffer.
  opaque function Off(S: nat, p: int): (r: int)
    requires S > 0
    ensures 0 <= r < S
  { p % S }

  /// Idx of generation k: the slot that it falls in.
  opaque function Slot(N: nat, k: int): (r: int)
    requires N > 0
    ensures 0 <= r < N
  { k % N }

  /// Lap of generation k: how often the ring was gone round before.
  opaque function Lap(N: nat, k: int): (r: int)
    requires N > 0
    ensures k >= 0 ==> r >= 0
  { k / N }

  /// E3: the count of slot Slot(k) before generation k.
  opaque function Clean(N: nat, S: nat, k: int): (r: int)
    requires N > 0
    ensures k >= 0 ==> r >= 0
  { reveal Lap(); (k / N) * S }

  lemma DivMod(x: int, n: nat, q: int, r: int)
    requires n > 0 && 0 <= r < n && x == n * q + r
    ensures x / n == q && x % n == r
  {
    assert x == n * (x / n) + x % n;
    if q < x / n { assert n * (x / n) >= n * (q + 1) == n * q + n; }
    if q > x / n { assert n * q >= n * (x / n + 1) == n * (x / n) + n; }
  }

  /// A position is in its generation, and Off counts from its start.
  lemma GenOf(S: nat, p: int)
    requires S > 0
    ensures Base(S, Gen(S, p)) <= p < Base(S, Gen(S, p) + 1)
    ensures Off(S, p) == p - Base(S, Gen(S, p))
    ensures p >= 0 ==> Gen(S, p) >= 0
  {
    reveal Base(), Gen(), Off();
    assert p == S * (p / S) + p % S;
    assert (p / S + 1) * S == (p / S) * S + S;
    assert (p / S) * S == S * (p / S);
  }

  /// Whatever lies in generation k has k as its generation.
  lemma GenIs(S: nat, p: int, k: int)
    requires S > 0 && Base(S, k) <= p < Base(S, k + 1)
    ensures Gen(S, p) == k && Off(S, p) == p - Base(S, k)
  {
    reveal Base(), Gen(), Off();
    assert (k + 1) * S == k * S + S;
    DivMod(p, S, k, p - k * S);
  }

  lemma BaseStep(S: nat, k: int)
    ensures Base(S, k + 1) == Base(S, k) + S
    ensures Base(S, 0) == 0
  { reveal Base(); assert (k + 1) * S == k * S + S; }

  lemma BaseMono(S: nat, j: int, k: int)
    requires j <= k
    ensures Base(S, j) <= Base(S, k)
    ensures j < k ==> Base(S, j) + S <= Base(S, k)
    decreases k - j
  { if j < k { BaseMono(S, j, k - 1); BaseStep(S, k - 1); } }

  lemma BaseOrder(S: nat, j: int, k: int)
    requires S > 0
    ensures Base(S, j) < Base(S, k) <==> j < k
    ensures Base(S, j) <= Base(S, k) <==> j <= k
  { if j < k { BaseMono(S, j, k); } else { BaseMono(S, k, j); } }

  /// N * S, the size of the ring, in generations.
  lemma BasePlus(S: nat, k: int, n: int)
    ensures Base(S, k + n) == Base(S, k) + n * S
    ensures Base(S, k + n) == Base(S, k) + Base(S, n)
  { reveal Base(); assert (k + n) * S == k * S + n * S; }

  lemma GenBase(S: nat, k: int)
    requires S > 0
    ensures Gen(S, Base(S, k)) == k && Off(S, Base(S, k)) == 0
  { BaseStep(S, k); GenIs(S, Base(S, k), k); }

  /// Within N generations in a row no two share a slot.
  lemma SlotDistinct(N: nat, a: int, b: int)
    requires N > 0 && a < b < a + N
    ensures Slot(N, a) != Slot(N, b)
  {
    reveal Slot();
    if a % N == b % N {
      var q := b / N - a / N;
      assert b - a == N * q by { assert a == N * (a / N) + a % N; assert b == N * (b / N) + b % N; }
      if q <= 0 { assert N * q <= 0; } else { assert N * q >= N; }
      assert false;
    }
  }

  /// Among N generations in a row one has this slot.
  lemma SlotInWindow(N: nat, a: int, i: int) returns (k: int)
    requires N > 0 && 0 <= i < N
    ensures a <= k < a + N && Slot(N, k) == i
  {
    reveal Slot();
    var d := (i - a) % N;
    k := a + d;
    assert i - a == N * ((i - a) / N) + d;
    var q := 0 - (i - a) / N;
    assert N * q == 0 - N * ((i - a) / N);
    DivMod(k, N, q, i);
  }

  /// The next lap of the same slot.
  lemma SlotNext(N: nat, S: nat, k: int)
    requires N > 0
    ensures Slot(N, k + N) == Slot(N, k) && Lap(N, k + N) == Lap(N, k) + 1
    ensures Clean(N, S, k + N) == Clean(N, S, k) + S
  {
    reveal Slot(), Lap(), Clean();
    assert k == N * (k / N) + k % N;
    DivMod(k + N, N, k / N + 1, k % N);
    assert (k / N + 1) * S == (k / N) * S + S;
  }

  lemma SlotFirst(N: nat, S: nat, k: int)
    requires N > 0 && 0 <= k < N
    ensures Slot(N, k) == k && Lap(N, k) == 0 && Clean(N, S, k) == 0
  { reveal Slot(), Lap(), Clean(); DivMod(k, N, 0, k); }

  /// Slot and lap tell the generation.
  lemma SlotLap(N: nat, j: int, k: int)
    requires N > 0 && Slot(N, j) == Slot(N, k) && Lap(N, j) == Lap(N, k)
    ensures j == k
  { reveal Slot(), Lap(); assert j == N * (j / N) + j % N; assert k == N * (k / N) + k % N; }

  lemma CleanIsLap(N: nat, S: nat, k: int)
    requires N > 0
    ensures Clean(N, S, k) == Base(S, Lap(N, k))
  { reveal Clean(), Lap(), Base(); }

  /// Of two generations in one slot the later has a count larger by at least S, and is N or more further on.
  lemma SameSlot(N: nat, S: nat, j: int, k: int)
    requires N > 0 && Slot(N, j) == Slot(N, k) && j < k
    ensures j + N <= k && Lap(N, j) < Lap(N, k) && Clean(N, S, j) + S <= Clean(N, S, k)
    decreases k - j
  {
    if k < j + N { SlotDistinct(N, j, k); }
    SlotNext(N, S, k - N);
    if k - N > j { SameSlot(N, S, j, k - N); }
  }

  /// Among N generations in a row, the one that has k's slot.
  lemma WindowGen(N: nat, S: nat, first: int, k: int) returns (g: int)
    requires N > 0 && first >= 0
    ensures first <= g < first + N && Slot(N, g) == Slot(N, k)
    ensures k < first ==> k + N <= g && Clean(N, S, g) >= Clean(N, S, k) + S
    ensures k >= first + N ==> g + N <= k && Clean(N, S, k) >= Clean(N, S, g) + S
    ensures first <= k < first + N ==> g == k
    decreases if k < first then first - k else if k >= first + N then k - first else 0
  {
    if k < first { SlotNext(N, S, k); g := WindowGen(N, S, first, k + N); SameSlot(N, S, k, g); }
    else if k >= first + N { SlotNext(N, S, k - N); g := WindowGen(N, S, first, k - N); SameSlot(N, S, g, k); }
    else { g := k; }
  }

  /// A short time field tells the time, if the one before was less than M earlier (S20).
  lemma ShortTime(M: nat, before: int, t: int)
    requires M > 0 && before <= t < before + M
    ensures before + ((t % M - before) % M) == t
  {
    assert t == M * (t / M) + t % M;
    var d := t - before;
    // t % M - before == d - M * (t / M)
    var q := 0 - t / M;
    assert t % M - before == M * q + d by { assert M * q == 0 - M * (t / M); }
    DivMod(t % M - before, M, q, d);
  }
}
