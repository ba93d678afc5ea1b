using System.Runtime.CompilerServices;

namespace Verified.RingBuffers.Core;

/// <summary>What a ring is made of, besides its memory. The constructor checks it; the default value is no settings.</summary>
/// <param name="Geometry">The sizes.</param>
/// <param name="Mode">What writers do when the ring is full.</param>
/// <param name="Clocked">Do records carry a time?</param>
/// <param name="ShortTimeBits">So many low bits of the time a short record header keeps: 1 to 31.</param>
/// <param name="Wakeups">Does a delivery wake a reader that sleeps?</param>
/// <param name="Recoverable">Do commits keep the committed prefix of a sub-buffer that is not complete, for a recovery?</param>
public readonly record struct RingSettings(
    Geometry Geometry,
    RingBufferMode Mode,
    bool Clocked,
    int ShortTimeBits = RingSettings.DefaultShortTimeBits,
    bool Wakeups = true,
    bool Recoverable = false)
{
    /// <summary>As in LTTng's compact header: 134 ms at a nanosecond to the tick.</summary>
    public const int DefaultShortTimeBits = 27;

    /// <summary>The most that fit beside the mark of a full time.</summary>
    public const int MaxShortTimeBits = 31;

    /// <summary>The sizes.</summary>
    public Geometry Geometry { get; } = Geometry;

    /// <summary>What writers do when the ring is full.</summary>
    public RingBufferMode Mode { get; } = Checked(Mode, Geometry);

    /// <summary>Do records carry a time?</summary>
    public bool Clocked { get; } = Clocked;

    /// <summary>So many low bits of the time a short record header keeps.</summary>
    public int ShortTimeBits { get; } = Checked(ShortTimeBits);

    /// <summary>Does a delivery wake a reader that sleeps?</summary>
    public bool Wakeups { get; } = Wakeups;

    /// <summary>Do commits keep the committed prefix of a sub-buffer that is not complete (<see cref="RegionLayout.Prefix"/>)?</summary>
    public bool Recoverable { get; } = Recoverable;

    /// <summary>Is the mode <see cref="RingBufferMode.Overwrite"/>?</summary>
    public bool Overwrites => Mode == RingBufferMode.Overwrite;

    /// <summary>Physical sub-buffers: one for each slot, and in overwrite mode the reader's spare one.</summary>
    public int PhysicalCount => Geometry.SubBufferCount + (Overwrites ? 1 : 0);

    /// <summary>Bytes of record header before each payload, less those of a full time.</summary>
    public int RecordHeaderSize => Clocked ? Geometry.ClockedRecordHeaderSize : Geometry.RecordHeaderSize;

    /// <summary>The longest payload, in bytes, that fits a sub-buffer.</summary>
    public int MaxPayloadLength => Geometry.SubBufferSize - Geometry.PacketHeaderSize - RecordHeaderSize;

    /// <summary>Bytes of a record without a full time: header and payload, aligned up to 8.</summary>
    /// <param name="payloadLength">Bytes of payload, 0 to <see cref="MaxPayloadLength"/>.</param>
    /// <returns>A multiple of 8.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int RecordSize(int payloadLength) => Geometry.RecordSize(payloadLength, RecordHeaderSize);

    private static RingBufferMode Checked(RingBufferMode mode, in Geometry geometry)
    {
        if (mode is not (RingBufferMode.Discard or RingBufferMode.Overwrite))
        {
            throw new ArgumentException($"{nameof(Mode)} is {(int)mode}; it must be Discard (0) or Overwrite (1).", nameof(mode));
        }

        // Bug 25 of LTTng (U, M 5140d2b3): with one sub-buffer there is none to write while the reader takes it.
        if (mode == RingBufferMode.Overwrite && geometry.SubBufferCount < 2)
        {
            throw new ArgumentException(
                $"{nameof(geometry.SubBufferCount)} is {geometry.SubBufferCount}; overwrite mode needs at least 2 sub-buffers.", nameof(geometry));
        }

        return mode;
    }

    private static int Checked(int shortTimeBits) => shortTimeBits is >= 1 and <= MaxShortTimeBits
        ? shortTimeBits
        : throw new ArgumentException(
            $"{nameof(ShortTimeBits)} is {shortTimeBits}; it must be from 1 to {MaxShortTimeBits}.", nameof(shortTimeBits));
}
