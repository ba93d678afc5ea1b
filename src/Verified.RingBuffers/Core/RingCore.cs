using System.Runtime.CompilerServices;
using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <summary>
/// LTTng's lock-free reserve/commit algorithm, discard mode: <c>tla/ReserveCommit.tla</c> in C#. Every access to shared memory
/// goes through <typeparamref name="TMemory"/>, is one action of the specification, and carries its name; there are none besides.
/// </summary>
/// <typeparam name="TMemory">The memory: the processor's, or an explored one.</typeparam>
/// <typeparam name="TRules">The form of the algorithm, and what is broken in it.</typeparam>
/// <param name="memory">A region laid out by <see cref="RegionLayout"/>, all zero at the start but for its header.</param>
/// <param name="geometry">The region's geometry.</param>
/// <remarks>
/// Any thread may reserve, commit, abandon and flush at any time, also inside another reservation of its own or in a signal-like
/// context. One reader at a time may call <see cref="TryGet"/> and <see cref="Move"/>.
/// Positions are unwrapped 64-bit numbers, which no run exhausts: 2^63 bytes last 29 years at 10 GB/s.
/// <para>What orders the payload (.NET memory model): a writer's stores come before its commit's <c>Add</c>, a full fence. Adds to
/// one count follow each other, each a fence, so the committer that sees it full has every other writer's stores before it. It
/// publishes with release, and the reader loads with acquire. The way back: the reader's loads come before it releases the read
/// position; a writer that enters the slot acquires that, then advances the write position with a full fence, and every later
/// writer of the sub-buffer advances the same word after it.</para>
/// </remarks>
public readonly partial struct RingCore<TMemory, TRules>(TMemory memory, Geometry geometry)
    where TMemory : struct, IMemory
    where TRules : struct, IRules
{
    private const int FullCause = 0;
    private const int WrappedCause = 1;
    private const int TooBigCause = 2;

    private readonly TMemory _memory = memory;
    private readonly Geometry _geometry = geometry;

    /// <summary>The memory.</summary>
    public TMemory Memory => _memory;

    /// <summary>The sizes.</summary>
    public Geometry Geometry => _geometry;

    /// <summary>Records lost because the ring was full of unread data. An observation, not a step.</summary>
    public long LostFull => _memory.LoadRelaxed(RegionLayout.Lost(FullCause), Steps.None);

    /// <summary>Records lost because a slot's earlier lap was not delivered. An observation, not a step.</summary>
    public long LostWrapped => _memory.LoadRelaxed(RegionLayout.Lost(WrappedCause), Steps.None);

    /// <summary>Records lost because they fit no sub-buffer. An observation, not a step.</summary>
    public long LostTooBig => _memory.LoadRelaxed(RegionLayout.Lost(TooBigCause), Steps.None);

    /// <summary>Where a reservation's record begins in the region; its payload follows after the 4 bytes of its header.</summary>
    /// <param name="slot">The reservation.</param>
    /// <returns>Bytes from the region's base.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint RecordOffset(in Reserved slot) => Cell(slot.Begin).Offset;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Location Cell(long position) => RegionLayout.Data(_geometry, _geometry.DataIndex(position));
}
