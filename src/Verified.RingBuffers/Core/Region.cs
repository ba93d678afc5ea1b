using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <summary>
/// The memory of one ring buffer, laid out by <see cref="RegionLayout"/> and aligned to 128 bytes: private and pinned, or a mapped file.
/// All that the algorithm has of it is its address.
/// </summary>
/// <remarks>
/// Private memory is an array of the pinned heap. A pointer into it stays valid while this object, or a span made from such a pointer,
/// can be reached. A span does not keep a mapped file: there, a pointer stays valid while this object can be reached, and longer
/// until <see cref="Close"/> was called; nothing ever unmaps it under a writer (<see cref="RegionFile"/>).
/// </remarks>
public sealed unsafe class Region
{
    // Keeps the bytes where they are: an array of the pinned heap, or a mapped file.
    private readonly object _owner;
    private readonly byte* _base;

    private Region(object owner, byte* first, in RingSettings settings)
    {
        _owner = owner;
        _base = first;
        Settings = settings;
    }

    /// <summary>What the ring is made of.</summary>
    public RingSettings Settings { get; }

    /// <summary>The sizes.</summary>
    public Geometry Geometry => Settings.Geometry;

    /// <summary>The address of the first byte, a multiple of 128.</summary>
    public byte* BasePointer => _base;

    /// <summary>The processor's memory on this region. Keep the region reachable while it is used.</summary>
    public ProcessorMemory Memory => new(_base);

    /// <summary>All bytes of the region. Keep the region reachable while a mapped file's are used.</summary>
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
        RequirePlatform();
        byte[] array = GC.AllocateArray<byte>(RegionLayout.RegionBytes(settings) + RegionLayout.LineSize - 1, pinned: true);
        fixed (byte* first = array)
        {
            // Pinned for good, so the address outlives this block.
            byte* aligned = (byte*)(((nuint)first + (RegionLayout.LineSize - 1)) & ~(nuint)(RegionLayout.LineSize - 1));
            var region = new Region(array, aligned, settings);
            RegionLayout.Initialize<TRules>(region.Bytes, settings);
            return region;
        }
    }

    /// <summary>Refuses a process that can not use regions.</summary>
    /// <exception cref="PlatformNotSupportedException">Not a 64-bit little-endian process.</exception>
    internal static void RequirePlatform()
    {
        if (!Environment.Is64BitProcess || !BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("A ring buffer needs a 64-bit little-endian process.");
        }
    }

    /// <summary>The region in a mapped file, which has its length.</summary>
    /// <param name="file">The file; the region closes it.</param>
    /// <param name="settings">What the ring is made of.</param>
    /// <returns>The region; nothing is written to it.</returns>
    internal static Region In(RegionFile file, in RingSettings settings) => new(file, file.BasePointer, settings);

    /// <summary>Flushes and closes the file that it lies in; nothing otherwise. Its bytes stay mapped while this object can be reached.</summary>
    /// <exception cref="IOException">The bytes can not be written to the disk; the file is closed all the same.</exception>
    internal void Close() => (_owner as RegionFile)?.Close();

    /// <summary>The processor's memory on this region, with a clock. Keep the region reachable while it is used.</summary>
    /// <param name="clock">The clock to read; null: the processor's.</param>
    /// <returns>The memory.</returns>
    public ProcessorMemory MemoryWith(TimeProvider? clock) => new(_base, clock);

    /// <summary>The content of a physical sub-buffer from its packet header on.</summary>
    /// <param name="sub">The sub-buffer, 0 to N-1, and N in overwrite mode.</param>
    /// <returns>S bytes. Keep the region reachable while a mapped file's are used.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sub-buffer.</exception>
    public Span<byte> SubBuffer(int sub)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sub);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sub, Settings.PhysicalCount);
        return new(_base + RegionLayout.Begin(Geometry, sub).Offset, Geometry.SubBufferSize);
    }
}
