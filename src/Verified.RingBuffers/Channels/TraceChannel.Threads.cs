using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Verified.RingBuffers;

/// <content>A buffer per thread: how a thread comes to one, and leaves it.</content>
public sealed partial class TraceChannel
{
    private readonly int _id;
    private int _used;

    /// <summary>Buffers from this index on were never taken. Raised before their first record's clock is read, with a fence in between.</summary>
    internal int Used
    {
        get => Volatile.Read(ref _used);
        private init => _used = value;
    }

    /// <summary>The calling thread's buffer, if it has one. It may not be its own any more: enter it.</summary>
    private ChannelBuffer? Mine
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            // Mostly that of the write before: one look, since the clock that is read next waits for all loads.
            ChannelBuffer? last = ThreadBuffers.Last;
            return last is not null && ReferenceEquals(last.Channel, this) ? last : ThreadBuffers.Find(this, _id);
        }
    }

    /// <summary>Into the thread's buffer, which it may get only now.</summary>
    /// <returns>False if there is none, and a record was counted as lost.</returns>
    /// <exception cref="ObjectDisposedException">The channel is disposed.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool EnterSlow([NotNullWhen(true)] out ChannelBuffer? buffer)
    {
        buffer = Mine;
        while (true)
        {
            ThrowIfDisposed();
            if (IsCompleted)
            {
                Interlocked.Increment(ref _refused);
                return false;
            }

            BufferState state = buffer?.EnterSlow() ?? BufferState.Left;
            if (state == BufferState.Owned)
            {
                Debug.Assert(buffer is not null);
                return true;
            }

            if (state == BufferState.Closed)
            {
                continue;
            }

            ChannelBuffer? other = Acquire();
            if (other is null)
            {
                if (!IsCompleted)
                {
                    Interlocked.Increment(ref _noBuffer);
                    return false;
                }
            }
            else if (state == BufferState.Taken && !buffer!.Change(BufferState.Taken, BufferState.Left))
            {
                Release(other); // the reader was faster, and it is this thread's again; or the channel is completed
            }
            else
            {
                ThreadBuffers.Set(_id, other);
                buffer = other;
            }
        }
    }

    /// <summary>Takes a free buffer for the calling thread.</summary>
    private ChannelBuffer? Acquire()
    {
        for (int i = 0; i < _buffers.Length && !IsCompleted; i++)
        {
            ChannelBuffer buffer = _buffers[i];
            Options.TakeStep?.Invoke();
            if (buffer.State != BufferState.Free || !buffer.Change(BufferState.Free, BufferState.Preparing))
            {
                continue;
            }

            if (IsCompleted)
            {
                // Then it may be free only for that, and its thread still hold on to it: that must not find it owned.
                buffer.Change(BufferState.Preparing, BufferState.Free);
                return null;
            }

            try
            {
                buffer.Prepare(_ringOptions);
            }
            catch (OutOfMemoryException)
            {
                buffer.Change(BufferState.Preparing, BufferState.Free);
                return null;
            }

            RaiseUsed(i + 1);
            Options.TakeStep?.Invoke();
            bool isOwned = buffer.Change(BufferState.Preparing, BufferState.Owned);
            Options.TakeStep?.Invoke();
            if (isOwned && IsCompleted)
            {
                Release(buffer); // who completed may not have seen it
                return null;
            }

            return buffer;
        }

        return null;
    }

    private void RaiseUsed(int used)
    {
        int seen = Volatile.Read(ref _used);
        while (seen < used)
        {
            int old = Interlocked.CompareExchange(ref _used, used, seen);
            if (old == seen)
            {
                return;
            }

            seen = old;
        }
    }

    /// <summary>Gives back a buffer in which this thread wrote nothing; if its state has changed, the reader does.</summary>
    private static void Release(ChannelBuffer buffer) => buffer.Change(BufferState.Owned, BufferState.Free);

    /// <summary>
    /// The buffers of the calling thread, by the number of the channel. Numbers of disposed channels are used again, so that no array is longer
    /// than there were channels at a time.
    /// </summary>
    private static class ThreadBuffers
    {
        private static readonly Lock s_lock = new();
        private static readonly SortedSet<int> s_unused = [];
        private static int s_channels;

        [ThreadStatic]
        private static ChannelBuffer?[]? t_buffers;

        [ThreadStatic]
        private static ChannelBuffer? t_last;

        /// <summary>Of some channel, and then no other buffer is this thread's there.</summary>
        public static ChannelBuffer? Last
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => t_last;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public static ChannelBuffer? Find(TraceChannel channel, int id)
        {
            // The number may have been a channel's that is disposed.
            ChannelBuffer? buffer = t_buffers is { } all && id < all.Length ? all[id] : null;
            if (buffer is null || !ReferenceEquals(buffer.Channel, channel))
            {
                return null;
            }

            t_last = buffer;
            return buffer;
        }

        public static void Set(int channel, ChannelBuffer buffer)
        {
            ChannelBuffer?[] all = t_buffers ?? [];
            if (channel >= all.Length)
            {
                Array.Resize(ref all, Math.Max(4, channel + 1));
                t_buffers = all;
            }

            all[channel] = buffer;
            t_last = buffer;
        }

        public static int AddChannel()
        {
            lock (s_lock)
            {
                if (s_unused.Count == 0)
                {
                    return s_channels++;
                }

                int least = s_unused.Min;
                s_unused.Remove(least);
                return least;
            }
        }

        public static void RemoveChannel(int channel)
        {
            lock (s_lock)
            {
                s_unused.Add(channel);
            }
        }
    }
}
