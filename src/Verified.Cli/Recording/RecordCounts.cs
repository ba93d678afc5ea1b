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

    /// <summary>Counts a sub-buffer's records, and writes it as a block if there is a file.</summary>
    /// <returns>How many there were.</returns>
    public long Copy(SubBuffer sub, RecordFileWriter? file)
    {
        long before = Records;
        foreach (Record record in sub)
        {
            file?.Add(record.Timestamp, record.Payload);
            Records++;
            string name = TraceRecord.TryRead(record.Payload, out TraceRecord trace) ? trace.Name : "(damaged)";
            CollectionsMarshal.GetValueRefOrAddDefault(_byName, name, out _)++;
        }

        file?.EndBlock(BlockFacts.Of(sub));
        SubBuffers++;
        return Records - before;
    }
}
