----------------------------- MODULE RingBuffer -----------------------------
(***************************************************************************)
(* What a user of the ring buffer sees, in discard mode.                   *)
(*                                                                         *)
(* Records are accepted in an order, become whole (or are abandoned) in    *)
(* any order, and are read in the order of acceptance, a batch at a time.  *)
(* A record that is not accepted is lost, and counted under its cause.     *)
(* Nothing here knows of positions, sub-buffers or threads.                *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
    Lengths,        \* the record lengths that can be accepted, in units
    Capacity,       \* how many units of records can be unread at once
    LossModulus     \* loss counters are kept modulo this number

VARIABLES
    queue,          \* accepted and unread: sequence of [len, st]
    out,            \* the batch that the reader holds: lengths, in order
    lost            \* loss counters by cause

view == <<queue, out, lost>>

Causes == {"full", "wrapped", "tooBig"}

Units(q) == Cardinality(UNION {{k} \X (1..q[k].len) : k \in 1..Len(q)})

IsKept(r) == r.st = "Kept"
LengthsOf(q) == [k \in 1..Len(q) |-> q[k].len]

Init ==
    /\ queue = <<>>
    /\ out = <<>>
    /\ lost = [c \in Causes |-> 0]

(* A record gets its place: from here its order among all is settled.      *)
Accept(n) ==
    /\ queue' = Append(queue, [len |-> n, st |-> "Open"])
    /\ Units(queue) + n <= Capacity
    /\ UNCHANGED <<out, lost>>

(* The writer of the k-th unread record has finished it.                   *)
Finish(k, st) ==
    /\ queue[k].st = "Open"
    /\ queue' = [queue EXCEPT ![k].st = st]
    /\ UNCHANGED <<out, lost>>

Lose(cause) ==
    /\ lost' = [lost EXCEPT ![cause] = (@ + 1) % LossModulus]
    /\ UNCHANGED <<queue, out>>

(* The reader takes the first k records, none of them open; it sees those  *)
(* that were kept, in order.                                               *)
Read(k) ==
    /\ out = <<>>
    /\ \A j \in 1..k : queue[j].st # "Open"
    /\ out' = LengthsOf(SelectSeq(SubSeq(queue, 1, k), IsKept))
    /\ queue' = SubSeq(queue, k + 1, Len(queue))
    /\ UNCHANGED lost

Release ==
    /\ out # <<>>
    /\ out' = <<>>
    /\ UNCHANGED <<queue, lost>>

Next ==
    \/ \E n \in Lengths : Accept(n)
    \/ \E k \in 1..Len(queue), st \in {"Kept", "Abandoned"} : Finish(k, st)
    \/ \E cause \in Causes : Lose(cause)
    \/ \E k \in 1..Len(queue) : Read(k)
    \/ Release

Spec == Init /\ [][Next]_view
=============================================================================
