--------------------------- MODULE ChannelThreads ---------------------------
(***************************************************************************)
(* Buffers of threads: whose they are, and how the reader settles and      *)
(* flushes them (src/Verified.RingBuffers/Channels/ChannelBuffer.cs and    *)
(* Merge*.cs, rules 1, 3 and 4).                                           *)
(*                                                                         *)
(* A thread's stores are plain: they stand in its store buffer, in their   *)
(* order, until they come to memory at some time, or a compare-exchange of *)
(* its own or the reader's barrier of the process makes them. Of its       *)
(* buffer this is here: how often it went in (begun) and out (ended),      *)
(* records reserved, and records that were flushed. A record reserved is   *)
(* committed when its thread goes out.                                     *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
    Threads,    \* a set of numbers
    Buffers,    \* a set of numbers
    Records,    \* so many records thread 1 tries to write, and each other one; then it ends
    LastTick,   \* the clock goes from 0 to here
    Mutant      \* "none", or what is wrong

ASSUME Mutant \in {"none", "no-barrier", "plain-look", "time-after-look", "known-buffers-only", "take-without-look",
                   "reuse-undrained", "wait-for-idle"}

VARIABLES
    now,        \* the clock
    state,      \* of each buffer: whose it is
    owner,      \* of each buffer: its thread, or the last; None
    mem,        \* of each buffer, in memory: begun, ended, records reserved (times and whose), how many are flushed
    sb,         \* of each thread: stores that are not in memory yet
    pc, loc,    \* of each thread: the next step; its buffer, begun and ended as it knows them, another buffer, time, what is left, and what was lost
    given,      \* of each buffer: records given
    settled,    \* of each buffer: records to come are no earlier
    rd,         \* the reader: step, buffers to settle, time, the states it saw; and, for a mutant, the buffers that it knows
    out         \* what was given: time, thread, number

None == 0 - 1
RecordsOf(w) == IF w = 1 THEN Records ELSE 1
vars == <<now, state, owner, mem, sb, pc, loc, given, settled, rd, out>>
Max(a, b) == IF a > b THEN a ELSE b
Least(set) == CHOOSE x \in set : \A y \in set : x <= y

Init ==
    /\ now = 0
    /\ state = [b \in Buffers |-> "Free"]
    /\ owner = [b \in Buffers |-> None]
    /\ mem = [b \in Buffers |-> [begun |-> 0, ended |-> 0, recs |-> <<>>, flushed |-> 0]]
    /\ sb = [w \in Threads |-> <<>>]
    /\ pc = [w \in Threads |-> "Idle"]
    /\ loc = [w \in Threads |-> [b |-> None, begun |-> 0, ended |-> 0, other |-> None, t |-> None, left |-> RecordsOf(w), lost |-> 0]]
    /\ given = [b \in Buffers |-> 0]
    /\ settled = [b \in Buffers |-> None]
    /\ rd = [pc |-> "Merge_Look", todo |-> {}, q |-> None, seen |-> [b \in Buffers |-> "Free"], known |-> {}]
    /\ out = <<>>

Tick == now < LastTick /\ now' = now + 1 /\ UNCHANGED <<state, owner, mem, sb, pc, loc, given, settled, rd, out>>

-----------------------------------------------------------------------------
(* Stores and memory.                                                      *)
Apply(m, s) ==
    CASE s.what = "begun" -> [m EXCEPT ![s.b].begun = s.value]
      [] s.what = "ended" -> [m EXCEPT ![s.b].ended = s.value]
      [] s.what = "record" -> [m EXCEPT ![s.b].recs = Append(@, s.value)]
      [] s.what = "flush" -> [m EXCEPT ![s.b].flushed = Len(m[s.b].recs)]

RECURSIVE Drained(_, _)
Drained(m, stores) == IF stores = <<>> THEN m ELSE Drained(Apply(m, Head(stores)), Tail(stores))

RECURSIVE AllDrained(_, _)
AllDrained(m, set) == IF set = {} THEN m ELSE AllDrained(Drained(m, sb[Least(set)]), set \ {Least(set)})

Sb_Store(w) ==
    /\ sb[w] # <<>>
    /\ mem' = Apply(mem, Head(sb[w]))
    /\ sb' = [sb EXCEPT ![w] = Tail(@)]
    /\ UNCHANGED <<now, state, owner, pc, loc, given, settled, rd, out>>

(* A thread's step that stores plainly.                                    *)
Puts(w, stores) == sb' = [sb EXCEPT ![w] = @ \o stores] /\ UNCHANGED mem

(* A thread's compare-exchange of a state: all that it stored comes before. *)
Exchanges(w, b, to) ==
    /\ state' = [state EXCEPT ![b] = to]
    /\ mem' = Drained(mem, sb[w])
    /\ sb' = [sb EXCEPT ![w] = <<>>]

Fenced(w) == mem' = Drained(mem, sb[w]) /\ sb' = [sb EXCEPT ![w] = <<>>] /\ UNCHANGED state

ThreadGoes(w, from, to) == pc[w] = from /\ pc' = [pc EXCEPT ![w] = to] /\ UNCHANGED <<now, given, settled, rd, out>>

-----------------------------------------------------------------------------
(* A thread tries to write a record, or ends.                              *)
Idle(w) == pc[w] = "Idle" /\ loc[w].left > 0

Thread_End(w) == ThreadGoes(w, "Idle", "Ended") /\ loc[w].left = 0 /\ Fenced(w) /\ UNCHANGED <<owner, loc>>

Thread_NoBuffer(w) ==
    /\ Idle(w) /\ loc[w].b = None /\ ThreadGoes(w, "Idle", "Acquire")
    /\ UNCHANGED <<state, owner, mem, sb, loc>>

(* In: a plain store before the look at the state.                         *)
Enter_Begun(w) ==
    /\ Idle(w) /\ loc[w].b # None /\ ThreadGoes(w, "Idle", "Enter_LoadState")
    /\ loc' = [loc EXCEPT ![w].begun = @ + 1]
    /\ Puts(w, <<[b |-> loc[w].b, what |-> "begun", value |-> loc[w].begun + 1]>>)
    /\ UNCHANGED <<state, owner>>

Enter_LoadState(w) ==
    LET s == state[loc[w].b] IN
    /\ ThreadGoes(w, "Enter_LoadState", CASE s = "Owned" -> "Write_ReadClock" [] s = "Asked" -> "Enter_Answer" [] OTHER -> "Acquire")
    /\ IF s \in {"Owned", "Asked"} THEN UNCHANGED <<sb, loc>>
       ELSE /\ loc' = [loc EXCEPT ![w].begun = @ - 1]
            /\ sb' = [sb EXCEPT ![w] = Append(@, [b |-> loc[w].b, what |-> "begun", value |-> loc[w].begun - 1])]
    /\ UNCHANGED <<state, owner, mem>>

(* Asked to: flushes its own buffer. If the reader takes it first, it looks again. *)
Enter_Answer(w) ==
    LET b == loc[w].b IN
    /\ ThreadGoes(w, "Enter_Answer", "Enter_Flush")
    /\ state[b] = "Asked"
    /\ Exchanges(w, b, "Owned")
    /\ UNCHANGED <<owner, loc>>

Enter_AnswerFail(w) ==
    /\ pc[w] = "Enter_Answer" /\ state[loc[w].b] # "Asked"
    /\ ThreadGoes(w, "Enter_Answer", "Enter_LoadState") /\ Fenced(w)
    /\ UNCHANGED <<owner, loc>>

Enter_Flush(w) ==
    /\ ThreadGoes(w, "Enter_Flush", "Write_ReadClock")
    /\ Puts(w, <<[b |-> loc[w].b, what |-> "flush", value |-> 0]>>)
    /\ UNCHANGED <<state, owner, loc>>

Write_ReadClock(w) ==
    /\ ThreadGoes(w, "Write_ReadClock", "Write_Reserve")
    /\ loc' = [loc EXCEPT ![w].t = now]
    /\ UNCHANGED <<state, owner, mem, sb>>

(* Reserves, writes, commits and goes out: plain stores, in this order. It may fill the sub-buffer. *)
Write_Reserve(w) ==
    LET b == loc[w].b
        value == [time |-> loc[w].t, by |-> w, n |-> loc[w].left]
        ends == [b |-> b, what |-> "ended", value |-> loc[w].ended + 1]
    IN
    /\ ThreadGoes(w, "Write_Reserve", "Idle")
    /\ \E fills \in BOOLEAN :
         Puts(w, <<[b |-> b, what |-> "record", value |-> value]>> \o (IF fills THEN <<[b |-> b, what |-> "flush", value |-> 0]>> ELSE <<>>) \o <<ends>>)
    /\ loc' = [loc EXCEPT ![w].ended = @ + 1, ![w].t = None, ![w].left = @ - 1]
    /\ UNCHANGED <<state, owner>>

(* Without a buffer, or while the reader has it: takes another.            *)
Acquire(w) ==
    /\ pc[w] = "Acquire"
    /\ \E b \in Buffers :
         /\ state[b] = "Free"
         /\ ThreadGoes(w, "Acquire", IF loc[w].b = None THEN "Idle" ELSE "Leave")
         /\ Exchanges(w, b, "Owned")
         /\ owner' = [owner EXCEPT ![b] = w]
         /\ loc' = IF loc[w].b = None THEN [loc EXCEPT ![w].b = b, ![w].begun = mem[b].begun, ![w].ended = mem[b].ended]
                   ELSE [loc EXCEPT ![w].other = b]

(* There is none: the record is lost, and counted.                         *)
Lose_NoBuffer(w) ==
    /\ pc[w] = "Acquire" /\ \A b \in Buffers : state[b] # "Free"
    /\ ThreadGoes(w, "Acquire", "Idle")
    /\ loc' = [loc EXCEPT ![w].left = @ - 1, ![w].lost = @ + 1]
    /\ UNCHANGED <<state, owner, mem, sb>>

Leave(w) ==
    LET b == loc[w].b IN
    /\ pc[w] = "Leave" /\ state[b] = "Taken"
    /\ ThreadGoes(w, "Leave", "Idle")
    /\ Exchanges(w, b, "Left")
    /\ loc' = [loc EXCEPT ![w].b = loc[w].other, ![w].other = None,
                          ![w].begun = mem[loc[w].other].begun, ![w].ended = mem[loc[w].other].ended]
    /\ UNCHANGED owner

(* The reader was faster: the buffer is its own again, and the other goes back. (No one else changes the state of a buffer that is empty and owned.) *)
Leave_Fail(w) ==
    /\ pc[w] = "Leave" /\ state[loc[w].b] # "Taken"
    /\ ThreadGoes(w, "Leave", "Idle")
    /\ Exchanges(w, loc[w].other, "Free")
    /\ loc' = [loc EXCEPT ![w].other = None]
    /\ UNCHANGED owner

ThreadStep(w) ==
    \/ Thread_NoBuffer(w) \/ Enter_Begun(w) \/ Enter_LoadState(w) \/ Enter_Answer(w) \/ Enter_AnswerFail(w) \/ Enter_Flush(w)
    \/ Write_ReadClock(w) \/ Write_Reserve(w) \/ Acquire(w) \/ Lose_NoBuffer(w) \/ Leave(w) \/ Leave_Fail(w) \/ Thread_End(w)

-----------------------------------------------------------------------------
(* The reader gives records.                                               *)
HasHead(b) == given[b] < mem[b].flushed
HeadOf(b) == mem[b].recs[given[b] + 1]
Heads == {b \in Buffers : HasHead(b)}
Waiting == Buffers \ Heads
First == Least({HeadOf(b).time : b \in Heads})
Unused(b) == Mutant = "known-buffers-only" /\ b \notin rd.known     \* the mutant does not think of what it has not seen
MayGive == Heads # {} /\ \A b \in Waiting : settled[b] >= First \/ Unused(b)
IsOut(b) == mem[b].begun = mem[b].ended
IsDrained(b) == given[b] = Len(mem[b].recs)

ReaderGoes(from) == rd.pc = from /\ UNCHANGED <<now, owner, pc, loc>>

Merge_Give ==
    /\ ReaderGoes("Merge_Look") /\ MayGive
    /\ \E b \in Heads :
         /\ HeadOf(b).time = First
         /\ out' = Append(out, HeadOf(b))
         /\ given' = [given EXCEPT ![b] = @ + 1]
         /\ settled' = [settled EXCEPT ![b] = Max(@, First)]    \* rule 1, and no more than needed
    /\ UNCHANGED <<state, mem, sb, rd>>

IsEnded(b) == owner[b] # None /\ pc[owner[b]] = "Ended"

(* What was asked and did not answer is taken; what a thread left behind is the reader's. *)
Settle_Begin ==
    LET Now(b) == CASE state[b] \in {"Owned", "Asked"} /\ IsEnded(b) -> "Left"
                    [] state[b] = "Asked" /\ ~IsEnded(b) /\ Mutant # "wait-for-idle" -> "Taken"
                    [] OTHER -> state[b]
    IN
    /\ ReaderGoes("Merge_Look") /\ ~MayGive /\ Waiting # {}
    /\ state' = [b \in Buffers |-> IF b \in Waiting THEN Now(b) ELSE state[b]]
    /\ rd' = [rd EXCEPT !.pc = "Settle_ReadClock", !.todo = Waiting, !.seen = state',
                           !.known = IF Mutant = "known-buffers-only" THEN {b \in Buffers : owner[b] # None} ELSE {}]
    /\ UNCHANGED <<mem, sb, given, settled, out>>

Settle_ReadClock ==
    /\ ReaderGoes("Settle_ReadClock")
    /\ rd' = [rd EXCEPT !.pc = IF Mutant = "no-barrier" THEN "Settle_Look" ELSE "Settle_Barrier", !.q = now]
    /\ UNCHANGED <<state, mem, sb, given, settled, out>>

(* No access of any thread crosses it.                                     *)
Settle_Barrier ==
    /\ ReaderGoes("Settle_Barrier")
    /\ mem' = AllDrained(mem, Threads)
    /\ sb' = [w \in Threads |-> <<>>]
    /\ rd' = [rd EXCEPT !.pc = "Settle_Look"]
    /\ UNCHANGED <<state, given, settled, out>>

NextOf(r) == IF r.todo = {} THEN [r EXCEPT !.pc = "Merge_Look", !.q = None, !.seen = [b \in Buffers |-> "Free"]] ELSE [r EXCEPT !.pc = "Settle_Look"]

MayFlush(b) == IsOut(b) \/ Mutant = "take-without-look"
Flushed(b) == mem' = [mem EXCEPT ![b].flushed = Len(mem[b].recs)]
Settles(b, time) == settled' = [settled EXCEPT ![b] = Max(@, time)]

(* One buffer. The looks at begun, ended and the write position are one step here: of a thread that comes in between, the first looks *)
(* (ended, begun) say that it is out, and its record's clock is read after the barrier; the last, that there is more or is not.       *)
Settle_Look ==
    LET b == Least(rd.todo)
        q == IF Mutant = "time-after-look" THEN now ELSE rd.q
    IN
    /\ ReaderGoes("Settle_Look")
    /\ rd' = NextOf([rd EXCEPT !.todo = @ \ {b}])
    /\ CASE state[b] = "Free" ->
               Settles(b, rd.q) /\ UNCHANGED <<state, mem>>
         [] rd.seen[b] = "Taken" ->
               /\ state' = [state EXCEPT ![b] = IF @ = "Taken" THEN "Owned" ELSE @]
               /\ IF MayFlush(b) THEN Flushed(b) ELSE UNCHANGED mem
               /\ UNCHANGED settled
         [] rd.seen[b] = "Left" /\ (MayFlush(b) \/ Mutant = "reuse-undrained") ->
               IF IsDrained(b) \/ Mutant = "reuse-undrained"
               THEN state' = [state EXCEPT ![b] = "Free"] /\ Settles(b, rd.q) /\ UNCHANGED mem
               ELSE Flushed(b) /\ UNCHANGED <<state, settled>>
         [] rd.seen[b] \in {"Owned", "Asked"} /\ state[b] \in {"Owned", "Asked"} /\ (IsOut(b) \/ Mutant = "plain-look") ->
               /\ UNCHANGED mem
               /\ IF IsDrained(b) THEN Settles(b, q) /\ UNCHANGED state
                  ELSE state' = [state EXCEPT ![b] = "Asked"] /\ UNCHANGED settled
         [] OTHER -> UNCHANGED <<state, mem, settled>>
    /\ UNCHANGED <<sb, given, out>>

ReaderStep == Merge_Give \/ Settle_Begin \/ Settle_ReadClock \/ Settle_Barrier \/ Settle_Look

-----------------------------------------------------------------------------
NextStep == Tick \/ ReaderStep \/ \E w \in Threads : ThreadStep(w) \/ Sb_Store(w)

Spec == Init /\ [][NextStep]_vars

(* Threads may stop for ever; the reader goes on, and stores come to memory. *)
FairSpec == Spec /\ WF_vars(ReaderStep) /\ \A w \in Threads : WF_vars(Sb_Store(w))

-----------------------------------------------------------------------------
M1_OutputIsInOrder == \A i \in 1 .. Len(out) - 1 : out[i].time <= out[i + 1].time

(* Of each thread: what it tried is still to write, lost, given, or in a buffer; in the end each record is given once. *)
Stored(w, b) == {i \in DOMAIN AllDrained(mem, Threads)[b].recs : AllDrained(mem, Threads)[b].recs[i].by = w}
M3_GivenOnce == \A i, j \in DOMAIN out : i # j => out[i].by # out[j].by \/ out[i].n # out[j].n

RECURSIVE Total(_, _)
Total(w, set) == IF set = {} THEN 0 ELSE Cardinality(Stored(w, Least(set))) + Total(w, set \ {Least(set)})
M5_AccountsAddUp == \A w \in Threads : RecordsOf(w) = loc[w].left + loc[w].lost + Total(w, Buffers)

(* One at a time writes and flushes: when the reader has a buffer (Taken, or Left, and its thread out of it), no thread is inside it, nor stores to it. *)
IsInside(w, b) == loc[w].b = b /\ pc[w] \in {"Enter_Flush", "Write_ReadClock", "Write_Reserve"}
M6_OneHasTheBuffer ==
    \A b \in Buffers :
        /\ Cardinality({w \in Threads : IsInside(w, b)}) <= 1
        /\ rd.pc = "Settle_Look" /\ b \in rd.todo /\ rd.seen[b] \in {"Taken", "Left"} /\ MayFlush(b) =>
             \A w \in Threads : ~IsInside(w, b) /\ \A i \in DOMAIN sb[w] : sb[w][i].b = b => sb[w][i].what = "begun"

(* A buffer that a thread may take has nothing in it. *)
M7_FreeIsEmpty == \A b \in Buffers : state[b] = "Free" => IsDrained(b)

(* Whatever is committed is given, unless a thread stands for ever inside its buffer. *)
IsStuck == \E w \in Threads : pc[w] \notin {"Idle", "Ended", "Acquire", "Leave"}
AllGiven == \A b \in Buffers : IsDrained(b)
M4_NothingIsHeldBack == <>[]IsStuck \/ []<>AllGiven
=============================================================================
