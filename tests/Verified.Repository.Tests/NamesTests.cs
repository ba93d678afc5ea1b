using Verified.Cli.Checks;
using Verified.Cli.Output;
using Verified.Cli.Specification;
using Verified.Model;

namespace Verified.Repository.Tests;

public class NamesTests
{
    private static readonly IReadOnlySet<string> s_actions = SpecificationNames.Actions(Checkout.Specification);

    [Fact]
    public void The_specification_has_the_actions_that_everyone_knows()
    {
        Assert.True(s_actions.Count > 80);
        Assert.Superset(new HashSet<string> { "Reserve_Cas", "Reserve_CasFail", "Commit_AddCount", "Deliver_Publish", "Flush_Cas", "Get_LoadBegin", "Put_Cas", "Wait_TakeSignal", "Lose_Abandoned", "Tick" }, (ISet<string>)s_actions);
        Assert.DoesNotContain("Next_", s_actions);
    }

    [Fact]
    public void The_algorithm_is_the_root_module_and_what_it_extends() => Assert.Equal(
        ["ReserveCommit.tla", "Read.tla", "Flush.tla", "Commit.tla", "Reserve.tla", "Memory.tla"], SpecificationNames.Modules(Checkout.Specification));

    [Fact]
    public void Every_action_is_in_the_next_state_relation() =>
        Assert.Equal(s_actions.Order(), SpecificationNames.ActionsOfNext(Checkout.Specification).Order());

    [Fact]
    public void The_twin_has_the_actions_of_the_specification_and_no_others() =>
        Assert.Equal(s_actions.Concat(SpecificationNames.ActionsOfModels(Checkout.Specification))
            .Concat(SpecificationNames.ActionsWithoutAssumption(Checkout.Specification)).Order(), NamesCheck.TwinSteps.Order());

    [Fact]
    public void The_code_has_the_actions_of_the_specification_and_no_others() =>
        Assert.Equal(s_actions.Where(a => a != SpecificationNames.Tick).Order(), NamesCheck.CodeSteps.Order());

    [Fact]
    public void The_twin_has_the_invariants_of_the_specification_and_no_others() =>
        Assert.Equal(
            SpecificationNames.Invariants(Checkout.Specification).Keys
                .Concat(SpecificationNames.Numbered(Checkout.Specification, SpecificationNames.Recovery).Keys)
                .Concat(SpecificationNames.Numbered(Checkout.Specification, SpecificationNames.Wrap).Keys)
                .Concat(SpecificationNames.Numbered(Checkout.Specification, SpecificationNames.OneWriter).Keys)
                .Concat(SpecificationNames.Numbered(Checkout.Specification, SpecificationNames.PartRead).Keys)
                .Concat(SpecificationNames.Numbered(Checkout.Specification, SpecificationNames.CellRead).Keys)
                .Except(StepProperty.OfParts.Concat(StepProperty.OfCells).Select(p => p.Name)).Order(),
            Invariants.All.Select(i => i.Name).Order());

    [Fact]
    public void The_check_passes_on_this_checkout()
    {
        CheckRow row = NamesCheck.Run(Checkout.Specification);
        Assert.True(row.Verdict == Verdict.Pass, string.Join('\n', row.Details));
    }

    [Fact]
    public void An_action_renamed_in_the_specification_alone_is_noticed()
    {
        using TemporaryCopy copy = new();
        copy.Edit("Commit.tla", "Deliver_Publish(p) ==", "Deliver_Announce(p) ==");
        copy.Edit("ReserveCommit.tla", "Deliver_Publish", "Deliver_Announce");
        CheckRow row = NamesCheck.Run(copy.Files);
        Assert.Equal(Verdict.Fail, row.Verdict);
        Assert.Contains("Deliver_Announce is in the specification and not in the twin's Step", row.Details);
        Assert.Contains("Deliver_Publish is in the code's Steps and not in the specification", row.Details);
    }

    [Fact]
    public void An_action_that_is_defined_and_never_taken_is_noticed()
    {
        using TemporaryCopy copy = new();
        copy.Edit("ReserveCommit.tla", "\\/ Flush_Cas(f) \\/ Flush_CasFail(f)", "\\/ Flush_Cas(f)");
        Assert.Contains("Flush_CasFail is in the specification and not in its next-state relation", NamesCheck.Run(copy.Files).Details);
    }

    [Fact]
    public void A_model_that_leaves_an_invariant_out_is_noticed()
    {
        using TemporaryCopy copy = new();
        string model = Checkout.Manifest.Models[0].Name;
        copy.Edit(model + ".cfg", "    S4_LapBarrier\n", "");
        Assert.Contains($"{model}.cfg does not check S4_LapBarrier", NamesCheck.Run(copy.Files).Details);
    }

    [Fact]
    public void A_model_of_losses_that_leaves_their_property_out_is_noticed()
    {
        using TemporaryCopy copy = new();
        copy.Edit("MCLosses.cfg", "    S21_EachLossIsCounted\n", "");
        Assert.Contains("MCLosses.cfg does not check S21_EachLossIsCounted", NamesCheck.Run(copy.Files).Details);
    }

    [Fact]
    public void An_invariant_that_says_nothing_is_noticed()
    {
        using TemporaryCopy copy = new();
        string text = File.ReadAllText(copy.PathOf("Invariants.tla"));
        int at = text.IndexOf("S6_DeliveredOnce ==", StringComparison.Ordinal);
        int next = text.IndexOf("S7_DeliveredIsComplete ==", StringComparison.Ordinal);
        File.WriteAllText(copy.PathOf("Invariants.tla"), text[..at] + "S6_DeliveredOnce == TRUE\n\n" + text[next..]);
        Assert.Contains("S6_DeliveredOnce says nothing", NamesCheck.Run(copy.Files).Details);
    }
}
