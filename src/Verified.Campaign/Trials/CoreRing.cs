using Verified.Atomics;
using Verified.RingBuffers.Core;

namespace Verified.Campaign.Trials;

/// <summary>A core under some rules, for one writer or many, with its region, as it is when the ring has been gone round some times.</summary>
/// <param name="settings">What it is made of.</param>
/// <param name="laps">Laps that were written and read before.</param>
internal sealed unsafe class CoreRing<TRules, TSync>(RingSettings settings, long laps = 0)
    where TRules : struct, IRules
    where TSync : struct, ISynchronisation
{
    private readonly Region _region = After(laps, settings);
    private readonly Dictionary<int, Reserved> _open = [];
    private RingCore<HookedMemory, TRules, TSync>? _core;

    public RingCore<HookedMemory, TRules, TSync> Core =>
        _core ??= new(new HookedMemory(_region, new Hook(_region) { Limit = 200_000 }), settings);

    public Counts Losses => new(Core.LostFull, Core.LostWrapped, Core.LostTooBig, Core.LostRefused, Core.LostAbandoned);

    /// <summary>The reader was signalled since this was last made false.</summary>
    public bool Woke { get; set; }

    public long Now
    {
        set => _region.Memory.StoreRelaxed(RegionLayout.Now, value, Steps.None);
    }

    public ReserveResult Reserve(int id, int length)
    {
        ReserveResult result = Core.TryReserve(length, out Reserved slot);
        if (result == ReserveResult.Ok)
        {
            Payloads.Fill(_region.Bytes.Slice((int)Core.PayloadOffset(slot), length), id);
            _open.Add(id, slot);
            Woke |= slot.Woke;
        }

        return result;
    }

    public void End(int id, bool keep)
    {
        Reserved slot = _open[id];
        Woke |= keep ? Core.Commit(slot) : Core.Abandon(slot);
        _open.Remove(id);
    }

    public void Flush(FlushMode mode) => Woke |= Core.Flush(mode);

    /// <summary>What the held sub-buffer holds; read again at will.</summary>
    public Batch ReadHeld(in Held held)
    {
        var found = new List<(long, byte[])>();
        var records = new RecordEnumerator(_region.SubBuffer(held.Sub), held, settings);
        while (records.MoveNext())
        {
            found.Add((records.Current.Timestamp, records.Current.Payload.ToArray()));
        }

        return new Batch(
            held.Position - (laps * settings.Geometry.BufferSize), held.BeginTime, held.EndTime, held.Losses, found);
    }

    private static Region After(long laps, in RingSettings settings)
    {
        Region region = Region.Allocate<TRules>(settings);
        Geometry geometry = settings.Geometry;
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
