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

    /// <summary>A record that fills its sub-buffer leaves no size (T17).</summary>
    public const string NewEndOmitted = "new-end-omitted";

    /// <summary>A final flush does not ask whether the slot is clean (F2).</summary>
    public const string FlushWithoutCleanTest = "flush-without-clean-test";

    /// <summary>Padding is not committed.</summary>
    public const string PaddingNotCommitted = "padding-not-committed";

    /// <summary>A record that is lost as wrapped is counted as full.</summary>
    public const string LossMiscounted = "loss-miscounted";

    /// <summary>All mutants, without <see cref="None"/>, in the order of the contract between specification and code.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        CountBeforeData, DeliverWithoutLock, OnePhaseDelivery, NoFullTest, NoCleanSlotTest, NoRecheck,
        ReaderWithoutDeliveredTest, ReaderMovesUnconditionally, NewEndOmitted, FlushWithoutCleanTest, PaddingNotCommitted,
        LossMiscounted,
    ];
}
