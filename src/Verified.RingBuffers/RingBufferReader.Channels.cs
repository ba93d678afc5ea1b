using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <content>What a channel's merge asks of a reader: sub-buffers to hold while other operations go on.</content>
public sealed partial class RingBufferReader
{
    /// <summary>As <see cref="TryRead"/>, with what a <see cref="SubBuffer"/> refers to.</summary>
    internal bool TryHold(out Held held, out Gap gap)
    {
        bool any = TryRead(out _);
        held = _held;
        gap = any ? _ring.Progress.Before(SequenceOf(_held), _held) : default;
        return any;
    }

    /// <summary>Releases what <see cref="TryHold"/> gave.</summary>
    internal void ReleaseHeld() => Release(_number);

    /// <summary>The bytes of what <see cref="TryHold"/> gave.</summary>
    internal ReadOnlySpan<byte> HeldBytes => _ring.Region.SubBuffer(_held.Sub);
}
