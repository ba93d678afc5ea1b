using System.Buffers.Binary;
using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <summary>
/// The memory of one ring buffer, laid out by <see cref="RegionLayout"/>: private, pinned, aligned to 128 bytes, zero but for
/// its header.
/// </summary>
/// <remarks>
/// It is an array of the pinned heap. A pointer into it stays valid while this object, or a span made from such a pointer,
/// can be reached; nothing ever unmaps it under a writer.
/// </remarks>
public sealed unsafe class Region
{
    private readonly byte[] _array;
    private readonly byte* _base;

    private Region(byte[] array, Geometry geometry)
    {
        _array = array;
        Geometry = geometry;
        fixed (byte* first = array)
        {
            // Pinned for good, so the address outlives this block.
            _base = (byte*)(((nuint)first + (RegionLayout.LineSize - 1)) & ~(nuint)(RegionLayout.LineSize - 1));
        }
    }

    /// <summary>The sizes.</summary>
    public Geometry Geometry { get; }

    /// <summary>The address of the first byte, a multiple of 128.</summary>
    public byte* BasePointer => _base;

    /// <summary>The processor's memory on this region. Keep the region reachable while it is used.</summary>
    public ProcessorMemory Memory => new(_base);

    /// <summary>All bytes of the region; the span keeps them valid.</summary>
    public Span<byte> Bytes => new(_base, RegionLayout.RegionBytes(Geometry));

    /// <summary>Allocates a region and writes its header.</summary>
    /// <param name="geometry">The sizes.</param>
    /// <returns>A region that no thread has written to.</returns>
    /// <exception cref="PlatformNotSupportedException">Not a 64-bit little-endian process.</exception>
    /// <exception cref="OutOfMemoryException">There is not that much memory.</exception>
    public static Region Allocate(Geometry geometry)
    {
        if (!Environment.Is64BitProcess || !BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("A ring buffer needs a 64-bit little-endian process.");
        }

        byte[] array = GC.AllocateArray<byte>(RegionLayout.RegionBytes(geometry) + RegionLayout.LineSize - 1, pinned: true);
        var region = new Region(array, geometry);
        WriteHeader(region.Bytes, geometry);
        return region;
    }

    /// <summary>The content of a slot's sub-buffer from its packet header on.</summary>
    /// <param name="slot">The slot, 0 to N-1.</param>
    /// <returns>S bytes; the span keeps them valid.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    public Span<byte> SubBuffer(int slot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, Geometry.SubBufferCount);
        return new(_base + RegionLayout.Begin(Geometry, slot).Offset, Geometry.SubBufferSize);
    }

    private static void WriteHeader(Span<byte> region, Geometry geometry)
    {
        BinaryPrimitives.WriteInt64LittleEndian(region[RegionLayout.MagicOffset..], RegionLayout.Magic);
        BinaryPrimitives.WriteInt32LittleEndian(region[RegionLayout.VersionOffset..], RegionLayout.Version);
        BinaryPrimitives.WriteInt32LittleEndian(region[RegionLayout.FormatOffset..], RegionLayout.LengthPrefixedFormat);
        BinaryPrimitives.WriteInt32LittleEndian(region[RegionLayout.SubBufferSizeOffset..], geometry.SubBufferSize);
        BinaryPrimitives.WriteInt32LittleEndian(region[RegionLayout.SubBufferCountOffset..], geometry.SubBufferCount);
        BinaryPrimitives.WriteInt64LittleEndian(region[RegionLayout.DataOffsetOffset..], RegionLayout.DataOffset(geometry));
        BinaryPrimitives.WriteInt64LittleEndian(region[RegionLayout.RegionBytesOffset..], RegionLayout.RegionBytes(geometry));
    }
}
