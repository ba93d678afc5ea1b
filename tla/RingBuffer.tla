----------------------------- MODULE RingBuffer -----------------------------
(***************************************************************************)
(* What a user of the ring buffer sees.                                    *)
(*                                                                         *)
(* Records are accepted in an order, become whole (or are abandoned) in    *)
(* any order, and are read in the order of acceptance, a batch at a time.  *)
(* A record that is not accepted is lost, and counted under its cause. In  *)
(* overwrite mode old records make room for new ones: then whole records   *)
(* leave unread, but what is read keeps its order. A snapshot shows a run  *)
(* of records and leaves them where they are. A clear drops the oldest.    *)
(* After completion nothing is accepted.                                   *)
(* Nothing here knows of positions, sub-buffers or threads.                *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
    Lengths,        \* the record lengths that can be accepted, in units
    Capacity,       \* how many units of records can be unread at once
    Overwrites,     \* do old records make room for new ones?
    Clears,         \* may the reader drop records?
    LossLimit       \* loss counters stop at this number

VARIABLES
    queue,          \* accepted and unread: sequence of [len, st]
    out,            \* the batch that the reader looks at: lengths, in order
    lost,           \* loss counters by cause
    gate            \* "Open", "Paused" or "Closed"

view == <<queue, out, lost, gate>>

Causes == {"full", "wrapped", "tooBig", "refused", "abandoned"}

RECURSIVE Units(_)
Units(q) == IF q = <<>> THEN 0 ELSE Head(q).len + Units(Tail(q))

IsKept(r) == r.st = "Kept"
LengthsOf(q) == [k \in 1..Len(q) |-> q[k].len]
Seen(q) == LengthsOf(SelectSeq(q, IsKept))

(* Is r what is left of q when some records, none of them open, leave?     *)
RECURSIVE Leaves(_, _)
Leaves(q, r) ==
    IF q = <<>> THEN r = <<>>
    ELSE IF r # <<>> /\ Head(q) = Head(r) THEN Leaves(Tail(q), Tail(r))
    ELSE Head(q).st # "Open" /\ Leaves(Tail(q), r)

Init ==
    /\ queue = <<>>
    /\ out = <<>>
    /\ lost = [c \in Causes |-> 0]
    /\ gate = "Open"

(* A record gets its place: from here its order among all is settled.      *)
Accept(n) ==
    /\ gate = "Open"
    /\ queue' = Append(queue, [len |-> n, st |-> "Open"])
    /\ Units(queue) + n <= Capacity
    /\ UNCHANGED <<out, lost, gate>>

(* The writer of the k-th unread record has finished it.                   *)
Finish(k, st) ==
    /\ queue[k].st = "Open"
    /\ queue' = [queue EXCEPT ![k].st = st]
    /\ UNCHANGED <<out, lost, gate>>

Lose(cause) ==
    /\ lost' = [lost EXCEPT ![cause] = IF @ < LossLimit THEN @ + 1 ELSE @]
    /\ UNCHANGED <<queue, out, gate>>

(* The reader takes the first k records, none of them open; it sees those  *)
(* that were kept, in order.                                               *)
Read(k) ==
    /\ out = <<>>
    /\ \A j \in 1..k : queue[j].st # "Open"
    /\ out' = Seen(SubSeq(queue, 1, k))
    /\ queue' = SubSeq(queue, k + 1, Len(queue))
    /\ UNCHANGED <<lost, gate>>

(* A snapshot looks at a run of records, none of them open.                *)
Look(i, k) ==
    /\ out = <<>>
    /\ \A j \in i..k : queue[j].st # "Open"
    /\ out' = Seen(SubSeq(queue, i, k))
    /\ UNCHANGED <<queue, lost, gate>>

Release ==
    /\ out # <<>>
    /\ out' = <<>>
    /\ UNCHANGED <<queue, lost, gate>>

(* Records leave unread: overwritten anywhere, cleared from the front. It  *)
(* may be the moment at which a reader lets its batch go.                  *)
Drop ==
    /\ Overwrites \/ Clears
    /\ queue' # queue
    /\ IF Overwrites THEN Leaves(queue, queue')
       ELSE \E k \in 1..Len(queue) :
                /\ \A j \in 1..k : queue[j].st # "Open"
                /\ queue' = SubSeq(queue, k + 1, Len(queue))
    /\ out' \in {out, <<>>}
    /\ UNCHANGED <<lost, gate>>

Close == /\ gate # "Closed"
         /\ gate' \in {"Open", "Paused", "Closed"} \ {gate}
         /\ UNCHANGED <<queue, out, lost>>

Next ==
    \/ \E n \in Lengths : Accept(n)
    \/ \E k \in 1..Len(queue), st \in {"Kept", "Abandoned"} : Finish(k, st)
    \/ \E cause \in Causes : Lose(cause)
    \/ \E k \in 1..Len(queue) : Read(k)
    \/ \E i \in 1..Len(queue) : \E k \in i..Len(queue) : Look(i, k)
    \/ Release
    \/ Drop
    \/ Close

Spec == Init /\ [][Next]_view
=============================================================================
