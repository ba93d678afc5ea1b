using Verified.RingBuffers;
using Verified.RingBuffers.Core;

namespace Verified.Campaign.Trials;

/// <summary>What can be done to a ring.</summary>
internal enum OpKind
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
internal readonly record struct Op(OpKind Kind, int Number)
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
internal sealed record Workload(int Size, int Count, IReadOnlyList<Op> Ops)
{
    private const int ShortTimeBits = 3;
    private const int MostOps = 120;

    private static readonly OpKind[] s_seldom =
        [OpKind.Pause, OpKind.Resume, OpKind.Resume, OpKind.Resume, OpKind.Complete, OpKind.Clear, OpKind.Cancel];

    public Geometry Geometry => new(Size, Count);

    public RingBufferMode Mode { get; init; }

    public bool Clocked { get; init; }

    public RingSettings Settings => new(Geometry, Mode, Clocked, ShortTimeBits);

    public override string ToString() => $"{Count} x {Size} {Mode}{(Clocked ? " clocked" : "")}: {string.Join(", ", Ops)}";

    /// <summary>Both modes, with and without a clock, and all that one can do.</summary>
    /// <param name="seed">Same seed, same workload.</param>
    public static Workload Of(int seed)
    {
        Random random = new(seed);
        RingBufferMode mode = Any(random, RingBufferMode.Discard, RingBufferMode.Overwrite);
        bool clocked = Any(random, false, true);
        int size = Any(random, 128, 256, 512);
        int count = mode == RingBufferMode.Overwrite ? Any(random, 2, 4) : Any(random, 1, 2, 4);
        Op[] ops = [.. Enumerable.Range(0, random.Next(MostOps + 1)).Select(_ => AnyOp(random, size))];
        return new Workload(size, count, ops) { Mode = mode, Clocked = clocked };
    }

    private static Op AnyOp(Random random, int size) => random.Next(80) switch
    {
        < 60 => UsualOp(random, size),
        < 68 => new Op(OpKind.Tick, random.Next(10)),
        < 71 => new Op(OpKind.Snapshot, 0),
        < 74 => new Op(OpKind.Wait, random.Next(4)),
        _ => new Op(Any(random, s_seldom), 0),
    };

    private static Op UsualOp(Random random, int size) => random.Next(30) switch
    {
        < 10 => new Op(OpKind.Reserve, AnyLength(random, size)),
        < 18 => new Op(OpKind.Commit, random.Next(6)),
        < 20 => new Op(OpKind.Abandon, random.Next(6)),
        < 21 => new Op(OpKind.FlushActive, 0),
        < 22 => new Op(OpKind.FlushFinal, 0),
        < 26 => new Op(OpKind.Get, 0),
        _ => new Op(OpKind.Release, 0),
    };

    /// <summary>Mostly short; now and then one that fills a sub-buffer to its last byte, or one byte more, or fits none.</summary>
    private static int AnyLength(Random random, int size) => random.Next(10) switch
    {
        < 6 => random.Next(29),
        < 8 => random.Next(size - 67),
        < 9 => Any(random, size - 72, size - 68),
        _ => random.Next(size - 71, size + 9),
    };

    private static T Any<T>(Random random, params ReadOnlySpan<T> of) => of[random.Next(of.Length)];
}
