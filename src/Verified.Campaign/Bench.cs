using Verified.Exploration;
using Verified.Model;
using Verified.RingBuffers.Core;

namespace Verified.Campaign;

/// <summary>What operations run on.</summary>
/// <param name="Ring">The ring buffer.</param>
/// <param name="Settings">How it is set up.</param>
/// <param name="Units">Bytes and units.</param>
/// <param name="Watermark">How many sub-buffers a reader waits for.</param>
/// <param name="Region">The bytes.</param>
/// <param name="Positions">What positions stand for.</param>
internal sealed record Bench(
    RingDriver Ring, RingSettings Settings, Units Units, int Watermark, ExploredRegion Region, Positions Positions)
{
    /// <summary>Makes a ring buffer on a new region.</summary>
    /// <param name="mutant">What is broken in the code, or "none".</param>
    /// <param name="form">The form of the algorithm.</param>
    /// <param name="settings">How it is set up.</param>
    /// <param name="units">Bytes and units.</param>
    /// <param name="watermark">How many sub-buffers a reader waits for.</param>
    /// <param name="positionBits">Bits of a position.</param>
    public static Bench Of(
        string mutant, Form form, RingSettings settings, Units units, int watermark, int positionBits = PositionWord.PositionBits)
    {
        var region = new ExploredRegion(RegionLayout.RegionBytes(settings));
        region.AllowsLoadsWithBlocks = mutant != Mutants.None;
        return new Bench(MutantCatalog.Create(mutant, form, region, settings, positionBits), settings, units, watermark, region, new Positions(positionBits));
    }

    /// <summary>Makes everything new for one schedule.</summary>
    public void Reset(IInterleaver interleaver, IAccessObserver observer)
    {
        Positions.Reset();
        Region.Reset(interleaver, observer);
        Ring.Initialize();
        Region.RequiresNames = true;
    }
}
