-------------------------------- MODULE Wrap --------------------------------
(***************************************************************************)
(* Counters that wrap (S24).                                               *)
(*                                                                         *)
(* A position of P bits is a position modulo 2^P; a count, a lap likewise. *)
(* What the algorithm makes of them are comparisons, and nothing else. So  *)
(* it takes the same steps with wrapped counters as with unbounded ones as *)
(* long as each comparison has the same outcome. That is what is asked     *)
(* here: S24_... compare, wherever the algorithm is about to, by remainder *)
(* and by number. (The committed prefix of Recovery.tla is not here.)      *)
(*                                                                         *)
(* How large the moduli must be follows from how far apart the compared    *)
(* can be, and there are two kinds of distance. Those between live words   *)
(* are bounded by the algorithm: S24_SpansAreTold, S24_CountsAreTold and   *)
(* S24_LapsAreTold, each with a model in which the modulus is just too     *)
(* small. Those to a word that was sampled and slept over are bounded by   *)
(* nobody: that no one sleeps through a whole modulus is an assumption,    *)
(* and WriterOversleeps and ReaderOversleeps are what happens without it.  *)
(* So is that no reader is lapped by half a modulus of counts between its  *)
(* sample of a position and its look at the count there: the models ask of *)
(* positions that were not lapped, and with Oversleeps = "lapped" of those *)
(* too. (A sample that Shift has collapsed was slept over for long: it is  *)
(* these assumptions', not the invariants'.)                               *)
(***************************************************************************)
EXTENDS MC

CONSTANTS
    SpanModulus,    \* positions wrap at this; a multiple of B
    CountModulus,   \* counts wrap at this; a multiple of S
    LapModulus,     \* the lap in a slot's word wraps at this
    SleepModulus,   \* what those may sleep through who may
    Oversleeps      \* who may: "none", "writer", "reader"; "lapped": see above

ASSUME /\ SpanModulus % B = 0 /\ CountModulus % S = 0 /\ LapModulus \in Nat \ {0}
       /\ SleepModulus % B = 0
       /\ Oversleeps \in {"none", "writer", "reader", "lapped"}

(* A difference as a signed number of so many bits has it.                 *)
Signed(x, modulus) == ((x + modulus \div 2) % modulus) - modulus \div 2

IsTold(x, modulus) == /\ (Signed(x, modulus) < 0) = (x < 0)
                      /\ (Signed(x, modulus) = 0) = (x = 0)

(* May what the reader sampled be behind the read position?                *)
IsAsked(q) == q >= (IF Oversleeps = "lapped" THEN 0 - B ELSE 0)

(* The writer woke, and the write position looks as it did: its exchange   *)
(* will succeed, and all that it tested is a modulus old.                  *)
WriterOversleeps(p) ==
    /\ Oversleeps = "writer"
    /\ ~ShiftDue /\ ~ForgetDue
    /\ pc[p] \in {"Reserve_Cas", "ReserveSlow_Cas", "Flush_Cas"}
    /\ loc[p].o >= 0 /\ wpos = loc[p].o + SleepModulus
    /\ loc' = [loc EXCEPT ![p].o = wpos]
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, pc, rd, ghosts>>

(* The reader woke, and the slot's word looks as it did.                   *)
ReaderOversleeps ==
    LET word == slot[Idx(rd.cur)] IN
    /\ Oversleeps = "reader"
    /\ ~ShiftDue /\ ~ForgetDue
    /\ pc[Reader] = "Get_Exchange"
    /\ rd.w.lap >= 0 - 1 /\ word = [rd.w EXCEPT !.lap = @ + SleepModulus \div B]
    /\ rd' = [rd EXCEPT !.w = word]
    /\ UNCHANGED <<heads, rpos, counts, slots, packets, lost, clock, waits, pc, loc, ghosts>>

WrapNext ==
    \/ \E p \in Producers : WriterOversleeps(p)
    \/ ReaderOversleeps
    \/ MCNext

WrapSpec == Init /\ [][WrapNext]_vars

-----------------------------------------------------------------------------
(* T9, P2, E1 of a flush: is it a whole ring from the read position?       *)
SpanIsTold(x) == (Signed(x, SpanModulus) >= B) = (x >= B)

WriterSpan(p) ==
    CASE pc[p] = "ReserveSlow_LoadReadPosition" -> Floor(RecBegin(loc[p])) - rpos
      [] pc[p] = "Push_LoadReadPosition" -> PushFrom(p) - rpos
      [] pc[p] = "Flush_LoadReadPosition" -> loc[p].o - rpos
      [] OTHER -> 0

(* MOVE: is the read position further already? SNAPSHOT: is more than the  *)
(* ring there?                                                             *)
ReaderSpan ==
    CASE pc[Reader] = "Move_LoadReadPosition" -> rpos - (rd.cur + S)
      [] pc[Reader] = "Snapshot_LoadWritePosition" -> rd.cur - Floor(wpos)
      [] OTHER -> 0

(* D9: is the delivered sub-buffer the awaited one, or a later one?        *)
WakeSpan(p) ==
    IF pc[p] = "Wake_LoadWaiting" /\ loc[p].job # "none" /\ waiting # NoWait /\ IsAsked(waiting)
    THEN Floor(PieceBegin(p, loc[p])) - waiting ELSE 0

S24_SpansAreTold ==
    /\ \A p \in Producers : loc[p].o >= 0 => /\ SpanIsTold(WriterSpan(p))
                                           /\ IsTold(WakeSpan(p), SpanModulus)
    /\ rd.cur >= 0 => IsTold(ReaderSpan, SpanModulus)

(* C4, T8, F2, G7: is it the count before, or after, the lap of the        *)
(* position?                                                               *)
WriterCount(p) ==
    CASE pc[p] = "ReserveSlow_RecheckWritePosition" -> loc[p].v - CleanCount(RecBegin(loc[p]))
      [] pc[p] = "Flush_LoadDelivered" -> dc[Idx(loc[p].o)] - CleanCount(loc[p].o)
      [] pc[p] = "Commit_AddCount" ->
            LET b == PieceBegin(p, loc[p]) IN
            cc[Idx(b)] + PieceEnd(p, loc[p]) - b - FullCount(b)
      [] OTHER -> 0

ReaderCount(q) ==
    IF pc[Reader] \in {"Get_LoadDelivered", "Clear_LoadDelivered", "Wait_LoadDelivered"}
    THEN dc[Idx(q)] - FullCount(q) ELSE 0

(* What the reader looks for.                                              *)
Sought == IF rd.op = "Wait" THEN rd.upto ELSE rd.cur

S24_CountsAreTold ==
    /\ \A p \in Producers : loc[p].o >= 0 =>
          (WriterCount(p) % CountModulus = 0) = (WriterCount(p) = 0)
    /\ IsAsked(Sought) => IsTold(ReaderCount(Sought), CountModulus)

(* G9: is the content of the slot that of this lap?                        *)
S24_LapsAreTold ==
    LET word == slot[Idx(rd.cur)] IN
    (Overwrites /\ pc[Reader] = "Get_LoadSlot" /\ rd.cur >= 0 /\ word.lap # NoLap) =>
        ((word.lap - Lap(rd.cur)) % LapModulus = 0) = (word.lap = Lap(rd.cur))
=============================================================================
