using Verified.RingBuffers.Core;

namespace Verified.RingBuffers;

/// <summary>
/// What <see cref="RingBufferReader.ReadAllAsync"/> has copied and not given yet: at most the rest of one sub-buffer. Kept by the ring, so
/// that a new reader goes on from it. For the one reader.
/// </summary>
internal sealed class PendingCopies
{
    private readonly Queue<RecordCopy> _records = new();
    private Losses _lostBeforeNext;
    private long _overwrittenBeforeNext;

    /// <summary>Are there any?</summary>
    public bool Any => _records.Count > 0;

    /// <summary>Takes the next one, if there is one.</summary>
    public bool TryNext(out RecordCopy record) => _records.TryDequeue(out record);

    /// <summary>Copies the records of a sub-buffer. What is missing before one without records is missing before the next record.</summary>
    public void Add(SubBuffer sub)
    {
        _lostBeforeNext += sub.LostBefore;
        _overwrittenBeforeNext += sub.Overwritten;
        RecordEnumerator records = sub.GetEnumerator(); // finds a size that is damaged
        byte[] bytes = new byte[sub.ContentSize];
        int at = 0;
        while (records.MoveNext())
        {
            Record record = records.Current;
            record.Payload.CopyTo(bytes.AsSpan(at));
            _records.Enqueue(new RecordCopy
            {
                Timestamp = record.Timestamp,
                Payload = bytes.AsMemory(at, record.Payload.Length),
                LostBefore = _lostBeforeNext,
                OverwrittenBefore = _overwrittenBeforeNext,
            });
            at += record.Payload.Length;
            _lostBeforeNext = default;
            _overwrittenBeforeNext = 0;
        }
    }

    /// <summary>Drops them. What was missing before them is missing before the next record.</summary>
    /// <returns>How many sub-buffers they are the rest of: 0 or 1.</returns>
    public int Drop()
    {
        int subBuffers = Any ? 1 : 0;
        while (_records.TryDequeue(out RecordCopy record))
        {
            _lostBeforeNext += record.LostBefore;
            _overwrittenBeforeNext += record.OverwrittenBefore;
        }

        return subBuffers;
    }
}
