using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>Options out of range: the message names the value and the range.</summary>
public class OptionsTests
{
    [Theory]
    [InlineData(0, 8, "0", "from 128 to 268435456")]
    [InlineData(-128, 8, "-128", "from 128 to 268435456")]
    [InlineData(64, 8, "64", "from 128 to 268435456")]
    [InlineData(100, 8, "100", "power of two")]
    [InlineData(1 << 29, 2, "536870912", "from 128 to 268435456")]
    [InlineData(128, 0, "0", "power of two from 2 to 32768")]
    [InlineData(128, 1, "1", "power of two from 2 to 32768")]
    [InlineData(128, 3, "3", "power of two from 2 to 32768")]
    [InlineData(128, 1 << 16, "65536", "power of two from 2 to 32768")]
    [InlineData(1 << 28, 8, "2147483648", "at most 1073741824")]
    public void Sizes_out_of_range_are_named(int size, int count, string value, string range)
    {
        foreach (RingBufferMode mode in Enum.GetValues<RingBufferMode>())
        {
            ArgumentException e = Assert.Throws<ArgumentException>(
                () => RingBuffer.Create(new RingBufferOptions { SubBufferSize = size, SubBufferCount = count, Mode = mode }));
            Assert.Contains(value, e.Message, StringComparison.Ordinal);
            Assert.Contains(range, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Unknown_mode_is_named()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => RingBuffer.Create(new RingBufferOptions { Mode = (RingBufferMode)7 }));
        Assert.Contains("Mode is 7", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_options_are_refused() => Assert.Throws<ArgumentNullException>(() => RingBuffer.Create(null!));

    [Fact]
    public void Unknown_clock_is_named()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => RingBuffer.Create(new RingBufferOptions { Clock = (RingBufferClock)7 }));
        Assert.Contains("Clock is 7", e.Message, StringComparison.Ordinal);
    }

    /// <summary>There would be nothing to write to while the reader takes the only sub-buffer (LTTng's bug 5140d2b3).</summary>
    [Fact]
    public void Overwrite_mode_needs_two_sub_buffers()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(
            () => RingBuffer.Create(new RingBufferOptions { Mode = RingBufferMode.Overwrite, SubBufferCount = 1 }));
        Assert.Contains("SubBufferCount is 1", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RingBufferMode.Discard, 0, 3)]
    [InlineData(RingBufferMode.Discard, -1, 3)]
    [InlineData(RingBufferMode.Discard, 4, 3)]
    [InlineData(RingBufferMode.Overwrite, 0, 4)]
    [InlineData(RingBufferMode.Overwrite, 5, 4)]
    public void Watermark_out_of_range_is_named(RingBufferMode mode, int watermark, int most)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(
            () => RingBuffer.Create(new RingBufferOptions { Mode = mode, SubBufferCount = 4, Watermark = watermark }));
        Assert.Contains(
            $"Watermark is {watermark}; with 4 sub-buffers in mode {mode} it must be from 1 to {most}.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    [InlineData((double)uint.MaxValue)]
    public void Longest_wait_out_of_range_is_named(double milliseconds)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(
            () => RingBuffer.Create(new RingBufferOptions { MaxWait = TimeSpan.FromMilliseconds(milliseconds) }));
        Assert.Contains("MaxWait is", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(128, 2, RingBufferMode.Discard)]
    [InlineData(128, 2, RingBufferMode.Overwrite)]
    [InlineData(1 << 20, 2, RingBufferMode.Overwrite)]
    [InlineData(128, 1 << 15, RingBufferMode.Discard)]
    [InlineData(128, 1 << 15, RingBufferMode.Overwrite)]
    public void Sizes_in_range_are_taken(int size, int count, RingBufferMode mode)
    {
        using var ring = RingBuffer.Create(new RingBufferOptions { SubBufferSize = size, SubBufferCount = count, Mode = mode });
        Assert.Equal(size - 72, ring.MaxPayloadLength);
        Assert.Equal(System.Diagnostics.Stopwatch.Frequency, ring.TicksPerSecond);
        Assert.True(ring.TryWrite(new byte[ring.MaxPayloadLength]));
        Assert.False(ring.TryWrite(new byte[ring.MaxPayloadLength + 1]));
    }

    [Fact]
    public void Without_a_clock_headers_are_shorter()
    {
        using RingBuffer ring = RingBufferTests.Small();
        Assert.Equal(60, ring.MaxPayloadLength);
        Assert.Equal(0, ring.TicksPerSecond);
    }
}
