namespace Verified.RingBuffers.Core;

/// <summary>
/// The form of the algorithm, and what is broken in it: constants that the JIT folds. What ships is <see cref="LeanRules"/>, the
/// defaults. The mutants are those of <c>tla/ReserveCommit.tla</c>; each exists to show that a check can fail.
/// </summary>
public interface IRules
{
    /// <summary>The specification's <c>Form = "Lttng"</c>: delivery is locked by compare-exchange and finalizes the size. Otherwise "Lean".</summary>
    static virtual bool LttngForm => false;

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

    /// <summary>Mutant <c>no-recheck</c>: trusts a delivered count without looking whether the write position moved.</summary>
    static virtual bool NoRecheck => false;

    /// <summary>Mutant <c>reader-without-delivered-test</c>: reads a sub-buffer that is not delivered.</summary>
    static virtual bool ReaderWithoutDeliveredTest => false;

    /// <summary>Mutant <c>reader-moves-unconditionally</c>: moves the read position whether or not there was data.</summary>
    static virtual bool ReaderMovesUnconditionally => false;

    /// <summary>Mutant <c>new-end-omitted</c>: leaves out the size of a sub-buffer filled to its last byte.</summary>
    static virtual bool NewEndOmitted => false;

    /// <summary>Mutant <c>flush-without-clean-test</c>: sends an empty packet without the tests of its slot.</summary>
    static virtual bool FlushWithoutCleanTest => false;

    /// <summary>Mutant <c>padding-not-committed</c>: does not commit the padding at the end of a sub-buffer.</summary>
    static virtual bool PaddingNotCommitted => false;

    /// <summary>Mutant <c>loss-miscounted</c>: counts a record that is lost as wrapped under full.</summary>
    static virtual bool LossMiscounted => false;
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
