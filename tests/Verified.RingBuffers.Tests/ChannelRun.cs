namespace Verified.RingBuffers.Tests;

/// <summary>A clock that ticks when it is read, and lets other threads go on before the reader of the clock has done anything with the time.</summary>
internal sealed class TurnTime : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp()
    {
        long now = Interlocked.Increment(ref _ticks);
        Turns.Point();
        return now;
    }
}

/// <summary>Records with a number, read from a channel, and what is wrong with them.</summary>
internal sealed class ChannelRun
{
    private readonly List<int> _read = [];
    private long _last = long.MinValue;

    /// <summary>The first fault, or null.</summary>
    public string? Fault { get; set; }

    /// <summary>What was read, in that order.</summary>
    public IReadOnlyList<int> Read => _read;

    /// <summary>Reads what there is.</summary>
    public void ReadAll(TraceChannelReader reader)
    {
        while (TryRead(reader))
        {
        }
    }

    public bool TryRead(TraceChannelReader reader)
    {
        if (!reader.TryRead(out ChannelRecord record))
        {
            return false;
        }

        int number = BitConverter.ToInt32(record.Payload);
        if (record.Timestamp < _last)
        {
            Fault ??= $"record {number} at {record.Timestamp} after one at {_last}";
        }

        _last = record.Timestamp;
        _read.Add(number);
        return true;
    }

    /// <summary>To the end of a channel that is completed; then the numbers must be these, each once.</summary>
    public void Finish(TraceChannelReader reader, IEnumerable<int> accepted)
    {
        for (int n = 0; n < 8 && !reader.IsCompleted; n++)
        {
            ReadAll(reader);
        }

        if (!reader.IsCompleted)
        {
            Fault ??= "the end is not found";
        }

        int[] expected = [.. accepted.Order()];
        if (!expected.SequenceEqual(_read.Order()))
        {
            Fault ??= $"accepted {string.Join(' ', expected)}, read {string.Join(' ', _read.Order())}";
        }
    }
}
