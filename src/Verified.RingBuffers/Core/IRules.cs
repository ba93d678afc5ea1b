namespace Verified.RingBuffers.Core;

/// <summary>
/// The form of the algorithm, and what is broken in it: constants that the JIT folds. What ships is <see cref="LeanRules"/>, the
/// defaults. The mutants are those of <c>tla/</c>, some of them LTTng's own past, with the commit that mended it; each exists to show that a check can fail.
/// </summary>
public interface IRules
{
    /// <summary>The specification's <c>Form = "Lttng"</c>: delivery is locked by compare-exchange and finalizes the size. Otherwise "Lean".</summary>
    static virtual bool LttngForm => false;

    /// <summary>Bits of a position, 62 in what ships: fewer make every counter wrap soon (<c>tla/Wrap.tla</c>). At least those of 4·N·S.</summary>
    static virtual int PositionBits => PositionWord.PositionBits;

    /// <summary>Mutant <c>count-before-data</c>: commits and delivers before the record's header is stored.</summary>
    static virtual bool CountBeforeData => false;

    /// <summary>Mutant <c>deliver-without-lock</c>: delivers without claiming the delivery (Lttng form).</summary>
    static virtual bool DeliverWithoutLock => false;

    /// <summary>Mutant <c>one-phase-delivery</c>: publishes the delivered count when claiming the delivery (Lttng form).</summary>
    static virtual bool OnePhaseDelivery => false;

    /// <summary>Mutant <c>no-full-test</c>: enters a sub-buffer that the reader has not released.</summary>
    static virtual bool NoFullTest => false;

    /// <summary>Mutant <c>no-clean-slot-test</c>: enters a slot whose earlier lap is not delivered.</summary>
    static virtual bool NoCleanSlotTest => false;

    /// <summary>Mutant <c>no-recheck</c>: trusts a delivered count without looking whether the write position moved (lttng-modules 0fdec686).</summary>
    static virtual bool NoRecheck => false;

    /// <summary>Mutant <c>reader-without-delivered-test</c>: reads a sub-buffer that is not delivered.</summary>
    static virtual bool ReaderWithoutDeliveredTest => false;

    /// <summary>Mutant <c>reader-moves-unconditionally</c>: moves the read position whether or not there was data.</summary>
    static virtual bool ReaderMovesUnconditionally => false;

    /// <summary>Mutant <c>new-end-omitted</c>: leaves out the size of a sub-buffer filled to its last byte (lttng-modules 5fb66f07, reverted).</summary>
    static virtual bool NewEndOmitted => false;

    /// <summary>Mutant <c>flush-without-clean-test</c>: sends an empty packet without the tests of its slot (lttng-modules 5334a2c5).</summary>
    static virtual bool FlushWithoutCleanTest => false;

    /// <summary>Mutant <c>padding-not-committed</c>: does not commit the padding at the end of a sub-buffer.</summary>
    static virtual bool PaddingNotCommitted => false;

    /// <summary>Mutant <c>loss-miscounted</c>: counts a record that is lost as wrapped under full.</summary>
    static virtual bool LossMiscounted => false;

    /// <summary>Mutant <c>no-push</c>: does not push the read position, so that the reader looks for what was overwritten.</summary>
    static virtual bool NoPush => false;

    /// <summary>Mutant <c>no-clear-noref</c>: writes to a sub-buffer that the reader may take.</summary>
    static virtual bool NoClearNoref => false;

    /// <summary>Mutant <c>no-clear-noref-of-old</c>: pads a sub-buffer that the reader may take, if whoever entered it has not claimed it yet.</summary>
    static virtual bool NoClearNorefOfOld => false;

    /// <summary>Mutant <c>publish-before-noref</c>: publishes the delivered count before it lets the reader take the sub-buffer, which a writer of the next lap may have claimed by then.</summary>
    static virtual bool PublishBeforeNoref => false;

    /// <summary>Mutant <c>lap-of-next-byte</c>: delivers under the lap of the byte after the sub-buffer (lttng-ust b68e00d5).</summary>
    static virtual bool LapOfNextByte => false;

    /// <summary>Mutant <c>initial-lap-zero</c>: slots that were never entered have lap 0, not none (lttng-ust 409093be).</summary>
    static virtual bool InitialLapZero => false;

    /// <summary>Mutant <c>reader-without-noref-test</c>: the reader takes a sub-buffer that a writer refers to.</summary>
    static virtual bool ReaderWithoutNorefTest => false;

    /// <summary>Mutant <c>reader-without-lap-test</c>: the reader takes content of another lap.</summary>
    static virtual bool ReaderWithoutLapTest => false;

    /// <summary>Mutant <c>reader-moves-back</c>: the reader stores its position, where writers may have pushed it further.</summary>
    static virtual bool ReaderMovesBack => false;

    /// <summary>Mutant <c>clock-read-once</c>: keeps its time when it must reserve again.</summary>
    static virtual bool ClockReadOnce => false;

    /// <summary>Mutant <c>last-time-before-cas</c>: stores the time of a record that may never be.</summary>
    static virtual bool LastTimeBeforeCas => false;

    /// <summary>Mutant <c>short-time-too-wide</c>: takes one tick too many for a short header (lttng-modules a2ef1c03).</summary>
    static virtual bool ShortTimeTooWide => false;

    /// <summary>Mutant <c>end-time-at-delivery</c>: takes the packet's end time at delivery (Lttng form; lttng-modules 635e457c).</summary>
    static virtual bool EndTimeAtDelivery => false;

    /// <summary>Mutant <c>end-time-of-committer</c>: takes the time of whoever delivers (Lttng form; lttng-modules 2485a430).</summary>
    static virtual bool EndTimeOfCommitter => false;

    /// <summary>Mutant <c>losses-sampled-at-delivery</c>: samples the losses at delivery (Lttng form; lttng-modules b2cf5e0b).</summary>
    static virtual bool LossesSampledAtDelivery => false;

    /// <summary>Mutant <c>losses-of-committer</c>: states the losses that whoever delivers sampled (Lttng form; lttng-modules 4ad4ea4c).</summary>
    static virtual bool LossesOfCommitter => false;

    /// <summary>Mutant <c>flush-without-full-test</c>: sends an empty packet where the reader has not released the slot (lttng-modules 74b93124).</summary>
    static virtual bool FlushWithoutFullTest => false;

    /// <summary>Mutant <c>flush-without-cas</c>: stores the write position, whatever it has become (lttng-modules 5e391252).</summary>
    static virtual bool FlushWithoutCas => false;

    /// <summary>Mutant <c>clear-without-delivered-test</c>: clears what is still being written (lttng-modules ac4a87e5).</summary>
    static virtual bool ClearWithoutDeliveredTest => false;

    /// <summary>Mutant <c>end-without-position-test</c>: the reader reports the end of data before it has read all.</summary>
    static virtual bool EndWithoutPositionTest => false;

    /// <summary>Mutant <c>wait-without-recheck</c>: the reader sleeps without looking once more.</summary>
    static virtual bool WaitWithoutRecheck => false;

    /// <summary>Mutant <c>wake-before-publish</c>: looks for a sleeping reader before the delivery is published.</summary>
    static virtual bool WakeBeforePublish => false;

    /// <summary>
    /// Mutant <c>snapshot-tests-first-only</c>: tests the first sub-buffer of a snapshot only (lttng-modules c9b3b5e2 tested the read
    /// position, where a snapshot begins, whatever it was asked for).
    /// </summary>
    static virtual bool SnapshotTestsFirstOnly => false;

    /// <summary>Mutant <c>put-back-without-cas</c>: puts a sub-buffer back into a slot that a writer has claimed.</summary>
    static virtual bool PutBackWithoutCas => false;

    /// <summary>Mutant <c>gate-shut-anywhere</c>: pauses or completes within a sub-buffer, where the fast path does not look.</summary>
    static virtual bool GateShutAnywhere => false;

    /// <summary>Mutant <c>push-by-who-enters</c>: a record that does not enter its sub-buffer does not push the reader.</summary>
    static virtual bool PushByWhoEnters => false;

    /// <summary>Mutant <c>no-clear-noref-of-record</c>: a record that does not enter its sub-buffer does not claim it.</summary>
    static virtual bool NoClearNorefOfRecord => false;

    /// <summary>Mutant <c>losses-not-stated</c>: a packet states that nothing was lost.</summary>
    static virtual bool LossesNotStated => false;

    /// <summary>
    /// Mutant <c>prefix-of-own-end</c>: takes the count for a committed prefix when it equals the end of the committer's own piece, without
    /// a look at the write position (LTTng's <c>seq</c>; lttng-modules 6212b6b6). Two holes of one size are then a prefix.
    /// </summary>
    static virtual bool PrefixOfOwnEnd => false;

    /// <summary>Mutant <c>prefix-position-before-count</c>: looks at the write position before its piece is counted, so that what was reserved meanwhile is taken for committed.</summary>
    static virtual bool PrefixPositionBeforeCount => false;

    /// <summary>Mutant <c>fit-forgets-header</c>: takes a record that is longer than the room by a packet header at most for one that fits.</summary>
    static virtual bool FitForgetsHeader => false;

    /// <summary>Mutant <c>fast-path-fills-up</c>: the fast path takes a record that fills its sub-buffer, whose content then has no end.</summary>
    static virtual bool FastPathFillsUp => false;

    /// <summary>Mutant <c>full-test-one-late</c>: finds the ring full one sub-buffer too late.</summary>
    static virtual bool FullTestOneLate => false;

    /// <summary>Mutant <c>push-one-late</c>: finds the reader lapped one sub-buffer too late.</summary>
    static virtual bool PushOneLate => false;

    /// <summary>Mutant <c>push-one-too-far</c>: pushes the reader past a sub-buffer that is still there.</summary>
    static virtual bool PushOneTooFar => false;

    /// <summary>Mutant <c>push-without-cas</c>: stores the read position, wherever the reader or another writer has moved it.</summary>
    static virtual bool PushWithoutCas => false;

    /// <summary>Mutant <c>claim-without-cas</c>: stores the slot's word, though the reader may have exchanged it.</summary>
    static virtual bool ClaimWithoutCas => false;

    /// <summary>Mutant <c>get-without-cas</c>: the reader stores the slot's word, though a writer may have claimed it.</summary>
    static virtual bool GetWithoutCas => false;

    /// <summary>Mutant <c>delivered-test-without-size</c>: takes a sub-buffer as soon as the slot's lap before is delivered (lttng-ust de7c67b9).</summary>
    static virtual bool DeliveredTestWithoutSize => false;

    /// <summary>Mutant <c>snapshot-one-short</c>: a snapshot leaves out the oldest sub-buffer of a full ring.</summary>
    static virtual bool SnapshotOneShort => false;

    /// <summary>Mutant <c>clear-one-too-far</c>: clears one sub-buffer more than it found delivered.</summary>
    static virtual bool ClearOneTooFar => false;

    /// <summary>Mutant <c>wake-one-late</c>: does not wake a reader for the very sub-buffer that it awaits.</summary>
    static virtual bool WakeOneLate => false;

    /// <summary>Mutant <c>wait-without-final-test</c>: sleeps without a look whether the buffer was completed.</summary>
    static virtual bool WaitWithoutFinalTest => false;

    /// <summary>Mutant <c>header-not-committed</c>: does not commit the packet header.</summary>
    static virtual bool HeaderNotCommitted => false;

    /// <summary>Mutant <c>full-loss-not-counted</c>: does not count a record that is lost since the ring is full (lttng-ust 04489ab4).</summary>
    static virtual bool FullLossNotCounted => false;

    /// <summary>Mutant <c>empty-packet-without-losses</c>: an empty packet states that nothing was lost (lttng-ust f32b5739).</summary>
    static virtual bool EmptyPacketWithoutLosses => false;

    /// <summary>Mutant <c>count-of-own-end</c>: takes the committed count for the end of the own piece, as if reservations did not nest (one writer).</summary>
    static virtual bool CountOfOwnEnd => false;

    /// <summary>Mutant <c>part-position-before-count</c>: a reader of parts looks at the write position before the committed count.</summary>
    static virtual bool PartPositionBeforeCount => false;

    /// <summary>Mutant <c>part-without-position</c>: a reader of parts takes the committed count for a prefix, without a look at the write position.</summary>
    static virtual bool PartWithoutPosition => false;

    /// <summary>Mutant <c>part-taken-once</c>: a reader of parts takes one of a sub-buffer, and leaves what is committed behind it until that is complete.</summary>
    static virtual bool PartTakenOnce => false;

    /// <summary>Mutant <c>cell-not-cleared</c>: a reader of cells leaves the header of what it took.</summary>
    static virtual bool CellNotCleared => false;

    /// <summary>Mutant <c>header-before-data</c>: the header of a record is stored before its bytes.</summary>
    static virtual bool HeaderBeforeData => false;

    /// <summary>Mutant <c>cells-left-behind</c>: a reader of cells releases a delivered sub-buffer of which it has not taken all.</summary>
    static virtual bool CellsLeftBehind => false;

    /// <summary>Mutant of the code alone, <c>wait-for-delivery</c>: a writer whose slot's earlier lap is not delivered tries again, and so waits for whoever delivers it.</summary>
    static virtual bool WaitForDelivery => false;

    /// <summary>Mutant of the code alone, <c>push-without-reload</c>: who failed to push the reader tries again with the position it had.</summary>
    static virtual bool PushWithoutReload => false;
}

/// <summary>What ships: the add of a commit returns the sum, so the one committer that sees it full delivers, without a lock.</summary>
public readonly struct LeanRules : IRules
{
}

/// <summary>LTTng's own form: add, load, lock by compare-exchange, finalize, publish.</summary>
public readonly struct LttngRules : IRules
{
    /// <inheritdoc/>
    public static bool LttngForm => true;
}
