using System.Runtime.InteropServices;
using Verified.RingBuffers;

namespace Verified.Cli.Recording;

/// <summary>Counts records as they are read, and by name.</summary>
internal sealed class RecordCounts
{
    private readonly Dictionary<string, long> _byName = new(StringComparer.Ordinal);

    /// <summary>Records.</summary>
    public long Records { get; private set; }

    /// <summary>Sub-buffers.</summary>
    public long SubBuffers { get; private set; }

    /// <summary>Records by name.</summary>
    public IReadOnlyDictionary<string, long> ByName => _byName;

    /// <summary>The number of the sub-buffer after the last one copied; 0 at first.</summary>
    public long Next { get; private set; }

    /// <summary>Counts a sub-buffer's records, and writes it as a block if there is a file.</summary>
    /// <param name="sub">The sub-buffer.</param>
    /// <param name="file">The file, or null.</param>
    /// <param name="unfinished">Of those missing before it, how many were left out as not finished.</param>
    /// <returns>How many records there were.</returns>
    public long Copy(SubBuffer sub, RecordFileWriter? file, long unfinished = 0)
    {
        long before = Records;
        foreach (Record record in sub)
        {
            file?.Add(record.Timestamp, record.Payload);
            Records++;
            string name = TraceRecord.TryRead(record.Payload, out TraceRecord trace) ? trace.Name : "(damaged)";
            CollectionsMarshal.GetValueRefOrAddDefault(_byName, name, out _)++;
        }

        file?.EndBlock(new BlockFacts(sub.Sequence, sub.Sequence - Next - unfinished, unfinished, sub.BeginTime, sub.EndTime, sub.LostBefore));
        Next = sub.Sequence + 1;
        SubBuffers++;
        return Records - before;
    }
}
