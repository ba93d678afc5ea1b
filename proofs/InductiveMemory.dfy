include "InductivePlaces.dfy"

/// Layer B of the inductive invariant: what stands in memory.
module InductiveMemory {
  import opened Geometry
  import opened Memory
  import opened Log
  import opened InductivePlaces

  /// The end blocks that the last reserver of a sub-buffer stores into.
  function Ends(c: Cfg, s: State): seq<EndBlock> { if c.lttng then s.dsize else s.csize }
  function EndBlockOf(c: Cfg, x: Entry): EndBlock requires WF(c) {
    EndBlock(if x.kind == KPad then OffOf(c, x.b) else c.S, x.t, x.s)
  }
  /// What the first unit of a record becomes.
  function CellOf(c: Cfg, x: Entry): Cell requires WF(c) {
    if x.kind == KSkip then Skip(x.e - x.b, TimeField(c, x.t, x.f)) else Whole(x.e - x.b, TimeField(c, x.t, x.f))
  }
  predicate IsRecord(x: Entry) { x.kind == KRec || x.kind == KSkip }
  predicate IsLast(c: Cfg, x: Entry) requires WF(c) { x.e == Next_(c, x.b) }

  /// What a committed entry has left: its cell or header, and the end block if it is the last of its sub-buffer.
  ghost predicate EntryStored(c: Cfg, x: Entry, begin: BeginBlock, end: EndBlock, cells: seq<Cell>) requires WF(c) && |cells| == c.S {
    && (x.kind == KHdr ==> begin == BeginBlock(x.b, x.t))
    && (IsRecord(x) ==> cells[OffOf(c, x.b)] == CellOf(c, x))
    && (IsLast(c, x) ==> end == EndBlockOf(c, x))
  }
  /// All that is committed of generation k stands in sub-buffer x.
  opaque ghost predicate Content(c: Cfg, log: seq<Entry>, k: int, begin: BeginBlock, end: EndBlock, cells: seq<Cell>)
    requires WF(c) && |cells| == c.S
  {
    forall j :: 0 <= j < |log| && Gen(c.S, log[j].b) == k && log[j].who == 0 ==> EntryStored(c, log[j], begin, end, cells)
  }
  ghost predicate ContentIn(c: Cfg, s: State, k: int, x: int) requires Shape(c, s) && IsSub(c, x) {
    Content(c, s.log, k, s.begin[x], Ends(c, s)[x], s.mem[x])
  }
  /// The begin and the end block of generation k, fully reserved, are these.
  opaque ghost predicate BeginIs(c: Cfg, log: seq<Entry>, k: int, begin: BeginBlock) requires WF(c) {
    forall j :: 0 <= j < |log| && Gen(c.S, log[j].b) == k && log[j].kind == KHdr ==> begin == BeginBlock(log[j].b, log[j].t)
  }
  opaque ghost predicate EndIs(c: Cfg, log: seq<Entry>, k: int, end: EndBlock) requires WF(c) {
    forall j :: 0 <= j < |log| && Gen(c.S, log[j].b) == k && IsLast(c, log[j]) ==> end == EndBlockOf(c, log[j])
  }
  /// Generation k can be read from sub-buffer x.
  ghost predicate ReadableIn(c: Cfg, s: State, k: int, x: int) requires Shape(c, s) && IsSub(c, x) {
    Full(c.S, s.log, k) && ContentIn(c, s, k, x) && EndIs(c, s.log, k, s.csize[x])
  }

  /// The N generations that the slots serve.
  ghost predicate InWindow(c: Cfg, wpos: int, k: int) requires WF(c) {
    First(c.N, c.S, wpos) <= k < First(c.N, c.S, wpos) + c.N
  }
  /// Discard mode: slot i is served by sub-buffer i, which holds what is committed of every generation from the read position on.
  opaque ghost predicate ServedDiscard(c: Cfg, s: State, k: int) requires Shape(c, s) {
    var i := Slot(c.N, k);
    && s.slot[i] == Word(i, true, None_)
    && (k >= Gen(c.S, s.rpos) ==>
          && ContentIn(c, s, k, i)
          && (s.dc[i] == Clean(c.N, c.S, k) + c.S ==> EndIs(c, s.log, k, s.csize[i])))
  }
  /// Overwrite mode: a slot is claimed for k, not yet claimed for it, or delivered.
  opaque ghost predicate ServedOverwrite(c: Cfg, s: State, k: int) requires Shape(c, s) {
    var i := Slot(c.N, k); var word := s.slot[i]; var x := word.sub;
    if !word.noref then
      word.lap == None_ && ContentIn(c, s, k, x) && s.dc[i] != Clean(c.N, c.S, k) + c.S
    else
      || (CommittedIn(c.S, s.log, k) == 0
          && (word.lap != None_ ==> k >= c.N && word.lap == Lap(c.N, k) - 1 && ReadableIn(c, s, k - c.N, x)))
      || (Full(c.S, s.log, k)
          && (word.lap != None_ ==> word.lap == Lap(c.N, k) && ReadableIn(c, s, k, x)))
  }
  ghost predicate ServedAt(c: Cfg, s: State, k: int) requires Shape(c, s) {
    if c.overwrites then ServedOverwrite(c, s, k) else ServedDiscard(c, s, k)
  }
  opaque ghost predicate Served(c: Cfg, s: State) requires Shape(c, s) {
    forall k {:trigger ServedAt(c, s, k)} :: InWindow(c, s.wpos, k) ==> ServedAt(c, s, k)
  }
  /// S10.
  opaque ghost predicate Permuted(c: Cfg, slot: seq<Word>, mine: int) requires |slot| == c.N {
    c.overwrites ==>
      && (forall i, j :: 0 <= i < j < c.N ==> slot[i].sub != slot[j].sub)
      && (forall i :: 0 <= i < c.N ==> slot[i].sub != mine)
  }
  predicate Stores(pc: Label) {
    pc in {At_OldEnd_StoreSize, At_OldEnd_StoreDataSize, At_NewEnd_StoreSize, At_NewEnd_StoreDataSize,
           At_NewStart_StoreBegin, At_OldStart_StoreBegin, At_Write_Begin, At_Write_End, At_Lose_Abandoned}
  }
  predicate ToClear(pc: Label) { pc in {At_ClearNoref_LoadSlot, At_ClearNoref_Cas} }
  predicate ToWake(pc: Label) { pc in {At_Wake_LoadWaiting, At_Wake_Cas, At_Wake_Signal} }
  /// The process's piece: what it has stored of it, and that it has claimed what it stores into (S11).
  opaque ghost predicate PieceOk(c: Cfg, s: State, p: Pid, q: Proc) requires Shape(c, s) {
    var l := q.l; var i := PieceSlot(c, p, l); var k := PieceGen(c, p, l); var x := SubOf(c, p, l); var j := PieceAt(c, p, l);
    && IsSub(c, x)
    && (c.overwrites && (Stores(q.pc) || q.pc in {At_Commit_AddCount, At_Deliver_LoadDataSize, At_Deliver_StoreSize, At_Deliver_StoreSlot}) ==>
          s.slot[i] == Word(l.x, false, None_))
    && (c.overwrites && q.pc in {At_Commit_LoadCount, At_Deliver_Lock} && s.dc[i] == Clean(c.N, c.S, k) ==>
          s.slot[i] == Word(l.x, false, None_))
    && (c.overwrites && q.pc == At_Deliver_Publish ==> s.slot[i].noref)
    && (q.pc == At_Deliver_StoreSlot || (!c.overwrites && q.pc == At_Deliver_Publish) ==> EndIs(c, s.log, k, s.csize[x]))
    && (q.pc == At_Deliver_StoreSize ==> EndIs(c, s.log, k, l.k))
    && (ToWake(q.pc) && l.job != NoJob ==> Full(c.S, s.log, k))
    && (q.pc in {At_Write_Begin, At_Write_End, At_Lose_Abandoned} && j < |s.log| && IsLast(c, s.log[j]) ==>
          Ends(c, s)[x] == EndBlockOf(c, s.log[j]))
    && (q.pc == At_Lose_Abandoned && j < |s.log| ==>
          s.log[j].kind == KSkip && s.mem[x][OffOf(c, s.log[j].b)] == CellOf(c, s.log[j]))
    && (q.pc == At_Commit_AddCount && j < |s.log| ==> EntryStored(c, s.log[j], s.begin[x], Ends(c, s)[x], s.mem[x]))
  }
  opaque ghost predicate Pieces(c: Cfg, s: State) requires Shape(c, s) {
    forall p {:trigger PieceOk(c, s, p, s.procs[p])} :: p in s.procs ==> PieceOk(c, s, p, s.procs[p])
  }
  /// A record that its writer has not given up is one: the last that it reserved.
  ghost predicate RecordAhead(c: Cfg, p: Pid, q: Proc) {
    p in c.writers && StageOf(q) != Free
    && !(q.l.job == Rec && (StageOf(q) == After || q.pc == At_Lose_Abandoned || q.pc == At_Commit_AddCount))
  }
  ghost predicate IntactOf(c: Cfg, p: Pid, q: Proc, log: seq<Entry>) requires WF(c) {
    RecordAhead(c, p, q) ==> var n := PendTo(c, p, q); 0 < n <= |log| && log[n - 1].kind == KRec
  }
  opaque ghost predicate Intact(c: Cfg, procs: Procs, log: seq<Entry>) requires WF(c) {
    forall p {:trigger IntactOf(c, p, procs[p], log)} :: p in procs ==> IntactOf(c, p, procs[p], log)
  }

  ghost predicate Holds(rd: Reading) { HoldLabel(rd.pc) && rd.op != Clear }
  /// The slot of generation g serves g, or the next lap, of which nothing is committed.
  ghost predicate StillAt(c: Cfg, s: State, g: int) requires Shape(c, s) {
    forall k {:trigger InWindow(c, s.wpos, k)} :: InWindow(c, s.wpos, k) && Slot(c.N, k) == Slot(c.N, g) ==>
      g == k || (g == k - c.N && CommittedIn(c.S, s.log, k) == 0)
  }
  /// While the reader's spare still stands in the slot, nothing has happened to the slot since the exchange.
  opaque ghost predicate Exchanged(c: Cfg, s: State) requires Shape(c, s) {
    c.overwrites && Holds(s.rd) ==>
      && s.rd.w == Word(s.rd.w.sub, true, None_)
      && (s.slot[Idx(c, s.rd.cur)] == s.rd.w ==> StillAt(c, s, Gen(c.S, s.rd.cur)))
  }
  /// What the reader holds, and what it has loaded of it.
  opaque ghost predicate Held(c: Cfg, s: State) requires Shape(c, s) {
    var k := Gen(c.S, s.rd.cur);
    && (s.rd.pc == At_Get_Exchange ==> s.rd.w.noref && s.rd.w.lap == Lap(c.N, k))
    && (c.overwrites && Holds(s.rd) ==> ReadableIn(c, s, k, s.mine))
    && (s.rd.pc in {At_Get_LoadSize, At_Read_Records} ==> BeginIs(c, s.log, k, s.rd.begin))
    && (s.rd.pc == At_Read_Records ==> EndIs(c, s.log, k, s.rd.size))
  }
  ghost predicate InvB(c: Cfg, s: State) requires Shape(c, s) {
    && Served(c, s) && Permuted(c, s.slot, s.mine) && Pieces(c, s) && Intact(c, s.procs, s.log) && Exchanged(c, s) && Held(c, s)
  }
}
