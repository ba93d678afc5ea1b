using Verified.Model;
using Verified.RingBuffers;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>One thing that can be broken in the code, to show that a campaign would see it.</summary>
/// <param name="Name">Kebab-case, as in the specification.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Form">The form it lives in.</param>
/// <param name="Mode">The mode it lives in; null for both.</param>
/// <param name="Scenarios">The scenarios that show it, best first.</param>
/// <param name="Rules">The broken rules.</param>
public sealed record Mutant(
    string Name,
    string Summary,
    Form Form,
    RingBufferMode? Mode,
    IReadOnlyList<string> Scenarios,
    RulesOf Rules)
{
    /// <summary>Does it break what one writer alone does, and nothing of what many do?</summary>
    public bool IsOfOneWriter { get; init; }

    /// <summary>Does it break what readers of parts alone do?</summary>
    public bool IsOfParts { get; init; }

    /// <summary>Does it break what readers of cells alone rely on?</summary>
    public bool IsOfCells { get; init; }

    /// <summary>Can a scenario show it at all?</summary>
    /// <param name="scenario">The scenario.</param>
    public bool LivesIn(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return scenario.Form == Form && (Mode is null || scenario.Mode == Mode) && (scenario.IsOneWriter || !IsOfOneWriter) && (scenario.ReadsParts || !IsOfParts) && (scenario.ReadsCells || !IsOfCells);
    }
}

/// <summary>The mutants by name; each is the shipped source with one constant turned.</summary>
public static class MutantCatalog
{
    /// <summary>All mutants, in the order of the specification's list.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
    [
        Make<MutantRules.CountBeforeDataRules>("count-before-data", "The commit counts the record before its header is stored.", Form.Lean, null, "two-writers", "exact-fill", "overwrite-exact-fill"),
        Make<MutantRules.DeliverWithoutLockRules>("deliver-without-lock", "Whoever finds the count full delivers, without claiming it.", Form.Lttng, null, "lttng-two-writers", "lttng-exact-fill", "overwrite-lttng-two-writers"),
        Make<MutantRules.OnePhaseDeliveryRules>("one-phase-delivery", "The claim already publishes the delivery.", Form.Lttng, null, "lttng-two-writers", "lttng-exact-fill", "overwrite-lttng-two-writers"),
        Make<MutantRules.NoFullTestRules>("no-full-test", "A writer enters a sub-buffer that the reader has not released.", Form.Lean, RingBufferMode.Discard, "full-buffer", "two-writers"),
        Make<MutantRules.NoCleanSlotTestRules>("no-clean-slot-test", "A writer does not ask whether the slot's earlier lap is delivered.", Form.Lean, null, "full-buffer", "three-writers", "overwrite-exact-fill"),
        Make<MutantRules.NoRecheckRules>("no-recheck", "The delivered count is trusted although the write position moved (M 0fdec686).", Form.Lean, null, "three-writers", "two-writers", "overwrite-two-writers"),
        Make<MutantRules.ReaderWithoutDeliveredTestRules>("reader-without-delivered-test", "The reader takes a sub-buffer that is not delivered.", Form.Lean, null, "two-writers", "writer-flusher-reader"),
        Make<MutantRules.ReaderMovesUnconditionallyRules>("reader-moves-unconditionally", "The reader moves on even when it got nothing.", Form.Lean, null, "two-writers", "writer-flusher-reader"),
        Make<MutantRules.NewEndOmittedRules>("new-end-omitted", "A record that fills its sub-buffer does not say where the content ends (M 5fb66f07).", Form.Lean, null, "exact-fill", "two-writers", "overwrite-exact-fill"),
        Make<MutantRules.FlushWithoutCleanTestRules>("flush-without-clean-test", "A final flush sends an empty packet into a slot that is not free (M 5334a2c5).", Form.Lean, null, "final-flush", "overwrite-final-flush"),
        Make<MutantRules.PaddingNotCommittedRules>("padding-not-committed", "The padding of a left sub-buffer is never counted.", Form.Lean, null, "sizes-2-2", "writer-flusher-reader", "overwrite-sizes-2-2"),
        Make<MutantRules.LossMiscountedRules>("loss-miscounted", "A record that is lost as wrapped is counted as full.", Form.Lean, null, "full-buffer", "three-writers", "overwrite-nested-writer"),
        Make<MutantRules.NoPushRules>("no-push", "No writer pushes the reader on: the read position stays a lap behind.", Form.Lean, RingBufferMode.Overwrite, "overwrite-two-writers", "overwrite-exact-fill"),
        Make<MutantRules.NoClearNorefRules>("no-clear-noref", "Who enters a sub-buffer, or writes into it, does not claim its slot.", Form.Lean, RingBufferMode.Overwrite, "overwrite-two-writers", "overwrite-sizes-2-2"),
        Make<MutantRules.NoClearNorefOfOldRules>("no-clear-noref-of-old", "Who ends a sub-buffer does not claim its slot.", Form.Lean, RingBufferMode.Overwrite, "overwrite-sizes-2-2", "overwrite-flusher"),
        Make<MutantRules.PublishBeforeNorefRules>("publish-before-noref", "The delivered count is published before the slot's word.", Form.Lean, RingBufferMode.Overwrite, "overwrite-two-writers", "overwrite-exact-fill"),
        Make<MutantRules.LapOfNextByteRules>("lap-of-next-byte", "The slot's word has the lap of the byte after the sub-buffer (U b68e00d5).", Form.Lean, RingBufferMode.Overwrite, "overwrite-two-writers", "overwrite-exact-fill"),
        Make<MutantRules.InitialLapZeroRules>("initial-lap-zero", "The slots begin with a lap that content has (U 409093be).", Form.Lean, RingBufferMode.Overwrite, "overwrite-two-writers", "overwrite-exact-fill"),
        Make<MutantRules.ReaderWithoutNorefTestRules>("reader-without-noref-test", "The reader takes a sub-buffer that a writer refers to.", Form.Lean, RingBufferMode.Overwrite, "overwrite-sizes-2-2", "overwrite-snapshot"),
        Make<MutantRules.ReaderWithoutLapTestRules>("reader-without-lap-test", "The reader takes a sub-buffer of whatever lap.", Form.Lean, RingBufferMode.Overwrite, "overwrite-snapshot", "overwrite-exact-fill", "overwrite-two-writers"),
        Make<MutantRules.ReaderMovesBackRules>("reader-moves-back", "The reader stores the read position although writers pushed it on.", Form.Lean, RingBufferMode.Overwrite, "overwrite-exact-fill", "overwrite-two-writers"),
        Make<MutantRules.ClockReadOnceRules>("clock-read-once", "The clock is not read again when the write position has moved.", Form.Lean, null, "clocked-writers", "overwrite-clocked-writers"),
        Make<MutantRules.LastTimeBeforeCasRules>("last-time-before-cas", "The last time is stored before the place is taken.", Form.Lean, null, "clocked-writers", "overwrite-clocked-writers"),
        Make<MutantRules.ShortTimeTooWideRules>("short-time-too-wide", "A short time is taken for a difference that it can not keep (M a2ef1c03).", Form.Lean, null, "clocked-writers", "overwrite-clocked-writers"),
        Make<MutantRules.EndTimeAtDeliveryRules>("end-time-at-delivery", "A packet's end time is read when it is delivered (M 635e457c).", Form.Lttng, null, "lttng-clocked", "overwrite-lttng-clocked"),
        Make<MutantRules.EndTimeOfCommitterRules>("end-time-of-committer", "A packet's end time is that of whoever delivers it (M 2485a430).", Form.Lttng, null, "overwrite-lttng-clocked", "lttng-clocked"),
        Make<MutantRules.LossesSampledAtDeliveryRules>("losses-sampled-at-delivery", "A packet states the losses at its delivery (M b2cf5e0b).", Form.Lttng, null, "overwrite-lttng-losses", "lttng-losses"),
        Make<MutantRules.LossesOfCommitterRules>("losses-of-committer", "A packet states the losses that whoever delivers it sampled (M 4ad4ea4c).", Form.Lttng, null, "lttng-losses", "overwrite-lttng-losses"),
        Make<MutantRules.FlushWithoutFullTestRules>("flush-without-full-test", "A final flush sends an empty packet into a slot that the reader has not released (M 74b93124).", Form.Lean, RingBufferMode.Discard, "final-flush"),
        Make<MutantRules.FlushWithoutCasRules>("flush-without-cas", "A flush stores the write position, whatever it has become (M 5e391252).", Form.Lean, null, "writer-flusher-reader", "pause-resume", "overwrite-flusher"),
        Make<MutantRules.ClearWithoutDeliveredTestRules>("clear-without-delivered-test", "A clear releases what is not delivered (M ac4a87e5).", Form.Lean, null, "clear", "overwrite-clear"),
        Make<MutantRules.EndWithoutPositionTestRules>("end-without-position-test", "The reader is told the end although not all is read.", Form.Lean, null, "complete", "wait", "overwrite-complete"),
        Make<MutantRules.WaitWithoutRecheckRules>("wait-without-recheck", "The reader sleeps without looking once more.", Form.Lean, null, "wait-every-delivery", "wait", "overwrite-wait-every-delivery"),
        Make<MutantRules.WakeBeforePublishRules>("wake-before-publish", "The reader is woken before there is anything to read.", Form.Lean, null, "wait-every-delivery", "wait", "overwrite-wait-every-delivery"),
        Make<MutantRules.SnapshotTestsFirstOnlyRules>("snapshot-tests-first-only", "A snapshot asks of its first sub-buffer alone whether it is delivered (M c9b3b5e2).", Form.Lean, RingBufferMode.Discard, "snapshot"),
        Make<MutantRules.PutBackWithoutCasRules>("put-back-without-cas", "A snapshot puts a sub-buffer back although a writer has claimed its slot.", Form.Lean, RingBufferMode.Overwrite, "overwrite-snapshot"),
        Make<MutantRules.GateShutAnywhereRules>("gate-shut-anywhere", "The ring is paused or completed within a sub-buffer, where the fast path does not look.", Form.Lean, null, "pause-resume", "complete", "overwrite-complete"),
        Make<MutantRules.PushByWhoEntersRules>("push-by-who-enters", "A record that does not enter its sub-buffer does not push the reader.", Form.Lean, RingBufferMode.Overwrite, "overwrite-two-writers", "overwrite-three-writers"),
        Make<MutantRules.NoClearNorefOfRecordRules>("no-clear-noref-of-record", "A record that does not enter its sub-buffer does not claim it.", Form.Lean, RingBufferMode.Overwrite, "overwrite-two-writers", "overwrite-three-writers"),
        Make<MutantRules.LossesNotStatedRules>("losses-not-stated", "A packet states that nothing was lost.", Form.Lean, null, "full-buffer", "three-writers", "overwrite-nested-writer"),
        Make<MutantRules.PrefixOfOwnEndRules>("prefix-of-own-end", "The committed prefix is taken where the count equals the end of the own record: LTTng's seq.", Form.Lean, null, "recoverable", "overwrite-recoverable"),
        Make<MutantRules.PrefixPositionBeforeCountRules>("prefix-position-before-count", "The committed prefix is judged by a write position from before the count.", Form.Lean, null, "recoverable", "overwrite-recoverable"),
        Make<MutantRules.FitForgetsHeaderRules>("fit-forgets-header", "A record is taken that is longer than the room by up to a packet header.", Form.Lean, null, "sizes-2-2", "sizes-1-2", "overwrite-sizes-2-2"),
        Make<MutantRules.FastPathFillsUpRules>("fast-path-fills-up", "The fast path takes a record that fills its sub-buffer, and nobody says where the content ends.", Form.Lean, null, "two-writers", "exact-fill", "overwrite-two-writers"),
        Make<MutantRules.FullTestOneLateRules>("full-test-one-late", "A writer finds the ring full one sub-buffer too late.", Form.Lean, RingBufferMode.Discard, "full-buffer", "two-writers"),
        Make<MutantRules.PushOneLateRules>("push-one-late", "A writer pushes the reader one sub-buffer too late.", Form.Lean, RingBufferMode.Overwrite, "overwrite-two-writers", "overwrite-exact-fill"),
        Make<MutantRules.PushOneTooFarRules>("push-one-too-far", "A writer pushes the reader past a sub-buffer that is still there.", Form.Lean, RingBufferMode.Overwrite, "overwrite-two-writers", "overwrite-exact-fill"),
        Make<MutantRules.PushWithoutCasRules>("push-without-cas", "A writer stores the read position, whatever it has become.", Form.Lean, RingBufferMode.Overwrite, "overwrite-two-writers", "overwrite-exact-fill"),
        Make<MutantRules.ClaimWithoutCasRules>("claim-without-cas", "A writer claims a slot by a store, though the reader may have exchanged its sub-buffer.", Form.Lean, RingBufferMode.Overwrite, "overwrite-snapshot", "overwrite-two-writers"),
        Make<MutantRules.GetWithoutCasRules>("get-without-cas", "The reader takes a sub-buffer by a store, though a writer may have claimed it.", Form.Lean, RingBufferMode.Overwrite, "overwrite-snapshot", "overwrite-two-writers"),
        Make<MutantRules.DeliveredTestWithoutSizeRules>("delivered-test-without-size", "The reader takes a sub-buffer whose slot's lap before is delivered (U de7c67b9).", Form.Lean, null, "two-writers", "overwrite-two-writers"),
        Make<MutantRules.SnapshotOneShortRules>("snapshot-one-short", "A snapshot leaves out the oldest sub-buffer of a full ring.", Form.Lean, null, "snapshot", "overwrite-snapshot"),
        Make<MutantRules.ClearOneTooFarRules>("clear-one-too-far", "A clear releases one sub-buffer more than it found delivered.", Form.Lean, null, "clear", "overwrite-clear"),
        Make<MutantRules.WakeOneLateRules>("wake-one-late", "The reader is not woken for the very sub-buffer that it awaits.", Form.Lean, null, "wait-every-delivery", "wait", "overwrite-wait-every-delivery"),
        Make<MutantRules.WaitWithoutFinalTestRules>("wait-without-final-test", "The reader sleeps although the buffer was completed.", Form.Lean, null, "wait-for-completion", "wait", "overwrite-wait"),
        Make<MutantRules.HeaderNotCommittedRules>("header-not-committed", "The header of a packet is never counted.", Form.Lean, null, "two-writers", "overwrite-two-writers"),
        Make<MutantRules.FullLossNotCountedRules>("full-loss-not-counted", "A record that is lost as full is not counted (U 04489ab4).", Form.Lean, RingBufferMode.Discard, "full-buffer", "three-writers"),
        Make<MutantRules.EmptyPacketWithoutLossesRules>("empty-packet-without-losses", "An empty packet states that nothing was lost (U f32b5739).", Form.Lean, null, "final-flush", "overwrite-final-flush"),
        Make<MutantRules.CountOfOwnEndRules>("count-of-own-end", "The one writer takes the committed count for the end of its own piece, as if reservations did not nest.", Form.Lean, null, "one-writer", "overwrite-one-writer") with { IsOfOneWriter = true },
        Make<MutantRules.PartPositionBeforeCountRules>("part-position-before-count", "A reader of parts looks at the write position before the committed count.", Form.Lean, RingBufferMode.Discard, "parts", "parts-three-writers") with { IsOfParts = true },
        Make<MutantRules.PartWithoutPositionRules>("part-without-position", "A reader of parts takes the committed count for a prefix without a look at the write position.", Form.Lean, RingBufferMode.Discard, "parts", "parts-three-writers") with { IsOfParts = true },
        Make<MutantRules.PartTakenOnceRules>("part-taken-once", "A reader of parts takes one part of a sub-buffer, and leaves what is committed behind it.", Form.Lean, RingBufferMode.Discard, "parts", "parts-three-writers") with { IsOfParts = true },
        Make<MutantRules.CellNotClearedRules>("cell-not-cleared", "A reader of cells leaves the header of what it took.", Form.Lean, RingBufferMode.Discard, "cells", "cells-three-writers") with { IsOfCells = true },
        Make<MutantRules.HeaderBeforeDataRules>("header-before-data", "The header of a record is stored before its bytes.", Form.Lean, RingBufferMode.Discard, "cells", "cells-three-writers") with { IsOfCells = true },
        Make<MutantRules.CellsLeftBehindRules>("cells-left-behind", "A reader of cells releases a delivered sub-buffer of which it has not taken all.", Form.Lean, RingBufferMode.Discard, "cells", "cells-three-writers") with { IsOfCells = true },
    ];

    /// <summary>
    /// Mutants that the specification and the twin do not have: they break what is checked of the code alone, progress, not what
    /// is read. No twin can be broken in the same way, so the judge <see cref="Judge.MutatedTwin"/> is not for them.
    /// </summary>
    public static IReadOnlyList<Mutant> OfCodeAlone { get; } =
    [
        Make<MutantRules.WaitForDeliveryRules>("wait-for-delivery", "A writer whose slot's earlier lap is not delivered waits for whoever delivers it.", Form.Lean, null, "sizes-2-2", "overwrite-sizes-2-2"),
        Make<MutantRules.PushWithoutReloadRules>("push-without-reload", "Who failed to push the reader tries again with the read position that it had.", Form.Lean, RingBufferMode.Overwrite, "overwrite-two-writers", "overwrite-lapped-reader"),
    ];

    /// <summary>Finds a mutant, of the code alone too.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The mutant, or null.</returns>
    public static Mutant? Find(string name) => All.Concat(OfCodeAlone).FirstOrDefault(m => m.Name == name);

    /// <summary>The rules of a form, broken or not.</summary>
    /// <param name="mutant">A mutant's name, or "none".</param>
    /// <param name="form">The form.</param>
    /// <param name="positionBits">Bits of a position: 62, or those of <see cref="MutantRules"/>'s wrapping rules, which nothing else is broken in.</param>
    /// <exception cref="ArgumentException">There is no such mutant in this form, or with so many bits.</exception>
    public static RulesOf Rules(string mutant, Form form, int positionBits = PositionWord.PositionBits)
    {
        if (positionBits != PositionWord.PositionBits)
        {
            return Wrapping(mutant, form, positionBits);
        }

        if (mutant == Mutants.None)
        {
            return form == Form.Lttng ? new RulesOf<LttngRules>() : new RulesOf<LeanRules>();
        }

        Mutant found = Find(mutant) ?? throw new ArgumentException($"there is no mutant '{mutant}'", nameof(mutant));
        return found.Form == form
            ? found.Rules
            : throw new ArgumentException($"mutant '{mutant}' lives in the {found.Form} form", nameof(mutant));
    }

    private static RulesOf Wrapping(string mutant, Form form, int positionBits)
    {
        bool isWhole = mutant == Mutants.None && form == Form.Lean;
        return isWhole && positionBits == MutantRules.WrappingRules.PositionBits ? new RulesOf<MutantRules.WrappingRules>()
            : isWhole && positionBits == MutantRules.WrappingTooSoonRules.PositionBits ? new RulesOf<MutantRules.WrappingTooSoonRules>()
            : throw new ArgumentException($"no mutant '{mutant}' of the {form} form has positions of {positionBits} bits", nameof(positionBits));
    }

    private static Mutant Make<TRules>(string name, string summary, Form form, RingBufferMode? mode, params string[] scenarios)
        where TRules : struct, IRules =>
        new(name, summary, form, mode, scenarios, new RulesOf<TRules>());
}
