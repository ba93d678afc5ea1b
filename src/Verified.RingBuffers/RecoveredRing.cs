using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <summary>
/// What <see cref="RingBuffer.Recover(string)"/> found in the region of a ring whose processes are dead: all records that can be known to be whole, in the
/// order of their reservation, and an account of what is missing. It holds the region's bytes, a copy of a file's; nothing of it changes.
/// </summary>
/// <remarks>
/// Every record given was committed (its writer's commit took effect), not released by the reader, and is as it was written. Missing are the records of sub-buffers in
/// which a writer died, from the first that was not committed on, or earlier: see <see cref="RecoveredSubBuffer.IsWhole"/>. A file has no
/// checksums: changes of payload bytes on the disk are not noticed, what contradicts itself is.
/// May be used by many threads at once.
/// </remarks>
public sealed class RecoveredRing
{
    private readonly RegionRecovery _recovery;

    private RecoveredRing(ReadOnlyMemory<byte> bytes)
    {
        var image = new RegionImage(bytes.Span);
        _recovery = RegionRecovery.Of(image);
        Geometry geometry = image.Geometry;
        (Mode, SubBufferSize, SubBufferCount) = (image.Header.Settings.Mode, geometry.SubBufferSize, geometry.SubBufferCount);
        HasClock = image.Header.Settings.Clocked;
        TicksPerSecond = image.Header.TicksPerSecond;
        IsCompleted = image.Gate == Gate.Closed;
        (ReadPosition, WritePosition, Losses) = (image.ReadPosition, image.WritePosition, image.Losses);
        RingSettings settings = image.Header.Settings;
        SubBuffers = [.. _recovery.Parts.Select(p => new RecoveredSubBuffer(
            bytes.Slice((int)RegionLayout.Begin(geometry, p.Held.Sub).Offset, geometry.SubBufferSize), p, settings))];
    }

    /// <summary>The ring's mode.</summary>
    public RingBufferMode Mode { get; }

    /// <summary>Bytes in a sub-buffer.</summary>
    public int SubBufferSize { get; }

    /// <summary>Sub-buffers in the ring.</summary>
    public int SubBufferCount { get; }

    /// <summary>Do records carry a time?</summary>
    public bool HasClock { get; }

    /// <summary>Ticks of timestamps in a second; 0 without a clock, or if the region was private memory.</summary>
    public long TicksPerSecond { get; }

    /// <summary>Was the ring completed (<see cref="RingBuffer.Complete"/>)?</summary>
    public bool IsCompleted { get; }

    /// <summary>Bytes released by the reader, or overwritten, since the ring was made; a multiple of the sub-buffer size. Nothing before is recovered.</summary>
    public long ReadPosition { get; }

    /// <summary>Bytes reserved since the ring was made.</summary>
    public long WritePosition { get; }

    /// <summary>The ring's loss counters. A writer that died just before it counted a loss has not.</summary>
    public Losses Losses { get; }

    /// <summary>The sub-buffers of which something is recovered, from the oldest to the newest.</summary>
    public IReadOnlyList<RecoveredSubBuffer> SubBuffers { get; }

    /// <summary>Records in them.</summary>
    public long Records => SubBuffers.Sum(s => (long)s.RecordCount);

    /// <summary>Sub-buffers recovered whole.</summary>
    public int WholeSubBuffers => SubBuffers.Count(s => s.IsWhole);

    /// <summary>Sub-buffers of which a committed prefix is recovered.</summary>
    public int PartialSubBuffers => SubBuffers.Count(s => !s.IsWhole);

    /// <summary>Sub-buffers of which nothing is recovered, since a writer in them had not committed.</summary>
    public int UnfinishedSubBuffers => _recovery.Unfinished;

    /// <summary>Sub-buffers of which nothing is recovered, since a writer had begun to overwrite them.</summary>
    public int OverwrittenSubBuffers => _recovery.Overwritten;

    /// <summary>What was left out since its bytes can not be right: a sentence for each such sub-buffer. Never of a file that only processes of rings wrote to.</summary>
    public IReadOnlyList<string> Damage => _recovery.Damage;

    /// <summary>Bytes reserved after <see cref="ReadPosition"/>, headers and padding included, that are not recovered; without those overwritten.</summary>
    public long BytesNotRecovered => _recovery.BytesNotRecovered;

    internal static RecoveredRing From(ReadOnlyMemory<byte> bytes) => new(bytes);
}
