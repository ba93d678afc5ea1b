using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>The committed prefix (C5): which steps keep it, and that it never covers a hole.</summary>
public class PrefixTests
{
    private const int Header = Geometry.PacketHeaderSize;

    [Fact]
    public void Only_a_recoverable_ring_keeps_a_prefix()
    {
        StepTrace<LeanRules> t = new();
        t.Core.Commit(t.Reserve(4));
        Assert.Equal(0, t.PrefixOf(0));
        Assert.DoesNotContain(t.Log, s => s.StartsWith("Prefix", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(RingBufferMode.Discard)]
    [InlineData(RingBufferMode.Overwrite)]
    public void A_prefix_is_kept_when_all_that_was_reserved_is_committed(RingBufferMode mode)
    {
        StepTrace<LeanRules> t = new(mode, recoverable: true);
        t.Core.Commit(t.Reserve(4));
        Assert.Equal(Header + 8, t.PrefixOf(0));
        t.Log.Clear();
        Reserved a = t.Reserve(4);
        Reserved b = t.Reserve(4);
        t.Log.Clear();
        t.Core.Commit(b);
        t.Expect("Write_End Commit_AddCount Prefix_LoadWritePosition");
        t.Core.Commit(a);
        t.Expect("Write_End Commit_AddCount Prefix_LoadWritePosition Prefix_Store");
        Assert.Equal(Header + 24, t.PrefixOf(0));
        Reserved last = t.Reserve(128 - Header - 24 - 4);
        t.Log.Clear();
        t.Core.Commit(last);
        Assert.StartsWith("Write_End Commit_AddCount Deliver_", string.Join(' ', t.Log), StringComparison.Ordinal); // full: no prefix
        Assert.Equal(Header + 24, t.PrefixOf(0));
        t.Core.Commit(t.Reserve(4));
        Assert.Equal(Header + 8, t.PrefixOf(1));
    }

    [Fact]
    public void A_writer_that_has_left_the_sub_buffer_keeps_none()
    {
        StepTrace<LeanRules> t = new(recoverable: true);
        Reserved a = t.Reserve(28);
        Reserved b = t.Reserve(36); // does not fit: the padding of the first is committed
        Assert.Equal(Header, t.PrefixOf(1) + Header);
        Assert.Equal(0, t.PrefixOf(0));
        t.Log.Clear();
        t.Core.Commit(a); // full
        Assert.DoesNotContain("Prefix_Store", t.Log);
        t.Core.Commit(b);
        Assert.Equal(Header + 40, t.PrefixOf(1));
    }

    [Fact]
    public void A_hole_is_in_no_prefix()
    {
        StepTrace<LeanRules> t = Holes<LeanRules>();
        Assert.Equal(0, t.PrefixOf(0));
        Assert.Equal(Header + 16, Holes<PrefixOfOwnEnd>().PrefixOf(0)); // LTTng's: A is a hole in it
    }

    [Fact]
    public void The_position_must_be_loaded_after_the_count()
    {
        StepTrace<PrefixPositionBeforeCount> t = new(recoverable: true);
        Reserved a = t.Reserve(4);
        t.Log.Clear();
        t.Core.Commit(a);
        t.Expect("Write_End Prefix_LoadWritePosition Commit_AddCount Prefix_Store");
    }

    [Fact]
    public void Of_the_next_lap_only_its_own_bytes_count()
    {
        StepTrace<LeanRules> t = new(recoverable: true);
        for (int i = 0; i < 4; i++)
        {
            t.Core.Commit(t.Reserve(60));
            t.Core.Move(t.Get());
        }

        t.Core.Commit(t.Reserve(4));
        Assert.Equal((2 * 128) + Header + 8, t.PrefixOf(0));
    }

    /// <summary>A, B and D of one size are reserved in this order; D and B are committed, A is not.</summary>
    private static StepTrace<TRules> Holes<TRules>()
        where TRules : struct, IRules
    {
        StepTrace<TRules> t = new(size: 256, recoverable: true);
        Reserved a = t.Reserve(4);
        Assert.Equal(Header, a.Begin);
        Reserved b = t.Reserve(4);
        Reserved d = t.Reserve(4);
        t.Core.Commit(d);
        t.Core.Commit(b);
        return t;
    }
}
