using Verified.Atomics;
using Verified.RingBuffers.Core;

namespace Verified.RingBuffers.Tests;

/// <summary>What the sequential model is compared with.</summary>
internal interface IRing
{
    ReserveResult Reserve(int id, int length);

    void Commit(int id);

    void Abandon(int id);

    void Flush(FlushMode mode);

    /// <summary>The position and the payloads of the next sub-buffer, which is held until <see cref="Release"/>; null if there is none.</summary>
    (long Position, List<byte[]> Payloads)? Get();

    /// <summary>The payloads of the held sub-buffer, read again.</summary>
    List<byte[]> ReadHeld();

    void Release();

    Losses Losses { get; }
}

/// <summary>A core under some rules, with its region, as it is when the ring has been gone round some times.</summary>
/// <param name="geometry">The sizes.</param>
/// <param name="laps">Laps that were written and read before.</param>
internal sealed unsafe class CoreRing<TRules>(Geometry geometry, long laps = 0) : IRing
    where TRules : struct, IRules
{
    private readonly Region _region = After(laps, geometry);
    private readonly Dictionary<int, Reserved> _open = [];
    private Held _held;

    private RingCore<ProcessorMemory, TRules> Core => new(_region.Memory, geometry);

    public Losses Losses => new(Core.LostFull, Core.LostWrapped, Core.LostTooBig);

    public ReserveResult Reserve(int id, int length)
    {
        ReserveResult result = Core.TryReserve(length, out Reserved slot);
        if (result == ReserveResult.Ok)
        {
            nint payload = Core.RecordOffset(slot) + Geometry.RecordHeaderSize;
            Payloads.Fill(_region.Bytes.Slice((int)payload, length), id);
            _open.Add(id, slot);
        }

        return result;
    }

    public void Commit(int id)
    {
        Core.Commit(_open[id]);
        _open.Remove(id);
    }

    public void Abandon(int id)
    {
        Core.Abandon(_open[id]);
        _open.Remove(id);
    }

    public void Flush(FlushMode mode) => Core.Flush(mode);

    public (long Position, List<byte[]> Payloads)? Get() =>
        Core.TryGet(out _held) ? (_held.Position - (laps * geometry.BufferSize), ReadHeld()) : null;

    public List<byte[]> ReadHeld()
    {
        var payloads = new List<byte[]>();
        var records = new RecordEnumerator(_region.SubBuffer(geometry.Index(_held.Position)), _held);
        while (records.MoveNext())
        {
            payloads.Add(records.Current.Payload.ToArray());
        }

        return payloads;
    }

    public void Release() => Core.Move(_held);

    private static Region After(long laps, Geometry geometry)
    {
        Region region = Region.Allocate(geometry);
        Set(region, RegionLayout.WritePosition, laps * geometry.BufferSize);
        Set(region, RegionLayout.ReadPosition, laps * geometry.BufferSize);
        for (int i = 0; i < geometry.SubBufferCount; i++)
        {
            Set(region, RegionLayout.CommitCount(i), laps * geometry.SubBufferSize);
            Set(region, RegionLayout.DeliveredCount(i), laps * geometry.SubBufferSize);
        }

        return region;
    }

    private static void Set(Region region, Location at, long value) => *(long*)(region.BasePointer + at.Offset) = value;
}
