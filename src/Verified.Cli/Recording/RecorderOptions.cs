using Verified.RingBuffers;

namespace Verified.Cli.Recording;

/// <summary>What to record, and how.</summary>
/// <param name="Path">The file; snapshots on demand get a number before its extension.</param>
/// <param name="Duration">How long the load runs.</param>
/// <param name="Threads">Threads of the load; at least 1.</param>
/// <param name="Mode">Discard: everything is written to the file. Overwrite: a flight recorder, of which snapshots are written.</param>
/// <param name="SubBufferSize">Bytes in a sub-buffer.</param>
/// <param name="SubBufferCount">Sub-buffers in the ring.</param>
/// <param name="SnapshotAtExit">Overwrite mode: write what is in the ring at the end.</param>
/// <param name="SnapshotEvery">Overwrite mode: write what is in the ring this often; null for never.</param>
internal sealed record RecorderOptions(
    string Path, TimeSpan Duration, int Threads, RingBufferMode Mode, int SubBufferSize, int SubBufferCount,
    bool SnapshotAtExit, TimeSpan? SnapshotEvery)
{
    /// <summary>A file that no snapshot may take the place of, or null.</summary>
    public string? Reserved { get; init; }

    /// <summary>The ring.</summary>
    public RingBufferOptions Ring => new() { Mode = Mode, SubBufferSize = SubBufferSize, SubBufferCount = SubBufferCount };

    /// <summary>The file of the n-th snapshot on demand, from 1: <c>trace.ring</c> becomes <c>trace.1.ring</c>.</summary>
    public string SnapshotPath(int number) => System.IO.Path.Combine(
        System.IO.Path.GetDirectoryName(Path)!,
        $"{System.IO.Path.GetFileNameWithoutExtension(Path)}.{number}{System.IO.Path.GetExtension(Path)}");
}
