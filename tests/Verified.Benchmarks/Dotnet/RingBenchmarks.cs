using BenchmarkDotNet.Attributes;
using Verified.RingBuffers;
using Verified.RingBuffers.Core;

namespace Verified.Benchmarks.Dotnet;

/// <summary>This project's ring, one producer alone, in overwrite mode; one record per call, so that its machine code is what is shown.</summary>
[MemoryDiagnoser]
[DisassemblyDiagnoser(maxDepth: 4)]
public class RingBenchmarks : IDisposable
{
    private RingBuffer _ring = null!;
    private byte[] _payload = [];

    /// <summary>Bytes of a payload.</summary>
    [Params(8, 32, 128, 256)]
    public int Size { get; set; }

    /// <summary>Whether records have a time.</summary>
    [Params(RingBufferClock.None, RingBufferClock.Stopwatch)]
    public RingBufferClock Clock { get; set; }

    /// <summary>Whether it is for one writer or for many: other machine code.</summary>
    [Params(RingBufferWriters.Many, RingBufferWriters.One)]
    public RingBufferWriters Writers { get; set; }

    /// <summary>Makes the ring.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _payload = new byte[Size];
        _ring = RingBuffer.Create(new RingBufferOptions { Mode = RingBufferMode.Overwrite, Clock = Clock, Writers = Writers, SubBufferCount = 4 });
    }

    /// <summary>Ends it.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _ring.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A span of any length.</summary>
    [Benchmark(Baseline = true)]
    public bool TryWrite() => _ring.TryWrite(_payload);

    /// <summary>In place.</summary>
    [Benchmark]
    public bool ReserveAndCommit()
    {
        if (!_ring.TryReserve(_payload.Length, out Reservation slot))
        {
            return false;
        }

        _payload.CopyTo(slot.Span);
        slot.Commit();
        return true;
    }

    /// <summary>The write of 8 bytes whose machine code is checked.</summary>
    [Benchmark]
    public bool WriteInt64() => Writers == RingBufferWriters.One ? FastPath.WriteInt64AsOwner(_ring, 1) : FastPath.WriteInt64(_ring, 1);
}
