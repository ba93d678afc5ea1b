using HdrHistogram;
using Verified.Benchmarks.Candidates;
using Verified.Benchmarks.Output;
using Verified.Benchmarks.Running;

namespace Verified.Benchmarks.Results;

/// <summary>What one run measured.</summary>
internal sealed class RunResults
{
    private readonly Dictionary<(Shape Shape, int Size), IReadOnlyDictionary<string, Samples>> _throughput = [];
    private readonly Dictionary<int, IReadOnlyDictionary<string, LongHistogram>> _latencies = [];

    /// <summary>Shapes and sizes, in the order of measuring.</summary>
    public IReadOnlyCollection<(Shape Shape, int Size)> Groups => _throughput.Keys;

    /// <summary>Candidates, in shapes and sizes.</summary>
    public int Cases => _throughput.Values.Sum(g => g.Count) + _latencies.Values.Sum(g => g.Count);

    /// <summary>Sizes of which there are latencies.</summary>
    public IReadOnlyCollection<int> LatencySizes => _latencies.Keys;

    /// <summary>Bytes that paths allocate for a number of records.</summary>
    public IReadOnlyList<Allocated> Allocations { get; private set; } = [];

    /// <summary>What did not add up, where that was looked at.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Measures.</summary>
    public static RunResults Measure(
        RunPlan plan, IReadOnlyList<Candidate> candidates, IEnumerable<(Shape Shape, int Size)> groups, IEnumerable<int> latencySizes, Progress progress, CancellationToken cancellation)
    {
        RunResults results = new();
        InterleavedRunner runner = new(plan, progress, cancellation);
        try
        {
            foreach ((Shape shape, int size) in groups)
            {
                results._throughput[(shape, size)] = runner.Measure(candidates, shape, size);
            }

            foreach (int size in latencySizes)
            {
                results._latencies[size] = runner.TimeWrites(candidates, size);
            }

            results.Allocations = AllocationPaths.Measure();
        }
        finally
        {
            progress.End();
        }

        results.Problems.AddRange(runner.Problems);
        results.Problems.AddRange(results.Allocations.Where(a => a.Bytes != 0).Select(a => $"{a.Path}: {a.Bytes} bytes allocated for {a.Records} records"));
        return results;
    }

    /// <summary>Figures that were not measured here.</summary>
    public static RunResults Of(
        IReadOnlyDictionary<(Shape Shape, int Size), IReadOnlyDictionary<string, Samples>> throughput, IReadOnlyList<Allocated> allocations)
    {
        RunResults results = new() { Allocations = allocations };
        foreach (((Shape shape, int size), IReadOnlyDictionary<string, Samples> group) in throughput)
        {
            results._throughput[(shape, size)] = group;
        }

        return results;
    }

    /// <summary>One candidate's windows; null if it was not measured.</summary>
    public Samples? Throughput(Shape shape, int size, string name) =>
        _throughput.TryGetValue((shape, size), out IReadOnlyDictionary<string, Samples>? group) ? group.GetValueOrDefault(name) : null;

    /// <summary>One candidate's latencies; null if they were not measured.</summary>
    public LongHistogram? Latency(int size, string name) =>
        _latencies.TryGetValue(size, out IReadOnlyDictionary<string, LongHistogram>? group) ? group.GetValueOrDefault(name) : null;
}
