using FsCheck;
using FsCheck.Fluent;

namespace Verified.RingBuffers.Tests;

public enum Do
{
    Reserve,
    Commit,
    Abandon,
    FlushActive,
    FlushFinal,
    Read,
    Hold,
    Release,
    Snapshot,
    Clear,
    Wait,
    Pause,
    Resume,
    Complete,
    Tick,
}

/// <summary>One operation; the number is a length, ticks of the clock, or how many operations run inside.</summary>
public readonly record struct Act(Do What, int Number)
{
    public override string ToString() => What is Do.Reserve or Do.Tick or Do.Snapshot or Do.Wait ? $"{What} {Number}" : $"{What}";
}

/// <summary>A ring and what is done to it.</summary>
public sealed record FacadeWorkload(RingBufferMode Mode, bool Clocked, int Size, int Count, int Watermark, IReadOnlyList<Act> Acts)
{
    private const int FullTime = 1 << 27;

    public override string ToString() =>
        $"{Mode}{(Clocked ? ", clocked" : "")}, {Count} x {Size}, watermark {Watermark}: {string.Join(", ", Acts)}";

    public static Arbitrary<FacadeWorkload> Any(RingBufferMode mode) => Arb.From(Generate(mode), Shrink);

    private static Gen<FacadeWorkload> Generate(RingBufferMode mode) =>
        from clocked in Gen.Elements(false, true)
        from size in Gen.Elements(128, 256, 512)
        from count in Gen.Elements(2, 4, 8)
        from watermark in Gen.Choose(1, mode == RingBufferMode.Discard ? count - 1 : count)
        from length in Gen.Choose(0, 100)
        from acts in GenerateAct(size).ArrayOf(length)
        select new FacadeWorkload(mode, clocked, size, count, watermark, acts);

    private static Gen<Act> GenerateAct(int size)
    {
        Gen<int> lengths = Gen.Frequency(
            (6, Gen.Choose(0, 28)),
            (2, Gen.Choose(0, size - 68)),
            (1, Gen.Elements(size - 68, size - 72)),
            (1, Gen.Choose(size - 72, size + 8)));
        Gen<int> ticks = Gen.Frequency(
            (4, Gen.Choose(0, 1000)), (1, Gen.Elements(FullTime - 1, FullTime, FullTime + 1, int.MaxValue)));
        Gen<int> inside = Gen.Choose(0, 6);
        return Gen.Frequency(
            (30, lengths.Select(n => new Act(Do.Reserve, n))),
            (20, Gen.Constant(new Act(Do.Commit, 0))),
            (5, Gen.Constant(new Act(Do.Abandon, 0))),
            (3, Gen.Constant(new Act(Do.FlushActive, 0))),
            (2, Gen.Constant(new Act(Do.FlushFinal, 0))),
            (4, Gen.Constant(new Act(Do.Read, 0))),
            (5, Gen.Constant(new Act(Do.Hold, 0))),
            (6, Gen.Constant(new Act(Do.Release, 0))),
            (2, inside.Select(n => new Act(Do.Snapshot, n))),
            (1, Gen.Constant(new Act(Do.Clear, 0))),
            (2, inside.Select(n => new Act(Do.Wait, 2 * n))),
            (1, Gen.Constant(new Act(Do.Pause, 0))),
            (3, Gen.Constant(new Act(Do.Resume, 0))),
            (6, ticks.Select(n => new Act(Do.Tick, n))),
            (1, Gen.Frequency((4, Gen.Constant(new Act(Do.Tick, 1))), (1, Gen.Constant(new Act(Do.Complete, 0))))));
    }

    /// <summary>Without a half, without an operation, with a smaller number.</summary>
    private static IEnumerable<FacadeWorkload> Shrink(FacadeWorkload w)
    {
        int n = w.Acts.Count;
        if (n > 3)
        {
            yield return w with { Acts = [.. w.Acts.Take(n / 2)] };
            yield return w with { Acts = [.. w.Acts.Skip(n / 2)] };
        }

        for (int k = 0; k < n; k++)
        {
            yield return w with { Acts = [.. w.Acts.Where((_, j) => j != k)] };
        }

        for (int k = 0; k < n; k++)
        {
            if (w.Acts[k].Number > 0)
            {
                yield return w with { Acts = [.. w.Acts.Select((a, j) => j == k ? a with { Number = a.Number / 2 } : a)] };
            }
        }
    }
}
