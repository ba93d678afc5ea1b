------------------------------- MODULE Memory -------------------------------
(***************************************************************************)
(* What the ring buffer of ReserveCommit.tla is made of: its parameters,   *)
(* its positions, its shared words, and how a process goes from one step   *)
(* to the next. The steps themselves are in Reserve, Commit, Flush, Read.  *)
(*                                                                         *)
(* Positions are unbounded integers that count units; a sub-buffer has S   *)
(* units, of which the packet header takes the first H. Bounds of models   *)
(* stand in MC.tla and its configurations, never here.                     *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
    Writers, Flushers,  \* disjoint sets of process numbers
    Reader,             \* one more process number
    FlushModes,         \* what flushers do, subset of AllFlushModes
    ReaderOps,          \* what the reader does, subset of AllReaderOps
    Sizes,              \* record sizes that writers try, in units
    N, S, H,            \* sub-buffers; units in each; units of packet header
    Mode,               \* "Discard" or "Overwrite"
    Form,               \* "Lean" or "Lttng"
    Clocked,            \* do records carry a time?
    LastTick,           \* the clock goes from 0 to this and stays there
    ShortTime,          \* times kept in a short record header: modulo this
    FullUnits,          \* units that a full time adds to a record
    Wakeups,            \* does a delivery wake a reader that sleeps?
    Watermark,          \* a reader waits for this many sub-buffers
    Abandons,           \* may a writer abandon its reservation?
    LossLimit,          \* loss counters stop at this number
    Mutant              \* "none", or the one thing that is broken

AllFlushModes == {"Active", "Final", "Pause", "Resume", "Complete"}
AllReaderOps == {"Read", "Snapshot", "Clear", "Wait"}

Overwrites == Mode = "Overwrite"

ASSUME /\ Writers \cap Flushers = {} /\ Reader \notin Writers \cup Flushers
       /\ N \in Nat \ {0} /\ S \in Nat /\ H \in 1..(S - 1)
       /\ FlushModes \subseteq AllFlushModes /\ ReaderOps \subseteq AllReaderOps
       /\ Mode \in {"Discard", "Overwrite"} /\ Form \in {"Lean", "Lttng"}
       /\ Overwrites => N >= 2      \* a slot to write while one is read: bug 25
       /\ Clocked \in BOOLEAN /\ Wakeups \in BOOLEAN /\ Abandons \in BOOLEAN
       /\ LastTick \in Nat /\ ShortTime \in Nat \ {0} /\ FullUnits \in Nat
       /\ LossLimit \in Nat /\ Watermark \in 1..N
       /\ "Wait" \in ReaderOps => Wakeups

Producers == Writers \cup Flushers
B == N * S
Slots == 0..(N - 1)
(* Physical sub-buffers: in overwrite mode the reader owns a spare one.    *)
Subs == IF Overwrites THEN 0..N ELSE Slots

(* ------------------------- positions (ALGORITHM 0) --------------------- *)
Idx(p)   == (p % B) \div S      \* the slot that position p falls in
Lap(p)   == p \div B            \* how often the ring was gone round before p
Off(p)   == p % S
Floor(p) == p - Off(p)
Next_(p) == Floor(p) + S        \* start of the sub-buffer after p's

(* ------------------------------- memory -------------------------------- *)
(* A cell stands for the first unit of a record: its length, and the time  *)
(* field of its header (0 where records carry no time).                    *)
Stale == 0                      \* released, or never written: anything
Torn  == 1000                   \* between the begin and the end of a write
Whole(n, field) == n + 16 * field     \* a whole record of n units
Skip(n, field)  == 0 - Whole(n, field) \* an abandoned record of n units
UnitsOf(cell) == (IF cell < 0 THEN 0 - cell ELSE cell) % 16
FieldOf(cell) == (IF cell < 0 THEN 0 - cell ELSE cell) \div 16

(* A short header keeps the time modulo ShortTime, a full one keeps it all.*)
TimeField(t, isFull) == IF ~Clocked THEN 0
                        ELSE IF isFull = 1 THEN ShortTime + t ELSE t % ShortTime
(* What a reader makes of it, who knows the time of the record before.     *)
TimeOf(field, before) ==
    IF ~Clocked THEN 0
    ELSE IF field >= ShortTime THEN field - ShortTime
    ELSE before + ((field - before) % ShortTime)

Causes == {"full", "wrapped", "tooBig", "refused", "abandoned"}
NoSample == [full |-> 0, wrapped |-> 0, tooBig |-> 0]

(* The two blocks of a packet header, each stored by one process alone.    *)
NoBegin == [pos |-> 0 - 1000, time |-> 0]    \* released, or never written
NoEnd   == [size |-> 0, time |-> 0, loss |-> NoSample]

(* A slot's word: which physical sub-buffer serves it, whether no writer   *)
(* refers to that, and the lap whose content it then holds.                *)
NoLap == 0 - 1000
SlotWord(sub, noref, lap) == [sub |-> sub, noref |-> noref, lap |-> lap]
NoWord == SlotWord(0, FALSE, NoLap)

NoWait == 0 - 1000              \* no reader waits
NoUpto == 0 - 1000              \* a snapshot has not sampled its end

VARIABLES
    wpos, gate,     \* write position, and in the same word: Open, Paused, Closed
    rpos,           \* read position
    cc, dc,         \* per slot: committed count, delivered count
    slot,           \* per slot: its word
    mine,           \* the reader's own physical sub-buffer (overwrite mode)
    begin,          \* per sub-buffer: begin block of the packet header
    csize,          \* per sub-buffer: end block, with the content size
    dsize,          \* per sub-buffer: end block in the descriptor ("Lttng")
    mem,            \* per unit: cells
    lost,           \* loss counters by cause
    now, last,      \* the clock; the time of about the last record
    final,          \* 1 once the buffer was completed
    waiting,        \* the position whose delivery a reader awaits
    signal,         \* 1 when a waiting reader was woken
    pc,             \* per process: the action it takes next
    loc,            \* per producer: locals
    rd,             \* the reader's locals
    res,            \* ghost: reservations not yet read, overwritten, cleared
    claims,         \* ghost: per slot, deliveries begun
    account         \* ghost: attempts less decided ones

heads   == <<wpos, gate>>
counts  == <<cc, dc>>
slots   == <<slot, mine>>
packets == <<begin, csize, dsize, mem>>
clock   == <<now, last>>
waits   == <<final, waiting, signal>>
ghosts  == <<res, claims, account>>

vars == <<heads, rpos, counts, slots, packets, lost, clock, waits, pc, loc, rd, ghosts>>

(* o: write position sampled; n: record size (a flusher: its mode); t, f:  *)
(* time, and 1 if it is kept in full; v: count or position sampled; k: end *)
(* block loaded; s: losses sampled; w: slot word sampled; x: sub-buffer    *)
(* that the slot resolved to; job: what is being committed.                *)
NoLocals == [o |-> 0, n |-> 0, t |-> 0, f |-> 0, v |-> 0, k |-> NoEnd,
             s |-> NoSample, w |-> NoWord, x |-> 0, job |-> "none"]

(* op: what the reader does; cur: the sub-buffer it is at; upto: where its *)
(* snapshot ends, or the sub-buffer it awaits; v, w: count and slot word sampled; begin, size: blocks   *)
(* loaded; out, times: the records read, and their times.                  *)
NoReading == [op |-> "none", cur |-> 0, upto |-> NoUpto, v |-> 0, w |-> NoWord,
              begin |-> NoBegin, size |-> NoEnd, out |-> <<>>, times |-> <<>>]

Init ==
    /\ wpos = 0 /\ gate = "Open" /\ rpos = 0
    /\ cc = [i \in Slots |-> 0] /\ dc = [i \in Slots |-> 0]
    /\ slot = [i \in Slots |-> SlotWord(i, TRUE, IF Mutant = "initial-lap-zero" THEN 0 ELSE NoLap)]
    /\ mine = IF Overwrites THEN N ELSE 0
    /\ begin = [x \in Subs |-> NoBegin]
    /\ csize = [x \in Subs |-> NoEnd] /\ dsize = [x \in Subs |-> NoEnd]
    /\ mem = [u \in 0..(Cardinality(Subs) * S - 1) |-> Stale]
    /\ lost = [c \in Causes |-> 0]
    /\ now = 0 /\ last = 0
    /\ final = 0 /\ waiting = NoWait /\ signal = 0
    /\ pc = [p \in Producers \cup {Reader} |-> "Idle"]
    /\ loc = [p \in Producers |-> NoLocals]
    /\ rd = NoReading
    /\ res = <<>>
    /\ claims = [i \in Slots |-> 0]
    /\ account = 0

(* Every action begins with this test; MC.tla refines it so that no step   *)
(* is taken while a Shift is due, or while a nested writer runs.           *)
At(p, label) == pc[p] = label

(* --------------------- what a sampled position implies ----------------- *)
(* A full time is kept only where the record stays in its sub-buffer: at   *)
(* the begin of a packet the packet header has the time.                   *)
Need(l)      == l.n + (IF l.f = 1 THEN FullUnits ELSE 0)
Room         == IF Mutant = "fit-forgets-header" THEN S + H ELSE S
EntersNew(l) == Off(l.o) = 0 \/ Off(l.o) + Need(l) > Room           \* T3: newStart
EndsOld(l)   == Off(l.o) # 0 /\ Off(l.o) + Need(l) > Room           \* T3: oldEnd
RecBegin(l)  == IF Off(l.o) = 0 THEN l.o + H
                ELSE IF EndsOld(l) THEN Next_(l.o) + H ELSE l.o     \* T4
RecUnits(l)  == IF EntersNew(l) THEN l.n ELSE Need(l)
RecFull(l)   == IF EntersNew(l) THEN 0 ELSE l.f
RecEnd(l)    == RecBegin(l) + RecUnits(l)
IsFast(l)    == /\ Off(l.o) # 0                                     \* R5
                /\ Off(l.o) + Need(l) < (IF Mutant = "fast-path-fills-up" THEN S + 1 ELSE S)
FillsUp(l)   == Off(RecEnd(l)) = 0 /\ ~IsFast(l)                    \* T10: newEnd
CleanCount(p) == Lap(p) * S                         \* E3: count before lap of p
FullCount(p)  == (Lap(p) + 1) * S                   \* E2: count after lap of p

(* The piece that process p commits: [first unit, one past the last).      *)
PieceBegin(p, l) ==
    CASE l.job = "rec" -> RecBegin(l)
      [] l.job = "hdr" -> IF p \in Flushers THEN l.o ELSE Floor(RecBegin(l))
      [] l.job = "pad" -> IF p \in Flushers /\ Off(l.o) = 0 THEN l.o + H
                          ELSE l.o
PieceEnd(p, l) ==
    CASE l.job = "rec" -> RecEnd(l)
      [] l.job = "hdr" -> PieceBegin(p, l) + H
      [] l.job = "pad" -> Next_(l.o)
PieceSlot(p) == Idx(PieceBegin(p, loc[p]))

(* The physical sub-buffer that p writes to, that the reader reads.        *)
SubOf(p) == IF Overwrites THEN loc[p].x ELSE PieceSlot(p)
SubRead  == IF Overwrites THEN mine ELSE Idx(rd.cur)

(* ----------------------- moving from step to step ---------------------- *)
Goto(p, label, l) == /\ pc' = [pc EXCEPT ![p] = label]
                     /\ loc' = [loc EXCEPT ![p] = l]
Jump(p, label)    == Goto(p, label, loc[p])
Finish(p)         == Goto(p, "Idle", NoLocals)

Turn(label, r) == /\ pc' = [pc EXCEPT ![Reader] = label]
                  /\ rd' = r

(* The bytes of a sub-buffer that was given up: anything from now on.      *)
Wipe(x) ==
    /\ begin' = [begin EXCEPT ![x] = NoBegin]
    /\ csize' = [csize EXCEPT ![x] = NoEnd]
    /\ dsize' = [dsize EXCEPT ![x] = NoEnd]
    /\ mem' = [u \in DOMAIN mem |-> IF u \div S = x THEN Stale ELSE mem[u]]

(* ------------------------- ghost: reservations ------------------------- *)
Entry(b, e, kind, p, t) == [b |-> b, e |-> e, kind |-> kind, by |-> p, t |-> t]

Reserved(p) ==
    LET l == loc[p] o == l.o r == RecBegin(l) t == l.t IN
    IF p \in Flushers
    THEN IF Off(o) = 0
         THEN <<Entry(o, o + H, "hdr", p, t), Entry(o + H, Next_(o), "pad", p, t)>>
         ELSE <<Entry(o, Next_(o), "pad", p, t)>>
    ELSE (IF EndsOld(l) THEN <<Entry(o, Next_(o), "pad", p, t)>> ELSE <<>>)
         \o (IF EntersNew(l) THEN <<Entry(Floor(r), r, "hdr", p, t)>> ELSE <<>>)
         \o <<Entry(r, RecEnd(l), "rec", p, t)>>

(* The reservation of p that begins at b.                                  *)
IsOf(r, p, b) == r.by = p /\ r.b = b

(* Reservations of the sub-buffer that begins at q, in order.              *)
Inside(q) == SelectSeq(res, LAMBDA r : Floor(r.b) = q)

(* The sub-buffer at q, delivered, is still in its slot.                   *)
IsThere(q, word) == word.noref /\ word.lap = Lap(q)

HoldLabels == {"Get_LoadBegin", "Get_LoadSize", "Read_Records",
    "Put_Cas", "Move_LoadReadPosition", "Move_Cas", "Move_StoreReadPosition"}

(* Which reservations can still be read when the read position is at to    *)
(* and the reader holds the sub-buffer at held: in overwrite mode also one *)
(* behind the read position, as long as it is in its slot.                 *)
NoHold == 0 - 1000
Held == IF pc[Reader] \in HoldLabels /\ rd.op # "Clear" THEN rd.cur ELSE NoHold
Kept(r, to, held, words) ==
    \/ r.by # 0 \/ r.e > to \/ Floor(r.b) = held
    \/ Overwrites /\ IsThere(Floor(r.b), words[Idx(r.b)])
Prune(to, held, words) == SelectSeq(res, LAMBDA r : Kept(r, to, held, words))

(* ------------------------------- losses -------------------------------- *)
Bump(n) == IF n < LossLimit THEN n + 1 ELSE n
Count(cause) == lost' = [lost EXCEPT ![cause] = Bump(@)]

Decide == account' = account - 1
=============================================================================
