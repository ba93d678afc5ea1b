namespace Verified.Model;

/// <summary>The specification's mutants (constant <c>Mutant</c>): each breaks one thing.</summary>
public static class Mutants
{
    /// <summary>Nothing is broken.</summary>
    public const string None = "none";

    /// <summary>A record is committed before its bytes are whole.</summary>
    public const string CountBeforeData = "count-before-data";

    /// <summary>Every committer that sees the slot full delivers it (Lttng form).</summary>
    public const string DeliverWithoutLock = "deliver-without-lock";

    /// <summary>The lock of a delivery announces it already (Lttng form).</summary>
    public const string OnePhaseDelivery = "one-phase-delivery";

    /// <summary>A writer does not ask whether the reader has released the slot (T9).</summary>
    public const string NoFullTest = "no-full-test";

    /// <summary>A writer does not ask whether the slot's earlier lap is delivered (T8).</summary>
    public const string NoCleanSlotTest = "no-clean-slot-test";

    /// <summary>A writer does not sample the write position again (T7).</summary>
    public const string NoRecheck = "no-recheck";

    /// <summary>The reader does not ask whether the sub-buffer is delivered (G7).</summary>
    public const string ReaderWithoutDeliveredTest = "reader-without-delivered-test";

    /// <summary>The reader moves on whether it has read or not.</summary>
    public const string ReaderMovesUnconditionally = "reader-moves-unconditionally";

    /// <summary>A record that fills its sub-buffer leaves no end block (T17).</summary>
    public const string NewEndOmitted = "new-end-omitted";

    /// <summary>A final flush does not ask whether the slot is clean (F2).</summary>
    public const string FlushWithoutCleanTest = "flush-without-clean-test";

    /// <summary>Padding is not committed.</summary>
    public const string PaddingNotCommitted = "padding-not-committed";

    /// <summary>A record that is lost as wrapped is counted as full.</summary>
    public const string LossMiscounted = "loss-miscounted";

    /// <summary>A writer does not push the read position.</summary>
    public const string NoPush = "no-push";

    /// <summary>A writer does not claim the sub-buffer that it enters (N2).</summary>
    public const string NoClearNoref = "no-clear-noref";

    /// <summary>A writer does not claim the sub-buffer that it ends (N2).</summary>
    public const string NoClearNorefOfOld = "no-clear-noref-of-old";

    /// <summary>A delivery is published before the slot's word says so.</summary>
    public const string PublishBeforeNoref = "publish-before-noref";

    /// <summary>The lap of a delivered slot is that of the byte after it.</summary>
    public const string LapOfNextByte = "lap-of-next-byte";

    /// <summary>The slots' words begin with lap 0 instead of none.</summary>
    public const string InitialLapZero = "initial-lap-zero";

    /// <summary>The reader takes a sub-buffer that writers refer to (G9).</summary>
    public const string ReaderWithoutNorefTest = "reader-without-noref-test";

    /// <summary>The reader takes a sub-buffer of any lap (G9).</summary>
    public const string ReaderWithoutLapTest = "reader-without-lap-test";

    /// <summary>The reader stores the read position, though writers may have pushed it further.</summary>
    public const string ReaderMovesBack = "reader-moves-back";

    /// <summary>A writer that must try again keeps the time that it read first.</summary>
    public const string ClockReadOnce = "clock-read-once";

    /// <summary>The last time is stored before the place is taken.</summary>
    public const string LastTimeBeforeCas = "last-time-before-cas";

    /// <summary>A short time is used one tick too long.</summary>
    public const string ShortTimeTooWide = "short-time-too-wide";

    /// <summary>The end block's time is that of the delivery (Lttng form).</summary>
    public const string EndTimeAtDelivery = "end-time-at-delivery";

    /// <summary>The end block's time is that of whoever delivers (Lttng form).</summary>
    public const string EndTimeOfCommitter = "end-time-of-committer";

    /// <summary>The end block's losses are those at delivery (Lttng form).</summary>
    public const string LossesSampledAtDelivery = "losses-sampled-at-delivery";

    /// <summary>The end block's losses are those of whoever delivers (Lttng form).</summary>
    public const string LossesOfCommitter = "losses-of-committer";

    /// <summary>A final flush does not ask whether the ring is full (F2).</summary>
    public const string FlushWithoutFullTest = "flush-without-full-test";

    /// <summary>A flusher stores the write position whatever it is.</summary>
    public const string FlushWithoutCas = "flush-without-cas";

    /// <summary>A clear releases what is not delivered.</summary>
    public const string ClearWithoutDeliveredTest = "clear-without-delivered-test";

    /// <summary>The reader reports the end though there may be more to read.</summary>
    public const string EndWithoutPositionTest = "end-without-position-test";

    /// <summary>A reader sleeps without looking once more.</summary>
    public const string WaitWithoutRecheck = "wait-without-recheck";

    /// <summary>A delivery wakes the reader before it is published.</summary>
    public const string WakeBeforePublish = "wake-before-publish";

    /// <summary>A snapshot asks of its first sub-buffer alone whether it is delivered (G7).</summary>
    public const string SnapshotTestsFirstOnly = "snapshot-tests-first-only";

    /// <summary>A snapshot puts a sub-buffer back though a writer has claimed its slot.</summary>
    public const string PutBackWithoutCas = "put-back-without-cas";

    /// <summary>The gate is shut within a sub-buffer, where the fast path does not look at it.</summary>
    public const string GateShutAnywhere = "gate-shut-anywhere";

    /// <summary>Only who enters a sub-buffer pushes the read position (R8).</summary>
    public const string PushByWhoEnters = "push-by-who-enters";

    /// <summary>A writer that does not enter its sub-buffer does not claim it (R9).</summary>
    public const string NoClearNorefOfRecord = "no-clear-noref-of-record";

    /// <summary>A packet does not state what was lost (T10).</summary>
    public const string LossesNotStated = "losses-not-stated";

    /// <summary>The committed prefix is taken from the end of the own record (LTTng's seq).</summary>
    public const string PrefixOfOwnEnd = "prefix-of-own-end";

    /// <summary>The committed prefix is judged by a write position from before the add.</summary>
    public const string PrefixPositionBeforeCount = "prefix-position-before-count";

    /// <summary>A record fits though it is longer than the room by a packet header (T3).</summary>
    public const string FitForgetsHeader = "fit-forgets-header";

    /// <summary>The fast path takes a record that fills its sub-buffer (R5).</summary>
    public const string FastPathFillsUp = "fast-path-fills-up";

    /// <summary>A writer finds the ring full one sub-buffer too late (T9).</summary>
    public const string FullTestOneLate = "full-test-one-late";

    /// <summary>A writer finds the reader lapped one sub-buffer too late (P2).</summary>
    public const string PushOneLate = "push-one-late";

    /// <summary>A writer pushes the reader past a sub-buffer that is still there (P3).</summary>
    public const string PushOneTooFar = "push-one-too-far";

    /// <summary>A writer stores the read position, whatever it has become (P3).</summary>
    public const string PushWithoutCas = "push-without-cas";

    /// <summary>A writer stores the slot's word, whatever it has become (N2).</summary>
    public const string ClaimWithoutCas = "claim-without-cas";

    /// <summary>The reader stores the slot's word, whatever it has become (G9).</summary>
    public const string GetWithoutCas = "get-without-cas";

    /// <summary>The reader compares the delivered count with that of the lap before (G7, E2).</summary>
    public const string DeliveredTestWithoutSize = "delivered-test-without-size";

    /// <summary>A snapshot leaves out the oldest sub-buffer of a full ring.</summary>
    public const string SnapshotOneShort = "snapshot-one-short";

    /// <summary>A clear releases one sub-buffer more than is delivered.</summary>
    public const string ClearOneTooFar = "clear-one-too-far";

    /// <summary>A delivery does not wake the reader for the very sub-buffer that it awaits (D9).</summary>
    public const string WakeOneLate = "wake-one-late";

    /// <summary>A reader sleeps without a look whether the buffer was completed.</summary>
    public const string WaitWithoutFinalTest = "wait-without-final-test";

    /// <summary>A packet header is not committed.</summary>
    public const string HeaderNotCommitted = "header-not-committed";

    /// <summary>A record that is lost as full is not counted.</summary>
    public const string FullLossNotCounted = "full-loss-not-counted";

    /// <summary>An empty packet does not state what was lost (F3).</summary>
    public const string EmptyPacketWithoutLosses = "empty-packet-without-losses";

    /// <summary>A committer takes the committed count for the end of its own piece (one writer).</summary>
    public const string CountOfOwnEnd = "count-of-own-end";

    /// <summary>A reader of parts looks at the write position before the committed count.</summary>
    public const string PartPositionBeforeCount = "part-position-before-count";

    /// <summary>A reader of parts takes the committed count for a prefix without a look at the write position.</summary>
    public const string PartWithoutPosition = "part-without-position";

    /// <summary>A reader of parts takes one part of a sub-buffer, and leaves what is committed behind it until the sub-buffer is complete.</summary>
    public const string PartTakenOnce = "part-taken-once";

    /// <summary>A reader of cells leaves the header of what it took.</summary>
    public const string CellNotCleared = "cell-not-cleared";

    /// <summary>The header of a record is stored before its bytes.</summary>
    public const string HeaderBeforeData = "header-before-data";

    /// <summary>A reader of cells releases a delivered sub-buffer of which it has not taken all.</summary>
    public const string CellsLeftBehind = "cells-left-behind";

    /// <summary>All mutants, without <see cref="None"/>, in the order of the contract between specification and code.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        CountBeforeData, DeliverWithoutLock, OnePhaseDelivery, NoFullTest, NoCleanSlotTest, NoRecheck,
        ReaderWithoutDeliveredTest, ReaderMovesUnconditionally, NewEndOmitted, FlushWithoutCleanTest,
        PaddingNotCommitted, LossMiscounted, NoPush, NoClearNoref, NoClearNorefOfOld, PublishBeforeNoref,
        LapOfNextByte, InitialLapZero, ReaderWithoutNorefTest, ReaderWithoutLapTest, ReaderMovesBack, ClockReadOnce,
        LastTimeBeforeCas, ShortTimeTooWide, EndTimeAtDelivery, EndTimeOfCommitter, LossesSampledAtDelivery,
        LossesOfCommitter, FlushWithoutFullTest, FlushWithoutCas, ClearWithoutDeliveredTest, EndWithoutPositionTest,
        WaitWithoutRecheck, WakeBeforePublish, SnapshotTestsFirstOnly, PutBackWithoutCas, GateShutAnywhere,
        PushByWhoEnters, NoClearNorefOfRecord, LossesNotStated, PrefixOfOwnEnd, PrefixPositionBeforeCount,
        FitForgetsHeader, FastPathFillsUp, FullTestOneLate, PushOneLate, PushOneTooFar, PushWithoutCas,
        ClaimWithoutCas, GetWithoutCas, DeliveredTestWithoutSize, SnapshotOneShort, ClearOneTooFar, WakeOneLate,
        WaitWithoutFinalTest, HeaderNotCommitted, FullLossNotCounted, EmptyPacketWithoutLosses,
        CountOfOwnEnd, PartPositionBeforeCount, PartWithoutPosition, PartTakenOnce,
        CellNotCleared, HeaderBeforeData, CellsLeftBehind,
    ];
}
