using Verified.RingBuffers;

namespace Verified.Cli.Recording;

/// <summary>
/// Writes snapshots of a ring that nobody drains, each as a whole file. Its own thread is the ring's one reader.
/// </summary>
/// <param name="ring">The ring.</param>
/// <param name="reader">Its reader.</param>
/// <param name="writer">Who writes into it, for the totals.</param>
/// <param name="header">The start of every file.</param>
internal sealed class FlightRecorder(RingBuffer ring, RingBufferReader reader, TraceWriter writer, RecordFileHeader header)
{
    private readonly List<WrittenFile> _files = [];

    /// <summary>The snapshots written so far.</summary>
    public IReadOnlyList<WrittenFile> Files => _files;

    /// <summary>Writes what is in the ring now. Writers go on; what they overwrite meanwhile is left out and said.</summary>
    /// <param name="path">The file, replaced only when the new one is whole.</param>
    /// <param name="isFinal">Whether the ring is completed.</param>
    public WrittenFile Write(string path, bool isFinal)
    {
        using RecordFileWriter file = new(path, header with { Kind = RecordingKind.Snapshot });
        RecordCounts counts = new();
        Losses stated = default;
        (long overwritten, long unfinished) = (0, 0);
        Snapshot snapshot = reader.Snapshot();
        foreach (SubBuffer sub in snapshot)
        {
            counts.Copy(sub, file, snapshot.Unfinished - unfinished);
            stated = sub.StatedLosses;
            (overwritten, unfinished) = (snapshot.Overwritten, snapshot.Unfinished);
        }

        Losses losses = ring.Losses;
        Losses after = new(losses.Full - stated.Full, losses.Wrapped - stated.Wrapped, losses.TooBig - stated.TooBig);
        file.Complete(new RecordFileTotals(
            writer.Attempted, writer.Accepted, losses, snapshot.Overwritten - overwritten, snapshot.Unfinished - unfinished, after));
        WrittenFile written = new(path, isFinal, counts.SubBuffers, counts.Records, snapshot.Overwritten, snapshot.Unfinished, file.Bytes);
        _files.Add(written);
        return written;
    }

    /// <summary>Reads what is in the completed ring, to close the accounts.</summary>
    /// <returns>What was read; records and sub-buffers overwritten; sub-buffers whose records are not those that were committed.</returns>
    public (RecordCounts Counts, long Overwritten, long OverwrittenSubBuffers, long Miscounted) Close()
    {
        RecordCounts counts = new();
        long first = long.MaxValue;
        long miscounted = 0;
        while (reader.TryRead(out SubBuffer sub))
        {
            using (sub)
            {
                first = Math.Min(first, sub.Sequence);
                miscounted += counts.Copy(sub, null) == writer.Ledger.CountOf(sub.Sequence) ? 0 : 1;
            }
        }

        return (counts, writer.Ledger.CountBefore(first), reader.OverwrittenSubBuffers, miscounted);
    }
}
