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
/// <param name="ReadsParts">Does the reader take parts of sub-buffers that are not complete?</param>
/// <param name="CellUnits">Units of every record, where the reader takes record by record; else 0.</param>
internal sealed record Bench(
    RingDriver Ring, RingSettings Settings, Units Units, int Watermark, ExploredRegion Region, Positions Positions, bool ReadsParts = false, int CellUnits = 0)
{
    /// <summary>Does the reader take record by record, all of one size?</summary>
    public bool ReadsCells => CellUnits > 0;

    /// <summary>Makes a ring buffer on a new region.</summary>
    /// <param name="rules">The form of the algorithm, and what is broken in it.</param>
    /// <param name="isBroken">Is anything?</param>
    /// <param name="isOneWriter">Does one thread write?</param>
    /// <param name="settings">How it is set up.</param>
    /// <param name="units">Bytes and units.</param>
    /// <param name="watermark">How many sub-buffers a reader waits for.</param>
    /// <param name="positionBits">Bits of a position.</param>
    /// <param name="cellUnits">Units of every record, where the reader takes record by record; else 0.</param>
    public static Bench Of(
        RulesOf rules, bool isBroken, bool isOneWriter, RingSettings settings, Units units, int watermark, int positionBits = PositionWord.PositionBits, int cellUnits = 0)
    {
        var region = new ExploredRegion(RegionLayout.RegionBytes(settings))
        {
            AllowsLoadsWithBlocks = isBroken,
            KeepsHeaders = cellUnits > 0,
            ThreadOf = process => isOneWriter && process is not (Scenario.Reader or Scenario.Ticker) ? Scenario.OwnerThread : process,
        };
        return new Bench(rules.For(new Driver(region, settings), isOneWriter), settings, units, watermark, region, new Positions(positionBits), CellUnits: cellUnits);
    }

    /// <summary>The bench of a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="mutant">What is broken in the code, or "none".</param>
    public static Bench Of(Scenario scenario, string mutant) => Of(
        MutantCatalog.Rules(mutant, scenario.Form, scenario.PositionBits), mutant != Mutants.None, scenario.IsOneWriter,
        scenario.Settings, scenario.Units, scenario.Watermark, scenario.PositionBits, scenario.CellUnits) with
    {
        ReadsParts = scenario.ReadsParts,
    };

    /// <summary>Makes everything new for one schedule.</summary>
    public void Reset(IInterleaver interleaver, IAccessObserver observer)
    {
        Positions.Reset();
        Region.Reset(interleaver, observer);
        Ring.Initialize();
        Region.RequiresNames = true;
    }

    private sealed class Driver(ExploredRegion region, RingSettings settings) : IRulesUser<RingDriver>
    {
        public RingDriver With<TRules, TSync>()
            where TRules : struct, IRules
            where TSync : struct, ISynchronisation => new RingDriver<TRules, TSync>(region, settings);
    }
}
