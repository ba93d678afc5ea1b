include "ReserveCommit.dfy"

/// What a step of a producer changes, and what it leaves alone. (Every action is looked at; in parts, so that each is quick.)
module OneAtATime {
  import opened Memory
  import RC = ReserveCommit

  predicate TouchesLog(a: RC.Action) {
    a in {RC.Reserve_Cas, RC.ReserveSlow_Cas, RC.Flush_Cas, RC.Write_Abandon, RC.Commit_AddCount}
  }
  predicate TouchesHeaders(a: RC.Action) { a in {RC.ClearNoref_Cas, RC.NewStart_StoreBegin, RC.OldStart_StoreBegin, RC.Deliver_StoreSlot} }
  predicate TouchesEnds(a: RC.Action) { a in {RC.ClearNoref_Cas, RC.OldEnd_StoreSize, RC.NewEnd_StoreSize, RC.Deliver_StoreSize} }
  predicate Loses(a: RC.Action) { a in {RC.Lose_Full, RC.Lose_Wrapped, RC.Lose_Refused, RC.Lose_Abandoned} }
  predicate LoseLabel(lab: Label) { lab in {At_Lose_Full, At_Lose_Wrapped, At_Lose_Refused, At_Lose_Abandoned} }

  /// Only p has gone on.
  ghost predicate OthersStay(s: State, t: State, p: Pid) {
    p in s.procs && t.procs.Keys == s.procs.Keys && forall q :: q in s.procs && q != p ==> t.procs[q] == s.procs[q]
  }
  ghost predicate Leaves(s: State, t: State, p: Pid, a: RC.Action) {
    && OthersStay(s, t, p)
    && t.rd == s.rd && t.mine == s.mine
    && (t.wpos == s.wpos || (t.rpos == s.rpos && t.dc == s.dc))
    && (TouchesLog(a) || t.log == s.log)
    && (TouchesHeaders(a) || (t.slot == s.slot && t.begin == s.begin))
    && (TouchesEnds(a) || t.csize == s.csize)
    && (Loses(a) || (t.lost == s.lost && !LoseLabel(s.procs[p].pc)))
  }

  lemma OneOf1(c: Cfg, s: State, t: State, p: Pid, a: RC.Action)
    requires Shape(c, s) && RC.ApplyBy(c, s, p, a) == Some(t)
    requires a.Reserve_ReadClock? || a.Reserve_LoadLastTime? || a.Reserve_Cas? || a.Reserve_CasFail? ||
      a.ReserveSlow_LoadWritePosition? || a.ReserveSlow_ReadClock? || a.ReserveSlow_LoadLastTime? ||
      a.ReserveSlow_LoadDelivered? || a.ReserveSlow_RecheckWritePosition?
    ensures Leaves(s, t, p, a)
  {
    match a
    case Reserve_ReadClock => {}
    case Reserve_LoadLastTime => {}
    case Reserve_Cas => {}
    case Reserve_CasFail => {}
    case ReserveSlow_LoadWritePosition => {}
    case ReserveSlow_ReadClock => {}
    case ReserveSlow_LoadLastTime => {}
    case ReserveSlow_LoadDelivered => {}
    case ReserveSlow_RecheckWritePosition => {}
  }

  lemma OneOf2(c: Cfg, s: State, t: State, p: Pid, a: RC.Action)
    requires Shape(c, s) && RC.ApplyBy(c, s, p, a) == Some(t)
    requires a.ReserveSlow_LoadReadPosition? || a.Sample_LoadFull? || a.Sample_LoadWrapped? || a.Sample_LoadTooBig? ||
      a.ReserveSlow_Cas? || a.ReserveSlow_CasFail? || a.Lose_Wrapped? || a.Lose_Full? || a.Lose_Refused?
    ensures Leaves(s, t, p, a)
  {
    match a
    case ReserveSlow_LoadReadPosition => {}
    case Sample_LoadFull => {}
    case Sample_LoadWrapped => {}
    case Sample_LoadTooBig => {}
    case ReserveSlow_Cas => {}
    case ReserveSlow_CasFail => {}
    case Lose_Wrapped => {}
    case Lose_Full => {}
    case Lose_Refused => {}
  }

  lemma OneOf3(c: Cfg, s: State, t: State, p: Pid, a: RC.Action)
    requires Shape(c, s) && RC.ApplyBy(c, s, p, a) == Some(t)
    requires a.Reserve_StoreLastTime? || a.Push_LoadReadPosition? || a.Push_Cas? || a.Push_CasFail?
    ensures Leaves(s, t, p, a)
  {
    match a
    case Reserve_StoreLastTime => {}
    case Push_LoadReadPosition => {}
    case Push_Cas => {}
    case Push_CasFail => {}
  }

  lemma OneOf4(c: Cfg, s: State, t: State, p: Pid, a: RC.Action)
    requires Shape(c, s) && RC.ApplyBy(c, s, p, a) == Some(t)
    requires a.ClearNoref_LoadSlot? || a.ClearNoref_Cas? || a.ClearNoref_CasFail? || a.OldEnd_StoreSize? ||
      a.OldEnd_StoreDataSize?
    ensures Leaves(s, t, p, a)
  {
    match a
    case ClearNoref_LoadSlot => {}
    case ClearNoref_Cas => {}
    case ClearNoref_CasFail => {}
    case OldEnd_StoreSize => {}
    case OldEnd_StoreDataSize => {}
  }

  lemma OneOf5(c: Cfg, s: State, t: State, p: Pid, a: RC.Action)
    requires Shape(c, s) && RC.ApplyBy(c, s, p, a) == Some(t)
    requires a.NewStart_StoreBegin? || a.OldStart_StoreBegin? || a.NewEnd_StoreSize? || a.NewEnd_StoreDataSize?
    ensures Leaves(s, t, p, a)
  {
    match a
    case NewStart_StoreBegin => {}
    case OldStart_StoreBegin => {}
    case NewEnd_StoreSize => {}
    case NewEnd_StoreDataSize => {}
  }

  lemma OneOf6(c: Cfg, s: State, t: State, p: Pid, a: RC.Action)
    requires Shape(c, s) && RC.ApplyBy(c, s, p, a) == Some(t)
    requires a.Write_Begin? || a.Write_End? || a.Write_Abandon? || a.Lose_Abandoned? || a.Commit_AddCount?
    ensures Leaves(s, t, p, a)
  {
    match a
    case Write_Begin => {}
    case Write_End => {}
    case Write_Abandon => {}
    case Lose_Abandoned => {}
    case Commit_AddCount => {}
  }

  lemma OneOf7(c: Cfg, s: State, t: State, p: Pid, a: RC.Action)
    requires Shape(c, s) && RC.ApplyBy(c, s, p, a) == Some(t)
    requires a.Commit_LoadCount? || a.Deliver_Lock? || a.Deliver_LockFail? || a.Deliver_LoadDataSize?
    ensures Leaves(s, t, p, a)
  {
    match a
    case Commit_LoadCount => {}
    case Deliver_Lock => {}
    case Deliver_LockFail => {}
    case Deliver_LoadDataSize => {}
  }

  lemma OneOf8(c: Cfg, s: State, t: State, p: Pid, a: RC.Action)
    requires Shape(c, s) && RC.ApplyBy(c, s, p, a) == Some(t)
    requires a.Deliver_StoreSize? || a.Deliver_StoreSlot? || a.Deliver_Publish? || a.Wake_LoadWaiting? || a.Wake_Cas?
    ensures Leaves(s, t, p, a)
  {
    match a
    case Deliver_StoreSize => {}
    case Deliver_StoreSlot => {}
    case Deliver_Publish => {}
    case Wake_LoadWaiting => {}
    case Wake_Cas => {}
  }

  lemma OneOf9(c: Cfg, s: State, t: State, p: Pid, a: RC.Action)
    requires Shape(c, s) && RC.ApplyBy(c, s, p, a) == Some(t)
    requires a.Wake_CasFail? || a.Wake_Signal? || a.Flush_ReadClock? || a.Flush_LoadDelivered?
    ensures Leaves(s, t, p, a)
  {
    match a
    case Wake_CasFail => {}
    case Wake_Signal => {}
    case Flush_ReadClock => {}
    case Flush_LoadDelivered => {}
  }

  lemma OneOf10(c: Cfg, s: State, t: State, p: Pid, a: RC.Action)
    requires Shape(c, s) && RC.ApplyBy(c, s, p, a) == Some(t)
    requires a.Flush_LoadReadPosition? || a.Flush_Cas? || a.Flush_CasFail? || a.Complete_StoreFinal?
    ensures Leaves(s, t, p, a)
  {
    match a
    case Flush_LoadReadPosition => {}
    case Flush_Cas => {}
    case Flush_CasFail => {}
    case Complete_StoreFinal => {}
  }

  lemma StepOfOne(c: Cfg, s: State, t: State, p: Pid, a: RC.Action)
    requires Shape(c, s) && RC.ApplyBy(c, s, p, a) == Some(t)
    ensures Leaves(s, t, p, a)
  {
    match a
    case Reserve_ReadClock => OneOf1(c, s, t, p, a);
    case Reserve_LoadLastTime => OneOf1(c, s, t, p, a);
    case Reserve_Cas => OneOf1(c, s, t, p, a);
    case Reserve_CasFail => OneOf1(c, s, t, p, a);
    case ReserveSlow_LoadWritePosition => OneOf1(c, s, t, p, a);
    case ReserveSlow_ReadClock => OneOf1(c, s, t, p, a);
    case ReserveSlow_LoadLastTime => OneOf1(c, s, t, p, a);
    case ReserveSlow_LoadDelivered => OneOf1(c, s, t, p, a);
    case ReserveSlow_RecheckWritePosition => OneOf1(c, s, t, p, a);
    case ReserveSlow_LoadReadPosition => OneOf2(c, s, t, p, a);
    case Sample_LoadFull => OneOf2(c, s, t, p, a);
    case Sample_LoadWrapped => OneOf2(c, s, t, p, a);
    case Sample_LoadTooBig => OneOf2(c, s, t, p, a);
    case ReserveSlow_Cas => OneOf2(c, s, t, p, a);
    case ReserveSlow_CasFail => OneOf2(c, s, t, p, a);
    case Lose_Wrapped => OneOf2(c, s, t, p, a);
    case Lose_Full => OneOf2(c, s, t, p, a);
    case Lose_Refused => OneOf2(c, s, t, p, a);
    case Reserve_StoreLastTime => OneOf3(c, s, t, p, a);
    case Push_LoadReadPosition => OneOf3(c, s, t, p, a);
    case Push_Cas => OneOf3(c, s, t, p, a);
    case Push_CasFail => OneOf3(c, s, t, p, a);
    case ClearNoref_LoadSlot => OneOf4(c, s, t, p, a);
    case ClearNoref_Cas => OneOf4(c, s, t, p, a);
    case ClearNoref_CasFail => OneOf4(c, s, t, p, a);
    case OldEnd_StoreSize => OneOf4(c, s, t, p, a);
    case OldEnd_StoreDataSize => OneOf4(c, s, t, p, a);
    case NewStart_StoreBegin => OneOf5(c, s, t, p, a);
    case OldStart_StoreBegin => OneOf5(c, s, t, p, a);
    case NewEnd_StoreSize => OneOf5(c, s, t, p, a);
    case NewEnd_StoreDataSize => OneOf5(c, s, t, p, a);
    case Write_Begin => OneOf6(c, s, t, p, a);
    case Write_End => OneOf6(c, s, t, p, a);
    case Write_Abandon => OneOf6(c, s, t, p, a);
    case Lose_Abandoned => OneOf6(c, s, t, p, a);
    case Commit_AddCount => OneOf6(c, s, t, p, a);
    case Commit_LoadCount => OneOf7(c, s, t, p, a);
    case Deliver_Lock => OneOf7(c, s, t, p, a);
    case Deliver_LockFail => OneOf7(c, s, t, p, a);
    case Deliver_LoadDataSize => OneOf7(c, s, t, p, a);
    case Deliver_StoreSize => OneOf8(c, s, t, p, a);
    case Deliver_StoreSlot => OneOf8(c, s, t, p, a);
    case Deliver_Publish => OneOf8(c, s, t, p, a);
    case Wake_LoadWaiting => OneOf8(c, s, t, p, a);
    case Wake_Cas => OneOf8(c, s, t, p, a);
    case Wake_CasFail => OneOf9(c, s, t, p, a);
    case Wake_Signal => OneOf9(c, s, t, p, a);
    case Flush_ReadClock => OneOf9(c, s, t, p, a);
    case Flush_LoadDelivered => OneOf9(c, s, t, p, a);
    case Flush_LoadReadPosition => OneOf10(c, s, t, p, a);
    case Flush_Cas => OneOf10(c, s, t, p, a);
    case Flush_CasFail => OneOf10(c, s, t, p, a);
    case Complete_StoreFinal => OneOf10(c, s, t, p, a);
  }
}
