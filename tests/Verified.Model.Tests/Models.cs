using Xunit;

namespace Verified.Model.Tests;

/// <summary>The small models of these tests, and what TLC found of them.</summary>
internal static class Models
{
    private static readonly string[] s_both = ["Active", "Final"];

    internal static readonly ModelConfig OneWriter = new() { Reader = 9 };

    internal static readonly ModelConfig OneWriterLttng = OneWriter with { Form = Form.Lttng, Abandons = true };

    internal static readonly ModelConfig Flush = OneWriter with { Flushers = [3], FlushModes = s_both, Abandons = true };

    internal static readonly ModelConfig FlushLttng = Flush with { Form = Form.Lttng };

    internal static readonly ModelConfig Sizes = OneWriter with { S = 4, Sizes = [1, 2], Abandons = true };

    internal static readonly ModelConfig SizesLttng = Sizes with { Form = Form.Lttng };

    internal static readonly ModelConfig TooBig = OneWriter with { S = 4, Sizes = [2, 4], LossModulus = 2, Abandons = true };

    internal static readonly ModelConfig ThreeSlots =
        OneWriter with { N = 3, Flushers = [2], Reader = 3, FlushModes = ["Active"], Form = Form.Lttng };

    internal static readonly ModelConfig OddNumbers = new()
    {
        S = 4,
        H = 2,
        Sizes = [1, 2],
        Writers = [2],
        Flushers = [5],
        Reader = 0,
        FlushModes = ["Final"],
    };

    internal static readonly ModelConfig TwoWriters = OneWriter with { Writers = [1, 2] };

    internal static readonly ModelConfig TwoWritersLttng = TwoWriters with { Form = Form.Lttng };

    internal static readonly ModelConfig TwoWritersFour = TwoWriters with { S = 4 };

    internal static readonly ModelConfig OddUnits = OneWriter with { S = 3, Sizes = [1, 2], Abandons = true, Form = Form.Lttng };

    internal static readonly ModelConfig OneSlot =
        OneWriter with { N = 1, S = 3, Sizes = [1, 2], Flushers = [2], FlushModes = s_both, Reader = 3 };

    /// <summary>The smallest model that shows each mutant.</summary>
    internal static ModelConfig OfMutant(string mutant) => mutant switch
    {
        Mutants.DeliverWithoutLock => TwoWritersFour with { Form = Form.Lttng, Mutant = mutant },
        Mutants.OnePhaseDelivery => OneWriter with { Form = Form.Lttng, Mutant = mutant },
        Mutants.NoCleanSlotTest or Mutants.NoRecheck => TwoWriters with { Mutant = mutant },
        Mutants.LossMiscounted => TwoWriters with { LossModulus = 2, Mutant = mutant },
        Mutants.FlushWithoutCleanTest => OneWriter with { Flushers = [3], FlushModes = s_both, Mutant = mutant },
        Mutants.PaddingNotCommitted => OneWriter with { S = 4, Sizes = [1, 2], Mutant = mutant },
        _ => OneWriter with { Mutant = mutant },
    };

    internal static ExploreResult Explore(ModelConfig config) =>
        new Explorer(new Twin(config), new ExploreOptions { ChecksRefinement = true, ChecksCounters = true, ChecksLosses = true })
            .Run(TestContext.Current.CancellationToken);

    internal static ModelConfig Find(string name) => name switch
    {
        nameof(OneWriter) => OneWriter,
        nameof(OneWriterLttng) => OneWriterLttng,
        nameof(Flush) => Flush,
        nameof(FlushLttng) => FlushLttng,
        nameof(Sizes) => Sizes,
        nameof(SizesLttng) => SizesLttng,
        nameof(TooBig) => TooBig,
        nameof(ThreeSlots) => ThreeSlots,
        nameof(OddNumbers) => OddNumbers,
        nameof(TwoWriters) => TwoWriters,
        nameof(TwoWritersLttng) => TwoWritersLttng,
        nameof(TwoWritersFour) => TwoWritersFour,
        nameof(OddUnits) => OddUnits,
        nameof(OneSlot) => OneSlot,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
