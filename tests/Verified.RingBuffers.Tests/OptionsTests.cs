using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>Options out of range: the message names the value and the range.</summary>
public class OptionsTests
{
    [Theory]
    [InlineData(0, 8, "0", "from 64 to 268435456")]
    [InlineData(-64, 8, "-64", "from 64 to 268435456")]
    [InlineData(32, 8, "32", "from 64 to 268435456")]
    [InlineData(100, 8, "100", "power of two")]
    [InlineData(1 << 29, 2, "536870912", "from 64 to 268435456")]
    [InlineData(64, 0, "0", "from 1 to 65536")]
    [InlineData(64, 1, "1", "from 2 to 65536")]
    [InlineData(64, 3, "3", "power of two")]
    [InlineData(64, 1 << 17, "131072", "from 1 to 65536")]
    [InlineData(1 << 28, 8, "2147483648", "at most 1073741824")]
    public void Sizes_out_of_range_are_named(int size, int count, string value, string range)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(
            () => RingBuffer.Create(new RingBufferOptions { SubBufferSize = size, SubBufferCount = count }));
        Assert.Contains(value, e.Message, StringComparison.Ordinal);
        Assert.Contains(range, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_mode_is_named()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => RingBuffer.Create(new RingBufferOptions { Mode = (RingBufferMode)7 }));
        Assert.Contains("Mode is 7", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_options_are_refused() => Assert.Throws<ArgumentNullException>(() => RingBuffer.Create(null!));

    [Theory]
    [InlineData(64, 2)]
    [InlineData(1 << 20, 2)]
    [InlineData(64, 1 << 16)]
    public void Sizes_in_range_are_taken(int size, int count)
    {
        using var ring = RingBuffer.Create(new RingBufferOptions { SubBufferSize = size, SubBufferCount = count });
        Assert.Equal(size - 20, ring.MaxPayloadLength);
        Assert.True(ring.TryWrite(new byte[ring.MaxPayloadLength]));
    }
}
