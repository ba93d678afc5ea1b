using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <summary>
/// The memory of one ring buffer, laid out by <see cref="RegionLayout"/>: private, pinned, aligned to 128 bytes, zero but for
/// its header and the words of slots.
/// </summary>
/// <remarks>
/// It is an array of the pinned heap. A pointer into it stays valid while this object, or a span made from such a pointer,
/// can be reached; nothing ever unmaps it under a writer.
/// </remarks>
public sealed unsafe class Region
{
    private readonly byte[] _array;
    private readonly byte* _base;

    private Region(byte[] array, in RingSettings settings)
    {
        _array = array;
        Settings = settings;
        fixed (byte* first = array)
        {
            // Pinned for good, so the address outlives this block.
            _base = (byte*)(((nuint)first + (RegionLayout.LineSize - 1)) & ~(nuint)(RegionLayout.LineSize - 1));
        }
    }

    /// <summary>What the ring is made of.</summary>
    public RingSettings Settings { get; }

    /// <summary>The sizes.</summary>
    public Geometry Geometry => Settings.Geometry;

    /// <summary>The address of the first byte, a multiple of 128.</summary>
    public byte* BasePointer => _base;

    /// <summary>The processor's memory on this region. Keep the region reachable while it is used.</summary>
    public ProcessorMemory Memory => new(_base);

    /// <summary>All bytes of the region; the span keeps them valid.</summary>
    public Span<byte> Bytes => new(_base, RegionLayout.RegionBytes(Settings));

    /// <summary>Allocates a region and writes what it holds at the start.</summary>
    /// <param name="settings">What the ring is made of.</param>
    /// <returns>A region that no thread has written to.</returns>
    /// <exception cref="PlatformNotSupportedException">Not a 64-bit little-endian process.</exception>
    /// <exception cref="OutOfMemoryException">There is not that much memory.</exception>
    public static Region Allocate(in RingSettings settings) => Allocate<LeanRules>(settings);

    /// <inheritdoc cref="Allocate(in RingSettings)"/>
    /// <typeparam name="TRules">The rules that it is used by.</typeparam>
    public static Region Allocate<TRules>(in RingSettings settings)
        where TRules : struct, IRules
    {
        if (!Environment.Is64BitProcess || !BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("A ring buffer needs a 64-bit little-endian process.");
        }

        byte[] array = GC.AllocateArray<byte>(RegionLayout.RegionBytes(settings) + RegionLayout.LineSize - 1, pinned: true);
        var region = new Region(array, settings);
        RegionLayout.Initialize<TRules>(region.Bytes, settings);
        return region;
    }

    /// <summary>The processor's memory on this region, with a clock. Keep the region reachable while it is used.</summary>
    /// <param name="clock">The clock to read; null: the processor's.</param>
    /// <returns>The memory.</returns>
    public ProcessorMemory MemoryWith(TimeProvider? clock) => new(_base, clock);

    /// <summary>The content of a physical sub-buffer from its packet header on.</summary>
    /// <param name="sub">The sub-buffer, 0 to N-1, and N in overwrite mode.</param>
    /// <returns>S bytes; the span keeps them valid.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sub-buffer.</exception>
    public Span<byte> SubBuffer(int sub)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sub);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sub, Settings.PhysicalCount);
        return new(_base + RegionLayout.Begin(Geometry, sub).Offset, Geometry.SubBufferSize);
    }
}
