using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Verified.RingBuffers;

/// <summary>Whose a thread's buffer is.</summary>
internal enum BufferState
{
    /// <summary>Nobody's, and empty: any thread may take it.</summary>
    Free,

    /// <summary>A thread has taken it, and makes its ring.</summary>
    Preparing,

    /// <summary>A thread's: it alone writes and flushes.</summary>
    Owned,

    /// <summary>As <see cref="Owned"/>; its thread is to flush when it next writes.</summary>
    Asked,

    /// <summary>The reader's for a moment, if its thread was not inside it: the reader flushes, and gives it back.</summary>
    Taken,

    /// <summary>Its thread has ended, went to another buffer, or is to write no more: the reader's once its thread is out of it.</summary>
    Left,

    /// <summary>The channel is disposed.</summary>
    Closed,
}

/// <summary>A buffer of a channel: a ring, and with a buffer per thread, whose it is.</summary>
/// <remarks>
/// A thread says that it is inside its buffer (<see cref="Enter"/>) by a plain store before it looks at the state, and that it is out by
/// another. No fence: the reader, which changes the state and then looks whether the thread is inside, makes a barrier of the whole process
/// in between (<see cref="Interlocked.MemoryBarrierProcessWide"/>: no access of any thread crosses it). So either the thread said before the
/// barrier that it is inside, and the reader sees that; or it looks at the state after the barrier, and sees what the reader stored.
/// So one thread at a time writes to the ring or flushes it, as <see cref="RingBufferWriters.One"/> asks: its own, or, when that is out, the reader's.
/// Source: the same is how the runtime stops threads; Dice, Huang, Yang, Asymmetric Dekker Synchronization, 2001.
/// </remarks>
internal sealed class ChannelBuffer(TraceChannel channel, int index)
{
    private static readonly RingBuffer s_disposed = MakeDisposed();

    private OwnerLine _owner;
    private RingBuffer? _ring;
    private Thread? _thread;

    public TraceChannel Channel { get; } = channel;

    public int Index { get; } = index;

    /// <summary>The thread that has it, or had it last; 0 with a buffer per processor.</summary>
    public int ThreadId { get; private set; }

    /// <summary>Its ring; null before its first use.</summary>
    public RingBuffer? MadeRing => _ring;

    /// <summary>Its ring, for those who know that it has one.</summary>
    public RingBuffer Ring => _ring!;

    /// <summary>What was lost with rings that it no longer has.</summary>
    public Losses LossesBefore { get; private set; }

    /// <summary>Records tried in this buffer's ring by its threads.</summary>
    public long Tried => Volatile.Read(ref _owner.Begun);

    /// <summary>Of those, reservations that were not ended.</summary>
    public long Open => Tried - Volatile.Read(ref _owner.Ended);

    /// <summary>Records that were lost because a thread ended inside the buffer. Counted by the reader.</summary>
    public long Orphaned { get; private set; }

    public BufferState State => (BufferState)Volatile.Read(ref _owner.State);

    /// <summary>
    /// Is it a thread's that has ended? Then all that it did is visible: Join says so, IsAlive is only the cheap question before. And then it stays that thread's
    /// until the reader gives it on. For the reader.
    /// </summary>
    /// <remarks>
    /// The thread may have given it back before it ended, and another be its thread now. So the state is looked at after the end, and the thread
    /// once more after that: whoever takes a buffer is its thread before the state says that it is owned, and who has ended becomes no one's thread.
    /// </remarks>
    public bool IsOrphan
    {
        get
        {
            if (Volatile.Read(ref _thread) is not { IsAlive: false } thread || !thread.Join(0))
            {
                return false;
            }

            Channel.Options.Step?.Invoke();
            return State is BufferState.Owned or BufferState.Asked or BufferState.Left && ReferenceEquals(Volatile.Read(ref _thread), thread);
        }
    }

    public static ChannelBuffer OfProcessor(TraceChannel channel, int index, RingBufferOptions options) =>
        new(channel, index) { _ring = RingBuffer.Create(options) };

    /// <summary>Its thread goes in, if the buffer is its own and nothing is asked of it. A record tried, from then on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Enter()
    {
        long begun = _owner.Begun + 1;
        Volatile.Write(ref _owner.Begun, begun);
        if (Volatile.Read(ref _owner.State) == (int)BufferState.Owned)
        {
            return true;
        }

        Volatile.Write(ref _owner.Begun, begun - 1);
        return false;
    }

    /// <summary>Its thread goes out: what it did inside comes before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave() => Volatile.Write(ref _owner.Ended, _owner.Ended + 1);

    /// <summary>Its thread goes out, and has tried nothing.</summary>
    public void Undo() => Volatile.Write(ref _owner.Begun, _owner.Begun - 1);

    /// <summary>Is its thread out of it? For the reader, after a barrier.</summary>
    /// <remarks>Ended first: it is never more than begun, so equal means that nothing was in progress when begun was read.</remarks>
    public bool IsOut()
    {
        long ended = Volatile.Read(ref _owner.Ended);
        return Volatile.Read(ref _owner.Begun) == ended;
    }

    public bool Change(BufferState from, BufferState to) =>
        Interlocked.CompareExchange(ref _owner.State, (int)to, (int)from) == (int)from;

    /// <summary>What <see cref="Enter"/> left.</summary>
    /// <returns>Owned: the thread is inside. Else it is not, and this was the state.</returns>
    public BufferState EnterSlow()
    {
        while (!Enter())
        {
            switch (State)
            {
                case BufferState.Owned:
                    break; // given back in between
                case BufferState.Asked:
                    // Inside before the change, so that the reader, which may take what is asked, finds it so.
                    Volatile.Write(ref _owner.Begun, _owner.Begun + 1);
                    if (Change(BufferState.Asked, BufferState.Owned))
                    {
                        Ring.Flush();
                        return BufferState.Owned;
                    }

                    Undo();
                    break;
                case BufferState.Taken:
                    return BufferState.Taken;
                case BufferState.Closed:
                    return BufferState.Closed;
                default:
                    return BufferState.Left;
            }
        }

        return BufferState.Owned;
    }

    /// <summary>Its thread, if it has one, writes no more: the reader's.</summary>
    public void TakeLeave()
    {
        BufferState state;
        do
        {
            state = State;
        }
        while (state is BufferState.Owned or BufferState.Asked or BufferState.Taken && !Change(state, BufferState.Left));
    }

    /// <summary>For the thread that has just taken it: it owns the ring as soon as it writes.</summary>
    /// <exception cref="OutOfMemoryException">There is no memory for its ring.</exception>
    public void Prepare(RingBufferOptions options)
    {
        _ring ??= RingBuffer.Create(options);
        _ring.HandOver(); // whose it was is out of it, and does not come back
        _thread = Thread.CurrentThread;
        ThreadId = Environment.CurrentManagedThreadId;
    }

    /// <summary>
    /// For the reader, whose it is, and which has read all. A ring that can not be read to its end goes: the next thread makes another.
    /// </summary>
    /// <param name="orphaned">Records that were tried in it and are neither read nor counted as lost.</param>
    public void Clean(long orphaned)
    {
        _thread = null;
        if (orphaned > 0)
        {
            Orphaned += orphaned;
            LossesBefore += Ring.Losses;
            _ring = null;
            _owner.Begun = _owner.Ended = 0;
        }
    }

    /// <summary>For ever; what threads hold on to has no memory from then on.</summary>
    public void Close()
    {
        Interlocked.Exchange(ref _owner.State, (int)BufferState.Closed);
        LossesBefore += _ring?.Losses ?? default;
        Interlocked.Exchange(ref _ring, s_disposed)?.Dispose();
    }

    private static RingBuffer MakeDisposed()
    {
        RingBuffer ring = RingBuffer.Create(new() { SubBufferSize = 128, SubBufferCount = 2 });
        ring.Dispose();
        return ring;
    }

    /// <summary>What the owner stores for each record has a line of its own, and the state, which it loads as often, is with it.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 3 * LineSize)]
    private struct OwnerLine
    {
        private const int LineSize = 128;

        [FieldOffset(LineSize)]
        public long Begun;

        [FieldOffset(LineSize + 8)]
        public long Ended;

        [FieldOffset(LineSize + 16)]
        public int State;
    }
}
