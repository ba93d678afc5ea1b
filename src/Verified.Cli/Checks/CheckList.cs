using Verified.Campaign;
using Verified.Cli.Specification;
using Verified.Cli.Stress;
using Verified.Cli.Tlc;
using Verified.Model;
using Verified.RingBuffers;

namespace Verified.Cli.Checks;

/// <summary>What <c>verify</c> runs, cheapest first.</summary>
internal static class CheckList
{
    /// <summary>The checks for an effort.</summary>
    public static IEnumerable<Check> For(SpecificationFiles files, Manifest manifest, Effort effort)
    {
        yield return ManifestCheck.Check;
        yield return GoldenCheck.Check;
        yield return ChannelCheck.Records;
        yield return NamesCheck.Check;
        yield return ActionsFireCheck.Check;
        yield return CoverageCheck.Check;
        foreach (Check check in ProofsCheck.Quick.Concat(effort == Effort.Full ? ProofsCheck.Full() : [ProofsCheck.NotRun]))
        {
            yield return check;
        }

        foreach (Check check in MachineCodeCheck.All)
        {
            yield return check;
        }

        foreach (ModelEntry model in manifest.Models.Where(m => (int)m.Tier <= (int)effort))
        {
            yield return TwinModelCheck.For(model);
        }

        foreach (PathModel paths in PathModels.All.Where(m => effort == Effort.Full || m.Config.Form == Form.Lean))
        {
            yield return PathsCheck.For(paths);
        }

        foreach (RingBufferMode mode in Enum.GetValues<RingBufferMode>())
        {
            yield return StressCheck.For(mode, StressReader.Consume, RingBufferClock.Stopwatch);
            yield return StressCheck.For(mode, StressReader.Consume, RingBufferClock.None);
            yield return StressCheck.For(mode, StressReader.Snapshot, RingBufferClock.Stopwatch);
        }

        yield return MutantsCheck.Check;
        yield return MutantsCheck.OfOneWriter;
        foreach (RingBufferMode mode in Enum.GetValues<RingBufferMode>())
        {
            yield return CampaignCheck.For(mode);
        }

        foreach (RingBufferMode mode in effort == Effort.Quick ? [] : Enum.GetValues<RingBufferMode>())
        {
            yield return StopCheck.For(mode);
        }

        foreach (Check check in OfTlc(files, manifest, effort))
        {
            yield return check;
        }
    }

    private static IEnumerable<Check> OfTlc(SpecificationFiles files, Manifest manifest, Effort effort)
    {
        if (effort != Effort.Full || TlcRunner.FromEnvironment() is not { } runner)
        {
            return [TlcCheck.NotRun];
        }

        return [.. manifest.Models.Select(m => TlcCheck.For(m, runner)), .. ChannelCheck.Of(files, runner, _ => true)];
    }
}
