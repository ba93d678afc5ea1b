using Verified.Exploration;
using Verified.Model;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>One thing that can be broken in the code, to show that a campaign would see it.</summary>
/// <param name="Name">Kebab-case, as in the specification.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Form">The form it lives in.</param>
/// <param name="Scenarios">The scenarios that show it, best first.</param>
/// <param name="Create">Makes the broken ring buffer.</param>
public sealed record Mutant(
    string Name, string Summary, Form Form, IReadOnlyList<string> Scenarios, Func<ExploredRegion, Geometry, RingDriver> Create);

/// <summary>The mutants by name; each is the shipped source with one constant turned.</summary>
public static class MutantCatalog
{
    /// <summary>All mutants, in the order of the specification's list.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
    [
        Make<CountBeforeDataRules>("count-before-data", "The commit counts the record before its header is stored.", Form.Lean, "two-writers", "exact-fill"),
        Make<DeliverWithoutLockRules>("deliver-without-lock", "Whoever finds the count full delivers, without claiming it.", Form.Lttng, "lttng-two-writers", "lttng-exact-fill"),
        Make<OnePhaseDeliveryRules>("one-phase-delivery", "The claim already publishes the delivery.", Form.Lttng, "lttng-two-writers", "lttng-exact-fill"),
        Make<NoFullTestRules>("no-full-test", "A writer enters a sub-buffer that the reader has not released.", Form.Lean, "full-buffer", "two-writers"),
        Make<NoCleanSlotTestRules>("no-clean-slot-test", "A writer does not ask whether the slot's earlier lap is delivered.", Form.Lean, "full-buffer", "three-writers"),
        Make<NoRecheckRules>("no-recheck", "The delivered count is trusted although the write position moved.", Form.Lean, "two-writers", "three-writers"),
        Make<ReaderWithoutDeliveredTestRules>("reader-without-delivered-test", "The reader takes a sub-buffer that is not delivered.", Form.Lean, "two-writers", "writer-flusher-reader"),
        Make<ReaderMovesUnconditionallyRules>("reader-moves-unconditionally", "The reader moves on even when it got nothing.", Form.Lean, "two-writers", "writer-flusher-reader"),
        Make<NewEndOmittedRules>("new-end-omitted", "A record that fills its sub-buffer does not say where the content ends.", Form.Lean, "exact-fill", "two-writers"),
        Make<FlushWithoutCleanTestRules>("flush-without-clean-test", "A final flush sends an empty packet into a slot that is not free.", Form.Lean, "final-flush"),
        Make<PaddingNotCommittedRules>("padding-not-committed", "The padding of a left sub-buffer is never counted.", Form.Lean, "sizes-2-2", "writer-flusher-reader"),
        Make<LossMiscountedRules>("loss-miscounted", "A record that is lost as wrapped is counted as full.", Form.Lean, "full-buffer", "three-writers"),
    ];

    /// <summary>Finds a mutant.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The mutant, or null.</returns>
    public static Mutant? Find(string name) => All.FirstOrDefault(m => m.Name == name);

    /// <summary>Makes the ring buffer of a form, broken or not.</summary>
    /// <param name="mutant">A mutant's name, or "none".</param>
    /// <param name="form">The form.</param>
    /// <param name="region">The bytes.</param>
    /// <param name="geometry">The sizes.</param>
    /// <exception cref="ArgumentException">There is no such mutant in this form.</exception>
    public static RingDriver Create(string mutant, Form form, ExploredRegion region, Geometry geometry)
    {
        if (mutant == Mutants.None)
        {
            return form == Form.Lttng ? new RingDriver<LttngRules>(region, geometry) : new RingDriver<LeanRules>(region, geometry);
        }

        Mutant found = Find(mutant) ?? throw new ArgumentException($"there is no mutant '{mutant}'", nameof(mutant));
        return found.Form == form
            ? found.Create(region, geometry)
            : throw new ArgumentException($"mutant '{mutant}' lives in the {found.Form} form", nameof(mutant));
    }

    private static Mutant Make<TRules>(string name, string summary, Form form, params string[] scenarios)
        where TRules : struct, IRules =>
        new(name, summary, form, scenarios, (region, geometry) => new RingDriver<TRules>(region, geometry));

    private readonly struct CountBeforeDataRules : IRules
    {
        public static bool CountBeforeData => true;
    }

    private readonly struct DeliverWithoutLockRules : IRules
    {
        public static bool LttngForm => true;

        public static bool DeliverWithoutLock => true;
    }

    private readonly struct OnePhaseDeliveryRules : IRules
    {
        public static bool LttngForm => true;

        public static bool OnePhaseDelivery => true;
    }

    private readonly struct NoFullTestRules : IRules
    {
        public static bool NoFullTest => true;
    }

    private readonly struct NoCleanSlotTestRules : IRules
    {
        public static bool NoCleanSlotTest => true;
    }

    private readonly struct NoRecheckRules : IRules
    {
        public static bool NoRecheck => true;
    }

    private readonly struct ReaderWithoutDeliveredTestRules : IRules
    {
        public static bool ReaderWithoutDeliveredTest => true;
    }

    private readonly struct ReaderMovesUnconditionallyRules : IRules
    {
        public static bool ReaderMovesUnconditionally => true;
    }

    private readonly struct NewEndOmittedRules : IRules
    {
        public static bool NewEndOmitted => true;
    }

    private readonly struct FlushWithoutCleanTestRules : IRules
    {
        public static bool FlushWithoutCleanTest => true;
    }

    private readonly struct PaddingNotCommittedRules : IRules
    {
        public static bool PaddingNotCommitted => true;
    }

    private readonly struct LossMiscountedRules : IRules
    {
        public static bool LossMiscounted => true;
    }
}
