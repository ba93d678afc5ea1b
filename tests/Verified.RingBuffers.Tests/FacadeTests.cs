using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>The public face against the plain model, in both modes, with and without a clock, in many sizes.</summary>
public class FacadeTests
{
    private const int Runs = 6000;

    [Fact]
    public void Discard_mode_does_what_the_model_does() => Check(RingBufferMode.Discard);

    [Fact]
    public void Overwrite_mode_does_what_the_model_does() => Check(RingBufferMode.Overwrite);

    private static void Check(RingBufferMode mode) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(Runs), Prop.ForAll(FacadeWorkload.Any(mode), FacadeRun.Check));
}
