using Verified.Model;

namespace Verified.Proofs.Tests;

/// <summary>Draws small configurations: each constant of the specification in turn, not only those combinations that have a model.</summary>
internal static class Configurations
{
    public const int MostLosses = short.MaxValue;
    public const int HighestTick = 50;

    public static ModelConfig Draw(Random random, string mutant = Model.Mutants.None)
    {
        Mode mode = Flip(random) ? Mode.Discard : Mode.Overwrite;
        int slots = random.Next(mode == Mode.Overwrite ? 2 : 1, 4);
        int units = random.Next(4) == 0 ? 8 : random.Next(3, 6);
        int[] processes = [1, 2, 3, 4, 5, 6];
        random.Shuffle(processes);
        int writers = random.Next(1, 4);
        int flushers = random.Next(0, 3);
        string[] ops = Some(random, Twin.ReaderOps);
        bool isClocked = Flip(random);
        return new ModelConfig
        {
            Writers = processes[..writers],
            Flushers = processes[writers..(writers + flushers)],
            FlushModes = Some(random, Twin.FlushModes),
            ReaderOps = ops,
            Sizes = Some(random, [.. Enumerable.Range(1, units)]), // those above S - H fit no sub-buffer
            N = slots,
            S = units,
            H = random.Next(3) == 0 ? 2 : 1,
            Mode = mode,
            Form = Flip(random) ? Form.Lean : Form.Lttng,
            Clocked = isClocked,
            LastTick = isClocked ? random.Next(3, HighestTick) : 0,
            ShortTime = isClocked ? random.Next(1, 5) : 1,
            FullUnits = isClocked ? random.Next(0, 3) : 0,
            Wakeups = ops.Contains(nameof(ReaderOp.Wait)) || Flip(random),
            Watermark = random.Next(1, slots + 1),
            Abandons = Flip(random),
            LossLimit = MostLosses,
            Mutant = mutant,
            Shifts = false,
        };
    }

    /// <summary>A configuration in one line.</summary>
    public static string TextOf(ModelConfig c) =>
        $"N={c.N} S={c.S} H={c.H} {c.Mode} {c.Form} writers {List(c.Writers)} flushers {List(c.Flushers)} {List(c.FlushModes)} "
        + $"reader {List(c.ReaderOps)} sizes {List(c.Sizes)} clocked={c.Clocked} LastTick={c.LastTick} ShortTime={c.ShortTime} "
        + $"FullUnits={c.FullUnits} Wakeups={c.Wakeups} Watermark={c.Watermark} Abandons={c.Abandons} Mutant={c.Mutant}";

    private static string List<T>(IEnumerable<T> values) => $"[{string.Join(",", values)}]";

    private static bool Flip(Random random) => random.Next(2) == 0;

    // At least one, in their order.
    private static T[] Some<T>(Random random, IReadOnlyList<T> of)
    {
        T certain = of[random.Next(of.Count)];
        return [.. of.Where(v => Flip(random) || Equals(v, certain))];
    }
}
