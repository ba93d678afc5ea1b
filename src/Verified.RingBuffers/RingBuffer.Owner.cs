using System.Runtime.CompilerServices;

namespace Verified.RingBuffers;

/// <content>The one thread that writes (<see cref="RingBufferWriters.One"/>).</content>
public sealed unsafe partial class RingBuffer
{
    // Managed thread id of the owner; 0 while there is none.
    private int _owner;

    /// <summary>
    /// Lets another thread write to a ring of <see cref="RingBufferWriters.One"/>: the next that does owns it. To be called by the
    /// owner, between its calls; or by any thread that knows that the owner has ended or will not call again, for example since it has joined it.
    /// Does nothing to a ring of <see cref="RingBufferWriters.Many"/>.
    /// </summary>
    public void HandOver() => Volatile.Write(ref _owner, 0); // release: what the owner wrote comes before what the next one reads

    /// <summary>Not if another thread owns the ring.</summary>
    internal bool MayFlush => !_isOwned || Volatile.Read(ref _owner) is var owner && (owner == 0 || owner == Environment.CurrentManagedThreadId);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RequireOwner()
    {
        if (_isOwned && Volatile.Read(ref _owner) != Environment.CurrentManagedThreadId)
        {
            TakeOver();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TakeOver()
    {
        int owner = Interlocked.CompareExchange(ref _owner, Environment.CurrentManagedThreadId, 0);
        if (owner != 0)
        {
            throw new InvalidOperationException(
                $"The ring buffer has one writer ({nameof(RingBufferWriters)}.{nameof(RingBufferWriters.One)}), thread {owner}, and thread " +
                $"{Environment.CurrentManagedThreadId} wrote to it or flushed it. Let the owner call {nameof(HandOver)} first, or make it with {nameof(RingBufferWriters)}.{nameof(RingBufferWriters.Many)}.");
        }
    }
}
