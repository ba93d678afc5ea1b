using System.Diagnostics;
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
    private readonly TimeProvider? _clock;

    /// <summary>Makes accesses relative to a base address.</summary>
    /// <param name="basePointer">The base, aligned to 8 bytes; the memory must stay valid and in place while this is used.</param>
    /// <param name="clock">The clock to read; null: <see cref="Stopwatch"/>.</param>
    public ProcessorMemory(byte* basePointer, TimeProvider? clock = null)
    {
        _base = basePointer;
        _clock = clock;
    }

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
    public void EndWrite(Location at, int header, string step) => Volatile.Write(ref *(int*)(_base + at.Offset), header);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LoadHeader(Location at, string step) => Volatile.Read(ref *(int*)(_base + at.Offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreHeader(Location at, int header, string step) => *(int*)(_base + at.Offset) = header;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeginRead(Location at, int length, string step)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndWrite(Location at, long header, string step) => *(long*)(_base + at.Offset) = header;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ReadClock(Location at, string step) => _clock is null ? Stopwatch.GetTimestamp() : _clock.GetTimestamp();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreBlock(Location at, ReadOnlySpan<long> words, string step) =>
        words.CopyTo(new Span<long>(_base + at.Offset, words.Length));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void LoadBlock(Location at, Span<long> words, string step) =>
        new ReadOnlySpan<long>(_base + at.Offset, words.Length).CopyTo(words);

    /// <inheritdoc/>
    public void TakeWhenSet(Location at, string step)
    {
        // Between the deliverer's compare-exchange and its store there is nothing; but it may be off its processor.
        var spin = default(SpinWait);
        while (Volatile.Read(ref *(long*)(_base + at.Offset)) != 1)
        {
            spin.SpinOnce();
        }

        Volatile.Write(ref *(long*)(_base + at.Offset), 0);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long LoadOwn(Location at) => *(long*)(_base + at.Offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreOwn(Location at, long value) => *(long*)(_base + at.Offset) = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long LoadWithNextBlock(Location at) => *(long*)(_base + at.Offset);
}
