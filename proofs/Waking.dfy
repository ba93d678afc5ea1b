include "InductiveWaking.dfy"
include "Invariants.dfy"

/// Waking and the end of data (L7, S25).
module Waking {
  import opened Geometry
  import opened Memory
  import opened Log
  import opened InductivePlaces
  import opened InductiveWaking
  import opened Invariants

  lemma Holds_L7_NoLostWakeup(c: Cfg, s: State)
    requires InvA(c, s) && InvD(c, s)
    ensures L7_NoLostWakeup(c, s)
  {
    reveal L7_NoLostWakeup();
    if s.rd.pc in {Asleep, Woken} && !s.signal {
      assert s.waiting != None_ ==> s.waiting == s.rd.upto by { reveal OneSignal(); }
      if WillWake(c, s) { var p :| Wakes(c, s, p); }
    }
  }

  lemma Holds_S25_EndOfDataIsTheEnd(c: Cfg, s: State)
    requires InvA(c, s) && InvD(c, s)
    ensures S25_EndOfDataIsTheEnd(c, s)
  {
    reveal S25_EndOfDataIsTheEnd();
    if s.rd.pc == Ended {
      forall j | 0 <= j < |s.log| ensures s.log[j].who == 0 {
        assert s.wpos >= 0 && s.wpos == Base(c.S, Gen(c.S, s.rpos)) by { reveal Partition(), ReadPos(); }
        EntryEntered(c.S, s.log, s.wpos, j);
        GenBase(c.S, Gen(c.S, s.rpos)); EnteredFacts(c.S, s.wpos);
        assert Full(c.S, s.log, Gen(c.S, s.log[j].b)) by { reveal ReadPos(); }
        FullIsCommitted(c.S, s.log, s.wpos, Gen(c.S, s.log[j].b));
      }
    }
  }
}
