using System.Runtime.CompilerServices;
using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <content>What a channel's merge asks of a ring.</content>
public sealed unsafe partial class RingBuffer
{
    /// <summary>The read position: all before is released, or overwritten. An observation.</summary>
    internal long ReadPosition => Observe(RegionLayout.ReadPosition);

    /// <summary>The begin of the sub-buffer in which a position lies.</summary>
    internal long Floor(long position) => _core.Geometry.Floor(position);

    /// <summary>As <see cref="TryWrite(ReadOnlySpan{byte})"/>, of a ring of one writer with a clock: straight to what that takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool WriteAsOwner(ReadOnlySpan<byte> payload) => FastPath.WriteSpanSlow(this, _ownCore, payload);

    /// <inheritdoc cref="WriteAsOwner(ReadOnlySpan{byte})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool WriteAsOwner<T>(in T value)
        where T : unmanaged => FastPath.WriteSlow(this, _ownCore, value);

    /// <summary>
    /// As <see cref="Flush()"/>, of a ring of <see cref="RingBufferWriters.One"/> that another thread owns, and goes on owning. Nothing is checked:
    /// the caller has the ring to itself, its owner being out of it. It sees the words that the owner stores plainly (<see cref="RegionLayout.OwnLimit"/>
    /// and what follows), since it made a barrier of the process, and then found the owner out; the owner sees what is stored here, since it
    /// acquires, before it comes in again, the state that the caller exchanges after this (<see cref="ChannelBuffer"/>).
    /// </summary>
    internal void FlushForOwner()
    {
        ThrowIfDisposed();
        if (_ownCore.Flush(FlushMode.Active))
        {
            WakeReader();
        }

        GC.KeepAlive(this);
    }
}
