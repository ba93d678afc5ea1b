include "InductiveMemory.dfy"
include "ReserveCommit.dfy"

/// tla/Recovery.tla: writers that stop for ever, the committed prefix that commits keep, and what can be read of the memory
/// that dead processes left. No action of the algorithm is changed: an add says what it owes to the prefix, who owes pays
/// before its next step, and the dead stand still.
module Recovery {
  import opened Geometry
  import opened Memory
  import opened Mutants
  import opened Log
  import opened InductiveMemory
  import opened ReserveCommit

  /// b: where the committed piece began; sum: what the add returned. ToAdd: a mutant's, w the position that it looked at first.
  datatype Due = Nothing | ToAdd(w: int) | ToLoad(b: int, sum: int) | ToStore(b: int, sum: int)

  /// prefix: per slot, a count like cc; due: per producer, what it owes; dead: who never steps again (0: the reader).
  datatype RState = RState(s: State, prefix: seq<int>, due: map<Pid, Due>, dead: set<Pid>)

  predicate RShape(c: Cfg, r: RState) {
    Shape(c, r.s) && |r.prefix| == c.N && r.due.Keys == c.writers + c.flushers
  }
  function RInit(c: Cfg): RState requires WF(c) {
    RState(Init(c), seq(c.N, _ => 0), map p | p in c.writers + c.flushers :: Nothing, {})
  }

  /// Was all that is reserved before position w in b's sub-buffer committed when the count was sum?
  predicate IsPrefix(c: Cfg, b: int, sum: int, w: int) requires WF(c) {
    Floor(c, w) == Floor(c, b) && sum == CleanCount(c, b) + OffOf(c, w)
  }
  /// What the add of p's piece makes it owe, that owed d. A full count is delivered, and needs no prefix.
  function Owes(c: Cfg, s: State, p: Pid, d: Due): Due requires Shape(c, s) && p in s.procs {
    var l := s.procs[p].l; var b := PieceBegin(c, p, l);
    var sum := s.cc[PieceSlot(c, p, l)] + PieceEnd(c, p, l) - b;
    if c.lttng || sum == FullCount(c, b) then Nothing
    else if c.mutant == PrefixOfOwnEnd || d.ToAdd?
    then if IsPrefix(c, b, sum, if d.ToAdd? then d.w else PieceEnd(c, p, l)) then ToStore(b, sum) else Nothing
    else ToLoad(b, sum)
  }
  function Actor(step: Step): Pid {
    match step
    case Reserve_LoadWritePosition(w, _) => w
    case Lose_TooBig(w, _) => w
    case Flush_LoadWritePosition(f, _) => f
    case By(p, _) => p
    case ByReader(_) => 0
    case Tick => 0
  }
  datatype RStep = Base_(step: Step) | Prefix_LoadWritePosition(p: Pid) | Prefix_Store(p: Pid) | Crash(p: Pid)

  /// The mutant that loads the write position before it adds.
  predicate LooksBefore(c: Cfg) { c.mutant == PrefixPositionBeforeCount && !c.lttng }
  predicate LooksFirst(c: Cfg, r: RState, p: Pid) {
    LooksBefore(c) && At(r.s, p, At_Commit_AddCount) && p in r.due && r.due[p] == Nothing
  }
  predicate MayStep(c: Cfg, r: RState, p: Pid, b: Step) {
    p !in r.dead && (p in r.due ==> if LooksBefore(c) && b == By(p, Commit_AddCount) then r.due[p].ToAdd? else r.due[p] == Nothing)
  }

  function Apply_(c: Cfg, r: RState, step: RStep): Option<RState> requires RShape(c, r) {
    match step
    case Base_(b) =>
      var p := Actor(b);
      if b != Tick && !MayStep(c, r, p, b) then None else
      (match Apply(c, r.s, b)
       case None => None
       case Some(t) =>
         Some(r.(s := t, due := if b == By(p, Commit_AddCount) && p in r.due && p in r.s.procs then r.due[p := Owes(c, r.s, p, r.due[p])] else r.due)))
    case Prefix_LoadWritePosition(p) =>
      if p !in r.due || p in r.dead then None
      else if LooksFirst(c, r, p) then Some(r.(due := r.due[p := ToAdd(r.s.wpos)]))
      else if !r.due[p].ToLoad? then None else
      var d := r.due[p];
      Some(r.(due := r.due[p := if IsPrefix(c, d.b, d.sum, r.s.wpos) then ToStore(d.b, d.sum) else Nothing]))
    case Prefix_Store(p) =>
      if !(p in r.due && p !in r.dead && r.due[p].ToStore?) then None else
      Some(r.(prefix := r.prefix[Idx(c, r.due[p].b) := r.due[p].sum], due := r.due[p := Nothing]))
    case Crash(p) => if p in r.dead then None else Some(r.(dead := r.dead + {p}))
  }

  // ------------------------- what a recovery makes of it -------------------------

  /// How much of generation k can be read in its slot: all, or all that was reserved if that was committed, or the prefix.
  function RecoveredInSlot(c: Cfg, r: RState, k: int): int requires RShape(c, r) {
    var i, clean := Slot(c.N, k), Clean(c.N, c.S, k);
    var count, known, word := r.s.cc[i] - clean, r.prefix[i] - clean, r.s.slot[i];
    if !(1 <= count <= c.S) || (c.overwrites && word.noref && word.lap != Lap(c.N, k)) then 0
    else if count == c.S || (Gen(c.S, r.s.wpos) == k && count == OffOf(c, r.s.wpos)) then count
    else if 1 <= known < c.S then known else 0
  }
  function SlotSub(c: Cfg, r: RState, k: int): int requires RShape(c, r) { if c.overwrites then r.s.slot[Slot(c.N, k)].sub else Slot(c.N, k) }
  /// In overwrite mode a reader may have held one, which is in no slot.
  predicate RecoveredFromReader(c: Cfg, r: RState, k: int) requires RShape(c, r) {
    && c.overwrites && r.s.cc[Slot(c.N, k)] - Clean(c.N, c.S, k) >= c.S
    && r.s.begin[r.s.mine].pos == Base(c.S, k) && r.s.csize[r.s.mine].size >= c.H
  }
  /// The generations that can hold something unread.
  predicate InRecovery(c: Cfg, s: State, k: int) requires WF(c) { Gen(c.S, s.rpos) <= k <= Gen(c.S, s.wpos) }

  /// The first n units of sub-buffer x are those of generation k, whole and committed, and end where a reservation ends.
  ghost predicate IsWhole(c: Cfg, s: State, k: int, x: int, n: int) requires Shape(c, s) && IsSub(c, x) {
    && (exists j :: 0 <= j < |s.log| && Gen(c.S, s.log[j].b) == k && OffOf(c, s.log[j].b) == 0
                    && s.begin[x] == BeginBlock(Base(c.S, k), s.log[j].t))
    && (forall j :: 0 <= j < |s.log| && Gen(c.S, s.log[j].b) == k && OffOf(c, s.log[j].b) < n ==>
          && s.log[j].who == 0 && s.log[j].e - Base(c.S, k) <= n
          && (IsRecord(s.log[j]) ==> s.mem[x][OffOf(c, s.log[j].b)] == CellOf(c, s.log[j]))
          && (s.log[j].kind == KPad ==> n == c.S))
    && (n == c.S ==> ReservedIn(c.S, s.log, k) == c.S && EndIs(c, s.log, k, s.csize[x]))
  }
  opaque ghost predicate S23_RecoveredIsCommitted(c: Cfg, r: RState) requires RShape(c, r) && !c.lttng {
    forall k :: InRecovery(c, r.s, k) ==>
      && (RecoveredInSlot(c, r, k) > 0 ==> IsSub(c, SlotSub(c, r, k)) && IsWhole(c, r.s, k, SlotSub(c, r, k), RecoveredInSlot(c, r, k)))
      && (RecoveredFromReader(c, r, k) ==> IsWhole(c, r.s, k, r.s.mine, c.S))
  }
  /// So a recovery ends.
  opaque ghost predicate S23_WindowIsBounded(c: Cfg, s: State) requires Shape(c, s) {
    Floor(c, s.wpos) - s.rpos <= if c.overwrites then Base(c.S, c.N + c.N) else Ring(c)
  }
}
