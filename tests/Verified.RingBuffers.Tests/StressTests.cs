using Verified.Atomics;
using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>Real threads on the processor's memory.</summary>
public class StressTests
{
    private const int Writers = 4;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(RingBufferMode.Discard, false, 128, 2)]
    [InlineData(RingBufferMode.Discard, true, 4096, 4)]
    [InlineData(RingBufferMode.Overwrite, false, 128, 2)]
    [InlineData(RingBufferMode.Overwrite, true, 256, 4)]
    public void Lean_form_under_threads(RingBufferMode mode, bool clocked, int size, int count) =>
        Run<LeanRules, ManyWriters>(new RingSettings(new Geometry(size, count), mode, clocked, ShortTimeBits: 10));

    [Theory]
    [InlineData(RingBufferMode.Discard, true, 256, 4)]
    [InlineData(RingBufferMode.Overwrite, true, 128, 2)]
    public void Lttng_form_under_threads(RingBufferMode mode, bool clocked, int size, int count) =>
        Run<LttngRules, ManyWriters>(new RingSettings(new Geometry(size, count), mode, clocked, ShortTimeBits: 10));

    [Theory]
    [InlineData(RingBufferMode.Discard, false, 128, 2)]
    [InlineData(RingBufferMode.Discard, true, 4096, 4)]
    [InlineData(RingBufferMode.Overwrite, false, 128, 2)]
    [InlineData(RingBufferMode.Overwrite, true, 256, 4)]
    public void One_writer_beside_a_reader(RingBufferMode mode, bool clocked, int size, int count) =>
        Run<LeanRules, OneWriter>(new RingSettings(new Geometry(size, count), mode, clocked, ShortTimeBits: 10));

    private static void Run<TRules, TSync>(RingSettings settings)
        where TRules : struct, IRules
        where TSync : struct, ISynchronisation
    {
        var stress = new Stress<ProcessorMemory, TRules, TSync>(settings, TSync.IsOneWriter ? 1 : Writers, long.MaxValue, Time, region => region.Memory);
        stress.Run();
        TestContext.Current.TestOutputHelper?.WriteLine(stress.Summary);
        Assert.True(stress.HasRead, "nothing was read");
    }
}
