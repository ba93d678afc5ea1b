using Verified.Benchmarks.Candidates;
using Verified.Benchmarks.Machine;
using Verified.Benchmarks.Output;
using Verified.Benchmarks.Running;

namespace Verified.Benchmarks.Results;

/// <summary>Which curves there are. Each point of a curve is a group of the interleaved run.</summary>
internal sealed class CurveList(RunPlan plan, Progress progress, CancellationToken cancellation)
{
    private const int PlainSize = 32;
    private const int MostThreads = 16;
    private static readonly int[] s_recordSizes = [8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096];
    private static readonly int[] s_subBufferSizes = [1 << 12, 1 << 13, 1 << 14, 1 << 15, 1 << 16, 1 << 17, 1 << 18, 1 << 19, 1 << 20, 1 << 21, 1 << 22];

    private static readonly int[] s_buffersMerged = [1, 2, 4, 8, 16, 32, 64];
    private static readonly int[] s_runs = [1, 64];

    /// <summary>What did not add up, where that was looked at.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Candidates, in all points.</summary>
    public int Cases { get; private set; }

    /// <summary>All of them, measured.</summary>
    public IEnumerable<Curve> Measure()
    {
        yield return BySize();
        yield return ByThreads();
        yield return BySubBuffer();
        yield return ByBuffersMerged();
    }

    private Curve BySize()
    {
        Curve curve = new("cost-by-record-size", "One producer alone: cost by record size", "bytes of a record");
        Candidate[] candidates = Known("floor/copy+stores", "one/span", "one/span/clock", "many/span", "many/span/clock", "queue", "lttng-ust");
        foreach (int size in s_recordSizes)
        {
            Add(curve, size, plan, candidates, Shape.Alone, size);
        }

        return curve;
    }

    private Curve ByThreads()
    {
        Curve curve = new("cost-by-threads", $"Producers at the same time, {PlainSize} B: time by all records", "threads that write");
        Candidate[] candidates = Known("per-thread/span/clock", "per-processor/span/clock", "many/span", "many/span/clock", "many-each/span/clock", "queue", "lttng-ust");
        for (int threads = 1; threads <= Math.Min(Processors.Allowed.Count, MostThreads); threads++)
        {
            Add(curve, threads, plan, candidates, new Shape(threads, false), PlainSize);
        }

        return curve;
    }

    private Curve BySubBuffer()
    {
        Curve curve = new("cost-by-sub-buffer-size", $"One producer alone, {PlainSize} B, {plan.SubBufferCount} sub-buffers: cost by their size", "bytes of a sub-buffer");
        Candidate[] candidates = Known("floor/copy+stores", "one/span", "one/span/clock", "many/span", "many/span/clock");
        foreach (int size in s_subBufferSizes)
        {
            Add(curve, size, plan with { SubBufferSize = size }, candidates, Shape.Alone, PlainSize);
        }

        return curve;
    }

    private Curve ByBuffersMerged()
    {
        Curve curve = new("cost-by-buffers-merged", $"Reading a channel, {PlainSize} B: cost by its buffers, all of them with records", "buffers merged");
        foreach (int buffers in s_buffersMerged)
        {
            Candidate[] candidates = [.. s_runs.Select(run => Candidate.Of(
                $"records alternate in runs of {run}", "TryRead of a channel whose buffers are full", static (_, _) => true, o => new MergeReading(o, buffers, run)))];
            Add(curve, buffers, plan, candidates, Shape.Alone, PlainSize);
        }

        return curve;
    }

    private void Add(Curve curve, double at, RunPlan here, Candidate[] candidates, Shape shape, int size)
    {
        InterleavedRunner runner = new(here, progress, cancellation);
        foreach ((string name, Samples samples) in runner.Measure(candidates, shape, size).OrderBy(p => Array.FindIndex(candidates, c => c.Name == p.Key)))
        {
            curve.Add(name, at, samples.Median);
            Cases++;
        }

        Problems.AddRange(runner.Problems);
    }

    private static Candidate[] Known(params string[] names) => [.. names.Select(Catalogue.Find).OfType<Candidate>()];
}
