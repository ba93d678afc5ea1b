namespace Verified.Cli.Kills;

/// <summary>Why a method may let a mutant live: no other reason counts.</summary>
internal enum Reason
{
    /// <summary>Every record is read whole and in order, and every loss counted right, all the same.</summary>
    HarmlessToRecords,

    /// <summary>One operation after the other does nothing wrong: another process must come between two steps.</summary>
    NeedsAnotherProcess,

    /// <summary>An interruption ends before the interrupted goes on, and there is one at a time: processes must overtake each other.</summary>
    NeedsOvertaking,

    /// <summary>The method does not do, or not look at, what would show it.</summary>
    NotTried,
}

/// <summary>A mutant that a method lets live, and why.</summary>
/// <param name="Mutant">The mutant's name.</param>
/// <param name="Method">The method.</param>
/// <param name="Reason">The kind of reason.</param>
/// <param name="Argument">The argument, in a sentence; empty where the reason says it all.</param>
internal sealed record Survivor(string Mutant, KillMethod Method, Reason Reason, string Argument)
{
    private const string NeverDelivered = "The reader asks for the delivered count first (G7), and that of a slot that was never entered says no.";
    private const string NobodyRecovers = "Only recovery looks at the committed prefix, and nobody dies here: `verified kill` is for that.";
    private const string Shown = "What a snapshot shows must have been accepted; that it shows all that is there is not asked.";
    private const string WholeAlone = "Its reader takes whole sub-buffers.";
    private const string Unclaimed = "One writer stands before it claims the sub-buffer, another writes there, and a reader takes it that asked for it before both.";

    /// <summary>All of them. One that is not needed is as wrong as one that is missing.</summary>
    public static IReadOnlyList<Survivor> All { get; } =
    [
        new("no-recheck", KillMethod.Records, Reason.NotTried, "A record is lost as wrapped although the slot that it needed was free; the caller and the ring agree about it, and nobody but the twin knows of the slot."),
        new("initial-lap-zero", KillMethod.Records, Reason.HarmlessToRecords, NeverDelivered),
        new("losses-not-stated", KillMethod.Records, Reason.NotTried, "What packets state must not shrink, nor exceed the totals: zero does neither."),

        .. new[]
        {
            "count-before-data", "deliver-without-lock", "one-phase-delivery", "no-recheck", "no-clear-noref-of-old", "publish-before-noref",
            "reader-without-lap-test", "clock-read-once", "flush-without-cas", "push-by-who-enters", "no-clear-noref-of-record",
            "push-without-cas", "claim-without-cas", "get-without-cas",
        }.Select(m => new Survivor(m, KillMethod.Sequential, Reason.NeedsAnotherProcess, "")),
        new("initial-lap-zero", KillMethod.Sequential, Reason.HarmlessToRecords, NeverDelivered),

        new("loss-miscounted", KillMethod.Interrupts, Reason.NotTried, "It adds up the losses of all causes."),
        new("no-clear-noref-of-old", KillMethod.Interrupts, Reason.NeedsOvertaking, Unclaimed),
        new("no-clear-noref-of-record", KillMethod.Interrupts, Reason.NeedsOvertaking, Unclaimed),
        new("initial-lap-zero", KillMethod.Interrupts, Reason.HarmlessToRecords, NeverDelivered),
        new("end-without-position-test", KillMethod.Interrupts, Reason.NotTried, "The ring is completed when no record is open any more, and no interruption completes it."),
        new("claim-without-cas", KillMethod.Interrupts, Reason.NeedsOvertaking, "The first leaves a sub-buffer both to the slot and to the reader; a second must write there while the reader reads it."),
        new("push-one-too-far", KillMethod.Interrupts, Reason.NotTried, "What is not read in overwrite mode counts as overwritten."),
        new("clear-one-too-far", KillMethod.Interrupts, Reason.NotTried, "What is not read after a clear counts as cleared."),
        new("wait-without-final-test", KillMethod.Interrupts, Reason.NotTried, "No interruption completes the ring."),
        new("snapshot-one-short", KillMethod.Records, Reason.NotTried, Shown),
        new("snapshot-one-short", KillMethod.Interrupts, Reason.NotTried, Shown),
        new("losses-not-stated", KillMethod.Interrupts, Reason.NotTried, "What packets state must not shrink, and zero does not."),

        new("count-of-own-end", KillMethod.Interrupts, Reason.NotTried, "Nothing interrupts the calls of one writer: that is what it asks of its user."),
        .. new[] { "part-without-position", "part-position-before-count", "part-taken-once" }.SelectMany(m => new Survivor[]
        {
            new(m, KillMethod.Sequential, Reason.NotTried, WholeAlone),
            new(m, KillMethod.Interrupts, Reason.NotTried, WholeAlone),
        }),

        .. new[] { "cell-not-cleared", "header-before-data", "cells-left-behind" }.SelectMany(m => new Survivor[]
        {
            new(m, KillMethod.Sequential, Reason.NotTried, WholeAlone),
            new(m, KillMethod.Interrupts, Reason.NotTried, WholeAlone),
        }),

        new("part-taken-once", KillMethod.Records, Reason.HarmlessToRecords, "What it leaves is read with the whole sub-buffer, later than it could be."),

        // Only recovery looks at the committed prefix; `verified kill`, the tests of deaths, and S23_RecoveredIsCommitted see these.
        .. new[] { "prefix-of-own-end", "prefix-position-before-count" }.SelectMany(m => new Survivor[]
        {
            new(m, KillMethod.Records, Reason.NotTried, NobodyRecovers),
            new(m, KillMethod.Sequential, Reason.NotTried, NobodyRecovers),
            new(m, KillMethod.Interrupts, Reason.NotTried, "It recovers the ring at its end alone, when nothing is open any more."),
        }),
    ];

    /// <summary>The entry of a mutant and a method, or null.</summary>
    public static Survivor? Find(string mutant, KillMethod method) => All.FirstOrDefault(s => s.Mutant == mutant && s.Method == method);

    /// <summary>A reason in words.</summary>
    public static string Words(Reason reason) => reason switch
    {
        Reason.HarmlessToRecords => "harmless to records: each is read whole and in order, and each loss is counted right, all the same",
        Reason.NeedsAnotherProcess => "needs another process between two of its steps: one operation after the other does nothing wrong",
        Reason.NeedsOvertaking => "needs processes that overtake each other: an interruption ends before the interrupted goes on, and there is one at a time",
        _ => "the method does not do, or not look at, what would show it",
    };
}
