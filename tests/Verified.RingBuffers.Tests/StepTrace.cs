using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.RingBuffers.Tests;

/// <summary>Where the specification lies.</summary>
internal static class StepTrace
{
    public static string SpecificationFolder => Path.Combine(Root(), "tla");

    public static string Specification(string module) => File.ReadAllText(Path.Combine(SpecificationFolder, module));

    private static string Root()
    {
        string? at = AppContext.BaseDirectory;
        while (at is not null && !Directory.Exists(Path.Combine(at, "tla")))
        {
            at = Path.GetDirectoryName(at);
        }

        return at ?? throw new DirectoryNotFoundException("No tla folder above the tests.");
    }
}

/// <summary>A ring of two sub-buffers, and the steps that were taken since they were last looked at.</summary>
internal sealed class StepTrace<TRules>
    where TRules : struct, IRules
{
    private readonly Region _region;
    private readonly Hook _hook;

    public StepTrace(RingBufferMode mode = RingBufferMode.Discard, bool clocked = false, int size = 128, bool recoverable = false)
    {
        var settings = new RingSettings(new Geometry(size, 2), mode, clocked, ShortTimeBits: 1, Recoverable: recoverable);
        _region = Region.Allocate<TRules>(settings);
        _hook = new Hook(_region);
        Core = new(new HookedMemory(_region, _hook), settings);
    }

    public RingCore<HookedMemory, TRules, ManyWriters> Core { get; }

    /// <summary>The committed prefix of a slot. No step.</summary>
    public long PrefixOf(int slot) => _region.Memory.LoadRelaxed(RegionLayout.Prefix(slot), Steps.None);

    public List<string> Log => _hook.Log;

    public long Now
    {
        set => _region.Memory.StoreRelaxed(RegionLayout.Now, value, Steps.None);
    }

    public Reserved Reserve(int length)
    {
        Assert.Equal(ReserveResult.Ok, Core.TryReserve(length, out Reserved slot));
        return slot;
    }

    public Held Get()
    {
        Assert.Equal(GetResult.Ok, Core.TryGet(out Held held));
        return held;
    }

    public void Expect(string steps)
    {
        Assert.Equal(steps, string.Join(' ', Log));
        Log.Clear();
    }
}
