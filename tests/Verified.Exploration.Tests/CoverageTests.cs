using System.Reflection;
using Verified.Campaign;
using Verified.Exploration;
using Verified.RingBuffers;
using Verified.RingBuffers.Core;
using Xunit;

namespace Verified.Exploration.Tests;

/// <summary>Nothing that the core can do is left out of the campaigns.</summary>
public class CoverageTests
{
    /// <summary>Which scenarios use an operation of the core; observations, which are no operations, are left out.</summary>
    private static readonly Dictionary<string, Func<Operation, bool>> s_uses = new()
    {
        ["TryReserve"] = o => o.Kind == OperationKind.Write,
        ["TryBegin"] = o => o.AtOnce,
        ["TryBeginClocked"] = o => o.AtOnce,
        ["TryReserveSlow"] = o => o.AtOnce,
        ["End"] = o => o.AtOnce,
        ["EndClocked"] = o => o.AtOnce,
        ["Commit"] = o => o.Kind == OperationKind.Write && !o.Abandon,
        ["Abandon"] = o => o.Kind == OperationKind.Write && o.Abandon,
        ["Flush"] = o => o.Kind == OperationKind.Flush,
        ["TryGet"] = o => o.Kind == OperationKind.Read,
        ["Move"] = o => o.Kind == OperationKind.Read,
        ["BeginSnapshot"] = o => o.Kind == OperationKind.Snapshot,
        ["TryGetNext"] = o => o.Kind == OperationKind.Snapshot,
        ["Put"] = o => o.Kind == OperationKind.Snapshot,
        ["Clear"] = o => o.Kind == OperationKind.Clear,
        ["PrepareToWait"] = o => o.Kind == OperationKind.Wait,
        ["CancelWait"] = o => o.Kind == OperationKind.Wait && o.Cancel,
        ["TakeSignal"] = o => o.Kind == OperationKind.Wait && !o.Cancel,
    };

    /// <summary>Public methods that touch no shared memory.</summary>
    private static readonly string[] s_noOperations = ["RecordOffset", "PayloadOffset"];

    /// <summary>For a reader of parts, which there is in discard mode alone.</summary>
    private const string OfParts = "TryGetPart";

    /// <summary>For a reader of cells, the same.</summary>
    private static readonly string[] s_ofCells = ["FirstCell", "TryGetCell", "TakeCell", "MoveCells"];

    public static TheoryData<RingBufferMode> Modes => [.. Enum.GetValues<RingBufferMode>()];

    [Fact]
    public void Every_public_method_of_the_core_is_known_here()
    {
        IEnumerable<string> methods = typeof(RingCore<ExploredMemory, LeanRules, ManyWriters>)
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(m => !m.IsSpecialName)
            .Select(m => m.Name);

        Assert.Equal(s_uses.Keys.Order(), methods.Except([.. s_noOperations, OfParts, .. s_ofCells]).Order());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Every_public_operation_has_a_scenario_in_each_mode(RingBufferMode mode)
    {
        Operation[] used = [.. Scenarios.Of(mode).SelectMany(s => s.Operations)];

        Assert.All(s_uses, use => Assert.True(Array.Exists(used, o => use.Value(o)), $"{use.Key} has no scenario of mode {mode}"));
        Assert.Equal(Enum.GetValues<FlushMode>(), used.Where(o => o.Kind == OperationKind.Flush).Select(o => o.Mode).Distinct().Order());
        Assert.Contains(Scenarios.Of(mode), s => s.Watermark == 2);
        Assert.Contains(Scenarios.Of(mode), s => s.IsClocked);
        Assert.Contains(used, o => o.Inside is not null);
        Assert.Contains(Scenarios.Of(mode), s => s.IsClocked && s.Operations.Any(o => o.AtOnce));
        Assert.Contains(Scenarios.Of(mode), s => s.IsOneWriter && s.Operations.Any(o => o.AtOnce));
        Assert.Equal(mode == RingBufferMode.Discard, Scenarios.Of(mode).Any(s => s.ReadsParts));
        Assert.Equal(mode == RingBufferMode.Discard, Scenarios.Of(mode).Any(s => s.ReadsCells));
    }

    [Fact]
    public void Every_step_of_the_code_is_matched_in_some_scenario()
    {
        string[] steps = [.. typeof(Steps).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(f => (string)f.GetValue(null)!).Where(s => s.Length > 0)];
        var options = new CampaignOptions { Engine = StepExplorer.EngineName, Schedules = 100 * Scenarios.All.Count };

        CampaignResult result = CampaignRunner.Run(options, TestContext.Current.CancellationToken);

        Assert.Equal(CampaignVerdict.Pass, result.Verdict);
        Assert.Empty(steps.Except(result.CountByStep.Keys.Select(s => s.ToString())));
        Assert.Equal(result.Steps, result.CountByStep.Values.Sum());
    }

    [Theory]
    [InlineData("overwrite-lapped-reader", "Move_CasFail", "Push_CasFail", "Get_ExchangeFail", "ClearNoref_CasFail")]
    [InlineData("overwrite-lapped-snapshot", "Put_CasFail", "Get_ExchangeFail", "ClearNoref_CasFail")]
    [InlineData("wait-cancelled", "Wait_CancelFail", "Wake_CasFail")]
    [InlineData("overwrite-wait-cancelled", "Wait_CancelFail", "Wake_CasFail")]
    [InlineData("two-flushers", "Flush_CasFail", "Lose_Refused")]
    [InlineData("lttng-two-writers", "Deliver_LockFail")]
    public void Steps_that_are_rare_have_a_scenario_of_their_own(string scenario, params string[] steps)
    {
        var options = new CampaignOptions { Engine = StepExplorer.EngineName, Schedules = 2000, Scenarios = [scenario] };

        CampaignResult result = CampaignRunner.Run(options, TestContext.Current.CancellationToken);

        Assert.Equal(CampaignVerdict.Pass, result.Verdict);
        Assert.Empty(steps.Except(result.CountByStep.Keys.Select(s => s.ToString())));
    }
}
