include "Read.dfy"
include "InductiveTime.dfy"
include "MemoryStore.dfy"
include "MemoryHeld.dfy"

/// The time of a record, from its field and the time of the one before it.
module ReadingTime {
  import opened Geometry
  import opened Memory

  lemma TimeIsTold(c: Cfg, t: int, full: bool, before: int)
    requires WF(c) && t >= 0
    requires c.clocked && !full ==> before <= t < before + c.shortTime
    ensures TimeOf(c, TimeField(c, t, full), before) == (if c.clocked then t else 0)
  { if c.clocked && !full { ShortTime(c.shortTime, before, t); } }
}

/// What is read is what was committed (S17, S18, S20), and what else layer B says (S7 to S12, S16).
module Reading {
  import opened Geometry
  import opened Memory
  import opened Reader
  import opened Log
  import opened InductivePlaces
  import opened InductiveMemory
  import opened InductiveTime
  import opened ReadingTime
  import opened MemoryLog
  import opened MemoryApart
  import opened MemoryPieces
  import opened MemoryStore
  import opened MemoryHeld

  // ------------------------- what there is to read -------------------------

  /// Lengths and times of the records of generation k that the log has from entry j on, in its order.
  ghost function ToRead(c: Cfg, log: seq<Entry>, k: int, j: nat): seq<Got>
    requires WF(c)
    decreases |log| - j
  {
    if j >= |log| then []
    else (if Gen(c.S, log[j].b) == k && log[j].kind == KRec
          then [Got(log[j].e - log[j].b, if c.clocked then log[j].t else 0)] else [])
         + ToRead(c, log, k, j + 1)
  }

  lemma FindEntry(S: nat, log: seq<Entry>, wpos: int, pos: int, n: nat) returns (j: nat)
    requires Partition(S, log, wpos) && 0 < n <= |log| && 0 <= pos < log[n - 1].e
    ensures j < n && log[j].b <= pos < log[j].e && Gen(S, log[j].b) == Gen(S, pos)
  {
    reveal Partition();
    if log[n - 1].b <= pos {
      j := n - 1;
      GenOf(S, log[j].b);
      GenIs(S, pos, Gen(S, log[j].b));
    } else { assert n > 1; j := FindEntry(S, log, wpos, pos, n - 1); }
  }
  lemma FindIn(c: Cfg, s: State, pos: int) returns (j: nat)
    requires InvA(c, s) && 0 <= pos < s.wpos
    ensures j < |s.log| && s.log[j].b <= pos < s.log[j].e && Gen(c.S, s.log[j].b) == Gen(c.S, pos)
  {
    assert |s.log| > 0 && s.log[|s.log| - 1].e == s.wpos by { reveal Partition(); }
    j := FindEntry(c.S, s.log, s.wpos, pos, |s.log|);
  }
  /// The first and the last entry of a generation that is fully reserved.
  lemma FirstAndLast(c: Cfg, s: State, k: int) returns (a: nat, z: nat)
    requires InvA(c, s) && k >= 0 && s.wpos >= Base(c.S, k + 1)
    ensures a < z < |s.log| && s.log[a].b == Base(c.S, k) && s.log[a].kind == KHdr && s.log[a].e == s.log[a].b + c.H
    ensures Gen(c.S, s.log[a].b) == k && Gen(c.S, s.log[z].b) == k
    ensures IsLast(c, s.log[z]) && s.log[z].e == Base(c.S, k + 1)
  {
    BaseStep(c.S, k); BaseMono(c.S, 0, k); GenBase(c.S, k);
    a := FindIn(c, s, Base(c.S, k));
    EntryEntered(c.S, s.log, s.wpos, a);
    GenIs(c.S, Base(c.S, k + 1) - 1, k);
    z := FindIn(c, s, Base(c.S, k + 1) - 1);
    EntryEntered(c.S, s.log, s.wpos, z);
    NextIsBase(c, s.log[z].b);
    reveal Kinds();
    if z < a { Ordered(c.S, s.log, s.wpos, z, a); }
  }

  lemma NoneBehind(c: Cfg, log: seq<Entry>, wpos: int, k: int, z: nat, j: nat)
    requires WF(c) && Partition(c.S, log, wpos) && z < |log| && Gen(c.S, log[z].b) == k && log[z].e == Base(c.S, k + 1) && z < j
    ensures ToRead(c, log, k, j) == []
    decreases |log| - j
  {
    if j < |log| {
      Ordered(c.S, log, wpos, z, j);
      GenOf(c.S, log[j].b);
      NoneBehind(c, log, wpos, k, z, j + 1);
    }
  }
  lemma NoneBefore(c: Cfg, log: seq<Entry>, wpos: int, k: int, a: nat, j: nat)
    requires WF(c) && Partition(c.S, log, wpos) && a < |log| && log[a].b == Base(c.S, k) && log[a].kind == KHdr && j <= a
    ensures ToRead(c, log, k, j) == ToRead(c, log, k, a + 1)
    decreases a - j
  {
    if j < a {
      Ordered(c.S, log, wpos, j, a);
      GenOf(c.S, log[j].b);
      NoneBefore(c, log, wpos, k, a, j + 1);
    }
  }

  // ------------------------- the parse -------------------------

  /// Generation k, fully committed, in these bytes; z is its last entry.
  ghost predicate Readable_(c: Cfg, log: seq<Entry>, wpos: int, now: int, last: int, k: int, z: nat, begin: BeginBlock, end: EndBlock,
                            cells: seq<Cell>, size: EndBlock)
  {
    && WF(c) && |cells| == c.S && Partition(c.S, log, wpos) && Kinds(c, log) && (c.clocked ==> Times_(c, log, now, last))
    && Content(c, log, k, begin, end, cells) && EndIs(c, log, k, size)
    && (forall j :: 0 <= j < |log| && Gen(c.S, log[j].b) == k ==> log[j].who == 0)
    && (forall j :: 0 <= j < |log| ==> log[j].t >= 0)
    && z < |log| && Gen(c.S, log[z].b) == k && IsLast(c, log[z]) && log[z].e == Base(c.S, k + 1)
  }
  lemma RecordTold(c: Cfg, log: seq<Entry>, now: int, last: int, j: nat, before: int)
    requires WF(c) && 0 < j < |log| && IsRecord(log[j]) && log[j].t >= 0 && (c.clocked ==> Times_(c, log, now, last))
    requires c.clocked ==> before == log[j - 1].t
    ensures TimeOf(c, TimeField(c, log[j].t, log[j].f), before) == (if c.clocked then log[j].t else 0)
  {
    if c.clocked { reveal Times_(); assert log[j - 1].t <= log[j - 1 + 1].t; }
    TimeIsTold(c, log[j].t, log[j].f, before);
  }
  /// Where the entry after j of the same generation is.
  lemma NextEntry(c: Cfg, log: seq<Entry>, wpos: int, k: int, z: nat, j: nat)
    requires WF(c) && Partition(c.S, log, wpos) && Kinds(c, log) && j < z < |log|
    requires Gen(c.S, log[j].b) == k && Gen(c.S, log[z].b) == k
    ensures Gen(c.S, log[j + 1].b) == k && OffOf(c, log[j + 1].b) == OffOf(c, log[j].b) + log[j].e - log[j].b
    ensures log[j + 1].kind != KHdr && OffOf(c, log[j].b) < OffOf(c, log[z].b)
  {
    assert log[j].e == log[j + 1].b && log[j].b < log[j].e by { reveal Partition(); }
    Ordered(c.S, log, wpos, j, j + 1);
    Ordered(c.S, log, wpos, j, z);
    if j + 1 < z { Ordered(c.S, log, wpos, j + 1, z); }
    GenOf(c.S, log[j].b); GenOf(c.S, log[z].b); GenOf(c.S, log[j + 1].b);
    reveal Kinds();
  }
  lemma ParseFrom(c: Cfg, log: seq<Entry>, wpos: int, now: int, last: int, k: int, z: nat, begin: BeginBlock, end: EndBlock,
                  cells: seq<Cell>, size: EndBlock, j: nat, before: int)
    requires Readable_(c, log, wpos, now, last, k, z, begin, end, cells, size)
    requires 0 < j <= z && Gen(c.S, log[j].b) == k && log[j].kind != KHdr && (c.clocked ==> before == log[j - 1].t)
    ensures Parse(c, cells, OffOf(c, log[j].b), size.size, before) == ToRead(c, log, k, j)
    decreases z - j
  {
    var u := OffOf(c, log[j].b); var x := log[j];
    assert size == EndBlockOf(c, log[z]) by { reveal EndIs(); }
    assert x.b < x.e by { reveal Partition(); }
    if j < z { NextEntry(c, log, wpos, k, z, j); }
    if x.kind == KPad {
      assert IsLast(c, x) by { reveal Kinds(); }
      if j < z { EntriesApart(c, log, wpos, j, z); }
      NoneBehind(c, log, wpos, k, z, j + 1);
    } else {
      assert cells[u] == CellOf(c, x) by { reveal Content(); assert EntryStored(c, x, begin, end, cells); }
      assert 0 <= u < size.size;
      RecordTold(c, log, now, last, j, before);
      var t := TimeOf(c, TimeField(c, x.t, x.f), before);
      var units := x.e - x.b;
      if j < z { ParseFrom(c, log, wpos, now, last, k, z, begin, end, cells, size, j + 1, t); }
      else {
        NoneBehind(c, log, wpos, k, z, j + 1);
        NextIsBase(c, x.b);
        assert u + units == c.S && size.size == c.S;
        assert Parse(c, cells, u + units, size.size, t) == [];
      }
      assert Parse(c, cells, u + units, size.size, t) == ToRead(c, log, k, j + 1);
    }
  }

  lemma AllTimes(c: Cfg, s: State)
    requires InvA(c, s) && Times_(c, s.log, s.now, s.last)
    ensures forall j :: 0 <= j < |s.log| ==> s.log[j].t >= 0
  { reveal Times_(); }

  /// S18_ReadInReserveOrder, S20_ShortTimesAreEnough: the reader makes of the bytes what was reserved, in that order.
  lemma ParseIsLog(c: Cfg, s: State)
    requires InvA(c, s) && InvB(c, s) && Times_(c, s.log, s.now, s.last) && s.rd.pc == At_Read_Records
    ensures Reading_(c, s) == ToRead(c, s.log, Gen(c.S, s.rd.cur), 0)
  {
    var k := Gen(c.S, s.rd.cur); var x := SubRead(c, s); var log := s.log;
    assert s.rd.op != Clear by { reveal ReaderAt(); }
    ReaderHas(c, s);
    FullIsCommitted(c.S, log, s.wpos, k);
    var a, z := FirstAndLast(c, s, k);
    AllTimes(c, s);
    assert EndIs(c, log, k, s.rd.size) && BeginIs(c, log, k, s.rd.begin) by { reveal Held(); }
    assert s.rd.begin == BeginBlock(log[a].b, log[a].t) by { reveal BeginIs(); }
    NextEntry(c, log, s.wpos, k, z, a);
    GenOf(c.S, log[a].b);
    assert Readable_(c, log, s.wpos, s.now, s.last, k, z, s.begin[x], Ends(c, s)[x], s.mem[x], s.rd.size);
    ParseFrom(c, log, s.wpos, s.now, s.last, k, z, s.begin[x], Ends(c, s)[x], s.mem[x], s.rd.size, a + 1, s.rd.begin.time);
    NoneBefore(c, log, s.wpos, k, a, 0);
  }
  /// S17_ReadIsWhatWasCommitted.
  lemma ReadIsWhatWasCommitted(c: Cfg, s: State)
    requires InvA(c, s) && InvB(c, s) && s.rd.pc == At_Read_Records
    ensures s.rd.begin.pos == s.rd.cur
    ensures exists j :: 0 <= j < |s.log| && Gen(c.S, s.log[j].b) == Gen(c.S, s.rd.cur) && IsLast(c, s.log[j])
    ensures forall j :: 0 <= j < |s.log| && Gen(c.S, s.log[j].b) == Gen(c.S, s.rd.cur) ==>
      && s.log[j].who == 0
      && (IsRecord(s.log[j]) ==> !(s.mem[SubRead(c, s)][OffOf(c, s.log[j].b)] in {Stale, Torn}))
      && (IsLast(c, s.log[j]) ==> s.rd.size == EndBlockOf(c, s.log[j]))
  {
    var k := Gen(c.S, s.rd.cur); var x := SubRead(c, s);
    assert s.rd.op != Clear && s.rd.cur == Base(c.S, k) by { reveal ReaderAt(); }
    ReaderHas(c, s);
    FullIsCommitted(c.S, s.log, s.wpos, k);
    var a, z := FirstAndLast(c, s, k);
    assert EndIs(c, s.log, k, s.rd.size) && BeginIs(c, s.log, k, s.rd.begin) by { reveal Held(); }
    assert s.rd.begin == BeginBlock(s.log[a].b, s.log[a].t) by { reveal BeginIs(); }
    forall j | 0 <= j < |s.log| && Gen(c.S, s.log[j].b) == k
      ensures (IsRecord(s.log[j]) ==> !(s.mem[x][OffOf(c, s.log[j].b)] in {Stale, Torn}))
           && (IsLast(c, s.log[j]) ==> s.rd.size == EndBlockOf(c, s.log[j])) {
      assert EntryStored(c, s.log[j], s.begin[x], Ends(c, s)[x], s.mem[x]) by { reveal Content(); }
      reveal EndIs();
    }
  }

  // ------------------------- who touches what -------------------------

  /// S7_DeliveredIsComplete, discard mode: what is delivered and not released can be read.
  lemma DeliveredIsReadable(c: Cfg, s: State, k: int)
    requires InvA(c, s) && InvB(c, s) && !c.overwrites && InWindow(c, s.wpos, k) && k >= Gen(c.S, s.rpos)
    requires s.dc[Slot(c.N, k)] == Clean(c.N, c.S, k) + c.S
    ensures ReadableIn(c, s, k, Slot(c.N, k))
  {
    FullOfCount(c, s, k);
    assert ServedAt(c, s, k) by { reveal Served(); }
    reveal ServedDiscard();
  }
  /// S7, overwrite mode: what a word says is there can be read; S12_LapOfSlotIsTheDelivered.
  lemma LapIsTheDelivered(c: Cfg, s: State, i: int) returns (g: int)
    requires InvA(c, s) && InvB(c, s) && c.overwrites && 0 <= i < c.N && s.slot[i].lap != None_
    ensures s.slot[i].noref && g >= 0 && Slot(c.N, g) == i && s.slot[i].lap == Lap(c.N, g) && ReadableIn(c, s, g, s.slot[i].sub)
    ensures s.cc[i] == Base(c.S, s.slot[i].lap + 1) && s.slot[i].lap == Gen(c.S, s.cc[i]) - 1
  {
    var k := WindowHas(c, s.wpos, i);
    assert ServedAt(c, s, k) by { reveal Served(); }
    assert s.cc[i] == Clean(c.N, c.S, k) + CommittedIn(c.S, s.log, k) by { reveal Counts(); }
    SlotNext(c.N, c.S, k - c.N);
    CleanIsLap(c.N, c.S, k);
    BaseStep(c.S, Lap(c.N, k));
    GenBase(c.S, s.slot[i].lap + 1);
    reveal ServedOverwrite();
    g := if s.slot[i].lap == Lap(c.N, k) then k else k - c.N;
  }
  /// Process p is about to touch the bytes of the sub-buffer.
  predicate Touches(pc: Label) { Stores(pc) || pc in {At_Deliver_LoadDataSize, At_Deliver_StoreSize, At_Deliver_StoreSlot} }

  /// S11_WritersReferToWhatTheyWrite.
  lemma WritersReferToWhatTheyWrite(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && p in s.procs && c.overwrites
    requires Touches(s.procs[p].pc) || s.procs[p].pc == At_Commit_AddCount
    ensures s.slot[PieceSlot(c, p, s.procs[p].l)] == Word(s.procs[p].l.x, false, None_)
  { assert PieceOk(c, s, p, s.procs[p]) by { reveal Pieces(); } reveal PieceOk(); }

  /// S9_ReaderHoldsAlone.
  lemma ReaderHoldsAlone(c: Cfg, s: State, p: Pid)
    requires InvA(c, s) && InvB(c, s) && p in s.procs && Holds(s.rd) && Touches(s.procs[p].pc)
    ensures SubOf(c, p, s.procs[p].l) != SubRead(c, s)
  {
    var r := s.procs[p]; var k := Gen(c.S, s.rd.cur); var g := PieceGen(c, p, r.l);
    if c.overwrites {
      WritersReferToWhatTheyWrite(c, s, p);
      ServesOne(c, s, PieceSlot(c, p, r.l));
    } else if SubOf(c, p, r.l) == SubRead(c, s) {
      ReaderInWindow(c, s);
      assert c.S >= 2;
      if StageOf(r) == Before { var j := BeforeFacts(c, s, p); } else { DelivererFacts(c, s, p); }
      OneInWindow(c, s.wpos, k, g);
    }
  }
}
