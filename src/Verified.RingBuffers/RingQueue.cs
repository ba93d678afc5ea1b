using System.Numerics;
using System.Runtime.CompilerServices;
using Verified.Atomics;
using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <summary>
/// A bounded first-in-first-out queue of values: the ring buffer in plain clothes. Any number of threads enqueue, or one alone that pays for no
/// locked instruction; one thread at a time dequeues. Nothing waits, and nothing allocates once it is made, but <see cref="ReadAllAsync"/> where there is no value yet.
/// </summary>
/// <typeparam name="T">The values' type, without references, up to 64 KiB.</typeparam>
/// <remarks>
/// A value can be dequeued as soon as it and all before it are enqueued: there is no flush, and what is still under way behind it hides nothing. (A value
/// may be seen a little before its enqueue returns; one in the next sub-buffer, a quarter of the room, when all enqueues of the sub-buffer before have returned.)
/// It is a ring buffer in discard mode without a clock, read record by record. Specification: <c>tla/CellRead.tla</c>, for one writer
/// <c>tla/CellReadOneWriter.tla</c>.
/// </remarks>
public sealed unsafe partial class RingQueue<T> : IDisposable
    where T : unmanaged
{
    private const int MaxValueSize = 1 << 16;
    private const int SubBuffers = 4;
    private readonly RingBuffer _ring;

    // The reader's own: on lines that no writer stores.
    private Reading _reading;

    private RingQueue(RingBuffer ring, int capacity)
    {
        _ring = ring;
        Capacity = capacity;
        _reading.Cursor = ring.Core.FirstCell(0, sizeof(T));
    }

    /// <summary>So many values it holds at least; more, while the oldest of them are being dequeued.</summary>
    public int Capacity { get; }

    /// <summary>Whether <see cref="Complete"/> was called and every value dequeued, as far as a dequeue has found. Once true, it stays so.</summary>
    public bool IsCompleted => _reading.IsCompleted;

    /// <summary>Makes a queue.</summary>
    /// <param name="capacity">So many values it must hold: 1 to what fits in three times 2^28 bytes with 4 bytes of header each, aligned to 8.</param>
    /// <param name="writers">Who enqueues; see <see cref="RingBufferWriters.One"/> for what one alone must keep to.</param>
    /// <returns>An empty queue.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is out of its range, or the values are too large.</exception>
    /// <exception cref="ArgumentException"><paramref name="writers"/> is no value of its type.</exception>
    /// <exception cref="PlatformNotSupportedException">Not a 64-bit little-endian process.</exception>
    public static RingQueue<T> Create(int capacity, RingBufferWriters writers = RingBufferWriters.Many)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        if (sizeof(T) > MaxValueSize)
        {
            throw new ArgumentOutOfRangeException(nameof(T), sizeof(T), $"A value of type {typeof(T)} has {sizeof(T)} bytes; at most {MaxValueSize} are allowed.");
        }

        // One sub-buffer may be in the reader's hands: the others hold the capacity.
        long each = ((long)capacity + SubBuffers - 2) / (SubBuffers - 1);
        long bytes = Geometry.PacketHeaderSize + (each * RecordSize);
        if (bytes > Geometry.MaxSubBufferSize)
        {
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, $"The queue would take {bytes * SubBuffers} bytes; {(long)Geometry.MaxSubBufferSize * SubBuffers} are the most.");
        }

        int size = (int)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(bytes, Geometry.MinSubBufferSize));
        RingBuffer ring = RingBuffer.Create(new RingBufferOptions
        {
            SubBufferSize = size,
            SubBufferCount = SubBuffers,
            Clock = RingBufferClock.None,
            Writers = writers,
        });
        return new RingQueue<T>(ring, (SubBuffers - 1) * ((size - Geometry.PacketHeaderSize) / RecordSize));
    }

    /// <summary>What it is made of, for tests.</summary>
    internal RingBuffer Ring => _ring;

    private static int RecordSize
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Geometry.RecordSize(sizeof(T));
    }

    /// <summary>Enqueues a value. Any thread, or the one writer.</summary>
    /// <param name="value">The value.</param>
    /// <returns>False if the queue is full, or completed.</returns>
    /// <exception cref="ObjectDisposedException">The queue is disposed.</exception>
    /// <exception cref="InvalidOperationException">Another thread is the one writer.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryEnqueue(in T value) => _ring.TryWrite(value);

    /// <summary>Enqueues values in their order; with many writers others' may come between.</summary>
    /// <param name="values">The values.</param>
    /// <returns>How many were enqueued: the first so many.</returns>
    /// <inheritdoc cref="TryEnqueue" path="/exception"/>
    public int Enqueue(ReadOnlySpan<T> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!_ring.TryWrite(values[i]))
            {
                return i;
            }
        }

        return values.Length;
    }

    /// <summary>Dequeues the oldest value. One thread at a time.</summary>
    /// <param name="value">The value if the result is true.</param>
    /// <returns>False if there is none: it is empty, or an enqueue is not over that is before the next value; see <see cref="IsCompleted"/>.</returns>
    /// <exception cref="ObjectDisposedException">The queue is disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryDequeue(out T value)
    {
        ref readonly RingCore<ProcessorMemory, LeanRules, ManyWriters> core = ref _ring.Core;
        ProcessorMemory memory = core.Memory;
        if (core.TryGetCell(memory, ref _reading.Cursor, sizeof(T), out long whole) is not CellResult.Record and var result && !GoOn(result, whole))
        {
            value = default;
            return false;
        }

        value = ValueAt(memory, _reading.Cursor);
        core.TakeCell(memory, ref _reading.Cursor, sizeof(T));
        GC.KeepAlive(_ring);
        return true;
    }

    /// <summary>Looks at the oldest value, and leaves it. One thread at a time, the same that dequeues.</summary>
    /// <param name="value">The value if the result is true.</param>
    /// <returns>As <see cref="TryDequeue"/>.</returns>
    /// <inheritdoc cref="TryDequeue" path="/exception"/>
    public bool TryPeek(out T value)
    {
        ref readonly RingCore<ProcessorMemory, LeanRules, ManyWriters> core = ref _ring.Core;
        ProcessorMemory memory = core.Memory;
        if (core.TryGetCell(memory, ref _reading.Cursor, sizeof(T), out long whole) is not CellResult.Record and var result && !GoOn(result, whole))
        {
            value = default;
            return false;
        }

        value = ValueAt(memory, _reading.Cursor);
        GC.KeepAlive(_ring);
        return true;
    }

    /// <summary>Dequeues values, as many as there are and fit. One thread at a time.</summary>
    /// <param name="values">Where they go.</param>
    /// <returns>How many there were.</returns>
    /// <inheritdoc cref="TryDequeue" path="/exception"/>
    public int Dequeue(Span<T> values)
    {
        int count = 0;
        while (count < values.Length && TryDequeue(out T value))
        {
            values[count++] = value;
        }

        return count;
    }

    /// <summary>No more values are taken, for ever; what is there can be dequeued. Any thread, or the one writer. Completing twice does nothing.</summary>
    /// <inheritdoc cref="TryEnqueue" path="/exception"/>
    public void Complete() => _ring.Complete();

    /// <summary>Lets another thread be the one writer: see <see cref="RingBuffer.HandOver"/>.</summary>
    public void HandOver() => _ring.HandOver();

    /// <summary>Ends the use of the queue; what is in it is lost. Disposing twice does nothing.</summary>
    public void Dispose()
    {
        _ring.Dispose();
        _reading.Cursor.Last = -1; // no cell: the next look finds out
    }

    /// <summary>Gives back a sub-buffer of which all was dequeued, and looks into the next.</summary>
    /// <returns>Is the cursor at a value?</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool GoOn(CellResult result, long whole)
    {
        _ring.ThrowIfDisposed();
        ref readonly RingCore<ProcessorMemory, LeanRules, ManyWriters> core = ref _ring.Core;
        while (result == CellResult.Whole)
        {
            core.MoveCells(ref _reading.Cursor, whole, sizeof(T));
            result = core.TryGetCell(core.Memory, ref _reading.Cursor, sizeof(T), out whole);
        }

        _reading.IsCompleted |= result == CellResult.EndOfData;
        GC.KeepAlive(_ring);
        return result == CellResult.Record;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ValueAt(in ProcessorMemory memory, in CellCursor cursor) =>
        Unsafe.ReadUnaligned<T>(memory.BasePointer + cursor.At + Geometry.RecordHeaderSize);

    /// <summary>Bytes that keep two things on lines of their own.</summary>
    [InlineArray(RegionLayout.LineSize)]
    private struct Line
    {
        private byte _first;
    }

    /// <summary>Where the reader is. Stored with each dequeue, so kept off the lines of what enqueues load.</summary>
    private struct Reading
    {
#pragma warning disable CS0169 // nobody uses what keeps others apart
        private Line _before;
        public CellCursor Cursor;
        public bool IsCompleted;
        private Line _after;
#pragma warning restore CS0169
    }
}
