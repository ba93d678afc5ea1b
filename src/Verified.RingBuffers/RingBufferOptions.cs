using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <summary>What a ring buffer is made of. Values are checked by <see cref="RingBuffer.Create"/>.</summary>
public sealed record RingBufferOptions
{
    /// <summary>
    /// Bytes in a sub-buffer, the unit that a reader gets: a power of two from 64 to 2^28. Default 65536.
    /// The longest payload is 20 bytes less.
    /// </summary>
    public int SubBufferSize { get; init; } = 64 * 1024;

    /// <summary>
    /// Sub-buffers in the ring: a power of two from 2 to 2^16, and size times count at most 2^30 bytes. Default 8.
    /// </summary>
    public int SubBufferCount { get; init; } = 8;

    /// <summary>What happens when the ring is full. Default and only value: <see cref="RingBufferMode.Discard"/>.</summary>
    public RingBufferMode Mode { get; init; } = RingBufferMode.Discard;

    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    internal Geometry Validate()
    {
        if (Mode != RingBufferMode.Discard)
        {
            throw new ArgumentException($"{nameof(Mode)} is {(int)Mode}; it must be {nameof(RingBufferMode.Discard)} (0).", nameof(Mode));
        }

        // With one, a record that does not fit can not end the sub-buffer: its own slot is the next, and not delivered yet.
        if (SubBufferCount == 1)
        {
            throw new ArgumentException(
                $"{nameof(SubBufferCount)} is 1; it must be a power of two from 2 to {Geometry.MaxSubBufferCount}.", nameof(SubBufferCount));
        }

        return new Geometry(SubBufferSize, SubBufferCount);
    }
}
