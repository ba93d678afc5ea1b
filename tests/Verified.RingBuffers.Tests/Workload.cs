using FsCheck;
using FsCheck.Fluent;
using Verified.RingBuffers.Core;

namespace Verified.RingBuffers.Tests;

public enum OpKind
{
    Reserve,
    Commit,
    Abandon,
    Tick,
    Wait,
    FlushActive,
    FlushFinal,
    Get,
    Release,
    Pause,
    Resume,
    Complete,
    Snapshot,
    Clear,
    Cancel,
}

/// <summary>One operation. The number is a length to reserve, which open reservation to end, a time, or a watermark less one.</summary>
public readonly record struct Op(OpKind Kind, int Number)
{
    public FlushMode FlushMode => Kind switch
    {
        OpKind.FlushFinal => FlushMode.Final,
        OpKind.Pause => FlushMode.Pause,
        OpKind.Resume => FlushMode.Resume,
        OpKind.Complete => FlushMode.Complete,
        _ => FlushMode.Active,
    };

    public override string ToString() => Kind <= OpKind.Wait ? $"{Kind} {Number}" : $"{Kind}";
}

/// <summary>What a ring is made of and what is done to it.</summary>
public sealed record Workload(int Size, int Count, IReadOnlyList<Op> Ops)
{
    private const int ShortTimeBits = 3;

    public Geometry Geometry => new(Size, Count);

    public RingBufferMode Mode { get; init; }

    public bool Clocked { get; init; }

    public RingSettings Settings => new(Geometry, Mode, Clocked, ShortTimeBits);

    public override string ToString() => $"{Count} x {Size} {Mode}{(Clocked ? " clocked" : "")}: {string.Join(", ", Ops)}";

    /// <summary>Both modes, with and without a clock, and all that one can do.</summary>
    public static Arbitrary<Workload> Any() => Arb.From(
        from mode in Gen.Elements(RingBufferMode.Discard, RingBufferMode.Overwrite)
        from clocked in Gen.Elements(false, true)
        from work in Generate(mode == RingBufferMode.Overwrite ? 2 : 1)
        select work with { Mode = mode, Clocked = clocked },
        Shrink);

    private static Gen<Workload> Generate(int minCount) =>
        from size in Gen.Elements(128, 256, 512)
        from count in Gen.Elements(1, 2, 4).Where(n => n >= minCount)
        from length in Gen.Choose(0, 120)
        from ops in GenerateAnyOp(size).ArrayOf(length)
        select new Workload(size, count, ops);

    private static Gen<Op> GenerateOp(int size)
    {
        Gen<int> lengths = Gen.Frequency(
            (6, Gen.Choose(0, 28)),
            (2, Gen.Choose(0, size - 68)),
            (1, Gen.Elements(size - 72, size - 68)),
            (1, Gen.Choose(size - 71, size + 8)));
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

    private static Gen<Op> GenerateAnyOp(int size)
    {
        OpKind[] seldom = [OpKind.Pause, OpKind.Resume, OpKind.Resume, OpKind.Resume, OpKind.Complete, OpKind.Clear, OpKind.Cancel];
        return Gen.Frequency(
            (60, GenerateOp(size)),
            (8, Gen.Choose(0, 9).Select(n => new Op(OpKind.Tick, n))),
            (3, Gen.Constant(new Op(OpKind.Snapshot, 0))),
            (3, Gen.Choose(0, 3).Select(n => new Op(OpKind.Wait, n))),
            (6, Gen.Elements(seldom).Select(kind => new Op(kind, 0))));
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
