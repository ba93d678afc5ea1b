using System.Buffers.Binary;
using System.Text;
using Verified.Atomics;
using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>The region: what lies where.</summary>
public class LayoutTests
{
    [Fact]
    public void Offsets_are_those_of_version_1()
    {
        var g = new Geometry(256, 4);
        Assert.Equal(1, RegionLayout.Version);
        Assert.Equal(new Location("wpos", 0, 128), RegionLayout.WritePosition);
        Assert.Equal(new Location("rpos", 0, 256), RegionLayout.ReadPosition);
        Assert.Equal(new Location("lost", 2, 640), RegionLayout.Lost(2));
        Assert.Equal(new Location("cc", 3, 768 + (3 * 256)), RegionLayout.CommitCount(3));
        Assert.Equal(new Location("dc", 3, 768 + (3 * 256) + 128), RegionLayout.DeliveredCount(3));
        Assert.Equal(new Location("dsize", 3, 768 + (3 * 256) + 136), RegionLayout.DataSize(3));
        Assert.Equal(1792, RegionLayout.DataOffset(g));
        Assert.Equal(new Location("mem", 300, 1792 + 300), RegionLayout.Data(g, 300));
        Assert.Equal(new Location("begin", 2, 1792 + 512), RegionLayout.Begin(g, 2));
        Assert.Equal(new Location("csize", 2, 1792 + 520), RegionLayout.ContentSize(g, 2));
        Assert.Equal(1792 + 1024, RegionLayout.RegionBytes(g));
    }

    [Theory]
    [InlineData(64, 1)]
    [InlineData(64, 2)]
    [InlineData(4096, 8)]
    [InlineData(64, 1024)]
    public void Each_hot_word_is_alone_on_its_line(int size, int count)
    {
        var g = new Geometry(size, count);
        IEnumerable<nint> words = [RegionLayout.WritePosition.Offset, RegionLayout.ReadPosition.Offset,
            .. Enumerable.Range(0, 3).Select(c => RegionLayout.Lost(c).Offset),
            .. Enumerable.Range(0, count).Select(i => RegionLayout.CommitCount(i).Offset),
            .. Enumerable.Range(0, count).Select(i => RegionLayout.DeliveredCount(i).Offset)];
        List<nint> lines = [.. words.Select(w => w / RegionLayout.LineSize)];
        Assert.Equal(lines.Count, lines.Distinct().Count());
        Assert.All(lines, line => Assert.InRange(line, 1, (RegionLayout.DataOffset(g) / RegionLayout.LineSize) - 1));
        Assert.Equal(0, RegionLayout.DataOffset(g) % RegionLayout.LineSize);
    }

    [Fact]
    public unsafe void Region_is_aligned_and_zero_but_for_its_header()
    {
        Region region = Region.Allocate(new Geometry(4096, 8));
        Span<byte> bytes = region.Bytes;
        Assert.Equal(0u, (nuint)region.BasePointer % RegionLayout.LineSize);
        Assert.Equal("VRINGBUF", Encoding.ASCII.GetString(bytes[..8]));
        Assert.Equal(1, BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]));
        Assert.Equal(RegionLayout.LengthPrefixedFormat, BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]));
        Assert.Equal(4096, BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]));
        Assert.Equal(8, BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]));
        Assert.Equal(RegionLayout.DataOffset(region.Geometry), (nint)BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]));
        Assert.Equal(bytes.Length, BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]));
        Assert.Equal(-1, bytes[40..].IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void Positions_are_taken_apart_as_in_the_specification()
    {
        var g = new Geometry(64, 4);
        foreach (long p in new[] { 0L, 1, 63, 64, 255, 256, 300, (1L << 40) + 200, long.MaxValue - 1000 })
        {
            Assert.Equal(p % 256 / 64, g.Index(p));
            Assert.Equal(p / 256, g.Lap(p));
            Assert.Equal(p % 64, g.Offset(p));
            Assert.Equal(p - (p % 64), g.Floor(p));
            Assert.Equal(p - (p % 64) + 64, g.Next(p));
            Assert.Equal(p % 256, g.DataIndex(p));
            Assert.Equal(p / 256 * 64, g.CleanCount(p));
            Assert.Equal(((p / 256) + 1) * 64, g.FullCount(p));
        }
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(4, 8)]
    [InlineData(5, 16)]
    [InlineData(12, 16)]
    [InlineData(44, 48)]
    public void Records_are_aligned(int payload, int size) => Assert.Equal(size, Geometry.RecordSize(payload));
}
