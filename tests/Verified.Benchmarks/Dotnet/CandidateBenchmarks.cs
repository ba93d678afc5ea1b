using BenchmarkDotNet.Attributes;
using Verified.Benchmarks.Candidates;
using Verified.Benchmarks.Running;

namespace Verified.Benchmarks.Dotnet;

/// <summary>Every candidate of this process, one producer alone: the interleaved run's own loops.</summary>
[MemoryDiagnoser]
public class CandidateBenchmarks : IDisposable
{
    private const int Records = 1024;
    private const int SubBufferSize = 64 * 1024;
    private const int SubBufferCount = 4;
    private Workload _workload = null!;

    /// <summary>Names of the catalogue.</summary>
    public static IEnumerable<string> Names => Catalogue.All.Where(c => c.Managed is not null && c.Takes(Shape.Alone, Payloads.Sizes[0])).Select(c => c.Name);

    /// <summary>Which.</summary>
    [ParamsSource(nameof(Names))]
    public string Candidate { get; set; } = "";

    /// <summary>Bytes of a payload.</summary>
    [Params(8, 32, 128, 256)]
    public int Size { get; set; }

    /// <summary>Sets the candidate up.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        Candidate candidate = Catalogue.Find(Candidate)!;
        _workload = candidate.Takes(Shape.Alone, Size)
            ? candidate.Managed!(new CaseOptions(Shape.Alone, Size, SubBufferSize, SubBufferCount, false))
            : throw new NotSupportedException($"{Candidate} takes no {Size} B");
    }

    /// <summary>Ends it.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _workload.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Batches; what has to be done between them is in the time here.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public int Write()
    {
        int accepted = _workload.Write(0, Records);
        _workload.Settle(0);
        return accepted;
    }
}
