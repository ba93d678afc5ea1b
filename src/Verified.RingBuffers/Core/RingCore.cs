using System.Runtime.CompilerServices;
using Verified.Atomics;

namespace Verified.RingBuffers.Core;

/// <summary>
/// LTTng's lock-free reserve/commit algorithm, discard and overwrite mode: <c>tla/ReserveCommit.tla</c> in C#. Every access to
/// shared memory goes through <typeparamref name="TMemory"/>, is one action of the specification, and carries its name; there are
/// none besides.
/// </summary>
/// <typeparam name="TMemory">The memory: the processor's, or an explored one.</typeparam>
/// <typeparam name="TRules">The form of the algorithm, and what is broken in it.</typeparam>
/// <typeparam name="TSync">Who may reserve, commit and flush.</typeparam>
/// <remarks>
/// With <see cref="ManyWriters"/> any thread may reserve, commit, abandon and flush at any time, also inside another reservation of its
/// own or in a signal-like context; with <see cref="OneWriter"/> one thread at a time. One reader at a time may call the rest.
/// Positions are unwrapped numbers of 62 bits, which no run exhausts: 2^62 bytes last 14 years at 10 GB/s.
/// <para>What orders the payload (.NET memory model): a writer's stores come before its commit's <c>Add</c>, a full fence. Adds to
/// one count follow each other, each a fence, so the committer that sees it full has every other writer's stores before it. It
/// publishes with release, and the reader loads with acquire. The way back, discard mode: the reader's loads come before it
/// releases the read position; a writer that enters the slot acquires that, then advances the write position with a full fence,
/// and every later writer of the sub-buffer advances the same word after it. Overwrite mode: the reader's loads come before the
/// exchange, a full fence, that gives its sub-buffer to a slot; a writer acquires the slot's word before it stores.</para>
/// </remarks>
public readonly partial struct RingCore<TMemory, TRules, TSync>
    where TMemory : struct, IMemory
    where TRules : struct, IRules
    where TSync : struct, ISynchronisation
{
    private const int FullCause = 0;
    private const int WrappedCause = 1;
    private const int TooBigCause = 2;
    private const int RefusedCause = 3;
    private const int AbandonedCause = 4;

    private readonly TMemory _memory;
    private readonly Geometry _geometry;
    private readonly RingSettings _settings;

    // Copies of settings that the fast path asks for, to be loaded by one instruction.
    private readonly bool _overwrites;
    private readonly bool _clocked;
    private readonly bool _recoverable;
    private readonly int _maxPayloadLength;
    private readonly ulong _shortTimes;

    /// <summary>Makes the algorithm of a ring.</summary>
    /// <param name="memory">A region laid out by <see cref="RegionLayout"/>, as <see cref="RegionLayout.Initialize"/> left it.</param>
    /// <param name="settings">What the region was laid out for.</param>
    public RingCore(TMemory memory, RingSettings settings)
    {
        _memory = memory;
        _settings = settings;
        _geometry = settings.Geometry;
        _overwrites = settings.Overwrites;
        _clocked = settings.Clocked;
        _recoverable = settings.Recoverable;
        _maxPayloadLength = settings.MaxPayloadLength;
        _shortTimes = 1UL << settings.ShortTimeBits;
    }

    /// <summary>The memory.</summary>
    public TMemory Memory => _memory;

    /// <summary>What the ring is made of.</summary>
    public RingSettings Settings => _settings;

    /// <summary>The sizes.</summary>
    public Geometry Geometry => _geometry;

    /// <summary>Do records carry a time?</summary>
    internal bool IsClocked => _clocked;

    /// <summary>Records lost because the ring was full of unread data. An observation, not a step.</summary>
    public long LostFull => _memory.LoadRelaxed(RegionLayout.Lost(FullCause), Steps.None);

    /// <summary>Records lost because a slot's earlier lap was not delivered. An observation, not a step.</summary>
    public long LostWrapped => _memory.LoadRelaxed(RegionLayout.Lost(WrappedCause), Steps.None);

    /// <summary>Records lost because they fit no sub-buffer. An observation, not a step.</summary>
    public long LostTooBig => _memory.LoadRelaxed(RegionLayout.Lost(TooBigCause), Steps.None);

    /// <summary>Records lost because the buffer was paused or completed. An observation, not a step.</summary>
    public long LostRefused => _memory.LoadRelaxed(RegionLayout.Lost(RefusedCause), Steps.None);

    /// <summary>Reservations that were abandoned. An observation, not a step.</summary>
    public long LostAbandoned => _memory.LoadRelaxed(RegionLayout.Lost(AbandonedCause), Steps.None);

    /// <summary>Was the buffer completed? An observation, not a step.</summary>
    public Gate Gate => PositionWord.Gate(_memory.LoadAcquire(RegionLayout.WritePosition, Steps.None));

    /// <summary>Where a reservation's record begins in the region.</summary>
    /// <param name="slot">The reservation.</param>
    /// <returns>Bytes from the region's base.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint RecordOffset(in Reserved slot) => Cell(slot.Sub, slot.Begin).Offset;

    /// <summary>Where a reservation's payload goes in the region: after its header, and its full time if it has one.</summary>
    /// <param name="slot">The reservation.</param>
    /// <returns>Bytes from the region's base.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint PayloadOffset(in Reserved slot) => RecordOffset(slot) + (
        !_clocked ? Geometry.RecordHeaderSize
        : slot.IsFull ? Geometry.ClockedRecordHeaderSize + Geometry.FullTimeSize
        : Geometry.ClockedRecordHeaderSize);

    /// <summary>The bytes at a position that a physical sub-buffer serves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Location Cell(int sub, long position) => RegionLayout.Data(_geometry, _geometry.DataIndex(sub, position));
}
