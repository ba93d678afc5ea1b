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
    public void Offsets_are_those_of_version_3()
    {
        var g = new Geometry(256, 4);
        Assert.Equal(3, RegionLayout.Version);
        Assert.Equal(new Location("wpos", 0, 128), RegionLayout.WritePosition);
        Assert.Equal(new Location("last", 0, 136), RegionLayout.LastTime);
        Assert.Equal(new Location("rpos", 0, 256), RegionLayout.ReadPosition);
        Assert.Equal(new Location("lost", 4, 896), RegionLayout.Lost(4));
        Assert.Equal(new Location("waiting", 0, 1024), RegionLayout.Waiting);
        Assert.Equal(new Location("signal", 0, 1032), RegionLayout.Signal);
        Assert.Equal(new Location("final", 0, 1040), RegionLayout.Final);
        Assert.Equal(new Location("now", 0, 1048), RegionLayout.Now);
        Assert.Equal(new Location("mine", 0, 1056), RegionLayout.Mine);
        Assert.Equal(new Location("cc", 3, 1152 + (3 * 256)), RegionLayout.CommitCount(3));
        Assert.Equal(new Location("prefix", 3, 1152 + (3 * 256) + 8), RegionLayout.Prefix(3));
        Assert.Equal(new Location("dc", 3, 1152 + (3 * 256) + 128), RegionLayout.DeliveredCount(3));
        Assert.Equal(new Location("slot", 3, 1152 + (3 * 256) + 136), RegionLayout.Slot(3));
        Assert.Equal(new Location("dsize", 4, 1152 + 1024 + 256), RegionLayout.DataSize(g, 4));
        Assert.Equal(2560, RegionLayout.DataOffset(g)); // 1152 + 1024 + 5 * 64, up to a line
        Assert.Equal(new Location("mem", 300, 2560 + 300), RegionLayout.Data(g, 300));
        Assert.Equal(new Location("begin", 2, 2560 + 512), RegionLayout.Begin(g, 2));
        Assert.Equal(new Location("csize", 2, 2560 + 528), RegionLayout.ContentSize(g, 2));
        Assert.Equal(2560 + 1024, RegionLayout.RegionBytes(new RingSettings(g, RingBufferMode.Discard, false)));
        Assert.Equal(2560 + 1280, RegionLayout.RegionBytes(new RingSettings(g, RingBufferMode.Overwrite, false)));
    }

    [Theory]
    [InlineData(128, 1)]
    [InlineData(128, 2)]
    [InlineData(4096, 8)]
    [InlineData(128, 1024)]
    public void Each_hot_word_is_alone_on_its_line(int size, int count)
    {
        var g = new Geometry(size, count);
        IEnumerable<nint> words = [RegionLayout.WritePosition.Offset, RegionLayout.ReadPosition.Offset, RegionLayout.Waiting.Offset,
            .. Enumerable.Range(0, 5).Select(c => RegionLayout.Lost(c).Offset),
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
        Region region = Region.Allocate(new RingSettings(new Geometry(4096, 8), RingBufferMode.Discard, false));
        Span<byte> bytes = region.Bytes;
        Assert.Equal(0u, (nuint)region.BasePointer % RegionLayout.LineSize);
        Assert.Equal("VRINGBUF", Encoding.ASCII.GetString(bytes[..8]));
        Assert.Equal(RegionLayout.Version, BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]));
        Assert.Equal(RegionLayout.LengthPrefixedFormat, BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]));
        Assert.Equal(4096, BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]));
        Assert.Equal(8, BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]));
        Assert.Equal(RegionLayout.DataOffset(region.Geometry), (nint)BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]));
        Assert.Equal(bytes.Length, BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]));
        Assert.Equal(-1, bytes[40..].IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void Region_of_overwrite_mode_begins_with_slots_that_have_no_lap()
    {
        var settings = new RingSettings(new Geometry(128, 4), RingBufferMode.Overwrite, Clocked: true, ShortTimeBits: 20);
        Region region = Region.Allocate(settings);
        Assert.Equal(RegionLayout.ClockedFormat, BinaryPrimitives.ReadInt32LittleEndian(region.Bytes[12..]));
        Assert.Equal(1, BinaryPrimitives.ReadInt32LittleEndian(region.Bytes[40..]));
        Assert.Equal(20, BinaryPrimitives.ReadInt32LittleEndian(region.Bytes[44..]));
        for (int i = 0; i < 4; i++)
        {
            long word = region.Memory.LoadOwn(RegionLayout.Slot(i));
            Assert.Equal(0x10000 + i, word);
            Assert.Equal((i, true, SlotWord.NoLap), (SlotWord.Sub(word), SlotWord.IsNoref(word), SlotWord.Lap(word)));
        }

        Assert.Equal(4, region.Memory.LoadOwn(RegionLayout.Mine));
        Assert.True(SlotWord.IsOf(Region.Allocate<InitialLapZero>(settings).Memory.LoadOwn(RegionLayout.Slot(2)), 0));
        Assert.Equal(128, region.SubBuffer(4).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => region.SubBuffer(5).Length);
    }

    [Theory]
    [InlineData(0, false, -1)]
    [InlineData(5, true, 0)]
    [InlineData(32768, true, 77)]
    [InlineData(32768, false, (1L << 45) - 1)]
    public void Slot_words_hold_what_they_are_made_of(int sub, bool noref, long lap)
    {
        long word = SlotWord.Make(sub, noref, lap);
        Assert.Equal((sub, noref, lap), (SlotWord.Sub(word), SlotWord.IsNoref(word), SlotWord.Lap(word)));
        Assert.True(SlotWord.IsOf(word, lap));
        Assert.False(SlotWord.IsOf(word, lap + 1));
    }

    [Fact]
    public void No_lap_is_taken_for_none_or_for_its_neighbour()
    {
        for (long lap = (1L << 47) - 4; lap < (1L << 47) + 2; lap++)
        {
            Assert.False(SlotWord.IsOf(SlotWord.Make(3, noref: true, SlotWord.NoLap), lap));
            Assert.False(SlotWord.IsOf(SlotWord.Make(3, noref: true, lap), lap + 1));
            Assert.True(SlotWord.IsOf(SlotWord.Make(3, noref: true, lap), lap));
        }
    }

    [Theory]
    [InlineData(0, Gate.Open, 0)]
    [InlineData(256, Gate.Paused, (1L << 62) + 256)]
    [InlineData(512, Gate.Closed, long.MinValue + 512)]
    public void Position_words_hold_the_gate_in_bits_62_and_63(long position, Gate gate, long word)
    {
        Assert.Equal(word, PositionWord.Make(position, gate));
        Assert.Equal((position, gate), (PositionWord.Position(word), PositionWord.Gate(word)));
    }

    [Theory]
    [InlineData((RingBufferMode)2, 2, 27)]
    [InlineData(RingBufferMode.Overwrite, 1, 27)]
    [InlineData(RingBufferMode.Discard, 2, 0)]
    [InlineData(RingBufferMode.Discard, 2, 32)]
    public void Impossible_settings_are_refused(RingBufferMode mode, int count, int bits) =>
        Assert.Throws<ArgumentException>(() => new RingSettings(new Geometry(128, count), mode, Clocked: true, bits));

    [Fact]
    public void Positions_are_taken_apart_as_in_the_specification()
    {
        var g = new Geometry(128, 4);
        foreach (long p in new[] { 0L, 1, 127, 128, 511, 512, 600, (1L << 40) + 200, long.MaxValue - 1000 })
        {
            Assert.Equal(p % 512 / 128, g.Index(p));
            Assert.Equal(p / 512, g.Lap(p));
            Assert.Equal(p % 128, g.Offset(p));
            Assert.Equal(p - (p % 128), g.Floor(p));
            Assert.Equal(p - (p % 128) + 128, g.Next(p));
            Assert.Equal((3 * 128) + (p % 128), g.DataIndex(3, p));
            Assert.Equal(p / 512 * 128, g.CleanCount(p));
            Assert.Equal(((p / 512) + 1) * 128, g.FullCount(p));
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
