using System.Runtime.CompilerServices;

namespace Verified.Atomics;

/// <summary>
/// The processor's own memory: each access is one <see cref="Volatile"/>, <see cref="Interlocked"/> or plain access at base plus
/// offset, and the names vanish. The .NET memory model (docs/design/specs/Memory-model.md, "Atomic memory accesses", "Order of
/// memory operations") makes aligned accesses up to the size of a pointer atomic, volatile reads acquire, volatile writes
/// release, and interlocked operations full fences.
/// </summary>
/// <remarks>Only for 64-bit processes: a plain access to a 64-bit word is atomic there alone.</remarks>
public readonly unsafe struct ProcessorMemory : IMemory
{
    private readonly byte* _base;

    /// <summary>Makes accesses relative to a base address.</summary>
    /// <param name="basePointer">The base, aligned to 8 bytes; the memory must stay valid and in place while this is used.</param>
    public ProcessorMemory(byte* basePointer) => _base = basePointer;

    /// <summary>The address that offsets count from.</summary>
    public byte* BasePointer
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _base;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long LoadAcquire(Location at, string step) => Volatile.Read(ref *(long*)(_base + at.Offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long LoadRelaxed(Location at, string step) => *(long*)(_base + at.Offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreRelease(Location at, long value, string step) => Volatile.Write(ref *(long*)(_base + at.Offset), value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreRelaxed(Location at, long value, string step) => *(long*)(_base + at.Offset) = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool CompareExchange(Location at, long expected, long desired, string step, string failStep) =>
        Interlocked.CompareExchange(ref *(long*)(_base + at.Offset), desired, expected) == expected;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Add(Location at, long delta, string step) => Interlocked.Add(ref *(long*)(_base + at.Offset), delta);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fence(string step) => Interlocked.MemoryBarrier();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Pause() => Thread.SpinWait(1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeginWrite(Location at, int length, string step)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndWrite(Location at, int header, string step) => *(int*)(_base + at.Offset) = header;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeginRead(Location at, int length, string step)
    {
    }
}
