using System.Numerics;
using static System.Buffers.Binary.BinaryPrimitives;

namespace Verified.RingBuffers.Core;

/// <summary>
/// The header of a region, believed only as far as it can be right: every size that is derived from it lies inside the region.
/// </summary>
internal readonly record struct RegionHeader
{
    private RegionHeader(RingSettings settings, long ticksPerSecond)
    {
        Settings = settings;
        TicksPerSecond = ticksPerSecond;
    }

    /// <summary>What the ring is made of.</summary>
    public RingSettings Settings { get; }

    /// <summary>Ticks of the clock in a second; 0 if it does not say.</summary>
    public long TicksPerSecond { get; }

    /// <summary>Reads it.</summary>
    /// <param name="bytes">At least the header.</param>
    /// <param name="length">Bytes of the whole region.</param>
    /// <returns>The header of a region of exactly that length.</returns>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static RegionHeader Read(ReadOnlySpan<byte> bytes, long length)
    {
        RequireLength(length);
        long magic = ReadInt64LittleEndian(bytes[RegionLayout.MagicOffset..]);
        Require(magic == RegionLayout.Magic, "this is no file of a ring buffer");
        int version = Int32(bytes, RegionLayout.VersionOffset);
        Require(version == RegionLayout.Version, $"layout version {version}, and this library reads version {RegionLayout.Version}");
        int format = Int32(bytes, RegionLayout.FormatOffset);
        Require(format is RegionLayout.LengthPrefixedFormat or RegionLayout.ClockedFormat, $"record format {format} is unknown");
        bool clocked = format == RegionLayout.ClockedFormat;
        int bits = Int32(bytes, RegionLayout.ShortTimeBitsOffset);
        Require(clocked ? bits is >= 1 and <= RingSettings.MaxShortTimeBits : bits == 0, $"short times of {bits} bits");
        int mode = Int32(bytes, RegionLayout.ModeOffset);
        Require(mode is (int)RingBufferMode.Discard or (int)RingBufferMode.Overwrite, $"mode {mode} is unknown");
        Geometry geometry = GeometryOf(bytes);
        var settings = new RingSettings(
            geometry, (RingBufferMode)mode, clocked, clocked ? bits : RingSettings.DefaultShortTimeBits, Recoverable: true);
        long data = ReadInt64LittleEndian(bytes[RegionLayout.DataOffsetOffset..]);
        Require(data == RegionLayout.DataOffset(geometry), $"its data begins at {data}, and should at {RegionLayout.DataOffset(geometry)}");
        long stated = ReadInt64LittleEndian(bytes[RegionLayout.RegionBytesOffset..]);
        Require(
            stated == RegionLayout.RegionBytes(settings) && stated == length,
            $"it is {length} bytes long, states {stated}, and should have {RegionLayout.RegionBytes(settings)}");
        long ticks = ReadInt64LittleEndian(bytes[RegionLayout.TicksPerSecondOffset..]);
        Require(ticks >= 0 && (clocked || ticks == 0), $"{ticks} clock ticks in a second");
        return new RegionHeader(settings, ticks);
    }

    /// <summary>Refuses a length that no region has.</summary>
    /// <param name="length">Bytes.</param>
    /// <exception cref="InvalidDataException">It is too short or too long.</exception>
    public static void RequireLength(long length) => Require(
        length is > RegionLayout.HeaderSize and <= int.MaxValue, $"it is {length} bytes long, which no ring buffer is");

    private static Geometry GeometryOf(ReadOnlySpan<byte> bytes)
    {
        int size = Int32(bytes, RegionLayout.SubBufferSizeOffset);
        int count = Int32(bytes, RegionLayout.SubBufferCountOffset);
        Require(
            IsPowerOfTwo(size, Geometry.MinSubBufferSize, Geometry.MaxSubBufferSize) && IsPowerOfTwo(count, 2, Geometry.MaxSubBufferCount)
            && (long)size * count <= Geometry.MaxBufferSize,
            $"{count} sub-buffers of {size} bytes");
        return new Geometry(size, count);
    }

    private static bool IsPowerOfTwo(int value, int min, int max) => value >= min && value <= max && BitOperations.IsPow2(value);

    private static int Int32(ReadOnlySpan<byte> bytes, int offset) => ReadInt32LittleEndian(bytes[offset..]);

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidDataException($"Damaged ring buffer file: {otherwise}.");
        }
    }
}
