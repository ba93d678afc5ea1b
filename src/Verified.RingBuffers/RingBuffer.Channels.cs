using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <content>What a channel's merge asks of a ring.</content>
public sealed unsafe partial class RingBuffer
{
    /// <summary>The read position: all before is released, or overwritten. An observation.</summary>
    internal long ReadPosition => Observe(RegionLayout.ReadPosition);

    /// <summary>The begin of the sub-buffer in which a position lies.</summary>
    internal long Floor(long position) => _core.Geometry.Floor(position);
}
