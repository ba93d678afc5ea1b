using Verified.Benchmarks.Candidates;
using Verified.Benchmarks.Running;

namespace Verified.Benchmarks.Results;

/// <summary>What the buffer claims to reach, beside its peers, in one interleaved run.</summary>
internal static class TargetList
{
    /// <summary>The size at which latencies are compared.</summary>
    public const int LatencySize = 32;

    private const string Clock = "floor/clock";
    private const string Locked = "floor/cas+add";
    private const string Timing = "floor/nothing";
    private const string Typed = "one/typed";
    private const string Span = "one/span";
    private const string SpanClock = "one/span/clock";
    private const string OwnClock = "per-thread/span/clock";
    private const string Shared = "many/typed";
    private const string SharedClock = "many/span/clock";

    /// <summary>The claims.</summary>
    public static IReadOnlyList<Target> All { get; } =
    [
        new("one writer, typed, no clock, against ConcurrentQueue", Shape.Alone, "queue", Typed, [(8, 3.5), (32, 3.5), (256, 1.8)]),
        new("one writer, variable length, no clock, against the floor", Shape.Alone, "floor/copy+stores", Span, Everywhere(2), TargetKind.OursByFloor),
        new("one writer with Stopwatch, against LTTng-UST", Shape.Alone, "lttng-ust", SpanClock, Everywhere(4), TargetKind.PeerByOurs, Clock),
        new("many writers with Stopwatch, uncontended, against LTTng-UST", Shape.Alone, "lttng-ust", SharedClock, Everywhere(2.5), TargetKind.PeerByOurs, Clock, Locked),
        new("many writers, typed, no clock, uncontended, against bounded Channel", Shape.Alone, "channel/drop-oldest", Shared, Everywhere(1.2), TargetKind.PeerByOurs, Locked),
        new("many writers, typed, no clock, uncontended, against ConcurrentQueue", Shape.Alone, "queue", Shared, Everywhere(0.8), TargetKind.PeerByOurs, Locked),
        new("two threads, own buffers, with Stopwatch, against LTTng-UST", Shape.Two, "lttng-ust", OwnClock, Everywhere(4), TargetKind.PeerByOurs, Clock),
        new("1 producer + 1 consumer, with Stopwatch, against ConcurrentQueue", Shape.Pair, "queue/clock", SpanClock, Everywhere(3)),
        new("1 producer + 1 consumer, with Stopwatch, against Channel", Shape.Pair, "channel/wait/clock", SpanClock, Everywhere(5)),
        new("write latency p99.9 under a second writer, against LTTng-UST", Shape.Two, "lttng-ust", OwnClock, [(LatencySize, 4)], TargetKind.Latency, Timing),
        new("with Stopwatch, against EventSource to EventListener", Shape.Alone, "eventsource", SharedClock, Everywhere(3), TargetKind.PeerByOurs, Clock, Locked),
    ];

    /// <summary>The rows, allocation among them.</summary>
    public static IReadOnlyList<TargetRow> Evaluate(RunResults results)
    {
        Allocated worst = results.Allocations.MaxBy(a => a.Bytes)!;
        TargetRow allocation = new(
            "allocation per record, every path but those that give copies or a snapshot", $"{results.Allocations.Count} paths", new Dictionary<int, string> { [0] = worst.Bytes == 0 ? "0 B" : $"{worst.Path}: {worst.Bytes} B for {worst.Records} records" }, "0 B", worst.Bytes == 0 ? Outcome.Met : Outcome.Missed);
        return [.. All.Select(t => t.Evaluate(results)), allocation];
    }

    /// <summary>The claims that have floors, for a ring that takes no time besides them: what the machine leaves of each.</summary>
    public static IReadOnlyList<TargetRow> Most(RunResults results) => [.. All.Select(t => t.Most(results)).OfType<TargetRow>()];

    /// <summary>The shapes and sizes that they need.</summary>
    public static IEnumerable<(Shape Shape, int Size)> Groups() =>
        All.Where(t => t.Kind != TargetKind.Latency).SelectMany(t => t.Limits.Select(l => (t.Shape, l.Size))).Distinct();

    /// <summary>The candidates that they need.</summary>
    public static IReadOnlyList<Candidate> Candidates()
    {
        HashSet<string> names = [.. All.SelectMany(t => (string[])[t.Peer, t.Ours, .. t.Floors])];
        return [.. Catalogue.All.Where(c => names.Contains(c.Name))];
    }

    private static (int Size, double Limit)[] Everywhere(double limit) => [.. Payloads.Sizes.Select(s => (s, limit))];
}
