namespace Verified.RingBuffers.Tests;

/// <summary>The reader of a <see cref="ThreadRun"/>, until the end of data.</summary>
internal sealed class ThreadReader
{
    private readonly RingBuffer _ring;
    private readonly RingBufferReader _reader;
    private readonly Audit _audit;
    private readonly bool[] _mayMiss;

    private ThreadReader(RingBuffer ring, RingBufferReader reader, Audit audit)
    {
        _ring = ring;
        _reader = reader;
        _audit = audit;
        _mayMiss = new bool[audit.Writers];
    }

    public static Task Read(RingBuffer ring, RingBufferReader reader, Reading reading, Audit audit)
    {
        var thread = new ThreadReader(ring, reader, audit);
        return reading switch
        {
            Reading.ReadAll => thread.ReadAll(),
            Reading.Snapshots => thread.Snapshots(),
            Reading.ReadAndClear => thread.WaitAndRead(clears: true),
            _ => thread.WaitAndRead(clears: false),
        };
    }

    private async Task WaitAndRead(bool clears)
    {
        for (int n = 0; await _reader.WaitToReadAsync(); n++)
        {
            if (clears && n % 4 == 3)
            {
                int cleared = _reader.Clear();
                _audit.Cleared += cleared;
                MayMiss(cleared);
            }

            while (TryOne())
            {
            }
        }
    }

    private bool TryOne()
    {
        if (!_reader.TryRead(out SubBuffer sub))
        {
            return false;
        }

        using (sub)
        {
            MayMiss(sub.Overwritten);
            CheckAll(sub);
        }

        return true;
    }

    private async Task ReadAll()
    {
        await foreach (RecordCopy record in _reader.ReadAllAsync())
        {
            MayMiss(record.OverwrittenBefore);
            _audit.Check(record.Payload.Span, record.Timestamp, _mayMiss);
        }
    }

    private async Task Snapshots()
    {
        while (!_ring.IsCompleted)
        {
            Look();
            await Task.Yield();
        }

        while (await _reader.WaitToReadAsync()) // the last writers
        {
            Look();
            _reader.Clear();
        }
    }

    private void Look()
    {
        _audit.Restart();
        long expected = -1;
        Snapshot snapshot = _reader.Snapshot();
        foreach (SubBuffer sub in snapshot)
        {
            MayMiss(sub.Sequence == expected ? 0 : 1); // overwritten, unfinished, or the first
            expected = sub.Sequence + 1;
            CheckAll(sub);
        }
    }

    private void CheckAll(SubBuffer sub)
    {
        _audit.SubBuffers++;
        foreach (Record record in sub)
        {
            Audit.Require(record.Timestamp >= sub.BeginTime && record.Timestamp <= sub.EndTime, "outside its sub-buffer's times", record.Timestamp);
            _audit.Check(record.Payload, record.Timestamp, _mayMiss);
        }
    }

    /// <summary>From here on a writer's first number may be any later one.</summary>
    private void MayMiss(long subBuffers)
    {
        if (subBuffers > 0)
        {
            Array.Fill(_mayMiss, true);
        }
    }
}
