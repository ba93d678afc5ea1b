namespace Verified.Benchmarks.Running;

/// <summary>What a workload is made for.</summary>
/// <param name="Shape">Who works at the same time.</param>
/// <param name="Size">Bytes of a payload.</param>
/// <param name="SubBufferSize">Of rings, LTTng-UST's among them.</param>
/// <param name="SubBufferCount">Of these.</param>
/// <param name="Verified">Whether records are counted where that costs the candidate something.</param>
internal sealed record CaseOptions(Shape Shape, int Size, int SubBufferSize, int SubBufferCount, bool Verified)
{
    /// <summary>How many elements a bounded queue holds.</summary>
    public const int QueueBound = 1024;

    /// <summary>What payloads are filled with.</summary>
    public const byte Fill = 0x5A;

    /// <summary>A payload.</summary>
    public byte[] NewPayload()
    {
        byte[] payload = new byte[Size];
        Array.Fill(payload, Fill);
        return payload;
    }
}
