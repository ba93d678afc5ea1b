include "Commit.dfy"
include "InductiveTime.dfy"

/// What layer C (time, losses, the account) asks of a step: frames that the lemmas of the single actions use.
module TimeFrame {
  import opened Geometry
  import opened Memory
  import opened Reserve
  import opened Commit
  import opened Flush
  import opened InductivePlaces
  import opened InductiveMemory
  import opened InductiveTime

  /// S21: 1 while p has an attempt that is not decided.
  ghost function Undecided(c: Cfg, p: Pid, q: Proc): int { if p in c.writers && Deciding(q.pc) then 1 else 0 }

  lemma AccountOf(c: Cfg, procs: Procs, p: Pid, q: Proc, account: int)
    requires Accounted(c, procs, account) && p in procs
    ensures Accounted(c, procs[p := q], account + Undecided(c, p, q) - Undecided(c, p, procs[p]))
  {
    reveal Accounted();
    var a, b := DecidingWriters(c, procs), DecidingWriters(c, procs[p := q]);
    if p in a && p !in b { assert b == a - {p}; }
    else if p !in a && p in b { assert b == a + {p}; }
    else { assert b == a; }
  }

  /// Only process p goes on, and what is said of it holds.
  lemma C_Own(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && InvC(c, s) && Shape(c, t)
    requires p in s.procs && t.procs == s.procs[p := t.procs[p]]
    requires t.log == s.log && t.wpos == s.wpos && t.now == s.now && t.lost == s.lost
    requires Times_(c, t.log, t.now, t.last)
    requires TimeOk(c, p, t.procs[p], t.wpos, t.log, t.now, t.lost)
    requires t.account == s.account + Undecided(c, p, t.procs[p]) - Undecided(c, p, s.procs[p])
    ensures InvC(c, t)
  {
    AccountOf(c, s.procs, p, t.procs[p], s.account);
    assert Clocks(c, t.procs, t.wpos, t.log, t.now, t.lost) by { reveal Clocks(); }
  }

  /// What p may keep of its time and losses where it does not decide.
  predicate KeepsTime(a: Locals, b: Locals) { (b.t == a.t || b.t == 0) && (b.s == a.s || b.s == NoSample) }
  predicate Timeless(q: Proc) {
    !HasTime(0, q.pc) && q.pc != At_Reserve_StoreLastTime
  }
  lemma PlainTime(c: Cfg, s: State, p: Pid, q: Proc)
    requires Shape(c, s) && InvC(c, s) && p in s.procs
    requires Timeless(q) && KeepsTime(s.procs[p].l, q.l)
    ensures TimeOk(c, p, q, s.wpos, s.log, s.now, s.lost)
  { reveal Clocks(), Times_(), Stated(); }

  /// Process p goes on where it decides nothing: with what it has, or with nothing.
  lemma C_Plain(c: Cfg, s: State, t: State, p: Pid)
    requires Shape(c, s) && InvC(c, s) && Shape(c, t)
    requires p in s.procs && t.procs == s.procs[p := t.procs[p]]
    requires t.log == s.log && t.wpos == s.wpos && t.now == s.now && t.lost == s.lost && t.last == s.last
    requires Timeless(t.procs[p]) && KeepsTime(s.procs[p].l, t.procs[p].l)
    requires t.account == s.account + Undecided(c, p, t.procs[p]) - Undecided(c, p, s.procs[p])
    ensures InvC(c, t)
  { PlainTime(c, s, p, t.procs[p]); C_Own(c, s, t, p); }

  /// p goes on, and nothing else, to where it decides nothing.
  ghost predicate GoesOn(s: State, t: State, p: Pid, l: Locals) {
    && p in t.procs && t == s.(procs := s.procs[p := t.procs[p]])
    && Timeless(t.procs[p]) && KeepsTime(l, t.procs[p].l) && !Deciding(t.procs[p].pc)
  }
  lemma AfterCommitGoesOn(c: Cfg, s: State, p: Pid, l: Locals)
    requires WF(c)
    ensures GoesOn(s, AfterCommit(c, s, p, l), p, l)
  {}
  lemma AfterClearGoesOn(c: Cfg, s: State, p: Pid, l: Locals)
    requires WF(c) && l.job != NoJob
    ensures GoesOn(s, AfterClear(c, s, p, l), p, l)
  {}
  lemma AfterPushGoesOn(c: Cfg, s: State, p: Pid, l: Locals)
    requires WF(c)
    ensures GoesOn(s, AfterPush(c, s, p, l), p, l)
  {}

  predicate LostUpTo(a: Lost, b: Lost) {
    a.full <= b.full && a.wrapped <= b.wrapped && a.tooBig <= b.tooBig && a.refused <= b.refused && a.abandoned <= b.abandoned
  }
  /// A loss is counted, by a writer that has none sampled.
  lemma C_Lost(c: Cfg, s: State, t: State, w: Pid)
    requires InvA(c, s) && InvC(c, s) && Shape(c, t)
    requires LostUpTo(s.lost, t.lost) && t == s.(lost := t.lost)
    requires w in c.writers && w in s.procs && !HasTime(w, s.procs[w].pc)
    ensures InvA(c, t) && InvC(c, t)
  { reveal Clocks(), Stated(); }

  /// An entry is committed, or its record is given up: neither is a matter of time.
  lemma C_Entry(c: Cfg, s: State, t: State, j: nat, x: Entry)
    requires Shape(c, s) && InvC(c, s) && Shape(c, t) && j < |s.log|
    requires t.log == s.log[j := x]
    requires x == s.log[j].(who := x.who, kind := x.kind) && (IsRecord(x) ==> IsRecord(s.log[j]))
    requires t.procs == s.procs && t.wpos == s.wpos && t.now == s.now && t.lost == s.lost && t.last == s.last && t.account == s.account
    ensures InvC(c, t)
  {
    forall i | 0 <= i < |t.log|
      ensures t.log[i].t == s.log[i].t && t.log[i].f == s.log[i].f && t.log[i].s == s.log[i].s
      ensures IsLast(c, t.log[i]) <==> IsLast(c, s.log[i])
      ensures IsRecord(t.log[i]) ==> IsRecord(s.log[i])
    {}
    assert Times_(c, t.log, t.now, t.last) by { reveal Times_(); }
    assert Stated(c, t.log, t.lost) by { reveal Stated(); }
    assert Clocks(c, t.procs, t.wpos, t.log, t.now, t.lost) by { reveal Clocks(); }
  }

  /// After that the process goes on: u is s with the changed log.
  lemma C_After(c: Cfg, s: State, u: State, t: State, p: Pid)
    requires Shape(c, s) && Shape(c, u) && InvC(c, u) && Shape(c, t)
    requires p in s.procs && u.procs == s.procs && t.procs == s.procs[p := t.procs[p]]
    requires t.log == u.log && t.wpos == u.wpos && t.now == u.now && t.lost == u.lost && t.last == u.last
    requires Timeless(t.procs[p]) && KeepsTime(s.procs[p].l, t.procs[p].l)
    requires t.account == u.account + Undecided(c, p, t.procs[p]) - Undecided(c, p, s.procs[p])
    ensures InvC(c, t)
  { PlainTime(c, u, p, t.procs[p]); C_Own(c, u, t, p); }

  // ------------------------- the compare-exchange that reserves -------------------------

  lemma OffNext(c: Cfg, p: int)
    requires WF(c)
    ensures OffOf(c, Next_(c, p)) == 0 && OffOf(c, Floor(c, p)) == 0
    ensures Floor(c, p) <= p < Next_(c, p)
  {
    GenOf(c.S, p); BaseStep(c.S, Gen(c.S, p));
    GenBase(c.S, Gen(c.S, p)); GenBase(c.S, Gen(c.S, p) + 1);
  }
  /// A reservation at l.o ends the sub-buffer at hand, or one that it enters.
  ghost predicate EndsOne(c: Cfg, p: Pid, l: Locals) requires WF(c) { p in c.flushers || EndsOld(c, l) || FillsUp(c, l) }

  lemma ReservedTimes(c: Cfg, p: Pid, l: Locals)
    requires WF(c)
    ensures var r := Reserved(c, p, l);
      && |r| > 0
      && (forall i :: 0 <= i < |r| ==> r[i].t == l.t && r[i].s == l.s)
      && (IsRecord(r[0]) ==> p !in c.flushers && !EntersNew(c, l) && r[0].f == l.f)
      && (!EndsOne(c, p, l) ==> forall i :: 0 <= i < |r| ==> !IsLast(c, r[i]))
  {
    if !EndsOne(c, p, l) {
      var b := RecBegin(c, l);
      OffNext(c, b);
      if IsLast(c, Entry(Floor(c, b), b, KHdr, p, l.t, false, l.s)) { assert false; }
      if IsLast(c, Entry(b, RecEnd(c, l), KRec, p, l.t, RecFull(c, l), l.s)) {
        assert OffOf(c, RecEnd(c, l)) == 0;
        assert IsFast(c, l);
        assert false;
      }
    }
  }

  /// The log got r appended, all of one time and with one sample of the losses.
  lemma C_Append(c: Cfg, log: seq<Entry>, r: seq<Entry>, now: int, last: int, lost: Lost, time: int, sample: Sample)
    requires WF(c) && Times_(c, log, now, last) && Stated(c, log, lost)
    requires |r| > 0 && (forall i :: 0 <= i < |r| ==> r[i].t == time && r[i].s == sample)
    requires 0 <= time <= now && (log != [] ==> LastEntry(log).t <= time)
    requires SampleOfLost(sample, lost) && (c.overwrites ==> sample.full == 0)
    requires c.clocked && log != [] && IsRecord(r[0]) && !r[0].f ==> time - LastEntry(log).t < c.shortTime
    requires forall i, j :: 0 <= i < |r| && IsLast(c, r[i]) && 0 <= j < |log| && IsLast(c, log[j]) ==> SampleUpTo(log[j].s, sample)
    ensures Times_(c, log + r, now, last) && Stated(c, log + r, lost)
    ensures LastEntry(log + r).t == time
  {
    var log' := log + r;
    assert LastEntry(log') == r[|r| - 1];
    assert forall j :: |log| <= j < |log'| ==> log'[j] == r[j - |log|];
    assert Times_(c, log', now, last) by { reveal Times_(); }
    assert Stated(c, log', lost) by { reveal Stated(); }
  }

  /// p reserves: what others have sampled of the write position is out of date.
  lemma C_Took(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && InvC(c, s) && Shape(c, t) && p in s.procs
    requires s.wpos == s.procs[p].l.o && s.wpos < t.wpos
    requires t.log == s.log + Reserved(c, p, s.procs[p].l)
    requires t.procs == s.procs[p := t.procs[p]] && t.now == s.now && t.lost == s.lost && t.last == s.last
    requires HasTime(p, s.procs[p].pc) && !(p in c.flushers && GateAlone(c, s.procs[p].l))
    requires p in c.writers ==> HasLastTime(s.procs[p].pc)
    requires EndsOne(c, p, s.procs[p].l) ==> s.procs[p].pc == (if p in c.flushers then At_Flush_Cas else At_ReserveSlow_Cas)
    requires !HasTime(p, t.procs[p].pc) && t.procs[p].l.t == s.procs[p].l.t && t.procs[p].l.s == s.procs[p].l.s
    requires t.account == s.account + Undecided(c, p, t.procs[p]) - Undecided(c, p, s.procs[p])
    ensures InvC(c, t)
  {
    var l := s.procs[p].l; var r := Reserved(c, p, l);
    ReservedTimes(c, p, l);
    assert p in c.writers || p in c.flushers by { reveal Producers(); }
    assert TimeOk(c, p, s.procs[p], s.wpos, s.log, s.now, s.lost) by { reveal Clocks(); }
    C_Append(c, s.log, r, s.now, s.last, s.lost, l.t, l.s);
    AccountOf(c, s.procs, p, t.procs[p], s.account);
    forall q | q in t.procs ensures TimeOk(c, q, t.procs[q], t.wpos, t.log, t.now, t.lost) {
      if q == p { } else {
        assert s.procs[q].l.o <= s.wpos by { reveal Producers(); }
        assert TimeOk(c, q, s.procs[q], s.wpos, s.log, s.now, s.lost) by { reveal Clocks(); }
      }
    }
    assert Clocks(c, t.procs, t.wpos, t.log, t.now, t.lost) by { reveal Clocks(); }
  }

  lemma C_Init(c: Cfg) requires WF(c) && Shape(c, Init(c)) ensures InvC(c, Init(c))
  {
    var s := Init(c);
    assert DecidingWriters(c, s.procs) == {};
    reveal Times_(), Stated(), Clocks(), Accounted();
  }
}
