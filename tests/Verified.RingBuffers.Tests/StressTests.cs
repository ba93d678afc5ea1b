using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>Real threads on the processor's memory.</summary>
public class StressTests
{
    private const int Writers = 4;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(64, 2)]
    [InlineData(256, 4)]
    [InlineData(4096, 4)]
    public void Lean_form_under_threads(int size, int count) => Run<LeanRules>(size, count);

    [Theory]
    [InlineData(64, 2)]
    [InlineData(256, 4)]
    [InlineData(4096, 4)]
    public void Lttng_form_under_threads(int size, int count) => Run<LttngRules>(size, count);

    private static void Run<TRules>(int size, int count)
        where TRules : struct, IRules
    {
        var stress = new Stress<TRules>(size, count, Writers, Time);
        stress.Run();
        TestContext.Current.TestOutputHelper?.WriteLine(stress.Summary);
    }
}
