using Verified.RingBuffers.Core;

namespace Verified.Campaign.Trials;

/// <summary>A sub-buffer of the sequential model.</summary>
internal sealed class SubBufferModel(long beginTime)
{
    public List<RecordModel> Records { get; } = [];

    public long BeginTime => beginTime;

    public long EndTime { get; set; }

    public LossSample Losses { get; set; }

    public int Used { get; set; }

    public bool Closed { get; set; }

    public bool Complete => Closed && Records.TrueForAll(r => r.State != RecordState.Open);
}

/// <summary>A record of the sequential model.</summary>
internal sealed class RecordModel(int id, int length, long time)
{
    public int Id => id;

    public int Length => length;

    public long Time => time;

    public RecordState State { get; set; }
}

internal enum RecordState
{
    Open,
    Kept,
    Abandoned,
}

/// <summary>What a reader finds in a sub-buffer: records in order, with their times.</summary>
internal sealed record Batch(
    long Position, long BeginTime, long EndTime, LossSample Losses, List<(long Time, byte[] Payload)> Records)
{
    public override string ToString() =>
        $"at {Position}, {BeginTime} to {EndTime}, {Losses}: " +
        string.Join(", ", Records.Select(r => $"{r.Time} {Convert.ToHexString(r.Payload)}"));
}
