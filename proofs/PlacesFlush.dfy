include "PlacesReserve.dfy"

/// Layer A: the actions of Flush.
module {:disable_nonlinear_arithmetic} PlacesFlush {
  import opened Geometry
  import opened Mutants
  import opened Memory
  import opened Reserve
  import opened Commit
  import opened Flush
  import opened Log
  import opened Inductive
  import opened PlacesFrame
  import opened PlacesAppend
  import opened PlacesReserve

  lemma A_Flush_LoadWritePosition(c: Cfg, s: State, t: State, p: Pid, m: FlushMode)
    requires InvA(c, s) && Flush_LoadWritePosition(c, s, p, m) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_Flush_ReadClock(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Flush_ReadClock(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_Flush_LoadDelivered(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Flush_LoadDelivered(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_Flush_LoadReadPosition(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Flush_LoadReadPosition(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_Flush_CasFail(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Flush_CasFail(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  lemma A_Complete_StoreFinal(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Complete_StoreFinal(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  { FactsOf(c, s, p); PositionFacts(c, s); Deciding_(c, s, t, p); }

  /// A gate that shuts at the start of a sub-buffer is all that changes.
  lemma GateMoves(c: Cfg, s: State, u: State, g: Gate)
    requires InvA(c, s) && u == s.(gate := g) && OffOf(c, s.wpos) == 0
    ensures InvA(c, u) && Grows(c, s, u)
  { }
  lemma A_Flush_Cas(c: Cfg, s: State, t: State, p: Pid)
    requires InvA(c, s) && Flush_Cas(c, s, p) == Some(t)
    ensures InvA(c, t) && Grows(c, s, t)
  {
    FactsOf(c, s, p); PositionFacts(c, s);
    var l := s.procs[p].l;
    if GateAlone(c, l) {
      var u := s.(gate := NextGate(s, l.m));
      GateMoves(c, s, u, u.gate);
      FactsOf(c, u, p); PositionFacts(c, u);
      Deciding_(c, u, t, p);
    } else {
      PlanOk(c, p, l); EnteredFacts(c.S, l.o); GenOf(c.S, l.o); BaseStep(c.S, Gen(c.S, l.o));
      GenBase(c.S, Gen(c.S, l.o) + 1);
      assert OffOf(c, t.wpos) == 0;
      ReservedSame(c, p, l, t.procs[p].l);
      Append(c, s, t, p);
    }
  }
}
