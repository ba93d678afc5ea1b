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

    private static void Check(RingBufferMode mode)
    {
        var seen = new Seen();
        Property property = Prop.ForAll(FacadeWorkload.Any(mode), w => FacadeRun.Check(w, seen));
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(Runs), property);
        seen.AssertAll(mode);
    }
}

/// <summary>What happened in at least one of the generated cases: that they reach what they are for.</summary>
internal sealed class Seen
{
    private Losses _losses;
    private long _overwritten;
    private int _snapshotOverwritten;
    private int _snapshotUnfinished;

    public bool HeldOverwritten { get; set; }

    public bool Sleep { get; set; }

    public bool Woken { get; set; }

    public bool WokenForLess { get; set; }

    public void Add(Losses losses, long overwritten)
    {
        _losses += losses;
        _overwritten += overwritten;
    }

    public void Snapshot(int overwritten, int unfinished)
    {
        _snapshotOverwritten += overwritten;
        _snapshotUnfinished += unfinished;
    }

    public void AssertAll(RingBufferMode mode)
    {
        bool overwrites = mode == RingBufferMode.Overwrite;
        Assert.Equal(overwrites, _losses.Full == 0);
        Assert.Equal(overwrites, _overwritten > 0);
        Assert.Equal(overwrites, _snapshotOverwritten > 0);
        Assert.Equal(overwrites, HeldOverwritten);
        Assert.NotEqual(0, _losses.Wrapped);
        Assert.NotEqual(0, _losses.TooBig);
        Assert.NotEqual(0, _losses.Refused);
        Assert.NotEqual(0, _losses.Abandoned);
        Assert.NotEqual(0, _snapshotUnfinished);
        Assert.True(Sleep);
        Assert.True(Woken);
        Assert.True(WokenForLess || !overwrites);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{_losses}; sub-buffers overwritten {_overwritten}, during snapshots {_snapshotOverwritten}; unfinished {_snapshotUnfinished}");
    }
}
