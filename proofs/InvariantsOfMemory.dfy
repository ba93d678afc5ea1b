include "Invariants.dfy"
include "Reading.dfy"

/// The named invariants that follow from what stands in memory, and from time.
module InvariantsOfMemory {
  import opened Geometry
  import opened Memory
  import opened Reader
  import opened Log
  import opened InductivePlaces
  import opened InductiveMemory
  import opened InductiveTime
  import opened Invariants
  import R = Reading
  import P = MemoryHeld

  // ------------------------- two ways to say what is to be read -------------------------

  ghost function GotOf(c: Cfg, x: Entry): Got { Got(x.e - x.b, if c.clocked then x.t else 0) }
  ghost function Gots(c: Cfg, xs: seq<Entry>): seq<Got> {
    if xs == [] then [] else Gots(c, xs[..|xs| - 1]) + [GotOf(c, xs[|xs| - 1])]
  }
  lemma GotsAt(c: Cfg, xs: seq<Entry>)
    ensures |Gots(c, xs)| == |xs| && forall j :: 0 <= j < |xs| ==> Gots(c, xs)[j] == GotOf(c, xs[j])
  { if xs != [] { GotsAt(c, xs[..|xs| - 1]); } }

  /// From the front, from the back: the same records.
  lemma SameRecords(c: Cfg, log: seq<Entry>, k: int)
    requires WF(c)
    ensures R.ToRead(c, log, k, 0) == Gots(c, ToRead(c, log, k))
  {
    FromFront(c, log, k, |log|);
    assert log[..|log|] == log;
  }
  lemma FromFront(c: Cfg, log: seq<Entry>, k: int, n: nat)
    requires WF(c) && n <= |log|
    ensures R.ToRead(c, log, k, 0) == Gots(c, ToRead(c, log[..n], k)) + R.ToRead(c, log, k, n)
    decreases n
  {
    if n > 0 {
      var one := OneOf(c, log[n - 1], k);
      FromFront(c, log, k, n - 1);
      assert R.ToRead(c, log, k, n - 1) == one + R.ToRead(c, log, k, n);
      OneMore(c, log, k, n);
      Associates(Gots(c, ToRead(c, log[..n - 1], k)), one, R.ToRead(c, log, k, n));
    }
  }
  ghost function OneOf(c: Cfg, x: Entry, k: int): seq<Got> requires WF(c) {
    if Gen(c.S, x.b) == k && x.kind == KRec then [GotOf(c, x)] else []
  }
  lemma OneMore(c: Cfg, log: seq<Entry>, k: int, n: nat)
    requires WF(c) && 0 < n <= |log|
    ensures Gots(c, ToRead(c, log[..n], k)) == Gots(c, ToRead(c, log[..n - 1], k)) + OneOf(c, log[n - 1], k)
  {
    var a := log[..n];
    assert a[..|a| - 1] == log[..n - 1] && a[|a| - 1] == log[n - 1];
    var before, xs := ToRead(c, log[..n - 1], k), ToRead(c, a, k);
    if OneOf(c, log[n - 1], k) != [] {
      assert xs == before + [log[n - 1]];
      assert xs[..|xs| - 1] == before;
    } else {
      assert xs == before + [];
      assert xs == before;
    }
  }
  lemma Associates<T>(a: seq<T>, b: seq<T>, d: seq<T>) ensures a + (b + d) == (a + b) + d {}
  // ------------------------- the invariants -------------------------

  lemma Holds_S7_DeliveredIsComplete(c: Cfg, s: State)
    requires InvA(c, s) && InvB(c, s)
    ensures S7_DeliveredIsComplete(c, s)
  {
    reveal S7_DeliveredIsComplete();
    forall i, k | 0 <= i < c.N && IsReadable(c, s, i, k)
      ensures var x := ReadableSub(c, s, i);
        && CommittedIn(c.S, s.log, k) == c.S && ReservedIn(c.S, s.log, k) == c.S
        && (forall j :: InGen(c, s, j, k) ==>
              && s.log[j].who == 0
              && (IsRecord(s.log[j]) ==> s.mem[x][OffOf(c, s.log[j].b)] == CellOf(c, s.log[j])))
        && (forall j :: FirstOf(c, s, j, k) ==> s.begin[x] == BeginBlock(Base(c.S, k), s.log[j].t))
        && (forall j :: LastOf(c, s, j, k) ==> s.csize[x] == EndBlockOf(c, s.log[j]))
    {
      var x := ReadableSub(c, s, i);
      IsReadableIn(c, s, i, k);
      StandsWhole(c, s, k, x);
    }
  }
  lemma IsReadableIn(c: Cfg, s: State, i: int, k: int)
    requires InvA(c, s) && InvB(c, s) && 0 <= i < c.N && IsReadable(c, s, i, k)
    ensures ReadableIn(c, s, k, ReadableSub(c, s, i))
  {
    if c.overwrites {
      var g := R.LapIsTheDelivered(c, s, i);
      SlotLap(c.N, g, k);
    } else { InWindowOf(c, s, k); R.DeliveredIsReadable(c, s, k); }
  }
  /// What is delivered and not released is of the last N generations.
  lemma InWindowOf(c: Cfg, s: State, k: int)
    requires InvA(c, s) && !c.overwrites && k >= Gen(c.S, s.rpos) && k >= 0
    requires s.dc[Slot(c.N, k)] == Clean(c.N, c.S, k) + c.S
    ensures InWindow(c, s.wpos, k)
  {
    var first := First(c.N, c.S, s.wpos);
    assert Entered(c.S, s.wpos) <= Gen(c.S, s.rpos) + c.N && s.rpos >= 0 by { reveal ReadPos(); }
    GenOf(c.S, s.rpos);
    assert first <= k;
    if k >= first + c.N {
      var g := WindowGen(c.N, c.S, first, k);
      assert DeliveryOf(c, s.log, s.dc, s.claims, g) by { reveal Delivery(); }
    }
  }
  lemma StandsWhole(c: Cfg, s: State, k: int, x: int)
    requires InvA(c, s) && IsSub(c, x) && ReadableIn(c, s, k, x) && k >= 0
    ensures CommittedIn(c.S, s.log, k) == c.S && ReservedIn(c.S, s.log, k) == c.S
    ensures forall j :: InGen(c, s, j, k) ==>
              && s.log[j].who == 0
              && (IsRecord(s.log[j]) ==> s.mem[x][OffOf(c, s.log[j].b)] == CellOf(c, s.log[j]))
    ensures forall j :: FirstOf(c, s, j, k) ==> s.begin[x] == BeginBlock(Base(c.S, k), s.log[j].t)
    ensures forall j :: LastOf(c, s, j, k) ==> s.csize[x] == EndBlockOf(c, s.log[j])
  {
    FullIsCommitted(c.S, s.log, s.wpos, k); CommittedAtMost(c.S, s.log, s.wpos, k);
    forall j | InGen(c, s, j, k)
      ensures s.log[j].who == 0
      ensures IsRecord(s.log[j]) ==> s.mem[x][OffOf(c, s.log[j].b)] == CellOf(c, s.log[j])
      ensures FirstOf(c, s, j, k) ==> s.begin[x] == BeginBlock(Base(c.S, k), s.log[j].t)
      ensures LastOf(c, s, j, k) ==> s.csize[x] == EndBlockOf(c, s.log[j])
    {
      GenOf(c.S, s.log[j].b);
      assert EntryStored(c, s.log[j], s.begin[x], Ends(c, s)[x], s.mem[x]) by { reveal Content(); }
      assert OffOf(c, s.log[j].b) == 0 ==> s.log[j].kind == KHdr by { reveal Kinds(); }
      reveal EndIs();
    }
  }
  lemma Holds_S9_ReaderHoldsAlone(c: Cfg, s: State)
    requires InvA(c, s) && InvB(c, s)
    ensures S9_ReaderHoldsAlone(c, s)
  {
    reveal S9_ReaderHoldsAlone();
    if Holds(s.rd) {
      forall p | p in s.procs ensures !Touches(c, s, p, SubRead(c, s)) {
        if Touches(c, s, p, SubRead(c, s)) { R.ReaderHoldsAlone(c, s, p); }
      }
    }
  }
  lemma Holds_S12_LapOfSlotIsTheDelivered(c: Cfg, s: State)
    requires InvA(c, s) && InvB(c, s)
    ensures S12_LapOfSlotIsTheDelivered(c, s)
  {
    reveal S12_LapOfSlotIsTheDelivered();
    if c.overwrites {
      forall k | InWindow(c, s.wpos, k) && s.slot[Slot(c.N, k)].lap != None_
        ensures s.slot[Slot(c.N, k)].noref && s.cc[Slot(c.N, k)] == Base(c.S, s.slot[Slot(c.N, k)].lap + 1)
      { var g := R.LapIsTheDelivered(c, s, Slot(c.N, k)); }
    }
  }
  /// What the reader has before it.
  lemma Reads(c: Cfg, s: State) returns (k: int, x: int)
    requires InvA(c, s) && InvB(c, s) && s.rd.pc == At_Read_Records
    ensures k == Gen(c.S, s.rd.cur) >= 0 && s.rd.cur == Base(c.S, k) && x == SubRead(c, s) && IsSub(c, x) && Full(c.S, s.log, k)
    ensures ContentIn(c, s, k, x) && EndIs(c, s.log, k, s.rd.size) && BeginIs(c, s.log, k, s.rd.begin)
  {
    k := Gen(c.S, s.rd.cur); x := SubRead(c, s);
    assert s.rd.op != Clear && s.rd.cur == Base(c.S, k) && 0 <= s.rd.cur by { reveal ReaderAt(); }
    GenOf(c.S, s.rd.cur);
    P.ReaderHas(c, s);
    assert EndIs(c, s.log, k, s.rd.size) && BeginIs(c, s.log, k, s.rd.begin) by { reveal Held(); }
  }
  lemma Holds_S17_ReadIsWhatWasCommitted(c: Cfg, s: State)
    requires InvA(c, s) && InvB(c, s)
    ensures S17_ReadIsWhatWasCommitted(c, s)
  {
    reveal S17_ReadIsWhatWasCommitted();
    if s.rd.pc == At_Read_Records {
      var k, x := Reads(c, s);
      FullIsCommitted(c.S, s.log, s.wpos, k);
      var a, z := R.FirstAndLast(c, s, k);
      GenBase(c.S, k);
      assert FirstOf(c, s, a, k) && LastOf(c, s, z, k);
      assert s.rd.begin.pos == s.rd.cur by { reveal BeginIs(); }
      forall j | InGen(c, s, j, k)
        ensures s.log[j].who == 0
        ensures IsRecord(s.log[j]) ==> s.mem[x][OffOf(c, s.log[j].b)] == CellOf(c, s.log[j])
        ensures LastOf(c, s, j, k) ==> s.rd.size == EndBlockOf(c, s.log[j])
      {
        assert EntryStored(c, s.log[j], s.begin[x], Ends(c, s)[x], s.mem[x]) by { reveal Content(); }
        reveal EndIs();
      }
    }
  }
  lemma Holds_S18_ReadInReserveOrder(c: Cfg, s: State)
    requires InvA(c, s) && InvB(c, s) && InvC(c, s)
    ensures S18_ReadInReserveOrder(c, s)
  {
    reveal S18_ReadInReserveOrder();
    if s.rd.pc == At_Read_Records {
      var k := Gen(c.S, s.rd.cur);
      R.ParseIsLog(c, s); SameRecords(c, s.log, k); GotsAt(c, ToRead(c, s.log, k));
    }
  }
  lemma Holds_S20_ShortTimesAreEnough(c: Cfg, s: State)
    requires InvA(c, s) && InvB(c, s) && InvC(c, s)
    ensures S20_ShortTimesAreEnough(c, s)
  {
    reveal S20_ShortTimesAreEnough();
    if s.rd.pc == At_Read_Records && c.clocked {
      var k := Gen(c.S, s.rd.cur);
      R.ParseIsLog(c, s); SameRecords(c, s.log, k); GotsAt(c, ToRead(c, s.log, k));
    }
  }
  lemma Holds_S19_PacketTimesEnclose(c: Cfg, s: State)
    requires InvA(c, s) && InvB(c, s) && InvC(c, s)
    ensures S19_PacketTimesEnclose(c, s)
  {
    reveal S19_PacketTimesEnclose();
    if s.rd.pc == At_Read_Records {
      var k, x := Reads(c, s);
      FullIsCommitted(c.S, s.log, s.wpos, k);
      var a, z := R.FirstAndLast(c, s, k);
      assert s.rd.begin.time == s.log[a].t by { reveal BeginIs(); }
      assert s.rd.size.time == s.log[z].t by { reveal EndIs(); }
      BaseStep(c.S, k);
      forall j | InGen(c, s, j, k) ensures s.log[a].t <= s.log[j].t <= s.log[z].t {
        if j < a { Ordered(c.S, s.log, s.wpos, j, a); GenOf(c.S, s.log[j].b); }
        if j > z { Ordered(c.S, s.log, s.wpos, z, j); EntryEntered(c.S, s.log, s.wpos, j); }
        Later(c, s, a, j); Later(c, s, j, z);
      }
      forall j | 0 <= j < |s.log| && s.log[j].b >= s.rd.cur + c.S ensures s.log[z].t <= s.log[j].t {
        if j < z { Ordered(c.S, s.log, s.wpos, j, z); }
        Later(c, s, z, j);
      }
    }
  }
  lemma Later(c: Cfg, s: State, i: int, j: int)
    requires InvA(c, s) && InvC(c, s) && 0 <= i <= j < |s.log|
    ensures s.log[i].t <= s.log[j].t
    decreases j - i
  {
    if i < j { assert s.log[i].t <= s.log[i + 1].t by { reveal Times_(); } Later(c, s, i + 1, j); }
  }
}
