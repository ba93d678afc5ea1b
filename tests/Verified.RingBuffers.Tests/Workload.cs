using FsCheck;
using FsCheck.Fluent;
using Verified.RingBuffers.Core;

namespace Verified.RingBuffers.Tests;

public enum OpKind
{
    Reserve,
    Commit,
    Abandon,
    FlushActive,
    FlushFinal,
    Get,
    Release,
}

/// <summary>One operation. The number is a length to reserve, or which open reservation to end.</summary>
public readonly record struct Op(OpKind Kind, int Number)
{
    public override string ToString() => Kind <= OpKind.Abandon ? $"{Kind} {Number}" : $"{Kind}";
}

/// <summary>A geometry and what is done to a ring of it.</summary>
public sealed record Workload(int Size, int Count, IReadOnlyList<Op> Ops)
{
    public Geometry Geometry => new(Size, Count);

    public override string ToString() => $"{Count} x {Size}: {string.Join(", ", Ops)}";

    public static Arbitrary<Workload> Any(int minCount) => Arb.From(Generate(minCount), Shrink);

    private static Gen<Workload> Generate(int minCount) =>
        from size in Gen.Elements(64, 128, 256)
        from count in Gen.Elements(1, 2, 4).Where(n => n >= minCount)
        from length in Gen.Choose(0, 120)
        from ops in GenerateOp(size).ArrayOf(length)
        select new Workload(size, count, ops);

    private static Gen<Op> GenerateOp(int size)
    {
        Gen<int> lengths = Gen.Frequency(
            (6, Gen.Choose(0, 28)),
            (2, Gen.Choose(0, size - 20)),
            (1, Gen.Constant(size - 20)),
            (1, Gen.Choose(size - 19, size + 8)));
        Gen<int> which = Gen.Choose(0, 5);
        return Gen.Frequency(
            (10, lengths.Select(n => new Op(OpKind.Reserve, n))),
            (8, which.Select(n => new Op(OpKind.Commit, n))),
            (2, which.Select(n => new Op(OpKind.Abandon, n))),
            (1, Gen.Constant(new Op(OpKind.FlushActive, 0))),
            (1, Gen.Constant(new Op(OpKind.FlushFinal, 0))),
            (4, Gen.Constant(new Op(OpKind.Get, 0))),
            (4, Gen.Constant(new Op(OpKind.Release, 0))));
    }

    /// <summary>Without a half, without an operation, with a smaller number.</summary>
    private static IEnumerable<Workload> Shrink(Workload w)
    {
        int n = w.Ops.Count;
        if (n > 3)
        {
            yield return w with { Ops = [.. w.Ops.Take(n / 2)] };
            yield return w with { Ops = [.. w.Ops.Skip(n / 2)] };
        }

        for (int k = 0; k < n; k++)
        {
            yield return w with { Ops = [.. w.Ops.Where((_, j) => j != k)] };
        }

        for (int k = 0; k < n; k++)
        {
            if (w.Ops[k].Number > 0)
            {
                yield return w with { Ops = [.. w.Ops.Select((o, j) => j == k ? o with { Number = o.Number / 2 } : o)] };
            }
        }
    }
}
