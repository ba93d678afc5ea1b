using Verified.Campaign;
using Verified.Model;
using Xunit;

namespace Verified.Exploration.Tests;

public class PathTests
{
    /// <summary>Left to the tool: they take half a minute each.</summary>
    private static readonly string[] s_large = ["lttng-two-writers", "overwrite-snapshot", "overwrite-wait"];

    public static TheoryData<string> ModelNames => [.. PathModels.All.Where(m => !s_large.Contains(m.Name)).Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(ModelNames))]
    public void The_code_follows_every_edge_of_the_twin(string model)
    {
        PathCover cover = PathCover.Of(PathModels.Find(model)!.Config, cancellation: TestContext.Current.CancellationToken);
        Assert.Empty(cover.ShiftOnly);

        PathDriveResult result = PathDriver.Drive(cover, cancellation: TestContext.Current.CancellationToken);

        Assert.Null(result.Failure);
        Assert.Equal(cover.Steps, result.Steps);
        Assert.Equal(cover.Steps, result.Checked);
        Assert.True(cover.Steps > cover.Edges);
        Assert.Equal(
            cover.Paths.Sum(p => p.Count(m => m.Step.ToString().EndsWith("Fail", StringComparison.Ordinal))), result.FailedExchanges);
    }

    [Fact]
    public void A_cover_takes_every_action_of_the_shipped_form()
    {
        Step[] taken = [.. PathModels.All.Where(m => m.Config.Form == Form.Lean)
            .SelectMany(m => PathCover.Of(m.Config, cancellation: TestContext.Current.CancellationToken).Paths).SelectMany(p => p).Select(m => m.Step).Distinct()];

        Step[] missing = [.. Enum.GetValues<Step>().Except(taken).Where(IsOfLeanForm)];

        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("final-flush", Mutants.FlushWithoutCleanTest)]
    [InlineData("writer-reader", Mutants.NewEndOmitted)]
    [InlineData("writer-reader", Mutants.CountBeforeData)]
    [InlineData("writer-flusher-reader", Mutants.NoCleanSlotTest)]
    [InlineData("writer-flusher-reader", Mutants.PaddingNotCommitted)]
    [InlineData("lttng-final-flush", Mutants.DeliverWithoutLock)]
    [InlineData("clear", Mutants.ClearWithoutDeliveredTest)]
    [InlineData("gates", Mutants.EndWithoutPositionTest)]
    [InlineData("wait", Mutants.WaitWithoutRecheck)]
    [InlineData("clocked", Mutants.ShortTimeTooWide)]
    [InlineData("overwrite-writer-reader", Mutants.NoPush)]
    [InlineData("overwrite-writer-reader", Mutants.ReaderWithoutNorefTest)]
    [InlineData("overwrite-final-flush", Mutants.NoClearNoref)]
    public void A_mutant_leaves_some_path(string model, string mutant)
    {
        PathCover cover = PathCover.Of(PathModels.Find(model)!.Config, cancellation: TestContext.Current.CancellationToken);

        FailedPath? failure = PathDriver.Drive(cover, mutant, TestContext.Current.CancellationToken).Failure;

        Assert.NotNull(failure);
        Assert.Equal(failure.Step, failure.Steps[^1].Number);
    }

    private static bool IsOfLeanForm(Step step) => step is not (Step.Shift or Step.OldEnd_StoreDataSize or Step.NewEnd_StoreDataSize
        or Step.Commit_LoadCount or Step.Deliver_Lock or Step.Deliver_LockFail or Step.Deliver_LoadDataSize or Step.Deliver_StoreSize
        or Step.Get_LoadWritePosition or Step.Forget or Step.Push_CasFail) && !IsOfOtherModels(step);

    /// <summary>Of Recovery.tla and Wrap.tla, which have no paths; of recoverable rings, campaigns take the steps.</summary>
    private static bool IsOfOtherModels(Step step) => step is Step.ShiftAll or Step.ForgetAll or Step.Crash or Step.WriterOversleeps
        or Step.ReaderOversleeps or Step.Prefix_LoadWritePosition or Step.Prefix_Store;
}
